import { z } from 'zod';

/** What can be wrong with an audit. */
export const FaultKind = z.enum([
  'entry-edited',
  'entry-deleted',
  'entry-inserted',
  'entries-reordered',
  'entry-sealed-twice',
  'entry-sealed-late',
  'marks-edited',
  'seal-edited',
  'seal-missing',
  'chain-broken',
  'tail-truncated',
  'head-differs',
  'head-unreadable',
  'heads-missing',
]);
export type FaultKind = z.infer<typeof FaultKind>;

/** What an administrator can acknowledge in words: it may have a cause that harms nothing, such as a power cut. */
export const acknowledgeable: ReadonlySet<FaultKind> = new Set(['entry-sealed-late', 'heads-missing']);

/** One thing that is wrong. */
export const Fault = z.object({
  kind: FaultKind,
  seal: z.int().nullable().describe('Number of the seal, where it is about one.'),
  entry: z.uuid().nullable().describe('Id of the entry, where it is about one.'),
  says: z.string().describe('What was found.'),
});
export type Fault = z.infer<typeof Fault>;

/** What verifying an audit found. */
export const Verification = z.object({
  whole: z.boolean().describe('Whether nothing is wrong.'),
  entries: z.int().describe('Entries in the database.'),
  seals: z.int().describe('Seals in the database.'),
  head: z.string().nullable().describe('Hash of the last seal.'),
  unsealed: z.object({
    entries: z.int().describe('Entries that no seal covers yet: nothing is known of what happened to them.'),
    oldest: z.iso.datetime().nullable(),
  }),
  outside: z
    .object({
      heads: z.int().describe('Heads kept outside the database.'),
      first: z.int().nullable().describe('Number of the first seal that is kept there.'),
      last: z.int().nullable(),
    })
    .nullable()
    .describe('Null when no file of heads is there.'),
  acknowledged: z
    .array(
      z.object({
        seal: z.int().describe('It covers what was found of seals up to this one.'),
        by: z.string(),
        why: z.string(),
      }),
    )
    .describe('What administrators said of heads that lack and of entries sealed late.'),
  known: z.int().describe('How many faults these cover; they are not among the others.'),
  faultCount: z.int(),
  faults: z.array(Fault).describe('In the order in which they were found; of many, the first hundred or so.'),
});
export type Verification = z.infer<typeof Verification>;
