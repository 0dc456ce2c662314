import { readFileSync } from 'node:fs';
import { beforeAll, expect, test, vi } from 'vitest';
import { familiesOf } from '../../families/index.ts';
import { personNumbered } from '../../families/testing.ts';
import type { Detail } from '../../identity/index.ts';
import { type Actor, newId } from '../../platform/index.ts';
import { testDatabase } from '../../platform/testing.ts';
import { protectPerson, recordConsent } from '../../sharing/index.ts';
import { workerNear } from '../../sharing/testing.ts';
import type { SiblingView } from '../index.ts';
import { kinElsewhereRules } from '../kin-elsewhere.ts';
import { askingOf, makeThreeHarts, type ThreeHarts, unprotect, wordsIn } from '../testing/three-harts.ts';
import { differsIn, schoolsOf } from './service.ts';
import type { FamilyPersonView } from './shape.ts';

const db = await testDatabase();
const ask = askingOf(db);
let { dawn, kyle, lee, family }: ThreeHarts = { dawn: '', kyle: '', lee: '', family: '' };
let [mia, sue] = ['', ''];
let other = '';
let near: Actor;
let both: Actor;

/** Lee has a daughter, Mia, with Sue Bell, who lives elsewhere and is on a child in need plan. */
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  ({ dawn, kyle, lee, family } = await makeThreeHarts(db, {
    'ssd.person': [
      { pers_person_id: 'S8', pers_forename: 'Sue', pers_surname: 'Bell', pers_dob: '1990-02-02' },
      { pers_person_id: 'S9', pers_forename: 'Mia', pers_surname: 'Bell', pers_dob: '2018-06-06' },
    ],
    'ssd.mother': [
      {
        moth_table_id: 'M9',
        moth_person_id: 'S8',
        moth_childs_person_id: 'S9',
        moth_childs_dob: '2018-06-06',
      },
    ],
    'care.relationships': [
      { relationship_id: 'R9', person_id: 'S3', other_person_id: 'S9', relationship: 'parent' },
    ],
    'ssd.cin_plans': [
      {
        cinp_cin_plan_id: 'P9',
        cinp_referral_id: 'F9',
        cinp_person_id: 'S9',
        cinp_cin_plan_start_date: '2026-01-10',
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
        addressline1: '8 Rope Walk',
        postcode: 'AA1 1AA',
      },
    ],
  }));
  [mia, sue] = await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    return [number('S9'), number('S8')];
  });
  [near, both] = await db.asTest((tx) =>
    Promise.all([
      workerNear(tx, { near: [dawn, kyle, lee] }),
      workerNear(tx, { near: [dawn, kyle, lee, mia, sue] }),
    ]),
  );
  other = await db.asTest(
    async (tx) => (await familiesOf(tx, [mia])).find(({ part }) => part === 'child')?.familyId ?? '',
  );
  return () => vi.useRealTimers();
});

async function view(actor: Actor, person = kyle, where = family) {
  const { status, text } = await ask(actor, `/api/families/${where}/people/${person}`);
  expect(status).toBe(200);
  return JSON.parse(text) as FamilyPersonView;
}

test('a person’s page tells where they lived, their school, who is around them and what each agency says', async () => {
  const shown = await view(near);
  expect(shown.livesWith).toEqual([dawn]);
  expect(shown.stays.map(({ address }) => address)).toContain('8 Rope Walk, AA1 1AA');
  expect(shown.schools).toEqual([
    { name: 'Testshire’s schools', happened: { from: '2024-09-01', to: null } },
  ]);
  expect(shown.statements.map(({ words }) => words).sort()).toEqual(['I sleep badly.', 'I want to swim.']);
  // Five of social care: early help, a visit, good news, an assessment and a contact.
  expect(shown.agencies.map(({ agency, facts, first }) => [agency, facts, first])).toEqual([
    ['social-care', 5, '2025-06-01'],
  ]);
  const page = wordsIn(await ask(near, `/families/${family}/people/${kyle}`));
  expect(page).toContain('Lives with Dawn, as records say.');
  expect(page).toContain('Born on 5 April 2012, 14 years old.');
  expect(page).toContain('I want to swim.');
});

test('a home stands with its days, and leads to the home', async () => {
  const { text } = await ask(near, `/families/${family}/people/${lee}`, undefined, { tags: true });
  const { stays } = await view(near, lee);
  expect(stays.map(({ address, happened: { from, to } }) => [address, from, to])).toEqual([
    ['3 Mill Lane, AA1 9ZZ', '2024-05-01', null],
    ['8 Rope Walk, AA1 1AA', '2019-01-01', '2024-05-01'],
    ['3 Mill Lane, AA1 9ZZ', null, null],
  ]);
  for (const { homeId } of stays) expect(text).toContain(`/families/${family}/homes/${homeId}`);
});

