import { z } from 'zod';
import { WrittenDayOrNone } from '../../platform/index.ts';
import type { AgencyType } from '../model.ts';

/**
 * Duties of the Children's Wellbeing and Schools Act 2026 about sharing. Each counts in an area from the day that its
 * information governance lead has set, and not before: sections of the Act come into force by regulations.
 */
export const duties = {
  disclose: {
    title: 'To share what is relevant',
    source: 'Children Act 2004, section 16LA (Children’s Wellbeing and Schools Act 2026, section 4)',
    says: 'Whoever holds something about a child, or about somebody to do with a child, that is relevant to the child’s safety or welfare gives it to another agency whose work it may help, unless giving it would harm the child more than keeping it.',
    does: 'Agreements to help between social care, police, schools, health, housing and youth justice rest on a legal obligation as well. A decision not to share names the ground on which the duty lets it be kept.',
  },
  identifier: {
    title: 'To say whom it is about by one number',
    source: 'Children Act 2004, section 16LC (Children’s Wellbeing and Schools Act 2026, section 4)',
    says: 'What is given about a child carries the child’s consistent identifier, the NHS number, unless that does not help, would harm the child, or the number cannot be had without undue delay.',
    does: 'Where somebody decides to share, the page says which number goes with it.',
  },
} as const;

export type DutyId = keyof typeof duties;
export const dutyIds = Object.keys(duties) as [DutyId, ...DutyId[]];

/** Agencies of these types are bound: bodies of section 11 of the Children Act 2004, and schools. */
export const boundTypes: ReadonlySet<AgencyType> = new Set<AgencyType>([
  'social-care',
  'police',
  'school',
  'health',
  'housing',
  'youth-justice',
]);

/** A duty, and since when it counts here. */
export type Duty = {
  duty: DutyId;
  /** The first day on which it counts; null where nobody has set one. */
  inForceFrom: string | null;
  /** Why, as whoever set it wrote; null where nobody has. */
  reason: string | null;
  setAt: Date | null;
};

/** What an information governance lead sets. */
export const Switching = z.object({
  duty: z.enum(dutyIds, 'Choose which duty.'),
  from: WrittenDayOrNone.describe('The first day on which it counts; empty where it does not.'),
  reason: z
    .string('Write where the day stands.')
    .trim()
    .min(10, 'Write where the day stands, such as the regulations that say so.')
    .max(500, 'Write it in fewer than 500 characters.'),
});
export type Switching = z.infer<typeof Switching>;
