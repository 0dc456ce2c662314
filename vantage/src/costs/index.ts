export { type Charge, costRules, financialYearOf } from './model.ts';
export { build, type Sum, spendingOf, spendingOfArea, sumOf } from './service.ts';
export type { YearSum } from './store.ts';
export { deflators, priceBase, type UnitCost, unitCosts } from './unit-costs.ts';
