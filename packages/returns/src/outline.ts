import { type Mapping, mappedReader } from './mapping.ts';
import type { BadRow, GoodRow } from './model.ts';
import { openingOf, readTables } from './table-read.ts';
import { type Sheet, sheetsOf, type TextOptions } from './tables.ts';

/** How a sheet that no format knows begins. */
export type Outline = {
  /** Null in a file that is no workbook. */
  sheet: string | null;
  /** Line of the row that looks like its header. */
  line: number;
  headings: string[];
  /** The first rows below it. */
  rows: { line: number; fields: string[] }[];
};

const filled = (fields: readonly string[]) => fields.filter((field) => field.trim() !== '').length;

/**
 * How each sheet of a file begins: its header is taken to be the first of its first rows that has most fields filled.
 * Sheets without anything in them are left out. Node only.
 * @throws UnreadableFile when the file cannot be opened or is not what its first bytes say.
 */
export async function outlinesOf(path: string, options: TextOptions = {}): Promise<Outline[]> {
  const outlines: Outline[] = [];
  for await (const sheet of sheetsOf(path, options)) {
    const { opening, rest } = await openingOf(sheet);
    await rest.return?.();
    const most = Math.max(0, ...opening.map(({ fields }) => filled(fields)));
    const at = opening.findIndex(({ fields }) => filled(fields) === most);
    const header = opening[at];
    if (header === undefined || most === 0) continue;
    outlines.push({
      sheet: sheet.name ?? null,
      line: header.line,
      headings: header.fields.map((field) => field.trim()),
      rows: opening.slice(at + 1).map(({ line, fields }) => ({ line, fields: [...fields] })),
    });
  }
  return outlines;
}

/** What a mapping makes of the rows with which a sheet begins. Throws as `mappedReader`, and as `readTables` where a column is missing. */
export async function tryMapping(
  mapping: Mapping,
  { sheet, line, headings, rows }: Outline,
): Promise<{ kept: GoodRow[]; held: BadRow[] }> {
  const kept: GoodRow[] = [];
  const held: BadRow[] = [];
  async function* sheets(): AsyncGenerator<Sheet> {
    async function* batch() {
      yield [{ line, fields: headings }, ...rows];
    }
    yield { ...(sheet === null ? {} : { name: sheet }), rows: batch() };
  }
  const sink = {
    keep: (row: GoodRow) => void kept.push(row),
    hold: (row: BadRow) => void held.push(row),
  };
  await readTables([mappedReader(mapping)], sheets(), sink, { file: 'the spreadsheet' });
  return { kept, held };
}
