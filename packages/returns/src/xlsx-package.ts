/** The parts of a workbook (Office Open XML, ECMA-376): a zip archive of XML, and how its parts hang together. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { Entry, ZipFile } from 'yauzl';
import { UnreadableFile } from './unreadable.ts';

/** Most bytes that texts shared by all cells may take: they are held in memory. */
const MOST_SHARED = 512 * 1024 * 1024;

export type Package = {
  /** A part as text, in pieces; undefined when the package has no part of that path. */
  part(path: string): AsyncIterable<string> | undefined;
  close(): void;
};

/** Opens a workbook's zip archive. Throws what yauzl throws when it is none. */
export async function openPackage(path: string): Promise<Package> {
  const { openPromise } = await import('yauzl');
  const zip: ZipFile = await openPromise(path, { lazyEntries: true, autoClose: false });
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry);
  } catch (error) {
    zip.close();
    throw error;
  }
  return {
    part(name) {
      const entry = entries.get(name.toLowerCase().replace(/^\//, ''));
      return entry === undefined ? undefined : textOfEntry(zip, entry);
    },
    close: () => zip.close(),
  };
}

async function* textOfEntry(zip: ZipFile, entry: Entry): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const bytes of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Uint8Array>)
    yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

/** A parser of one part; what is wrong with its XML is thrown as an UnreadableFile that names the part. */
export function parserOf(file: string, part: string): SaxesParser {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new UnreadableFile(
      file,
      null,
      `The workbook’s part ${part} is not well formed (${error.message}).`,
      'Open the workbook, save it again, and send it whole.',
    );
  });
  return parser;
}

/** Parses a part to its end; nothing where there is no such part. */
async function parse(parser: SaxesParser, part: AsyncIterable<string> | undefined): Promise<void> {
  if (part === undefined) return;
  for await (const piece of part) parser.write(piece);
  parser.close();
}

type Attributes = Readonly<Record<string, string>>;

/** An element's name without its namespace's prefix. */
export const localName = (name: string) => name.slice(name.indexOf(':') + 1);

/** Calls `found` for each element of a part, in the order in which they open; nothing where there is no such part. */
async function eachElement(
  file: string,
  opened: Package,
  path: string,
  found: (name: string, attributes: Attributes) => void,
): Promise<void> {
  const parser = parserOf(file, path);
  parser.on('opentag', (tag: SaxesTagPlain) => found(localName(tag.name), tag.attributes));
  await parse(parser, opened.part(path));
}

export type Workbook = {
  sheets: { name: string; path: string }[];
  from1904: boolean;
  sharedPath: string;
  stylesPath: string;
};

const folder = 'xl/';
const resolved = (target: string) => (target.startsWith('/') ? target.slice(1) : `${folder}${target}`);

/** The sheets of a workbook in their order, and where its shared parts are. */
export async function readWorkbook(file: string, opened: Package): Promise<Workbook> {
  const workbook: Workbook = {
    sheets: [],
    from1904: false,
    sharedPath: 'xl/sharedStrings.xml',
    stylesPath: 'xl/styles.xml',
  };
  const targets = new Map<string, string>();
  await eachElement(file, opened, 'xl/_rels/workbook.xml.rels', (name, { Id, Target = '', Type = '' }) => {
    if (name !== 'Relationship' || Id === undefined) return;
    targets.set(Id, resolved(Target));
    if (Type.endsWith('/sharedStrings')) workbook.sharedPath = resolved(Target);
    if (Type.endsWith('/styles')) workbook.stylesPath = resolved(Target);
  });
  await eachElement(file, opened, 'xl/workbook.xml', (name, attributes) => {
    if (name === 'workbookPr') workbook.from1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
    if (name !== 'sheet') return;
    const relation = Object.entries(attributes).find(([key]) => localName(key) === 'id' && key !== 'id');
    const path = targets.get(relation?.[1] ?? '');
    if (path !== undefined) workbook.sheets.push({ name: attributes.name ?? '', path });
  });
  return workbook;
}

/** For each style that a cell can have, whether it shows a day or a time. */
export async function readStyles(
  file: string,
  opened: Package,
  path: string,
  showsTime: (id: number, code: string | undefined) => boolean,
): Promise<boolean[]> {
  const codes = new Map<number, string>();
  const styles: boolean[] = [];
  let within = false;
  const parser = parserOf(file, path);
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    const local = localName(name);
    if (local === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
    if (local === 'cellXfs') within = true;
    if (local === 'xf' && within) {
      const id = Number(attributes.numFmtId ?? '0');
      styles.push(showsTime(id, codes.get(id)));
    }
  });
  parser.on('closetag', ({ name }) => {
    if (localName(name) === 'cellXfs') within = false;
  });
  await parse(parser, opened.part(path));
  return styles;
}

/** Texts that cells share, in their order; runs of differing looks are one text, readings beside it are left out. */
export async function readShared(file: string, opened: Package, path: string): Promise<string[]> {
  const texts: string[] = [];
  let text: string | undefined;
  let taking = false;
  let aside = 0;
  let size = 0;
  const parser = parserOf(file, path);
  parser.on('opentag', ({ name }) => {
    const local = localName(name);
    if (local === 'si') text = '';
    if (local === 'rPh') aside += 1;
    taking = local === 't' && aside === 0;
  });
  parser.on('text', (part) => {
    if (!taking || text === undefined) return;
    text += part;
    size += part.length;
    if (size > MOST_SHARED)
      throw new UnreadableFile(
        file,
        null,
        'The workbook holds more text than can be read at once.',
        'Send it as CSV.',
      );
  });
  parser.on('closetag', ({ name }) => {
    const local = localName(name);
    if (local === 'rPh') aside -= 1;
    if (local === 't') taking = false;
    if (local !== 'si') return;
    texts.push(text ?? '');
    text = undefined;
  });
  await parse(parser, opened.part(path));
  return texts;
}
