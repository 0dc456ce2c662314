/** What of the area's numbers is part of what: the model by which they are suppressed, as docs/counts.md tells it. */
import { type BandId, bands, catalogue, type NeedId, openingRules } from '../chronology/index.ts';
import { type Prices, readyPrices, type YearSum } from '../costs/index.ts';
import type { Numbers } from './numbers.ts';
import { eventsOf, roundedPeople } from './rounding.ts';
import { isFew, type Quantity, type Sum } from './suppression.ts';

const openingKinds = new Set(openingRules.flatMap((rule) => rule.kinds));
const placements = [...catalogue.keys()].filter((kind) => kind.startsWith('placement-'));

/** Spells of which the second are among the first, by law or because one record tells both. */
const spellsWithin: readonly (readonly [whole: string, ...parts: string[]])[] = [
  ['in-need', 'cin-plan', 'cp-plan'],
  ['in-need', 'in-care'],
  ['in-need', 'assessment'],
  ['in-need', 's47'],
];

/** What leads to what: as a rule the second begin in the year in which the first do. */
const stepsWithin: readonly (readonly [whole: string, part: string])[] = [
  ['contact', 'referral'],
  ['referral', 'in-need'],
  ['referral', 'assessment'],
  ['s47', 'cp-conference'],
  ['cp-conference', 'cp-plan'],
];

/** Names of quantities. */
export const nowOf = (kind: string) => `now ${kind}`;
export const beganOf = (kind: string, year: string) => `began ${kind} ${year}`;
export const needOf = (need: NeedId) => `need ${need}`;
export const inBand = (band: BandId) => `band ${band}`;
export const aroundOf = (unitCost: string, year: string) => `around ${unitCost} ${year}`;
export const spentOn = (unitCost: string, year: string) => `spent ${unitCost} ${year}`;

export type Links = { quantities: Map<string, Quantity>; sums: Sum[] };

/** The quantities that stand on the area's pages, those that can be had from them by subtraction, and how they add up. */
export function linksOf(numbers: Numbers, years: readonly string[], prices: Prices = readyPrices): Links {
  const links: Links = { quantities: new Map(), sums: [] };
  linkDay(links, numbers);
  linkNeeds(links, numbers);
  for (const year of years) linkYear(links, numbers, year);
  for (const spent of numbers.spent) linkSpending(links, spent, years, prices);
  linkSameEvents(links, numbers);
  return links;
}

function linkDay(links: Links, numbers: Numbers): void {
  put(links, 'persons', numbers.persons);
  put(links, 'persons open', numbers.personsOpen);
  put(links, 'families', numbers.families);
  put(links, 'families open', numbers.familiesOpen);
  within(links, 'persons', ['persons open'], 'whole');
  within(links, 'families', ['families open'], 'whole');
  for (const { kind, persons } of numbers.now) {
    put(links, nowOf(kind), persons);
    within(links, openingKinds.has(kind) ? 'persons open' : 'persons', [nowOf(kind)], 'whole');
  }
  for (const [whole, ...parts] of spellsWithin) within(links, nowOf(whole), parts.map(nowOf), 'whole');
  const elsewhere = within(links, nowOf('in-care'), placements.map(nowOf), 'parts');
  // Every child in care is placed somewhere: where nobody is left over, everybody may reckon with that.
  if (elsewhere !== undefined && total(links, [elsewhere]) === 0) put(links, elsewhere, 0);
}

const bandsOfNeed = ['crisis', 'brink', 'coping'] as const;

/**
 * Each family is in one band, and has as many needs as its band says: so the bands and all the needs together bound
 * each other. A part that is named several times counts as often.
 */
function linkNeeds(links: Links, numbers: Numbers): void {
  for (const { band, families } of numbers.bands) put(links, inBand(band), families);
  for (const { need, families } of numbers.needs) put(links, needOf(need), families);
  const all = numbers.bands.map(({ band }) => inBand(band));
  if (all.length === 0) return;
  links.sums.push({ whole: 'families', parts: all, gives: 'parts' });
  const inNeed = bandsOfNeed.map(inBand);
  put(links, 'families in need', total(links, inNeed), 'nowhere');
  links.sums.push({ whole: 'families in need', parts: inNeed, gives: 'parts' });
  for (const { need } of numbers.needs) within(links, 'families in need', [needOf(need)], 'whole');
  const needs = numbers.needs.map(({ need }) => needOf(need));
  put(links, 'needs', total(links, needs), 'nowhere');
  links.sums.push({ whole: 'needs', parts: needs, gives: 'parts' });
  const times = (end: 'from' | 'to') =>
    bandsOfNeed.flatMap((band) => Array<string>(bands[band][end]).fill(inBand(band)));
  within(links, 'needs', times('from'), 'parts');
  put(links, 'most needs', total(links, times('to')), 'nowhere');
  links.sums.push({ whole: 'most needs', parts: times('to'), gives: 'parts' });
  within(links, 'most needs', ['needs'], 'parts');
}

