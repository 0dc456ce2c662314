/** Who lives where on a day, and the days on which that changes. */
import { addDays, holds, type Span } from '../../platform/index.ts';
import type { Box, Drawing } from './placing.ts';

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

/**
 * Outlines of homes: around neighbours in a row who live together, joined to those beneath where they stand beneath. No
 * outline meets another's.
 */
export function outlines({ people }: Drawing, homes: ReadonlyMap<string, string>): Outline[] {
  const runs: { home: string; row: number; box: Box }[] = [];
  for (const [row, own] of Map.groupBy(people, ({ node }) => node.row)) {
    let last: (typeof runs)[number] | undefined;
    for (const { node, box } of [...own].sort((a, b) => a.x - b.x)) {
      const home = node.again ? undefined : homes.get(node.who?.id ?? '');
      if (home === undefined) last = undefined;
      else if (last?.home === home)
        last.box = {
          ...last.box,
          width: box.x + box.width - last.box.x,
          height: Math.max(last.box.height, box.height),
        };
      else {
        last = { home, row, box: { ...box } };
        runs.push(last);
      }
    }
  }
  const joints = runs.flatMap((upper) =>
    runs.flatMap((lower) => {
      const x = Math.max(upper.box.x, lower.box.x);
      const width = Math.min(upper.box.x + upper.box.width, lower.box.x + lower.box.width) - x;
      if (upper.home !== lower.home || lower.row !== upper.row + 1 || width < 12) return [];
      const y = upper.box.y + upper.box.height - overlapped;
      return [{ home: upper.home, box: { x, y, width, height: lower.box.y + overlapped - y } }];
    }),
  );
  return [...Map.groupBy([...runs, ...joints], ({ home }) => home)].map(([home, own]) => ({
    home,
    boxes: own.map(({ box }) => box),
  }));
}
