import { z } from 'zod';
import { WrittenDay } from '../platform/index.ts';

/** Levels of help, least first: after the continuum of need that partnerships publish (Working Together 2023, chapter 1). */
export const levels = {
  universal: 'What everybody has: school, a general practitioner, a health visitor',
  'early-help': 'Early help',
  'family-help': 'Family help, with a child in need plan where there is one',
  protection: 'Child protection',
  care: 'Care',
} as const;
export type Level = keyof typeof levels;

const words = (wanted: string, most = 200) =>
  z.string(wanted).trim().min(2, wanted).max(most, `Write it in fewer than ${most} characters.`);

/** Who leads from now on. */
export const Leading = z.object({
  name: words('Write who leads.'),
  job: words('Write what they are, and where they work.'),
  telephone: z
    .string('Write a number to ring.')
    .trim()
    .regex(/^\+?[\d ()-]{6,25}$/, 'Write a number to ring, such as 01632 960001.'),
});
export type Leading = z.output<typeof Leading>;

/** Which level of help was agreed. */
export const Helping = z.object({
  level: z.enum(Object.keys(levels) as [Level], 'Choose the level of help.'),
  threshold: words('Write against which threshold.', 500),
  agreedBy: words('Write who agreed it.', 500),
  view: words('Write what the family thinks of it.', 2000),
});
export type Helping = z.output<typeof Helping>;

/** Who does what by when. */
export const Stepping = z.object({
  persons: z.array(z.uuid()).min(1, 'Choose for whom.').max(40),
  who: words('Write who does it.'),
  what: words('Write what they do.', 500),
  by: WrittenDay,
});
export type Stepping = z.output<typeof Stepping>;

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
};
export type Lead = Kept<'plan-lead', Leading>;
export type Help = Kept<'plan-help', Helping>;
export type Step = Kept<'plan-step', Pick<Stepping, 'who' | 'what'>>;
export type Entry = Lead | Help | Step;

/** What is set for a family now, and what was before. */
export type Plan = { lead: Lead | null; help: Help | null; steps: Step[]; before: Entry[] };

/** What stands of entries that were set, newest first: one lead, one level of help, and the steps by their day. */
export function planOf(entries: readonly Entry[]): Plan {
  const standing = entries.filter(({ outcome }) => outcome === null);
  return {
    lead: standing.find((one) => one.kind === 'plan-lead') ?? null,
    help: standing.find((one) => one.kind === 'plan-help') ?? null,
    steps: standing
      .filter((one) => one.kind === 'plan-step')
      .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)),
    before: entries.filter(({ outcome }) => outcome !== null),
  };
}
