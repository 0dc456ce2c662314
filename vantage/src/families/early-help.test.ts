import { expect, test } from 'vitest';
import { silent } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { build, familiesOf, getFamily } from './index.ts';
import { deliver, personNumbered, type Rows } from './testing.ts';

const person = (member: string, family: string, forename: string, born: string) => ({
  member_id: member,
  forename,
  surname: 'Belkacem',
  date_of_birth: born,
  sex: 'F',
  family_no: family,
});

const db = await testDatabase();

test('a family that early help alone knows is one, with its number where nothing else is stated', async () => {
  const rows: Rows = {
    'eh.people': [
      person('E1', '7', 'Miriam', '1990-04-05'),
      person('E2', '7', 'Yasmin', '2015-02-01'),
      person('E3', '7', 'Layla', '2018-09-30'),
      person('E4', '', 'Nadia', '2016-01-20'),
      person('E5', '9', 'Samira', '1985-05-05'),
    ],
    'school.carers': [],
  };
  const asOf = await deliver(db, testActor, '2026-11-15', rows);
  await db.asTest((tx) => build(tx, { asOf, progress: silent }));
  await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    const families = await familiesOf(tx, ['E1', 'E2', 'E3', 'E4', 'E5'].map(number));
    const [own] = families.filter((place) => place.personId === number('E2'));
    const members = (await getFamily(tx, own?.familyId ?? '')).members;
    expect(members.map(({ personId, part, reason }) => [personId, part, reason]).sort()).toEqual(
      [
        [number('E1'), 'group', 'In the same family group as Yasmin and Layla, says Testshire Early Help'],
        [number('E2'), 'child', 'In the same family group, says Testshire Early Help'],
        [number('E3'), 'child', 'In the same family group, says Testshire Early Help'],
      ].sort(),
    );
    // Nadia stands alone, and a grown woman of whom no child is known makes no family.
    const alone = families.filter((place) => place.personId === number('E4'));
    expect(alone).toHaveLength(1);
    expect(families.some((place) => place.personId === number('E5'))).toBe(false);
  });
});
