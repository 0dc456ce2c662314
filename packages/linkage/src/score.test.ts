import { expect, test } from 'vitest';
import { readTable } from './columns.ts';
import { frequency } from './estimate.ts';
import { type Learnt, probabilityOf, scorer } from './score.ts';

/*
 * Worked on paper. Two records: the same surname, which 3 of 4,120 people hold; birth dates one digit off; different
 * sex; the given name missing on one side.
 *
 *   surname     share of people, drawn to the assumed 0.003 by 50 people: (3 + 50 x 0.003) / (4120 + 50)
 *               = 3.15 / 4170 = 0.000755396;   log2(0.85 / 0.000755396) = log2(1125.238) = 10.13602
 *   birth date  log2(0.04 / 0.002) = log2(20)                                            =  4.32193
 *   sex         log2(0.02 / 0.5)   = log2(0.04)                                          = -4.64386
 *   given name  missing                                                                  =  0
 *   weight                                                                               =  9.81409
 *   prior one in a thousand: log2(1 / 999) = -9.96434;  -9.96434 + 9.81409 = -0.15025
 *   probability 1 / (1 + 2^0.15025) = 1 / (1 + 1.10976) = 0.47399
 */
const table = readTable(
  [
    {
      id: '1',
      source: 'a',
      fields: { surname: 'Hart', birth_date: '2011-05-06', sex: 'f', given_name: 'Ada' },
    },
    { id: '2', source: 'b', fields: { surname: 'HART', birth_date: '2012-05-06', sex: 'm' } },
  ],
  { birth_date: 'date', given_name: 'given-name', sex: 'sex', surname: 'surname' },
);
const learnt: Learnt = {
  m: table.columns.map(({ levels }) => levels.map(({ m }) => m)),
  u: table.columns.map(({ levels }) => levels.map(({ u }) => u)),
  frequencies: table.columns.map(({ values }) => ({
    held: new Float64Array(values.length).fill(3),
    people: 4120,
  })),
  usual: table.columns.map(({ levels }) => levels.map(() => 0)),
  prior: 0.001,
};

test('weights and probability as worked by hand', () => {
  const levels = new Int8Array(4);
  table.compare(0, 1, levels);
  const explained = scorer(table, learnt).explain(levels, 0, 1);
  expect(explained.map(({ field, level }) => `${field}: ${level}`)).toEqual([
    'birth_date: one digit',
    'given_name: missing',
    'sex: different',
    'surname: exact',
  ]);
  const [date, given, sex, surname] = explained.map(({ weight }) => weight);
  expect(date).toBeCloseTo(4.32193, 5);
  expect(given).toBe(0);
  expect(sex).toBeCloseTo(-4.64386, 5);
  expect(surname).toBeCloseTo(10.13602, 4);
  const weight = scorer(table, learnt).weights(levels, 0, 1, new Float64Array(4));
  expect(weight).toBeCloseTo(9.81409, 4);
  expect(probabilityOf(weight, 0.001)).toBeCloseTo(0.47399, 4);
});

test('reasons are plain sentences', () => {
  const levels = new Int8Array(4);
  table.compare(0, 1, levels);
  expect(
    scorer(table, learnt)
      .explain(levels, 0, 1)
      .map(({ words }) => words),
  ).toEqual([
    'Birth date one digit off',
    'Given name is not stated on both sides',
    'Different sex',
    'Same surname (held by 3 of 4,120)',
  ]);
});

test('a weight of nought leaves the prior as it was, and certainty does not overflow', () => {
  expect(probabilityOf(0, 0.25)).toBeCloseTo(0.25, 12);
  expect(probabilityOf(2000, 0.25)).toBe(1);
  expect(probabilityOf(-2000, 0.25)).toBe(0);
});

test('a value nobody was seen to hold counts as held by one', () => {
  expect(frequency(0, 950, 0)).toBe(1 / 1000);
});

test('a near spelling weighs by the commoner of the two', () => {
  const near = readTable(
    [
      { id: '1', source: 'a', fields: { surname: 'Smithers' } },
      { id: '2', source: 'b', fields: { surname: 'Smitherz' } },
    ],
    { surname: 'surname' },
  );
  const weigh = (held: number) =>
    scorer(near, {
      ...learnt,
      m: [[0.85, 0.02, 0.06, 0.02, 0.05]],
      u: [[0.003, 0.0005, 0.002, 0.015, 0.98]],
      frequencies: [{ held: Float64Array.of(held, 1), people: 950 }],
      usual: [[0, 0, 0.01, 0, 0]],
    }).weights([2], 0, 1, new Float64Array(1));
  // 9.85 of 1,000 with the assumed 0.15: 10 in 1,000, which is the usual 0.01, so log2(0.06 / 0.002) = log2(30).
  expect(weigh(9.85)).toBeCloseTo(4.90689, 4);
  // Twice as common weighs one bit less.
  expect(weigh(19.85)).toBeCloseTo(3.90689, 4);
});
