/** Whose families changed records may bear on, and what records tell of these families. */
import { recordsOfPersons, versionsAbout } from '../identity/index.ts';
import { dayOf, type Tx } from '../platform/index.ts';
import { recordsSaying } from '../sources/index.ts';
import { familyKinds, familyNumber, type Telling } from './stated.ts';
import * as store from './store.ts';

/**
 * What has changed since the families that stand were made: records, persons who got or lost a number, and persons of whom
 * another name, birth date, sex or death is chosen. `before` is when the newest extract of then had been received.
 */
export type Since = {
  changed: readonly string[];
  moved: ReadonlySet<string>;
  renamed: ReadonlySet<string>;
  before: Date;
};

/** Persons whose families are made anew, with the records that tell of them. */
export type Concerned = { persons: ReadonlySet<string>; records: ReadonlyMap<string, Telling> };

const told: ReadonlySet<string> = new Set(familyKinds);

/**
 * Everybody on whose families what changed may bear. Who belongs to a family follows from what is stated of those who are
 * tied to one another, one through the other, by a relationship, a family that an agency numbers or a place in a family
 * that stands; and of nobody else. So these are all who are tied to whom a changed record tells of, to who moved, has
 * another name, or may belong otherwise as the days went on.
 */
export async function concernedBy(tx: Tx, since: Since, asOf: Date): Promise<Concerned> {
  const persons = new Set<string>();
  const records = new Map<string, Telling>();
  let found = new Set([
    ...since.moved,
    ...since.renamed,
    ...(await store.personsAsDaysPass(tx, dayOf(since.before), dayOf(asOf))),
  ]);
  for await (const version of versionsAbout(tx, since.changed)) {
    if (!told.has(version.kind)) continue;
    for (const personId of Object.values(version.persons)) if (personId !== undefined) found.add(personId);
  }
  while (found.size > 0) {
    for (const personId of found) persons.add(personId);
    const all = [...found];
    found = new Set(await store.personsTiedTo(tx, all));
    let fresh = await recordsOfPersons(tx, all, familyKinds);
    while (fresh.length > 0) {
      const read = await readNew(tx, fresh, records);
      for (const one of read)
        for (const personId of Object.values(one.persons)) if (personId !== undefined) found.add(personId);
      fresh = await ofTheSameFamily(tx, read);
    }
    found = found.difference(persons);
  }
  return { persons, records };
}

/** Reads those of the records that stand and have not been read. */
async function readNew(
  tx: Tx,
  recordIds: readonly string[],
  records: Map<string, Telling>,
): Promise<Telling[]> {
  const read: Telling[] = [];
  const wanted = recordIds.filter((recordId) => !records.has(recordId));
  if (wanted.length === 0) return read;
  for await (const version of versionsAbout(tx, wanted)) {
    if (!version.stands) continue;
    records.set(version.recordId, version);
    read.push(version);
  }
  return read;
}

/** Records that name the same families of an agency's numbering. */
async function ofTheSameFamily(tx: Tx, records: readonly Telling[]): Promise<string[]> {
  const numbers = new Map<string, Set<string>>();
  for (const record of records) {
    const { column, number } = familyNumber(record) ?? {};
    if (column === undefined || number === undefined) continue;
    const key = [record.agency, record.kind, column].join(' ');
    numbers.set(key, (numbers.get(key) ?? new Set()).add(number));
  }
  const found: string[] = [];
  for (const [key, values] of numbers) {
    const [agency = '', kind = '', column = ''] = key.split(' ');
    for (const recordId of await recordsSaying(tx, { agency, kind, column, values: [...values] }))
      found.push(recordId);
  }
  return found;
}
