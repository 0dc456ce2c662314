/**
 * Compares a file's rows, waiting in the staging tables, with what is kept, and writes the difference.
 * docs/facts-and-time.md states the rules.
 */
import type { Tx } from '../../platform/index.ts';
import { noteChanged } from './changes.ts';

/** The extract being taken in, and whom and what it can speak for. */
export type Arriving = {
  extractId: string;
  agency: string;
  path: string;
  format: string;
  mapping: string;
  sha256: string;
  bytes: number;
  coverage: 'full' | 'delta';
  /** Columns that the manifest names as making the key; null for the format's own. */
  key: readonly string[] | null;
  /** Daterange text. */
  covers: string;
  receivedAt: Date;
  takenAt: Date;
  /** Record kinds that the format yields. */
  kinds: readonly string[];
  /** Which format yields which of these kinds, this format's own and others': those whose extracts tell of the same records. */
  tellers: readonly { format: string; kind: string }[];
};

/** `tellsAbsence`: a record that the extract does not show is one that its agency no longer has. */
type Judging = Arriving & { tellsAbsence: boolean };

export type Counts = { added: number; changed: number; unchanged: number; withdrawn: number; held: number };

/**
 * True where a full extract with the days `covers` speaks for a row with the days `span`: each end that the row
 * states lies within them. A row that states no days (null) has those of the extract it came in.
 */
const speaksFor = (covers: string, span: string) =>
  `((lower(${span}) IS NULL OR ${covers} @> lower(${span})) AND (upper(${span}) IS NULL OR ${covers} @> (upper(${span}) - 1)))`;

/** Whether this very file has been taken in already, as received at this moment and read by the same mapping. */
export async function isTaken(
  tx: Tx,
  file: Pick<Arriving, 'agency' | 'format' | 'path' | 'sha256' | 'receivedAt' | 'mapping'>,
): Promise<boolean> {
  const rows = await tx.sql(
    `SELECT FROM extract
     WHERE area = $1 AND agency = $2 AND kind = $3 AND path = $4 AND sha256 = $5 AND received_at = $6 AND mapping = $7`,
    [tx.actor.area, file.agency, file.format, file.path, file.sha256, file.receivedAt, file.mapping],
  );
  return rows.length > 0;
}

/** What was said of a file when it was taken in, days with both ends included, and null where it was not said. */
export type Said = {
  sha256: string;
  coverage: string;
  from: string | null;
  to: string | null;
  key: readonly string[] | null;
};

/** What was said of files taken in from this path, as received at this moment, where it is not what is said now. */
export async function saidOtherwise(
  tx: Tx,
  file: Pick<Arriving, 'agency' | 'format' | 'path' | 'receivedAt' | 'coverage' | 'covers' | 'key'>,
): Promise<{ before: Said[]; now: Omit<Said, 'sha256'> }> {
  const before = await tx.sql<Said>(
    `SELECT sha256, coverage, lower(covers)::text AS "from", (upper(covers) - 1)::text AS "to", key_columns AS key
     FROM extract
     WHERE area = $1 AND agency = $2 AND kind = $3 AND path = $4 AND received_at = $5
       AND (coverage <> $6 OR covers <> $7::daterange OR key_columns IS DISTINCT FROM $8::text[])`,
    [
      tx.actor.area,
      file.agency,
      file.format,
      file.path,
      file.receivedAt,
      file.coverage,
      file.covers,
      file.key,
    ],
  );
  if (before.length === 0)
    return { before, now: { coverage: file.coverage, from: null, to: null, key: file.key } };
  const days = await tx.one<{ from: string | null; to: string | null }>(
    'SELECT lower($1::daterange)::text AS "from", (upper($1::daterange) - 1)::text AS "to"',
    [file.covers],
  );
  return { before, now: { coverage: file.coverage, ...days, key: file.key } };
}

/** Whether an extract received later than this one, and telling of the same records, has been taken in before it. */
async function comesLate(tx: Tx, x: Arriving): Promise<boolean> {
  const rows = await tx.sql(
    'SELECT FROM extract WHERE area = $1 AND agency = $2 AND kind = ANY ($3) AND received_at > $4 LIMIT 1',
    [tx.actor.area, x.agency, x.tellers.map(({ format }) => format), x.receivedAt],
  );
  return rows.length > 0;
}

/**
 * Keeps, supersedes, withdraws and holds back; leaves a row for the extract with its counts. `kept` is how many rows wait
 * to be kept; `whole` is false where it cannot be told which rows the file holds: then it withdraws nothing, whatever its
 * coverage, and mends only by keys.
 */
