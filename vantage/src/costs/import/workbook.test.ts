import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { publishedCosts } from '../unit-costs.ts';
import type { Cells } from './cells.ts';
import { pricesIn } from './unit-prices.ts';

const full = new URL('../../../../../shared/data/costs/gmca-unit-costs-full.json', import.meta.url);

type Entry = {
  code: string;
  category: string | null;
  detail: string | null;
  description: string;
  unit: string | null;
  agency: string | null;
  agency_detail: string | null;
  cost_gbp: number;
  source_detail?: string;
};

test('the entries of the published edition, laid out as its workbook lays them out, give the prices that are here', ({
  skip,
}) => {
  if (!existsSync(full)) return skip('the published table is not here');
  const { categories } = JSON.parse(readFileSync(full, 'utf8')) as {
    categories: Record<string, { sheet: string; entries: Entry[] }>;
  };
  const sheets = Object.values(categories).map(
    ({ sheet, entries }): Cells => ({
      sheet,
      rows: entries.map((one, at) => ({
        line: at + 3,
        fields: [
          one.category ?? '',
          one.detail ?? '',
          one.code,
          one.description,
          one.unit ?? '',
          one.agency ?? '',
          one.agency_detail ?? '',
          String(one.cost_gbp),
          one.source_detail ?? '',
        ],
      })),
    }),
  );
  const { prices, others, without } = pricesIn(sheets, 'v1.4');
  expect(others).toBeGreaterThan(600);
  const coded = publishedCosts.filter(({ code }) => code !== undefined);
  expect(without).toEqual([]);
  expect(prices.map(({ key, pence, priceYear }) => [key, pence, priceYear]).sort()).toEqual(
    coded.map(({ key, pence, priceYear }) => [key, pence, priceYear]).sort(),
  );
});
