import { addDays, clock, dayOf, type Tx, VantageError } from '../../platform/index.ts';
import { type Agreement, agree, endAgreement, keptSubjects } from '../agreements.ts';
import { type Agency, discreetTypes } from '../model.ts';
import { agencyHere } from '../persons/store.ts';
import { roles } from '../roles.ts';
import { agencies } from '../service.ts';
import * as agreed from '../store.ts';
import {
  type Asked,
  allButKept,
  bases,
  conditionsFor,
  type Effect,
  governed,
  ownLeadOnly,
  purposeOf,
  subjectWords,
  tierChoices,
} from './model.ts';
import * as store from './store.ts';

export type { Kept } from './store.ts';

/** What an agreement would do before it counts. */
export type Foreseen = {
  agreement: Omit<Agreement, 'agreementId'> & { reason: string };
  effect: Effect;
  /** What it would end. */
  replaced: store.Kept[];
  /** Where it lets no more be seen than whom to ask: what lets the same people see more all the same. */
  still: store.Kept[];
};

/** Agencies on whose giving the actor may agree: to the lead of an agency its own, to the information governance lead each. */
export async function givers(tx: Tx): Promise<Agency[]> {
  const all = await agencies(tx);
  if (tx.actor.role === 'information-governance-lead') return all;
  if (tx.actor.role !== 'agency-lead') return [];
  const own = await agencyHere(tx);
  return all.filter(({ agency }) => agency === own);
}

/** Agreements on what an agency gives, or every agency, ended ones after those that stand. */
export async function agreementsOf(tx: Tx, agency?: string): Promise<store.Kept[]> {
  return store.listKept(tx, agency === undefined ? {} : { agency });
}

/** An agreement, which may have ended. @throws {VantageError} not-found. */
export async function agreement(tx: Tx, agreementId: string): Promise<store.Kept> {
  const [found] = await store.listKept(tx, { agreementId });
  if (found !== undefined) return found;
  throw new VantageError('not-found', 'There is no such agreement.', {
    remedy: 'Choose one of the list at /agreements.',
  });
}

/** Subjects that agreements may name. */
export async function subjectsHere(tx: Tx): Promise<string[]> {
  return agreed.listSubjects(tx);
}

/**
 * What an agreement would do, as work stands today.
 * @throws {VantageError} refused for whoever may not agree on what the agency gives; bad-input, with the field, for what
 *   nobody may agree.
 */
export async function foreseeAgreement(tx: Tx, asked: Asked): Promise<Foreseen> {
  const wanted = await agreementOf(tx, asked);
  const standing = (await store.listKept(tx, { agency: asked.from })).filter(
    ({ endedAt, happened }) => endedAt === null && (happened.to === null || happened.to > today()),
  );
  const replaced = asked.replacing === 'yes' ? standing.filter((one) => isWithin(one, wanted)) : [];
  const ending = new Set(replaced.map((one) => one.agreementId));
  return {
    agreement: wanted,
    replaced,
    still: standing.filter((one) => !ending.has(one.agreementId) && showsMore(one, wanted)),
    effect: await effectOf(tx, asked.from, [...ending], wanted),
  };
}

/** Agrees, and ends what that replaces; both count from the next request on. Returns the agreement's id. */
export async function makeAgreement(tx: Tx, { agreement: wanted, replaced }: Foreseen): Promise<string> {
  for (const { agreementId } of replaced)
    await endAgreement(tx, agreementId, `Replaced by another: ${wanted.reason}`);
  return agree(tx, wanted);
}

/** What ending an agreement would do, as work stands today. @throws {VantageError} refused; conflict where it ended before. */
export async function foreseeEnd(tx: Tx, one: store.Kept): Promise<Effect> {
  await mustGive(tx, one.fromAgency);
  if (one.endedAt !== null) {
    throw new VantageError('conflict', 'This agreement has ended already.', {
      remedy: 'See what stands at /agreements.',
    });
  }
  return effectOf(tx, one.fromAgency, [one.agreementId], null);
}

/** Ends an agreement; from the next request on nothing rests on it. */
export async function end(tx: Tx, one: store.Kept, reason: string): Promise<void> {
  await mustGive(tx, one.fromAgency);
  await endAgreement(tx, one.agreementId, reason);
}

const today = () => dayOf(clock.now());

async function mustGive(tx: Tx, from: string): Promise<void> {
  if (!(await givers(tx)).some(({ agency }) => agency === from)) throw mayNotAgree();
}

/** Who alone agrees on what an agency shares. */
export const mayNotAgree = () =>
  new VantageError(
    'refused',
    'Only the information governance lead, and the lead of the agency that shares, agree on what it shares.',
    { remedy: 'Ask one of them.' },
  );

