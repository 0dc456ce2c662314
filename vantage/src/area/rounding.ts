/** Spending is an estimate and is shown as one: rounded, so that no amount tells single events or days apart. */
import { type Prices, readyPrices, type UnitCost, uprated } from '../costs/index.ts';
import type { Bounds } from './suppression.ts';

/** People around whom money was spent are told to the nearest ten. */
export const peopleStep = 10;

/** More than five people, to the nearest ten, and ten at least. */
export function roundedPeople(people: number): { shown: number; bounds: Bounds } {
  const shown = Math.max(peopleStep, Math.round(people / peopleStep) * peopleStep);
  const least = shown === peopleStep ? 6 : shown - peopleStep / 2;
  return { shown, bounds: [least, shown + peopleStep / 2 - 1] };
}

const daysPer = { each: 1, hour: 1, week: 7, month: 30.4375, year: 365.25 } as const;

/** Pence of the price base that one event costs, or one day of a spell. */
function smallestPrice(cost: UnitCost, { levels }: Prices): number {
  return uprated(cost.pence, cost.priceYear, levels) / daysPer[cost.per];
}

/** The smallest of 1, 2, 5, 10, 20, 50 … pounds, in pence, for which six events or six days of a service are to be had. */
export function stepOf(unitCost: string, prices: Prices = readyPrices): number {
  const cost = prices.costs.get(unitCost);
  const wanted = cost === undefined ? 0 : 6 * smallestPrice(cost, prices);
  for (let power = 100; ; power *= 10) {
    for (const digit of [1, 2, 5]) if (digit * power >= wanted) return digit * power;
  }
}

export type Amount = { lowPence: number; pence: number; highPence: number };

/**
 * An amount to the nearest step, one step at least. The range follows from the rounded amount and the range of the unit
 * cost, so that it tells no more; it is rounded to a tenth of a step only not to look exact.
 */
export function roundedAmount(unitCost: string, exact: Amount, prices: Prices = readyPrices): Amount {
  const step = stepOf(unitCost, prices);
  const to = (unit: number, pence: number) => Math.max(unit, Math.round(pence / unit) * unit);
  const pence = to(step, exact.pence);
  const cost = prices.costs.get(unitCost);
  const by = (part: number) => to(step / 10, (pence * part) / (cost?.pence ?? 1));
  return { lowPence: by(cost?.lowPence ?? 1), pence, highPence: by(cost?.highPence ?? 1) };
}

/** How many events an exact amount was counted for; undefined for a service that is counted by its days. */
export function eventsOf(
  unitCost: string,
  pence: number,
  prices: Prices = readyPrices,
): { events: number; bounds: Bounds } | undefined {
  const cost = prices.costs.get(unitCost);
  if (cost?.per !== 'each') return undefined;
  const price = smallestPrice(cost, prices);
  const step = stepOf(unitCost, prices);
  const shown = roundedAmount(unitCost, { lowPence: 0, pence, highPence: 0 }, prices).pence;
  const least = shown === step ? 0 : shown - step / 2;
  return {
    events: Math.round(pence / price),
    bounds: [Math.ceil(least / price), Math.floor((shown + step / 2 - 1) / price)],
  };
}
