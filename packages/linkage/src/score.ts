import { COUNTED, type Column, type Table } from './columns.ts';
import { type Chances, type Frequencies, frequency } from './estimate.ts';
import type { Level } from './kinds.ts';
import type { PairLevel } from './model.ts';

/** What is learnt: for each field, m and u by level, how many people hold each value, and the usual commonness of near pairs. */
export type Learnt = {
  m: readonly Chances[];
  u: readonly Chances[];
  frequencies: readonly Frequencies[];
  /** For each level of each field: how common the commoner value of a random pair at that level is; 0 when unknown. */
  usual: readonly number[][];
  prior: number;
};

/** Chance that a pair matches: the prior odds times two to the weight. */
export function probabilityOf(weight: number, prior: number): number {
  const odds = Math.log2(prior / (1 - prior)) + weight;
  return odds > 0 ? 1 / (1 + 2 ** -odds) : 2 ** odds / (1 + 2 ** odds);
}

const assumedFrequency = (column: Column) => column.levels[0]?.u ?? 0.01;

/** Share of people who hold the commoner of the pair's two values. */
export function commoner(column: Column, { held, people }: Frequencies, i: number, j: number): number {
  const most = Math.max(held[column.codes[i] ?? -1] ?? 0, held[column.codes[j] ?? -1] ?? 0);
  return frequency(most, people, assumedFrequency(column));
}

const MOST_ADJUSTMENT = 16;
/** Bits by which agreeing nearly on a value falls short of agreeing on it, at least. */
const NEAR_FALLS_SHORT = 1;

/**
 * Weight in bits of one field of a pair: log2(m/u). At an exact level u is the share of people who hold that very
 * value; at a near one u is scaled by how common the commoner value is beside what is usual at that level, and the
 * weight stays below what agreeing on that value would give.
 */
export function fieldWeight(
  column: Column,
  f: number,
  learnt: Learnt,
  level: number,
  i: number,
  j: number,
): number {
  const adjusted = column.levels[level]?.frequency;
  const frequencies = learnt.frequencies[f];
  const [m, u] = [learnt.m[f], learnt.u[f]];
  if (adjusted === undefined || frequencies === undefined || m === undefined || u === undefined) return 0;
  const plain = Math.log2((m[level] ?? 1) / (u[level] ?? 1));
  if (adjusted === null) return plain;
  const common = commoner(column, frequencies, i, j);
  const exact = Math.log2((m[0] ?? 1) / common);
  if (adjusted === 'own') return exact;
  const usual = learnt.usual[f]?.[level] ?? 0;
  const ratio = usual === 0 ? 1 : common / usual;
  const near = plain - Math.log2(Math.min(MOST_ADJUSTMENT, Math.max(1 / MOST_ADJUSTMENT, ratio)));
  return Math.min(near, exact - NEAR_FALLS_SHORT);
}

/**
 * Scores pairs of a table. Fields that tell of the same place (postcode, street) count once: the one that says most
 * speaks for all that agree, and likewise for all that do not.
 */
export function scorer(table: Table, learnt: Learnt) {
  const { columns } = table;
  const places = columns.flatMap(({ kind }, f) => (kind === 'postcode' || kind === 'street' ? [f] : []));
  const weights = (levels: ArrayLike<number>, i: number, j: number, into: Float64Array): number => {
    for (let f = 0; f < columns.length; f++) {
      const column = columns[f];
      const level = levels[f] ?? -1;
      into[f] = column === undefined || level < 0 ? 0 : fieldWeight(column, f, learnt, level, i, j);
    }
    countOnce(places, into);
    return into.reduce((sum, weight) => sum + weight, 0);
  };
  const explain = (levels: ArrayLike<number>, i: number, j: number): PairLevel[] => {
    const each = new Float64Array(columns.length);
    weights(levels, i, j, each);
    return columns.map((column, f) => {
      const level = levels[f] ?? -1;
      const weight = each[f] ?? 0;
      const definition = column.levels[level];
      const field = column.field;
      if (definition === undefined) return { field, weight, ...unsaid(field, level) };
      const counted = weight === 0 && places.includes(f);
      const words = inWords(definition, column, learnt.frequencies[f], i, j);
      return {
        field,
        level: definition.name,
        weight,
        words: counted ? `${words}; counted with the rest of the address` : words,
      };
    });
  };
  return { weights, explain };
}

/** Keeps the greatest of the fields' weights for a match and the greatest against, and sets the others to nought. */
function countOnce(fields: readonly number[], weights: Float64Array) {
  const kept = new Set<number>();
  for (const sign of [1, -1]) {
    const strength = (f: number) => sign * (weights[f] ?? 0);
    const strongest = fields.reduce((most, f) => (strength(f) > strength(most) ? f : most), fields[0] ?? -1);
    if (strength(strongest) > 0) kept.add(strongest);
  }
  for (const f of fields) if (!kept.has(f)) weights[f] = 0;
}

const label = (field: string) => field.replaceAll('_', ' ');
const capital = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

function unsaid(field: string, level: number): { level: string; words: string } {
  return level === COUNTED
    ? { level: 'swapped', words: capital(`${label(field)} is counted with the given name`) }
    : { level: 'missing', words: capital(`${label(field)} is not stated on both sides`) };
}

function inWords(
  { words, frequency: adjusted }: Level,
  column: Column,
  frequencies: Frequencies | undefined,
  i: number,
  j: number,
): string {
  const sentence = capital(words.replace('{field}', label(column.field)));
  if (adjusted !== 'own' || frequencies === undefined) return sentence;
  const held = Math.max(
    frequencies.held[column.codes[i] ?? -1] ?? 1,
    frequencies.held[column.codes[j] ?? -1] ?? 1,
    1,
  );
  return `${sentence} (held by ${whole.format(held)} of ${whole.format(Math.max(1, frequencies.people))})`;
}
