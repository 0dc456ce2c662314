/**
 * How the lines of one row run, given who stands beside whom. A line between neighbours is straight; one to somebody
 * further on leaves by the side, goes over those between, and comes down again. What hangs from a union goes down from
 * its place beside one of the two.
 */
import type { Graph, Union } from './generations.ts';

/** A place of a union's line in the row: `foot`, where it goes up; `near`, up and down; `sole`, down; `direct`, between neighbours. */
export type Slot = { kind: 'foot' | 'near' | 'sole' | 'direct'; union: number; node: number; side: -1 | 1 };
export type Item = { node: number } | Slot;
/** A line over others, from one item of the row to another; tracks count upwards from 0. */
export type Arc = { union: number; from: number; to: number; track: number };
export type RowRoute = {
  items: Item[];
  arcs: Arc[];
  /** Place in `items` from which the children of a union hang. */
  drops: Map<number, number>;
  /** Place in `items` of each node. */
  places: Map<number, number>;
  crossings: number;
};

export const isSlot = (item: Item): item is Slot => 'kind' in item;

/** What of a graph routing asks for again and again. */
export type Facts = {
  graph: Graph;
  unionsOfRow: Union[][];
  /** Unions whose children stand in a row. */
  unionsTo: Union[][];
  /** How many unions with somebody else each node has. */
  partners: number[];
  /** How many lines come down to each node. */
  descents: number[];
};

export function factsOf(graph: Graph): Facts {
  const partners = graph.nodes.map(() => 0);
  const descents = graph.nodes.map(() => 0);
  const unionsOfRow: Union[][] = Array.from({ length: graph.rows }, () => []);
  const unionsTo: Union[][] = Array.from({ length: graph.rows }, () => []);
  for (const union of graph.unions) {
    if (union.children.length > 0) unionsTo[union.row + 1]?.push(union);
    if (union.members.length > 0) unionsOfRow[union.row]?.push(union);
    if (union.members.length === 2)
      for (const node of union.members) partners[node] = (partners[node] ?? 0) + 1;
    for (const { node } of union.children) descents[node] = (descents[node] ?? 0) + 1;
  }
  return { graph, unionsOfRow, unionsTo, partners, descents };
}

type Side = { slot: Slot; reach: number; rank: number }[];

