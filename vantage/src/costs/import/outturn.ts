/** The council's own prices, of its section 251 outturn: what it spent on a service, divided by whom its records tell of. */
import type { Activity } from '../../chronology/index.ts';
import { numberInWords, poundsInWords } from '../../platform/parts/index.ts';
import { publishedCosts } from '../unit-costs.ts';
import {
  type Cell,
  type Cells,
  cellAt,
  headingIn,
  notPrices,
  penceOf,
  placeInWords,
  wrongCell,
} from './cells.ts';
import type { ReadPrice, ReadPrices } from './unit-prices.ts';

/** What is read of Table A1, and by what each is divided: as the Local Authority Interactive Tool works out the national figures. */
export const outturnRules = [
  {
    key: 'childrens-home-week',
    lines: { '3.1.1': /residential/i },
    by: 'residentialDays',
    words: 'days in residential care (K1, K2, R1, S1)',
  },
  {
    key: 'foster-week',
    lines: { '3.1.2': /foster/i },
    by: 'fostered',
    words: 'children in foster care at its end',
  },
  {
    key: 'looked-after-week',
    lines: { '3.1.11': /total.*looked after/i },
    by: 'inCare',
    words: 'children in care at its end',
  },
  {
    key: 'child-in-need-week',
    lines: { '3.3.1': /social work/i, '3.3.2': /commissioning/i },
    by: 'inNeed',
    words: 'children in need at its end',
  },
] as const satisfies readonly {
  key: string;
  lines: Readonly<Record<string, RegExp>>;
  by: keyof Activity;
  words: string;
}[];

/** Fewer people than this are not divided by: the price would tell of them. */
const leastPeople = 6;
const fifth = 0.2;
const remedy =
  'Give Table A1 of the section 251 outturn as it was sent to the Department, in pounds, with its total expenditure.';

/** Spending of a financial year by the numbers of Table A1's lines. */
export type Outturn = {
  year: string;
  lines: ReadonlyMap<string, { pence: number; place: string; label: string }>;
};

/**
 * Table A1 of a council's section 251 outturn: lines called by their number, and their total expenditure, in pounds, or in
 * thousands where the sheet says £000. A line in parts (3.1.2a, 3.1.2b) is their sum. The financial year is `year` or
 * what stands above the table.
 * @throws VantageError 'bad-input' that names the cell, where a line that is used has no amount or is another; where there
 * is no such table; and where it does not say its year.
 */
export function outturnIn(sheets: readonly Cells[], year?: string): Outturn {
  const found = sheets.flatMap((sheet) => {
    const heading = headingIn(sheet, { total: /total expenditure|gross expenditure/i });
    const lines = heading === undefined ? new Map() : linesOf(sheet, heading.columns.total, heading.at);
    return heading === undefined || lines.size === 0 ? [] : [{ sheet, heading, lines }];
  });
  const [first, second] = found;
  if (first === undefined)
    throw notPrices(
      'No sheet has the lines of Table A1 (3.1.1 Residential care and others) with their total expenditure.',
      remedy,
    );
  if (second !== undefined)
    throw notPrices(
      `Table A1 stands twice: in sheet ${first.sheet.sheet} and in sheet ${second.sheet.sheet}.`,
      'Leave one of them out.',
    );
  const stated = year ?? statedYear(sheets, first.sheet, first.heading.at);
  if (stated === undefined)
    throw notPrices('The file does not say of which financial year it is.', 'Say it, such as 2024-25.');
  return { year: stated, lines: first.lines };
}

const lineNumber = /^(\d\.\d\.\d{1,2})([a-z])?\b[.\s]*(.*)$/i;

