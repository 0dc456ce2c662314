import { describe, expect, it } from 'vitest';
import { day } from './days.ts';
import { random } from './random.ts';
import { dealer, spanOf } from './town.ts';

/** How many of the cases of 200 small areas, none to four in each, come to something that two in five have. */
function dealtOver(seed: string): { cases: number; come: number } {
  const chance = random(seed);
  let [cases, come] = [0, 0];
  for (let area = 1; area <= 200; area++) {
    const { dealFew } = dealer(chance, { seed, area });
    for (
      let left = chance.weighted([0, 1, 2, 3, 4].map((n) => [n, [33, 37, 20, 8, 2][n] ?? 0]));
      left > 0;
      left--
    ) {
      cases += 1;
      if (dealFew('something', 0.4)) come += 1;
    }
  }
  return { cases, come };
}

describe('what is dealt', () => {
  it('to the few cases of each small area comes out over all, about twice as near as by chance', () => {
    const errors = Array.from({ length: 60 }, (_, i) => {
      const { cases, come } = dealtOver(`seed ${i}`);
      return (come - 0.4 * cases) / Math.sqrt(0.4 * 0.6 * cases);
    });
    const spread = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
    expect(spread).toBeLessThan(0.65);
  });

  it('in one small area comes as often as its share says, give or take one', () => {
    for (const area of [1, 2, 3]) {
      const { dealFew } = dealer(random('a'), { seed: 'a', area });
      const come = Array.from({ length: 1000 }, () => dealFew('x', 0.037)).filter(Boolean).length;
      expect(Math.abs(come - 37)).toBeLessThanOrEqual(1);
    }
  });
});

it('spans are of three years, the last to 31 March 2026', () => {
  expect(
    ['2023-03-31', '2023-04-01', '2026-03-31', '2026-04-01'].map((on) => Math.abs(spanOf(day(on)))),
  ).toEqual([1, 0, 0, 1]);
});
