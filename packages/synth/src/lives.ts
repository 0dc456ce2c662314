import { allocate } from './allocate.ts';
import type { Source } from './care.ts';
import { offend } from './courts.ts';
import { ageOn, birthday, type Day, extractDay, firstDay, workingDay } from './days.ts';
import { earlyHelp } from './early-help.ts';
import { longestPlan, refer } from './help.ts';
import { becomeHomeless, beginTreatment } from './housing.ts';
import type { Person } from './model.ts';
import { happen, type Trouble } from './occurrences.ts';
import { addPerson } from './people.ts';
import { intoCare } from './protection.ts';
import type { Random } from './random.ts';
import { dealt, dealtDays, type Kind, luckOf, others, type Path, paths, quota } from './schedule.ts';
import { childrenOn, come, endFor, pickStanding, type Standing, type Task, type Town } from './town.ts';

/** Years of 365¼ days over which lives are lived. */
const years = 18;

/** Share of referrals within twelve months of the child’s last one (22.6%), and of plans that are not the first (24.5%). */
const again = { referral: 0.285, plan: 0.252 } as const;

/** How many children of a family a referral is about. */
const sizes = [
  [1, 58],
  [2, 26],
  [3, 12],
  [4, 4],
] as const;

const alone: ReadonlySet<Kind> = new Set([
  'long-plan',
  'care-at-home',
  'late-care',
  'home-care',
  'disability',
  'asylum',
  'occurrence',
  'first-offence',
  'homeless',
  'treatment',
]);

/** Lives a small area’s eighteen years, `children` being its usual number of children. */
export function live(town: Town, children: number): void {
  for (let year = 0; year < years; year++)
    for (const task of tasksOf(town, year, children)) {
      if (task.on > extractDay) continue;
      if (task.kind in paths) referTask(town, task, task.kind as Path);
      else other[task.kind as keyof typeof others](town, task);
    }
}

function tasksOf(
  { making: { geography }, area, seed, chance }: Town,
  year: number,
  children: number,
): Task[] {
  const tasks: Task[] = [];
  const start = firstDay + Math.round(year * 365.25);
  for (const kind of [...Object.keys(paths), ...Object.keys(others)] as Kind[]) {
    const { first, count } = quota(geography, area, { kind, year, seed, children });
    for (let done = 0; done < count; ) {
      const size = alone.has(kind) ? 1 : Math.min(count - done, chance.weighted(sizes));
      const on = start + Math.floor(luckOf(seed, kind, first + done)('day') * 365);
      tasks.push({ kind, on, size, index: first + done });
      done += size;
    }
  }
  return tasks.sort((a, b) => a.on - b.on);
}

/** Who told children’s services: police 28.3, schools 20.6 and health 15.2 in a hundred (England 2025). */
export const sources: readonly (readonly [Source, number])[] = [
  ['6', 28.3],
  ['2A', 20.6],
  ['3A', 3],
  ['3B', 3.5],
  ['3D', 3.4],
  ['3E', 4.8],
  ['1A', 9],
  ['1C', 2.5],
  ['4', 1.8],
  ['5B', 17],
  ['9', 5.6],
];

/** Who told of a child's disability. */
const sourcesOfDisability: readonly (readonly [Source, number])[] = [
  ['1A', 1],
  ['3B', 1],
  ['3D', 1],
  ['2A', 1],
];

const planning: ReadonlySet<Path> = new Set(['plan', 'long-plan', 'plan-care']);

const closed = ({ openUntil }: Standing, on: Day): boolean => openUntil < on;

/** Children of a family who could be referred on a day, by what else is asked of them. */
function candidates(standing: Standing, on: Day, path: Path, repeat: boolean): Person[] {
  const { household } = standing;
  const here = childrenOn(household, on);
  const over = on + (longest[path] ?? 0);
  if (household.here.to !== null && household.here.to < over) return [];
  if (path === 'long-plan')
    return here.filter((child) => endFor(child, over) === over && standing.planned.has(child) === repeat);
  if (path === 'care-at-home') return here.filter((child) => endFor(child, over) === over);
  if (path === 'home-care')
    return here.filter((child) => ageOn(child.born, on) >= 11 && endFor(child, over) === over);
  if (path === 'late-care')
    return here.filter((child) => ageOn(child.born, on) >= 16 && on < birthday(child.born, 17));
  if (planning.has(path)) return here.filter((child) => standing.planned.has(child) === repeat);
  if (path === 'disability')
    return here.filter((child) => child.schooling?.need === 'plan' && on - child.born > 500);
  const last = standing.referrals.findLast(({ on: before }) => before > on - 360);
  if (repeat) return last ? here.filter((child) => last.children.includes(child)) : [];
  return last ? [] : here;
}

