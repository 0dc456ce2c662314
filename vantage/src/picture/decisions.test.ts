import { beforeAll, expect, test, vi } from 'vitest';
import { type Actor, newId } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { decide, endProtection, protectPerson, sealPerson } from '../sharing/index.ts';
import { workerNear } from '../sharing/testing.ts';
import { makeHarts, sending } from './testing.ts';

const db = await testDatabase();
const send = sending(db);
const now = new Date('2026-11-22T09:00:00Z');
let harts: Awaited<ReturnType<typeof makeHarts>>;
let page: string;
/** Who works with both, and in other ways. */
let people: Record<
  'allocated' | 'colleague' | 'ofKyleOnly' | 'police' | 'stranger' | 'agencyLead' | 'lead',
  Actor
>;
const asked = { askedBy: 'A solicitor for Kyle’s father', askedFor: 'Where Dawn lives' };
const refusal = { ...asked, decision: 'not-share', reason: 'He has said that he will find her.' };

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now });
  harts = await makeHarts(db);
  page = `/families/${harts.familyId}/decisions`;
  const both = [harts.dawn, harts.kyle];
  people = await db.asTest(async (tx) => ({
    allocated: await workerNear(tx, { near: both }),
    colleague: await workerNear(tx, { near: both, kind: 'team' }),
    ofKyleOnly: await workerNear(tx, { near: [harts.kyle] }),
    police: await workerNear(tx, { near: both, agency: 'police' }),
    stranger: await workerNear(tx, {}),
    agencyLead: await workerNear(tx, { role: 'agency-lead' }),
    lead: await workerNear(tx, { role: 'information-governance-lead' }),
  }));
  return () => vi.useRealTimers();
});

const seenBy = async (who: Actor) => {
  const { status, text } = await send(who, `/api${page}`);
  return status === 200 ? (JSON.parse(text) as { decisions: object[] }).decisions : status;
};

test('a decision not to share is kept as it was made, and audited as what it is', async () => {
  const { allocated } = people;
  expect((await send(allocated, page, { ...refusal, persons: [harts.dawn, harts.kyle] })).status).toBe(303);
  expect(await seenBy(allocated)).toEqual([
    {
      decisionId: expect.any(String),
      ...refusal,
      ground: null,
      about: [
        { personId: harts.dawn, name: 'Dawn Hart' },
        { personId: harts.kyle, name: 'Kyle Hart' },
      ],
      agency: 'social-care',
      decidedBy: expect.stringMatching(/^Worker /),
      decidedAt: now.toISOString(),
    },
  ]);
  const written = await db.asTest((tx) =>
    tx.sql(`SELECT route, families, persons, reason FROM audit_entry WHERE action = 'not-share'`),
  );
  expect(written).toEqual([
    {
      route: '/families/:id/decisions',
      families: [harts.familyId],
      persons: [harts.dawn, harts.kyle],
      reason: `Asked by ${asked.askedBy} for: ${asked.askedFor}. Because: ${refusal.reason}`,
    },
  ]);
  const { text } = await send(allocated, page);
  for (const words of [...Object.values(asked), refusal.reason, 'Not shared', 'Dawn and Kyle'])
    expect(text).toContain(words);
  expect((await send(allocated, `/families/${harts.familyId}`)).text).toContain(
    'Not shared: Where Dawn lives',
  );
});

test('the API writes one down, a decision to share too', async () => {
  const said = { ...asked, persons: [harts.kyle], decision: 'share', reason: 'Kyle wants him to know.' };
  const { status, text } = await send(people.colleague, `/api${page}`, said);
  expect([status, JSON.parse(text)]).toEqual([201, { decisionId: expect.any(String) }]);
  expect(
    await db.asTest((tx) => tx.sql(`SELECT reason FROM audit_entry WHERE action = 'share'`)),
  ).toHaveLength(1);
});

test('it is seen by those of the agency who work with everybody it is about, its lead and the information governance lead', async () => {
  const about = async (who: Actor) => {
    const seen = await seenBy(who);
    return typeof seen === 'number' ? seen : seen.length;
  };
  const { allocated, colleague, ofKyleOnly, police, stranger, agencyLead } = people;
  expect(await Promise.all([allocated, colleague].map(about))).toEqual([2, 2]);
  expect([
    await about(ofKyleOnly),
    await about(police),
    await about(stranger),
    await about(agencyLead),
  ]).toEqual([1, 0, 404, 2]);
  expect((await send(police, `/families/${harts.familyId}`)).text).not.toContain(asked.askedFor);
  const rows = (who: Actor) => db.asActor(who, (tx) => tx.sql('SELECT FROM sharing_decision'));
  expect((await rows(people.lead)).length).toBe(2);
  expect((await rows(stranger)).length).toBe(0);
});

