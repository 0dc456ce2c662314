import { randomBytes } from 'node:crypto';
import { type Span, spanText, type Tx } from '../platform/index.ts';
import type { Draft, Receipt, Waiting } from './handover.ts';
import { kindOfFact, type Note } from './model.ts';

/** How many versions up to this one the actor may read: row security keeps the others out of it. */
const counted = `(SELECT count(*)::int FROM case_note e WHERE (e.area, e.note_id) = (n.area, n.note_id) AND e.version <= n.version)`;
const noteColumns = `n.note_id AS "noteId", n.version, ${counted} AS counted, n.family_id AS "familyId", replace(n.kind, '-shared', '') AS kind, n.agency, n.persons, n.about, n.audience,
  n.happened, n.precision, n.at_time AS "atTime", n.content, n.state, n.due, n.written_by AS "writtenBy", w.name AS "writtenByName", n.settled_by AS "settledBy",
  (SELECT s.name FROM worker s WHERE s.area = n.area AND s.worker_id = n.settled_by) AS "settledByName", n.written_at AS "writtenAt", CASE WHEN ${counted} = n.version THEN n.reason END AS reason`;
const noteFrom = 'case_note n JOIN worker w ON w.area = n.area AND w.worker_id = n.written_by';

/** The agency that the actor works for, and what they are called; undefined for whoever is nobody at work. */
export async function writerHere(tx: Tx): Promise<{ agency: string; name: string } | undefined> {
  return tx.maybeOne(
    `SELECT agency, name FROM worker WHERE area = $1 AND worker_id::text = $2
       AND agency = current_setting('vantage.agency', true)`,
    [tx.actor.area, tx.actor.id],
  );
}

/** Whether the actor works with all of the persons, or manages those who do. */
export async function worksWithAll(tx: Tx, persons: readonly string[]): Promise<boolean> {
  const { may } = await tx.one<{ may: boolean }>(
    `SELECT $1::uuid[] <@ ARRAY(SELECT near('team') UNION SELECT near('manager')) AS may`,
    [persons],
  );
  return may;
}

