import type { RowToWrite } from '@vantage/returns';
import { expect, test } from 'vitest';
import { silent, type Tx } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { addressKey, build, coMembersOn, counts, familiesOf, getFamily, guardiansOn } from './index.ts';
import { deliver, everyRow, personNumbered, type Rows } from './testing.ts';

const db = await testDatabase();
const tables = ['relationship', 'home', 'residence', 'family', 'membership'];

const person = (id: string, given: string, surname: string, sex: string, born: string): RowToWrite => ({
  pers_person_id: id,
  pers_forename: given,
  pers_surname: surname,
  pers_sex: sex,
  pers_dob: born,
});
const mother = (one: string, child: string): RowToWrite => ({
  moth_person_id: one,
  moth_childs_person_id: child,
});
const tie = (id: string, one: string, kind: string, other: string, from = '', to = ''): RowToWrite => ({
  relationship_id: id,
  person_id: one,
  relationship: kind,
  other_person_id: other,
  start_date: from,
  end_date: to,
  recorded_at: '2014-05-02T10:00:00Z',
});
const home = (id: string, one: string, house: string, from: string, to = ''): RowToWrite => ({
  addr_table_id: id,
  addr_person_id: one,
  addr_address_json: house === '' ? 'No fixed abode' : JSON.stringify({ HOUSE: house, STREET: 'Mill Lane' }),
  addr_address_postcode: house === '' ? '' : 'AS1 4QT',
  addr_address_start_date: from,
  addr_address_end_date: to,
});

const first: Rows = {
  'ssd.person': [
    person('S1', 'Dawn', 'Hart', 'F', '1989-03-02'),
    person('S2', 'Leah', 'Hart', 'F', '2010-06-11'),
    person('S3', 'Kyle', 'Hart', 'M', '2012-09-30'),
    person('S4', 'Lee', 'Reeve', 'M', '1987-01-20'),
    person('S5', 'Olu', 'Pell', 'M', '2015-02-03'),
    person('S6', 'Ray', 'Dunn', 'M', '1985-07-07'),
  ],
  'ssd.mother': [mother('S1', 'S2'), mother('S1', 'S3')],
  'care.relationships': [
    tie('R1', 'S4', 'parent', 'S3', '2012-09-30'),
    tie('R2', 'S6', 'partner', 'S1', '2019-01-01'),
  ],
  'ssd.address': [
    home('A1', 'S1', '14', '2012-01-01'),
    home('A2', 'S2', '14', '2012-01-01'),
    home('A3', 'S6', '14', '2019-02-01'),
    home('A4', 'S4', '', '2020-01-01'),
  ],
  'police.nominals': [],
};

async function names(tx: Tx, familyId: string): Promise<string[]> {
  const number = await personNumbered(tx);
  const known = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7'].filter((id) => {
    try {
      return number(id) !== '';
    } catch {
      return false;
    }
  });
  const { members } = await getFamily(tx, familyId);
  return known.filter((id) => members.some((member) => member.personId === number(id)));
}

async function familyOf(tx: Tx, localId: string): Promise<string> {
  const number = await personNumbered(tx);
  const [place, ...others] = await familiesOf(tx, [number(localId)]);
  expect(others).toEqual([]);
  return place?.familyId ?? '';
}

