import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvRows } from './csv-rows.ts';
import { definitionOfFormat } from './definitions.ts';
import { formatNamed, recognise, UnreadableFile, valuesOf, writeCsv } from './index.ts';
import { readerOf, readTables } from './table-read.ts';
import { inPieces, memory, readAs, withFile } from './testing.ts';

const events = formatNamed('care.significant_events');
const header = 'event_id,person_id,event_date,event_type,note,recorded_at';
const good = 'E1,P1,2024-03-01,debt,,2024-03-02T09:00:00Z';

const faultOf = async (rows: string, key?: readonly string[]) => {
  const { kept, held } = await readAs(events, `${header}\n${rows}\n`, key);
  return {
    kept: kept.length,
    held: held.map(({ key, line, column, value }) => ({ key, line, column, value })),
  };
};

describe('what is written is read again', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({ unit: 'binary', minLength: 1 }).filter((value) => value.isWellFormed()),
    fc.constantFrom(
      '"',
      '""',
      ',',
      '\n',
      '\r\n',
      '\r',
      ' a ',
      '﻿',
      'Siân Ó Briain',
      '李小龍',
      'Łukasz',
      'عمر',
      "O'Hare",
      '=1+1',
    ),
    fc
      .array(fc.constantFrom('"', ',', '\n', '\r', ' ', 'a'), { minLength: 1 })
      .map((parts) => parts.join('')),
  );
  const rows = fc.array(
    fc.record({ said_to: text, words: text.filter((words) => words.trim() !== ''), done: text }),
    {
      maxLength: 8,
    },
  );
  const stemOf = (at: number) => ({
    statement_id: `S${at}`,
    person_id: 'P1',
    said_on: '2024-03-01',
    kind: 'said',
    audience: 'team',
  });

  test('in whatever pieces the file comes', () =>
    fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), async (items, size) => {
        const written = items
          .map((item, at) => ({ ...stemOf(at), ...item }))
          .filter((row) => row.words.trim() !== 'NULL');
        const sink = memory();
        const file = writeCsv('care.statements', written);
        async function* sheets() {
          yield { rows: csvRows(inPieces(file, size), 'x') };
        }
        await readTables([readerOf(definitionOfFormat('care.statements'))], sheets(), sink, { file: 'x' });
        expect(sink.held).toEqual([]);
        expect(sink.kept.map((row) => row.content)).toEqual(written);
        const lineStarts = sink.kept.map((row) => file.split(/\r\n|\n|\r/)[row.line - 1]?.split(',')[0]);
        expect(lineStarts).toEqual(written.map((row) => row.statement_id));
      }),
      { numRuns: 300 },
    ));

  test('a column that the format does not have is refused', () => {
    expect(() => writeCsv('care.statements', [{ statment_id: 'S1' }])).toThrow(
      'care.statements has no column statment_id',
    );
  });
});

