import type { CareDesk, Category, CloseReason, Placement, Source } from './care.ts';
import { addWorkingDays, ageOn, birthday, type Day, extractDay, workingDay } from './days.ts';
import type { Household } from './households.ts';
import type { Person, Spell } from './model.ts';
import { type Street, somePlace } from './places.ts';
import type { Random } from './random.ts';
import type { Job, Workforce } from './workers.ts';

/** What help is given with. */
export type Services = { care: CareDesk; workforce: Workforce; streets: readonly Street[]; chance: Random };

/** A day if it has come by the extract, else null: still open. */
const come = (on: Day): Day | null => (on <= extractDay ? on : null);

/** The day on which services for a child end: the planned day, or its eighteenth birthday or death if sooner. */
function endFor(child: Person, planned: Day): Day {
  return Math.min(planned, birthday(child.born, 18), child.died ?? planned);
}

/** A planned end, or the day on which the family leaves Ashmere if that is sooner. */
const here = ({ here: { to } }: Household, planned: Day): Day =>
  to === null ? planned : Math.min(planned, to);

/** Children who may be helped from a day on: born, alive and under 17½, so that help has time to happen. */
export const childrenOn = (household: Household, on: Day): Person[] =>
  household.children.filter(
    (child) =>
      child.born <= on && on < birthday(child.born, 18) - 180 && (child.died === null || on < child.died),
  );

/**
 * Gives people a worker of a job between two days: one after another, as workers leave and cases move.
 * Siblings share the worker. A child's own part ends with its eighteenth birthday or death.
 */
export function allocate(
  { care, workforce, chance }: Services,
  people: readonly Person[],
  spell: Spell,
  { job, role, referral }: { job: Job; role: string; referral: (person: Person) => string },
): void {
  const end = spell.to ?? extractDay + 1;
  let why = 'FCONTA';
  for (let at = spell.from; at < end; ) {
    const worker = workforce.onDuty(job, at, chance);
    const stays = at + 45 + Math.round(chance.wait(300));
    const until = Math.min(end, stays, worker.to ?? end);
    for (const person of people) {
      const own = endFor(person, until);
      if (own <= at) continue;
      const open = own === end && spell.to === null;
      care.involvement(
        person,
        { from: at, to: open ? null : own },
        { worker, role, why, referral: referral(person) },
      );
    }
    why =
      worker.to !== null && until === worker.to
        ? 'LEFTRL'
        : chance.pick(['MANAGE', 'TSPROC', 'ORGRST', 'ABSENC']);
    at = until;
  }
}

const helpReasons = [
  'Parenting support',
  'Parent’s mental health',
  'Child’s mental health',
  'Domestic abuse',
  'Housing and money',
  'School attendance',
  'Family conflict',
  'Special educational needs or disability',
] as const;

/** Early help for a family. Returns the day it ends. */
export function earlyHelp(services: Services, household: Household, on: Day): Day {
  const { care, workforce, chance } = services;
  const from = workingDay(on + chance.int(3, 18));
  const planned = here(household, from + 60 + Math.round(chance.wait(120)));
  const children = childrenOn(household, from).filter((_, i) => i === 0 || chance.chance(0.7));
  if (from > extractDay || from >= planned || children.length === 0) return from;
  const worker = workforce.onDuty('Family help practitioner', from, chance);
  const reason = chance.pick(helpReasons);
  const endReason = chance.weighted([
    [planned === household.here.to ? 'Moved away' : 'Outcomes met', 60],
    ['Family withdrew', 20],
    ['Stepped up to social care', 10],
    ['Support offered by school', 5],
  ]);
  for (const child of children)
    care.earlyHelp(
      child,
      { from, to: come(endFor(child, planned)) },
      {
        reason,
        endReason,
        organisation: chance.pick([
          'Ashmere Early Help',
          'Ashmere Early Help',
          'A school',
          'A family charity',
        ]),
        worker,
      },
    );
  allocate(
    services,
    children,
    { from, to: come(planned) },
    {
      job: chance.pick(['Family help practitioner', 'Family support worker']),
      role: 'Lead practitioner',
      referral: () => '',
    },
  );
  return planned;
}

