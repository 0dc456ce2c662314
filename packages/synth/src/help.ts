import { allocate } from './allocate.ts';
import type { CloseReason, Source } from './care.ts';
import { addWorkingDays, type Day, extractDay, workingDay } from './days.ts';
import type { Person } from './model.ts';
import { enquire, protect, takeIntoCare } from './protection.ts';
import type { Random } from './random.ts';
import { dealtDays, type Luck, type Path } from './schedule.ts';
import { come, endFor, type Standing, spanOf, type Town } from './town.ts';

/** Assessment factors and the share of assessments in which they are found (England 2025, in hundredths), by their codes in the children in need census. */
export const factorShares: readonly (readonly [code: string, share: number, words: string])[] = [
  ['4B', 33.5, 'parent’s mental health'],
  ['3B', 31.7, 'domestic abuse of a parent'],
  ['17A', 19, 'emotional abuse'],
  ['4A', 17.6, 'child’s mental health'],
  ['16A', 17.6, 'neglect'],
  ['1B', 14.3, 'parent’s drinking'],
  ['2B', 14.1, 'parent’s drug use'],
  ['5A', 12.3, 'child’s learning disability'],
  ['18C', 12, 'physical abuse by an adult'],
  ['3A', 11.3, 'domestic abuse of the child'],
  ['14A', 7, 'unacceptable behaviour'],
  ['6B', 5.4, 'parent’s disability or illness'],
  ['15A', 5, 'self-harm'],
  ['2A', 4.8, 'child’s drug use'],
  ['7A', 3.7, 'young carer'],
  ['19C', 3.7, 'sexual abuse by an adult'],
  ['10A', 3.3, 'going missing'],
  ['24A', 3.2, 'criminal exploitation'],
  ['11A', 2.4, 'sexual exploitation'],
  ['13A', 1.7, 'gangs'],
];

/** Factors for which a child must have lived some years, and how many. */
const fromAge: Readonly<Record<string, number>> = {
  '15A': 10,
  '2A': 10,
  '10A': 10,
  '24A': 10,
  '11A': 10,
  '13A': 10,
};

function someFactors({ deal, dealFew }: Town, child: Person, on: Day): string[] {
  const found = factorShares
    .filter(([code, share]) => {
      const from = fromAge[code];
      if (from === undefined) return deal(code, share / 100);
      // Shares are of all assessments, of which some 43 in 100 are of children old enough.
      return on - child.born > from * 365 && dealFew(`${code}, ${spanOf(on)}`, share / 43.5);
    })
    .map(([code]) => code);
  return found.length > 0 ? found : ['21'];
}

/** Visit days from one day until before another, roughly `every` days apart, on working days that have come. */
export function visits(chance: Random, from: Day, to: Day, every: number): Day[] {
  const days: Day[] = [];
  let at = workingDay(from + chance.int(1, 7));
  while (at < to && at <= extractDay) {
    days.push(at);
    at = workingDay(at + Math.max(3, every + chance.int(-4, 6)));
  }
  return days;
}

/** Days from a referral for which a child is in need, where neither protection nor disability decides. */
const needLengths = [
  [50, 95, 55],
  [96, 190, 26.5],
  [191, 380, 7],
  [2000, 4600, 3.2],
] as const;

const enquiring: ReadonlySet<Path> = new Set(['enquiry-assessed', 'enquiry-need', 'conference']);
/** Where children are placed whose care is scheduled apart, throughout. */
const placedAs: Readonly<Partial<Record<Path, string>>> = {
  'care-at-home': 'P1',
  'late-care': 'H5',
  'home-care': 'K2',
};

const caring: ReadonlySet<Path> = new Set(['care', 'care-at-home', 'late-care', 'home-care']);
const protecting: ReadonlySet<Path> = new Set(['plan', 'long-plan', 'plan-care']);

/** How one child's part of a referral goes: when it is planned to end, and when it ends. */
export type Part = { child: Person; referral: string; planned: Day; ends: Day };

