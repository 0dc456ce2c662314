import { countInWords } from '../../platform/parts/index.ts';
import type { Agreement } from '../agreements.ts';
import { type Condition, roles, tiers } from '../roles.ts';
import { type Change, type Effect, subjectWords, type TierChoice, tierChoices } from './model.ts';

const purposeWords: Record<Agreement['purpose'], string> = {
  help: 'to help',
  oversight: 'to oversee the work',
  governance: 'to look after information',
  inspection: 'to inspect',
  administration: 'to run the system',
};

export const purposeInWords = (purpose: Agreement['purpose']): string => purposeWords[purpose];

export const subjectsInWords = (subjects: readonly string[]): string => subjects.map(subjectWords).join('; ');

const whoever = ({ toRole, purpose }: Pick<Agreement, 'toRole' | 'purpose'>): string =>
  toRole !== null ? roles[toRole].label : purpose === 'help' ? 'Whoever works with people' : 'Everybody';

/** With whom an agreement shares. */
export function withWhom(
  {
    fromAgency,
    toAgency,
    toRole,
    purpose,
  }: Pick<Agreement, 'fromAgency' | 'toAgency' | 'toRole' | 'purpose'>,
  agency: (code: string) => string,
): string {
  const who = whoever({ toRole, purpose });
  if (toAgency === fromAgency) return `${who}, ${agency(fromAgency)} itself`;
  return `${who}, ${toAgency === null ? 'every agency' : agency(toAgency)}`;
}

const aboutWords: Record<Condition, string> = {
  any: 'anybody',
  team: 'those in whose team they are, or who are allocated to them',
  allocated: 'those who are allocated to them, and their families',
  manager: 'those who are allocated to a worker of their team',
  named:
    'those named in a recorded purpose or an emergency, and for a lead those with whom their agency’s workers work',
};

/** What an agreement lets who see of whom. */
export function whatItLets(one: Omit<Agreement, 'agreementId'>, agency: (code: string) => string): string {
  const from = agency(one.fromAgency);
  const who = lower(whoever(one));
  const where =
    one.toAgency === one.fromAgency
      ? `${from} itself`
      : one.toAgency === null
        ? 'every agency'
        : agency(one.toAgency);
  const { sees } = tierChoices[tiers[one.tier] as TierChoice];
  const purpose = purposeWords[one.purpose];
  const about = aboutWords[one.condition];
  const subjects = subjectsInWords(one.subjects);
  const what = one.tier <= 2 ? 'Where it holds any of this' : 'Of this';
  return `What ${from} shares: at ${where}, ${who} may see, ${purpose}, of ${about}, ${sees}. ${what}: ${subjects}.`;
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

const ofWhom = ({ workers, people }: { workers: number; people: number }) =>
  `${countInWords(workers, 'worker', 'workers')} of ${countInWords(people, 'person', 'people')}`;

/** What would be seen otherwise than today, in sentences. */
export function effectInWords({ opens, closes }: Effect): string[] {
  const said = [
    ...(opens.workers > 0 ? [`More will be seen by ${ofWhom(opens)}.`] : []),
    ...(closes.workers > 0 ? [`Less will be seen by ${ofWhom(closes)}.`] : []),
  ];
  return said.length > 0
    ? said
    : [
        'As work stands today nobody sees more or less by it: it counts for whoever comes to work with people.',
      ];
}

/** One kind of worker for whom something changes. */
export const changeInWords = ({ role, opens, ...rest }: Change): string =>
  `${roles[role].label}: ${opens ? 'more' : 'less'}, ${ofWhom(rest)}`;
