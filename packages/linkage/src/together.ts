import type { Column, Table } from './columns.ts';
import type { Guard } from './guards.ts';

/** The date that most records of a group state, when at least two state it and no other is stated as often; else -1. */
export function attestedDate({ codes }: Column, members: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const record of members) {
    const code = codes[record] ?? -1;
    if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
  return first === undefined || first[1] < 2 || first[1] === second?.[1] ? -1 : first[0];
}

/**
 * Says why two groups must not become one: what a pair across them states speaks against it, each has a birth date of
 * its own that two of its records state, a source that never duplicates is in both, or somebody has decided so.
 */
export function keptApart(
  table: Table,
  guard: Guard,
  decided: (i: number, j: number) => boolean,
  neverDuplicates: readonly string[],
): (members: readonly number[], others: readonly number[]) => string | null {
  const levels = new Int8Array(table.columns.length);
  const never = new Set(neverDuplicates);
  const date = table.columns.find(({ kind }) => kind === 'date');
  const differ = (column: Column, members: readonly number[], others: readonly number[]) => {
    const [one, two] = [members, others].map((group) => column.values[attestedDate(column, group)]);
    if (one === undefined || two === undefined) return false;
    const { name } = column.levels[column.comparison.compare(one, two)] ?? {};
    return name !== 'exact' && name !== 'default day';
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
    return date !== undefined && differ(date, members, others)
      ? 'Two records of each group state one birth date, and the two dates differ.'
      : null;
  };
}
