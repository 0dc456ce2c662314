import type { Field } from './fields.ts';
import { levelOf } from './fields.ts';
import type { Sense } from './kinds/kind.ts';
import type { Model } from './model.ts';
import { levelIn } from './pairs.ts';
import type { Patterns } from './patterns.ts';

/**
 * A reason to keep a pair apart whatever it weighs. `conflict` when what is stated speaks against one person; otherwise
 * too little is stated, and a third record may still bring the two together.
 */
export type Held = { words: string; conflict: boolean };

/**
 * Says of a pair's codes (see `pairs.ts`) why it is kept apart; null when nothing does. `oneSource`: both records are of
 * one source, so somebody there took them for two people.
 */
export type Guard = (codes: ArrayLike<number>, oneSource?: boolean) => Held | null;

const twins =
  'Same birth date and surname but not the same given name: they may be twins. Only a shared identifier could join them.';
const household =
  'Same surname and address, but not both the given name and a birth date agree: they may be two of one household.';
const namesAlone =
  'Only names agree: no birth date, address, identifier or other detail speaks for one person.';
const tooLittle = 'Too little agrees: of given name, surname and birth date not two.';
const pair =
  'One source has both, born on one day, and calls them by two names that may be forms of one: they may be twins.';
const unnamed =
  'Same birth date and surname, but no given name is stated on both sides: they may be twins. Only a shared identifier could join them.';
const sexes =
  'One is recorded as female and the other as male: only a shared identifier could show that they are one person.';
const nearlyBorn =
  'The birth dates only resemble each other and the addresses differ: only a shared identifier could join them.';
const generations =
  'Same surname, and the given name or address too, but birth dates a generation apart: they may be parent and child.';
const contradicted = 'Each has a valid identifier, and the two differ.';

/** What a file shows of relatives. */
export type Relatives = Pick<Model, 'relativesApart' | 'namesakes' | 'twins'>;

/** Relatives who share a name or a birthday no oftener than this need not be feared where it is missing. */
const rare = 0.03;
/** A file in which no more are twins than this has none, but for slips. */
const none = 0.001;

/**
 * Builds the guard for the fields. An identifier that agrees lifts all rules, and so does an email address or the like
 * where given name and birth date do not speak against it. The rules ask only for kinds of field that there are.
 * Without `relativesApart` only identifiers that contradict each other keep a pair apart.
 */
export function guardOf(
  fields: readonly Field[],
  { relativesApart, namesakes, twins: twinned }: Relatives,
): Guard {
  const of = (...kinds: Field['kind'][]) =>
    fields.flatMap(({ kind }, f) => (kinds.includes(kind) ? [f] : []));
  const [given, family, dates, sex] = [of('given-name'), of('surname'), of('date', 'year'), of('sex')];
  const [places, towns, identifiers] = [of('postcode', 'street'), of('place'), of('identifier')];
  const contacts = of('email', 'phone', 'text');
  const checked = identifiers.filter((f) => (fields[f]?.check ?? 'none') !== 'none');
  const codeOf = (f: number | undefined, name: string) => {
    const field = fields[f ?? -1];
    return field === undefined ? -1 : levelOf(field.comparison, name) + 1;
  };
  const defaultDay = codeOf(dates[0], 'default day');
  const generation = codeOf(dates[0], 'a generation apart');
  const nickname = codeOf(given[0], 'nickname');
  const needed = Math.min(2, [given, family, dates].filter(({ length }) => length > 0).length);
  return (codes, oneSource = false) => {
    const some = (among: readonly number[], ...senses: Sense[]) =>
      among.some((f) => {
        const sense = fields[f]?.comparison.levels[levelIn(codes[f] ?? 0) ?? -1]?.sense;
        return sense !== undefined && senses.includes(sense);
      });
    const givenAgrees = some(given, 'same', 'near');
    const givenDiffers = !givenAgrees && some(given, 'apart');
    const vouched = some(identifiers, 'same') || (some(identifiers, 'near') && !givenDiffers);
    if (!vouched && some(checked, 'apart')) return { words: contradicted, conflict: true };
    if (vouched || !relativesApart) return null;
    const dateAgrees = some(dates, 'same', 'near') || dates.some((f) => codes[f] === defaultDay);
    const dateDiffers = !dateAgrees && some(dates, 'apart');
    const placeAgrees = some(places, 'same', 'near');
    const familyAgrees = some(family, 'same', 'near') || (placeAgrees && some(family, 'vague'));
    const born = dates.some((f) => codes[f] === generation);
    if (familyAgrees && born && (givenAgrees || placeAgrees)) return { words: generations, conflict: true };
    if (some(sex, 'apart')) return { words: sexes, conflict: true };
    const contact = some(contacts, 'same', 'near');
    if (contact && givenAgrees && !(dateDiffers && placeAgrees)) return null;
    if (!dateAgrees && !contact && !placeAgrees && !(some(towns, 'same', 'near') && !dateDiffers)) {
      if (dates.length + places.length + contacts.length + towns.length > 0)
        return { words: namesAlone, conflict: false };
    }
    const agreed = [givenAgrees, familyAgrees, dateAgrees].filter((agrees) => agrees).length;
    if (agreed < needed && !contact) return { words: tooLittle, conflict: false };
    const elsewhere = !placeAgrees && some(places, 'vague', 'apart');
    if (elsewhere && dateAgrees && !some(dates, 'same') && !contact)
      return { words: nearlyBorn, conflict: false };
    if (!familyAgrees) return null;
    const givenMissing = given.length > 0 && !some(given, 'same', 'near', 'vague', 'apart');
    if (
      places.length > 0 &&
      givenMissing &&
      dateAgrees &&
      !contact &&
      !(twinned <= none || (twinned <= rare && placeAgrees))
    )
      return { words: unnamed, conflict: oneSource };
    if (oneSource && some(dates, 'same') && given.some((f) => codes[f] === nickname)) {
      return { words: pair, conflict: true };
    }
    if (some(dates, 'same') && !givenAgrees && some(given, 'vague', 'apart') && !contact) {
      return { words: twins, conflict: givenDiffers };
    }
    const both = (given.length === 0 || givenAgrees) && (dates.length === 0 || dateAgrees);
    if (both || !placeAgrees) return null;
    const differs = some(given, 'vague', 'apart') || (!givenAgrees && some(dates, 'vague')) || dateDiffers;
    if (namesakes <= rare && !differs) return null;
    return { words: household, conflict: givenDiffers || dateDiffers };
  };
}

