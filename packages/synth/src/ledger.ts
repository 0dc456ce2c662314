import type { Placement, Source } from './care.ts';
import type { Day } from './days.ts';
import type { Person } from './model.ts';

export type Referral = {
  child: Person;
  from: Day;
  to: Day | null;
  source: Source;
  /** Closed at once, without an assessment. */
  nfa: boolean;
};

/**
 * What truly happened between children and services, kept beside the rows that tell of it, for counting rates. Nothing in
 * it is wrong, late or left out.
 */
export type Ledger = {
  referrals: Referral[];
  /** `to` is the day on which a manager signed it. */
  assessments: { child: Person; to: Day | null; factors: readonly string[]; inNeed: boolean }[];
  enquiries: { child: Person; on: Day }[];
  conferences: { child: Person; on: Day }[];
  plans: { child: Person; from: Day; to: Day | null }[];
  cares: { child: Person; placements: readonly Placement[]; asylum: boolean; score: number }[];
  /** Applications to court for a care or supervision order. */
  applications: { child: Person; on: Day }[];
  missing: { child: Person; from: Day }[];
  suspensions: { child: Person; on: Day; permanent: boolean }[];
  /** One for each pupil and school year: sessions possible and missed. */
  attendance: { child: Person; year: number; possible: number; missed: number }[];
  results: { child: Person; stage: 'EYFS' | 'KS2' | 'KS4'; on: Day; score: number }[];
  /** How pupils of written families stood at school from a day on, of whom nothing was drawn. */
  schooling: { child: Person; from: Day; need: 'none' | 'support' | 'plan'; freeMeals: boolean }[];
  firstOffences: { child: Person; on: Day }[];
  /** Families in temporary homes. */
  temporary: { children: readonly Person[]; from: Day; to: Day | null }[];
};

export const openLedger = (): Ledger => ({
  referrals: [],
  assessments: [],
  enquiries: [],
  conferences: [],
  plans: [],
  cares: [],
  applications: [],
  missing: [],
  suspensions: [],
  attendance: [],
  results: [],
  schooling: [],
  firstOffences: [],
  temporary: [],
});
