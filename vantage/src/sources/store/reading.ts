/** What other rooms, pages and commands read of extracts, records and held rows. */
import { canBeShown } from '@vantage/returns';
import type { Tx } from '../../platform/index.ts';
import { discreetTypes } from '../../sharing/index.ts';
import type { Content, Coverage, CurrentRecord, Extract, HeldRow, Version } from '../model.ts';

const extractColumns = `
  extract_id AS "extractId", agency, kind, mapping, path, sha256, bytes, coverage, covers, whole, received_at AS "receivedAt",
  taken_at AS "takenAt", rows_in AS "rowsIn", rows_added AS "rowsAdded", rows_changed AS "rowsChanged",
  rows_unchanged AS "rowsUnchanged", rows_withdrawn AS "rowsWithdrawn", rows_held AS "rowsHeld"`;

/** Newest first. */
export async function listExtracts(tx: Tx, limit: number, offset: number): Promise<Extract[]> {
  return tx.sql<Extract>(
    `SELECT ${extractColumns} FROM extract WHERE area = $1
     ORDER BY received_at DESC, taken_at DESC, extract_id DESC LIMIT $2 OFFSET $3`,
    [tx.actor.area, limit, offset],
  );
}

export async function countExtracts(tx: Tx): Promise<number> {
  const { n } = await tx.one<{ n: number }>('SELECT count(*) AS n FROM extract WHERE area = $1', [
    tx.actor.area,
  ]);
  return n;
}

export async function findExtract(tx: Tx, extractId: string): Promise<Extract | undefined> {
  return tx.maybeOne<Extract>(`SELECT ${extractColumns} FROM extract WHERE area = $1 AND extract_id = $2`, [
    tx.actor.area,
    extractId,
  ]);
}

/** Fingerprint of which extracts have been taken in. */
export async function extractsPrint(tx: Tx): Promise<string> {
  const { print } = await tx.one<{ print: string }>(
    `SELECT md5(coalesce(string_agg(extract_id::text, ' ' ORDER BY extract_id), '')) AS print FROM extract WHERE area = $1`,
    [tx.actor.area],
  );
  return print;
}

export async function lastReceived(tx: Tx): Promise<Date | null> {
  const { last } = await tx.one<{ last: Date | null }>(
    'SELECT max(received_at) AS last FROM extract WHERE area = $1',
    [tx.actor.area],
  );
  return last;
}

/** Which held rows: those still open, or those that a later extract mended. */
export type HeldFilter = { mended: boolean; extractId?: string | undefined };

/**
 * The days for which each agency's extracts of each format speak, each span once, and when the last came. To others an
 * agency of a discreet type is left out, even where it is named to them: what they are shown stands on nothing of its.
 */
export async function listCoverage(tx: Tx): Promise<Coverage[]> {
  return tx.sql<Coverage>(
    `SELECT x.agency, kind, covers, max(received_at) AS "receivedAt" FROM extract x JOIN agency a USING (area, agency)
     WHERE area = $1 AND ((SELECT sees('all') OR sees('counts')) OR a.type <> ALL ($2) OR x.agency = (SELECT my_agency()))
     GROUP BY x.agency, kind, covers ORDER BY x.agency, kind, covers`,
    [tx.actor.area, discreetTypes],
  );
}

const heldWhere = `h.area = $1 AND (h.mended_at IS NOT NULL) = $2 AND ($3::uuid IS NULL OR h.extract_id = $3)`;

const heldSelect = `
  SELECT h.held_id AS "heldId", h.extract_id AS "extractId", x.path, h.agency, h.kind, h.sheet, h.line,
         h.column_name AS "column", h.value, h.reason, h.remedy, h.received_at AS "receivedAt",
         h.mended_by AS "mendedBy", h.mended_at AS "mendedAt"
  FROM held_row h JOIN extract x ON x.area = h.area AND x.extract_id = h.extract_id
  WHERE ${heldWhere}
  ORDER BY h.received_at DESC, x.path, h.sheet, h.line, h.held_id`;

