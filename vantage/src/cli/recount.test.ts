import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeArea, recountRates } from '@vantage/synth';
import { afterAll, expect, test } from 'vitest';
import { nationalRules } from '../area/index.ts';
import { silent } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { buildFolder } from './pipeline.ts';
import { recount, recountInText, tallyIn } from './recount.ts';
import { system } from './testing/world.ts';

const out = await mkdtemp(join(tmpdir(), 'vantage-recount-'));
afterAll(() => rm(out, { recursive: true, force: true }));

/** What no agency sends, so that no record can tell it. */
const untold = [
  'care applications in a year',
  'in care: seeking asylum alone',
  'in care: mean difficulties score',
  'children in low-income families',
  'families with one child',
  'families with two children',
  'families with three or more',
  'families with a lone parent',
];

/** What is counted of schools and social care together: as exact as who is who. */
const together =
  /^(in need|on a protection plan|in care): (free school|plan for|support for|persist|suspended|good level|expected|mean Att)/;

test('every rate that records tell is counted exactly as it is true', async () => {
  await makeArea({ size: 'small', seed: '12', families: 400, out });
  const db = await testDatabase({ empty: true });
  await buildFolder(db, join(out, 'extracts'), { progress: silent });
  const found = await db.asActor(system, async (tx) => recount(tx, await tallyIn(out)));
  expect(found.filter(({ counted }) => counted === null).map(({ label }) => label)).toEqual(untold);
  const otherwise = found.filter(
    ({ counted, equal, label }) => counted !== null && !equal && !together.test(label),
  );
  expect(otherwise).toEqual([]);
  expect(found.filter(({ made }) => made > 0).length).toBeGreaterThan(65);

  const text = recountInText(found);
  expect(text).toMatch(/= in 10,000 children referrals in the year/);
  expect(text).toMatch(/and 8 rest on what no agency sends/);
}, 240_000);

test('a count that is not as it is true is told with both', () => {
  const [referrals] = recountRates({ children: 1000, referrals: 50 }, { referrals: 51 });
  expect(referrals).toMatchObject({
    made: 500,
    counted: expect.closeTo(510, 6),
    equal: false,
    differing: [{ name: 'referrals', made: 50, counted: 51 }],
  });
});

test('docs/counts.md states the rules in the words of the code', async () => {
  const page = await readFile(new URL('../../../docs/counts.md', import.meta.url), 'utf8');
  for (const [id, words] of Object.entries(nationalRules)) expect(page).toContain(`| \`${id}\` | ${words} |`);
});
