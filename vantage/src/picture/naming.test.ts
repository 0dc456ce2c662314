import { expect, test } from 'vitest';
import { build as buildFamilies } from '../families/index.ts';
import { deliver, personNumbered } from '../families/testing.ts';
import { silent } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { sealPerson } from '../sharing/index.ts';
import { agreeAsReady, workerNear } from '../sharing/testing.ts';
import { familiesNamed, familyNames } from './naming.ts';

test('a family is called, and found, by a surname of somebody whom the reader may see', async () => {
  const db = await testDatabase();
  const person = (id: string, given: string, surname: string) => ({
    pers_person_id: id,
    pers_forename: given,
    pers_surname: surname,
    pers_dob: id === 'S1' ? '1989-03-02' : '2012-04-05',
  });
  const asOf = await deliver(db, testActor, '2026-11-16', {
    'ssd.person': [person('S1', 'Dawn', 'Marsden'), person('S2', 'Kyle', 'Hart')],
    'ssd.mother': [
      {
        moth_table_id: '1',
        moth_person_id: 'S1',
        moth_childs_person_id: 'S2',
        moth_childs_dob: '2012-04-05',
      },
    ],
  });
  const lead = await db.asTest(async (tx) => {
    await buildFamilies(tx, { asOf, progress: silent });
    await agreeAsReady(tx);
    return workerNear(tx, { role: 'information-governance-lead' });
  });
  const all = () => db.asTest((tx) => tx.sql<{ id: string }>('SELECT family_id AS id FROM family'));
  const ids = (await all()).map(({ id }) => id);
  const called = () =>
    db.asActor(lead, async (tx) => ({
      names: [...(await familyNames(tx, ids)).values()],
      hart: (await familiesNamed(tx, ['hart'])).map((one) => one.name),
    }));
  expect(await called()).toEqual({ names: ['Hart'], hart: ['Hart'] });
  await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    await sealPerson(tx, { personId: number('S2'), named: [], from: '2020-01-01', reason: 'He hides.' });
  });
  expect(await called()).toEqual({ names: ['Marsden'], hart: [] });
});
