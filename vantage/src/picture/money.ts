import { type NeedId, needsOn, ofServices } from '../chronology/index.ts';
import {
  type Prices,
  pricesOf,
  type Stage,
  type Sum,
  spendingOf,
  stageOf,
  stageWords,
  sumOf,
  type YearOf,
  yearsOfServices,
} from '../costs/index.ts';
import { addDays, daysBetween, type Tx, VantageError } from '../platform/index.ts';
import { maySeeSpending, notNamed } from '../sharing/index.ts';
import { openOn } from './model.ts';
import { beginPicture, finishPicture } from './service.ts';
import type { Picture } from './shape.ts';

type Charges = Awaited<ReturnType<typeof spendingOf>>;

/** What services spent around a family, of what the reader may see, with the prices that it is counted in. */
export type Spent = {
  picture: Picture;
  charges: Charges;
  prices: Prices;
  /** The needs of which what the reader may see tells on a day. */
  needsAt(day: string): NeedId[];
  /** What a year would be of each service that may be named to the reader: illustrations, and of nobody. */
  illustrations: YearOf[];
};

/**
 * Spending of the happenings that a family's picture shows; a VantageError 'not-found' where there is no picture, and
 * 'refused' to somebody who helps the family without leading or managing the work.
 */
export async function spendingAround(tx: Tx, familyId: string, on?: string): Promise<Spent> {
  const { picture, facts, persons } = await finishPicture(tx, await beginPicture(tx, familyId), on);
  if (!maySeeSpending(tx.actor.role)) {
    throw new VantageError('refused', 'What services spent around a family is not for each who helps it.', {
      remedy:
        'It is for its lead practitioner, for team managers, and for those who oversee. Ask one of them.',
    });
  }
  const told = new Set(picture.happenings.flatMap((line) => line.people.map((person) => person.factId)));
  const charges = await spendingOf(
    tx,
    picture.people.map((person) => person.personId),
  );
  const [prices, unnamed] = await Promise.all([pricesOf(tx), notNamed(tx)]);
  const hidden = ofServices(new Set(unnamed.types)).costs;
  return {
    picture,
    charges: charges.filter((charge) => told.has(charge.factId)),
    prices,
    illustrations: yearsOfServices(prices).filter(({ cost }) => !hidden.has(cost.key)),
    needsAt: (day) =>
      needsOn(facts, day, (personId) => persons.get(personId)?.birthDate ?? null).map(({ need }) => need),
  };
}

export type Apart = { direct: Sum; indirect: Sum };

/** Direct and indirect spending apart. */
export function apart(charges: Charges, { costs }: Prices): Apart {
  const of = (reach: 'direct' | 'indirect') =>
    sumOf(charges.filter((one) => (costs.get(one.unitCost)?.reach ?? 'direct') === reach));
  return { direct: of('direct'), indirect: of('indirect') };
}

/** Direct spending on each side of a crisis, and its share of all direct spending from 0 to 1 (rule crisis-or-ahead). */
export function byStage(
  charges: Charges,
  prices: Prices,
): { stage: Stage; words: string; sum: Sum; share: number }[] {
  const direct = charges.filter((one) => prices.costs.get(one.unitCost)?.reach !== 'indirect');
  const all = sumOf(direct).pence;
  return (Object.keys(stageWords) as Stage[]).map((stage) => {
    const sum = sumOf(direct.filter((one) => stageOf(one.unitCost) === stage));
    return { stage, words: stageWords[stage], sum, share: all === 0 ? 0 : sum.pence / all };
  });
}

/** What was spent in a financial year, beside what is recorded of it: neither says that one came of the other. */
export type Year = Apart & {
  year: string;
  /** Happenings that the catalogue calls a crisis and that began in the year. */
  crises: number;
  /** People on a protection plan or in care on its last day, or today where that is still to come. */
  protectedAtEnd: number;
};

/** The last day of a financial year such as `2024-25`, or today where that is still to come. */
const endOf = (year: string, today: string): string => {
  const last = `${Number(year.slice(0, 4)) + 1}-03-31`;
  return last < today ? last : today;
};

/** Needs of which records tell at the end of a financial year, and how they differ from the end of the year before. */
export type YearOfNeeds = { year: string; standing: NeedId[]; came: NeedId[]; went: NeedId[] };

/** The same years as those in which something was spent, newest first: what stood, and no cause of it. */
export function needsByYear({ picture, charges, needsAt }: Spent): YearOfNeeds[] {
  const years = [...new Set(charges.map(({ year }) => year))].sort().reverse();
  return years.map((year) => {
    const standing = needsAt(endOf(year, picture.today));
    const before = needsAt(`${year.slice(0, 4)}-03-31`);
    return {
      year,
      standing,
      came: standing.filter((need) => !before.includes(need)),
      went: before.filter((need) => !standing.includes(need)),
    };
  });
}

/** Every financial year in which something was spent, newest first. */
export function yearsOf({ picture, charges, prices }: Spent): Year[] {
  return [...Map.groupBy(charges, (one) => one.year)]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([year, own]) => {
      const first = Number(year.slice(0, 4));
      const [from, last] = [`${first}-04-01`, `${first + 1}-03-31`];
      const end = endOf(year, picture.today);
      const within = (day: string | null) => day !== null && day >= from && day <= last;
      const kept = picture.happenings.filter(
        (line) => ['cp-plan', 'in-care'].includes(line.kind) && openOn(line, end),
      );
      return {
        year,
        ...apart(own, prices),
        crises: picture.happenings.filter((line) => line.tone === 'crisis' && within(line.happened.from))
          .length,
        protectedAtEnd: new Set(kept.flatMap((line) => line.people.map((person) => person.personId))).size,
      };
    });
}

/** Since when services have been in touch, how long that is in years, and what was spent a year on average. */
export function sinceFirstContact({ picture, charges, prices }: Spent): {
  since: string;
  years: number;
  aYear: { direct: number; indirect: number };
} | null {
  const since = picture.happenings
    .filter((line) => line.lane !== 'family')
    .flatMap((line) => line.happened.from ?? [])
    .sort()[0];
  if (since === undefined) return null;
  const years = Math.max(1, daysBetween(since, addDays(picture.today, 1)) / 365.25);
  const { direct, indirect } = apart(charges, prices);
  return {
    since,
    years,
    aYear: { direct: Math.round(direct.pence / years), indirect: Math.round(indirect.pence / years) },
  };
}
