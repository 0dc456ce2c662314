import { z } from 'zod';

const words = (wanted: string, least: number, most = 2000) =>
  z.string(wanted).trim().min(least, wanted).max(most, `Write it in fewer than ${most} characters.`);

/** What somebody decides when asked to share something of some people. */
export const Deciding = z.object({
  persons: z
    .array(z.uuid())
    .min(1, 'Choose about whom it was asked.')
    .max(100)
    .describe('About whom it was asked.'),
  askedBy: words('Write who asked.', 2, 200).describe(
    'Who asked: a name and where they work, or how they are related.',
  ),
  askedFor: words('Write what was asked for.', 2).describe('What was asked for.'),
  decision: z.enum(['share', 'not-share'], 'Choose what was decided.'),
  ground: z
    .enum(['not-relevant', 'more-detrimental'], 'Choose one of the grounds.')
    .nullish()
    .describe(
      'On which ground of the duty to share what is relevant it is not shared; asked for where that duty counts.',
    ),
  reason: words('Write why, in a sentence.', 10).describe('Why, in a sentence.'),
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