/** Assessment factors and the share of assessments in which they are found (England 2025, in hundredths). */
const factorShares: readonly (readonly [string, number])[] = [
  ['4B', 33.5],
  ['3B', 31.7],
  ['18B', 19],
  ['4A', 17.6],
  ['16A', 17.6],
  ['1B', 14.3],
  ['2B', 14.1],
  ['5A', 12.3],
  ['17B', 12],
  ['3A', 11.3],
  ['6B', 5.4],
  ['14A', 5],
  ['2A', 4.8],
  ['8B', 3.7],
  ['11A', 3.3],
  ['13B', 3.2],
];

function someFactors(chance: Random): string[] {
  const found = factorShares.filter(([, share]) => chance.chance(share / 100)).map(([code]) => code);
  return found.length > 0 ? found : ['21'];
}

export type Ceiling = 'assessment' | 'need' | 'protection' | 'care';

/** Visit days from one day until before another, roughly `every` days apart, on working days that have come. */
function visits(chance: Random, from: Day, to: Day, every: number): Day[] {
  const days: Day[] = [];
  let at = workingDay(from + chance.int(1, 7));
  while (at < to && at <= extractDay) {
    days.push(at);
    at = workingDay(at + Math.max(3, every + chance.int(-4, 6)));
  }
  return days;
}

/**
 * A referral and all that follows from it, as far as `ceiling`: assessment, then nothing more, or a plan, or an enquiry,
 * a conference, a protection plan with visits and reviews, care. Returns the day it closes.
 */
export function refer(
  services: Services,
  household: Household,
  on: Day,
  source: Source,
  ceiling: Ceiling,
): Day {
  const { care, workforce, chance } = services;
  const from = workingDay(on);
  const children = childrenOn(household, from);
  if (from > extractDay || children.length === 0) return from;
  const worker = workforce.onDuty('Social worker', from, chance);
  const need = chance.weighted([
    ['N1', 56],
    ['N2', 8],
    ['N3', 3],
    ['N4', 9],
    ['N5', 15],
    ['N6', 5],
    ['N8', 4],
  ]);
  const signed = chance.chance(0.857)
    ? addWorkingDays(from, chance.int(12, 45))
    : addWorkingDays(from, chance.int(46, 75));
  const protects = ceiling === 'protection' || ceiling === 'care';
  const planned = here(
    household,
    ceiling === 'assessment'
      ? signed + chance.int(0, 5)
      : signed + needLength(chance) + (protects ? 330 : 0) + (ceiling === 'care' ? 250 : 0),
  );
  if (from >= planned) return from;
  const factors = someFactors(chance);
  const ending: CloseReason = ceiling === 'assessment' ? chance.pick(['RC8', 'RC8', 'RC9']) : 'RC7';
  const close = planned === household.here.to ? 'RC5' : ending;
  const referrals = new Map<string, string>();
  for (const child of children) {
    const ends = come(endFor(child, planned));
    const reason = child.died !== null && ends === child.died ? 'RC2' : close;
    const referral = care.referral(
      child,
      { from, to: ends },
      { need, source, nfa: false, close: reason, worker },
    );
    referrals.set(child.id, referral);
    const outcome =
      ceiling === 'assessment'
        ? close === 'RC9'
          ? 'early-help'
          : 'nfa'
        : protects
          ? 'strategy'
          : 'services';
    const begun = Math.min(from + chance.int(0, 3), extractDay);
    care.assessment(
      child,
      { from: begun, to: come(Math.min(signed, endFor(child, planned))) },
      {
        referral,
        outcome,
        factors: factors.filter((code) => !code.endsWith('A') || chance.chance(0.8)),
        worker,
      },
    );
  }
  const referral = (person: Person): string => referrals.get(person.id) ?? '';
  allocate(
    services,
    children,
    { from, to: come(planned) },
    { job: 'Social worker', role: 'Allocated social worker', referral },
  );
  if (ceiling === 'assessment') return planned;

  let needFrom = workingDay(signed + chance.int(0, 6));
  if (protects) needFrom = protect(services, children, { from, to: planned }, referral, ceiling === 'care');
  else if (chance.chance(0.45)) enquire(services, children, { from, to: planned }, referral);
  if (needFrom >= planned) return planned;
  for (const child of children) {
    const ends = endFor(child, planned);
    if (needFrom >= ends || needFrom > extractDay) continue;
    care.needPlan(child, { from: needFrom, to: come(ends) }, referral(child), worker);
  }
  for (const at of visits(chance, needFrom, planned, 24))
    for (const child of children)
      if (at < endFor(child, planned) && chance.chance(0.9)) care.needVisit(child, at);
  const helper = chance.pick([
    'Health visitor',
    'School safeguarding lead',
    'Family support worker',
    'Youth worker',
  ] as const);
  if (needFrom <= extractDay)
    allocate(
      services,
      children.slice(0, chance.int(1, 2)),
      { from: needFrom, to: come(planned) },
      {
        job: helper,
        role: helper,
        referral,
      },
    );
  return planned;
}

