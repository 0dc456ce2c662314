import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type Format, type Sink, UnreadableFile } from '@vantage/returns';
import { type Actor, clock, type Database, newId, type Tx, VantageError } from '../platform/index.ts';
import { ensureAgencies, ensureArea } from '../sharing/index.ts';
import { type DeliveredFile, type Delivery, mappingOf } from './manifest.ts';
import { noteWaiting } from './mappings.ts';
import type {
  ChangedRecord,
  Content,
  Coverage,
  CurrentRecord,
  Extract,
  HeldRow,
  Page,
  Taken,
  Version,
} from './model.ts';
import * as changes from './store/changes.ts';
import { type Arriving, type Counts, isTaken, type Said, saidOtherwise, takeUp } from './store/intake.ts';
import * as store from './store/reading.ts';
import { openStaging } from './store/staging.ts';
import { tellersOf } from './tellers.ts';

export type TakeInOptions = {
  /** Told after each file: bytes dealt with, of all bytes. */
  progress?: (done: number, total: number) => void;
  /** Told as soon as a file is committed, and not before: what it says is kept. */
  taken?: (file: Taken) => void;
};

/** A file of which nothing was kept. */
export type Failure = { path: string; message: string; remedy: string };

export type Intake = Counts & {
  taken: Taken[];
  /** Files taken in before, just as they are. */
  skipped: string[];
  /** Files that could not be read; the others went in. */
  failed: Failure[];
};

/**
 * Takes in a delivery, each file in one transaction: all of it is kept or held back, or nothing of it. A file that
 * cannot be read as a whole is in `failed`; a file taken in before is skipped. A VantageError 'conflict', before anything
 * is taken in, names a file taken in before of which the manifest now says something else. The actor's area must be the delivery's.
 */
