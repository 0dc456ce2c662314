import type { Tx } from './db/tx.ts';

/** How the rows of an append-only table are compared. Column names come from the code, never from outside. */
export type Standing = {
  table: string;
  /** The id column: `wanted` rows bring a fresh one, used only if the row is added. */
  id: string;
  /** Columns, never null, by which a wanted row and a standing one are the same thing. */
  key: readonly string[];
  /** Columns in which the same thing may have changed. */
  compared: readonly string[];
  /** Columns written but not compared. */
  also: readonly string[];
  /** Only rows that have one of these uuids in the column are looked at; `wanted` are all that are wanted of them. */
  within?: { column: string; ids: readonly string[] };
  /** Which of the rows that stand are compared, as SQL over them, `t`; all when left out. */
  among?: string;
};

/**
 * Makes the rows that stand (superseded_at is null) equal to `wanted`: what is no longer wanted as it stands is
 * superseded at `asOf` (or when it was received, if that is later), what is new is added, the rest is not touched.
 * Rows are arrays in the order id, key, compared, also.
 */
export async function replaceStanding(
  tx: Tx,
  { table, id, key, compared, also, within, among = 'true' }: Standing,
  wanted: Iterable<readonly unknown[]>,
  asOf: Date,
): Promise<{ added: number; superseded: number }> {
  const columns = [id, ...key, ...compared, ...also];
  const list = columns.join(', ');
  const all = wanted[Symbol.iterator]();
  const first = all.next();
  if (first.done !== true && (await tx.filling(table))) {
    const { area } = tx.actor;
    const added = await tx.copyIn(
      table,
      ['area', ...columns],
      withRest(first.value, all, (row) => [area, ...row]),
    );
    return { added, superseded: 0 };
  }
  const incoming = `wanted_${table}`;
  await tx.sql(
    `CREATE TEMPORARY TABLE ${incoming} ON COMMIT DROP AS SELECT ${list} FROM ${table} WITH NO DATA`,
  );
  await tx.copyIn(incoming, columns, first.done === true ? [] : withRest(first.value, all));
  await tx.sql(`ANALYZE ${incoming}`);
  const same = [
    ...key.map((column) => `w.${column} = t.${column}`),
    ...compared.map((column) => `w.${column} IS NOT DISTINCT FROM t.${column}`),
  ].join(' AND ');
  const gone = await tx.one<{ n: number }>(
    `WITH gone AS (
       UPDATE ${table} t SET superseded_at = greatest($2::timestamptz, t.received_at)
       WHERE t.area = $1 AND t.superseded_at IS NULL AND (${among}) ${within ? `AND t.${within.column} = ANY ($3::uuid[])` : ''}
         AND NOT EXISTS (SELECT FROM ${incoming} w WHERE ${same})
       RETURNING 1)
     SELECT count(*) AS n FROM gone`,
    [tx.actor.area, asOf, ...(within ? [within.ids] : [])],
  );
  const fresh = await tx.one<{ n: number }>(
    `WITH fresh AS (
       INSERT INTO ${table} (area, ${list})
       SELECT $1, ${columns.map((column) => `w.${column}`).join(', ')} FROM ${incoming} w
       WHERE NOT EXISTS (SELECT FROM ${table} t WHERE t.area = $1 AND t.superseded_at IS NULL AND ${same})
       RETURNING 1)
     SELECT count(*) AS n FROM fresh`,
    [tx.actor.area],
  );
  await tx.sql(`DROP TABLE ${incoming}`);
  return { added: fresh.n, superseded: gone.n };
}

/** The first row and those after it. */
function* withRest(
  first: readonly unknown[],
  rest: Iterator<readonly unknown[]>,
  made = (row: readonly unknown[]): readonly unknown[] => row,
): Generator<readonly unknown[]> {
  yield made(first);
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield made(next.value);
}
