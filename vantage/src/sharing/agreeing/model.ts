import { z } from '../../platform/http/index.ts';
import { WrittenDayOrNone, writtenWords } from '../../platform/index.ts';
import { tightSubjects } from '../agreements.ts';
import { type Condition, type Purpose, roles, type Tier, type WorkRole } from '../roles.ts';

/** What each tier lets be seen, as somebody chooses it; the numbers are those of `tiers`. */
export const tierChoices = {
  existence: {
    tier: 1,
    text: 'That the agency knows them',
    hint: 'Their family’s page says “Known to” and its name, and only where its lead has chosen so at its duty desk.',
    sees: 'that it knows them, where its lead has chosen that this be said, and nothing else',
  },
  contact: {
    tier: 2,
    text: 'Ask first',
    hint: 'That there is somebody to ask: the agency’s duty desk, its telephone and its hours. Nothing else: not about whom, what, since when or how often.',
    sees: 'whom to ask there, and nothing else',
  },
  summary: {
    tier: 3,
    text: 'Summary',
    hint: 'That it happened, when and to whom.',
    sees: 'that it happened, when and to whom',
  },
  detail: {
    tier: 4,
    text: 'Detail',
    hint: 'And what is said about it, and the records that say it where they are shared.',
    sees: 'that it happened, when and to whom, and what is said about it',
  },
} as const satisfies Record<string, { tier: Tier; text: string; hint: string; sees: string }>;
export type TierChoice = keyof typeof tierChoices;
export const tierNames = Object.keys(tierChoices) as [TierChoice, ...TierChoice[]];

/** Lawful bases of UK GDPR Article 6 on which an agreement may rest. Consent is none of them: it is to the help. */
export const bases = {
  'public-task': 'Public task, UK GDPR Article 6(1)(e).',
  'legal-obligation': 'Legal obligation, UK GDPR Article 6(1)(c).',
  'vital-interests': 'Vital interests, UK GDPR Article 6(1)(d).',
} as const;
export type Basis = keyof typeof bases;
export const basisNames = Object.keys(bases) as [Basis, ...Basis[]];

/** The words of a subject, for pages. */
const subjectNames: Readonly<Record<string, string>> = {
  identity: 'names, birth dates and sex',
  'nhs-number': 'NHS number',
  'pupil-number': 'unique pupil number',
  where: 'addresses and where they lived',
  kin: 'who belongs to whom',
  words: 'what they said themselves',
  workers: 'who is allocated to them',
  consent: 'what they agreed to',
  records: 'the records as they came',
  'who-is-who': 'what is compared to tell who is who',
  care: 'children in care',
  elsewhere: 'what other authorities did',
  family: 'family and friends',
  school: 'school',
  'family-plan': 'who leads, the level of help and next steps',
  casework: 'what its workers write down here',
  hypotheses: 'working hypotheses that are not shared yet',
  treatment: 'drug and alcohol treatment',
  'abuse-services': 'domestic abuse services',
  witness: 'witness matters',
};
export const subjectWords = (subject: string): string =>
  subject === '*' ? 'everything' : (subjectNames[subject] ?? subject.replaceAll('-', ' '));

/** What a form may name in the place of a list of subjects: all that are not kept tight, records and matching aside. */
export const allButKept = 'all-but-kept';

/** Subjects that go to another agency only where the lead of the agency that recorded them agrees it. */
export const ownLeadOnly: readonly string[] = [...tightSubjects, 'records', '*'];

/** What those of a role look for; without a role, those who help. */
export const purposeOf = (role: WorkRole | null): Purpose => (role === null ? 'help' : roles[role].purpose);

/** Roles that an agreement may name: those who see people by it. For the others people are numbers, or nobody. */
export const namedRoles = [
  'practitioner',
  'lead-practitioner',
  'child-protection-practitioner',
  'team-manager',
  'agency-lead',
  'director',
  'inspector',
  'information-governance-lead',
] as const satisfies readonly WorkRole[];

/** Conditions under which an agreement for a purpose may hold. A role alone opens nobody: `any` is for an agency's own lead, and for telling who is who. */
export function conditionsFor(purpose: Purpose, inside: boolean): readonly Condition[] {
  if (purpose === 'help') return ['team', 'allocated', 'manager', 'named'];
  if (purpose === 'governance') return ['any'];
  return purpose === 'oversight' && inside ? ['named', 'any'] : ['named'];
}

/** All that may be shared about anybody with whoever looks after information. */
export const governed: readonly string[] = ['identity', 'kin', 'who-is-who'];

const sentence = (wanted: string) =>
  z.string(wanted).trim().min(10, wanted).max(1000, 'Write it in fewer than 1,000 characters.');

/** An agreement as somebody asks for it. */
export const Asked = z.object({
  from: z
    .string('Choose which agency shares.')
    .min(1, 'Choose which agency shares.')
    .describe('The agency that shares.'),
  to: z
    .string('Choose with whom.')
    .min(1, 'Choose with whom.')
    .describe('The agency that it shares with, which may be itself; * for every agency.'),
  role: z
    .enum(['*', ...namedRoles], 'Choose who of them.')
    .describe('Who of them, which says for what as well; * for whoever works with people.'),
  condition: z
    .enum(['team', 'allocated', 'manager', 'named', 'any'], 'Choose about whom.')
    .describe('What must hold between them and a person.'),
  tier: z.enum(tierNames, 'Choose how much.').describe('How much they see; contact is Ask first.'),
  subjects: z
    .array(z.string(), 'Choose at least one.')
    .min(1, 'Choose at least one.')
    .describe(`Subjects of facts; ${allButKept} for all that are not kept tight, * for everything.`),
  basis: z.enum(basisNames, 'Choose the lawful basis. Consent to help is none.'),
  basisWords: sentence(
    'Write which law or function it stands on, and for special category data the condition.',
  ),
  owner: writtenWords('Write who answers for it: a person or a post.', 200),
  firstDay: WrittenDayOrNone.describe('The first day on which it counts; empty for today.'),
  lastDay: WrittenDayOrNone.describe('The last day on which it counts; empty where none is set.'),
  reason: sentence('Write why, in a sentence.'),
  replacing: z
    .enum(['yes'])
    .optional()
    .describe(
      'Ends what stands between the same agencies and roles for the same purpose, of the same subjects.',
    ),
  sure: z
    .enum(['yes'])
    .optional()
    .describe('Without it nothing is agreed, and only what it would do is told.'),
});
export type Asked = z.output<typeof Asked>;

/** Why an agreement ends. */
export const Ending = z.object({
  reason: sentence('Write why it ends, in a sentence.'),
  sure: z.enum(['yes']).optional().describe('Without it nothing ends, and only what it would do is told.'),
});
export type Ending = z.output<typeof Ending>;

/** How many workers, of which agency and role, would see more or less of how many people. */
export type Change = { agency: string; role: WorkRole; opens: boolean; workers: number; people: number };
export type Effect = {
  opens: { workers: number; people: number };
  closes: { workers: number; people: number };
  by: Change[];
};
