export { PricesJson, pricesJson } from './api.ts';
export { type Charge, costRules, daysOfYear, financialYearOf } from './model.ts';
export {
  type Prices,
  readyPrices,
  stepsOf,
  unitCosts,
  uprated,
  type YearOf,
  yearsOfServices,
} from './prices.ts';
export { type KindOfFile, kindsOfFile, putInPlace, type Read, readPrices } from './reading.ts';
export { pricesToCome, replaceLevels, replacePrices, waitingPrices } from './replacing.ts';
export { routes } from './routes.tsx';
export {
  build,
  personsAround,
  pricesOf,
  type Sum,
  spendingOf,
  spendingOfArea,
  spendingSince,
  spendingWith,
  sumOf,
} from './service.ts';
export type { YearSum } from './store.ts';
export {
  bearerWords,
  priceBase,
  publishedCosts,
  type Stage,
  stageOf,
  stageWords,
  type UnitCost,
} from './unit-costs.ts';
