import type { FieldChoice } from './fields.ts';
import type { Rule } from './rules.ts';

/**
 * Chances of each level of a field, by what the more telling fields of its matter say: [nothing, one of them agrees, those
 * stated do not agree]. Somebody who moved has another street because the postcode is another, and for no other reason.
 */
export type Chances = readonly [number[], number[], number[]];

/** Which of the chances. */
export type Said = 0 | 1 | 2;
export const [unsaid, agreed, gainsaid] = [0, 1, 2] as const;

/** What is learnt of a field. */
export type LearntField = FieldChoice & {
  /** Names of the levels, in order; the chances are in the same order. */
  levels: string[];
  /** Fields of the same matter that come before this one, by number. */
  after: number[];
  /** Among pairs of one person. */
  m: Chances;
  /** Among pairs of people who have nothing to do with each other. */
  u: Chances;
  /** Among pairs of relatives: of one household or name, but not one person. */
  h: Chances;
  /** Share of strangers among pairs with equal values, by how common the value is (see `pairs.ts`). */
  byChance: number[];
  /**
   * Bits by which a pair that states the field on both sides, or leaves it out, is likelier of one person: [stated, left out] where
   * no more telling field of the matter is stated, then the same where one is.
   */
  omission: readonly number[];
  /** Records that state a value, and how many on average hold the rarer value of a pair nearly alike, by level. */
  stated: number;
  /** Chance that two of them state the same. */
  agreement: number;
  usual: number[];
  /** Values that more than one record holds, and how many hold them. */
  held: [value: string, records: number][];
};

/**
 * All that scoring needs, pinned: the same model gives a pair the same weight whatever other records there are.
 */
export type Model = {
  version: 4;
  records: number;
  precision: number;
  fields: LearntField[];
  rules: Rule[];
  /** True when relatives must be kept apart whatever they weigh: the file shows that it holds families, or is too small to show. */
  relativesApart: boolean;
  /** Share of relatives born a generation apart who have one given name; 1 where the file shows too few. */
  namesakes: number;
  /** Share of relatives with two given names who were born on one day; 1 where the file shows too few. */
  twins: number;
  /** Chance that two records chosen at random are one person. */
  prior: number;
  /** Chance that they are relatives, as above. */
  relatives: number;
  /** Weight in bits from which a pair is linked; the precision expected of the links. */
  threshold: number;
  expectedPrecision: number;
};
