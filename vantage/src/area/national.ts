/**
 * Counts that England's statistics are made of, counted from the area's own records: for comparing with what is published,
 * and, of a made-up area, with what is true. They are exact and about everybody: for whoever runs the machine.
 */
import { type Part, wholeFacts } from '../chronology/index.ts';
import { recordsAbout } from '../identity/index.ts';
import { addDays, daysBetween, type Tx } from '../platform/index.ts';

/** Counts by name, for the year that ends on a day; stocks are of that day. */
export type NationalCounts = Record<string, number>;

/** Rules by which they are counted, in plain words. */
export const nationalRules = {
  year: 'A year is the 365 days that end with the day counted for.',
  'open-on': 'A spell counts as open on a day when it has begun by then and does not end on it or before.',
  again:
    'A referral is a further one when the child was referred within 365 days before; a protection plan when the child had one before, however long ago.',
  'care-period': 'Placements that follow one another without a day between them are one period in care.',
  'at-school':
    'What a pupil’s needs are, and whether it has free meals, is as the last school says that took it in by the day.',
  'needs-of-pupils':
    'Pupils are counted by how their child stands with social care on the day: in care, else on a protection plan, else in need, else none.',
} as const;

type Spell = { person: string; from: string; last: string | null; parts: readonly Part[] };
type Count = (name: string, by?: number | boolean) => void;

const socialCare = [
  'referral',
  'in-need',
  'assessment',
  's47',
  'cp-conference',
  'cp-plan',
  'in-care',
  'missing',
  'placement-foster',
  'placement-home',
  'placement-secure',
  'placement-independent',
  'placement-parents',
  'placement-other',
] as const;
type Told = Record<(typeof socialCare)[number], Spell[]>;

/** The counts for each of some days. */
export async function nationalCounts(tx: Tx, days: readonly string[]): Promise<NationalCounts[]> {
  const told = await toldOf(tx);
  const schools = await schoolsOf(tx);
  const others = await othersOf(tx);
  return days.map((on) => {
    const counts: NationalCounts = {};
    const count: Count = (name, by = 1) => {
      counts[name] = (counts[name] ?? 0) + Number(by);
    };
    const year = yearTo(on);
    countHelp(told, count, year);
    countCare(told, others.distances, count, year);
    countSchools(schools, statusOn(told, on), count, on);
    for (const { offence } of others.offences) count('first offences', year.within(offence));
    for (const each of others.temporary.values()) count('temporary', year.open(each) ? each.children : 0);
    return counts;
  });
}

function yearTo(on: string) {
  const begins = addDays(on, -365);
  return {
    on,
    begins,
    within: (day: string | null) => day !== null && day > begins && day <= on,
    open: ({ from, last }: { from: string; last: string | null }) =>
      from <= on && (last === null || last > on),
    during: ({ from, last }: { from: string; last: string | null }) =>
      from <= on && (last === null || last > begins),
  };
}
type Year = ReturnType<typeof yearTo>;

async function toldOf(tx: Tx): Promise<Told> {
  const told = Object.fromEntries(socialCare.map((kind) => [kind, [] as Spell[]])) as Told;
  for await (const { kind, personId, happened, detail } of wholeFacts(tx, socialCare)) {
    if (happened.from === null) continue;
    const last = happened.to === null ? null : addDays(happened.to, -1);
    told[kind as keyof Told].push({ person: personId, from: happened.from, last, parts: detail.parts });
  }
  for (const spells of Object.values(told))
    spells.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return told;
}

const saysOf = ({ parts }: Spell, name: string) => parts.find((part) => part.name === name);

function countHelp(told: Told, count: Count, year: Year): void {
  const before = new Map<string, string>();
  for (const referral of told.referral) {
    const last = before.get(referral.person);
    before.set(referral.person, referral.from);
    if (!year.within(referral.from)) continue;
    const source = saysOf(referral, 'source')?.code ?? '';
    count('referrals');
    count('referrals turned away', saysOf(referral, 'nfa')?.value === 'yes');
    count('referrals again', last !== undefined && daysBetween(last, referral.from) <= 365);
    count('by police', source === '6');
    count('by schools', source === '2A');
    count('by health', source.startsWith('3'));
  }
  for (const need of told['in-need'].filter(year.open)) {
    count('in need');
    count(lengthInNeed(daysBetween(need.from, year.on)));
  }
  for (const assessment of told.assessment) {
    if (!year.within(assessment.last)) continue;
    const outcome = saysOf(assessment, 'outcome')?.value ?? '';
    count('assessments');
    count('assessed as not in need', !/Services provided|Strategy discussion/.test(outcome));
    for (const code of new Set((saysOf(assessment, 'factors')?.code ?? '').split(' ')))
      count(`factor ${code}`);
  }
  for (const each of told.s47) count('enquiries', year.within(each.from));
  for (const each of told['cp-conference']) count('conferences', year.within(each.from));
  const planned = new Set<string>();
  for (const plan of told['cp-plan']) {
    count('plans', year.open(plan));
    count('plans begun', year.within(plan.from));
    count('plans again', year.within(plan.from) && planned.has(plan.person));
    planned.add(plan.person);
    count('plans ended', year.within(plan.last));
    count('plans of two years', year.within(plan.last) && daysBetween(plan.from, plan.last ?? '') >= 730);
  }
}

