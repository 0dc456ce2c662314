import { z } from 'zod';

/** What a person decides about two numbers, or two sets of them. */
export const Verdict = z.enum(['one', 'two', 'unsure']);
export type Verdict = z.infer<typeof Verdict>;

/** Said whether or not there are any, so that it tells of nobody. */
export const notAllDecisions =
  'Decisions about anybody who is not shown to you, or whose whereabouts are kept back from you, are not listed.';

export const verdictWords: Readonly<Record<Verdict, string>> = {
  one: 'One person',
  two: 'Two people',
  unsure: 'Cannot tell',
};

/** What an agency's records under one number say for telling who is who, by field. What none states is left out. */
export const Said = z.record(z.string(), z.string());
export type Said = z.infer<typeof Said>;

/** Who may decide who is who, as far as agreements let them see both sides. */
export const reviewers: ReadonlySet<string> = new Set(['information-governance-lead', 'agency-lead']);

const level = z.object({
  field: z.string(),
  level: z.string(),
  words: z.string().describe('How the two compare, in words.'),
  weight: z
    .number()
    .describe('In bits: each point above nought makes one person twice as likely, each below half.'),
});

/** One side of a pair. */
const Side = z.object({
  number: z.string().describe('Agency and its number, with a space between.'),
  agency: z.string(),
  agencyName: z.string(),
  localId: z.string(),
  personId: z.uuid().describe('Whom the number means now.'),
  said: Said,
});
export type Side = z.infer<typeof Side>;

/** Two numbers of which the comparison of their records does not settle whether they are one person. */
export const Pair = z.object({
  pairId: z.uuid(),
  sides: z.tuple([Side, Side]),
  levels: z.array(level).describe('They sum to the weight.'),
  weight: z.number(),
  probability: z.number().describe('Chance that the two are one person, as the comparison reckons.'),
  keptApart: z.string().nullable().describe('The rule that keeps the two apart whatever they weigh.'),
});
export type Pair = z.infer<typeof Pair>;

/** A page of pairs, most informative first. */
export const Queue = z.object({ total: z.int().min(0), pairs: z.array(Pair) });
export type Queue = z.infer<typeof Queue>;

/** What is asked of whoever decides. */
export const Decide = z.object({
  verdict: z.enum(Verdict.options, 'Choose who they are.'),
  reason: z
    .string('Say why, in a few words.')
    .trim()
    .min(3, 'Say why, in a few words.')
    .max(500, 'Say it in fewer than 500 characters.'),
});
export const DecidePair = Decide.extend({ pair: z.uuid() });

/** A decision as it is kept. */
export const Decision = z.object({
  decisionId: z.uuid(),
  verdict: Verdict,
  numbers: z.array(z.string()),
  others: z.array(z.string()),
  reason: z.string(),
  decidedBy: z.string().describe('Id of the worker.'),
  decidedByName: z.string().nullable(),
  decidedAt: z.iso.datetime(),
  inEffectAt: z.iso.datetime().nullable().describe('When a build took it up; null while it waits.'),
  undoneBy: z.string().nullable(),
  undoneByName: z.string().nullable(),
  undoneAt: z.iso.datetime().nullable(),
  outOfEffectAt: z.iso.datetime().nullable().describe('When a build took up that it was taken back.'),
});
export type Decision = z.infer<typeof Decision>;

export const Decisions = z.object({ decisions: z.array(Decision) });
export type Decisions = z.infer<typeof Decisions>;

/** A time during which a number meant a person, and why. */
const Spell = z.object({
  number: z.string(),
  agencyName: z.string(),
  localId: z.string(),
  personId: z.uuid(),
  reasons: z.array(z.string()),
  begunAt: z.iso.datetime(),
  begunBy: z.string().describe('By whom, in words.'),
  endedAt: z.iso.datetime().nullable(),
  endedBy: z.string().nullable(),
});
export type Spell = z.infer<typeof Spell>;

/** Which numbers a person is made of, and what it was made of before. */
export const Makeup = z.object({
  personId: z.uuid(),
  numbers: z.array(Side),
  history: z.array(Spell).describe('Oldest first.'),
});
export type Makeup = z.infer<typeof Makeup>;

/** A standing decision as a run needs it. */
export type Constraint = { decisionId: string; verdict: Verdict; numbers: string[]; others: string[] };

/** What decisions say of pairs of numbers; and those that contradict earlier ones and are not followed. */
export type Constraints = {
  together: [string, string][];
  apart: [string, string][];
  contradicting: string[];
};

/**
 * What standing decisions, oldest first, ask of a run. One that contradicts those before it (directly, or through
 * others: A is B, B is C, A is not C) is not followed; it stays, and counts once the others are taken back.
 */
export function constraintsOf(decisions: readonly Constraint[]): Constraints {
  const root = new Map<string, string>();
  const find = (number: string): string => {
    let at = number;
    for (let up = root.get(at); up !== undefined; up = root.get(at)) at = up;
    return at;
  };
  const found: Constraints = { together: [], apart: [], contradicting: [] };
  for (const { decisionId, verdict, numbers, others } of decisions) {
    if (verdict === 'unsure') continue;
    const pairs = numbers.flatMap((one) => others.map((other): [string, string] => [one, other]));
    if (verdict === 'two') {
      if (pairs.some(([one, other]) => find(one) === find(other))) found.contradicting.push(decisionId);
      else found.apart.push(...pairs);
      continue;
    }
    const before = new Map(root);
    for (const [one, other] of pairs) if (find(one) !== find(other)) root.set(find(one), find(other));
    if (found.apart.some(([one, other]) => find(one) === find(other))) {
      root.clear();
      for (const [one, other] of before) root.set(one, other);
      found.contradicting.push(decisionId);
    } else found.together.push(...pairs);
  }
  return found;
}
