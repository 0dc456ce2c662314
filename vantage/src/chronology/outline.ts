import type { Tx } from '../platform/index.ts';
import type { OutlinedFact } from './model.ts';
import { keepAnswers, remember } from './remembered.ts';
import * as store from './store.ts';

const remembered = remember(100_000);
const answers = keepAnswers(50_000_000);

/**
 * Facts of the persons that stand, in the order of their first day, then kind, person and number: those that the actor may
 * see, `withheld` where not what is said of them. They are shared with whoever asks next and must not be changed. Whoever
 * sees the same is given the same list, so that what follows from it need not be worked out again (`once`).
 */
export async function outlineOf(tx: Tx, personIds: readonly string[]): Promise<readonly OutlinedFact[]> {
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
async function seenAgain(tx: Tx, personIds: readonly string[]): Promise<readonly OutlinedFact[] | undefined> {
  const seen = await store.outlineSeen(tx, personIds);
  const key = `${seen.factIds} ${seen.told}`;
  const before = answers.get(key);
  if (before !== undefined) return before;
  const told = new Set(seen.told.split(','));
  const outline: OutlinedFact[] = [];
  for (const factId of seen.factIds === '' ? [] : seen.factIds.split(',')) {
    const fact = remembered.get(factId, { told: told.has(factId) });
    if (fact === undefined) return undefined;
    outline.push(fact);
  }
  answers.keep(key, outline);
  return outline;
}