async function agreementOf(tx: Tx, asked: Asked): Promise<Foreseen['agreement']> {
  await mustGive(tx, asked.from);
  const all = await agencies(tx);
  const toAgency = asked.to === '*' ? null : asked.to;
  if (toAgency !== null && !all.some(({ agency }) => agency === toAgency))
    throw wrong('to', 'There is no such agency.', 'Choose one of the list.');
  const toRole = asked.role === '*' ? null : asked.role;
  const purpose = purposeOf(toRole);
  const inside = toAgency === asked.from;
  if (!conditionsFor(purpose, inside).includes(asked.condition))
    throw wrong('condition', ...whyNotAbout(purpose, inside));
  const { tier } = tierChoices[asked.tier];
  if (tier <= 2 && (purpose !== 'help' || !['team', 'allocated'].includes(asked.condition) || inside)) {
    throw wrong(
      'tier',
      'Only who works with people at another agency is told whom to ask.',
      'Choose another agency, whoever works with people, and people in whose team they are or who are allocated to them.',
    );
  }
  const subjects = await subjectsOf(tx, asked);
  if (purpose === 'governance' && subjects.some((one) => !governed.includes(one))) {
    throw wrong(
      'subjects',
      'Whoever looks after information sees of everybody no more than who they are.',
      `Choose among ${governed.map(subjectWords).join('; ')}.`,
    );
  }
  if (!inside) mustBeOwnLead(tx, all, asked.from, subjects);
  const from = asked.firstDay ?? today();
  if (from < today()) throw wrong('firstDay', 'That day is over.', 'Write today or a day to come.');
  if (asked.replacing === 'yes' && from > today())
    throw wrong(
      'firstDay',
      'What is replaced ends at once.',
      'Leave the first day empty, or do not replace.',
    );
  if (asked.lastDay !== null && asked.lastDay < from)
    throw wrong('lastDay', 'The last day comes before the first.', 'Write a later day, or leave it empty.');
  return {
    fromAgency: asked.from,
    toAgency,
    toRole,
    purpose,
    basis: `${bases[asked.basis]} ${asked.basisWords}`,
    tier,
    condition: asked.condition,
    subjects,
    happened: { from, to: asked.lastDay && addDays(asked.lastDay, 1) },
    owner: asked.owner,
    reason: asked.reason,
  };
}

async function subjectsOf(tx: Tx, { subjects: named }: Asked): Promise<string[]> {
  if (named.includes('*')) return ['*'];
  const known = await subjectsHere(tx);
  const wanted = new Set(named.filter((one) => one !== allButKept));
  if (named.includes(allButKept)) for (const one of known) if (!keptSubjects.includes(one)) wanted.add(one);
  const strange = [...wanted].find((one) => !known.includes(one));
  if (strange !== undefined)
    throw wrong('subjects', `There is no subject ${strange}.`, 'Choose of the list.');
  return [...wanted].sort();
}

/** What tells by itself what somebody came for goes to others only where the lead of that very agency opens it. */
function mustBeOwnLead(tx: Tx, all: readonly Agency[], from: string, subjects: readonly string[]): void {
  if (tx.actor.role === 'agency-lead') return;
  const type = all.find(({ agency }) => agency === from)?.type ?? 'other';
  if (discreetTypes.includes(type)) {
    throw wrong(
      'from',
      'That this agency knows somebody says what they came for: what it shares with others is agreed by its own lead.',
      'Ask its lead.',
    );
  }
  const kept = subjects.filter((one) => ownLeadOnly.includes(one));
  if (kept.length > 0) {
    throw wrong(
      'subjects',
      `Only the lead of the agency that recorded it lets others see ${kept.map(subjectWords).join(', ')}.`,
      'Leave it out, or ask the lead of that agency.',
    );
  }
}

function whyNotAbout(purpose: Agreement['purpose'], inside: boolean): [string, string] {
  if (purpose === 'help')
    return [
      'A role alone opens nobody: whoever helps sees the people with whom they work.',
      'Choose one of the others.',
    ];
  if (purpose === 'governance')
    return ['Whoever looks after information sees who everybody is, or nobody.', 'Choose “about anybody”.'];
  return inside && purpose === 'oversight'
    ? ['The lead of an agency sees everybody of it, or people named.', 'Choose one of these.']
    : ['Whoever oversees or inspects sees people who are named.', 'Choose “about people named”.'];
}

const wrong = (field: string, message: string, remedy: string) =>
  new VantageError('bad-input', message, { remedy, field });

const isInside = ({ fromAgency, toAgency }: Pick<Agreement, 'fromAgency' | 'toAgency'>) =>
  fromAgency === toAgency;

/** Whether an agreement lies within what another covers: the same agencies and roles, or some of them, and no other subject. */
function isWithin(one: Agreement, wanted: Omit<Agreement, 'agreementId'>): boolean {
  const subjects = new Set(wanted.subjects);
  return (
    one.purpose === wanted.purpose &&
    (wanted.toAgency === null ? !isInside(one) : one.toAgency === wanted.toAgency) &&
    (wanted.toRole === null || one.toRole === wanted.toRole) &&
    (subjects.has('*') || one.subjects.every((subject) => subjects.has(subject)))
  );
}

/** Whom to ask is said only where nothing higher is shared, whatever it is about. */
function showsMore(one: Agreement, wanted: Omit<Agreement, 'agreementId'>): boolean {
  return (
    wanted.tier <= 2 &&
    one.tier > wanted.tier &&
    one.purpose === wanted.purpose &&
    !isInside(one) &&
    (one.toAgency === null || wanted.toAgency === null || one.toAgency === wanted.toAgency) &&
    (one.toRole === null || wanted.toRole === null || one.toRole === wanted.toRole)
  );
}

async function effectOf(
  tx: Tx,
  from: string,
  ending: readonly string[],
  added: Foreseen['agreement'] | null,
): Promise<Effect> {
  const rows = await store.foresee(tx, {
    from,
    ending,
    added,
    purposes: Object.fromEntries(Object.entries(roles).map(([role, { purpose }]) => [role, purpose])),
    on: added?.happened.from ?? today(),
    now: clock.now(),
  });
  const all = (opens: boolean) => {
    const row = rows.find((one) => one.agency === null && one.opens === opens);
    return { workers: row?.workers ?? 0, people: row?.people ?? 0 };
  };
  return {
    opens: all(true),
    closes: all(false),
    by: rows.flatMap(({ agency, role, ...rest }) =>
      agency === null || role === null ? [] : [{ agency, role, ...rest }],
    ),
  };
}
