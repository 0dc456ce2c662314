import { beforeAll, describe, expect, test, vi } from 'vitest';
import { makeWorkers } from '../casework/testing.ts';
import { type Actor, newId } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { protectPerson, sealPerson, unsealPerson } from '../sharing/index.ts';
import { workerNear } from '../sharing/testing.ts';
import { answerWords, build, Saying, sayHere, voiceOf, wordsForFamily } from './index.ts';

const db = await testDatabase();
let scene: Awaited<ReturnType<typeof makeWorkers>>;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  scene = await makeWorkers(db);
});

const say = (over: Record<string, unknown>, who: Actor = scene.author) =>
  db.asActor(who, (tx) =>
    sayHere(
      tx,
      Saying.parse({
        person: scene.kyle,
        audience: 'speaker-and-lead',
        words: 'I want my own door.',
        manner: 'said',
        ...over,
      }),
    ),
  );
const heard = (who: Actor) =>
  db.asActor(who, async (tx) => (await voiceOf(tx, [scene.dawn, scene.kyle, scene.leah])).said);

describe('words written down here', () => {
  test('are read by whom their speaker let read them, and by whoever wrote them down', async () => {
    const saidId = await say({ manner: 'drawn', language: 'Welsh', interpreter: 'yes', matters: 'yes' });
    const reads = async (who: Actor) => (await heard(who)).some((one) => one.saidId === saidId);
    expect(await reads(scene.author)).toBe(true);
    expect(await reads(scene.allocated)).toBe(true);
    expect(await reads(scene.policeAllocated)).toBe(true);
    for (const who of ['team', 'policeTeam', 'lead', 'manager', 'stranger', 'director', 'emergency'] as const)
      expect([who, await reads(scene[who])]).toEqual([who, false]);
    const [one] = (await heard(scene.allocated)).filter((words) => words.saidId === saidId);
    expect(one).toMatchObject({
      personId: scene.kyle,
      manner: 'drawn',
      language: 'Welsh',
      interpreter: true,
      matters: true,
      happened: { from: '2026-11-22', to: '2026-11-23' },
      done: null,
    });
    const forTeam = await say({ audience: 'team', words: 'Thursdays are bad.' });
    expect((await heard(scene.team)).some((words) => words.saidId === forTeam)).toBe(true);
    // Somebody themselves reads what they let themselves read.
    const own: Actor = { area: 'testshire', id: scene.kyle, role: 'family-member', purpose: 'own' };
    expect((await heard(own)).map((words) => words.saidId)).toEqual(
      expect.arrayContaining([saidId, forTeam]),
    );
  });

  test('for their lead alone stay with who is allocated to them, and with the agency that was told', async () => {
    const { dawn, kyle, leah } = scene;
    const through = (agency: string) =>
      db.asTest((tx) => workerNear(tx, { near: [dawn, kyle, leah], via: kyle, agency }));
    const told = await through('social-care');
    const others = await through('police');
    const reads = async (who: Actor, saidId: string) =>
      (await heard(who)).some((one) => one.saidId === saidId);
    const ofDawn = await say({ person: dawn, words: 'I have nobody to ask.' });
    expect(await reads(told, ofDawn)).toBe(true);
    expect(await reads(others, ofDawn)).toBe(false);
    const ofKyle = await say({ person: kyle, words: 'Ask me, not Mum.' });
    for (const who of [told, others]) expect(await reads(who, ofKyle)).toBe(true);
  });

  test('for their family are read by those who belonged to it then and do today, and by nobody from whom somebody is kept', async () => {
    const { dawn, kyle, leah } = scene;
    const own = (id: string): Actor => ({ area: 'testshire', id, role: 'family-member', purpose: 'own' });
    const readBy = (id: string) =>
      db.asActor(own(id), async (tx) => (await wordsForFamily(tx)).map((one) => [one.name, one.words]));
    const words = 'Ring me on Thursdays.';
    await say({ person: dawn, audience: 'family-and-team', words, on: '20/11/2026' });
    await say({ person: dawn, audience: 'family-and-team', words: 'Before Leah.', on: '3/2/2014' });
    await say({ person: dawn, audience: 'team', words: 'For the team.', on: '20/11/2026' });
    expect(await readBy(leah)).toEqual([['Dawn', words]]);
    expect(await readBy(kyle)).toEqual([
      ['Dawn', words],
      ['Dawn', 'Before Leah.'],
    ]);
    expect(await readBy(dawn)).toEqual([]);
    await say({
      person: dawn,
      audience: 'family-and-team',
      words: 'Mam',
      called: 'yes',
      on: '20/11/2026',
    });
    expect(await readBy(leah)).toEqual([['Mam', words]]);
    const keep = (personId: string, fromIds: string[]) =>
      db.asTest((tx) =>
        protectPerson(tx, {
          personId,
          fromIds,
          fromWords: '',
          fromBorn: null,
          named: [scene.allocated.id],
          happened: { from: '2026-01-01', to: null },
          reason: 'Looked for.',
        }),
      );
    const end = (id: string) =>
      db.asTest((tx) =>
        tx.sql(`UPDATE protection SET ended_at = now(), ended_by = 'test' WHERE protection_id = $1`, [id]),
      );
    const fromKyle = await keep(leah, [kyle]);
    expect([await readBy(kyle), await readBy(leah)]).toEqual([[], [['Mam', words]]]);
    await end(fromKyle);
    const ofDawn = await keep(dawn, [leah]);
    expect([await readBy(kyle), await readBy(leah)]).toEqual([[], []]);
    await end(ofDawn);
    expect(await readBy(kyle)).toHaveLength(2);
    const seal = { personId: dawn, named: [scene.allocated.id], from: '2026-11-01', reason: 'Looked for.' };
    const sealed = await db.asTest((tx) => sealPerson(tx, seal));
    expect(await readBy(kyle)).toEqual([]);
    await db.asTest((tx) => unsealPerson(tx, sealed));
  });

  test('are nobody’s from before they were born', async () => {
    await expect(say({ on: '4/4/2012' })).rejects.toMatchObject({ code: 'bad-input', field: 'on' });
  });

  test('are written once, by whoever works with the speaker, and in nobody else’s name', async () => {
    const id = newId();
    const words = 'I want my own key.';
    expect([await say({ id, words }), await say({ id, words })]).toEqual([id, id]);
    // A page that was loaded anew has another number.
    await expect(say({ words })).rejects.toMatchObject({
      code: 'conflict',
      message: 'You wrote these words down already, at 09:00.',
      field: 'words',
    });
    await say({ words, on: '21/11/2026' });
    await say({ words, audience: 'team' });
    await say({ words }, scene.allocated);
    // Other words, or another's, under its number are not dropped without a word; hidden or not, it is said alike.
    const conflict = { code: 'conflict', message: 'Something else has this number.' };
    await expect(say({ id, words: 'Again.' })).rejects.toMatchObject(conflict);
    await expect(say({ id, person: scene.leah })).rejects.toMatchObject(conflict);
    for (const who of ['allocated', 'team'] as const)
      await expect(say({ id }, scene[who])).rejects.toMatchObject(conflict);
    expect((await heard(scene.author)).filter((one) => one.saidId === id).map((one) => one.words)).toEqual([
      'I want my own key.',
    ]);
    for (const who of ['stranger', 'emergency', 'lead', 'director'] as const)
      await expect(say({}, scene[who])).rejects.toMatchObject({ code: 'refused' });
    await expect(say({ person: scene.dawn }, scene.ofKyle)).rejects.toMatchObject({ code: 'refused' });
    await expect(
      db.asActor(scene.allocated, (tx) =>
        tx.sql(
          `INSERT INTO statement (area, statement_id, said_id, person_id, agency, kind, words, said_to, audience, happened, precision,
             received_at, manner, written_by)
           VALUES ('testshire', $1, $1, $2, 'social-care', 'said', 'x', '', 'team', '[2026-01-01,2026-01-02)', 'day', now(), 'said', $3)`,
          [newId(), scene.kyle, scene.author.id],
        ),
      ),
    ).rejects.toThrow(/row-level security/);
  });

  test('say later what was done about them; of two the last counts', async () => {
    const about = await say({ audience: 'team', done: 'Asked housing.' });
    const answer = (words: string, who: Actor) =>
      db.asActor(who, (tx) => answerWords(tx, { personId: scene.kyle, about, words }));
    const done = async () => (await heard(scene.team)).find((one) => one.saidId === about)?.done;
    expect(await done()).toBe('Asked housing.');
    vi.setSystemTime(new Date('2026-11-23T09:00:00Z'));
    await answer('A door was hung.', scene.allocated);
    expect(await done()).toBe('A door was hung.');
    await expect(answer('No.', scene.stranger)).rejects.toMatchObject({ code: 'not-found' });
    const secret = await say({});
    await expect(
      db.asActor(scene.team, (tx) => answerWords(tx, { personId: scene.kyle, about: secret, words: 'No.' })),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  test('stay through a build, and follow whoever was meant', async () => {
    const saidId = await say({
      person: scene.leah,
      audience: 'team',
      words: 'I sing.',
      done: 'Told the choir.',
    });
    const rebuild = () => db.asTest((tx) => build(tx, { asOf: scene.asOf }));
    expect(await rebuild()).toEqual({ added: 0, superseded: 0 });
    const whose = async () => {
      const found = (await heard(scene.team)).filter((one) => one.saidId === saidId);
      return found.map((one) => [one.personId, one.done]);
    };
    expect(await whose()).toEqual([[scene.leah, 'Told the choir.']]);
    for (const to of [scene.kyle, scene.leah]) {
      await db.asOwner((client) =>
        client.query(`UPDATE link SET person_id = $1 WHERE agency = 'social-care' AND local_id = 'S3'`, [to]),
      );
      await rebuild();
      expect(await whose()).toEqual([[to, 'Told the choir.']]);
    }
  });
});
