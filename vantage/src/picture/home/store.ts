import { newId, type Tx } from '../../platform/index.ts';

/** A line that the actor found not useful. */
export type Answer = {
  answerId: string;
  rule: string;
  familyId: string | null;
  about: string;
  saidAt: Date;
};

/** What the actor found not useful, newest first. */
export async function standingAnswers(tx: Tx): Promise<Answer[]> {
  return tx.sql<Answer>(
    `SELECT answer_id AS "answerId", rule, family_id AS "familyId", about, said_at AS "saidAt" FROM attention_answer
     WHERE area = $1 AND undone_at IS NULL ORDER BY said_at DESC, answer_id`,
    [tx.actor.area],
  );
}

export async function insertAnswer(
  tx: Tx,
  one: Pick<Answer, 'rule' | 'familyId' | 'about'>,
  at: Date,
): Promise<void> {
  await tx.sql(
    `INSERT INTO attention_answer (area, answer_id, worker_id, rule, family_id, about, said_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [tx.actor.area, newId(), tx.actor.id, one.rule, one.familyId, one.about, at],
  );
}

/** Whether there was one of the actor's to undo. */
export async function undoAnswer(tx: Tx, answerId: string, at: Date): Promise<boolean> {
  const undone = await tx.sql(
    'UPDATE attention_answer SET undone_at = $3 WHERE area = $1 AND answer_id = $2 AND undone_at IS NULL RETURNING 1 AS one',
    [tx.actor.area, answerId, at],
  );
  return undone.length > 0;
}
