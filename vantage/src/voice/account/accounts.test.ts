import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeWorkers } from '../../casework/testing.ts';
import { type Actor, newId } from '../../platform/index.ts';
import { testDatabase } from '../../platform/testing.ts';
import { roles, sealPerson, type WorkRole } from '../../sharing/index.ts';
import { workerNear } from '../../sharing/testing.ts';
import { build, Saying, sayHere, voiceOf } from '../index.ts';
import { Telling } from './model.ts';
import { accountsNow, accountsTold, endAccount, tellAccount } from './service.ts';

const db = await testDatabase();
const now = new Date('2026-11-22T09:00:00Z');
let scene: Awaited<ReturnType<typeof makeWorkers>>;
let member: Actor;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now });
  scene = await makeWorkers(db);
  member = await db.asTest((tx) => workerNear(tx, { role: 'lead-member' }));
});
beforeEach(async () => {
  vi.setSystemTime(now);
  await db.asOwner((client) => client.query('DELETE FROM account'));
});

/** Somebody’s words, written down by `who`; returns their number. */
const say = (over: Record<string, unknown> = {}, who: Actor = scene.author) =>
  db.asActor(who, (tx) =>
    sayHere(
      tx,
      Saying.parse({
        person: scene.kyle,
        audience: 'team',
        words: 'I want a door.',
        manner: 'said',
        ...over,
      }),
    ),
  );

const tell = (about: string, over: Record<string, unknown> = {}, who: Actor = scene.author) =>
  db.asActor(who, async (tx) => {
    const ids = [scene.dawn, scene.kyle, scene.leah];
    const people = ids.map((personId) => ({ personId, name: 'x', born: null, died: null, home: null }));
    const one = (await voiceOf(tx, ids)).said.find(({ saidId }) => saidId === about);
    if (one === undefined) throw new Error('these words are not theirs to read');
    const telling = Telling.parse({ words: one.words, agreed: 'He said yes.', ...over });
    return tellAccount(tx, {
      family: { familyId: scene.familyId, name: 'x', people, workers: [] },
      one,
      telling,
    });
  });
let doors = 0;
/** Other words each time, of letters alone: a number may tell who somebody is. */
const aDoor = () => `Door ${(++doors).toString(2).replaceAll('0', 'o').replaceAll('1', 'i')}.`;
const told = async (over: Record<string, unknown> = {}) => {
  const answer = await tell(await say({ words: aDoor() }), over);
  if ('tells' in answer) throw new Error(JSON.stringify(answer.tells));
  return answer.accountId;
};
const reads = (who: Actor) => db.asActor(who, accountsTold);
const words = async (who: Actor) => (await reads(who)).map((one) => one.words);
const listed = async (who: Actor, person = scene.kyle) =>
  (await db.asActor(who, (tx) => accountsNow(tx, [person]))).map((one) => one.accountId);
const end = (who: Actor, accountId: string) => db.asActor(who, (tx) => endAccount(tx, accountId, 'Asked.'));
const self = (id: string): Actor => ({ area: 'testshire', id, role: 'family-member', purpose: 'own' });

