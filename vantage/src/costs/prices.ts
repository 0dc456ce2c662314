import {
  type Price,
  priceBase,
  publishedCosts,
  type Recipe,
  readyLevels,
  recipes,
  type UnitCost,
} from './unit-costs.ts';

/** The unit costs and price levels by which spending is counted in an area. */
export type Prices = {
  costs: ReadonlyMap<string, UnitCost>;
  /** Price level by financial year, on any base. */
  levels: Readonly<Record<string, number>>;
  levelsFrom: string;
};

/** What an area has put in the place of what is here. */
export type Replaced = {
  levels?: { levels: Readonly<Record<string, number>>; source: string } | undefined;
  prices: readonly (Price & { key: string })[];
};

const readyFrom = 'Approximations of the GDP deflator, to be replaced by the Treasury’s table';

/** Prices with what an area has replaced: composed costs are put together anew from them. */
export function pricesWith({ levels, prices }: Replaced): Prices {
  const own = new Map(prices.map(({ key, ...price }) => [key, price]));
  const costs = new Map(publishedCosts.map((cost) => [cost.key, { ...cost, ...own.get(cost.key) }]));
  const made: Prices = {
    costs,
    levels: levels?.levels ?? readyLevels,
    levelsFrom: levels?.source ?? readyFrom,
  };
  for (const recipe of recipes) costs.set(recipe.key, composed(recipe, made));
  return made;
}

/** Pence of a price year in pence of the price base (rule one-price-year). A RangeError where no level is known. */
export function uprated(pence: number, priceYear: string, levels: Prices['levels'] = readyLevels): number {
  const [level, base] = [levels[priceYear], levels[priceBase]];
  if (level === undefined || base === undefined) {
    throw new RangeError(`No price level is known for ${level === undefined ? priceYear : priceBase}.`);
  }
  return Math.round((pence * base) / level);
}

/** Pence of the price base that each step of a composed cost comes to, middle and with what is low and what is high. */
export function stepsOf(
  steps: NonNullable<UnitCost['steps']>,
  { costs, levels }: Prices,
): { words: string; of: UnitCost; times: number; lowPence: number; pence: number; highPence: number }[] {
  return steps.map(({ words, of, times: [low, middle, high] }) => {
    const cost = costs.get(of);
    if (!cost) throw new RangeError(`No unit cost is called ${of}.`);
    const at = (pence: number, by: number) => Math.round(uprated(pence, cost.priceYear, levels) * by);
    // What is taken away is greatest where the whole is least.
    const [least, greatest] = low < 0 ? [cost.highPence, cost.lowPence] : [cost.lowPence, cost.highPence];
    return {
      words,
      of: cost,
      times: middle,
      lowPence: at(least, low),
      pence: at(cost.pence, middle),
      highPence: at(greatest, high),
    };
  });
}

/** Rule composed. */
function composed({ steps, ...recipe }: Recipe, prices: Prices): UnitCost {
  const parts = stepsOf(steps, prices);
  const sum = (of: 'lowPence' | 'pence' | 'highPence') => parts.reduce((total, part) => total + part[of], 0);
  return {
    ...recipe,
    steps,
    lens: 'fiscal',
    lowPence: sum('lowPence'),
    pence: sum('pence'),
    highPence: sum('highPence'),
    range: 'ours',
    priceYear: priceBase,
    source: 'Put together here from other unit costs; the hours and how often are ours',
    grade: 'D',
  };
}

/** Prices where nothing has been replaced. */
export const readyPrices: Prices = pricesWith({ prices: [] });

/** Unit costs where nothing has been replaced. */
export const unitCosts: readonly UnitCost[] = [...readyPrices.costs.values()];

/** How many units a year has of what is counted by time: weeks of 7 days in 365. */
const unitsAYear: Readonly<Partial<Record<UnitCost['per'], number>>> = { week: 365 / 7, month: 12, year: 1 };

/** What a year of one service is at its unit cost, in pence of the price base. */
export type YearOf = {
  cost: UnitCost;
  units: number;
  /** One unit, in pence of the price base. */
  unitPence: number;
  lowPence: number;
  pence: number;
  highPence: number;
};

/** What a year would be of each service that is counted by time, by its label: an illustration, and of nobody. */
export function yearsOfServices({ costs, levels }: Prices): YearOf[] {
  return [...costs.values()]
    .flatMap((cost): YearOf[] => {
      const units = unitsAYear[cost.per];
      if (units === undefined) return [];
      const at = (pence: number) => Math.round(uprated(pence, cost.priceYear, levels) * units);
      return [
        {
          cost,
          units,
          unitPence: uprated(cost.pence, cost.priceYear, levels),
          lowPence: at(cost.lowPence),
          pence: at(cost.pence),
          highPence: at(cost.highPence),
        },
      ];
    })
    .sort((a, b) => (a.cost.label < b.cost.label ? -1 : 1));
}
