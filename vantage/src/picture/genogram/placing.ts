/** Where everything of a genogram stands, in units of a CSS pixel at the usual size of text. */
import { textWidth, wrapText } from '../../platform/parts/index.ts';
import { asides, channelOf, noTracks, type Sized, sideKey } from './channels.ts';
import type { Child, Graph, Node, Union } from './generations.ts';
import type { Order } from './ordering.ts';
import { factsOf, type Item, isSlot, type RowRoute, routeRow } from './routing.ts';
import { spread } from './spreading.ts';

export type Point = readonly [x: number, y: number];
export type Box = { x: number; y: number; width: number; height: number };

/** Half the side of a square, half the height of a circle. */
export const half = 20;
/** From the middle of a symbol to the frame of its home beside it. */
export const framed = 27;
/** Size of text, and from line to line. */
export const size = 13;
export const leading = 16;
const widest = 104;
const step = 11;
const margin = 12;

export type Placed = { node: Node; x: number; y: number; lines: { text: string; bold: boolean }[]; box: Box };
export type PlacedUnion = {
  union: Union;
  /** From one of the two to the other; from one alone to where their children hang. */
  line: Point[];
  /** Where strokes through the line, and words above it, have room. */
  mark: Point;
  words: { text: string; box: Box } | null;
};
export type PlacedBond = { union: Union; child: Child; path: Point[] };
export type Drawing = {
  width: number;
  height: number;
  people: Placed[];
  unions: PlacedUnion[];
  bonds: PlacedBond[];
};

/** Lines beneath a symbol: the name, over two lines where it is long, then whatever else is said. */
function linesOf({ who }: Node): Placed['lines'] {
  if (!who) return [];
  return [
    ...wrapText(who.name, widest, size, 700, 2).map((text) => ({ text, bold: true })),
    ...who.lines.map((line) => ({ text: wrapText(line, widest + 20, size, 400, 1)[0] ?? '', bold: false })),
  ];
}

const widthOf = (lines: Placed['lines']) =>
  Math.max(0, ...lines.map(({ text, bold }) => textWidth(text, size, bold ? 700 : 400)));

/** The drawing of a graph whose rows stand in an order. */
export function place(graph: Graph, order: Order): Drawing {
  const facts = factsOf(graph);
  const routes = order.map((nodes, row) => routeRow(facts, row, nodes));
  const lines = graph.nodes.map(linesOf);
  const rows = routes.map((route) => sized(graph, route, lines));
  spread(rows, graph);
  const least = Math.min(...rows.flat().map((item) => item.x - item.before));
  for (const item of rows.flat()) item.x = Math.round(item.x - least + margin);
  const width = Math.max(...rows.flat().map((item) => item.x + item.after)) + margin;

  const xOf = new Map(rows.flat().flatMap((item) => (isSlot(item) ? [] : [[item.node, item.x] as const])));
  const dropOf = new Map<number, number>();
  routes.forEach(({ drops }, row) => {
    for (const [union, at] of drops) dropOf.set(union, rows[row]?.[at]?.x ?? 0);
  });
  const comesFrom = new Map(dropOf);
  for (const { key, members, children } of graph.unions)
    if (members.length === 0)
      comesFrom.set(key, children.reduce((sum, { node }) => sum + (xOf.get(node) ?? 0), 0) / children.length);
  const aside = asides(graph, comesFrom);
  const heights = routes.map((route, row) => {
    const channel = channelOf(graph, { row, dropOf, aside, items: rows[row] ?? [], places: route.places });
    const arcs =
      route.arcs.length === 0 ? 0 : 8 + 9 * (Math.max(...route.arcs.map(({ track }) => track)) + 1);
    const fork = graph.twins.some((twins) => twins.every((node) => graph.nodes[node]?.row === row)) ? 16 : 0;
    const label = Math.max(0, ...(order[row] ?? []).map((node) => lines[node]?.length ?? 0)) * leading;
    return { channel, arcs, fork, label };
  });
  const people: Placed[] = [];
  const unions: PlacedUnion[] = [];
  const bonds: PlacedBond[] = [];
  let top = margin;
  const hangs = new Map<number, Point>();
  routes.forEach((route, row) => {
    const own = rows[row] ?? [];
    const { channel, arcs, fork, label } = heights[row] ?? { channel: noTracks, arcs: 0, fork: 0, label: 0 };
    const bars = (track: number) => top + 8 + step * track;
    const forkTop = top + (channel.count === 0 ? 0 : 8 + step * channel.count);
    const middle = forkTop + fork + arcs + 12 + half;
    const at = new Map(own.flatMap((item) => (isSlot(item) ? [] : [[item.node, item.x] as const])));
    for (const [node, x] of at) {
      const one = graph.nodes[node];
      if (!one?.who) continue;
      const text = lines[node] ?? [];
      const reach = Math.max(half + 4, widthOf(text) / 2 + 2);
      const box = {
        x: x - reach,
        y: middle - half - 4,
        width: 2 * reach,
        height: 2 * half + 10 + text.length * leading,
      };
      people.push({ node: one, x, y: middle, lines: text, box });
    }
    for (const union of graph.unions.filter((one) => one.row === row - 1))
      bonds.push(
        ...bondsOf(graph, {
          union,
          hang: hangs.get(union.key),
          at,
          bar: bars(channel.track.get(union.key) ?? 0),
          forkTop,
          fork,
          top: middle - half,
          aside,
        }),
      );
    unions.push(
      ...unionsOf(graph, {
        route,
        own,
        middle,
        hangs,
        over: (track) => middle - half - 12 - 9 * (track + 1),
      }),
    );
    for (const union of graph.unions.filter((one) => one.row === row)) {
      const [node] = union.members;
      if (node !== undefined && !graph.nodes[node]?.who && at.has(node))
        hangs.set(union.key, [dropOf.get(union.key) ?? at.get(node) ?? 0, middle]);
    }
    top = middle + half + 8 + label;
  });
  return { width: Math.round(width), height: Math.round(top + margin), people, unions, bonds };
}

