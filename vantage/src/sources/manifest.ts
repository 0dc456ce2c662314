import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import { type Format, formatNamed, formats, recognise } from '@vantage/returns';
import { VantageError } from '../platform/index.ts';
import { Agency, type Area, type Marking } from '../sharing/index.ts';
import {
  badManifest,
  coversOf,
  type Manifest,
  type ManifestEntry,
  nameOfEntry,
  parseManifest,
  rivalsIn,
  type WaitingPath,
} from './model.ts';

/** One file to take in. */
export type DeliveredFile = {
  /** In its folder, with "/"; what pages show. */
  path: string;
  /** Where it lies. */
  file: string;
  agency: string;
  format: Format;
  receivedAt: Date;
  coverage: 'full' | 'delta';
  /** Days it speaks for, as a daterange's text. */
  covers: string;
  /** Columns that make the key, where they are not the format's own. */
  key?: readonly string[];
  /** How its text is written, where that cannot be told from it. */
  delimiter?: string;
  encoding?: string;
};

/** What lies in a folder of extracts, ready to be taken in. */
export type Delivery = {
  area: Area;
  agencies: Agency[];
  /** In the order in which they were received, then as the manifest lists them. */
  files: DeliveredFile[];
  /** Without a manifest: what each file was recognised as. */
  recognised: { path: string; kind: string }[];
  /** Without a manifest: files that are not of any kind that can be read, with what to do. */
  unrecognised: { path: string; remedy: string }[];
  /** Spreadsheets that no format knows: somebody may say what their columns are. */
  waiting: WaitingPath[];
  /** Every format by which the area's files are read, those of its own mappings first. */
  formats: readonly Format[];
};

/**
 * What a folder without a manifest does not say itself: `marking` is `real` when not given. `mapped` gives the formats
 * of an area's own mappings.
 */
export type DeliveryDefaults = {
  marking?: Marking | undefined;
  mapped?: (area: string) => Promise<readonly Format[]>;
};

/** The kind of a file in a manifest that is to be known by its columns. */
const anySpreadsheet = 'spreadsheet';

/**
 * Reads what a folder of extracts holds: by its `manifest.json`, or else by recognising every table and XML file in it
 * by its header; such a folder is one agency's, named like the folder, each file a delta received when it was last
 * changed. A VantageError 'bad-input' says what is wrong with the folder or its manifest.
 */
