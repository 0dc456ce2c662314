import { z } from 'zod';
import { VantageError, WrittenDay } from '../platform/index.ts';
import { mayHavePurpose, roles, type WorkRole } from '../sharing/index.ts';

/** What a review is: one for learning, by people who work here; or an inspection, by inspectors. */
export const reviewKinds = {
  learning: 'Learning review',
  inspection: 'Inspection',
} as const;
export type ReviewKind = keyof typeof reviewKinds;

/** One family, looked back on for a reason that is written down, by some people, from one day to another. */
export type Review = {
  reviewId: string;
  kind: ReviewKind;
  name: string;
  familyId: string;
  reason: string;
  /** `to` is the day after the last. */
  happened: { from: string; to: string };
  /** Workers. */
  participants: string[];
  openedBy: string;
  openedAt: Date;
  closedBy: string | null;
  closedAt: Date | null;
  closeReason: string | null;
};

/** How long a review is open at most, in days, and how many take part. Settings without a published source. */
export const reviewLimits = { days: 366, participants: 30 } as const;

/** Who opens reviews and closes them. */
export const mayOpenReviews: ReadonlySet<string> = new Set<WorkRole>([
  'information-governance-lead',
  'director',
]);

/** Whether somebody in a role may take part in a review of a kind. */
export function takesPart(kind: ReviewKind, role: WorkRole): boolean {
  if (kind === 'inspection') return role === 'inspector';
  return role !== 'inspector' && (roles[role].purpose === 'help' || mayHavePurpose.has(role));
}

/** Whether a review is open on a day. */
export function isOpenOn(
  { happened, closedAt }: Pick<Review, 'happened' | 'closedAt'>,
  day: string,
): boolean {
  return closedAt === null && happened.from <= day && day < happened.to;
}

const words = (wanted: string, least: number, most: number) =>
  z.string(wanted).trim().min(least, wanted).max(most, `Write it in fewer than ${most} characters.`);

const common = {
  kind: z.enum(['learning', 'inspection'], 'Choose what it is.'),
  name: words('Write what the review is called.', 3, 120).describe('What it is called.'),
  person: words('Write the given name and the surname of somebody in the family.', 2, 200).describe(
    'Given name and surname of somebody in the family.',
  ),
  reason: words('Write why, in a sentence.', 10, 2000).describe('Why it is held, in a sentence.'),
};

/** What opens a review. */
export const Opening = z.object({
  ...common,
  born: z.iso.date('Write when they were born, such as 2012-04-05.'),
  from: z.iso.date('Write the first day, such as 2027-01-31.'),
  until: z.iso.date('Write the last day, such as 2027-03-31.'),
  participants: z
    .array(z.string().trim().min(1))
    .min(1, 'Name at least one who takes part.')
    .max(reviewLimits.participants)
    .describe('Who takes part: each a name as it stands at /as, or a worker’s number.'),
});
export type Opening = z.infer<typeof Opening>;

/** The same, as it is written in a form: who takes part on a line each. */
export const WrittenOpening = z.object({
  ...common,
  born: WrittenDay,
  from: WrittenDay,
  until: WrittenDay,
  participants: z
    .string('Write who takes part, each on a line.')
    .transform((text) => [
      ...new Set(
        text
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      ),
    ])
    .pipe(Opening.shape.participants),
});

/** What closes a review before its last day. */
export const Closing = z.object({
  reason: words('Write why it is closed, in a sentence.', 10, 2000).describe(
    'Why it is closed, in a sentence.',
  ),
});

/** The error of what was asked that cannot be, shown beside its field. */
export const wrong = (field: string, said: string, remedy: string) =>
  new VantageError('bad-input', said, { remedy, field });

/** Who is asked what they knew: an agency by its code, all of them together, or the partnership here. */
export const everybody = 'all';
export const here = 'vantage';
