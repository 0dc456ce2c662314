/** Which records came, changed or went since everything that follows from records was made. */
import type { Tx } from '../../platform/index.ts';
import type { ChangedRecord } from '../model.ts';

/** What a record is to say. */
export type Saying = { agency: string; kind: string; column: string; values: readonly string[] };

/** Notes records of the run's own table or question, `$1` being the area and `params` what follows. */
export async function noteChanged(tx: Tx, recordIds: string, params: readonly unknown[] = []): Promise<void> {
  await tx.sql(
    `INSERT INTO record_changed (area, record_id) SELECT $1, one.record_id FROM (${recordIds}) AS one
     WHERE EXISTS (SELECT FROM followed WHERE area = $1) ON CONFLICT DO NOTHING`,
    [tx.actor.area, ...params],
  );
}

/** More than one record in so many, and what follows is made anew of all as fast. */
const share = 8;

/**
 * Ids of the records that changed since everything was made with the same, and when the newest extract of then had been
 * received; undefined where all of it is to be made anew.
 */
export async function changedSince(
  tx: Tx,
  madeWith: string,
): Promise<{ changed: string[]; before: Date } | undefined> {
  const stands = await tx.maybeOne<{ before: Date }>(
    `SELECT as_of AS before FROM followed WHERE area = $1 AND made_with = $2
       AND (SELECT count(*) FROM record_changed WHERE area = $1) * ${share} < greatest(
         (SELECT reltuples FROM pg_class WHERE oid = 'record'::regclass), 0)`,
    [tx.actor.area, madeWith],
  );
  if (stands === undefined) return undefined;
  const rows = await tx.sql<{ recordId: string }>(
    'SELECT record_id AS "recordId" FROM record_changed WHERE area = $1 ORDER BY 1',
    [tx.actor.area],
  );
  return { changed: rows.map(({ recordId }) => recordId), before: stands.before };
}

/** Notes that everything has been made of the records that stand. */
export async function noteFollowed(tx: Tx, madeWith: string, asOf: Date): Promise<void> {
  const { area } = tx.actor;
  await tx.sql('DELETE FROM record_changed WHERE area = $1', [area]);
  await tx.sql('DELETE FROM followed WHERE area = $1 AND (made_with, as_of) <> ($2, $3)', [
    area,
    madeWith,
    asOf,
  ]);
  await tx.sql('INSERT INTO followed (area, made_with, as_of) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    area,
    madeWith,
    asOf,
  ]);
}

const changedColumns = `r.record_id AS "recordId", r.version, r.agency, r.kind, r.content, r.people, r.happened,
  r.recorded_at AS "recordedAt", r.received_at AS "receivedAt", r.superseded_at IS NULL AS stands`;

/** Every version of the records, those that stand and those that stood. */
export function streamVersions(tx: Tx, recordIds: readonly string[]): AsyncIterable<ChangedRecord> {
  return tx.stream(
    `SELECT ${changedColumns} FROM record r WHERE r.area = $1 AND r.record_id = ANY ($2::uuid[])`,
    [tx.actor.area, recordIds],
  );
}

/** Records of an agency and kind that stand and have one of the values in a column. */
export async function recordsSaying(tx: Tx, what: Saying): Promise<string[]> {
  const rows = await tx.sql<{ recordId: string }>(
    `SELECT record_id AS "recordId" FROM record
     WHERE area = $1 AND superseded_at IS NULL AND agency = $2 AND kind = $3 AND content ->> $4 = ANY ($5)`,
    [tx.actor.area, what.agency, what.kind, what.column, what.values],
  );
  return rows.map(({ recordId }) => recordId);
}
