import { clock, type Tx } from '../platform/index.ts';
import type { LikeFamily } from './like.ts';
import type { Daily, Lasting } from './numbers.ts';

/** The area's numbers of a day as they are kept. */
export type Snapshot = { snapshotId: string; buildId: string; day: string; lasting: Lasting; daily: Daily };

/** What a snapshot has to be of: the build that is true now, and the persons who are sealed now. */
export type Standing = { buildId: string | undefined; seals: string };

/**
 * Runs `work` with the sight that numbers are counted with, every row but those of sealed persons, and gives the
 * actor's own sight back. Nothing else may be asked in the transaction meanwhile.
 */
export async function asCounting<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const before = await tx.one<{ counts: boolean; sight: object }>(
    `SELECT sees('counts') AS counts,
       (SELECT jsonb_object_agg(name, coalesce(current_setting('vantage.' || name, true), ''))
        FROM unnest(every_sight_setting()) AS name) AS sight`,
  );
  if (before.counts) return work();
  const { area, purpose } = tx.actor;
  await tx.sql(`SELECT begin_sight($1, $2, 'counts', $3, $4)`, [area, 'vantage', purpose, clock.now()]);
  const done = await work();
  // A failure needs no sight given back: it ends the transaction.
  await tx.sql(`SELECT set_config('vantage.' || key, value, true) FROM jsonb_each_text($1)`, [before.sight]);
  return done;
}

/** What is built and who is sealed now. Asked with the sight of counting, which knows the sealed. */
export async function standing(tx: Tx): Promise<Standing> {
  const found = await tx.one<{ buildId: string | null; seals: string }>(
    `SELECT encode(sha256(convert_to(coalesce(current_setting('vantage.sealed', true), ''), 'UTF8')), 'hex') AS seals,
       (SELECT build_id FROM area_snapshot WHERE area = $1 AND of_build ORDER BY made_at DESC LIMIT 1) AS "buildId"`,
    [tx.actor.area],
  );
  return { seals: found.seals, buildId: found.buildId ?? undefined };
}

/**
 * What a snapshot was of before this one person was sealed or no longer sealed, if nothing else has changed. Asked with
 * the sight of counting.
 */
export async function standingBefore(tx: Tx, { buildId }: Standing, personId: string): Promise<Standing> {
  const { seals } = await tx.one<{ seals: string }>(
    `WITH sealed AS (
       SELECT unnest(string_to_array(nullif(current_setting('vantage.sealed', true), ''), ',')::uuid[]) AS id),
     before AS (
       SELECT id FROM sealed WHERE id <> $1 UNION SELECT $1::uuid WHERE NOT EXISTS (SELECT FROM sealed WHERE id = $1))
     SELECT encode(sha256(convert_to(coalesce(string_agg(id::text, ',' ORDER BY id), ''), 'UTF8')), 'hex') AS seals
     FROM before`,
    [personId],
  );
  return { buildId, seals };
}

/** Whether somebody is sealed. Asked with the sight of counting. */
export async function isSealed(tx: Tx, personId: string): Promise<boolean> {
  const { sealed } = await tx.one<{ sealed: boolean }>(
    `SELECT $1::text = ANY (string_to_array(coalesce(current_setting('vantage.sealed', true), ''), ',')) AS sealed`,
    [personId],
  );
  return sealed;
}

/** Whether the actor sees everything. */
export async function seesAll(tx: Tx): Promise<boolean> {
  return (await tx.one<{ all: boolean }>(`SELECT sees('all') AS all`)).all;
}

/** Has what families add stand for other seals than those it was counted for. */
export async function sealLike(tx: Tx, { on, seals }: LikeOf, now: string): Promise<void> {
  await tx.sql('UPDATE area_like SET seals = $4 WHERE area = $1 AND counted_on = $2 AND seals = $3', [
    tx.actor.area,
    on,
    seals,
    now,
  ]);
}

