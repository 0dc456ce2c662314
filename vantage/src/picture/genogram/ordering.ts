/** Who stands beside whom in each row, so that lines cross as little as they need. */
import type { Graph } from './generations.ts';
import { channelCrossings, type Facts, factsOf, type RowRoute, routeRow } from './routing.ts';

export type Order = number[][];

/** Crossings weigh more than anything that only looks better. */
const crossing = 1000;
/** How many orders of rows are weighed at most: a drawing must not keep its reader waiting. */
const patience = 2500;
/** Places by which somebody of a long row is moved at once. */
const reach = 6;

/** What an order costs, row by row and channel by channel, so that a change in one row is weighed quickly. */
class Weighing {
  readonly facts: Facts;
  weighed = 0;
  /** Of each row, the children of one person, whoever else their parent is. */
  readonly #offspring: number[][][];
  constructor(graph: Graph) {
    this.facts = factsOf(graph);
    this.#offspring = this.facts.unionsTo.map((unions) => {
      const byParent = new Map<number, number[]>();
      for (const { members, children } of unions)
        for (const member of members)
          byParent.set(member, [...(byParent.get(member) ?? []), ...children.map(({ node }) => node)]);
      return [...byParent.values()];
    });
  }

  route(row: number, order: readonly number[]): RowRoute {
    return routeRow(this.facts, row, order);
  }

  /** Cost of a row and of the lines to and from it. */
  around(routes: readonly RowRoute[], row: number, own: RowRoute): number {
    this.weighed++;
    const below = routes[row + 1];
    return (
      own.crossings * crossing +
      this.#looks(row, own) +
      channelCrossings(this.facts, row, routes[row - 1], own) * crossing +
      (below ? channelCrossings(this.facts, row + 1, own, below) * crossing : 0)
    );
  }

  crossings(order: Order): number {
    const routes = order.map((nodes, row) => this.route(row, nodes));
    return routes.reduce(
      (sum, own, row) => sum + own.crossings + channelCrossings(this.facts, row, routes[row - 1], own),
      0,
    );
  }

  total(order: Order): number {
    const routes = order.map((nodes, row) => this.route(row, nodes));
    return (
      this.crossings(order) * crossing + routes.reduce((sum, own, row) => sum + this.#looks(row, own), 0)
    );
  }

  /** Partners near one another, a man left of a woman, children by age, twins side by side. */
  #looks(row: number, route: RowRoute): number {
    let cost = 0;
    const place = (node: number) => route.places.get(node) ?? 0;
    for (const { members } of this.facts.unionsOfRow[row] ?? []) {
      const [one, other] = members;
      if (one === undefined || other === undefined || !route.places.has(one)) continue;
      cost += Math.abs(place(one) - place(other));
      const [first, second] = place(one) < place(other) ? [one, other] : [other, one];
      const sex = (node: number) => this.facts.graph.nodes[node]?.who?.sex;
      if (sex(first) === 'female' && sex(second) === 'male') cost += 1;
    }
    for (const children of this.#offspring[row] ?? []) {
      const own = children.filter((node) => route.places.has(node));
      own.forEach((a, n) => {
        for (const b of own.slice(n + 1)) if (a < b !== place(a) < place(b)) cost += 2;
      });
    }
    for (const twins of this.facts.graph.twins) {
      const own = twins.map(place).sort((a, b) => a - b);
      if (twins.every((node) => route.places.has(node)))
        cost += 40 * ((own.at(-1) ?? 0) - (own[0] ?? 0) - (own.length - 1));
    }
    return cost;
  }
}

/** Orders found before, by the shape of the graph, the oldest first: families are drawn again and again, and many are alike. */
const found = new Map<string, Order>();
const kept = 1000;

/** All of a graph that an order follows from; nothing in it is anybody's. */
function shapeOf({ rows, nodes, unions, twins }: Graph): string {
  return JSON.stringify([
    rows,
    nodes.map(({ row, who }) => [row, who?.sex]),
    unions.map(({ row, members, children }) => [row, members, children.map(({ node }) => node)]),
    twins,
  ]);
}

/** Rows in the order that was found to be best: those who are joined together, one group after another. */
export function orderOf(graph: Graph): Order {
  const shape = shapeOf(graph);
  const order = found.get(shape) ?? searched(graph);
  found.delete(shape);
  found.set(shape, order);
  for (const oldest of found.keys()) {
    if (found.size <= kept) break;
    found.delete(oldest);
  }
  return order;
}

function searched(graph: Graph): Order {
  const weighing = new Weighing(graph);
  const orders = connected(graph).map((nodes) => orderAmong(graph, weighing, new Set(nodes)));
  return Array.from({ length: graph.rows }, (_, row) => orders.flatMap((order) => order[row] ?? []));
}

