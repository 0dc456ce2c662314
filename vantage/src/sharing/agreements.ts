import { clock, newId, type Tx } from '../platform/index.ts';
import { type Agency, type AgencyType, discreetTypes } from './model.ts';
import { numberRules } from './numbers.ts';
import type { Telling } from './persons/telling.ts';
import type { Condition, Purpose, Tier, WorkRole } from './roles.ts';
import * as store from './store.ts';

/** What an agency's facts may be seen by whom, for what, on which lawful basis. */
export type Agreement = {
  agreementId: string;
  fromAgency: string;
  /** Null: every agency of the partnership. */
  toAgency: string | null;
  /** Null: every role. */
  toRole: WorkRole | null;
  purpose: Purpose;
  basis: string;
  tier: Tier;
  condition: Condition;
  /** Subjects of facts; `*` means all of them. */
  subjects: string[];
  happened: { from: string | null; to: string | null };
  owner: string;
};

type Draft = Pick<Agreement, 'tier' | 'condition' | 'subjects'> &
  Partial<Pick<Agreement, 'toAgency' | 'toRole' | 'purpose'>>;

const publicTask =
  'Public task, UK GDPR Article 6(1)(e), to safeguard and promote the welfare of children (Children Act 2004, section 11); special category data under Data Protection Act 2018, Schedule 1, paragraph 18.';

/** What every agency may know of whom it helps together with others: who they are, where, and how they belong together. */
const whoTheyAre = ['identity', 'nhs-number', 'pupil-number', 'where', 'kin'];

/**
 * What each in the team around a family may read whole: what its people say, and who else is in the team. Somebody who
 * works with them in a service for treatment, sexual health or abuse is of another subject.
 */
const readWhole: readonly string[] = ['words', 'workers'];

/**
 * Subjects that only their own agency sees until somebody agrees otherwise, and whose existence is never shown:
 * treatment for drugs and alcohol, sexual health, adoption, domestic abuse services, witness matters.
 */
export const tightSubjects: readonly string[] = [
  'treatment',
  'sexual-health',
  'adoption',
  'abuse-services',
  'witness',
];

/**
 * Subjects that no ready agreement lets another agency see. Records: one may hold what no fact of a subject that is
 * shared says. What is compared to tell who is who goes to those who review it. A working hypothesis is a question until
 * it is shared.
 */
export const keptSubjects: readonly string[] = [...tightSubjects, 'records', 'who-is-who', 'hypotheses'];

/**
 * Agreements to begin with, by type of agency: they follow Working Together and the seven golden rules of information
 * sharing (Department for Education 2024): what is relevant goes to those who have a part in the help, no further. From
 * an agency of a discreet type nothing goes out.
 */
function readyFor({ agency, type }: Agency, subjects: readonly string[]): Draft[] {
  const shared = subjects.filter((subject) => !keptSubjects.includes(subject));
  const inTeam = subjects.filter((subject) => readWhole.includes(subject));
  const inside: Draft[] = [
    { condition: 'allocated', tier: 4, subjects: ['*'] },
    { condition: 'manager', tier: 4, subjects: ['*'] },
    { condition: 'named', tier: 4, subjects: ['*'] },
    { condition: 'team', tier: 3, subjects: ['*'] },
    { condition: 'team', tier: 4, subjects: inTeam },
    { condition: 'any', tier: 3, subjects: ['*'], toRole: 'agency-lead', purpose: 'oversight' },
    { condition: 'any', tier: 4, subjects: ['who-is-who'], toRole: 'agency-lead', purpose: 'oversight' },
  ];
  const own = inside.map((draft) => ({ toAgency: agency, ...draft }));
  if (discreetTypes.includes(type)) return own;
  const outside: Draft[] = [
    { condition: 'allocated', tier: 4, subjects: shared },
    { condition: 'manager', tier: 4, subjects: shared },
    { condition: 'named', tier: 4, subjects: shared },
    { condition: 'team', tier: 3, subjects: type === 'police' ? whoTheyAre.concat('police') : shared },
    { condition: 'team', tier: 4, subjects: inTeam },
    { condition: 'named', tier: 4, subjects: shared, purpose: 'inspection' },
    { condition: 'named', tier: 3, subjects: shared, toRole: 'director', purpose: 'oversight' },
    {
      condition: 'named',
      tier: 3,
      subjects: type === 'police' ? whoTheyAre.concat('police') : shared,
      toRole: 'agency-lead',
      purpose: 'oversight',
    },
    {
      condition: 'any',
      tier: 3,
      subjects: ['identity', 'kin'],
      toRole: 'information-governance-lead',
      purpose: 'governance',
    },
    {
      condition: 'any',
      tier: 4,
      subjects: ['who-is-who'],
      toRole: 'information-governance-lead',
      purpose: 'governance',
    },
  ];
  return [...own, ...outside];
}

