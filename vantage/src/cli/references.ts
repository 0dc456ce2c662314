import type { Tx } from '../platform/index.ts';

/**
 * References that no constraint holds, for the tables that grow by the million have none (decision 9): a table, its
 * columns, and the table that has them as its key.
 */
export const references = [
  ['record', 'extract_id', 'extract'],
  ['record', 'agency', 'agency'],
  ['link', 'person_id', 'person'],
  ['link', 'record_id', 'record'],
  ['link', 'joining_id', 'joining'],
  ['joining', 'person_id', 'person'],
  ['person_detail', 'person_id', 'person'],
  ['person_detail', 'record_id', 'record'],
  ['agency_number', 'person_id', 'person'],
  ['makeup', 'person_id', 'person'],
  ['relationship', 'person_id', 'person'],
  ['relationship', 'record_id', 'record'],
  ['residence', 'home_id', 'home'],
  ['residence', 'person_id', 'person'],
  ['residence', 'record_id', 'record'],
  ['membership', 'family_id', 'family'],
  ['membership', 'person_id', 'person'],
  ['fact', 'person_id', 'person'],
  ['fact', 'agency', 'agency'],
  ['fact_detail', 'fact_id', 'fact'],
  ['fact_detail', 'person_id', 'person'],
  ['fact_source', 'fact_id', 'fact'],
  ['fact_source', 'record_id, version', 'record'],
  ['opening', 'fact_id', 'fact'],
  ['spending', 'fact_id', 'fact'],
  ['spending', 'person_id', 'person'],
  ['search_key', 'person_id', 'person'],
  ['search_key', 'family_id', 'family'],
] as const;

/** A reference, how many rows make it, and how many of these refer to what is not there. */
export type Looked = { table: string; columns: string; other: string; rows: number; lost: number };

/** Looks at every row that refers to another without a constraint: in a large area, for some minutes. */
export async function lookAtReferences(tx: Tx): Promise<Looked[]> {
  const looked: Looked[] = [];
  for (const [table, columns, other] of references) {
    const same = ['area', ...columns.split(', ')].map((column) => `t.${column} = o.${column}`).join(' AND ');
    const found = await tx.one<Pick<Looked, 'rows' | 'lost'>>(
      `SELECT count(*) AS rows, count(*) FILTER (WHERE lost) AS lost
       FROM (SELECT NOT EXISTS (SELECT FROM ${other} o WHERE ${same}) AS lost FROM ${table} t WHERE area = $1
             AND (${columns}) IS NOT NULL) AS each`,
      [tx.actor.area],
    );
    looked.push({ table, columns, other, ...found });
  }
  return looked;
}

/** What was looked at, in one line for `vantage doctor`. */
export function inWords(looked: readonly Looked[]): { ok: boolean; says: string } {
  const lost = looked.filter((one) => one.lost > 0);
  const rows = looked.reduce((sum, one) => sum + one.rows, 0);
  if (lost.length === 0)
    return { ok: true, says: `all ${rows} references between rows lead to what is there` };
  return {
    ok: false,
    says: lost
      .map(
        ({ table, columns, other, lost, rows }) =>
          `${lost} of ${rows} rows of ${table} refer by ${columns} to no ${other}`,
      )
      .join('; '),
  };
}
