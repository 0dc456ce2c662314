/** Guardians of a brother or sister, at the child's home: written by hand, and what follows of it counted by hand. */
import { expect, test } from 'vitest';
import { silent } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { build, guardiansOn } from './index.ts';
import { deliver, personNumbered, type RowToWrite } from './testing.ts';

type Home = readonly [address: string, postcode: string];
const mill: Home = ['4 Mill Road', 'AM1 3FD'];
const weir: Home = ['19 Weir Street', 'AM2 1BB'];
const nowhere: Home = ['No fixed address', 'AM1 3FD'];

const pupil = (id: string, forename: string, surname: string, dob: string, home: Home): RowToWrite => ({
  pupil_id: id,
  urn: '900001',
  surname,
  forename,
  dob,
  sex: 'F',
  entrydate: '2021-09-01',
  addressline1: home[0],
  postcode: home[1],
});
const carer = (id: string, of: string, forename: string, surname: string, home: Home): RowToWrite => ({
  carer_id: id,
  pupil_id: of,
  relationship: 'parent',
  forename,
  surname,
  addressline1: home[0],
  postcode: home[1],
});

const db = await testDatabase();

/** Children and their guardians on a day, as the school numbers them. */
const guardians = (day: string) =>
  db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    const ids = [
      'A1',
      'A2',
      'A3',
      'A4',
      'M1',
      'F1',
      'B1',
      'B2',
      'M2',
      'F2',
      'C1',
      'C2',
      'M3',
      'F3',
      'D1',
      'D2',
      'D3',
      'M4',
      'F4',
    ];
    const called = new Map(ids.map((id) => [number(id), id]));
    return (await guardiansOn(tx, day))
      .map(({ child, guardian }) => `${called.get(child)} ${called.get(guardian)}`)
      .sort();
  });

test('whoever is stated of a brother or sister alone, and whose address a record gives of the child', async () => {
  const received = await deliver(db, testActor, '2026-11-16', {
    'school.pupils': [
      // Of four sisters the school names both parents of the first, the mother alone of the others; the third has moved out.
      pupil('A1', 'Zanele', 'Mokoena', '2012-02-03', mill),
      pupil('A2', 'Thandi', 'Mokoena', '2015-04-05', mill),
      pupil('A3', 'Lerato', 'Mokoena', '2009-06-07', weir),
      { ...pupil('A4', 'Naledi', 'Mokoena', '2017-08-08', weir), upn: 'V999200012001' },
      // A father who lives elsewhere.
      pupil('B1', 'Ottilie', 'Fennimore', '2013-01-09', weir),
      pupil('B2', 'Cordelia', 'Fennimore', '2016-01-19', weir),
      // A father elsewhere whose name both bear, and not their mother's; a third child bears hers.
      pupil('D1', 'Mirela', 'Vasquine', '2013-05-05', weir),
      pupil('D2', 'Ilinca', 'VASQUINE', '2016-06-06', weir),
      pupil('D3', 'Sorina', 'Dragomir', '2018-07-07', weir),
      // No address makes no home.
      pupil('C1', 'Ingrid', 'Halvorsen', '2014-09-09', nowhere),
      pupil('C2', 'Solveig', 'Halvorsen', '2017-03-03', nowhere),
    ],
    // Social care has at home the fourth sister, whom the school has at an old address.
    'ssd.person': [
      {
        pers_person_id: 'S4',
        pers_forename: 'Naledi',
        pers_surname: 'Mokoena',
        pers_sex: 'F',
        pers_dob: '2017-08-08',
        pers_upn: 'V999200012001',
      },
    ],
    'ssd.address': [
      {
        addr_table_id: 'D4',
        addr_person_id: 'S4',
        addr_address_start_date: '2019-01-01',
        addr_address_postcode: mill[1],
        addr_address_json: JSON.stringify({ HOUSE: '4', STREET: 'Mill Road' }),
      },
    ],
    'school.carers': [
      carer('M1', 'A1', 'Nomsa', 'Mokoena', mill),
      carer('M1', 'A2', 'Nomsa', 'Mokoena', mill),
      carer('M1', 'A3', 'Nomsa', 'Mokoena', mill),
      carer('M1', 'A4', 'Nomsa', 'Mokoena', mill),
      carer('F1', 'A1', 'Sipho', 'Mokoena', ['4, Mill Rd', 'am13fd']),
      carer('M2', 'B1', 'Rosalind', 'Fennimore', weir),
      carer('M2', 'B2', 'Rosalind', 'Fennimore', weir),
      carer('F2', 'B1', 'Barnaby', 'Quillfeather', mill),
      carer('M4', 'D1', 'Anca', 'Dragomir', weir),
      carer('M4', 'D2', 'Anca', 'Dragomir', weir),
      carer('M4', 'D3', 'Anca', 'Dragomir', weir),
      carer('F4', 'D1', 'Radu', 'Vasquine', mill),
      carer('M3', 'C1', 'Astrid', 'Halvorsen', nowhere),
      carer('M3', 'C2', 'Astrid', 'Halvorsen', nowhere),
      carer('F3', 'C1', 'Leif', 'Torgersen', nowhere),
    ],
  });
  await db.asTest((tx) => build(tx, { asOf: received, progress: silent }));
  expect(await guardians('2026-11-15')).toEqual([
    'A1 F1',
    'A1 M1',
    'A2 F1',
    'A2 M1',
    'A3 M1',
    'A4 F1',
    'A4 M1',
    'B1 F2',
    'B1 M2',
    'B2 M2',
    'C1 F3',
    'C1 M3',
    'C2 M3',
    'D1 F4',
    'D1 M4',
    'D2 F4',
    'D2 M4',
    'D3 M4',
  ]);
  // The eldest is grown up; the second is not yet born.
  expect(await guardians('2027-06-08')).not.toContain('A3 M1');
  expect(await guardians('2015-04-04')).not.toContain('A2 F1');
});