export async function readManifest(folder: string, defaults: DeliveryDefaults = {}): Promise<Delivery> {
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined || !(await stat(root)).isDirectory()) {
    throw new VantageError('bad-input', `There is no folder ${folder}.`, {
      remedy: 'Give the folder that holds the extracts.',
    });
  }
  const manifest = await stat(join(root, 'manifest.json')).catch(() => undefined);
  if (manifest !== undefined && !manifest.isFile()) throw badManifest(['it is not a file']);
  const text = await readFile(join(root, 'manifest.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const delivery =
    text === undefined
      ? await recognisedIn(root, defaults)
      : await listedIn(root, parseManifest(text), defaults);
  delivery.files.sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
  return delivery;
}

async function listedIn(root: string, manifest: Manifest, defaults: DeliveryDefaults): Promise<Delivery> {
  const wrong: string[] = [];
  const files: DeliveredFile[] = [];
  const waiting: WaitingPath[] = [];
  const recognised: Delivery['recognised'] = [];
  const area = manifest.area ?? areaWithoutName(defaults);
  const mapped = (await defaults.mapped?.(area.code)) ?? [];
  const kinds = new Map<ManifestEntry, Format>();
  for (const [index, entry] of manifest.extracts.entries()) {
    const say = (words: string) => wrong.push(`${nameOfEntry(index, entry.path)}, ${words}`);
    const file = await realpath(join(root, entry.path)).catch(() => join(root, entry.path));
    if (!isInside(root, file)) {
      say('path: leads out of the folder');
      continue;
    }
    const any = entry.kind === anySpreadsheet;
    const format = any ? await recognise(file, mapped) : formatNamed(entry.kind, mapped);
    if (format === undefined) {
      if (any) waiting.push({ ...deliveredOf(entry), file });
      else say(`kind: "${entry.kind}" is not a kind that can be read`);
      continue;
    }
    kinds.set(entry, format);
    if (any) recognised.push({ path: entry.path, kind: format.name });
    const known = mappingOf(format);
    if (entry.mapping !== undefined && entry.mapping !== known)
      say(`mapping: must be "${known}", not "${entry.mapping}"`);
    if (entry.key !== undefined && format.file !== 'table') say('key: only tables have key columns');
    files.push({ ...deliveredOf(entry), file, format });
  }
  for (const { first, second } of rivalsIn(manifest.extracts, (entry) => kinds.get(entry)?.yields ?? [])) {
    wrong.push(
      `${nameOfEntry(second, manifest.extracts[second]?.path)}, coverage: is full for the same agency, kind, days and time as extract ${first + 1}, so each would withdraw the other's records`,
    );
  }
  if (wrong.length > 0) throw badManifest(wrong);
  if (manifest.area && defaults.marking && defaults.marking !== manifest.area.marking) {
    throw new VantageError(
      'conflict',
      `The manifest marks its area as ${manifest.area.marking}; the command says ${defaults.marking}.`,
      {
        remedy: 'Correct whichever is wrong. A marking is said once and never changed.',
      },
    );
  }
  return {
    area,
    agencies: manifest.agencies.length > 0 ? manifest.agencies : agenciesOf(files, waiting),
    files,
    recognised,
    unrecognised: waiting.map(({ path }) => ({ path, remedy: waits })),
    waiting,
    formats: [...mapped, ...formats],
  };
}

function deliveredOf(entry: ManifestEntry): Omit<DeliveredFile, 'file' | 'format'> {
  return {
    path: entry.path,
    agency: entry.agency,
    receivedAt: new Date(entry.received_at),
    coverage: entry.coverage,
    covers: coversOf(entry),
    ...(entry.key === undefined ? {} : { key: entry.key }),
    ...(entry.delimiter === undefined ? {} : { delimiter: entry.delimiter }),
    ...(entry.encoding === undefined ? {} : { encoding: entry.encoding }),
  };
}

const waits =
  'No format and no mapping knows its columns: say which is which under Extracts, and build again.';

async function recognisedIn(root: string, defaults: DeliveryDefaults): Promise<Delivery> {
  const agency = codeOf(basename(root));
  const area = areaWithoutName(defaults);
  const mapped = (await defaults.mapped?.(area.code)) ?? [];
  const files: DeliveredFile[] = [];
  const waiting: WaitingPath[] = [];
  const unrecognised: Delivery['unrecognised'] = [];
  for (const file of await extractsUnder(root)) {
    const path = relative(root, file).split(sep).join('/');
    const format = await recognise(file, mapped);
    const receivedAt = (await stat(file)).mtime;
    if (format !== undefined)
      files.push({ path, file, agency, format, receivedAt, coverage: 'delta', covers: coversOf({}) });
    else if (extname(file).toLowerCase() === '.xml')
      unrecognised.push({
        path,
        remedy: 'It is of no kind that can be read: compare it with docs/extracts.md.',
      });
    else {
      unrecognised.push({ path, remedy: waits });
      waiting.push({ path, file, agency, receivedAt });
    }
  }
  if (files.length === 0 && waiting.length === 0) {
    throw new VantageError(
      'bad-input',
      `The folder ${root} holds no manifest.json and no file of a kind that can be read.`,
      {
        remedy: 'Put extracts in it, as docs/extracts.md describes them.',
      },
    );
  }
  return {
    area,
    agencies: agenciesOf(files, waiting),
    files,
    recognised: files.map(({ path, format }) => ({ path, kind: format.name })),
    unrecognised,
    waiting,
    formats: [...mapped, ...formats],
  };
}

const tables = ['.csv', '.tsv', '.xlsx', '.parquet', '.xml'];

/** Every file with such an ending in the folder and the folders in it, in the order of their paths; links are not followed. */
async function extractsUnder(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && tables.includes(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !relative(root, file)
          .split(sep)
          .some((part) => part.startsWith('.')),
    )
    .sort();
}

/** Agencies that are known only by their code; what they are is read from what they send. */
function agenciesOf(files: readonly DeliveredFile[], waiting: readonly WaitingPath[]): Agency[] {
  const codes = [...new Set([...files, ...waiting].map(({ agency }) => agency))];
  return codes.map((agency) => {
    const yields = files.filter((file) => file.agency === agency).flatMap(({ format }) => format.yields);
    const all = (beginning: string) => yields.every((kind) => kind.startsWith(beginning));
    return {
      agency,
      name: agency,
      type: all('charity.') ? 'charity' : all('police.') ? 'police' : 'social-care',
    };
  });
}

function areaWithoutName({ marking = 'real' }: DeliveryDefaults): Area {
  return { code: 'local', name: 'Local area', marking };
}

/** The format and version that read a file, as the extract keeps it. */
export function mappingOf(format: Format): string {
  return `${format.name}@${format.version}`;
}

function codeOf(name: string): string {
  const code = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40);
  return Agency.shape.agency.safeParse(code).success ? code : 'agency';
}

function isInside(root: string, file: string): boolean {
  return file.startsWith(root.endsWith(sep) ? root : root + sep);
}
