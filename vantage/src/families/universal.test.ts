import type { RowToWrite } from '@vantage/returns';
import { expect, test } from 'vitest';
import { silent, type Tx } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { build, familiesOf, getFamily, guardiansOn } from './index.ts';
import { deliver, everyRow, personNumbered, type Rows } from './testing.ts';

const person = (
  id: string,
  given: string,
  surname: string,
  sex: string,
  born: string,
  nhs = '',
): RowToWrite => ({
  pers_person_id: id,
  pers_forename: given,
  pers_surname: surname,
  pers_sex: sex,
  pers_dob: born,
  pers_nhs_number: nhs,
});
const patient = (
  id: string,
  given: string,
  surname: string,
  sex: string,
  born: string,
  nhs = '',
): RowToWrite => ({
  patient_id: id,
  forename: given,
  surname,
  sex,
  date_of_birth: born,
  nhs_number: nhs,
});
const carer = (
  id: string,
  pupil: string,
  relationship: string,
  forename: string,
  surname: string,
): RowToWrite => ({
  carer_id: id,
  pupil_id: pupil,
  relationship,
  forename,
  surname,
});
const pregnancy = (
  id: string,
  mother: string,
  child: string,
  due: string,
  outcome = '',
  ended = '',
): RowToWrite => ({
  pregnancy_id: id,
  mother_id: mother,
  child_id: child,
  booked_on: due < '2020' ? '2009-12-01' : '2025-09-01',
  due_on: due,
  outcome,
  ended_on: ended,
});

const social: Rows = {
  'ssd.person': [
    person('S1', 'Dawn', 'Hartwell', 'F', '1989-03-02', '9990000018'),
    person('S2', 'Leah', 'Hartwell', 'F', '2010-06-11', '9990000026'),
  ],
  'ssd.mother': [{ moth_person_id: 'S1', moth_childs_person_id: 'S2', moth_childs_dob: '2010-06-11' }],
};
const universal: Rows = {
  'school.pupils': [
    {
      pupil_id: 'P2',
      urn: '900001',
      surname: 'Hartwell',
      forename: 'Leah',
      dob: '2010-06-11',
      sex: 'F',
      entrydate: '2021-09-01',
    },
  ],
  'school.carers': [
    carer('K1', 'P2', 'step-parent', 'Raymond', 'Duncalfe'),
    carer('K2', 'P2', 'grandparent', 'Jean', 'Ollerenshaw'),
    // Dawn again, without a birth date: she is not a second mother.
    carer('K3', 'P2', 'parent', 'Dawn', 'Hartwell'),
  ],
  'health.patients': [
    patient('H1', 'Dawn', 'Hartwell', 'F', '1989-03-02', '9990000018'),
    patient('H2', 'Leah', 'Hartwell', 'F', '2010-06-11', '9990000026'),
    patient('H5', 'Miriam', 'Belkacem', 'F', '1990-04-05'),
    patient('H6', 'Yusuf', 'Belkacem', 'M', '2026-03-20'),
  ],
  'health.pregnancies': [
    pregnancy('G1', 'H1', 'H2', '2010-06-10', 'birth', '2010-06-11'),
    pregnancy('G2', 'H5', 'H6', '2026-03-25', 'birth', '2026-03-20'),
    pregnancy('G3', 'H5', 'H7', '2025-12-01', 'loss', '2025-10-03'),
    pregnancy('G4', 'H5', 'H8', '2027-03-01'),
  ],
};

const db = await testDatabase();

async function tiesOf(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ told: string }>(
    `SELECT agency || ' ' || kind || coalesce(' ' || lower(happened)::text, '') AS told FROM relationship
     WHERE superseded_at IS NULL ORDER BY 1`,
  );
  return rows.map(({ told }) => told);
}

test('what universal services say is read where nothing else is stated of the two', async () => {
  const before = await deliver(db, testActor, '2026-11-15', social);
  await db.asTest((tx) => build(tx, { asOf: before, progress: silent }));
  const asOf = await deliver(db, testActor, '2026-11-16', { ...social, ...universal });
  await db.asTest((tx) => build(tx, { asOf, progress: silent }));
  await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    expect(number('H1')).toBe(number('S1'));
    expect(number('H2')).toBe(number('P2'));
    // Dawn is stated as Leah's mother by social care: health's own word for it adds nothing. The lost pregnancy makes nobody a parent.
    expect(await tiesOf(tx)).toEqual([
      'community-health parent 2026-03-20',
      'community-health parent 2027-03-01',
      'schools carer',
      'schools grandparent',
      'social-care parent 2010-06-11',
    ]);
    const [place, ...others] = await familiesOf(tx, [number('S2')]);
    expect(others).toEqual([]);
    const family = await getFamily(tx, place?.familyId ?? '');
    const reasons = new Map(family.members.map(({ personId, reason }) => [personId, reason]));
    expect(reasons).toEqual(
      new Map([
        [number('S1'), 'Mother of Leah, says Testshire Children’s Services'],
        [number('S2'), 'Child of Dawn, says Testshire Children’s Services'],
        [number('K1'), 'Carer of Leah, says Testshire’s schools'],
        [number('K2'), 'Grandparent of Leah, says Testshire’s schools'],
      ]),
    );
  });
});

test('guardians: a parent from the birth on, a carer whom the school may ring, and no grandparent', async () => {
  await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    const guardians = async (day: string) =>
      (await guardiansOn(tx, day)).map(({ child, guardian }) => `${child} ${guardian}`).sort();
    const pair = (child: string, guardian: string) => `${number(child)} ${number(guardian)}`;
    expect(await guardians('2026-11-15')).toEqual(
      [pair('S2', 'S1'), pair('S2', 'K1'), pair('H6', 'H5')].sort(),
    );
    expect(await guardians('2026-03-19')).toEqual([pair('S2', 'S1'), pair('S2', 'K1')].sort());
    // The child that was expected is born, for all that anybody has said.
    expect(await guardians('2027-03-01')).toContain(pair('H8', 'H5'));
    expect(await guardians('2028-06-11')).not.toContain(pair('S2', 'S1'));
  });
});

test('told again, it changes nothing', async () => {
  const before = await db.asTest((tx) => everyRow(tx, 'relationship', 'family', 'membership'));
  const again = await deliver(db, testActor, '2026-11-17', { ...social, ...universal });
  await db.asTest((tx) => build(tx, { asOf: again, progress: silent }));
  expect(await db.asTest((tx) => everyRow(tx, 'relationship', 'family', 'membership'))).toEqual(before);
});
