import { z } from 'zod';

/** One family opened for a time to somebody without a relation to it. */
export type Grant = {
  grantId: string;
  workerId: string;
  kind: 'break-glass' | 'purpose';
  familyId: string;
  persons: string[];
  reason: string;
  begunAt: Date;
  until: Date;
  grantedBy: string;
  reviewedBy: string | null;
  reviewedAt: Date | null;
  review: string | null;
  /** Whether the people opened are to be told; no only for a reason. */
  tell: boolean;
  /** Who is to tell them, in words. */
  teller: string | null;
  notToldReason: string | null;
  toldAt: Date | null;
};

/** A grant before anything is decided about telling. */
export type NewGrant = Omit<Grant, 'tell' | 'teller' | 'notToldReason' | 'toldAt'>;

/** What one worker may do within 24 hours. */
export const openingLimits = {
  openings: 3,
  /** Families opened for a recorded purpose. */
  purposes: 10,
  /** Tries that find no picture. */
  failures: 5,
  /** How long each lasts. */
  minutes: 60,
  /** How many days one for a recorded purpose lasts at most. */
  days: 28,
} as const;

const words = (wanted: string, least: number) =>
  z.string(wanted).trim().min(least, wanted).max(2000, 'Write it in fewer than 2,000 characters.');
const review = words('Write what you found: whether it was needed, and what follows.', 5);

/** What a review found, and whether the people are told that their family was opened: yes, unless there is a reason. */
export const Review = z.discriminatedUnion(
  'tell',
  [
    z.object({ review, tell: z.literal('yes'), teller: words('Write who tells them.', 2) }),
    z.object({ review, tell: z.literal('no'), why: words('Write whom it would put at risk.', 10) }),
  ],
  'Choose whether they are told.',
);
export type Review = z.infer<typeof Review>;
