import { newId, replaceStanding, spanText, type Tx } from '../platform/index.ts';
import type { Statement } from './model.ts';

type Wanted = Omit<Statement, 'statementId'>;

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
    },
    rows,
    asOf,
  );
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

/** Of the persons, those of whom no words are recorded, where the actor would know if there were any. */
export async function notAsked(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ personId: string }>('SELECT not_asked($1::uuid[]) AS "personId"', [personIds]);
  return rows.map(({ personId }) => personId);
}

/** Whether the persons are all allocated to the actor. */
export async function allocatedToAll(tx: Tx, personIds: readonly string[]): Promise<boolean> {
  const { allocated } = await tx.one<{ allocated: boolean }>(
    `SELECT coalesce(bool_and(id IN (SELECT near('allocated'))), false) AS allocated FROM unnest($1::uuid[]) AS one (id)`,
    [personIds],
  );
  return allocated;
}
