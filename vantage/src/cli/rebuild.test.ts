import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeArea } from '@vantage/synth';
import { afterAll, expect, test } from 'vitest';
import { readyPrices, replaceLevels } from '../costs/index.ts';
import { makeProgress, silent } from '../platform/index.ts';
import { tableSums, testDatabase } from '../platform/testing.ts';
import { systemActor } from '../sharing/index.ts';
import { buildFolder, rebuild } from './pipeline.ts';
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

/** References that no constraint holds any more: table, its columns, and the table that has them as its key. */
const references = [
  ['record', 'extract_id', 'extract'],
  ['record', 'agency', 'agency'],
  ['link', 'person_id', 'person'],
  ['link', 'record_id', 'record'],
  ['link', 'joining_id', 'joining'],
  ['person_detail', 'person_id', 'person'],
  ['person_detail', 'record_id', 'record'],
  ['agency_number', 'person_id', 'person'],
  ['makeup', 'person_id', 'person'],
  ['fact', 'person_id', 'person'],
  ['fact', 'agency', 'agency'],
  ['fact_detail', 'fact_id', 'fact'],
  ['fact_source', 'fact_id', 'fact'],
  ['fact_source', 'record_id, version', 'record'],
  ['opening', 'fact_id', 'fact'],
  ['spending', 'fact_id', 'fact'],
] as const;

test.each(references)('every %s refers by its %s to a %s that is there', async (table, columns, other) => {
  const { rows, dangling } = await db.asActor(systemActor(areaCode, 'test'), (tx) =>
    tx.one<{ rows: number; dangling: number }>(
      `SELECT (SELECT count(*) FROM ${table}) AS rows, (SELECT count(*) FROM (
         SELECT area, ${columns} FROM ${table} EXCEPT SELECT area, ${columns} FROM ${other}) AS lost) AS dangling`,
    ),
  );
  expect(rows).toBeGreaterThan(0);
  expect(dangling).toBe(0);
});
