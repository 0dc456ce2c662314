import { rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { deliver, personNumbered } from '../families/testing.ts';
import { personsByIds } from '../identity/index.ts';
import { makeHarts, makeThreeHarts } from '../picture/testing.ts';
import { makeProgress, newId } from '../platform/index.ts';
import { makeScratchFolder } from '../platform/postgres/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { sealPerson } from '../sharing/index.ts';
import { agreeAsReady, workerNear } from '../sharing/testing.ts';
import { area } from './area.ts';
import { backup } from './backup.ts';
import type { Context } from './command.ts';
import { family } from './family.ts';
import { held } from './held.ts';
import { SealOutput, seal } from './seal.ts';
import { spending } from './spending.ts';

const scratch = makeScratchFolder('vantage-command-');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The command in a database and a data folder. */
const sealing =
  (db: Awaited<ReturnType<typeof testDatabase>>, data: string) =>
  (args: string[], values: Context['values'] = {}) =>
    seal.run({
      args,
      values,
      data,
      json: false,
      progress: makeProgress(undefined),
      open: async () => db,
      say: () => undefined,
      tell: () => undefined,
      signal: new AbortController().signal,
    });

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
  const run = sealing(db, scratch);
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
      { action: 'read', persons: [], reason: null },
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

describe('a seal', async () => {
  const db = await testDatabase();
  const said = (id: string, words: string, more = {}) => ({
    statement_id: id,
    person_id: 'S2',
    said_on: '2026-04-01',
    kind: 'said',
    audience: 'team',
    words,
    ...more,
  });
  const { dawn, kyle, lee, family } = await makeThreeHarts(db, {
    'care.statements': [
      said('W3', 'It is good when DAWN’s home.'),
      said('W4', 'Dawny is my dog. Undawned.'),
      said('W5', 'I like the garage.', { done: 'Asked Dawn-Marie at the youth club.' }),
    ],
  });
  const run = sealing(db, join(scratch, 'named'));

  it('lists where others of the family say the name, as a word of its own, and nothing that is hidden', async () => {
    const { output, text } = await run([dawn], { reason: 'placed elsewhere' });
    const { stillNamed } = SealOutput.parse(output);
    // Two statements of Kyle’s, and the note on his good news: "Dawn cried with joy."
    const words = { personId: kyle, in: 'words', address: `/families/${family}` };
    expect(stillNamed.filter((one) => one.in === 'words')).toEqual([words, words]);
    expect(stillNamed.filter((one) => one.in !== 'words')).toEqual([
      { personId: kyle, in: 'fact', address: expect.stringMatching(/^\/facts\/[0-9a-f-]{36}$/) },
    ]);
    expect(text).toContain('The name still stands in what others of the family said');
    // Of somebody sealed as well nothing is listed: it is hidden.
    expect((await run([kyle], { reason: 'placed elsewhere' })).output.stillNamed).toEqual([]);
    await run([kyle], { end: true });
    // Whoever ends a seal, or lists them, is told of no name.
    expect((await run([dawn], { end: true })).output.stillNamed).toEqual([]);
    const other = await run([lee], { reason: 'placed elsewhere' });
    expect(other.output.stillNamed.map((one) => one.in)).toEqual(['fact']);
  });
});

describe('what commands show is in the audit', async () => {
  const db = await testDatabase();
  const harts = await makeHarts(db);
  const context = {
    values: {},
    data: join(scratch, 'harts'),
    json: false,
    progress: makeProgress(undefined),
    open: async () => db,
    say: () => undefined,
    tell: () => undefined,
    signal: new AbortController().signal,
  };
  const written = () =>
    db.asTest((tx) =>
      tx.sql(
        `SELECT actor, action, route, families, words FROM audit_entry
         WHERE route LIKE 'vantage %' ORDER BY at DESC LIMIT 1`,
      ),
    );
  const actor = `machine:${userInfo().username}`;

  it('under the name of whoever runs the machine, and sealed by the time that they end', async () => {
    await family.run({ ...context, args: ['dawn', 'hart'] });
    expect(await written()).toEqual([
      { actor, action: 'read', route: 'vantage family', families: [harts.familyId], words: 'dawn hart' },
    ]);
    await spending.run({ ...context, args: ['dawn', 'hart'] });
    expect(await written()).toMatchObject([{ actor, route: 'vantage spending', families: [harts.familyId] }]);
    await area.run({ ...context, args: [], values: { exact: true } });
    expect(await written()).toMatchObject([{ actor, route: 'vantage area --exact' }]);
    await held.run({ ...context, args: [] });
    expect(await written()).toMatchObject([{ actor, action: 'read', route: 'vantage held' }]);
    await backup.run({ ...context, args: [join(scratch, 'all.vantage')] });
    expect(await written()).toMatchObject([{ actor, action: 'export', route: 'vantage backup' }]);
    await expect(family.run({ ...context, args: [newId()] })).rejects.toMatchObject({ code: 'not-found' });
    expect(await written()).toMatchObject([{ actor, action: 'denied', route: 'vantage family' }]);
    expect(await db.asTest((tx) => tx.sql('SELECT FROM audit_unsealed'))).toEqual([]);
  });

  it('and sealed people are in it, and shown, only where they were asked for', async () => {
    await db.asTest((tx) =>
      sealPerson(tx, { personId: harts.dawn, named: [], from: '2026-01-01', reason: 'placed elsewhere' }),
    );
    const look = (values: Context['values']) => family.run({ ...context, args: [harts.familyId], values });
    const persons = () =>
      db.asTest((tx) =>
        tx.one<{ persons: string[] }>(
          `SELECT persons FROM audit_entry WHERE route = 'vantage family' ORDER BY at DESC LIMIT 1`,
        ),
      );
    expect((await look({})).text).not.toContain('Dawn');
    expect((await persons()).persons).not.toContain(harts.dawn);
    expect((await look({ sealed: true })).text).toContain('Dawn');
    expect((await persons()).persons).toContain(harts.dawn);
  });
});