describe('files as they come', () => {
  test('a row tells its person, day, key and time of recording', async () => {
    const { kept } = await readAs(events, `${header}\n${good}\n`);
    expect(kept).toEqual([
      {
        kind: 'care.significant_events',
        key: 'E1',
        line: 2,
        content: {
          event_id: 'E1',
          person_id: 'P1',
          event_date: '2024-03-01',
          event_type: 'debt',
          recorded_at: '2024-03-02T09:00:00Z',
        },
        people: [{ role: 'subject', id: 'P1' }],
        happened: { from: '2024-03-01', to: '2024-03-01' },
        recordedAt: '2024-03-02T09:00:00.000Z',
      },
    ]);
  });

  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('lines that end in %s, a byte order mark, blank lines, no last line end', async (_, end) => {
    const { kept, held } = await readAs(
      events,
      [`\uFEFF${header}`, '', good, ',,,,,', good.replace('E1', 'E2')].join(end),
    );
    expect(held).toEqual([]);
    expect(kept.map((row) => [row.key, row.line])).toEqual([
      ['E1', 3],
      ['E2', 5],
    ]);
  });

  test('a line number counts the line ends inside quotation marks', async () => {
    const rows = [`${header}`, 'E1,P1,2024-03-01,debt,"one\ntwo\nthree",', good.replace('E1', 'E2')].join(
      '\n',
    );
    const { kept } = await readAs(events, rows);
    expect(kept.map((row) => row.line)).toEqual([2, 5]);
  });

  test('header names in any case and spacing; more columns are kept', async () => {
    const { kept } = await readAs(
      events,
      ' EVENT_ID ,Person_ID,event_date,event_type,Local Code\nE1,P1,01/03/2024,debt,x7\n',
    );
    expect(kept[0]?.content).toEqual({
      event_id: 'E1',
      person_id: 'P1',
      event_date: '01/03/2024',
      event_type: 'debt',
      'Local Code': 'x7',
    });
    expect(kept[0]?.recordedAt).toBeNull();
  });

  test('a column may be called as objects’ own things are', async () => {
    const { kept } = await readAs(
      events,
      `${header},__proto__,constructor\n${good},a,b\n${good.replace('E1', 'E2')},,\n`,
    );
    const own = Object.entries(kept[0]?.content ?? {});
    expect(own).toContainEqual(['__proto__', 'a']);
    expect(own).toContainEqual(['constructor', 'b']);
    expect(kept).toHaveLength(2);
  });

  test('the manifest may name other key columns', async () => {
    const { kept } = await readAs(events, `${header}\n${good}\n`, ['person_id', 'event_date']);
    expect(kept[0]?.key).toBe('P1|2024-03-01');
  });

  test('an open involvement has no last day; one without a start has no days', async () => {
    const { kept } = await readAs(
      formatNamed('care.relationships'),
      `relationship_id,person_id,other_person_id,relationship,start_date,end_date
R1,P1,P2,parent,2010-01-05,
R2,P2,P3,former partner,,2009-01-01
`,
    );
    expect(kept.map((row) => row.happened)).toEqual([{ from: '2010-01-05', to: null }, null]);
    expect(kept[0]?.people).toEqual([
      { role: 'subject', id: 'P1' },
      { role: 'other', id: 'P2' },
    ]);
  });

  test('an occurrence over several days ends on the last; an outcome outside the list is kept', async () => {
    const { kept } = await readAs(
      formatNamed('police.occurrences'),
      `occurrence_no,nominal_id,role,occurred_from,occurred_to,offence_type,outcome
O1,N1,Suspect,2024-03-01,2024-03-03,violence,
O1,N2,victim,2024-03-01,,violence,sent home
`,
    );
    expect(kept.map((row) => [row.key, row.happened])).toEqual([
      ['O1|N1|suspect', { from: '2024-03-01', to: '2024-03-03' }],
      ['O1|N2|victim', { from: '2024-03-01', to: '2024-03-01' }],
    ]);
  });
});