/**
 * Tells of a pair's codes whether one given name is only a form of the other, of two born on one day, and no identifier
 * vouches for them. Where twins are called by such names (Amelia and Amy) that says nothing (see `agglomerate.ts`).
 */
export function formsOf(fields: readonly Field[]): (codes: ArrayLike<number>) => boolean {
  const is = (
    codes: ArrayLike<number>,
    kind: Field['kind'],
    named: (name: string, sense: Sense) => boolean,
  ) =>
    fields.some((field, f) => {
      const level = field.comparison.levels[levelIn(codes[f] ?? 0) ?? -1];
      return field.kind === kind && level !== undefined && named(level.name, level.sense);
    });
  return (codes) =>
    is(codes, 'given-name', (name) => name === 'nickname') &&
    is(codes, 'date', (_, sense) => sense === 'same') &&
    !is(codes, 'identifier', (_, sense) => sense === 'same');
}

/**
 * Pairs of one surname and address that look like relatives, for each that looks like one person. A file with more than
 * the most holds families; in one with fewer than the least, nothing is lost by taking them for relatives.
 */
const [leastTelling, mostTelling] = [0.06, 0.45];
/** With fewer pairs of one person at one address than this, a file shows nothing either way. */
const enough = 50;

/** Fewer pairs of relatives than this measure nothing. */
const measurable = 200;

/**
 * Looks at the pairs of one surname and address. They are kept apart unless given name and birth date both agree, but
 * in a file that shows that it holds no families and much that is mistyped: some of these pairs have another given name
 * or birth date, yet far fewer than siblings, parents and spouses would make. Where a file shows many relatives, how
 * often they are namesakes or twins is measured.
 */
export function showsRelatives(fields: readonly Field[], { codes, width, counts }: Patterns): Relatives {
  const of = (...kinds: Field['kind'][]) =>
    fields.flatMap(({ kind }, f) => (kinds.includes(kind) ? [f] : []));
  const [given, family, dates, places] = [
    of('given-name'),
    of('surname'),
    of('date', 'year'),
    of('postcode', 'street'),
  ];
  const unknown = {
    relativesApart: true,
    namesakes: 1,
    twins: 1,
  };
  if (given.length === 0 || family.length === 0 || dates.length === 0 || places.length === 0) return unknown;
  const generation = levelOf(fields[dates[0] ?? -1]?.comparison ?? { levels: [] }, 'a generation apart') + 1;
  let [onePerson, relatives, generations, namesakes, siblings, twins] = [0, 0, 0, 0, 0, 0];
  for (let p = 0; p < counts.length; p++) {
    const code = (f: number) => codes[p * width + f] ?? 0;
    const some = (among: readonly number[], ...senses: Sense[]) =>
      among.some((f) => {
        const sense = fields[f]?.comparison.levels[levelIn(code(f)) ?? -1]?.sense;
        return sense !== undefined && senses.includes(sense);
      });
    if (!some(family, 'same') || !some(places, 'same')) continue;
    const count = counts[p] ?? 0;
    const [named, otherwise] = [some(given, 'same', 'near'), some(given, 'apart')];
    if (named && some(dates, 'same', 'near')) onePerson += count;
    else if ((otherwise && !some(dates, 'near')) || some(dates, 'apart')) relatives += count;
    if (dates.some((f) => code(f) === generation) && (named || otherwise)) {
      generations += count;
      if (named) namesakes += count;
    }
    if (otherwise && some(dates, 'same', 'near', 'vague', 'apart')) {
      siblings += count;
      if (some(dates, 'same')) twins += count;
    }
  }
  const share = relatives / onePerson;
  const relativesApart = onePerson < enough || share < leastTelling || share > mostTelling;
  return {
    relativesApart,
    namesakes: generations < measurable ? 1 : namesakes / generations,
    twins: siblings < measurable ? 1 : twins / siblings,
  };
}
