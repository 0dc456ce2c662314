import type { Column, Table } from './columns.ts';

/** A way of finding candidates: records that share a key are compared. `uses` are the fields the key is made of. */
export type Rule = {
  name: string;
  uses: readonly number[];
  key(record: number): string | null;
  largest: number;
};

/** Candidate pairs: record numbers left < right, and the rules that found each as bits. */
export type Candidates = {
  left: Int32Array;
  right: Int32Array;
  rules: Int32Array;
  found: { rule: string; pairs: number; blocksLeftOut: number }[];
};

type Key = (record: number) => string | null;
type Part = { field: number; label: string; key: Key };

const LARGE = 400;
const SMALL = 80;
const MOST_RULES = 31;

/** Chooses the rules from the kinds of the fields. */
export function chooseRules(columns: readonly Column[]): Rule[] {
  const parts = (
    kind: Column['kind'],
    label: string,
    take: (column: Column, code: number) => string | undefined,
  ) =>
    columns.flatMap((column, field): Part[] =>
      column.kind === kind
        ? [
            {
              field,
              label: `${column.field}${label}`,
              key: (record) => take(column, column.codes[record] ?? -1) || null,
            },
          ]
        : [],
    );
  const whole = (column: Column, code: number) => column.values[code]?.text;
  const sound = (column: Column, code: number) => column.values[code]?.sound;
  const given = parts('given-name', ' (sound)', sound);
  const family = parts('surname', ' (sound)', sound);
  const dates = parts('date', '', whole);
  const anyOrder = parts('date', ' (day and month in any order)', (column, code) => {
    const [year, month = '', day = ''] = column.values[code]?.parts ?? [];
    return year === undefined ? undefined : [year, ...[month, day].sort()].join('-');
  });
  const years = parts('date', ' (year)', sound);
  const days = parts('date', ' (day and month)', (column, code) => column.values[code]?.text.slice(5));
  const codes = parts('postcode', '', whole);
  const streets = parts('street', '', whole);
  const texts = parts('text', '', whole);
  const rules: Rule[] = [];
  const add = (largest: number, ...of: (Part | undefined)[]) => {
    const all = of.filter((part) => part !== undefined);
    if (all.length < of.length || rules.length >= MOST_RULES) return;
    rules.push({
      name: all.map(({ label }) => label).join(' + '),
      uses: all.map(({ field }) => field),
      largest,
      key: (record) => {
        const keys = all.map(({ key }) => key(record));
        return keys.includes(null) ? null : keys.join('|');
      },
    });
  };
  for (const part of parts('identifier', '', whole)) add(SMALL, part);
  const [name, surname] = [given[0], family[0]];
  if (name !== undefined && surname !== undefined) rules.push(bothNames(name, surname));
  dates.forEach((day, i) => {
    add(SMALL, day);
    add(LARGE, day, name);
    add(LARGE, day, surname);
    add(LARGE, anyOrder[i], name);
    add(LARGE, years[i], surname);
    add(LARGE, years[i], name);
    add(LARGE, days[i], name);
    add(LARGE, days[i], surname);
  });
  for (const place of [...codes, ...streets, ...texts]) {
    add(SMALL, place);
    add(LARGE, place, name);
    add(LARGE, place, surname);
  }
  return rules;
}

/** Both names by sound, in either order. */
function bothNames(given: Part, family: Part): Rule {
  return {
    name: `${given.label} + ${family.label}, in either order`,
    uses: [given.field, family.field],
    largest: LARGE,
    key: (record) => {
      const keys = [given.key(record), family.key(record)];
      return keys.includes(null) ? null : keys.sort().join('|');
    },
  };
}

/** Finds every pair that any rule proposes and `allowed` lets through, with a bit for each rule that holds. */
export function findCandidates(
  table: Table,
  rules: readonly Rule[],
  allowed: (i: number, j: number) => boolean,
): Candidates {
  const size = table.records.length;
  const masks = new Map<number, number>();
  const found = rules.map(({ name, key, largest }, r) => {
    const blocks = new Map<string, number[]>();
    for (let i = 0; i < size; i++) {
      const value = key(i);
      if (value === null) continue;
      const block = blocks.get(value);
      if (block === undefined) blocks.set(value, [i]);
      else block.push(i);
    }
    let pairs = 0;
    let blocksLeftOut = 0;
    for (const block of blocks.values()) {
      if (block.length > largest) {
        blocksLeftOut++;
        continue;
      }
      for (let a = 0; a < block.length; a++) {
        const i = block[a] ?? 0;
        for (let b = a + 1; b < block.length; b++) {
          const j = block[b] ?? 0;
          if (!allowed(i, j)) continue;
          const pair = i * size + j;
          masks.set(pair, (masks.get(pair) ?? 0) | (1 << r));
          pairs++;
        }
      }
    }
    return { rule: name, pairs, blocksLeftOut };
  });
  const keys = Float64Array.from(masks.keys()).sort();
  return {
    left: Int32Array.from(keys, (key) => Math.floor(key / size)),
    right: Int32Array.from(keys, (key) => key % size),
    rules: Int32Array.from(keys, (key) => masks.get(key) ?? 0),
    found,
  };
}
