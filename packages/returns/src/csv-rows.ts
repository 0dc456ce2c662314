import Papa from 'papaparse';
import type { TableRow } from './tables.ts';
import { UnreadableFile } from './unreadable.ts';

/** Longest row, in characters, before an opened quotation mark counts as never closed. */
const LONGEST_ROW = 4_000_000;

/** Characters from which it is told what stands between fields, and how many of their rows count. */
const SAMPLE = 64 * 1024;
const SAMPLE_ROWS = 20;

const delimiters = [',', ';', '\t', '|'] as const;

type Parsed = { data: string[][]; errors: Papa.ParseError[]; meta: { cursor: number } };

/** Papa Parse knows three line ends by name and takes any text. */
const parserOf = (delimiter: string, newline: string | undefined, preview = 0) =>
  new Papa.Parser({ delimiter, newline: (newline ?? '\n') as '\n', preview });

const linesIn = (fields: readonly string[]) =>
  fields.reduce((sum, field) => (breaks(field) ? sum + (field.match(/\r\n|\n|\r/g)?.length ?? 0) : sum), 1);

/** Whether a field goes over the end of a line: hardly any does. */
export const breaks = (field: string) => field.includes('\n') || field.includes('\r');

/**
 * What stands between the fields of a text: what a first line `sep=;` says, else the one of comma, semicolon, tab and
 * bar that stands most often in those of the first rows that have it equally often.
 */
export function delimiterOf(sample: string, newline: string | undefined): string {
  const said = /^sep=(.)\r?\n/i.exec(sample)?.[1];
  if (said !== undefined) return said;
  let best = { delimiter: ',', times: 0 };
  for (const delimiter of delimiters) {
    const { data } = parserOf(delimiter, newline, SAMPLE_ROWS).parse(sample, 0, true) as Parsed;
    const times = timesIn(data);
    if (times > best.times) best = { delimiter, times };
  }
  return best.delimiter;
}

/** How often a delimiter stands in the largest group of rows that have it equally often. */
function timesIn(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows.filter((row) => row.some((field) => field.trim() !== '')))
    counts.set(length, (counts.get(length) ?? 0) + 1);
  return Math.max(0, ...[...counts].map(([fields, count]) => (fields - 1) * count));
}

/**
 * Rows of CSV text as they come, in batches; lines may end in LF, CRLF or CR, as the first does. Without a `delimiter`
 * it is told from the first rows.
 * @throws UnreadableFile when a row grows past all measure.
 */
export async function* csvRows(
  text: AsyncIterable<string>,
  file: string,
  given?: string,
): AsyncGenerator<TableRow[]> {
  let rest = '';
  let line = 1;
  let newline: string | undefined;
  let delimiter = given;
  const take = (last: boolean): TableRow[] => {
    const between = delimiter ?? delimiterOf(rest.slice(0, SAMPLE), newline);
    delimiter = between;
    const { data, errors, meta } = parserOf(between, newline).parse(rest, 0, !last) as Parsed;
    const unpaired = new Set(errors.map((error) => error.row));
    rest = rest.slice(meta.cursor);
    return data.map((fields, at) => {
      const row = { line, fields, delimiter: between, unpaired: unpaired.has(at) };
      line += linesIn(fields);
      return row;
    });
  };
  for await (const chunk of text) {
    rest += chunk;
    newline ??= /\r\n|\n|\r(?!$)/.exec(rest)?.[0];
    if (newline !== undefined && (delimiter !== undefined || rest.length >= SAMPLE)) yield take(false);
    if (rest.length > LONGEST_ROW)
      throw new UnreadableFile(
        file,
        { line },
        'The row that begins here does not end.',
        'Close the quotation mark that is open in it, and send the file again.',
      );
  }
  if (rest !== '') yield take(true);
}
