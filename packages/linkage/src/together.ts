import type { Table } from './columns.ts';
import type { Guard } from './guards.ts';
import { kindOf } from './kinds.ts';

/** For each date and given-name field pair: what most of a group's records say, when at least two say it. */
type Attested = (members: readonly number[]) => { date: number; given: number } | null;

/** Finds a group's birth date and given name that at least two of its records state and no other value matches. */
export function attested({ columns }: Table): Attested {
  const date = columns.find(({ kind }) => kind === 'date');
  const given = columns.find(({ kind }) => kind === 'given-name');
  const most = (codes: Int32Array, members: readonly number[]): number => {
    const counts = new Map<number, number>();
    for (const record of members) {
      const code = codes[record] ?? -1;
      if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
    if (first === undefined || first[1] < 2 || first[1] === second?.[1]) return -1;
    return first[0];
  };
  return (members) => {
    if (date === undefined || given === undefined || members.length < 2) return null;
    const found = { date: most(date.codes, members), given: most(given.codes, members) };
    return found.date < 0 || found.given < 0 ? null : found;
  };
}

/**
 * Says why two groups must not become one: what a pair across them states speaks against it,
 * both have their own well-attested birth
 * date and given name, or a source that never duplicates is in both.
 */
export function keptApart(
  table: Table,
  guard: Guard,
  well: Attested,
  decided: (i: number, j: number) => boolean,
  neverDuplicates: readonly string[],
): (members: readonly number[], others: readonly number[]) => string | null {
  const levels = new Int8Array(table.columns.length);
  const never = new Set(neverDuplicates);
  const date = table.columns.find(({ kind }) => kind === 'date');
  const given = table.columns.find(({ kind }) => kind === 'given-name');
  const differ = (column: typeof date, a: number, b: number) => {
    const [left, right] = [column?.values[a], column?.values[b]];
    if (column === undefined || left === undefined || right === undefined) return false;
    return column.levels[kindOf(column.kind).compare(left, right)]?.sense === 'apart';
  };
  return (members, others) => {
    for (const i of members) {
      for (const j of others) {
        const source = table.records[i]?.source ?? '';
        if (never.has(source) && source === table.records[j]?.source) {
          return 'Both groups hold a record of a source in which nobody appears twice.';
        }
        if (decided(i, j)) return 'It was decided that two of these records are different people.';
        table.compare(i, j, levels);
        const held = guard(levels, table.sources[i] === table.sources[j]);
        if (held?.conflict === true) return held.words;
      }
    }
    const [one, two] = [well(members), well(others)];
    if (one === null || two === null) return null;
    return differ(date, one.date, two.date) && differ(given, one.given, two.given)
      ? 'Each group is well attested by its own birth date and given name, and they differ.'
      : null;
  };
}
