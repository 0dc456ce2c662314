import { z } from 'zod';
import { clock, dayOf, WrittenDayOrNone } from '../../platform/index.ts';
import { seesNumbersOnly } from '../../sharing/index.ts';

/** Words that somebody agreed to have told, without a name, to those who see numbers. */
export type Account = {
  accountId: string;
  /** What they said: the record that tells it, or the number of what was written down here. */
  about: string;
  personId: string;
  /** The words as they are told. */
  words: string;
  /** How they agreed, in words. */
  agreed: string;
  /** The last day on which it is told; null when no end was agreed. */
  lastDay: string | null;
  writtenAt: Date;
  endedAt: Date | null;
};

/** An account as it is read by those who see numbers: whose it is nobody can tell. `month` is `2026-11`. */
export type ToldAccount = { words: string; month: string };

/** True while an account is told, on a day. */
export function isTold({ endedAt, lastDay }: Account, on: string): boolean {
  return endedAt === null && (lastDay === null || on <= lastDay);
}

/** Who reads accounts, as it is told to whoever is asked to agree. */
export const readersInWords =
  'the lead member of the council, the director of children’s services, analysts, commissioners and the information governance lead';

/** Whether somebody of a role reads accounts: for whom people are numbers, and who looks after information. */
export function readsAccounts(role: string): boolean {
  return seesNumbersOnly.has(role) || role === 'information-governance-lead';
}

/** What somebody agrees to have told, as it is written down. */
export const Telling = z.object({
  words: z
    .string('Write the words as they are told.')
    .trim()
    .min(1, 'Write the words as they are told.')
    .max(2000, 'Write it in fewer than 2000 characters.'),
  agreed: z
    .string('Write how they agreed.')
    .trim()
    .min(2, 'Write how they agreed: who asked them, and what they answered.')
    .max(1000, 'Write it in fewer than 1000 characters.'),
  until: WrittenDayOrNone.refine(
    (day) => day === null || day >= dayOf(clock.now()),
    'Write a day that is still to come, or leave it empty.',
  ).describe('The last day on which it is told; left out, it is told until somebody ends it.'),
});
export type Telling = z.output<typeof Telling>;

/** Why an account is told no more. */
export const Ending = z.object({
  why: z
    .string('Write why it ends.')
    .trim()
    .min(2, 'Write why it ends.')
    .max(500, 'Write it in fewer than 500 characters.'),
});
