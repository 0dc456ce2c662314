import type { Candidates, Rule } from './blocks.ts';
import type { Column, Table } from './columns.ts';
import {
  type Chances,
  countPeople,
  expectationMaximisation,
  learnU,
  levelsOf,
  type Pattern,
  patternNumber,
  samplePairs,
  towards,
} from './estimate.ts';
import type { Guard, Held } from './guards.ts';
import type { PairLevel } from './model.ts';
import { commoner, type Learnt, probabilityOf, scorer } from './score.ts';

export type Learning = {
  learnt: Learnt;
  /** Of each candidate pair. */
  weights: Float64Array;
  probabilities: Float64Array;
  heldBy(pair: number): string | null;
  explain(pair: number): PairLevel[];
  /** Different people that the records seem to be about. */
  people: number;
};

type Pairs = { left: Int32Array; right: Int32Array; levels: Int8Array };

const SAMPLE = 100_000;
const ROUNDS = 3;
/** Matches' worth of belief in the chances assumed before any data are seen. */
const STRENGTH = 10;

/**
 * Learns u from random pairs, m from each rule's own pairs over the fields that the rule does not use, and the prior.
 * Each round knows better than the last which pairs match: they leave the random pairs, and people rather than
 * records are counted for how common a value is.
 */
export function learn(
  table: Table,
  rules: readonly Rule[],
  candidates: Candidates,
  guard: Guard,
  allowed: { test: (i: number, j: number) => boolean; count: number },
): Learning {
  const { columns, records } = table;
  const width = columns.length;
  const found: Pairs = { ...candidates, levels: levelsOf(table, candidates.left, candidates.right) };
  const drawn = samplePairs(records.length, SAMPLE, allowed.test);
  const sample: Pairs = { ...drawn, levels: levelsOf(table, drawn.left, drawn.right) };
  const patterns = gather(found, width, guard);
  const sampleHeld = gather(sample, width, guard);
  const training = rules.flatMap(({ uses }, r) => {
    const free = freeFields(columns, uses);
    return free.length === 0 ? [] : [{ free, patterns: ofRule(patterns, candidates.rules, r) }];
  });

  const assumed = columns.map(({ levels }) => levels.map(({ m }) => m));
  const shares = new Float64Array(records.length).fill(1);
  let unmatched = new Float64Array(sample.left.length).fill(1);
  let m: Chances[] = assumed;
  let prior = Math.min(0.3, records.length / 4 / Math.max(1, allowed.count));
  let learnt: Learnt = { m, u: [], frequencies: [], usual: [], prior };
  let weights = new Float64Array(0);
  let probabilities = new Float64Array(0);
  for (let round = 0; round < ROUNDS; round++) {
    const frequencies = columns.map((column) => countPeople(column, shares));
    const seen = countLevels(
      sample,
      width,
      columns.map(({ levels }) => levels.length),
      unmatched,
    );
    const u = columns.map((column, f) =>
      learnU(
        column,
        frequencies[f] ?? { held: new Float64Array(0), people: 0 },
        seen[f] ?? new Float64Array(0),
      ),
    );
    const pooled = assumed.map((chances) => chances.map(() => 0));
    for (const { free, patterns: own } of training) {
      if (own.length === 0) continue;
      const { counts } = expectationMaximisation(own, free, m, u, STRENGTH);
      counts.forEach((of, f) => {
        const into = pooled[f];
        if (into !== undefined)
          of.forEach((count, l) => {
            into[l] = (into[l] ?? 0) + count;
          });
      });
    }
    m = pooled.map((counts, f) => towards(counts, assumed[f] ?? [], STRENGTH));
    learnt = { m, u, frequencies, usual: usualCommonness(table, sample, frequencies, unmatched), prior };
    const { weights: weigh } = scorer(table, learnt);
    weights = weighAll(found, width, weigh);
    const held = patterns.of.map((pattern) => patterns.held[pattern] !== null);
    prior = settlePrior(weights, held, prior, allowed.count);
    learnt = { ...learnt, prior };
    probabilities = weights.map((weight) => probabilityOf(weight, prior));
    share(shares, found, probabilities, held);
    const sampleWeights = weighAll(sample, width, weigh);
    unmatched = sampleWeights.map((weight, p) =>
      sampleHeld.held[sampleHeld.of[p] ?? -1] === null ? 1 - probabilityOf(weight, prior) : 1,
    );
  }
  const { explain } = scorer(table, learnt);
  return {
    learnt,
    weights,
    probabilities,
    heldBy: (pair) => patterns.held[patterns.of[pair] ?? -1]?.words ?? null,
    explain: (pair) =>
      explain(
        found.levels.subarray(pair * width, (pair + 1) * width),
        found.left[pair] ?? 0,
        found.right[pair] ?? 0,
      ),
    people: shares.reduce((sum, each) => sum + each, 0),
  };
}

/**
 * Fields that may be learnt from the pairs that a rule finds: not those the rule is made of, nor another field of a
 * place when it uses one. A rule made of places alone teaches nothing: it finds families, who share more than a place.
 */
