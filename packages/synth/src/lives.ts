import type { EventType, Source } from './care.ts';
import { ageOn, birthday, type Day, day, extractDay, firstDay, iso, workingDay } from './days.ts';
import { type Ceiling, childrenOn, earlyHelp, enquireOnly, refer, type Services, turnAway } from './help.ts';
import type { Household, Level } from './households.ts';
import { aliveOn, type Person } from './model.ts';
import type { Offence, Outcome, Part, PoliceDesk } from './police.ts';

export type Town = Services & {
  police: PoliceDesk;
  /** Somebody outside the family whom the police also meet: a neighbour, a shopkeeper, a stranger. */
  stranger(on: Day): Person;
};

/** Hard days a year, by the most that was ever done around a family. */
const pace: Readonly<Record<Level, number>> = {
  police: 0.35,
  contact: 0.22,
  'early-help': 0.4,
  need: 0.75,
  protection: 1.2,
  care: 1.4,
};

type Trouble =
  | 'violence-at-home'
  | 'nuisance'
  | 'theft'
  | 'damage'
  | 'drugs'
  | 'fight'
  | 'neighbours'
  | 'gone-missing'
  | 'school-worries'
  | 'health-worries'
  | 'money-or-home'
  | 'asks-for-help';

const troubles: readonly (readonly [Trouble, number])[] = [
  ['violence-at-home', 20],
  ['nuisance', 8],
  ['theft', 6],
  ['damage', 4],
  ['drugs', 4],
  ['fight', 6],
  ['neighbours', 4],
  ['gone-missing', 4],
  ['school-worries', 18],
  ['health-worries', 14],
  ['money-or-home', 7],
  ['asks-for-help', 5],
];

const adultsOn = (household: Household, on: Day): Person[] =>
  [
    household.head,
    ...household.partnerships
      .filter((each) => each.from <= on && (each.to === null || on < each.to))
      .map((each) => each.partner),
  ].filter((person) => aliveOn(person, on) && ageOn(person.born, on) >= 16);

/** Children at home on a day, old enough to be written down as present. */
const atHome = (household: Household, on: Day): Person[] =>
  household.children.filter((child) => aliveOn(child, on) && on < birthday(child.born, 18));

/** Tells the police of a trouble that is theirs. Returns the people named, or nothing when it is not for them. */
function toPolice(town: Town, household: Household, trouble: Trouble, on: Day): boolean {
  const { police, chance } = town;
  const adults = adultsOn(household, on);
  const [first, second] = adults;
  const young = household.children.filter((child) => aliveOn(child, on) && ageOn(child.born, on) >= 11);
  const ending = (): Outcome =>
    chance.weighted<Outcome>([
      ['no-further-action', 50],
      ['words-of-advice', 14],
      ['arrest', 12],
      ['caution', 9],
      ['charged', 12],
      ['', 3],
    ]);
  const tell = (type: Offence, parts: Part[], to: Day | null = on): boolean => {
    police.occurrence(on, to, type, parts);
    return true;
  };
  const suspect = (person: Person): Part => ({ person, role: 'suspect', outcome: ending() });
  const doer = young.length > 0 && chance.chance(0.6) ? chance.pick(young) : first;
  switch (trouble) {
    case 'violence-at-home': {
      const former = household.partnerships.filter(
        (each) => each.to !== null && each.to <= on && aliveOn(each.partner, on),
      );
      const other = second ?? former.at(-1)?.partner;
      if (!first || !other) return false;
      const [victim, does] =
        (first.sex === 'female') === chance.chance(0.82) ? [first, other] : [other, first];
      const present = atHome(household, on).filter(() => chance.chance(0.75));
      return tell('domestic-abuse', [
        { person: victim, role: 'victim' },
        suspect(does),
        ...present.map((person): Part => ({ person, role: 'child-present' })),
      ]);
    }
    case 'nuisance':
      if (!doer) return false;
      return chance.chance(0.7)
        ? tell('anti-social-behaviour', [suspect(doer)])
        : tell('anti-social-behaviour', [suspect(doer), { person: town.stranger(on), role: 'witness' }]);
    case 'theft':
      if (!doer) return false;
      return chance.chance(0.6)
        ? tell('theft', [suspect(doer), { person: town.stranger(on), role: 'victim' }])
        : tell('theft', [{ person: doer, role: 'victim' }]);
    case 'damage':
      if (!doer) return false;
      return chance.chance(0.5)
        ? tell('criminal-damage', [suspect(doer)])
        : tell('criminal-damage', [{ person: doer, role: 'victim' }, suspect(town.stranger(on))]);
    case 'drugs':
      return doer && ageOn(doer.born, on) >= 13 ? tell('drugs', [suspect(doer)]) : false;
    case 'fight':
      if (!doer) return false;
      return chance.chance(0.5)
        ? tell('violence', [suspect(doer), { person: town.stranger(on), role: 'victim' }])
        : tell('violence', [{ person: doer, role: 'victim' }, suspect(town.stranger(on))]);
    case 'neighbours':
      if (!first) return false;
      return chance.chance(0.5)
        ? tell('neighbour-dispute', [suspect(first), { person: town.stranger(on), role: 'victim' }])
        : tell('neighbour-dispute', [{ person: first, role: 'victim' }, suspect(town.stranger(on))]);
    case 'gone-missing': {
      const gone = young.filter((child) => ageOn(child.born, on) < 18);
      if (gone.length === 0) return false;
      const back = Math.min(extractDay, on + chance.int(0, 3));
      return tell('missing-person', [{ person: chance.pick(gone), role: 'victim' }], back);
    }
    default:
      return false;
  }
}