function linesOf(sheet: Cells, total: number, heading: number): Outturn['lines'] {
  const scale = sheet.rows
    .slice(0, heading + 3)
    .some(({ fields }) => fields.some((field) => /£\s?000|£k|thousand/i.test(field)))
    ? 1000
    : 1;
  const lines = new Map<string, { pence: number; place: string; label: string; parts: boolean }>();
  const wanted = new Map<string, RegExp>(outturnRules.flatMap(({ lines }) => Object.entries(lines)));
  for (const row of sheet.rows.slice(heading + 1)) {
    const at = row.fields.findIndex((field) => field !== '');
    const [, number = '', part, rest = ''] = lineNumber.exec(row.fields[at] ?? '') ?? [];
    const says = wanted.get(number);
    if (says === undefined) continue;
    const label = rest || (row.fields[at + 1] ?? '');
    if (!says.test(label))
      throw wrongCell(cellAt(sheet, row, at), `not what line ${number} is called`, remedy);
    const amount = cellAt(sheet, row, total);
    const before = lines.get(number);
    // A line that has its parts below it, or above, is counted once.
    if (before !== undefined && (part === undefined || !before.parts)) {
      if (part === undefined && before.parts)
        lines.set(number, { ...spentIn(amount, scale), label, parts: false });
      else if (part === undefined)
        throw wrongCell(amount, `the amount of line ${number}, which has stood before`, remedy);
      continue;
    }
    const own = spentIn(amount, scale);
    lines.set(number, {
      pence: (before?.pence ?? 0) + own.pence,
      place: before === undefined ? own.place : `${before.place} and row ${row.line}`,
      label: before?.label ?? label,
      parts: part !== undefined,
    });
  }
  return lines;
}

function spentIn(cell: Cell, scale: number): { pence: number; place: string } {
  const pence = cell.text === '-' ? 0 : penceOf(cell.text);
  if (pence === undefined) throw wrongCell(cell, 'no amount', remedy);
  return { pence: pence * scale, place: placeInWords(cell) };
}

function statedYear(sheets: readonly Cells[], table: Cells, heading: number): string | undefined {
  const above = table.rows.slice(0, heading).flatMap(({ fields }) => fields);
  const others = sheets.flatMap(({ sheet = '', rows }) => [
    sheet,
    ...rows.slice(0, 10).flatMap(({ fields }) => fields),
  ]);
  for (const text of [...above, ...others]) {
    const [, first = '', second = ''] = /\b(20\d\d)\s*[-–/]\s*(?:20)?(\d\d)\b/.exec(text) ?? [];
    if (first !== '' && (Number(first) + 1) % 100 === Number(second)) return `${first}-${second}`;
  }
  return undefined;
}

/**
 * The unit costs that an outturn comes to: spending by what the records tell of the same year, a week, to the nearest £5
 * (Local Authority Interactive Tool). What would be divided by 1 to 5 people is left out.
 */
export function outturnPrices({ year, lines }: Outturn, activity: Activity, source: string): ReadPrices {
  const prices: ReadPrice[] = [];
  const without: ReadPrices['without'] = [];
  for (const rule of outturnRules) {
    const names = Object.keys(rule.lines);
    const own = names.flatMap((name) => lines.get(name) ?? []);
    const spent = own.reduce((sum, { pence }) => sum + pence, 0);
    const people = rule.by === 'residentialDays' ? activity.inResidential : activity[rule.by];
    const why =
      own.length < names.length
        ? `the file has no line ${names.find((name) => !lines.has(name))}`
        : spent === 0
          ? `nothing was spent on line ${names.join(' and ')}`
          : people < leastPeople
            ? `the records tell of too few ${rule.words.replace(/ at its end$/, '')} in ${year}`
            : undefined;
    if (why !== undefined) {
      without.push({ key: rule.key, why });
      continue;
    }
    const count = activity[rule.by];
    const aWeek = (spent / count) * 7 * (rule.by === 'residentialDays' ? 1 : 1 / 365);
    const pence = Math.round(aWeek / 500) * 500;
    prices.push({
      key: rule.key,
      pence,
      lowPence: Math.round(pence * (1 - fifth)),
      highPence: Math.round(pence * (1 + fifth)),
      range: 'ours',
      priceYear: year,
      source: `${source}: lines ${names.join(' and ')}, ${poundsInWords(spent)}, by ${numberInWords(count)} ${rule.words}, ${year}`,
      grade: 'A',
      place: own.map(({ place }) => place).join('; '),
      described: own.map(({ label }) => label).join('; '),
    });
  }
  if (prices.length === 0)
    throw notPrices(
      `Nothing can be worked out of the outturn: ${without.map(({ key, why }) => `${labelOf(key)}, ${why}`).join('; ')}.`,
      'Build the records of that year first, or give the outturn of another.',
    );
  return { prices, others: 0, without };
}

const labelOf = (key: string) => publishedCosts.find((cost) => cost.key === key)?.label ?? key;