/** Days by which an age may differ from the wanted one: the first that any family has. */
const near = [400, 900, 7000] as const;

/** How old a child is to be of whom a referral is, in days: care begins early or late, all else at any age. */
function wantedAge(path: Path, share: number): number {
  if (path === 'home-care') return (11 + 4.1 * share) * 365.25;
  return path === 'care' || path === 'plan-care' ? dealtDays(careAges, share) : share * grown;
}

/** Days of which a family must stay for what is scheduled apart to be seen through. */
const longest: Readonly<Partial<Record<Path, number>>> = {
  'long-plan': longestPlan,
  'care-at-home': 950,
  'late-care': 730,
  'home-care': 1030,
};

/** Ages under which help may begin, in days: 17½ years. */
const grown = 17.5 * 365.25;

/** Ages on the day that care begins, without those of children who seek asylum (England 2025, in hundredths). */
const careAges = [
  [1, 365, 21],
  [366, 1826, 17],
  [1827, 3652, 18],
  [3653, 5843, 35],
  [5844, 6391, 5],
] as const;

/** How much likelier than others a child is to be referred, by what it needs at school. */
const referred = { none: 1, support: 2.9, plan: 0.7 } as const;
const weightFor = ({ schooling }: Person): number => referred[schooling?.need ?? 'none'];

function referTask(town: Town, task: Task, path: Path): void {
  const { on, size, kind, index } = task;
  const { chance, seed } = town;
  const luck = (i: number) => luckOf(seed, kind, index + i);
  const own = luck(0);
  const repeat = path !== 'disability' && own('repeat') < (planning.has(path) ? again.plan : again.referral);
  const born = on - wantedAge(path, own('age'));
  const found = firstOf(town, { on, path, size, repeat, born });
  const standing = found?.standing ?? anyFitting(town, on, size);
  if (!standing) {
    // No family has so many children free: half of them, and the others in another family.
    if (size === 1) return;
    const half = Math.floor(size / 2);
    referTask(town, { ...task, size: half }, path);
    referTask(town, { ...task, size: size - half, index: index + half }, path);
    return;
  }
  const fitting = candidates(standing, on, path, repeat);
  const from = fitting.length >= size ? fitting : childrenOn(standing.household, on);
  const chosen = found
    ? [
        found.child,
        ...some(
          from.filter((each) => each !== found.child),
          size - 1,
          chance,
        ),
      ]
    : some(from, size, chance);
  const source =
    path === 'disability' ? dealt(sourcesOfDisability, own('source')) : dealt(sources, own('source'));
  if (source === '6') happen(town, standing, on, troubleToldOf(chance));
  const heard = workingDay(on + chance.int(0, 3));
  if (heard > extractDay) return;
  for (const child of chosen) town.care.contact(child, heard, source, 'referral');
  refer(town, standing, chosen, heard, { source, path, luck });
}

/** How likely a family is to be referred: the few with the hardest days are, again and again. */
const strainOf = ({ household: { strain, poor } }: Standing): number => strain ** 1.4 * (poor ? 2.1 : 1);

/** The child of whom a referral is, and its family: one born about a day, the more strained its family the likelier. */
function firstOf(
  town: Town,
  { on, path, size, repeat, born }: { on: Day; path: Path; size: number; repeat: boolean; born: Day },
): { standing: Standing; child: Person } | undefined {
  const free = town.standings
    .filter((standing) => closed(standing, on))
    .map((standing) => ({ standing, children: candidates(standing, on, path, repeat) }))
    .filter(({ children }) => children.length >= size)
    .flatMap(({ standing, children }) => children.map((child) => ({ standing, child })));
  for (const within of near) {
    const fitting = free.filter(({ child }) => Math.abs(child.born - born) <= within);
    if (fitting.length > 0)
      return town.chance.weighted(
        fitting.map((each) => [each, strainOf(each.standing) * weightFor(each.child)] as const),
      );
  }
  return undefined;
}

/** For want of a better one, a family with enough children and nothing open. */
const anyFitting = (town: Town, on: Day, size: number): Standing | undefined =>
  pickStanding(town, (standing) => closed(standing, on) && childrenOn(standing.household, on).length >= size);

