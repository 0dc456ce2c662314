import Papa from 'papaparse';
import { type CsvDefinition, neededColumns } from './definition.ts';
import { keyOf } from './definitions.ts';
import { judgeOf, keyToHold, onceEach } from './judge.ts';
import type { Sink } from './model.ts';
import { UnreadableFile } from './unreadable.ts';

/** Longest row, in characters, before an opened quotation mark counts as never closed. */
const LONGEST_ROW = 4_000_000;

type CsvRow = {
  /** Line of the file on which the row begins, from 1. */
  line: number;
  fields: string[];
  /** True when the row's quotation marks do not pair up. */
  unpaired: boolean;
};

type Parsed = { data: string[][]; errors: Papa.ParseError[]; meta: { cursor: number } };

const linesIn = (fields: readonly string[]) =>
  fields.reduce((sum, field) => sum + (field.match(/\r\n|\n|\r/g)?.length ?? 0), 1);

/**
 * Rows of CSV text as they come, in batches; lines may end in LF, CRLF or CR, as the first does.
 * @throws UnreadableFile when a row grows past all measure.
 */
export async function* csvRows(text: AsyncIterable<string>, file: string): AsyncGenerator<CsvRow[]> {
  let rest = '';
  let line = 1;
  let newline: string | undefined;
  const take = (last: boolean): CsvRow[] => {
    const parser = new Papa.Parser({ delimiter: ',', newline: (newline ?? '\n') as '\n' });
    const { data, errors, meta } = parser.parse(rest, 0, !last) as Parsed;
    const unpaired = new Set(errors.map((error) => error.row));
    rest = rest.slice(meta.cursor);
    return data.map((fields, at) => {
      const row = { line, fields, unpaired: unpaired.has(at) };
      line += linesIn(fields);
      return row;
    });
  };
  for await (const chunk of text) {
    rest += chunk;
    newline ??= /\r\n|\n|\r(?!$)/.exec(rest)?.[0];
    if (newline !== undefined) yield take(false);
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

type Layout = { names: string[]; width: number };

/** Content names of a header row: the definition's own spelling for its columns, the file's for others. */
function layoutOf(definition: CsvDefinition, key: readonly string[], header: CsvRow, file: string): Layout {
  const own = new Map(definition.columns.map((column) => [column.name.toLowerCase(), column.name]));
  const names = header.fields.map((field) => own.get(field.trim().toLowerCase()) ?? field.trim());
  const missing = [...neededColumns(definition), ...key].filter((name) => !names.includes(name));
  const named = names.filter((name) => name !== '');
  const twice = named.find((name, at) => named.indexOf(name) !== at);
  const at = { line: header.line };
  if (missing.length > 0)
    throw new UnreadableFile(
      file,
      at,
      `The header has no ${[...new Set(missing)].join(', ')}, which ${definition.name} needs.`,
      'Send the file with these columns, or name its kind rightly in the manifest.',
    );
  if (twice !== undefined)
    throw new UnreadableFile(
      file,
      at,
      `The header has ${twice} twice.`,
      'Send the file with each column once.',
    );
  return { names, width: names.length };
}

function contentOf({ names }: Layout, fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap((field, at) => (field === '' ? [] : [[names[at] || `column ${at + 1}`, field]])),
  );
}

/**
 * Whether a field looks as if stray quotation marks in two rows had made it of all between them: its first line has the
 * commas of a row after the field, its last those before it, and each line between those of a whole row.
 */
function holdsRows(field: string, at: number, width: number): boolean {
  const lines = field.split(/\r\n|\n|\r/);
  if (lines.length < 2 || width < 3) return false;
  return lines.every((line, index) => {
    const commas = line.split(',').length - 1;
    if (index === 0) return commas === width - 1 - at;
    return commas === (index === lines.length - 1 ? at : width - 1);
  });
}

/** What is wrong with a row's outline, before its values are looked at. */
function outlineFault(
  { unpaired, fields }: CsvRow,
  { width }: Layout,
): { reason: string; remedy: string } | undefined {
  if (unpaired)
    return {
      reason: 'Its quotation marks do not pair up, so that it cannot be told where its fields end.',
      remedy: 'Put a field that has quotation marks in it between quotation marks, and double those within.',
    };
  if (fields.length === width) {
    if (!fields.some((field, at) => holdsRows(field, at, width))) return undefined;
    return {
      reason: 'A field between quotation marks holds what look like other rows.',
      remedy: 'Take away the stray quotation marks, or double those that belong to the text.',
    };
  }
  return {
    reason: `It has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}; the header has ${width}.`,
    remedy:
      'Put fields that hold commas or line ends between quotation marks, and give every row all columns.',
  };
}

/**
 * Reads CSV text of one kind into a sink, row by row. Rows without any value are passed over.
 * @throws UnreadableFile when there is no header, when it lacks a needed column, or when a row does not end.
 */
export async function readCsv(
  definition: CsvDefinition,
  text: AsyncIterable<string>,
  sink: Sink,
  options: { file: string; key?: readonly string[] | undefined },
): Promise<void> {
  const judge = judgeOf(definition, options.key);
  const once = onceEach(sink);
  let layout: Layout | undefined;
  for await (const rows of csvRows(text, options.file)) {
    for (const row of rows) {
      if (row.fields.every((field) => field.trim() === '')) continue;
      if (!layout) {
        layout = layoutOf(definition, options.key ?? [], row, options.file);
        continue;
      }
      const content = contentOf(layout, row.fields);
      const fault = outlineFault(row, layout);
      if (fault) {
        const { kind } = definition;
        await once.hold({
          kind,
          key: keyToHold(keyOf(kind, content, options.key)),
          line: row.line,
          column: null,
          value: null,
          ...fault,
          content,
          uncertain: true,
        });
        continue;
      }
      const judged = judge(content, row.line);
      await ('good' in judged ? once.keep(judged.good) : once.hold(judged.bad));
    }
  }
  if (!layout)
    throw new UnreadableFile(
      options.file,
      null,
      'The file has no header row.',
      `Send it with the columns of ${definition.name} in its first row.`,
    );
}
