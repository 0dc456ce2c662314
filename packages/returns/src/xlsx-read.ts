import type { SaxesTagPlain } from 'saxes';
import type { Sheet, TableRow } from './tables.ts';
import { UnreadableFile } from './unreadable.ts';
import { columnOf, dayOfSerial, plainNumber, showsTime } from './xlsx-cells.ts';
import {
  localName,
  openPackage,
  type Package,
  parserOf,
  readShared,
  readStyles,
  readWorkbook,
} from './xlsx-package.ts';

/** Columns that a sheet can have. */
const MOST_COLUMNS = 16_384;
/** Characters of one cell: spreadsheets hold 32,767. */
const LONGEST_CELL = 1_000_000;

/** What all sheets of a workbook share. */
type Shared = { texts: readonly string[]; times: readonly boolean[]; from1904: boolean };

/**
 * The sheets of a workbook (XLSX), in order, each as rows of text: days as ISO days, numbers as people write them, a
 * formula as its last result. A cell joined with others has its text in the first of them. Node only.
 * @throws UnreadableFile when the file is no workbook.
 */
export async function* workbookSheets(file: string): AsyncGenerator<Sheet> {
  let opened: Package | undefined;
  try {
    opened = await openPackage(file);
    const { sheets, from1904, sharedPath, stylesPath } = await readWorkbook(file, opened);
    const shared = {
      from1904,
      texts: await readShared(file, opened, sharedPath),
      times: await readStyles(file, opened, stylesPath, showsTime),
    };
    if (sheets.length === 0) throw new Error('it has no sheets');
    for (const { name, path } of sheets) {
      const part = opened.part(path);
      if (part !== undefined) yield { name, rows: rowsOf(file, path, part, shared) };
    }
  } catch (error) {
    throw asUnreadable(file, error);
  } finally {
    opened?.close();
  }
}

function asUnreadable(file: string, error: unknown): UnreadableFile {
  if (error instanceof UnreadableFile) return error;
  return new UnreadableFile(
    file,
    null,
    `It is not a workbook that can be read (${error instanceof Error ? error.message : String(error)}).`,
    'Save it as a workbook (.xlsx) without a password, or as CSV, and send it again.',
  );
}

type Cell = { column: number; type: string; style: number; text: string };

function textOf({ type, style, text }: Cell, { texts, times, from1904 }: Shared): string {
  switch (type) {
    case 's':
      return texts[Number(text)] ?? '';
    case 'b':
      return text === '1' ? 'TRUE' : 'FALSE';
    case 'd':
      return text.replace(/T00:00:00(\.0+)?Z?$/, '');
    case 'n':
      if (text === '') return '';
      return (times[style] ? dayOfSerial(Number(text), from1904) : undefined) ?? plainNumber(text);
    default:
      return text;
  }
}

async function* rowsOf(
  file: string,
  path: string,
  part: AsyncIterable<string>,
  shared: Shared,
): AsyncGenerator<TableRow[]> {
  const parser = parserOf(file, path);
  let done: TableRow[] = [];
  let line = 0;
  let fields: string[] = [];
  let cell: Cell | undefined;
  let column = -1;
  let taking = false;
  let aside = 0;
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    const local = localName(name);
    if (local === 'row') {
      line = attributes.r === undefined ? line + 1 : Number(attributes.r);
      fields = [];
      column = -1;
    } else if (local === 'c') {
      column = columnOf(attributes.r) ?? column + 1;
      cell = { column, type: attributes.t ?? 'n', style: Number(attributes.s ?? '0'), text: '' };
    } else if (local === 'rPh') aside += 1;
    taking = local === 'v' || (local === 't' && aside === 0);
  });
  parser.on('text', (text) => {
    if (!taking || cell === undefined) return;
    cell.text += text;
    if (cell.text.length > LONGEST_CELL) throw new Error(`a cell in row ${line} of ${path} does not end`);
  });
  parser.on('closetag', ({ name }) => {
    const local = localName(name);
    if (local === 'v' || local === 't') taking = false;
    else if (local === 'rPh') aside -= 1;
    else if (local === 'row') {
      done.push({ line, fields });
    } else if (local === 'c' && cell !== undefined) {
      if (cell.column < MOST_COLUMNS) {
        while (fields.length < cell.column) fields.push('');
        fields[cell.column] = textOf(cell, shared);
      }
      cell = undefined;
    }
  });
  try {
    for await (const piece of part) {
      parser.write(piece);
      if (done.length > 0) yield done;
      done = [];
    }
    parser.close();
  } catch (error) {
    throw asUnreadable(file, error);
  }
  if (done.length > 0) yield done;
}