export async function insertNote(
  tx: Tx,
  note: Omit<Note, 'writtenByName' | 'settledByName' | 'counted'>,
): Promise<void> {
  await tx.sql(
    `INSERT INTO case_note (area, note_id, version, family_id, kind, agency, persons, about, audience, happened, precision,
       at_time, content, state, due, written_by, written_at, reason, settled_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    [
      tx.actor.area,
      note.noteId,
      note.version,
      note.familyId,
      kindOfFact(note),
      note.agency,
      note.persons,
      note.about,
      note.audience,
      spanText(note.happened.from, note.happened.to),
      note.precision,
      note.atTime,
      note.content,
      note.state,
      note.due,
      note.writtenBy,
      note.writtenAt,
      note.reason,
      note.settledBy,
    ],
  );
}

/** The number of what the actor wrote first since a moment, and says the same; undefined where nothing does. */
export async function sameWritten(tx: Tx, note: Note, since: Date): Promise<string | undefined> {
  const found = await tx.maybeOne<{ noteId: string }>(
    `SELECT note_id AS "noteId" FROM case_note
     WHERE area = $1 AND written_by = $2 AND version = 1 AND written_at > $3 AND family_id = $4 AND kind = $5
       AND persons @> $6::uuid[] AND persons <@ $6::uuid[] AND happened = $7::daterange AND at_time IS NOT DISTINCT FROM $8
       AND audience = $9 AND content = $10::jsonb AND due IS NOT DISTINCT FROM $11::date
     ORDER BY written_at, note_id LIMIT 1`,
    [
      tx.actor.area,
      tx.actor.id,
      since,
      note.familyId,
      kindOfFact(note),
      note.persons,
      spanText(note.happened.from, note.happened.to),
      note.atTime,
      note.audience,
      note.content,
      note.due,
    ],
  );
  return found?.noteId;
}

/** Versions of a note that the actor may read, newest first; none where they may not read the one that stands. */
export async function versionsOf(tx: Tx, noteId: string): Promise<Note[]> {
  const versions = await tx.sql<Note & { last: number }>(
    `SELECT ${noteColumns}, l.version AS last FROM ${noteFrom} JOIN last_version(ARRAY[$2::uuid]) l USING (note_id)
     WHERE n.area = $1 AND n.note_id = $2 ORDER BY n.version DESC`,
    [tx.actor.area, noteId],
  );
  if (versions[0]?.version !== versions[0]?.last) return [];
  return versions.map(({ last: _, ...note }) => note);
}

const standing = `JOIN last_version(ARRAY(SELECT o.note_id FROM case_note o WHERE o.area = $1 AND `;

/** Notes that stand about any of the persons, newest first. */
export async function notesAbout(tx: Tx, personIds: readonly string[]): Promise<Note[]> {
  return tx.sql<Note>(
    `SELECT ${noteColumns} FROM ${noteFrom} ${standing} o.about && $2::uuid[])) l USING (note_id, version)
     WHERE n.area = $1 AND n.about && $2::uuid[] ORDER BY n.happened DESC, n.written_at DESC`,
    [tx.actor.area, personIds],
  );
}

/** Of the persons with whom the actor works, who manages the work with each at the actor's agency, by name. */
export async function managersHere(
  tx: Tx,
  personIds: readonly string[],
  day: string,
): Promise<{ personId: string; name: string }[]> {
  return tx.sql(
    'SELECT person_id AS "personId", name FROM managers_here($1::uuid[], $2::date) ORDER BY name',
    [personIds, day],
  );
}

/** Working hypotheses that are open: those of the actor, and of whoever works in a team that they manage. */
export async function openHypotheses(tx: Tx): Promise<Note[]> {
  return tx.sql<Note>(
    `SELECT ${noteColumns} FROM ${noteFrom} ${standing} o.state = 'open')) l USING (note_id, version)
     WHERE n.area = $1 AND n.state = 'open'
       AND (n.written_by::text = $2 OR (n.agency = current_setting('vantage.agency', true)
         AND n.about <@ ARRAY(SELECT near('manager'))))
     ORDER BY n.due, n.note_id`,
    [tx.actor.area, tx.actor.id],
  );
}

/** Whether the actor may settle a working hypothesis of another on a day. */
export async function maySettle(tx: Tx, noteId: string, today: string): Promise<boolean> {
  return (await tx.one<{ may: boolean }>('SELECT may_settle($1, $2) AS may', [noteId, today])).may;
}

/** Lets the actor settle a working hypothesis of another in this transaction; false where they may not. */
export async function settleForWriter(tx: Tx, noteId: string, today: string): Promise<boolean> {
  return (await tx.one<{ may: boolean }>('SELECT settle_for_writer($1, $2) AS may', [noteId, today])).may;
}

/** The newest of what the actor wrote, as it stands. */
export async function writtenByActor(tx: Tx, most: number): Promise<Note[]> {
  return tx.sql<Note>(
    `SELECT ${noteColumns} FROM ${noteFrom} ${standing} o.written_by::text = $2)) l USING (note_id, version)
     WHERE n.area = $1 AND n.written_by::text = $2 ORDER BY n.written_at DESC, n.note_id LIMIT $3`,
    [tx.actor.area, tx.actor.id, most],
  );
}

/** For a build: versions whose people are others by now, and who they are. */
export async function notesToFollow(tx: Tx): Promise<{ noteId: string; version: number; about: string[] }[]> {
  return tx.sql('SELECT note_id AS "noteId", version, now_about AS about FROM notes_to_follow()');
}

export async function followPersons(
  tx: Tx,
  { noteId, version, about }: Pick<Note, 'noteId' | 'version' | 'about'>,
): Promise<void> {
  await tx.sql('UPDATE case_note SET about = $4 WHERE area = $1 AND note_id = $2 AND version = $3', [
    tx.actor.area,
    noteId,
    version,
    about,
  ]);
}

export async function putDraft(tx: Tx, draft: Omit<Draft, 'savedAt'>, at: Date): Promise<void> {
  await tx.sql(
    `INSERT INTO case_draft (area, draft_id, worker_id, family_id, kind, written, saved_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (area, draft_id) DO UPDATE SET written = excluded.written, saved_at = excluded.saved_at`,
    [tx.actor.area, draft.draftId, tx.actor.id, draft.familyId, draft.kind, draft.written, at],
  );
}

export async function listDrafts(tx: Tx): Promise<Draft[]> {
  return tx.sql<Draft>(
    `SELECT draft_id AS "draftId", family_id AS "familyId", kind, written, saved_at AS "savedAt" FROM case_draft
     WHERE area = $1 ORDER BY saved_at DESC, draft_id`,
    [tx.actor.area],
  );
}

export async function deleteDraft(tx: Tx, draftId: string): Promise<boolean> {
  const gone = await tx.sql('DELETE FROM case_draft WHERE area = $1 AND draft_id = $2 RETURNING 1 AS one', [
    tx.actor.area,
    draftId,
  ]);
  return gone.length > 0;
}

/** The key under which the actor's browser keeps what it cannot send; made when first asked for. */
export async function draftKey(tx: Tx, at: Date): Promise<Buffer> {
  const find = () =>
    tx.maybeOne<{ key: Buffer }>('SELECT key FROM draft_lock WHERE area = $1 AND worker_id::text = $2', [
      tx.actor.area,
      tx.actor.id,
    ]);
  const found = await find();
  if (found !== undefined) return found.key;
  const key = randomBytes(32);
  await tx.sql(
    'INSERT INTO draft_lock (area, worker_id, key, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [tx.actor.area, tx.actor.id, key, at],
  );
  return (await find())?.key ?? key;
}

export async function receiptsOf(tx: Tx, noteId: string): Promise<Receipt[]> {
  return tx.sql<Receipt>(
    `SELECT note_id AS "noteId", version, outcome, words, told_at AS "toldAt" FROM case_receipt
     WHERE area = $1 AND note_id = $2`,
    [tx.actor.area, noteId],
  );
}

export async function notesWaiting(tx: Tx, agency: string, most: number): Promise<Waiting[]> {
  return tx.sql<Waiting & { happened: Span }>(
    `SELECT note_id AS "noteId", version, family_id AS "familyId", kind, persons, about, numbers, happened, precision,
       at_time AS "atTime", content, state, due, audience, reason, written_by AS "writtenBy", written_at AS "writtenAt"
     FROM notes_waiting($1, $2)`,
    [agency, most],
  );
}

export async function takeReceipts(
  tx: Tx,
  agency: string,
  told: readonly Pick<Receipt, 'noteId' | 'version' | 'outcome' | 'words'>[],
  at: Date,
): Promise<number> {
  const rows = told.map(({ noteId, ...rest }) => ({ note_id: noteId, ...rest }));
  const { n } = await tx.one<{ n: number }>('SELECT take_receipts($1, $2::jsonb, $3) AS n', [
    agency,
    JSON.stringify(rows),
    at,
  ]);
  return n;
}
