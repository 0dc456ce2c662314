import { catalogue, manyEventsAtOnce, needsOn } from '../chronology/index.ts';
import { z } from '../platform/http/index.ts';
import { dayOf, lastDay } from '../platform/index.ts';
import { dayInWords, spanInWords } from '../platform/parts/index.ts';
import { type KnownFact, type KnownLine, knownStates, type State } from './known.ts';
import type { AsKnown } from './looking-back.ts';
import { everybody, here, isOpenOn, type Review } from './model.ts';

const day = z.iso.date();
const person = z.object({ personId: z.uuid(), name: z.string() });

export const ReviewJson = z.object({
  reviewId: z.uuid(),
  kind: z.enum(['learning', 'inspection']),
  name: z.string(),
  familyId: z.uuid(),
  reason: z.string(),
  from: day,
  until: day.describe('The last day on which it is open.'),
  participants: z.array(z.uuid()).describe('Workers who take part.'),
  openedBy: z.uuid(),
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  closeReason: z.string().nullable(),
  open: z.boolean().describe('Whether it is open today.'),
});
export type ReviewJson = z.infer<typeof ReviewJson>;

/** A review as it leaves the program. @param today A day in London. */
export function jsonOfReview({ happened, closedBy: _, ...one }: Review, today: string): ReviewJson {
  return {
    ...one,
    from: happened.from,
    until: lastDay(happened) ?? happened.from,
    openedAt: one.openedAt.toISOString(),
    closedAt: one.closedAt?.toISOString() ?? null,
    open: isOpenOn({ happened, closedAt: one.closedAt }, today),
  };
}

const Told = z.object({
  kind: z.string(),
  label: z.string(),
  crisis: z.boolean().describe('Whether the catalogue has its kind as a crisis.'),
  service: z.string(),
  agency: z.string().describe('The name of the agency that recorded it.'),
  from: day.nullable(),
  until: day.nullable().describe('The last day; null while it went on.'),
  precision: z.enum(['day', 'month', 'year']),
  people: z.array(person.extend({ role: z.string() })),
  said: z.array(z.object({ label: z.string(), value: z.string() })).describe('What lists give the words of.'),
  recordedOn: day.nullable().describe('When the last of it was recorded; null where a record does not say.'),
  receivedOn: day.describe('When the last of it came here.'),
});

export const KnownRow = Told.extend({
  state: z.enum([
    'own',
    'shared',
    'ask-first',
    'could-have-been',
    'not-kept',
    'together',
    'received',
    'received-later',
  ]),
  known: z.boolean().describe('Whether whoever is asked had it in their records or could see it.'),
  knewWords: z
    .boolean()
    .describe('Whether they knew what is said about it too, and not only that it happened.'),
  inWords: z.string(),
  since: z.enum(['same', 'corrected', 'gone']),
  sinceInWords: z.string().nullable(),
});
export type KnownRow = z.infer<typeof KnownRow>;
export type ToldRow = z.infer<typeof Told>;

const Need = z.object({ need: z.string(), label: z.string(), words: z.array(z.string()) });

export const AsKnownJson = z.object({
  reviewId: z.uuid(),
  familyId: z.uuid(),
  on: day,
  by: z.string().describe('An agency by its code; all: all of them together; vantage: the partnership here.'),
  byName: z.string(),
  rows: z.array(KnownRow).describe('What all agencies together had recorded by the day, newest first.'),
  couldNotBe: z
    .int()
    .describe('How many of them could not lawfully have been known to the agency: counted and not listed.'),
  notKnownWhen: z.array(Told).describe('What records tell that do not say when they were recorded.'),
  recordedLater: z
    .array(Told)
    .describe('What had happened by the day and was recorded, or last changed, after it.'),
  needs: z.object({ theirs: z.array(Need), together: z.array(Need) }),
  manyEvents: z
    .object({
      theirs: z.array(z.object({ from: day, last: day, count: z.int() })),
      together: z.array(z.object({ from: day, last: day, count: z.int() })),
    })
    .describe('Days of many events, by the rule of that name.'),
  decisions: z.array(
    z.object({ agency: z.string(), decidedOn: day, shared: z.boolean(), about: z.array(person) }),
  ),
  previousDay: day.nullable(),
  nextDay: day.nullable(),
  workIsKnown: z.boolean().describe('Whether it is known who worked with whom on the day.'),
});
export type AsKnownJson = z.infer<typeof AsKnownJson>;

