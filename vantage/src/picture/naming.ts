/** What families are called in lists that the rooms below show: by surnames that the reader may see. */
import { familiesCalled, familiesOf, membersOfFamilies } from '../families/index.ts';
import { personsByIds } from '../identity/index.ts';
import type { Tx } from '../platform/index.ts';
import { search } from './finding.ts';
import { wordsOf } from './names.ts';
import { familySurname, nameOf } from './open.ts';
import { familiesByWords } from './store.ts';

/** Of the families, the surnames of those of whom the reader sees a member with one. */
export async function familyNames(
  tx: Tx,
  familyIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const members = await membersOfFamilies(tx, familyIds);
  const ids = [...new Set(members.map((member) => member.personId))];
  const persons = new Map((await personsByIds(tx, ids)).map((person) => [person.personId, person]));
  const names = new Map<string, string>();
  for (const [familyId, own] of Map.groupBy(members, (member) => member.familyId)) {
    const name = familySurname(own, persons);
    if (name !== null) names.set(familyId, name);
  }
  return names;
}

/**
 * Families that the reader knows by one of these names, in small letters. A family whose picture is closed is found
 * only while the name it was given is the one that the reader knows.
 */
export async function familiesNamed(
  tx: Tx,
  names: readonly string[],
): Promise<{ familyId: string; name: string }[]> {
  const given = (await familiesCalled(tx, names)).map(({ familyId }) => familyId);
  const open = await familiesByWords(tx, names.flatMap(wordsOf));
  const known = await familyNames(tx, [...new Set([...given, ...open])]);
  return [...known]
    .filter(([, name]) => names.includes(name.toLocaleLowerCase('en-GB')))
    .map(([familyId, name]) => ({ familyId, name }));
}

/** Names of those of the persons whom the reader sees. */
export async function personNames(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map((await personsByIds(tx, ids)).map((person) => [person.personId, nameOf(person)]));
}

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** People who bear every one of the words and have an open picture, of the first 25 families found, or one by an id; with their families. */
export async function personsNamed(tx: Tx, words: string): Promise<{ personId: string; familyId: string }[]> {
  if (isId.test(words)) return familiesOf(tx, [words.toLowerCase()]);
  const wanted = wordsOf(words);
  const { families } = await search(tx, { query: words, page: 1, perPage: 25 });
  return families.flatMap(({ familyId, members }) =>
    members
      .filter(({ name }) => wanted.every((word) => wordsOf(name).includes(word)))
      .map(({ personId }) => ({ personId, familyId })),
  );
}
