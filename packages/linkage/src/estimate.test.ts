import { expect, test } from 'vitest';
import { readTable } from './columns.ts';
import {
  countPeople,
  expectationMaximisation,
  learnU,
  type Pattern,
  patternNumber,
  random,
  samplePairs,
} from './estimate.ts';

const pick = (chances: readonly number[], at: number) => {
  let sum = 0;
  return chances.findIndex((chance) => {
    sum += chance;
    return at < sum;
  });
};

test('expectation–maximisation recovers the chances that made the pairs', () => {
  const m = [
    [0.9, 0.07, 0.03],
    [0.8, 0.2],
    [0.7, 0.1, 0.2],
    [0.95, 0.05],
  ];
  const u = [
    [0.02, 0.03, 0.95],
    [0.1, 0.9],
    [0.05, 0.05, 0.9],
    [0.3, 0.7],
  ];
  const next = random(7);
  const patterns = new Map<number, Pattern>();
  for (let pair = 0; pair < 40_000; pair++) {
    const from = next() < 0.15 ? m : u;
    const levels = from.map((chances) => (next() < 0.1 ? -1 : pick(chances, next())));
    const number = patternNumber(levels);
    const pattern = patterns.get(number);
    patterns.set(number, { levels, count: (pattern?.count ?? 0) + 1 });
  }
  const start = m.map((chances) => chances.map(() => 1 / chances.length));
  const { share, counts } = expectationMaximisation([...patterns.values()], [0, 1, 2, 3], start, u);
  expect(share).toBeCloseTo(0.15, 1.5);
  counts.forEach((of, f) => {
    const total = of.reduce((sum, count) => sum + count, 0);
    for (const [l, count] of of.entries())
      expect(Math.abs(count / total - (m[f]?.[l] ?? 0))).toBeLessThan(0.02);
  });
});

test('a field that a rule uses takes no part in training, and held patterns are no matches', () => {
  const patterns: Pattern[] = [
    { levels: [0, 0], count: 50 },
    { levels: [0, 1], count: 950 },
    { levels: [1, 0], count: 500, held: true },
  ];
  const even = [
    [0.5, 0.5],
    [0.9, 0.1],
  ];
  const { counts } = expectationMaximisation(patterns, [1], even, [
    [0.5, 0.5],
    [0.01, 0.99],
  ]);
  expect(counts[0]).toEqual([0, 0]);
  expect(counts[1]?.[0]).toBeLessThanOrEqual(50);
});

test('u of an exact level follows from how often values are held', () => {
  // 1,000 people over 20 given names evenly: two different people share one with chance 49/999 = 0.04905.
  const names = Array.from({ length: 20 }, (_, i) => 'bcdfghjklmnpqrstvwyz'[i]?.repeat(3 + (i % 3)) ?? '');
  const table = readTable(
    Array.from({ length: 1000 }, (_, i) => ({
      id: `${i}`,
      source: 'a',
      fields: { name: names[i % 20] ?? '' },
    })),
    { name: 'given-name' },
  );
  const column = table.columns[0];
  if (column === undefined) throw new Error('no column');
  const frequencies = countPeople(column, new Float64Array(1000).fill(1));
  const u = learnU(column, frequencies, Float64Array.of(4905, 0, 0, 0, 0, 0, 95_095));
  expect(u[0]).toBeCloseTo(0.04905, 3);
  expect(u[6]).toBeCloseTo(0.95095, 2);
  // Counted as one person each, the records of a person do not make their name common.
  expect(countPeople(column, new Float64Array(1000).fill(0.5)).people).toBe(500);
});

test('the same pairs are drawn each time, and none twice the same record', () => {
  const one = samplePairs(5000, 2000, () => true);
  const two = samplePairs(5000, 2000, () => true);
  expect(one).toEqual(two);
  expect(one.left).toHaveLength(2000);
  expect(one.left.every((left, p) => left < (one.right[p] ?? 0))).toBe(true);
  expect(samplePairs(5, 100, (i, j) => i + j !== 3).left).toHaveLength(8);
});
