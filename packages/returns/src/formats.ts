import { cinShape } from './cin.ts';
import { csvRows, readCsv } from './csv-read.ts';
import { type CsvDefinition, neededColumns } from './definition.ts';
import { csvDefinitions } from './definitions.ts';
import { textOf } from './files.ts';
import type { Format } from './model.ts';
import { ssda903Shape } from './ssda903.ts';
import { UnreadableFile } from './unreadable.ts';
import { firstElements } from './xml-read.ts';
import { readXml } from './xml-records.ts';
import type { XmlShape } from './xml-shape.ts';

const csvFormat = (definition: CsvDefinition): Format => ({
  name: definition.name,
  version: 1,
  title: definition.title,
  file: 'csv',
  key: definition.key,
  yields: [definition.kind],
  recognises: (names) => {
    const given = new Set(names.map((name) => name.trim().toLowerCase()));
    return neededColumns(definition).every((name) => given.has(name.toLowerCase()));
  },
  read: (path, sink, options) => readCsv(definition, textOf(path), sink, { file: path, key: options?.key }),
});

const xmlFormat = (name: string, title: string, shape: XmlShape): Format => ({
  name,
  version: 1,
  title,
  file: 'xml',
  yields: shape.kinds,
  recognises: (names) => names[0] === shape.root && names.includes(shape.unit),
  read: (path, sink) => readXml(shape, textOf(path), sink, { file: path }),
});

/** Every format that can be read. */
export const formats: readonly Format[] = [
  ...csvDefinitions.map(csvFormat),
  xmlFormat('cin', 'Children in need census', cinShape),
  xmlFormat('ssda903', 'Looked-after children return (SSDA903)', ssda903Shape),
];

/** The format of a name, as a manifest's `kind` gives it. */
export function formatNamed(name: string): Format | undefined {
  return formats.find((format) => format.name === name);
}

/** The format of a file, by its header row or its first elements; undefined when none knows it. */
export async function recognise(path: string): Promise<Format | undefined> {
  try {
    const stream = textOf(path);
    const first = await stream.next();
    await stream.return(undefined);
    if (first.done) return undefined;
    const isXml = first.value.trimStart().startsWith('<');
    const names = isXml ? firstElements(first.value, 20) : await headerOf(first.value, path);
    return formats.find((format) => (format.file === 'xml') === isXml && format.recognises(names));
  } catch (error) {
    if (error instanceof UnreadableFile) return undefined;
    throw error;
  }
}

async function headerOf(text: string, path: string): Promise<string[]> {
  async function* once() {
    yield text;
  }
  for await (const rows of csvRows(once(), path)) {
    const header = rows.find((row) => row.fields.some((field) => field.trim() !== ''));
    if (header) return header.fields;
  }
  return [];
}
