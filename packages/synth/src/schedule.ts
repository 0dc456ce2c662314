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
  | 'plan-care'
  | 'care';

/**
 * Children a year in every 10,000 whose referral takes each path, so that England's rates for the year to March 2025
 * come out: 519.4 referrals (6.5% turned away, 30.8% assessed as not in need), 189.3 enquiries, 59.2 conferences, 50.8
 * plans begun and 26 starts of care, some of them of children seeking asylum alone, who are scheduled apart.
 */
export const paths: Readonly<Record<Path, number>> = {
  'plan-care': 13.7,
  care: 9.6,
  plan: 37.1,
  conference: 8.4,
  'enquiry-need': 80.5,
  'enquiry-assessed': 43.6,
  disability: 10.5,
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
  'first-offence': 6.5,
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
  const start = random(`${seed}/quota/${kind}/${year}`).next();
  const share = (rate / 10_000) * children;
  const before = area.number === 1 ? 0 : (sums(geography)[area.number - 2] ?? 0);
  const after = sums(geography)[area.number - 1] ?? 0;
  const first = Math.floor(start + share * before);
  const inYear = Math.ceil(share * geography.areas.length);
  return { first: year * inYear + first, count: Math.floor(start + share * after) - first };
}

/** Numbers from 0 to 1 for one case, one for each question about it. */
export type Luck = (question: Question) => number;

const questions = ['length', 'placement', 'steady', 'far', 'missing', 'court', 'repeat', 'age'] as const;
export type Question = (typeof questions)[number];

/**
 * The root of x⁹ = x + 1. Multiples of its powers fill the unit cube of eight dimensions evenly, as those of the golden
 * ratio do the line (M. Roberts, The unreasonable effectiveness of quasirandom sequences, 2018).
 */
const base = (() => {
  let root = 1;
  for (let i = 0; i < 60; i++) root = (1 + root) ** (1 / (questions.length + 1));
  return root;
})();

/**
 * Luck of the place's `index`th case of a kind: like chance, but dealt evenly over the place and over the years, so
 * that shares of few come out too, whatever else is asked of the same cases.
 */
export function luckOf(seed: string, kind: Kind, index: number): Luck {
  const starts = startsOf(`${seed}/luck/${kind}`);
  return (question) => {
    const i = questions.indexOf(question);
    const at = (starts[i] ?? 0) + (index + 1) * base ** -(i + 1);
    return at - Math.floor(at);
  };
}

const started = new Map<string, readonly number[]>();

/** Where each question's luck starts: drawn once for each kind of thing. */
function startsOf(label: string): readonly number[] {
  let starts = started.get(label);
  if (!starts) {
    const chance = random(label);
    starts = questions.map(() => chance.next());
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
