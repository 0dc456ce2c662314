import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeProgress } from '../platform/index.ts';
import { makeScratchFolder } from '../platform/postgres/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { headsFile, record, sealWaiting, Verification } from '../sharing/index.ts';
import { audit } from './audit.ts';
import type { Context } from './command.ts';

describe('vantage audit verify', async () => {
  const db = await testDatabase();
  const empty = await testDatabase({ empty: true });
  const data = makeScratchFolder('vantage-audit-');
  const heads = headsFile(data);
  afterAll(() => rmSync(data, { recursive: true, force: true }));
  const run = (over: Partial<Context> = {}) =>
    audit.run({
      args: ['verify'],
      values: {},
      data,
      json: false,
      progress: makeProgress(undefined),
      open: async () => db,
      say: () => undefined,
      tell: () => undefined,
      signal: new AbortController().signal,
      ...over,
    });
  const write = () => db.asTest((tx) => record(tx, { action: 'read' }));

  it('says that all is whole when nothing has been written yet', async () => {
    const { exit, text } = await run();
    expect(exit).toBe(0);
    expect(text).toContain('The audit is whole.');
    expect(existsSync(heads)).toBe(false);
  });

  it('says what is sealed, what is not yet, and which heads are kept outside', async () => {
    await write();
    await sealWaiting(db, { area: testActor.area, heads });
    await write();
    const { exit, text, output } = await run();
    expect(exit).toBe(0);
    expect(Verification.parse(output)).toEqual(output);
    expect(text).toMatch(
      /^The audit is whole\.\n2 entries, 1 seal\.\nNot sealed yet: 1 entry, the oldest of 20\S+Z\.\nHeads kept outside the database: 1, of seals 1 to 1\.\nHead: [0-9a-f]{64}$/,
    );
  });

  it('ends with 1 and names what is wrong; compares with a copy of the heads', async () => {
    const copy = join(data, 'copy.jsonl');
    renameSync(heads, copy);
    const without = await run();
    expect([without.exit, without.text]).toEqual([1, expect.stringContaining(`there is no ${heads}.`)]);
    expect((await run({ values: { heads: copy } })).exit).toBe(0);
    const { rows } = await db.asOwner((client) =>
      client.query<{ id: string }>(`UPDATE audit_entry SET words = 'x' RETURNING entry_id AS id`),
    );
    const edited = await run({ values: { heads: copy } });
    expect(edited.exit).toBe(1);
    expect(edited.text).toContain('The audit is not whole: 1 fault.');
    expect(edited.text).toContain(`Entry ${rows[0]?.id}, number 1 of seal 1, is not as it was`);
  });

  it('is called as it should be', async () => {
    for (const args of [[], ['mend'], ['verify', 'all']]) {
      await expect(run({ args })).rejects.toMatchObject({ code: 'bad-input' });
    }
    await expect(run({ open: async () => empty })).rejects.toMatchObject({ code: 'not-found' });
  });
});
