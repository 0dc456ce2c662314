import { describe, expect, it } from 'vitest';
import { makeGeography } from './geography.ts';
import { dealt, dealtDays, luckOf, paths, quota } from './schedule.ts';

const geography = makeGeography(200);
const counted = (year: number, seed = 'a') =>
  geography.areas.map((area) => quota(geography, area, { kind: 'need', year, seed, children: 300 }));

const numbersOf = (year: number) =>
  counted(year).flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i));

describe('a year’s quota', () => {
  it('adds up to the rate over all areas, whatever the seed', () => {
    for (const seed of ['a', 'b', 'c'])
      for (const year of [0, 7, 17]) {
        const all = counted(year, seed).reduce((sum, { count }) => sum + count, 0);
        expect(Math.abs(all - paths.need * 6)).toBeLessThanOrEqual(1);
      }
  });

  it('leaves what is over to the next: three years on end have three times the rate, give or take one', () => {
    const all = (year: number) =>
      geography.areas.reduce(
        (sum, area) =>
          sum + quota(geography, area, { kind: 'long-plan', year, seed: 'a', children: 300 }).count,
        0,
      );
    for (let year = 0; year < 16; year++)
      expect(Math.abs(all(year) + all(year + 1) + all(year + 2) - paths['long-plan'] * 18)).toBeLessThan(1);
  });

  it('numbers the cases of the place one after another, none twice', () => {
    const numbers = numbersOf(3);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, i) => (numbers[0] ?? 0) + i));
    expect(new Set([...numbers, ...numbersOf(4)]).size).toBe(numbers.length + numbersOf(4).length);
  });

  it('gives the most deprived tenth about three and a half times what the least has', () => {
    const of = (decile: number) =>
      geography.areas.reduce(
        (sum, area, i) => sum + (area.decile === decile ? (counted(5)[i]?.count ?? 0) : 0),
        0,
      );
    expect(of(1) / of(10)).toBeGreaterThan(3);
    expect(of(1) / of(10)).toBeLessThan(4.2);
  });
});

it('two questions are dealt evenly together: of 400 cases, a quarter of a quarter has 25, give or take four', () => {
  let both = 0;
  for (let i = 0; i < 400; i++) {
    const luck = luckOf('seed', 'care', i);
    if (luck('length') < 0.25 && luck('placement') < 0.25) both += 1;
  }
  expect(Math.abs(both - 25)).toBeLessThanOrEqual(4);
});

it('luck is dealt evenly: of 300 cases in a row, every tenth of the range has 30, give or take three', () => {
  for (const question of ['length', 'placement', 'steady'] as const) {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 300; i++) {
      const tenth = Math.floor(luckOf('seed', 'care', i)(question) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const cases of tenths) expect(Math.abs(cases - 30)).toBeLessThanOrEqual(3);
  }
});

it('an option is as wide as its weight', () => {
  const options = [
    ['a', 1],
    ['b', 3],
  ] as const;
  expect([0, 0.2499, 0.25, 0.999].map((share) => dealt(options, share))).toEqual(['a', 'a', 'b', 'b']);
  const spans = [
    [10, 20, 1],
    [100, 200, 1],
  ] as const;
  expect([0, 0.25, 0.5, 0.75].map((share) => dealtDays(spans, share))).toEqual([10, 15, 100, 150]);
});
