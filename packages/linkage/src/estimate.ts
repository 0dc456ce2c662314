import { COUNTED, type Column, type Table } from './columns.ts';

/** Chance of each level of a field, the value being stated. */
export type Chances = number[];

/** A combination of levels and how many pairs have it. A held pattern is known not to match. */
export type Pattern = { levels: ArrayLike<number>; count: number; held?: boolean };

/** mulberry32: a small generator whose numbers depend on the seed alone. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Pairs drawn at random from those allowed: all of them when there are at most `most`. */
export function samplePairs(
  size: number,
  most: number,
  allowed: (i: number, j: number) => boolean,
): { left: Int32Array; right: Int32Array } {
  const left: number[] = [];
  const right: number[] = [];
  const take = (i: number, j: number) => {
    if (!allowed(i, j)) return;
    left.push(i);
    right.push(j);
  };
  if ((size * (size - 1)) / 2 <= most) {
    for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) take(i, j);
  } else {
    const next = random(20_101_121);
    for (let tries = 0; left.length < most && tries < most * 4; tries++) {
      const i = Math.floor(next() * size);
      const j = Math.floor(next() * size);
      if (i !== j) take(Math.min(i, j), Math.max(i, j));
    }
  }
  return { left: Int32Array.from(left), right: Int32Array.from(right) };
}

/** How much of the people each value of a column stands for. */
export type Frequencies = { held: Float64Array; people: number };

/** Counts people, not records: a record that shares its person with others counts for its share of one. */
export function countPeople(column: Column, shares: Float64Array): Frequencies {
  const held = new Float64Array(column.values.length);
  let people = 0;
  for (let i = 0; i < shares.length; i++) {
    const code = column.codes[i] ?? -1;
    if (code < 0) continue;
    const share = shares[i] ?? 1;
    held[code] = (held[code] ?? 0) + share;
    people += share;
  }
  return { held, people };
}

const ASSUMED_PEOPLE = 50;

/** Share of people who hold a value, drawn towards `assumed` while few people are known. */
export function frequency(held: number, people: number, assumed: number): number {
  return (Math.max(held, 1) + ASSUMED_PEOPLE * assumed) / (people + ASSUMED_PEOPLE);
}

const ASSUMED_PAIRS = 100;
const LEAST_U = 1e-6;

/**
 * u of each level: among pairs of different people. An exact level's follows from how often each value is held; the
 * others share the rest as random pairs do, each pair counting for the chance that it is no match.
 */
export function learnU(column: Column, frequencies: Frequencies, seen: Float64Array): Chances {
  const { held, people } = frequencies;
  const total = seen.reduce((sum, count) => sum + count, 0);
  const own = column.levels.findIndex((level) => level.frequency === 'own');
  let pairs = 0;
  for (const n of held) pairs += Math.max(0, n * (n - 1));
  const exact = own < 0 || people < 2 ? 0 : pairs / (people * (people - 1));
  const others = own < 0 ? total : total - (seen[own] ?? 0);
  return column.levels.map((level, l) => {
    const share = l === own ? exact : (1 - exact) * (others === 0 ? 0 : (seen[l] ?? 0) / others);
    return Math.max(LEAST_U, (share * total + level.u * ASSUMED_PAIRS) / (total + ASSUMED_PAIRS));
  });
}

export type Trained = {
  /** Share of the pairs that match. */
  share: number;
  /** Expected number of matching pairs at each level of each field. */
  counts: number[][];
};

/**
 * Expectation–maximisation over patterns with u fixed: learns the share of matches and m of the fields in `free`;
 * the others play no part. `start` is m to begin with and, with the weight of `strength` matches, to be drawn to.
 */
export function expectationMaximisation(
  patterns: readonly Pattern[],
  free: readonly number[],
  start: readonly Chances[],
  u: readonly Chances[],
  strength = 10,
): Trained {
  const total = patterns.reduce((sum, { count }) => sum + count, 0);
  let m = start.map((chances) => [...chances]);
  let share = 0.2;
  let counts = start.map((chances) => chances.map(() => 0));
  for (let round = 0; round < 200; round++) {
    counts = start.map((chances) => chances.map(() => 0));
    let matches = 0;
    for (const { levels, count, held } of patterns) {
      if (held === true) continue;
      let ratio = share / (1 - share);
      for (const f of free) {
        const level = levels[f] ?? -1;
        if (level >= 0) ratio *= (m[f]?.[level] ?? 1) / (u[f]?.[level] ?? 1);
      }
      const expected = count * (ratio / (1 + ratio));
      matches += expected;
      for (const f of free) {
        const level = levels[f] ?? -1;
        const of = counts[f];
        if (level >= 0 && of !== undefined) of[level] = (of[level] ?? 0) + expected;
      }
    }
    const next = counts.map((of, f) => towards(of, start[f] ?? [], strength));
    const nextShare = Math.min(0.999, Math.max(1e-9, matches / Math.max(1, total)));
    const moved = Math.max(
      Math.abs(nextShare - share),
      ...free.map((f) =>
        Math.max(...(next[f] ?? []).map((chance, l) => Math.abs(chance - (m[f]?.[l] ?? 0)))),
      ),
    );
    m = next;
    share = nextShare;
    if (moved < 1e-7) break;
  }
  return { share, counts };
}

/** Chances from counts, drawn towards assumed chances with the weight of `strength` more. */
export function towards(counts: readonly number[], assumed: readonly number[], strength: number): Chances {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const all = assumed.reduce((sum, chance) => sum + chance, 0);
  return counts.map((count, l) => (count + (strength * (assumed[l] ?? 0)) / all) / (total + strength));
}

/** Number for a combination of levels: equal levels, equal number. Twelve fields of sixteen levels fit. */
export function patternNumber(levels: ArrayLike<number>): number {
  let number = 0;
  for (let f = 0; f < levels.length; f++) number = number * 16 + (levels[f] ?? -1) - COUNTED;
  return number;
}

/** Levels of many pairs at once: `levels` holds each pair's fields in a row. */
export function levelsOf(table: Table, left: Int32Array, right: Int32Array): Int8Array {
  const width = table.columns.length;
  const levels = new Int8Array(left.length * width);
  const row = new Int8Array(width);
  for (let p = 0; p < left.length; p++) {
    table.compare(left[p] ?? 0, right[p] ?? 0, row);
    levels.set(row, p * width);
  }
  return levels;
}
