/**
 * Which numbers are not shown so that nobody learns a count of 1 to 5, not by subtraction either. Pure: it knows
 * quantities and which of them add up to which, and nothing of families. See docs/counts.md.
 */

/** Least and greatest value that something can have, both included. */
export type Bounds = readonly [least: number, greatest: number];

/** A number that is shown, or that what is shown may tell of. */
export type Quantity = {
  value: number;
  /**
   * How it stands where nothing is suppressed: in full, rounded (between bounds), not shown although it is not 0, or
   * on no page at all.
   */
  stands: 'exact' | { rounded: Bounds } | 'withheld' | 'nowhere';
};

/** The whole is the sum of the parts. `gives`: what is withheld first when one of them would be revealed. */
export type Sum = { whole: string; parts: readonly string[]; gives: 'whole' | 'parts' };

/** What becomes of a number that stands somewhere: shown, shown as "1 to 5", or not shown. */
export type Fate = 'shown' | 'few' | 'withheld';

/** Greatest count that is not shown. */
export const fewest = 5;
const few: Bounds = [1, fewest];

/** True for a count that is not shown. */
export function isFew(value: number): boolean {
  return value >= 1 && value <= fewest;
}

/**
 * The fate of every quantity that stands somewhere. A count of 1 to 5 is shown as that; then further numbers are
 * withheld until, for each quantity of 1 to 5, other values fit everything that is shown: for one shown as "1 to 5"
 * both 1 and 5, for any other 0 or more than 5. The other values are found, not reckoned: tables that could as well be
 * true. Ends: with everything withheld, all numbers times ten are such a table.
 */
export function suppress(quantities: ReadonlyMap<string, Quantity>, sums: readonly Sum[]): Map<string, Fate> {
  const fates = new Map<string, Fate>();
  for (const [name, { value, stands }] of quantities) {
    if (stands === 'nowhere') continue;
    fates.set(name, stands === 'withheld' ? 'withheld' : isFew(value) ? 'few' : 'shown');
  }
  for (const { names, sums: own } of connected(quantities, sums)) {
    const watched = names.filter((name) => isFew(sizeOf(quantities, name)));
    for (let index = 0; index < watched.length; ) {
      const name = watched[index] ?? '';
      const bounds = new Map(names.map((one) => [one, boundsShown(quantities.get(one), fates.get(one))]));
      const at = { quantities, sums: own, fates, bounds };
      const next = isHidden(name, at) ? undefined : nextToGo(name, at);
      if (next !== undefined) fates.set(next, 'withheld');
      index = next === undefined ? index + 1 : 0;
    }
  }
  return fates;
}

/** Quantities that hang together, their fates so far, and what everybody knows of each from its own place. */
type Standpoint = {
  quantities: ReadonlyMap<string, Quantity>;
  sums: readonly Sum[];
  fates: ReadonlyMap<string, Fate>;
  bounds: ReadonlyMap<string, Bounds>;
};

function sizeOf(quantities: ReadonlyMap<string, Quantity>, name: string): number {
  return quantities.get(name)?.value ?? 0;
}

/** Quantities that are tied together by sums, and those sums. */
function connected(
  quantities: ReadonlyMap<string, Quantity>,
  sums: readonly Sum[],
): { names: string[]; sums: Sum[] }[] {
  const groups = new Map<string, Set<string>>();
  for (const { whole, parts } of sums) {
    const together = new Set([whole, ...parts].flatMap((name) => [...(groups.get(name) ?? [name])]));
    for (const name of together) groups.set(name, together);
  }
  for (const name of quantities.keys()) if (!groups.has(name)) groups.set(name, new Set([name]));
  return [...new Set(groups.values())].map((names) => ({
    names: [...names],
    sums: sums.filter(({ whole }) => names.has(whole)),
  }));
}

/** Bounds that the fate of a quantity itself tells. */
function boundsShown(quantity: Quantity | undefined, fate: Fate | undefined): Bounds {
  if (!quantity || fate === undefined) return [0, Number.POSITIVE_INFINITY];
  if (fate === 'few') return few;
  if (fate === 'withheld') return [1, Number.POSITIVE_INFINITY];
  return typeof quantity.stands === 'object' ? quantity.stands.rounded : [quantity.value, quantity.value];
}

/** True when other values than that of 1 to 5 could be in its place, as `suppress` says. */
function isHidden(name: string, at: Standpoint): boolean {
  const could = (...within: Bounds) => fits(narrowed(at.bounds, name, within), at, { left: longestSearch });
  return at.fates.get(name) === 'few'
    ? could(1, 1) && could(fewest, fewest)
    : could(0, 0) || could(fewest + 1, Number.POSITIVE_INFINITY);
}

/**
 * The number to withhold so that `name` may be hidden. Looked for in the sums that lie around it, through what is not
 * known, first in one that tells its only unknown; there, what the sum gives first, before that with the fewest sums
 * that would tell it again, before that the smallest. Counts of 1 to 5 lose their "1 to 5" last.
 */
