import { expect, test } from 'vitest';
import { silent } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { build, familiesOf, getFamily, relationshipsOf } from './index.ts';
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

const other = await testDatabase();

/** A row of a case for each of `people`, a letter for the part: p(arent), c(hild). */
const listed = (id: string, opened: string, closed: string, people: string) =>
  people.split(' ').map((one) => ({
    case_id: id,
    member_id: one.slice(1),
    role: one.startsWith('p') ? 'parent' : 'child',
    opened_on: opened,
    closed_on: closed,
  }));

test('whom a case lists as a parent is one; of two men, or beside a father who is stated, a carer while the cases last', async () => {
  const man = (member: string, forename: string, born: string) => ({
    ...person(member, '', forename, born),
    sex: 'M',
  });
  const rows: Rows = {
    'eh.people': [
      person('M1', '', 'Miriam', '1990-04-05'),
      person('C1', '', 'Yasmin', '2015-02-01'),
      man('F1', 'Karim', '1988-03-03'),
      person('M2', '', 'Soraya', '1985-07-07'),
      person('C2', '', 'Ines', '2016-05-05'),
      man('F2', 'Tarek', '1989-09-09'),
      man('F3', 'Omar', '1986-06-06'),
      person('B1', '', 'Dina', '2005-01-02'),
    ],
    'eh.cases': [
      ...listed('A', '2024-01-10', '2024-06-30', 'pM1 pF1 cC1'),
      // Dina is ten years older: somebody ticked the wrong box.
      ...listed('B', '2025-02-01', '', 'pM1 cC1 pB1'),
      ...listed('C', '2023-03-01', '2023-09-01', 'pM2 pF2 cC2'),
      ...listed('D', '2025-05-01', '2025-08-01', 'pM2 pF3 cC2'),
    ],
  };
  const asOf = await deliver(other, testActor, '2026-11-15', rows);
  await other.asTest((tx) => build(tx, { asOf, progress: silent }));
  await other.asTest(async (tx) => {
    const number = await personNumbered(tx);
    const of = async (child: string) =>
      (await relationshipsOf(tx, [number(child)]))
        .map(({ personId, otherId, kind, happened }) => [personId, otherId === number(child), kind, happened])
        .sort();
    const ever = { from: null, to: null };
    expect(await of('C1')).toEqual(
      [
        [number('M1'), true, 'parent', ever],
        [number('F1'), true, 'parent', ever],
      ].sort(),
    );
    expect(await of('C2')).toEqual(
      [
        [number('M2'), true, 'parent', ever],
        [number('F2'), true, 'carer', { from: '2023-03-01', to: '2023-09-02' }],
        [number('F3'), true, 'carer', { from: '2025-05-01', to: '2025-08-02' }],
      ].sort(),
    );
    // The family is made around the mother.
    const [place] = await familiesOf(tx, [number('C2')]);
    const { members } = await getFamily(tx, place?.familyId ?? '');
    expect(members.find(({ personId }) => personId === number('M2'))?.part).toBe('main-carer');
  });
});
