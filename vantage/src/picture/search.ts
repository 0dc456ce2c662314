import type { Tx } from '../platform/index.ts';
import { askedFor } from './asked.ts';
import { nearTo, numberOf, soundsOf } from './names.ts';
import { type Found, findAmong, findKeys } from './store.ts';

/** How a word found somebody, other than as it is written. */
export type How = 'sound' | 'spelling' | 'date' | 'postcode';

/** Of whom a word found what, where it is not plain from a name. */
export type Why = { personIds: string[]; how: How; asked: string };

/** A family found, which of its members the words found, and why where their names do not tell. */
export type Hit = { familyId: string; personIds: string[]; rank: number; why: Why[] };

/** Most families looked at for a word: a word of one letter is a beginning of too many names to rank them all. */
const perWord = 5000;

/** One part of what is asked: what it finds, the plainest first, so many families at the most. */
type Term = { asked: string; find: (limit: number) => Promise<Found[]> };

/**
 * Families in which every word of the query is found: as the beginning of a word of a member's name, by how it sounds, as an
 * identifier, a birth date or a postcode; and where nobody bears it, by one letter that is wrong, missing, too many
 * or swapped with the next. Those whom words find most plainly first, `most` of them at the most. Words may be of
 * different members ("dawn kyle").
 */
export async function findFamilies(tx: Tx, query: string, most = perWord): Promise<Hit[]> {
  const { words, dates, postcodes } = askedFor(query);
  const terms: Term[] = [
    ...words.map((word) => ({ asked: word, find: (limit: number) => findWord(tx, word, limit) })),
    ...dates.map((date) => ({
      asked: date,
      find: (limit: number) => findAmong(tx, 'date', [date], limit),
    })),
    ...postcodes.map((code) => ({
      asked: code,
      find: async (limit: number) => [
        ...(await findAmong(tx, 'number', [numberOf(code)], limit)),
        ...(await findAmong(tx, 'postcode', [code], limit)),
      ],
    })),
  ];
  const hits = new Map<string, Hit>();
  for (const [index, { asked, find }] of terms.entries()) {
    const here = Map.groupBy(await find(terms.length === 1 ? most : perWord), ({ familyId }) => familyId);
    for (const [familyId, found] of here) {
      const hit = hits.get(familyId);
      if (index > 0 && !hit) continue;
      const before = hit ?? { familyId, personIds: [], rank: 0, why: [] };
      hits.set(familyId, {
        familyId,
        personIds: [...new Set([...before.personIds, ...found.flatMap(({ personIds }) => personIds)])],
        rank: before.rank + Math.max(...found.map(plainness)),
        why: [...before.why, ...whyOf(asked, found)],
      });
    }
    for (const familyId of hits.keys()) if (!here.has(familyId)) hits.delete(familyId);
  }
  const whole = numberOf(query);
  if (/\d/.test(whole) && words.length > 1)
    for (const { familyId, personIds } of await findKeys(
      tx,
      { prefix: whole.toLowerCase(), sounds: [], number: whole },
      most,
    ))
      if (!hits.has(familyId)) hits.set(familyId, { familyId, personIds, rank: 3, why: [] });
  return [...hits.values()]
    .sort((a, b) => b.rank - a.rank || (a.familyId < b.familyId ? -1 : 1))
    .slice(0, most);
}

/** How plainly a word finds somebody: as it is written, as a beginning, by a slip, by sound. */
const plainness = ({ exact, how }: Found): number =>
  exact ? 3 : how === null ? 2 : how === 'spelling' ? 1 : 0;

/** Whom a word finds; where it is nobody's name as it is written, also those whose name is a letter away from it. */
async function findWord(tx: Tx, word: string, limit: number): Promise<Found[]> {
  const found = await findKeys(tx, { prefix: word, sounds: soundsOf(word), number: numberOf(word) }, limit);
  // Those found plainly come first: where they are enough, nobody else is asked for.
  const plain = found.filter(({ how }) => how === null);
  if (plain.some(({ exact }) => exact) || plain.length >= limit) return found;
  const slips = nearTo(word);
  if (slips.length === 0) return found;
  const near = await findAmong(tx, 'word', slips, limit);
  return [...near.map((one): Found => ({ ...one, exact: false, how: 'spelling' })), ...found];
}

/** Why one word found people of one family; nothing where one of them bears it. */
function whyOf(asked: string, found: readonly Found[]): Why[] {
  const [first] = found;
  if (!first || found.some(({ how }) => how === null)) return [];
  const { how, personIds } = first;
  return how === null ? [] : [{ personIds, how, asked }];
}
