import { beforeAll, expect, test, vi } from 'vitest';
import { chronologyOf } from '../chronology/index.ts';
import { addStep, setLead } from '../plans/index.ts';
import { type Actor, newId } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { agree, agreements, endAgreement, siteForThemselves } from '../sharing/index.ts';
import { workerNear } from '../sharing/testing.ts';
import { askingOf, makeThreeHarts, site, type ThreeHarts, unprotect } from './testing/three-harts.ts';

const db = await testDatabase();
const ask = askingOf(db);
const worker = (options: Parameters<typeof workerNear>[1]) => db.asTest((tx) => workerNear(tx, options));
let { dawn, kyle, lee, family }: ThreeHarts = { dawn: '', kyle: '', lee: '', family: '' };

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  ({ dawn, kyle, lee, family } = await makeThreeHarts(db));
  return () => vi.useRealTimers();
});

test('a person sees their own words and what they are told, which the allocated worker decides', async () => {
  const self: Actor = { area: testActor.area, id: kyle, role: 'family-member', purpose: 'own' };
  const mine = async () =>
    JSON.parse((await ask(self, '/api/me')).text) as {
      facts: { label: string }[];
      words: { words: string }[];
      names: string[];
    };
  const labels = async () => (await mine()).facts.map((one) => one.label).sort();
  expect((await mine()).words.map((one) => one.words)).toEqual(['I sleep badly.', 'I want to swim.']);
  expect((await mine()).names).toEqual(['Kyle Hart']);
  expect(await labels()).toEqual(['Early help', 'Good news', 'Visit under a child in need plan']);
  const facts = await db.asTest((tx) => chronologyOf(tx, [kyle]));
  const contact = facts.find((fact) => fact.kind === 'contact')?.factId;
  const help = facts.find((fact) => fact.kind === 'early-help')?.factId;
  const allocated = await worker({ near: [dawn, kyle, lee] });
  const team = await worker({ near: [dawn, kyle, lee], kind: 'team' });
  expect((await ask(allocated, `/facts/${contact}`)).text).toMatch(/By rule: not told yet/);
  const decide = (who: Actor, fact: string | undefined, form: Record<string, string>) =>
    ask(who, `/facts/${fact}/telling`, { reason: 'He asked about it.', ...form });
  expect((await decide(team, contact, { state: 'shared' })).status).toBe(403);
  expect((await decide(allocated, contact, { state: 'not-yet', from: '2026-12-01' })).status).toBe(303);
  const past = await decide(allocated, contact, { state: 'not-yet', from: '2026-11-21' });
  expect([past.status, past.text]).toEqual([400, expect.stringContaining('Write a day that is not over')]);
  expect((await decide(allocated, contact, { state: 'not-yet', from: '2026-11-22' })).status).toBe(303);
  expect((await decide(allocated, contact, { state: 'not-yet', from: '2026-12-01' })).status).toBe(303);
  expect((await decide(allocated, help, { state: 'never' })).status).toBe(303);
  expect(await labels()).toEqual(['Good news', 'Visit under a child in need plan']);
  vi.setSystemTime(new Date('2026-12-01T00:00:00Z'));
  expect(await labels()).toEqual([
    'Contact with children’s services',
    'Good news',
    'Visit under a child in need plan',
  ]);
  vi.setSystemTime(new Date('2026-11-22T09:00:00Z'));
  // What is about several people is told to none of them, so that nothing is asked.
  const aboutBoth = (about: string[]) =>
    db.asOwner((client) =>
      client.query('UPDATE fact_detail SET about = $2 WHERE fact_id = $1', [contact, about]),
    );
  await aboutBoth([dawn, kyle]);
  const page = (await ask(allocated, `/facts/${contact}`)).text;
  expect(page).toContain('it is about somebody else as well');
  expect(page).not.toContain('Keep this decision');
  expect((await decide(allocated, contact, { state: 'shared' })).status).toBe(403);
  await aboutBoth([kyle]);
  expect((await ask(allocated, `/facts/${contact}`)).text).toContain('Keep this decision');
  expect((await ask(self, `/families/${family}`)).status).toBe(403);
  expect((await ask({ ...self, purpose: 'help' }, '/me')).status).toBe(403);
});

