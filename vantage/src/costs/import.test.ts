import { existsSync, readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { levelsIn, pricesIn } from './import.ts';
import { publishedCosts } from './unit-costs.ts';

describe('a table of price levels', () => {
  test('is read by its headings, years written in any of the usual ways', () => {
    expect(
      levelsIn('\uFEFFFinancial year,GDP deflator\n2023-24,96.5\n2024/25,"100"\n2025-2026,102.1\n'),
    ).toEqual({
      '2023-24': 96.5,
      '2024-25': 100,
      '2025-26': 102.1,
    });
  });

  test('with a year that is none, twice, or without a level is refused, and the row named', () => {
    for (const row of ['2024-26,100', '2024,100', '2024-25,', '2024-25,-1', '2023-24,99'])
      expect(() => levelsIn(`year,level\n2023-24,96\n${row}\n`), row).toThrow(/Row 3/);
  });
});

describe('a table of unit costs', () => {
  test('puts amounts in the place of those with its codes; others are left out', () => {
    const text =
      'Code,Description,Unit cost,Price year\nSS5.0.7,Section 47,"£1,020.50",2025/26\nXX1,Other,5,2025/26\n';
    expect(pricesIn(text, 'Edition 3')).toEqual([
      {
        key: 's47-enquiry',
        pence: 102_050,
        lowPence: 81_640,
        highPence: 122_460,
        range: 'ours',
        priceYear: '2025-26',
        source: 'Edition 3, SS5.0.7',
        grade: 'A',
      },
    ]);
  });

  test('gives its own range where it has one', () => {
    const text = 'code,cost,low,high,year\nCR7,1,1,1,2024-25\nCR1.1,50,40,70,2024-25\n';
    expect(pricesIn(text, 'x')).toMatchObject([
      { lowPence: 4000, pence: 5000, highPence: 7000, range: 'published' },
    ]);
  });

  test('without an amount or a year, with a code twice, or with no code that is used is refused', () => {
    const with2 = (row: string) => `code,cost,year\nSS5.0.7,1020,2024-25\n${row}\n`;
    for (const row of ['SS5.0.1,,2024-25', 'SS5.0.1,186,soon', 'SS5.0.7,1,2024-25', 'SS5.0.1,0,2024-25'])
      expect(() => pricesIn(with2(row), 'x'), row).toThrow(/Row 3/);
    expect(() => pricesIn('code,cost,year\nXX1,5,2024-25\n', 'x')).toThrow(/no unit cost that is used/);
  });
});

const curated = new URL('../../../../shared/data/costs/unit-costs-curated.csv', import.meta.url);
const full = new URL('../../../../shared/data/costs/gmca-unit-costs-full.json', import.meta.url);

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
