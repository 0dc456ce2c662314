import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { makeProgress } from '../platform/index.ts';
import { makeScratchFolder } from '../platform/postgres/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { ensureArea } from '../sharing/index.ts';
import { occurrences, take } from '../sources/testing.ts';
import type { Context } from './command.ts';
import { HeldOutput, held } from './held.ts';

const scratch = makeScratchFolder('vantage-command-');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('vantage held', async () => {
  const db = await testDatabase();
  const empty = await testDatabase({ empty: true });
  const run = (values: Context['values'] = {}, database = db) =>
    held.run({
      args: [],
      values,
      data: scratch,
      json: false,
      progress: makeProgress(undefined),
      open: async () => database,
      say: () => undefined,
      tell: () => undefined,
      signal: new AbortController().signal,
    });

  it('says so when no row is held back, or when there is no area', async () => {
    expect((await run()).text).toBe('No row is held back.');
    expect((await run({ mended: true })).text).toBe('No row has been mended yet.');
    await expect(run({}, empty)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('lists file, line, column, value, what is wrong and what to do', async () => {
    await take(db, { text: occurrences([{ no: 'A', on: '2025-02-30' }]) });
    const { output, text } = await run();
    expect(HeldOutput.parse(output).held).toEqual([
      expect.objectContaining({
        path: '1.csv',
        line: 2,
        column: 'occurred_from',
        value: '2025-02-30',
        mendedAt: null,
      }),
    ]);
    expect(text).toMatch(/^1\.csv, line 2, occurred_from \("2025-02-30"\): \S.*\.\n1 row held back\.$/);
  });

  it('shows no value that may identify somebody, and no key', async () => {
    const text = occurrences([{ no: 'DawnHart', type: '"Dawn Hart, 14 Mill Lane"' }]);
    await take(db, { path: 'private.csv', coverage: 'delta', text });
    const { output, text: said } = await run();
    expect(said).toContain('private.csv, line 2, offence_type (value not shown: it may identify somebody): ');
    expect(JSON.stringify(output) + said).not.toMatch(/Dawn/);
    await take(db, {
      received_at: '2026-01-10T07:00:00Z',
      coverage: 'delta',
      text: occurrences([{ no: 'DawnHart' }]),
    });
  });

  it('refuses an area of real people', async () => {
    const real = await testDatabase({ empty: true });
    await real.asActor(testActor, (tx) =>
      ensureArea(tx, { code: 'testshire', name: 'Testshire', marking: 'real' }),
    );
    await expect(run({}, real)).rejects.toMatchObject({ code: 'refused' });
  });

  it('lists those mended since', async () => {
    const text = occurrences([{ no: 'A', on: '2025-02-28' }]);
    await take(db, { received_at: '2026-01-11T06:00:00Z', text });
    expect((await run()).output).toEqual({ held: [] });
    const { text: said } = await run({ mended: true });
    expect(said).toMatch(/Mended by what came on 2026-01-11\./);
    expect(said).toMatch(/\n2 rows mended\.$/);
  });
});
