/** Spreadsheets that no format knows, and the mappings by which people say what their columns are. */
import {
  type Format,
  faultsOf,
  formatNamed,
  type Mapping,
  mappedFormat,
  mappedName,
  type Outline,
  outlinesOf,
  readyMappings,
  tryMapping,
  UnreadableFile,
} from '@vantage/returns';
import { clock, type Tx, VantageError } from '../platform/index.ts';
import type { KeptMapping, WaitingFile, WaitingPath } from './model.ts';
import * as store from './store/mappings.ts';

/** Formats that read by the mappings that people made. */
export async function mappedFormats(tx: Tx): Promise<Format[]> {
  return (await store.listMappings(tx)).map(({ mapping }) => mappedFormat(mapping));
}

/** Mappings that stand: those that people made, and of those that are there from the start the ones they did not change. */
export async function mappings(tx: Tx): Promise<KeptMapping[]> {
  const kept = await store.listMappings(tx);
  const named = new Set(kept.map(({ mapping }) => mapping.name));
  const ready = readyMappings.filter(({ name }) => !named.has(name));
  return [...kept, ...ready.map((mapping) => ({ mapping, madeBy: null, madeAt: null }))];
}

/** One mapping that stands; a VantageError 'not-found' when there is none. */
export async function getMapping(tx: Tx, name: string): Promise<KeptMapping> {
  const found = (await mappings(tx)).find(({ mapping }) => mapping.name === name);
  if (found === undefined) throw missing('mapping');
  return found;
}

/**
 * Keeps a mapping: as version 1, or as the next version of the one of its name. A VantageError 'bad-input' says what is
 * wrong with it. Nothing is read until the next build, which then reads again what an older version read.
 */
export async function keepMapping(tx: Tx, mapping: Omit<Mapping, 'version'>): Promise<Mapping> {
  const before = (await mappings(tx)).find((one) => one.mapping.name === mapping.name);
  const kept = { ...mapping, version: (before?.mapping.version ?? 0) + 1 };
  const faults = faultsOf(kept);
  if (before === undefined && formatNamed(mappedName(kept)) !== undefined) faults.push('Its name is taken.');
  if (faults.length > 0)
    throw new VantageError('bad-input', faults.join(' '), {
      remedy: 'Change the mapping and keep it again.',
    });
  await store.insertMapping(tx, kept, clock.now());
  return kept;
}

/** A row of a spreadsheet as a mapping reads it; `wrong` is null where it would be kept. */
export type TriedRow = {
  sheet: string | null;
  line: number;
  content: Readonly<Record<string, string>>;
  wrong: string | null;
};

/** What a mapping makes of the first rows of a sheet, in their order. A VantageError 'bad-input' where it does not fit. */
export async function tryOn(mapping: Omit<Mapping, 'version'>, outline: Outline): Promise<TriedRow[]> {
  const { sheet } = outline;
  try {
    const { kept, held } = await tryMapping({ ...mapping, version: 1 }, outline);
    return [
      ...kept.map(({ line, content }) => ({ sheet, line, content, wrong: null })),
      ...held.map(({ line, content, reason, remedy }) => ({
        sheet,
        line,
        content,
        wrong: `${reason} ${remedy}`,
      })),
    ].sort((a, b) => a.line - b.line);
  } catch (error) {
    const words = error instanceof UnreadableFile ? error.reason : (error as Error).message;
    throw new VantageError('bad-input', `The mapping does not fit. ${words}`, {
      remedy: 'Change the mapping, or try it on another spreadsheet.',
      cause: error,
    });
  }
}

/** As `tryOn`, of every sheet of a file. */
export async function tryOnFile(mapping: Omit<Mapping, 'version'>, path: string): Promise<TriedRow[]> {
  const outlines = await outlinesOf(path).catch((error: unknown) => {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new VantageError('bad-input', error.reason, { remedy: error.remedy, cause: error });
  });
  const rows: TriedRow[] = [];
  for (const outline of outlines) rows.push(...(await tryOn(mapping, outline)));
  return rows;
}

/** Spreadsheets that wait for a mapping, newest first. */
export async function waitingFiles(tx: Tx): Promise<WaitingFile[]> {
  return store.listWaiting(tx);
}

/** A spreadsheet that waits, or waited; a VantageError 'not-found' when there is none. */
export async function getWaiting(tx: Tx, waitingId: string): Promise<WaitingFile> {
  const found = await store.findWaiting(tx, waitingId);
  if (found === undefined) throw missing('spreadsheet');
  return found;
}

/** How the latest spreadsheet begins that waited and has the mapping's columns; undefined where none is known. */
export async function waitingLike(tx: Tx, { columns }: Mapping): Promise<Outline | undefined> {
  const needed = columns.map(({ from }) => from.toLowerCase());
  return store.findOutline(tx, (headings) => {
    const has = new Set(headings.map((one) => one.toLowerCase()));
    return needed.every((name) => has.has(name));
  });
}

/** Notes which spreadsheets of a delivery wait for a mapping, and that those at the paths `read` wait no longer. */
export async function noteWaiting(
  tx: Tx,
  waiting: readonly WaitingPath[],
  read: readonly { agency: string; path: string }[],
): Promise<void> {
  const at = clock.now();
  await store.settleWaiting(tx, read, at);
  for (const { agency, path, file, receivedAt } of waiting) {
    const sheets = await outlinesOf(file).catch((error: unknown) => {
      if (error instanceof UnreadableFile) return [];
      throw error;
    });
    if (sheets.length > 0) await store.noteWaiting(tx, { agency, path, receivedAt, sheets }, at);
  }
}

function missing(what: string): VantageError {
  return new VantageError('not-found', `There is no such ${what}.`, {
    remedy: 'Check the address, or begin at Extracts.',
  });
}
