import { expect, test } from 'vitest';
import { build as buildChronology } from '../chronology/index.ts';
import {
  deliver,
  everyRow,
  type Files,
  personNumbered,
  type Rows,
  type RowToWrite,
} from '../families/testing.ts';
import { silent } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { build, spendingOf, spendingOfArea, sumOf } from './index.ts';

const db = await testDatabase();

const plan = (end = ''): RowToWrite => ({
  cinp_cin_plan_id: 'P1',
  cinp_person_id: 'S1',
  cinp_cin_plan_start_date: '2025-03-25',
  cinp_cin_plan_end_date: end,
});
const rows = (end?: string): Rows => ({
  'ssd.person': [
    { pers_person_id: 'S1', pers_forename: 'Kyle', pers_surname: 'Hart', pers_dob: '2012-09-30' },
  ],
  'ssd.cin_plans': [plan(end)],
});

/** The same plan as the census tells it. */
const census: Files = {
  'cin.xml': {
    kind: 'cin',
    text: `<Message><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header><Children><Child>
      <ChildIdentifiers><LAchildID>S1</LAchildID><PersonBirthDate>2012-09-30</PersonBirthDate></ChildIdentifiers>
      <CINdetails><CINreferralDate>2025-03-10</CINreferralDate><ReferralNFA>1</ReferralNFA>
      <CINPlanDates><CINPlanStartDate>2025-03-25</CINPlanStartDate><CINPlanEndDate>2025-04-07</CINPlanEndDate>
      </CINPlanDates></CINdetails></Child></Children></Message>`,
  },
};

async function derive(asOf: Date) {
  await db.asTest((tx) => buildChronology(tx, { asOf, progress: silent }));
  return db.asTest((tx) => build(tx, { asOf }));
}

test('a plan told by two returns is spent on once, in both financial years, and again writes nothing', async () => {
  const asOf = await deliver(db, testActor, '2026-11-16', rows('2025-04-07'), census);
  await derive(asOf);
  await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    const spent = await spendingOf(tx, [number('S1')]);
    const weeks = spent.filter((one) => one.unitCost === 'child-in-need-week');
    // 25 to 31 March and 1 to 7 April, a week each at £170 (£120 to £245).
    expect(
      weeks.map(({ year, units, lowPence, pence, highPence }) => [year, units, lowPence, pence, highPence]),
    ).toEqual([
      ['2024-25', 1, 12_000, 17_000, 24_500],
      ['2025-26', 1, 12_000, 17_000, 24_500],
    ]);
    // And the census's referral, £186 of 2008-09: 18,600 x 100 / 67.5.
    const referral = spent.filter((one) => one.unitCost === 'contact-and-referral');
    expect(referral.map((one) => one.pence)).toEqual([27_556]);
    expect(sumOf(spent).pence).toBe(2 * 17_000 + 27_556);
    const area = await spendingOfArea(tx);
    expect(sumOf(area)).toEqual(sumOf(spent));
  });
  const before = await db.asTest((tx) => everyRow(tx, 'spending'));
  expect(await derive(asOf)).toEqual({ added: 0, superseded: 0 });
  expect(await db.asTest((tx) => everyRow(tx, 'spending'))).toEqual(before);
});

test('when the records correct the plan’s end, the spending follows and what stood before is kept', async () => {
  const asOf = await deliver(db, testActor, '2026-11-17', rows('2025-03-31'));
  await derive(asOf);
  await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    const weeks = (await spendingOf(tx, [number('S1')])).filter((one) => one.kind === 'cin-plan');
    expect(weeks.map(({ year, units }) => [year, units])).toEqual([['2024-25', 1]]);
    const gone = await tx.sql<{ at: Date }>(
      `SELECT superseded_at AS at FROM spending WHERE superseded_at IS NOT NULL AND kind = 'cin-plan'`,
    );
    expect(gone).toEqual([{ at: asOf }, { at: asOf }]);
  });
});
