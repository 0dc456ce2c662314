import { newId, replaceStanding, spanText, type Tx } from '../platform/index.ts';
import type { FamilyWords, Statement } from './model.ts';
import type { Done } from './recording.ts';

/** A statement as it is kept. */
export type Told = Omit<Statement, 'isKeptBack'>;

/** What a record tells. */
type Wanted = Omit<
  Told,
  'statementId' | 'saidId' | 'manner' | 'language' | 'interpreter' | 'matters' | 'writtenBy'
>;

/** Makes the statements that stand equal to `wanted`, writing only what differs; what no longer stands is superseded. */
export async function replaceStatements(
  tx: Tx,
  wanted: readonly Wanted[],
  asOf: Date,
): Promise<{ added: number; superseded: number }> {
  const rows = wanted.map((one) => [
    newId(),
    one.recordId,
    one.personId,
    one.agency,
    one.kind,
    one.words,
    one.saidTo,
    one.audience,
    one.done,
    spanText(one.happened.from, one.happened.to),
    one.precision,
    one.recordedAt,
    one.receivedAt,
  ]);
  return replaceStanding(
    tx,
    {
      table: 'statement',
      id: 'statement_id',
      key: ['record_id'],
      compared: [
        'person_id',
        'agency',
        'kind',
        'words',
        'said_to',
        'audience',
        'done',
        'happened',
        'precision',
        'recorded_at',
        'received_at',
      ],
      also: [],
      among: 't.written_by IS NULL',
    },
    rows,
    asOf,
  );
}

/** Statements that stand, of any of the persons, newest first. */
export async function statementsOfPersons(tx: Tx, personIds: readonly string[]): Promise<Told[]> {
  return tx.sql<Told>(
    `SELECT statement_id AS "statementId", person_id AS "personId", agency, kind, words, said_to AS "saidTo", audience,
       done, happened, precision, record_id AS "recordId", said_id AS "saidId", manner, language, interpreter, matters,
       written_by AS "writtenBy", recorded_at AS "recordedAt", received_at AS "receivedAt"
     FROM statement WHERE area = $1 AND superseded_at IS NULL AND person_id = ANY ($2)
     ORDER BY happened DESC, coalesce(record_id, said_id)`,
    [tx.actor.area, personIds],
  );
}

/** Persons of whom a statement of a kind stands. */
export async function speakersOf(tx: Tx, kind: Statement['kind']): Promise<string[]> {
  const rows = await tx.sql<{ personId: string }>(
    `SELECT DISTINCT person_id AS "personId" FROM statement
     WHERE area = $1 AND superseded_at IS NULL AND kind = $2`,
    [tx.actor.area, kind],
  );
  return rows.map(({ personId }) => personId);
}

/** Of words of the persons, what was written down here that was done about them, the newest first. */
export async function doneAbout(tx: Tx, personIds: readonly string[]): Promise<Done[]> {
  return tx.sql<Done>(
    `SELECT d.about, d.words, w.name AS "writtenBy", d.written_at AS "writtenAt"
     FROM statement_done d JOIN worker w ON w.area = d.area AND w.worker_id = d.written_by
     WHERE d.area = $1 AND d.person_id = ANY ($2) ORDER BY d.written_at DESC, d.done_id`,
    [tx.actor.area, personIds],
  );
}

/** The agency that the actor works for, and their name, where they work with a person. */
export async function writerAbout(
  tx: Tx,
  personId: string,
): Promise<{ agency: string; name: string } | undefined> {
  return tx.maybeOne(
    `SELECT agency, name FROM worker WHERE area = $1 AND worker_id::text = $2
       AND agency = current_setting('vantage.agency', true)
       AND $3::uuid IN (SELECT near('team') UNION SELECT near('manager'))`,
    [tx.actor.area, tx.actor.id, personId],
  );
}

export async function insertSaid(tx: Tx, one: Told, at: Date): Promise<void> {
  await tx.sql(
    `INSERT INTO statement (area, statement_id, said_id, person_id, agency, kind, words, said_to, audience, happened, precision,
       recorded_at, received_at, manner, language, interpreter, matters, written_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14, $15, $16, $17)`,
    [
      tx.actor.area,
      one.statementId,
      one.saidId,
      one.personId,
      one.agency,
      one.kind,
      one.words,
      one.saidTo,
      one.audience,
      spanText(one.happened.from, one.happened.to),
      one.precision,
      at,
      one.manner,
      one.language,
      one.interpreter,
      one.matters,
      one.writtenBy,
    ],
  );
}