/** Newest extract first, then as they stand in the file. */
export async function listHeld(
  tx: Tx,
  filter: HeldFilter,
  limit: number,
  offset: number,
): Promise<HeldRow[]> {
  const params = [tx.actor.area, filter.mended, filter.extractId ?? null, limit, offset];
  const rows = await tx.sql<HeldAsKept>(`${heldSelect} LIMIT $4 OFFSET $5`, params);
  return rows.map(discreet);
}

export async function* streamHeld(tx: Tx, filter: HeldFilter): AsyncIterable<HeldRow> {
  const params = [tx.actor.area, filter.mended, filter.extractId ?? null];
  for await (const row of tx.stream<HeldAsKept>(heldSelect, params)) yield discreet(row);
}

type HeldAsKept = Omit<HeldRow, 'hidden'>;

/** A value that may be a name, an address, a number or private words stays in the database. */
function discreet(row: HeldAsKept): HeldRow {
  const hidden = row.value !== null && !canBeShown(row.kind, row.column, row.value);
  return { ...row, value: hidden ? null : row.value, hidden };
}

export async function countHeld(tx: Tx, filter: HeldFilter): Promise<number> {
  const { n } = await tx.one<{ n: number }>(`SELECT count(*) AS n FROM held_row h WHERE ${heldWhere}`, [
    tx.actor.area,
    filter.mended,
    filter.extractId ?? null,
  ]);
  return n;
}

const recordColumns = `
  r.record_id AS "recordId", r.version, r.agency, r.kind, r.key, r.sheet, r.line, x.path, r.content, r.people, r.happened,
  r.recorded_at AS "recordedAt", r.received_at AS "receivedAt"`;
const versionColumns = `${recordColumns}, r.extract_id AS "extractId", r.superseded_at AS "supersededAt",
  r.superseded_by AS "supersededBy"`;
const recordFrom = 'record r JOIN extract x ON x.area = r.area AND x.extract_id = r.extract_id';

/** Records that stand now; `inOrder` of agency, kind and key. */
export function streamRecords(
  tx: Tx,
  kinds: readonly string[] | undefined,
  inOrder: boolean,
): AsyncIterable<CurrentRecord> {
  return tx.stream<CurrentRecord>(
    `SELECT ${recordColumns} FROM ${recordFrom}
     WHERE r.area = $1 AND r.superseded_at IS NULL AND ($2::text[] IS NULL OR r.kind = ANY ($2))
     ${inOrder ? 'ORDER BY r.agency, r.kind, r.key' : ''}`,
    [tx.actor.area, kinds ?? null],
  );
}

/** What an agency's records of some kinds say, those that stand, in no order. */
export function streamContents(tx: Tx, agency: string, kinds: readonly string[]): AsyncIterable<Content> {
  return tx.stream<Content>(
    `SELECT r.record_id AS "recordId", r.version, r.agency, r.kind, r.content, r.people, r.recorded_at AS "recordedAt",
       r.received_at AS "receivedAt"
     FROM record r WHERE r.area = $1 AND r.superseded_at IS NULL AND r.agency = $2 AND r.kind = ANY ($3::text[])`,
    [tx.actor.area, agency, kinds],
  );
}

/** The versions of records that stand, `$1` being the area, with whose they are and when they came: for a question that joins them. */
export const standingVersions = `SELECT record_id, version, agency, kind, key, received_at FROM record
  WHERE area = $1 AND superseded_at IS NULL`;

/** Whom the records that stand mention, `$1` being the area: for a question that joins them. */
export const standingMentions = `SELECT r.record_id, r.agency, m.role, m.id AS local_id
  FROM record r, jsonb_to_recordset(r.people) AS m (role text, id text) WHERE r.area = $1 AND r.superseded_at IS NULL`;

