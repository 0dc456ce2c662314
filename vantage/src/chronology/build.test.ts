import type { RowToWrite } from '@vantage/returns';
import { expect, test } from 'vitest';
import { deliver, everyRow, type Files, personNumbered, type Rows } from '../families/testing.ts';
import { silent, type Tx } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import {
  build,
  chronologyOf,
  counts,
  countsByKindAndYear,
  getFact,
  involvedNow,
  knownUntil,
  openingsOf,
  openPersons,
} from './index.ts';

const db = await testDatabase();
const tables = ['fact', 'fact_source', 'opening'];

const person = (id: string, given: string, born: string): RowToWrite => ({
  pers_person_id: id,
  pers_forename: given,
  pers_surname: 'Hart',
  pers_sex: 'M',
  pers_dob: born,
});

const plan = (over: RowToWrite = {}): RowToWrite => ({
  cppl_cp_plan_id: 'CP1',
  cppl_person_id: 'S1',
  cppl_cp_plan_start_date: '2025-02-03',
  cppl_cp_plan_latest_category: 'Neglect',
  recorded_at: '2025-02-04T09:00:00Z',
  ...over,
});

/** A census of one child with one plan, as another return of the same agency tells it. */
const census = (ended: string): Files => ({
  'cin.xml': {
    kind: 'cin',
    text: `<Message><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header><Children><Child>
      <ChildIdentifiers><LAchildID>S1</LAchildID><PersonBirthDate>2012-09-30</PersonBirthDate><Sex>M</Sex></ChildIdentifiers>
      <CINdetails><CINreferralDate>2025-01-06</CINreferralDate><ReferralSource>2A</ReferralSource>
      <PrimaryNeedCode>N1</PrimaryNeedCode><ReferralNFA>0</ReferralNFA>
      <Section47><S47ActualStartDate>2025-01-10</S47ActualStartDate></Section47>
      <ChildProtectionPlans><CPPstartDate>2025-02-03</CPPstartDate>${ended}
      <LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse></ChildProtectionPlans></CINdetails></Child></Children></Message>`,
  },
});

const rows: Rows = {
  'ssd.person': [person('S1', 'Kyle', '2012-09-30'), person('S2', 'Olu', '2015-02-03')],
  'ssd.contacts': [
    {
      cont_contact_id: 'C1',
      cont_person_id: 'S2',
      cont_contact_date: '2026-03-02',
      cont_contact_source_code: '2A',
      cont_contact_outcome_json: '{"NFA_FLAG":"Y"}',
    },
  ],
  'ssd.cin_episodes': [
    {
      cine_referral_id: 'REF2',
      cine_person_id: 'S2',
      cine_referral_date: '2026-03-05',
      cine_referral_nfa: 'Y',
      cine_close_date: '2026-03-05',
    },
  ],
  'ssd.cp_plans': [plan()],
  'ssd.cla_episodes': [
    {
      clae_cla_episode_id: 'E1',
      clae_person_id: 'S1',
      clae_cla_episode_start_date: '2020-01-06',
      clae_cla_episode_ceased_date: '2020-03-01',
      clae_cla_episode_ceased_reason: 'X1',
    },
    {
      clae_cla_episode_id: 'E2',
      clae_person_id: 'S1',
      clae_cla_episode_start_date: '2020-03-01',
      clae_cla_episode_ceased_date: '2020-09-30',
      clae_cla_episode_ceased_reason: 'E4A',
    },
  ],
  'ssd.involvements': [
    {
      invo_involvements_id: 'I1',
      invo_person_id: 'S1',
      invo_professional_id: 'P1',
      invo_professional_role_id: 'Allocated social worker',
      invo_involvement_start_date: '2025-01-06',
    },
  ],
  'ssd.professionals': [{ prof_professional_id: 'P1', prof_professional_name: 'Amira Said' }],
};
const police: Rows = {
  'police.nominals': [
    { nominal_id: 'N1', surname: 'Moss', forename: 'Ian', date_of_birth: '1980-04-04', sex: 'M' },
  ],
  'police.occurrences': [
    {
      occurrence_no: 'OCC1',
      nominal_id: 'N1',
      role: 'suspect',
      occurred_from: '2026-08-02',
      offence_type: 'domestic-abuse',
    },
  ],
};

