import { ageOn, birthday, type Day, day, schoolYear } from './days.ts';
import { factorShares } from './help.ts';
import { grownAtHome } from './housing.ts';
import type { Ledger } from './ledger.ts';
import { aliveOn, holdsOn, type Person, stayOn } from './model.ts';
import type { Unit } from './unit.ts';

/** Days for which stocks are counted; flows are those of the years that end with them. */
export const rateDays: readonly string[] = ['2024-03-31', '2025-03-31', '2026-03-31'];
const days: readonly Day[] = rateDays.map(day);

/** Counts by name; those of parts of Ashmere add up to the whole's. */
export type Tally = Record<string, number>;

export function addTally(whole: Tally, part: Tally): void {
  for (const [name, count] of Object.entries(part)) whole[name] = (whole[name] ?? 0) + count;
}

type Count = (name: string, by?: number | boolean) => void;

/**
 * Everything that rates are made of, counted from what is true of a part of Ashmere: the sums of three years, each to
 * 31 March, so that a rate is the mean of the three.
 */
export function tallyOf(unit: Unit): Tally {
  const tally: Tally = {};
  const count: Count = (name, by = 1) => {
    tally[name] = (tally[name] ?? 0) + Number(by);
  };
  for (const on of days) countYear(unit, on, count);
  return tally;
}

/** A year to a day, for counting what happened in it. */
type Year = { on: Day; within(when: Day | null): boolean };

function countYear({ world, households, ledger }: Unit, on: Day, count: Count): void {
  const year: Year = { on, within: (when) => when !== null && when > on - 365 && when <= on };
  const { within } = year;
  const inCare = new Set(
    ledger.cares.filter((each) => holdsOn(careSpell(each), on)).map(({ child }) => child),
  );
  const planned = new Set(ledger.plans.filter((each) => holdsOn(each, on)).map(({ child }) => child));
  const needing = new Set(
    ledger.referrals.filter((each) => !each.nfa && holdsOn(each, on)).map(({ child }) => child),
  );
  for (const person of world.people) {
    if (!aliveOn(person, on) || on >= birthday(person.born, 18)) continue;
    if (stayOn(person, on) === undefined && !inCare.has(person)) continue;
    count('children');
    count('young', ageOn(person.born, on) >= 10);
  }
  countHelp(ledger, count, year);
  countCare(ledger, count, year);
  const status = (child: Person) =>
    inCare.has(child) ? 'care' : planned.has(child) ? 'plan' : needing.has(child) ? 'need' : 'none';
  countSchools(ledger, count, status, year);
  for (const household of households) {
    const { children, here, poor } = household;
    if (!holdsOn(here, on)) continue;
    const young = children.filter((child) => aliveOn(child, on) && on < birthday(child.born, 18));
    count('low income', poor ? young.length : 0);
    count('children of families', young.length);
    if (young.length === 0) continue;
    count('families');
    count(
      young.length > 2 ? 'families of three' : young.length === 2 ? 'families of two' : 'families of one',
    );
    count('lone', grownAtHome(household, on).length === 1);
  }
  for (const { children, from, to } of ledger.temporary)
    if (holdsOn({ from, to }, on)) count('temporary', children.length);
  for (const each of ledger.firstOffences) count('first offences', within(each.on));
}

const careSpell = ({ placements }: Ledger['cares'][number]) => ({
  from: placements[0]?.from ?? Number.POSITIVE_INFINITY,
  to: placements.at(-1)?.to ?? null,
});
function countHelp(ledger: Ledger, count: Count, { on, within }: Year): void {
  const last = new Map<Person, Day>();
  for (const { child, from, to, source, nfa } of ledger.referrals.toSorted((a, b) => a.from - b.from)) {
    const before = last.get(child);
    last.set(child, from);
    if (within(from)) {
      count('referrals');
      count('referrals turned away', nfa);
      count('referrals again', before !== undefined && from - before <= 365);
      count('by police', source === '6');
      count('by schools', source === '2A');
      count('by health', source.startsWith('3'));
    }
    if (nfa || !holdsOn({ from, to }, on)) continue;
    count('in need');
    const length = on - from;
    count(
      length < 91
        ? 'need under 3 months'
        : length < 183
          ? 'need 3 to 6 months'
          : length < 365
            ? 'need 6 to 12 months'
            : length < 731
              ? 'need 1 to 2 years'
              : 'need 2 years',
    );
  }
  for (const { to, factors, inNeed } of ledger.assessments) {
    if (!within(to)) continue;
    count('assessments');
    count('assessed as not in need', !inNeed);
    for (const code of factors) count(`factor ${code}`);
  }
  for (const each of ledger.enquiries) count('enquiries', within(each.on));
  for (const each of ledger.conferences) count('conferences', within(each.on));
  const known = new Set<Person>();
  for (const { child, from, to } of ledger.plans.toSorted((a, b) => a.from - b.from)) {
    count('plans', holdsOn({ from, to }, on));
    count('plans begun', within(from));
    count('plans again', within(from) && known.has(child));
    known.add(child);
    count('plans ended', within(to));
    count('plans of two years', within(to) && to !== null && to - from >= 730);
  }
  for (const each of ledger.applications) count('applications', within(each.on));
}

