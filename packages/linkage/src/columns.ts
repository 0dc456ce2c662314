import { type Kind, kindOf, type Level, swappedLevel, type Value } from './kinds.ts';
import type { CheckedIdentifier, FieldKind, LinkOptions, LinkRecord } from './model.ts';

/** Level of a field that at least one of the two records does not state. */
export const MISSING = -1;
/** Level of a surname whose evidence is already counted with the given name, the two being swapped. */
export const COUNTED = -2;

/** One field of all records: each record's value as a number into `values`, or -1. */
export type Column = {
  field: string;
  kind: FieldKind;
  checked: boolean;
  comparison: Kind;
  levels: readonly Level[];
  codes: Int32Array;
  values: readonly Value[];
};

export type Table = {
  records: readonly LinkRecord[];
  /** A number for each record's source. */
  sources: Int32Array;
  columns: readonly Column[];
  /** Writes the level of each field of a pair into `into`. Symmetric in i and j. */
  compare(i: number, j: number, into: Int8Array): void;
};

const most = 12;

/**
 * Puts records in a fixed order (source, then id) and each field into a column of distinct, prepared values.
 * Throws a RangeError on a repeated id or more than twelve fields.
 */
export function readTable(given: readonly LinkRecord[], fields: LinkOptions['fields']): Table {
  const names = Object.keys(fields).sort();
  if (names.length > most)
    throw new RangeError(`At most ${most} fields can be compared; ${names.length} were named.`);
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const records = [...given].sort((a, b) => order(a.source, b.source) || order(a.id, b.id));
  const ids = new Set(records.map(({ id }) => id));
  if (ids.size < records.length)
    throw new RangeError('Two records have the same id. Give every record an id of its own.');
  const sourceNames = [...new Set(records.map(({ source }) => source))];
  const sourceNumber = new Map(sourceNames.map((name, i) => [name, i]));
  const sources = Int32Array.from(records, ({ source }) => sourceNumber.get(source) ?? 0);
  const columns = names.map((field) => readColumn(records, field, fields[field] ?? 'text'));
  return { records, sources, columns, compare: comparer(columns) };
}

function readColumn(
  records: readonly LinkRecord[],
  field: string,
  kind: FieldKind | CheckedIdentifier,
): Column {
  const comparison = kindOf(kind);
  const values: Value[] = [];
  const byText = new Map<string, number>();
  const byRaw = new Map<string, number>();
  const codes = new Int32Array(records.length);
  records.forEach((record, i) => {
    const raw = record.fields[field] ?? '';
    let code = byRaw.get(raw);
    if (code === undefined) {
      const prepared = comparison.prepare(raw);
      code = prepared === null ? -1 : (byText.get(prepared.text) ?? -1);
      if (prepared !== null && code < 0) {
        code = values.push({ ...prepared, held: 0 }) - 1;
        byText.set(prepared.text, code);
      }
      byRaw.set(raw, code);
    }
    codes[i] = code;
    const value = values[code];
    if (value !== undefined) value.held++;
  });
  return {
    field,
    kind: typeof kind === 'string' ? kind : kind.kind,
    checked: typeof kind !== 'string',
    comparison,
    levels: comparison.levels,
    codes,
    values,
  };
}

const FEW = 2000;

/** Compares by code. While values are few, each distinct pair of them is compared only once. */
function columnComparer({ comparison, codes, values }: Column): (i: number, j: number) => number {
  const size = values.length;
  const remembered = size <= FEW ? new Int8Array(size * size).fill(-1) : null;
  return (i, j) => {
    const a = codes[i] ?? -1;
    const b = codes[j] ?? -1;
    const left = values[a];
    const right = values[b];
    if (left === undefined || right === undefined) return MISSING;
    if (remembered === null) return comparison.compare(left, right);
    const at = a < b ? a * size + b : b * size + a;
    let found = remembered[at] ?? -1;
    if (found < 0) {
      found = comparison.compare(left, right);
      remembered[at] = found;
    }
    return found;
  };
}

function comparer(columns: readonly Column[]): Table['compare'] {
  const each = columns.map(columnComparer);
  const given = columns.findIndex(({ kind }) => kind === 'given-name');
  const family = columns.findIndex(({ kind }) => kind === 'surname');
  const swapped = swappedTest(columns[given], columns[family]);
  return (i, j, into) => {
    for (let f = 0; f < each.length; f++) into[f] = each[f]?.(i, j) ?? MISSING;
    if (swapped !== null && (into[given] ?? 0) > swappedLevel && (into[family] ?? 0) > 0 && swapped(i, j)) {
      into[given] = swappedLevel;
      into[family] = COUNTED;
    }
  };
}

/** True of a pair whose given name is the other's surname and the reverse. */
function swappedTest(
  given: Column | undefined,
  family: Column | undefined,
): ((i: number, j: number) => boolean) | null {
  if (given === undefined || family === undefined) return null;
  const text = (column: Column, i: number) => column.values[column.codes[i] ?? -1]?.text;
  return (i, j) => text(given, i) === text(family, j) && text(family, i) === text(given, j);
}