export async function takeUp(
  tx: Tx,
  file: Arriving,
  { whole, kept }: { whole: boolean; kept: number },
): Promise<Counts> {
  const x = { ...file, tellsAbsence: file.coverage === 'full' && whole };
  const counts = (await isFirst(tx, x)) ? await keepFirst(tx, x, kept) : await compare(tx, x);
  await insertExtract(tx, x, whole, counts);
  return counts;
}

/** Whether the agency has told of no such records before, so that there is nothing to compare them with. */
async function isFirst(tx: Tx, x: Arriving): Promise<boolean> {
  const before = await tx.sql(
    'SELECT FROM extract WHERE area = $1 AND agency = $2 AND kind = ANY ($3) LIMIT 1',
    [tx.actor.area, x.agency, x.tellers.map(({ format }) => format)],
  );
  return before.length === 0;
}

async function keepFirst(tx: Tx, x: Arriving, added: number): Promise<Counts> {
  await tx.sql(
    `INSERT INTO record (area, record_id, version, agency, kind, key, extract_id, sheet, line, content, content_hash, people,
                         happened, recorded_at, received_at)
     SELECT $1, fresh, 1, $2, kind, key, $3, sheet, line, content, content_hash, people, happened, recorded_at, $4
     FROM incoming`,
    [tx.actor.area, x.agency, x.extractId, x.receivedAt],
  );
  await noteChanged(tx, 'SELECT fresh AS record_id FROM incoming');
  await holdBack(tx, x);
  return { added, changed: 0, unchanged: 0, withdrawn: 0, held: await countHeld(tx) };
}

async function compare(tx: Tx, x: Judging): Promise<Counts> {
  const late = await comesLate(tx, x);
  await tx.indexed('record');
  await tx.sql('ANALYZE incoming (kind, key)');
  await tx.sql('ANALYZE incoming_held (kind, key)');
  await judge(tx, x);
  if (late) await judgeLateness(tx, x);
  await supersede(tx, x);
  await keep(tx, x);
  await noteChanged(tx, 'SELECT record_id FROM verdict WHERE NOT same');
  await tellAgain(tx, x);
  const withdrawn = x.tellsAbsence ? await withdraw(tx, x, late) : 0;
  await mend(tx, x);
  await holdBack(tx, x);
  if (late) await mendLate(tx, x);
  return { ...(await count(tx)), withdrawn };
}

/** Every version of every record: those that stand and those that stood have an index by key each. */
const versions = `(SELECT * FROM record WHERE superseded_at IS NULL
  UNION ALL SELECT * FROM record WHERE superseded_at IS NOT NULL)`;

/** Every version with the key of an incoming row `i`, looked up row by row: of all records only those few are wanted. */
const versionsOfRow = `LATERAL (
  SELECT * FROM record r WHERE superseded_at IS NULL AND area = $1 AND agency = $2 AND kind = i.kind AND key = i.key
  UNION ALL
  SELECT * FROM record r WHERE superseded_at IS NOT NULL AND area = $1 AND agency = $2 AND kind = i.kind AND key = i.key)`;

/**
 * For each incoming row, its record, the version it would be, and the version that stood when it was received.
 * `ends_at` and `ended_by` are set only for what was superseded before it came: see `judgeLateness`.
 */
async function judge(tx: Tx, x: Arriving): Promise<void> {
  await tx.sql(
    `CREATE TEMPORARY TABLE verdict (
       seq integer, record_id uuid, version integer, stood integer, same boolean, supersedes boolean,
       ends_at timestamptz, ended_by text) ON COMMIT DROP`,
  );
  await tx.sql(
    `INSERT INTO verdict (seq, record_id, version, stood, same, supersedes)
     WITH known AS (
       SELECT i.seq, r.record_id, max(r.version) AS top
       FROM incoming i CROSS JOIN ${versionsOfRow} r
       GROUP BY i.seq, r.record_id),
     stood AS (
       SELECT DISTINCT ON (i.seq) i.seq, r.version, r.content_hash = i.content_hash AS same
       FROM incoming i CROSS JOIN ${versionsOfRow} r
       WHERE r.received_at <= $3 AND (r.superseded_at IS NULL OR r.superseded_at > $3)
       ORDER BY i.seq, r.received_at DESC, r.version DESC)
     SELECT i.seq, coalesce(k.record_id, i.fresh), coalesce(k.top, 0) + 1, s.version, coalesce(s.same, false),
            s.version IS NOT NULL AND NOT s.same
     FROM incoming i LEFT JOIN known k USING (seq) LEFT JOIN stood s USING (seq)`,
    [tx.actor.area, x.agency, x.receivedAt],
  );
  await tx.sql('ANALYZE verdict');
}