describe('what is told', () => {
  test('is the words and the month alone, to those who see numbers and to nobody else', async () => {
    await told({ words: 'A door of our own.' });
    for (const role of Object.keys(roles) as WorkRole[]) {
      const who = await db.asTest((tx) => workerNear(tx, { role, near: [scene.kyle] }));
      const may = /^(director|lead-member|analyst|commissioner|information-governance-lead)$/.test(role);
      if (may)
        expect([role, await reads(who)]).toEqual([role, [{ words: 'A door of our own.', month: '2026-11' }]]);
      else await expect(reads(who), role).rejects.toMatchObject({ code: 'refused' });
      // The database itself answers nobody else, and shows no row to whoever sees numbers.
      const rows = await db.asActor(who, async (tx) => [
        (await tx.sql(`SELECT * FROM accounts_told('2026-11-22')`)).length,
        (await tx.sql('SELECT * FROM account')).length,
      ]);
      expect([role, rows[0]]).toEqual([role, may ? 1 : 0]);
      expect((await db.asActor(member, (tx) => tx.sql('SELECT * FROM account'))).length).toBe(0);
    }
    const forged: Actor = { ...scene.author, role: 'lead-member', purpose: 'oversight' };
    expect(await reads(forged)).toEqual([]);
  });

  test('never holds a name, and what would tell is named to whoever wrote it', async () => {
    const about = await say({ words: 'Dawn and Leah fight.' });
    const tells = await tell(about);
    expect(tells).toEqual({
      tells: [
        { found: 'Dawn', what: 'a name' },
        { found: 'Leah', what: 'a name' },
      ],
    });
    for (const written of ['The Harts fight.', 'kyle’s sister', 'on 5/4/2012', 'Ring 01632 960001'])
      expect(await tell(about, { words: written })).toHaveProperty('tells');
    // The worker who writes it has a name too.
    const { name } = await db.asTest((tx) =>
      tx.one<{ name: string }>('SELECT name FROM worker WHERE worker_id = $1', [scene.author.id]),
    );
    await db.asTest((tx) =>
      tx.sql(`UPDATE worker SET name = 'Nina Okafor' WHERE worker_id = $1`, [scene.author.id]),
    );
    expect(await tell(about, { words: 'okafor listens.' })).toHaveProperty('tells');
    await db.asTest((tx) =>
      tx.sql('UPDATE worker SET name = $2 WHERE worker_id = $1', [scene.author.id, name]),
    );
    expect(await words(member)).toEqual([]);
    expect(await tell(about, { words: 'They fight.' })).toHaveProperty('accountId');
    expect(await words(member)).toEqual(['They fight.']);
  });

  test('stands by month and in an order that does not follow when it was written', async () => {
    const written = ['One.', 'Two.', 'Three.', 'Four.', 'Five.'];
    for (const one of written) await told({ words: one });
    vi.setSystemTime(new Date('2026-12-01T00:30:00Z'));
    await told({ words: 'Six.' });
    // By md5: 1.. of each text, worked out by another program.
    const { createHash } = await import('node:crypto');
    const hash = (text: string) => createHash('md5').update(text).digest('hex');
    const ordered = [...written].sort((a, b) => (hash(a) < hash(b) ? -1 : 1));
    expect(await words(member)).toEqual(['Six.', ...ordered]);
    expect((await reads(member)).map(({ month }) => month)).toEqual([
      '2026-12',
      ...written.map(() => '2026-11'),
    ]);
  });

  test('is nothing of a sealed person, of a dead one, nor of words that no longer stand', async () => {
    await told({ words: 'Hidden.' });
    const ofDawn = await say({ person: scene.dawn, words: 'Mine.' });
    await tell(ofDawn);
    expect(await words(member)).toHaveLength(2);
    await db.asTest((tx) =>
      sealPerson(tx, { personId: scene.kyle, named: [], from: '2026-11-01', reason: 'x' }),
    );
    expect(await words(member)).toEqual(['Mine.']);
    await db.asOwner((client) => client.query('DELETE FROM seal'));
    expect(await words(member)).toHaveLength(2);
    const death = await db.asOwner((client) =>
      client.query(
        `INSERT INTO person_detail (area, detail_id, person_id, kind, value, parts, place, rule, agency, record_id, received_at)
         SELECT area, gen_random_uuid(), person_id, 'death-date', '2026-11-20', '{}', 0, rule, agency, record_id, received_at
         FROM person_detail WHERE person_id = $1 AND kind = 'birth-date' LIMIT 1`,
        [scene.kyle],
      ),
    );
    expect(death.rowCount).toBe(1);
    expect(await words(member)).toEqual(['Mine.']);
    await db.asOwner((client) => client.query(`DELETE FROM person_detail WHERE kind = 'death-date'`));
    await db.asTest((tx) =>
      tx.sql('UPDATE statement SET superseded_at = now() WHERE said_id = $1', [ofDawn]),
    );
    expect(await words(member)).toEqual(['Hidden.']);
  });

  test('ends after its last day, and at once when it is ended, for good', async () => {
    const first = await told({ words: 'Until tomorrow.', until: '23/11/2026' });
    const second = await told({ words: 'Open.' });
    vi.setSystemTime(new Date('2026-11-23T23:59:00Z'));
    expect(await words(member)).toHaveLength(2);
    vi.setSystemTime(new Date('2026-11-24T00:01:00Z'));
    expect(await words(member)).toEqual(['Open.']);
    expect(await listed(scene.author)).toEqual([second]);
    await end(scene.allocated, second);
    expect(await words(member)).toEqual([]);
    await expect(end(scene.allocated, second)).rejects.toMatchObject({ code: 'not-found' });
    const again = db.asActor(scene.author, (tx) =>
      tx.sql('UPDATE account SET ended_by = NULL, ended_at = NULL, ended_words = NULL RETURNING 1 AS one'),
    );
    await expect(again).rejects.toThrow(/row-level security/);
    const kept = await db.asTest((tx) =>
      tx.sql('SELECT account_id, ended_by, ended_words FROM account WHERE account_id = ANY ($1)', [
        [first, second],
      ]),
    );
    expect(kept).toEqual(
      expect.arrayContaining([
        { account_id: second, ended_by: scene.allocated.id, ended_words: 'Asked.' },
        { account_id: first, ended_by: null, ended_words: null },
      ]),
    );
    expect(() => Telling.parse({ words: 'x', agreed: 'Yes.', until: '1/11/2026' })).toThrow(/still to come/);
  });
});