/** Items of a row with the room that each needs to its left and right. */
function sized(graph: Graph, { items }: RowRoute, lines: readonly Placed['lines'][]): Sized[] {
  const reach = (node: number) =>
    graph.nodes[node]?.who ? Math.max(half + 6, widthOf(lines[node] ?? []) / 2 + 5) : 6;
  return items.map((item, n): Sized => {
    if (!isSlot(item)) return { ...item, x: 0, before: reach(item.node), after: reach(item.node) };
    const { words = '', room = words } = graph.unions[item.union]?.partnership ?? {};
    // Beside a symbol the words stand above its label, past the frame of its home.
    const needs = Math.max(28, textWidth(room, size - 1) + 8);
    const spare = (neighbour: Item | undefined) =>
      neighbour && !isSlot(neighbour) ? reach(neighbour.node) - framed : 0;
    if (item.kind === 'direct') {
      const [before, after] = [spare(items[n - 1]), spare(items[n + 1])].map((room) =>
        Math.max(7, needs / 2 - room),
      );
      return { ...item, x: 0, before: before ?? 7, after: after ?? 7 };
    }
    if (item.kind !== 'near') return { ...item, x: 0, before: 6, after: 6 };
    const inner = Math.max(7, needs - spare(items[n - item.side]));
    return item.side === 1
      ? { ...item, x: 0, before: inner, after: 6 }
      : { ...item, x: 0, before: 6, after: inner };
  });
}

type Hanging = {
  union: Union;
  hang: Point | undefined;
  at: ReadonlyMap<number, number>;
  aside: ReadonlyMap<string, number>;
  bar: number;
  forkTop: number;
  fork: number;
  top: number;
};

/** The line to each child of a union: down, along, and down; twins from one point. */
function bondsOf(graph: Graph, { union, hang, at, aside, bar, forkTop, fork, top }: Hanging): PlacedBond[] {
  const shown = union.children.filter(({ node }) => at.has(node));
  const x = (node: number) => at.get(node) ?? 0;
  const middle = shown.reduce((sum, { node }) => sum + x(node), 0) / Math.max(1, shown.length);
  return shown.map((child) => {
    const twins = graph.twins.find(
      (ids) => ids.includes(child.node) && ids.every((id) => shown.some(({ node }) => node === id)),
    );
    const isPass = !graph.nodes[child.node]?.who;
    const end: Point = [
      x(child.node) + (aside.get(sideKey(union.key, [child.node])) ?? 0),
      isPass ? top + half : top,
    ];
    const from: Point = hang ?? [middle, bar];
    const straight =
      shown.length === 1 && !twins && hang !== undefined && Math.abs(from[0] - end[0]) <= 5 && !isPass;
    if (straight) return { union, child, path: [from, [from[0], top]] };
    if (!twins || fork === 0) return { union, child, path: [from, [from[0], bar], [end[0], bar], end] };
    const point =
      twins.reduce((sum, id) => sum + x(id), 0) / twins.length + (aside.get(sideKey(union.key, twins)) ?? 0);
    return {
      union,
      child,
      path: [from, [from[0], bar], [point, bar], [point, forkTop], [end[0], forkTop + fork], end],
    };
  });
}

