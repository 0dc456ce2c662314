import type { Tx } from '../platform/index.ts';
import { writeDetails } from './details.ts';
import { carryDecisions, sealedNow } from './following.ts';
import { without } from './joining.ts';
import { type Meaning, writeLinks } from './links.ts';
import { type AgencyNumber, subjectOf } from './model.ts';
import { group, movedBetween, personsOf, type Standing } from './resolve.ts';
import type { Said } from './review/model.ts';
import { type Decided, writeMakeup, writePairs } from './review/run.ts';
import { formerOf, type NumberRow, streamNumbers } from './review/store.ts';
import { byPerson, type ResolvedAgain, statementsIn } from './stated.ts';
import * as store from './store.ts';
import { noteMeanings } from './who.ts';

/** What changed records change of the numbers there are. */
type Change = {
  changed: readonly string[];
  /** Numbers that nobody had, and those that no record mentions any more. */
  fresh: readonly AgencyNumber[];
  gone: ReadonlySet<string>;
  /** What numbers say now, where that is something else than it was. */
  says: ReadonlyMap<string, Said>;
  /** Persons of whom the changed records state something. */
  about: readonly string[];
  decided: Decided;
  asOf: Date;
};

/**
 * Compares all numbers anew by what they say, and writes what comes of it: as `resolve` does, but reading the records of
 * those persons alone who got or lost a number, or of whom a changed record tells.
 */
export async function recompare(tx: Tx, change: Change): Promise<ResolvedAgain> {
  const { changed, decided, asOf } = change;
  const { numbers, before } = await numbersNow(tx, change);
  const { groups, joinings, doubtful } = await group(numbers, decided);
  const persons = personsOf(groups, ...(await standingOf(tx, groups, before)));
  const personOf = new Map<string, string>();
  for (const [g, members] of groups.entries())
    for (const { key } of members) personOf.set(key, persons.ids[g] ?? '');
  const moved = movedBetween(before, personOf);
  noteMeanings(tx, personOf);
  await store.addPersons(tx, persons.added, asOf);
  await carryDecisions(tx, before, personOf);

  const records = [...new Set([...changed, ...(await store.recordsOfPersons(tx, [...moved]))])];
  const mentioned = await store.openMentions(tx, records);
  const concerned = new Set([...moved, ...mentioned.map((number) => personOf.get(number))]);
  const meanings = numbers.flatMap(({ key, agency, localId }): Meaning[] => {
    const personId = personOf.get(key) ?? '';
    const { to, weight } = joinings.get(key) ?? without;
    return concerned.has(personId) ? [{ number: key, agency, localId, personId, to, weight }] : [];
  });
  const reasonsOf = (number: string) => (joinings.get(number) ?? without).reasons;
  const links = await writeLinks(tx, { meanings, reasonsOf, decided, within: records }, asOf);

  const stating = [...new Set([...moved, ...change.about])];
  const stated = await statementsIn(tx, [...changed, ...(await store.recordsOfPersons(tx, stating))]);
  const ofThem = new Set(stating);
  const wanted = byPerson(stated, (number) => {
    const personId = personOf.get(number) ?? '';
    return ofThem.has(personId) ? personId : undefined;
  });
  const details = await writeDetails(tx, wanted, await store.detailsOfPersons(tx, stating), asOf, stating);
  await writePairs(tx, doubtful);
  const rows = numbers.map(({ key, agency, localId, said }): NumberRow => {
    return { number: key, agency, localId, personId: personOf.get(key) ?? '', said };
  });
  await writeMakeup(tx, rows, decided, asOf);
  await store.forgetMeanings(tx);
  return { persons: new Set(personOf.values()).size, links, details, moved };
}

/** An agency's number for somebody, with all that its records say for telling who is who. */
export type Speaking = AgencyNumber & { key: string; said: Said };

/** All numbers that records mention, in the order of agency and number, and whom each meant before. */
async function numbersNow(tx: Tx, { fresh, gone, says }: Change) {
  const before = new Map<string, string>();
  const numbers: Speaking[] = [];
  for await (const { number: key, agency, localId, personId, said } of streamNumbers(tx)) {
    before.set(key, personId);
    if (!gone.has(key)) numbers.push({ key, agency, localId, said: says.get(key) ?? said });
  }
  for (const { agency, localId } of fresh) {
    const key = subjectOf(agency, localId);
    numbers.push({ key, agency, localId, said: says.get(key) ?? {} });
  }
  return { numbers: numbers.sort((a, b) => (a.key < b.key ? -1 : 1)), before };
}

/**
 * What says which person a group of numbers keeps. A group of all the numbers of one person, and of no other, keeps that
 * person; of the others it counts how many links say so.
 */
async function standingOf(
  tx: Tx,
  groups: readonly (readonly Speaking[])[],
  before: ReadonlyMap<string, string>,
): Promise<[Standing, ReadonlyMap<string, string>]> {
  const size = new Map<string, number>();
  for (const personId of before.values()) size.set(personId, (size.get(personId) ?? 0) + 1);
  const claims = new Map<string, Map<string, number>>();
  const others: string[] = [];
  for (const members of groups) {
    const [personId, ...more] = new Set(members.map(({ key }) => before.get(key)));
    const isWhole = personId !== undefined && more.length === 0 && size.get(personId) === members.length;
    for (const { key } of members) {
      if (isWhole) claims.set(key, new Map([[personId, 1]]));
      else others.push(key);
    }
  }
  const persons = [...new Set(others.flatMap((number) => before.get(number) ?? []))];
  for (const { agency, localId, personId, links } of await store.claimsOnPersons(tx, persons)) {
    const key = subjectOf(agency, localId);
    claims.set(key, (claims.get(key) ?? new Map<string, number>()).set(personId, links));
  }
  const standing = { claims, persons: new Map(before), sealed: await sealedNow(tx) };
  return [standing, new Map((await formerOf(tx, others)).map((one) => [one.number, one.personId]))];
}
