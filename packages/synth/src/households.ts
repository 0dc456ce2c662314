import { type Birth, bearAll, type Family, join, meet, partLater } from './births.ts';
import { birthday, type Day, day, extractDay, firstDay } from './days.ts';
import { type Person, type Sex, type Spell, surnameOn, type World } from './model.ts';
import { anyCulture } from './names.ts';
import { formOf, type Making, someAdult, year } from './people.ts';
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

/** Share of families on a low income by deprivation decile; a fifth of all children in England in 2025 (19.8%). */
const poorShare = [0.42, 0.335, 0.27, 0.22, 0.18, 0.147, 0.118, 0.094, 0.07, 0.047];

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