test('only those who work with people decide about them, each in their own name, and nobody changes what was decided', async () => {
  const { ofKyleOnly, stranger, lead, allocated } = people;
  const form = { ...refusal, persons: [harts.dawn] };
  expect((await send(ofKyleOnly, page, form)).status).toBe(400);
  for (const who of [ofKyleOnly, stranger, lead]) {
    const deciding = { ...refusal, decision: 'not-share' as const, persons: [harts.dawn] };
    await expect(db.asActor(who, (tx) => decide(tx, harts.familyId, deciding))).rejects.toMatchObject({
      code: 'refused',
    });
  }
  expect((await send(stranger, page, form)).status).toBe(404);
  expect((await send(lead, page, form)).status).toBe(404);
  expect((await send(allocated, page, { ...form, persons: [newId()] })).status).toBe(400);
  for (const missing of ['persons', 'askedBy', 'askedFor', 'decision', 'reason'])
    expect((await send(allocated, page, { ...form, [missing]: '' })).status, missing).toBe(400);
  const forged = `INSERT INTO sharing_decision SELECT area, gen_random_uuid(), family_id, persons, asked_by, asked_for, 'share',
    reason, agency, '${stranger.id}', decided_at FROM sharing_decision LIMIT 1`;
  await expect(db.asActor(allocated, (tx) => tx.sql(forged))).rejects.toThrow();
  await expect(db.asTest((tx) => tx.sql(`UPDATE sharing_decision SET decision = 'share'`))).rejects.toThrow();
  await expect(db.asTest((tx) => tx.sql('DELETE FROM sharing_decision'))).rejects.toThrow();
});

test('it is kept from all from whom it is where somebody is, and they decide nothing about them', async () => {
  const { allocated, colleague, agencyLead, lead, ofKyleOnly } = people;
  const protectionId = await db.asTest((tx) =>
    protectPerson(tx, {
      personId: harts.dawn,
      fromIds: [harts.kyle],
      fromWords: '',
      fromBorn: null,
      named: [],
      happened: { from: '2026-11-01', to: null },
      reason: 'He has said that he will find her.',
    }),
  );
  const rows = async (who: Actor) =>
    (
      await db.asActor(who, (tx) => tx.sql<{ persons: string[] }>('SELECT persons FROM sharing_decision'))
    ).filter(({ persons }) => persons.includes(harts.dawn)).length;
  expect(await rows(allocated)).toBe(1);
  for (const who of [colleague, agencyLead, lead, ofKyleOnly])
    expect([who.role, await rows(who)]).toEqual([who.role, 0]);
  const deciding = { ...refusal, decision: 'not-share' as const, persons: [harts.dawn] };
  for (const who of [colleague, agencyLead])
    await expect(db.asActor(who, (tx) => decide(tx, harts.familyId, deciding))).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('kept back from you'),
    });
  await db.asTest((tx) => endProtection(tx, protectionId, 'He has moved away.'));
  expect(await rows(agencyLead)).toBe(1);
});

test('of somebody sealed no decision is seen', async () => {
  await db.asTest((tx) =>
    sealPerson(tx, { personId: harts.dawn, named: [], from: '2026-11-01', reason: 'She hides.' }),
  );
  expect(await seenBy(people.allocated)).toHaveLength(1);
  expect(await db.asActor(people.lead, (tx) => tx.sql('SELECT FROM sharing_decision'))).toHaveLength(1);
});

test('who is sealed from the information governance lead is in no entry that they read', async () => {
  const { allocated, lead } = people;
  await db.asTest((tx) =>
    sealPerson(tx, {
      personId: harts.kyle,
      named: [allocated.id],
      from: '2026-01-01',
      reason: 'placed elsewhere',
    }),
  );
  for (const path of ['/families?q=Kyle+Hart', '/api/families?q=Kyle', page, '/behind?open=all'])
    expect((await send(allocated, path)).status).toBe(200);
  const told = (who: Actor) =>
    db.asActor(who, (tx) =>
      tx.sql(
        `SELECT words, because FROM audit_entry WHERE actor = $1 AND action IN ('read', 'search')
         ORDER BY at DESC LIMIT 4`,
        [allocated.id],
      ),
    );
  const all = JSON.stringify(
    await db.asTest((tx) =>
      tx.sql(`SELECT words, persons FROM audit_entry WHERE actor = $1 ORDER BY at DESC LIMIT 4`, [
        allocated.id,
      ]),
    ),
  );
  expect(all.split(harts.kyle)).toHaveLength(5);
  expect(JSON.stringify(await told(lead))).not.toContain('Kyle');
});
