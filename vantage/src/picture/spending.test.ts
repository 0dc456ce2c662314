import { beforeAll, expect, test, vi } from 'vitest';
import { build as buildChronology, kindsOfEvents } from '../chronology/index.ts';
import { build as buildCosts, readyPrices } from '../costs/index.ts';
import { build as buildFamilies, familiesOf } from '../families/index.ts';
import { deliver, personNumbered } from '../families/testing.ts';
import { type Actor, silent } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { agree, agreements, endAgreement } from '../sharing/index.ts';
import { agreeAsReady, workerNear } from '../sharing/testing.ts';
import { apart, spendingAround } from './money.ts';

/**
 * Kyle and Leah are on child in need plans for the whole of 2025; Kyle is in a foster placement from 1 July to 31
 * December, told by the returns of another agency. Both are victims in one happening of the police.
 */
const db = await testDatabase();
let family: string;
let persons: string[];

const child = (id: string, given: string) => ({
  pers_person_id: id,
  pers_forename: given,
  pers_surname: 'Hart',
  pers_dob: '2012-04-05',
});
const plan = (id: string, of: string) => ({
  cinp_cin_plan_id: id,
  cinp_referral_id: `F${id}`,
  cinp_person_id: of,
  cinp_cin_plan_start_date: '2025-01-01',
  cinp_cin_plan_end_date: '2025-12-31',
});

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-22T09:00:00Z') });
  const asOf = await deliver(db, testActor, '2026-01-16', {
    'ssd.person': [
      child('S2', 'Kyle'),
      { pers_person_id: 'S1', pers_forename: 'Dawn', pers_surname: 'Hart', pers_dob: '1989-03-02' },
    ],
    'ssd.mother': [
      {
        moth_table_id: '1',
        moth_person_id: 'S1',
        moth_childs_person_id: 'S2',
        moth_childs_dob: '2012-04-05',
      },
    ],
    'ssd.cin_plans': [plan('P1', 'S2')],
    'ssd.cla_placement': [
      {
        clap_cla_placement_id: 'PL1',
        clap_cla_id: 'C1',
        clap_person_id: 'S2',
        clap_cla_placement_start_date: '2025-07-01',
        clap_cla_placement_end_date: '2025-12-31',
        clap_cla_placement_type: 'U1',
      },
    ],
  });
  await db.asTest(async (tx) => {
    await buildFamilies(tx, { asOf, progress: silent });
    await buildChronology(tx, { asOf, progress: silent });
    await buildCosts(tx, { asOf });
    await agreeAsReady(tx, kindsOfEvents());
    const number = await personNumbered(tx);
    persons = [number('S1'), number('S2')];
    family = (await familiesOf(tx, [number('S2')]))[0]?.familyId ?? '';
  });
  return () => vi.useRealTimers();
});

const spentFor = async (actor: Actor) => {
  const { charges } = await db.asActor(actor, (tx) => spendingAround(tx, family, '2025-12-01'), {
    readOnly: true,
  });
  const costs = new Set(charges.map((one) => one.unitCost));
  const days = charges
    .filter((one) => one.unitCost === 'child-in-need-week')
    .reduce((sum, one) => sum + one.units * 7, 0);
  return {
    costs: [...costs].sort(),
    days: Math.round(days),
    direct: apart(charges, { ...readyPrices }).direct.pence,
  };
};

test('a day that a reader sees charged tells of nothing that they do not see', async () => {
  const own = await db.asTest((tx) => workerNear(tx, { near: persons, role: 'lead-practitioner' }));
  const other = await db.asTest((tx) =>
    workerNear(tx, { near: persons, agency: 'police', role: 'team-manager' }),
  );
  // Whoever sees both has the placement's days at the placement's price, and the plan's 181 others at the plan's.
  const whole = await spentFor(own);
  expect(whole.costs).toEqual(['child-in-need-week', 'foster-week']);
  expect(whole.days).toBe(181);
  expect(await spentFor(other)).toEqual(whole);
  await db.asTest(async (tx) => {
    const shared = (await agreements(tx)).filter(
      (one) => one.fromAgency === 'social-care' && one.toAgency === null && one.subjects.includes('care'),
    );
    for (const { agreementId, ...one } of shared) {
      await endAgreement(tx, agreementId);
      await agree(tx, { ...one, subjects: one.subjects.filter((subject) => subject !== 'care') });
    }
  });
  // To whom care is not shared sees every day of the plan charged to the plan: no gap tells where a placement was.
  const less = await spentFor(other);
  expect(less.costs).toEqual(['child-in-need-week']);
  expect(less.days).toBe(365);
  expect(await spentFor(own)).toEqual(whole);
});

test('it is for who leads or manages the work, and not for each who helps', async () => {
  for (const agency of ['social-care', 'police']) {
    const helper = await db.asTest((tx) => workerNear(tx, { near: persons, agency }));
    await expect(spentFor(helper)).rejects.toMatchObject({ code: 'refused' });
    const lead = await db.asTest((tx) =>
      workerNear(tx, { near: persons, agency, role: 'lead-practitioner' }),
    );
    expect((await spentFor(lead)).direct).toBeGreaterThan(0);
  }
  // Who does not see the family at all is told that there is none, lead or not.
  const stranger = await db.asTest((tx) => workerNear(tx, { role: 'lead-practitioner' }));
  await expect(spentFor(stranger)).rejects.toMatchObject({ code: 'not-found' });
});