type Joining = {
  route: RowRoute;
  own: readonly Sized[];
  middle: number;
  /** Where children of each union hang; written here. */
  hangs: Map<number, Point>;
  over: (track: number) => number;
};

/** The line of every union of a row. */
function unionsOf(graph: Graph, { route, own, middle, hangs, over }: Joining): PlacedUnion[] {
  const ports = portsOf(own);
  const x = (place: number) => own[place]?.x ?? 0;
  const nodeAt = (node: number) => x(route.places.get(node) ?? 0);
  return graph.unions.flatMap((union): PlacedUnion[] => {
    const found = own.flatMap((item, place) =>
      isSlot(item) && item.union === union.key ? [{ item, place }] : [],
    );
    const [first, second] = found;
    if (!first) return [];
    const words = union.partnership?.words ?? '';
    const wide = textWidth(words, size - 1);
    const wordsAt = (centre: number) =>
      words === ''
        ? null
        : { text: words, box: { x: centre - wide / 2, y: middle - 26, width: wide, height: 14 } };
    if (first.item.kind === 'direct') {
      const [one, other] = union.members.map(nodeAt).sort((a, b) => a - b);
      const junction = x(first.place);
      hangs.set(union.key, [junction, middle]);
      return [
        {
          union,
          line: [
            [one ?? 0, middle],
            [other ?? 0, middle],
          ],
          mark: [junction + 7, middle],
          words: wordsAt(junction),
        },
      ];
    }
    const port = (place: number) => middle + (ports.get(place) ?? 0);
    if (first.item.kind === 'sole' || !second) {
      const junction: Point = [x(first.place), port(first.place)];
      hangs.set(union.key, junction);
      return [
        { union, line: [[nodeAt(first.item.node), junction[1]], junction], mark: junction, words: null },
      ];
    }
    const near = first.item.kind === 'near' ? first : second;
    const far = near === first ? second : first;
    const track = route.arcs.find((arc) => arc.union === union.key)?.track ?? 0;
    const [nearY, farY] = [port(near.place), port(far.place)];
    hangs.set(union.key, [x(near.place), nearY]);
    const inner =
      x(near.place) -
      near.item.side * ((near.item.side === 1 ? own[near.place]?.before : own[near.place]?.after) ?? 0);
    const symbol = nodeAt(near.item.node) + near.item.side * framed;
    const beside = own[near.place - near.item.side];
    const from = beside && isSlot(beside) ? inner : symbol;
    const centre = (x(near.place) + from) / 2;
    return [
      {
        union,
        line: [
          [nodeAt(near.item.node), nearY],
          [x(near.place), nearY],
          [x(near.place), over(track)],
          [x(far.place), over(track)],
          [x(far.place), farY],
          [nodeAt(far.item.node), farY],
        ],
        mark: [centre, nearY],
        words: wordsAt(centre),
      },
    ];
  });
}

/**
 * Height at which each slot's line leaves its symbol, from the middle: those that go up above those that go across,
 * those that go down beneath, the nearest outermost, so that none crosses another.
 */
function portsOf(own: readonly Sized[]): Map<number, number> {
  const ports = new Map<number, number>();
  own.forEach((item, place) => {
    if (isSlot(item)) return;
    for (const side of [1, -1] as const) {
      const beside: number[] = [];
      for (let next = place + side; ; next += side) {
        const slot = own[next];
        if (!slot || !isSlot(slot) || slot.kind === 'direct' || slot.node !== item.node || slot.side !== side)
          break;
        beside.push(next);
      }
      const kind = (at: number) => {
        const slot = own[at];
        return slot && isSlot(slot) ? slot.kind : 'sole';
      };
      const end = own[place + side * (beside.length + 1)];
      const isDirect = end !== undefined && isSlot(end) && end.kind === 'direct';
      const up = beside.filter((at) => kind(at) !== 'sole');
      const down = beside.filter((at) => kind(at) === 'sole');
      const above = isDirect || down.length > 0 ? up.length : up.length - 1;
      const gap = Math.min(6, 16 / Math.max(1, above, down.length));
      for (const [n, at] of up.entries()) ports.set(at, gap * (n - above));
      for (const [n, at] of down.entries()) ports.set(at, gap * (down.length - n));
    }
  });
  return ports;
}
