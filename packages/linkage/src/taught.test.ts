import { expect, test } from 'vitest';
import { linkRecords } from './index.ts';
import { random } from './random.ts';
import { priorBits } from './score.ts';
import { shifted, shiftOf } from './taught.ts';

const said = (bits: number, one: number, other: number) => [
  ...Array.from({ length: one }, () => ({ bits, onePerson: true })),
  ...Array.from({ length: other }, () => ({ bits, onePerson: false })),
];

test('odds move to what people answer, the further the more they answered; certain pairs teach nothing', () => {
  expect(shiftOf([])).toBeCloseTo(0, 9);
  expect(shiftOf(said(0, 50, 50))).toBeCloseTo(0, 9);
  // 4 of 5 said of even odds: odds of 4, 2 bits, when answers are many.
  expect(shiftOf(said(0, 8000, 2000))).toBeCloseTo(2, 2);
  const few = shiftOf(said(0, 4, 1));
  expect(few).toBeGreaterThan(0.5);
  expect(few).toBeLessThan(1.6);
  expect(shiftOf(said(0, 2, 8))).toBeCloseTo(-shiftOf(said(0, 8, 2)), 9);
  expect(Math.abs(shiftOf(said(40, 100, 0)))).toBeLessThan(1e-6);
  const model = { prior: 0.0003, relatives: 0.01 };
  expect(priorBits({ ...model, prior: shifted(model, 3) })).toBeCloseTo(priorBits(model) + 3, 9);
});

test('decisions move the chances of pairs that nobody decided, and only where they may', async () => {
  const next = random(4);
  const of = (list: readonly string[]) => list[Math.floor(next() * list.length)] ?? '';
  const people = Array.from({ length: 120 }, () => ({
    given: of(['Ada', 'Bella', 'Callum', 'Dylan', 'Evie', 'Finn', 'Grace', 'Hugo']),
    surname: of(['Wex', 'Lam', 'Cor', 'Pel', 'Har', 'Fen']) + of(['by', 'ley', 'ton', 'man']),
    born: `${1990 + Math.floor(next() * 20)}`,
  }));
  const records = people.flatMap((fields, i) => [
    { id: `a${i}`, source: 'a', fields },
    { id: `b${i}`, source: 'b', fields: next() < 0.3 ? { ...fields, surname: '' } : fields },
  ]);
  const options = {
    fields: { given: 'given-name', surname: 'surname', born: 'year' },
    mode: 'dedupe',
    pairsFrom: 0.001,
  } as const;
  const before = await linkRecords(records, options);
  const doubtful = before.pairs.filter(({ probability }) => probability > 0.02 && probability < 0.98);
  expect(doubtful.length).toBeGreaterThan(20);
  const keepApart = doubtful.slice(0, 20).map(({ left, right }) => [left, right] as const);
  const silent = await linkRecords(records, { ...options, keepApart });
  const taught = await linkRecords(records, { ...options, keepApart, decisionsTeach: true });
  const chance = (pairs: typeof before.pairs) =>
    new Map(pairs.map(({ left, right, probability }) => [`${left} ${right}`, probability]));
  const [unmoved, moved] = [chance(silent.pairs), chance(taught.pairs)];
  const both = [...moved.keys()].filter((key) => unmoved.has(key));
  expect(both.length).toBeGreaterThan(100);
  for (const key of both) expect(moved.get(key)).toBeLessThan(unmoved.get(key) ?? 0);
});
