import type { Tx } from '../platform/index.ts';
import { sealedNow } from './following.ts';
import type { Statement } from './model.ts';
import { homeIn, inOrder, type Voice, voicesOf } from './rules.ts';
import { personByPerson } from './stated.ts';
import * as store from './store.ts';

/**
 * Which address of somebody is where they live now, as told by more than their own records: whoever is told at two of the
 * same homes moved with them, and of whom one agency has heard of the move, another has of their brother. The rule is
 * `most-attested-lately`; here it hears them all.
 */

/** An address that stands with somebody, as the rule asks for it. */
export type AddressRow = Statement & { detailId: string; personId: string; place: number };

/** Homes where more people are told than could be a family, such as a hostel, join nobody. */
const mostAtHome = 30;

/** Who is told at several homes: at which, and what each agency said of them last. */
function openHeard() {
  const voices: (readonly Voice[])[] = [];
  const placeOf = new Map<string, number>();
  /** By home, the places in `voices` of those who are told there. */
  const at = new Map<string, number[]>();
  return {
    add(personId: string, rows: readonly AddressRow[]): void {
      const homes = new Set(rows.flatMap((row) => homeIn(row) ?? []));
      if (homes.size < 2) return;
      placeOf.set(personId, voices.length);
      for (const home of homes) {
        const there = at.get(home);
        if (there) there.push(voices.length);
        else at.set(home, [voices.length]);
      }
      voices.push(voicesOf(rows));
    },
    /** What is said of those who are told at two of the homes between which it is open where this person lives. */
    besides(personId: string): readonly Voice[] {
      const own = placeOf.get(personId);
      if (own === undefined) return [];
      const open = new Set((voices[own] ?? []).flatMap(({ home }) => home ?? []));
      if (open.size < 2) return [];
      const shared = new Map<number, number>();
      for (const home of open) {
        const there = at.get(home) ?? [];
        if (there.length <= mostAtHome) for (const one of there) shared.set(one, (shared.get(one) ?? 0) + 1);
      }
      return [...shared].flatMap(([one, homes]) => (one !== own && homes > 1 ? (voices[one] ?? []) : []));
    },
  };
}

/**
 * Puts the addresses that stand with people in their order, and writes the places that differ: of everybody, or of those
 * about whom something was written at `at` and of whoever is or was told at a home with one of them. Whoever is sealed is
 * not heard for others, nor others for them.
 */
export async function placeHomes(tx: Tx, at: Date, around?: readonly string[]): Promise<void> {
  if (around?.length === 0) return;
  const sealed = await sealedNow(tx);
  const judged = around && [...new Set([...around, ...(await neighbours(tx, around, at))])];
  const hearing = judged && [...new Set([...judged, ...(await neighbours(tx, judged, at))])];
  const heard = openHeard();
  for await (const [personId, rows] of personByPerson(store.streamHomes(tx, hearing)))
    if (!sealed.has(personId)) heard.add(personId, rows);
  const moved: { detailId: string; place: number }[] = [];
  for await (const [personId, rows] of personByPerson(store.streamHomes(tx, judged)))
    for (const [place, row] of inOrder('address', rows, heard.besides(personId)).entries())
      if (row.place !== place) moved.push({ detailId: row.detailId, place });
  await store.placeDetails(tx, moved);
}

/** Whoever is told at a home at which one of the persons is told, or was until `at`. */
async function neighbours(tx: Tx, personIds: readonly string[], at: Date): Promise<string[]> {
  const own = await store.homesOfPersons(tx, personIds, at);
  const homes = new Set(own.flatMap((row) => homeIn(row) ?? []));
  const postcodes = new Set(own.flatMap(({ parts }) => parts.postcode ?? []));
  const there = await store.homesAtPostcodes(tx, [...postcodes]);
  return there.flatMap((row) => (homes.has(homeIn(row) ?? '') ? row.personId : []));
}