const sources: Readonly<
  Record<'school-worries' | 'health-worries' | 'money-or-home' | 'asks-for-help', readonly Source[]>
> = {
  'school-worries': ['2A'],
  'health-worries': ['3A', '3B', '3B', '3D', '3E'],
  'money-or-home': ['4', '5B'],
  'asks-for-help': ['1A', '1A', '1C', '9'],
};

/** Until when early help and a referral are open around a family, and all the spells in which it was helped. */
type Open = { earlyHelp: Day; referral: Day; helped: { from: Day; to: Day }[] };

/** Lives a family's eighteen years: hard days, who hears of them, what is done, and the better days. */
export function live(town: Town, household: Household): void {
  const { chance, care } = town;
  const { level, here, head } = household;
  const firstChild = household.children[0]?.born ?? firstDay;
  const from = Math.max(firstDay, here.from, firstChild - 60);
  const to = Math.min(here.to ?? extractDay, head.died ?? extractDay, extractDay);
  const days: Day[] = [];
  for (let at = from + chance.wait(365 / pace[level]); at < to; at += chance.wait(365 / pace[level])) {
    const hour = Math.floor(at);
    if (childrenOn(household, hour).length > 0 || chance.chance(0.4)) days.push(hour);
  }
  const main = mainDay(
    household,
    from,
    to,
    chance.next() ** (level === 'protection' || level === 'care' ? 0.3 : 0.6),
  );
  if (main !== null) days.push(main);
  days.sort((a, b) => a - b);

  const open: Open = { earlyHelp: 0, referral: 0, helped: [] };
  let done = false;
  for (const on of days) {
    const isMain = on === main && !done;
    if (isMain) done = true;
    hardDay(town, household, on, isMain, open);
    const until = Math.min(to, Math.max(open.earlyHelp, open.referral));
    if (until > on + 21) open.helped.push({ from: on + 14, to: until });
  }
  betterDays(town, household, open.helped);
  spoken(town, household, open.helped);
  const everybody = [head, ...household.partnerships.map((each) => each.partner), ...household.children];
  if (everybody.some((person) => care.numbers.has(person) || town.police.numbers.has(person))) return;
  if (level === 'police') town.police.occurrence(to - 300, null, 'theft', [{ person: head, role: 'victim' }]);
  else sayOnce(town, household, from, to);
}

/** The day on which the most is done around a family, `share` of the way through the days on which a child is young enough. */
function mainDay({ level, children }: Household, from: Day, to: Day, share: number): Day | null {
  if (level === 'police') return null;
  const last = Math.max(...children.map((child) => birthday(child.born, 16)));
  const first = Math.max(from, Math.min(...children.map((child) => child.born)) + 10);
  const until = Math.min(to - 60, last);
  return first < until ? Math.floor(first + share * (until - first)) : null;
}

