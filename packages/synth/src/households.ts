import { ageOn, birthday, type Day, day, extractDay, firstDay } from './days.ts';
import { nhsNumber, upn } from './identifiers.ts';
import { type Person, type Place, type Sex, type Spell, type Stay, surnameOn, type World } from './model.ts';
import { anyCulture, culture } from './names.ts';
import { type Street, somePlace } from './places.ts';
import type { Random } from './random.ts';

/** The most that services ever did around a family. */
export type Level = 'police' | 'contact' | 'early-help' | 'need' | 'protection' | 'care';

export type Partnership = Spell & { partner: Person; married: boolean; together: boolean };

/** Parents, children and kin who belong together, and the homes they had. */
export type Household = {
  id: string;
  level: Level;
  /** The adult with whom the children live. */
  head: Person;
  partnerships: Partnership[];
  children: Person[];
  kin: Person[];
  /** Days between which the family lives in Ashmere. */
  here: Spell;
};

/** What the people of all families are made with. */
export type Making = { world: World; streets: readonly Street[]; chance: Random };

const year = 365.25;

/**
 * Shares of families by the most that was ever done around them: a made-up area of families that services know.
 * Of the families whose child was in need, about a third went on to a protection plan or care, as in England in 2025,
 * where 40.6 and 67 children in 10,000 stood beside 330 in need.
 */
const levels: readonly (readonly [Level, number])[] = [
  ['police', 12],
  ['contact', 29],
  ['early-help', 24],
  ['need', 21],
  ['protection', 9],
  ['care', 5],
];

/** Adds a person to the world, without homes. */
export function addPerson(
  { world, chance }: Making,
  facts: Pick<Person, 'sex' | 'given' | 'born' | 'culture'> & {
    surname: string;
    ethnicity?: string;
    died?: Day | null;
  },
): Person {
  const stock = culture(facts.culture);
  const person: Person = {
    id: `T${String(world.people.length + 1).padStart(5, '0')}`,
    sex: facts.sex,
    given: facts.given,
    surnames: [{ from: facts.born, surname: facts.surname }],
    born: facts.born,
    died: facts.died ?? null,
    culture: facts.culture,
    ethnicity: facts.ethnicity ?? chance.pick(stock.ethnicity),
    nhsNumber: nhsNumber(chance),
    upn: upn(chance, facts.born),
    stays: [],
  };
  world.people.push(person);
  return person;
}

const formOf = (key: string, surname: string, sex: Sex): string => {
  const stock = culture(key);
  return sex === 'female' && stock.feminine ? stock.feminine(surname) : surname;
};

function someAdult(making: Making, key: string, sex: Sex, born: Day): Person {
  const { chance } = making;
  const stock = culture(key);
  const pair = key === 'english' && chance.chance(0.04);
  const surname = pair
    ? `${chance.pick(stock.surnames)}-${chance.pick(stock.surnames)}`
    : chance.pick(stock.surnames);
  return addPerson(making, {
    sex,
    given: chance.pick(sex === 'female' ? stock.female : stock.male),
    surname: formOf(key, surname, sex),
    born,
    culture: key,
  });
}

/** Homes one after another between two days. */
function someStays({ chance, streets }: Making, from: Day, to: Day | null, meanYears: number): Stay[] {
  const stays: Stay[] = [];
  const end = to ?? extractDay + 1;
  for (let at = from; at < end; ) {
    const next = at + 150 + Math.round(chance.wait((meanYears - 0.4) * year));
    const nowhere = stays.length > 0 && chance.chance(0.015);
    const place: Place | null = nowhere ? null : somePlace(chance, streets);
    const until = nowhere ? Math.min(next, at + chance.int(20, 200)) : next;
    stays.push({ from: at, to: until >= end ? to : until, place });
    at = until;
  }
  return stays;
}

/** The part of somebody's homes that falls between two days. */
export function during(stays: readonly Stay[], from: Day, to: Day | null): Stay[] {
  const part: Stay[] = [];
  for (const stay of stays) {
    const begins = Math.max(stay.from, from);
    const ends = stay.to === null ? to : to === null ? stay.to : Math.min(stay.to, to);
    if (ends === null || begins < ends) part.push({ from: begins, to: ends, place: stay.place });
  }
  return part;
}

type Cousin = { father: Person; child: Person };

/**
 * Makes a family: adults, partnerships, births, homes.
 * `twins` makes the first birth a birth of twins. `cousin` makes the first partner a brother of that father,
 * and the first child a namesake of that child, born within a year.
 */
