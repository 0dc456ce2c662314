import { sheetsOf, UnreadableFile } from '@vantage/returns';
import { VantageError } from '../../platform/index.ts';

/** A sheet of a workbook, or a file of text, as a whole: tables of prices are small. */
export type Cells = {
  sheet: string | undefined;
  rows: readonly { line: number; fields: readonly string[] }[];
};

/** A row's cell: its sheet and line as the file counts them, its column from 0, and what stands in it. */
export type Cell = { sheet: string | undefined; line: number; column: number; text: string };

const mostRows = 100_000;

/**
 * The sheets of a workbook (XLSX), or the one table of a text file (CSV of any delimiter).
 * @throws VantageError 'bad-input' where the file cannot be read.
 */
export async function cellsOf(path: string): Promise<Cells[]> {
  try {
    const read: Cells[] = [];
    let count = 0;
    for await (const { name, rows } of sheetsOf(path)) {
      const kept: { line: number; fields: readonly string[] }[] = [];
      for await (const some of rows) {
        count += some.length;
        if (count > mostRows) throw notPrices('It has too many rows for a table of prices.');
        for (const { line, fields } of some)
          if (fields.some(isFilled)) kept.push({ line, fields: fields.map(textOf) });
      }
      read.push({ sheet: name, rows: kept });
    }
    return read;
  } catch (error) {
    if (error instanceof UnreadableFile) throw notPrices(error.reason, error.remedy);
    throw error;
  }
}

export function notPrices(says: string, remedy = 'Give a workbook (.xlsx) or a CSV.'): VantageError {
  return new VantageError('bad-input', says, { remedy });
}

const textOf = (field: string | undefined): string => (field ?? '').replace(/[\s\u00A0]+/g, ' ').trim();
const isFilled = (field: string | undefined): boolean => textOf(field) !== '';

export const cellAt = ({ sheet }: Cells, { line, fields }: Cells['rows'][number], column: number): Cell => ({
  sheet,
  line,
  column,
  text: fields[column] ?? '',
});

/** The letters of a column counted from 0: A, B … Z, AA. */
export function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : `${lettersOf(Math.floor(column / 26) - 1)}${last}`;
}

/** Where a cell is: “sheet Crime, row 12, column H”. */
export function placeInWords({ sheet, line, column }: Omit<Cell, 'text'>): string {
  return `${sheet === undefined ? '' : `sheet ${sheet}, `}row ${line}, column ${lettersOf(column)}`;
}

/** The error of a cell that does not say what it should. */
export function wrongCell(cell: Cell, shouldBe: string, remedy: string): VantageError {
  const place = placeInWords(cell);
  const says = cell.text === '' ? 'nothing' : `“${cell.text.slice(0, 60)}”`;
  return new VantageError(
    'bad-input',
    `${place.charAt(0).toUpperCase()}${place.slice(1)}: ${says} is ${shouldBe}.`,
    {
      remedy,
    },
  );
}

/** `2024-25` of 2024-25, 2024/25 or 2024-2025; undefined for anything else. */
export function yearOf(text: string): string | undefined {
  const [, first, second] = /^(\d{4})\s*[-/–]\s*(?:20|19)?(\d{2})$/.exec(text) ?? [];
  return first !== undefined && second !== undefined && (Number(first) + 1) % 100 === Number(second)
    ? `${first}-${second}`
    : undefined;
}

/** An amount in pounds, in pence; undefined for what is no amount, or one below nought. */
export function penceOf(text: string): number | undefined {
  const plain = text.replace(/[£,\s]/g, '');
  const pounds = Number(plain);
  return plain !== '' && Number.isFinite(pounds) && pounds >= 0 ? Math.round(pounds * 100) : undefined;
}

/** Rows within which a heading is looked for: titles and notes may stand above it. */
const headingWithin = 30;

/** The heading row of a sheet and where each wanted column is in it; undefined where no row has all of them. */
export function headingIn<Name extends string>(
  { rows }: Cells,
  wanted: Readonly<Record<Name, RegExp>>,
): { at: number; columns: Record<Name, number> } | undefined {
  const names = Object.keys(wanted) as Name[];
  for (const [at, { fields }] of rows.slice(0, headingWithin).entries()) {
    const columns = Object.fromEntries(
      names.map((name) => [name, fields.findIndex((field) => wanted[name].test(field))]),
    ) as Record<Name, number>;
    if (names.every((name) => columns[name] >= 0)) return { at, columns };
  }
  return undefined;
}
