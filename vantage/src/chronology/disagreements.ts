import { clock, newId, type Tx, VantageError } from '../platform/index.ts';
import type { NeedId } from './need-rules.ts';
import * as store from './store.ts';

/** A reason why a need does not stand, or not so: of one of the family (`personId`), else of the worker who wrote it. */
export type Disagreement = {
  disagreementId: string;
  need: NeedId;
  personId: string | null;
  workerId: string;
  words: string;
  madeAt: Date;
};

/** What is written down with a disagreement. `details` are those of the facts whose evidence is what is said about them. */
export type Disagreed = Pick<Disagreement, 'need' | 'personId' | 'words'> & {
  familyId: string;
  facts: readonly string[];
  details: readonly string[];
};

/** Those that stand about a family, oldest first, of which the reader may see all the evidence. */
export async function disagreementsOf(tx: Tx, familyId: string): Promise<Disagreement[]> {
  return store.disagreementsOfFamily(tx, familyId);
}

/** Writes a disagreement down for the actor; the facts must be seen by them. Returns its number. */
export async function disagree(tx: Tx, disagreed: Disagreed): Promise<string> {
  const disagreementId = newId();
  await store.addDisagreement(tx, {
    ...disagreed,
    disagreementId,
    workerId: tx.actor.id,
    madeAt: clock.now(),
  });
  return disagreementId;
}

/** Takes back what the actor wrote. A VantageError 'conflict' when it is not theirs, or no longer stands. */
export async function takeBack(tx: Tx, familyId: string, disagreementId: string): Promise<void> {
  if (await store.endDisagreement(tx, { familyId, disagreementId, at: clock.now() })) return;
  throw new VantageError('conflict', 'You have written no such disagreement that stands.', {
    remedy: 'You may have taken it back already. Who wrote a disagreement takes it back, and only once.',
    field: '',
  });
}
