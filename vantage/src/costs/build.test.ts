import { expect, test } from 'vitest';
import {
  build as buildChronology,
  counts,
  countsByKindAndYear,
  familiesInNeed,
  type NeedId,
  needs,
  openByKind,
} from '../chronology/index.ts';
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
import { build, pricesOf, replaceLevels, replacePrices, spendingOf, spendingOfArea, sumOf } from './index.ts';
import { readyLevels } from './unit-costs.ts';

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

test('a return of facts already known changes no count and no spending', async () => {
  const taken = async () =>
    db.asTest(async (tx) => ({
      facts: await counts(tx),
      began: await countsByKindAndYear(tx, '2000-04-01'),
      open: await openByKind(tx, '2025-04-02'),
      needs: [...(await familiesInNeed(tx, Object.keys(needs) as NeedId[], '2025-04-02'))],
      spent: await spendingOfArea(tx),
      rows: await everyRow(tx, 'spending'),
    }));
  const known = rows('2025-04-07');
  const asOf = await deliver(db, testActor, '2026-11-18', known, census);
  await derive(asOf);
  const before = await taken();
  expect(before.facts.facts).toBeGreaterThan(0);
  // The next day’s return, with other line breaks: the same child, plan and referral.
  const again = census['cin.xml']?.text.replaceAll('><', '>\n<') ?? '';
  expect(again).not.toBe(census['cin.xml']?.text);
  const later = await deliver(db, testActor, '2026-11-19', known, {
    'again.xml': { kind: 'cin', text: again },
  });
  expect(await derive(later)).toEqual({ added: 0, superseded: 0 });
  expect(await taken()).toEqual(before);
});

test('price levels and unit costs that are put in place are counted by from the next build on', async () => {
  const asOf = new Date('2026-11-19T06:00:00Z');
  const referral = async () =>
    db.asTest(async (tx) => {
      const number = await personNumbered(tx);
      const spent = await spendingOf(tx, [number('S1')]);
      return spent.find((one) => one.unitCost === 'contact-and-referral')?.pence;
    });
  expect(await referral()).toBe(27_556);
  await db.asTest((tx) => replaceLevels(tx, { levels: { ...readyLevels, '2008-09': 50 }, source: 'A test' }));
  await derive(asOf);
  // 18,600 x 100 / 50.
  expect(await referral()).toBe(37_200);
  await db.asTest((tx) =>
    replacePrices(tx, [
      {
        key: 'contact-and-referral',
        pence: 30_000,
        lowPence: 20_000,
        highPence: 40_000,
        range: 'published',
        priceYear: '2024-25',
        source: 'A test',
        grade: 'A',
      },
    ]),
  );
  await derive(asOf);
  expect(await referral()).toBe(30_000);
  const { levelsFrom, costs } = await db.asTest(pricesOf);
  expect([levelsFrom, costs.get('contact-and-referral')?.source]).toEqual(['A test', 'A test']);
  await expect(
    db.asTest((tx) => replaceLevels(tx, { levels: { '2024-25': 100 }, source: 'Too little' })),
  ).rejects.toMatchObject({ code: 'bad-input' });
});