describe('rows that are held back, each with its place', () => {
  const at = (column: string | null, value: string | null, key: string | null = 'E2', line = 3) => ({
    kept: 1,
    held: [{ key, line, column, value }],
  });
  test.each<[string, string, ReturnType<typeof at>]>([
    ['too few fields', 'E2,P1,2024-03-01', at(null, null)],
    ['too many fields', 'E2,P1,2024-03-01,debt,a,2024-03-02,b', at(null, null)],
    ['no key', ',P1,2024-03-01,debt,,', at('event_id', null, null)],
    ['NULL for a key', 'NULL,P1,2024-03-01,debt,,', at('event_id', null, null)],
    ['no person', 'E2, ,2024-03-01,debt,,', at('person_id', null)],
    ['no day where one is needed', 'E2,P1,,debt,,', at('event_date', null)],
    ['an impossible day', 'E2,P1,31/02/2024,debt,,', at('event_date', '31/02/2024')],
    ['an unknown code', 'E2,P1,2024-03-01,tax,,', at('event_type', 'tax')],
    ['a bad time of recording', 'E2,P1,2024-03-01,debt,,soon', at('recorded_at', 'soon')],
    ['another row with the same key', 'E1,P1,2024-03-01,debt,more,', at(null, 'E1', 'E1')],
  ])('%s', async (_, row, expected) => {
    expect(await faultOf(`${good}\n${row}`)).toEqual(expected);
  });

  test('every row held has a reason and a remedy', async () => {
    const { held } = await readAs(
      events,
      `${header}\n${good}\nE2,P1,31/02/2024,debt,,\nE3,P1,2024-03-01,tax,,\nE1,P9,2024-03-01,debt,,\n`,
    );
    expect(held.map((row) => [row.reason, row.remedy])).toEqual([
      [
        'event_date is not a day, a month or a year.',
        'Send a day as 2024-03-31 or 31/03/2024, a month as 2024-03 or March 2024, a year as 2024.',
      ],
      [
        'event_type is not one of its codes.',
        'Send one of: school-exclusion, poor-attendance, pregnancy, rent-arrears, debt, neighbour-dispute, house-move, bereavement, substance-misuse, good-news, family-event.',
      ],
      [
        'Line 2 gives a row with the same key and other content.',
        'Send one row for this key, or give each row a key of its own.',
      ],
    ]);
    expect(held[0]?.content).toEqual({
      event_id: 'E2',
      person_id: 'P1',
      event_date: '31/02/2024',
      event_type: 'debt',
    });
  });

  test('a row repeated word for word is one row, not held', async () => {
    expect(await faultOf(`${good}\n${good}`)).toEqual({ kept: 1, held: [] });
  });

  test('quotation marks that do not pair up', async () => {
    const { kept, held } = await readAs(
      events,
      `${header}\n${good}\nE2,P1,2024-03-01,debt,"a "b" c",\nE3,P1,2024-03-01,debt,"never closed,\n`,
    );
    expect(kept.map((row) => row.key)).toEqual(['E1']);
    expect(held.map((row) => row.line)).toEqual([3, 4]);
    expect(held[0]?.reason).toContain('quotation marks do not pair up');
  });

  test('quotation marks that pair up over several rows', async () => {
    const { kept, held } = await readAs(
      events,
      `${header}\nE1,P1,2024-03-01,debt,"a,\nE2,P1,2024-03-01,debt,,\nE3,P1,2024-03-01,debt,b",\n${good.replace('E1', 'E4')}\n`,
    );
    expect(kept.map((row) => row.key)).toEqual(['E4']);
    expect(held).toMatchObject([{ key: 'E1', line: 2, uncertain: true }]);
    expect(held[0]?.reason).toBe('A field between quotation marks holds what look like other rows.');
  });

  test('an end before its start', async () => {
    const { kept, held } = await readAs(
      formatNamed('ssd.cin_plans'),
      `cinp_cin_plan_id,cinp_person_id,cinp_cin_plan_start_date,cinp_cin_plan_end_date
1,P1,2024-03-02,2024-03-01
2,P1,2024-03-02,2024-03-02
`,
    );
    expect(kept.map((row) => row.key)).toEqual(['2']);
    expect(held).toMatchObject([{ line: 2, column: 'cinp_cin_plan_end_date', value: '2024-03-01' }]);
  });

  test('an address that opens like JSON and is not', async () => {
    const { kept, held } = await readAs(
      formatNamed('ssd.address'),
      `addr_table_id,addr_address_json,addr_person_id,addr_address_start_date
1,"{""HOUSE"":""14"",""STREET"":""Mill Lane""}",P1,2024-03-01
2,"{HOUSE: 14}",P1,2024-03-01
3,"14 Mill Lane, Ashmere",P1,2024-03-01
`,
    );
    expect(kept.map((row) => row.people[0]?.identity)).toEqual([
      { address: '14 Mill Lane' },
      { address: '14 Mill Lane, Ashmere' },
    ]);
    expect(held).toMatchObject([{ line: 3, column: 'addr_address_json' }]);
  });

  test('a questionable value that can be kept is kept', async () => {
    const { kept, held } = await readAs(
      formatNamed('ssd.person'),
      'pers_person_id,pers_dob,pers_sex,pers_expected_dob,pers_send_flag,pers_nhs_number\nP1,1899-01-01,?,31/02/2024,maybe,12\n',
    );
    expect(held).toEqual([]);
    expect(kept[0]?.people).toEqual([{ role: 'subject', id: 'P1', identity: { birthDate: '1899-01-01' } }]);
    expect(kept[0]?.content.pers_expected_dob).toBe('31/02/2024');
  });
});

