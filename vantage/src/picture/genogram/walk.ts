/** Where the arrow keys lead from each person: up to a parent, down to a child, sideways along the row. */
import type { Placed, PlacedBond } from './placing.ts';

export type Ways = { up?: number; down?: number; left?: number; right?: number };

/** Ways from each node that is somebody, by its key. Nobody is cut off: where no relative is, the nearest of the next row is. */
export function waysOf(people: readonly Placed[], bonds: readonly PlacedBond[]): Map<number, Ways> {
  const rows = [...Map.groupBy(people, ({ node }) => node.row)].sort(([a], [b]) => a - b);
  const ways = new Map<number, Ways>(people.map(({ node }) => [node.key, {}]));
  const ends = relatives(bonds);
  const nearest = (to: readonly Placed[], x: number, among: ReadonlySet<number> | undefined) => {
    const choice = among === undefined ? [] : to.filter(({ node }) => among.has(node.key));
    return [...(choice.length > 0 ? choice : to)].sort((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x))[0]
      ?.node.key;
  };
  rows.forEach(([, own], at) => {
    const sorted = [...own].sort((a, b) => a.x - b.x);
    sorted.forEach(({ node, x }, n) => {
      const [left, right] = [sorted[n - 1]?.node.key, sorted[n + 1]?.node.key];
      const up = nearest(rows[at - 1]?.[1] ?? [], x, ends.get(node.key)?.parents);
      const down = nearest(rows[at + 1]?.[1] ?? [], x, ends.get(node.key)?.children);
      ways.set(node.key, {
        ...(left !== undefined && { left }),
        ...(right !== undefined && { right }),
        ...(up !== undefined && { up }),
        ...(down !== undefined && { down }),
      });
    });
  });
  return ways;
}

function relatives(
  bonds: readonly PlacedBond[],
): Map<number, { parents: Set<number>; children: Set<number> }> {
  const found = new Map<number, { parents: Set<number>; children: Set<number> }>();
  const of = (key: number) => {
    const known = found.get(key) ?? { parents: new Set<number>(), children: new Set<number>() };
    found.set(key, known);
    return known;
  };
  for (const { union, child } of bonds)
    for (const parent of union.members) {
      of(child.node).parents.add(parent);
      of(parent).children.add(child.node);
    }
  return found;
}