/**
 * What came late stands only until the first later extract that told the record otherwise, told the version that
 * stood again, ended the version that stood by telling another (an older one, told again, begins no version), or spoke
 * for the row's days and did not show it; and supersedes nothing that was told again since.
 */
async function judgeLateness(tx: Tx, x: Arriving): Promise<void> {
  await tx.sql(
    `WITH later AS (
       SELECT e.received_at, e.covers, t.kind
       FROM extract e JOIN unnest($4::text[], $5::text[]) AS t (format, kind) ON e.kind = t.format
       WHERE e.area = $1 AND e.agency = $2 AND e.coverage = 'full' AND e.whole AND e.received_at > $3),
     evidence AS (
       SELECT v.seq, v.same, s.version AS stood, s.superseded_at, changed.at AS changed_at,
              least(told.at, confirmed.at, CASE s.superseded_by WHEN 'changed' THEN s.superseded_at END) AS told_at,
              absent.at AS absent_at
       FROM verdict v
       JOIN incoming i USING (seq)
       LEFT JOIN record s ON s.area = $1 AND s.record_id = v.record_id AND s.version = v.stood
       LEFT JOIN extract came ON came.area = $1 AND came.extract_id = s.extract_id
       LEFT JOIN LATERAL (
         SELECT min(r.received_at) AS at FROM record r
         WHERE r.area = $1 AND r.record_id = v.record_id AND r.received_at > $3) changed ON true
       LEFT JOIN LATERAL (
         SELECT min(e.received_at) AS at
         FROM record_told t JOIN extract e ON e.area = t.area AND e.extract_id = t.extract_id
         WHERE t.area = $1 AND t.record_id = s.record_id AND t.version = s.version AND e.received_at > $3) told ON true
       LEFT JOIN LATERAL (
         SELECT min(f.received_at) AS at FROM later f
         WHERE f.kind = i.kind AND s.version IS NOT NULL
           AND (s.superseded_at IS NULL OR f.received_at < s.superseded_at)
           AND ${speaksFor('f.covers', 'coalesce(s.happened, came.covers)')}
           AND NOT ${heldAt('f.received_at')}) confirmed ON true
       LEFT JOIN LATERAL (
         SELECT min(f.received_at) AS at FROM later f
         WHERE f.kind = i.kind AND ${speaksFor('f.covers', 'coalesce(i.happened, $6::daterange)')}
           AND NOT ${heldAt('f.received_at')}) absent ON true),
     ending AS (
       SELECT *, least(changed_at, told_at, absent_at) AS ends_at FROM evidence)
     UPDATE verdict v
     SET supersedes = e.stood IS NOT NULL AND NOT e.same AND e.superseded_at IS NULL AND e.told_at IS NULL,
         ends_at = e.ends_at,
         ended_by = CASE
           WHEN e.ends_at IS NULL THEN NULL
           WHEN e.ends_at = changed_at OR e.ends_at = told_at THEN 'changed'
           ELSE 'withdrawn' END
     FROM ending e WHERE e.seq = v.seq`,
    [
      tx.actor.area,
      x.agency,
      x.receivedAt,
      x.tellers.map(({ format }) => format),
      x.tellers.map(({ kind }) => kind),
      x.covers,
    ],
  );
}

/** Whether the incoming row's key was held back at a moment, so that an extract could show it and yet tell nothing. */
const heldAt = (moment: string) =>
  `EXISTS (SELECT FROM held_row h WHERE h.area = $1 AND h.agency = $2 AND h.kind = i.kind AND h.key = i.key
     AND h.received_at <= ${moment} AND (h.mended_at IS NULL OR h.mended_at > ${moment}))`;

async function supersede(tx: Tx, x: Arriving): Promise<void> {
  await tx.sql(
    `UPDATE record r SET superseded_at = $2, superseded_by = 'changed' FROM verdict v
     WHERE r.area = $1 AND r.record_id = v.record_id AND r.version = v.stood AND v.supersedes`,
    [tx.actor.area, x.receivedAt],
  );
}

async function keep(tx: Tx, x: Arriving): Promise<void> {
  await tx.sql(
    `INSERT INTO record (area, record_id, version, agency, kind, key, extract_id, sheet, line, content, content_hash, people,
                         happened, recorded_at, received_at, superseded_at, superseded_by)
     SELECT $1, v.record_id, v.version, $2, i.kind, i.key, $3, i.sheet, i.line, i.content, i.content_hash, i.people,
            i.happened, i.recorded_at, $4, v.ends_at, v.ended_by
     FROM incoming i JOIN verdict v USING (seq) WHERE NOT v.same`,
    [tx.actor.area, x.agency, x.extractId, x.receivedAt],
  );
}

