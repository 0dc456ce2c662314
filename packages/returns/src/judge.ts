import { type Column, type Definition, endColumn, usedColumns } from './definition.ts';
import { definitionOfKind, keyOf } from './definitions.ts';
import { addressOf, identityOf } from './identity.ts';
import type { BadRow, GoodRow, Mention, Sink, Span } from './model.ts';
import { dayOf, daysOf, instantOf, isFarOff, roughDayOf, saysOpen, stated, typed } from './values.ts';

/** What is wrong with a row, where, and what would be right. */
export type Fault = Pick<BadRow, 'column' | 'value' | 'reason' | 'remedy' | 'uncertain'>;

type Content = Readonly<Record<string, string>>;

const faults: Record<Column['type'], readonly [reason: string, remedy: string]> = {
  text: ['is not text', 'Send text.'],
  day: ['is not a day that exists', 'Send a day as 2024-03-31 or 31/03/2024, or leave it empty.'],
  rough: [
    'is not a day, a month or a year',
    'Send a day as 2024-03-31 or 31/03/2024, a month as 2024-03 or March 2024, a year as 2024, or leave it empty.',
  ],
  instant: ['is not a time', 'Send a time as 2024-03-31T14:05:00Z, or leave it empty.'],
  flag: ['is neither yes nor no', 'Send Y or N, or leave it empty.'],
  integer: ['is not a whole number', 'Send a whole number, or leave it empty.'],
  code: ['is not one of its codes', 'Send one of its codes.'],
  json: [
    'opens like JSON but is not sound JSON',
    'Send JSON whose brackets and quotation marks pair up, or plain text.',
  ],
};

const dayTypes: ReadonlySet<Column['type']> = new Set(['day', 'rough', 'instant']);

function faultWords(column: Column, text: string): readonly [reason: string, remedy: string] {
  if (dayTypes.has(column.type) && isFarOff(text))
    return [
      'has a year before 1850 or after 2200',
      'Send the true day, or leave it empty where there is none. Only an end may be 9999-12-31, which means that it has not come.',
    ];
  return faults[column.type];
}

/** The fault of one value, if it has one. */
function faultOf(column: Column, text: string, required: boolean): Fault | undefined {
  if (text === '')
    return required
      ? {
          column: column.name,
          value: null,
          reason: `${column.name} is empty.`,
          remedy: `Send the row again with its ${column.name}.`,
        }
      : undefined;
  if (typed(column, text) !== undefined) return undefined;
  const [reason, remedy] = faultWords(column, text);
  return {
    column: column.name,
    value: text,
    reason: `${column.name} ${reason}.`,
    remedy: column.codes
      ? `Send one of: ${column.codes.join(', ')}.`
      : required
        ? remedy.replace(', or leave it empty', '')
        : remedy,
  };
}

/** Longest key, and longest number of a person, in characters. */
const LONGEST_ID = 200;
/** Longest name, address or postcode, in characters. */
const LONGEST_TEXT = 500;

/** A key as it can be kept; null where there is none, or where it is too long to be one. */
export const keyToHold = (key: string | undefined) =>
  key === undefined || key.length > LONGEST_ID ? null : key;

function tooLong(column: string | null, what: string, limit: number, text: string): Fault {
  return {
    column,
    value: text,
    reason: `${what} is longer than ${limit} characters.`,
    remedy:
      'Send it shorter; if it has taken in other fields or lines, see to the quotation marks around it.',
    ...(/[\r\n]/.test(text) ? { uncertain: true as const } : {}),
  };
}

/** Finds a value that is too long to be what its column holds: a key, a person's number, a name or an address. */
function lengthCheckOf(definition: Definition, key: readonly string[]) {
  const ids = new Set([...key, ...definition.people.map(({ id }) => id)]);
  const named = (item: 'given' | 'surname' | 'address' | 'postcode') =>
    definition.people.flatMap(({ identity }) => [identity?.[item] ?? []].flat());
  const addresses = named('address');
  const texts = new Set([...named('given'), ...named('surname'), ...named('postcode'), ...addresses]);
  return (content: Content, rowKey: string | undefined): Fault | undefined => {
    for (const name of ids) {
      const text = stated(content[name]);
      if (text.length > LONGEST_ID) return tooLong(name, name, LONGEST_ID, text);
    }
    for (const name of texts) {
      const text = stated(content[name]);
      // What is read of an address is never longer than what it is read from.
      if (text.length <= LONGEST_TEXT) continue;
      const read = addresses.includes(name) ? (addressOf(text) ?? '') : text;
      if (read.length > LONGEST_TEXT) return tooLong(name, name, LONGEST_TEXT, text);
    }
    if (rowKey !== undefined && rowKey.length > LONGEST_ID)
      return tooLong(null, 'Its key', LONGEST_ID, rowKey);
    return undefined;
  };
}

