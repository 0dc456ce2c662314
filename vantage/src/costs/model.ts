import { addDays, daysBetween, holds, overlap, type Span } from '../platform/index.ts';
import { type Prices, readyPrices, uprated } from './prices.ts';
import { priceBase, type UnitCost } from './unit-costs.ts';

/** Rules by which spending is counted, in plain words. Each id stands in docs/rules.md. */
export const costRules = {
  'assertion-once':
    'A fact is counted once, however many extracts tell it; an event with several people in it is counted once, on the person harmed, else on the one it is about. What two agencies tell of one person, of one kind and first day, is counted as the agency tells it that tells most of them.',
  'day-once':
    'A child’s day is charged to one service: a placement comes before a protection plan, and that before a child in need plan. Early help, or any other spell, that two agencies tell of on the same days of one person is charged once, and help given to a family together once for all of them.',
  'week-holds-all':
    'The weekly figure for a child in need is all that social work spends divided by the children: a referral, an assessment or an enquiry on a day that it is charged for is not counted beside it. The month on a protection plan holds its visits, core groups and review conferences.',
  composed:
    'Where no unit cost is published, one is put together from others that are, and says so: how many hours, how often, and that these are ours.',
  'direct-and-indirect':
    'Direct is what a service spends on working with the family. Indirect is what falls on others in consequence: courts after a crime, health and housing after domestic abuse, later schooling and work after an exclusion. They stand apart, and an indirect cost leaves out the direct one beside it.',
  'crisis-or-ahead':
    'Direct spending stands in three parts. Ahead of a crisis: early help, health visitors and school nurses, help for a child’s mental health, treatment for drink or drugs. Social work with a child in need: contacts, referrals, assessments, plans. Crisis, protection and care: all else that has a unit cost. The part is the service’s and not the family’s: help that is called ahead of a crisis here may have come after one.',
  'whole-units':
    'Weeks are 7 days, months 30.4375 and years 365.25: a spell costs its days over these, so that parts add up to the whole.',
  'open-spells':
    'An open spell, or one whose end was still to come when it was told, is counted to the last day that a full extract of a return which tells it speaks for; where none speaks for any of its days, to the day on which its newest record was received; and never beyond today.',
  'financial-years': 'Spending stands in the financial year (1 April to 31 March) in which its days fall.',
  'one-price-year': `Prices of other years are brought to ${priceBase} by the table of price levels; the source’s own figure and year stay beside it.`,
  'unpublished-range':
    'Where the source gives no range, a fifth less and a fifth more is shown, and said to be ours.',
  'own-outturn':
    'A council’s own price a week is what Table A1 of its section 251 outturn says was spent, divided by what the records of that year tell of: residential care by its days, foster care, care and children in need by the children when the year ended; to the nearest £5, and never by 1 to 5 people.',
  'prices-wait':
    'Other unit costs or price levels are counted by from the next build on, everywhere at once; until then they are shown as waiting.',
} as const;

/** What costing needs of a fact. */
export type Costable = {
  factId: string;
  personId: string;
  agency: string;
  kind: string;
  role: string;
  happened: Span;
  occasion: string | null;
  recordedAt: Date | null;
  receivedAt: Date;
};

/** What a service spent on one fact in one financial year, in pence of the price base. */
export type Charge = {
  factId: string;
  personId: string;
  agency: string;
  kind: string;
  unitCost: string;
  bearer: UnitCost['bearer'];
  happened: Span;
  /** Weeks, months, years or 1, to four decimals. */
  units: number;
  lowPence: number;
  pence: number;
  highPence: number;
  priceYear: string;
  recordedAt: Date | null;
  receivedAt: Date;
};

const daysPer = { week: 7, month: 30.4375, year: 365.25 } as const;

/** Rule day-once: kinds in the order in which a day is charged. */
const dayOrder = [
  'custody',
  'placement-secure',
  'placement-home',
  'placement-foster',
  'placement-other',
  'placement-independent',
  'placement-parents',
  'cp-plan',
  'cin-plan',
];

/** Rule week-holds-all: unit costs that the weekly figure for a child in need holds. */
const heldByWeek = ['contact-and-referral', 'assessment', 's47-enquiry'];

/** Rule assertion-once: whose fact an event with several people is counted on. */
const roleOrder = ['victim', 'subject', 'child', 'parent', 'suspect', 'child-present', 'witness'];

/**
 * What was spent on facts, in any order. `costsOf` gives the catalogue's unit costs of a kind; `until` the first day that
 * a fact is not counted on.
 */
