import { csvRows } from './csv-rows.ts';
import { containerOf, textOf } from './files.ts';

/** A row of a table as it stands in a file. */
export type TableRow = {
  /** Line of the file or of the sheet on which the row begins, from 1; in Parquet the row's number. */
  line: number;
  fields: readonly string[];
  /** What stands between fields, in text; undefined where fields cannot run into one another. */
  delimiter?: string;
  /** True when the row's quotation marks do not pair up. */
  unpaired?: boolean;
};

/** A sheet of a workbook; a text or a Parquet file is one sheet without a name. */
export type Sheet = { name?: string; rows: AsyncIterable<TableRow[]> };

/** How a text is written, where that is not to be told from the text. */
export type TextOptions = {
  /** One character that stands between fields. */
  delimiter?: string | undefined;
  /** A label of the Encoding Standard, such as `windows-1252`. */
  encoding?: string | undefined;
};

/**
 * The tables of a file, in order, each read as a stream: the sheets of a workbook (XLSX), a Parquet file, or text. Each
 * is to be read, or left, before the next is asked for. Node only.
 * @throws UnreadableFile when the file cannot be opened or is not what its first bytes say.
 */
export async function* sheetsOf(path: string, options: TextOptions = {}): AsyncGenerator<Sheet> {
  const container = await containerOf(path);
  if (container === 'workbook') yield* (await import('./xlsx-read.ts')).workbookSheets(path);
  else if (container === 'parquet') yield { rows: (await import('./parquet-read.ts')).parquetRows(path) };
  else yield { rows: csvRows(textOf(path, options.encoding), path, options.delimiter) };
}
