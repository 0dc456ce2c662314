import { readFileSync } from 'node:fs';
import { beforeAll, expect, test, vi } from 'vitest';
import { buildRelations, kindsOfEvents } from '../../chronology/index.ts';
import { type Actor, newId } from '../../platform/index.ts';
import { testDatabase } from '../../platform/testing.ts';
import { agree, agreements, endAgreement, protectPerson } from '../../sharing/index.ts';
import { workerNear } from '../../sharing/testing.ts';
import { askingOf, makeThreeHarts, type ThreeHarts, unprotect, wordsIn } from '../testing/three-harts.ts';
import { type AgencyEye, eyeRules } from './index.ts';

const db = await testDatabase();
const ask = askingOf(db);
let { dawn, kyle, lee, family }: ThreeHarts = { dawn: '', kyle: '', lee: '', family: '' };
let near: Actor;

/** Rae Stone is the school's safeguarding lead, in the team around Kyle; the police have nobody who works with anybody. */
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  ({ dawn, kyle, lee, family } = await makeThreeHarts(db, {
    'ssd.professionals': [
      {
        prof_professional_id: 'W9',
        prof_professional_name: 'Rae Stone',
        prof_professional_job_title: 'School safeguarding lead',
      },
    ],
    'ssd.involvements': [
      {
        invo_involvements_id: 'I9',
        invo_professional_id: 'W9',
        invo_professional_role_id: 'School safeguarding lead',
        invo_person_id: 'S2',
        invo_involvement_start_date: '2026-03-01',
      },
    ],
    'school.pupils': [
      {
        pupil_id: 'P8',
        urn: '100001',
        entrydate: '2024-09-01',
        surname: 'Hart',
        forename: 'Kyle',
        dob: '2012-04-05',
        addressline1: '2 Old Street',
        postcode: 'AA1 2BB',
      },
    ],
  }));
  await db.asTest((tx) => buildRelations(tx, { asOf: new Date('2026-11-16T00:00:00Z') }));
  near = await db.asTest((tx) => workerNear(tx, { near: [dawn, kyle, lee] }));
  return () => vi.useRealTimers();
});

async function eye(agency: string, actor: Actor = near) {
  const { status, text } = await ask(actor, `/api/families/${family}/agencies/${agency}`);
  expect(status).toBe(200);
  return JSON.parse(text) as AgencyEye;
}
const standing = async (agency: string) =>
  Object.fromEntries(
    (await eye(agency)).happenings.map(({ kind, standing, knowsWords, note }) => [
      kind,
      `${standing}${knowsWords ? ', with words' : ''}${note === null ? '' : `: ${note}`}`,
    ]),
  );

test('a school holds its own, is shown what is shared with the team around, and of that not what is said', async () => {
  const { people, agency } = await eye('schools');
  expect(agency.agency).toBe('schools');
  expect(people.filter(({ isHeld }) => isHeld)).toEqual([
    {
      personId: kyle,
      name: 'Kyle Hart',
      called: ['Kyle Hart'],
      lives: ['2 Old Street, AA1 2BB'],
      isHeld: true,
    },
  ]);
  expect(await standing('schools')).toMatchObject({ 'early-help': 'shared', 'good-news': 'shared' });
  // The words of good news are what its own agency alone knows there.
  expect((await standing('social-care'))['good-news']).toBe('own, with words: Dawn cried with joy.');
});

test('of an agency of which nobody works with them it is said what could be shared, and that is all', async () => {
  const { happenings, people } = await eye('police');
  expect(new Set(happenings.map((one) => one.standing))).toEqual(new Set(['could-have-been']));
  expect(people.filter(({ isHeld }) => isHeld).map(({ personId }) => personId)).toEqual([lee]);
  const page = wordsIn(await ask(near, `/families/${family}/agencies/police`));
  expect(page).toContain('Nothing of theirs that you may see is about Dawn and Kyle.');
});

test('where somebody is kept from an agency, what tells where they are is not shared with it', async () => {
  const visit = async () => (await standing('schools'))['cin-visit'];
  expect(await visit()).toBe('shared');
  await db.asTest((tx) =>
    protectPerson(tx, {
      personId: kyle,
      fromIds: [lee],
      fromWords: '',
      fromBorn: null,
      named: [],
      happened: { from: '2026-01-01', to: null },
      reason: 'He threatened him.',
    }),
  );
  expect(await visit()).toBe('could-not-be');
  // Whom it is kept back from is not told by the school's records that the school has him.
  const team = await db.asTest((tx) => workerNear(tx, { near: [dawn, kyle, lee], kind: 'team' }));
  expect((await eye('schools', team)).people.filter(({ isHeld }) => isHeld)).toEqual([]);
  expect(wordsIn(await ask(team, `/families/${family}/agencies`))).not.toContain('schools');
  await unprotect(db);
});

test('work that the reader cannot see is not told by what it would open', async () => {
  const shared = async (actor: Actor) =>
    (await eye('schools', actor)).happenings.filter((one) => one.standing === 'shared').length;
  const atSchool = await db.asTest((tx) => workerNear(tx, { agency: 'schools', near: [kyle] }));
  expect(await shared(atSchool)).toBeGreaterThan(0);
  // From now on social care lets nobody else see who works with whom.
  const work = kindsOfEvents().find(({ kind }) => kind === 'worker')?.subject;
  await db.asTest(async (tx) => {
    for (const { agreementId, ...one } of await agreements(tx)) {
      if (one.fromAgency !== 'social-care' || one.toAgency !== null) continue;
      await endAgreement(tx, agreementId);
      await agree(tx, { ...one, subjects: one.subjects.filter((subject) => subject !== work) });
    }
  });
  expect(await shared(atSchool)).toBe(0);
  expect(await shared(near)).toBeGreaterThan(0);
});

test('there is no eye of an agency that does not exist, and none for whoever may not open the picture', async () => {
  const stranger = await db.asTest((tx) => workerNear(tx, {}));
  const nobody = await ask(stranger, `/families/${newId()}/agencies/police`);
  expect([nobody.status, await ask(stranger, `/families/${family}/agencies/police`)]).toEqual([404, nobody]);
  expect((await ask(near, `/families/${family}/agencies/nobody`)).status).toBe(404);
  expect(wordsIn(await ask(near, `/families/${family}/agencies`))).toMatch(/School|school/);
});

test('docs/rules.md states every rule in the words of the code', () => {
  const rules = readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8');
  for (const [id, words] of Object.entries(eyeRules)) expect(rules).toContain(`| \`${id}\` | ${words} |`);
});

test('whoever works for an agency stands under it, whoever lists them, and under no other', async () => {
  const page = async (agency: string) => wordsIn(await ask(near, `/families/${family}/agencies/${agency}`));
  expect(await page('schools')).toContain('Rae Stone, School safeguarding lead : Kyle');
  const before = (text: string) =>
    text.slice(text.indexOf('Before you ring'), text.indexOf('Whom they know'));
  expect(before(await page('social-care'))).not.toContain('Rae Stone');
});
