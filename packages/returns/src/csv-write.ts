import Papa from 'papaparse';
import { definitionOfFormat } from './definitions.ts';

/** A row to write: column name to text; what is absent, null or undefined is left empty. */
export type RowToWrite = Readonly<Record<string, string | null | undefined>>;

/**
 * Lines of a CSV file of a format, header first, each with its line end (CRLF, RFC 4180): for files too large to hold.
 * Throws on a format that is no CSV, and on a row with a column that the format does not have.
 */
export function* csvLines(formatName: string, rows: Iterable<RowToWrite>): Generator<string> {
  const names = definitionOfFormat(formatName).columns.map((column) => column.name);
  const known = new Set(names);
  yield `${names.join(',')}\r\n`;
  for (const row of rows) {
    for (const name of Object.keys(row))
      if (!known.has(name)) throw new Error(`${formatName} has no column ${name}`);
    yield `${Papa.unparse([names.map((name) => row[name] ?? '')], { header: false })}\r\n`;
  }
}

/** A whole CSV file of a format as text, header first. Throws as `csvLines` does. */
export function writeCsv(formatName: string, rows: Iterable<RowToWrite>): string {
  return [...csvLines(formatName, rows)].join('');
}
