import type { Column } from './definition.ts';

/** What a spreadsheet shows in place of a result that a formula does not have. */
const NO_RESULT = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!)$/;

/**
 * Text of a column, without surrounding space; empty when nothing is stated. Database exports write NULL for that, and
 * spreadsheets show an error such as #N/A.
 */
export function stated(text: string | undefined): string {
  const trimmed = typeof text === 'string' ? text.trim() : '';
  return trimmed === 'NULL' || (trimmed.startsWith('#') && NO_RESULT.test(trimmed)) ? '' : trimmed;
}

const DAY = /^(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\/(\d{1,2})\/(\d{4}))/;
const TIME = /^(?:T| +)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d{2}:?\d{2})?$/i;

type Clock = { hour: number; minute: number; second: number; milli: number; zone: string | undefined };
type Parts = { year: number; month: number; day: number; clock: Clock | undefined };

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Years of which records speak; a day outside them is a slip of the pen or stands for something else. */
const FIRST_YEAR = 1850;
const LAST_YEAR = 2200;

/** Whether the calendar has the day. */
function exists(year: number, month: number, day: number): boolean {
  const length = month === 2 && isLeap(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
  return day >= 1 && day <= length;
}

function partsOf(text: string): Parts | undefined {
  const parts = calendarPartsOf(text);
  return parts && parts.year >= FIRST_YEAR && parts.year <= LAST_YEAR ? parts : undefined;
}

/** Whether a text is a day or a time of the calendar, but in a year of which no record speaks. */
export function isFarOff(text: string): boolean {
  return calendarPartsOf(text) !== undefined && partsOf(text) === undefined;
}

/** Whether a text is the day 9999-12-31, by which many systems say that an end has not come. */
export function saysOpen(text: string): boolean {
  if (!text.includes('9999')) return false;
  const parts = calendarPartsOf(text);
  return parts?.year === 9999 && parts.month === 12 && parts.day === 31;
}

function calendarPartsOf(text: string): Parts | undefined {
  const match = DAY.exec(text);
  if (!match) return undefined;
  const year = Number(match[1] ?? match[6]);
  const month = Number(match[2] ?? match[5]);
  const day = Number(match[3] ?? match[4]);
  if (!exists(year, month, day)) return undefined;
  const rest = text.slice(match[0].length);
  if (rest === '') return { year, month, day, clock: undefined };
  const time = TIME.exec(rest);
  if (!time) return undefined;
  const hour = Number(time[1]);
  const minute = Number(time[2]);
  const second = Number(time[3] ?? '0');
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const milli = Math.trunc(Number(`0.${time[4] ?? '0'}`) * 1000);
  return { year, month, day, clock: { hour, minute, second, milli, zone: time[5] } };
}

const iso = (year: number, month: number, day: number) =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

const london = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  dateStyle: 'short',
  timeStyle: 'medium',
  hourCycle: 'h23',
});

