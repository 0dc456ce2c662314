import { catalogue, factsOfKinds, factsToCount, knownToGoOn } from '../chronology/index.ts';
import { addDays, clock, dayOf, type Tx } from '../platform/index.ts';
import { type Charge, type Costable, chargesOf, daysOfYear, financialYearOf } from './model.ts';
import { type Prices, pricesWith } from './prices.ts';
import * as store from './store.ts';

const costsOf = (kind: string) => catalogue.get(kind)?.costs ?? [];
const costedKinds = [...catalogue.values()].filter((entry) => entry.costs).map((entry) => entry.code);

/** Counts what was spent on every fact that has a unit cost, by prices that waited for it too. Writes only what differs. */
export async function build(
  tx: Tx,
  { asOf }: { asOf: Date },
): Promise<{ added: number; superseded: number }> {
  await store.countByWaiting(tx, clock.now());
  const facts: Costable[] = [];
  for await (const fact of factsOfKinds(tx, costedKinds)) facts.push(fact);
  const today = dayOf(asOf);
  const goingOn = facts.filter(
    ({ happened, receivedAt }) => happened.to === null || happened.to > addDays(dayOf(receivedAt), 1),
  );
  const days = await knownToGoOn(tx, goingOn);
  const until = ({ factId }: Costable) => addDays([today, days.get(factId) ?? today].sort()[0] ?? today, 1);
  await store.replaceCountedUntil(
    tx,
    goingOn.map((fact) => ({ ...fact, until: until(fact) })),
  );
  const charges = chargesOf(facts, costsOf, until, await pricesOf(tx));
  const written = await store.replaceSpending(tx, charges, asOf);
  await tx.filled('counted_until', 'spending');
  return written;
}

/** The unit costs and price levels by which spending is counted in the area. */
export async function pricesOf(tx: Tx): Promise<Prices> {
  return pricesWith(await store.replacedPrices(tx));
}

/** Low, middle and high sum in pence of the price base. */
export type Sum = { lowPence: number; pence: number; highPence: number };

/** Adds charges up. */
export function sumOf(charges: readonly Sum[]): Sum {
  const total = { lowPence: 0, pence: 0, highPence: 0 };
  for (const one of charges) {
    total.lowPence += one.lowPence;
    total.pence += one.pence;
    total.highPence += one.highPence;
  }
  return total;
}

/**
 * What services spent around persons, each charge once, in order of its days: charged over the facts that the reader may
 * see and no others, so that it tells of nothing else.
 */
export async function spendingOf(
  tx: Tx,
  personIds: readonly string[],
): Promise<(Charge & { year: string })[]> {
  const [facts, prices] = await Promise.all([factsToCount(tx, personIds, costedKinds), pricesOf(tx)]);
  const until = await store.countedUntil(
    tx,
    facts.map((fact) => fact.factId),
  );
  const persons = new Set(personIds);
  return chargesOf(facts, costsOf, (fact) => until.get(fact.factId) ?? fact.happened.to ?? '', prices)
    .filter((one) => persons.has(one.personId))
    .sort(byDays)
    .map((one) => ({ ...one, year: financialYearOf(one.happened.from ?? '') }));
}

function byDays(a: Charge, b: Charge): number {
  const key = ({ happened, factId, unitCost }: Charge) =>
    [happened.from, happened.to, factId, unitCost].join(' ');
  return key(a) < key(b) ? -1 : 1;
}

/** What services spent in the area, by financial year and unit cost. */
export async function spendingOfArea(tx: Tx): Promise<store.YearSum[]> {
  return store.spendingByYear(tx);
}

/** Persons around whom a unit cost was spent in a financial year such as `2024-25`. */
export async function personsAround(
  tx: Tx,
  { unitCost, year }: { unitCost: string; year: string },
): Promise<string[]> {
  return store.personsSpentOn(tx, unitCost, ...daysOfYear(year));
}
