import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import { type Format, formatNamed, recognise } from '@vantage/returns';
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
};

/** What a folder without a manifest does not say itself. `marking` is `real` when not given. */
export type DeliveryDefaults = { marking?: Marking | undefined };

/**
 * Reads what a folder of extracts holds: by its `manifest.json`, or else by recognising every CSV and XML file in it
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
  for (const [index, entry] of manifest.extracts.entries()) {
    const say = (words: string) => wrong.push(`${nameOfEntry(index, entry.path)}, ${words}`);
    const format = formatNamed(entry.kind);
    if (format === undefined) {
      say(`kind: "${entry.kind}" is not a kind that can be read`);
      continue;
    }
    const known = mappingOf(format);
    if (entry.mapping !== undefined && entry.mapping !== known)
      say(`mapping: must be "${known}", not "${entry.mapping}"`);
    if (entry.key !== undefined && format.file !== 'csv') say('key: only CSV files have key columns');
    const file = await realpath(join(root, entry.path)).catch(() => join(root, entry.path));
    if (!isInside(root, file)) say('path: leads out of the folder');
    files.push({ ...deliveredOf(entry), file, format });
  }
  const yields = (kind: string) => formatNamed(kind)?.yields ?? [];
  for (const { first, second } of rivalsIn(manifest.extracts, yields)) {
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
    area: manifest.area ?? areaWithoutName(defaults),
    agencies: manifest.agencies.length > 0 ? manifest.agencies : agenciesOf(files),
    files,
    recognised: [],
    unrecognised: [],
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
  };
}

async function recognisedIn(root: string, defaults: DeliveryDefaults): Promise<Delivery> {
  const agency = codeOf(basename(root));
  const files: DeliveredFile[] = [];
  const unrecognised: Delivery['unrecognised'] = [];
  for (const file of await extractsUnder(root)) {
    const path = relative(root, file).split(sep).join('/');
    const format = await recognise(file);
    if (format === undefined) {
      unrecognised.push({
        path,
        remedy: 'Its header is of no kind that can be read: compare it with docs/extracts.md.',
      });
      continue;
    }
    const receivedAt = (await stat(file)).mtime;
    files.push({ path, file, agency, format, receivedAt, coverage: 'delta', covers: coversOf({}) });
  }
  if (files.length === 0) {
    throw new VantageError(
      'bad-input',
      `The folder ${basename(root)} holds no manifest.json and no file of a kind that can be read.`,
      {
        remedy: 'Put extracts in it, as docs/extracts.md describes them.',
      },
    );
  }
  return {
    area: areaWithoutName(defaults),
    agencies: agenciesOf(files),
    files,
    recognised: files.map(({ path, format }) => ({ path, kind: format.name })),
    unrecognised,
  };
}

/** Every CSV and XML file in the folder and the folders in it, in the order of their paths; links are not followed. */
async function extractsUnder(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && ['.csv', '.xml'].includes(extname(entry.name).toLowerCase()))
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
function agenciesOf(files: readonly DeliveredFile[]): Agency[] {
  const codes = [...new Set(files.map(({ agency }) => agency))];
  return codes.map((agency) => {
    const kinds = files.filter((file) => file.agency === agency).map(({ format }) => format.name);
    return {
      agency,
      name: agency,
      type: kinds.every((kind) => kind.startsWith('police.')) ? 'police' : 'social-care',
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
