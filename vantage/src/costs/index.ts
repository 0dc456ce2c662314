export { type Charge, costRules, daysOfYear, financialYearOf, uprated } from './model.ts';
export { build, personsAround, type Sum, spendingOf, spendingOfArea, sumOf } from './service.ts';
export type { YearSum } from './store.ts';
export { bearerWords, deflators, priceBase, type UnitCost, unitCosts } from './unit-costs.ts';
