import { expect, inject, it } from 'vitest';
import { asAdmin, askOfWholeSchema, testDatabase } from '../testing.ts';
import { workRole } from './roles.ts';

const db = await testDatabase();
const app = { ...inject('postgres').app, database: db.name };

async function asked<T extends object>(text: string): Promise<T[]> {
  return db.asOwner(async (client) => (await client.query<T & Record<string, unknown>>(text)).rows);
}

it('the working role owns nothing, is no superuser and cannot pass over row security', async () => {
  const [role] = await asked(
    `SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication FROM pg_roles WHERE rolname = '${workRole}'`,
  );
  expect(Object.values(role ?? {})).toEqual([false, false, false, false, false]);
  expect(
    await asked(`SELECT FROM pg_shdepend WHERE refobjid = '${workRole}'::regrole AND deptype = 'o'`),
  ).toEqual([]);
  expect(await asked(`SELECT FROM pg_auth_members WHERE member = '${workRole}'::regrole`)).toEqual([]);
});

it('every table but those that nobody may read is under row security by area, and its key includes the area', async () => {
  const tables = await askOfWholeSchema<{ name: string; secured: boolean; keyed: boolean }>(
    db,
    `
    SELECT c.relname AS name, c.relrowsecurity AND EXISTS (SELECT FROM pg_policies p WHERE p.tablename = c.relname) AS secured,
      EXISTS (SELECT FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
        WHERE k.conrelid = c.oid AND k.contype = 'p' AND a.attname = 'area') AS keyed
    FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') 
      AND (relname <> ALL ('{vantage_migration,vantage_index,vantage_begun_anew,sight_change,sight_worked_out}') OR has_any_column_privilege('${workRole}', c.oid, 'SELECT, INSERT, UPDATE'))`,
  );
  expect(tables.length).toBeGreaterThan(10);
  expect(tables.filter(({ secured, keyed }) => !secured || !keyed)).toEqual([]);
});

it('a view is read with the rights of whoever asks, so that row security holds through it', async () => {
  const views = await askOfWholeSchema<{ name: string; options: string[] | null }>(
    db,
    `SELECT relname AS name, reloptions AS options FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')`,
  );
  expect(views.map(({ name }) => name)).toContain('membership_told');
  expect(views.filter(({ options }) => !options?.includes('security_invoker=true'))).toEqual([]);
});

it('outside asActor, and as an actor of another area, nothing is seen', async () => {
  const outside = await asAdmin(app, (client) => client.query('SELECT FROM agency'));
  expect(outside.rowCount).toBe(0);
  const other = { area: 'elsewhere', id: 'x', role: 'system', purpose: 'test' };
  expect(await db.asActor(other, (tx) => tx.sql('SELECT FROM agency'))).toEqual([]);
  expect(await db.asTest((tx) => tx.sql('SELECT FROM agency'))).toHaveLength(2);
  const foreign = db.asActor(other, (tx) =>
    tx.sql(`INSERT INTO agency VALUES ('testshire', 'spy', 'Spy', 'other')`),
  );
  await expect(foreign).rejects.toMatchObject({ code: '42501' });
});

it('an actor cannot make the schema, read the list of migrations, or take another role', async () => {
  for (const text of [
    'CREATE TABLE kept (n int)',
    'SELECT FROM vantage_migration',
    'SELECT FROM vantage_index',
    `SELECT vantage_index_later('a', 'agency', 'DROP TABLE agency', '')`,
    'SET ROLE vantage_owner',
    'ALTER TABLE agency DISABLE ROW LEVEL SECURITY',
    'TRUNCATE agency',
    'SET row_security = off; SELECT FROM agency',
  ]) {
    const tried = asAdmin(app, (client) => client.query(text));
    await expect(tried, text).rejects.toMatchObject({ code: '42501' });
  }
});

/** What may be changed in a row of a fact: when it ceased to hold, never what it says. */
const changeable: Readonly<Record<string, readonly string[]>> = {
  record: ['superseded_at', 'superseded_by'],
  held_row: ['mended_at', 'mended_by'],
  extract: [],
  person: [],
  link: ['undone_at', 'undone_by'],
  joining: [],
  person_detail: ['place', 'superseded_at'],
  relationship: ['superseded_at'],
  residence: ['superseded_at'],
  membership: ['undone_at', 'undone_by'],
  fact: ['superseded_at'],
  fact_source: [],
  fact_detail: ['about'],
  relation: ['superseded_at'],
  post: ['superseded_at'],
  agreement: ['end_reason', 'ended_at', 'ended_by'],
  seal: ['undone_at', 'undone_by'],
  grant_of_access: [
    'not_told_reason',
    'review',
    'reviewed_at',
    'reviewed_by',
    'tell',
    'teller',
    'told_at',
    'told_by',
  ],
  consent: ['withdrawn_at', 'withdrawn_by'],
  protection: ['ended_at', 'ended_by', 'ended_reason'],
  telling: [],
  sharing_decision: ['persons'],
  decision: ['in_effect_at', 'out_of_effect_at', 'undone_at', 'undone_by'],
  makeup: ['ended_at', 'ended_by'],
  need_disagreement: ['taken_back_at'],
  opening: ['superseded_at'],
  spending: ['superseded_at'],
  statement: ['superseded_at'],
};

it('what a fact says can be added to and never changed or removed', async () => {
  for (const [table, columns] of Object.entries(changeable)) {
    const granted = await asked<{ column: string }>(`
      SELECT attname::text AS column FROM pg_attribute WHERE attrelid = 'public.${table}'::regclass AND attnum > 0 AND NOT attisdropped
        AND has_column_privilege('${workRole}', attrelid, attnum, 'UPDATE') ORDER BY 1`);
    expect([table, granted.map(({ column }) => column)]).toEqual([table, [...columns]]);
    const [may] =
      await asked(`SELECT has_table_privilege('${workRole}', 'public.${table}', 'DELETE') AS remove,
      has_table_privilege('${workRole}', 'public.${table}', 'TRUNCATE') AS empty, has_table_privilege('${workRole}', 'public.${table}', 'TRIGGER') AS trigger`);
    expect([table, Object.values(may ?? {})]).toEqual([table, [false, false, false]]);
  }
});
