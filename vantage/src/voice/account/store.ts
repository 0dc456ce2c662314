import type { Tx } from '../../platform/index.ts';
import type { Account, ToldAccount } from './model.ts';

/** Accounts of words of the persons that the actor may see, the newest first. */
export async function accountsOf(tx: Tx, personIds: readonly string[]): Promise<Account[]> {
  return tx.sql<Account>(
    `SELECT account_id AS "accountId", about, person_id AS "personId", words, agreed, last_day AS "lastDay",
       written_at AS "writtenAt", ended_at AS "endedAt"
     FROM account WHERE area = $1 AND person_id = ANY ($2::uuid[]) ORDER BY written_at DESC, account_id`,
    [tx.actor.area, personIds],
  );
}

export async function insertAccount(
  tx: Tx,
  one: Omit<Account, 'writtenAt' | 'endedAt'> & { agency: string },
  at: Date,
): Promise<void> {
  await tx.sql(
    `INSERT INTO account (area, account_id, about, person_id, words, agreed, last_day, agency, written_by, written_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.actor.area,
      one.accountId,
      one.about,
      one.personId,
      one.words,
      one.agreed,
      one.lastDay,
      one.agency,
      tx.actor.id,
      at,
    ],
  );
}

/** Ends an account that is told; returns whether there was one that the actor may see. */
export async function endAccount(tx: Tx, accountId: string, why: string | null, at: Date): Promise<boolean> {
  const ended = await tx.sql(
    `UPDATE account SET ended_by = $3, ended_at = $4, ended_words = $5
     WHERE area = $1 AND account_id = $2 AND ended_at IS NULL RETURNING 1 AS one`,
    [tx.actor.area, accountId, tx.actor.id, at, why],
  );
  return ended.length > 0;
}

/** Of the persons, those with whom the actor works, or manages who does. */
export async function workedWith(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT id FROM unnest($1::uuid[]) AS one (id) WHERE id IN (SELECT near('team') UNION SELECT near('manager'))`,
    [personIds],
  );
  return rows.map(({ id }) => id);
}

/** What is told on a day to those who see numbers; nothing to anybody else. */
export async function accountsTold(tx: Tx, on: string): Promise<ToldAccount[]> {
  return tx.sql<ToldAccount>('SELECT words, month FROM accounts_told($1)', [on]);
}

/** For a build: accounts become those of whoever said their words. */
export async function followWords(tx: Tx): Promise<void> {
  await tx.sql(
    `UPDATE account a SET person_id = s.person_id FROM statement s
     WHERE a.area = $1 AND s.area = $1 AND s.superseded_at IS NULL AND a.about IN (s.record_id, s.said_id)
       AND a.person_id <> s.person_id`,
    [tx.actor.area],
  );
}