/** Notes what is told again where the extract's coverage does not say so already. */
async function tellAgain(tx: Tx, x: Judging): Promise<void> {
  await tx.sql(
    `INSERT INTO record_told (area, record_id, version, extract_id, line)
     SELECT $1, v.record_id, v.stood, $2, i.line
     FROM verdict v
     JOIN incoming i USING (seq)
     JOIN record r ON r.area = $1 AND r.record_id = v.record_id AND r.version = v.stood
     JOIN extract came ON came.area = $1 AND came.extract_id = r.extract_id
     WHERE v.same AND (NOT $3 OR NOT ${speaksFor('$4::daterange', 'coalesce(r.happened, came.covers)')})`,
    [tx.actor.area, x.extractId, x.tellsAbsence, x.covers],
  );
}

/**
 * A full extract withdraws what it speaks for and shows neither kept nor held back, unless a later one told it again.
 * One that comes late also ends, on its own day, what a later one is known to have ended. Returns how many stood until
 * it came.
 */
async function withdraw(tx: Tx, x: Arriving, late: boolean): Promise<number> {
  const toldSince = `EXISTS (
      SELECT FROM record_told t JOIN extract e ON e.area = t.area AND e.extract_id = t.extract_id
      WHERE t.area = $1 AND t.record_id = r.record_id AND t.version = r.version AND e.received_at > $3)
    OR EXISTS (
      SELECT FROM extract e JOIN unnest($6::text[], $7::text[]) AS t (format, kind) ON e.kind = t.format
      WHERE e.area = $1 AND e.agency = $2 AND e.coverage = 'full' AND e.whole AND e.received_at > $3 AND t.kind = r.kind
        AND (r.superseded_at IS NULL OR e.received_at < r.superseded_at)
        AND ${speaksFor('e.covers', 'coalesce(r.happened, came.covers)')})`;
  const params = [tx.actor.area, x.agency, x.receivedAt, x.kinds, x.covers];
  const tellers = [x.tellers.map(({ format }) => format), x.tellers.map(({ kind }) => kind)];
  const end = (which: string) =>
    tx.sql<{ recordId: string }>(
      `UPDATE record r SET superseded_at = $3, superseded_by = 'withdrawn' FROM extract came
       WHERE came.area = r.area AND came.extract_id = r.extract_id
         AND r.area = $1 AND r.agency = $2 AND r.kind = ANY ($4) AND ${which} AND r.received_at <= $3
         AND ${speaksFor('$5::daterange', 'coalesce(r.happened, came.covers)')}
         AND NOT EXISTS (SELECT FROM incoming i WHERE i.kind = r.kind AND i.key = r.key)
         AND NOT EXISTS (SELECT FROM incoming_held h WHERE h.kind = r.kind AND h.key = r.key)
         ${late ? `AND NOT (${toldSince})` : ''}
       RETURNING r.record_id AS "recordId"`,
      late ? [...params, ...tellers] : params,
    );
  if (late) await end('r.superseded_at > $3');
  const gone = await end('r.superseded_at IS NULL');
  if (gone.length > 0)
    await noteChanged(tx, 'SELECT unnest($2::uuid[]) AS record_id', [gone.map(({ recordId }) => recordId)]);
  return gone.length;
}

const sameHold = (a: string, b: string) =>
  `${a}.kind = ${b}.kind AND ${a}.reason = ${b}.reason AND ${a}.content = ${b}.content
   AND ${a}.key IS NOT DISTINCT FROM ${b}.key AND ${a}.column_name IS NOT DISTINCT FROM ${b}.column_name`;

/**
 * Closes open holds that this extract no longer shows as they were, where it tells their key again or, being full,
 * speaks for the days of the extract they came in.
 */
async function mend(tx: Tx, x: Judging): Promise<void> {
  await tx.sql(
    `UPDATE held_row h SET mended_by = $3, mended_at = $4 FROM extract came
     WHERE came.area = h.area AND came.extract_id = h.extract_id
       AND h.area = $1 AND h.agency = $2 AND h.mended_at IS NULL AND h.received_at <= $4 AND h.kind = ANY ($5)
       AND NOT EXISTS (SELECT FROM incoming_held i WHERE ${sameHold('i', 'h')})
       AND (EXISTS (SELECT FROM incoming i WHERE i.kind = h.kind AND i.key = h.key)
         OR EXISTS (SELECT FROM incoming_held i WHERE i.kind = h.kind AND i.key = h.key)
         OR ($6 AND ${speaksFor('$7::daterange', 'came.covers')}))`,
    [tx.actor.area, x.agency, x.extractId, x.receivedAt, [...x.kinds, x.format], x.tellsAbsence, x.covers],
  );
}