export async function takeIn(
  db: Database,
  actor: Actor,
  delivery: Delivery,
  options: TakeInOptions = {},
): Promise<Intake> {
  await db.asActor(actor, async (tx) => {
    await ensureArea(tx, delivery.area);
    await ensureAgencies(tx, delivery.agencies);
    for (const file of delivery.files) await refuseCorrected(tx, file);
    await noteWaiting(tx, delivery.waiting, delivery.files);
  });
  const intake: Intake = {
    taken: [],
    skipped: [],
    failed: [],
    added: 0,
    changed: 0,
    unchanged: 0,
    withdrawn: 0,
    held: 0,
  };
  const sizes = await Promise.all(delivery.files.map(({ file }) => sizeOf(file)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  /** The file before: while it is compared with what is kept, the next is read. */
  let before: Promise<void> = Promise.resolve();
  for (const [index, file] of delivery.files.entries()) {
    const { promise: isRead, resolve: read } = Promise.withResolvers<void>();
    const taking = takeInto(intake, db, actor, file, delivery.formats, { before, read }, options.taken).then(
      () => {
        done += sizes[index] ?? 0;
        options.progress?.(done, total);
      },
    );
    try {
      await Promise.race([isRead, taking]);
      await before;
    } catch (error) {
      await taking.catch(() => undefined);
      throw error;
    }
    before = taking;
    before.catch(() => undefined);
  }
  await before;
  return intake;
}

/** When a file has been read it says so, waits for the file before it, and only then is compared with what is kept. */
type Turn = { before: Promise<void>; read: () => void };

/** A file taken in keeps what was said of it then; that the manifest says something else now must not pass in silence. */
async function refuseCorrected(tx: Tx, file: DeliveredFile): Promise<void> {
  const { before, now } = await saidOtherwise(tx, { ...file, format: file.format.name, key: keyOf(file) });
  if (before.length === 0) return;
  const sha256 = await fingerprint(file).then(
    (found) => found.sha256,
    () => undefined,
  );
  const same = before.find((one) => one.sha256 === sha256);
  if (same === undefined) return;
  const [then, says] = [inWords(same), inWords(now)];
  const differing = (['coverage', 'from', 'to', 'key'] as const).filter((name) => then[name] !== says[name]);
  const differences = differing.map((name) => `${name} was ${then[name]} and is now ${says[name]}`);
  throw new VantageError(
    'conflict',
    `${file.path} was taken in before, and the manifest now says something else of it: ${differences.join('; ')}.`,
    {
      remedy:
        'Nothing was taken in. Say of it what was said then; or give it a new received_at, by which it counts as a new extract.',
    },
  );
}

const inWords = ({ coverage, from, to, key }: Omit<Said, 'sha256'>) => ({
  coverage,
  from: from ?? 'not given',
  to: to ?? 'not given',
  key: key?.join(', ') ?? 'not given',
});

/** Columns that the manifest names as making the key, where they are not the format's own. */
function keyOf({ key, format }: DeliveredFile): readonly string[] | null {
  return key === undefined || key.join('\n') === format.key?.join('\n') ? null : key;
}

async function takeInto(
  intake: Intake,
  db: Database,
  actor: Actor,
  file: DeliveredFile,
  formats: readonly Format[],
  turn: Turn,
  told: TakeInOptions['taken'],
): Promise<void> {
  try {
    const counts = await takeFile(db, actor, file, formats, turn);
    if (counts === undefined) {
      intake.skipped.push(file.path);
      return;
    }
    const { added, changed, unchanged } = counts;
    const taken = {
      path: file.path,
      agency: file.agency,
      kind: file.format.name,
      kept: added + changed + unchanged,
      ...counts,
    };
    intake.taken.push(taken);
    for (const name of ['added', 'changed', 'unchanged', 'withdrawn', 'held'] as const)
      intake[name] += counts[name];
    told?.(taken);
  } catch (error) {
    // What went wrong with the file before goes first.
    await turn.before;
    if (!(error instanceof BrokenFile)) throw error;
    intake.failed.push({ path: file.path, message: error.message, remedy: error.remedy });
  }
}

/** A fault of the file, not of Vantage or its database. */
class BrokenFile extends Error {
  readonly remedy: string;
  constructor(message: string, remedy: string, cause: unknown) {
    super(message, { cause });
    this.name = 'BrokenFile';
    this.remedy = remedy;
  }
}

/** Takes one file in; undefined when it has been before. */
async function takeFile(
  db: Database,
  actor: Actor,
  file: DeliveredFile,
  formats: readonly Format[],
  { before, read }: Turn,
): Promise<Counts | undefined> {
  const { sha256, bytes } = await fingerprint(file);
  return db.asActor(actor, async (tx) => {
    const arriving = { ...arrivingOf(file, sha256, bytes), tellers: tellersOf(file.format, formats) };
    if (await isTaken(tx, arriving)) {
      await before;
      return undefined;
    }
    const staging = await openStaging(tx);
    try {
      await readInto(file, staging);
    } catch (error) {
      await staging.abandon();
      throw error;
    }
    await staging.finish();
    read();
    await before;
    return takeUp(tx, arriving, { whole: staging.whole(), kept: staging.kept() });
  });
}

function arrivingOf(file: DeliveredFile, sha256: string, bytes: number): Omit<Arriving, 'tellers'> {
  const { path, agency, format, receivedAt, coverage, covers } = file;
  return {
    extractId: newId(),
    agency,
    path,
    format: format.name,
    mapping: mappingOf(format),
    sha256,
    bytes,
    coverage,
    key: keyOf(file),
    covers,
    receivedAt,
    takenAt: clock.now(),
    kinds: format.yields,
  };
}

/** Reads the file into the sink, telling a fault of the file from a fault of the sink. */
async function readInto(
  { file, path, format, key, delimiter, encoding }: DeliveredFile,
  sink: Sink,
): Promise<void> {
  let fault: unknown;
  const note = (error: unknown): never => {
    fault = error;
    throw error;
  };
  const noting =
    <Row>(pass: (row: Row) => void | Promise<void>) =>
    (row: Row) => {
      try {
        return pass(row)?.catch(note);
      } catch (error) {
        return note(error);
      }
    };
  try {
    await format.read(
      file,
      { keep: noting(sink.keep), hold: noting(sink.hold) },
      { key, delimiter, encoding },
    );
  } catch (error) {
    if (fault !== undefined) throw fault;
    throw brokenFile(path, error);
  }
}

/** Only a regular file has an end: a pipe would be waited for, and a folder holds no rows. */
async function refuseOthers({ file, path }: DeliveredFile): Promise<void> {
  const found = await stat(file).catch((error: unknown) => {
    throw brokenFile(path, error);
  });
  if (!found.isFile())
    throw new BrokenFile(
      `${path}: It is not a file${found.isDirectory() ? ' but a folder' : ' that can be read from end to end'}.`,
      'Put the file itself in its place, or take it out of the manifest.',
      undefined,
    );
}

/** Size and SHA-256, read as a stream. */
async function fingerprint(delivered: DeliveredFile): Promise<{ sha256: string; bytes: number }> {
  const { file, path } = delivered;
  await refuseOthers(delivered);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file)) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    throw brokenFile(path, error);
  }
  return { sha256: hash.digest('hex'), bytes };
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