function countCare(ledger: Ledger, count: Count, { on, within }: Year): void {
  const gone = new Set(ledger.missing.filter(({ from }) => within(from)).map(({ child }) => child));
  const counted = new Set<Person>();
  for (const care of ledger.cares) {
    const { from, to } = careSpell(care);
    count('care begun', within(from));
    count('care ceased', within(to));
    const during = from <= on && (to === null || to > on - 365);
    if (during && !counted.has(care.child)) {
      counted.add(care.child);
      count('in care in the year');
      count('missing from care', gone.has(care.child));
    }
    if (!holdsOn({ from, to }, on)) continue;
    count('in care');
    count('asylum', care.asylum);
    count('score', care.score);
    const here = care.placements.find((each) => holdsOn(each, on));
    const type = here?.type ?? '';
    count(
      type.startsWith('U')
        ? 'foster'
        : type.startsWith('K')
          ? 'homes'
          : type === 'H5'
            ? 'semi-independent'
            : type === 'P1'
              ? 'parents'
              : 'other placements',
    );
    count('far', (here?.miles ?? 0) > 20);
    const moves = care.placements.filter(
      (each) => each.from <= on && (each.to === null || each.to > on - 365),
    );
    count('three placements', moves.length >= 3);
  }
}

function countSchools(ledger: Ledger, count: Count, status: (child: Person) => string, { on }: Year): void {
  const year = schoolYear(on);
  const suspended = new Map<Person, number>();
  for (const { child, on: when, permanent } of ledger.suspensions) {
    if (schoolYear(when) !== year) continue;
    count('exclusions', permanent);
    if (!permanent) suspended.set(child, (suspended.get(child) ?? 0) + 1);
  }
  for (const { child, year: of, possible, missed } of ledger.attendance) {
    if (of !== year) continue;
    const as = status(child);
    count('pupils');
    count(ageOn(child.born, on) < 11 ? 'primary' : 'secondary');
    count(`pupils: ${as}`);
    count('possible', possible);
    count('missed', missed);
    count('persistent', missed * 10 >= possible);
    count(`persistent: ${as}`, missed * 10 >= possible);
    count('severe', missed * 2 >= possible);
    const times = suspended.get(child) ?? 0;
    count('suspensions', times);
    count(`suspended: ${as}`, times > 0);
    const { need, freeMeals } = child.schooling ?? writtenSchooling(ledger, child, on);
    count('meals', freeMeals);
    count(`meals: ${as}`, freeMeals);
    count(`${need}`);
    count(`${need}: ${as}`);
  }
  for (const { child, stage, on: when, score } of ledger.results) {
    // Results of a summer stand beside how the child stood that spring.
    if (when <= on || when > on + 200) continue;
    count(stage);
    count(`${stage} score`, score);
    if (status(child) !== 'need') continue;
    count(`${stage}: need`);
    count(`${stage} score: need`, score);
  }
}

/** How a pupil of a written family stood: by the last school that took it in by the day. */
function writtenSchooling({ schooling }: Ledger, child: Person, on: Day) {
  const own = schooling.filter((each) => each.child === child && each.from <= on);
  const last = own.reduce((a, b) => (a && a.from > b.from ? a : b), own[0]);
  return last ?? { need: 'none', freeMeals: false };
}

