import type { Geography, SmallArea } from './geography.ts';
import { random } from './random.ts';

/** What follows from a referral, from nothing to care. */
export type Path =
  | 'turned-away'
  | 'assessed'
  | 'enquiry-assessed'
  | 'need'
  | 'enquiry-need'
  | 'disability'
  | 'conference'
  | 'plan'
  | 'long-plan'
  | 'plan-care'
  | 'care'
  | 'care-at-home'
  | 'late-care'
  | 'home-care';

/**
 * Children a year in every 10,000 whose referral takes each path, so that England's rates for the year to March 2025
 * come out: 519.4 referrals (6.5% turned away, 30.8% assessed as not in need), 189.3 enquiries, 59.2 conferences, 50.8
 * plans begun and 26 starts of care, some of them of children seeking asylum alone, who are scheduled apart.
 */
export const paths: Readonly<Record<Path, number>> = {
  'plan-care': 14.2,
  care: 2.8,
  /** Care with a child’s own parents, care that begins at sixteen, and care in a children’s home: few at a time, so scheduled apart. */
  'care-at-home': 2.1,
  'late-care': 2.12,
  'home-care': 2.9,
  plan: 36,
  /** Plans that last two years: so few that they are scheduled apart. */
  'long-plan': 1.22,
  conference: 8.4,
  'enquiry-need': 80.5,
  'enquiry-assessed': 43.6,
  disability: 11,
  need: 162.7,
  assessed: 116.4,
  'turned-away': 33.8,
};

/** Other things that happen to so many in 10,000 children a year. */
export const others = {
  asylum: 3.1,
  /** Contacts that come to nothing more, or to advice. No national figure: a setting. */
  contact: 750,
  /** Early help begun. No national figure: a setting. */
  'early-help': 230,
  /** Occurrences that the police record with somebody of a family in them, besides those that lead to a referral. A setting. */
  occurrence: 1900,
  /** Children aged 10 to 17 cautioned or sentenced for the first time: 135 in 100,000 of their age. */
  'first-offence': 6.15,
  /** Families that apply as homeless. */
  homeless: 95,
  /** Adults who begin drug or alcohol treatment and live with children. */
  treatment: 40,
} as const;

export type Kind = Path | keyof typeof others;

/** How much more often things happen in the most deprived tenth of small areas than in the least: about four times. */
const weights = [1.75, 1.48, 1.28, 1.12, 0.99, 0.88, 0.77, 0.67, 0.57, 0.49] as const;

/** An area’s weight; the mean over Ashmere is 1 where each decile has as many areas. */
export const weightOf = ({ decile }: SmallArea): number => weights[decile - 1] ?? 1;

/** Things of a kind that begin in a small area in a year: so many, the first being the place’s `first`th since the first year. */
export type Quota = { first: number; count: number };

/**
 * How often each kind of thing begins in a small area in a year: shares of the whole place's number, dealt out so that the
 * areas' counts add up to it. Depends on nothing but the seed, the area and the year, so areas can be made apart.
 */
export function quota(
  geography: Geography,
  area: SmallArea,
  { kind, year, seed, children }: { kind: Kind; year: number; seed: string; children: number },
): Quota {
  const rate = kind in paths ? paths[kind as Path] : others[kind as keyof typeof others];
  const share = (rate / 10_000) * children;
  // What is over in one year counts in the next.
  const start = random(`${seed}/quota/${kind}`).next() + year * share * geography.areas.length;
  const before = area.number === 1 ? 0 : (sums(geography)[area.number - 2] ?? 0);
  const after = sums(geography)[area.number - 1] ?? 0;
  const first = Math.floor(start + share * before);
  return { first, count: Math.floor(start + share * after) - first };
}

/** Numbers from 0 to 1 for one case, one for each question about it. */
export type Luck = (question: Question) => number;

/**
 * Each question, and the step by which its luck goes round from one case to the next. Found by search: of all steps
 * tried, with these the children in care at a time, whom age, day and length of stay select, are dealt most evenly.
 */
const questions = {
  day: 0.618_034,
  age: 0.725_917,
  length: 0.352_192,
  placement: 0.244_035,
  steady: 0.159_753,
  far: 0.266_032,
  court: 0.786_085,
  repeat: 0.187_857,
  source: 0.240_933,
} as const;
export type Question = keyof typeof questions;

/**
 * Luck of the place's `index`th case of a kind: like chance, but dealt evenly over the place and over the years, so
 * that shares of few come out too, whatever else is asked of the same cases.
 */
export function luckOf(seed: string, kind: Kind, index: number): Luck {
  const starts = startsOf(`${seed}/luck/${kind}`);
  return (question) => {
    const at = starts[question] + (index + 1) * questions[question];
    return at - Math.floor(at);
  };
}

const started = new Map<string, Readonly<Record<Question, number>>>();

/** Where each question's luck starts: drawn once for each kind of thing. */
function startsOf(label: string): Readonly<Record<Question, number>> {
  let starts = started.get(label);
  if (!starts) {
    const chance = random(label);
    starts = Object.fromEntries(
      Object.keys(questions).map((question) => [question, chance.next()]),
    ) as Record<Question, number>;
    started.set(label, starts);
  }
  return starts;
}

/** The option in which a share of 1 falls, each as wide as its weight. */
export function dealt<T>(options: readonly (readonly [T, number])[], share: number): T {
  let left = share * options.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of options) {
    left -= weight;
    if (left < 0) return value;
  }
  const last = options.at(-1);
  if (!last) throw new RangeError('Nothing to choose from.');
  return last[0];
}

/** A length in days: one of several spans by its weight, and a day in it. */
export function dealtDays(
  spans: readonly (readonly [from: number, to: number, weight: number])[],
  share: number,
): number {
  let left = share * spans.reduce((sum, [, , weight]) => sum + weight, 0);
  for (const [from, to, weight] of spans) {
    if (left < weight) return from + Math.floor((left / weight) * (to - from));
    left -= weight;
  }
  return spans.at(-1)?.[1] ?? 0;
}

const summed = new WeakMap<Geography, number[]>();

/** Weights of the areas up to and with each. */
function sums(geography: Geography): number[] {
  let list = summed.get(geography);
  if (!list) {
    let total = 0;
    const mean = geography.areas.reduce((sum, area) => sum + weightOf(area), 0) / geography.areas.length;
    list = geography.areas.map((area) => {
      total += weightOf(area) / mean;
      return total;
    });
    summed.set(geography, list);
  }
  return list;
}
