import { type CsvLines, csvLines } from '@vantage/returns';
import { text } from './book.ts';
import { ageOn, type Day, day, extractDay, firstDay, schoolYear } from './days.ts';
import type { Household } from './households.ts';
import type { Ledger } from './ledger.ts';
import { aliveOn, holdsOn, type Person, stayOn, type World } from './model.ts';
import type { Random } from './random.ts';
import { spanOf, type Town } from './town.ts';

/** Special educational needs of pupils: a plan 5.3 in 100, support 14.2; more often where money is short (England 2025). */
export function giveSchooling({ poor, hard, children }: Household, chance: Random): void {
  for (const child of children) {
    const draw = chance.next();
    const [plan, support] = poor ? [0.082, 0.21] : [0.045, 0.122];
    child.schooling = {
      need: draw < plan ? 'plan' : draw < plan + support ? 'support' : 'none',
      freeMeals: chance.chance(poor ? 0.92 : hard ? 0.3 : 0.074),
    };
  }
}

/** How a child stood to social care in a school year; whichever is the most. */
type Status = 'none' | 'need' | 'plan' | 'care';

/** Share of pupils who miss a tenth of their sessions or more: 46.0 of children in need, 55.4 on a plan, 20.3 in care; 18.1 of all. */
const absent: Readonly<Record<Status, number>> = { need: 0.475, plan: 0.58, care: 0.203, none: 0.173 };
/** Suspensions in a year for each pupil of 11 to 15; of all pupils 11.3 in 100. */
const suspended: Readonly<Record<Status, number>> = { need: 0.52, plan: 0.7, care: 0.55, none: 0.232 };

/** Spells of children with social care, found by child. */
export type Statuses = (child: Person, year: number) => Status;

export function statusesOf(ledger: Ledger): Statuses {
  type Spell = { child: Person; from: Day; to: Day | null };
  const group = (spells: readonly Spell[]) => Map.groupBy(spells, ({ child }) => child);
  const cares = group(
    ledger.cares.map(({ child, placements }) => ({
      child,
      from: placements[0]?.from ?? 0,
      to: placements.at(-1)?.to ?? null,
    })),
  );
  const plans = group(ledger.plans);
  const needs = group(ledger.referrals.filter(({ nfa }) => !nfa));
  return (child, year) => {
    const on = day(`${year + 1}-03-31`);
    const stands = (spells: Map<Person, Spell[]>) => spells.get(child)?.some((spell) => holdsOn(spell, on));
    return stands(cares) ? 'care' : stands(plans) ? 'plan' : stands(needs) ? 'need' : 'none';
  };
}

/** Six school years: schools must keep their registers for six (the 2024 attendance regulations). */
const registersFrom = schoolYear(extractDay) - 6;

const terms = [
  { term: 'autumn', sessions: 142, end: '12-18', next: 0 },
  { term: 'spring', sessions: 116, end: '03-27', next: 1 },
  { term: 'summer', sessions: 122, end: '07-21', next: 1 },
] as const;

/** School’s reference numbers: none is given out. One primary school to two small areas, one secondary to eight. */
const primary = (area: number): string => String(990_000 + Math.ceil(area / 2));
const secondary = (area: number): string => String(980_000 + Math.ceil(area / 8));

/** One spell on a school’s roll. */
type OnRoll = { urn: string; from: Day; to: Day | null };

/** Schools one after another, from four and a bit to sixteen, while the child lives in Ashmere; some change with a move. */
function rollOf(child: Person, { here }: Household, chance: Random): OnRoll[] {
  const start =
    schoolYear(child.born + 365 * 4 + 1) +
    (ageOn(child.born, day(`${schoolYear(child.born + 1461)}-08-31`)) >= 4 ? 0 : 1);
  const spells: OnRoll[] = [];
  const leaves = Math.min(here.to ?? 99_999, child.died ?? 99_999);
  for (const [from, to, of] of [
    [day(`${start}-09-03`), day(`${start + 7}-07-21`), primary],
    [day(`${start + 7}-09-03`), day(`${start + 12}-06-25`), secondary],
  ] as const) {
    const begins = Math.max(from, here.from);
    const ends = Math.min(to, leaves);
    if (begins >= ends || begins > extractDay || ends < firstDay) continue;
    const first = stayOn(child, begins)?.place?.area ?? 1;
    const moved = child.stays.find(
      (stay) => stay.from > begins + 60 && stay.from < Math.min(ends, extractDay) - 60,
    );
    const second = moved?.place?.area;
    const until = ends > extractDay ? null : ends;
    if (moved && second && of(second) !== of(first) && chance.chance(0.5)) {
      spells.push({ urn: of(first), from: begins, to: moved.from });
      spells.push({ urn: of(second), from: moved.from + 1, to: until });
    } else spells.push({ urn: of(first), from: begins, to: until });
  }
  return spells;
}