test('what somebody wrote is told to a person only when a worker has read and cleared it', async () => {
  const self: Actor = { area: testActor.area, id: kyle, role: 'family-member', purpose: 'own' };
  const facts = await db.asTest((tx) => chronologyOf(tx, [kyle]));
  const good = facts.find((fact) => fact.kind === 'good-news')?.factId;
  const assessment = facts.find((fact) => fact.kind === 'assessment')?.factId;
  const allocated = await worker({ near: [dawn, kyle, lee] });
  const decide = (fact: string | undefined, form: Record<string, string>) =>
    ask(allocated, `/facts/${fact}/telling`, { reason: 'He asked about it.', state: 'shared', ...form });
  const mine = async () => {
    const { facts: told } = JSON.parse((await ask(self, '/api/me')).text) as {
      facts: { label: string; said: { label: string; value: string }[] }[];
    };
    return (label: string) => told.find((one) => one.label === label)?.said;
  };
  // Good news is told by rule; its note is not, and neither does the row of the note open to him.
  expect((await mine())('Good news')).toEqual([]);
  expect((await ask(self, '/me')).text).not.toContain('Dawn cried');
  const words = () =>
    db.asActor(self, (tx) => tx.sql(`SELECT detail FROM fact_detail WHERE fact_id = $1`, [good]), {
      readOnly: true,
    });
  expect(await words()).toEqual([]);
  expect((await decide(good, { words: 'yes' })).status).toBe(303);
  expect((await mine())('Good news')).toEqual([{ label: 'Note', value: 'Dawn cried with joy.' }]);
  expect(await words()).toHaveLength(1);
  expect((await decide(good, {})).status).toBe(303);
  expect((await mine())('Good news')).toEqual([]);

  // Of what an assessment found only what a list has words for is told, and never a bare code.
  expect((await decide(assessment, {})).status).toBe(303);
  expect((await mine())('Child and family assessment')).toEqual([
    { label: 'Child seen', value: 'yes' },
    { label: 'Found', value: 'neglect' },
  ]);
  const page = await ask(self, '/me');
  expect(page.text).not.toMatch(/99Z|Worried about Lee/);
  expect(page.text).toMatch(/You are\s+Kyle Hart\s*, looking for yourself\.\s+Be somebody else/);
  // From whom somebody is protected is told that it happened, and not even what comes from lists.
  await db.asTest((tx) =>
    tx.sql(
      `INSERT INTO protection (area, protection_id, person_id, from_ids, named, happened, reason, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, '{}', '[2026-11-01,)', 'test', 'test', now())`,
      [tx.actor.area, newId(), dawn, [kyle]],
    ),
  );
  expect((await mine())('Child and family assessment')).toEqual([]);
  await unprotect(db);
  // Nor is who is known in words alone, where the name and the date of birth say who it is; the worker is told nothing by it.
  const { born } = await db.asTest((tx) =>
    tx.one<{ born: string }>(
      `SELECT value AS born FROM person_detail WHERE person_id = $1 AND kind = 'birth-date' LIMIT 1`,
      [kyle],
    ),
  );
  const said = async () => (await mine())('Child and family assessment')?.length;
  const path = `/families/${family}/people/${dawn}/protection`;
  for (const [somebody, day, kept] of [
    ['K. Hart, who shouts at her', born, true],
    ['Kyle Hart', '1999-01-01', false],
    ['Lee Hart', born, false],
    ['Kyle', born, false],
    ['Kyle Hart', '', false],
  ] as const) {
    const form = { somebody, born: day, reason: 'He shouts at her.', sure: 'yes' };
    expect((await ask(allocated, path, form)).status).toBe(303);
    expect([somebody, day, await said()]).toEqual([somebody, day, kept ? 0 : 2]);
    await unprotect(db);
  }
  const nobody = await ask(allocated, path, { born, reason: 'He shouts.', from: lee, sure: 'yes' });
  expect([nobody.status, nobody.text]).toEqual([400, expect.stringContaining('Write the name of whoever')]);

  // Nobody clears words that are not shared with them.
  const officer = await worker({ agency: 'police', near: [dawn, kyle, lee] });
  const clear = () =>
    ask(officer, `/facts/${good}/telling`, { reason: 'He asked.', state: 'shared', words: 'yes' });
  await db.asTest(async (tx) => {
    const shared = (await agreements(tx)).filter(
      (one) => one.fromAgency === 'social-care' && one.toAgency === null && one.condition === 'allocated',
    );
    for (const { agreementId, ...one } of shared) {
      await endAgreement(tx, agreementId);
      await agree(tx, { ...one, tier: 3 });
    }
  });
  expect((await clear()).status).toBe(403);

  const years = [...page.text.matchAll(/\s(20\d\d)\s{2,}What/g)].map((one) => one[1]);
  expect(years).toEqual(['2026', '2025']);
});

