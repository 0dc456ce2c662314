/**
 * Calendar days as ISO text (`YYYY-MM-DD`), which sorts as time does. No time zones: a day is a day.
 * Spans are `[from, to)` as in the database: `to` is the first day after.
 */
import type { Span } from './db/values.ts';

const dayMillis = 86_400_000;

/** Days asked for before: a page asks for the same few thousands of times. */
const known = 100_000;
const numbers = new Map<string, number>();
const texts = new Map<number, string>();

function millis(day: string): number {
  const found = numbers.get(day);
  if (found !== undefined) return found;
  const number = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
  if (numbers.size < known) numbers.set(day, number);
  return number;
}

/** The text of a day by its number since 1970. */

function textOf(number: number): string {
  const found = texts.get(number);
  if (found !== undefined) return found;
  const text = new Date(number * dayMillis).toISOString().slice(0, 10);
  if (texts.size < known) texts.set(number, text);
  return text;
}

/** The day `days` after (before, when negative). */
export function addDays(day: string, days: number): string {
  return textOf(millis(day) / dayMillis + days);
}

/** The same day of the month `months` later; the last day of that month when it has no such day. */
export function addMonths(day: string, months: number): string {
  const date = new Date(millis(day));
  const target = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0));
  target.setUTCDate(Math.min(date.getUTCDate(), target.getUTCDate()));
  return target.toISOString().slice(0, 10);
}

/** Days from `from` to `to`: 0 for the same day, negative when `to` comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((millis(to) - millis(from)) / dayMillis);
}

/** Whole years lived by a day. A birthday of 29 February falls on 1 March in other years. */
export function ageOn(birthDate: string, day: string): number {
  return (
    Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (day.slice(5) < birthDate.slice(5) ? 1 : 0)
  );
}

/** Monday of the day's week. */
export function mondayOf(day: string): string {
  return addDays(day, -((new Date(millis(day)).getUTCDay() + 6) % 7));
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

/** The day, in UTC, on which an instant falls. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
