import { clock, newId, type Span, type Tx, VantageError } from '../../platform/index.ts';
import * as store from './store.ts';

/** That whatever tells where a harmed person is, is kept from all but those allocated to that very person and those named. */
export type Protection = {
  protectionId: string;
  personId: string;
  /** From whom, of those whom records tell of and who exist for the reader. */
  fromIds: string[];
  /** From whom, in words, where it is somebody whom no record tells of; empty otherwise. */
  fromWords: string;
  /** When whoever is written in words was born, where that is known. */
  fromBorn: string | null;
  /** Workers who may know where the person is without being allocated to them. */
  named: string[];
  happened: Span;
  reason: string;
  decidedAt: Date;
  endedAt: Date | null;
  endedReason: string | null;
};

export type Protecting = Pick<
  Protection,
  'personId' | 'fromIds' | 'fromWords' | 'fromBorn' | 'named' | 'happened' | 'reason'
>;

/** That somebody would no longer know where a person is: the part in which they work with them, or whom they manage. */
export type LosingSight = {
  workerId: string;
  personId: string;
  /** Whom the allocation names. */
  via: string;
  reason: string;
  /** The worker whom they manage and who works with the person; null for whoever works with them. */
  managing: string | null;
};

/**
 * Protects a person from the next request on. Only a worker who is allocated to the person, or manages one who is, and
 * not only through somebody from whom they are protected.
 */
export async function protectPerson(tx: Tx, { reason, ...rest }: Protecting): Promise<string> {
  const words = reason.trim();
  const fromNobody = rest.fromIds.length === 0 && rest.fromWords.trim() === '';
  if (words.length < 5 || fromNobody || rest.fromIds.includes(rest.personId)) {
    throw new VantageError('bad-input', 'A protection needs somebody from whom, and a reason.', {
      remedy: 'Choose or write from whom the person is protected, and write why in a sentence.',
    });
  }
  const protectionId = newId();
  await store.insertProtection(tx, { ...rest, reason: words, protectionId }, clock.now());
  return protectionId;
}

/** Ends a protection at once, for a reason. */
export async function endProtection(tx: Tx, protectionId: string, reason: string): Promise<void> {
  if (await store.endProtection(tx, protectionId, reason.trim(), clock.now())) return;
  throw new VantageError('not-found', 'There is no such protection that stands.', {
    remedy: 'Open the person’s page again: it may have been ended already.',
  });
}

/** Changes who may know where a person is: the protection goes on as another, since the same day, with these named. */
export async function nameForProtection(
  tx: Tx,
  protectionId: string,
  named: readonly string[],
): Promise<string> {
  await endProtection(tx, protectionId, 'Who may know was changed.');
  const next = newId();
  await store.copyProtection(tx, { protectionId: next, of: protectionId, named }, clock.now());
  return next;
}

/** Protections of a person, ended ones included, newest first, of those that the actor may read. */
export async function protectionsOf(tx: Tx, personIds: readonly string[]): Promise<Protection[]> {
  return store.listProtections(tx, personIds);
}

/**
 * Protections that went from a person to somebody who was held to be them, and to whom nobody is allocated: those that
 * stand, of those that the actor may end.
 */
export async function copiesOf(
  tx: Tx,
  personId: string,
): Promise<{ protectionId: string; reason: string }[]> {
  return store.listCopies(tx, personId);
}

/** Of the persons, those whose whereabouts are kept back from the actor. */
export async function keptBack(tx: Tx, personIds: readonly string[]): Promise<Set<string>> {
  return new Set(await store.keptFromActor(tx, personIds));
}

/** Whether the actor may protect a person from others: is allocated to them, or manages one who is, beside these. */
export async function mayProtect(
  tx: Tx,
  personId: string,
  fromIds: readonly string[] = [],
): Promise<boolean> {
  return store.worksBeside(tx, personId, fromIds);
}

/**
 * What a protection from today on would do: whose whereabouts it would keep back, the person's among them, and who would
 * no longer know them, unless named. Nothing for whoever may not protect the person.
 */
export async function foreseeProtection(
  tx: Tx,
  personId: string,
  fromIds: readonly string[],
): Promise<{ kept: string[]; losing: LosingSight[] }> {
  const now = clock.now();
  const [kept, losing] = await Promise.all([
    store.wouldBeKept(tx, personId, fromIds, now),
    store.wouldLoseSight(tx, personId, fromIds, now),
  ]);
  return { kept, losing };
}
