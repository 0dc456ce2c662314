import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeArea, makeTomorrow } from '@vantage/synth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { snapshot } from '../area/index.ts';
import type { TouchedFact } from '../chronology/index.ts';
import { silent } from '../platform/index.ts';
import { tableSums, testDatabase } from '../platform/testing.ts';
import { systemActor } from '../sharing/index.ts';
import { buildFolder, rebuild } from './pipeline.ts';
import { areaCode } from './testing/world.ts';

const out = await mkdtemp(join(tmpdir(), 'vantage-delta-'));
afterAll(() => rm(out, { recursive: true, force: true }));

const db = await testDatabase({ empty: true });
const build = (folder: string) => buildFolder(db, folder, { progress: silent });

/** What the area's snapshot holds that does not depend on when it was made, and what each family adds to it. */
const counted = () =>
  db.asActor(systemActor(areaCode, 'test'), async (tx) => ({
    kept: await tx.one<{ lasting: object; daily: object }>(
      'SELECT lasting, daily FROM area_snapshot WHERE of_build',
    ),
    like: await tx.sql('SELECT * FROM area_like ORDER BY family_id'),
  }));

/** What follows from the numbers before a build and from what it wrote is what counting everything finds. */
async function expectAsCountedAnew(): Promise<void> {
  const followed = await counted();
  expect(followed.like.length).toBeGreaterThan(2);
  await db.asActor(systemActor(areaCode, 'test'), async (tx) => {
    await tx.sql('DELETE FROM area_snapshot');
    await snapshot(tx);
  });
  expect(await counted()).toEqual(followed);
}

/** Of what stands, only that made of what changed may have been written: made anew of everything, nothing is. */
async function expectAsMadeAnew(totals: object): Promise<void> {
  await expectAsCountedAnew();
  const before = await tableSums(db);
  expect(await rebuild(db, areaCode, { progress: silent })).toEqual(totals);
  const after = await tableSums(db);
  expect(after.filter((_, at) => after[at]?.[2] !== before[at]?.[2])).toEqual([]);
}

const standing = (table: string) =>
  db.asActor(systemActor(areaCode, 'test'), async (tx) => {
    const { n } = await tx.one<{ n: number }>(
      `SELECT count(*) AS n FROM ${table} WHERE superseded_at IS NULL`,
    );
    return n;
  });

beforeAll(async () => {
  await makeArea({ size: 'small', seed: '21', families: 130, out: join(out, 'area') });
  await build(join(out, 'area/extracts'));
}, 240_000);

/** Kinds whose happenings tell of people who are known, and say of nobody who that is, with the column that numbers them. */
const happenings: Readonly<Record<string, string>> = {
  'ssd.contacts': 'cont_contact_id',
  'ssd.cin_visits': 'cinv_cin_visit_id',
  'ssd.cla_episodes': 'clae_cla_episode_id',
  'police.occurrences': 'occurrence_no',
  'health.contacts': 'contact_id',
};

test('happenings more, of people who are known: what is made of them alone is what all records make', async () => {
  const from = join(out, 'area/extracts');
  const { extracts, ...manifest } = JSON.parse(await readFile(join(from, 'manifest.json'), 'utf8')) as {
    extracts: { path: string; kind: string }[];
  };
  const listed = extracts.filter(({ kind }) => happenings[kind] !== undefined);
  for (const { path, kind } of listed) {
    const [header = '', ...lines] = (await readFile(join(from, path), 'utf8')).trim().split(/\r?\n/);
    const key = header.split(',').indexOf(happenings[kind] ?? '');
    const more = lines.flatMap((line, at) =>
      key >= 0 && at % 12 === 0 && !line.includes('"')
        ? [line.split(',').with(key, `MORE${at}`).join(',')]
        : [],
    );
    await mkdir(dirname(join(out, 'more', path)), { recursive: true });
    await writeFile(join(out, 'more', path), `${[header, ...more].join('\n')}\n`);
  }
  const since = listed.map((one) => ({ ...one, coverage: 'delta', received_at: '2026-11-16T18:00:00Z' }));
  await writeFile(join(out, 'more/manifest.json'), JSON.stringify({ ...manifest, extracts: since }));

  const facts = await standing('fact');
  const { intake, totals } = await build(join(out, 'more'));
  expect(intake.added).toBeGreaterThan(20);
  expect(await standing('fact')).toBeGreaterThan(facts);
  await expectAsMadeAnew(totals);
}, 240_000);

test('the next day in full: rows added, changed and taken out, a birth, people moved', async () => {
  await makeTomorrow({ from: join(out, 'area'), seed: '2', out: join(out, 'tomorrow') });
  const { intake, totals } = await build(join(out, 'tomorrow/extracts'));
  expect(Math.min(intake.added, intake.changed, intake.withdrawn)).toBeGreaterThan(0);
  await expectAsMadeAnew(totals);
}, 240_000);

test('of families like one another, one of which something else is told is counted again, and no other', async () => {
  await db.asActor(systemActor(areaCode, 'test'), async (tx) => {
    const facts = await tx.sql<TouchedFact>(
      `UPDATE fact SET superseded_at = greatest(now(), received_at) WHERE superseded_at IS NULL AND shape = 'involvement'
         AND person_id IN (SELECT person_id FROM membership m WHERE undone_at IS NULL AND family_id = (
           SELECT family_id FROM area_like WHERE cardinality(helped) > 0 ORDER BY family_id LIMIT 1))
       RETURNING fact_id AS "factId", person_id AS "personId", kind, occasion`,
    );
    const none = new Set<string>();
    await snapshot(tx, { moved: none, renamed: none, families: none, facts });
  });
  const after = await counted();
  expect(after.like.filter(({ helped }) => (helped as string[]).length === 0)).toHaveLength(1);
  await expectAsCountedAnew();
}, 240_000);
