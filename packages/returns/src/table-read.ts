import { breaks } from './csv-rows.ts';
import { type CsvDefinition, neededColumns } from './definition.ts';
import { keyOf } from './definitions.ts';
import { judgeOf, keyToHold, onceEach } from './judge.ts';
import type { Sink } from './model.ts';
import type { Sheet, TableRow } from './tables.ts';
import { UnreadableFile } from './unreadable.ts';

/** What a kind of table looks like, and what its rows become. */
export type TableReader = {
  definition: CsvDefinition;
  /** Headings that a header row must have. */
  needs: readonly string[];
  /** A sheet of such a name is of this kind, whatever stands in it. */
  sheet?: RegExp;
  /** A row's content by the definition's columns, from its content by the file's headings; without it they are the same. */
  mapped?(content: Readonly<Record<string, string>>): Record<string, string>;
  /** The file's heading for one of the definition's columns, where that is another. */
  headingOf?(column: string): string | undefined;
};

/** Rows in which a header row is looked for: titles and notes may stand above it. */
const HEADER_WITHIN = 30;

/** A heading as it is compared: without regard to case, spacing and the form of its apostrophes. */
export const heading = (text: string) =>
  text
    .replace(/[\s\u00A0]+/g, ' ')
    .trim()
    .replace(/[‘’]/g, "'")
    .toLowerCase();

/** The reader of a CSV definition's own files. */
export const readerOf = (definition: CsvDefinition, key: readonly string[] = []): TableReader => ({
  definition,
  needs: [...new Set([...neededColumns(definition), ...key])],
});

type Names = { headings: string[]; has: ReadonlySet<string> };

/** The columns that a row would name as a header: by the definition's own spelling where it knows them. */
function namesOf(reader: TableReader, { fields }: TableRow): Names {
  const own = new Map<string, string>();
  if (reader.mapped === undefined)
    for (const { name, also = [] } of reader.definition.columns)
      for (const known of [name, ...also]) own.set(heading(known), name);
  else for (const name of reader.needs) own.set(heading(name), name);
  const headings = fields.map((field) => own.get(heading(field)) ?? field.trim());
  return { headings, has: new Set(headings) };
}

const missingOf = ({ needs }: TableReader, { has }: Names) => needs.filter((name) => !has.has(name));

/** Whether a row can be the header of a kind of table. */
export const isHeader = (reader: TableReader, row: TableRow) =>
  missingOf(reader, namesOf(reader, row)).length === 0;

const isBlank = ({ fields }: TableRow) => fields.every((field) => field.trim() === '');

/** A sheet's first rows with anything in them, and the rows after them. */
export async function openingOf(
  sheet: Sheet,
): Promise<{ opening: TableRow[]; rest: AsyncIterator<TableRow[]>; left: TableRow[] }> {
  const opening: TableRow[] = [];
  const rest = sheet.rows[Symbol.asyncIterator]();
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    for (const [at, row] of next.value.entries()) {
      if (!isBlank(row)) opening.push(row);
      if (opening.length === HEADER_WITHIN) return { opening, rest, left: next.value.slice(at + 1) };
    }
  }
  return { opening, rest, left: [] };
}

type Layout = {
  reader: TableReader;
  headings: string[];
  header: TableRow;
  /** Places of the columns in the order of their names, in which contents are hashed. */
  byName: number[];
};

function layoutOf(reader: TableReader, header: TableRow, file: string, sheet: string | undefined): Layout {
  const { headings } = namesOf(reader, header);
  const named = headings.filter((name) => name !== '');
  const twice = named.find((name, at) => named.indexOf(name) !== at);
  if (twice !== undefined)
    throw new UnreadableFile(
      file,
      { line: header.line, sheet },
      `The header has ${twice} twice.`,
      'Send the file with each column once.',
    );
  const name = (at: number) => headings[at] || `column ${at + 1}`;
  const byName = [...headings.keys()].sort((a, b) => (name(a) < name(b) ? -1 : 1));
  return { reader, headings, header, byName };
}

/** Of the first rows, the header of the first reader that knows one. */
function headerAmong(readers: readonly TableReader[], opening: readonly TableRow[]) {
  for (const reader of readers)
    for (const [at, row] of opening.entries()) if (isHeader(reader, row)) return { reader, row, at };
  return undefined;
}

function noHeader(
  readers: readonly TableReader[],
  opening: readonly TableRow[],
  file: string,
  sheet: string | undefined,
): UnreadableFile {
  const [reader] = readers;
  const [first] = opening;
  if (reader === undefined || first === undefined)
    return new UnreadableFile(
      file,
      null,
      'The file has no header row.',
      `Send it with the columns of ${reader?.definition.name ?? 'its kind'} in its first row.`,
    );
  const missing = (row: TableRow) => missingOf(reader, namesOf(reader, row));
  const nearest = opening.reduce((best, row) => (missing(row).length < missing(best).length ? row : best));
  return new UnreadableFile(
    file,
    { line: nearest.line, sheet },
    `The header has no ${missing(nearest).join(', ')}, which ${reader.definition.name} needs.`,
    'Send the file with these columns, or name its kind rightly in the manifest.',
  );
}

