import { nameWhoIsAllocated } from './allocations.ts';
import { type Desk, openDesk } from './book.ts';
import { type CareDesk, careDesk } from './care.ts';
import { meetRelatives, writeCarePeople } from './care-people.ts';
import { extractDay } from './days.ts';
import type { Geography, SmallArea } from './geography.ts';
import { arrive, expectChildren, growUp } from './health.ts';
import { type Before, type Household, makeHousehold } from './households.ts';
import { fallBehind } from './housing.ts';
import { identifiers } from './identifiers.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { live } from './lives.ts';
import { emptyWorld, type World } from './model.ts';
import { type Holder, habits, type Noise } from './noise.ts';
import { writePartnerPeople } from './partner-people.ts';
import type { Making } from './people.ts';
import { type PoliceDesk, policeDesk } from './police.ts';
import { random } from './random.ts';
import { attendSchool, giveSchooling, type Marks, statusesOf } from './schooling.ts';
import { endWithDeath } from './settle.ts';
import { tellElsewhere } from './stories/elsewhere.ts';
import { harts } from './stories/harts.ts';
import { hartsElsewhere } from './stories/harts-elsewhere.ts';
import { okafors } from './stories/okafors.ts';
import { okaforsElsewhere } from './stories/okafors-elsewhere.ts';
import { pells } from './stories/pells.ts';
import { pellsElsewhere } from './stories/pells-elsewhere.ts';
import { tell } from './story.ts';
import { noteLife, speak } from './telling.ts';
import { dealer, newStanding, type Town } from './town.ts';
import { makeWorkforce, workersNamed, writeProfessionals } from './workers.ts';

/** Children that a small area usually has. */
export const usualChildren = 300;

/** Small areas that share a set of workers. */
const areasInDistrict = 20;

/** The agencies of Ashmere, in the order in which their files are listed. */
export const agencies = [
  {
    key: 'care',
    agency: 'social-care',
    name: 'Ashmere Children’s Services',
    type: 'social-care',
    letter: 'C',
  },
  { key: 'police', agency: 'police', name: 'Ashmere Police', type: 'police', letter: 'N' },
  { key: 'school', agency: 'schools', name: 'Ashmere’s schools', type: 'school', letter: 'P' },
  {
    key: 'health',
    agency: 'community-health',
    name: 'Ashmere Community Child Health',
    type: 'health',
    letter: 'H',
  },
  { key: 'ae', agency: 'hospital', name: 'Ashmere General Hospital', type: 'health', letter: 'A' },
  { key: 'camhs', agency: 'camhs', name: 'Ashmere Children’s Mental Health', type: 'health', letter: 'M' },
  { key: 'yj', agency: 'youth-justice', name: 'Ashmere Youth Justice', type: 'youth-justice', letter: 'Y' },
  { key: 'housing', agency: 'housing', name: 'Ashmere Housing', type: 'housing', letter: 'R' },
  { key: 'treatment', agency: 'recovery', name: 'Ashmere Recovery Service', type: 'treatment', letter: 'D' },
  { key: 'eh', agency: 'early-help', name: 'Ashmere Early Help', type: 'other', letter: 'E' },
  { key: 'other', agency: 'other-authorities', name: 'Other authorities', type: 'other', letter: 'O' },
] as const satisfies readonly { key: Holder; agency: string; name: string; type: string; letter: string }[];

/** A part of Ashmere that is made by itself: the written families (number 0), or one small area. */
export type Unit = {
  number: number;
  seed: string;
  noise: Noise;
  world: World;
  households: Household[];
  ledger: Ledger;
  desks: readonly Desk[];
  care: CareDesk;
  police: PoliceDesk;
  marks: Marks;
};

export type UnitOptions = { seed: string; noise: Noise; geography: Geography; families?: number };

/** The district whose workers serve a small area. */
export const districtOf = (area: number): number => (area === 0 ? 0 : Math.ceil(area / areasInDistrict));

/** Everybody who worked in a district; the written families’ are in district 0. */
export const workforceOf = (seed: string, district: number) =>
  makeWorkforce(
    district === 0
      ? random(`ashmere/${seed}`).fork('workforce')
      : random(`ashmere/${seed}/workforce/${district}`),
    district === 0 ? '' : String(district).padStart(3, '0'),
  );

const nowhere: SmallArea = { number: 0, code: '', ward: '', decile: 5, column: 0, row: 0 };

