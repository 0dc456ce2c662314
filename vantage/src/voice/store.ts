import { newId, spanText, type Tx } from '../platform/index.ts';
import type { Statement } from './model.ts';

type Wanted = Omit<Statement, 'statementId'>;

const columns = [
  'person_id',
  'agency',
  'kind',
  'words',
  'said_to',
  'audience',
  'done',
  'happened',
  'precision',
  'record_id',
  'recorded_at',
  'received_at',
] as const;

/** Makes the statements that stand equal to `wanted`, writing only what differs; what no longer stands is superseded. */
export async function replaceStatements(
  tx: Tx,
  wanted: readonly Wanted[],
  asOf: Date,
): Promise<{ added: number; superseded: number }> {
  await tx.sql(
    `CREATE TEMPORARY TABLE wanted_statement (statement_id uuid, person_id uuid, agency text, kind text, words text,
       said_to text, audience text, done text, happened daterange, precision text, record_id uuid,
       recorded_at timestamptz, received_at timestamptz) ON COMMIT DROP`,
  );
  await tx.copyIn(
    'wanted_statement',
    ['statement_id', ...columns],
    wanted.map((one) => [
      newId(),
      one.personId,
      one.agency,
      one.kind,
      one.words,
      one.saidTo,
      one.audience,
      one.done,
      spanText(one.happened.from, one.happened.to),
      one.precision,
      one.recordId,
      one.recordedAt,
      one.receivedAt,
    ]),
  );
  const list = columns.join(', ');
  const same = columns.map((column) => `w.${column} IS NOT DISTINCT FROM s.${column}`).join(' AND ');
  const superseded = await tx.sql(
    `UPDATE statement s SET superseded_at = greatest($2, s.received_at)
     WHERE area = $1 AND superseded_at IS NULL AND NOT EXISTS (SELECT FROM wanted_statement w WHERE ${same})
     RETURNING 1 AS one`,
    [tx.actor.area, asOf],
  );
  const added = await tx.sql(
    `INSERT INTO statement (area, statement_id, ${list})
     SELECT $1, statement_id, ${list} FROM wanted_statement w
     WHERE NOT EXISTS (SELECT FROM statement s WHERE s.area = $1 AND s.superseded_at IS NULL AND ${same})
     RETURNING 1 AS one`,
    [tx.actor.area],
  );
  await tx.sql('DROP TABLE wanted_statement');
  return { added: added.length, superseded: superseded.length };
}

/** Statements that stand, of any of the persons, newest first. */
export async function statementsOfPersons(tx: Tx, personIds: readonly string[]): Promise<Statement[]> {
  return tx.sql<Statement>(
    `SELECT statement_id AS "statementId", person_id AS "personId", agency, kind, words, said_to AS "saidTo", audience,
       done, happened, precision, record_id AS "recordId", recorded_at AS "recordedAt", received_at AS "receivedAt"
     FROM statement WHERE area = $1 AND superseded_at IS NULL AND person_id = ANY ($2)
     ORDER BY happened DESC, record_id`,
    [tx.actor.area, personIds],
  );
}
