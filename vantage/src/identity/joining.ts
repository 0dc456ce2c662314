import type { Pair } from '@vantage/linkage';
import type { AgencyNumber, Reason } from './model.ts';

/** Why a number belongs with a person's other numbers, and the key of the one to which it is joined; none when alone. */
export type Joining = { to: string | null; weight: number | null; readonly reasons: Reason[] };

/** The joining of a number that is the person's only one. */
export const without: Joining = {
  to: null,
  weight: null,
  reasons: [{ field: 'number', level: 'alone', words: 'Only this agency’s number so far', weight: 0 }],
};

/**
 * For each number, the pair that joins it most strongly to another of the same person; where no pair does so by itself,
 * what somebody decided.
 */
export function joiningsOf(
  pairs: readonly Pair[],
  clusters: readonly (readonly string[])[],
  together: readonly (readonly [string, string])[],
  numbers: ReadonlyMap<string, AgencyNumber>,
): Map<string, Joining> {
  const best = new Map<string, { pair: Pair; to: string }>();
  for (const pair of pairs) {
    if (!pair.linked) continue;
    for (const [key, to] of bothWays(pair.left, pair.right)) {
      if (pair.weight > (best.get(key)?.pair.weight ?? Number.NEGATIVE_INFINITY)) best.set(key, { pair, to });
    }
  }
  const heading = (level: string, to: string, words: string): Reason => {
    const { agency = '', localId = '' } = numbers.get(to) ?? {};
    const number = { agency, localId };
    return { field: 'number', level, words: `${words} ${localId} of ${agency}`, weight: 0, number };
  };
  const joinings = new Map<string, Joining>();
  for (const [key, { pair, to }] of best) {
    joinings.set(key, {
      to,
      weight: pair.weight,
      get reasons() {
        const terms: Reason[] = pair.levels.filter(({ level }) => level !== 'missing');
        terms.sort((a, b) => b.weight - a.weight);
        return [heading('joined', to, 'Joined to number'), ...terms];
      },
    });
  }
  const cluster = new Map(clusters.flatMap((keys, c) => keys.map((key) => [key, c] as const)));
  for (const [key, to] of together.flatMap(([one, other]) => bothWays(one, other))) {
    const isOne = cluster.has(key) && cluster.get(key) === cluster.get(to);
    if (!isOne || joinings.has(key)) continue;
    joinings.set(key, {
      to,
      weight: null,
      reasons: [heading('decided', to, 'Somebody decided that this is the same person as number')],
    });
  }
  return joinings;
}

const bothWays = (one: string, other: string): [string, string][] => [
  [one, other],
  [other, one],
];
