/**
 * An attacker who has every number that is shown and knows what adds up to what: for tests of suppression only, and
 * written without it. Two ways: bounds narrowed by the sums until nothing changes (what a patient reader does), and
 * every table tried (what a machine does).
 */

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
