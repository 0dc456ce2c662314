/**
 * How PostgreSQL values look in TypeScript, everywhere:
 *
 * | column                | in TypeScript                                                                  |
 * |-----------------------|--------------------------------------------------------------------------------|
 * | date                  | string 'YYYY-MM-DD' (never a Date: a day has no time zone)                       |
 * | daterange             | Span: {from, to}, days as strings, `to` exclusive; null = unbounded              |
 * | timestamptz           | Date                                                                           |
 * | int8                  | number when it is safe, otherwise bigint                                         |
 * | numeric               | number when it has at most 15 digits, otherwise string                           |
 * | jsonb                 | the value                                                                      |
 * | bytea                 | Buffer                                                                         |
 * | arrays of these       | arrays of these                                                                |
 *
 * Going in, a Span is written with `spanText`; a jsonb value as an object, or JSON.stringify for arrays and strings.
 */
import pg from 'pg';
import { VantageError } from '../errors.ts';

/** A span of days, `[from, to)`; null is unbounded. The event of one day d is {from: d, to: the day after}. */
export type Span = { from: string | null; to: string | null };

/** The text PostgreSQL takes for a daterange. */
export function spanText(from: string | null, to: string | null): string {
  return `[${from ?? ''},${to ?? ''})`;
}

/** As nearly all spans are written. */
const bothDays = /^\[\d{4}-\d\d-\d\d,\d{4}-\d\d-\d\d\)$/;

/** Reads the canonical text of a daterange. An empty range is an error: no fact happened on no day. */
export function parseSpan(text: string): Span {
  if (bothDays.test(text)) return { from: text.slice(1, 11), to: text.slice(12, 22) };
  const parts = /^[[(](.*?),(.*?)[\])]$/.exec(text);
  if (parts === null) {
    throw new VantageError(
      'failed',
      `The database holds a span of days that is empty or unreadable: ${text}.`,
      {
        remedy: 'Run vantage doctor and restore the last backup if it reports damage.',
      },
    );
  }
  return { from: parts[1] || null, to: parts[2] || null };
}

function parseInt8(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

function parseNumeric(text: string): number | string {
  return text.replace(/[^0-9]/g, '').replace(/^0+/, '').length <= 15 ? Number(text) : text;
}

/** An instant as a server whose clock is UTC writes it; others are left to the client's own reader. */
const inUtc = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/;
const parseOther: (text: string) => Date = pg.types.getTypeParser(1184);

/** Instants read before: rows of one extract were received at the same one. */
const instants = new Map<string, number>();

function parseInstant(text: string): Date {
  const found = instants.get(text);
  if (found !== undefined) return new Date(found);
  const instant = inUtc.test(text)
    ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
    : parseOther(text);
  // PostgreSQL's infinity is no Date.
  if (instant instanceof Date && instants.size < 10_000) instants.set(text, instant.getTime());
  return instant;
}

/** Object id of the type text[]. */
const textArray: number = 1009;

const same = (text: string): string => text;

function arrayOf(parse: (text: string) => unknown): (text: string) => unknown[] {
  const parseTextArray = pg.types.getTypeParser(textArray) as (text: string) => (string | null)[];
  return (text) => parseTextArray(text).map((item) => (item === null ? null : parse(item)));
}

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [20, parseInt8],
  [1016, arrayOf(parseInt8)],
  [1700, parseNumeric],
  [1231, arrayOf(parseNumeric)],
  [1082, same],
  [1184, parseInstant],
  [1182, arrayOf(same)],
  [3912, parseSpan],
  [3913, arrayOf(parseSpan)],
]);

/** Type parsers for a pg client; none is set globally. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(oid)) ??
    pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
};

/**
 * One line of COPY's text format. null and undefined are NULL; objects and arrays are JSON (for jsonb);
 * Buffers are bytea; a value for an array column is given as PostgreSQL's own text ('{…}').
 */
export function copyLine(row: readonly unknown[]): string {
  let line = '';
  for (let at = 0; at < row.length; at++) line += at === 0 ? copyValue(row[at]) : `\t${copyValue(row[at])}`;
  return `${line}\n`;
}

function copyValue(value: unknown): string {
  if (typeof value === 'string') return escapeCopy(value);
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Date) return instantText(value);
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  return escapeCopy(JSON.stringify(value));
}

/** Texts of instants written before: rows of one extract were received at the same one. */
const instantTexts = new Map<number, string>();

function instantText(instant: Date): string {
  const at = instant.getTime();
  const found = instantTexts.get(at);
  if (found !== undefined) return found;
  const text = instant.toISOString();
  if (instantTexts.size < 10_000) instantTexts.set(at, text);
  return text;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const special = /[\\\t\n\r]/;

function escapeCopy(text: string): string {
  return special.test(text) ? text.replace(/[\\\t\n\r]/g, (found) => escapes[found] ?? found) : text;
}