function nextToGo(name: string, { quantities, sums, fates, bounds }: Standpoint): string | undefined {
  const isKnown = (one: string) => bounds.get(one)?.[0] === bounds.get(one)?.[1];
  const members = ({ whole, parts }: Sum) => [whole, ...parts];
  const unknowns = (sum: Sum) => members(sum).filter((one) => !isKnown(one)).length;
  const toldBy = (one: string) =>
    sums.filter((sum) => members(sum).includes(one) && unknowns(sum) === 0).length;
  const before = (a: string, b: string) =>
    toldBy(a) - toldBy(b) || sizeOf(quantities, a) - sizeOf(quantities, b);
  const around = aroundOf(name, sums, isKnown);
  const tellingFirst = [...around].sort((a, b) => Number(unknowns(a) !== 1) - Number(unknowns(b) !== 1));
  for (const fate of ['shown', 'few'] as const) {
    for (const { whole, parts, gives } of tellingFirst) {
      const order = gives === 'whole' ? [whole, ...parts] : [...[...parts].sort(before), whole];
      const found = order.find((one) => fates.get(one) === fate && sizeOf(quantities, one) > 0);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Sums with `name` in them, then those with an unknown of these in them, and so on. */
function aroundOf(name: string, sums: readonly Sum[], isKnown: (one: string) => boolean): Sum[] {
  const reached = new Set([name]);
  const around = new Set<Sum>();
  for (const one of reached) {
    for (const sum of sums) {
      if (sum.whole !== one && !sum.parts.includes(one)) continue;
      around.add(sum);
      for (const other of [sum.whole, ...sum.parts]) if (!isKnown(other)) reached.add(other);
    }
  }
  return [...around];
}

function narrowed(bounds: ReadonlyMap<string, Bounds>, name: string, within: Bounds): Map<string, Bounds> {
  const [least, greatest] = bounds.get(name) ?? within;
  return new Map(bounds).set(name, [Math.max(least, within[0]), Math.min(greatest, within[1])]);
}

/** Steps of a search after which it is taken for having found nothing: more is then withheld, never less. */
const longestSearch = 200;

/**
 * True when whole numbers within the bounds are found for which every sum is right. Looked for near the true ones,
 * which fit but for the one that is changed.
 */
function fits(bounds: Map<string, Bounds>, at: Standpoint, search: { left: number }): boolean {
  search.left -= 1;
  if (search.left < 0 || !propagate(bounds, at.sums)) return false;
  let next: string | undefined;
  let width = Number.POSITIVE_INFINITY;
  for (const [name, [least, greatest]] of bounds) {
    if (greatest === least || (next !== undefined && greatest - least >= width)) continue;
    [next, width] = [name, greatest - least];
  }
  if (next === undefined) return true;
  const [least, greatest] = bounds.get(next) ?? [0, 0];
  const near = Math.min(greatest, Math.max(least, sizeOf(at.quantities, next)));
  const tried = new Set([near, least, greatest, near + 1, near - 1, near + fewest, near - fewest]);
  for (const value of tried) {
    if (value < least || value > greatest || !Number.isFinite(value)) continue;
    if (fits(narrowed(bounds, next, [value, value]), at, search)) return true;
  }
  return false;
}

/** Narrows bounds in place by every sum until nothing changes; false when no values are left. */
function propagate(bounds: Map<string, Bounds>, sums: readonly Sum[]): boolean {
  const of = (name: string): Bounds => bounds.get(name) ?? [0, Number.POSITIVE_INFINITY];
  let changed = true;
  const narrow = (name: string, least: number, greatest: number) => {
    const [from, to] = of(name);
    if (least <= from && greatest >= to) return;
    bounds.set(name, [Math.max(from, least), Math.min(to, greatest)]);
    changed = true;
  };
  for (let round = 0; changed; round += 1) {
    if (round > longestSearch) return false;
    changed = false;
    for (const { whole, parts } of sums) {
      let least = 0;
      let greatest = 0;
      let unbounded = 0;
      for (const part of parts) {
        const [from, to] = of(part);
        least += from;
        if (Number.isFinite(to)) greatest += to;
        else unbounded += 1;
      }
      narrow(whole, least, unbounded > 0 ? Number.POSITIVE_INFINITY : greatest);
      const [wholeFrom, wholeTo] = of(whole);
      for (const part of parts) {
        const [from, to] = of(part);
        const others = unbounded - (Number.isFinite(to) ? 0 : 1);
        const othersTo = others > 0 ? Number.POSITIVE_INFINITY : greatest - (Number.isFinite(to) ? to : 0);
        narrow(part, wholeFrom - othersTo, wholeTo - (least - from));
      }
    }
    for (const [least, greatest] of bounds.values()) if (least > greatest) return false;
  }
  return true;
}