/** The lines of a row in which its nodes stand in this order. */
export function routeRow(facts: Facts, row: number, order: readonly number[]): RowRoute {
  const { graph, partners } = facts;
  const at = new Map(order.map((node, place) => [node, place]));
  const left: Side[] = order.map(() => []);
  const right: Side[] = order.map(() => []);
  const direct: (Slot | undefined)[] = order.map(() => undefined);
  const spans: Union[] = [];
  const soles: [number, Union][] = [];
  for (const union of facts.unionsOfRow[row] ?? []) {
    const [one, other] = union.members.map((node) => at.get(node)).filter((place) => place !== undefined);
    if (one === undefined) continue;
    if (other === undefined) {
      if (graph.nodes[order[one] ?? 0]?.who) soles.push([one, union]);
      continue;
    }
    const [i, j] = one < other ? [one, other] : [other, one];
    if (j === i + 1) {
      direct[i] = { kind: 'direct', union: union.key, node: order[i] ?? 0, side: 1 };
      continue;
    }
    spans.push(union);
    const nearIsLeft = (partners[order[i] ?? 0] ?? 0) < (partners[order[j] ?? 0] ?? 0);
    const hangs = union.children.length > 0;
    const end = (place: number, side: -1 | 1, isNear: boolean) => {
      const slot: Slot = { kind: isNear ? 'near' : 'foot', union: union.key, node: order[place] ?? 0, side };
      (side === 1 ? right : left)[place]?.push({ slot, reach: j - i, rank: isNear && hangs ? 2 : 0 });
    };
    end(i, 1, nearIsLeft);
    end(j, -1, !nearIsLeft);
  }
  for (const [place, union] of soles) {
    const crowd = (side: -1 | 1) =>
      ((side === 1 ? right : left)[place]?.length ?? 0) + (direct[side === 1 ? place : place - 1] ? 1 : 0);
    const side = crowd(1) <= crowd(-1) ? 1 : -1;
    const slot: Slot = { kind: 'sole', union: union.key, node: order[place] ?? 0, side };
    (side === 1 ? right : left)[place]?.push({ slot, reach: 0, rank: 1 });
  }
  const outward = (a: Side[number], b: Side[number]) => a.rank - b.rank || b.reach - a.reach;
  let crossings = 0;
  const items: Item[] = [];
  const places = new Map<number, number>();
  const feet = new Map<number, number[]>();
  const drops = new Map<number, number>();
  const put = (slot: Slot) => {
    if (slot.kind === 'near' || slot.kind === 'foot')
      feet.set(slot.union, [...(feet.get(slot.union) ?? []), items.length]);
    if (slot.kind !== 'foot' && graph.unions[slot.union]?.children.length)
      drops.set(slot.union, items.length);
    items.push(slot);
  };
  order.forEach((node, place) => {
    for (const { slot } of (left[place] ?? []).sort(outward).reverse()) put(slot);
    places.set(node, items.length);
    items.push({ node });
    for (const { slot } of (right[place] ?? []).sort(outward)) put(slot);
    const between = direct[place];
    if (between) put(between);
    const blocking = (side: Side | undefined) => (side ?? []).filter(({ rank }) => rank === 2).length;
    for (const count of [blocking(right[place]), blocking(left[place + 1])])
      crossings += (between ? count : 0) + (count * (count - 1)) / 2;
  });
  for (const union of facts.unionsOfRow[row] ?? []) {
    const [node] = union.members;
    if (union.members.length === 1 && node !== undefined && !graph.nodes[node]?.who && places.has(node))
      drops.set(union.key, places.get(node) ?? 0);
  }
  const arcs = tracked(
    spans.map(({ key }) => {
      const [from = 0, to = 0] = feet.get(key) ?? [];
      return { union: key, from, to, track: 0 };
    }),
  );
  arcs.forEach((arc, n) => {
    for (const other of arcs.slice(n + 1)) crossings += interleave(arc, other) ? 1 : 0;
    for (const [node, place] of places)
      if (place > arc.from && place < arc.to) crossings += facts.descents[node] ?? 0;
  });
  return { items, arcs, drops, places, crossings };
}

type Reach = { from: number; to: number };

const interleave = (a: Reach, b: Reach) =>
  (a.from < b.from && b.from < a.to && a.to < b.to) || (b.from < a.from && a.from < b.to && b.to < a.to);

/** Arcs each on the lowest track above those that they go over. */
function tracked(arcs: Arc[]): Arc[] {
  const sorted = [...arcs].sort((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from);
  sorted.forEach((arc, n) => {
    const under = sorted.slice(0, n).filter((other) => other.from < arc.to && arc.from < other.to);
    arc.track = Math.max(-1, ...under.map(({ track }) => track)) + 1;
  });
  return sorted;
}

/** How often lines to children cross between the row of their parents and their own. */
export function channelCrossings(
  facts: Facts,
  row: number,
  above: RowRoute | undefined,
  below: RowRoute,
): number {
  const edges: { union: number; top: number; bottom: number }[] = [];
  const free: { union: number; from: number; to: number }[] = [];
  for (const union of facts.unionsTo[row] ?? []) {
    const bottoms = union.children.flatMap(({ node }) => below.places.get(node) ?? []);
    if (bottoms.length === 0) continue;
    const top = union.members.length === 0 ? undefined : above?.drops.get(union.key);
    if (top === undefined)
      free.push({ union: union.key, from: Math.min(...bottoms), to: Math.max(...bottoms) });
    else for (const bottom of bottoms) edges.push({ union: union.key, top, bottom });
  }
  let crossings = 0;
  for (let n = 0; n < edges.length; n++) {
    const a = edges[n];
    if (!a) continue;
    for (let m = n + 1; m < edges.length; m++) {
      const b = edges[m];
      if (b && a.union !== b.union && (a.top - b.top) * (a.bottom - b.bottom) < 0) crossings++;
    }
    for (const { from, to } of free) if (a.bottom > from && a.bottom < to) crossings++;
  }
  for (const [n, bar] of free.entries())
    for (const other of free.slice(n + 1)) if (interleave(bar, other)) crossings++;
  return crossings;
}