/** Days for which a need lasts: England's spread of durations in 2025. */
function needLength(chance: Random): number {
  return chance.weighted([
    [chance.int(20, 90), 26.7],
    [chance.int(91, 182), 11],
    [chance.int(183, 365), 13.1],
    [chance.int(366, 730), 13.7],
    [chance.int(731, 1500), 35.6],
  ]);
}

/** A referral that a manager closes at once, with no further action. Returns the day it closes. */
export function turnAway(
  { care, workforce, chance }: Services,
  household: Household,
  on: Day,
  source: Source,
): Day {
  const from = workingDay(on);
  const closed = addWorkingDays(from, 1);
  if (closed > extractDay) return from;
  const worker = workforce.onDuty('Social worker', from, chance);
  for (const child of childrenOn(household, from))
    care.referral(child, { from, to: closed }, { need: 'N5', source, nfa: true, close: 'RC8', worker });
  return closed;
}

/** An enquiry during a child in need’s referral, which ends in services, now and then by way of a conference. */
function enquire(
  { care, workforce, chance }: Services,
  children: readonly Person[],
  spell: { from: Day; to: Day },
  referral: (child: Person) => string,
): void {
  const strategy = workingDay(spell.from + chance.int(1, 20));
  const met = chance.chance(0.15);
  const held = addWorkingDays(strategy, chance.int(9, 18));
  const ended = Math.min(held, addWorkingDays(strategy, chance.int(5, 15)));
  if (held > extractDay || held >= spell.to) return;
  const worker = workforce.onDuty('Social worker', strategy, chance);
  const chair = workforce.onDuty('Independent reviewing officer', held, chance);
  for (const child of children) {
    if (held >= endFor(child, spell.to)) continue;
    const about = { referral: referral(child), worker };
    const outcome = met ? 'conference' : chance.pick(['nfa', 'services', 'services'] as const);
    const enquiry = care.enquiry(child, { from: strategy, to: ended }, { ...about, outcome });
    if (met)
      care.conference(child, held, {
        referral: about.referral,
        worker: chair,
        enquiry,
        strategy,
        plan: null,
      });
  }
}

/** A referral that is enquired into and comes to nothing. Returns the day it closes. */
export function enquireOnly(services: Services, household: Household, on: Day, source: Source): Day {
  const { care, workforce, chance } = services;
  const from = workingDay(on);
  const children = childrenOn(household, from).slice(0, 2);
  const ended = addWorkingDays(from, chance.int(6, 15));
  const closes = addWorkingDays(from, chance.int(20, 44));
  if (closes > extractDay) return from;
  const worker = workforce.onDuty('Social worker', from, chance);
  const referrals = new Map<string, string>();
  for (const child of children) {
    const spell = { from, to: closes };
    const referral = care.referral(child, spell, { need: 'N1', source, nfa: false, close: 'RC8', worker });
    referrals.set(child.id, referral);
    care.assessment(child, spell, { referral, outcome: 'nfa', factors: someFactors(chance), worker });
    care.enquiry(
      child,
      { from: from + 1, to: ended },
      { referral, outcome: chance.pick(['nfa', 'services']), worker },
    );
  }
  allocate(
    services,
    children,
    { from, to: closes },
    {
      job: 'Social worker',
      role: 'Allocated social worker',
      referral: (child) => referrals.get(child.id) ?? '',
    },
  );
  return closes;
}

