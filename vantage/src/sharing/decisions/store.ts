import type { Tx } from '../../platform/index.ts';
import type { Deciding, Decision } from './model.ts';

/** Whether the actor may decide about all of the persons: works with them, or leads an agency. */
export async function mayDecideAbout(tx: Tx, persons: readonly string[]): Promise<boolean> {
  const { may } = await tx.one<{ may: boolean }>(
    `SELECT coalesce(current_setting('vantage.held', true) = 'agency-lead', false)
       OR $1::uuid[] <@ ARRAY(SELECT near('team') UNION SELECT near('manager') UNION SELECT near('named')) AS may`,
    [persons],
  );
  return may;
}

/** Whether the agency that the actor works for is of one of the types. */
export async function isBound(tx: Tx, types: readonly string[]): Promise<boolean> {
  const { bound } = await tx.one<{ bound: boolean }>(
    `SELECT EXISTS (SELECT FROM agency WHERE area = $1 AND agency = my_agency() AND type = ANY ($2::text[])) AS bound`,
    [tx.actor.area, types],
  );
  return bound;
}

export async function insertDecision(
  tx: Tx,
  {
    decisionId,
    familyId,
    decidedAt,
    ...one
  }: Deciding & Pick<Decision, 'decisionId' | 'familyId' | 'decidedAt'>,
): Promise<void> {
  await tx.sql(
    `INSERT INTO sharing_decision (area, decision_id, family_id, persons, asked_by, asked_for, decision, reason, ground, agency,
       decided_by, decided_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, my_agency(), $10, $11)`,
    [
      tx.actor.area,
      decisionId,
      familyId,
      one.persons,
      one.askedBy,
      one.askedFor,
      one.decision,
      one.reason,
      one.ground ?? null,
      tx.actor.id,
      decidedAt,
    ],
  );
}

export async function decisionsOfFamily(tx: Tx, familyId: string): Promise<Decision[]> {
  return tx.sql<Decision>(
    `SELECT decision_id AS "decisionId", family_id AS "familyId", persons, asked_by AS "askedBy", asked_for AS "askedFor",
       decision, reason, ground, d.agency, decided_by AS "decidedBy", w.name AS "decidedByName", decided_at AS "decidedAt"
     FROM sharing_decision d JOIN worker w ON w.area = d.area AND w.worker_id = d.decided_by
     WHERE d.area = $1 AND family_id = $2 ORDER BY decided_at DESC, decision_id`,
    [tx.actor.area, familyId],
  );
}
