/**
 * Calendar days as ISO text (`YYYY-MM-DD`), which sorts as time does. No time zones: a day is a day; only `dayOf` asks on
 * which day in England an instant falls.
 * Spans are `[from, to)` as in the database: `to` is the first day after.
 */
import type { Span } from './db/values.ts';

/** Texts of days asked for before: a page asks for the same few thousands of times. */
const known = 100_000;
const texts = new Map<number, string>();

/** Years are counted from 1 March, so that a leap day is the last of its year, and 400 of them on, so that none is negative. */
const firstYear = 400;
const daysOfFirstYears = 146_097;
/** Days from 1 March of year 0 to 1 January 1970. */
const toEpoch = 719_468;

const digits = (text: string, from: number, to: number): number => {
  let number = 0;
  for (let at = from; at < to; at++) number = 10 * number + text.charCodeAt(at) - 48;
  return number;
};

const countOf = (year: number, month: number, date: number): number => {
  const months = month > 2 ? month - 3 : month + 9;
  const whole = (month > 2 ? year : year - 1) + firstYear;
  const days = 365 * whole + Math.floor(whole / 4) - Math.floor(whole / 100) + Math.floor(whole / 400);
  // Every five months from March have 153 days.
  return days - daysOfFirstYears + Math.floor((153 * months + 2) / 5) + date - 1 - toEpoch;
};

/** Days since 1 January 1970 of the Gregorian calendar, negative before it. Counted without a Date, which a page would make by the ten thousand. */
export function dayNumber(day: string): number {
  return countOf(digits(day, 0, 4), digits(day, 5, 7), digits(day, 8, 10));
}

/** The text of a day by its number since 1970. */
export function dayText(number: number): string {
  const found = texts.get(number);
  if (found !== undefined) return found;
  const text = new Date(number * 86_400_000).toISOString().slice(0, 10);
  if (texts.size < known) texts.set(number, text);
  return text;
}

/** The day `days` after (before, when negative). */
export function addDays(day: string, days: number): string {
  return dayText(dayNumber(day) + days);
}

/** The same day of the month `months` later; the last day of that month when it has no such day. */
export function addMonths(day: string, months: number): string {
  const count = 12 * digits(day, 0, 4) + digits(day, 5, 7) - 1 + months;
  const first = countOf(Math.floor(count / 12), (count % 12) + 1, 1);
  const next = countOf(Math.floor((count + 1) / 12), ((count + 1) % 12) + 1, 1);
  return dayText(Math.min(first + digits(day, 8, 10), next) - 1);
}

/** Days from `from` to `to`: 0 for the same day, negative when `to` comes first. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** Whole years lived by a day. A birthday of 29 February falls on 1 March in other years. */
export function ageOn(birthDate: string, day: string): number {
  return (
    Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (day.slice(5) < birthDate.slice(5) ? 1 : 0)
  );
}

/** Monday of the day's week. */
export function mondayOf(day: string): string {
  const number = dayNumber(day);
  // 1 January 1970 was a Thursday.
  return dayText(number - ((((number + 3) % 7) + 7) % 7));
}

/** True when the span holds the day. */
export function holds(span: Span, day: string): boolean {
  return (span.from === null || span.from <= day) && (span.to === null || day < span.to);
}

/** The days two spans share, or undefined when they share none. */
export function overlap(a: Span, b: Span): Span | undefined {
  const from = a.from === null || (b.from !== null && b.from > a.from) ? b.from : a.from;
  const to = a.to === null || (b.to !== null && b.to < a.to) ? b.to : a.to;
  return from !== null && to !== null && from >= to ? undefined : { from, to };
}

/** The last day of a span; null while it is open. */
export function lastDay(span: Span): string | null {
  return span.to === null ? null : addDays(span.to, -1);
}

const isDayOrNull = (value: unknown) =>
  value === null || (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value));

/** A value as it leaves the program: `to` of every span of days in it is the span's last day, as pages say it. */
export function withLastDays<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withLastDays) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const { from, to, ...others } = value as Partial<Span>;
  const isSpan = Object.keys(others).length === 0 && isDayOrNull(from) && isDayOrNull(to);
  if (isSpan) return { from, to: to ? addDays(to, -1) : null } as T;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withLastDays(inner)])) as T;
}

const londonDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short' });

/** The day that calendars in England show at an instant: in summer, an hour before midnight in UTC, it is the next. */
export function dayOf(instant: Date): string {
  // Clocks in England were never more than two hours ahead of UTC, nor since 1900 behind it; asking the calendar is slow.
  return instant.getUTCHours() < 22 ? instant.toISOString().slice(0, 10) : londonDay.format(instant);
}