/** Holds back what is not held back already: the same bad row told again stays one open hold, the first. */
async function holdBack(tx: Tx, x: Arriving): Promise<void> {
  await tx.sql(
    `INSERT INTO held_row (area, held_id, extract_id, agency, kind, key, sheet, line, column_name, value, reason, remedy,
                           content, received_at)
     SELECT $1, i.fresh, $3, $2, i.kind, i.key, i.sheet, i.line, i.column_name, i.value, i.reason, i.remedy, i.content, $4
     FROM incoming_held i
     WHERE NOT EXISTS (
       SELECT FROM held_row h
       WHERE h.area = $1 AND h.agency = $2 AND h.mended_at IS NULL AND ${sameHold('h', 'i')})
     ORDER BY i.seq`,
    [tx.actor.area, x.agency, x.extractId, x.receivedAt],
  );
}

/** What a late extract holds back may have been mended before it came. */
async function mendLate(tx: Tx, x: Arriving): Promise<void> {
  await tx.sql(
    `UPDATE held_row h SET mended_by = m.extract_id, mended_at = m.received_at
     FROM (
       SELECT DISTINCT ON (h.held_id) h.held_id, e.extract_id, e.received_at
       FROM held_row h
       JOIN extract e ON e.area = h.area AND e.agency = h.agency AND e.received_at > $3
       WHERE h.area = $1 AND h.extract_id = $2 AND (
         EXISTS (
           SELECT FROM unnest($4::text[], $5::text[]) AS t (format, kind)
           WHERE t.format = e.kind AND t.kind = h.kind AND e.coverage = 'full' AND e.whole
             AND ${speaksFor('e.covers', '$6::daterange')})
         OR EXISTS (
           SELECT FROM ${versions} r
           WHERE r.area = $1 AND r.agency = h.agency AND r.kind = h.kind AND r.key = h.key AND (
             r.extract_id = e.extract_id
             OR EXISTS (
               SELECT FROM record_told t
               WHERE t.area = $1 AND t.record_id = r.record_id AND t.version = r.version
                 AND t.extract_id = e.extract_id))))
       ORDER BY h.held_id, e.received_at, e.extract_id) m
     WHERE h.area = $1 AND h.held_id = m.held_id`,
    [
      tx.actor.area,
      x.extractId,
      x.receivedAt,
      x.tellers.map(({ format }) => format),
      x.tellers.map(({ kind }) => kind),
      x.covers,
    ],
  );
}

async function count(tx: Tx): Promise<Omit<Counts, 'withdrawn'>> {
  const told = await tx.one<Pick<Counts, 'added' | 'changed' | 'unchanged'>>(
    `SELECT count(*) FILTER (WHERE NOT same AND stood IS NULL) AS added,
            count(*) FILTER (WHERE NOT same AND stood IS NOT NULL) AS changed,
            count(*) FILTER (WHERE same) AS unchanged FROM verdict`,
  );
  return { ...told, held: await countHeld(tx) };
}

async function countHeld(tx: Tx): Promise<number> {
  const { held } = await tx.one<{ held: number }>(
    'SELECT count(*) AS held FROM (SELECT DISTINCT kind, sheet, line, content FROM incoming_held) AS bad',
  );
  return held;
}

async function insertExtract(
  tx: Tx,
  x: Arriving,
  whole: boolean,
  { added, changed, unchanged, withdrawn, held }: Counts,
): Promise<void> {
  await tx.sql(
    `INSERT INTO extract (area, extract_id, agency, kind, mapping, path, sha256, bytes, coverage, covers, received_at,
                          taken_at, rows_in, rows_added, rows_changed, rows_unchanged, rows_withdrawn, rows_held,
                          whole, key_columns)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [
      tx.actor.area,
      x.extractId,
      x.agency,
      x.format,
      x.mapping,
      x.path,
      x.sha256,
      x.bytes,
      x.coverage,
      x.covers,
      x.receivedAt,
      x.takenAt,
      added + changed + unchanged + held,
      added,
      changed,
      unchanged,
      withdrawn,
      held,
      whole,
      x.key,
    ],
  );
}
