import { type Day, extractDay, iso } from './days.ts';
import type { Person } from './model.ts';
import type { Random } from './random.ts';

/** A row of an extract: column to text. Columns left out are empty. */
export type Row = Record<string, string>;

/** An agency's rows, by format. */
export type Book = {
  rows: Map<string, Row[]>;
  /** Adds a row with its recording time, which follows the latest day that the row states. */
  add(format: string, latest: Day, row: Row): void;
  /** The next number of a series: `REF00017`, and beyond the written families `REF003400017`, with the small area in it. */
  number(series: string): string;
};

/**
 * When a row stating nothing later than `latest` was recorded, as an ISO instant; empty when the agency does not say.
 * Most on the day or within three; a tenth within three weeks, some within three months; one in fifty not said.
 */
function recordedAt(latest: Day, chance: Random): string {
  const lag = chance.weighted([
    [0, 45],
    [chance.int(1, 3), 40],
    [chance.int(4, 21), 10],
    [chance.int(22, 90), 3],
    [-1, 2],
  ]);
  if (lag < 0) return '';
  const on = Math.min(extractDay, latest + lag);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${iso(on)}T${two(chance.int(8, 18))}:${two(chance.int(0, 59))}:00Z`;
}

/** Opens an agency's book for one small area; area 0 is the written families'. */
export function openBook(chance: Random, area: number): Book {
  const rows = new Map<string, Row[]>();
  const counts = new Map<string, number>();
  const where = area === 0 ? '' : String(area).padStart(4, '0');
  return {
    rows,
    add(format, latest, row) {
      let list = rows.get(format);
      if (!list) {
        list = [];
        rows.set(format, list);
      }
      row.recorded_at = recordedAt(latest, chance);
      list.push(row);
    },
    number(series) {
      const count = (counts.get(series) ?? 0) + 1;
      counts.set(series, count);
      return `${series}${where}${String(count).padStart(5, '0')}`;
    },
  };
}

/** The latest of the days that are stated. */
export const latest = (...days: (Day | null)[]): Day =>
  Math.max(...days.filter((on): on is Day => on !== null));

/** ISO day, or nothing. */
export const text = (on: Day | null): string => (on === null ? '' : iso(on));

/** A person as an agency holds it: its numbers for it, and the first and last days on which it dealt with it. */
export type Held = { person: Person; numbers: string[]; since: Day; seen: Day };

/** An agency's own numbers for people: not in any order, now and then two for one person. */
export type Numbers = {
  /** A number for the person, given at first sight. */
  of(person: Person, on: Day): string;
  has(person: Person): boolean;
  held(person: Person): Held | undefined;
  /** Everybody who has a number, in the order of first sight. */
  all(): Held[];
};

/** Numbers of one small area: so many at most. */
const share = 8192;
/** A prime above all that can be given, so that no number comes twice. */
const prime = 8_999_993;

export function giveNumbers(letter: string, heldTwice: number, chance: Random, area: number): Numbers {
  const people = new Map<string, Held>();
  const taken = new Set<string>();
  let given = 0;
  const fresh = (): string => {
    if (area > 0) {
      const place = area * share + given;
      given += 1;
      if (given > share) throw new RangeError(`More than ${share} people of ${letter} in one small area.`);
      return `${letter}${1_000_000 + ((place * 5_003_251) % prime)}`;
    }
    for (;;) {
      const number = `${letter}${chance.int(100_000, 999_999)}`;
      if (taken.has(number)) continue;
      taken.add(number);
      return number;
    }
  };
  return {
    of(person, on) {
      let known = people.get(person.id);
      if (!known) {
        known = { person, numbers: [fresh()], since: on, seen: on };
        if (!person.written && chance.chance(heldTwice)) known.numbers.push(fresh());
        people.set(person.id, known);
      }
      known.since = Math.min(known.since, on);
      known.seen = Math.max(known.seen, on);
      return chance.pick(known.numbers);
    },
    has: (person) => people.has(person.id),
    held: (person) => people.get(person.id),
    all: () => [...people.values()],
  };
}

/** An agency at work in one small area: its rows, its numbers for people. */
export type Desk = { agency: string; book: Book; numbers: Numbers; chance: Random };

/** Opens an agency's desk. `chance` decides numbers and recording delays. */
export function openDesk(
  agency: string,
  letter: string,
  heldTwice: number,
  chance: Random,
  area: number,
): Desk {
  return {
    agency,
    book: openBook(chance, area),
    numbers: giveNumbers(letter, heldTwice, chance, area),
    chance,
  };
}