function brokenFile(path: string, error: unknown): BrokenFile {
  if (error instanceof UnreadableFile) {
    const sheet = error.sheet === null ? '' : `, sheet ${error.sheet}`;
    const place = error.line === null ? sheet : `${sheet}, line ${error.line}`;
    return new BrokenFile(`${path}${place}: ${error.reason}`, error.remedy, error);
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reason =
    code === 'ENOENT' ? 'There is no such file.' : `It could not be read (${String(code ?? error)}).`;
  return new BrokenFile(`${path}: ${reason}`, 'Send the file again, or take it out of the manifest.', error);
}

/** The error of a build some of whose files could not be read; it names the first three. */
export function failureOf(failed: readonly Failure[]): VantageError {
  const named = failed.slice(0, 3).map(({ message, remedy }) => `${message} ${remedy}`);
  const more = failed.length > 3 ? ` And ${failed.length - 3} more.` : '';
  return new VantageError(
    'failed',
    `Nothing was kept of ${failed.length === 1 ? 'one file' : `${failed.length} files`}; the others went in. ${named.join(' ')}${more}`,
    { remedy: 'Mend what is wrong with each file and build again.' },
  );
}

const perPage = 50;

async function pageOf<T>(
  page: number,
  total: number,
  list: (limit: number, offset: number) => Promise<T[]>,
): Promise<Page<T>> {
  const pages = Math.max(1, Math.ceil(total / perPage));
  return { rows: await list(perPage, (page - 1) * perPage), page, pages, total };
}

/** Extracts, newest first, 50 a page. */
export async function extracts(tx: Tx, { page = 1 }: { page?: number } = {}): Promise<Page<Extract>> {
  return pageOf(page, await store.countExtracts(tx), (limit, offset) =>
    store.listExtracts(tx, limit, offset),
  );
}

/** One extract; a VantageError 'not-found' when there is none. */
export async function getExtract(tx: Tx, extractId: string): Promise<Extract> {
  const extract = await store.findExtract(tx, extractId);
  if (extract === undefined) throw missing('extract');
  return extract;
}

/** Prepares what was taken in for being looked up: to be called before anything but who is who is made of all of it. */
export async function recordsTaken(tx: Tx): Promise<void> {
  await tx.filled('extract', 'record', 'record_told', 'held_row');
}

/**
 * Ids of the records that came, changed or went since everything that follows from records was made, `before` being when
 * the newest extract of then had been received; undefined where all of it is to be made anew: it never was, or with
 * something else beside the records than `madeWith`, or of other records for a good part.
 */
export async function changedRecords(
  tx: Tx,
  madeWith: string,
): Promise<{ changed: string[]; before: Date } | undefined> {
  return changes.changedSince(tx, madeWith);
}

/** Notes that everything has been made of the records that stand, with what `madeWith` is the fingerprint of. */
export async function noteFollowed(tx: Tx, madeWith: string, asOf: Date): Promise<void> {
  await changes.noteFollowed(tx, madeWith, asOf);
}

/** Ids of an agency's records of a kind that stand and have one of the values in a column. */
export async function recordsSaying(tx: Tx, what: changes.Saying): Promise<string[]> {
  return changes.recordsSaying(tx, what);
}

/** Every version of records, those that stand and those that stood, in no order, streamed. */
export function versionsOf(tx: Tx, recordIds: readonly string[]): AsyncIterable<ChangedRecord> {
  return changes.streamVersions(tx, recordIds);
}

/** When the newest extract was received; null before the first. */
export async function lastReceived(tx: Tx): Promise<Date | null> {
  return store.lastReceived(tx);
}

/** The days for which the agencies' extracts speak, by agency and format. */
export async function coverage(tx: Tx): Promise<Coverage[]> {
  return store.listCoverage(tx);
}

/** The first day for which an extract speaks; null before there is one, and where one does not say from when. */
export async function firstDayCovered(tx: Tx): Promise<string | null> {
  const starts = (await coverage(tx)).map(({ covers }) => covers.from);
  return starts.includes(null) ? null : (starts.sort()[0] ?? null);
}

/** Rows held back, 50 a page: those still open, or with `mended` those that a later extract mended. */
export async function heldRows(
  tx: Tx,
  {
    page = 1,
    mended = false,
    extractId,
  }: { page?: number; mended?: boolean; extractId?: string | undefined } = {},
): Promise<Page<HeldRow>> {
  const filter = { mended, extractId };
  return pageOf(page, await store.countHeld(tx, filter), (limit, offset) =>
    store.listHeld(tx, filter, limit, offset),
  );
}

/** Every row held back, as `heldRows` lists them, streamed. */
export function allHeldRows(tx: Tx, { mended = false }: { mended?: boolean } = {}): AsyncIterable<HeldRow> {
  return store.streamHeld(tx, { mended });
}

/**
 * Records as they stand now, in the order of agency, kind and key unless that does not matter, streamed. With
 * `receivedBy`, as they stood then by what had been received: where a late extract overlaps with one that was confirmed
 * after it, the one received last.
 */
export function recordsOf(
  tx: Tx,
  {
    kinds,
    receivedBy,
    inOrder = true,
  }: { kinds?: readonly string[]; receivedBy?: Date; inOrder?: boolean } = {},
): AsyncIterable<CurrentRecord> {
  return receivedBy === undefined
    ? store.streamRecords(tx, kinds, inOrder)
    : store.streamRecordsReceived(tx, kinds, receivedBy);
}

/** What an agency's records of some kinds say, those that stand, in no order, streamed. */
export function contentsOf(
  tx: Tx,
  { agency, kinds }: { agency: string; kinds: readonly string[] },
): AsyncIterable<Content> {
  return store.streamContents(tx, agency, kinds);
}

/** Records that stand and say of somebody who that is, of all or of some, without their content, in no order, streamed. */
export function namingRecords(
  tx: Tx,
  recordIds: readonly string[] | null = null,
): ReturnType<typeof store.streamNaming> {
  return store.streamNaming(tx, recordIds);
}

/** Every version of one record, oldest received first; a VantageError 'not-found' when there is none. */
export async function getRecord(tx: Tx, recordId: string): Promise<Version[]> {
  const versions = await store.listVersions(tx, recordId);
  if (versions.length === 0) throw missing('record');
  return versions;
}

/** Of each record that exists, the version that stands, or, where it was withdrawn, the one that stood last. */
export async function recordsByIds(tx: Tx, recordIds: readonly string[]): Promise<Version[]> {
  return store.listRecordsByIds(tx, recordIds);
}

/** Of the records, those that the actor may open. */
export async function readableRecords(tx: Tx, recordIds: readonly string[]): Promise<Set<string>> {
  return new Set(await store.readable(tx, recordIds));
}

/** When each of the records that the actor may open was recorded and came here, by its number. */
export async function timesOfRecords(
  tx: Tx,
  recordIds: readonly string[],
): Promise<Map<string, store.RecordTimes>> {
  return new Map((await store.listTimes(tx, recordIds)).map((one) => [one.recordId, one]));
}

/** How many records stand, and how many rows wait to be mended. */
export async function counts(tx: Tx): Promise<{ records: number; held: number }> {
  return store.countRecords(tx);
}

function missing(what: string): VantageError {
  return new VantageError('not-found', `There is no such ${what}.`, {
    remedy: 'Check the address, or begin at Extracts.',
  });
}