/** So many of the children, those with special needs the likelier. */
function some(list: readonly Person[], count: number, chance: Random): Person[] {
  const left = [...list];
  const chosen: Person[] = [];
  while (chosen.length < count && left.length > 0) {
    const child = chance.weighted(left.map((each) => [each, weightFor(each)] as const));
    chosen.push(child);
    left.splice(left.indexOf(child), 1);
  }
  return chosen;
}

const troubleToldOf = (chance: Random): Trouble =>
  chance.weighted<Trouble>([
    ['violence-at-home', 62],
    ['gone-missing', 8],
    ['fight', 10],
    ['drugs', 6],
    ['nuisance', 6],
    ['theft', 8],
  ]);

const other: Record<keyof typeof others, (town: Town, task: Task) => void> = {
  contact(town, { on, size }) {
    const { chance, care } = town;
    const standing = pickStanding(town, ({ household }) => childrenOn(household, on).length >= size);
    if (!standing) return;
    const source = chance.weighted(sources);
    if (source === '6') happen(town, standing, on, troubleToldOf(chance));
    const heard = workingDay(on + chance.int(0, 3));
    if (heard > extractDay) return;
    const outcome = !closed(standing, heard) ? 'existing' : chance.chance(0.75) ? 'nfa' : 'advice';
    for (const child of some(childrenOn(standing.household, on), size, chance))
      care.contact(child, heard, source, outcome);
  },
  'early-help'(town, { on, size }) {
    const { chance, care } = town;
    const standing = pickStanding(
      town,
      (each) => closed(each, on) && each.helpUntil < on && childrenOn(each.household, on).length >= size,
    );
    if (!standing) return;
    const source = chance.weighted(sources);
    const chosen = some(childrenOn(standing.household, on), size, chance);
    for (const child of chosen) care.contact(child, workingDay(on), source, 'early-help');
    earlyHelp(town, standing, chosen, workingDay(on));
  },
  occurrence(town, { on }) {
    const standing = pickStanding(town, ({ household }) => inAshmere(household.here, on));
    if (standing) happen(town, standing, on, null);
  },
  'first-offence': offend,
  homeless: becomeHomeless,
  treatment: beginTreatment,
  asylum: seekAsylum,
};

const inAshmere = (here: Standing['household']['here'], on: Day): boolean =>
  here.from <= on && (here.to === null || on < here.to);

/** A child who came alone and asks for asylum: sixteen or so, in care until grown. */
function seekAsylum(town: Town, { on, kind, index }: Task): void {
  const { making, chance, care, workforce } = town;
  const from = workingDay(on);
  const luck = luckOf(town.seed, kind, index);
  const born = from - Math.round((14.9 + luck('age') * 2.7) * 365.25);
  if (from > extractDay) return;
  const male = chance.chance(0.94);
  const given = male
    ? chance.pick([
        'Ahmad',
        'Idris',
        'Samuel',
        'Yonas',
        'Farhad',
        'Rebin',
        'Omid',
        'Mustafa',
        'Abdulrahman',
        'Hoshyar',
      ])
    : chance.pick(['Selam', 'Rahwa', 'Huda', 'Linh', 'Feven']);
  const surname = chance.pick([
    'Ahmadzai',
    'Tesfay',
    'Adam',
    'Rasul',
    'Nguyen',
    'Haile',
    'Stanekzai',
    'Karim',
    'Ibrahim',
    'Zaki',
  ]);
  const child = addPerson(making, {
    sex: male ? 'male' : 'female',
    given,
    surname,
    born,
    culture: 'somali',
    ethnicity: chance.pick(['OOTH', 'BAFR', 'AOTH']),
  });
  const adult = birthday(born, 18);
  const worker = workforce.onDuty('Social worker', from, chance);
  const spell = { from, to: come(adult) };
  const told = { need: 'N8', source: '5B', close: 'RC7', nfa: false, worker } as const;
  care.contact(child, from, '5B', 'referral');
  const referral = care.referral(child, spell, told);
  intoCare(town, child, { from, to: adult }, { referral, need: 'N8', asylum: true, always: null }, luck);
  for (const [job, role] of [
    ['Social worker', 'Allocated social worker'],
    ['Independent reviewing officer', 'Independent reviewing officer'],
  ] as const)
    allocate(town, [child], spell, { job, role, referral: () => referral });
}

/** Whether somebody is of school age on a day. */
export const atSchool = ({ born }: Person, on: Day): boolean => ageOn(born, on) >= 5 && ageOn(born, on) < 16;
