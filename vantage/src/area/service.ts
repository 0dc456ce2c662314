import { catalogue, countsByKindAndYear, openByKind, openPersons } from '../chronology/index.ts';
import { daysOfYear, financialYearOf, priceBase, spendingOfArea, sumOf, unitCosts } from '../costs/index.ts';
import { familiesOf, counts as familyCounts, openingParts } from '../families/index.ts';
import { countPersons } from '../identity/index.ts';
import { addDays, clock, dayOf, type Tx } from '../platform/index.ts';
import { getArea } from '../sharing/index.ts';
import { standsOn } from '../sources/index.ts';
import type { AreaCounts } from './model.ts';

/** Financial years in the table. */
const yearsShown = 6;

/**
 * The area's first counts on a day: what is open now, what began in each year, what services spent, by service in one financial year: the last whole one unless another is asked for.
 */
export async function areaCounts(
  tx: Tx,
  { on = dayOf(clock.now()), year }: { on?: string; year?: string | undefined } = {},
): Promise<AreaCounts> {
  const area = await getArea(tx);
  const families = await familyCounts(tx);
  const open = await openPersons(tx, on);
  const openFamilies = new Set(
    (await familiesOf(tx, open))
      .filter((place) => openingParts.has(place.part))
      .map((place) => place.familyId),
  );
  const now = await openByKind(tx, on);
  const years = lastYears(on);
  const began = await countsByKindAndYear(tx, daysOfYear(years[0] ?? '')[0]);
  const spent = await spendingOfArea(tx);
  const spendingYear = year ?? years.at(-2) ?? '';
  const order = [...catalogue.keys()];
  const byOrder = (a: { kind: string }, b: { kind: string }) => order.indexOf(a.kind) - order.indexOf(b.kind);
  return {
    area,
    today: on,
    persons: await countPersons(tx),
    personsOpen: open.length,
    families: families.families,
    familiesOpen: openFamilies.size,
    now: now
      .filter((one) => one.kind !== 'worker' && catalogue.has(one.kind))
      .sort(byOrder)
      .map((one) => ({
        kind: one.kind,
        label: catalogue.get(one.kind)?.label ?? one.kind,
        service: catalogue.get(one.kind)?.serviceLabel ?? '',
        persons: one.persons,
      })),
    years,
    byYear: [...Map.groupBy(began, (one) => one.kind)]
      .map(([kind, own]) => ({
        kind,
        label: catalogue.get(kind)?.label ?? kind,
        counts: years.map((year) => own.find((one) => one.year === year)?.facts ?? 0),
      }))
      .filter((row) => row.kind !== 'worker' && row.counts.some((value) => value > 0))
      .sort(byOrder),
    spending: [...Map.groupBy(spent, (one) => one.year)].map(([year, own]) => ({ year, ...sumOf(own) })),
    spendingByService: spent
      .filter((one) => one.year === spendingYear)
      .map(({ unitCost, bearer, persons: around, lowPence, pence, highPence }) => ({
        unitCost,
        label: unitCosts.find((cost) => cost.key === unitCost)?.label ?? unitCost,
        bearer,
        persons: around,
        lowPence,
        pence,
        highPence,
      }))
      .sort((a, b) => b.pence - a.pence),
    spendingYear,
    priceBase,
    standsOn: await standsOn(tx),
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