/** Opens a part of Ashmere with nobody in it. */
function openTown(number: number, { seed, noise, geography }: UnitOptions): Town {
  const area = geography.areas[number - 1] ?? nowhere;
  const chance = random(number === 0 ? `ashmere/${seed}` : `ashmere/${seed}/area/${number}`);
  const ledger = openLedger();
  const desks = new Map<Holder, Desk>(
    agencies.map(({ key, agency, letter }) => [
      key,
      openDesk(agency, letter, habits[key].heldTwice, chance.fork(key), number),
    ]),
  );
  const desk = (key: Holder): Desk => {
    const found = desks.get(key);
    if (!found) throw new RangeError(`No agency is called ${key}.`);
    return found;
  };
  return {
    area,
    seed: `ashmere/${seed}`,
    noise,
    chance: chance.fork('lives'),
    ledger,
    making: {
      world: emptyWorld(),
      geography,
      home: area,
      identifiers: identifiers(number, geography.areas.length),
      chance: chance.fork(number === 0 ? 'stories' : 'people'),
    },
    workforce: workforceOf(seed, districtOf(number)),
    care: careDesk(desk('care'), ledger),
    police: policeDesk(desk('police')),
    school: desk('school'),
    health: desk('health'),
    ae: desk('ae'),
    camhs: desk('camhs'),
    yj: desk('yj'),
    housing: desk('housing'),
    treatment: desk('treatment'),
    eh: desk('eh'),
    other: desk('other'),
    standings: [],
    ...dealer(chance.fork('deal'), { seed: `ashmere/${seed}`, area: number }),
  };
}

const stories = [
  { story: harts, elsewhere: hartsElsewhere },
  { story: okafors, elsewhere: okaforsElsewhere },
  { story: pells, elsewhere: pellsElsewhere },
] as const;

/** The written families’ part. */
export function tellStories(options: UnitOptions): Unit {
  const town = openTown(0, options);
  const told = stories.map(({ story, elsewhere }) => ({ elsewhere, people: tell(story, town) }));
  for (const { elsewhere, people } of told) tellElsewhere(elsewhere, people, town);
  return finish(town, [], { csv: [], truth: [] });
}

/** One small area’s people and their eighteen years. */
export function simulate(number: number, options: UnitOptions): Unit {
  const town = openTown(number, options);
  const { making, ledger } = town;
  const households = makeHouseholds(making, options.families);
  const own = making.chance.fork('schooling');
  for (const household of households) {
    giveSchooling(household, own);
    if (household.children.some(({ schooling }) => schooling?.need === 'support')) household.strain *= 1.5;
  }
  town.standings = households.map(newStanding);
  const share = options.families === undefined ? 1 : Math.min(1, options.families / 300);
  live(town, usualChildren * share);
  expectChildren(town, making.world.pregnancies);
  for (const standing of town.standings) {
    fallBehind(town, standing);
    growUp(town, standing.household);
    arrive(town, standing.household);
    noteLife(town, standing);
    speak(town, standing);
  }
  const marks = attendSchool(town, households, statusesOf(ledger));
  return finish(town, households, marks);
}

/** Families until the small area has its usual number of children, or so many families. */
function makeHouseholds(making: Making, families: number | undefined): Household[] {
  const households: Household[] = [];
  const { chance, world, home } = making;
  const enough = () =>
    families === undefined
      ? households.reduce((sum, household) => sum + childrenNow(household), 0) >= usualChildren
      : households.length >= families;
  for (let i = 0; !enough(); i++) {
    const own: Making = { ...making, chance: chance.fork(`family ${i}`) };
    const before = beforeOf(households.at(-1));
    const from = before?.household.partnerships[0]?.to ?? null;
    const again =
      before &&
      from !== null &&
      from < extractDay - 2000 &&
      before.father.died === null &&
      own.chance.chance(0.3)
        ? { ...before, from: from + own.chance.int(60, 500) }
        : null;
    households.push(
      makeHousehold(own, `F${String(home.number).padStart(4, '0')}-${String(i + 1).padStart(3, '0')}`, {
        brother: i % 50 === 9 && !again ? before : null,
        again,
      }),
    );
  }
  endWithDeath(world);
  return households;
}

const childrenNow = ({ children, here }: Household): number =>
  here.to !== null
    ? 0
    : children.filter(({ born, died }) => died === null && extractDay - born < 18 * 365.25).length;

/** The family made just before, where its first child has a father who could have a brother or a second family. */
function beforeOf(household: Household | undefined): Before | null {
  const father = household?.partnerships[0]?.partner;
  const child = household?.children[0];
  return household && father && child && father.sex === 'male' && household.head.sex === 'female'
    ? { household, father, child }
    : null;
}

function finish(town: Town, households: Household[], marks: Marks): Unit {
  const { making, care, police, noise, ledger, area } = town;
  const chance = random(area.number === 0 ? town.seed : `${town.seed}/area/${area.number}`);
  endWithDeath(making.world);
  nameWhoIsAllocated(care);
  meetRelatives(care, households, chance.fork('relatives'));
  writeCarePeople(care, making.world, noise, chance.fork('care people'));
  writePartnerPeople(town, chance.fork('nominals'));
  if (area.number === 0) writeProfessionals(care.book, town.workforce, workersNamed(care.book));
  const desks = agencies.map(({ key }): Desk => town[key]);
  return {
    number: area.number,
    seed: town.seed,
    noise,
    world: making.world,
    households,
    ledger,
    desks,
    care,
    police,
    marks,
  };
}
