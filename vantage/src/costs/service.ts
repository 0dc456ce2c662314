import { catalogue, factsOfKinds, knownToGoOn } from '../chronology/index.ts';
import { addDays, dayOf, type Tx } from '../platform/index.ts';
import { type Charge, type Costable, chargesOf, daysOfYear, financialYearOf } from './model.ts';
import * as store from './store.ts';

/** Counts what was spent on every fact that has a unit cost. Writes only what differs. */
export async function build(
  tx: Tx,
  { asOf }: { asOf: Date },
): Promise<{ added: number; superseded: number }> {
  const kinds = [...catalogue.values()].filter((entry) => entry.unitCost).map((entry) => entry.code);
  const facts: Costable[] = [];
  for await (const fact of factsOfKinds(tx, kinds)) facts.push(fact);
  const today = dayOf(asOf);
  const goingOn = facts.filter(
    ({ happened, receivedAt }) => happened.to === null || happened.to > addDays(dayOf(receivedAt), 1),
  );
  const days = await knownToGoOn(tx, goingOn);
  const charges = chargesOf(
    facts,
    (kind) => catalogue.get(kind)?.unitCost,
    ({ factId }) => addDays([today, days.get(factId) ?? today].sort()[0] ?? today, 1),
  );
  return store.replaceSpending(tx, charges, asOf);
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

/** What services spent around persons, each charge once, in order of its days. */
export async function spendingOf(
  tx: Tx,
  personIds: readonly string[],
): Promise<(Charge & { year: string })[]> {
  const charges = await store.spendingOfPersons(tx, personIds);
  return charges.map((one) => ({ ...one, year: financialYearOf(one.happened.from ?? '') }));
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
