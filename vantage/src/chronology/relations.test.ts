import { expect, test } from 'vitest';
import { build as buildFamilies } from '../families/index.ts';
import { deliver, personNumbered } from '../families/testing.ts';
import { silent } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { build, buildRelations } from './index.ts';

/**
 * May has Rosie and Tom. A family support worker helps Rosie from 1 January 2026 on; Tom is on a child in need plan from
 * 1 March to 30 April. A social worker is allocated to Tom.
 */
const rows = {
  'ssd.person': [
    { pers_person_id: 'S1', pers_forename: 'May', pers_surname: 'Pell', pers_dob: '1990-09-09' },
    { pers_person_id: 'S2', pers_forename: 'Rosie', pers_surname: 'Pell', pers_dob: '2018-07-07' },
    { pers_person_id: 'S3', pers_forename: 'Tom', pers_surname: 'Pell', pers_dob: '2016-02-02' },
  ],
  'ssd.mother': [
    { moth_table_id: 'M1', moth_person_id: 'S1', moth_childs_person_id: 'S2', moth_childs_dob: '2018-07-07' },
    { moth_table_id: 'M2', moth_person_id: 'S1', moth_childs_person_id: 'S3', moth_childs_dob: '2016-02-02' },
  ],
  'ssd.cin_plans': [
    {
      cinp_cin_plan_id: 'P1',
      cinp_referral_id: 'F1',
      cinp_person_id: 'S3',
      cinp_cin_plan_start_date: '2026-03-01',
      cinp_cin_plan_end_date: '2026-04-30',
    },
  ],
  'ssd.professionals': ['W1', 'W2'].map((id) => ({
    prof_professional_id: id,
    prof_professional_name: `Worker ${id}`,
    prof_professional_job_title: 'Family support worker',
  })),
  'ssd.involvements': [
    ['I1', 'W1', 'Family support worker', 'S2'],
    ['I2', 'W2', 'Allocated social worker', 'S3'],
  ].map(([id, worker, part, person]) => ({
    invo_involvements_id: id,
    invo_professional_id: worker,
    invo_professional_role_id: part,
    invo_involvement_start_date: '2026-01-01',
    invo_person_id: person,
  })),
};

test('help that nobody has to accept rests on consent, but for the days of a plan of a child of the family', async () => {
  const db = await testDatabase();
  const asOf = await deliver(db, testActor, '2026-11-16', rows as never);
  const relations = await db.asTest(async (tx) => {
    await buildFamilies(tx, { asOf, progress: silent });
    await build(tx, { asOf, progress: silent });
    await buildRelations(tx, { asOf });
    const may = (await personNumbered(tx))('S1');
    return tx.sql<{ reason: string; happened: { from: string; to: string | null }; restsOn: string | null }>(
      `SELECT reason, happened, rests_on AS "restsOn" FROM relation WHERE person_id = $1 AND superseded_at IS NULL
       ORDER BY reason, happened`,
      [may],
    );
  });
  const support = (from: string, to: string | null, restsOn: string | null) => ({
    reason: 'Family support worker',
    happened: { from, to },
    restsOn,
  });
  expect(relations).toEqual([
    { reason: 'Allocated social worker', happened: { from: '2026-01-01', to: null }, restsOn: null },
    support('2026-01-01', '2026-03-01', 'early-help'),
    support('2026-03-01', '2026-05-01', null),
    support('2026-05-01', null, 'early-help'),
  ]);
});