test('a half-sister in another family is named to whoever works with both, with what she agreed to, and to nobody else', async () => {
  expect(other).not.toBe(family);
  expect((await view(near)).elsewhere).toEqual([]);
  const [sister, ...more] = (await view(both)).elsewhere;
  expect(more).toEqual([]);
  expect(sister).toMatchObject({
    personId: mia,
    to: [{ personId: kyle, words: 'half-brother or half-sister of' }],
    families: [{ familyId: other, name: 'The Bell family' }],
    agreed: [],
  });
  const siblings = async (actor: Actor) =>
    (JSON.parse((await ask(actor, `/api/families/${family}/siblings`)).text) as SiblingView).elsewhere;
  expect((await siblings(both)).map(({ personId }) => personId)).toEqual([mia]);
  expect(await siblings(near)).toEqual([]);
  expect(wordsIn(await ask(near, `/families/${family}/people/${kyle}`))).not.toContain('Bell');
  // Lee is of both families, and whoever works with both is led to the other.
  expect((await view(both, lee)).families.map(({ familyId }) => familyId).sort()).toEqual(
    [family, other].sort(),
  );
  expect((await view(near, lee)).families.map(({ familyId }) => familyId)).toEqual([family]);
});

test('what a relative in another family agreed to stands beside them', async () => {
  await db.asActor(both, (tx) =>
    recordConsent(tx, {
      personId: sue,
      children: [mia],
      service: 'early-help',
      answer: 'given',
      words: 'Parenting course',
      lastDay: '2027-01-31',
    }),
  );
  const kin = (await view(both, lee)).elsewhere;
  for (const one of kin.filter(({ personId }) => personId === sue))
    expect(one.agreed).toEqual([{ service: 'early-help', answer: 'agreed', lastDay: '2027-01-31' }]);
});

test('where they are kept back nothing of where they lived is told', async () => {
  const team = await db.asTest((tx) => workerNear(tx, { near: [dawn, kyle, lee], kind: 'team' }));
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
  expect(await view(team)).toMatchObject({
    stays: [],
    schools: [],
    practices: [],
    livesWith: [],
    keptBack: true,
  });
  expect(wordsIn(await ask(team, `/families/${family}/people/${kyle}`))).not.toMatch(
    /Rope Walk|schools’? record of/,
  );
  expect((await ask(team, `/api/families/${family}/people/${kyle}`)).text).not.toMatch(
    /Rope Walk|Testshire’s schools/,
  );
  await unprotect(db);
});

const detail = (kind: Detail['kind'], agency: string, value: string, more: Partial<Detail> = {}): Detail => ({
  kind,
  agency,
  value,
  parts: {},
  happened: null,
  place: 1,
  chosen: false,
  rule: '',
  recordId: '',
  recordedAt: null,
  receivedAt: new Date('2026-11-16T06:00:00Z'),
  ...more,
});

test('a school that names a parent is not a school of theirs', () => {
  const agencies = [{ agency: 'mill-school', name: 'Mill School', type: 'school' as const }];
  const spell = { from: '2000-09-01', to: '2007-07-20' };
  const details = [
    detail('name', 'mill-school', 'Dawn Hart', { happened: spell }),
    detail('name', 'mill-school', 'Dawn Hart'),
    detail('address', 'mill-school', '14 Mill Lane', { happened: { from: '2024-06-28', to: null } }),
  ];
  const schools = (birthDate: string | null) =>
    schoolsOf({ birthDate, details }, agencies).map(({ happened }) => happened?.from ?? null);
  expect(schools('1989-05-21')).toEqual(['2000-09-01']);
  // Of a child each is told, a name of which no day is known too.
  expect(schools('2012-04-05')).toEqual(['2024-06-28', '2000-09-01', null]);
});

test('names, and where each agency has them now, differ; what is over does not', () => {
  const home = (agency: string, value: string, from: string | null, to: string | null = null) =>
    detail('address', agency, value, {
      parts: { postcode: 'AA1 1AA' },
      happened: from === null ? null : { from, to },
    });
  const details = [
    detail('name', 'social-care', 'Dawn Hart'),
    detail('name', 'health', 'dawn  HART'),
    detail('name', 'police', 'Dawn Hartley'),
    home('social-care', '8 Rope Walk', '2024-01-01'),
    home('social-care', '3 Mill Lane', '2019-01-01'),
    home('health', '8, Rope Wk', null),
    home('housing', '1 Weir Street', null),
    home('police', '2 Old Street', '2020-01-01', '2021-01-01'),
  ];
  expect(differsIn({ details }, '2026-11-23', (code) => code)).toEqual([
    {
      what: 'name',
      told: [
        { value: 'Dawn Hart', agencies: ['health', 'social-care'] },
        { value: 'Dawn Hartley', agencies: ['police'] },
      ],
    },
    {
      what: 'address',
      told: [
        { value: '8 Rope Walk', agencies: ['health', 'social-care'] },
        { value: '1 Weir Street', agencies: ['housing'] },
      ],
    },
  ]);
});

test('somebody of another family is nobody here', async () => {
  const nobody = await ask(both, `/families/${family}/people/${newId()}`);
  expect([nobody.status, await ask(both, `/families/${family}/people/${mia}`)]).toEqual([404, nobody]);
});

test('docs/rules.md states every rule in the words of the code', () => {
  const rules = readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8');
  for (const [id, words] of Object.entries(kinElsewhereRules))
    expect(rules).toContain(`| \`${id}\` | ${words} |`);
});