/** A published rate and how it is counted here. */
export type Rate = {
  label: string;
  /** England, for 2025 unless the label says otherwise. */
  published: number;
  unit: 'in 10,000 children' | '%' | '' | 'in 100 pupils' | 'in 100,000 aged 10 to 17';
  part: string | readonly string[];
  of: string | readonly string[];
};

const per: Readonly<Record<Rate['unit'], number>> = {
  'in 10,000 children': 10_000,
  '%': 100,
  '': 1,
  'in 100 pupils': 100,
  'in 100,000 aged 10 to 17': 100_000,
};

const children = (label: string, published: number, part: string): Rate => ({
  label,
  published,
  unit: 'in 10,000 children',
  part,
  of: 'children',
});
const share = (label: string, published: number, part: string, of: string | readonly string[]): Rate => ({
  label,
  published,
  unit: '%',
  part,
  of,
});

/**
 * Rates that the simulation is held to: England 2025, from the Department for Education's Local Authority Interactive
 * Tool and children in need statistics, and the other publications named in DOMAIN (Open Government Licence v3.0).
 */
export const rates: readonly Rate[] = [
  children('referrals in the year', 519.4, 'referrals'),
  share('referrals within a year of the last', 22.6, 'referrals again', 'referrals'),
  share('referrals with no further action', 6.5, 'referrals turned away', 'referrals'),
  share('referrals assessed as not in need', 30.8, 'assessed as not in need', 'referrals'),
  share('referrals by police', 28.3, 'by police', 'referrals'),
  share('referrals by schools', 20.6, 'by schools', 'referrals'),
  share('referrals by health', 15.2, 'by health', 'referrals'),
  children('children in need', 330.3, 'in need'),
  share('children in need under 3 months', 26.7, 'need under 3 months', 'in need'),
  share('children in need 3 to 6 months', 11, 'need 3 to 6 months', 'in need'),
  share('children in need 6 to 12 months', 13.1, 'need 6 to 12 months', 'in need'),
  share('children in need 1 to 2 years', 13.7, 'need 1 to 2 years', 'in need'),
  share('children in need 2 years or more', 35.6, 'need 2 years', 'in need'),
  children('section 47 enquiries in the year', 189.3, 'enquiries'),
  children('initial conferences in the year', 59.2, 'conferences'),
  children('protection plans', 40.6, 'plans'),
  children('protection plans begun in the year', 50.8, 'plans begun'),
  share('plans begun that are not the first', 24.5, 'plans again', 'plans begun'),
  share('plans ended that lasted two years', 2.3, 'plans of two years', 'plans ended'),
  children('children in care', 67, 'in care'),
  children('children who began to be in care', 26, 'care begun'),
  children('children who ceased to be in care', 28, 'care ceased'),
  children('care applications in a year', 9.1, 'applications'),
  share('in care: fostered', 67, 'foster', 'in care'),
  share('in care: children’s or secure homes', 12, 'homes', 'in care'),
  share('in care: semi-independent', 9, 'semi-independent', 'in care'),
  share('in care: with parents', 6, 'parents', 'in care'),
  share('in care: three placements in the year', 10, 'three placements', 'in care'),
  share('in care: more than 20 miles out', 18, 'far', 'in care'),
  share('in care: missing in the year', 11, 'missing from care', 'in care in the year'),
  share('in care: seeking asylum alone', 8, 'asylum', 'in care'),
  { label: 'in care: mean difficulties score', published: 14.9, unit: '', part: 'score', of: 'in care' },
  ...factorShares.map(([code, published, words]) =>
    share(`assessments that found ${words}`, published, `factor ${code}`, 'assessments'),
  ),
  share('pupils with free school meals', 25.2, 'meals', 'pupils'),
  share('pupils with a plan for special needs', 5.3, 'plan', 'pupils'),
  share('pupils with support for special needs', 14.2, 'support', 'pupils'),
  share('sessions missed', 6.78, 'missed', 'possible'),
  share('pupils persistently absent', 18.14, 'persistent', 'pupils'),
  share('pupils severely absent', 2.39, 'severe', 'pupils'),
  { label: 'suspensions', published: 11.3, unit: 'in 100 pupils', part: 'suspensions', of: 'pupils' },
  { label: 'permanent exclusions', published: 0.13, unit: 'in 100 pupils', part: 'exclusions', of: 'pupils' },
  share('in need: free school meals', 61.7, 'meals: need', 'pupils: need'),
  share('in need: plan for special needs', 31.4, 'plan: need', 'pupils: need'),
  share('in need: support for special needs', 21.9, 'support: need', 'pupils: need'),
  share('in need: persistently absent', 46, 'persistent: need', 'pupils: need'),
  share('on a protection plan: persistently absent', 55.4, 'persistent: plan', 'pupils: plan'),
  share('in care: persistently absent', 20.3, 'persistent: care', 'pupils: care'),
  share('in need: suspended', 14.2, 'suspended: need', 'pupils: need'),
  share('good level of development at five', 68.3, 'EYFS score', 'EYFS'),
  share('expected standard at eleven', 63, 'KS2 score', 'KS2'),
  { label: 'mean Attainment 8 score', published: 46, unit: '', part: 'KS4 score', of: 'KS4' },
  share('in need: good level of development at five', 39.6, 'EYFS score: need', 'EYFS: need'),
  share('in need: expected standard at eleven', 30, 'KS2 score: need', 'KS2: need'),
  {
    label: 'in need: mean Attainment 8 score',
    published: 17.3,
    unit: '',
    part: 'KS4 score: need',
    of: 'KS4: need',
  },
  share('children in low-income families', 19.8, 'low income', 'children of families'),
  {
    label: 'first offences in a year',
    published: 135,
    unit: 'in 100,000 aged 10 to 17',
    part: 'first offences',
    of: 'young',
  },
  children('children in temporary homes (June 2025)', 142, 'temporary'),
  share('families with one child', 45, 'families of one', 'families'),
  share('families with two children', 41, 'families of two', 'families'),
  share('families with three or more', 15, 'families of three', 'families'),
  share('families with a lone parent', 24, 'lone', 'families'),
];

