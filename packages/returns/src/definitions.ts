import { annexA } from './annex-a.ts';
import { charities } from './charities.ts';
import { cin } from './cin.ts';
import { type Column, type CsvDefinition, type Definition, usedColumns } from './definition.ts';
import { own } from './own.ts';
import { partners } from './partners.ts';
import { ssd } from './ssd.ts';
import { ssda903 } from './ssda903.ts';
import { stated, typed } from './values.ts';

/** Every kind of table, in the order in which headers are tried. */
export const csvDefinitions: readonly CsvDefinition[] = [
  ...ssd,
  ...own,
  ...partners,
  ...charities,
  ...ssda903,
  ...annexA,
];

const byFormat = new Map(csvDefinitions.map((definition) => [definition.name, definition]));
const byKind = new Map<string, Definition>(
  [...csvDefinitions, ...cin].map((definition) => [definition.kind, definition]),
);

/** The definition of a table format. Throws when there is none of that name. */
export function definitionOfFormat(formatName: string): CsvDefinition {
  const definition = byFormat.get(formatName);
  if (!definition) throw new Error(`No table format is called ${formatName}`);
  return definition;
}

/** The definition of a record kind. Throws when there is none of that name. */
export function definitionOfKind(kind: string): Definition {
  const definition = byKind.get(kind);
  if (!definition) throw new Error(`No record kind is called ${kind}`);
  return definition;
}

/** Columns of a table format, in the order in which its files are written. Throws when there is none of that name. */
export function columnsOf(formatName: string): readonly Column[] {
  return definitionOfFormat(formatName).columns;
}

/** Columns of a record kind. Throws as `definitionOfKind`. */
export function columnsOfKind(kind: string): readonly Column[] {
  return definitionOfKind(kind).columns;
}

/** Columns of a record kind that state a name: a cell may hold it with another. Throws as `definitionOfKind`. */
export function nameColumnsOf(kind: string): readonly string[] {
  return definitionOfKind(kind).people.flatMap(({ identity = {} }) =>
    [identity.given ?? [], identity.surname ?? []].flat(),
  );
}

/** The column that names the person whom rows of a kind are about; undefined where they are about nobody. Throws as `definitionOfKind`. */
export function subjectColumnOf(kind: string): string | undefined {
  return definitionOfKind(kind).people.find(({ role }) => role === 'subject')?.id;
}

/** The columns that make the key of a kind's rows, in the order in which the key joins them. Throws as `definitionOfKind`. */
export function keyColumnsOf(kind: string): readonly string[] {
  return definitionOfKind(kind).key;
}

/** A stated value, or undefined where the text is empty or is not of the column's type. */
export type Value = string | number | boolean | null;

/**
 * Typed values of a record's content: every column of its kind, null where nothing is stated or where what is stated
 * is not of the column's type (its text is still in the content), and whatever else the content holds, as text.
 * Days are ISO days, instants ISO instants in UTC; codes are in their list's spelling, or upper case without a list;
 * JSON stays text. Throws when there is no such kind.
 */
export function valuesOf(kind: string, content: Readonly<Record<string, string>>): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const [name, text] of Object.entries(content)) values[name] = text.trim();
  for (const column of definitionOfKind(kind).columns) {
    const text = stated(content[column.name]);
    values[column.name] = text === '' ? null : (typed(column, text) ?? null);
  }
  return values;
}

/**
 * The key of a record, from its content: the key columns' values, days as ISO days, joined by `|`.
 * Undefined when one of them is missing or malformed.
 */
export function keyOf(
  kind: string,
  content: Readonly<Record<string, string>>,
  key: readonly string[] = definitionOfKind(kind).key,
): string | undefined {
  const { columns } = definitionOfKind(kind);
  const parts: string[] = [];
  for (const name of key) {
    const text = stated(content[name]);
    const column = columns.find((one) => one.name === name) ?? { name, type: 'text' };
    const value = text === '' ? undefined : typed(column, text);
    if (value === undefined) return undefined;
    parts.push(String(value));
  }
  return parts.join('|');
}

/** What a value of a closed type is written with; other text in its place may be anything, and about anybody. */
const closed: Partial<Record<Column['type'], RegExp>> = {
  day: /^[\d\s:./TZ+-]{1,40}$/i,
  instant: /^[\d\s:./TZ+-]{1,40}$/i,
  integer: /^[\d\s.,+-]{1,40}$/,
  flag: /^\w{1,10}$/,
  code: /^[\w\s-]{1,40}$/,
};

/**
 * Whether a column's text can be shown to people who may not know whom its row is about: only where the column's type
 * is closed (a day, a time, a code…), the text is written like one, and the column is none that tells who a person is.
 */
export function canBeShown(kind: string, columnName: string | null, text: string): boolean {
  const definition = byKind.get(kind);
  const column = definition?.columns.find(({ name }) => name === columnName);
  if (definition === undefined || column === undefined) return false;
  const telling = new Set(
    definition.people.flatMap(({ id, identity }) => [id, ...Object.values(identity ?? {}).flat()]),
  );
  return (
    usedColumns(definition).has(column.name) &&
    !telling.has(column.name) &&
    closed[column.type]?.test(text) === true
  );
}
