/** What of a family's chronology somebody asks for, and which happenings that is. */
import { type NeedId, needRules, needs, thingOf } from '../../chronology/index.ts';
import { z } from '../../platform/http/index.ts';
import { addDays, WrittenDayOrNone, writtenDay } from '../../platform/index.ts';
import type { FormState } from '../../platform/parts/index.ts';
import type { Picture, PictureLine } from '../shape.ts';
import { plainText } from './words.ts';

const textOrNone = z
  .string()
  .trim()
  .max(200, 'Write fewer than 200 characters.')
  .default('')
  .transform((text) => text || null);
const oneOf = <T extends string>(values: readonly [T, ...T[]], wrong: string) =>
  z
    .union([z.literal(''), z.enum(values)], wrong)
    .default('')
    .transform((value) => value || null);
const needIds = Object.keys(needs) as [NeedId, ...NeedId[]];

/** How a happening stands out, in the words of the form. */
export const tones = { crisis: 'crisis', good: 'good news' } as const;

/** Said of an address that names nobody whom the reader may see here, whether or not there is such a person. */
export const nobodyHere =
  'Nobody of whom this address tells is in this family, or you may not see them. Choose one of the family, or everybody.';

/** What may be asked for. Each is left out by leaving it empty. */
export const ChronologyFilter = z.object({
  who: z
    .union([z.literal(''), z.uuid(nobodyHere)], nobodyHere)
    .default('')
    .transform((id) => id || null)
    .describe('One person: happenings in which they had a part.'),
  agency: textOrNone.describe('The name of an agency that tells it.'),
  need: oneOf(needIds, 'Choose one of the needs.').describe(
    'Kinds of happening that the rules of this need look at.',
  ),
  tone: oneOf(['crisis', 'good'], 'Choose crisis or good news.').describe('Crises, or good news.'),
  kind: textOrNone.describe('Code of a kind from the catalogue.'),
  words: textOrNone.describe(
    'Words that all stand in what is said, the kind, an agency’s name or somebody’s.',
  ),
  from: WrittenDayOrNone.describe('First day: what was over by then is left out.'),
  to: WrittenDayOrNone.describe('Last day: what began after it is left out.'),
  lanes: oneOf(['people'], 'Choose lanes of agencies or of people.').describe(
    'people: the picture has a lane for each person instead of each agency.',
  ),
  pin: z
    .array(z.uuid('A pinned moment is the number of one of the happenings.'))
    .max(12, 'Pin no more than 12 moments.')
    .default([])
    .describe('Moments that stay in sight whatever else is asked for.'),
});
export type ChronologyFilter = z.output<typeof ChronologyFilter>;

/** Everything: what an empty form asks for. */
export const everything: ChronologyFilter = ChronologyFilter.parse({});

/**
 * What an address asks for. What cannot be read is left out of the filter, and said beside its field; what was written
 * stands in the form.
 * @param query Each name of the address with all its values; `unpin` takes a moment out of those pinned, and `person` is
 * `who` as somebody may write it.
 */
export function readFilter(query: Readonly<Record<string, string[]>>): {
  filter: ChronologyFilter;
  form: FormState;
} {
  const who = query.who ?? query.person;
  const asked = who === undefined ? query : { ...query, who };
  const fields = Object.keys(ChronologyFilter.shape) as (keyof ChronologyFilter)[];
  const writtenIn = (field: string) => (field === 'pin' ? (asked[field] ?? []) : asked[field]?.[0]);
  const wrong: { field: string; text: string }[] = [];
  const good: Record<string, unknown> = {};
  for (const field of fields) {
    const read = ChronologyFilter.shape[field].safeParse(writtenIn(field));
    if (read.success) good[field] = writtenIn(field);
    else wrong.push({ field, text: read.error.issues[0]?.message ?? '' });
  }
  const asks = ChronologyFilter.parse(good);
  const unpinned = new Set(asked.unpin ?? []);
  const filter = { ...asks, pin: [...new Set(asks.pin)].filter((id) => !unpinned.has(id)) };
  const written = Object.fromEntries(
    fields.map((field) => {
      const day = field === 'from' || field === 'to' ? filter[field] : null;
      return [field, day === null ? (asked[field] ?? []) : [writtenDay(day)]];
    }),
  );
  if (filter.from !== null && filter.to !== null && filter.to < filter.from) {
    wrong.push({ field: 'to', text: 'The last day is before the first. Choose one on or after it.' });
    return { filter: { ...filter, from: null, to: null }, form: { written, wrong } };
  }
  return { filter, form: { written, wrong } };
}

/** What was asked of a picture: whoever is asked for and is nobody whom the reader sees in it is said to be that. */
export function formFor(picture: Picture, filter: ChronologyFilter, form: FormState): FormState {
  const isHere = filter.who === null || picture.people.some(({ personId }) => personId === filter.who);
  return isHere ? form : { ...form, wrong: [{ field: 'who', text: nobodyHere }, ...form.wrong] };
}

/** The address's part after `?` that asks for a filter; empty for everything. */
export function asQuery(filter: ChronologyFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    for (const one of [value].flat()) if (one !== null) query.append(name, one);
  }
  return query.toString();
}

/** True when the filter leaves nothing out. */
export function isEverything(filter: ChronologyFilter): boolean {
  return asQuery({ ...filter, lanes: null, pin: [] }) === '';
}

/** The happenings that a filter asks for, in the order of the picture. */
export function chosen(picture: Picture, filter: ChronologyFilter): PictureLine[] {
  const rules = needRules.filter((rule) => rule.need === filter.need);
  const words = plainText(filter.words ?? '')
    .split(/\s+/)
    .filter(Boolean);
  const names = new Map(picture.people.map((person) => [person.personId, person.name]));
  const after = filter.to === null ? null : addDays(filter.to, 1);
  return picture.happenings.filter((line) => {
    if (filter.tone !== null && line.tone !== filter.tone) return false;
    if (filter.kind !== null && thingOf(line.kind) !== thingOf(filter.kind)) return false;
    const { from, to } = line.happened;
    if (filter.from !== null && to !== null && to <= filter.from) return false;
    if (filter.from !== null && from === null && to === null) return false;
    if (after !== null && (from === null || from >= after)) return false;
    if (filter.who !== null && !line.people.some((one) => one.personId === filter.who)) return false;
    if (filter.agency !== null && !line.tellers.some((one) => one.agency === filter.agency)) return false;
    if (filter.need !== null) {
      const looksAt = rules.some(
        (rule) =>
          rule.kinds.includes(line.kind) &&
          (rule.roles === undefined || line.people.some((one) => rule.roles?.includes(one.role))),
      );
      if (!looksAt) return false;
    }
    if (words.length === 0) return true;
    const said = plainText(
      [
        line.label,
        line.note ?? '',
        line.service,
        ...line.tellers.map((one) => one.agency),
        ...line.people.map((one) => names.get(one.personId) ?? ''),
      ].join(' '),
    );
    return words.every((word) => said.includes(word));
  });
}
