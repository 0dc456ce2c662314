import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeArea } from '@vantage/synth';
import { afterAll, expect, test } from 'vitest';
import { silent } from '../platform/index.ts';
import { tableSums, testDatabase } from '../platform/testing.ts';
import { buildFolder } from './pipeline.ts';

const out = await mkdtemp(join(tmpdir(), 'vantage-rebuild-'));
afterAll(() => rm(out, { recursive: true, force: true }));

test('building an unchanged folder again writes no row in any table', async () => {
  await makeArea({ size: 'small', seed: '12', families: 40, out });
  const db = await testDatabase({ empty: true });
  const first = await buildFolder(db, join(out, 'extracts'), { progress: silent });
  const before = await tableSums(db);
  expect(before.find(([table]) => table === 'membership')?.[1]).toBeGreaterThan(100);

  const again = await buildFolder(db, join(out, 'extracts'), { progress: silent });
  expect(again.totals).toEqual(first.totals);
  expect(await tableSums(db)).toEqual(before);
}, 240_000);
