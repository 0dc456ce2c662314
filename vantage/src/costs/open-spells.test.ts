import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCsv } from '@vantage/returns';
import { expect, test } from 'vitest';
import { build as buildChronology } from '../chronology/index.ts';
import { deliver, everyRow, type Rows, type RowToWrite } from '../families/testing.ts';
import { resolve } from '../identity/index.ts';
import { silent } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { readManifest, takeIn } from '../sources/index.ts';
import { build } from './index.ts';

const db = await testDatabase();

const plan = (over: RowToWrite = {}): RowToWrite => ({
  cinp_cin_plan_id: 'P1',
  cinp_person_id: 'S1',
  cinp_cin_plan_start_date: '2025-03-25',
  ...over,
});
const rows: Rows = {
  'ssd.person': [
    { pers_person_id: 'S1', pers_forename: 'Kyle', pers_surname: 'Hart', pers_dob: '2012-09-30' },
  ],
  'ssd.cin_episodes': [
    {
      cine_referral_id: 'R1',
      cine_person_id: 'S1',
      cine_referral_date: '2025-03-10',
      cine_referral_nfa: 'N',
    },
  ],
  'ssd.cin_plans': [plan()],
};

/** The same open plan and referral as the census tells them. */
const census = `<Message><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header><Children><Child>
  <ChildIdentifiers><LAchildID>S1</LAchildID><PersonBirthDate>2012-09-30</PersonBirthDate></ChildIdentifiers>
  <CINdetails><CINreferralDate>2025-03-10</CINreferralDate><ReferralNFA>0</ReferralNFA>
  <CINPlanDates><CINPlanStartDate>2025-03-25</CINPlanStartDate></CINPlanDates></CINdetails></Child></Children></Message>`;

/** Takes in one more file, a delta that names no days. */
async function deliverDelta(received: string, path: string, kind: string, text: string): Promise<Date> {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-delta-'));
  const received_at = `${received}T06:00:00Z`;
  try {
    writeFileSync(join(folder, path), text);
    const manifest = {
      area: { code: testActor.area, name: 'Testshire', marking: 'made-up' },
      extracts: [{ path, kind, agency: 'social-care', received_at, coverage: 'delta' }],
    };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    const intake = await takeIn(db, testActor, await readManifest(folder));
    expect([intake.failed, intake.held]).toEqual([[], 0]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const asOf = new Date(received_at);
  await db.asTest((tx) => resolve(tx, { asOf }));
  return asOf;
}

async function derive(asOf: Date) {
  await db.asTest((tx) => buildChronology(tx, { asOf, progress: silent }));
  return db.asTest((tx) => build(tx, { asOf }));
}

const spending = () => db.asTest((tx) => everyRow(tx, 'spending'));

/** First day of each plan and the last day that is charged of it. */
const charged = () =>
  db.asTest((tx) =>
    tx.sql<{ began: string; last: string }>(
      `SELECT lower(f.happened)::text AS began, (max(upper(s.happened)) - 1)::text AS last
       FROM spending s JOIN fact f USING (area, fact_id)
       WHERE s.superseded_at IS NULL AND s.kind = 'cin-plan' GROUP BY 1 ORDER BY 1`,
    ),
  );

test('an open plan is counted to the last day of the full extracts that tell it', async () => {
  await derive(await deliver(db, testActor, '2026-11-16', rows));
  expect(await charged()).toEqual([{ began: '2025-03-25', last: '2026-11-15' }]);
});

test('a return of facts already known changes no spending', async () => {
  const before = await spending();
  const asOf = await deliverDelta('2026-12-01', 'cin.xml', 'cin', census);
  expect(await derive(asOf)).toEqual({ added: 0, superseded: 0 });
  expect(await spending()).toEqual(before);
  const told = await db.asTest((tx) =>
    tx.sql(`SELECT r.kind FROM fact f JOIN fact_source USING (area, fact_id) JOIN record r USING (area, record_id)
            WHERE f.kind = 'cin-plan' AND f.superseded_at IS NULL ORDER BY 1`),
  );
  expect(told).toEqual([{ kind: 'cin.plan' }, { kind: 'ssd.cin_plans' }]);
  // Nor does a full extract of a return that does not tell them.
  expect(await derive(await deliver(db, testActor, '2026-12-02', { 'ssd.contacts': [] }))).toEqual({
    added: 0,
    superseded: 0,
  });
});

test('a plan that only a delta tells is counted to the day on which it came, and one that was to end later no further', async () => {
  const later = [
    plan({ cinp_cin_plan_id: 'P2', cinp_cin_plan_start_date: '2026-11-25' }),
    plan({
      cinp_cin_plan_id: 'P3',
      cinp_cin_plan_start_date: '2026-11-26',
      cinp_cin_plan_end_date: '2026-12-24',
    }),
  ];
  const text = writeCsv('ssd.cin_plans', later);
  await derive(await deliverDelta('2026-11-27', 'more.csv', 'ssd.cin_plans', text));
  const early = await spending();
  await derive(await deliver(db, testActor, '2026-12-02', { 'ssd.missing': [] }));
  expect(await spending()).toEqual(early);
  expect(await charged()).toEqual([
    { began: '2025-03-25', last: '2026-11-15' },
    { began: '2026-11-25', last: '2026-11-27' },
  ]);
});
