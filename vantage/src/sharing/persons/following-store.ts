import type { Tx } from '../../platform/index.ts';

type Copy = { of: string; personId: string };

/** Seals that hold on a day or will. */
export async function sealsFrom(
  tx: Tx,
  on: string,
): Promise<{ sealId: string; personId: string; named: string[]; reason: string }[]> {
  return tx.sql(
    `SELECT seal_id AS "sealId", person_id AS "personId", named, reason FROM seal
     WHERE area = $1 AND undone_at IS NULL AND coalesce(upper(happened) > $2::date, true) ORDER BY decided_at, seal_id`,
    [tx.actor.area, on],
  );
}

export async function copySeal(tx: Tx, { of, sealId, personId }: Copy & { sealId: string }): Promise<void> {
  await tx.sql(
    `INSERT INTO seal (area, seal_id, person_id, named, happened, reason, decided_by, decided_at)
     SELECT area, $3, $4, named, happened, reason, decided_by, decided_at FROM seal WHERE area = $1 AND seal_id = $2`,
    [tx.actor.area, of, sealId, personId],
  );
}

/** Protections that stand on a day or will. */
export async function protectionsFrom(
  tx: Tx,
  on: string,
): Promise<
  { protectionId: string; personId: string; fromIds: string[]; fromWords: string; reason: string }[]
> {
  return tx.sql(
    `SELECT protection_id AS "protectionId", person_id AS "personId", from_ids AS "fromIds", from_words AS "fromWords", reason
     FROM protection WHERE area = $1 AND ended_at IS NULL AND coalesce(upper(happened) > $2::date, true)
     ORDER BY decided_at, protection_id`,
    [tx.actor.area, on],
  );
}

export async function copyProtection(
  tx: Tx,
  { of, protectionId, personId, fromIds }: Copy & { protectionId: string; fromIds: readonly string[] },
): Promise<void> {
  await tx.sql(
    `INSERT INTO protection (area, protection_id, person_id, from_ids, from_words, from_born, named, happened, reason,
       decided_by, decided_at, copied_from)
     SELECT area, $3, $4, $5, from_words, from_born, named, happened, reason, decided_by, decided_at, protection_id FROM protection
     WHERE area = $1 AND protection_id = $2`,
    [tx.actor.area, of, protectionId, personId, fromIds],
  );
}

/** All that the persons answered about help, and others for them. */
export async function answersAbout(
  tx: Tx,
  personIds: readonly string[],
): Promise<
  {
    consentId: string;
    personId: string;
    children: string[];
    service: string;
    answer: string;
    words: string;
    agency: string;
    recordedAt: Date;
  }[]
> {
  return tx.sql(
    `SELECT consent_id AS "consentId", person_id AS "personId", children, service, answer, words, agency, recorded_at AS "recordedAt"
     FROM consent WHERE area = $1 AND (person_id = ANY ($2::uuid[]) OR children && $2::uuid[])
     ORDER BY recorded_at, consent_id`,
    [tx.actor.area, personIds],
  );
}

export async function copyConsent(
  tx: Tx,
  { of, consentId, personId, children }: Copy & { consentId: string; children: readonly string[] },
): Promise<void> {
  await tx.sql(
    `INSERT INTO consent (area, consent_id, person_id, children, service, answer, words, last_day, agency, recorded_by,
       recorded_at, withdrawn_by, withdrawn_at)
     SELECT area, $3, $4, $5, service, answer, words, last_day, agency, recorded_by, recorded_at, withdrawn_by, withdrawn_at
     FROM consent WHERE area = $1 AND consent_id = $2`,
    [tx.actor.area, of, consentId, personId, children],
  );
}

/** Copies the last decision about each fact that somebody is not told of; a day from which they would be is decided again. */
export async function copyWhatIsNotTold(
  tx: Tx,
  moves: readonly { was: string; is: string }[],
): Promise<void> {
  await tx.sql(
    `WITH move AS (SELECT was, is_now FROM unnest($2::uuid[], $3::uuid[]) AS m (was, is_now)),
       last AS (SELECT DISTINCT ON (t.person_id, t.assertion_key) t.* FROM telling t
         WHERE t.area = $1 AND t.person_id = ANY ($2::uuid[])
         ORDER BY t.person_id, t.assertion_key, t.decided_at DESC, t.telling_id DESC)
     INSERT INTO telling (area, telling_id, person_id, assertion_key, state, from_day, words, reason, decided_by, decided_at)
     SELECT l.area, gen_random_uuid(), m.is_now, m.is_now || substr(l.assertion_key, 37), l.state, NULL, l.words, l.reason,
       l.decided_by, l.decided_at
     FROM last l JOIN move m ON m.was = l.person_id
     WHERE l.state <> 'shared' AND NOT EXISTS (SELECT FROM telling t
       WHERE t.area = l.area AND t.person_id = m.is_now AND t.assertion_key = m.is_now || substr(l.assertion_key, 37)
         AND t.decided_at >= l.decided_at)`,
    [tx.actor.area, moves.map(({ was }) => was), moves.map(({ is }) => is)],
  );
}

/** Of decisions about sharing what concerned somebody, whom they are about now. */
export async function moveDecisions(tx: Tx, was: string, now: readonly string[]): Promise<void> {
  await tx.sql(
    `UPDATE sharing_decision SET persons = ARRAY(
       SELECT DISTINCT id FROM unnest(array_remove(persons, $2::uuid) || $3::uuid[]) AS one (id) ORDER BY id)
     WHERE area = $1 AND $2::uuid = ANY (persons)`,
    [tx.actor.area, was, now],
  );
}
