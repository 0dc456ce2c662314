import { allocate } from './allocate.ts';
import type { Category, Placement } from './care.ts';
import { addWorkingDays, ageOn, birthday, type Day, extractDay, workingDay } from './days.ts';
import { homeIn, type SmallArea } from './geography.ts';
import { type Part, visits } from './help.ts';
import type { Person } from './model.ts';
import type { Random } from './random.ts';
import { dealt, type Luck } from './schedule.ts';
import { come, endFor, spanOf, type Town } from './town.ts';

type Named = (child: Person) => string;

/** An enquiry that ends in services or nothing, or, where they `met`, in a conference that makes no plan. */
export function enquire(
  { care, workforce, chance }: Town,
  children: readonly Person[],
  spell: { from: Day; to: Day },
  referral: Named,
  met: boolean,
): void {
  const strategy = workingDay(spell.from + chance.int(0, 6));
  const held = addWorkingDays(strategy, chance.chance(0.814) ? chance.int(9, 15) : chance.int(16, 20));
  const ended = Math.min(held, addWorkingDays(strategy, chance.int(5, 15)));
  if (strategy > extractDay) return;
  const worker = workforce.onDuty('Social worker', strategy, chance);
  const chair = workforce.onDuty('Independent reviewing officer', Math.min(held, extractDay), chance);
  for (const child of children) {
    const ends = endFor(child, spell.to);
    if (strategy >= ends) continue;
    const about = { referral: referral(child), worker };
    const outcome = met ? 'conference' : chance.pick(['nfa', 'services', 'services'] as const);
    const to = come(Math.min(ended, ends));
    const enquiry = care.enquiry(child, { from: strategy, to }, { ...about, outcome });
    if (met && held <= extractDay && held < ends)
      care.conference(child, held, {
        referral: about.referral,
        worker: chair,
        enquiry,
        strategy,
        plan: null,
      });
  }
}

const categories: readonly (readonly [Category, number])[] = [
  ['Neglect', 49],
  ['Emotional abuse', 38],
  ['Physical abuse', 8],
  ['Sexual abuse', 5],
];