/**
 * Puts the ready agreements in place for agencies that have none yet, ended ones included, and ends those by which an
 * agency that has since been given a discreet type would share with others; what somebody of the agency itself agreed
 * stands. Returns how many were added.
 */
export async function ensureAgreements(tx: Tx, agencies: readonly Agency[], at: Date): Promise<number> {
  const discreet = agencies.filter(({ type }) => discreetTypes.includes(type));
  await store.endOutward(
    tx,
    discreet.map(({ agency }) => agency),
    at,
  );
  const having = new Set((await store.listAgreements(tx, { ended: true })).map((one) => one.fromAgency));
  const subjects = await store.listSubjects(tx);
  const wanted = agencies
    .filter(({ agency }) => !having.has(agency))
    .flatMap((agency) =>
      readyFor(agency, subjects).map(
        (draft): Agreement => ({
          agreementId: newId(),
          fromAgency: agency.agency,
          toAgency: null,
          toRole: null,
          purpose: 'help',
          basis: publicTask,
          happened: { from: '2008-01-01', to: null },
          owner: `Information governance lead of ${agency.name}`,
          ...draft,
        }),
      ),
    );
  for (const agreement of wanted) await store.insertAgreement(tx, agreement, at);
  return wanted.length;
}

/** Agreements that stand, by agency. */
export async function agreements(tx: Tx): Promise<Agreement[]> {
  return store.listAgreements(tx, { ended: false });
}

/** Adds an agreement; it counts from the next request on. */
export async function agree(
  tx: Tx,
  agreement: Omit<Agreement, 'agreementId'> & { reason?: string },
): Promise<string> {
  const agreementId = newId();
  await store.insertAgreement(tx, { ...agreement, agreementId }, clock.now());
  return agreementId;
}

/** Ends an agreement; from the next request on nothing rests on it. */
export async function endAgreement(tx: Tx, agreementId: string, reason?: string): Promise<void> {
  await store.endAgreement(tx, agreementId, clock.now(), reason ?? null);
}

/** A kind of fact as the tables know it. */
export type KindOfFact = {
  kind: string;
  /** Under which agreements share it. */
  subject: string;
  /** Whether it tells where somebody is or will be. */
  locates?: boolean;
  /** Kinds of agency to which alone it is shared, where no agreement names it to another; null when left out: all. */
  heldBy?: readonly AgencyType[];
  /** Whether a person is told of it until somebody decides; 'not-yet' when left out. */
  telling?: Telling;
};

/** Registers kinds of fact. */
export async function ensureKinds(tx: Tx, kinds: readonly KindOfFact[]): Promise<void> {
  await store.putKinds(tx, kinds);
}

/** Kinds of fact that no catalogue of events holds, and their subjects. */
export const kindsBesideEvents: readonly KindOfFact[] = [
  ...['name', 'birth-date', 'sex', 'death-date'].map((kind) => ({ kind, subject: 'identity' })),
  ...Object.values(numberRules).map(({ kind, subject, heldBy }) => ({ kind, subject, heldBy })),
  ...['address', 'residence'].map((kind) => ({ kind, subject: 'where', locates: true })),
  ...[
    'parent',
    'partner',
    'former-partner',
    'sibling',
    'grandparent',
    'carer',
    'other-kin',
    'membership',
  ].map((kind) => ({ kind, subject: 'kin' })),
  ...['said', 'likes-to-be-called'].map((kind) => ({ kind, subject: 'words' })),
  ...['plan-lead', 'plan-help', 'plan-step', 'plan-responsibility'].map((kind) => ({
    kind,
    subject: 'family-plan',
    locates: true,
  })),
  { kind: 'record', subject: 'records' },
  { kind: 'consent', subject: 'consent', locates: true },
  { kind: 'match', subject: 'who-is-who' },
];