/** Lines of attendance and the truth about them, written as text at once: there are too many for a row each. */
export type Marks = { csv: string[]; truth: string[] };

/** Everything that schools record of a small area’s children. */
export function attendSchool(town: Town, households: readonly Household[], statuses: Statuses): Marks {
  const marks: Marks = { csv: [], truth: [] };
  const { line } = csvLines('school.attendance');
  const { chance } = town;
  const { world } = town.making;
  const guardians = Map.groupBy(world.guardians, ({ child }) => child);
  const parents = new Set(
    world.ties.filter(({ kind }) => kind === 'parent').map(({ person, other }) => `${person.id} ${other.id}`),
  );
  for (const household of households)
    for (const child of household.children) {
      const roll = rollOf(child, household, chance);
      if (roll.length === 0) continue;
      for (const spell of roll) enrol(town, child, spell);
      for (let year = schoolYear(roll[0]?.from ?? 0); year <= schoolYear(extractDay); year++)
        attendYear(town, child, roll, { year, status: statuses(child, year), household }, { marks, line });
      results(town, child, roll, statuses);
      nameCarers(town, child, roll, guardians.get(child) ?? [], parents);
    }
  return marks;
}

function enrol({ school, chance }: Town, child: Person, { urn, from, to }: OnRoll): void {
  const entered = Math.max(from, firstDay);
  school.numbers.of(child, entered);
  if (to !== null) school.numbers.of(child, to);
  school.book.add('school.pupils', to ?? from, {
    pupil_id: school.numbers.of(child, entered),
    urn,
    entrydate: text(from),
    leavingdate: text(to),
    senprovision: { none: 'N', support: 'K', plan: 'E' }[child.schooling?.need ?? 'none'],
    fsmeligible: (child.schooling?.freeMeals ?? chance.chance(0.2)) ? 'Y' : 'N',
  });
}

/** Share of a pupil’s guardians whom its school can ring, by whether they live with it. */
const rung = { home: 0.97, parentElsewhere: 0.5, stepAtHome: 0.6 } as const;

/** Whom a school may ring, as it last held them: those who bring the pupil up, most of them. */
function nameCarers(
  { school, chance }: Town,
  child: Person,
  roll: readonly OnRoll[],
  guardians: World['guardians'],
  parents: ReadonlySet<string>,
): void {
  const last = roll.at(-1);
  if (!last) return;
  const on = Math.max(firstDay, Math.min(extractDay, last.to ?? extractDay));
  const home = stayOn(child, on)?.place;
  for (const { guardian } of guardians.filter((spell) => holdsOn(spell, on) && aliveOn(spell.guardian, on))) {
    const parent = parents.has(`${guardian.id} ${child.id}`);
    const together = home !== undefined && stayOn(guardian, on)?.place === home;
    const known = parent ? (together ? rung.home : rung.parentElsewhere) : rung.stepAtHome;
    if (!chance.chance(known)) continue;
    school.book.add('school.carers', on, {
      carer_id: school.numbers.of(guardian, on),
      pupil_id: school.numbers.of(child, on),
      relationship: parent ? 'parent' : 'step-parent',
      responsibility: parent ? 'Y' : 'N',
    });
  }
}

function attendYear(
  town: Town,
  child: Person,
  roll: readonly OnRoll[],
  { year, status, household }: { year: number; status: Status; household: Household },
  { marks, line }: { marks: Marks; line: CsvLines['line'] },
): void {
  const { chance, ledger, school } = town;
  const age = year - schoolYear(child.born - 1);
  const here = roll.filter(
    ({ from, to }) => schoolYear(from) <= year && (to === null || schoolYear(to) >= year),
  );
  if (here.length === 0) return;
  suspend(town, child, here, { year, status, age });
  if (year < registersFrom || year >= schoolYear(extractDay)) return;
  const share = missedShare(town, status, household.poor, age);
  const number = school.numbers.of(child, day(`${year + 1}-01-10`));
  let [possible, missed] = [0, 0];
  for (const { term, sessions, end, next } of terms) {
    const spell = here.find((each) =>
      holdsOn({ from: each.from, to: each.to === null ? null : each.to + 1 }, day(`${year + next}-${end}`)),
    );
    if (!spell) continue;
    const out = Math.min(sessions, Math.round(sessions * share * (0.7 + 0.6 * chance.next())));
    const excused = Math.round(out * (share > 0.25 ? 0.35 : 0.72));
    possible += sessions;
    missed += out;
    marks.csv.push(
      line({
        pupil_id: number,
        urn: spell.urn,
        year: String(year),
        term,
        sessionspossible: String(sessions),
        sessionsauthorised: String(excused),
        sessionsunauthorised: String(out - excused),
        recorded_at: '',
      }),
    );
    marks.truth.push(`schools,school.attendance,${number}|${spell.urn}|${year}|${term},${child.id}\r\n`);
  }
  if (possible > 0) ledger.attendance.push({ child, year, possible, missed });
}

