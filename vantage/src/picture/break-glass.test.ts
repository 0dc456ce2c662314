import { beforeAll, expect, test, vi } from 'vitest';
import { type Actor, log, newId } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { agencies, ensureAgencies, ensureAgreements, grants, sealPerson } from '../sharing/index.ts';
import { workerNear } from '../sharing/testing.ts';
import { index } from './finding.ts';
import { makeHarts, sending } from './testing.ts';

const db = await testDatabase();
const send = sending(db);
const now = new Date('2026-11-22T09:00:00Z');
const kyle = { name: 'Kyle Hart', born: '2012-04-05', reason: 'A neighbour rang: he is alone and crying.' };
let lead: Actor;
let members: string[];
let dawn: string;
let family: string;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now });
  const harts = await makeHarts(db);
  members = [harts.dawn, harts.kyle].sort();
  [dawn, family] = [harts.dawn, harts.familyId];
  lead = await db.asTest((tx) => workerNear(tx, { role: 'information-governance-lead' }));
  return () => vi.useRealTimers();
});

const somebody = () => db.asTest((tx) => workerNear(tx, {}));
const audited = (actor: Actor) =>
  db.asTest((tx) =>
    tx.sql<{ action: string; reason: string; words: string; persons: string[]; families: string[] }>(
      'SELECT action, reason, words, persons, families FROM audit_entry WHERE actor = $1 ORDER BY at, entry_id',
      [actor.id],
    ),
  );
const openings = () =>
  db.asTest((tx) =>
    tx.sql<{
      id: string;
      worker: string;
      family: string;
      teller: string | null;
      why: string | null;
      told: Date | null;
    }>(
      `SELECT grant_id AS id, worker_id AS worker, family_id AS family, teller, not_told_reason AS why, told_at AS told FROM grant_of_access
       ORDER BY begun_at, grant_id`,
    ),
  );

test('somebody opens no more than three families in 24 hours, also side by side', async () => {
  const worker = await somebody();
  const answers = await Promise.all(Array.from({ length: 6 }, () => send(worker, '/break-glass', kyle)));
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 303, 303, 403, 403, 403]);
  const refused = answers.find(({ status }) => status === 403)?.text ?? '';
  expect(refused).toContain('You have opened a family 3 times within 24 hours.');
  expect((await audited(worker)).map((one) => one.action).sort()).toEqual([
    ...Array(3).fill('break-glass'),
    ...Array(3).fill('denied'),
  ]);
  vi.setSystemTime(now.getTime() + 24 * 3_600_000 - 1);
  expect((await send(worker, '/break-glass', kyle)).status).toBe(403);
  vi.setSystemTime(now.getTime() + 24 * 3_600_000);
  expect((await send(worker, '/break-glass', kyle)).status).toBe(303);
  vi.setSystemTime(now);
});

test('nobody tries names until one fits: after five that find nothing the right one opens nothing either', async () => {
  const worker = await somebody();
  for (let day = 1; day <= 5; day += 1) {
    const missed = await send(worker, '/break-glass', { ...kyle, born: `2012-05-0${day}` });
    expect(missed.status).toBe(400);
    // What was written is still in the form.
    for (const words of ['There is no picture of such a person.', kyle.name, kyle.reason])
      expect(missed.text).toContain(words);
  }
  const { status, text } = await send(worker, '/break-glass', kyle);
  expect(status).toBe(403);
  expect(text).toContain('5 of your tries within 24 hours have found no picture.');
  const written = (await audited(worker)).filter((one) => one.action !== 'read');
  expect(written.map((one) => one.action)).toEqual(Array(6).fill('denied'));
  expect(written.at(-1)?.words).toBe('Kyle Hart, 2012-04-05');
  expect((await send(await somebody(), '/break-glass', kyle)).status).toBe(303);
});

test('an opening names the persons in the audit, and leaves a line without names in the log', async () => {
  const said = vi.spyOn(log, 'warn');
  const worker = await somebody();
  await send(worker, '/break-glass', kyle);
  const opened = (await openings()).find((one) => one.worker === worker.id);
  expect(said.mock.calls.filter(([event]) => event.includes('emergency'))).toEqual([
    ['a family was opened in an emergency and waits for review', { opening: opened?.id }],
  ]);
  said.mockRestore();
  expect(await audited(worker)).toMatchObject([
    {
      action: 'break-glass',
      persons: expect.arrayContaining(members),
      families: [opened?.family],
      reason: kyle.reason,
    },
  ]);
});

