import { familiesOf, membersOfFamilies } from '../families/index.ts';
import { type Person, personsByIds } from '../identity/index.ts';
import { ageOn, type Tx } from '../platform/index.ts';

/** True when somebody is, as far as anybody has said, of age on a day and alive. */
export function isAdult(
  { birthDate, deathDate }: Pick<Person, 'birthDate' | 'deathDate'>,
  on: string,
): boolean {
  return deathDate === null && birthDate !== null && ageOn(birthDate, on) >= 18;
}

/** Children under 18 of the families of which somebody is a parent or carer, of those that the actor may see. */
export async function childrenOf(tx: Tx, personId: string, on: string): Promise<string[]> {
  const caring = new Set(['main-carer', 'parent', 'carer']);
  const own = (await familiesOf(tx, [personId])).filter((place) => caring.has(place.part));
  const members = await membersOfFamilies(
    tx,
    own.map((place) => place.familyId),
  );
  const children = members.filter((place) => place.part === 'child').map((place) => place.personId);
  return (await personsByIds(tx, [...new Set(children)]))
    .filter((child) => child.birthDate === null || ageOn(child.birthDate, on) < 18)
    .map((child) => child.personId);
}