/** What was known, as pages, prints and the API show it: names of agencies and of the family, of nobody at work. */
export function shapeOf(known: AsKnown): AsKnownJson {
  const { day: on, by, persons, review } = known;
  const agencyName = (code: string) => known.agencies.find((one) => one.agency === code)?.name ?? code;
  const named = (personId: string) => ({ personId, name: persons.get(personId)?.name ?? 'somebody' });
  const byName = by === everybody ? 'All agencies together' : by === here ? 'Vantage' : agencyName(by);
  const told = (one: KnownFact): ToldRow => ({
    kind: one.kind,
    label: catalogue.get(one.kind)?.label ?? one.kind,
    crisis: catalogue.get(one.kind)?.tone === 'crisis',
    service: catalogue.get(one.kind)?.serviceLabel ?? '',
    agency: agencyName(one.agency),
    from: one.happened.from,
    until: lastDay(one.happened),
    precision: one.precision,
    people: [{ ...named(one.personId), role: one.role }],
    said: one.parts.map(({ label, value }) => ({ label, value })),
    recordedOn: one.recordedAt && dayOf(one.recordedAt),
    receivedOn: dayOf(one.receivedAt),
  });
  const rowOf = ({ fact, state, knewWords, since }: KnownLine): KnownRow => ({
    ...told(fact),
    state,
    known: knownStates.has(state),
    knewWords,
    inWords: stateInWords(state, {
      knewWords,
      byName,
      agency: agencyName(fact.agency),
      came: dayOf(fact.receivedAt),
    }),
    since: since.is,
    sinceInWords:
      since.is === 'same'
        ? null
        : since.is === 'gone'
          ? 'Stands no more: withdrawn since, or said otherwise.'
          : `Corrected since. It now says: ${nowInWords(fact, since.now)}.`,
  });
  const bornOn = (personId: string) => persons.get(personId)?.bornOn ?? null;
  const evidence = (facts: readonly KnownFact[]) =>
    facts.map((one) => ({ ...one, factId: one.assertionKey }));
  const together = evidence(known.lines.map(({ fact }) => fact));
  const theirs = evidence(known.theirs);
  const needs = (facts: ReturnType<typeof evidence>) =>
    needsOn(facts, on, bornOn).map(({ need, label, found }) => ({
      need,
      label,
      words: found.map(({ rule }) => rule.words),
    }));
  const past = (facts: ReturnType<typeof evidence>) =>
    manyEventsAtOnce(facts.filter((one) => (one.happened.from ?? '') <= on)).map(({ from, last, count }) => ({
      from,
      last,
      count,
    }));
  return {
    reviewId: review.reviewId,
    familyId: review.familyId,
    on,
    by,
    byName,
    rows: newestFirst(onceEach(known.lines.map(rowOf))),
    couldNotBe: onceEach(known.couldNotBe.map(told)).length,
    notKnownWhen: newestFirst(onceEach(known.notKnownWhen.map(told))),
    recordedLater: newestFirst(onceEach(known.recordedLater.map(told))),
    needs: { theirs: needs(theirs), together: needs(together) },
    manyEvents: { theirs: past(theirs), together: past(together) },
    decisions: known.decisions.map((one) => ({
      agency: agencyName(one.agency),
      decidedOn: one.decidedOn,
      shared: one.isShared,
      about: one.personIds.filter((personId) => persons.has(personId)).map(named),
    })),
    previousDay: known.days.findLast((one) => one < on) ?? null,
    nextDay: known.days.find((one) => one > on) ?? null,
    workIsKnown: known.workIsKnown,
  };
}

/** Rows that differ in nothing but whom they are about are one row. */
function onceEach<R extends ToldRow>(rows: readonly R[]): R[] {
  const same = Map.groupBy(rows, ({ people: _, ...rest }) => JSON.stringify(rest));
  return [...same.values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined ? [] : [{ ...first, people: alike.flatMap(({ people }) => people) }];
  });
}

const newestFirst = <R extends ToldRow>(rows: readonly R[]): R[] =>
  [...rows].sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? 1 : (a.from ?? '') > (b.from ?? '') ? -1 : 0));

function stateInWords(
  state: State,
  { byName, agency, came, knewWords }: { byName: string; agency: string; came: string; knewWords: boolean },
): string {
  switch (state) {
    case 'own':
      return 'Known: its own record';
    case 'shared':
      return `${knewWords ? 'Could see it' : 'Could see that it happened'}: shared by ${agency}`;
    case 'ask-first':
      return `Not known: ${agency} would have said when asked`;
    case 'could-have-been':
      return `Not known: ${agency} could have shared it, and nobody had to tell ${byName}`;
    case 'not-kept':
      return `Not known whether: ${agency} could have shared it; who worked with them then is not kept`;
    case 'together':
      return 'Known';
    case 'received':
      return 'Known';
    case 'received-later':
      return `Not known: it came on ${dayInWords(came)}`;
  }
}

function nowInWords(then: KnownFact, now: KnownFact): string {
  const days = spanInWords(now.happened.from, now.happened.to, now.precision);
  const before = new Map(then.parts.map(({ name, value }) => [name, value]));
  const differing = now.parts.filter(({ name, value }) => before.get(name) !== value);
  const isMoved = spanInWords(then.happened.from, then.happened.to, then.precision) !== days;
  const said = differing.map(({ label, value }) => `${label.toLowerCase()}: ${value}`);
  return [...(isMoved || said.length === 0 ? [days] : []), ...said].join('; ');
}
