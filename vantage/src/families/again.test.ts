import type { RowToWrite } from '@vantage/returns';
import { expect, test } from 'vitest';
import { silent, type Tx } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { concernedBy } from './again.ts';
import { build, familiesOf } from './index.ts';
import { deliver, personNumbered, type Rows } from './testing.ts';

const db = await testDatabase();

const person = (id: string, given: string, sex: string, born: string): RowToWrite => ({
  pers_person_id: id,
  pers_forename: given,
  pers_surname: 'Voss',
  pers_sex: sex,
  pers_dob: born,
});
const tie = (id: string, one: string, kind: string, other: string, to = ''): RowToWrite => ({
  relationship_id: id,
  person_id: one,
  relationship: kind,
  other_person_id: other,
  start_date: '2020-01-01',
  end_date: to,
  recorded_at: '2020-01-02T10:00:00Z',
});
const home = (one: string, house: string, from: string): RowToWrite => ({
  addr_table_id: `A${one}`,
  addr_person_id: one,
  addr_address_json: JSON.stringify({ HOUSE: house, STREET: 'Quay Street' }),
  addr_address_postcode: 'AS2 1BB',
  addr_address_start_date: from,
  addr_address_end_date: '',
});

/**
 * Of Asa nothing is stated but that social care numbers him in one family with Ruth, who is Finn's mother; of Olga nothing.
 * Ivy and her son; her cousin Nell, who moved in with them on 1 September; Bram, her partner until 25 November, elsewhere.
 */
const rows: Rows = {
  'ssd.person': [
    person('V1', 'Ivy', 'F', '1990-01-02'),
    person('V2', 'Tom', 'M', '2014-03-04'),
    person('V3', 'Nell', 'F', '1985-05-06'),
    person('V4', 'Bram', 'M', '1988-07-08'),
    person('W1', 'Asa', 'M', '1970-01-02'),
    person('W2', 'Ruth', 'F', '1972-03-04'),
    person('W3', 'Olga', 'F', '1960-05-06'),
    person('W4', 'Finn', 'M', '2015-07-08'),
  ],
  'ssd.mother': [
    { moth_person_id: 'V1', moth_childs_person_id: 'V2' },
    { moth_person_id: 'W2', moth_childs_person_id: 'W4' },
  ],
  'ssd.family': ['W1', 'W2'].map((id) => ({
    fami_table_id: `F${id}`,
    fami_family_id: 'F1',
    fami_person_id: id,
  })),
  'care.relationships': [tie('R1', 'V3', 'other kin', 'V1'), tie('R2', 'V4', 'partner', 'V1', '2026-11-24')],
  'ssd.address': [
    home('V1', '3', '2013-01-01'),
    home('V2', '3', '2014-03-04'),
    home('V3', '3', '2026-09-01'),
    home('V4', '9', '2013-01-01'),
  ],
  'police.nominals': [],
};

const moment = (day: string) => new Date(`${day}T06:00:00Z`);

async function members(tx: Tx): Promise<string[]> {
  const number = await personNumbered(tx);
  const [own] = await familiesOf(tx, [number('V2')]);
  const ids = ['V1', 'V2', 'V3', 'V4'];
  const places = await familiesOf(tx, ids.map(number));
  return ids.filter((id) =>
    places.some(({ personId, familyId }) => personId === number(id) && familyId === own?.familyId),
  );
}

test('as days go on and nothing is told, whoever has lived with a child long enough belongs, and a former partner does not', async () => {
  await deliver(db, testActor, '2026-11-16', rows);
  const builtOn = (day: string, before?: string) =>
    db.asTest(async (tx) => {
      const none = { changed: [], moved: new Set<string>(), renamed: new Set<string>() };
      const since = before === undefined ? undefined : { ...none, before: moment(before) };
      const { changed } = await build(tx, { asOf: moment(day), progress: silent, since });
      return { placesAdded: changed.placesAdded, placesUndone: changed.placesUndone };
    });
  await builtOn('2026-11-16');
  expect(await db.asTest(members)).toEqual(['V1', 'V2', 'V4']);

  // The day after his last day as a partner; Nell has lived there for 85 days.
  expect(await builtOn('2026-11-25', '2026-11-16')).toEqual({ placesAdded: 0, placesUndone: 1 });
  expect(await db.asTest(members)).toEqual(['V1', 'V2']);
  expect(await builtOn('2026-11-29', '2026-11-25')).toEqual({ placesAdded: 0, placesUndone: 0 });
  // 90 days from 1 September.
  expect(await builtOn('2026-11-30', '2026-11-29')).toEqual({ placesAdded: 1, placesUndone: 0 });
  expect(await db.asTest(members)).toEqual(['V1', 'V2', 'V3']);
  expect(await builtOn('2026-11-30')).toEqual({ placesAdded: 0, placesUndone: 0 });
});

test('all are looked at who are tied to one another, however far and in whichever way it is stated, and nobody else', async () => {
  const concerned = (one: string) =>
    db.asTest(async (tx) => {
      const number = await personNumbered(tx);
      const since = {
        changed: [],
        moved: new Set([number(one)]),
        renamed: new Set<string>(),
        before: moment('2026-11-30'),
      };
      const { persons } = await concernedBy(tx, since, moment('2026-11-30'));
      const ids = ['V1', 'V2', 'V3', 'V4', 'W1', 'W2', 'W3', 'W4'];
      return ids.filter((id) => persons.has(number(id)));
    });
  for (const one of ['W1', 'W2', 'W4'])
    expect([one, await concerned(one)]).toEqual([one, ['W1', 'W2', 'W4']]);
  expect(await concerned('W3')).toEqual(['W3']);
  for (const one of ['V1', 'V2', 'V3', 'V4'])
    expect([one, await concerned(one)]).toEqual([one, ['V1', 'V2', 'V3', 'V4']]);
});
