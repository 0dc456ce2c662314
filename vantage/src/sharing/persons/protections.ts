import { clock, newId, type Span, type Tx, VantageError } from '../../platform/index.ts';
import * as store from './store.ts';

/** That whatever tells where a harmed person is, is kept from all but those allocated to that very person and those named. */
export type Protection = {
  protectionId: string;
  personId: string;
  /** From whom. */
  fromIds: string[];
  /** Workers who may know where the person is without being allocated to them. */
  named: string[];
  happened: Span;
  reason: string;
  decidedAt: Date;
  endedAt: Date | null;
};

export type Protecting = Pick<Protection, 'personId' | 'fromIds' | 'named' | 'happened' | 'reason'>;

/**
 * Protects a person from the next request on. Only a worker who is allocated to the person, or manages one who is, and
 * not only through somebody from whom they are protected.
 */
export async function protectPerson(tx: Tx, { reason, ...rest }: Protecting): Promise<string> {
  const words = reason.trim();
  if (words.length < 5 || rest.fromIds.length === 0 || rest.fromIds.includes(rest.personId)) {
    throw new VantageError('bad-input', 'A protection needs somebody from whom, and a reason.', {
      remedy: 'Choose from whom the person is protected, and write why in a sentence.',
    });
  }
  const protectionId = newId();
  await store.insertProtection(tx, { ...rest, reason: words, protectionId }, clock.now());
  return protectionId;
}

/** Ends a protection at once. */
export async function endProtection(tx: Tx, protectionId: string): Promise<void> {
  if (await store.endProtection(tx, protectionId, clock.now())) return;
  throw new VantageError('not-found', 'There is no such protection that stands.', {
    remedy: 'Open the person’s page again: it may have been ended already.',
  });
}

/** Protections of a person, ended ones included, newest first, of those that the actor may read. */
export async function protectionsOf(tx: Tx, personIds: readonly string[]): Promise<Protection[]> {
  return store.listProtections(tx, personIds);
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
