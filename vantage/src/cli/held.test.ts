import { describe, expect, it } from 'vitest';
import { makeProgress } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { occurrences, take } from '../sources/testing.ts';
import type { Context } from './command.ts';
import { HeldOutput, held } from './held.ts';

describe('vantage held', async () => {
  const db = await testDatabase();
  const empty = await testDatabase({ empty: true });
  const run = (values: Context['values'] = {}, database = db) =>
    held.run({
      args: [],
      values,
      data: '',
      json: false,
      progress: makeProgress(undefined),
      open: async () => database,
      say: () => undefined,
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

  it('lists those mended since', async () => {
    const text = occurrences([{ no: 'A', on: '2025-02-28' }]);
    await take(db, { received_at: '2026-01-11T06:00:00Z', text });
    expect((await run()).output).toEqual({ held: [] });
    const { text: said } = await run({ mended: true });
    expect(said).toMatch(/Mended by what came on 2026-01-11\.\n1 row mended\.$/);
  });
});
