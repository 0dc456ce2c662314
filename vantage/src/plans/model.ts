import { z } from 'zod';
import { clock, dayOf, WrittenDay, WrittenDayOrNone, writtenWords } from '../platform/index.ts';

/** Levels of help, least first: after the continuum of need that partnerships publish (Working Together 2023, chapter 1). */
export const levels = {
  universal: 'What everybody has: school, a general practitioner, a health visitor',
  'early-help': 'Early help',
  'family-help': 'Family help, with a child in need plan where there is one',
  protection: 'Child protection',
  care: 'Care',
} as const;
export type Level = keyof typeof levels;

const words = (wanted: string, most = 200) => writtenWords(wanted, most);

/** Since when something is so that is set here: a day that has come; null, which is today, where it is left empty. */
const Since = WrittenDayOrNone.refine(
  (day) => day === null || day <= dayOf(clock.now()),
  'Write a day that has come, or leave it empty for today.',
);

/** Who leads from now on, or since a day before. */
export const Leading = z.object({
  name: words('Write who leads.'),
  job: words('Write what they are, and where they work.'),
  telephone: z
    .string('Write a number to ring.')
    .trim()
    .regex(/^\+?[\d ()-]{6,25}$/, 'Write a number to ring, such as 01632 960001.'),
  since: Since,
});
export type Leading = z.output<typeof Leading>;

/** Which level of help was agreed. */
export const Helping = z.object({
  level: z.enum(Object.keys(levels) as [Level], 'Choose the level of help.'),
  threshold: words('Write against which threshold.', 500),
  agreedBy: words('Write who agreed it.', 500),
  view: words('Write what the family thinks of it.', 2000),
  on: Since,
});
export type Helping = z.output<typeof Helping>;

/** Who does what by when. */
export const Stepping = z.object({
  persons: z.array(z.uuid()).min(1, 'Choose for whom.').max(40),
  who: words('Write who does it.'),
  what: words('Write what they do.', 500),
  by: WrittenDay,
  /** Whether it is to ask them what they want, in their own words: it stands where nobody has asked them yet. */
  asks: z.literal('yes').optional(),
});
export type Stepping = z.output<typeof Stepping>;

/** How somebody comes to hold parental responsibility in England: Children Act 1989, sections 2 to 4A, 5, 12, 14C, 33 and 44. */
export const grounds = {
  mother: 'As the mother',
  'father-registered': 'As the father or second parent, by marriage or the birth’s registration',
  agreement: 'By an agreement with the mother, or a step-parent’s with the parents',
  order: 'By an order of a court',
  guardian: 'As guardian or special guardian',
  adoption: 'By adoption',
  'care-order': 'The local authority, by a care order or an emergency protection order',
} as const;
export type Ground = keyof typeof grounds;

/** Who holds parental responsibility for a child: one of the family, or somebody else by name. */
export const Answering = z
  .object({
    child: z.uuid('Choose the child.'),
    holder: z.union([z.literal(''), z.uuid()], 'Choose who holds it.').default(''),
    otherName: z.string().trim().max(200, 'Write it in fewer than 200 characters.').default(''),
    ground: z.enum(Object.keys(grounds) as [Ground, ...Ground[]], 'Choose how they hold it.'),
    since: WrittenDay,
    saidBy: words('Write who says so, or which paper.', 500),
  })
  .refine(({ holder, otherName }) => (holder === '') !== (otherName === ''), {
    path: ['holder'],
    error: 'Choose one of the family, or write somebody else’s name; not both.',
  });
export type Answering = z.output<typeof Answering>;

/** How a step ended. */
export const StepEnd = z.object({
  outcome: z.enum(['done', 'dropped'], 'Choose whether it was done.'),
  words: z.string().trim().max(500, 'Write it in fewer than 500 characters.').default(''),
});
export type StepEnd = z.output<typeof StepEnd>;

type Kept<K, C> = {
  entryId: string;
  kind: K;
  /** For whom, as records are held together now. */
  about: string[];
  content: C;
  /** Since when somebody leads, when help was agreed, or by when a step is to be done. */
  day: string;
  writtenBy: string;
  writtenAt: Date;
  outcome: 'replaced' | 'done' | 'dropped' | null;
  endedWords: string | null;
  endedAt: Date | null;
  /** What whoever ended it is called. */
  endedBy: string | null;
};
export type Lead = Kept<'plan-lead', Omit<Leading, 'since'>>;
export type Help = Kept<'plan-help', Omit<Helping, 'on'>>;
export type Step = Kept<'plan-step', Pick<Stepping, 'who' | 'what' | 'asks'>>;
export type Responsibility = Kept<
  'plan-responsibility',
  Pick<Answering, 'ground' | 'saidBy'> & {
    /** Who holds it, where that is nobody of the family, who else stands second in `about`. */
    otherName: string | null;
  }
>;
export type Entry = Lead | Help | Step | Responsibility;

/** What is set for a family now, and what was before. */
export type Plan = {
  lead: Lead | null;
  help: Help | null;
  steps: Step[];
  /** Who holds parental responsibility for each child, as far as it was written down, by their days. */
  responsible: Responsibility[];
  before: Entry[];
};

/** What stands of entries that were set, newest first: one lead, one level of help, and the others by their day. */
export function planOf(entries: readonly Entry[]): Plan {
  const standing = entries.filter(({ outcome }) => outcome === null);
  return {
    lead: standing.find((one) => one.kind === 'plan-lead') ?? null,
    help: standing.find((one) => one.kind === 'plan-help') ?? null,
    steps: standing.filter((one) => one.kind === 'plan-step').sort(byDay),
    responsible: standing.filter((one) => one.kind === 'plan-responsibility').sort(byDay),
    before: entries.filter(({ outcome }) => outcome !== null),
  };
}

const byDay = (a: Entry, b: Entry) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0);