/** Nodes by what lines join them. */
function connected({ nodes, unions }: Graph): number[][] {
  const group = nodes.map(({ key }) => key);
  const of = (key: number): number => (group[key] === key ? key : of(group[key] ?? key));
  for (const { members, children } of unions) {
    const [first, ...others] = [...members, ...children.map(({ node }) => node)];
    for (const other of others) group[of(other)] = of(first ?? other);
  }
  return [...Map.groupBy(group.keys(), of).values()].map((keys) => [...keys]);
}

function orderAmong(graph: Graph, weighing: Weighing, among: ReadonlySet<number>): Order {
  const given: Order = Array.from({ length: graph.rows }, (_, row) =>
    graph.nodes.filter((node) => node.row === row && among.has(node.key)).map(({ key }) => key),
  );
  const met = walked(graph, given.flat());
  const begun = [given, met, given.map((row) => [...row].reverse()), met.map((row) => [...row].reverse())];
  let best: { order: Order; cost: number } | undefined;
  const random = seeded(among.size);
  const tries = among.size > 30 ? 4 : 10;
  weighing.weighed = 0;
  for (let n = 0; n < tries; n++) {
    const start = begun[n] ?? shuffled(best?.order ?? given, random);
    const improved = improve(weighing, start);
    for (const order of [improved, improved.map((row) => [...row].reverse())]) {
      const cost = weighing.total(order);
      if (!best || cost < best.cost) best = { order, cost };
    }
    if (n >= 1 && best && best.cost < crossing) break;
  }
  return best?.order ?? given;
}

/** How often lines cross in an order: for tests that try every one. */
export function crossingsOf(graph: Graph, order: Order): number {
  return new Weighing(graph).crossings(order);
}

/** Rows filled as a walk from the first person meets everybody: children of one union stand together. */
function walked(graph: Graph, keys: readonly number[]): Order {
  const order: Order = Array.from({ length: graph.rows }, () => []);
  const seen = new Set<number>();
  const visit = (key: number): void => {
    const node = graph.nodes[key];
    if (!node || seen.has(key)) return;
    seen.add(key);
    order[node.row]?.push(key);
    for (const union of graph.unions.filter(({ members }) => members.includes(key))) {
      for (const other of union.members) visit(other);
      for (const child of union.children) visit(child.node);
    }
    for (const union of graph.unions.filter(({ children }) => children.some((child) => child.node === key))) {
      for (const child of union.children) visit(child.node);
      for (const parent of union.members) visit(parent);
    }
  };
  for (const key of keys) visit(key);
  return order;
}

/** Moves each node to where it costs least, row by row, until nothing gets better. */
function improve(weighing: Weighing, start: Order): Order {
  const order = start.map((row) => [...row]);
  const routes = order.map((nodes, row) => weighing.route(row, nodes));
  for (let round = 0; round < 8; round++) {
    let better = false;
    const rows = [...order.keys()];
    for (const row of round % 2 === 0 ? rows : rows.reverse()) {
      const own = order[row] ?? [];
      if (own.length < 2) continue;
      for (const node of [...own]) {
        if (weighing.weighed > patience) return order;
        const moved = bestPlace(weighing, { routes, row, own: order[row] ?? [], node });
        if (!moved) continue;
        order[row] = moved;
        routes[row] = weighing.route(row, moved);
        better = true;
      }
    }
    if (!better) break;
  }
  return order;
}

type Moving = { routes: readonly RowRoute[]; row: number; own: readonly number[]; node: number };

/** The row with a node, or it and its right neighbour, at the place that costs least; nothing where it is there already. */
function bestPlace(weighing: Weighing, { routes, row, own, node }: Moving): number[] | undefined {
  const now = routes[row];
  if (!now) return undefined;
  let least = weighing.around(routes, row, now);
  let best: number[] | undefined;
  const from = own.indexOf(node);
  // Two move together only where lines cross: for looks alone one at a time is enough.
  for (const size of least < crossing ? [1] : [1, 2]) {
    if (own.length <= size || from + size > own.length) continue;
    const block = own.slice(from, from + size);
    const others = own.filter((one) => !block.includes(one));
    const far = own.length > 12 ? reach / size : own.length;
    for (let place = Math.max(0, from - far); place <= Math.min(others.length, from + far); place++) {
      for (const turned of size === 1 ? [block] : [block, [...block].reverse()]) {
        const tried = [...others.slice(0, place), ...turned, ...others.slice(place)];
        const cost = weighing.around(routes, row, weighing.route(row, tried));
        if (cost < least) {
          least = cost;
          best = tried;
        }
      }
    }
  }
  return best;
}

/** Numbers between 0 and 1 that are the same each time: a picture is drawn alike whoever asks. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffled(order: Order, random: () => number): Order {
  return order.map((row) => {
    const left = [...row];
    return row.map(() => left.splice(Math.floor(random() * left.length), 1)[0] ?? 0);
  });
}
