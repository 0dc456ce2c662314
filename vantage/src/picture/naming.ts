/** What families are called in lists that the rooms below show: by surnames that the reader may see. */
import { familiesCalled, membersOfFamilies } from '../families/index.ts';
import { personsByIds } from '../identity/index.ts';
import type { Tx } from '../platform/index.ts';
import { wordsOf } from './names.ts';
import { familySurname } from './open.ts';
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
