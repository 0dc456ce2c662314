import type { Tx } from '../../platform/index.ts';
import type { Grant, NewGrant, Review } from './model.ts';

/**
 * Tries of a worker since a moment: those that failed, and the others. Whoever asks next for the same worker waits until
 * this transaction has ended.
 */
export async function countTries(
  tx: Tx,
  workerId: string,
  since: Date,
): Promise<{ opened: number; failed: number }> {
  await tx.sql(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`opening ${workerId}`]);
  return tx.one(
    `SELECT count(*) FILTER (WHERE NOT failed) AS opened, count(*) FILTER (WHERE failed) AS failed
     FROM opening_try WHERE area = $1 AND worker_id = $2 AND at > $3`,
    [tx.actor.area, workerId, since],
  );
}

export async function insertTry(tx: Tx, one: { tryId: string; workerId: string; at: Date }): Promise<void> {
  await tx.sql('INSERT INTO opening_try (area, try_id, worker_id, at) VALUES ($1, $2, $3, $4)', [
    tx.actor.area,
    one.tryId,
    one.workerId,
    one.at,
  ]);
}

export async function markFailed(tx: Tx, tryId: string): Promise<void> {
  await tx.sql('UPDATE opening_try SET failed = true WHERE area = $1 AND try_id = $2', [
    tx.actor.area,
    tryId,
  ]);
}

export async function insertGrant(tx: Tx, one: NewGrant): Promise<void> {
  await tx.sql(
    `INSERT INTO grant_of_access (area, grant_id, worker_id, kind, family_id, persons, reason, begun_at, until, granted_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.actor.area,
      one.grantId,
      one.workerId,
      one.kind,
      one.familyId,
      one.persons,
      one.reason,
      one.begunAt,
      one.until,
      one.grantedBy,
    ],
  );
}

/** The persons are those who exist for the reader: somebody may have been sealed since. */
const grantColumns = `grant_id AS "grantId", worker_id AS "workerId", kind, family_id AS "familyId",
  ARRAY(SELECT id FROM unnest(persons) AS one (id) WHERE NOT (SELECT keys_of('sealed')) ? id::text) AS persons, reason,
  begun_at AS "begunAt", until, granted_by AS "grantedBy", reviewed_by AS "reviewedBy", reviewed_at AS "reviewedAt", review,
  tell, teller, not_told_reason AS "notToldReason", told_at AS "toldAt"`;

export async function listGrants(tx: Tx, limit: number, offset: number): Promise<Grant[]> {
  return tx.sql<Grant>(
    `SELECT ${grantColumns} FROM grant_of_access WHERE area = $1 ORDER BY begun_at DESC, grant_id LIMIT $2 OFFSET $3`,
    [tx.actor.area, limit, offset],
  );
}

export async function findGrant(tx: Tx, grantId: string): Promise<Grant | undefined> {
  return tx.maybeOne<Grant>(`SELECT ${grantColumns} FROM grant_of_access WHERE area = $1 AND grant_id = $2`, [
    tx.actor.area,
    grantId,
  ]);
}

/** Keeps a review where there is none yet; says whether it did. */
export async function reviewGrant(
  tx: Tx,
  grantId: string,
  by: string,
  said: Review,
  at: Date,
): Promise<boolean> {
  const tell = said.tell === 'yes';
  const rows = await tx.sql(
    `UPDATE grant_of_access SET reviewed_by = $3, reviewed_at = $4, review = $5, tell = $6, teller = $7, not_told_reason = $8
     WHERE area = $1 AND grant_id = $2 AND reviewed_at IS NULL RETURNING grant_id`,
    [tx.actor.area, grantId, by, at, said.review, tell, tell ? said.teller : null, tell ? null : said.why],
  );
  return rows.length > 0;
}

/** Keeps that the people were told, where a review says that they are to be and they are not yet; says whether it did. */
export async function markTold(tx: Tx, grantId: string, by: string, at: Date): Promise<boolean> {
  const rows = await tx.sql(
    `UPDATE grant_of_access SET told_by = $3, told_at = $4
     WHERE area = $1 AND grant_id = $2 AND tell AND reviewed_at IS NOT NULL AND told_at IS NULL RETURNING grant_id`,
    [tx.actor.area, grantId, by, at],
  );
  return rows.length > 0;
}

/** A worker's grants that hold now and name one of the persons, the one that lasts longest first. */
export async function grantsCovering(
  tx: Tx,
  workerId: string,
  personIds: readonly string[],
  now: Date,
): Promise<Pick<Grant, 'kind' | 'reason' | 'until'>[]> {
  return tx.sql(
    `SELECT kind, reason, until FROM grant_of_access
     WHERE area = $1 AND worker_id::text = $2 AND persons && $3::uuid[] AND begun_at <= $4 AND $4 < until
     ORDER BY until DESC, grant_id`,
    [tx.actor.area, workerId, personIds, now],
  );
}

/**
 * Agencies that let somebody with a role for a purpose see who people `named` are, or anybody: by a name that another
 * gave nobody is found.
 */
export async function agenciesNaming(
  tx: Tx,
  { workerId, role, purpose, on }: { workerId: string; role: string; purpose: string; on: string },
): Promise<string[]> {
  const rows = await tx.sql<{ agency: string }>(
    `SELECT DISTINCT a.from_agency AS agency FROM agreement a JOIN worker w ON w.area = a.area AND w.worker_id::text = $2
     WHERE a.area = $1 AND a.ended_at IS NULL AND a.happened @> $5::date AND a.purpose = $4 AND a.condition IN ('any', 'named')
       AND a.tier >= 3 AND a.subjects && '{*,identity}' AND (a.to_agency IS NULL OR a.to_agency = w.agency)
       AND (a.to_role IS NULL OR a.to_role = $3)`,
    [tx.actor.area, workerId, role, purpose, on],
  );
  return rows.map((one) => one.agency);
}
