/** A pair of members, by number, with its log odds in bits. */
export type Tie = {
  left: number;
  right: number;
  bits: number;
  /** Strong enough to link by itself. */
  links: boolean;
  /** Must never share a cluster. */
  apart: boolean;
  /** Somebody decided that they are one. */
  decided: boolean;
  /** Born on one day, and one's given name is only a form of the other's. */
  forms: boolean;
};

/**
 * Bits beyond which a pair says no more. Records of one person that were each mistyped often look like strangers to each
 * other, so a pair that speaks against takes away a little of what a pair that speaks for gives.
 */
const mostFor = 12;
const mostAgainst = 0.5;

const clamp = (bits: number) => Math.max(-mostAgainst, Math.min(mostFor, bits));

type Side = { sum: number; pairs: number; best: number; apart: boolean; decided: boolean; links: boolean };

/**
 * Groups the members of one component. The groups with the strongest pair across them are joined first, of equals those
 * whose pairs speak for it most on average: a record of one of two twins goes with the one record that is most like it,
 * however many others of hers are less like it. Groups are joined only when a pair across them links by itself, none must
 * stay apart, and the pairs across them speak for it on the whole: one strong pair is no bridge between groups that
 * otherwise disagree. Where two who must stay apart have given names that are forms of one another, they are twins, and there
 * no form of a name stands for another. `refuses` may say more. Pairs that are not among `ties` say nothing either way. The answer does not
 * depend on the order of the ties.
 */
export function agglomerate(
  size: number,
  ties: readonly Tie[],
  refuses: (members: readonly number[], others: readonly number[]) => boolean = () => false,
): number[][] {
  const groups = new Map<number, number[]>(Array.from({ length: size }, (_, i) => [i, [i]]));
  const sides = new Map<number, Map<number, Side>>(Array.from({ length: size }, (_, i) => [i, new Map()]));
  const areTwins = ties.some(({ forms, apart }) => forms && apart);
  for (const { left, right, bits, decided, links, forms, ...tie } of ties) {
    const apart = tie.apart || (areTwins && forms);
    const side = { sum: clamp(bits), pairs: 1, best: bits, apart, decided, links: links && !apart };
    sides.get(left)?.set(right, side);
    sides.get(right)?.set(left, side);
  }
  const strongest = ({ best, decided }: Side) => (decided ? Number.POSITIVE_INFINITY : best);
  const onAverage = ({ sum, pairs }: Side) => sum / pairs;
  const open = ({ apart, links, decided, sum }: Side) => decided || (!apart && links && sum > 0);
  for (;;) {
    let [a, b] = [-1, -1];
    let chosen: Side | null = null;
    for (const [i, of] of sides) {
      for (const [j, side] of of) {
        if (j < i || !open(side)) continue;
        const better =
          chosen === null ||
          strongest(side) > strongest(chosen) ||
          (strongest(side) === strongest(chosen) &&
            (onAverage(side) > onAverage(chosen) ||
              (onAverage(side) === onAverage(chosen) && (i < a || (i === a && j < b)))));
        if (better) [a, b, chosen] = [i, j, side];
      }
    }
    if (chosen === null) return [...groups.values()].map((members) => members.sort((x, y) => x - y));
    const [members, others] = [groups.get(a) ?? [], groups.get(b) ?? []];
    if (!chosen.decided && refuses(members, others)) {
      chosen.apart = true;
      continue;
    }
    members.push(...others);
    groups.delete(b);
    const [kept, gone] = [sides.get(a), sides.get(b)];
    kept?.delete(b);
    gone?.delete(a);
    for (const [c, side] of gone ?? []) {
      const known = kept?.get(c);
      const joined: Side =
        known === undefined
          ? side
          : {
              sum: known.sum + side.sum,
              pairs: known.pairs + side.pairs,
              best: Math.max(known.best, side.best),
              apart: known.apart || side.apart,
              decided: known.decided || side.decided,
              links: known.links || side.links,
            };
      kept?.set(c, joined);
      sides.get(c)?.delete(b);
      sides.get(c)?.set(a, joined);
    }
    sides.delete(b);
  }
}
