import type { Actor, Database, Tx } from '../../platform/index.ts';
import type { Entry } from './model.ts';
import * as store from './store.ts';

/**
 * Writes down, in the transaction that does it, who does what: one statement that asks for no answer, so that it may
 * travel with others. Who, in which role and for what are the transaction's own actor's; the time is the database's.
 */
export async function record(tx: Tx, entry: Entry): Promise<void> {
  await store.insertEntry(tx, entry);
}

/** Writes down, in a transaction of its own, that an actor was refused; kept when it returns. */
export async function denied(db: Database, actor: Actor, entry: Omit<Entry, 'action'>): Promise<void> {
  await db.asActor(actor, (tx) => record(tx, { ...entry, action: 'denied' }), { withoutSight: true });
}

/** Families whose page or chronology the actor opened in the last days, newest first: whether they are open to them still is not said. */
export async function openedLately(tx: Tx, days: number): Promise<{ familyId: string; at: Date }[]> {
  return store.openedByActor(tx, days);
}
