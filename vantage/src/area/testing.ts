/**
 * An attacker who has every number that is shown and knows what adds up to what: for tests of suppression only, and
 * written without it. Three ways: bounds narrowed by the sums until nothing changes (what a patient reader does), all
 * sums solved together as a linear programme (what a machine does), and every table tried (of small tables).
 */
import { bands, catalogue } from '../chronology/index.ts';
import { unitCosts } from '../costs/index.ts';
import { few, type Shown, withheld } from './model.ts';
import type { Numbers } from './numbers.ts';
import { stepOf } from './rounding.ts';
import type { ShownNumbers } from './shown.ts';

/** What is known of a number before adding up: values from `least` to `greatest`. */
export type Known = { least: number; greatest: number };
export type Equation = { whole: string; parts: readonly string[] };

/** Narrows what is known until no equation tells more. */
export function narrow(
  before: ReadonlyMap<string, Known>,
  equations: readonly Equation[],
): Map<string, Known> {
  const known = new Map([...before].map(([name, one]) => [name, { ...one }]));
  const at = (name: string) => {
    const found = known.get(name);
    if (!found) throw new Error(`nothing is known of ${name}`);
    return found;
  };
  const add = (names: readonly string[], end: keyof Known) =>
    names.reduce((sum, name) => sum + at(name)[end], 0);
  for (let tells = true, rounds = 0; tells && rounds < 10_000; rounds += 1) {
    tells = false;
    const learn = (name: string, least: number, greatest: number) => {
      const one = at(name);
      if (least > one.least) [one.least, tells] = [least, true];
      if (greatest < one.greatest) [one.greatest, tells] = [greatest, true];
    };
    for (const { whole, parts } of equations) {
      learn(whole, add(parts, 'least'), add(parts, 'greatest'));
      for (const part of new Set(parts)) {
        const others = parts.filter((one) => one !== part);
        const times = parts.length - others.length;
        const most = add(others, 'greatest');
        learn(
          part,
          most === Number.POSITIVE_INFINITY ? 0 : Math.ceil((at(whole).least - most) / times),
          Math.floor((at(whole).greatest - add(others, 'least')) / times),
        );
      }
    }
  }
  return known;
}

/** Every value that each number has in some table that fits, with no number above `limit`. For small models only. */
export function tryAll(
  before: ReadonlyMap<string, Known>,
  equations: readonly Equation[],
  limit: number,
): Map<string, Set<number>> {
  const names = [...before.keys()];
  const values = new Map(names.map((name) => [name, new Set<number>()]));
  const table = new Map<string, number>();
  const right = ({ whole, parts }: Equation) => {
    const sum = parts.reduce((all, name) => all + (table.get(name) ?? 0), 0);
    if ([whole, ...parts].every((name) => table.has(name))) return table.get(whole) === sum;
    return sum <= (table.get(whole) ?? Math.min(limit, before.get(whole)?.greatest ?? limit));
  };
  const go = (index: number): void => {
    const name = names[index];
    if (name === undefined) {
      for (const [one, value] of table) values.get(one)?.add(value);
      return;
    }
    const { least, greatest } = before.get(name) ?? { least: 0, greatest: 0 };
    for (let value = least; value <= Math.min(greatest, limit); value += 1) {
      table.set(name, value);
      if (equations.filter(({ whole, parts }) => whole === name || parts.includes(name)).every(right))
        go(index + 1);
    }
    table.delete(name);
  };
  go(0);
  return values;
}

/**
 * Least and greatest value of one number by all the sums around it together: more than each sum tells by itself, since
 * `x + y = 10`, `y + z = 10` and `x + z = 6` leave `x` only 3. Whole numbers within what a linear programme allows.
 */
