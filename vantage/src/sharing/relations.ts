import { clock, newId, type Span, type Tx, VantageError } from '../platform/index.ts';
import type { VoluntaryService } from './persons/consents.ts';
import type { WorkRole } from './roles.ts';
import * as store from './store.ts';

/** Somebody who works with families. `localId` is the number by which the agency `toldBy` knows them. */
export type Worker = {
  workerId: string;
  agency: string | null;
  toldBy: string;
  localId: string;
  name: string;
  job: string;
};

/** A role that a person at work holds in a team. */
export type Post = { workerId: string; role: WorkRole; team: string; happened: Span };

/** That somebody works with a person. */
export type Relation = {
  workerId: string;
  personId: string;
  kind: 'allocated' | 'team';
  /** Whom the allocation names: the person, or a child or main carer of the person's family. */
  via: string;
  happened: Span;
  agency: string;
  /** The part in words, such as "Allocated social worker". */
  reason: string;
  /** The voluntary service on consent to which it rests; null when it rests on nobody's. */
  restsOn: VoluntaryService | null;
  recordedAt: Date | null;
  receivedAt: Date;
};

/** Adds workers who are new, takes up what is said otherwise of those known, and gives every worker's id by `toldBy localId`. */
export async function ensureWorkers(
  tx: Tx,
  workers: readonly Omit<Worker, 'workerId'>[],
): Promise<Map<string, string>> {
  await store.putWorkers(
    tx,
    workers.map((worker) => ({ ...worker, workerId: newId() })),
  );
  return new Map((await store.listWorkers(tx)).map((one) => [`${one.toldBy} ${one.localId}`, one.workerId]));
}

/** Makes the posts that stand equal to `posts`. */
export async function replacePosts(tx: Tx, posts: readonly Post[], asOf: Date): Promise<void> {
  await store.replacePosts(tx, posts, asOf);
}

/** Makes the relations that stand equal to `relations`. */
export async function replaceRelations(tx: Tx, relations: readonly Relation[], asOf: Date): Promise<void> {
  await store.replaceRelations(tx, relations, asOf);
}

/** Workers with their posts on a day, in the order of role and name. */
export async function workersOn(
  tx: Tx,
  on: string,
): Promise<(Worker & { role: WorkRole; team: string; persons: number })[]> {
  return store.workersWithPosts(tx, on);
}

/** How the actor is related to persons on a day: the part and whom it names. */
export async function relationsTo(
  tx: Tx,
  personIds: readonly string[],
  on: string,
): Promise<Pick<Relation, 'kind' | 'via' | 'reason' | 'happened' | 'workerId' | 'restsOn'>[]> {
  return store.relationsOf(tx, personIds, on);
}

/** Somebody because of whom the actor works with a family. */
export type Via = {
  personId: string;
  /** Whether the actor's own relations say so, or those of a worker of their team. */
  own: boolean;
  /** Whether they are allocated, or in the team around them. */
  allocated: boolean;
};

/** Whom the relations of the actor name on a day, and for a manager those of whoever is allocated in their team. */
export async function workedWith(tx: Tx, on: string): Promise<Via[]> {
  return store.viasOf(tx, on);
}

/**
 * Of some persons, those of whom the actor sees who they are and how they are related, and nothing else: they belonged
 * only before to a family with which the actor works (rule who-belonged-before).
 */
export async function knownFromBefore(tx: Tx, personIds: readonly string[]): Promise<Set<string>> {
  return new Set(await store.knownFromBefore(tx, personIds));
}

/** Persons hidden on a day from everyone not named. */
export async function sealedPersons(tx: Tx, on: string): Promise<string[]> {
  return store.sealedOn(tx, on);
}

/** Seals that hold on a day. */
export async function seals(
  tx: Tx,
  on: string,
): Promise<{ sealId: string; personId: string; named: string[]; from: string; reason: string }[]> {
  return store.sealsOn(tx, on);
}

/** Of the ids, those of workers. */
export async function workersByIds(tx: Tx, workerIds: readonly string[]): Promise<Set<string>> {
  const wanted = new Set(workerIds);
  const all = await store.listWorkers(tx);
  return new Set(all.map((one) => one.workerId).filter((workerId) => wanted.has(workerId)));
}

/** What workers are called, by their ids. */
export async function workerNames(tx: Tx): Promise<ReadonlyMap<string, string>> {
  return new Map((await store.listWorkers(tx)).map((one) => [one.workerId, one.name]));
}

export type Sealing = { personId: string; named: readonly string[]; from: string; reason: string };

/** Hides a person from everyone but the workers named, from a day on. Returns the seal's id. */
export async function sealPerson(tx: Tx, { personId, named, from, reason }: Sealing): Promise<string> {
  if (reason.trim() === '') {
    throw new VantageError('bad-input', 'A person is sealed for a reason, and none was given.', {
      remedy: 'Write why, in a sentence that somebody who reviews it will understand.',
    });
  }
  const sealId = newId();
  await store.insertSeal(tx, { sealId, personId, named: [...named], from, reason }, clock.now());
  return sealId;
}

/** Ends a seal at once. */
export async function unsealPerson(tx: Tx, sealId: string): Promise<void> {
  await store.undoSeal(tx, sealId, clock.now());
}