export function chargesOf(
  facts: readonly Costable[],
  costsOf: (kind: string) => readonly string[],
  until: (fact: Costable) => string,
  prices: Prices = readyPrices,
): Charge[] {
  const priced = (kind: string) => costsOf(kind).flatMap((key) => prices.costs.get(key) ?? []);
  const costed = onceADay(onceAnOccasion(facts.filter((fact) => priced(fact.kind).length > 0)));
  const charges: Charge[] = [];
  for (const own of Map.groupBy(costed, (fact) => fact.personId).values()) {
    const spent = new Map<string, Span[]>();
    const weekly: Span[] = [];
    for (const fact of [...own].sort(byDayOrder)) {
      const service = dayOrder.includes(fact.kind) ? 'a day of social care' : fact.kind;
      const taken = spent.get(service) ?? [];
      const whole = overlap(fact.happened, { from: null, to: until(fact) });
      for (const cost of priced(fact.kind)) {
        if (cost.per === 'each' || cost.per === 'hour') {
          const from = fact.happened.from;
          if (from === null || (heldByWeek.includes(cost.key) && weekly.some((span) => holds(span, from))))
            continue;
          charges.push(charge(fact, cost, prices, { from, to: addDays(from, 1) }, 1));
          continue;
        }
        if (!whole || whole.from === null || whole.to === null) continue;
        for (const free of without(whole, taken)) {
          if (cost.key === 'child-in-need-week') weekly.push(free);
          for (const part of financialYears(free)) {
            const days = daysBetween(part.from ?? '', part.to ?? '');
            charges.push(charge(fact, cost, prices, part, days / daysPer[cost.per]));
          }
        }
      }
      if (whole) spent.set(service, [...taken, whole]);
    }
  }
  return charges.sort(
    (a, b) =>
      compare(a.factId, b.factId) ||
      compare(a.unitCost, b.unitCost) ||
      compare(a.happened.from ?? '', b.happened.from ?? ''),
  );
}

function onceAnOccasion(facts: readonly Costable[]): Costable[] {
  const kept = new Map<string, Costable>();
  for (const fact of facts) {
    const key =
      fact.occasion === null ? `fact ${fact.factId}` : `${fact.agency}|${fact.kind}|${fact.occasion}`;
    const known = kept.get(key);
    if (!known || byRole(fact, known) < 0) kept.set(key, fact);
  }
  return [...kept.values()];
}

/** Of what several agencies tell of one person, kind and first day, what one of them tells. */
function onceADay(facts: readonly Costable[]): Costable[] {
  const days = Map.groupBy(facts, (fact) => `${fact.personId}|${fact.kind}|${fact.happened.from}`);
  return [...days.values()].flatMap((own) => {
    const agencies = [...Map.groupBy(own, (fact) => fact.agency)];
    const [most] = agencies.sort(([a, some], [b, others]) => others.length - some.length || compare(a, b));
    return most?.[1] ?? [];
  });
}

function byRole(a: Costable, b: Costable): number {
  const place = (fact: Costable) =>
    roleOrder.includes(fact.role) ? roleOrder.indexOf(fact.role) : roleOrder.length;
  return (
    place(a) - place(b) ||
    compare(a.personId, b.personId) ||
    compare(a.happened.from ?? '', b.happened.from ?? '') ||
    compare(a.factId, b.factId)
  );
}

function byDayOrder(a: Costable, b: Costable): number {
  const place = (fact: Costable) =>
    dayOrder.includes(fact.kind) ? dayOrder.indexOf(fact.kind) : dayOrder.length;
  return (
    place(a) - place(b) ||
    compare(a.happened.from ?? '', b.happened.from ?? '') ||
    compare(a.factId, b.factId)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function charge(
  fact: Costable,
  cost: UnitCost,
  { levels }: Prices,
  happened: Span,
  quantity: number,
): Charge {
  const units = Math.round(quantity * 10_000) / 10_000;
  const of = (pence: number) => Math.round(uprated(pence, cost.priceYear, levels) * units);
  const { factId, personId, agency, kind, recordedAt, receivedAt } = fact;
  return {
    factId,
    personId,
    agency,
    kind,
    unitCost: cost.key,
    bearer: cost.bearer,
    happened,
    units,
    lowPence: of(cost.lowPence),
    pence: of(cost.pence),
    highPence: of(cost.highPence),
    priceYear: priceBase,
    recordedAt,
    receivedAt,
  };
}

/** What is left of a bounded span when others are taken out of it, in order. */
export function without(span: Span, taken: readonly Span[]): Span[] {
  let left = [span];
  for (const other of taken) {
    left = left.flatMap((one) => {
      const shared = overlap(one, other);
      if (!shared) return [one];
      const before = { from: one.from, to: shared.from };
      const after = { from: shared.to, to: one.to };
      return [before, after].filter((part) => part.from !== null && part.to !== null && part.from < part.to);
    });
  }
  return left;
}

/** A bounded span cut at each 1 April (rule financial-years). */
export function financialYears({ from, to }: Span): Span[] {
  if (from === null || to === null) return [];
  const parts: Span[] = [];
  let begin = from;
  while (begin < to) {
    const next = `${Number(begin.slice(0, 4)) + (begin.slice(5) >= '04-01' ? 1 : 0)}-04-01`;
    const end = next < to ? next : to;
    parts.push({ from: begin, to: end });
    begin = end;
  }
  return parts;
}

/** The financial year of a day, such as `2024-25`. */
export function financialYearOf(day: string): string {
  const first = Number(day.slice(0, 4)) - (day.slice(5) >= '04-01' ? 0 : 1);
  return `${first}-${String((first + 1) % 100).padStart(2, '0')}`;
}

/** First and last day of a financial year such as `2024-25`. */
export function daysOfYear(year: string): [string, string] {
  const first = Number(year.slice(0, 4));
  return [`${first}-04-01`, `${first + 1}-03-31`];
}
