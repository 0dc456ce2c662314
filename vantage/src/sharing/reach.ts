/** What an agency can see of others on a day: agreements as they stand, and who works with whom. */
import type { Tx } from '../platform/index.ts';
import type { Agreement } from './agreements.ts';
import { type Condition, roles, type Tier, type WorkRole } from './roles.ts';
import * as store from './store.ts';

/** An agreement that was in force on the day. */
export type InForce = Pick<
  Agreement,
  'fromAgency' | 'toAgency' | 'toRole' | 'purpose' | 'tier' | 'condition' | 'subjects'
>;

/** Agreements whose days hold a day and that nobody had ended by a moment. */
export function inForceOn(
  all: readonly (InForce & { happened: { from: string | null; to: string | null }; endedAt: Date | null })[],
  day: string,
  by: Date,
): InForce[] {
  return all.filter(
    ({ happened: { from, to }, endedAt }) =>
      (from ?? '') <= day && (to === null || day < to) && (endedAt === null || endedAt >= by),
  );
}

/** That somebody in a role at the agency met a condition about a person; or that all of them were kept from that person. */
export type Tie =
  | { personId: string; role: WorkRole; condition: Condition }
  | { personId: string; role: ''; condition: 'sealed' | 'kept' };

/** How a kind of fact stood to an agency on a day. */
export type Share =
  /** Its own. */
  | { is: 'own'; tier: 4 }
  /** An agreement let it be seen that it happened; at 4, what is said about it too. */
  | { is: 'shared'; tier: 3 | 4 }
  /** An agreement let it be told to whoever asked. */
  | { is: 'ask-first'; tier: Tier }
  /** An agreement was in force, and nobody there met its conditions. */
  | { is: 'could-have-been'; tier: 0 }
  /** The same on a day of which it is not known any more who worked with whom. */
  | { is: 'not-kept'; tier: 0 }
  /** Nothing let it be shared. */
  | { is: 'could-not-be'; tier: 0 };

/** A question about one kind of fact of an agency about a person. */
export type Asked = { personId: string; agency: string; kind: string };

/** What an agency knows it knows by those who help and those who oversee. */
const knowing: ReadonlySet<string> = new Set(['help', 'oversight']);

/** Tells how kinds of fact stood to an agency (rules shared-on, could-have-been, could-not-be, work-long-past). */
export function reachOf(on: {
  agency: string;
  agreements: readonly InForce[];
  ties: readonly Tie[];
  subjectOf: (kind: string) => string | undefined;
  locates: (kind: string) => boolean;
  /** Whether it is known who worked with whom on the day. */
  workIsKnown: boolean;
}): (asked: Asked) => Share {
  const met = new Set(on.ties.map((one) => `${one.personId} ${one.role} ${one.condition}`));
  const here = [...new Set(on.ties.filter((one) => one.condition === 'any').map((one) => one.role))].filter(
    (role): role is WorkRole => role !== '' && knowing.has(roles[role].purpose),
  );
  const keptFrom = (personId: string, condition: 'sealed' | 'kept') => met.has(`${personId}  ${condition}`);
  const offers = on.agreements.flatMap((one) => {
    const isToThem = (one.toAgency === null || one.toAgency === on.agency) && knowing.has(one.purpose);
    const takers = here.filter(
      (role) => roles[role].purpose === one.purpose && (one.toRole === null || one.toRole === role),
    );
    return isToThem && (one.toRole === null || takers.length > 0) ? [{ ...one, takers }] : [];
  });
  return ({ personId, agency, kind }) => {
    if (agency === on.agency) return { is: 'own', tier: 4 };
    const subject = on.subjectOf(kind);
    const kept = keptFrom(personId, 'kept');
    if (subject === undefined || keptFrom(personId, 'sealed') || (kept && on.locates(kind)))
      return { is: 'could-not-be', tier: 0 };
    const agreed = offers.filter(
      (one) => one.fromAgency === agency && one.subjects.some((about) => about === '*' || about === subject),
    );
    if (agreed.length === 0) return { is: 'could-not-be', tier: 0 };
    const tiers = agreed
      .filter((one) => one.takers.some((role) => met.has(`${personId} ${role} ${one.condition}`)))
      .map(({ tier }) => tier);
    const tier = Math.max(0, ...tiers) as Tier;
    if (tier >= 3) return { is: 'shared', tier: tier === 4 && !kept ? 4 : 3 };
    if (tier > 0) return { is: 'ask-first', tier };
    return { is: on.workIsKnown ? 'could-have-been' : 'not-kept', tier: 0 };
  };
}

/**
 * How an agency's workers are near to some persons on a day, of those whom the actor sees, by such work alone as a fact of
 * these kinds tells that the actor may see.
 */
export async function tiesTold(
  tx: Tx,
  asked: { agency: string; personIds: readonly string[]; kinds: readonly string[]; day: string },
): Promise<Tie[]> {
  return store.tiesTold(tx, asked);
}