/** Enquiry, conference, and a protection plan with visits and reviews. The plan `lasts` so many days. Returns the days of the conference and of the plan's end. */
export function protect(
  town: Town,
  parts: readonly Part[],
  spell: { from: Day; to: Day },
  lasts: number,
): { held: Day; until: Day } {
  const { care, workforce, chance } = town;
  const strategy = workingDay(spell.from + chance.int(0, 12));
  const held = addWorkingDays(strategy, chance.chance(0.814) ? chance.int(9, 15) : chance.int(16, 24));
  const ended = Math.min(held, addWorkingDays(strategy, chance.int(6, 15)));
  const over = workingDay(held + lasts);
  const until = Math.min(over, spell.to);
  const category = chance.weighted(categories);
  const lastCategory = chance.chance(0.85) ? category : chance.weighted(categories);
  if (strategy > extractDay) return { held, until };
  const worker = workforce.onDuty('Social worker', strategy, chance);
  const chair = workforce.onDuty('Independent reviewing officer', Math.min(held, extractDay), chance);
  for (const { child, referral, planned } of parts) {
    const close = Math.min(over, planned);
    const ends = endFor(child, close);
    if (strategy >= ends) continue;
    const enquiry = care.enquiry(
      child,
      { from: strategy, to: come(Math.min(ended, ends)) },
      { referral, outcome: 'conference', worker },
    );
    if (held > extractDay || held >= ends) continue;
    const plan = care.conference(child, held, {
      referral,
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
    if (ends === close && ends <= extractDay)
      care.protectionReview(child, Math.max(due, ends), ends, plan, false);
  }
  return { held, until };
}

/** Placements by age on the day that they begin, in hundredths (codes of the looked-after children return). */
function placementsAt(age: number): readonly (readonly [string, number])[] {
  if (age < 5)
    return [
      ['U', 89],
      ['A5', 9],
      ['R1', 2],
    ];
  if (age < 11)
    return [
      ['U', 94],
      ['K2', 1],
      ['S1', 5],
    ];
  if (age < 16)
    return [
      ['U', 88],
      ['K2', 4],
      ['K1', 1],
      ['S1', 7],
    ];
  return [
    ['U', 84],
    ['H5', 3],
    ['K2', 5],
    ['R3', 8],
  ];
}

/** Ages from which children are placed so: nobody under sixteen lives without care. */
const leastAge: Readonly<Record<string, number>> = { H5: 16, K2: 8 };

/** Placements of children of sixteen and more who seek asylum alone. */
const placementsInAsylum = [
  ['U', 33],
  ['H5', 59],
  ['K2', 6],
  ['R3', 2],
] as const;

/** Homes of those who are fostered, in hundredths of them. */
const foster = [
  ['U4', 20],
  ['U6', 40],
  ['U3', 20],
  ['U1', 20],
] as const;

/** Share of children who never stay long, in homes and elsewhere, and fewest and most days for which they and others do. */
const unsteady = { share: 0.08, inHomes: 0.55, stays: [45, 150], others: [300, 2400] } as const;

/** Placements one after another between two days. A child keeps to one kind as far as its age allows. */
function placementsOf(
  { chance, making }: Town,
  child: Person,
  { from, to: ends }: { from: Day; to: Day },
  { asylum, always, luck }: { asylum: boolean; always: string | null; luck: Luck },
): Placement[] {
  const placements: Placement[] = [];
  const stays =
    luck('steady') < (always === 'K2' ? unsteady.inHomes : unsteady.share) ? unsteady.stays : unsteady.others;
  const area: SmallArea = chance.pick(making.geography.areas);
  const sixteenth = birthday(child.born, 16);
  for (let at = from; at < ends && at <= extractDay; ) {
    const until = Math.min(ends, at + chance.int(stays[0], stays[1]));
    // At sixteen many of those who were fostered move to a home of their own with support, most of those who came alone.
    const moves =
      at < sixteenth && sixteenth < until && chance.chance(asylum ? 0.9 : 0.55) ? sixteenth + 30 : until;
    const to = Math.min(until, Math.max(at + 20, moves));
    const age = ageOn(child.born, at);
    const options = asylum && age >= 16 ? placementsInAsylum : placementsAt(age);
    const kind =
      always !== null && age >= (leastAge[always] ?? 0) ? always : dealt(options, luck('placement'));
    const type = kind === 'U' ? chance.weighted(foster) : kind;
    placements.push({
      from: at,
      to: come(to),
      type,
      provider: type === 'K2' || type === 'H5' ? 'PR4' : chance.pick(['PR1', 'PR1', 'PR4']),
      change: chance.pick(['CARPL', 'CREQB', 'LAREQ', 'CHILD', 'CREQO']),
      postcode: homeIn(area, chance).postcode,
      // 18 in 100 are more than twenty miles out.
      miles: luck('far') < 0.18 ? chance.int(21, 140) : chance.int(1, 19),
    });
    at = to;
  }
  return placements;
}

/** A strengths and difficulties score: mean 14.9, as England's in 2025, from 0 to 40. */
const someScore = (chance: Random): number =>
  Math.max(0, Math.min(40, Math.round(14.9 + 12 * (chance.next() + chance.next() + chance.next() - 1.5))));

/** Care for children of a family: placements, `always` of one kind where that is given, going missing, and how it ended; for `court` of them by way of court. */
export function takeIntoCare(
  town: Town,
  parts: readonly Part[],
  spell: { from: Day; to: Day },
  { court, luck, always }: { court: number; luck: (child: number) => Luck; always: string | null },
): void {
  const { chance, ledger } = town;
  const from = workingDay(spell.from);
  const applies = luck(0)('court') < court;
  for (const [i, { child, referral, ends }] of parts.entries()) {
    if (from >= ends || from > extractDay) continue;
    if (applies) ledger.applications.push({ child, on: Math.min(extractDay, from + chance.int(0, 40)) });
    intoCare(town, child, { from, to: ends }, { referral, need: 'N1', asylum: false, always }, luck(i));
  }
  const numbers = new Map(parts.map((part) => [part.child, part]));
  allocate(
    town,
    parts.filter(({ ends }) => from < ends).map(({ child }) => child),
    { from, to: come(spell.to) },
    {
      job: 'Independent reviewing officer',
      role: 'Independent reviewing officer',
      referral: (child) => numbers.get(child)?.referral ?? '',
      planned: (child) => numbers.get(child)?.planned ?? spell.to,
    },
  );
}

/** One child's care from a day until another. */
export function intoCare(
  town: Town,
  child: Person,
  { from, to: ends }: { from: Day; to: Day },
  {
    referral,
    need,
    asylum,
    always,
  }: { referral: string; need: string; asylum: boolean; always: string | null },
  luck: Luck,
): void {
  const { care, chance, dealFew } = town;
  const adult = ends >= birthday(child.born, 18);
  const ceased = adult
    ? chance.pick(['E5', 'E6', 'E17'])
    : ends === child.died
      ? 'E2'
      : chance.pick(['E4A', 'E4A', 'E4B', 'E47']);
  care.care(child, placementsOf(town, child, { from, to: ends }, { asylum, always, luck }), {
    referral,
    need,
    ceased,
    asylum,
    score: someScore(chance),
  });
  const shown = Math.min(ends, extractDay);
  for (let at = from; at < shown; at += 365) {
    if (ageOn(child.born, at) < 10 || !dealFew(`missing, ${spanOf(at)}`, 0.156)) continue;
    for (let i = chance.int(1, 4); i > 0; i--) {
      const gone = chance.int(at, Math.max(at, Math.min(shown - 4, at + 364)));
      if (gone < shown) care.missing(child, { from: gone, to: Math.min(shown, gone + chance.int(0, 3)) });
    }
  }
}
