import type { Tx } from '../platform/index.ts';
import type { Differences } from './details.ts';
import type { Link, Reason } from './model.ts';
import type { Decided } from './review/run.ts';
import * as store from './store.ts';

/** Whom a number means, and the number of the same person to which it is joined most strongly. */
export type Meaning = {
  number: string;
  agency: string;
  localId: string;
  personId: string;
  to: string | null;
  weight: number | null;
};

/** What links are to say. */
type Wanted = {
  meanings: readonly Meaning[];
  reasonsOf: (number: string) => Reason[];
  decided: Decided;
  /** The records whose links are looked at, where not those of all. */
  within?: readonly string[];
};

/**
 * Links every mention in the records that stand to the person whom its number means, and writes only what differs. A
 * link stands while it says the same and the number that its reasons name is still the person's, however its weight may
 * have moved since.
 */
export async function writeLinks(
  tx: Tx,
  { meanings, reasonsOf, decided, within }: Wanted,
  at: Date,
): Promise<Differences> {
  const before = await beforeDecisions(tx, decided, meanings);
  return store.replaceLinks(tx, { meanings, reasonsOf, before, ...(within && { within }) }, at);
}

/**
 * Of each mention of somebody about whom a decision was taken back, the link that stood before the decision: it is taken
 * up as it was, with its weight and reasons, whatever has been learnt since.
 */
async function beforeDecisions(tx: Tx, { fresh }: Decided, meanings: readonly Meaning[]): Promise<Link[]> {
  const takenBack = fresh.filter(({ undoneAt, inEffectAt }) => undoneAt !== null && inEffectAt !== null);
  if (takenBack.length === 0) return [];
  const personOf = new Map(meanings.map(({ number, personId }) => [number, personId]));
  const links = new Map<string, Link>();
  for (const { inEffectAt, numbers, others } of takenBack) {
    const persons = new Set([...numbers, ...others].map((number) => personOf.get(number)));
    for (const link of await store.linksEndedAt(tx, inEffectAt ?? new Date(Number.NaN)))
      if (persons.has(link.personId)) links.set(`${link.recordId} ${link.role}`, link);
  }
  return [...links.values()];
}