test('the records become families; the same records again write nothing; a change writes only itself', async () => {
  const asOf = await deliver(db, testActor, '2026-11-16', first);
  const built = await db.asTest((tx) => build(tx, { asOf, progress: silent }));
  // Dawn's and Olu's. Kyle's home is not stated; Lee's is no fixed abode and makes none.
  expect(built).toMatchObject({ families: 2, members: 6, relationships: 4, homes: 1, residences: 3 });

  const hart = await db.asTest((tx) => familyOf(tx, 'S3'));
  await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    const family = await getFamily(tx, hart);
    expect(await tx.sql('SELECT name FROM family WHERE family_id = $1', [hart])).toEqual([{ name: 'Hart' }]);
    expect(await names(tx, hart)).toEqual(['S1', 'S2', 'S3', 'S4', 'S6']);
    expect(family.homes.map((one) => one.address)).toEqual(['14 Mill Lane']);
    const lee = family.members.find((member) => member.personId === number('S4'));
    expect(lee?.reason).toBe('Father of Kyle, says Testshire Children’s Services');
    expect(lee?.evidence).toEqual([
      { recordId: family.relationships.find((one) => one.personId === number('S4'))?.recordId },
    ]);
    const ray = family.members.find((member) => member.personId === number('S6'));
    expect(ray?.happened).toEqual({ from: '2019-02-01', to: null });
    await expect(getFamily(tx, number('S1'))).rejects.toMatchObject({ code: 'not-found' });
  });

  const before = await db.asTest((tx) => everyRow(tx, ...tables));
  const again = await db.asTest((tx) => build(tx, { asOf, progress: silent }));
  expect(Object.values(again.changed)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(await db.asTest((tx) => everyRow(tx, ...tables))).toEqual(before);

  const later = await deliver(db, testActor, '2026-11-17', {
    ...first,
    'ssd.person': [...(first['ssd.person'] ?? []), person('S7', 'Mae', 'Hart', 'F', '2026-11-10')],
    'ssd.mother': [mother('S1', 'S2'), mother('S1', 'S3'), mother('S1', 'S7')],
    'care.relationships': [tie('R2', 'S6', 'partner', 'S1', '2019-01-01')],
  });
  const changed = await db.asTest((tx) => build(tx, { asOf: later, progress: silent }));
  await db.asTest(async (tx) => {
    expect(await familyOf(tx, 'S7')).toBe(hart);
    expect(await names(tx, hart)).toEqual(['S1', 'S2', 'S3', 'S6', 'S7']);
    const undone = await tx.sql('SELECT undone_by, undone_at FROM membership WHERE undone_at IS NOT NULL');
    // Lee is out, and Dawn's reason names Mae now.
    expect(undone).toEqual(Array.from({ length: 2 }, () => ({ undone_by: 'engine', undone_at: later })));
    expect(changed.changed).toMatchObject({
      relationshipsAdded: 1,
      relationshipsSuperseded: 1,
      familiesAdded: 0,
    });
    expect((await counts(tx)).families).toBe(2);
  });
});

test('close family and guardians on a day', async () => {
  await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    const family = await familyOf(tx, 'S3');
    const close = async (day: string) =>
      (await coMembersOn(tx, day)).filter((one) => one.familyId === family).map((one) => one.personId);
    expect(await close('2018-06-01')).toEqual([number('S1'), number('S2'), number('S3')].sort());
    expect(await close('2026-11-15')).toEqual(['S1', 'S2', 'S3', 'S6', 'S7'].map(number).sort());
    const guardians = (await guardiansOn(tx, '2026-11-15')).filter((one) => one.child === number('S2'));
    // Ray lives where Leah lives and is Dawn's partner.
    expect(guardians.map((one) => one.guardian)).toEqual([number('S1'), number('S6')].sort());
    expect(await guardiansOn(tx, '2031-01-01')).not.toContainEqual({
      child: number('S2'),
      guardian: number('S1'),
    });
  });
});

test('what a person decided about a place stands', async () => {
  await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    await tx.sql(
      `UPDATE membership SET undone_by = 'worker 7', undone_at = now() WHERE person_id = $1 AND undone_at IS NULL`,
      [number('S6')],
    );
    await build(tx, { asOf: new Date('2026-11-17T06:00:00Z'), progress: silent });
    expect(await familiesOf(tx, [number('S6')])).toEqual([]);
  });
});

test('the database tells whether two addresses are one home as the build does', async () => {
  const lines = [
    ...[
      '8 Rope Walk',
      '8, Rope Wk (rear), Ashmere',
      'Flat 2, 14b Mill Ln.',
      'The Old Rectory, St. Mary’s Rd',
    ],
    ...[
      "St Anne's Ct",
      'No Fixed Abode',
      'unknown',
      'Not known',
      'NFA',
      ' ',
      '12/14 Sea Vw',
      'Homeless, 3 nights',
      'É 9',
    ],
  ];
  const asked = lines.flatMap((line) => ['AA1 1AA', 'B6 4ZZ', null].map((code) => [line, code] as const));
  const keys = await db.asTest((tx) =>
    tx.sql<{ key: string | null }>(
      'SELECT home_key(line, code) AS key FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS a (line, code, n) ORDER BY n',
      [asked.map(([line]) => line), asked.map(([, code]) => code)],
    ),
  );
  expect(keys.map(({ key }) => key)).toEqual(
    asked.map(([line, code]) => addressKey(line, code ?? undefined) ?? null),
  );
});
