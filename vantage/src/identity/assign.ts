/** A person that a group of numbers may keep, and how many of its current links say so; 0 for a person it once was. */
export type Claim = { personId: string; links: number };

/**
 * Gives each group of numbers a person. A group keeps the person that most of its links carry (of equals the oldest
 * person); a person whom several groups claim goes to the one with most links; a group left without gets `undefined`
 * and is to be somebody new. Groups must come in an order that does not depend on chance.
 */
export function assignPersons(groups: readonly (readonly Claim[])[]): (string | undefined)[] {
  const claims = groups.flatMap((group, g) => group.map((claim) => ({ ...claim, g })));
  claims.sort(
    (a, b) =>
      b.links - a.links || (a.personId < b.personId ? -1 : a.personId > b.personId ? 1 : 0) || a.g - b.g,
  );
  const given: (string | undefined)[] = groups.map(() => undefined);
  const taken = new Set<string>();
  for (const { personId, g } of claims) {
    if (given[g] !== undefined || taken.has(personId)) continue;
    given[g] = personId;
    taken.add(personId);
  }
  return given;
}
