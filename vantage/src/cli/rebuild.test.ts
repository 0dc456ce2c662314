import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeArea } from '@vantage/synth';
import { afterAll, describe, expect, it, test } from 'vitest';
import { readyPrices, replaceLevels } from '../costs/index.ts';
import { makeProgress, silent } from '../platform/index.ts';
import { tableSums, testDatabase } from '../platform/testing.ts';
import { systemActor } from '../sharing/index.ts';
import { buildFolder, rebuild } from './pipeline.ts';
import { inWords, lookAtReferences, references } from './references.ts';
import { areaCode } from './testing/world.ts';

const out = await mkdtemp(join(tmpdir(), 'vantage-rebuild-'));
afterAll(() => rm(out, { recursive: true, force: true }));

const extracts = join(out, 'extracts');
const db = await testDatabase({ empty: true });

/** The steps that a build of the same folder goes through. */
async function stepsAgain(): Promise<string[]> {
  const progress = makeProgress(undefined);
  await buildFolder(db, extracts, { progress });
  return progress.steps().map(({ step }) => step);
}

test('what is made of an unchanged folder again writes no row in any table', async () => {
  await makeArea({ size: 'small', seed: '12', families: 24, out });
  const first = await buildFolder(db, extracts, { progress: silent });
  const before = await tableSums(db);
  expect(before.find(([table]) => table === 'membership')?.[1]).toBeGreaterThan(100);

  expect(await rebuild(db, areaCode, { progress: silent })).toEqual(first.totals);
  expect(await tableSums(db)).toEqual(before);
}, 240_000);

test('a build of an unchanged folder makes nothing, until a price has changed', async () => {
  const before = await tableSums(db);
  expect(await stepsAgain()).toEqual(['extracts']);
  expect(await tableSums(db)).toEqual(before);

  await db.asActor(systemActor(areaCode, 'test'), (tx) =>
    replaceLevels(tx, { levels: { ...readyPrices.levels, '1955-56': 1 }, source: 'made up' }),
  );
  expect(await stepsAgain()).toContain('spending');
  expect(await stepsAgain()).toEqual(['extracts']);
}, 240_000);

test('after a build every index that waited for its table to be filled is there', async () => {
  const missing = await db.asOwner((client) =>
    client.query('SELECT name FROM vantage_index WHERE to_regclass(name) IS NULL'),
  );
  expect(missing.rows).toEqual([]);
});

describe('rows that refer to others without a constraint', () => {
  const look = () => db.asActor(systemActor(areaCode, 'test'), lookAtReferences, { readOnly: true });

  it('are listed, all of them', async () => {
    // Columns that are called as the key of another table is, in no foreign key and in no list.
    const unheld = await db.asOwner((client) =>
      client.query<{ told: string }>(
        `SELECT c.table_name || ' ' || c.column_name AS told
         FROM information_schema.columns c
         JOIN information_schema.tables t USING (table_schema, table_name)
         JOIN (SELECT DISTINCT on_table FROM vantage_index) big ON big.on_table = c.table_name
         WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
           AND c.column_name IN ('extract_id', 'record_id', 'person_id', 'joining_id', 'fact_id', 'family_id', 'home_id')
           AND c.column_name <> c.table_name || '_id'
           AND NOT EXISTS (SELECT FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
             WHERE k.contype = 'f' AND k.conrelid = to_regclass('public.' || c.table_name) AND a.attname = c.column_name)
         ORDER BY 1`,
      ),
    );
    const listed = references.flatMap(([table, columns]) =>
      columns.split(', ').map((column) => `${table} ${column}`),
    );
    expect(unheld.rows.map(({ told }) => told).filter((told) => !listed.includes(told))).toEqual([]);
  });

  it('all refer to what is there after a build', async () => {
    for (const { table, columns, rows, lost } of await look())
      expect([table, columns, rows > 0, lost]).toEqual([table, columns, true, 0]);
  });

  it('are found where what they refer to is gone', async () => {
    await db.asOwner((client) =>
      client.query(
        'DELETE FROM fact WHERE fact_id = (SELECT fact_id FROM spending ORDER BY spending_id LIMIT 1)',
      ),
    );
    const lost = (await look()).filter((one) => one.lost > 0);
    expect(lost.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['fact_detail', 'fact_source', 'spending']),
    );
    expect(inWords(lost)).toMatchObject({
      ok: false,
      says: expect.stringMatching(/rows of spending refer by fact_id to no fact/),
    });
  });
});
