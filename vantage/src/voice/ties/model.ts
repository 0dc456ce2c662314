import { z } from 'zod';
import { clock, dayOf, WrittenDayOrNone } from '../../platform/index.ts';
import type { Audience } from '../model.ts';
import { audienceChoices } from '../recording.ts';

/** Whom or what somebody can have a tie with, in the order in which they stand around the family. */
export const tieKinds = {
  kin: { one: 'Family elsewhere', none: 'family elsewhere' },
  friend: { one: 'Friend', none: 'friends' },
  neighbour: { one: 'Neighbour', none: 'neighbours' },
  faith: { one: 'Faith', none: 'people of a faith' },
  club: { one: 'Club or sport', none: 'club or sport' },
  school: { one: 'School or nursery', none: 'school or nursery' },
  work: { one: 'Work', none: 'work' },
  service: { one: 'Service', none: 'services' },
} as const;
export type TieKind = keyof typeof tieKinds;
export const tieKindNames = Object.keys(tieKinds) as [TieKind, ...TieKind[]];

/** How strong a tie is, as the family says. */
export const strengths = {
  strong: 'Strong: they are there when it matters',
  weak: 'Weak: they are there, not much more',
  strained: 'Strained: it costs more than it gives',
} as const;
export type Strength = keyof typeof strengths;

/** Which way a tie goes. */
export const ways = {
  both: 'Both ways',
  'from-them': 'From them to the family only: they help, and get nothing back',
  'to-them': 'From the family to them only: the family gives, and gets nothing back',
} as const;
export type Way = keyof typeof ways;

const names = <K extends string>(of: Readonly<Record<K, unknown>>) => Object.keys(of) as [K, ...K[]];

/** Of records: a relative of the family, or a service or school; of anything else what the family calls it. */
const withWhom = z
  .string()
  .regex(/^(person:[0-9a-f-]{36}|record:[0-9a-f]{32})$/, 'Choose what of the drawing it is.')
  .optional();

const ticked = z
  .literal('yes')
  .optional()
  .transform((value) => value === 'yes');

const common = {
  audience: z
    .enum(names(audienceChoices), 'Ask them who may see it, and choose that.')
    .describe('Who may see it, asked before it is written down.'),
  speaker: z.uuid('Choose who says so.'),
  whose: z.array(z.uuid(), 'Choose whose tie it is.').min(1, 'Choose whose tie it is.').max(40),
  kind: z.enum(tieKindNames, 'Choose what it is.'),
  name: z.string().trim().max(80, 'Write it in fewer than 80 characters.').default(''),
  of: withWhom.describe(
    'What of the drawing it is a tie with, as `person:…` or `record:…`; left out where the family names it.',
  ),
  strength: z.enum(names(strengths), 'Choose how strong the tie is.'),
  way: z.enum(names(ways), 'Choose which way it goes.').default('both'),
  turnsTo: ticked.describe('“yes” where those whose tie it is turn there when something is wrong.'),
  looksUp: ticked.describe('“yes” where those whose tie it is look up to them.'),
  ofAge: ticked.describe('“yes” where they are of about one age with those whose tie it is.'),
  words: z.string().trim().max(500, 'Write it in fewer than 500 characters.').default(''),
  on: WrittenDayOrNone.transform((day, context) => {
    const today = dayOf(clock.now());
    if (day === null || day <= today) return day ?? today;
    context.addIssue({ code: 'custom', message: 'Write the day on which they said it: today, or before.' });
    return z.NEVER;
  }),
};

const isNamed = ({ name, of }: { name: string; of?: string | undefined }) =>
  (name !== '') !== (of !== undefined);
const isKinAlone = ({ kind, of }: { kind: TieKind; of?: string | undefined }) =>
  of?.startsWith('person:') !== true || kind === 'kin';

/** A tie as somebody of the family draws it. */
export const Drawing = z
  .object({ id: z.uuid().optional(), ...common })
  .refine(isNamed, { path: ['name'], error: 'Write what the family calls them.' })
  .refine(isKinAlone, { path: ['kind'], error: 'A relative is family elsewhere.' });
export type Drawing = z.output<typeof Drawing>;

/** The same drawn anew, and why. */
export const Redrawing = z
  .object({
    ...common,
    reason: z.string('Write why it changes.').trim().min(2, 'Write why it changes.').max(500),
  })
  .refine(isNamed, { path: ['name'], error: 'Write what the family calls them.' })
  .refine(isKinAlone, { path: ['kind'], error: 'A relative is family elsewhere.' });
export type Redrawing = z.output<typeof Redrawing>;

/** Why a tie is taken back. */
export const TakingBack = z.object({
  words: z
    .string('Write why it is taken back.')
    .trim()
    .min(2, 'Write why it is taken back.')
    .max(500, 'Write it in fewer than 500 characters.'),
});

/** One version of a tie. */
export type Tie = {
  tieId: string;
  version: number;
  kind: TieKind;
  /** What the family calls it; null of what records tell of. */
  name: string | null;
  /** A relative who belongs to the family by records, as they are held together now. */
  withId: string | null;
  /** A digest of what records tell of a service or school. */
  withRecord: string | null;
  strength: Strength;
  way: Way;
  turnsTo: boolean;
  /** Whether those whose tie it is look up to them, and whether they are of about one age. */
  looksUp: boolean;
  ofAge: boolean;
  words: string | null;
  speaker: string;
  whose: string[];
  agency: string;
  audience: Audience;
  saidOn: string;
  writtenBy: string;
  writtenAt: Date;
  /** Why it was changed; null of the first version. */
  reason: string | null;
  outcome: 'replaced' | 'taken-back' | null;
  endedWords: string | null;
  /** The worker who ended it; null where whoever said so took it back themselves. */
  endedBy: string | null;
  endedBySpeaker: boolean;
  endedAt: Date | null;
};