test('what somebody said of help stands as they said it', async () => {
  const self: Actor = { area: testActor.area, id: dawn, role: 'family-member', purpose: 'own' };
  const answer = (service: string, said: string, lastDay: string | null, withdrawn: string | null) =>
    db.asTest((tx) =>
      tx.sql(
        `INSERT INTO consent (area, consent_id, person_id, children, service, answer, words, last_day, agency, recorded_by,
           recorded_at, withdrawn_by, withdrawn_at)
         VALUES ($1, $2, $3, '{}', $4, $5, 'A worker once a week', $6, 'social-care', 'test', '2026-10-01', $8, $7)`,
        [tx.actor.area, newId(), dawn, service, said, lastDay, withdrawn, withdrawn && 'test'],
      ),
    );
  const told = async () => (await ask(self, '/me')).text.replace(/\s+/g, ' ');
  await answer('early-help', 'declined', null, null);
  expect(await told()).toContain('You said no to this.');
  await answer('youth-work', 'given', null, '2026-11-03T12:00:00Z');
  expect(await told()).toMatch(/You said yes to this, and took it back on 3 Nov 2026/);
  await answer('youth-work', 'given', '2026-11-05', null);
  expect(await told()).toMatch(/You said yes to this until 5 Nov 2026 ?, which is over\./);
  expect(await told()).not.toContain('You do not agree');
  await db.asOwner((client) => client.query('DELETE FROM consent'));
});

test('somebody who looks for themselves is led nowhere that refuses them', async () => {
  const staff = { ...site, nav: [{ key: 'families', text: 'Families', href: '/families' }] };
  const footer = [
    { text: 'Who shares what', href: '/agreements' },
    { text: 'About', href: '/about', forAll: true },
  ];
  const own = siteForThemselves({ ...staff, footer });
  expect(own.search).toBeUndefined();
  expect([...own.nav, ...own.footer].map((one) => one.href)).toEqual(['/me', '/about']);
});

test('a person sees who leads for them with the number, steps for them alone, and what was done; not where they harm', async () => {
  const self = (id: string): Actor => ({ area: testActor.area, id, role: 'family-member', purpose: 'own' });
  const own = async (id: string) =>
    JSON.parse((await ask(self(id), '/api/me')).text) as {
      leads: { name: string; telephone: string; since: string }[];
      steps: { who: string; what: string; by: string }[];
      words: { words: string; done: string | null }[];
    };
  const page = async (id: string) => (await ask(self(id), '/me')).text;
  expect((await own(dawn)).leads).toEqual([]);
  expect(await page(dawn)).toContain('Nobody is set here as the one who leads for you.');

  const allocated = await worker({ near: [dawn, kyle, lee], role: 'lead-practitioner' });
  const around = {
    familyId: family,
    people: [dawn, kyle, lee].map((personId) => ({ personId, died: null })),
  };
  const step = { who: 'Amira', what: 'rings the landlord', by: '2026-12-01' };
  await db.asActor(allocated, async (tx) => {
    await setLead(tx, around, {
      name: 'Amira Said',
      job: 'Family help lead',
      telephone: '01632 960001',
      since: null,
    });
    await addStep(tx, around, { ...step, persons: [dawn] });
    await addStep(tx, around, { ...step, persons: [dawn, kyle], what: 'asks how Kyle sleeps' });
  });

  const lead = [
    { name: 'Amira Said', job: 'Family help lead', telephone: '01632 960001', since: '2026-11-22' },
  ];
  expect(await own(dawn)).toMatchObject({ leads: lead, steps: [step] });
  expect(await page(dawn)).toMatch(/Amira Said[\s\S]*01632 960001[\s\S]*rings the landlord/);
  expect(await page(dawn)).not.toContain('asks how Kyle sleeps');
  // A step for two is read by neither of them.
  expect(await own(kyle)).toMatchObject({ leads: lead, steps: [] });
  const swim = (await own(kyle)).words.find((one) => one.words === 'I want to swim.');
  expect(swim?.done).toMatch(/a second day at the pool/);
  expect(await page(kyle)).toMatch(/What we did: [^<]*a second day at the pool/);

  // Somebody is protected from Kyle: he is told neither who leads nor what was done.
  await db.asTest((tx) =>
    tx.sql(
      `INSERT INTO protection (area, protection_id, person_id, from_ids, named, happened, reason, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, '{}', '[2026-11-01,)', 'test', 'test', now())`,
      [testActor.area, newId(), dawn, [kyle]],
    ),
  );
  expect((await own(dawn)).leads).toEqual(lead);
  const told = await own(kyle);
  expect([told.leads, told.steps, told.words.map(({ done }) => done)]).toEqual([[], [], [null, null]]);
  expect(await page(kyle)).not.toMatch(/Amira|01632|second day at the pool/);
  await unprotect(db);
});
