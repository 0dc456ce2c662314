import { clock, dayOf, newId, type Tx, VantageError } from '../../platform/index.ts';
import * as store from './store.ts';

/**
 * Help that nobody has to accept, by the service of the catalogue: only on these does anything rest that ends with a
 * consent.
 */
export const voluntaryServices = {
  'early-help': 'Early help and family help',
  'youth-work': 'Youth work',
} as const;
export type VoluntaryService = keyof typeof voluntaryServices;

/** What an adult answered when asked whether they want help. */
export type Consent = {
  consentId: string;
  personId: string;
  /** Their children, for whom they answered as well. */
  children: string[];
  service: VoluntaryService;
  answer: 'given' | 'declined';
  /** What they agreed to or declined. */
  words: string;
  /** The last day on which it stands; null when no end was agreed. */
  lastDay: string | null;
  /** The agency whose worker wrote it down. */
  agency: string;
  recordedAt: Date;
  withdrawnAt: Date | null;
};

export type Answer = Pick<Consent, 'personId' | 'children' | 'service' | 'answer' | 'words' | 'lastDay'> & {
  /** The actor's own when left out. */
  agency?: string;
};

/**
 * Writes down what an adult answered. From the next request on nothing rests on the service for somebody who declined,
 * nor for a child for whom no adult's consent stands, written down or on an agency's list. Only somebody who leads, is
 * allocated or helps them may; and, that they agree again, whoever wrote down that they did not.
 */
export async function recordConsent(tx: Tx, answer: Answer): Promise<string> {
  const words = answer.words.trim();
  if (words === '') {
    throw new VantageError('bad-input', 'Say what they were asked to agree to.', {
      remedy: 'Write in a sentence what the help is, as it was put to them.',
    });
  }
  const agency = answer.agency ?? (await store.agencyHere(tx));
  const { personId, service } = answer;
  const may =
    (await mayRecordConsent(tx, personId, service)) ||
    (answer.answer === 'given' && (await store.wroteItDown(tx, personId, service)));
  if (agency === null || !may) {
    throw new VantageError('refused', 'Only somebody who helps or leads writes down what they answered.', {
      remedy: 'Ask the worker who is allocated to them, or who gives them that help.',
    });
  }
  const consentId = newId();
  await store.insertConsent(tx, { ...answer, agency, words, consentId }, clock.now());
  return consentId;
}

/**
 * Whether the actor leads or is allocated to somebody, manages one who is, or works with them for an agency that gives
 * them the help.
 */
export async function mayRecordConsent(
  tx: Tx,
  personId: string,
  service: VoluntaryService,
): Promise<boolean> {
  return store.mayRecordConsent(tx, personId, service);
}

/** Who would no longer see whom if an adult declined now; nothing for whoever may not write it down. */
export async function foreseeDeclining(
  tx: Tx,
  asked: Pick<Answer, 'personId' | 'children' | 'service'>,
): Promise<{ workerId: string; personId: string }[]> {
  return store.wouldEndWith(tx, asked, clock.now());
}

/** What becomes of a child's help when an adult declines it. */
export type ChildsHelp = {
  childId: string;
  /** It ends; or goes on because another adult agreed, or a list of an agency's says that it was agreed with one. */
  goesOn: 'ends' | 'agreed' | 'listed';
  /** Who agreed; null when it ends, or for somebody who does not exist for the actor. */
  adultId: string | null;
};

/** What becomes of each child's help if an adult declined now; nothing for whoever may not write it down. */
export async function foreseeForChildren(
  tx: Tx,
  asked: Pick<Answer, 'personId' | 'children' | 'service'>,
): Promise<ChildsHelp[]> {
  return store.wouldGoOnFor(tx, asked, clock.now());
}

/** Last answers that do not stand and that the actor wrote down: the actor may write down that they agree again. */
export async function turnedDown(tx: Tx): Promise<Consent[]> {
  return store.listTurnedDown(tx, dayOf(clock.now()));
}

/** Writes down that an adult withdrew; what rested on it ends with the next request. */
export async function withdrawConsent(tx: Tx, consentId: string): Promise<void> {
  if (await store.withdrawConsent(tx, consentId, clock.now())) return;
  throw new VantageError('not-found', 'There is no such consent that stands.', {
    remedy: 'Open the page of what the family agreed to again: it may have been withdrawn already.',
  });
}

/** What the persons answered, newest first, of what the actor may see. */
export async function consentsOf(tx: Tx, personIds: readonly string[]): Promise<Consent[]> {
  return store.listConsents(tx, personIds);
}

/** True when the answer is a consent that stands on a day. */
export function consentStands({ answer, withdrawnAt, lastDay }: Consent, on: string): boolean {
  return answer === 'given' && withdrawnAt === null && (lastDay === null || on <= lastDay);
}