function linkYear(links: Links, numbers: Numbers, year: string): void {
  for (const { kind, facts, persons } of numbers.began.filter((one) => one.year === year)) {
    put(links, beganOf(kind, year), facts, isFew(persons) && !isFew(facts) ? 'withheld' : 'exact');
  }
  for (const [whole, part] of stepsWithin)
    within(links, beganOf(whole, year), [beganOf(part, year)], 'whole');
  const placed = placements.map((kind) => beganOf(kind, year)).filter((name) => links.quantities.has(name));
  const all = `placed ${year}`;
  put(links, all, total(links, placed), 'nowhere');
  links.sums.push({ whole: all, parts: placed, gives: 'parts' });
  within(links, all, [beganOf('in-care', year)], 'parts');
}

/** An event is charged once at most, and a person it was charged for had one at least. */
function linkSpending(
  links: Links,
  { unitCost, year, persons, pence }: YearSum,
  years: readonly string[],
  prices: Prices,
): void {
  const around = aroundOf(unitCost, year);
  const spent = spentOn(unitCost, year);
  put(links, around, persons, isFew(persons) ? 'exact' : { rounded: roundedPeople(persons).bounds });
  const counted = eventsOf(unitCost, pence, prices);
  if (counted === undefined) return;
  put(links, spent, counted.events, isFew(persons) ? 'withheld' : { rounded: counted.bounds });
  within(links, spent, [around], 'whole');
  const kinds = kindsOf(unitCost).map((kind) => beganOf(kind, year));
  const known = kinds.filter((kind) => links.quantities.has(kind));
  if (known.length === 0 || !years.includes(year)) return;
  const began = known.length === 1 ? (known[0] ?? '') : `began for ${unitCost} ${year}`;
  if (known.length > 1) {
    put(links, began, total(links, known), 'nowhere');
    links.sums.push({ whole: began, parts: known, gives: 'parts' });
  }
  within(links, began, [spent], 'parts');
}

function kindsOf(unitCost: string): string[] {
  return [...catalogue.values()]
    .filter((entry) => entry.costs?.includes(unitCost))
    .map((entry) => entry.code);
}

/** Costs charged for the very same events count the same, each rounded by its own price: together they would tell more. */
function linkSameEvents({ quantities, sums }: Links, { spent }: Numbers): void {
  const together = Map.groupBy(
    spent.filter(({ unitCost, year }) => quantities.has(spentOn(unitCost, year))),
    ({ unitCost, year }) => `${kindsOf(unitCost)} ${year}`,
  );
  for (const [first, ...others] of together.values()) {
    if (!first) continue;
    for (const other of others) {
      const [whole, part] = [first, other].map(({ unitCost, year }) => spentOn(unitCost, year)) as [
        string,
        string,
      ];
      if (quantities.get(whole)?.value === quantities.get(part)?.value)
        sums.push({ whole, parts: [part], gives: 'parts' });
    }
  }
}

function put(links: Links, name: string, value: number, stands: Quantity['stands'] = 'exact'): void {
  links.quantities.set(name, { value, stands });
}

function total({ quantities }: Links, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + (quantities.get(name)?.value ?? 0), 0);
}

/**
 * Ties parts to the whole they are of, with a rest that stands nowhere, and returns the rest's name. Where records say
 * otherwise, the parts being more than the whole, nothing is tied.
 */
function within(
  links: Links,
  whole: string,
  parts: readonly string[],
  gives: Sum['gives'],
): string | undefined {
  const { quantities, sums } = links;
  const known = parts.filter((part) => quantities.has(part));
  const rest = (quantities.get(whole)?.value ?? -1) - total(links, known);
  if (rest < 0 || known.length === 0) return undefined;
  const name = `${whole} but ${known.join(' and ')}`;
  put(links, name, rest, 'nowhere');
  sums.push({ whole, parts: [...known, name], gives });
  return name;
}
