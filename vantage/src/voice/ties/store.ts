import type { Tx } from '../../platform/index.ts';
import type { Tie } from './model.ts';

const columns = `t.tie_id AS "tieId", t.version, t.kind, t.name, t.with_id AS "withId", t.with_record AS "withRecord", t.strength, t.way,
  t.turns_to AS "turnsTo", t.looks_up AS "looksUp", t.of_age AS "ofAge", t.words, t.about[1] AS speaker, t.about[2:] AS whose, t.agency, t.audience, t.said_on AS "saidOn",
  w.name AS "writtenBy", t.written_at AS "writtenAt", t.reason, t.outcome, t.ended_words AS "endedWords", e.name AS "endedBy", t.ended_by_speaker AS "endedBySpeaker",
  t.ended_at AS "endedAt"`;

/** Ties of which everybody is one of the persons, the newest first; what ended only where it is asked for. */
export async function tiesAmong(
  tx: Tx,
  personIds: readonly string[],
  { ended }: { ended: boolean },
): Promise<Tie[]> {
  return tx.sql<Tie>(
    `SELECT ${columns} FROM network_tie t
       JOIN worker w ON w.area = t.area AND w.worker_id = t.written_by
       LEFT JOIN worker e ON e.area = t.area AND e.worker_id = t.ended_by
     WHERE t.area = $1 AND t.about <@ $2::uuid[] AND ($3 OR t.outcome IS NULL) ORDER BY t.written_at DESC, t.tie_id DESC, t.version DESC`,
    [tx.actor.area, personIds, ended],
  );
}

/** What was written down under a tie's number, of what the actor may read: the same tie of theirs, or something else. */
export async function writtenBefore(
  tx: Tx,
  tie: Pick<NewTie, 'tieId' | 'kind' | 'name' | 'speaker'>,
): Promise<'the same' | 'something else' | null> {
  const { same } = await tx.one<{ same: boolean | null }>(
    `SELECT bool_or(kind = $3 AND name IS NOT DISTINCT FROM $4 AND about[1] = $5 AND written_by::text = $6) AS same
     FROM network_tie WHERE area = $1 AND tie_id = $2`,
    [tx.actor.area, tie.tieId, tie.kind, tie.name, tie.speaker, tx.actor.id],
  );
  return same === null ? null : same ? 'the same' : 'something else';
}

/** The agency that the actor works for, where they work with all of the persons. */
export async function writerOf(tx: Tx, personIds: readonly string[]): Promise<string | undefined> {
  const found = await tx.maybeOne<{ agency: string }>(
    `SELECT agency FROM worker WHERE area = $1 AND worker_id::text = $2 AND agency = current_setting('vantage.agency', true)
       AND $3::uuid[] <@ ARRAY(SELECT near('team') UNION SELECT near('manager'))`,
    [tx.actor.area, tx.actor.id, personIds],
  );
  return found?.agency;
}

export type NewTie = Pick<
  Tie,
  | 'tieId'
  | 'version'
  | 'kind'
  | 'name'
  | 'withId'
  | 'withRecord'
  | 'strength'
  | 'way'
  | 'turnsTo'
  | 'looksUp'
  | 'ofAge'
  | 'words'
  | 'speaker'
  | 'whose'
  | 'agency'
  | 'audience'
  | 'saidOn'
  | 'reason'
>;

export async function insertTie(tx: Tx, one: NewTie, at: Date): Promise<void> {
  await tx.sql(
    `INSERT INTO network_tie (area, tie_id, version, kind, name, with_id, with_record, strength, way, turns_to, words, persons, about,
       agency, audience, said_on, written_by, written_at, reason, looks_up, of_age)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [
      tx.actor.area,
      one.tieId,
      one.version,
      one.kind,
      one.name,
      one.withId,
      one.withRecord,
      one.strength,
      one.way,
      one.turnsTo,
      one.words,
      [one.speaker, ...one.whose],
      one.agency,
      one.audience,
      one.saidOn,
      tx.actor.id,
      at,
      one.reason,
      one.looksUp,
      one.ofAge,
    ],
  );
}

/** Ends the version of a tie that stands; false where the actor may not, or none does. */
export async function endTie(
  tx: Tx,
  { tieId, version }: Pick<Tie, 'tieId' | 'version'>,
  { outcome, words }: { outcome: 'replaced' | 'taken-back'; words: string | null },
  at: Date,
): Promise<boolean> {
  const ended = await tx.sql(
    `UPDATE network_tie SET outcome = $4, ended_words = $5, ended_by = $6, ended_at = $7
     WHERE area = $1 AND tie_id = $2 AND version = $3 AND outcome IS NULL RETURNING 1 AS one`,
    [tx.actor.area, tieId, version, outcome, words, tx.actor.id, at],
  );
  return ended.length > 0;
}

/** Ties that stand which somebody said themselves, the newest first. */
export async function tiesSaidBy(tx: Tx, personId: string): Promise<Tie[]> {
  return tx.sql<Tie>(
    `SELECT ${columns} FROM network_tie t
       JOIN worker w ON w.area = t.area AND w.worker_id = t.written_by
       LEFT JOIN worker e ON e.area = t.area AND e.worker_id = t.ended_by
     WHERE t.area = $1 AND t.about @> ARRAY[$2::uuid] AND t.about[1] = $2 AND t.outcome IS NULL
     ORDER BY t.said_on DESC, t.tie_id DESC`,
    [tx.actor.area, personId],
  );
}

/** Takes back what the actor said themselves; false where nothing of theirs stands under the number. */
export async function takeBackOwn(tx: Tx, tieId: string, at: Date): Promise<boolean> {
  const ended = await tx.sql(
    `UPDATE network_tie SET outcome = 'taken-back', ended_by_speaker = true, ended_at = $4
     WHERE area = $1 AND tie_id = $2 AND about[1]::text = $3 AND outcome IS NULL RETURNING 1 AS one`,
    [tx.actor.area, tieId, tx.actor.id, at],
  );
  return ended.length > 0;
}

/** For a build: ties become those of whoever was meant. Returns how many did. */
export async function followPersons(tx: Tx): Promise<number> {
  const moved = await tx.sql<{ tieId: string; version: number; about: string[]; withId: string | null }>(
    'SELECT tie_id AS "tieId", version, now_about AS about, now_with AS "withId" FROM ties_to_follow()',
  );
  for (const { tieId, version, about, withId } of moved)
    await tx.sql(
      'UPDATE network_tie SET about = $4, with_id = $5 WHERE area = $1 AND tie_id = $2 AND version = $3',
      [tx.actor.area, tieId, version, about, withId],
    );
  return moved.length;
}
