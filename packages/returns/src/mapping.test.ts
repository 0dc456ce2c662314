import { describe, expect, test } from 'vitest';
import { faultsOf, type Mapping, mappedFormat, readyMappings, valuesOf } from './index.ts';
import { dayIn } from './mapping.ts';
import { memory, withFile } from './testing.ts';

const mapping: Mapping = {
  name: 'larch-house',
  version: 3,
  title: 'Larch House: who comes',
  into: 'charity.clients',
  columns: [
    { to: 'client_ref', from: 'Nr' },
    { to: 'forename', from: 'Who', part: 'first-words' },
    { to: 'surname', from: 'Who', part: 'last-word' },
    { to: 'date_of_birth', from: 'Born', days: 'month-day-year', otherwise: 'empty' },
    { to: 'sex', from: 'She/he', values: { she: 'F', he: 'M', they: '' } },
    { to: 'began_on', from: 'Since', days: 'day-month-year' },
  ],
};

const read = async (text: string, of = mapping) => {
  const sink = memory();
  await withFile('x.csv', text, (path) => mappedFormat(of).read(path, sink));
  return sink;
};

test('a row has the kind’s columns beside its own, which stay as they came', async () => {
  const { kept, held } = await read(
    'LARCH HOUSE;;;;;\nNR;who;Born;She/he;Since;Tea or coffee\n7;Dawn Marie Hart;3/2/1989;SHE;1st March 2024;tea\n',
  );
  expect(held).toEqual([]);
  expect(kept).toMatchObject([
    {
      kind: 'charity.clients',
      key: '7',
      line: 3,
      happened: { from: '2024-03-01', to: '2024-03-01' },
      people: [
        {
          role: 'subject',
          id: '7',
          identity: { given: 'Dawn Marie', surname: 'Hart', birthDate: '1989-03-02', sex: 'female' },
        },
      ],
    },
  ]);
  expect(kept[0]?.content).toEqual({
    Nr: '7',
    Who: 'Dawn Marie Hart',
    Born: '3/2/1989',
    'She/he': 'SHE',
    Since: '1st March 2024',
    'Tea or coffee': 'tea',
    client_ref: '7',
    forename: 'Dawn Marie',
    surname: 'Hart',
    date_of_birth: '1989-03-02',
    sex: 'F',
    began_on: '2024-03-01',
  });
  expect(valuesOf('charity.clients', kept[0]?.content ?? {}).began_on).toBe('2024-03-01');
});

test('what is no day is empty where the mapping says so, and holds its row elsewhere, by the spreadsheet’s own name', async () => {
  const { kept, held } = await read(
    'Nr,Who,Born,She/he,Since\n1,Olu Pell,age 9,he,01/02/2024\n2,Ray Dunn,,he,last spring\n',
  );
  expect(kept.map(({ key, people }) => [key, people[0]?.identity])).toEqual([
    ['1', { given: 'Olu', surname: 'Pell', sex: 'male' }],
  ]);
  expect(held).toMatchObject([
    {
      key: '2',
      line: 3,
      column: 'began_on',
      value: 'last spring',
      reason: 'began_on is not a day, a month or a year. In the spreadsheet it is the column “Since”.',
    },
  ]);
});

test('a workbook’s own day is a day, whatever the order of those that are written out', async () => {
  const { kept, held } = await read(
    'Nr,Who,Born,She/he,Since\n1,Olu Pell,2015-02-03,he,2024-03-01T00:00:00\n',
  );
  expect(held).toEqual([]);
  expect(kept[0]).toMatchObject({
    happened: { from: '2024-03-01', to: '2024-03-01' },
    people: [{ identity: { birthDate: '2015-02-03' } }],
  });
});

test('a spreadsheet is known by the columns that the mapping reads', () => {
  const { recognises } = mappedFormat(mapping);
  expect(recognises(['since', 'Nr', ' WHO ', 'Born', 'she/he', 'More'])).toBe(true);
  expect(recognises(['Since', 'Nr', 'Who', 'Born'])).toBe(false);
});

test.each<[string, Parameters<typeof dayIn>[1], string | undefined]>([
  ['03/02/1989', 'day-month-year', '1989-02-03'],
  ['03/02/1989', 'month-day-year', '1989-03-02'],
  ['16.05.2009', 'day-month-year', '2009-05-16'],
  ['2009 5 16', 'year-month-day', '2009-05-16'],
  ['3rd of Feb 1989', 'day-month-year', undefined],
  ['3 February, 1989', 'day-month-year', '1989-02-03'],
  ['Sept 3 1989', 'month-day-year', '1989-09-03'],
  ['31/02/1989', 'day-month-year', undefined],
  ['13/02/1989', 'month-day-year', undefined],
  ['03/02/89', 'day-month-year', undefined],
  ['', 'day-month-year', undefined],
])('%s as %s is %s', (cell, order, day) => expect(dayIn(cell, order)).toBe(day));

test.each(['Smith, Jo Ann', 'SMITH,Jo Ann'])('a name written %s', async (name) => {
  const columns: Mapping['columns'] = [
    { to: 'client_ref', from: 'Nr' },
    { to: 'surname', from: 'Who', part: 'before-comma' },
    { to: 'forename', from: 'Who', part: 'after-comma' },
    { to: 'began_on', from: 'Since' },
  ];
  const { kept } = await read(`Nr,Who,Since\n1,"${name}",2024-03-01\n`, { ...mapping, columns });
  expect(kept[0]?.people[0]?.identity).toEqual({ surname: name.split(',')[0], given: 'Jo Ann' });
});

describe('a mapping that cannot be used says why', () => {
  test.each<[Partial<Mapping>, string]>([
    [{ into: 'cin' }, 'There is no kind of table called cin.'],
    [
      { columns: [...mapping.columns, { to: 'shoe_size', from: 'Who' }] },
      'charity.clients has no column shoe_size.',
    ],
    [{ columns: [...mapping.columns, { to: 'sex', from: 'Who' }] }, 'sex is filled twice.'],
    [{ columns: mapping.columns.slice(1) }, 'Say which column is client_ref: no row can be kept without it.'],
    [
      { columns: mapping.columns.slice(0, -1) },
      'Say which column is began_on: no row can be kept without it.',
    ],
  ])('%o', (change, fault) => expect(faultsOf({ ...mapping, ...change })).toEqual([fault]));

  test('those that are there from the start can be used', () => {
    for (const ready of readyMappings) expect(faultsOf(ready)).toEqual([]);
  });
});

test('a month or a year is kept as what it is, and one that is neither holds the row back', async () => {
  const line = (nr: string, since: string) => `${nr};Dawn Hart;;;${since};\n`;
  const { kept, held } = await read(
    `NR;who;Born;She/he;Since;Tea or coffee\n${line('1', 'March 2024')}${line('2', '2023')}${line('3', 'a while ago')}`,
  );
  expect(kept.map((row) => [row.content.began_on, row.happened])).toEqual([
    ['2024-03', { from: '2024-03-01', to: '2024-03-31' }],
    ['2023', { from: '2023-01-01', to: '2023-12-31' }],
  ]);
  expect(held).toMatchObject([
    { key: '3', column: 'began_on', remedy: expect.stringContaining('a month as 2024-03') },
  ]);
});
