import { canonicalJson, type Tx } from '../platform/index.ts';
import type { Statement } from './model.ts';
import { detailsOf } from './rules.ts';
import * as store from './store.ts';

/** How many rows a run wrote, ended and left as they were. */
export type Differences = { added: number; undone: number; kept: number };

/** What makes two details the same row: everything but its id. */
function fingerprint({ personId, happened, recordedAt, receivedAt, ...rest }: store.PersonDetail): string {
  const { kind, value, parts, chosen, rule, agency, recordId } = rest;
  const times = [happened?.from, happened?.to, recordedAt?.getTime(), receivedAt.getTime()].join(' ');
  return [personId, kind, recordId, agency, chosen, rule, times, canonicalJson(parts), value].join('|');
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
  const left = new Map(standing.map((detail) => [fingerprint(detail), detail.detailId]));
  const added: store.PersonDetail[] = [];
  for (const [personId, stated] of statements) {
    for (const detail of detailsOf(stated)) {
      const wanted = { ...detail, personId };
      if (!left.delete(fingerprint(wanted))) added.push(wanted);
    }
  }
  await store.supersedeDetails(tx, [...left.values()], at);
  await store.addDetails(tx, added);
  return { added: added.length, undone: left.size, kept: standing.length - left.size };
}
