import { beforeAll, describe, expect, test, vi } from 'vitest';
import { makeWorkers } from '../../casework/testing.ts';
import { type Actor, newId } from '../../platform/index.ts';
import { testDatabase } from '../../platform/testing.ts';
import { protectPerson, sealPerson } from '../../sharing/index.ts';
import { workerNear } from '../../sharing/testing.ts';
import {
  build,
  Drawing,
  drawTie,
  Redrawing,
  redrawTie,
  TakingBack,
  takeTieBack,
  tiesOf,
  tiesWithHistory,
} from '../index.ts';

const db = await testDatabase();
let scene: Awaited<ReturnType<typeof makeWorkers>>;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  scene = await makeWorkers(db);
  return () => vi.useRealTimers();
});

const ids = () => [scene.dawn, scene.kyle, scene.leah];
const tom = () => ({
  audience: 'team',
  speaker: scene.kyle,
  whose: [scene.kyle],
  kind: 'friend',
  name: 'Tom from the skate park',
  strength: 'strong',
});
const draw = (over: Record<string, unknown>, who: Actor = scene.author) =>
  db.asActor(who, (tx) => drawTie(tx, Drawing.parse({ ...tom(), ...over })));
const redraw = (tieId: string, over: Record<string, unknown>, who: Actor = scene.author) =>
  db.asActor(who, (tx) =>
    redrawTie(tx, ids(), tieId, Redrawing.parse({ ...tom(), reason: 'He says so now.', ...over })),
  );
const seen = (who: Actor) => db.asActor(who, (tx) => tiesOf(tx, ids()));
const sees = async (who: Actor, tieId: string) => (await seen(who)).some((one) => one.tieId === tieId);