test('the information governance lead is told on every page how many wait, reviews each once, and the family is told', async () => {
  const all = await openings();
  expect(all.length).toBeGreaterThan(4);
  const menu = `Openings to review: ${all.length}<`;
  expect((await send(lead, '/agreements')).text).toContain(menu);
  expect((await send(await somebody(), '/agreements')).text).not.toContain('Openings to review');
  expect((await send(lead, '/openings')).text).toMatch(/\/audit\?family=[0-9a-f-]{36}"[^>]*>Hart</);
  const [first, second] = all;
  const path = `/openings/${first?.id}`;
  const review = 'It could not have waited.';
  const fits = { review, tell: 'yes', teller: 'Nina Castell' };

  for (const missing of [
    { ...fits, review: '' },
    { ...fits, teller: '' },
    { review, tell: 'no' },
    { review },
  ])
    expect((await send(lead, path, missing as Record<string, string>)).status).toBe(400);
  expect((await send(await somebody(), path, fits)).status).toBe(403);
  expect((await send(lead, `/openings/${newId()}`, fits)).status).toBe(404);
  expect((await send(lead, '/openings/nonsense', fits)).status).toBe(404);
  expect((await send(lead, `${path}/told`, { told: 'yes' })).status).toBe(409);

  expect((await send(lead, path, fits)).status).toBe(303);
  expect((await send(lead, path, { ...fits, review: 'Another review.' })).status).toBe(409);
  expect((await send(lead, '/agreements')).text).toContain(`Openings to review: ${all.length - 1}<`);
  const shown = (await send(lead, '/openings')).text;
  expect(shown).toContain(review);
  expect(shown).not.toContain('Another review');
  expect(shown).toContain('To be told by Nina Castell');

  expect((await send(await somebody(), `${path}/told`, { told: 'yes' })).status).toBe(403);
  expect((await send(lead, `/openings/${newId()}/told`, { told: 'yes' })).status).toBe(404);
  expect((await send(lead, `${path}/told`, { told: 'yes' })).status).toBe(303);
  expect((await send(lead, `${path}/told`, { told: 'yes' })).status).toBe(409);
  expect((await openings())[0]).toMatchObject({ teller: 'Nina Castell', told: now });
  expect((await send(lead, '/openings')).text).toContain('Told by Nina Castell');

  const why = 'His father reads her letters.';
  expect((await send(lead, `/openings/${second?.id}`, { review, tell: 'no', why })).status).toBe(303);
  expect((await openings())[1]).toMatchObject({ teller: null, why, told: null });
  expect((await send(lead, '/openings')).text).toContain(`They are not told: ${why}`);
  expect((await send(lead, `/openings/${second?.id}/told`, { told: 'yes' })).status).toBe(409);
  const written = (await audited(lead)).filter((one) => one.action === 'review' || one.action === 'change');
  expect(written.map((one) => [one.action, one.families, one.reason])).toEqual([
    ['review', [first?.family], review],
    ['change', [first?.family], 'They were told that their family was opened.'],
    ['review', [second?.family], `${review} Not told: ${why}`],
  ]);
});

test('an opening of a family in which somebody is sealed since is reviewed all the same, and told of no more', async () => {
  const worker = await somebody();
  const reason = 'A teacher rang: nobody came for him.';
  expect((await send(worker, '/break-glass', { ...kyle, reason })).status).toBe(303);
  const waiting = (text: string) => text.match(/Openings to review: \d+/)?.[0];
  const before = waiting((await send(lead, '/agreements')).text);
  await db.asTest((tx) => sealPerson(tx, { personId: dawn, named: [], from: '2026-01-01', reason: 'test' }));
  expect(waiting((await send(lead, '/agreements')).text)).toBe(before);
  expect((await send(lead, '/openings')).text).toContain(reason);
  const { status, text } = await send(worker, `/families/${family}`);
  expect([status, text]).toEqual([200, expect.stringContaining('because you opened it in an emergency')]);
  expect(text).not.toContain('Dawn');
  const opened = await db.asActor(lead, (tx) => grants(tx), { readOnly: true });
  expect(opened.find((one) => one.workerId === worker.id)?.persons).toEqual(
    members.filter((id) => id !== dawn),
  );
  await db.asOwner((client) => client.query('DELETE FROM seal'));
});

test('nobody is found by a name that only a service gave which does not share it', async () => {
  const stated = (agency: string, type: string) =>
    db.asTest(async (tx) => {
      await ensureAgencies(tx, [{ agency, name: agency, type: type as 'treatment' }]);
      await ensureAgreements(
        tx,
        (await agencies(tx)).filter((one) => one.agency === agency),
        now,
      );
      for (const [kind, value] of [
        ['name', 'Dawn Stretton'],
        ['birth-date', '1989-03-02'],
      ])
        await tx.sql(
          `INSERT INTO person_detail (area, detail_id, person_id, kind, value, parts, place, rule, agency, record_id, received_at)
           VALUES ($1, $2, $3, $4, $5, '{"given": "Dawn", "surname": "Stretton"}', 9, 'test', $6, $2, now())`,
          [tx.actor.area, newId(), dawn, kind, value, agency],
        );
      await index(tx);
    });
  const asked = { ...kyle, name: 'Dawn Stretton', born: '1989-03-02' };
  await stated('recovery', 'treatment');
  expect((await send(await somebody(), '/break-glass', asked)).status).toBe(400);
  expect((await send(await somebody(), '/break-glass', { ...asked, name: 'Dawn Hart' })).status).toBe(303);
  await stated('library', 'other');
  expect((await send(await somebody(), '/break-glass', asked)).status).toBe(303);
});

test('an emergency is offered to those who work with families only', async () => {
  const offered = 'open a family in an emergency';
  expect((await send(await somebody(), '/families?q=nobodyofthisname')).text).toContain(offered);
  expect((await send(lead, '/families?q=nobodyofthisname')).text).not.toContain(offered);
});
