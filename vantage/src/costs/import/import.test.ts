import { existsSync, readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { publishedCosts } from '../unit-costs.ts';
import type { Cells } from './cells.ts';
import { lettersOf } from './cells.ts';
import { levelsIn } from './levels.ts';
import { outturnIn, outturnPrices } from './outturn.ts';
import { pricesIn } from './unit-prices.ts';

const sheetOf = (text: string, sheet?: string): Cells => ({
  sheet,
  rows: Papa.parse<string[]>(text).data.flatMap((fields, at) =>
    fields.some((field) => field !== '') ? [{ line: at + 1, fields }] : [],
  ),
});

test('columns have the letters that spreadsheets give them', () => {
  expect([0, 7, 25, 26, 701, 702].map(lettersOf)).toEqual(['A', 'H', 'Z', 'AA', 'ZZ', 'AAA']);
});

describe('a table of price levels', () => {
  const levels = (text: string) => levelsIn([sheetOf(text)]);

  test('is read by its headings, years written in any of the usual ways, titles above', () => {
    expect(
      levels('Made up\n\nFinancial year,GDP deflator\n2023-24,96.5\n2024/25,"100"\n\n2025-2026,102.1\n'),
    ).toEqual({ '2023-24': 96.5, '2024-25': 100, '2025-26': 102.1 });
  });

  test.each([
    ['2024-26,100', /^Row 3, column A: “2024-26” is no financial year/],
    ['2024-25,', /^Row 3, column B: nothing is no price level/],
    ['2024-25,-1', /column B: “-1”/],
    ['2023-24,99', /column A: “2023-24” is a year that has stood before/],
  ])('%s is refused, and the cell named', (row, says) => {
    expect(() => levels(`year,level\n2023-24,96\n${row}\n`)).toThrow(says);
  });

  test('without its columns is none', () => {
    expect(() => levels('a,b\n1,2\n')).toThrow(/no table of price levels/);
  });
});

describe('a table of unit costs', () => {
  test('puts amounts in the place of those with its codes; others are counted', () => {
    const text =
      'Code,Description,Unit cost,Price year\nSS5.0.7,Section 47,"£1,020.50",2025/26\nXX1.0,Other,5,2025/26\n';
    const { prices, others, without } = pricesIn([sheetOf(text)], 'Edition 3');
    expect(prices).toEqual([
      {
        key: 's47-enquiry',
        pence: 102_050,
        lowPence: 81_640,
        highPence: 122_460,
        range: 'ours',
        priceYear: '2025-26',
        source: 'Edition 3, SS5.0.7',
        grade: 'A',
        place: 'row 2, column C',
        described: 'Section 47',
      },
    ]);
    expect(others).toBe(1);
    expect(without).toContainEqual({ key: 'assessment', why: 'the file has no SS5.0.2' });
  });

  test('of long ago is official, and dated', () => {
    const grade = (year: string) =>
      pricesIn([sheetOf(`code,cost,year\nSS5.0.7,511,${year}\n`)], 'x').prices[0]?.grade;
    expect(['2008/09', '2018-19', '2019-20', '2024-25'].map(grade)).toEqual(['C', 'C', 'A', 'A']);
  });

  test('gives its own range where it has one', () => {
    const { prices } = pricesIn(
      [sheetOf('code,cost,low,high,year\nCR7.9,1,1,1,2024-25\nCR1.1,50,40,70,2024-25\n')],
      'x',
    );
    expect(prices).toMatchObject([{ lowPence: 4000, pence: 5000, highPence: 7000, range: 'published' }]);
  });

  test.each([
    ['SS5.0.1,,2024-25', /^Row 3, column B: nothing is no amount above nought/],
    ['SS5.0.1,n/a,2024-25', /^Row 3, column B: “n\/a” is no amount above nought/],
    ['SS5.0.1,186,soon', /^Row 3, column C: “soon” is no financial year of prices/],
    [
      'SS5.0.7,1,2024-25',
      /^Row 3, column A: “SS5.0.7” is a code that has another amount or year in row 2, column B/,
    ],
    ['SS5.0.1,0,2024-25', /^Row 3, column B: “0”/],
  ])('%s is refused, and the cell named', (row, says) => {
    expect(() => pricesIn([sheetOf(`code,cost,year\nSS5.0.7,1020,2024-25\n${row}\n`)], 'x')).toThrow(says);
  });

  test('with no code that is used is refused', () => {
    expect(() => pricesIn([sheetOf('code,cost,year\nXX1.0,5,2024-25\n')], 'x')).toThrow(
      /no unit cost that is used/,
    );
  });
});

/** As the sheets of the Greater Manchester workbook are laid out: headings over two rows, codes in C, the original amount in H and its year in I, the amount of today in J. */
const theme = (...rows: string[]) =>
  sheetOf(
    [
      'Outcome,Outcome,Code,Cost/saving detail,Unit,Agency bearing the cost,,Fiscal,,',
      'category,detail,,,,1,2,Estimated cost,Year,Updated cost',
      ...rows,
    ].join('\n'),
    'Social Services',
  );
const introduction = sheetOf('Made up\nCreative Commons,see SS5.0.1 for an example\n', 'Introduction');

describe('the Greater Manchester workbook', () => {
  test('is read as it is: codes, original amounts and their years, whatever its headings say', () => {
    const sheets = [
      introduction,
      theme(
        'SOCIAL,CHILDREN IN NEED,SS5.0.1,Contact and referral,Per process,Local Authority,Social Services,200,2022/23,£215',
        ',,SS5.0.7,Section 47 enquiry,Per process,Local Authority,,550.5,2022/23,£590',
        ',,SS9.9.9,Another,Per process,Local Authority,,n/a,,',
      ),
    ];
    const { prices, others } = pricesIn(sheets, 'Edition 3');
    expect(
      prices.map(({ key, pence, priceYear, described, place }) => [key, pence, priceYear, described, place]),
    ).toEqual([
      [
        'contact-and-referral',
        20_000,
        '2022-23',
        'Contact and referral',
        'sheet Social Services, row 3, column H',
      ],
      ['s47-enquiry', 55_050, '2022-23', 'Section 47 enquiry', 'sheet Social Services, row 4, column H'],
    ]);
    expect(others).toBe(1);
  });

  test('with something else in an amount is refused by sheet, row, column and value', () => {
    expect(() =>
      pricesIn(
        [theme(',,SS5.0.1,Contact,Per process,,,about 200,2022/23,', ',,SS5.0.7,x,x,,,550,2022/23,')],
        'x',
      ),
    ).toThrow('Sheet Social Services, row 3, column H: “about 200” is no amount above nought.');
  });

  test('without years right of its codes is refused', () => {
    expect(() => pricesIn([theme(',,SS5.0.1,Contact,Per process,,,200,,')], 'x')).toThrow(
      /Sheet Social Services has codes in column C, and right of them no column of financial years/,
    );
  });
});

/** Table A1 as councils publish it, amounts made up. */
const tableA1 = (more = '', title = 'Section 251 outturn 2024 – 25: Table A1') =>
  sheetOf(
    `${title}
CHILDREN'S AND YOUNG PEOPLE'S SERVICES,OWN PROVISION,PRIVATE,OTHER PUBLIC,VOLUNTARY,TOTAL EXPENDITURE,INCOME
,(a),(b),(c),(d),(k),(l)
CHILDREN LOOKED AFTER
3.1.1 Residential care,"£2,000,000.00","£6,000,000.00",£0.00,£0.00,"£8,000,000.00",£0.00
3.1.2a Fostering services (excluding fees),1,1,0,0,"£3,000,000.00",0
3.1.2b Fostering services (fees and allowances for LA foster carers),1,1,0,0,"£2,000,000.00",0
3.1.11 Total Children Looked After,1,1,0,0,"£30,000,000.00",0
3.3.1 Social work (including LA functions in relation to child protection),1,1,0,0,"£9,000,000.00",0
3.3.2 Commissioning and Children's Services Strategy,1,1,0,0,"£1,000,000.00",0
${more}`,
    'A1',
  );
const activity = { inNeed: 1000, inCare: 300, fostered: 200, residentialDays: 7300, inResidential: 25 };

describe('a section 251 outturn', () => {
  test('comes to a price a week for each of what the records tell of, to the nearest £5', () => {
    const outturn = outturnIn([tableA1()]);
    expect(outturn.year).toBe('2024-25');
    const { prices, without } = outturnPrices(outturn, activity, 'Outturn');
    // £8m / 7,300 x 7; £5m / 200 / 365 x 7; £30m / 300 / 365 x 7; £10m / 1,000 / 365 x 7.
    expect(Object.fromEntries(prices.map(({ key, pence }) => [key, pence / 100]))).toEqual({
      'childrens-home-week': 7670,
      'foster-week': 480,
      'looked-after-week': 1920,
      'child-in-need-week': 190,
    });
    expect(prices[1]).toMatchObject({
      lowPence: 38_400,
      highPence: 57_600,
      range: 'ours',
      priceYear: '2024-25',
      place: 'sheet A1, row 6, column F and row 7',
      source: 'Outturn: lines 3.1.2, £5,000,000, by 200 children in foster care at its end, 2024-25',
    });
    expect(without).toEqual([]);
  });

  test('does not divide by 1 to 5 people, whose number the price would tell', () => {
    const { prices, without } = outturnPrices(outturnIn([tableA1()]), { ...activity, inResidential: 5 }, 'x');
    expect(prices.map(({ key }) => key)).not.toContain('childrens-home-week');
    expect(without).toEqual([
      {
        key: 'childrens-home-week',
        why: expect.stringMatching(/too few days in residential care .* in 2024-25/),
      },
    ]);
  });

  test('in thousands is read in thousands', () => {
    const outturn = outturnIn([tableA1('', 'Outturn 2024-25, £000')]);
    expect(outturn.lines.get('3.1.1')?.pence).toBe(800_000_000_000);
  });

  test('a line in whole and in parts counts once', () => {
    const whole = tableA1('3.1.2 Fostering services,1,1,0,0,"£5,000,000.00",0');
    expect(outturnIn([whole]).lines.get('3.1.2')?.pence).toBe(500_000_000);
    const twice = tableA1('3.1.1 Residential care,1,1,0,0,5,0');
    expect(() => outturnIn([twice])).toThrow(
      'Sheet A1, row 11, column F: “5” is the amount of line 3.1.1, which has stood before.',
    );
  });

  test('with another line under a number, without an amount, a year or the table is refused', () => {
    const cells = (from: string, to: string) => {
      const sheet = tableA1();
      return [
        {
          ...sheet,
          rows: sheet.rows.map((row) => ({
            ...row,
            fields: row.fields.map((one) => (one === from ? to : one)),
          })),
        },
      ];
    };
    expect(() => outturnIn(cells('3.1.1 Residential care', '3.1.1 Adoption services'))).toThrow(
      'Sheet A1, row 5, column A: “3.1.1 Adoption services” is not what line 3.1.1 is called.',
    );
    expect(() => outturnIn(cells('£8,000,000.00', 'tbc'))).toThrow(
      'Sheet A1, row 5, column F: “tbc” is no amount.',
    );
    expect(() => outturnIn([tableA1('', 'Table A1')])).toThrow(/does not say of which financial year/);
    expect(outturnIn([tableA1('', 'Table A1')], '2023-24').year).toBe('2023-24');
    expect(() => outturnIn([introduction])).toThrow(/No sheet has the lines of Table A1/);
  });
});

const curated = new URL('../../../../../shared/data/costs/unit-costs-curated.csv', import.meta.url);
const full = new URL('../../../../../shared/data/costs/gmca-unit-costs-full.json', import.meta.url);

test('the unit costs are those of the tables that they name', ({ skip }) => {
  if (!existsSync(curated) || !existsSync(full)) return skip('the published tables are not here');
  const listed = Papa.parse<Record<string, string>>(readFileSync(curated, 'utf8'), { header: true }).data;
  const byRef = new Map(listed.map((row) => [row.source_ref, row]));
  const coded = publishedCosts.filter((cost) => cost.code !== undefined);
  expect(coded.length).toBeGreaterThan(10);
  for (const { code, pence, priceYear } of coded) {
    const row = byRef.get(code);
    expect([code, row?.value_gbp && Math.round(Number(row.value_gbp) * 100), row?.price_year]).toEqual([
      code,
      pence,
      priceYear,
    ]);
  }
  for (const measure of ['SWFinance', 'FosteringFinance', 'RescareFinance', 'LACFinance']) {
    const row = byRef.get(`LAIT ${measure}`);
    const cost = publishedCosts.find((one) => one.source.endsWith(measure));
    expect([measure, Number(row?.value_gbp) * 100]).toEqual([measure, cost?.pence]);
  }
});
