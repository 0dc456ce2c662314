import { expect, test } from 'vitest';
import { testDatabase } from '../platform/testing.ts';

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

test('every ordered key begins with the area, in every table but the list of migrations', async () => {
  const keys = await db.asOwner(async (client) => {
    const { rows } = await client.query<{ table: string; first: string }>(
      `SELECT c.relname AS table, a.attname AS first FROM pg_index i
       JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
       WHERE n.nspname = 'public' AND c.relkind = 'r'
         AND (SELECT relam FROM pg_class WHERE oid = i.indexrelid) = (SELECT oid FROM pg_am WHERE amname = 'btree')`,
    );
    return rows;
  });
  expect(keys.length).toBeGreaterThan(20);
  expect(keys.filter((key) => key.first !== 'area' && key.table !== 'vantage_migration')).toEqual([]);
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
