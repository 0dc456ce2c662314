import { expect, test } from 'vitest';
import { arrangeFields, type FieldChoice, levelOf } from './fields.ts';
import { knownOf, learn } from './learn.ts';
import { agreed, gainsaid } from './model.ts';
import type { Patterns } from './patterns.ts';
import { random } from './random.ts';
import { sharesOfRelatives } from './relatives.ts';
import type { Rule } from './rules.ts';

const choices: FieldChoice[] = [
  { name: 'given', kind: 'given-name', column: 'given' },
  { name: 'surname', kind: 'surname', column: 'surname' },
  { name: 'born', kind: 'date', column: 'born' },
  { name: 'postcode', kind: 'postcode', column: 'postcode' },
  { name: 'street', kind: 'street', column: 'street' },
];
const agreement = [0.01, 0.001, 0.0001, 0.0002, 0.0004];
const fields = arrangeFields(choices, agreement);
const code = (f: number, level: string) => levelOf(fields[f]?.comparison ?? { levels: [] }, level) + 1;
const last = (f: number) => fields[f]?.comparison.levels.length ?? 0;

/** Counts equal rows of codes; the last number of a row is the rules that found it. */
function counted(rows: readonly (readonly number[])[]): Patterns {
  const seen = new Map<string, number>();
  for (const row of rows) seen.set(row.join(' '), (seen.get(row.join(' ')) ?? 0) + 1);
  const distinct = [...seen.keys()].map((key) => key.split(' ').map(Number));
  return {
    width: fields.length,
    codes: Uint8Array.from(distinct.flatMap((row) => row.slice(0, fields.length))),
    rules: Int32Array.from(distinct, (row) => row[fields.length] ?? 0),
    counts: Float64Array.from(seen.values()),
  };
}

test('what somebody who moved does to postcode and street is learnt as one thing, without labels', () => {
  const next = random(11);
  const levels = (...same: boolean[]) => same.map((equal, f) => (equal ? 1 : last(f)));
  const stranger = (born: boolean) => {
    const near = next() < 0.002;
    return levels(next() < 0.01, next() < 0.001, born, near, near && next() < 0.9);
  };
  const one = () => {
    const moved = next() < 0.2;
    return levels(next() < 0.95, next() < 0.94, true, !moved, !moved && next() < 0.97);
  };
  const found = counted([
    ...Array.from({ length: 4000 }, () => [...one(), 1]),
    ...Array.from({ length: 6000 }, () => [...stranger(true), 1]),
  ]);
  const drawn = counted(Array.from({ length: 20_000 }, () => [...stranger(false), 0]));
  const rules: Rule[] = [{ name: 'born', parts: [{ field: 2, feature: 'text' }], leftOut: [] }];
  const known = agreement.map((chance) => knownOf(10_000, chance, [], chance));
  const learnt = learn(fields, rules, found, drawn, counted([]), known, () => null, 5e7);
  const m = (f: number, said: 0 | 1 | 2) => learnt.fields[f]?.m[said][0] ?? 0;
  expect(m(0, 0)).toBeCloseTo(0.95, 1);
  expect(m(3, 0)).toBeGreaterThan(0.78);
  expect(m(3, 0)).toBeLessThan(0.82);
  expect(m(4, agreed)).toBeGreaterThan(0.96);
  expect(m(4, gainsaid)).toBeLessThan(0.02);
  expect(learnt.prior * 5e7).toBeGreaterThan(3800);
  expect(learnt.prior * 5e7).toBeLessThan(4100);
});

test('what records of one person leave out more often tells for one person, and never what they leave out less often', () => {
  const next = random(5);
  /** Postcode and street are left out by those shares of pairs; what is stated agrees for one person and differs otherwise. */
  const pair = (same: boolean, postcode: number, street: number) => {
    const level = (f: number, left: number) => (next() < left ? 0 : same ? 1 : last(f));
    return [same ? 1 : last(0), same ? 1 : last(1), 1, level(3, postcode), level(4, street)];
  };
  const learntOf = (one: [number, number], others: [number, number]) => {
    const found = counted([
      ...Array.from({ length: 4000 }, () => [...pair(true, ...one), 1]),
      ...Array.from({ length: 6000 }, () => [...pair(false, ...others), 1]),
    ]);
    const drawn = counted(Array.from({ length: 20_000 }, () => [...pair(false, ...others), 0]));
    const rules: Rule[] = [{ name: 'born', parts: [{ field: 2, feature: 'text' }], leftOut: [] }];
    const known = agreement.map((chance) => knownOf(10_000, chance, [], chance));
    return learn(fields, rules, found, drawn, counted([]), known, () => null, 5e7).fields.map(
      ({ omission }) => omission,
    );
  };
  const close = (found: readonly number[], expected: number) => {
    for (const bits of found) expect(Math.abs(bits - expected)).toBeLessThan(0.1);
  };
  // The postcode left out by 3 in 10 of one person and 1 in 10 of others: log2(0.3 / 0.1) bits for, log2(0.7 / 0.9) against.
  // The street is left out alike, with the postcode and without.
  const [, , , postcode, street] = learntOf([0.3, 0.2], [0.1, 0.2]);
  close([postcode?.[1] ?? 0], 1.585);
  close([postcode?.[0] ?? 0], -0.363);
  close(street ?? [9], 0);
  // Left out 10 times as often: two bits at most, and what is stated as if it were 4 times, log2(0.84 / 0.96).
  const [, , , much] = learntOf([0.4, 0], [0.04, 0]);
  expect(much?.[1]).toBe(2);
  close([much?.[0] ?? 0], -0.193);
  // Left out by fewer of one person.
  const [, , , less] = learntOf([0.1, 0], [0.3, 0]);
  expect(less).toEqual([0, 0, 0, 0]);
});

test('twins and namesakes are counted among relatives, and never taken to be more than is assumed', () => {
  const homeOf = (given: number, born: number) => [given, 1, born, 1, 1, -1];
  const [unlike, generation, other] = [last(0), code(2, 'a generation apart'), code(2, 'different')];
  const of = (twins: number, namesakes: number) =>
    sharesOfRelatives(
      fields,
      counted([
        ...Array.from({ length: twins }, () => homeOf(unlike, 1)),
        ...Array.from({ length: 950 - twins }, () => homeOf(unlike, other)),
        ...Array.from({ length: namesakes }, () => homeOf(1, generation)),
        ...Array.from({ length: 1950 - namesakes }, () => homeOf(unlike, generation)),
      ]),
      [0.001, 0, 0, 0, 0],
    );
  // 1 twin assumed in 50: (9 + 1) of (950 + 1950 − 11 + 50) siblings; (11 + 1) of (1950 + 50) less 1 in 1000 by chance.
  const [given, surname, born, , street] = of(9, 11);
  expect(born?.[0]).toBeCloseTo(10 / 2939, 9);
  expect(given?.[0]).toBeCloseTo(12 / 2000 - 0.001, 9);
  expect(surname).toEqual([0.9, 0.9, 0.9]);
  expect(street).toEqual([0.9, 0.9, 0.5]);
  const [manyNamesakes, , manyTwins] = of(400, 300);
  expect([manyNamesakes?.[0], manyTwins?.[0]]).toEqual([0.02, 0.02]);
  const [few, , nobody] = sharesOfRelatives(fields, counted([]), [0, 0, 0, 0, 0]);
  expect([few?.[0], nobody?.[0]]).toEqual([0.02, 0.02]);
});