/** A snapshot of what stands: of the day if there is one, otherwise of the latest. A stale one is never returned. */
export async function findSnapshot(
  tx: Tx,
  { buildId, seals }: Standing,
  day: string,
): Promise<Snapshot | undefined> {
  return tx.maybeOne<Snapshot>(
    `SELECT snapshot_id AS "snapshotId", build_id AS "buildId", day, lasting, daily FROM area_snapshot
     WHERE area = $1 AND build_id = $2 AND seals = $3
     ORDER BY day = $4 DESC, made_at DESC LIMIT 1`,
    [tx.actor.area, buildId, seals, day],
  );
}

/** Keeps a snapshot; `ofBuild` when it says what is built from now on. */
export async function addSnapshot(
  tx: Tx,
  { snapshotId, buildId, day, lasting, daily }: Snapshot,
  { seals, ofBuild }: { seals: string; ofBuild: boolean },
): Promise<void> {
  await tx.sql(
    `INSERT INTO area_snapshot (area, snapshot_id, build_id, of_build, day, seals, made_at, lasting, daily)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [tx.actor.area, snapshotId, buildId, ofBuild, day, seals, clock.now(), lasting, daily],
  );
}

/** By which year and seals families' parts in the numbers of families like one another are kept. */
export type LikeOf = { on: string; seals: string };

/** What each family adds, as kept for this year and these seals. */
export async function keptLike(tx: Tx, { on, seals }: LikeOf): Promise<LikeFamily[]> {
  return tx.sql<LikeFamily>(
    `SELECT family_id AS "familyId", like_group AS "group", helped, followed FROM area_like
     WHERE area = $1 AND counted_on = $2 AND seals = $3`,
    [tx.actor.area, on, seals],
  );
}

/** Keeps what families add, in the place of what was kept of some families or, where none are named, of all. */
export async function replaceLike(
  tx: Tx,
  { on, seals }: LikeOf,
  families: readonly LikeFamily[],
  among?: Iterable<string>,
): Promise<void> {
  const { area } = tx.actor;
  await tx.sql(
    `DELETE FROM area_like WHERE area = $1 ${among ? 'AND family_id = ANY ($2::uuid[])' : ''}`,
    among ? [area, [...among]] : [area],
  );
  await tx.copyIn(
    'area_like',
    ['area', 'family_id', 'counted_on', 'seals', 'like_group', 'helped', 'followed'],
    families.map(({ familyId, group, helped, followed }) => [
      area,
      familyId,
      on,
      seals,
      group,
      `{${helped.join(',')}}`,
      `{${followed.join(',')}}`,
    ]),
  );
}

/** Takes every snapshot away. */
export async function removeSnapshots(tx: Tx): Promise<void> {
  await tx.sql('DELETE FROM area_snapshot WHERE area = $1', [tx.actor.area]);
}

/** Tables that the numbers are counted from. */
const counted = ['fact', 'opening', 'spending', 'membership', 'link'];

/** True when this transaction has added or changed a row that numbers are counted from. */
export async function hasWritten(tx: Tx): Promise<boolean> {
  const fresh = counted.map(
    (table) =>
      `EXISTS (SELECT FROM ${table} WHERE area = $1 AND xmin = pg_current_xact_id_if_assigned()::xid)`,
  );
  const { written } = await tx.one<{ written: boolean }>(`SELECT ${fresh.join(' OR ')} AS written`, [
    tx.actor.area,
  ]);
  return written;
}

/** How much stands after a build. */
export type Totals = Record<
  'records' | 'held' | 'persons' | 'links' | 'families' | 'events' | 'involvements',
  number
>;

/** What all that follows from the records was last made of, and how much that was; undefined before the first build. */
export async function builtFrom(tx: Tx): Promise<{ basis: string; totals: Totals } | undefined> {
  return tx.maybeOne('SELECT basis, totals FROM built_from WHERE area = $1', [tx.actor.area]);
}

/** Notes what it is made of now and how much it is, in the transaction that makes it. */
export async function noteBuiltFrom(tx: Tx, basis: string, totals: Totals): Promise<void> {
  if ((await builtFrom(tx))?.basis === basis) return;
  await tx.sql('DELETE FROM built_from WHERE area = $1', [tx.actor.area]);
  await tx.sql('INSERT INTO built_from (area, basis, totals, built_at) VALUES ($1, $2, $3, $4)', [
    tx.actor.area,
    basis,
    totals,
    clock.now(),
  ]);
}
