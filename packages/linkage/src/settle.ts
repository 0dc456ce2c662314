import { agglomerate, type Tie } from './agglomerate.ts';
import { largest } from './clusters.ts';
import type { Field } from './fields.ts';
import { type Member, refuses } from './refusal.ts';

/**
 * What settling asks of two records: what they weigh, whether that links them, whether they must stay apart, and whether they
 * bear forms of one given name (see `agglomerate.ts`).
 */
export type Tested = { weight: number; links: boolean; apart: boolean; forms: boolean };

/** What settling asks of whoever holds the records, which go by number. */
export type Held = {
  threshold: number;
  /** log2 of the odds before anything is compared. */
  prior: number;
  date: Field | undefined;
  linked(n: number): readonly number[];
  decided(n: number): readonly number[];
  test(a: number, b: number): Tested;
  place(n: number): readonly [source: string, id: string];
  born(n: number): string;
  /** True of a source in which nobody appears twice. */
  closed(source: string): boolean;
};

/** Settles clusters around the records given, as a full run does: the clusters of all records that hang together with them. */
export function settle(held: Held, touched: Iterable<number>): number[][] {
  const seen = new Set<number>();
  const clusters: number[][] = [];
  for (const n of touched) {
    if (seen.has(n)) continue;
    const together = component(held, n, held.threshold, seen);
    for (const part of cut(held, together, held.threshold)) clusters.push(...group(held, part));
  }
  return clusters;
}

function neighbours(held: Held, n: number, least: number): number[] {
  const linked = held.linked(n);
  const strong =
    least === held.threshold ? linked : linked.filter((other) => held.test(n, other).weight >= least);
  return [...strong, ...held.decided(n)];
}

function component(held: Held, from: number, least: number, seen: Set<number>): number[] {
  const members = [from];
  seen.add(from);
  for (let i = 0; i < members.length; i++) {
    for (const other of neighbours(held, members[i] ?? 0, least)) {
      if (seen.has(other)) continue;
      seen.add(other);
      members.push(other);
    }
  }
  return members;
}

/** Cuts a component that is too large at ever greater weights. */
function cut(held: Held, members: number[], least: number): number[][] {
  if (members.length <= largest || least > held.threshold + 200) return [members];
  const seen = new Set<number>();
  return members.flatMap((n) =>
    seen.has(n) ? [] : cut(held, component(held, n, least + 2, seen), least + 2),
  );
}

function group(held: Held, members: number[]): number[][] {
  if (members.length < 2) return [members];
  const places = new Map(members.map((n) => [n, held.place(n)]));
  const ordered = members.sort((a, b) => {
    const [[x, i], [y, j]] = [places.get(a) ?? ['', ''], places.get(b) ?? ['', '']];
    return x < y ? -1 : x > y ? 1 : i < j ? -1 : 1;
  });
  const ties: Tie[] = [];
  for (const [left, a] of ordered.entries()) {
    const decided = held.decided(a);
    for (let right = left + 1; right < ordered.length; right++) {
      const b = ordered[right] ?? 0;
      const { weight, links, apart, forms } = held.test(a, b);
      ties.push({
        left,
        right,
        bits: held.prior + weight,
        links,
        apart,
        forms,
        decided: decided.includes(b),
      });
    }
  }
  const sources = [...new Set(ordered.map((n) => places.get(n)?.[0] ?? ''))];
  const known = ordered.map(
    (n): Member => ({ source: sources.indexOf(places.get(n)?.[0] ?? ''), born: held.born(n) }),
  );
  const closed = (source: number) => held.closed(sources[source] ?? '');
  const of = (part: readonly number[]) => part.flatMap((m) => known[m] ?? []);
  const groups = agglomerate(ordered.length, ties, (one, other) =>
    refuses(held.date, closed, of(one), of(other)),
  );
  return groups.map((part) => part.flatMap((m) => ordered[m] ?? []));
}