export function solve(
  name: string,
  known: ReadonlyMap<string, Known>,
  equations: readonly Equation[],
): Known {
  const at = (one: string): Known => known.get(one) ?? { least: 0, greatest: Number.POSITIVE_INFINITY };
  const isOpen = (one: string) => at(one).least < at(one).greatest;
  if (!isOpen(name)) return at(name);
  const names = new Set([name]);
  const around = new Set<Equation>();
  for (const one of names) {
    for (const sum of equations) {
      const own = [sum.whole, ...sum.parts];
      if (!own.includes(one)) continue;
      around.add(sum);
      for (const other of own) if (isOpen(other)) names.add(other);
    }
  }
  const columns = [...names];
  const column = new Map(columns.map((one, index) => [one, index]));
  // Each number counts from its least: so it is 0 or more, and no more than its room.
  const rows = [...around].map(({ whole, parts }) => {
    const row = new Map<number, number>();
    let right = 0;
    for (const [one, sign] of [[whole, -1] as const, ...parts.map((part) => [part, 1] as const)]) {
      right -= sign * at(one).least;
      const index = column.get(one);
      if (index !== undefined) row.set(index, (row.get(index) ?? 0) + sign);
    }
    return { row, right };
  });
  let slack = columns.length;
  for (const [index, one] of columns.entries()) {
    const room = at(one).greatest - at(one).least;
    if (Number.isFinite(room))
      rows.push({
        row: new Map([
          [index, 1],
          [slack++, 1],
        ]),
        right: room,
      });
  }
  const ends = extremes(rows, slack, 0);
  const { least } = at(name);
  return {
    least: least + Math.ceil(ends.least - 1e-6),
    greatest:
      ends.greatest === Number.POSITIVE_INFINITY ? ends.greatest : least + Math.floor(ends.greatest + 1e-6),
  };
}

type Row = { row: ReadonlyMap<number, number>; right: number };

/** The least and greatest of one of `size` numbers of 0 and more for which every row adds up: the simplex method, by Bland's rule. */
function extremes(rows: readonly Row[], size: number, wanted: number): Known {
  const width = size + rows.length;
  const table = rows.map(({ row, right }, at) => {
    const line = new Float64Array(width + 1);
    const sign = right < 0 ? -1 : 1;
    for (const [index, value] of row) line[index] = sign * value;
    line[size + at] = 1;
    line[width] = sign * right;
    return line;
  });
  const basis = rows.map((_, at) => size + at);
  const get = (line: Float64Array, index: number) => line[index] ?? 0;
  const pivot = (cost: Float64Array, at: number, into: number) => {
    const line = table[at] as Float64Array;
    const by = get(line, into);
    for (let index = 0; index <= width; index += 1) line[index] = get(line, index) / by;
    for (const other of [...table, cost]) {
      const times = get(other, into);
      if (other === line || times === 0) continue;
      for (let index = 0; index <= width; index += 1)
        other[index] = get(other, index) - times * get(line, index);
    }
    basis[at] = into;
  };
  /** Lowers a cost as far as it goes, by the first `of` columns; false where it has no end. */
  const lower = (cost: Float64Array, of: number): boolean => {
    for (;;) {
      let into = 0;
      while (into < of && get(cost, into) > -1e-9) into += 1;
      if (into === of) return true;
      let out = -1;
      for (const [at, line] of table.entries()) {
        if (get(line, into) <= 1e-9) continue;
        const best = table[out];
        const less = best && get(line, width) / get(line, into) - get(best, width) / get(best, into);
        if (less === undefined || less < -1e-12 || (less < 1e-12 && (basis[at] ?? 0) < (basis[out] ?? 0)))
          out = at;
      }
      if (out < 0) return false;
      pivot(cost, out, into);
    }
  };
  const costOf = (one: (index: number) => number) => {
    const cost = Float64Array.from({ length: width + 1 }, (_, index) => (index < width ? one(index) : 0));
    for (const [at, line] of table.entries()) {
      const times = get(cost, basis[at] ?? 0);
      if (times !== 0)
        for (let index = 0; index <= width; index += 1)
          cost[index] = get(cost, index) - times * get(line, index);
    }
    return cost;
  };
  const missing = costOf((index) => (index >= size ? 1 : 0));
  lower(missing, width);
  if (get(missing, width) < -1e-6) throw new Error('what was told cannot be true');
  // What was added to begin with is out of what adds up, and stays out.
  for (const [at, line] of table.entries()) {
    if ((basis[at] ?? 0) < size) continue;
    const into = line.findIndex((value, index) => index < size && Math.abs(value) > 1e-9);
    if (into >= 0) pivot(missing, at, into);
  }
  const least = costOf((index) => (index === wanted ? 1 : 0));
  lower(least, size);
  const greatest = costOf((index) => (index === wanted ? -1 : 0));
  const ends = lower(greatest, size);
  return { least: -get(least, width), greatest: ends ? get(greatest, width) : Number.POSITIVE_INFINITY };
}

