import type { Tx } from '../platform/index.ts';
import { type Mention, subjectOf } from './model.ts';
import * as store from './store.ts';

/** Persons by their role in a record. */
export type Roles = Partial<Record<string, string>>;

/** Of each number that a record mentions, the person whom it means. */
export type Meanings = ReadonlyMap<string, string>;

/** What a transaction has learnt: many rooms ask, one after another. */
const known = new WeakMap<Tx, Meanings>();

/** Whom every number means. */
export async function meaningsOf(tx: Tx): Promise<Meanings> {
  const before = known.get(tx);
  if (before) return before;
  const meanings = new Map<string, string>();
  for await (const { number, personId } of store.streamMeanings(tx)) meanings.set(number, personId);
  known.set(tx, meanings);
  return meanings;
}

/** Notes what the transaction has just written of whom numbers mean; undefined: it is to be asked anew. */
export function noteMeanings(tx: Tx, meanings: Meanings | undefined): void {
  if (meanings === undefined) known.delete(tx);
  else known.set(tx, meanings);
}

/** Whom a record is about, by role. */
export function personsOf(meanings: Meanings, agency: string, people: readonly Mention[]): Roles {
  const persons: Roles = {};
  for (const { role, id } of people) {
    const personId = meanings.get(subjectOf(agency, id));
    if (personId !== undefined) persons[role] = personId;
  }
  return persons;
}
