import { existsSync, renameSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeProgress } from '../platform/index.ts';
import { makeScratchFolder } from '../platform/postgres/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { headsFile, record, sealWaiting, Verification } from '../sharing/index.ts';
import { addSeal } from '../sharing/testing.ts';
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

  it('acknowledges in words that heads are gone, and says so from then on', async () => {
    await db.asOwner((client) => client.query('UPDATE audit_entry SET words = NULL'));
    const acknowledge = (reason: string) => run({ args: ['acknowledge'], values: { reason } });
    await expect(acknowledge('lost')).rejects.toMatchObject({ code: 'bad-input' });
    expect((await run()).exit).toBe(1);
    const { exit, text } = await acknowledge('The disk of the heads was lost.');
    const me = userInfo().username;
    expect([exit, text]).toEqual([
      0,
      expect.stringContaining(`Acknowledged up to seal 2 by ${me}: The disk of the heads was lost.`),
    ]);
    expect(text).toContain('What was acknowledged: 1 fault.');
    expect((await run()).text).toContain('Acknowledged up to seal 2');
    const { rows } = await db.asOwner((client) =>
      client.query(`SELECT actor, reason FROM audit_entry WHERE action = 'acknowledge'`),
    );
    expect(rows).toEqual([{ actor: `machine:${me}`, reason: 'The disk of the heads was lost.' }]);
  });

  it('is called as it should be', async () => {
    for (const args of [[], ['mend'], ['verify', 'all']]) {
      await expect(run({ args })).rejects.toMatchObject({ code: 'bad-input' });
    }
    await expect(run({ open: async () => empty })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('vantage audit verify catches', () => {
  const id = (seal: number, nth: number) =>
    `(SELECT entries[${nth}] FROM audit_seal WHERE seal_no = ${seal})`;

  /** What is done as the owner, whom nothing holds back, to three seals of 3, 2 and 4 entries; what is said of it. */
  const kinds: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      'an edit',
      [`UPDATE audit_entry SET actor = 'somebody else' WHERE entry_id = ${id(2, 1)}`],
      /Entry \S+, number 1 of seal 2, is not as it was when it was sealed\./,
    ],
    [
      'a deletion',
      [`DELETE FROM audit_entry WHERE entry_id = ${id(3, 4)}`],
      /Entry \S+, number 4 of seal 3, was deleted\./,
    ],
    [
      'a deletion that its seal was made to fit',
      [
        `DELETE FROM audit_entry WHERE entry_id = ${id(1, 3)}`,
        'UPDATE audit_seal SET entries = entries[1:2], marks = substr(marks, 1, 8) WHERE seal_no = 1',
      ],
      /Seal 1 was edited, or made anew/,
    ],
    [
      'entries in another order',
      ['UPDATE audit_seal SET entries = entries[2:2] || entries[1:1] || entries[3:4] WHERE seal_no = 3'],
      /The entries of seal 3 are not in the order in which they were sealed, from number 1 on\./,
    ],
    [
      'seals in another order',
      [
        'UPDATE audit_seal SET seal_no = 9 WHERE seal_no = 1',
        'UPDATE audit_seal SET seal_no = 1 WHERE seal_no = 2',
        'UPDATE audit_seal SET seal_no = 2 WHERE seal_no = 9',
      ],
      /Seal 1 does not hold the hash of seal 0|Seal 2 does not hold the hash of seal 1/,
    ],
    [
      'a tail that was cut off, entries and all',
      [
        'DELETE FROM audit_entry WHERE entry_id = ANY (SELECT unnest(entries) FROM audit_seal WHERE seal_no = 3)',
        'DELETE FROM audit_seal WHERE seal_no = 3',
      ],
      /The database ends with seal 2; outside it the head of seal 3 is kept\./,
    ],
    [
      'an entry put in',
      [
        `INSERT INTO audit_entry (area, entry_id, actor, role, purpose, action)
         SELECT area, gen_random_uuid(), actor, role, purpose, action FROM audit_entry WHERE entry_id = ${id(1, 1)}`,
      ],
      /Entry \S+ is in no seal and waits for none/,
    ],
    [
      'an entry deleted before it was sealed',
      ['DELETE FROM audit_entry WHERE entry_id IN (SELECT entry_id FROM audit_unsealed)'],
      /Entry \S+ was deleted before it was sealed\./,
    ],
  ];

  it.each(kinds)('%s', async (_kind, statements, says) => {
    const db = await testDatabase();
    const data = makeScratchFolder('vantage-audit-');
    const sealing = { area: testActor.area, heads: headsFile(data) };
    const verify = () =>
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
      });
    try {
      for (const size of [3, 2, 4]) await addSeal(db, sealing, size);
      await db.asTest((tx) => record(tx, { action: 'read' }));
      const before = await verify();
      expect([before.exit, before.text]).toEqual([0, expect.stringContaining('Not sealed yet: 1 entry')]);
      await db.asOwner(async (client) => {
        for (const text of statements) await client.query(text);
      });
      const { exit, text } = await verify();
      expect(exit).toBe(1);
      expect(text).toMatch(says);
    } finally {
      await db.close();
      rmSync(data, { recursive: true, force: true });
    }
  });
});
