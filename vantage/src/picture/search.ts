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

/** Most rows looked at for one word: a word of one letter is a beginning of too many names to rank them all. */
const perWord = 5000;

/** One word of what is asked: what it finds, the plainest first. */
type Term = { asked: string; find: () => Promise<Found[]> };

/**
 * Families in which every word of the query is found: as the beginning of a word of a member's name, by how it sounds, as an
 * identifier, a birth date or a postcode; and where nobody bears it, by one letter that is wrong, missing, too many
 * or swapped with the next. Those whom words find most plainly first. Words may be of different members ("dawn kyle").
 */
export async function findFamilies(tx: Tx, query: string): Promise<Hit[]> {
  const { words, dates, postcodes } = askedFor(query);
  const terms: Term[] = [
    ...words.map((word) => ({ asked: word, find: () => findWord(tx, word) })),
    ...dates.map((date) => ({ asked: date, find: () => findAmong(tx, 'date', [date], perWord) })),
    ...postcodes.map((code) => ({
      asked: code,
      find: async () => [
        ...(await findAmong(tx, 'number', [numberOf(code)], perWord)),
        ...(await findAmong(tx, 'postcode', [code], perWord)),
      ],
    })),
  ];
  const hits = new Map<string, Hit>();
  for (const [index, { asked, find }] of terms.entries()) {
    const here = Map.groupBy(await find(), ({ familyId }) => familyId);
    for (const [familyId, found] of here) {
      const hit = hits.get(familyId);
      if (index > 0 && !hit) continue;
      const before = hit ?? { familyId, personIds: [], rank: 0, why: [] };
      hits.set(familyId, {
        familyId,
        personIds: [...new Set([...before.personIds, ...found.map(({ personId }) => personId)])],
        rank: before.rank + Math.max(...found.map(plainness)),
        why: [...before.why, ...whyOf(asked, found)],
      });
    }
    for (const familyId of hits.keys()) if (!here.has(familyId)) hits.delete(familyId);
  }
  const whole = numberOf(query);
  if (/\d/.test(whole) && words.length > 1)
    for (const { familyId, personId } of await findKeys(
      tx,
      { prefix: whole.toLowerCase(), sounds: [], number: whole },
      perWord,
    ))
      if (!hits.has(familyId)) hits.set(familyId, { familyId, personIds: [personId], rank: 3, why: [] });
  return [...hits.values()].sort((a, b) => b.rank - a.rank || (a.familyId < b.familyId ? -1 : 1));
}

/** How plainly a word finds somebody: as it is written, as a beginning, by a slip, by sound. */
const plainness = ({ exact, how }: Found): number =>
  exact ? 3 : how === null ? 2 : how === 'spelling' ? 1 : 0;

/** Whom a word finds; where it is nobody's name as it is written, also those whose name is a letter away from it. */
async function findWord(tx: Tx, word: string): Promise<Found[]> {
  const found = await findKeys(tx, { prefix: word, sounds: soundsOf(word), number: numberOf(word) }, perWord);
  if (found.some(({ exact }) => exact)) return found;
  const near = await findAmong(tx, 'word', nearTo(word), perWord);
  return [...near.map((one): Found => ({ ...one, exact: false, how: 'spelling' })), ...found];
}

/** Why one word found people of one family; nothing where one of them bears it. */
function whyOf(asked: string, found: readonly Found[]): Why[] {
  const [first] = found;
  if (!first || found.some(({ how }) => how === null)) return [];
  const { how } = first;
  const alike = found.filter((one) => one.how === how);
  return how === null ? [] : [{ personIds: [...new Set(alike.map(({ personId }) => personId))], how, asked }];
}
