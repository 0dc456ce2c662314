import { expect, test } from 'vitest';
import { askOfWholeSchema, testDatabase } from '../platform/testing.ts';

/** Tables whose rows say something of a person, as an agency told it. */
const factTables = [
  'fact',
  'opening',
  'person_detail',
  'relation',
  'relationship',
  'residence',
  'spending',
  'statement',
];

const db = await testDatabase({ empty: true });

test('every fact row carries area, person, agency of origin, kind and both times, and no other table does so in part', async () => {
  const columns = await db.asOwner(async (client) => {
    const { rows } = await client.query<{ table: string; columns: string[] }>(
      `SELECT table_name AS table, array_agg(column_name::text) AS columns FROM information_schema.columns
       WHERE table_schema = 'public' GROUP BY table_name`,
    );
    return new Map(rows.map((row) => [row.table, new Set(row.columns)]));
  });
  for (const table of factTables) {
    for (const column of [
      'area',
      'person_id',
      'agency',
      'kind',
      'happened',
      'recorded_at',
      'received_at',
      'superseded_at',
    ]) {
      expect(columns.get(table)?.has(column), `${table}.${column}`).toBe(true);
    }
  }
  const told = [...columns]
    .filter(([, own]) => own.has('person_id') && own.has('superseded_at'))
    .map(([table]) => table);
  expect(told.sort()).toEqual(factTables);
});

test('every key that no two rows may share has the area in it, in every table that is not part of the schema', async () => {
  const keys = await askOfWholeSchema<{ table: string; columns: string[] }>(
    db,
    `SELECT c.relname AS table, (SELECT array_agg(attname::text) FROM pg_attribute
       WHERE attrelid = c.oid AND attnum = ANY (i.indkey)) AS columns
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind = 'r' AND i.indisunique`,
  );
  expect(keys.length).toBeGreaterThan(20);
  const others = keys.filter(({ columns }) => !columns.includes('area')).map(({ table }) => table);
  expect(others.sort()).toEqual(['vantage_begun_anew', 'vantage_index', 'vantage_migration']);
});

test('row security is on for every table with an area', async () => {
  const open = await db.asOwner(async (client) => {
    const { rows } = await client.query<{ table: string }>(
      `SELECT c.relname AS table FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'area'
       WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT c.relrowsecurity`,
    );
    return rows;
  });
  expect(open).toEqual([]);
});