describe('a tie', () => {
  test('sent twice is written once; under a number of something else it is refused alike, seen or not', async () => {
    const id = newId();
    const mine = { id, name: 'Uncle Sol', audience: 'speaker-and-lead' };
    expect([await draw(mine), await draw(mine)]).toEqual([id, id]);
    expect((await seen(scene.author)).filter((one) => one.tieId === id)).toHaveLength(1);
    for (const who of [scene.author, scene.team])
      await expect(draw({ ...mine, name: 'Aunt Bea' }, who)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('for a lead alone stays with who is allocated to the speaker, and with the agency that was told', async () => {
    const { dawn, kyle } = scene;
    const through = (agency: string) => db.asTest((tx) => workerNear(tx, { near: ids(), via: kyle, agency }));
    const told = await through('social-care');
    const others = await through('police');
    const hers = await draw({ speaker: dawn, whose: [dawn], audience: 'speaker-and-lead' });
    const his = await draw({ audience: 'speaker-and-lead' });
    expect([await sees(told, hers), await sees(others, hers)]).toEqual([true, false]);
    expect([await sees(told, his), await sees(others, his)]).toEqual([true, true]);
  });

  test('is seen by whom its speaker let see it, and by whoever wrote it down', async () => {
    const secret = await draw({
      audience: 'speaker-and-lead',
      turnsTo: 'yes',
      words: 'He does not laugh at me.',
    });
    for (const who of ['author', 'allocated', 'ofKyle', 'policeAllocated'] as const)
      expect([who, await sees(scene[who], secret)]).toEqual([who, true]);
    for (const who of ['team', 'policeTeam', 'lead', 'manager', 'stranger', 'director', 'emergency'] as const)
      expect([who, await sees(scene[who], secret)]).toEqual([who, false]);
    const own: Actor = { area: 'testshire', id: scene.kyle, role: 'family-member', purpose: 'own' };
    expect(await sees(own, secret)).toBe(true);
    const open = await draw({ name: 'Priya' });
    for (const who of ['author', 'allocated', 'team', 'policeTeam'] as const)
      expect([who, await sees(scene[who], open)]).toEqual([who, true]);
    for (const who of ['stranger', 'director'] as const)
      expect([who, await sees(scene[who], open)]).toEqual([who, false]);
    expect((await seen(scene.allocated)).find((one) => one.tieId === secret)).toMatchObject({
      name: 'Tom from the skate park',
      withId: null,
      withRecord: null,
      speaker: scene.kyle,
      whose: [scene.kyle],
      strength: 'strong',
      way: 'both',
      turnsTo: true,
      saidOn: '2026-11-22',
      version: 1,
    });
  });

  test('of several is seen by whoever may read the words of every one of them', async () => {
    const both = await draw({ name: 'Nan Iris', kind: 'kin', whose: [scene.kyle, scene.leah] });
    expect(await sees(scene.allocated, both)).toBe(true);
    expect(await sees(scene.ofKyle, both)).toBe(false);
  });

  test('is written once, in nobody else’s name, and only of people with whom the writer works', async () => {
    const id = newId();
    expect([await draw({ id }), await draw({ id })]).toEqual([id, id]);
    expect((await seen(scene.author)).filter((one) => one.tieId === id).map((one) => one.name)).toEqual([
      'Tom from the skate park',
    ]);
    for (const who of ['stranger', 'emergency', 'lead', 'director'] as const)
      await expect(draw({}, scene[who])).rejects.toMatchObject({ code: 'refused' });
    await expect(draw({ whose: [scene.kyle, scene.dawn] }, scene.ofKyle)).rejects.toMatchObject({
      code: 'refused',
    });
    await expect(
      db.asActor(scene.allocated, (tx) =>
        tx.sql(
          `INSERT INTO network_tie (area, tie_id, version, kind, name, strength, way, turns_to, persons, about, agency, audience, said_on,
             written_by, written_at)
           VALUES ('testshire', $1, 1, 'friend', 'X', 'weak', 'both', false, $2, $2, 'social-care', 'team', '2026-01-01', $3, now())`,
          [newId(), [scene.kyle, scene.kyle], scene.author.id],
        ),
      ),
    ).rejects.toThrow(/row-level security/);
  });

  test('drawn anew keeps what it was, and is out of sight at once where its audience narrows', async () => {
    const id = await draw({ name: 'Uncle Ray', kind: 'kin' });
    await redraw(id, { name: 'Uncle Ray', kind: 'kin', strength: 'strained', audience: 'speaker-and-lead' });
    expect(await sees(scene.team, id)).toBe(false);
    expect(await db.asActor(scene.team, (tx) => tiesWithHistory(tx, ids()))).not.toContainEqual(
      expect.objectContaining({ tieId: id }),
    );
    const versions = (await db.asActor(scene.allocated, (tx) => tiesWithHistory(tx, ids()))).filter(
      (one) => one.tieId === id,
    );
    expect(versions.map((one) => [one.version, one.strength, one.outcome, one.reason])).toEqual([
      [2, 'strained', null, 'He says so now.'],
      [1, 'strong', 'replaced', null],
    ]);
  });

  test('is changed and taken back by whoever works with them and sees it, with why', async () => {
    const id = await draw({ name: 'Aunt Jo', kind: 'kin' });
    for (const who of ['stranger', 'policeLead', 'emergency'] as const)
      await expect(redraw(id, {}, scene[who])).rejects.toMatchObject({
        code: expect.stringMatching(/refused|not-found/),
      });
    await db.asActor(scene.team, (tx) =>
      takeTieBack(tx, ids(), id, TakingBack.parse({ words: 'He meant somebody else.' })),
    );
    expect(await sees(scene.team, id)).toBe(false);
    const [one] = (await db.asActor(scene.allocated, (tx) => tiesWithHistory(tx, ids()))).filter(
      ({ tieId }) => tieId === id,
    );
    expect(one).toMatchObject({ outcome: 'taken-back', endedWords: 'He meant somebody else.' });
    await expect(redraw(id, {})).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      db.asActor(scene.author, (tx) => tx.sql('DELETE FROM network_tie WHERE tie_id = $1', [id])),
    ).rejects.toThrow(/permission denied/);
    await expect(
      db.asActor(scene.author, (tx) =>
        tx.sql(`UPDATE network_tie SET strength = 'weak' WHERE tie_id = $1`, [id]),
      ),
    ).rejects.toThrow(/permission denied/);
  });

  test('follows whoever was meant through a build', async () => {
    const id = await draw({ speaker: scene.leah, whose: [scene.leah], name: 'Choir', kind: 'club' });
    const rebuild = () => db.asTest((tx) => build(tx, { asOf: scene.asOf }));
    for (const to of [scene.kyle, scene.leah]) {
      await db.asOwner((client) =>
        client.query(`UPDATE link SET person_id = $1 WHERE agency = 'social-care' AND local_id = 'S3'`, [to]),
      );
      await rebuild();
      const [one] = (await seen(scene.allocated)).filter(({ tieId }) => tieId === id);
      expect([one?.speaker, one?.whose]).toEqual([to, [to]]);
    }
  });

  test('is there for nobody from whom one of them is sealed, or where they are is kept back', async () => {
    const id = await draw({
      whose: [scene.kyle, scene.leah],
      name: 'Mrs Bell, next door',
      kind: 'neighbour',
    });
    const kin = await draw({ kind: 'kin', name: '', of: `person:${scene.leah}` });
    expect(await sees(scene.team, id)).toBe(true);
    const protectionId = await db.asTest((tx) =>
      protectPerson(tx, {
        personId: scene.leah,
        fromIds: [scene.dawn],
        fromWords: '',
        fromBorn: null,
        named: [scene.allocated.id],
        happened: { from: '2026-01-01', to: null },
        reason: 'She is looked for.',
      }),
    );
    for (const tie of [id, kin])
      expect([await sees(scene.team, tie), await sees(scene.allocated, tie)]).toEqual([false, true]);
    await db.asTest((tx) =>
      tx.sql(`UPDATE protection SET ended_at = now(), ended_by = 'test' WHERE protection_id = $1`, [
        protectionId,
      ]),
    );
    expect(await sees(scene.team, id)).toBe(true);
    await db.asTest((tx) =>
      sealPerson(tx, {
        personId: scene.leah,
        named: [scene.allocated.id],
        from: '2026-11-01',
        reason: 'She is looked for.',
      }),
    );
    for (const tie of [id, kin])
      expect([await sees(scene.author, tie), await sees(scene.allocated, tie)]).toEqual([false, true]);
  });
});

test.each([
  ['nothing that it is with', { name: '' }, 'name'],
  ['two things that it is with', { of: `record:${'0'.repeat(32)}` }, 'name'],
  ['a relative as a friend', { name: '', of: `person:${newId()}` }, 'kind'],
  ['nobody whose it is', { whose: [] }, 'whose'],
  ['a day to come', { on: '1/1/2027' }, 'on'],
])('%s is no tie', (_, over, field) => {
  const read = Drawing.safeParse({ ...tom(), speaker: newId(), whose: [newId()], ...over });
  expect(read.error?.issues.map(({ path }) => path[0])).toEqual([field]);
});
