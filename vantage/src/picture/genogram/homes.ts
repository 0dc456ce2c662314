/** Who lives where on a day, and the days on which that changes. */
import { addDays, holds, type Span } from '../../platform/index.ts';
import { type Box, type Drawing, framed, half } from './placing.ts';

type Stay = { personId: string; homeId: string; happened: Span; precision: string };

/** Stays that state their days: of the others nobody knows when they were. */
const dated = (stays: readonly Stay[]) => stays.filter(({ precision }) => precision !== 'unknown');

/** Homes in the order in which somebody first lived there, each with a letter: the same letters on every day. */
export function lettered(stays: readonly Stay[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const { homeId, happened } of dated(stays)) {
    const known = first.get(homeId);
    const from = happened.from ?? '';
    if (known === undefined || from < known) first.set(homeId, from);
  }
  const homes = [...first].sort(([a, m], [b, n]) => (m < n ? -1 : m > n ? 1 : a < b ? -1 : 1));
  return new Map(homes.map(([homeId], at) => [homeId, letter(at)]));
}

/** A, B, … Z, AA, AB, … */
function letter(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : letter(Math.floor(at / 26) - 1) + last;
}

/**
 * Homes of each person on a day, of stays that state their days: the one that began last first, any others where
 * agencies differ.
 */
export function homesOn(stays: readonly Stay[], day: string): Map<string, string[]> {
  const there = dated(stays)
    .filter((stay) => holds(stay.happened, day))
    .sort((a, b) => ((a.happened.from ?? '') < (b.happened.from ?? '') ? 1 : -1));
  return new Map(
    [...Map.groupBy(there, (stay) => stay.personId)].map(([personId, own]) => [
      personId,
      [...new Set(own.map((stay) => stay.homeId))],
    ]),
  );
}

/** Days up to a day on which somebody lives elsewhere than on the day before, oldest first. */
export function daysOfChange(stays: readonly Stay[], until: string): string[] {
  const days = dated(stays)
    .flatMap(({ happened }) => [happened.from, happened.to])
    .filter((day) => day !== null && day <= until)
    .map(String);
  return [...new Set(days)].sort().filter((day) => movedOn(stays, day).length > 0);
}

export type Moved = { personId: string; from: string | null; to: string | null };

/** Who lives elsewhere on a day than on the day before. */
export function movedOn(stays: readonly Stay[], day: string): Moved[] {
  const [then, now] = [homesOn(stays, addDays(day, -1)), homesOn(stays, day)];
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((personId) => {
    const [from, to] = [then.get(personId)?.[0] ?? null, now.get(personId)?.[0] ?? null];
    return from === to ? [] : [{ personId, from, to }];
  });
}

/** How far what joins two boxes of a home reaches into them, past their round corners. */
const overlapped = 8;

export type Outline = { home: string; boxes: Box[] };

/** One home's neighbours of a row: around their symbols, and around their labels, which may be wider. */
type Run = { home: string; row: number; symbols: Box; labels: Box };

/** From the middle of a symbol to where the frame may widen for its label. */
const shoulder = half + 3;

/**
 * Outlines of homes: around neighbours in a row who live together, joined to those beneath where they stand beneath. No
 * outline meets another's, nor the words of a line between two who live apart.
 */
export function outlines({ people }: Drawing, homes: ReadonlyMap<string, string>): Outline[] {
  const runs: Run[] = [];
  for (const [row, own] of Map.groupBy(people, ({ node }) => node.row)) {
    let last: Run | undefined;
    for (const { node, x, y, box } of [...own].sort((a, b) => a.x - b.x)) {
      const home = node.again ? undefined : homes.get(node.who?.id ?? '');
      if (home === undefined) {
        last = undefined;
        continue;
      }
      const run: Run = {
        home,
        row,
        symbols: { x: x - framed + 1, y: box.y, width: 2 * framed - 2, height: y + shoulder + 4 - box.y },
        labels: { ...box, y: y + shoulder, height: box.y + box.height - y - shoulder },
      };
      if (last?.home === home) {
        last.symbols = around(last.symbols, run.symbols);
        last.labels = around(last.labels, run.labels);
      } else {
        last = run;
        runs.push(last);
      }
    }
  }
  const joints = runs.flatMap((upper) =>
    runs.flatMap((lower) => {
      const x = Math.max(upper.labels.x, lower.symbols.x);
      const width = Math.min(upper.labels.x + upper.labels.width, lower.symbols.x + lower.symbols.width) - x;
      if (upper.home !== lower.home || lower.row !== upper.row + 1 || width < 12) return [];
      const y = upper.labels.y + upper.labels.height - overlapped;
      return [{ home: upper.home, boxes: [{ x, y, width, height: lower.symbols.y + overlapped - y }] }];
    }),
  );
  const all = [...runs.map(({ home, symbols, labels }) => ({ home, boxes: [symbols, labels] })), ...joints];
  return [...Map.groupBy(all, ({ home }) => home)].map(([home, own]) => ({
    home,
    boxes: own.flatMap(({ boxes }) => boxes),
  }));
}

/** The smallest box around two of a row. */
function around(one: Box, other: Box): Box {
  const x = Math.min(one.x, other.x);
  const y = Math.min(one.y, other.y);
  return {
    x,
    y,
    width: Math.max(one.x + one.width, other.x + other.width) - x,
    height: Math.max(one.y + one.height, other.y + other.height) - y,
  };
}