/** What a clock in London shows at an instant, as if it were UTC. */
function londonClock(instant: number): number {
  const [day = '0', month = '0', year = '0', hour = '0', minute = '0', second = '0'] =
    london.format(instant).match(/\d+/g) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

function epochOf(parts: Parts, clock: Clock): number {
  const shown = Date.UTC(parts.year, parts.month - 1, parts.day, clock.hour, clock.minute, clock.second);
  if (clock.zone === undefined) {
    const first = shown - (londonClock(shown) - shown);
    return shown - (londonClock(first) - first) + clock.milli;
  }
  if (clock.zone.toUpperCase() === 'Z') return shown + clock.milli;
  const digits = clock.zone.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return shown - (digits.startsWith('-') ? -minutes : minutes) * 60_000 + clock.milli;
}

/** Days without a time as they were read before: extracts say the same few thousand over and over. */
const daysRead = new Map<string, string | undefined>();
const mostDaysRead = 20_000;

/**
 * ISO day of `2024-03-31` or `31/03/2024`, with or without a time of day; undefined when it is no day.
 * A time with a zone gives the day in London; one without is London's already.
 */
export function dayOf(text: string): string | undefined {
  if (text.length > 10) return readDay(text);
  const before = daysRead.get(text);
  if (before !== undefined || daysRead.has(text)) return before;
  const day = readDay(text);
  if (daysRead.size === mostDaysRead) daysRead.clear();
  daysRead.set(text, day);
  return day;
}

function readDay(text: string): string | undefined {
  const parts = partsOf(text);
  if (!parts) return undefined;
  if (!parts.clock?.zone) return iso(parts.year, parts.month, parts.day);
  const there = new Date(londonClock(epochOf(parts, parts.clock)));
  return iso(there.getUTCFullYear(), there.getUTCMonth() + 1, there.getUTCDate());
}

const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const isKnownYear = (year: number) => year >= FIRST_YEAR && year <= LAST_YEAR;

/**
 * What is said of when, as exactly as it is said: the ISO day of a day, `2024-03` of `March 2024`, `03/2024` or `2024-03`,
 * and `2024` of a year alone. Undefined when it is none of them.
 */
export function roughDayOf(text: string): string | undefined {
  const day = dayOf(text);
  if (day !== undefined) return day;
  const [, year = ''] = /^(\d{4})$/.exec(text) ?? [];
  if (year !== '') return isKnownYear(Number(year)) ? year : undefined;
  const [, first = '', second = ''] =
    /^(\d{4})-(\d{1,2})$/.exec(text) ?? /^(\d{1,2}|[A-Za-z]{3,9})\.?[\s/.-]+(\d{4})$/.exec(text) ?? [];
  const [inYear, said] = /^\d{4}$/.test(first) ? [first, second] : [second, first];
  const month = /^\d+$/.test(said) ? Number(said) : MONTH_NAMES.indexOf(said.slice(0, 3).toLowerCase()) + 1;
  if (!isKnownYear(Number(inYear)) || month < 1 || month > 12) return undefined;
  return `${inYear}-${String(month).padStart(2, '0')}`;
}

/** The first and the last day of what `roughDayOf` gives, and how exactly it is known. */
export function daysOf(rough: string): { from: string; last: string; precision: 'day' | 'month' | 'year' } {
  if (rough.length === 4) return { from: `${rough}-01-01`, last: `${rough}-12-31`, precision: 'year' };
  if (rough.length > 7) return { from: rough, last: rough, precision: 'day' };
  const [year = 0, month = 1] = rough.split('-').map(Number);
  const days = month === 2 && isLeap(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 31);
  return { from: `${rough}-01`, last: `${rough}-${days}`, precision: 'month' };
}

/** A time as most systems write it, which needs no reckoning. */
const PLAIN_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

function plainInstant(text: string): string | undefined {
  const within = (at: number, limit: number) => Number(text.slice(at, at + 2)) < limit;
  if (dayOf(text.slice(0, 10)) === undefined || !within(11, 24) || !within(14, 60) || !within(17, 60))
    return undefined;
  return `${text.slice(0, 19)}.000Z`;
}

/** ISO instant in UTC, or ISO day where no time is given; a time without a zone is London's. Undefined when it is neither. */
export function instantOf(text: string): string | undefined {
  if (PLAIN_UTC.test(text)) return plainInstant(text);
  const parts = partsOf(text);
  if (!parts) return undefined;
  if (!parts.clock) return iso(parts.year, parts.month, parts.day);
  return new Date(epochOf(parts, parts.clock)).toISOString();
}

const yes = new Set(['Y', 'YES', 'T', 'TRUE', '1']);
const no = new Set(['N', 'NO', 'F', 'FALSE', '0']);

/** Yes or no, in the spellings of the returns: Y/N, true/false, 1/0, and `a) Yes` as Annex A has it. */
export function flagOf(text: string): boolean | undefined {
  const word = text.toUpperCase().replace(/^[A-D]\)\s*/, '');
  if (yes.has(word)) return true;
  return no.has(word) ? false : undefined;
}

/** A whole number; exports that write `3.0` for 3 are understood. */
export function integerOf(text: string): number | undefined {
  return /^[+-]?\d{1,15}(\.0+)?$/.test(text) ? Number(text) : undefined;
}

/** A code in its list's own spelling, or in upper case when it has no list; undefined when it is not in its list. */
export function codeOf(text: string, codes: readonly string[] | undefined): string | undefined {
  if (!codes) return text.toUpperCase();
  const word = text.toLowerCase();
  return codes.find((code) => code.toLowerCase() === word);
}

/** The value of a column's text by the column's type, or undefined when the text is not of that type. */
export function typed(column: Column, text: string): string | number | boolean | undefined {
  switch (column.type) {
    case 'day':
      return dayOf(text);
    case 'rough':
      return roughDayOf(text);
    case 'instant':
      return instantOf(text);
    case 'flag':
      return flagOf(text);
    case 'integer':
      return integerOf(text);
    case 'code':
      return codeOf(text, column.codes);
    case 'json':
      return isJsonOrPlain(text) ? text : undefined;
    case 'text':
      return text;
  }
}

/** Text that opens like JSON must be JSON; other text is plain. */
function isJsonOrPlain(text: string): boolean {
  if (!/^[{[]/.test(text)) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