async function factOf(tx: Tx, localId: string, kind: string) {
  const number = await personNumbered(tx);
  const facts = (await chronologyOf(tx, [number(localId)])).filter((fact) => fact.kind === kind);
  expect(facts).toHaveLength(1);
  const [fact] = facts;
  if (fact === undefined) throw new Error('No such fact.');
  return fact;
}

test('two returns tell one plan, and the same records again write nothing', async () => {
  const asOf = await deliver(db, testActor, '2026-11-16', { ...rows, ...police }, census(''));
  const built = await db.asTest((tx) => build(tx, { asOf, progress: silent }));
  // Kyle: referral, open spell, enquiry, plan, care, worker. Olu: contact, referral. Ian: occurrence.
  expect(built).toMatchObject({ facts: 9, openings: 3, undated: 0 });
  await db.asTest(async (tx) => {
    const fact = await factOf(tx, 'S1', 'cp-plan');
    expect(fact.happened).toEqual({ from: '2025-02-03', to: null });
    expect(fact.recordedAt).toEqual(new Date('2025-02-04T09:00:00Z'));
    expect(fact.sources.map((source) => [source.path, source.recordKind]).sort()).toEqual([
      ['cin.xml', 'cin.cp_plan'],
      ['ssd.cp_plans.csv', 'ssd.cp_plans'],
    ]);
    expect(fact.sources.find((source) => source.recordKind === 'ssd.cp_plans')?.line).toBe(2);
    const care = await factOf(tx, 'S1', 'in-care');
    expect(care.happened).toEqual({ from: '2020-01-06', to: '2020-10-01' });
    expect(care.recordedAt).toBeNull();
    expect(care.detail.parts).toEqual([
      { name: 'ending', label: 'How it ended', value: 'Went home as planned', code: 'E4A' },
    ]);
  });
  const before = await db.asTest((tx) => everyRow(tx, ...tables));
  const again = await db.asTest((tx) => build(tx, { asOf, progress: silent }));
  expect(Object.values(again.changed)).toEqual([0, 0, 0, 0]);
  expect(await db.asTest((tx) => everyRow(tx, ...tables))).toEqual(before);
});

test('no register: a contact, a referral without action or a police record opens nothing', async () => {
  await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    expect(await openingsOf(tx, [number('S2'), number('N1')])).toEqual([]);
    expect(await openPersons(tx, '2026-11-16')).toEqual([number('S1')]);
    expect((await openingsOf(tx, [number('S1')])).map((opening) => opening.reason)).toEqual([
      'in-care',
      'protection-enquiry',
      'protection-plan',
    ]);
    // Care of 2020 keeps a picture open to 30 September 2026; before 2020 there was no reason at all.
    expect(await openPersons(tx, '2019-12-31')).toEqual([]);
    expect(await openPersons(tx, '2020-01-06')).toEqual([number('S1')]);
  });
});

test('who is involved now has a name, and how far each agency’s records go is known', async () => {
  await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    const now = involvedNow(await chronologyOf(tx, [number('S1')]), '2026-11-15');
    expect(now.map((one) => [one.kind, one.worker, one.since])).toEqual([
      ['in-need', null, '2025-01-06'],
      ['worker', 'Amira Said', '2025-01-06'],
      ['cp-plan', null, '2025-02-03'],
    ]);
    const until = await knownUntil(tx);
    expect(until('social-care', 'ssd.cp_plans')).toBe('2026-11-15');
    expect(until('social-care', 'police.occurrences')).toBeUndefined();
  });
});

test('facts are counted by kind and financial year', async () => {
  await db.asTest(async (tx) => {
    const counted = await countsByKindAndYear(tx, '2000-04-01');
    expect(counted).toContainEqual({ kind: 'referral', year: '2024-25', facts: 1, persons: 1 });
    expect(counted).toContainEqual({ kind: 'referral', year: '2025-26', facts: 1, persons: 1 });
    expect(counted).toContainEqual({ kind: 'in-care', year: '2019-20', facts: 1, persons: 1 });
  });
});

