import { type Field, isPlace } from './fields.ts';
import { random } from './random.ts';
import type { Part } from './rules.ts';

/*
 * What two records of one person would agree on, made up, so that ways of finding candidates can be weighed against one another
 * before any pair has been seen. The chances are deliberately a little worse than those of most files: rules are to find
 * those of whom much is wrong.
 */

const many = 10_000;

/** Chances that a name is told alike enough to sound alike, or else to begin alike. */
const [soundsAlike, beginsAlike] = [0.93, 0.04];
/** Chances that a birth date is another day of its month, day and month swapped, another month, another year. */
const [otherDay, dayMonthSwapped, otherMonth, otherYear] = [0.03, 0.01, 0.015, 0.02];
/** Chance that somebody has moved; that a town is then the same; that a place is told alike if nobody moved. */
const [moves, sameTown, placeAlike] = [0.15, 0.5, 0.95];
const sexAlike = 0.99;
/** Chance that an e-mail address, a telephone number or anything else is told alike. */
const otherAlike = 0.85;
/** Chance that a field is left out, beside what the file as a whole leaves out: some sources leave out more than others. */
const leftOut = 0.04;
/** Chance that given name and surname stand in each other's place. */
const namesSwapped = 0.005;

/** True of features of a birth date that agree although this about it is wrong. */
const datesThatAgree: Readonly<Record<string, readonly string[]>> = {
  same: ['text', 'ordered', 'month', 'monthday', 'year'],
  day: ['month', 'year'],
  swapped: ['ordered', 'year'],
  month: ['year'],
  year: ['monthday'],
};

type Draw = { roll: number; swapped: boolean; moved: boolean; stated: boolean };

function agrees({ kind }: Field, feature: string, { roll, swapped, moved, stated }: Draw): boolean {
  if (!stated) return false;
  if (kind === 'given-name' || kind === 'surname') {
    if (swapped) return false;
    return roll < soundsAlike + (feature === 'initial' ? beginsAlike : 0);
  }
  if (kind === 'date') return datesThatAgree[dateToldAs(roll)]?.includes(feature) ?? false;
  if (kind === 'sex') return roll < sexAlike;
  if (kind === 'year') return roll > otherYear;
  if (isPlace({ kind })) return moved ? kind === 'place' && roll < sameTown : roll < placeAlike;
  return roll < otherAlike;
}

function dateToldAs(roll: number): string {
  const wrong: [string, number][] = [
    ['day', otherDay],
    ['swapped', dayMonthSwapped],
    ['month', otherMonth],
    ['year', otherYear],
  ];
  let below = 0;
  for (const [what, chance] of wrong) {
    below += chance;
    if (roll < below) return what;
  }
  return 'same';
}

/**
 * For each part, 1 for every made-up pair of one person that agrees on it. `stated` is the share of records that state each
 * field. The same fields give the same pairs.
 */
export function agreements(
  fields: readonly Field[],
  stated: readonly number[],
  parts: readonly Part[],
): Uint8Array[] {
  const next = random(1);
  const found = parts.map(() => new Uint8Array(many));
  for (let pair = 0; pair < many; pair++) {
    const [moved, swapped] = [next() < moves, next() < namesSwapped];
    const draws = fields.map((_, f): Draw => {
      const share = stated[f] ?? 1;
      return { roll: next(), moved, swapped, stated: next() < share * share * (1 - leftOut) };
    });
    parts.forEach(({ field, feature, either }, p) => {
      const tells = (f: number, feature: string, crossed: boolean) => {
        const [of, draw] = [fields[f], draws[f]];
        return (
          of !== undefined &&
          draw !== undefined &&
          agrees(of, feature, crossed ? { ...draw, swapped: false } : draw)
        );
      };
      const both = either !== undefined;
      if (tells(field, feature, both) && (!both || tells(either.field, either.feature, both))) {
        const column = found[p];
        if (column !== undefined) column[pair] = 1;
      }
    });
  }
  return found;
}