export function makeHousehold(
  making: Making,
  id: string,
  options: { twins: boolean; cousin: Cousin | null },
): Household {
  const { world, chance } = making;
  const level = chance.weighted(levels);
  const hard = level === 'need' || level === 'protection' || level === 'care';
  const { cousin } = options;
  const key = cousin ? cousin.father.culture : anyCulture(chance);
  const headSex: Sex = cousin || chance.chance(0.95) ? 'female' : 'male';
  const firstBirth = cousin
    ? cousin.child.born + chance.int(-300, 300)
    : chance.int(day('1998-01-01'), day('2023-06-30'));
  const motherAge = 16 + Math.floor((chance.next() + chance.next()) * (hard ? 9 : 12));
  const head = someAdult(making, key, headSex, firstBirth - Math.round((motherAge + chance.next()) * year));
  const partnerSex: Sex = headSex === 'female' ? 'male' : 'female';

  const partnerships: Partnership[] = [];
  const meet = (from: Day): Partnership => {
    const same = chance.chance(0.8) || cousin;
    const partnerKey = same ? key : anyCulture(chance);
    const born = head.born + Math.round((chance.next() * 10 - (partnerSex === 'male' ? 2.5 : 6)) * year);
    const partner = someAdult(making, partnerKey, partnerSex, Math.min(born, from - Math.round(16 * year)));
    const partnership: Partnership = {
      partner,
      from,
      to: null,
      married: chance.chance(hard ? 0.25 : 0.5),
      together: chance.chance(0.82),
    };
    partnerships.push(partnership);
    return partnership;
  };
  const part = (partnership: Partnership, on: Day): void => {
    partnership.to = Math.max(on, partnership.from + 90);
  };

  let now = meet(firstBirth - chance.int(290, 1200));
  if (cousin && now.partner.sex === cousin.father.sex) {
    const name = surnameOn(cousin.father, cousin.father.born);
    now.partner.surnames = [{ from: now.partner.born, surname: name }];
  }
  const wanted = chance.weighted([
    [1, hard ? 22 : 34],
    [2, 36],
    [3, hard ? 26 : 20],
    [4, hard ? 11 : 7],
    [5, hard ? 5 : 3],
  ]);
  const children: Person[] = [];
  const births: { child: Person; father: Person | null }[] = [];
  const bear = (born: Day, sex: Sex, given: string | null): Person => {
    const unknown = headSex === 'female' && born !== firstBirth && chance.chance(0.06);
    const other = unknown ? null : now.partner;
    const father = headSex === 'male' ? head : other;
    const base = father && (cousin || chance.chance(0.68)) ? surnameOn(father, born) : surnameOn(head, born);
    const both = father && !cousin && key === 'english' && chance.chance(0.05);
    const surname = both
      ? `${surnameOn(head, born).split('-')[0]}-${surnameOn(father, born).split('-')[0]}`
      : base;
    const stock = culture(key);
    const taken = new Set(children.map((child) => child.given));
    let name = given ?? chance.pick(sex === 'female' ? stock.female : stock.male);
    while (taken.has(name)) name = chance.pick(sex === 'female' ? stock.female : stock.male);
    if (!given && father && sex === 'male' && chance.chance(0.02) && !taken.has(father.given))
      name = father.given;
    const child = addPerson(making, {
      sex,
      given: name,
      surname: formOf(key, surname, sex),
      born,
      culture: key,
    });
    children.push(child);
    births.push({ child, father: other });
    return child;
  };

  let born = firstBirth;
  while (children.length < wanted && born <= extractDay - 30 && ageOn(head.born, born) < 45) {
    const sex: Sex =
      cousin && children.length === 0 ? cousin.child.sex : chance.chance(0.51) ? 'male' : 'female';
    const first = bear(born, sex, cousin && children.length === 0 ? cousin.child.given : null);
    if ((options.twins && children.length === 1) || chance.chance(0.014)) {
      const twin = bear(born, chance.chance(0.66) ? sex : sex === 'male' ? 'female' : 'male', null);
      twin.surnames = [{ from: twin.born, surname: surnameOn(first, first.born) }];
      world.twins.push([first, twin]);
      const [one, two] = births.slice(-2);
      if (one && two) two.father = one.father;
    }
    const gap = Math.round((1.1 + chance.wait(1.9)) * year);
    if (chance.chance(hard ? 0.4 : 0.14) && headSex === 'female') {
      part(now, born + chance.int(60, Math.max(61, gap - 290)));
      if (now.to !== null && now.to < born + gap - 280) now = meet(now.to + chance.int(0, 20));
    }
    born += gap;
  }
  const lastBirth = children.at(-1)?.born ?? firstBirth;
  if (now.to === null && chance.chance(hard ? 0.62 : 0.34)) {
    const on = lastBirth + chance.int(200, 3600);
    if (on < extractDay) part(now, on);
    if (now.to !== null && now.to < extractDay - 700 && chance.chance(0.5)) {
      const later = meet(now.to + chance.int(30, 900));
      if (chance.chance(hard ? 0.6 : 0.3) && later.from < extractDay - 900)
        part(later, later.from + chance.int(200, 1800));
    }
  }
  const real = partnerships.filter((each) => each.from < extractDay);
  for (const each of real) if (each.to !== null && each.to > extractDay) each.to = null;

  for (const each of real) {
    const first = Math.max(each.from + 400, lastBirth + 100);
    const last = each.to ?? extractDay - 60;
    if (first < last && chance.chance(0.02)) {
      each.partner.died = chance.int(first, last);
      each.to = each.partner.died;
    }
  }

  const kin = chance.chance(0.32) ? [someGrandmother(making, head)] : [];
  const household: Household = {
    id,
    level,
    head,
    partnerships: real,
    children,
    kin,
    here: whenHere(chance, firstBirth),
  };
  settle(making, household, births, hard);
  return household;
}

