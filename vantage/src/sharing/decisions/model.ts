import { z } from 'zod';

const words = (least: number, most = 2000) => z.string().trim().min(least).max(most);

/** What somebody decides when asked to share something of some people. */
export const Deciding = z.object({
  persons: z.array(z.uuid()).min(1).max(100).describe('About whom it was asked.'),
  askedBy: words(2, 200).describe('Who asked: a name and where they work, or how they are related.'),
  askedFor: words(2).describe('What was asked for.'),
  decision: z.enum(['share', 'not-share']),
  reason: words(10).describe('Why, in a sentence.'),
});
export type Deciding = z.infer<typeof Deciding>;

export type Decision = Deciding & {
  decisionId: string;
  familyId: string;
  /** The agency that decided. */
  agency: string;
  decidedBy: string;
  /** The name of who decided. */
  decidedByName: string;
  decidedAt: Date;
};
