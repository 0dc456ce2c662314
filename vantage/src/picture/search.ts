import type { Tx } from '../platform/index.ts';
import { numberOf, soundsOf, wordsOf } from './names.ts';
import { findKeys } from './store.ts';

/** A family found, and which of its members the words found. */
export type Hit = { familyId: string; personIds: string[]; rank: number };

/** Most rows looked at for one word: a word of one letter is a beginning of too many names to rank them all. */
const perWord = 5000;

/**
 * Families in which every word of the query is found: as the beginning of a word of a member's name, by how it
 * sounds, or as an identifier. Those with most exact words first. Words may be of different members ("dawn kyle").
 */
export async function findFamilies(tx: Tx, query: string): Promise<Hit[]> {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const whole = numberOf(query);
  const asNumber =
    /\d/.test(whole) && words.length > 1 ? [{ prefix: whole.toLowerCase(), sounds: [], number: whole }] : [];
  const byWord = [];
  for (const word of words) {
    byWord.push(
      await findKeys(tx, { prefix: word, sounds: soundsOf(word), number: numberOf(word) }, perWord),
    );
  }
  const hits = new Map<string, Hit>();
  for (const [index, found] of byWord.entries()) {
    const here = new Map<string, { persons: Set<string>; exact: boolean }>();
    for (const row of found) {
      const known = here.get(row.familyId) ?? { persons: new Set<string>(), exact: false };
      known.persons.add(row.personId);
      known.exact ||= row.exact;
      here.set(row.familyId, known);
    }
    for (const [familyId, { persons, exact }] of here) {
      const hit = hits.get(familyId);
      if (index > 0 && !hit) continue;
      const before = hit ?? { familyId, personIds: [], rank: 0 };
      hits.set(familyId, {
        familyId,
        personIds: [...new Set([...before.personIds, ...persons])],
        rank: before.rank + (exact ? 1 : 0),
      });
    }
    for (const familyId of hits.keys()) if (!here.has(familyId)) hits.delete(familyId);
  }
  for (const word of asNumber) {
    for (const row of await findKeys(tx, word, perWord)) {
      if (!hits.has(row.familyId))
        hits.set(row.familyId, { familyId: row.familyId, personIds: [row.personId], rank: 1 });
    }
  }
  return [...hits.values()].sort((a, b) => b.rank - a.rank || (a.familyId < b.familyId ? -1 : 1));
}