function lengthInNeed(days: number): string {
  if (days < 91) return 'need under 3 months';
  if (days < 183) return 'need 3 to 6 months';
  if (days < 365) return 'need 6 to 12 months';
  return days < 731 ? 'need 1 to 2 years' : 'need 2 years';
}

const placements = {
  foster: ['placement-foster'],
  homes: ['placement-home', 'placement-secure'],
  'semi-independent': ['placement-independent'],
  parents: ['placement-parents'],
  'other placements': ['placement-other'],
} as const satisfies Record<string, readonly (keyof Told)[]>;

/** Rule care-period. */
function periodsOf(spells: readonly Spell[]): Spell[] {
  const periods = new Map<string, Spell[]>();
  for (const spell of spells) {
    const own = periods.get(spell.person) ?? [];
    periods.set(spell.person, own);
    const open = own.at(-1);
    if (open && (open.last === null || spell.from <= addDays(open.last, 1)))
      open.last =
        open.last === null || spell.last === null || open.last > spell.last
          ? open.last && spell.last
          : spell.last;
    else own.push({ ...spell });
  }
  return [...periods.values()].flat();
}

function countCare(told: Told, distances: ReadonlyMap<string, number>, count: Count, year: Year): void {
  const gone = new Set(told.missing.filter(({ from }) => year.within(from)).map(({ person }) => person));
  const placed = Object.entries(placements).flatMap(([name, kinds]) =>
    kinds.flatMap((kind) => told[kind].map((spell) => ({ ...spell, name }))),
  );
  const byChild = Map.groupBy(placed, ({ person }) => person);
  const counted = new Set<string>();
  for (const period of periodsOf(told['in-care'])) {
    count('care begun', year.within(period.from));
    count('care ceased', year.within(period.last));
    if (year.during(period) && !counted.has(period.person)) {
      counted.add(period.person);
      count('in care in the year');
      count('missing from care', gone.has(period.person));
    }
    if (!year.open(period)) continue;
    count('in care');
    const own = (byChild.get(period.person) ?? []).filter(({ from }) => from >= period.from);
    const here = own.find(year.open);
    if (here === undefined) continue;
    count(here.name);
    count('far', (distances.get(`${here.person} ${here.from}`) ?? 0) > 20);
    count('three placements', own.filter(year.during).length >= 3);
  }
}

/** How a child stands with social care on a day (rule needs-of-pupils). */
function statusOn(told: Told, on: string): (person: string) => string {
  const year = yearTo(on);
  const persons = (spells: readonly Spell[]) => new Set(spells.filter(year.open).map(({ person }) => person));
  const [care, plan, need] = [persons(told['in-care']), persons(told['cp-plan']), persons(told['in-need'])];
  return (person) =>
    care.has(person) ? 'care' : plan.has(person) ? 'plan' : need.has(person) ? 'need' : 'none';
}

type Schools = {
  /** Sessions by school year (that in which it begins) and pupil. */
  attendance: Map<number, Map<string, { possible: number; missed: number }>>;
  suspensions: { person: string; on: string; permanent: boolean }[];
  results: { person: string; stage: string; on: string; score: number }[];
  /** Schools that took a pupil in, and how it stood there. */
  pupils: Map<string, { from: string; need: string; meals: boolean }[]>;
};

const needsAtSchool: Readonly<Record<string, string>> = { N: 'none', K: 'support', E: 'plan' };