/** For a family of which nobody happened to speak: one contact, with no further action. */
function sayOnce(town: Town, household: Household, from: Day, to: Day): void {
  for (let on = to - 30; on > from; on -= 400) {
    const [child] = childrenOn(household, on);
    if (!child) continue;
    town.care.contact(child, on, '2A', 'nfa');
    return;
  }
}

function hardDay(town: Town, household: Household, on: Day, isMain: boolean, open: Open): void {
  const { chance, care } = town;
  const { level } = household;
  const trouble = chance.weighted(troubles);
  const policeCame = toPolice(town, household, trouble, on);
  if (level === 'police') return;
  const children = childrenOn(household, on);
  if (children.length === 0) return;
  const told = policeCame
    ? '6'
    : trouble in sources
      ? chance.pick(sources[trouble as keyof typeof sources])
      : null;
  if (!isMain && (told === null || (policeCame && chance.chance(0.45)))) return;
  const source: Source = told ?? '2A';
  const about = policeCame || chance.chance(0.5) ? children : children.slice(0, 1);
  const heard = workingDay(on + chance.int(0, 3));
  if (heard > extractDay || childrenOn(household, heard).length === 0) return;
  const say = (outcome: 'nfa' | 'advice' | 'referral' | 'existing' | 'early-help') => {
    for (const child of about) care.contact(child, heard, source, outcome);
  };
  if (open.referral >= heard) {
    say('existing');
    return;
  }

  const helped = level !== 'contact';
  const social = level === 'need' || level === 'protection' || level === 'care';
  if (isMain && social) {
    say('referral');
    open.referral = refer(town, household, heard, source, level as Ceiling);
  } else if (isMain && helped) {
    say('early-help');
    open.earlyHelp = earlyHelp(town, household, heard);
  } else if (social && chance.chance(0.3)) {
    say('referral');
    const serious = level !== 'need' && chance.chance(0.3);
    const ceiling: Ceiling = chance.chance(0.31) ? 'assessment' : serious ? 'protection' : 'need';
    open.referral = chance.chance(0.065)
      ? turnAway(town, household, heard, source)
      : chance.chance(0.2)
        ? enquireOnly(town, household, heard, source)
        : refer(town, household, heard, source, ceiling);
  } else if (helped && open.earlyHelp < heard && chance.chance(0.3)) {
    say('early-help');
    open.earlyHelp = earlyHelp(town, household, heard);
  } else say(chance.chance(0.75) ? 'nfa' : 'advice');
  if (helped && trouble === 'school-worries') noteSchool(town, household, heard);
  if (helped && trouble === 'money-or-home')
    care.event(
      household.head,
      heard,
      chance.pick(['rent-arrears', 'debt'] as const),
      'Letter from the landlord shown at a visit',
    );
}

function noteSchool({ care, chance }: Town, household: Household, on: Day): void {
  const pupils = childrenOn(household, on).filter((child) => ageOn(child.born, on) >= 5);
  if (pupils.length === 0) return;
  const excluded = chance.chance(0.3);
  care.event(
    chance.pick(pupils),
    on,
    excluded ? 'school-exclusion' : 'poor-attendance',
    excluded ? 'Suspended from school for some days' : 'In school less than nine days in ten this term',
  );
}

/** Who on a day could have a piece of good news or a wish, given what else is true of the family. */
type Fits = (person: Person, on: Day, town: Town, household: Household) => boolean;

const pupil: Fits = ({ born }, on) => ageOn(born, on) >= 5 && ageOn(born, on) < 16;
const grown: Fits = ({ born }, on) => ageOn(born, on) >= 18;

const young: Fits = ({ born }, on) => ageOn(born, on) < 18;
const hasBrother: Fits = (person, on, _, { children }) =>
  children.includes(person) &&
  children.some((child) => child !== person && child.sex === 'male' && aliveOn(child, on));

/** No occurrence names anybody of the family in the year up to the day. */
const quietYear: Fits = (_, on, { police }, { head, partnerships, children, kin }) => {
  const family = new Set(
    [head, ...partnerships.map(({ partner }) => partner), ...children, ...kin].map(({ id }) => id),
  );
  const numbers = new Set(
    police.numbers.all().flatMap((held) => (family.has(held.person.id) ? held.numbers : [])),
  );
  return !(police.book.rows.get('police.occurrences') ?? []).some(
    (row) =>
      numbers.has(row.nominal_id ?? '') &&
      (row.occurred_from ?? '') <= iso(on) &&
      (row.occurred_to || row.occurred_from || '') >= iso(on - 365),
  );
};

