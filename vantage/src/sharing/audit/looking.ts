import { addDays, type Tx } from '../../platform/index.ts';
import { type EntryFilter, type KeptEntry, surnameOf, type Unusual } from './model.ts';
import * as store from './store.ts';

/** Names of families and people, which the rooms above know. */
export type FamilyNames = {
  /** What families are called, as far as the reader may see them. */
  familyNames(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Families of these names, in small letters, as far as the reader may see them. */
  familiesNamed(tx: Tx, names: readonly string[]): Promise<readonly { familyId: string; name: string }[]>;
  /** Names of people, as far as the reader may see them. */
  personNames(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** People of a name, or one by an id, with their families, as far as the reader may see them. */
  personsNamed(tx: Tx, words: string): Promise<readonly { personId: string; familyId: string }[]>;
};

/** Names of the workers and families that a list mentions; who is in neither is shown by a number. */
export type Mentioned = {
  workers: ReadonlyMap<string, store.WorkerName>;
  families: ReadonlyMap<string, string>;
  persons: ReadonlyMap<string, string>;
};

/** What is looked for, as a reader writes it. Words may be a name or an id. */
export type Looked = {
  worker?: string | undefined;
  family?: string | undefined;
  person?: string | undefined;
  day?: string | undefined;
  action?: EntryFilter['action'];
};

/** Entries on one page of the list. */
export const perPage = 50;

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/**
 * One page of the audit, newest first.
 * @param before Id of the last entry of the page before.
 */
export async function lookedAt(
  tx: Tx,
  names: FamilyNames,
  { worker, family, person, day, action, before }: Looked & { before?: string | undefined },
): Promise<{ entries: KeptEntry[]; more: boolean; unsealed: number; mentioned: Mentioned }> {
  const people = person ? await names.personsNamed(tx, person) : undefined;
  const filter: EntryFilter = {
    day,
    action,
    actors: worker ? await actorsOf(tx, worker) : undefined,
    families: family ? await familiesOf(tx, names, family) : people?.map(({ familyId }) => familyId),
    persons: people?.map(({ personId }) => personId),
  };
  const [found, unsealed] = await Promise.all([
    store.listEntries(tx, filter, { before, limit: perPage + 1 }),
    store.countUnsealed(tx),
  ]);
  const entries = found.slice(0, perPage);
  return {
    entries,
    more: found.length > perPage,
    unsealed,
    mentioned: await mentionedIn(tx, names, {
      actors: entries.map(({ actor }) => actor),
      families: entries.flatMap(({ families }) => families),
      persons: entries.flatMap((entry) => lookedInto(entry) ?? []),
    }),
  };
}

/** Whose own page an entry is about: the first that it names, where its address is of one person. */
export function lookedInto({ route, persons }: Pick<KeptEntry, 'route' | 'persons'>): string | undefined {
  return route?.includes('/people/') || persons.length === 1 ? persons[0] : undefined;
}

async function actorsOf(tx: Tx, words: string): Promise<string[]> {
  if (isId(words)) return [words.toLowerCase()];
  return (await store.workersNamed(tx, words)).map(({ workerId }) => workerId);
}

async function familiesOf(tx: Tx, names: FamilyNames, words: string): Promise<string[]> {
  if (isId(words)) return [words];
  const name = words.toLocaleLowerCase('en-GB');
  return (await names.familiesNamed(tx, [name])).map(({ familyId }) => familyId);
}

async function mentionedIn(
  tx: Tx,
  names: FamilyNames,
  ids: { actors: readonly string[]; families: readonly string[]; persons?: readonly string[] },
): Promise<Mentioned> {
  const [workers, families, persons] = await Promise.all([
    store.workersByIds(tx, [...new Set(ids.actors)]),
    names.familyNames(tx, [...new Set(ids.families)]),
    names.personNames(tx, [...new Set(ids.persons)]),
  ]);
  return { workers: new Map(workers.map((worker) => [worker.workerId, worker])), families, persons };
}

/** What the rules list in the seven days that begin on a day, newest day first. */
export async function unusualLooking(
  tx: Tx,
  names: FamilyNames,
  from: string,
): Promise<{ found: Unusual[]; mentioned: Mentioned }> {
  const to = addDays(from, 7);
  const workers = await store.workersByIds(tx, await store.openers(tx, from, to));
  const surnames = new Map(workers.map(({ workerId, name }) => [workerId, surnameOf(name)]));
  const families = await names.familiesNamed(tx, [...new Set(surnames.values())]);
  const ownNames = [...surnames].flatMap(([actor, surname]) =>
    families
      .filter(({ name }) => name.toLocaleLowerCase('en-GB') === surname)
      .map(({ familyId }) => ({ actor, family: familyId })),
  );
  const found = await store.listUnusual(tx, { from, to, ownNames });
  return {
    found,
    mentioned: await mentionedIn(tx, names, {
      actors: found.map(({ actor }) => actor),
      families: found.flatMap((one) => one.families),
    }),
  };
}