function contentOf({ reader, headings, byName }: Layout, fields: readonly string[]): Record<string, string> {
  const stated: [string, string][] = [];
  const state = (at: number) => {
    const field = fields[at];
    if (field) stated.push([headings[at] || `column ${at + 1}`, field]);
  };
  byName.forEach(state);
  for (let at = byName.length; at < fields.length; at++) state(at);
  const content = Object.fromEntries(stated);
  return reader.mapped?.(content) ?? content;
}

/**
 * Whether a field looks as if stray quotation marks in two rows had made it of all between them: its first line has the
 * delimiters of a row after the field, its last those before it, and each line between those of a whole row.
 */
function holdsRows(field: string, at: number, width: number, delimiter: string): boolean {
  if (width < 3 || !breaks(field)) return false;
  const lines = field.split(/\r\n|\n|\r/);
  return lines.every((line, index) => {
    const between = line.split(delimiter).length - 1;
    if (index === 0) return between === width - 1 - at;
    return between === (index === lines.length - 1 ? at : width - 1);
  });
}

/** What is wrong with the outline of a text's row, before its values are looked at. */
function outlineFault(
  { unpaired, fields, delimiter }: TableRow,
  width: number,
): { reason: string; remedy: string } | undefined {
  if (delimiter === undefined) return undefined;
  if (unpaired)
    return {
      reason: 'Its quotation marks do not pair up, so that it cannot be told where its fields end.',
      remedy: 'Put a field that has quotation marks in it between quotation marks, and double those within.',
    };
  if (fields.length === width) {
    if (!fields.some((field, at) => holdsRows(field, at, width, delimiter))) return undefined;
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

/** Reads a table's rows below its header into a sink, each judged by its kind. */
function rowsInto(layout: Layout, sink: Sink, key: readonly string[] | undefined, sheet: string | undefined) {
  const { definition } = layout.reader;
  const judge = judgeOf(definition, key);
  const width = layout.header.fields.length;
  const where = sheet === undefined ? {} : { sheet };
  return (row: TableRow): void | Promise<void> => {
    if (isBlank(row)) return undefined;
    const content = contentOf(layout, row.fields);
    const fault = outlineFault(row, width);
    if (fault)
      return sink.hold({
        kind: definition.kind,
        key: keyToHold(keyOf(definition.kind, content, key)),
        line: row.line,
        column: null,
        value: null,
        ...fault,
        content,
        uncertain: true,
        ...where,
      });
    const judged = judge(content, row.line);
    if ('good' in judged) return sink.keep(Object.assign(judged.good, where));
    const { bad } = judged;
    const name = bad.column === null ? undefined : layout.reader.headingOf?.(bad.column);
    const reason =
      name === undefined ? bad.reason : `${bad.reason} In the spreadsheet it is the column “${name}”.`;
    return sink.hold({ ...bad, reason, ...where });
  };
}

/**
 * Reads the tables of a file into a sink, row by row: each sheet by the first reader that claims its name or knows its
 * header; a sheet that none knows is passed over. Titles may stand above the header; rows without any value are passed over.
 * @throws UnreadableFile when no sheet has a header that a reader knows, when one that a reader claims by name lacks a
 * column, or when a row does not end.
 */
export async function readTables(
  readers: readonly TableReader[],
  sheets: AsyncIterable<Sheet>,
  sink: Sink,
  { file, key }: { file: string; key?: readonly string[] | undefined },
): Promise<void> {
  const once = onceEach(sink);
  let known = false;
  let unknown: UnreadableFile | undefined;
  for await (const sheet of sheets) {
    const claiming = readers.filter((reader) => reader.sheet?.test(sheet.name ?? ''));
    const candidates = claiming.length > 0 ? claiming : readers;
    const { opening, rest, left } = await openingOf(sheet);
    const found = headerAmong(candidates, opening);
    if (found === undefined) {
      const fault = noHeader(candidates, opening, file, sheet.name);
      if (claiming.length > 0) throw fault;
      unknown ??= fault;
      await rest.return?.();
      continue;
    }
    known = true;
    const take = rowsInto(layoutOf(found.reader, found.row, file, sheet.name), once, key, sheet.name);
    for (const row of opening.slice(found.at + 1)) await take(row);
    for (const row of left) await take(row);
    for (let next = await rest.next(); !next.done; next = await rest.next())
      for (const row of next.value) {
        const wait = take(row);
        if (wait !== undefined) await wait;
      }
  }
  if (!known) throw unknown ?? noHeader(readers, [], file, undefined);
}
