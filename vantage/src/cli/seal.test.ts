import { describe, expect, it } from 'vitest';
import { deliver, personNumbered } from '../families/testing.ts';
import { personsByIds } from '../identity/index.ts';
import { makeProgress, newId } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { agreeAsReady, workerNear } from '../sharing/testing.ts';
import type { Context } from './command.ts';
import { SealOutput, seal } from './seal.ts';

describe('vantage seal', async () => {
  const db = await testDatabase();
  await deliver(db, testActor, '2026-11-16', {
    'ssd.person': [
      { pers_person_id: 'S1', pers_forename: 'Dawn', pers_surname: 'Hart', pers_dob: '1989-03-02' },
    ],
  });
  const { personId, around, named } = await db.asTest(async (tx) => {
    await agreeAsReady(tx);
    const id = (await personNumbered(tx))('S1');
    return {
      personId: id,
      around: await workerNear(tx, { near: [id] }),
      named: await workerNear(tx, { near: [id] }),
    };
  });
  const run = (args: string[], values: Context['values'] = {}) =>
    seal.run({
      args,
      values,
      data: '',
      json: false,
      progress: makeProgress(undefined),
      open: async () => db,
      say: () => undefined,
      tell: () => undefined,
      signal: new AbortController().signal,
    });
  const seenBy = (actor: typeof around) =>
    db.asActor(actor, async (tx) => (await personsByIds(tx, [personId])).length, { readOnly: true });

  it('hides a person from everyone not named until it ends, and writes both down', async () => {
    expect((await run([])).text).toBe('Nobody is sealed.');
    expect(await seenBy(around)).toBe(1);
    const { output, text } = await run([personId], { reason: 'placed with adopters', named: named.id });
    expect(SealOutput.parse(output).seals).toEqual([
      expect.objectContaining({ personId, named: [named.id], reason: 'placed with adopters' }),
    ]);
    expect(text).toContain(`but for ${named.id}: placed with adopters`);
    expect([await seenBy(around), await seenBy(named)]).toEqual([0, 1]);
    expect((await run([personId], { end: true })).text).toBe('Nobody is sealed.');
    expect(await seenBy(around)).toBe(1);
    const written = await db.asTest((tx) =>
      tx.sql<{ action: string }>('SELECT action, persons, reason FROM audit_entry ORDER BY at'),
    );
    expect(written).toEqual([
      { action: 'seal', persons: [personId], reason: 'placed with adopters' },
      { action: 'unseal', persons: [personId], reason: null },
    ]);
  });

  it('says what is wrong, and then hides nobody', async () => {
    const wrong: [string[], Context['values'], string][] = [
      [['dawn'], { reason: 'because' }, 'needs the id of one person'],
      [[newId()], { reason: 'because' }, 'There is no person'],
      [[personId], {}, 'sealed for a reason'],
      [[personId], { reason: 'because', named: `${named.id},somebody` }, 'has the id "somebody"'],
      [[personId], { end: true }, 'No seal stands'],
    ];
    for (const [args, values, said] of wrong) await expect(run(args, values)).rejects.toThrow(said);
    expect((await run([])).text).toBe('Nobody is sealed.');
  });
});