async function schoolsOf(tx: Tx): Promise<Schools> {
  const schools: Schools = { attendance: new Map(), suspensions: [], results: [], pupils: new Map() };
  const kinds = ['school.attendance', 'school.exclusions', 'school.results', 'school.pupils'];
  for await (const { kind, content, persons } of recordsAbout(tx, { kinds })) {
    const person = persons.subject;
    if (person === undefined) continue;
    const text = (column: string) => content[column] ?? '';
    if (kind === 'school.attendance') {
      const year = schools.attendance.get(Number(text('year'))) ?? new Map();
      schools.attendance.set(Number(text('year')), year);
      const own = year.get(person) ?? { possible: 0, missed: 0 };
      own.possible += Number(text('sessionspossible'));
      own.missed += Number(text('sessionsauthorised')) + Number(text('sessionsunauthorised'));
      year.set(person, own);
    } else if (kind === 'school.exclusions')
      schools.suspensions.push({ person, on: text('startdate'), permanent: text('category') === 'PERM' });
    else if (kind === 'school.results')
      schools.results.push({
        person,
        stage: text('stage'),
        on: text('assessed_on'),
        score: text('stage') === 'KS4' ? Number(text('result')) : Number(text('result') === 'expected'),
      });
    else
      schools.pupils.set(person, [
        ...(schools.pupils.get(person) ?? []),
        {
          from: text('entrydate'),
          need: needsAtSchool[text('senprovision')] ?? 'none',
          meals: text('fsmeligible') === 'Y',
        },
      ]);
  }
  return schools;
}

/** Rule at-school. */
function lastSchool<School extends { from: string }>(own: readonly School[], on: string): School | undefined {
  return own.filter(({ from }) => from <= on).sort((a, b) => (a.from < b.from ? 1 : -1))[0];
}

/** The school year that a day falls in, by the year in which it begins on 1 September. */
const schoolYearOf = (day: string): number => Number(day.slice(0, 4)) - (day.slice(5) < '09-01' ? 1 : 0);

function countSchools(schools: Schools, status: (person: string) => string, count: Count, on: string): void {
  const year = schoolYearOf(on);
  const suspended = new Map<string, number>();
  for (const { person, on: day, permanent } of schools.suspensions) {
    if (schoolYearOf(day) !== year) continue;
    count('exclusions', permanent);
    if (!permanent) suspended.set(person, (suspended.get(person) ?? 0) + 1);
  }
  for (const [person, { possible, missed }] of schools.attendance.get(year) ?? []) {
    const as = status(person);
    const { need = 'none', meals = false } = lastSchool(schools.pupils.get(person) ?? [], on) ?? {};
    const times = suspended.get(person) ?? 0;
    const persistent = missed * 10 >= possible;
    count('pupils');
    count(`pupils: ${as}`);
    count('possible', possible);
    count('missed', missed);
    count('persistent', persistent);
    count(`persistent: ${as}`, persistent);
    count('severe', missed * 2 >= possible);
    count('suspensions', times);
    count(`suspended: ${as}`, times > 0);
    count('meals', meals);
    count(`meals: ${as}`, meals);
    count(need);
    count(`${need}: ${as}`);
  }
  for (const { person, stage, on: day, score } of schools.results) {
    if (day <= on || day > addDays(on, 200)) continue;
    count(stage);
    count(`${stage} score`, score);
    if (status(person) !== 'need') continue;
    count(`${stage}: need`);
    count(`${stage} score: need`, score);
  }
}

type Others = {
  /** Miles from home, by child and first day of the placement. */
  distances: Map<string, number>;
  offences: { offence: string }[];
  /** Temporary homes by application: each adult of a family has a row of it. */
  temporary: Map<string, { from: string; last: string | null; children: number }>;
};

async function othersOf(tx: Tx): Promise<Others> {
  const others: Others = { distances: new Map(), offences: [], temporary: new Map() };
  const kinds = ['ssd.cla_placement', 'yj.outcomes', 'housing.homelessness'];
  for await (const { kind, agency, content, persons } of recordsAbout(tx, { kinds })) {
    const text = (column: string) => content[column] ?? '';
    if (kind === 'ssd.cla_placement')
      others.distances.set(
        `${persons.subject} ${text('clap_cla_placement_start_date')}`,
        Number(text('clap_cla_placement_distance')),
      );
    else if (kind === 'yj.outcomes') {
      if (text('first_time') === 'Y') others.offences.push({ offence: text('outcome_date') });
    } else if (text('temporary_from') !== '')
      others.temporary.set(`${agency} ${text('application_id')}`, {
        from: text('temporary_from'),
        last: text('temporary_to') || null,
        children: Number(text('children')),
      });
  }
  return others;
}