function someGrandmother(making: Making, head: Person): Person {
  const { chance } = making;
  const mother = someAdult(
    making,
    head.culture,
    'female',
    head.born - Math.round((17 + chance.next() * 17) * year),
  );
  if (chance.chance(0.7))
    mother.surnames = [
      { from: mother.born, surname: formOf(head.culture, surnameOn(head, head.born), 'female') },
    ];
  const dies = birthday(mother.born, 58) + Math.round(chance.wait(16) * year);
  if (dies > firstDay && dies < extractDay) mother.died = dies;
  return mother;
}

function whenHere(chance: Random, firstBirth: Day): Spell {
  const from = chance.chance(0.8)
    ? Math.min(firstDay, firstBirth) - 400
    : chance.int(firstDay, extractDay - 1200);
  const to = chance.chance(0.08) ? from + chance.int(1500, 6000) : null;
  return { from, to: to !== null && (to >= extractDay || to < firstDay + 900) ? null : to };
}

/** Gives everybody surnames over time, homes, ties, carers and a place in the family. */
function settle(
  making: Making,
  household: Household,
  births: readonly { child: Person; father: Person | null }[],
  hard: boolean,
): void {
  const { world, chance } = making;
  const { head, partnerships, children, kin, here, id } = household;
  const grown = Math.min(birthday(head.born, 18), (children[0]?.born ?? here.from) - 300);
  head.stays = someStays(making, Math.max(grown, here.from), here.to, hard ? 3.2 : 6);
  const firstChild = children[0]?.born ?? here.from;
  world.members.push({ person: head, family: id, from: firstChild, to: head.died });

  for (const { partner, from, to, married, together } of partnerships) {
    const { takesName } = culture(head.culture);
    if (married && chance.chance(takesName)) {
      const [wife, husband] = head.sex === 'female' ? [head, partner] : [partner, head];
      wife.surnames.push({
        from: from + 60,
        surname: formOf(wife.culture, surnameOn(husband, from), 'female'),
      });
      if (to !== null && chance.chance(0.4))
        wife.surnames.push({ from: to + 30, surname: wife.surnames[0]?.surname ?? '' });
    }
    const movesIn = Math.max(from + 40, here.from);
    const shared = together ? during(head.stays, movesIn, to) : [];
    const alone = Math.max(birthday(partner.born, 18), firstDay - 1500);
    const before = together && shared.length > 0 ? movesIn : (here.to ?? null);
    const own = before === null || alone < before ? someStays(making, alone, before, 5) : [];
    const moved = shared.length > 0;
    const after =
      moved && to !== null && here.to === null && partner.died === null ? someStays(making, to, null, 4) : [];
    partner.stays = [...own, ...shared, ...after];
    world.ties.push({ person: partner, other: head, kind: 'partner', from, to });
    if (to !== null)
      world.ties.push({ person: partner, other: head, kind: 'former partner', from: to, to: null });
    if (together)
      world.members.push({ person: partner, family: id, from: Math.max(movesIn, firstChild), to });
  }

  for (const { child, father } of births) {
    const adult = birthday(child.born, 18);
    const leaves = adult + chance.int(0, 2200);
    const own = leaves < extractDay && here.to === null ? someStays(making, leaves, null, 2.5) : [];
    child.stays = [...during(head.stays, child.born, own.length > 0 ? leaves : null), ...own];
    world.members.push({ person: child, family: id, from: child.born, to: child.died });
    for (const parent of [head, father]) {
      if (!parent) continue;
      world.ties.push({ person: parent, other: child, kind: 'parent', from: child.born, to: null });
      world.guardians.push({ child, guardian: parent, from: child.born, to: adult });
    }
    for (const { partner, from, to, together } of partnerships) {
      const begins = Math.max(from + 40, child.born);
      const ends = Math.min(to ?? adult, adult);
      if (partner === father || !together || begins >= ends) continue;
      world.guardians.push({ child, guardian: partner, from: begins, to: ends });
    }
  }
  for (const grandmother of kin) {
    grandmother.stays = someStays(making, firstDay - 3000, grandmother.died, 14);
    for (const child of children)
      world.ties.push({ person: grandmother, other: child, kind: 'grandparent', from: child.born, to: null });
  }
}