/** What was written down here under a number, of what the actor may read: the same words of theirs, or something else. */
export async function writtenBefore(
  tx: Tx,
  { saidId, personId, words }: { saidId: string; personId: string; words: string },
): Promise<'the same' | 'something else' | null> {
  const { same } = await tx.one<{ same: boolean | null }>(
    `SELECT bool_or(person_id = $3 AND words = $4 AND written_by::text = $5) AS same FROM statement
     WHERE area = $1 AND said_id = $2`,
    [tx.actor.area, saidId, personId, words, tx.actor.id],
  );
  return same === null ? null : same ? 'the same' : 'something else';
}

/** When the actor first wrote down, since a moment, that somebody said the same of the same days; undefined where they did not. */
export async function sameWords(tx: Tx, said: Told, since: Date): Promise<Date | undefined> {
  const found = await tx.maybeOne<{ at: Date }>(
    `SELECT recorded_at AS at FROM statement
     WHERE area = $1 AND person_id = $2 AND written_by::text = $3 AND recorded_at > $4 AND superseded_at IS NULL
       AND kind = $5 AND words = $6 AND audience = $7 AND happened = $8::daterange
     ORDER BY recorded_at LIMIT 1`,
    [
      tx.actor.area,
      said.personId,
      tx.actor.id,
      since,
      said.kind,
      said.words,
      said.audience,
      spanText(said.happened.from, said.happened.to),
    ],
  );
  return found?.at;
}

export async function insertDone(
  tx: Tx,
  one: { about: string; personId: string; words: string },
  at: Date,
): Promise<void> {
  await tx.sql(
    `INSERT INTO statement_done (area, done_id, about, person_id, words, written_by, written_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [tx.actor.area, newId(), one.about, one.personId, one.words, tx.actor.id, at],
  );
}

/** For a build: words written down here become those of whoever was meant, and what was done about any follows them. */
export async function followSpeakers(tx: Tx, at: Date): Promise<number> {
  const moved = await tx.sql<{ statementId: string; personId: string }>(
    'SELECT statement_id AS "statementId", person_id AS "personId" FROM words_to_follow()',
  );
  for (const { statementId, personId } of moved) {
    await tx.sql('UPDATE statement SET superseded_at = $3 WHERE area = $1 AND statement_id = $2', [
      tx.actor.area,
      statementId,
      at,
    ]);
    await tx.sql(
      `INSERT INTO statement (area, statement_id, said_id, person_id, agency, kind, words, said_to, audience, happened, precision,
         recorded_at, received_at, manner, language, interpreter, matters, written_by)
       SELECT area, $3, said_id, $4, agency, kind, words, said_to, audience, happened, precision, recorded_at, $5, manner, language,
         interpreter, matters, written_by
       FROM statement WHERE area = $1 AND statement_id = $2`,
      [tx.actor.area, statementId, newId(), personId, at],
    );
  }
  await tx.sql(
    `UPDATE statement_done d SET person_id = s.person_id FROM statement s
     WHERE d.area = $1 AND s.area = $1 AND s.superseded_at IS NULL AND d.about IN (s.record_id, s.said_id)
       AND d.person_id <> s.person_id`,
    [tx.actor.area],
  );
  return moved.length;
}

/** Of the persons, those of whom no words are recorded, where the actor would know if there were any. */
export async function notAsked(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ personId: string }>('SELECT not_asked($1::uuid[]) AS "personId"', [personIds]);
  return rows.map(({ personId }) => personId);
}

/** What others of their family let it read, for somebody who looks for themselves; newest first. */
export async function wordsForFamily(tx: Tx, today: string): Promise<FamilyWords[]> {
  return tx.sql<FamilyWords>(
    `SELECT statement_id AS "statementId", person_id AS "personId", name, words, happened, precision
     FROM words_for_family($1)`,
    [today],
  );
}

/** Whether the actor reads what any of the persons told an agency for themselves and their lead alone. */
export async function readsPrivate(tx: Tx, personIds: readonly string[], agency: string): Promise<boolean> {
  const { reads } = await tx.one<{ reads: boolean }>(
    `SELECT coalesce(bool_and(id IN (SELECT near('themselves'))
       OR ($2 = current_setting('vantage.agency', true) AND id IN (SELECT near('allocated')))), false) AS reads
     FROM unnest($1::uuid[]) AS one (id)`,
    [personIds, agency],
  );
  return reads;
}