describe('values that are too long', () => {
  const nominals = formatNamed('police.nominals');
  const nominalHeader = 'nominal_id,surname,forename,date_of_birth,address';
  const held = async (row: string) => {
    const sink = await readAs(nominals, `${nominalHeader}\n${row}\nN9,Hart,Dawn,,\n`);
    expect(sink.kept.map(({ key }) => key)).toEqual(['N9']);
    return sink.held;
  };
  const long = (length: number) => 'x'.repeat(length);

  test.each([
    ['a key', `${long(201)},Hart,Dawn,,`, null, 'nominal_id is longer than 200 characters.'],
    ['a name', `N1,${long(501)},Dawn,,`, 'N1', 'surname is longer than 500 characters.'],
    ['an address', `N1,Hart,Dawn,,${long(501)}`, 'N1', 'address is longer than 500 characters.'],
  ])('%s holds its row', async (_, row, key, reason) =>
    expect(await held(row)).toMatchObject([{ key, reason, remedy: expect.stringMatching(/shorter/) }]),
  );

  test('a person’s number holds its row', async () => {
    const { kept, held } = await readAs(events, `${header}\n${good.replace('P1', long(201))}\n`);
    expect(kept).toEqual([]);
    expect(held).toMatchObject([{ key: 'E1', column: 'person_id' }]);
  });

  test('columns that are not too long can make a key that is', async () => {
    const { held } = await readAs(
      events,
      `${header}\n${good.replace('P1', long(150)).replace('E1', long(150))}\n`,
      ['event_id', 'person_id'],
    );
    expect(held).toMatchObject([
      { key: null, column: null, reason: 'Its key is longer than 200 characters.' },
    ]);
  });

  test('a row of broken outline has no key that is too long', async () => {
    const { held } = await readAs(events, `${header}\n${long(300)},P1\n`);
    expect(held).toMatchObject([{ key: null, uncertain: true }]);
  });

  test('an address is measured as it reads, not as JSON', async () => {
    const json = JSON.stringify({ STREET: 'Mill Lane', NOTE: long(600) }).replaceAll('"', '""');
    const { kept } = await readAs(
      formatNamed('ssd.address'),
      `addr_table_id,addr_address_json,addr_person_id,addr_address_start_date\n1,"${json}",P1,2024-03-01\n`,
    );
    expect(kept).toHaveLength(1);
  });

  test('one that took in other lines makes it uncertain which rows are there', async () => {
    const rows = await held(
      `N1,Hart,Dawn,,"${Array.from({ length: 60 }, (_, at) => `N${at},Hart,Dawn,,`).join('\n')}"`,
    );
    expect(rows).toMatchObject([{ column: 'address', uncertain: true }]);
  });
});

