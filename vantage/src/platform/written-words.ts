import { z } from 'zod';

/**
 * Words in a form, trimmed, of two letters at the least: one is a slip of the hand, and is told apart from nothing.
 * @param wanted What to do, as a sentence, such as "Write what happened."
 * @param most Letters at the most.
 */
export const writtenWords = (wanted: string, most: number) =>
  z
    .string(wanted)
    .trim()
    .max(most, `Write it in fewer than ${most.toLocaleString('en-GB')} characters.`)
    .refine((text) => text.length >= 2, {
      error: ({ input }) =>
        input === '' ? wanted : `${wanted.replace(/\.$/, '')}: one letter is too little to be read.`,
    });