/** What a reader takes from one number as it stands, in the words of the page. */
function read(shown: Shown): Known {
  if (shown === few) return { least: 1, greatest: 5 };
  if (shown === withheld) return { least: 1, greatest: Number.POSITIVE_INFINITY };
  return { least: Number(shown), greatest: Number(shown) };
}

export type Knowledge = { known: Map<string, Known>; equations: Equation[]; truth: Map<string, number> };

/**
 * All that can be written down from what is shown of every year, and the truth behind it: each number, and each difference
 * worth a name. `eventsOf`: how many events an amount was counted for.
 */
export function writtenDown(
  shown: ShownNumbers,
  truth: Numbers,
  eventsOf: (spent: Numbers['spent'][number]) => number,
): Knowledge {
  const { years } = shown;
  const all: Knowledge = { known: new Map(), equations: [], truth: new Map() };
  const put = (name: string, value: number, known: Known) => {
    all.known.set(name, known);
    all.truth.set(name, value);
  };
  const difference = (whole: string, ...parts: string[]) => {
    const own = parts.filter((part) => all.known.has(part));
    const rest =
      (all.truth.get(whole) ?? -1) - own.reduce((sum, part) => sum + (all.truth.get(part) ?? 0), 0);
    if (rest < 0 || own.length === 0) return;
    put(`${whole} − ${own}`, rest, { least: 0, greatest: Number.POSITIVE_INFINITY });
    all.equations.push({ whole, parts: [...own, `${whole} − ${own}`] });
  };
  put('persons', truth.persons, read(shown.persons));
  put('open', truth.personsOpen, read(shown.personsOpen));
  put('families', truth.families, read(shown.families));
  put('families open', truth.familiesOpen, read(shown.familiesOpen));
  const unknown: Known = { least: 0, greatest: Number.POSITIVE_INFINITY };
  const sum = (names: readonly string[]) =>
    names.reduce((total, name) => total + (all.truth.get(name) ?? 0), 0);
  /** Something that stands nowhere, of which everybody knows how it is made up. */
  const made = (name: string, parts: readonly string[]) => {
    put(name, sum(parts), unknown);
    all.equations.push({ whole: name, parts });
  };
  for (const { band, families } of shown.bands)
    put(band, truth.bands.find((one) => one.band === band)?.families ?? 0, read(families));
  for (const { need, families } of shown.needs)
    put(need, truth.needs.find((one) => one.need === need)?.families ?? 0, read(families));
  if (shown.bands.length > 0) {
    all.equations.push({ whole: 'families', parts: Object.keys(bands) });
    made('in need', ['crisis', 'brink', 'coping']);
    for (const { need } of shown.needs) difference('in need', need);
    made(
      'needs',
      shown.needs.map((one) => one.need),
    );
    const five = Array<string>(5).fill('crisis');
    difference('needs', ...five, 'brink', 'brink', 'brink', 'coping');
    made('at most', [...five, ...five, ...Array<string>(4).fill('brink'), 'coping', 'coping']);
    difference('at most', 'needs');
  }
  difference('persons', 'open');
  difference('families', 'families open');
  for (const { kind, persons } of shown.now) {
    put(kind, truth.now.find((one) => one.kind === kind)?.persons ?? 0, read(persons));
    difference('persons', kind);
    if (['early-help', 'cin-plan', 'cp-plan', 's47', 'in-care'].includes(kind)) difference('open', kind);
  }
  difference('in-need', 'cin-plan', 'cp-plan');
  for (const part of ['in-care', 'assessment', 's47']) difference('in-need', part);
  const placements = [...catalogue.keys()].filter((kind) => kind.startsWith('placement-'));
  difference('in-care', ...placements);
  // Every child in care is placed somewhere: where nobody is left over, everybody may reckon with that.
  for (const [name, value] of all.truth)
    if (name.startsWith('in-care −') && value === 0) put(name, 0, { least: 0, greatest: 0 });
  years.forEach((year, at) => {
    for (const { kind, counts } of shown.byYear) {
      const fact = truth.began.find((one) => one.kind === kind && one.year === year);
      put(`${kind} ${year}`, fact?.facts ?? 0, read(counts[at] ?? 0));
    }
    for (const [whole, part] of [
      ['contact', 'referral'],
      ['referral', 'in-need'],
      ['referral', 'assessment'],
      ['s47', 'cp-conference'],
      ['cp-conference', 'cp-plan'],
    ])
      difference(`${whole} ${year}`, `${part} ${year}`);
    const placed = placements.map((kind) => `${kind} ${year}`).filter((name) => all.known.has(name));
    made(`placed ${year}`, placed);
    difference(`placed ${year}`, `in-care ${year}`);
    for (const { unitCost, persons, amount } of shown.services.filter((one) => one.year === year)) {
      const spent = truth.spent.find((one) => one.year === year && one.unitCost === unitCost);
      const cost = unitCosts.find((one) => one.key === unitCost);
      const kinds = [...catalogue.values()].filter((one) => one.costs?.includes(unitCost));
      if (!spent || cost?.per !== 'each') continue;
      const price = spent.pence / eventsOf(spent);
      const events: Known =
        amount === null
          ? { least: 0, greatest: Number.POSITIVE_INFINITY }
          : {
              least: Math.ceil(
                (amount.pence - (amount.pence > stepOf(unitCost) ? stepOf(unitCost) / 2 : amount.pence)) /
                  price,
              ),
              greatest: Math.floor((amount.pence + stepOf(unitCost) / 2) / price),
            };
      put(`charged ${unitCost} ${year}`, eventsOf(spent), events);
      const people = read(persons);
      put(
        `people ${unitCost} ${year}`,
        spent.persons,
        typeof persons === 'number' ? { least: Math.max(6, persons - 5), greatest: persons + 4 } : people,
      );
      difference(`charged ${unitCost} ${year}`, `people ${unitCost} ${year}`);
      const began = kinds.map(({ code }) => `${code} ${year}`).filter((name) => all.known.has(name));
      if (began.length === 0) continue;
      const happened = `events for ${unitCost} ${year}`;
      made(happened, began);
      difference(happened, `charged ${unitCost} ${year}`);
      difference(happened, `people ${unitCost} ${year}`);
    }
  });
  return all;
}

/**
 * What somebody learns who solves everything together: counts of 1 to 5 of which more is known than may be said, and
 * numbers that were told wrongly. `few`: how many are told as 1 to 5.
 */
export function attacked({ known, equations, truth }: Knowledge): { revealed: string[]; few: number } {
  const learnt = narrow(known, equations);
  const revealed: string[] = [];
  let told = 0;
  for (const [name, narrowed] of learnt) {
    const value = truth.get(name) ?? -1;
    const listed = known.get(name);
    const isFew = listed?.least === 1 && listed.greatest === 5;
    if (isFew) told += 1;
    const { least, greatest } = value >= 1 && value <= 5 ? solve(name, learnt, equations) : narrowed;
    const says = `${name} is ${value} and known to be ${least} to ${greatest}`;
    if (value < least || value > greatest) revealed.push(`${says}: told wrongly`);
    if (value < 1 || value > 5) continue;
    // No more than "1 to 5" says; of a number that does not say it, that it could be 0 or more than 5.
    if ((least > 1 || greatest < 5) && (isFew || (least > 0 && greatest <= 5))) revealed.push(says);
  }
  return { revealed, few: told };
}
