import {
  catalogue,
  factsGoingOn,
  factsOfKinds,
  factsToCount,
  knownToGoOn,
  personsOfOccasions,
  type TouchedFact,
} from '../chronology/index.ts';
import { addDays, clock, dayOf, type Tx } from '../platform/index.ts';
import { type Charge, type Costable, chargesOf, daysOfYear, financialYearOf } from './model.ts';
import { type Prices, pricesWith } from './prices.ts';
import * as store from './store.ts';

const costsOf = (kind: string) => catalogue.get(kind)?.costs ?? [];
const costedKinds = [...catalogue.values()].filter((entry) => entry.costs).map((entry) => entry.code);

/**
 * Counts what was spent on every fact that has a unit cost; writes only what differs. With `touched`, the facts that may
 * be others since it was counted, only on those of whoever may be charged otherwise: of their persons, of everybody told
 * of the same happenings, and of those with an open spell that is counted to another day. Prices that waited for it count
 * from now on.
 */
export async function build(
  tx: Tx,
  { asOf, touched }: { asOf: Date; touched?: readonly TouchedFact[] | undefined },
): Promise<{ added: number; superseded: number }> {
  await store.countByWaiting(tx, clock.now());
  const written = await (touched === undefined ? buildAll(tx, asOf) : buildTouched(tx, asOf, touched));
  await tx.filled('counted_until', 'spending');
  return written;
}

async function buildAll(tx: Tx, asOf: Date) {
  const facts: Costable[] = [];
  for await (const fact of factsOfKinds(tx, costedKinds)) facts.push(fact);
  const { spells, until } = await goingOn(tx, facts, dayOf(asOf));
  await store.replaceCountedUntil(tx, spells);
  return store.replaceSpending(tx, chargesOf(facts, costsOf, until, await pricesOf(tx)), asOf);
}

async function buildTouched(tx: Tx, asOf: Date, touched: readonly TouchedFact[]) {
  const { spells, until } = await goingOn(tx, await factsGoingOn(tx, costedKinds), dayOf(asOf));
  const before = new Map((await store.allCountedUntil(tx)).map((one) => [one.factId, one]));
  const moved = spells.filter((spell) => before.get(spell.factId)?.until !== spell.until);
  for (const { factId } of spells) before.delete(factId);
  const over = [...before.values()];
  await store.replaceCountedUntil(
    tx,
    moved,
    [...moved, ...over].map(({ factId }) => factId),
  );

  const costed = touched.filter(({ kind }) => costsOf(kind).length > 0);
  const occasions = [...new Set(costed.flatMap(({ occasion }) => occasion ?? []))];
  const persons = new Set([
    ...[...costed, ...moved, ...over].map(({ personId }) => personId),
    ...(await personsOfOccasions(tx, occasions)),
  ]);
  const facts = await factsToCount(tx, [...persons], costedKinds);
  const charges = chargesOf(facts, costsOf, until, await pricesOf(tx));
  const isTheirs = ({ personId }: { personId: string }) => persons.has(personId);
  const looked = new Set([...facts.filter(isTheirs), ...touched].map(({ factId }) => factId));
  return store.replaceSpending(tx, charges.filter(isTheirs), asOf, [...looked]);
}

/** Of spells that are open, or were to end after they were told of, the first day on which each is not counted. */
async function goingOn(tx: Tx, facts: readonly Costable[], today: string) {
  const open = facts.filter(
    ({ happened, receivedAt }) => happened.to === null || happened.to > addDays(dayOf(receivedAt), 1),
  );
  const days = await knownToGoOn(tx, open);
  const until = ({ factId }: Costable) => addDays([today, days.get(factId) ?? today].sort()[0] ?? today, 1);
  return { spells: open.map((fact) => ({ ...fact, until: until(fact) })), until };
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

/** What services spent in the area, or around one person, by financial year and unit cost, newest year first. */
export async function spendingOfArea(tx: Tx, personId?: string): Promise<store.YearSum[]> {
  return newestFirst(await store.spendingByYear(tx, personId));
}

/** The same from what it was before this transaction: only what it wrote is looked at. */
export async function spendingSince(tx: Tx, before: readonly store.YearSum[]): Promise<store.YearSum[]> {
  return withChange(before, await store.changeByYear(tx));
}

/** The same with what was spent around somebody, `own`, put to what it was before; with `sign` -1, taken away from it. */
export function spendingWith(
  before: readonly store.YearSum[],
  own: readonly store.YearSum[],
  sign: 1 | -1,
): store.YearSum[] {
  return withChange(
    before,
    own.map((one) => ({
      ...one,
      persons: sign * one.persons,
      lowPence: sign * one.lowPence,
      pence: sign * one.pence,
      highPence: sign * one.highPence,
    })),
  );
}

function withChange(before: readonly store.YearSum[], change: readonly store.YearSum[]): store.YearSum[] {
  const sums = new Map<string, store.YearSum>();
  for (const one of [...before, ...change]) {
    const key = `${one.year} ${one.unitCost} ${one.bearer}`;
    const known = sums.get(key) ?? { ...one, persons: 0, lowPence: 0, pence: 0, highPence: 0 };
    sums.set(key, { ...known, ...sumOf([known, one]), persons: known.persons + one.persons });
  }
  return newestFirst([...sums.values()].filter(({ persons }) => persons > 0));
}

function newestFirst(sums: readonly store.YearSum[]): store.YearSum[] {
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return sums.toSorted(
    (a, b) => order(b.year, a.year) || order(a.unitCost, b.unitCost) || order(a.bearer, b.bearer),
  );
}

/** Persons around whom a unit cost was spent in a financial year such as `2024-25`. */
export async function personsAround(
  tx: Tx,
  { unitCost, year }: { unitCost: string; year: string },
): Promise<string[]> {
  return store.personsSpentOn(tx, unitCost, ...daysOfYear(year));
}
