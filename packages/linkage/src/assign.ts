import { Components } from './components.ts';

/** A pair across two sources, by record number, with its log odds in bits. */
export type Offer = { left: number; right: number; bits: number };

/** Offers weaker than this many bits never take part: they would only tie everything together. */
const floor = -8;
const largest = 400;

/** Least probability of an offer that takes part: that of `floor` bits. */
export const leastOffered = 1 / (1 + 2 ** -floor);

/**
 * Chooses among offers so that each record is in at most one pair and the sum of their bits above `floor` is the
 * greatest possible, and gives each chosen pair its log odds given the pairs that it shuts out: another record that
 * fits as well makes both doubtful.
 */
export function assign(offers: readonly Offer[], records: number): Offer[] {
  const chosen: Offer[] = [];
  for (const component of split(offers, records, floor)) chosen.push(...solve(component));
  const rivals = new Map<number, number>();
  for (const { left, right, bits } of offers) {
    const odds = 2 ** Math.min(bits, 60);
    rivals.set(left, (rivals.get(left) ?? 0) + odds);
    rivals.set(right, (rivals.get(right) ?? 0) + odds);
  }
  return chosen.map(({ left, right, bits }) => {
    const odds = 2 ** Math.min(bits, 60);
    const others = Math.max(0, (rivals.get(left) ?? 0) + (rivals.get(right) ?? 0) - 2 * odds);
    return { left, right, bits: bits - Math.log2(1 + others) };
  });
}

/** Groups of offers that share records; a group too large to solve is cut at its weak offers. */
function split(offers: readonly Offer[], records: number, least: number): Offer[][] {
  const components = new Components(records);
  const open = offers.filter(({ bits }) => bits > least);
  for (const { left, right } of open) components.join(left, right);
  const groups = Map.groupBy(open, ({ left }) => components.find(left));
  return [...groups.values()].flatMap((group) => {
    const size = new Set(group.flatMap(({ left, right }) => [left, right])).size;
    return size > largest ? split(group, records, least + 4) : [group];
  });
}

/** The best assignment of one group (Hungarian method with potentials, Kuhn 1955; O(n³) of the smaller side). */
function solve(group: readonly Offer[]): Offer[] {
  if (group.length === 1) return [...group];
  const lefts = [...new Set(group.map(({ left }) => left))].sort((a, b) => a - b);
  const rights = [...new Set(group.map(({ right }) => right))].sort((a, b) => a - b);
  const [rows, columns] = [lefts.length, rights.length];
  const width = columns + rows;
  const rowOf = new Map(lefts.map((left, i) => [left, i]));
  const columnOf = new Map(rights.map((right, j) => [right, j]));
  const cost = new Float64Array(rows * width);
  const offerAt = new Map<number, Offer>();
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) cost[i * width + j] = 1e6;
  for (const offer of group) {
    const at = (rowOf.get(offer.left) ?? 0) * width + (columnOf.get(offer.right) ?? 0);
    cost[at] = floor - offer.bits;
    offerAt.set(at, offer);
  }
  const u = new Float64Array(rows + 1);
  const v = new Float64Array(width + 1);
  const rowIn = new Int32Array(width + 1);
  const way = new Int32Array(width + 1);
  for (let i = 1; i <= rows; i++) {
    rowIn[0] = i;
    let at = 0;
    const least = new Float64Array(width + 1).fill(Number.POSITIVE_INFINITY);
    const used = new Uint8Array(width + 1);
    do {
      used[at] = 1;
      const row = rowIn[at] ?? 0;
      let step = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let j = 1; j <= width; j++) {
        if (used[j] === 1) continue;
        const reduced = (cost[(row - 1) * width + j - 1] ?? 0) - (u[row] ?? 0) - (v[j] ?? 0);
        if (reduced < (least[j] ?? 0)) {
          least[j] = reduced;
          way[j] = at;
        }
        if ((least[j] ?? 0) < step) {
          step = least[j] ?? 0;
          next = j;
        }
      }
      for (let j = 0; j <= width; j++) {
        if (used[j] === 1) {
          const r = rowIn[j] ?? 0;
          u[r] = (u[r] ?? 0) + step;
          v[j] = (v[j] ?? 0) - step;
        } else least[j] = (least[j] ?? 0) - step;
      }
      at = next;
    } while (rowIn[at] !== 0);
    while (at !== 0) {
      const before = way[at] ?? 0;
      rowIn[at] = rowIn[before] ?? 0;
      at = before;
    }
  }
  const chosen: Offer[] = [];
  for (let j = 1; j <= columns; j++) {
    const row = rowIn[j] ?? 0;
    const offer = row === 0 ? undefined : offerAt.get((row - 1) * width + j - 1);
    if (offer !== undefined) chosen.push(offer);
  }
  return chosen;
}
