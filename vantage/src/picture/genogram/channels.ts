/** The lines between two rows: which comes down where, and which bar of brothers and sisters stands above which. */
import type { Graph, Union } from './generations.ts';
import type { Item } from './routing.ts';

/** An item of a row with its place and the room that it needs to its left and right. */
export type Sized = Item & { x: number; before: number; after: number };

/** How a line from a union to a child, or to twins, is called. */
export const sideKey = (union: number, children: readonly number[]) => `${union} ${children.join(' ')}`;

/** The lines that come down from a union's bar: one to each child, one for all twins of a birth. */
function feetOf(graph: Graph, { children }: Union, places: ReadonlyMap<number, unknown>): number[][] {
  const shown = children.map(({ node }) => node).filter((node) => places.has(node));
  const twins = graph.twins.filter((ids) => ids.every((id) => shown.includes(id)));
  const single = shown.filter((node) => !twins.some((ids) => ids.includes(node)));
  return [...single.map((node) => [node]), ...twins];
}

/** How far from the middle of a symbol each of several lines comes down to it: in the order of where they come from. */
export function asides(graph: Graph, comesFrom: ReadonlyMap<number, number>): Map<string, number> {
  const coming = Map.groupBy(
    graph.unions.flatMap(({ key, children }) => children.map(({ node }) => ({ union: key, node }))),
    ({ node }) => node,
  );
  return new Map(
    [...coming].flatMap(([node, own]) => {
      const from = ({ union }: { union: number }) => comesFrom.get(union) ?? 0;
      const sorted = own.length === 1 ? own : [...own].sort((a, b) => from(a) - from(b) || a.union - b.union);
      return sorted.map(({ union }, n) => [sideKey(union, [node]), (n - (own.length - 1) / 2) * 9] as const);
    }),
  );
}

type Channel = {
  row: number;
  /** Where what hangs from each union goes down. */
  dropOf: Map<number, number>;
  /** How far from the middle of a symbol a line comes down to it; a foot that would stand on another's drop is moved here. */
  aside: Map<string, number>;
  items: readonly Sized[];
  places: ReadonlyMap<number, number>;
};

type Tracks = { track: Map<number, number>; count: number };
export const noTracks: Tracks = { track: new Map(), count: 0 };

/** Which bar of the brothers and sisters of a row stands above which, so that lines cross least. */
export function channelOf(graph: Graph, { row, dropOf, aside, items, places }: Channel): Tracks {
  const bars = graph.unions.flatMap((union) => {
    if (union.row !== row - 1) return [];
    const nodes = feetOf(graph, union, places);
    const feet = nodes.map((own) => {
      const middle = own.reduce((sum, node) => sum + (items[places.get(node) ?? -1]?.x ?? 0), 0) / own.length;
      return middle + (aside.get(sideKey(union.key, own)) ?? 0);
    });
    if (feet.length === 0) return [];
    const drop = union.members.length === 0 ? undefined : dropOf.get(union.key);
    const ends = drop === undefined ? feet : [...feet, drop];
    return [{ union: union.key, drop, nodes, feet, from: Math.min(...ends), to: Math.max(...ends) }];
  });
  type Bar = (typeof bars)[number];
  const within = (x: number, bar: Bar) => x > bar.from - 5 && x < bar.to + 5;
  const cost = (upper: Bar, lower: Bar) =>
    upper.feet.filter((x) => within(x, lower)).length +
    (lower.drop !== undefined && within(lower.drop, upper) ? 1 : 0) +
    (lower.drop !== undefined ? upper.feet.filter((x) => Math.abs(x - (lower.drop ?? 0)) < 5).length * 9 : 0);
  const left = [...bars];
  const sorted: Bar[] = [];
  while (left.length > 0) {
    const price = (bar: Bar) =>
      left.reduce((sum, other) => (other === bar ? sum : sum + cost(bar, other) - cost(other, bar)), 0);
    const next = left.reduce((best, bar) => (price(bar) < price(best) ? bar : best));
    left.splice(left.indexOf(next), 1);
    sorted.push(next);
  }
  for (const bar of bars) {
    const others = bars.filter((other) => other !== bar);
    const taken = others.flatMap(({ drop, feet }) => (drop === undefined ? feet : [drop, ...feet]));
    const isFree = (x: number) => taken.every((other) => Math.abs(other - x) >= 4);
    for (const [n, own] of bar.nodes.entries()) {
      const foot = bar.feet[n] ?? 0;
      if (isFree(foot)) continue;
      const by = [5, -5, 9, -9].find((shift) => isFree(foot + shift)) ?? 0;
      aside.set(sideKey(bar.union, own), (aside.get(sideKey(bar.union, own)) ?? 0) + by);
      bar.feet[n] = foot + by;
      bar.from = Math.min(bar.from, foot + by);
      bar.to = Math.max(bar.to, foot + by);
      const passed = graph.unions.find(({ members }) => members.length === 1 && members[0] === own[0]);
      if (passed && !graph.nodes[own[0] ?? 0]?.who) dropOf.set(passed.key, foot + by);
    }
  }
  const track = new Map<number, number>();
  sorted.forEach((bar, n) => {
    const over = sorted.slice(0, n).filter((other) => other.from < bar.to + 8 && bar.from < other.to + 8);
    track.set(bar.union, Math.max(-1, ...over.map(({ union }) => track.get(union) ?? 0)) + 1);
  });
  return { track, count: Math.max(-1, ...track.values()) + 1 };
}
