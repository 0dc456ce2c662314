import type { Step, Test } from '../twin.ts';

/**
 * What a level says about two records being one person: `same` and `near` speak for it, `vague` for nothing much,
 * `apart` against it.
 */
export type Sense = 'same' | 'near' | 'vague' | 'apart';

/** A way in which two values of a kind may compare, with the chances assumed before any data are seen. */
export type Level = {
  name: string;
  sense: Sense;
  /** Chance of this level when two records are one person, both stating a value. */
  m: number;
  /** Chance of this level when they are two people who have nothing to do with each other. */
  u: number;
  /** `own`: rare values weigh more. `near`: as the rarer of the two values. */
  frequency: 'own' | 'near' | null;
  /** Plain words; `{field}` is the field's name. */
  words: string;
};

/**
 * A text worked out from the value's text, or from an earlier feature. `ofOneWord` gives the same for texts of one word, in
 * fewer steps, from a feature that is worked out already.
 */
export type Feature = {
  name: string;
  from: string;
  step: Step;
  ofOneWord?: { from: string; step: Step };
};

export type Kind = {
  /** What is typed to what is compared, one stage after another; nothing where the value says nothing. */
  prepare: readonly Step[];
  features: readonly Feature[];
  /** The first level is that of equal texts, the last that of all pairs that no test holds for. */
  levels: readonly Level[];
  /** Tests for levels by name, in the order in which they are asked, of texts that differ. */
  tests: readonly (readonly [level: string, test: Test])[];
};

export const level = (
  name: string,
  sense: Sense,
  m: number,
  u: number,
  frequency: Level['frequency'],
  words: string,
): Level => ({ name, sense, m, u, frequency, words });

export const feature = (
  name: string,
  from: string,
  step: Step,
  ofOneWord?: Feature['ofOneWord'],
): Feature => ({ name, from, step, ...(ofOneWord && { ofOneWord }) });
