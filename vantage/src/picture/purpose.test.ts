import { beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { workerNear } from '../sharing/testing.ts';
import { makeHarts, sending } from './testing.ts';

const db = await testDatabase();
const send = sending(db);
const now = new Date('2026-11-22T09:00:00Z');
const kyle = {
  name: 'Kyle Hart',
  born: '2012-04-05',
  purpose: 'Answering the family’s complaint of 3 March.',
  until: '2026-12-01',
};
let family: string;
let dawn: string;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now });
  ({ familyId: family, dawn } = await makeHarts(db));
  return () => vi.useRealTimers();
});

const somebody = (options: Parameters<typeof workerNear>[1]) => db.asTest((tx) => workerNear(tx, options));
const sees = async (actor: Actor) => (await send(actor, `/families/${family}`)).status === 200;

test.each(['director', 'agency-lead', 'inspector'] as const)(
  'one family is opened to a %s for a purpose, until the end of its last day, and reviewed',
  async (role) => {
    const agency = role === 'agency-lead' ? 'police' : 'social-care';
    const [overseer, governance] = [
      await somebody({ role, agency }),
      await somebody({ role: 'information-governance-lead' }),
    ];
    expect(await sees(overseer)).toBe(false);
    expect((await send(overseer, '/families?q=Hart')).text).toContain('open one family for a purpose');
    const opened = await send(overseer, '/purpose', kyle);
    expect(opened.status).toBe(303);
    const page = await send(overseer, `/families/${family}`);
    expect(page.text).toContain('You see this for a recorded purpose: Answering the family’s complaint');
    expect(page.text.includes('Child in need plan')).toBe(true);
    // It is not the lead's to protect, to consent for, or to clear for telling.
    expect((await send(overseer, `/families/${family}/people/${dawn}/protection`)).status).toBe(404);

    const waiting = await send(governance, '/openings');
    expect(waiting.text).toContain('Answering the family’s complaint of 3 March.');
    expect(waiting.text).toContain('for a purpose');
    const written = await db.asTest((tx) =>
      tx.sql('SELECT action, words, reason FROM audit_entry WHERE actor = $1 AND action = $2', [
        overseer.id,
        'purpose',
      ]),
    );
    expect(written).toEqual([
      { action: 'purpose', words: 'Kyle Hart, 2012-04-05', reason: `${kyle.purpose} Until 2026-12-01.` },
    ]);
    vi.setSystemTime(new Date('2026-12-01T23:59:59Z'));
    expect(await sees(overseer)).toBe(true);
    vi.setSystemTime(new Date('2026-12-02T00:00:00Z'));
    expect(await sees(overseer)).toBe(false);
    vi.setSystemTime(now);
  },
);

test('it is for those who oversee or inspect, for four weeks at most, and for a purpose in a sentence', async () => {
  const [worker, director] = [await somebody({}), await somebody({ role: 'director' })];
  expect((await send(worker, '/purpose', kyle)).status).toBe(403);
  expect((await send(worker, '/purpose')).status).toBe(403);
  for (const wrong of [
    { purpose: 'to see' },
    { until: '2026-12-21' },
    { until: '2026-11-21' },
    { born: 'then' },
  ])
    expect((await send(director, '/purpose', { ...kyle, ...wrong })).status).toBe(400);
  expect(await sees(director)).toBe(false);
  const last = await send(director, '/api/purpose', { ...kyle, until: '2026-12-20' });
  expect([last.status, JSON.parse(last.text)]).toEqual([200, { familyId: family, until: '2026-12-20' }]);
  // The database holds it too: nobody else gives themselves a purpose, and none outlasts four weeks.
  const insert = (actor: Actor, days: number) =>
    db.asActor(actor, (tx) =>
      tx.sql(
        `INSERT INTO grant_of_access (area, grant_id, worker_id, kind, family_id, persons, reason, begun_at, until, granted_by)
         VALUES ($1, gen_random_uuid(), $2::uuid, 'purpose', $3, '{}', 'x', $4::timestamptz, $4::timestamptz + make_interval(days => $5), $2::text)`,
        [actor.area, actor.id, family, now, days],
      ),
    );
  await expect(insert(worker, 1)).rejects.toThrow();
  await expect(insert(director, 30)).rejects.toThrow();
  await insert(director, 28);
});

test('the lead of an agency sees of others what they agreed to share about those with whom its workers work', async () => {
  const lead = await somebody({ role: 'agency-lead', agency: 'police' });
  const another = await somebody({ role: 'practitioner', agency: 'police' });
  expect([await sees(lead), await sees(another)]).toEqual([false, false]);
  await db.asTest((tx) =>
    tx.sql(
      `INSERT INTO relation (area, relation_id, worker_id, person_id, kind, via, happened, agency, reason, received_at)
       SELECT area, gen_random_uuid(), $2, person_id, 'team', person_id, '[2026-01-01,)', 'police', 'Police officer', now()
       FROM person WHERE area = $1`,
      [lead.area, another.id],
    ),
  );
  expect([await sees(lead), await sees(another)]).toEqual([true, true]);
  const social = await somebody({ role: 'agency-lead' });
  const page = await send(lead, `/families/${family}`);
  expect(page.text).toContain('Child in need plan');
  expect(await sees(social)).toBe(true);
});

test('its last day ends by the clock in London, in summer too', async () => {
  vi.setSystemTime(new Date('2026-06-10T09:00:00Z'));
  const director = await somebody({ role: 'director' });
  expect((await send(director, '/purpose', { ...kyle, until: '2026-06-20' })).status).toBe(303);
  const ends = await db.asTest((tx) =>
    tx.sql('SELECT until FROM grant_of_access WHERE worker_id::text = $1', [director.id]),
  );
  expect(ends).toEqual([{ until: new Date('2026-06-20T23:00:00Z') }]);
  vi.setSystemTime(now);
});

test('what was written stays in the form when nobody is found', async () => {
  const missed = await send(await somebody({ role: 'director' }), '/purpose', {
    ...kyle,
    name: 'Kyle Heart',
  });
  expect(missed.status).toBe(400);
  for (const words of ['There is no picture of such a person.', 'Kyle Heart', kyle.purpose])
    expect(missed.text).toContain(words);
});
