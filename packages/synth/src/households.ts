import { birthday, type Day, day, extractDay, firstDay } from './days.ts';
import type { Geography, SmallArea } from './geography.ts';
import type { Identifiers } from './identifiers.ts';
import { type Person, type Sex, type Spell, surnameOn, type World } from './model.ts';
import { anyCulture, culture } from './names.ts';
import type { Random } from './random.ts';
import { settle } from './settle.ts';

export type Partnership = Spell & { partner: Person; married: boolean; together: boolean };

/** Parents, children and kin who belong together, and the homes they had. */
export type Household = {
  id: string;
  /** Lives on a low income, as about a fifth of children do. */
  poor: boolean;
  /** Has more than its share of hard days: earlier births, more partings, more moves. */
  hard: boolean;
  /** How likely hard days are, beside other families; about 1 on average. */
  strain: number;
  /** The adult with whom the children live. */
  head: Person;
  partnerships: Partnership[];
  children: Person[];
  kin: Person[];
  /** Days between which the family lives in Ashmere. */
  here: Spell;
};

/** What the people of a small area are made with. */
export type Making = {
  world: World;
  geography: Geography;
  home: SmallArea;
  identifiers: Identifiers;
  chance: Random;
};

/** Days in a year, on average. */
export const year = 365.25;

/** Share of families on a low income by deprivation decile; a fifth of all children in England in 2025 (19.8%). */
const poorShare = [0.42, 0.335, 0.27, 0.22, 0.18, 0.147, 0.118, 0.094, 0.07, 0.047];

/** Whether agencies could hold a person’s NHS number: those of children and of women who may be mothers. */
const bearsNhsNumber = ({ passing, given, sex, born }: Facts): boolean =>
  !passing && given !== '' && born > day(sex === 'female' ? '1962-01-01' : '1991-01-01');

/** What is given of a person; the rest is drawn. */
type Facts = Pick<Person, 'sex' | 'given' | 'born' | 'culture'> & {
  surname: string;
  ethnicity?: string;
  died?: Day | null;
  /** Met by one agency and no more: bears no number that agencies share. */
  passing?: true;
};

/** Adds a person to the world, without homes. */
export function addPerson({ world, home, identifiers, chance }: Making, facts: Facts): Person {
  const stock = culture(facts.culture);
  const serial = String(world.people.length + 1);
  const person: Person = {
    id:
      home.number === 0
        ? `T${serial.padStart(5, '0')}`
        : `T${String(home.number).padStart(4, '0')}-${serial.padStart(4, '0')}`,
    sex: facts.sex,
    given: facts.given,
    surnames: [{ from: facts.born, surname: facts.surname }],
    born: facts.born,
    died: facts.died ?? null,
    culture: facts.culture,
    ethnicity: facts.ethnicity ?? chance.pick(stock.ethnicity),
    nhsNumber: bearsNhsNumber(facts) ? identifiers.nhs() : '',
    upn: !facts.passing && facts.born > day('1990-01-01') ? identifiers.upn(facts.born) : '',
    stays: [],
  };
  world.people.push(person);
  return person;
}

export const formOf = (key: string, surname: string, sex: Sex): string => {
  const stock = culture(key);
  return sex === 'female' && stock.feminine ? stock.feminine(surname) : surname;
};

