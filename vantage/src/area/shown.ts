/** The area's numbers as they are shown: suppressed and rounded, or exact for whoever runs the machine. */
import { allocationKinds, bands, catalogue, isWritten, needs, ofServices } from '../chronology/index.ts';
import { financialYearOf, type Prices, readyPrices, sumOf, type YearSum } from '../costs/index.ts';
import { addDays } from '../platform/index.ts';
import { aroundOf, beganOf, inBand, linksOf, needOf, nowOf, spentOn } from './links.ts';
import { type AreaCounts, few, type Shown, withheld } from './model.ts';
import type { Numbers } from './numbers.ts';
import { roundedAmount, roundedPeople } from './rounding.ts';
import { type Fate, suppress } from './suppression.ts';

type Amount = AreaCounts['spending'][number]['amount'];
type Service = AreaCounts['spendingByService'][number] & { year: string };

/** What is shown of the numbers of one day, with every year's spending. */
export type ShownNumbers = Omit<
  AreaCounts,
  'area' | 'today' | 'spendingByService' | 'spendingYear' | 'priceBase' | 'standsOn'
> & { services: Service[] };

/** Financial years in the table. */
const yearsShown = 6;

/** What a day's numbers look like on the page: the same for everybody. */
export function shownNumbers(
  numbers: Numbers,
  on: string,
  { exact = false, prices = readyPrices }: { exact?: boolean; prices?: Prices } = {},
): ShownNumbers {
  const years = lastYears(on);
  const links = linksOf(numbers, years, prices);
  const fates = exact ? new Map<string, Fate>() : suppress(links.quantities, links.sums);
  const told = (name: string, value: number): Shown => {
    const fate = fates.get(name);
    return fate === 'few' ? few : fate === 'withheld' ? withheld : value;
  };
  const services = numbers.spent.map((spent) => serviceOf(spent, told, { exact, prices }));
  return {
    exact,
    persons: told('persons', numbers.persons),
    personsOpen: told('persons open', numbers.personsOpen),
    families: told('families', numbers.families),
    familiesOpen: told('families open', numbers.familiesOpen),
    needs: numbers.needs.map(({ need, families }) => ({
      need,
      label: needs[need],
      families: told(needOf(need), families),
    })),
    bands: numbers.bands.map(({ band, families }) => ({
      band,
      label: bands[band].label,
      words: bands[band].words,
      families: told(inBand(band), families),
    })),
    now: numbers.now
      .filter((one) => isListed(one.kind))
      .sort(byOrder)
      .map(({ kind, persons }) => ({
        kind,
        label: catalogue.get(kind)?.label ?? kind,
        service: catalogue.get(kind)?.serviceLabel ?? '',
        persons: told(nowOf(kind), persons),
      })),
    years,
    byYear: [...Map.groupBy(numbers.began, (one) => one.kind)]
      .map(([kind, own]) => ({
        kind,
        label: catalogue.get(kind)?.label ?? kind,
        counts: years.map((year) => {
          const facts = own.find((one) => one.year === year)?.facts ?? 0;
          return told(beganOf(kind, year), facts);
        }),
      }))
      .filter((row) => isListed(row.kind) && row.counts.some((count) => count !== 0))
      .sort(byOrder),
    spending: sumsOfYears(services),
    services: services.sort((a, b) => (b.amount?.pence ?? -1) - (a.amount?.pence ?? -1)),
  };
}

/**
 * The same numbers as if a service of a discreet type, of which no agency is named to the reader, did nothing: no row and
 * no sum tells of it, so that they stand as they would where there is none.
 */
export function withoutNames(shown: ShownNumbers, types: ReadonlySet<string>): ShownNumbers {
  const hidden = ofServices(types);
  const services = shown.services.filter((one) => !hidden.costs.has(one.unitCost));
  return {
    ...shown,
    now: shown.now.filter((one) => !hidden.kinds.has(one.kind)),
    byYear: shown.byYear.filter((one) => !hidden.kinds.has(one.kind)),
    services,
    spending: sumsOfYears(services),
  };
}

/** Allocations of workers, and what is written here, are no service to a family: they are not listed. */
function isListed(kind: string): boolean {
  return !allocationKinds.has(kind) && !isWritten(kind) && catalogue.has(kind);
}

const order = [...catalogue.keys()];
const byOrder = (a: { kind: string }, b: { kind: string }) => order.indexOf(a.kind) - order.indexOf(b.kind);

function serviceOf(
  spent: YearSum,
  told: (name: string, value: number) => Shown,
  { exact, prices }: { exact: boolean; prices: Prices },
): Service {
  const { year, unitCost, bearer, persons, lowPence, pence, highPence } = spent;
  const around = told(aroundOf(unitCost, year), exact ? persons : roundedPeople(persons).shown);
  const sum = { lowPence, pence, highPence };
  const hidden = around === few || told(spentOn(unitCost, year), 0) === withheld;
  return {
    year,
    unitCost,
    label: prices.costs.get(unitCost)?.label ?? unitCost,
    reach: prices.costs.get(unitCost)?.reach ?? 'direct',
    bearer,
    persons: around,
    amount: hidden ? null : exact ? sum : roundedAmount(unitCost, sum, prices),
  };
}

function sumsOfYears(services: readonly Service[]): ShownNumbers['spending'] {
  return [...Map.groupBy(services, (one) => one.year)]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([year, own]) => ({ year, ...sumShown(own.filter((one) => one.reach === 'direct')) }));
}

/** A year's direct sum is of what is shown of it, so that nothing can be had by taking that away from it. */
function sumShown(services: readonly Service[]): { amount: Amount; whole: boolean } {
  const amounts = services.flatMap((one) => one.amount ?? []);
  return {
    amount: amounts.length > 0 ? sumOf(amounts) : null,
    whole: amounts.length === services.length,
  };
}

/** The financial years that end with the day's, oldest first. */
function lastYears(on: string): string[] {
  const years: string[] = [];
  for (
    let day = on;
    years.length < yearsShown;
    day = addDays(`${financialYearOf(day).slice(0, 4)}-04-01`, -1)
  ) {
    years.unshift(financialYearOf(day));
  }
  return years;
}
