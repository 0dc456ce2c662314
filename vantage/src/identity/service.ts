import { newId, type Tx, VantageError } from '../platform/index.ts';
import { recordsByIds, recordsOf } from '../sources/index.ts';
import { type Differences, writeDetails } from './details.ts';
import {
  type Detail,
  engine,
  type Link,
  type Person,
  type Reason,
  type Statement,
  statementsOf,
} from './model.ts';
import * as store from './store.ts';

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
  const chosen = (kind: Detail['kind']) => details.find((detail) => detail.kind === kind && detail.chosen);
  const name = chosen('name');
  return {
    personId,
    name: name?.value ?? null,
    given: name?.parts.given ?? null,
    surname: name?.parts.surname ?? null,
    birthDate: chosen('birth-date')?.value ?? null,
    sex: chosen('sex')?.value ?? null,
    deathDate: chosen('death-date')?.value ?? null,
    details,
  };
}

/** Every record that stands with the person it is about as its subject, by the agency's own kind and key. */
export async function* linkedRecords(
  tx: Tx,
): AsyncGenerator<{ agency: string; kind: string; key: string; person: string }> {
  const subjects = new Map<string, string>();
  for await (const { recordId, role, personId } of currentLinks(tx)) {
    if (role === 'subject') subjects.set(recordId, personId);
  }
  for await (const { recordId, agency, kind, key } of recordsOf(tx)) {
    const person = subjects.get(recordId);
    if (person !== undefined) yield { agency, kind, key, person };
  }
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

/** How many persons have a record that stands. */
export async function countPersons(tx: Tx): Promise<number> {
  return store.countPersons(tx);
}

export type Decision = { linkId: string; by: string; at: Date };

/**
 * Parts an agency's number from the person that one of its links names: all links of the number go to a new person,
 * and no later run joins it to the person's other numbers again. The reasons of a number that was joined
 * to it stay until the next run, which finds them new ones. Returns the new person and the links undone.
 * VantageError 'not-found' for no such link; 'conflict' when it no longer stands or is all that the person has.
 */
export async function unlink(
  tx: Tx,
  { linkId, by, at }: Decision,
): Promise<{ personId: string; undone: number }> {
  const link = await standingLink(tx, linkId);
  const all = await store.linksOfPersons(tx, [link.personId]);
  const own = all.filter(({ agency, localId }) => agency === link.agency && localId === link.localId);
  if (own.length === all.length) {
    throw new VantageError('conflict', 'This number is the only one that the person has.', {
      remedy: 'There is nothing to part it from.',
    });
  }
  const personId = newId();
  await store.addPersons(tx, [personId], at);
  await move(tx, own, personId, { by, at, decidedBy: by, joining: decided('Parted from another person') });
  await refreshDetails(tx, [link.personId, personId], at);
  return { personId, undone: own.length };
}

/**
 * Takes an unlinking back, named by a link it undid: the number returns to the person it was, with the weights and
 * reasons its links had, and is the engine's to judge again. VantageError 'not-found' for no such link; 'conflict'
 * when nobody undid it or the number has been decided upon since.
 */
export async function restore(
  tx: Tx,
  { linkId, by, at }: Decision,
): Promise<{ personId: string; restored: number }> {
  const link = await store.findLink(tx, linkId);
  if (link === undefined) throw noSuchLink();
  if (link.undoneAt === null || link.undoneBy === null || link.undoneBy === engine) {
    throw new VantageError('conflict', 'Nobody has undone this link.', {
      remedy: 'There is nothing to take back.',
    });
  }
  const before = await store.linksUndoneWith(tx, link);
  const now = await store.linksOfNumber(tx, link.agency, link.localId);
  const settled = now.some(
    ({ personId, decidedAt }) => personId === link.personId || decidedAt < (link.undoneAt ?? decidedAt),
  );
  if (settled) {
    throw new VantageError('conflict', 'This number has been decided upon since.', {
      remedy: 'Look at the links that stand now.',
    });
  }
  const old = new Map(before.map((each) => [`${each.recordId} ${each.role}`, each]));
  const joining = ({ recordId, role }: Link) => old.get(`${recordId} ${role}`) ?? link;
  await move(tx, now, link.personId, { by, at, decidedBy: engine, joining });
  const left = [...new Set(now.map(({ personId }) => personId))];
  await refreshDetails(tx, [link.personId, ...left], at);
  return { personId: link.personId, restored: now.length };
}

type Move = {
  by: string;
  at: Date;
  decidedBy: string;
  joining: (link: Link) => { weight: number | null; reasons: Reason[] };
};

async function move(
  tx: Tx,
  links: readonly Link[],
  personId: string,
  { by, at, decidedBy, joining }: Move,
): Promise<void> {
  await store.undoLinks(
    tx,
    links.map(({ linkId }) => linkId),
    by,
    at,
  );
  await store.addLinks(
    tx,
    links.map((link) => {
      const { weight, reasons } = joining(link);
      return { ...link, personId, weight, reasons, decidedBy, decidedAt: at };
    }),
  );
}

const decided = (words: string) => () => ({
  weight: null,
  reasons: [{ field: 'number', level: 'decided', words, weight: 0 }],
});

async function standingLink(tx: Tx, linkId: string): Promise<store.PastLink> {
  const link = await store.findLink(tx, linkId);
  if (link === undefined) throw noSuchLink();
  if (link.undoneAt !== null) {
    throw new VantageError('conflict', 'This link has been undone already.', {
      remedy: 'Look at the links that stand now.',
    });
  }
  return link;
}

const noSuchLink = () =>
  new VantageError('not-found', 'There is no such link.', {
    remedy: 'Open the person again and choose one of its links.',
  });

/** Makes the details of some persons those that their linked records state now. */
async function refreshDetails(tx: Tx, personIds: readonly string[], at: Date): Promise<Differences> {
  const links = await store.linksOfPersons(tx, personIds);
  const versions = await recordsByIds(tx, [...new Set(links.map(({ recordId }) => recordId))]);
  const records = new Map(
    versions
      .filter(({ supersededAt }) => supersededAt === null)
      .map((version) => [version.recordId, version]),
  );
  const statements = new Map<string, Statement[]>();
  for (const { recordId, role, personId } of links) {
    const record = records.get(recordId);
    const mention = record?.people.find((each) => each.role === role);
    if (record === undefined || mention === undefined) continue;
    const stated = statementsOf(mention, { ...record, recordKind: record.kind });
    statements.set(personId, [...(statements.get(personId) ?? []), ...stated]);
  }
  return writeDetails(tx, statements, await store.detailsOfPersons(tx, personIds), at);
}
