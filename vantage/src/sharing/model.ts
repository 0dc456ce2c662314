import { z } from 'zod';

const code = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{1,39}$/,
    'must be 2 to 40 small letters, digits and hyphens, beginning with a letter',
  );
const name = z.string().trim().min(1, 'must not be empty').max(120, 'must be at most 120 characters');

/** Whether the people in an area are made up or real. */
export const Marking = z.enum(['made-up', 'real'], 'must be "made-up" or "real"');
export type Marking = z.infer<typeof Marking>;

/** One partnership's place: the authority and its partners. */
export const Area = z.object({ code, name, marking: Marking });
export type Area = z.infer<typeof Area>;

/** What kind of organisation an agency is; events and involvements in the catalogue belong to one of them. */
export const AgencyType = z.enum(
  [
    'social-care',
    'police',
    'school',
    'health',
    'housing',
    'youth-justice',
    'charity',
    'treatment',
    'sexual-health',
    'abuse-services',
    'other',
  ],
  'must be social-care, police, school, health, housing, youth-justice, charity, treatment, sexual-health, abuse-services or other',
);
export type AgencyType = z.infer<typeof AgencyType>;

/**
 * Agencies of which nobody else is shown that they know a person: that alone would say what the person came for.
 * Nothing of theirs is shared until somebody agrees it.
 */
export const discreetTypes: readonly AgencyType[] = ['treatment', 'sexual-health', 'abuse-services'];

/** An organisation that holds records or helps. `agency` is its code within the area. */
export const Agency = z.object({ agency: code, name, type: AgencyType });
export type Agency = z.infer<typeof Agency>;
