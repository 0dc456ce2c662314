import { definitionOfFormat } from './definitions.ts';

/** A row to write: column name to text; what is absent, null or undefined is left empty. */
export type RowToWrite = Readonly<Record<string, string | null | undefined>>;

/** One field of a CSV line (RFC 4180), in quotation marks where it needs them. */
export function csvField(text: string): string {
  return /[",\r\n]|^\s|\s$|^\uFEFF/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Writes lines of one format, each with its line end (CRLF, RFC 4180). */
export type CsvLines = { header: string; line(row: RowToWrite): string };

/**
 * Lines of a CSV format, for files too large to hold. Throws on a format that is no CSV; `line` throws on a row with a
 * column that the format does not have.
 */
export function csvLines(formatName: string): CsvLines {
  const names = definitionOfFormat(formatName).columns.map((column) => column.name);
  const known = new Set(names);
  return {
    header: `${names.join(',')}\r\n`,
    line(row) {
      for (const name in row) if (!known.has(name)) throw new Error(`${formatName} has no column ${name}`);
      let line = '';
      for (const name of names) {
        const text = row[name];
        line += text ? `${csvField(text)},` : ',';
      }
      return `${line.slice(0, -1)}\r\n`;
    },
  };
}

/** A whole CSV file of a format as text, header first. Throws as `csvLines` does. */
export function writeCsv(formatName: string, rows: Iterable<RowToWrite>): string {
  const { header, line } = csvLines(formatName);
  const lines = [header];
  for (const row of rows) lines.push(line(row));
  return lines.join('');
}
