import Papa from 'papaparse';
import { VantageError } from '../platform/index.ts';
import type { Replaced } from './prices.ts';
import { publishedCosts } from './unit-costs.ts';

const fifth = 0.2;

/** Rows of a table with a heading, as text by the heading in small letters. */
function rowsOf(text: string): Record<string, string>[] {
  return Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (heading) => heading.trim().toLowerCase(),
  }).data;
}

function valueUnder(row: Record<string, string>, headings: RegExp): string {
  const found = Object.keys(row).find((heading) => headings.test(heading));
  return found === undefined ? '' : (row[found] ?? '').trim();
}

/** `2024-25` of 2024-25, 2024/25 or 2024-2025; undefined for anything else. */
function yearOf(text: string): string | undefined {
  const [, first, second] = /^(\d{4})\s*[-/–]\s*(?:20|19)?(\d{2})$/.exec(text) ?? [];
  return first !== undefined && second !== undefined && (Number(first) + 1) % 100 === Number(second)
    ? `${first}-${second}`
    : undefined;
}

/** An amount in pounds, in pence; undefined for what is no amount above nought. */
function penceOf(text: string): number | undefined {
  const pounds = Number(text.replace(/[£,\s]/g, ''));
  return text !== '' && Number.isFinite(pounds) && pounds > 0 ? Math.round(pounds * 100) : undefined;
}

/**
 * Price levels of a CSV with the columns "year" and "level" (or "deflator", or "index"), on any base.
 * @throws VantageError 'bad-input' where a row has none, or two rows speak of one year.
 */
export function levelsIn(text: string): Record<string, number> {
  const levels: Record<string, number> = {};
  for (const [index, row] of rowsOf(text).entries()) {
    const year = yearOf(valueUnder(row, /year/));
    const level = Number(valueUnder(row, /level|deflator|index/));
    if (year === undefined || !(level > 0) || levels[year] !== undefined) {
      throw new VantageError('bad-input', `Row ${index + 2} is no year with a price level of its own.`, {
        remedy:
          'Give a CSV with the columns year and level: 2024-25 and a number above nought, each year once.',
      });
    }
    levels[year] = level;
  }
  return levels;
}

/**
 * Unit costs of a CSV with the columns "code", "cost" (or "unit cost", "value", "price") in pounds, and "year", such as a
 * sheet of the Greater Manchester database saved as CSV. Rows of codes that are not used here are left out. The range is
 * a fifth either way unless columns "low" and "high" give one.
 * @throws VantageError 'bad-input' where a code that is used has no amount or year, or none is used.
 */
export function pricesIn(text: string, source: string): Replaced['prices'] {
  const known = new Map(
    publishedCosts.flatMap((cost) => (cost.code ? [[cost.code, cost.key] as const] : [])),
  );
  const prices = new Map<string, Replaced['prices'][number]>();
  for (const [index, row] of rowsOf(text).entries()) {
    const code = valueUnder(row, /^code|reference/);
    const key = known.get(code);
    if (key === undefined) continue;
    const pence = penceOf(valueUnder(row, /cost|value|price(?!.*year)/));
    const priceYear = yearOf(valueUnder(row, /year/));
    if (pence === undefined || priceYear === undefined || prices.has(key)) {
      throw new VantageError(
        'bad-input',
        `Row ${index + 2}, ${code}, has no amount with a price year of its own.`,
        {
          remedy:
            'Give the amount in pounds and the financial year of its prices, such as 2024-25, each code once.',
        },
      );
    }
    const [low, high] = [penceOf(valueUnder(row, /^low/)), penceOf(valueUnder(row, /^high/))];
    prices.set(key, {
      key,
      pence,
      lowPence: low ?? Math.round(pence * (1 - fifth)),
      highPence: high ?? Math.round(pence * (1 + fifth)),
      range: low !== undefined && high !== undefined ? 'published' : 'ours',
      priceYear,
      source: `${source}, ${code}`,
      grade: 'A',
    });
  }
  if (prices.size === 0) {
    throw new VantageError('bad-input', 'The file has no unit cost that is used here.', {
      remedy: `Give a CSV with the columns code, cost and year; codes that are used: ${[...known.keys()].join(', ')}.`,
    });
  }
  return [...prices.values()];
}