/** Reads the days that a row speaks of. */
function spanReaderOf(definition: Definition): (content: Content) => { span: Span | null; fault?: Fault } {
  const { happened } = definition;
  if (!happened) return () => ({ span: null });
  const first = 'on' in happened ? happened.on : happened.from;
  const last = endColumn(definition);
  const rough = new Set(definition.columns.filter(({ type }) => type === 'rough').map(({ name }) => name));
  const days = (content: Content, name: string) => {
    const said = (rough.has(name) ? roughDayOf : dayOf)(stated(content[name]));
    return said === undefined ? undefined : daysOf(said);
  };
  return (content) => {
    const begins = days(content, first);
    if (begins === undefined) return { span: null };
    const { from } = begins;
    const to = last === undefined ? undefined : days(content, last)?.last;
    if (last !== undefined && to !== undefined && to < from)
      return {
        span: null,
        fault: {
          column: last,
          value: content[last] ?? null,
          reason: `${last} is before ${first}.`,
          remedy: 'Send the two days in their order, or leave the later one empty.',
        },
      };
    return { span: { from, to: to ?? ('on' in happened ? begins.last : null) } };
  };
}

function mentionsOf(definition: Definition, content: Content): Mention[] {
  return definition.people.map(({ role, id, identity: names }) => {
    const identity = names ? identityOf(names, content) : undefined;
    return { role, id: stated(content[id]), ...(identity ? { identity } : {}) };
  });
}

/**
 * A judge of rows of one kind. A row is held back only when it lacks a value that it cannot do without, or when a value
 * in a column that the product itself uses is not what it claims to be; every other value is kept as it came.
 * `key` overrides the definition's key columns, which then must have values.
 */
export function judgeOf(
  definition: Definition,
  key: readonly string[] = definition.key,
): (content: Record<string, string>, line: number) => { good: GoodRow } | { bad: BadRow } {
  const used = usedColumns(definition);
  const end = endColumn(definition);
  const lengthFault = lengthCheckOf(definition, key);
  const spanOf = spanReaderOf(definition);
  const byName = new Map(definition.columns.map((column) => [column.name, column]));
  const checked = [...new Set([...key, ...used])].map((name) => {
    const column = byName.get(name) ?? { name, type: 'text' as const };
    return { column, required: column.required === true || key.includes(name) };
  });
  return (content, line) => {
    const { kind } = definition;
    const rowKey = keyOf(kind, content, key);
    const held = (fault: Fault) => ({ bad: { kind, key: keyToHold(rowKey), line, content, ...fault } });
    for (const { column, required } of checked) {
      const text = stated(content[column.name]);
      if (column.name === end && !required && saysOpen(text)) continue;
      const fault = faultOf(column, text, required);
      if (fault) return held(fault);
    }
    const long = lengthFault(content, rowKey);
    if (long) return held(long);
    const { span, fault } = spanOf(content);
    if (fault || rowKey === undefined)
      return held(
        fault ?? { column: null, value: null, reason: 'The row has no key.', remedy: 'Send its key.' },
      );
    const recorded = definition.recordedAt === undefined ? '' : stated(content[definition.recordedAt]);
    const recordedAt = recorded === '' ? null : (instantOf(recorded) ?? null);
    return {
      good: {
        kind,
        key: rowKey,
        line,
        content,
        people: mentionsOf(definition, content),
        happened: span,
        recordedAt,
      },
    };
  };
}

/** Judges one row of a kind by itself, as `judgeOf` does. Throws when there is no such kind. */
export function judgeRow(
  kind: string,
  content: Record<string, string>,
  line: number,
  key?: readonly string[],
): { good: GoodRow } | { bad: BadRow } {
  return judgeOf(definitionOfKind(kind), key)(content, line);
}

/** A number of 53 bits that two unlike texts share with a chance of 1 in 2^53 (cyrb53, public domain). */
function fingerprint(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}

/** A fingerprint of a row's content, whatever the order of its columns. */
function printOf(content: Content): number {
  let sum = 0;
  for (const name in content) sum = (sum + fingerprint(`${name}=${content[name]}`)) % Number.MAX_SAFE_INTEGER;
  return sum;
}

/**
 * Passes the rows of one file on to a sink, each key once. A row that repeats another word for word is that same row
 * and is passed over; one with the same key and other content is held back, and the first stands.
 * Remembers a key, a line and a number for each row.
 */
export function onceEach(sink: Sink): Sink {
  const seen = new Map<string, Map<string, number>>();
  const lines: number[] = [];
  const prints: number[] = [];
  return {
    hold: (row) => sink.hold(row),
    keep: (row) => {
      const keys = seen.get(row.kind) ?? new Map<string, number>();
      if (keys.size === 0) seen.set(row.kind, keys);
      const print = printOf(row.content);
      const first = keys.get(row.key);
      if (first === undefined) {
        keys.set(row.key, lines.push(row.line) - 1);
        prints.push(print);
        return sink.keep(row);
      }
      if (prints[first] === print) return undefined;
      const { kind, key, sheet, line, content } = row;
      return sink.hold({
        kind,
        key,
        ...(sheet === undefined ? {} : { sheet }),
        line,
        column: null,
        value: key,
        reason: `Line ${lines[first]} gives a row with the same key and other content.`,
        remedy: 'Send one row for this key, or give each row a key of its own.',
        content,
      });
    },
  };
}
