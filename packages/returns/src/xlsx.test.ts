import { describe, expect, test } from 'vitest';
import { formatNamed, recognise, UnreadableFile } from './index.ts';
import { sheetsOf } from './tables.ts';
import { memory, withFile, zipped } from './testing.ts';
import { dayOfSerial, plainNumber, showsTime } from './xlsx-cells.ts';

/*
 * Workbooks written by hand to ECMA-376. Counts of days are those that spreadsheets show: 45352 is 1 March 2024
 * (25569 is 1 January 1970, and 19783 days lie between them).
 */
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

type Options = { shared?: string; styles?: string; properties?: string };

function workbook(
  sheets: Record<string, string>,
  { shared = '', styles = '', properties = '' }: Options = {},
) {
  const names = Object.keys(sheets);
  return zipped({
    ...Object.fromEntries(
      Object.values(sheets).map((rows, at) => [
        `xl/worksheets/s${at}.xml`,
        `<worksheet ${main}><sheetData>${rows}</sheetData></worksheet>`,
      ]),
    ),
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
      ${names.map((_, at) => `<Relationship Id="r${at}" Type="${office}/worksheet" Target="worksheets/s${at}.xml"/>`).join('')}
      <Relationship Id="rs" Type="${office}/sharedStrings" Target="/xl/strings.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook ${main} xmlns:r="${office}">${properties}<sheets>
      ${names.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="r${at}"/>`).join('')}</sheets></workbook>`,
    'xl/strings.xml': `<sst ${main}>${shared}</sst>`,
    'xl/styles.xml': `<styleSheet ${main}>${styles}</styleSheet>`,
  });
}

const rowsOf = (bytes: Buffer) =>
  withFile('x.xlsx', bytes, async (path) => {
    const sheets: Record<string, [number, readonly string[]][]> = {};
    for await (const { name = '', rows } of sheetsOf(path)) {
      sheets[name] = [];
      for await (const batch of rows) for (const { line, fields } of batch) sheets[name].push([line, fields]);
    }
    return sheets;
  });

const dated =
  '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>';

describe('what a cell says', () => {
  test('texts, numbers, days, results, errors, and cells that are left out', async () => {
    const cells = `<row r="3">
      <c r="A3" t="s"><v>1</v></c><c r="C3"><v>45352</v></c><c r="D3" s="1"><v>45352</v></c>
      <c r="E3" s="2"><f>D3+1</f><v>45353.75</v></c><c r="F3" t="inlineStr"><is><r><t>Si</t></r><r><t>ân</t></r></is></c>
      <c r="G3" t="b"><v>1</v></c><c r="H3" t="e"><v>#N/A</v></c><c r="I3" t="str"><f>A3</f><v>made</v></c>
      <c r="AA3"><v>0.10000000000000001</v></c><c r="AB3" t="s"><v>2</v></c></row>`;
    const shared =
      '<si><t>first</t></si><si><r><t>two </t></r><r><rPr><b/></rPr><t xml:space="preserve">runs</t></r><rPh sb="0" eb="1"><t>reading</t></rPh></si><si><t>third</t></si>';
    const { Sheet: [row] = [] } = await rowsOf(workbook({ Sheet: cells }, { shared, styles: dated }));
    const expected = [
      'two runs',
      '',
      '45352',
      '2024-03-01',
      '2024-03-02T18:00:00',
      'Siân',
      'TRUE',
      '#N/A',
      'made',
      ...Array(17).fill(''),
      '0.1',
      'third',
    ];
    expect(row).toEqual([3, expected]);
  });

  test('rows and cells without references stand one after another', async () => {
    const cells = '<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r="7"><c><v>4</v></c></row><row/>';
    expect((await rowsOf(workbook({ S: cells }))).S).toEqual([
      [1, ['1', '', '3']],
      [7, ['4']],
      [8, []],
    ]);
  });

  test('a workbook that counts from 1904', async () => {
    const cells = '<row><c s="1"><v>43890</v></c></row>';
    // 43890 + 1462 = 45352.
    expect(
      (await rowsOf(workbook({ S: cells }, { styles: dated, properties: '<workbookPr date1904="1"/>' }))).S,
    ).toEqual([[1, ['2024-03-01']]]);
  });

  test.each<[number, boolean, string | undefined]>([
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [60, false, undefined],
    [61, false, '1900-03-01'],
    [25569, false, '1970-01-01'],
    [45352.999995, false, '2024-03-02'],
    [0.5, false, '12:00:00'],
    [0, true, '1904-01-01'],
    [-1, false, undefined],
    [9e9, false, undefined],
  ])('the count %d (from 1904: %s) is %s', (serial, from1904, day) =>
    expect(dayOfSerial(serial, from1904)).toBe(day),
  );

  test.each<[number, string | undefined, boolean]>([
    [0, undefined, false],
    [14, undefined, true],
    [22, undefined, true],
    [164, 'dd/mm/yyyy;@', true],
    [165, '[$-809]d mmmm yyyy', true],
    [166, '[h]:mm', true],
    [167, '"days" 0', false],
    [168, '[Red]0.00', false],
    [169, 'General', false],
    [170, '#,##0\\ "h"', false],
  ])('format %d %s shows a time: %s', (id, code, shows) => expect(showsTime(id, code)).toBe(shows));

  test.each([
    ['9212044', '9212044'],
    ['1.2E+10', '12000000000'],
    ['6.1382614647501708', '6.13826146475017'],
    ['4010232137123', '4010232137123'],
    ['-3', '-3'],
  ])('the number %s is written %s', (text, plain) => expect(plainNumber(text)).toBe(plain));
});

const inline = (values: readonly string[]) =>
  values.map((value) => (value === '' ? '<c/>' : `<c t="inlineStr"><is><t>${value}</t></is></c>`)).join('');
const row = (...values: string[]) => `<row>${inline(values)}</row>`;
const heads = ['event_id', 'person_id', 'event_date', 'event_type'];
const events = formatNamed('care.significant_events');

describe('a workbook is a table', () => {
  const bytes = workbook({
    'Read me': row('This workbook is about events'),
    'Spring 2024':
      row('Events of the spring') +
      row() +
      row(...heads) +
      row('E1', 'P1', '2024-03-01', 'debt') +
      row('E2', 'P1', '2024-03-41', 'debt'),
    'Summer 2024': row(...heads, '') + row('E3', 'P1', '2024-06-01', 'debt', '', 'a note'),
  });

  test('every sheet with its columns is read, titles and other sheets are passed over, and faults say sheet and line', () =>
    withFile('x.xlsx', bytes, async (path) => {
      expect((await recognise(path))?.name).toBe('care.significant_events');
      const sink = memory();
      await events?.read(path, sink);
      expect(sink.kept.map(({ key, sheet, line }) => [key, sheet, line])).toEqual([
        ['E1', 'Spring 2024', 4],
        ['E3', 'Summer 2024', 2],
      ]);
      expect(sink.kept[1]?.content['column 6']).toBe('a note');
      expect(sink.held).toMatchObject([
        {
          sheet: 'Spring 2024',
          line: 5,
          column: 'event_date',
          value: '2024-03-41',
          remedy: 'Send a day as 2024-03-31 or 31/03/2024, a month as 2024-03 or March 2024, a year as 2024.',
        },
      ]);
    }));

  test('a list of Annex A: its letters before codes, results that are missing, and a key told twice', () => {
    const list = [
      row('Child Unique ID', 'Gender', 'Date of Contact', 'Contact Source'),
      row('1', 'a) Male', '2024-03-01', 'Police'),
      row('2', '#N/A', '2024-03-01', 'Police'),
      row('#N/A', 'b) Female', '2024-03-01', 'Police'),
      row('1', 'a) Male', '2024-03-01', 'School'),
    ];
    return withFile('x.xlsx', workbook({ 'List 1': list.join('') }), async (path) => {
      const sink = memory();
      await formatNamed('annex-a')?.read(path, sink);
      expect(sink.kept.map(({ people }) => people)).toEqual([
        [{ role: 'subject', id: '1', identity: { sex: 'male' } }],
        [{ role: 'subject', id: '2' }],
      ]);
      expect(sink.held).toMatchObject([
        { sheet: 'List 1', line: 4, reason: 'Child Unique ID is empty.' },
        { sheet: 'List 1', line: 5, reason: 'Line 2 gives a row with the same key and other content.' },
      ]);
    });
  });

  const refused = (bytes: Buffer | string, name = 'care.significant_events') =>
    withFile('x.xlsx', bytes, async (path) => {
      const error: unknown = await formatNamed(name)
        ?.read(path, memory())
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UnreadableFile);
      return error as UnreadableFile;
    });

  test('one without the columns is refused, and says where they were looked for', async () => {
    expect(await refused(workbook({ Clients: row('event_id', 'person_id', 'event_type') }))).toMatchObject({
      sheet: 'Clients',
      line: 1,
      reason: 'The header has no event_date, which care.significant_events needs.',
    });
  });

  test('a list of Annex A that lacks a column refuses the workbook: nothing is left out in silence', async () => {
    const good = row('Child Unique ID', 'Date of Contact') + row('1', '2024-03-01');
    const error = await refused(
      workbook({ 'List 1': good, 'List 3': row('Child Unique ID', 'Referral Source') }),
      'annex-a',
    );
    expect(error).toMatchObject({
      sheet: 'List 3',
      reason: 'The header has no Date of Referral, which annex-a.list_3 needs.',
    });
  });

  test.each([
    ['no zip archive', Buffer.from('PK\x03\x04 and nothing more')],
    ['a zip archive of something else', zipped({ 'word/document.xml': '<w/>' })],
    ['a cell without end', workbook({ S: row('x'.repeat(1_500_000)) })],
    ['a sheet cut short', workbook({ S: '<row><c>' })],
  ])('%s is refused', async (_, bytes) => {
    expect((await refused(bytes)).reason).toMatch(
      /^(It is not a workbook that can be read|The workbook’s part .* is not well formed)/,
    );
    await withFile('x.xlsx', bytes, async (path) => expect(await recognise(path)).toBeUndefined());
  });
});
