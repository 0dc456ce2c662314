import type { Replaced } from '../prices.ts';
import { priceBase, publishedCosts } from '../unit-costs.ts';
import {
  type Cell,
  type Cells,
  cellAt,
  headingIn,
  lettersOf,
  notPrices,
  penceOf,
  placeInWords,
  wrongCell,
  yearOf,
} from './cells.ts';

/** A price read from a file, with where it stands there and what stands beside it. */
export type ReadPrice = Replaced['prices'][number] & {
  grade: 'A' | 'C';
  place: string;
  described: string;
};

/** What a file of prices comes to. */
export type ReadPrices = {
  prices: ReadPrice[];
  /** Entries of the file that nothing here is counted by. */
  others: number;
  /** What could have been read of such a file and was not, each with why. */
  without: { key: string; why: string }[];
};

const fifth = 0.2;
const code = /^[A-Z][A-Z&]{1,3}\d+(\.\d+){1,3}$/;
const remedy =
  'Give the amount in pounds and the financial year of its prices, such as 2024-25, each code once.';

/** Where a sheet has codes, amounts and the years of their prices. */
type Layout = { from: number; code: number; cost: number; year: number; low?: number; high?: number };

const simple = {
  code: /^(code|reference)$/i,
  cost: /^(unit )?(cost|value|price)( \(£\))?$/i,
  year: /^(price )?year$/i,
};

/**
 * Unit costs by the codes of the Greater Manchester database: its workbook as it is (edition 3, or one before), a sheet of
 * it saved as CSV, or a table with the columns "code", "cost" and "year", and perhaps "low" and "high". Amounts are in
 * pounds. Without "low" and "high" the range is a fifth either way.
 * @throws VantageError 'bad-input' that names the cell, where a code that is used has no amount or year, or has two; or
 * where none is used.
 */
export function pricesIn(sheets: readonly Cells[], source: string): ReadPrices {
  const known = new Map(
    publishedCosts.flatMap((cost) => (cost.code ? [[cost.code, cost.key] as const] : [])),
  );
  const found = new Map<string, ReadPrice>();
  let entries = 0;
  let unclear: string | undefined;
  for (const sheet of sheets) {
    const layout = layoutOf(sheet);
    if (layout === undefined) continue;
    if (typeof layout === 'string') {
      unclear ??= layout;
      continue;
    }
    for (const row of sheet.rows.slice(layout.from)) {
      const own = cellAt(sheet, row, layout.code);
      const key = known.get(own.text);
      if (code.test(own.text)) entries += 1;
      if (key === undefined) continue;
      const price = priceOf(sheet, row, layout, { key, source: `${source}, ${own.text}` });
      const before = found.get(key);
      if (before !== undefined && !isSame(before, price))
        throw wrongCell(own, `a code that has another amount or year in ${before.place}`, remedy);
      found.set(key, before ?? price);
    }
  }
  if (found.size === 0)
    throw notPrices(
      unclear ?? 'The file has no unit cost that is used here.',
      `Give the Greater Manchester workbook, or a table with the columns code, cost and year; codes that are used: ${[...known.keys()].join(', ')}.`,
    );
  return {
    prices: [...found.values()],
    others: Math.max(0, entries - found.size),
    without: [...known].flatMap(([used, key]) =>
      found.has(key) ? [] : [{ key, why: `the file has no ${used}` }],
    ),
  };
}

/** Prices of more than five years before those that spending is shown in are dated. */
const isCurrent = (year: string) => Number(year.slice(0, 4)) >= Number(priceBase.slice(0, 4)) - 5;
const isSame = (a: ReadPrice, b: ReadPrice) => a.pence === b.pence && a.priceYear === b.priceYear;

function priceOf(
  sheet: Cells,
  row: Cells['rows'][number],
  { code, cost, year, low, high }: Layout,
  named: { key: string; source: string },
): ReadPrice {
  const amount = cellAt(sheet, row, cost);
  const pence = amountOf(amount);
  const yearCell = cellAt(sheet, row, year);
  const priceYear = yearOf(yearCell.text);
  if (priceYear === undefined) throw wrongCell(yearCell, 'no financial year of prices', remedy);
  const ends = [low, high].map((column) => {
    const cell = column === undefined ? undefined : cellAt(sheet, row, column);
    return cell === undefined || cell.text === '' ? undefined : { cell, pence: amountOf(cell) };
  });
  const [least, most] = ends;
  if (least && least.pence > pence)
    throw wrongCell(least.cell, `more than the cost of ${amount.text}`, remedy);
  if (most && most.pence < pence) throw wrongCell(most.cell, `less than the cost of ${amount.text}`, remedy);
  return {
    ...named,
    pence,
    lowPence: least?.pence ?? Math.round(pence * (1 - fifth)),
    highPence: most?.pence ?? Math.round(pence * (1 + fifth)),
    range: least && most ? 'published' : 'ours',
    priceYear,
    grade: isCurrent(priceYear) ? 'A' : 'C',
    place: placeInWords(amount),
    described: cellAt(sheet, row, code + 1).text,
  };
}

function amountOf(cell: Cell): number {
  const pence = penceOf(cell.text);
  if (pence === undefined || pence === 0) throw wrongCell(cell, 'no amount above nought', remedy);
  return pence;
}

/**
 * A table with plain headings says where its columns are. The Greater Manchester sheets have headings over several rows
 * that change from edition to edition: of them the codes' column is the one with codes in it, the first column right of it
 * that holds financial years is that of the prices' years, and the original amount stands left of the year.
 */
function layoutOf(sheet: Cells): Layout | string | undefined {
  const heading = headingIn(sheet, simple);
  if (heading !== undefined) {
    const fields = sheet.rows[heading.at]?.fields ?? [];
    const ends = (name: RegExp) => fields.findIndex((field) => name.test(field));
    const [low, high] = [ends(/^low/i), ends(/^high/i)];
    return { from: heading.at + 1, ...heading.columns, ...(low >= 0 && { low }), ...(high >= 0 && { high }) };
  }
  const coded = sheet.rows.flatMap(({ fields }) => fields.findIndex((field) => code.test(field)));
  const codes = mostOften(coded.filter((column) => column >= 0));
  if (codes === undefined) return undefined;
  const own = sheet.rows.filter(({ fields }) => code.test(fields[codes] ?? ''));
  const years = own.flatMap(({ fields }) =>
    fields.findIndex((field, column) => column > codes && yearOf(field) !== undefined),
  );
  const year = mostOften(years.filter((column) => column >= 0));
  if (year === undefined || year - 1 <= codes)
    return `${sheet.sheet === undefined ? 'The file' : `Sheet ${sheet.sheet}`} has codes in column ${lettersOf(codes)}, and right of them no column of financial years with an amount before it.`;
  return { from: 0, code: codes, cost: year - 1, year };
}

function mostOften(columns: readonly number[]): number | undefined {
  const counted = [...Map.groupBy(columns, (column) => column)].sort(
    ([a, some], [b, others]) => others.length - some.length || a - b,
  );
  return counted[0]?.[0];
}
