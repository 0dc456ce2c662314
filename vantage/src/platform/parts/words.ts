/** Dates, money and counts in plain English. Spans are `[from, to)` as in the database. */
import { addDays } from '../days.ts';

/** How exactly the time of something is known: as in the database. */
export type Precision = 'day' | 'month' | 'year' | 'unknown';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const shortMonths = months.map((month) => month.slice(0, 3));

/**
 * @param day ISO day.
 * @param precision What is not known is left out.
 * @param form `short` writes three letters of the month.
 * @returns "3 March 2014", "March 2014", "2014" or "date not known".
 */
export function dayInWords(
  day: string,
  precision: Precision = 'day',
  form: 'long' | 'short' = 'long',
): string {
  if (precision === 'unknown') return 'date not known';
  const year = day.slice(0, 4);
  if (precision === 'year') return year;
  const month = day.slice(5, 7);
  const name = (form === 'short' ? shortMonths : months)[Number(month) - 1] ?? month;
  return precision === 'month' ? `${name} ${year}` : `${Number(day.slice(8, 10))} ${name} ${year}`;
}

/**
 * @param from First day; null when nobody knows.
 * @param to First day after; null while it is open.
 * @returns "3 March 2014 to 2 May 2015", "since 3 March 2014", "until 2 May 2015", a single day,
 *   or with a rough precision "some time in March 2014", "from about 2014 to about 2015".
 */
export function spanInWords(
  from: string | null,
  to: string | null,
  precision: Precision = 'day',
  form: 'long' | 'short' = 'long',
): string {
  if (precision === 'unknown' || (from === null && to === null)) return 'dates not known';
  const last = to === null ? null : addDays(to, -1);
  const words = (day: string) => dayInWords(day, precision, form);
  const about = precision === 'day' ? '' : 'about ';
  if (from === null) return `until ${about}${words(last ?? '')}`;
  if (last === null) return `since ${about}${words(from)}`;
  if (words(from) === words(last)) return about ? `some time in ${words(from)}` : words(from);
  return about ? `from about ${words(from)} to about ${words(last)}` : `${words(from)} to ${words(last)}`;
}

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

const clockTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
});

/** "14:05": the time in London. */
export function timeInWords(at: Date): string {
  return clockTime.format(at);
}

/** @returns "12,345", with no decimals. */
export function numberInWords(value: number): string {
  return whole.format(value);
}

/**
 * @param pence Integer pence.
 * @returns Pounds, to the nearest: "£1,234"; below £10 with pence: "£3.50".
 */
export function poundsInWords(pence: number): string {
  const size = Math.abs(pence);
  const text =
    size < 1000 && size % 100 !== 0 ? (size / 100).toFixed(2) : whole.format(Math.round(size / 100));
  return `${pence < 0 && text !== '0' ? '−' : ''}£${text}`;
}

/** @returns "no families", "1 family", "1,200 families". */
export function countInWords(count: number, one: string, many: string): string {
  return `${count === 0 ? 'no' : whole.format(count)} ${count === 1 ? one : many}`;
}