/** Share of sessions that a pupil misses in a year: 6.8 in 100 on average, half or more for 2.4 in 100 pupils. */
function missedShare({ chance, deal }: Town, status: Status, poor: boolean, age: number): number {
  const older = age >= 11 ? 1.3 : 0.78;
  const likely = Math.min(0.9, absent[status] * (status === 'none' ? older * (poor ? 1.75 : 0.8) : 1));
  const misses = status === 'none' ? chance.chance(likely) : deal(`absent: ${status}`, likely);
  if (!misses) return 0.0225 + 0.09 * (chance.next() - 0.4) * chance.next();
  if (chance.chance(0.135)) return 0.52 + 0.45 * chance.next();
  return 0.111 + 0.27 * chance.next() ** 3;
}

function suspend(
  { chance, dealFew, school, ledger, care, standings }: Town,
  child: Person,
  here: readonly OnRoll[],
  { year, status, age }: { year: number; status: Status; age: number },
): void {
  const scale = age >= 11 && age < 16 ? 1 : age >= 5 ? 0.12 : 0;
  const rate = suspended[status] * scale * (child.schooling?.need === 'none' ? 0.75 : 1.9);
  // Once suspended, three times on average.
  if (!chance.chance(Math.min(0.8, rate / 2.5))) return;
  const times = 1 + Math.floor(chance.wait(1.9));
  for (let i = 0; i < times; i++) {
    const on = day(`${year}-09-10`) + chance.int(0, 300);
    const spell = here.find((each) => holdsOn(each, on));
    if (!spell || on > extractDay || on < firstDay) continue;
    const permanent = age >= 9 && dealFew(`permanent, ${spanOf(day(`${year + 1}-03-31`))}`, 0.0124);
    ledger.suspensions.push({ child, on, permanent });
    school.book.add('school.exclusions', on, {
      exclusion_id: school.book.number('EXC'),
      pupil_id: school.numbers.of(child, on),
      urn: spell.urn,
      category: permanent ? 'PERM' : 'SUSP',
      reason: chance.pick(['PP', 'PA', 'VP', 'VA', 'BU', 'DA', 'DM', 'DB']),
      startdate: text(on),
      sessions: permanent ? '' : String(2 * chance.int(1, 5)),
    });
    const known = standings.find(({ household }) => household.children.includes(child));
    if (known && known.openUntil > on && chance.chance(0.3))
      care.event(child, on, 'school-exclusion', 'Suspended from school for some days');
  }
}

/** Share of children in need who do well at five and at eleven (England 2025). */
const inNeed = { EYFS: 0.396, KS2: 0.3 } as const;

/** Share of pupils who do well: at five 68.3, at eleven 63; a mean of 46.0 points at sixteen (England 2025). */
function results(
  { chance, dealFew, school, ledger }: Town,
  child: Person,
  roll: readonly OnRoll[],
  statuses: Statuses,
): void {
  const start = schoolYear(roll[0]?.from ?? 0) - (ageOn(child.born, roll[0]?.from ?? 0) - 4);
  for (const [stage, years, month] of [
    ['EYFS', 1, '06-26'],
    ['KS2', 7, '07-08'],
    ['KS4', 12, '06-20'],
  ] as const) {
    const on = day(`${start + years}-${month}`);
    const spell = roll.find((each) => holdsOn(each, on));
    if (!spell || on > extractDay || on < firstDay) continue;
    const status = statuses(child, start + years - 1);
    const poor = child.schooling?.freeMeals ?? false;
    const need = child.schooling?.need ?? 'none';
    const draw = Math.min(0.97, chance.next() * (need === 'plan' ? 3 : need === 'support' ? 1.35 : 0.88));
    const behind = (status === 'none' ? 1 : 1.5) * (poor ? 1.25 : 0.92);
    const score =
      stage === 'KS4'
        ? Math.round(
            10 *
              Math.max(
                0,
                (67.5 + 26 * (chance.next() - 0.5)) *
                  (1 - 0.62 * draw) *
                  (status === 'none' ? 1 : 0.45) *
                  (poor ? 0.8 : 1.06),
              ),
          ) / 10
        : Number(
            status === 'need'
              ? dealFew(`${stage}: need, ${spanOf(day(`${start + years}-03-31`))}`, inNeed[stage])
              : draw * behind < (stage === 'EYFS' ? 0.655 : 0.605),
          );
    ledger.results.push({ child, stage, on, score });
    school.book.add('school.results', on, {
      pupil_id: school.numbers.of(child, on),
      urn: spell.urn,
      stage,
      assessed_on: text(on),
      result: stage === 'KS4' ? score.toFixed(1) : score === 1 ? 'expected' : 'not-yet',
    });
  }
}
