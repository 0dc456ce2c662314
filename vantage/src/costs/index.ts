export { levelsIn, pricesIn } from './import.ts';
export { type Charge, costRules, daysOfYear, financialYearOf } from './model.ts';
export { type Prices, readyPrices, stepsOf, unitCosts, uprated } from './prices.ts';
export { routes } from './routes.tsx';
export {
  build,
  personsAround,
  pricesOf,
  replaceLevels,
  replacePrices,
  type Sum,
  spendingOf,
  spendingOfArea,
  sumOf,
} from './service.ts';
export type { YearSum } from './store.ts';
export { bearerWords, priceBase, publishedCosts, type UnitCost } from './unit-costs.ts';
