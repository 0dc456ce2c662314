import { chooseRules, findCandidates } from './blocks.ts';
import { cluster, type Tie } from './clusters.ts';
import { readTable, type Table } from './columns.ts';
import { guardOf } from './guards.ts';
import { type Learning, learn } from './learn.ts';
import type { LinkOptions, LinkRecord, Model, Pair, Result } from './model.ts';
import { keptApart } from './together.ts';

/**
 * Finds the records that are about the same person. From the kinds of the fields it chooses which records to compare
 * and how, learns from the records what agreement is worth, and links at the stated precision. The answer does not
 * depend on the order of the records.
 *
 * Throws a RangeError when two records have one id, when more than twelve fields are named or when `precision` is not
 * between 0.5 and 1.
 */
export function linkRecords(given: readonly LinkRecord[], options: LinkOptions): Result {
  const { precision = 0.99, pairsFrom = 0.5 } = options;
  if (!(precision >= 0.5 && precision < 1))
    throw new RangeError('The precision must be at least 0.5 and less than 1.');
  const table = readTable(given, options.fields);
  const allowed = allowedPairs(table, options);
  const rules = chooseRules(table.columns);
  const candidates = findCandidates(table, rules, allowed.test);
  const guard = guardOf(table.columns);
  const learning = learn(table, rules, candidates, guard, allowed);
  const { learnt, weights, probabilities, heldBy } = learning;

  const { threshold, expected } = chooseThreshold(learning, precision);
  const ties: Tie[] = [];
  for (let p = 0; p < weights.length; p++) {
    if (heldBy(p) !== null || (probabilities[p] ?? 0) < threshold) continue;
    ties.push({ left: candidates.left[p] ?? 0, right: candidates.right[p] ?? 0, weight: weights[p] ?? 0 });
  }
  const refusals = new Map<number, string>();
  const size = table.records.length;
  const apart = keptApart(table, guard, allowed.decided, options.neverDuplicates ?? []);
  const groups = cluster(size, ties, apart, (tie, why) => refusals.set(tie.left * size + tie.right, why));

  const groupOf = new Int32Array(size);
  groups.forEach((members, g) => {
    for (const record of members) groupOf[record] = g;
  });
  const id = (record: number) => table.records[record]?.id ?? '';
  const pairs: Pair[] = [];
  for (let p = 0; p < weights.length; p++) {
    const probability = probabilities[p] ?? 0;
    if (probability < pairsFrom) continue;
    const [left, right] = [candidates.left[p] ?? 0, candidates.right[p] ?? 0];
    const levels = learning.explain(p);
    const together = groupOf[left] === groupOf[right];
    const held = heldBy(p) ?? (together ? null : (refusals.get(left * size + right) ?? null));
    pairs.push({
      left: id(left),
      right: id(right),
      weight: levels.reduce((sum, { weight }) => sum + weight, 0),
      probability,
      levels,
      linked: together && heldBy(p) === null && probability >= threshold,
      held,
    });
  }
  const model: Model = {
    records: size,
    people: learning.people,
    prior: learnt.prior,
    threshold,
    expectedPrecision: expected,
    fields: table.columns.map(({ field, kind, levels }, f) => ({
      field,
      kind,
      levels: levels.map(({ name }, l) => {
        const m = learnt.m[f]?.[l] ?? 0;
        const u = learnt.u[f]?.[l] ?? 0;
        return { level: name, m, u, weight: Math.log2(m / u) };
      }),
    })),
    rules: candidates.found,
  };
  const inOrder = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const clusters = groups
    .map((members) => members.map(id).sort())
    .sort((a, b) => inOrder(a[0] ?? '', b[0] ?? ''));
  return { pairs, clusters, model };
}

/** Which pairs may be compared at all, and how many those are. */
function allowedPairs(table: Table, { mode, neverDuplicates = [], keepApart = [] }: LinkOptions) {
  const { sources, records } = table;
  const number = new Map(records.map(({ id }, i) => [id, i]));
  const apart = new Set<number>();
  for (const [one, two] of keepApart) {
    const [i, j] = [number.get(one), number.get(two)];
    if (i !== undefined && j !== undefined) apart.add(Math.min(i, j) * records.length + Math.max(i, j));
  }
  const decided = (i: number, j: number) =>
    apart.size > 0 && apart.has(Math.min(i, j) * records.length + Math.max(i, j));
  const never = new Set(neverDuplicates);
  const closed = Uint8Array.from(records, ({ source }) => (mode === 'link' || never.has(source) ? 1 : 0));
  const sizes = new Map<number, number>();
  let count = (records.length * (records.length - 1)) / 2;
  sources.forEach((source, i) => {
    const before = sizes.get(source) ?? 0;
    if (closed[i] === 1) count -= before;
    sizes.set(source, before + 1);
  });
  const test = (i: number, j: number) => (closed[i] === 0 || sources[i] !== sources[j]) && !decided(i, j);
  return { test, decided, count };
}

/** No pair less probable than this is linked, however sure the others are: the mean would hide it. */
const LEAST = 0.95;

/** The lowest probability from which the pairs above are expected to be right often enough, and how often that is. */
export function chooseThreshold(
  { probabilities, heldBy }: Pick<Learning, 'probabilities' | 'heldBy'>,
  precision: number,
): { threshold: number; expected: number } {
  const least = Math.min(LEAST, precision);
  const open = probabilities
    .filter((probability, p) => probability >= least && heldBy(p) === null)
    .sort()
    .reverse();
  let sum = 0;
  let chosen = { threshold: precision, expected: 1 };
  open.forEach((probability, k) => {
    sum += probability;
    const expected = sum / (k + 1);
    if (expected >= precision) chosen = { threshold: Math.min(probability, precision), expected };
  });
  return chosen;
}