/** Enquiry, conference, plan, and care where it comes to that. Returns the day on which a child in need plan may follow. */
function protect(
  services: Services,
  children: readonly Person[],
  spell: { from: Day; to: Day },
  referral: (child: Person) => string,
  intoCare: boolean,
): Day {
  const { care, workforce, chance } = services;
  const strategy = workingDay(spell.from + chance.int(1, 25));
  const held = addWorkingDays(strategy, chance.chance(0.814) ? chance.int(9, 15) : chance.int(16, 24));
  const ended = Math.min(held, addWorkingDays(strategy, chance.int(6, 15)));
  const length = chance.weighted([
    [chance.int(80, 180), 30],
    [chance.int(181, 365), 42],
    [chance.int(366, 600), 24],
    [chance.int(740, 900), 2.3],
  ]);
  const until = Math.min(workingDay(held + length), spell.to);
  const categories: Category[] = ['Neglect', 'Emotional abuse', 'Physical abuse', 'Sexual abuse'];
  const category = chance.weighted([
    [categories[0] ?? 'Neglect', 49],
    [categories[1] ?? 'Neglect', 38],
    [categories[2] ?? 'Neglect', 8],
    [categories[3] ?? 'Neglect', 5],
  ]);
  const lastCategory = chance.chance(0.85) ? category : chance.pick(categories);
  if (strategy > extractDay) return spell.to;
  const worker = workforce.onDuty('Social worker', strategy, chance);
  const chair = workforce.onDuty('Independent reviewing officer', Math.min(held, extractDay), chance);

  for (const child of children) {
    const ends = endFor(child, until);
    if (strategy >= ends) continue;
    const enquiry = care.enquiry(
      child,
      { from: strategy, to: come(Math.min(ended, ends)) },
      {
        referral: referral(child),
        outcome: 'conference',
        worker,
      },
    );
    if (held > extractDay || held >= ends) continue;
    const plan = care.conference(child, held, {
      referral: referral(child),
      enquiry,
      strategy,
      worker: chair,
      plan: { category, lastCategory, from: held, to: come(ends) },
    });
    for (const at of visits(chance, held, ends, 13)) care.protectionVisit(child, at, plan);
    let due = held + 91;
    for (;;) {
      const at = workingDay(due + (chance.chance(0.906) ? -chance.int(0, 12) : chance.int(3, 30)));
      if (at >= ends || at > extractDay) break;
      care.protectionReview(child, due, at, plan, true);
      due = at + 182;
    }
    if (ends === until && ends <= extractDay)
      care.protectionReview(child, Math.max(due, ends), ends, plan, false);
  }
  if (intoCare && held <= extractDay) takeIntoCare(services, children, held, spell.to, referral);
  return workingDay(until);
}

const foster = ['U4', 'U6', 'U6', 'U3', 'U1'] as const;

/** Care for one or more children of a family: placements, moves, missing episodes, and how it ended. */
function takeIntoCare(
  services: Services,
  children: readonly Person[],
  after: Day,
  planned: Day,
  referral: (child: Person) => string,
): void {
  const { care, chance, streets } = services;
  const from = workingDay(after + chance.int(20, 150));
  const many = chance.chance(0.5) ? children.length : 1;
  for (const child of children.slice(0, many)) {
    const ends = endFor(child, Math.min(planned, Math.max(from + 30, planned - chance.int(20, 60))));
    if (from >= ends || from > extractDay) continue;
    const placements: Placement[] = [];
    for (let at = from; at < ends && at <= extractDay; ) {
      const home = ageOn(child.born, at) >= 11 && chance.chance(0.3);
      const until = Math.min(ends, at + 60 + Math.round(chance.wait(500)));
      const type = home
        ? 'K2'
        : ageOn(child.born, at) >= 16 && chance.chance(0.5)
          ? 'H5'
          : chance.pick(foster);
      placements.push({
        from: at,
        to: come(until),
        type,
        provider: type === 'K2' || type === 'H5' ? 'PR4' : chance.pick(['PR1', 'PR1', 'PR4']),
        change: chance.pick(['CARPL', 'CREQB', 'LAREQ', 'CHILD', 'CREQO']),
        postcode: somePlace(chance, streets).postcode,
      });
      at = until;
    }
    const adult = ends >= birthday(child.born, 18);
    const ceased = adult
      ? chance.pick(['E5', 'E6', 'E17'])
      : ends === child.died
        ? 'E2'
        : chance.pick(['E4A', 'E4A', 'E4B', 'E47']);
    care.care(child, placements, { referral: referral(child), need: 'N1', ceased });
    const shown = Math.min(ends, extractDay);
    if (ageOn(child.born, shown) >= 11 && chance.chance(0.35))
      for (let i = chance.int(1, 4); i > 0; i--) {
        const gone = chance.int(from, Math.max(from, shown - 4));
        if (ageOn(child.born, gone) >= 10)
          care.missing(child, { from: gone, to: Math.min(shown, gone + chance.int(0, 3)) });
      }
    allocate(
      services,
      [child],
      { from, to: come(ends) },
      {
        job: 'Independent reviewing officer',
        role: 'Independent reviewing officer',
        referral,
      },
    );
  }
}
