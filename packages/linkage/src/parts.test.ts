import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agglomerate, type Tie } from './agglomerate.ts';
import { assign } from './assign.ts';
import { random } from './random.ts';

const tie = (left: number, right: number, bits: number, more: Partial<Tie> = {}): Tie => ({
  left,
  right,
  bits,
  links: bits > 0,
  apart: false,
  decided: false,
  forms: false,
  ...more,
});

describe('clusters of one component', () => {
  test('two groups that hold together, with one bridge that the rest speaks against, stay two', () => {
    const inside = [tie(0, 1, 12), tie(0, 2, 12), tie(1, 2, 12), tie(3, 4, 12), tie(3, 5, 12), tie(4, 5, 12)];
    const across = [0, 1, 2].flatMap((l) => [3, 4, 5].map((r) => tie(l, r, l === 2 && r === 3 ? 3 : -15)));
    expect(agglomerate(6, [...inside, ...across])).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    expect(agglomerate(6, [...inside, tie(2, 3, 3)])).toEqual([[0, 1, 2, 3, 4, 5]]);
  });

  test('what must stay apart does, also through a third; what is decided holds against all else', () => {
    const ties = [tie(0, 1, 9), tie(1, 2, 8), tie(0, 2, 7, { apart: true, links: false })];
    expect(agglomerate(3, ties)).toEqual([[0, 1], [2]]);
    expect(agglomerate(2, [tie(0, 1, -30, { decided: true })])).toEqual([[0, 1]]);
    expect(agglomerate(3, ties, (one, other) => one.length + other.length > 1 && one.includes(0))).toEqual([
      [0],
      [1, 2],
    ]);
  });

  test('of two groups that must stay apart a record goes with the one that has the record most like it', () => {
    // Two sisters, twins, of two records each; one more of hers who has another record at an address of before.
    const twins = [tie(0, 1, 30), tie(2, 3, 40)];
    const apart = [0, 1].flatMap((l) => [2, 3].map((r) => tie(l, r, 5, { apart: true, links: false })));
    const more = [tie(0, 4, 19), tie(1, 4, 19), tie(2, 4, 24), tie(3, 4, 10)];
    expect(agglomerate(5, [...twins, ...apart, ...more])).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
  });

  test('beside twins whose names are forms of one another, a form of a name stands for no other', () => {
    // Amelia (0, 1) and Amy (2): one source has both. Another Amelia (3) is likest to Amy, by where they lived.
    const forms = { forms: true };
    const ties = [
      tie(0, 1, 12),
      tie(0, 3, 6),
      tie(1, 3, 6),
      tie(2, 3, 14, forms),
      tie(1, 2, 5, { ...forms, apart: true, links: false }),
      tie(0, 2, 5, forms),
    ];
    expect(agglomerate(4, ties)).toEqual([[0, 1, 3], [2]]);
    // Of nobody else is it told that there are two.
    expect(
      agglomerate(
        4,
        ties.map((one) => ({ ...one, apart: false })),
      ),
    ).toEqual([[0, 1, 2, 3]]);
  });

  test('the order of the ties does not matter', () => {
    const next = random(8);
    const ties = Array.from({ length: 8 }, (_, l) =>
      Array.from({ length: 7 - l }, (_empty, i) => tie(l, l + 1 + i, Math.round(next() * 24 - 10))),
    ).flat();
    const expected = agglomerate(8, ties).map(String).sort();
    fc.assert(
      fc.property(fc.shuffledSubarray(ties, { minLength: ties.length }), (shuffled) => {
        expect(agglomerate(8, shuffled).map(String).sort()).toEqual(expected);
      }),
    );
  });
});

describe('assignment', () => {
  /** The greatest sum of bits above −8 over all ways of pairing, by trying every one. */
  function best(weights: readonly (readonly number[])[], row = 0, used = 0): number {
    if (row === weights.length) return 0;
    let most = best(weights, row + 1, used);
    weights[row]?.forEach((bits, column) => {
      if ((used & (1 << column)) !== 0 || bits <= -8) return;
      most = Math.max(most, bits + 8 + best(weights, row + 1, used | (1 << column)));
    });
    return most;
  }

  test('is the best there is, and no record is in two pairs', () => {
    const weights = fc.array(fc.array(fc.integer({ min: -12, max: 20 }), { minLength: 5, maxLength: 5 }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(weights, (rows) => {
        const offers = rows.flatMap((row, l) => row.map((bits, r) => ({ left: l, right: 10 + r, bits })));
        const chosen = assign(offers, 20);
        const plain = chosen.map(({ left, right }) => rows[left]?.[right - 10] ?? 0);
        expect(plain.reduce((sum, bits) => sum + bits + 8, 0)).toBe(best(rows));
        expect(new Set(chosen.map(({ left }) => left)).size).toBe(chosen.length);
        expect(new Set(chosen.map(({ right }) => right)).size).toBe(chosen.length);
      }),
    );
  });

  test('gives up the best pair for two better ones, and doubts where another fits as well', () => {
    const offers = [
      { left: 0, right: 2, bits: 10 },
      { left: 0, right: 3, bits: 9 },
      { left: 1, right: 2, bits: 9 },
    ];
    const chosen = assign(offers, 4).map(({ left, right }) => [left, right]);
    expect(chosen.sort()).toEqual([
      [0, 3],
      [1, 2],
    ]);
    const [only] = assign([{ left: 0, right: 1, bits: 10 }], 2);
    expect(only?.bits).toBe(10);
    const [doubtful] = assign(
      [offers[0] ?? { left: 0, right: 2, bits: 10 }, { left: 1, right: 2, bits: 10 }],
      4,
    );
    expect(doubtful?.bits).toBeCloseTo(0, 2);
  });
});
