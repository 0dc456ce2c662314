import { beforeAll, expect, test, vi } from 'vitest';
import {
  bandOf,
  build as buildChronology,
  catalogue,
  familiesInNeed,
  type NeedId,
  needs,
} from '../chronology/index.ts';
import { build as buildFamilies, familiesOf } from '../families/index.ts';
import { deliver, personNumbered } from '../families/testing.ts';
import { type Actor, silent, type Tx, type VantageError } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { agreeAsReady, workerNear } from '../sharing/testing.ts';
import { familiesNeeding } from './finding.ts';
import { disagreeInPicture, takeBackInPicture } from './needs.ts';
import { getPicture } from './service.ts';

/**
 * Dawn Hart and her child Kyle, who is on a plan. Trouble with drink is recorded of Dawn, and that she is in treatment,
 * which only the agency that treats her may see: one need, of which a police officer allocated sees half the evidence.
 */
const db = await testDatabase();
const on = '2026-11-22';
let family: string;
let amira: Actor;
let officer: Actor;
let lead: Actor;

const rows = {
  'ssd.person': [
    { pers_person_id: 'S1', pers_forename: 'Dawn', pers_surname: 'Hart', pers_dob: '1989-03-02' },
    { pers_person_id: 'S2', pers_forename: 'Kyle', pers_surname: 'Hart', pers_dob: '2012-04-05' },
  ],
  'ssd.mother': [
    { moth_table_id: 'M1', moth_person_id: 'S1', moth_childs_person_id: 'S2', moth_childs_dob: '2012-04-05' },
  ],
  'ssd.cin_plans': [{ cinp_cin_plan_id: 'P1', cinp_person_id: 'S2', cinp_cin_plan_start_date: '2026-01-10' }],
  'care.significant_events': [
    { event_id: 'E1', person_id: 'S1', event_date: '2026-09-01', event_type: 'debt', note: 'A loan.' },
    { event_id: 'E2', person_id: 'S1', event_date: '2026-08-02', event_type: 'substance-misuse' },
  ],
  'treatment.clients': [{ client_id: 'S1', surname: 'Hart', forename: 'Dawn', date_of_birth: '1989-03-02' }],
  'treatment.journeys': [{ journey_id: 'J1', client_id: 'S1', started_on: '2026-05-01' }],
};

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${on}T09:00:00Z`) });
  const asOf = await deliver(db, testActor, '2026-11-16', rows);
  await db.asTest(async (tx) => {
    await buildFamilies(tx, { asOf, progress: silent });
    await buildChronology(tx, { asOf, progress: silent });
    const number = await personNumbered(tx);
    const near = [number('S1'), number('S2')];
    family = (await familiesOf(tx, [number('S2')])).find((place) => place.part === 'child')?.familyId ?? '';
    await agreeAsReady(
      tx,
      [...catalogue.values()].map(({ code, service }) => ({ kind: code, subject: service })),
    );
    amira = await workerNear(tx, { near });
    officer = await workerNear(tx, { near, agency: 'police' });
    lead = await workerNear(tx, { role: 'agency-lead' });
  });
  return () => vi.useRealTimers();
});

const as = <T>(actor: Actor, work: (tx: Tx) => Promise<T>) => db.asActor(actor, work);
const needsFor = async (actor: Actor) =>
  (await as(actor, (tx) => getPicture(tx, family))).needs.map(
    ({ need, found }) => `${need}: ${found.map((rule) => rule.rule).join(' ')}`,
  );
const said = async (actor: Actor) =>
  (await as(actor, (tx) => getPicture(tx, family))).needs.flatMap((one) =>
    one.disagreements.map(({ words, person }) => [one.need, person?.name ?? null, words]),
  );
const disagree = (actor: Actor, need: string, words: string, personId: string | null = null) =>
  as(actor, async (tx) => disagreeInPicture(tx, await getPicture(tx, family), { need, personId, words }));

test('each reader is told the needs of which what they may see tells', async () => {
  expect(await needsFor(amira)).toEqual([
    'substances: in-treatment drink-or-drugs-recorded',
    'money: behind-with-money',
  ]);
  expect(await needsFor(officer)).toEqual([
    'substances: drink-or-drugs-recorded',
    'money: behind-with-money',
  ]);
});

test('who stands behind a need is found by the same rules; all families are in one band', async () => {
  const behind = (actor: Actor, need: NeedId) =>
    as(actor, async (tx) => (await familiesNeeding(tx, { need, page: 1, perPage: 25 })).total);
  expect([await behind(amira, 'substances'), await behind(amira, 'home')]).toEqual([1, 0]);
  const found = await db.asTest((tx) => familiesInNeed(tx, Object.keys(needs) as NeedId[], on));
  expect([...found]).toEqual([[family, new Set(['substances', 'money'])]]);
  expect(bandOf(found.get(family)?.size ?? 0)).toBe('coping');
});

test('a disagreement stands beside the need, for those who may see all that it is about', async () => {
  const dawn = (await as(amira, (tx) => getPicture(tx, family))).people.find((one) => one.given === 'Dawn');
  await disagree(amira, 'substances', 'I finished in October.', dawn?.personId ?? null);
  await disagree(officer, 'substances', 'Nothing came of it.');
  expect(await said(amira)).toEqual([
    ['substances', 'Dawn Hart', 'I finished in October.'],
    ['substances', null, 'Nothing came of it.'],
  ]);
  // The officer does not know of the treatment, of which the first speaks.
  expect(await said(officer)).toEqual([['substances', null, 'Nothing came of it.']]);
  expect(await needsFor(amira)).toHaveLength(2);
});

test('only who wrote a disagreement takes it back, and once', async () => {
  const own = (await as(amira, (tx) => getPicture(tx, family))).needs[0]?.disagreements ?? [];
  const id = own.find((one) => one.words === 'Nothing came of it.')?.disagreementId ?? '';
  const back = (actor: Actor) =>
    as(actor, async (tx) => takeBackInPicture(tx, await getPicture(tx, family), id));
  await expect(back(amira)).rejects.toMatchObject({ code: 'conflict' } satisfies Partial<VantageError>);
  await back(officer);
  await expect(back(officer)).rejects.toMatchObject({ code: 'conflict' });
  expect(await said(officer)).toEqual([]);
  expect(await said(amira)).toHaveLength(1);
});

test('nobody disagrees with what does not stand for them, or does not work with families', async () => {
  await expect(disagree(amira, 'home', 'It leaks.')).rejects.toMatchObject({ code: 'conflict' });
  await expect(disagree(lead, 'money', 'No.')).rejects.toMatchObject({ code: 'refused' });
  const forged = as(officer, (tx) =>
    tx.sql(
      `INSERT INTO need_disagreement (area, disagreement_id, family_id, need, facts, details, worker_id, words, made_at)
       VALUES ($1, gen_random_uuid(), $2, 'money', '{}', '{}', $3, 'Forged.', now())`,
      [testActor.area, family, amira.id],
    ),
  );
  await expect(forged).rejects.toThrow(/row-level security/);
});
