import { newId, type Tx } from '../platform/index.ts';
import type { Entry } from './model.ts';

/** What was set for any of the persons, newest first; what ended only where it is asked for. */
export async function entriesAbout(
  tx: Tx,
  personIds: readonly string[],
  { ended }: { ended: boolean },
): Promise<Entry[]> {
  return tx.sql<Entry>(
    `SELECT p.entry_id AS "entryId", p.kind, p.about, p.content, p.day, w.name AS "writtenBy", p.written_at AS "writtenAt", p.outcome,
       p.ended_words AS "endedWords", p.ended_at AS "endedAt", e.name AS "endedBy"
     FROM plan_entry p JOIN worker w ON w.area = p.area AND w.worker_id = p.written_by
       LEFT JOIN worker e ON e.area = p.area
         AND e.worker_id = CASE WHEN p.ended_by ~ '^[0-9a-f-]{36}$' THEN p.ended_by::uuid END
     WHERE p.area = $1 AND p.about && $2::uuid[] AND ($3 OR p.outcome IS NULL) ORDER BY p.written_at DESC, p.entry_id`,
    [tx.actor.area, personIds, ended],
  );
}

/** Families of which what is set says that the actor leads, by name, of those with whom they work. */
export async function ledByActor(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ familyId: string }>(
    `SELECT DISTINCT p.family_id AS "familyId" FROM plan_entry p JOIN worker w ON w.area = p.area AND w.worker_id::text = $2
     WHERE p.area = $1 AND p.kind = 'plan-lead' AND p.outcome IS NULL AND p.about && ARRAY(SELECT near('team'))
       AND lower(p.content ->> 'name') = lower(w.name)`,
    [tx.actor.area, tx.actor.id],
  );
  return rows.map(({ familyId }) => familyId);
}

/** Of the persons, those with whom the actor works: allocated to them or managing it, or in the team as well. */
export async function workedWith(
  tx: Tx,
  personIds: readonly string[],
  as: 'allocated' | 'team',
): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    'SELECT id FROM unnest($1::uuid[]) AS one (id) WHERE id IN (SELECT near($2) UNION SELECT near($3))',
    [personIds, as, 'manager'],
  );
  return rows.map(({ id }) => id);
}

/** The agency that the actor works for, and their name. */
export async function writerHere(tx: Tx): Promise<{ agency: string; name: string } | undefined> {
  return tx.maybeOne(
    `SELECT agency, name FROM worker WHERE area = $1 AND worker_id::text = $2
       AND agency = current_setting('vantage.agency', true)`,
    [tx.actor.area, tx.actor.id],
  );
}

export async function insertEntry(
  tx: Tx,
  one: Pick<Entry, 'kind' | 'about' | 'content' | 'day'> & { familyId: string; agency: string },
  at: Date,
): Promise<string> {
  const entryId = newId();
  await tx.sql(
    `INSERT INTO plan_entry (area, entry_id, kind, family_id, persons, about, agency, content, day, written_by, written_at)
     VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10)`,
    [
      tx.actor.area,
      entryId,
      one.kind,
      one.familyId,
      one.about,
      one.agency,
      one.content,
      one.day,
      tx.actor.id,
      at,
    ],
  );
  return entryId;
}

/** Ends entries that stand; returns how many did. */
export async function endEntries(
  tx: Tx,
  entryIds: readonly string[],
  { outcome, words }: { outcome: string; words: string },
  at: Date,
): Promise<number> {
  const ended = await tx.sql(
    `UPDATE plan_entry SET outcome = $3, ended_words = nullif($4, ''), ended_by = $5, ended_at = $6
     WHERE area = $1 AND entry_id = ANY ($2::uuid[]) AND outcome IS NULL RETURNING 1 AS one`,
    [tx.actor.area, entryIds, outcome, words, tx.actor.id, at],
  );
  return ended.length;
}

/** For a build: what was set follows those for whom it was. */
export async function followPersons(tx: Tx): Promise<number> {
  const moved = await tx.sql<{ entryId: string; about: string[] }>(
    'SELECT entry_id AS "entryId", now_about AS about FROM plans_to_follow()',
  );
  for (const { entryId, about } of moved)
    await tx.sql('UPDATE plan_entry SET about = $3 WHERE area = $1 AND entry_id = $2', [
      tx.actor.area,
      entryId,
      about,
    ]);
  return moved.length;
}