/** Somebody grown, of a background, named by chance. */
export function someAdult(making: Making, key: string, sex: Sex, born: Day): Person {
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

/** A family made before, of which a father has gone on, or has a brother. */
export type Before = { household: Household; father: Person; child: Person };

/**
 * Makes a family: adults, partnerships, pregnancies, births, homes. `brother` makes the first partner a brother of that
 * father, and the first child a namesake of that child, born within a year; `again` makes the first partner that
 * father himself, after he has parted from the family before.
 */
export function makeHousehold(
  making: Making,
  id: string,
  { brother, again }: { brother: Before | null; again: (Before & { from: Day }) | null },
): Household {
  const { world, chance, home } = making;
  const poor = chance.chance(poorShare[home.decile - 1] ?? 0.2);
  const hard = chance.chance(poor ? 0.32 : 0.07);
  const key = (brother ?? again)?.father.culture ?? anyCulture(chance);
  const headSex: Sex = brother || again || chance.chance(0.96) ? 'female' : 'male';
  const firstBirth = brother
    ? brother.child.born + chance.int(-300, 300)
    : again
      ? again.from + chance.int(300, 1500)
      : chance.int(day('1992-01-01'), extractDay - 20);
  const motherAge = (hard ? 16 : 18) + Math.floor((chance.next() + chance.next()) * (hard ? 9 : 12));
  const head = someAdult(making, key, headSex, firstBirth - Math.round((motherAge + chance.next()) * year));
  const family: Family = { making, key, head, hard, partnerships: [], children: [], births: [] };
  const now = again
    ? join(family, again.father, again.from)
    : meet(family, firstBirth - chance.int(290, 1200), brother !== null);
  if (brother)
    now.partner.surnames = [
      { from: now.partner.born, surname: surnameOn(brother.father, brother.father.born) },
    ];
  bearAll(family, firstBirth, brother?.child ?? null);
  partLater(family);

  const real = family.partnerships.filter((each) => each.from < extractDay);
  for (const each of real) if (each.to !== null && each.to > extractDay) each.to = null;
  const lastBirth = family.children.at(-1)?.born ?? firstBirth;
  for (const each of real) {
    const first = Math.max(each.from + 400, lastBirth + 100);
    const last = each.to ?? extractDay - 60;
    if (each.partner.died === null && first < last && chance.chance(0.015)) {
      each.partner.died = chance.int(first, last);
      each.to = each.partner.died;
    }
  }
  for (const child of family.children)
    if (chance.chance(0.0015) && child.born < extractDay - 40)
      child.died = chance.int(child.born + 5, Math.min(extractDay - 5, birthday(child.born, 17)));

  const strain = (poor ? 6.5 : 1) * Math.exp(1.1 * normal(chance)) * (hard ? 2 : 1);
  const household: Household = {
    id,
    poor,
    hard,
    strain,
    head,
    partnerships: real,
    children: family.children,
    kin: chance.chance(0.12) ? [someGrandmother(making, head)] : [],
    here: whenHere(chance, firstBirth, brother !== null || again !== null),
  };
  settle(making, household, family.births);
  if (brother) joinBrothers(world, brother, household);
  if (again) joinHalves(world, again, household, family.births);
  if (hard && chance.chance(0.02)) for (const each of [head, ...family.children]) each.shielded = true;
  return household;
}

const normal = (chance: Random): number => chance.next() + chance.next() + chance.next() + chance.next() - 2;

export type Birth = { child: Person; father: Person | null };

type Family = {
  making: Making;
  key: string;
  head: Person;
  hard: boolean;
  partnerships: Partnership[];
  children: Person[];
  births: Birth[];
};

function join({ making: { chance }, partnerships, hard }: Family, partner: Person, from: Day): Partnership {
  const partnership = {
    partner,
    from,
    to: null,
    married: chance.chance(hard ? 0.25 : 0.5),
    together: chance.chance(0.86),
  };
  partnerships.push(partnership);
  return partnership;
}

function meet(family: Family, from: Day, same: boolean): Partnership {
  const { making, key, head } = family;
  const { chance } = making;
  const sex: Sex = head.sex === 'female' ? 'male' : 'female';
  const partnerKey = same || chance.chance(0.8) ? key : anyCulture(chance);
  const born = head.born + Math.round((chance.next() * 10 - (sex === 'male' ? 2.5 : 6)) * year);
  const partner = someAdult(making, partnerKey, sex, Math.min(born, from - Math.round(16 * year)));
  return join(family, partner, from);
}

const part = (partnership: Partnership, on: Day): void => {
  partnership.to = Math.max(on, partnership.from + 90);
};

/** Bears the family’s children one after another; some pregnancies are lost, one may go on at the extract. */
function bearAll(family: Family, firstBirth: Day, namesake: Person | null): void {
  const { making, head, hard, children, births } = family;
  const { chance, world } = making;
  const wanted = chance.weighted([
    [1, hard ? 25 : 28],
    [2, hard ? 36 : 51],
    [3, hard ? 23 : 16],
    [4, hard ? 10 : 3.5],
    [5, hard ? 6 : 1.5],
  ]);
  const latest = Math.min(extractDay + 190, birthday(head.born, 46));
  for (let born = firstBirth; children.length < wanted && born <= latest; ) {
    if (born > extractDay) {
      if (head.sex === 'female') expect(family, born, null);
      return;
    }
    const named = children.length === 0 ? namesake : null;
    const sex: Sex = named?.sex ?? (chance.chance(0.51) ? 'male' : 'female');
    const first = bear(family, born, sex, named?.given ?? null);
    if (chance.chance(0.015)) {
      const twin = bear(family, born, chance.chance(0.66) ? sex : sex === 'male' ? 'female' : 'male', null);
      twin.surnames = [{ from: twin.born, surname: surnameOn(first, first.born) }];
      world.twins.push([first, twin]);
      const [one, two] = births.slice(-2);
      if (one && two) two.father = one.father;
    }
    const gap = Math.round((1.1 + chance.wait(1.9)) * year);
    const now = family.partnerships.at(-1);
    if (now && chance.chance(hard ? 0.36 : 0.1) && head.sex === 'female') {
      part(now, born + chance.int(60, Math.max(61, gap - 290)));
      if (now.to !== null && now.to < born + gap - 280) meet(family, now.to + chance.int(0, 20), false);
    }
    if (head.sex === 'female' && gap > 700 && chance.chance(0.12))
      expect(family, born + chance.int(330, gap - 200), 'loss');
    born += gap;
  }
}

function bear(family: Family, born: Day, sex: Sex, given: string | null): Person {
  const { making, head, key, children, births } = family;
  const { chance, world } = making;
  const partner = family.partnerships.at(-1)?.partner ?? null;
  const unknown = head.sex === 'female' && children.length > 0 && chance.chance(0.04);
  const other = unknown ? null : partner;
  const father = head.sex === 'male' ? head : other;
  const base = father && (given || chance.chance(0.68)) ? surnameOn(father, born) : surnameOn(head, born);
  const both = father && !given && key === 'english' && chance.chance(0.05);
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
  const mother = head.sex === 'female' ? head : other;
  if (mother && born > firstDay)
    world.pregnancies.push({
      mother,
      child,
      begun: born - chance.int(262, 284),
      due: born + chance.int(-12, 10),
      ended: born,
      outcome: 'birth',
    });
  return child;
}

/** A child that is expected on `due`, and, where it was lost, was never born. */
function expect(family: Family, due: Day, outcome: 'loss' | null): void {
  const { making, head, key } = family;
  const { chance, world } = making;
  const begun = due - 280;
  const ended = outcome === 'loss' ? begun + chance.int(60, 160) : null;
  if (begun + 56 > extractDay || begun < firstDay || (ended !== null && ended > extractDay)) return;
  const child = addPerson(making, {
    sex: chance.chance(0.51) ? 'male' : 'female',
    given: '',
    surname: surnameOn(head, begun),
    born: due,
    culture: key,
  });
  if (ended !== null) child.died = ended;
  world.pregnancies.push({ mother: head, child, begun, due, ended, outcome });
}

/** Partings and new partners after the last birth. */
function partLater(family: Family): void {
  const { making, hard, children, partnerships } = family;
  const { chance } = making;
  const now = partnerships.at(-1);
  const lastBirth = children.at(-1)?.born;
  if (!now || lastBirth === undefined || now.to !== null || !chance.chance(hard ? 0.52 : 0.24)) return;
  const on = lastBirth + chance.int(200, 3600);
  if (on >= extractDay) return;
  part(now, on);
  if (now.to === null || now.to >= extractDay - 700 || !chance.chance(0.5)) return;
  const later = meet(family, now.to + chance.int(30, 900), false);
  if (chance.chance(hard ? 0.6 : 0.3) && later.from < extractDay - 900)
    part(later, later.from + chance.int(200, 1800));
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

function whenHere(chance: Random, firstBirth: Day, always: boolean): Spell {
  const from =
    always || chance.chance(0.8)
      ? Math.min(firstDay, firstBirth) - 400
      : chance.int(firstDay, extractDay - 1200);
  const to = !always && chance.chance(0.1) ? from + chance.int(1500, 6000) : null;
  return { from, to: to !== null && (to >= extractDay || to < firstDay + 900) ? null : to };
}

function joinBrothers(world: World, { father, child: first }: Before, two: Household): void {
  const uncle = two.partnerships[0]?.partner;
  const second = two.children[0];
  if (!uncle || !second || first.given !== second.given) return;
  second.surnames = [{ from: second.born, surname: first.surnames[0]?.surname ?? '' }];
  world.cousins.push([first, second]);
  world.ties.push({ person: father, other: uncle, kind: 'sibling', from: uncle.born, to: null });
}

/** Children of one father in two homes are half-brothers and half-sisters. */
function joinHalves(
  world: World,
  { father, household }: Before,
  two: Household,
  births: readonly Birth[],
): void {
  const fathers = new Map(births.map((birth) => [birth.child, birth.father]));
  const theirs = two.children.filter((child) => fathers.get(child) === father);
  for (const child of theirs)
    for (const half of household.children)
      world.ties.push({
        person: half,
        other: child,
        kind: 'sibling',
        from: Math.max(child.born, half.born),
        to: null,
      });
}