function freeFields(columns: readonly Column[], uses: readonly number[]): number[] {
  const isPlace = (f: number) => columns[f]?.kind === 'postcode' || columns[f]?.kind === 'street';
  if (uses.every(isPlace)) return [];
  const place = uses.some(isPlace);
  return columns.flatMap((_, f) => (uses.includes(f) || (place && isPlace(f)) ? [] : [f]));
}

type Patterns = { of: number[]; levels: Int8Array[]; held: (Held | null)[] };

/** Numbers the distinct patterns of levels, each with what guards it. */
function gather({ levels, left }: Pairs, width: number, guard: Guard): Patterns {
  const numbers = new Map<number, number>();
  const patterns: Patterns = { of: [], levels: [], held: [] };
  for (let p = 0; p < left.length; p++) {
    const row = levels.subarray(p * width, (p + 1) * width);
    const number = patternNumber(row);
    let pattern = numbers.get(number);
    if (pattern === undefined) {
      pattern = patterns.levels.push(row) - 1;
      numbers.set(number, pattern);
      patterns.held.push(guard(row));
    }
    patterns.of.push(pattern);
  }
  return patterns;
}

function ofRule({ of, levels, held }: Patterns, masks: Int32Array, rule: number): Pattern[] {
  const counts = new Map<number, number>();
  for (let p = 0; p < masks.length; p++) {
    if (((masks[p] ?? 0) & (1 << rule)) === 0) continue;
    const pattern = of[p] ?? -1;
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  }
  return [...counts].map(([pattern, count]) => ({
    levels: levels[pattern] ?? [],
    count,
    held: held[pattern] !== null,
  }));
}

function countLevels(
  { levels, left }: Pairs,
  width: number,
  sizes: readonly number[],
  worth: Float64Array,
): Float64Array[] {
  const counts = sizes.map((size) => new Float64Array(size));
  for (let p = 0; p < left.length; p++) {
    for (let f = 0; f < width; f++) {
      const level = levels[p * width + f] ?? -1;
      const of = counts[f];
      if (level >= 0 && of !== undefined) of[level] = (of[level] ?? 0) + (worth[p] ?? 0);
    }
  }
  return counts;
}

/** For each level that weighs near values: how common the commoner value of random pairs at that level is. */
function usualCommonness(
  table: Table,
  sample: Pairs,
  frequencies: Learnt['frequencies'],
  worth: Float64Array,
): number[][] {
  const width = table.columns.length;
  return table.columns.map((column, f) => {
    const sums = column.levels.map(() => 0);
    const seen = column.levels.map(() => 0);
    const held = frequencies[f];
    if (held === undefined || !column.levels.some(({ frequency }) => frequency === 'near')) return sums;
    for (let p = 0; p < sample.left.length; p++) {
      const level = sample.levels[p * width + f] ?? -1;
      if (column.levels[level]?.frequency !== 'near') continue;
      sums[level] =
        (sums[level] ?? 0) +
        (worth[p] ?? 0) * commoner(column, held, sample.left[p] ?? 0, sample.right[p] ?? 0);
      seen[level] = (seen[level] ?? 0) + (worth[p] ?? 0);
    }
    return sums.map((sum, l) => ((seen[l] ?? 0) >= 1 ? sum / (seen[l] ?? 1) : 0));
  });
}

function weighAll(
  { left, right, levels }: Pairs,
  width: number,
  weigh: ReturnType<typeof scorer>['weights'],
): Float64Array<ArrayBuffer> {
  const each = new Float64Array(width);
  const weights = new Float64Array(left.length);
  for (let p = 0; p < left.length; p++) {
    weights[p] = weigh(levels.subarray(p * width, (p + 1) * width), left[p] ?? 0, right[p] ?? 0, each);
  }
  return weights;
}

/** The prior at which as many matches are expected among the candidates as it says there are among all pairs. */
function settlePrior(weights: Float64Array, held: readonly boolean[], start: number, all: number): number {
  let prior = start;
  for (let round = 0; round < 30; round++) {
    let matches = 0.5;
    for (let p = 0; p < weights.length; p++)
      if (held[p] !== true) matches += probabilityOf(weights[p] ?? 0, prior);
    const next = Math.min(0.5, matches / (all + 1));
    if (Math.abs(next - prior) < 1e-12) break;
    prior = next;
  }
  return prior;
}

/** Sets each record's share of a person: one over the number of records that are likely to be the same person. */
function share(
  shares: Float64Array,
  { left, right }: Pairs,
  probabilities: Float64Array,
  held: readonly boolean[],
) {
  shares.fill(1);
  for (let p = 0; p < left.length; p++) {
    if (held[p] === true) continue;
    const [i, j] = [left[p] ?? 0, right[p] ?? 0];
    shares[i] = (shares[i] ?? 1) + (probabilities[p] ?? 0);
    shares[j] = (shares[j] ?? 1) + (probabilities[p] ?? 0);
  }
  for (let i = 0; i < shares.length; i++) shares[i] = 1 / (shares[i] ?? 1);
}
