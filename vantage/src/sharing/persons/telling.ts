import { clock, newId, type Tx, VantageError } from '../../platform/index.ts';
import * as store from './store.ts';

/** Whether a person is told of a fact about themselves. */
export type Telling = 'shared' | 'not-yet' | 'never';

export const tellingWords: Readonly<Record<Telling, string>> = {
  shared: 'told',
  'not-yet': 'not told yet',
  never: 'never told',
};

/** What was decided about telling a person of a fact. */
export type TellingDecision = {
  state: Telling;
  /** Of what is not told yet, the day from which it is; null when somebody must decide again. */
  fromDay: string | null;
  /** Whether the person is told all that is said about it, which the worker has read; otherwise what comes from lists. */
  words: boolean;
  reason: string;
  decidedAt: Date;
};

/** Decides whether a person is told of a fact about them. Only a worker who is allocated to the person. */
export async function decideTelling(
  tx: Tx,
  fact: { personId: string; factId: string; kind: string },
  decision: Omit<TellingDecision, 'decidedAt'>,
): Promise<void> {
  const reason = decision.reason.trim();
  if (reason.length < 5) {
    throw new VantageError('bad-input', 'Say why, in a sentence.', {
      remedy: 'Write what speaks for telling them, or against.',
    });
  }
  if (!(await store.isAllocated(tx, fact.personId))) {
    throw new VantageError(
      'refused',
      'Only a worker who is allocated to them decides what a person is told.',
      {
        remedy: 'Ask the worker who is allocated to them.',
      },
    );
  }
  if ((await store.findTelling(tx, fact)).several) {
    throw new VantageError('refused', 'It is about somebody else as well, so that nobody is told of it.', {
      remedy: 'Tell them in person what is theirs to know.',
    });
  }
  await store.insertTelling(tx, { ...fact, ...decision, reason, tellingId: newId() }, clock.now());
}

/**
 * What stands about telling a person of a fact, for a worker who is allocated to them; undefined for anybody else.
 * `several`: that the actor sees it to be about others as well, of which nobody is told.
 */
export async function tellingOf(
  tx: Tx,
  fact: { personId: string; factId: string; kind: string },
): Promise<{ byRule: Telling; decided: TellingDecision | null; several: boolean } | undefined> {
  if (!(await store.isAllocated(tx, fact.personId))) return undefined;
  return store.findTelling(tx, fact);
}
