/** Other unit costs and price levels, put in the place of those that stand. Spending is counted by them from the next build on. */
import { clock, type Tx, VantageError } from '../platform/index.ts';
import { type Prices, pricesWith, type Replaced } from './prices.ts';
import * as store from './store.ts';
import { priceBase } from './unit-costs.ts';

/** Who may put prices in the place of others. */
export const mayPrice = (role: string): boolean =>
  role === 'system' || role === 'administrator' || role === 'commissioner';

/** What waits for the next build. */
export async function waitingPrices(tx: Tx): Promise<Replaced> {
  return store.replacedPrices(tx, true);
}

/** The prices that the next build counts by: those that stand, with those that wait in their place. */
export async function pricesToCome(tx: Tx): Promise<Prices> {
  const [standing, waiting] = await Promise.all([store.replacedPrices(tx), waitingPrices(tx)]);
  const named = new Set(waiting.prices.map(({ key }) => key));
  return pricesWith({
    levels: waiting.levels ?? standing.levels,
    prices: [...standing.prices.filter(({ key }) => !named.has(key)), ...waiting.prices],
  });
}

/** Puts price levels in place. A VantageError 'bad-input' when a year is missing in whose prices a unit cost is. */
export async function replaceLevels(
  tx: Tx,
  { levels, source }: { levels: Readonly<Record<string, number>>; source: string },
): Promise<void> {
  const { costs } = await pricesToCome(tx);
  const needed = new Set([priceBase, ...[...costs.values()].map((cost) => cost.priceYear)]);
  const missing = [...needed].filter((year) => levels[year] === undefined).sort();
  if (missing.length > 0) {
    throw new VantageError('bad-input', `The table has no price level for ${missing.join(', ')}.`, {
      remedy:
        'Give one for every year in whose prices a unit cost stands; the page of unit costs lists them.',
    });
  }
  await store.putLevels(tx, { levels, source, at: clock.now() });
}

/** Puts unit costs in place. A VantageError 'bad-input' when there is no price level for one's year. */
export async function replacePrices(tx: Tx, prices: Replaced['prices']): Promise<void> {
  const { levels } = await pricesToCome(tx);
  const missing = [...new Set(prices.map((one) => one.priceYear))].filter(
    (year) => levels[year] === undefined,
  );
  if (missing.length > 0) {
    throw new VantageError('bad-input', `No price level is known for ${missing.sort().join(', ')}.`, {
      remedy: 'Bring a table of price levels with these years first.',
    });
  }
  await store.putPrices(tx, prices, clock.now());
}

/** Takes back what waits: spending stays as it is. */
export async function leavePrices(tx: Tx): Promise<void> {
  await store.dropWaiting(tx, clock.now());
}
