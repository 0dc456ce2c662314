import type { Column } from './columns.ts';
import type { Sense } from './kinds.ts';

/**
 * A reason to keep a pair apart whatever it weighs. `conflict` when what is stated speaks against one person; otherwise
 * too little is stated, and a third record may still bring the two together.
 */
export type Held = { words: string; conflict: boolean };

/** `oneSource`: both records are of one source, so somebody there took them for two people. */
export type Guard = (levels: ArrayLike<number>, oneSource?: boolean) => Held | null;

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
const contradicted = 'Each has a valid identifier, and the two differ.';

/**
 * Builds the guard for a table's columns. An identifier that agrees lifts all rules. The rules ask only for kinds of field
 * that the table has.
 */
export function guardOf(columns: readonly Column[]): Guard {
  const of = (...kinds: Column['kind'][]) =>
    columns.flatMap((column, f) => (kinds.includes(column.kind) ? [f] : []));
  const [given, family, dates] = [of('given-name'), of('surname'), of('date')];
  const [places, identifiers] = [of('postcode', 'street'), of('identifier')];
  const others = of('date', 'postcode', 'street', 'identifier', 'text');
  const texts = of('text');
  const sex = of('sex');
  const checked = identifiers.filter((f) => columns[f]?.checked);
  const defaultDay = columns[dates[0] ?? -1]?.levels.findIndex(({ name }) => name === 'default day');
  const nickname = columns[given[0] ?? -1]?.levels.findIndex(({ name }) => name === 'nickname');
  const needed = Math.min(2, [given, family, dates].filter(({ length }) => length > 0).length);
  return (levels, oneSource = false) => {
    const sense = (f: number): Sense | null => columns[f]?.levels[levels[f] ?? -1]?.sense ?? null;
    const some = (fields: readonly number[], ...senses: Sense[]) =>
      fields.some((f) => {
        const found = sense(f);
        return found !== null && senses.includes(found);
      });
    const givenAgrees = some(given, 'same', 'near');
    const givenDiffers = !givenAgrees && some(given, 'apart');
    const vouched = some(identifiers, 'same') || (some(identifiers, 'near') && !givenDiffers);
    if (!vouched && some(checked, 'apart')) return { words: contradicted, conflict: true };
    if (vouched) return null;
    if (some(sex, 'apart')) return { words: sexes, conflict: true };
    const dateAgrees = some(dates, 'same', 'near') || dates.some((f) => levels[f] === defaultDay);
    if (others.length > 0 && !dateAgrees && !some(others, 'same', 'near')) {
      return { words: namesAlone, conflict: false };
    }
    const familyAgrees = some(family, 'same', 'near');
    const agreed = [givenAgrees, familyAgrees, dateAgrees].filter((agrees) => agrees).length;
    if (agreed < needed && !some(texts, 'same', 'near')) return { words: tooLittle, conflict: false };
    const placeAgrees = some(places, 'same', 'near');
    const elsewhere = !placeAgrees && some(places, 'vague', 'apart');
    if (elsewhere && dateAgrees && !some(dates, 'same')) return { words: nearlyBorn, conflict: false };
    if (!familyAgrees) return null;
    const givenMissing = given.length > 0 && !some(given, 'same', 'near', 'vague', 'apart');
    if (places.length > 0 && givenMissing && dateAgrees && !some(texts, 'same', 'near')) {
      return { words: unnamed, conflict: oneSource };
    }
    if (oneSource && some(dates, 'same') && given.some((f) => levels[f] === nickname)) {
      return { words: pair, conflict: true };
    }
    if (some(dates, 'same') && !givenAgrees && some(given, 'vague', 'apart')) {
      return { words: twins, conflict: givenDiffers };
    }
    const both = (given.length === 0 || givenAgrees) && (dates.length === 0 || dateAgrees);
    if (both || !placeAgrees) return null;
    return { words: household, conflict: givenDiffers || (!dateAgrees && some(dates, 'apart')) };
  };
}
