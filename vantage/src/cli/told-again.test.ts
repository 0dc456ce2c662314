import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeArea } from '@vantage/synth';
import { afterAll, expect, test } from 'vitest';
import { type Database, silent } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { systemActor } from '../sharing/index.ts';
import { buildFolder } from './pipeline.ts';
import { areaCode } from './testing/world.ts';

const out = await mkdtemp(join(tmpdir(), 'vantage-told-again-'));
afterAll(() => rm(out, { recursive: true, force: true }));

type Listed = {
  path: string;
  kind: string;
  agency: string;
  received_at: string;
  coverage: string;
  from?: string;
  to?: string;
};

/** Returns by which social care tells again what its own tables tell. */
const returns = ['cin', 'ssda903.header', 'ssda903.episodes'];
/** What those lists tell that no table does is no subject here. */
const beyond = (kind: string) => kind.startsWith('ssda903.') && !returns.includes(kind);

/** Every count and sum by which a page shows facts and spending. */
async function told(db: Database) {
  return db.asActor(systemActor(areaCode, 'test'), async (tx) => ({
    facts: await tx.sql(
      'SELECT kind, count(*) AS n FROM fact WHERE superseded_at IS NULL GROUP BY kind ORDER BY kind',
    ),
    spending: await tx.sql(
      `SELECT kind, count(*) AS n, sum(low_pence) AS low, sum(high_pence) AS high
       FROM spending WHERE superseded_at IS NULL GROUP BY kind ORDER BY kind`,
    ),
    members: await tx.sql('SELECT count(*) AS n FROM membership WHERE undone_at IS NULL'),
  }));
}

test('a fact told again by another return changes no count and no spending', async () => {
  await makeArea({ size: 'small', seed: '12', families: 60, out });
  const extracts = join(out, 'extracts');
  const path = join(extracts, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as { extracts: Listed[] };
  const write = (listed: Listed[]) => writeFile(path, JSON.stringify({ ...manifest, extracts: listed }));
  const known = manifest.extracts.filter(({ kind }) => !beyond(kind));
  const db = await testDatabase({ empty: true });

  await write(known.filter(({ kind }) => !returns.includes(kind)));
  const first = await buildFolder(db, extracts, { progress: silent });
  const before = await told(db);
  expect(before.facts.length).toBeGreaterThan(20);
  expect(before.spending.length).toBeGreaterThan(5);

  await cp(join(out, 'beside/annex_a.xlsx'), join(extracts, 'annex_a.xlsx'));
  const annex = {
    path: 'annex_a.xlsx',
    kind: 'annex-a',
    agency: 'social-care',
    received_at: '2026-11-17T06:00:00Z',
    coverage: 'full',
  };
  await write([...known, annex]);
  const second = await buildFolder(db, extracts, { progress: silent });
  expect(second.totals.records).toBeGreaterThan(first.totals.records + 50);
  expect(second.totals.persons).toBe(first.totals.persons);
  expect(await told(db)).toEqual(before);
}, 240_000);

test('what stands beside the extracts goes in as it is: Annex A, and two charities’ own spreadsheets', async () => {
  const truth = (await readFile(join(out, 'truth/beside.csv'), 'utf8')).trim().split(/\r?\n/).slice(1);
  const clients = Object.groupBy(truth, (line) => line.split(',')[1] ?? '');
  expect(truth.length).toBeGreaterThan(2);
  const db = await testDatabase({ empty: true });
  const { intake, totals } = await buildFolder(db, join(out, 'beside'), { progress: silent });
  expect([intake.failed, totals.held]).toEqual([[], 0]);
  const kept = Object.fromEntries(intake.taken.map(({ kind, kept }) => [kind, kept]));
  expect(kept).toEqual({
    'annex-a': expect.any(Number),
    'mapped.harbour-light': clients.harbour?.length ?? 0,
    'mapped.lantern': clients.lantern?.length ?? 0,
  });
});
