import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Constraint, constraintsOf, type Verdict } from './model.ts';

const made = (decisionId: string, verdict: Verdict, numbers: string[], others: string[]): Constraint => ({
  decisionId,
  verdict,
  numbers,
  others,
});

describe('what decisions ask of a run', () => {
  test('each of the one is put with, or parted from, each of the others; not knowing asks nothing', () => {
    expect(
      constraintsOf([
        made('1', 'two', ['a', 'b'], ['c']),
        made('2', 'one', ['d'], ['e']),
        made('3', 'unsure', ['a'], ['d']),
      ]),
    ).toEqual({
      apart: [
        ['a', 'c'],
        ['b', 'c'],
      ],
      together: [['d', 'e']],
      contradicting: [],
    });
  });

  test('one that contradicts those before it, also through others, is not followed', () => {
    const [ab, bc, ac] = [
      made('ab', 'one', ['a'], ['b']),
      made('bc', 'one', ['b'], ['c']),
      made('ac', 'two', ['a'], ['c']),
    ];
    expect(constraintsOf([ab, bc, ac]).contradicting).toEqual(['ac']);
    expect(constraintsOf([ac, ab, bc])).toEqual({
      apart: [['a', 'c']],
      together: [['a', 'b']],
      contradicting: ['bc'],
    });
    expect(constraintsOf([ac, bc])).toMatchObject({ contradicting: [] });
  });

  test('what is followed never puts together what it parts, and nothing is left out without a contradiction', () => {
    const number = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const decision = fc
      .record({
        verdict: fc.constantFrom<Verdict>('one', 'two'),
        numbers: fc.uniqueArray(number, { minLength: 1, maxLength: 2 }),
        others: fc.uniqueArray(number, { minLength: 1, maxLength: 2 }),
      })
      .filter(({ numbers, others }) => !numbers.some((one) => others.includes(one)));
    fc.assert(
      fc.property(fc.array(decision, { maxLength: 8 }), (list) => {
        const all = list.map((one, at) => ({ ...one, decisionId: String(at) }));
        const { together, apart, contradicting } = constraintsOf(all);
        expect(apart.filter(([one, other]) => reaches(together, one, other))).toEqual([]);
        for (const id of contradicting) {
          const at = Number(id);
          const before = all.slice(0, at).filter((one) => !contradicting.includes(one.decisionId));
          const one = all[at];
          if (one === undefined) throw new Error('there is no such decision');
          const asked = constraintsOf(before);
          const pairs = one.numbers.flatMap((a) => one.others.map((b): [string, string] => [a, b]));
          const clash =
            one.verdict === 'two'
              ? pairs.some(([a, b]) => reaches(asked.together, a, b))
              : asked.apart.some(([a, b]) => reaches([...asked.together, ...pairs], a, b));
          expect(clash).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Whether there is a way from one to another: worked out by walking, unlike the code. */
function reaches(pairs: readonly (readonly [string, string])[], from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const at of seen)
    for (const [a, b] of pairs)
      if (a === at) seen.add(b);
      else if (b === at) seen.add(a);
  return seen.has(to);
}