/** Records that stand and say of somebody who that is, of all or of some, in no order. */
export function streamNaming(
  tx: Tx,
  recordIds: readonly string[] | null,
): AsyncIterable<Omit<CurrentRecord, 'key' | 'line' | 'sheet' | 'path' | 'content' | 'version'>> {
  return tx.stream(
    `SELECT r.record_id AS "recordId", r.agency, r.kind, r.people, r.happened, r.recorded_at AS "recordedAt",
       r.received_at AS "receivedAt"
     FROM record r WHERE r.area = $1 AND r.superseded_at IS NULL AND jsonb_path_exists(r.people, '$[*].identity')
       ${recordIds === null ? '' : 'AND r.record_id = ANY ($2::uuid[])'}`,
    recordIds === null ? [tx.actor.area] : [tx.actor.area, recordIds],
  );
}

/** Records as they stood at a moment, by what had been received then. */
export function streamRecordsReceived(
  tx: Tx,
  kinds: readonly string[] | undefined,
  by: Date,
): AsyncIterable<CurrentRecord> {
  return tx.stream<CurrentRecord>(
    `SELECT DISTINCT ON (r.agency, r.kind, r.key) ${recordColumns} FROM ${recordFrom}
     WHERE r.area = $1 AND ($2::text[] IS NULL OR r.kind = ANY ($2))
       AND r.received_at <= $3 AND (r.superseded_at IS NULL OR r.superseded_at > $3)
     ORDER BY r.agency, r.kind, r.key, r.received_at DESC, r.version DESC`,
    [tx.actor.area, kinds ?? null, by],
  );
}

/** Every version of a record, by the time it was received. */
export async function listVersions(tx: Tx, recordId: string): Promise<Version[]> {
  return tx.sql<Version>(
    `SELECT ${versionColumns} FROM ${recordFrom} WHERE r.area = $1 AND r.record_id = $2
     ORDER BY r.received_at, r.version`,
    [tx.actor.area, recordId],
  );
}

/** Of each record the version that stands, or, where it was withdrawn, the one that stood last. */
export async function listRecordsByIds(tx: Tx, recordIds: readonly string[]): Promise<Version[]> {
  return tx.sql<Version>(
    `SELECT DISTINCT ON (r.record_id) ${versionColumns} FROM ${recordFrom}
     WHERE r.area = $1 AND r.record_id = ANY ($2)
     ORDER BY r.record_id, (r.superseded_at IS NULL) DESC, r.received_at DESC, r.version DESC`,
    [tx.actor.area, recordIds],
  );
}

/** When a record's version that stands was recorded by its agency, as far as it says, and came here. */
export type RecordTimes = { recordId: string; recordedAt: Date | null; receivedAt: Date };

/** Of the records, those that row security shows, each once, by the version that stands or stood last. */
export async function listTimes(tx: Tx, recordIds: readonly string[]): Promise<RecordTimes[]> {
  return tx.sql<RecordTimes>(
    `SELECT DISTINCT ON (record_id) record_id AS "recordId", recorded_at AS "recordedAt", received_at AS "receivedAt"
     FROM record WHERE area = $1 AND record_id = ANY ($2::uuid[])
     ORDER BY record_id, (superseded_at IS NULL) DESC, received_at DESC, version DESC`,
    [tx.actor.area, recordIds],
  );
}

/** Of the records, those that row security shows. */
export async function readable(tx: Tx, recordIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ recordId: string }>(
    `SELECT DISTINCT record_id AS "recordId" FROM record WHERE area = $1 AND record_id = ANY ($2::uuid[])`,
    [tx.actor.area, recordIds],
  );
  return rows.map(({ recordId }) => recordId);
}

/** Records that stand, and rows held back and not yet mended. */
export async function countRecords(tx: Tx): Promise<{ records: number; held: number }> {
  return tx.one<{ records: number; held: number }>(
    `SELECT (SELECT count(*) FROM record WHERE area = $1 AND superseded_at IS NULL) AS records,
            (SELECT count(*) FROM held_row WHERE area = $1 AND mended_at IS NULL) AS held`,
    [tx.actor.area],
  );
}