test('a corrected record supersedes its fact, a withdrawn one ends it, the others keep their ids', async () => {
  const old = await db.asTest((tx) => factOf(tx, 'S1', 'cp-plan'));
  const care = await db.asTest((tx) => factOf(tx, 'S1', 'in-care'));
  const asOf = await deliver(
    db,
    testActor,
    '2026-11-17',
    {
      ...rows,
      'ssd.contacts': [],
      'ssd.cp_plans': [plan({ cppl_cp_plan_end_date: '2026-11-16', recorded_at: '2026-11-16T15:00:00Z' })],
    },
    census(''),
  );
  const built = await db.asTest((tx) => build(tx, { asOf, progress: silent }));
  expect(built.changed).toEqual({
    factsAdded: 1,
    factsSuperseded: 2,
    openingsAdded: 1,
    openingsSuperseded: 1,
  });
  await db.asTest(async (tx) => {
    const fact = await factOf(tx, 'S1', 'cp-plan');
    expect(fact.happened).toEqual({ from: '2025-02-03', to: '2026-11-17' });
    expect(fact.receivedAt).toEqual(asOf);
    // The census still says that it is open, and does not say when that was recorded: it gives way and stays in view.
    expect(fact.detail.contradictions).toEqual([
      {
        about: 'end',
        label: 'End',
        said: null,
        recordId: fact.sources.find((source) => source.recordKind === 'cin.cp_plan')?.recordId,
      },
    ]);
    expect((await getFact(tx, old.factId)).supersededAt).toEqual(asOf);
    expect((await factOf(tx, 'S1', 'in-care')).factId).toBe(care.factId);
    const number = await personNumbered(tx);
    const olu = await chronologyOf(tx, [number('S2')]);
    expect(olu.map((one) => one.kind)).toEqual(['referral']);
    await expect(getFact(tx, number('S1'))).rejects.toMatchObject({ code: 'not-found' });
    expect((await counts(tx)).facts).toBe(8);
  });
});

test('a record that has come to say something else no longer tells the fact; one whose records have all gone keeps the last', async () => {
  const moved = { ...rows, 'ssd.cp_plans': [plan({ cppl_cp_plan_start_date: '2025-02-10' })] };
  const told = async (tx: Tx, factId: string) =>
    (await getFact(tx, factId)).sources.map((source) => [source.recordKind, source.version]);
  const before = await db.asTest((tx) => factOf(tx, 'S1', 'cp-plan'));
  let asOf = await deliver(db, testActor, '2026-11-18', moved, census(''));
  await db.asTest((tx) => build(tx, { asOf, progress: silent }));
  const plans = await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    return (await chronologyOf(tx, [number('S1')])).filter((fact) => fact.kind === 'cp-plan');
  });
  expect(plans.map((fact) => [fact.happened.from, fact.sources.map((one) => one.recordKind)])).toEqual([
    ['2025-02-03', ['cin.cp_plan']],
    ['2025-02-10', ['ssd.cp_plans']],
  ]);
  expect(await db.asTest((tx) => told(tx, before.factId))).toEqual([['cin.cp_plan', 1]]);
  // The census withdraws its plan too: of the two records that told the fact, the census told it last.
  const none = census('')['cin.xml']?.text.replace(
    /<ChildProtectionPlans>[\s\S]*<\/ChildProtectionPlans>/,
    '',
  );
  asOf = await deliver(db, testActor, '2026-11-19', moved, { 'cin.xml': { kind: 'cin', text: none ?? '' } });
  await db.asTest((tx) => build(tx, { asOf, progress: silent }));
  await db.asTest(async (tx) => {
    expect((await factOf(tx, 'S1', 'cp-plan')).happened.from).toBe('2025-02-10');
    expect(await told(tx, before.factId)).toEqual([['cin.cp_plan', 1]]);
    expect(await told(tx, plans[0]?.factId ?? '')).toEqual([['cin.cp_plan', 1]]);
  });
});

test('a withdrawn record does not tell a fact that another still tells', async () => {
  const kindsAfter = async (received: string, plans: RowToWrite[]) => {
    const asOf = await deliver(db, testActor, received, { ...rows, 'ssd.cp_plans': plans }, census(''));
    await db.asTest((tx) => build(tx, { asOf, progress: silent }));
    const fact = await db.asTest((tx) => factOf(tx, 'S1', 'cp-plan'));
    return fact.sources.map((source) => source.recordKind).sort();
  };
  expect(await kindsAfter('2026-11-20', [plan({ cppl_cp_plan_latest_category: 'NEG' })])).toEqual([
    'cin.cp_plan',
    'ssd.cp_plans',
  ]);
  expect(await kindsAfter('2026-11-21', [])).toEqual(['cin.cp_plan']);
});
