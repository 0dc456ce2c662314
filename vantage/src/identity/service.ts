import type { Tx } from '../platform/index.ts';
import {
  type ChangedRecord,
  type Content,
  type CurrentRecord,
  contentsOf,
  recordsByIds,
  recordsOf,
  versionsOf,
} from '../sources/index.ts';
import type { AgencyNumber, Detail, Link, Person } from './model.ts';
import * as store from './store.ts';
import { meaningsOf, personsOf, type Roles } from './who.ts';

/** The row a link is about: its kind and key with its agency, and where it stands in the extract. */
export type LinkedRecord = { kind: string; key: string; path: string; line: number };

export type PersonLink = Link & { record: LinkedRecord | null };

/** Which record is about which person, in which role: all links that stand. */
export async function* currentLinks(
  tx: Tx,
): AsyncGenerator<{ recordId: string; role: string; personId: string; agency: string; localId: string }> {
  for await (const { recordId, role, personId, agency, localId } of store.streamLinks(tx)) {
    yield { recordId, role, personId, agency, localId };
  }
}

/** A record that stands, with the persons it is about by their role in it. */
export type RecordAbout = CurrentRecord & { persons: Roles };

/** Whom a version of a record is about, by role. */
export async function personsOfRecord(
  tx: Tx,
  { agency, people }: Pick<CurrentRecord, 'agency' | 'people'>,
): Promise<Roles> {
  return personsOf(await meaningsOf(tx), agency, people);
}

/** Records that are linked to one of the persons. */
export async function recordsLinkedTo(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  return personIds.length === 0 ? [] : store.recordsOfPersons(tx, personIds);
}

/** Agencies' numbers that mean any of the persons, each once. */
export async function numbersOfPersons(
  tx: Tx,
  personIds: readonly string[],
): Promise<(AgencyNumber & { personId: string })[]> {
  return store.numbersOfPersons(tx, personIds);
}

/** Records of some kinds that stand, with whom they are about; in no order unless asked for that of agency, kind and key. */
export async function* recordsAbout(
  tx: Tx,
  { kinds, inOrder = false }: { kinds: readonly string[]; inOrder?: boolean },
): AsyncGenerator<RecordAbout> {
  const meanings = await meaningsOf(tx);
  for await (const record of recordsOf(tx, { kinds, inOrder }))
    yield Object.assign(record, { persons: personsOf(meanings, record.agency, record.people) });
}

/** The same of the versions of some records, those that stand and those that stood. */
export async function* versionsAbout(
  tx: Tx,
  recordIds: readonly string[],
): AsyncGenerator<ChangedRecord & { persons: Roles }> {
  const meanings = await meaningsOf(tx);
  for await (const version of versionsOf(tx, recordIds))
    yield Object.assign(version, { persons: personsOf(meanings, version.agency, version.people) });
}

/** Records of some kinds that stand and are linked to one of the persons. */
export async function recordsOfPersons(
  tx: Tx,
  personIds: readonly string[],
  kinds: readonly string[],
): Promise<string[]> {
  return personIds.length === 0 ? [] : store.recordsOfKinds(tx, personIds, kinds);
}

/** What an agency's records of some kinds say, those that stand, with whom they are about; in no order. */
export async function* contentsAbout(
  tx: Tx,
  wanted: { kinds: readonly string[]; agency: string },
): AsyncGenerator<Content & { persons: Roles }> {
  const meanings = await meaningsOf(tx);
  for await (const record of contentsOf(tx, wanted))
    yield Object.assign(record, { persons: personsOf(meanings, record.agency, record.people) });
}

/** Persons in the order of the ids, with nothing but who they are; of an id of which nothing is known, nothing. */
export async function personsInShort(
  tx: Tx,
  personIds: readonly string[],
): Promise<Omit<Person, 'details'>[]> {
  const chosen = await store.chosenOfPersons(tx, personIds, ['name', 'birth-date', 'sex', 'death-date']);
  const byPerson = Map.groupBy(chosen, ({ personId }) => personId);
  return personIds.map((personId) => inShort(personId, byPerson.get(personId) ?? []));
}