/** A referral of some children of a family, and all that follows on its path. */
export function refer(
  town: Town,
  standing: Standing,
  children: readonly Person[],
  on: Day,
  { source, path, luck }: { source: Source; path: Path; luck: (child: number) => Luck },
): void {
  const { care, workforce, chance } = town;
  const from = workingDay(on);
  if (from > extractDay) return;
  standing.referrals.push({ on: from, children });
  const worker = workforce.onDuty('Social worker', from, chance);
  if (path === 'turned-away') {
    const closed = come(addWorkingDays(from, 1));
    const told = { need: 'N5', source, nfa: true, close: 'RC8', worker } as const;
    for (const child of children) care.referral(child, { from, to: closed }, told);
    standing.openUntil = from + 3;
    return;
  }
  const need = path === 'disability' ? 'N2' : chance.weighted(needs);
  const signed = addWorkingDays(from, chance.chance(0.857) ? chance.int(12, 45) : chance.int(46, 75));
  const notInNeed = path === 'assessed' || path === 'enquiry-assessed';
  // Brothers and sisters who are in care together may leave it one by one.
  const single = path === 'care' || path === 'plan-care';
  const leaves = standing.household.here.to ?? Number.POSITIVE_INFINITY;
  const share = luck(0)('length');
  const lasts = dealtDays(path === 'long-plan' ? longPlans : planLengths, share);
  const together = plannedEnd(town, path, { from, signed, share, lasts });
  const ending: CloseReason = notInNeed ? chance.pick(['RC8', 'RC8', 'RC9']) : 'RC7';
  const parts = children.map((child, i): Part => {
    const own = { from, signed, share: luck(i)('length'), lasts };
    const planned = Math.min(leaves, single && i > 0 ? plannedEnd(town, path, own) : together);
    const close = planned === leaves ? 'RC5' : ending;
    const ends = endFor(child, planned);
    const reason = child.died !== null && ends === child.died ? 'RC2' : close;
    const referral = care.referral(
      child,
      { from, to: come(ends) },
      { need, source, nfa: false, close: reason, worker },
    );
    const outcome = notInNeed
      ? close === 'RC9'
        ? 'early-help'
        : 'nfa'
      : protecting.has(path) || caring.has(path)
        ? 'strategy'
        : 'services';
    care.assessment(
      child,
      { from: Math.min(from + chance.int(0, 3), extractDay), to: come(Math.min(signed, ends)) },
      { referral, outcome, factors: someFactors(town, child, from), worker },
    );
    return { child, referral, planned, ends };
  });
  const last = Math.max(...parts.map(({ ends }) => ends));
  standing.openUntil = last;
  if (!notInNeed) standing.helped.push({ from: from + 14, to: Math.min(last, extractDay) });
  const numbers = new Map(parts.map((part) => [part.child, part.referral]));
  const referral = (person: Person): string => numbers.get(person) ?? '';
  const plans = new Map(parts.map((part) => [part.child, part.planned]));
  const planned = (person: Person): Day => plans.get(person) ?? last;
  allocate(
    town,
    children,
    { from, to: come(last) },
    { job: 'Social worker', role: 'Allocated social worker', referral, planned },
  );
  if (enquiring.has(path)) enquire(town, children, { from, to: last }, referral, path === 'conference');
  if (notInNeed) return;
  let needFrom = workingDay(signed + chance.int(0, 6));
  if (protecting.has(path)) {
    for (const child of children) standing.planned.add(child);
    const { held, until } = protect(town, parts, { from, to: last }, lasts);
    needFrom = workingDay(until);
    if (path === 'plan-care')
      takeIntoCare(
        town,
        parts,
        { from: held + chance.int(30, 240), to: last },
        {
          court: 0.52,
          luck,
          always: null,
        },
      );
  }
  if (caring.has(path)) {
    if (chance.chance(0.6)) enquire(town, children, { from, to: last }, referral, false);
    takeIntoCare(
      town,
      parts,
      { from: from + chance.int(0, 12), to: last },
      {
        court: 0.2,
        luck,
        always: placedAs[path] ?? null,
      },
    );
    return;
  }
  if (path !== 'plan-care') supportNeed(town, parts, needFrom, last, referral, worker);
}

const needs = [
  ['N1', 56],
  ['N2', 6],
  ['N3', 3],
  ['N4', 9],
  ['N5', 15],
  ['N6', 5],
  ['N8', 4],
] as const;

/** The day on which a referral would close, if nobody moved, died or came of age. */
function plannedEnd(
  { chance }: Town,
  path: Path,
  { from, signed, share, lasts }: { from: Day; signed: Day; share: number; lasts: number },
): Day {
  switch (path) {
    case 'plan':
    case 'long-plan':
      return from + 50 + lasts + chance.int(40, 220);
    case 'plan-care':
      return from + chance.int(150, 400) + dealtDays(careLengths, share);
    case 'care':
      return from + chance.int(5, 30) + dealtDays(careLengths, share);
    case 'care-at-home':
      return from + 20 + dealtDays([[500, 900, 1]], share);
    case 'home-care':
      return from + 20 + dealtDays([[600, 1000, 1]], share);
    case 'late-care':
      return from + 800;
    case 'disability':
      return from + 900 + Math.round(chance.wait(2900));
    case 'assessed':
    case 'enquiry-assessed':
      return signed + chance.int(0, 5);
    default:
      return Math.max(signed + 7, from + dealtDays(needLengths, share));
  }
}

/** Days for which a protection plan lasts. */
const planLengths = [
  [80, 180, 25],
  [181, 365, 43],
  [366, 640, 21],
] as const;

/** Days for which plans of two years last: 2.3 in 100 of all. */
const longPlans = [[740, 780, 1]] as const;

/** Days from a referral by which the longest plan has ended. */
export const longestPlan = 1250;

/** Days for which care lasts, where a child does not come of age before. */
const careLengths = [
  [10, 180, 25],
  [181, 730, 29],
  [731, 1800, 27],
  [1801, 5500, 20],
] as const;

/** A child in need plan for each, visits, and a helper from another service. */
function supportNeed(
  town: Town,
  parts: readonly Part[],
  from: Day,
  last: Day,
  referral: (person: Person) => string,
  worker: ReturnType<Town['workforce']['onDuty']>,
): void {
  const { care, chance } = town;
  for (const { child, ends } of parts)
    if (from < ends && from <= extractDay)
      care.needPlan(child, { from, to: come(ends) }, referral(child), worker);
  for (const at of visits(chance, from, last, 24))
    for (const { child, ends } of parts) if (at < ends && chance.chance(0.9)) care.needVisit(child, at);
  const helper = chance.pick([
    'Health visitor',
    'School safeguarding lead',
    'Family support worker',
    'Youth worker',
  ] as const);
  if (from <= extractDay && from < last)
    allocate(
      town,
      parts.slice(0, chance.int(1, 2)).map(({ child }) => child),
      { from, to: come(last) },
      { job: helper, role: helper, referral },
    );
}
