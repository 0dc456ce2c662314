/** Spreads the items of each row: children beneath their parents, nobody upon anybody, the order kept. */
import type { Sized } from './channels.ts';
import type { Graph } from './generations.ts';
import { isSlot } from './routing.ts';

type Wish = { sum: number; weight: number };

const rounds = 40;

/** Sets `x` of every item, from 0 or less on. */
export function spread(rows: readonly Sized[][], graph: Graph): void {
  const node = new Map<number, Sized>();
  const drop = new Map<number, Sized>();
  for (const item of rows.flat()) {
    if (!isSlot(item)) node.set(item.node, item);
    else if (item.kind !== 'foot') drop.set(item.union, item);
  }
  for (const union of graph.unions) {
    const [only] = union.members;
    const passing = only === undefined ? undefined : node.get(only);
    if (passing && !graph.nodes[only ?? 0]?.who) drop.set(union.key, passing);
  }
  for (const row of rows) settle(row, new Map());
  for (let round = 0; round < rounds; round++) {
    const down = round % 2 === 0;
    for (const row of down ? rows : [...rows].reverse()) {
      const wishes = new Map<Sized, Wish>();
      const wish = (item: Sized | undefined, x: number, weight: number) => {
        if (!item) return;
        const known = wishes.get(item) ?? { sum: 0, weight: 0 };
        wishes.set(item, { sum: known.sum + x * weight, weight: known.weight + weight });
      };
      const own = new Set(row);
      for (const union of graph.unions) {
        const hang = drop.get(union.key);
        const children = union.children.flatMap((child) => node.get(child.node) ?? []);
        if (!hang || children.length === 0) continue;
        const ends = children.map(({ x }) => x);
        const middle = (Math.min(...ends) + Math.max(...ends)) / 2;
        if (own.has(hang)) wish(hang, middle, 2);
        for (const child of children) if (own.has(child)) wish(child, child.x + hang.x - middle, 2);
      }
      row.forEach((item, n) => {
        const [left, right] = [row[n - 1], row[n + 1]];
        if (isSlot(item) && item.kind === 'direct' && left && right) {
          wish(left, item.x - item.before - left.after, 0.6);
          wish(right, item.x + item.after + right.before, 0.6);
          wish(item, (left.x + left.after + right.x - right.before) / 2, 0.6);
        } else if (isSlot(item)) {
          const to = row[n - item.side];
          if (to)
            wish(item, item.side === 1 ? to.x + to.after + item.before : to.x - to.before - item.after, 1);
        } else {
          const beside = [left, right].filter((one) => one !== undefined);
          for (const one of beside)
            wish(
              item,
              one === left ? one.x + one.after + item.before : one.x - one.before - item.after,
              0.08,
            );
        }
        wish(item, item.x, 0.1);
      });
      settle(row, wishes);
    }
  }
}

/** Nearest to what each item wishes, by least squares, with their order and room kept: pool adjacent violators. */
function settle(row: Sized[], wishes: ReadonlyMap<Sized, Wish>): void {
  let shift = 0;
  const shifts = row.map((item, n) => {
    const previous = row[n - 1];
    if (previous) shift += previous.after + item.before;
    return shift;
  });
  const pools: { sum: number; weight: number; count: number }[] = [];
  row.forEach((item, n) => {
    const { sum, weight } = wishes.get(item) ?? { sum: 0, weight: 1e-6 };
    pools.push({ sum: sum - (shifts[n] ?? 0) * weight, weight, count: 1 });
    for (;;) {
      const [before, last] = pools.slice(-2);
      if (!before || !last || before.sum / before.weight < last.sum / last.weight) break;
      pools.splice(-2, 2, {
        sum: before.sum + last.sum,
        weight: before.weight + last.weight,
        count: before.count + last.count,
      });
    }
  });
  let n = 0;
  for (const { sum, weight, count } of pools)
    for (let k = 0; k < count; k++, n++) {
      const item = row[n];
      if (item) item.x = sum / weight + (shifts[n] ?? 0);
    }
}
