import { type Field, isPlace, levelOf } from './fields.ts';
import { agreed, type Chances, gainsaid, type Said, unsaid } from './model.ts';
import { levelIn } from './pairs.ts';
import type { Patterns } from './patterns.ts';

/*
 * How relatives compare: they share a surname and a home, now and then a telephone, a birth date (twins) or a given
 * name (parent and child); in all else they are as strangers are. Only twins and namesakes are counted, and never taken to
 * be more than is assumed: relatives whose chances could rise would come to stand for the records of one person in which
 * much is mistyped.
 */

/** Share of relatives who have the field's value in common, and not by chance, as assumed. */
function assumedShare(field: Field, said: Said): number {
  if (field.kind === 'surname') return 0.9;
  if (isPlace(field)) return said === gainsaid ? 0.5 : 0.9;
  if (field.kind === 'phone') return 0.4;
  return field.kind === 'date' || field.kind === 'given-name' || field.kind === 'email' ? seldom : 0;
}

const seldom = 0.02;

/** Pairs' worth of belief in what is assumed of twins and namesakes. */
const belief = 50;

/** True where there is a way to tell relatives: by surname and place. */
export const tellsRelatives = (fields: readonly Field[]) =>
  fields.some(({ kind }) => kind === 'surname') && fields.some(isPlace);

/**
 * For each field the share of relatives who have its value in common and not by chance, by what the more telling fields say
 * (see `Chances`). Twins are counted among pairs of one surname and place whose given names differ, namesakes among those
 * born a generation apart. `agreement` is the chance that two strangers have one value, by field.
 */
export function sharesOfRelatives(
  fields: readonly Field[],
  household: Patterns,
  agreement: readonly number[],
): [number, number, number][] {
  const given = fields.findIndex(({ kind }) => kind === 'given-name');
  const date = fields.findIndex(({ kind }) => kind === 'date');
  const last = (f: number) => (fields[f]?.comparison.levels.length ?? 0) - 1;
  const generation = levelOf(fields[date]?.comparison ?? { levels: [] }, 'a generation apart');
  const counted = (f: number, other: number, apart: number) => {
    let [both, all] = [0, 0];
    for (let p = 0; p < household.counts.length; p++) {
      const level = levelIn(household.codes[p * household.width + f] ?? 0);
      if (level === null || levelIn(household.codes[p * household.width + other] ?? 0) !== apart) continue;
      all += household.counts[p] ?? 0;
      if (level === 0) both += household.counts[p] ?? 0;
    }
    const share = (both + belief * seldom) / (all + belief) - (agreement[f] ?? 0);
    return Math.min(seldom, Math.max(0, share));
  };
  const measured = new Map<number, number>();
  if (given >= 0 && date >= 0) {
    measured.set(date, counted(date, given, last(given)));
    if (generation >= 0) measured.set(given, counted(given, date, generation));
  }
  return fields.map((field, f) => {
    const of = (said: Said) => measured.get(f) ?? assumedShare(field, said);
    return [of(unsaid), of(agreed), of(gainsaid)];
  });
}

/** Chances of relatives' levels from those of strangers: as theirs, but for what is shared beyond chance. */
export function chancesOfRelatives(shares: readonly [number, number, number], u: Chances): Chances {
  const of = (said: Said) =>
    u[said].map((chance, l) => (1 - shares[said]) * chance + (l === 0 ? shares[said] : 0));
  return [of(unsaid), of(agreed), of(gainsaid)];
}