/** Persons in the order of the ids; ids that nobody has are left out. */
export async function personsByIds(tx: Tx, personIds: readonly string[]): Promise<Person[]> {
  const [standing, known] = await Promise.all([
    store.detailsOfPersons(tx, personIds),
    store.existingPersons(tx, personIds),
  ]);
  const details = Map.groupBy(standing, ({ personId }) => personId);
  const existing = new Set(known);
  return [...new Set(personIds)].flatMap((personId) =>
    existing.has(personId) ? [personOf(personId, details.get(personId) ?? [])] : [],
  );
}

function personOf(personId: string, standing: readonly store.StandingDetail[]): Person {
  const first = new Map([...standing].reverse().map((detail) => [detail.kind, detail]));
  const details = standing.map(
    ({ detailId: _, personId: __, ...detail }): Detail => ({
      ...detail,
      chosen: first.get(detail.kind)?.place === detail.place,
    }),
  );
  return {
    ...inShort(
      personId,
      details.filter((detail) => detail.chosen),
    ),
    details,
  };
}

/** @param chosen One detail of each kind. */
function inShort(
  personId: string,
  chosen: readonly Pick<Detail, 'kind' | 'value' | 'parts'>[],
): Omit<Person, 'details'> {
  const of = (kind: Detail['kind']) => chosen.find((detail) => detail.kind === kind);
  const name = of('name');
  return {
    personId,
    name: name?.value ?? null,
    given: name?.parts.given ?? null,
    surname: name?.parts.surname ?? null,
    birthDate: of('birth-date')?.value ?? null,
    sex: of('sex')?.value ?? null,
    deathDate: of('death-date')?.value ?? null,
  };
}

/** Every record that stands with the person it is about as its subject, by the agency's own kind and key, and the number that it names them by, streamed. */
export function linkedRecords(tx: Tx): ReturnType<typeof store.streamSubjects> {
  return store.streamSubjects(tx);
}

/** Every address that stands with somebody, streamed; the one that is chosen to say where they live is told. */
export function addressesTold(tx: Tx): ReturnType<typeof store.streamAddresses> {
  return store.streamAddresses(tx);
}

/** Persons that records are about, in any role; of a withdrawn record, those it was last about. */
export async function personsOfRecords(tx: Tx, recordIds: readonly string[]): Promise<Map<string, string[]>> {
  const persons = new Map<string, string[]>();
  for (const { recordId, personId } of await store.personsOfRecords(tx, recordIds)) {
    persons.set(recordId, [...(persons.get(recordId) ?? []), personId]);
  }
  return persons;
}

/** The links that make up a person, by agency, number and record, each with its weight, reasons and record. */
export async function linksOfPerson(tx: Tx, personId: string): Promise<PersonLink[]> {
  const links = await store.linksOfPersons(tx, [personId]);
  const records = await recordsByIds(tx, [...new Set(links.map(({ recordId }) => recordId))]);
  const byId = new Map(
    records.map(({ recordId, kind, key, path, line }) => [recordId, { kind, key, path, line }]),
  );
  return links.map((link) => ({ ...link, record: byId.get(link.recordId) ?? null }));
}

/** Persons with a record, those with more than one number, the numbers, and the links that stand. */
export async function counts(
  tx: Tx,
): Promise<{ persons: number; joined: number; numbers: number; links: number }> {
  return store.countLinks(tx);
}

/** How many persons have a record that stands; of one person, 1 or 0. */
export async function countPersons(tx: Tx, personId?: string): Promise<number> {
  return store.countPersons(tx, personId);
}

/** How many more of the persons than before this transaction have a record. */
export async function changeInPersons(tx: Tx, personIds: Iterable<string>): Promise<number> {
  return store.changeInPersons(tx, [...personIds]);
}