describe('who asks, sees and ends', () => {
  test('is whoever works with the speaker and may read the words, and the speaker', async () => {
    const open = await told();
    const closed = await tell(await say({ audience: 'speaker-and-lead', words: 'Between us.' }));
    if ('tells' in closed) throw new Error('it tells nobody');
    const both = [open, closed.accountId].sort();
    for (const who of ['author', 'allocated', 'policeAllocated'] as const)
      expect([who, (await listed(scene[who])).sort()]).toEqual([who, both]);
    for (const who of ['team', 'manager'] as const)
      expect([who, await listed(scene[who])]).toEqual([who, [open]]);
    for (const who of ['stranger', 'lead', 'director', 'emergency', 'otherManager'] as const) {
      expect([who, await listed(scene[who])]).toEqual([who, []]);
      await expect(end(scene[who], open), who).rejects.toMatchObject({ code: 'not-found' });
    }
    await expect(end(scene.team, closed.accountId)).rejects.toMatchObject({ code: 'not-found' });
    expect((await listed(self(scene.kyle))).sort()).toEqual(both);
    expect(await listed(self(scene.dawn))).toEqual([]);
    await expect(end(self(scene.dawn), open)).rejects.toMatchObject({ code: 'not-found' });
    await end(self(scene.kyle), closed.accountId);
    expect(await listed(self(scene.kyle))).toEqual([open]);
  });

  test('asks about each words once at a time, in nobody else’s name', async () => {
    const about = await say();
    const [first] = [await tell(about)];
    await expect(tell(about)).rejects.toMatchObject({ code: 'conflict' });
    if ('tells' in first) throw new Error('it tells nobody');
    await end(scene.author, first.accountId);
    expect(await tell(about)).toHaveProperty('accountId');
    await expect(tell(about, {}, scene.emergency)).rejects.toThrow();
    await expect(
      db.asActor(scene.allocated, (tx) =>
        tx.sql(
          `INSERT INTO account (area, account_id, about, person_id, words, agreed, agency, written_by, written_at)
           VALUES ('testshire', $1, $2, $3, 'x', 'x', 'social-care', $4, now())`,
          [newId(), about, scene.kyle, scene.author.id],
        ),
      ),
    ).rejects.toThrow(/row-level security/);
  });

  test('stays through a build, and follows whoever was meant', async () => {
    const answer = await tell(await say({ person: scene.leah, words: 'I sing.' }));
    if ('tells' in answer) throw new Error('it tells nobody');
    for (const to of [scene.kyle, scene.leah]) {
      await db.asOwner((client) =>
        client.query(`UPDATE link SET person_id = $1 WHERE agency = 'social-care' AND local_id = 'S3'`, [to]),
      );
      await db.asTest((tx) => build(tx, { asOf: scene.asOf }));
      expect(await listed(self(to), to)).toEqual([answer.accountId]);
      expect(await words(member)).toEqual(['I sing.']);
    }
  });
});
