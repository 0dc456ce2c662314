import { spanText, type Tx } from '../platform/index.ts';
import type { Tie } from '../sharing/index.ts';
import type { KnownVersion } from './known.ts';
import type { Review } from './model.ts';

const columns = `review_id AS "reviewId", kind, name, family_id AS "familyId", reason, happened, participants,
  opened_by AS "openedBy", opened_at AS "openedAt", closed_by AS "closedBy", closed_at AS "closedAt",
  close_reason AS "closeReason"`;

/** Reviews that the actor may see, the last opened first; of one family alone where it is given. */
export async function listReviews(tx: Tx, familyId?: string): Promise<Review[]> {
  return tx.sql<Review>(
    `SELECT ${columns} FROM review WHERE area = $1 AND ($2::uuid IS NULL OR family_id = $2)
     ORDER BY opened_at DESC, review_id LIMIT 200`,
    [tx.actor.area, familyId ?? null],
  );
}

export async function findReview(tx: Tx, reviewId: string): Promise<Review | undefined> {
  return tx.maybeOne<Review>(`SELECT ${columns} FROM review WHERE area = $1 AND review_id = $2`, [
    tx.actor.area,
    reviewId,
  ]);
}

export async function insertReview(
  tx: Tx,
  one: Omit<Review, 'closedBy' | 'closedAt' | 'closeReason'>,
): Promise<void> {
  await tx.sql(
    `INSERT INTO review (area, review_id, kind, name, family_id, reason, happened, participants, opened_by, opened_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::uuid[], $9, $10)`,
    [
      tx.actor.area,
      one.reviewId,
      one.kind,
      one.name,
      one.familyId,
      one.reason,
      spanText(one.happened.from, one.happened.to),
      one.participants,
      one.openedBy,
      one.openedAt,
    ],
  );
}

/** Closes a review that stands; says whether there was one. */
export async function closeReview(
  tx: Tx,
  one: { reviewId: string; reason: string; at: Date },
): Promise<boolean> {
  const closed = await tx.sql(
    `UPDATE review SET closed_by = $3, closed_at = $4, close_reason = $5
     WHERE area = $1 AND review_id = $2 AND closed_at IS NULL RETURNING review_id`,
    [tx.actor.area, one.reviewId, tx.actor.id, one.at, one.reason],
  );
  return closed.length > 0;
}

/** Lets whoever takes part in an open review see its family for the rest of the transaction; false for anybody else. */
export async function enterReview(tx: Tx, reviewId: string, now: Date): Promise<boolean> {
  const { entered } = await tx.one<{ entered: boolean }>('SELECT enter_review($1, $2) AS entered', [
    reviewId,
    now,
  ]);
  return entered;
}

const times = `version, agency, kind, content, recorded_at AS "recordedAt", received_at AS "receivedAt",
  superseded_at AS "supersededAt", superseded_by AS "supersededBy"`;

/** Every version of the records of some kinds about the people of the review that was entered. */
export async function versionsReviewed(tx: Tx, kinds: readonly string[]): Promise<KnownVersion[]> {
  return tx.sql<KnownVersion>(
    `SELECT record_id AS "recordId", ${times}, persons FROM reviewed_versions($1)`,
    [kinds],
  );
}

/** Every version of what some assessments found, by agency and number. */
export async function factorsReviewed(
  tx: Tx,
  assessments: readonly { agency: string; id: string }[],
): Promise<KnownVersion[]> {
  return tx.sql<KnownVersion>(
    `SELECT record_id AS "recordId", ${times}, '{}'::jsonb AS persons FROM reviewed_factors($1, $2)`,
    [assessments.map(({ agency }) => agency), assessments.map(({ id }) => id)],
  );
}

/** How an agency's workers were near to the people of the review that was entered, on a day. */
export async function tiesReviewed(tx: Tx, agency: string, day: string): Promise<Tie[]> {
  return tx.sql<Tie>('SELECT person_id AS "personId", role, condition FROM reviewed_ties($1, $2)', [
    agency,
    day,
  ]);
}

/** How much the actor may see of kinds of fact about people, each as person, agency and kind: 4, 3 or nothing. */
export async function tiersHere(
  tx: Tx,
  asked: readonly { personId: string; agency: string; kind: string }[],
): Promise<number[]> {
  const rows = await tx.sql<{ tier: number }>('SELECT tier FROM reviewed_tiers($1, $2, $3) ORDER BY n', [
    asked.map((one) => one.personId),
    asked.map((one) => one.agency),
    asked.map((one) => one.kind),
  ]);
  return rows.map(({ tier }) => tier);
}
