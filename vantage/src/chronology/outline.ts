import type { Tx } from '../platform/index.ts';
import type { OutlinedFact } from './model.ts';
import { remember } from './remembered.ts';
import * as store from './store.ts';

const remembered = remember(100_000);

/**
 * Facts of the persons that stand, in the order of their first day, then kind, person and number: those that the actor may
 * see, `withheld` where not what is said of them. They are shared with whoever asks next and must not be changed.
 */
export async function outlineOf(tx: Tx, personIds: readonly string[]): Promise<OutlinedFact[]> {
  const again = personIds.every(remembered.has) ? await seenAgain(tx, personIds) : undefined;
  if (again !== undefined) {
    remembered.lookedAt(personIds);
    return again;
  }
  const { facts, said } = await store.outlineOfPersons(tx, personIds);
  remembered.lookedAt(personIds);
  const outline = facts.map((fact) => remembered.keep(fact, said.get(fact.factId)));
  remembered.forget();
  return outline;
}

/** Which of the facts in memory the actor sees; undefined where some of them are not there. */
async function seenAgain(tx: Tx, personIds: readonly string[]): Promise<OutlinedFact[] | undefined> {
  const { factIds, told } = await store.outlineSeen(tx, personIds);
  const outline: OutlinedFact[] = [];
  for (const factId of factIds) {
    const fact = remembered.get(factId, { told: told.has(factId) });
    if (fact === undefined) return undefined;
    outline.push(fact);
  }
  return outline;
}