export type Checked = { label: string; unit: Rate['unit']; published: number; made: number; cases: number };

const summed = (tally: Tally, names: string | readonly string[]): number =>
  [names].flat().reduce((sum, name) => sum + (tally[name] ?? 0), 0);

/** Each rate as it came out, beside the published one. `cases` is how many it is made of. */
export function checkRates(tally: Tally): Checked[] {
  return rates.map(({ label, unit, published, part, of }) => {
    const cases = summed(tally, part);
    const made = (cases / summed(tally, of)) * per[unit];
    return { label, unit, published, made, cases };
  });
}

/** A rate as somebody else counts it, beside what is true. */
export type Recounted = {
  label: string;
  unit: Rate['unit'];
  /** As it is true, from the tally. */
  made: number;
  /** As it was counted; null where it is made of something that nobody counts. */
  counted: number | null;
  /** Whether what it is made of is the same, to the last one. */
  equal: boolean;
  /** What was counted otherwise: true and counted. */
  differing: { name: string; made: number; counted: number }[];
};

/** What nobody can count of records, so that it is taken from the tally: the children who live in a place are known from its census. */
const ofTheCensus: ReadonlySet<string> = new Set(['children', 'young']);

/** Each rate from counts by the names of a tally, beside what is true. Sums of scores are compared to a hundredth. */
export function recountRates(tally: Tally, counts: Tally): Recounted[] {
  const known = new Set(Object.keys(counts));
  const taken = (name: string) => (ofTheCensus.has(name) ? (tally[name] ?? 0) : (counts[name] ?? 0));
  return rates.map(({ label, unit, part, of }) => {
    const names = [part, of].flat();
    const made = (summed(tally, part) / summed(tally, of)) * per[unit];
    if (!names.every((name) => known.has(name) || ofTheCensus.has(name) || (tally[name] ?? 0) === 0))
      return { label, unit, made, counted: null, equal: false, differing: [] };
    const sum = (list: string | readonly string[]) =>
      [list].flat().reduce((total, name) => total + taken(name), 0);
    const differing = names.flatMap((name) => {
      const [real, counted] = [tally[name] ?? 0, taken(name)];
      return Math.abs(real - counted) < 0.01 ? [] : [{ name, made: real, counted }];
    });
    return {
      label,
      unit,
      made,
      counted: (sum(part) / sum(of)) * per[unit],
      equal: differing.length === 0,
      differing,
    };
  });
}
