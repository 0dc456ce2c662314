/** For tests: a mother and two children, and people who work with them in every way. */
import { build as buildChronology, kindsOfEvents } from '../chronology/index.ts';
import { build as buildFamilies, familiesOf } from '../families/index.ts';
import { deliver, personNumbered } from '../families/testing.ts';
import { type Actor, newId, silent } from '../platform/index.ts';
import { type TestDatabase, testActor } from '../platform/testing.ts';
import { agreeAsReady, workerNear } from '../sharing/testing.ts';
import { Writing } from './model.ts';

const child = (id: string, given: string, born: string) => ({
  'ssd.person': { pers_person_id: id, pers_forename: given, pers_surname: 'Hart', pers_dob: born },
  'ssd.mother': {
    moth_table_id: id,
    moth_person_id: 'S1',
    moth_childs_person_id: id,
    moth_childs_dob: born,
  },
});
const children = [child('S2', 'Kyle', '2012-04-05'), child('S3', 'Leah', '2015-07-01')];

/** Dawn Hart and her children Kyle and Leah, and who works with all of them unless it is said otherwise. */
export async function makeWorkers(db: TestDatabase) {
  const asOf = await deliver(db, testActor, '2026-11-16', {
    'ssd.person': [
      { pers_person_id: 'S1', pers_forename: 'Dawn', pers_surname: 'Hart', pers_dob: '1989-03-02' },
      ...children.map((one) => one['ssd.person']),
    ],
    'ssd.mother': children.map((one) => one['ssd.mother']),
    'ssd.cin_plans': [
      {
        cinp_cin_plan_id: 'P1',
        cinp_referral_id: 'F1',
        cinp_person_id: 'S2',
        cinp_cin_plan_start_date: '2026-01-10',
      },
    ],
  });
  return db.asTest(async (tx) => {
    await buildFamilies(tx, { asOf, progress: silent });
    await buildChronology(tx, { asOf, progress: silent });
    await agreeAsReady(tx, kindsOfEvents());
    const number = await personNumbered(tx);
    const [dawn, kyle, leah] = [number('S1'), number('S2'), number('S3')];
    const near = [dawn, kyle, leah];
    const at = (options: Parameters<typeof workerNear>[1]) => workerNear(tx, options);
    const emergency = await at({});
    const began = new Date('2000-01-01T00:00:00Z');
    await tx.sql(
      `INSERT INTO grant_of_access (area, grant_id, worker_id, kind, family_id, persons, reason, begun_at, until, granted_by)
       VALUES ($1, $2, $3, 'break-glass', $2, $4, 'test', $5, $6, 'test')`,
      [tx.actor.area, newId(), emergency.id, near, began, new Date('2100-01-01T00:00:00Z')],
    );
    return {
      asOf,
      dawn,
      kyle,
      leah,
      familyId: (await familiesOf(tx, [kyle]))[0]?.familyId ?? '',
      author: await at({ near, kind: 'team' }),
      allocated: await at({ near }),
      ofKyle: await at({ near: [kyle] }),
      team: await at({ near, kind: 'team' }),
      manager: await at({ role: 'team-manager', team: 'East' }),
      otherManager: await at({ role: 'team-manager', team: 'West' }),
      lead: await at({ role: 'agency-lead' }),
      policeAllocated: await at({ near, agency: 'police', team: '' }),
      policeTeam: await at({ near, agency: 'police', kind: 'team', team: '' }),
      policeLead: await at({ role: 'agency-lead', agency: 'police', team: '' }),
      emergency,
      director: await at({ role: 'director' }),
      stranger: await at({}),
    } satisfies Record<string, unknown> & { author: Actor };
  });
}

/** Something to write down, as the API takes it; a note unless it is said otherwise. */
export const toWrite = (over: Record<string, unknown>): Writing =>
  Writing.parse({ kind: 'note', words: 'Kyle would not get up.', ...over });
