import { annexA, annexSheet } from './annex-a.ts';
import { cinShape } from './cin.ts';
import type { CsvDefinition } from './definition.ts';
import { csvDefinitions } from './definitions.ts';
import { containerOf, textOf } from './files.ts';
import { type Mapping, mappedName, mappedReader } from './mapping.ts';
import type { Format } from './model.ts';
import { readyMappings } from './ready-mappings.ts';
import { ssda903Shape } from './ssda903.ts';
import { isHeader, openingOf, readerOf, readTables, type TableReader } from './table-read.ts';
import { sheetsOf } from './tables.ts';
import { UnreadableFile } from './unreadable.ts';
import { firstElements } from './xml-read.ts';
import { readXml } from './xml-records.ts';
import type { XmlShape } from './xml-shape.ts';

const known = (readers: readonly TableReader[]) => (names: readonly string[]) =>
  readers.some((reader) => isHeader(reader, { line: 1, fields: names }));

const tableFormat = (definition: CsvDefinition): Format => ({
  name: definition.name,
  version: 1,
  title: definition.title,
  file: 'table',
  key: definition.key,
  yields: [definition.kind],
  recognises: known([readerOf(definition)]),
  read: (path, sink, { key, ...options } = {}) =>
    readTables([readerOf(definition, key)], sheetsOf(path, options), sink, { file: path, key }),
});

const annexReaders = annexA.map((definition, at) => ({
  ...readerOf(definition),
  sheet: annexSheet(at + 1),
}));

const annexFormat: Format = {
  name: 'annex-a',
  version: 1,
  title: 'Annex A, all lists in one workbook',
  file: 'workbook',
  yields: annexA.map(({ kind }) => kind),
  recognises: known(annexReaders),
  read: (path, sink) => readTables(annexReaders, sheetsOf(path), sink, { file: path }),
};

/** The format that reads spreadsheets by a mapping. Throws when the mapping has faults. */
export function mappedFormat(mapping: Mapping): Format {
  const reader = mappedReader(mapping);
  return {
    name: mappedName(mapping),
    version: mapping.version,
    title: mapping.title,
    file: 'table',
    key: reader.definition.key,
    yields: [reader.definition.kind],
    recognises: known([reader]),
    read: (path, sink, { key, ...options } = {}) =>
      readTables([reader], sheetsOf(path, options), sink, { file: path, key }),
  };
}

const xmlFormat = (name: string, title: string, shape: XmlShape): Format => ({
  name,
  version: 1,
  title,
  file: 'xml',
  yields: shape.kinds,
  recognises: (names) => names[0] === shape.root && names.includes(shape.unit),
  read: (path, sink, options) => readXml(shape, textOf(path, options?.encoding), sink, { file: path }),
});

/** Every format that can be read without anybody having to make a mapping. */
export const formats: readonly Format[] = [
  ...csvDefinitions.map(tableFormat),
  annexFormat,
  ...readyMappings.map(mappedFormat),
  xmlFormat('cin', 'Children in need census', cinShape),
  xmlFormat('ssda903', 'Looked-after children return (SSDA903)', ssda903Shape),
];

/** The format of a name, as a manifest's `kind` gives it, among those given, else among `formats`. */
export function formatNamed(name: string, more: readonly Format[] = []): Format | undefined {
  return more.find((format) => format.name === name) ?? formats.find((format) => format.name === name);
}

/**
 * The format of a file, by its header row or its first elements; undefined when none knows it. `more` are tried before
 * those of `formats`.
 */
export async function recognise(path: string, more: readonly Format[] = []): Promise<Format | undefined> {
  const all = [...more, ...formats];
  try {
    if ((await containerOf(path)) === 'xml') {
      const stream = textOf(path);
      const first = await stream.next();
      await stream.return(undefined);
      const names = first.done ? [] : firstElements(first.value, 20);
      return all.find((format) => format.file === 'xml' && format.recognises(names));
    }
    return await recogniseTables(path, all);
  } catch (error) {
    if (error instanceof UnreadableFile) return undefined;
    throw error;
  }
}

async function recogniseTables(path: string, all: readonly Format[]): Promise<Format | undefined> {
  const isWorkbook = (await containerOf(path)) === 'workbook';
  const fitting = all.filter(({ file }) => file === 'table' || (file === 'workbook' && isWorkbook));
  // A workbook of many lists is known by any of them, before a table that one of its sheets could be.
  const ordered = [
    ...fitting.filter(({ file }) => file === 'workbook'),
    ...fitting.filter(({ file }) => file === 'table'),
  ];
  for await (const sheet of sheetsOf(path)) {
    const { opening, rest } = await openingOf(sheet);
    await rest.return?.();
    for (const { fields } of opening) {
      const format = ordered.find((one) => one.recognises(fields));
      if (format !== undefined) return format;
    }
  }
  return undefined;
}
