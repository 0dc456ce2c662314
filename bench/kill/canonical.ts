import { createHash } from 'node:crypto';

/** Runs one query and gives its rows. */
export type Query = (text: string) => Promise<Record<string, unknown>[]>;

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Lists of ids in JSON. */
const lists = /\["[0-9a-f]{8}-[0-9a-f-]{27}"(, ?"[0-9a-f]{8}-[0-9a-f-]{27}")*\]/g;

/** Columns that say when a program ran, which differ between two equal builds. */
const clockColumns = ['taken_at', 'created_at', 'mended_at'];

const tables = [
  'area',
  'agency',
  'extract',
  'record',
  'held_row',
  'person',
  'link',
  'joining',
  'person_detail',
  'relationship',
  'home',
  'residence',
  'family',
  'membership',
  'fact',
  'fact_detail',
  'fact_source',
  'opening',
  'spending',
  'statement',
  'search_key',
  'kind_of_fact',
  'agreement',
  'worker',
  'post',
  'relation',
];

/**
 * What a database says, without the ids that it made up: every id is replaced by the natural key of what it stands
 * for, rows are sorted, and each table becomes one hash with its row count. Two databases built from the same
 * extracts are equal when these are.
 */
export async function canonical(query: Query): Promise<Record<string, { rows: number; hash: string }>> {
  const names = new Map<string, string>();
  const name = async (sql: string) => {
    for (const row of await query(sql)) names.set(String(row.id), String(row.key));
  };
  await name(
    `SELECT extract_id AS id, 'extract ' || agency || ' ' || path || ' ' || sha256 AS key FROM extract`,
  );
  await name(
    `SELECT DISTINCT record_id AS id, 'record ' || agency || '|' || kind || '|' || key AS key FROM record`,
  );
  await name(
    `SELECT person_id AS id, 'person ' || min(agency || '|' || local_id) AS key FROM link GROUP BY person_id`,
  );
  await name(`SELECT home_id AS id, 'home ' || address_key AS key FROM home`);
  await name(`SELECT worker_id AS id, 'worker ' || told_by || ' ' || local_id AS key FROM worker`);
  const one = (text: string) => text.replace(uuid, (id) => names.get(id) ?? '*');
  // A list of ids is in their order, which is that of their making.
  const replaced = (text: string) =>
    one(
      text.replace(lists, (list) =>
        JSON.stringify((JSON.parse(list) as string[]).map(one).sort((a, b) => (a < b ? -1 : 1))),
      ),
    );
  for (const row of await query(
    `SELECT family_id AS id, string_agg(person_id::text || lower(happened), ',') AS key FROM membership GROUP BY family_id`,
  )) {
    names.set(String(row.id), `family ${replaced(String(row.key)).split(',').sort().join()}`);
  }
  for (const row of await query(`SELECT fact_id AS id, assertion_key AS key FROM fact`)) {
    names.set(String(row.id), `fact ${replaced(String(row.key))}`);
  }
  const result: Record<string, { rows: number; hash: string }> = {};
  for (const table of tables) {
    const rows = await query(
      `SELECT (to_jsonb(t) - '{${clockColumns.join(',')}}'::text[])::text AS row FROM ${table} t`,
    );
    const lines = rows.map((row) => replaced(String(row.row))).sort();
    const hash = createHash('sha256');
    for (const line of lines) hash.update(`${line}\n`);
    result[table] = { rows: lines.length, hash: hash.digest('hex') };
  }
  return result;
}

/** Tables whose contents differ between two databases, in words; empty when they are equal. */
export function differences(
  a: Record<string, { rows: number; hash: string }>,
  b: Record<string, { rows: number; hash: string }>,
): string[] {
  return Object.keys(a)
    .filter((table) => a[table]?.hash !== b[table]?.hash)
    .map((table) => `${table}: ${a[table]?.rows} rows and ${b[table]?.rows} rows`);
}
