import { canonicalJson, type Tx } from '../platform/index.ts';
import type { Statement } from './model.ts';
import { detailsOf } from './rules.ts';
import * as store from './store.ts';

/** How many rows a run wrote, ended and left as they were. */
export type Differences = { added: number; undone: number; kept: number };

type Stating = Omit<store.PersonDetail, 'chosen' | 'place'>;

/** What makes two details the same row: everything but its id and its place among the others. */
function fingerprint({ personId, happened, recordedAt, receivedAt, ...rest }: Stating): string {
  const { kind, value, parts, rule, agency, recordId } = rest;
  const times = [happened?.from, happened?.to, recordedAt?.getTime(), receivedAt.getTime()].join(' ');
  return [personId, kind, recordId, agency, rule, times, canonicalJson(parts), value].join('|');
}

/**
 * Makes the details that stand those that the persons' records state, by the rules, and writes only what differs.
 * `standing` are the details of these persons, and of no others, that stand now.
 */
export async function writeDetails(
  tx: Tx,
  statements: ReadonlyMap<string, readonly Statement[]>,
  standing: readonly store.StandingDetail[],
  at: Date,
): Promise<Differences> {
  const left = new Map(standing.map((detail) => [fingerprint(detail), detail]));
  const added: store.PersonDetail[] = [];
  const moved: { detailId: string; place: number }[] = [];
  for (const [personId, stated] of statements) {
    for (const detail of detailsOf(stated)) {
      const wanted = { ...detail, personId };
      const print = fingerprint(wanted);
      const there = left.get(print);
      left.delete(print);
      if (there === undefined) added.push(wanted);
      else if (there.place !== detail.place) moved.push({ detailId: there.detailId, place: detail.place });
    }
  }
  const gone = [...left.values()].map(({ detailId }) => detailId);
  await store.supersedeDetails(tx, gone, at);
  await store.placeDetails(tx, moved);
  await store.addDetails(tx, added);
  return { added: added.length, undone: gone.length, kept: standing.length - gone.length };
}