const goodNews: readonly (readonly [words: string, fits: Fits])[] = [
  ['Came to every session this term', (person, on) => ageOn(person.born, on) >= 5],
  ['Full week in school, the first for a long time', pupil],
  ['New tenancy signed', grown],
  ['Started a part-time job', (person, on) => ageOn(person.born, on) >= 16],
  ['Home is warm and dry after the repairs', () => true],
  ['Passed the driving theory test', (person, on) => ageOn(person.born, on) >= 17],
  [
    'Grandmother has the children on Saturdays',
    (_, on, __, { kin }) => kin.some((grandmother) => aliveOn(grandmother, on)),
  ],
  ['Joined the football team and stayed', pupil],
  ['A year without a call to the police', quietYear],
  ['Finished the parenting course and wants to help run the next', grown],
];

/** What happened in a family's life, where a worker was there to note it: births, deaths, moves, and good news. */
function betterDays(town: Town, household: Household, helped: readonly { from: Day; to: Day }[]): void {
  const { care, chance } = town;
  const noted = new Set<string>();
  const note = (person: Person, on: Day, type: EventType, words: string) => {
    const once = `${person.id} ${on} ${type}`;
    if (noted.has(once) || !helped.some(({ from, to }) => from <= on && on <= to) || !chance.chance(0.8))
      return;
    noted.add(once);
    care.event(person, on, type, words);
  };
  for (const child of household.children.slice(1)) note(child, child.born, 'family-event', 'A baby born');
  for (const lost of household.kin)
    if (lost.died !== null) note(household.head, lost.died, 'bereavement', 'Lost a parent');
  for (const stay of household.head.stays)
    note(
      household.head,
      stay.from,
      'house-move',
      stay.place ? 'Moved home' : 'Left home with nowhere settled to go',
    );
  for (const { from, to } of helped.slice(-3)) {
    const on = chance.int(from, to);
    const whose = chance.pick([household.head, ...atHome(household, on)]);
    const [words] = chance.pick(goodNews.filter(([, fits]) => fits(whose, on, town, household)));
    note(whose, on, 'good-news', words);
  }
}

const sayings: readonly (readonly [words: string, fits: Fits])[] = [
  ['I have told my story to so many people.', () => true],
  ['Text me, I do not pick up to numbers I do not know.', () => true],
  ['I want my own room.', young],
  ['We are all right now. I would say so if we were not.', () => true],
  ['Come when you said you would come.', () => true],
  ['The group helped more than I thought it would.', () => true],
  ['I miss my old school.', pupil],
  ['Mornings are the hard part.', () => true],
  ['I want to see my brother more often.', hasBrother],
  ['Nobody explained what the meeting was for.', () => true],
  ['I like it when we cook together.', () => true],
  ['I would rather talk in the car.', () => true],
];

/** What people told a worker in the last spells in which they were helped. */
function spoken(town: Town, household: Household, helped: readonly { from: Day; to: Day }[]): void {
  const { care, chance } = town;
  for (const { from, to } of helped.slice(-2)) {
    if (from < day('2014-01-01') || !chance.chance(0.5)) continue;
    const on = chance.int(from, to);
    const people = [household.head, ...atHome(household, on).filter((child) => ageOn(child.born, on) >= 6)];
    const speaker = chance.pick(people);
    const [words] = chance.pick(sayings.filter(([, fits]) => fits(speaker, on, town, household)));
    care.statement(speaker, on, {
      to: chance.pick(['Social worker', 'Family support worker', 'Teacher', 'Youth worker']),
      kind: 'said',
      words,
      audience: chance.pick(['speaker-and-lead', 'team', 'team', 'family-and-team']),
      done: chance.chance(0.5)
        ? chance.pick(['Same worker from now on', 'Visits moved to after school', 'Told the school'])
        : '',
    });
    if (chance.chance(0.15))
      care.statement(speaker, on, {
        to: 'Social worker',
        kind: 'likes-to-be-called',
        words: speaker.given,
        audience: 'family-and-team',
        done: '',
      });
  }
}