describe('days of far-off years', () => {
  const plans = formatNamed('ssd.cin_plans');
  const planHeader =
    'cinp_cin_plan_id,cinp_person_id,cinp_cin_plan_start_date,cinp_cin_plan_end_date,recorded_at';

  test.each(['9999-12-31', '31/12/9999', '9999-12-31 00:00:00.000', '9999-12-31T23:59:59Z'])(
    'an end of %s means that it has not come',
    async (end) => {
      const { kept, held } = await readAs(plans, `${planHeader}\n1,P1,2024-03-02,${end},\n`);
      expect(held).toEqual([]);
      expect(kept[0]?.happened).toEqual({ from: '2024-03-02', to: null });
      const values = valuesOf('ssd.cin_plans', kept[0]?.content ?? {});
      expect(values.cinp_cin_plan_end_date).toBeNull();
      expect(kept[0]?.content.cinp_cin_plan_end_date).toBe(end);
    },
  );

  test('an occurrence whose last day is 9999-12-31 happened on its first', async () => {
    const { kept } = await readAs(
      formatNamed('police.occurrences'),
      'occurrence_no,nominal_id,role,occurred_from,occurred_to,offence_type\nO1,N1,victim,2024-03-01,9999-12-31,theft\n',
    );
    expect(kept[0]?.happened).toEqual({ from: '2024-03-01', to: '2024-03-01' });
  });

  test.each([
    ['a start', '1,P1,9999-12-31,,', 'cinp_cin_plan_start_date'],
    ['a start long ago', '1,P1,1753-01-01,,', 'cinp_cin_plan_start_date'],
    ['another end', '1,P1,2024-03-02,2999-12-31,', 'cinp_cin_plan_end_date'],
    ['a time of recording', '1,P1,2024-03-02,,9999-12-31T00:00:00Z', 'recorded_at'],
  ])('%s is held back', async (_, row, column) => {
    const { kept, held } = await readAs(plans, `${planHeader}\n${row}\n`);
    expect(kept).toEqual([]);
    expect(held).toMatchObject([
      {
        column,
        reason: `${column} has a year before 1850 or after 2200.`,
        remedy: expect.stringMatching(/9999-12-31/),
      },
    ]);
  });

  test('a day of birth is held back; a day that nobody uses is kept and reads as nothing', async () => {
    const { kept, held } = await readAs(
      formatNamed('ssd.person'),
      'pers_person_id,pers_dob,pers_expected_dob\nP1,9999-12-31,\nP2,,9999-12-31\n',
    );
    expect(held).toMatchObject([{ key: 'P1', column: 'pers_dob' }]);
    expect(valuesOf('ssd.person', kept[0]?.content ?? {}).pers_expected_dob).toBeNull();
  });
});

describe('files that are refused whole', () => {
  const refused = async (content: string | Uint8Array, key?: readonly string[]) => {
    const error: unknown = await readAs(events, content, key).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnreadableFile);
    return error as UnreadableFile;
  };

  test('a needed column is missing', async () => {
    const error = await refused('event_id,person_id,event_type\nE1,P1,debt\n');
    expect(error.reason).toBe('The header has no event_date, which care.significant_events needs.');
    expect(error.line).toBe(1);
  });

  test('a key column that the manifest names is missing', async () => {
    expect((await refused(`${header}\n${good}\n`, ['crime_no'])).reason).toContain('crime_no');
  });

  test('a column stands twice', async () => {
    expect((await refused(`${header},NOTE\n${good},x\n`)).reason).toBe('The header has note twice.');
  });

  test('there is no header', async () => {
    expect((await refused('\n\n')).reason).toBe('The file has no header row.');
  });

  test('it begins as UTF-8 and is not', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${header}\n${good.replace(',,', ',Siân,')}\nE2,P1,2024-03-01,debt,`),
      Buffer.from([0xe9, 0x0a]),
    ]);
    expect(await refused(bytes)).toMatchObject({ line: 3, reason: 'A character is not written in UTF-8.' });
  });

  test('it is not there', async () => {
    const error: unknown = await events
      ?.read('/nowhere/at-all.csv', memory())
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ reason: 'The file cannot be opened (ENOENT).' });
  });

  test('a quotation mark is opened and swallows the file', async () => {
    const error = await refused(`${header}\n${good}\nE2,P1,2024-03-01,debt,"${'x'.repeat(5_000_000)}`);
    expect(error).toMatchObject({ line: 3, reason: 'The row that begins here does not end.' });
  });
});

test('a file is recognised by its header row', async () => {
  const nameOf = (content: string | Uint8Array) =>
    withFile('x.csv', content, async (path) => (await recognise(path))?.name);
  expect(await nameOf(`\uFEFF${header.toUpperCase()}\n`)).toBe('care.significant_events');
  expect(await nameOf('a,b,c\n1,2,3\n')).toBeUndefined();
  expect(await nameOf('')).toBeUndefined();
  expect(await nameOf(Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe, 0x80]))).toBeUndefined();
});
