import { clock, dayOf, type Tx } from '../platform/index.ts';
import { timeInWords } from '../platform/parts/index.ts';
import { grantsCovering } from './openings/store.ts';
import { type VoluntaryService, voluntaryServices } from './persons/consents.ts';
import type { Relation } from './relations.ts';
import { roles, type WorkRole } from './roles.ts';
import * as store from './store.ts';

/** Why the actor may see anything about some persons: what ties them together today. */
export type Ties = {
  /** Parts in which the actor, or a worker whom the actor manages, works with one of them. */
  relations: (Pick<Relation, 'kind' | 'via' | 'reason' | 'workerId' | 'restsOn'> & { own: boolean })[];
  /** An opening in an emergency or for a recorded purpose, with its end. */
  grant: { kind: 'break-glass' | 'purpose'; reason: string; until: Date } | null;
};

export async function tiesTo(tx: Tx, personIds: readonly string[]): Promise<Ties> {
  const now = clock.now();
  const [relations, grants] = await Promise.all([
    store.relationsOf(tx, personIds, dayOf(now)),
    grantsCovering(tx, tx.actor.id, personIds, now),
  ]);
  return {
    relations: relations.map((one) => ({ ...one, own: one.workerId === tx.actor.id })),
    grant: grants[0] ?? null,
  };
}

/** Ties of the actor's own first, allocations first among them. */
const tiesFirst = ({ relations }: Pick<Ties, 'relations'>): Ties['relations'] =>
  [...relations].sort(
    (a, b) =>
      Number(b.own) - Number(a.own) || Number(b.kind === 'allocated') - Number(a.kind === 'allocated'),
  );

/**
 * "You see this because you are Kyle’s allocated social worker." One sentence, from what ties the actor to the persons;
 * `named` gives a person's name.
 */
export function tiesInWords(
  { relations, grant }: Ties,
  role: string,
  named: (personId: string) => string,
): string {
  const [tie] = tiesFirst({ relations });
  if (tie?.own) return `You see this because you are ${part(tie, named)}.`;
  if (grant?.kind === 'break-glass') {
    return `You see this because you opened it in an emergency; it closes at ${timeInWords(grant.until)}. The information governance lead sees that it waits for review.`;
  }
  if (grant) return `You see this for a recorded purpose: ${sentence(grant.reason)}`;
  if (tie && role === 'team-manager')
    return `You see this because a worker of your team is ${part(tie, named)}.`;
  const label = roles[role as WorkRole]?.label.toLowerCase();
  return label
    ? `You see this because of what your agency has agreed for its ${label}.`
    : 'You see this because the program itself asks.';
}

/**
 * Why the actor goes on seeing persons when consent to a service is no more: what ties the two, and what it rests on.
 * `voluntary` tells parts that rest on consent but for the days of a statutory plan.
 */
export function goesOnInWords(
  ties: Ties,
  role: string,
  {
    named,
    service,
    voluntary,
  }: {
    named: (personId: string) => string;
    service: VoluntaryService;
    voluntary: (reason: string) => boolean;
  },
): string {
  const why = tiesInWords(ties, role, named);
  const [tie] = tiesFirst(ties);
  if (tie === undefined || !(tie.own || role === 'team-manager')) return why;
  if (tie.restsOn === service)
    return `${why} That rests on consent to the same help which still stands: another adult’s, or what the agency’s own list says.`;
  if (tie.restsOn !== null)
    return `${why} That rests on consent to other help: ${voluntaryServices[tie.restsOn].toLowerCase()}.`;
  return voluntary(tie.reason)
    ? `${why} On most days that rests on consent, but not today: a child of the family has a statutory plan or enquiry, or is in care.`
    : `${why} That rests on nobody’s consent.`;
}

const part = ({ via, reason }: { via: string; reason: string }, named: (personId: string) => string) =>
  `${named(via)}’s ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`;

/** Words as a sentence: with the full stop that whoever wrote them left out. */
const sentence = (words: string) => (/[.!?]$/.test(words) ? words : `${words}.`);
