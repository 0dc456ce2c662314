import { birthday, type Day, extractDay, firstDay } from './days.ts';
import type { Partnership } from './households.ts';
import { type Person, type Sex, surnameOn } from './model.ts';
import { anyCulture, culture } from './names.ts';
import { addPerson, formOf, type Making, someAdult, year } from './people.ts';

export type Birth = { child: Person; father: Person | null };

/** A family as it grows. */
export type Family = {
  making: Making;
  key: string;
  head: Person;
  hard: boolean;
  partnerships: Partnership[];
  children: Person[];
  births: Birth[];
};

/** Bears the family’s children one after another; some pregnancies are lost, one may go on at the extract. */
export function bearAll(family: Family, firstBirth: Day, namesake: Person | null): void {
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

/** Begins a partnership with somebody. */
export function join(
  { making: { chance }, partnerships, hard }: Family,
  partner: Person,
  from: Day,
): Partnership {
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

/** Begins a partnership with somebody new. */
export function meet(family: Family, from: Day, same: boolean): Partnership {
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

/** Partings and new partners after the last birth. */
export function partLater(family: Family): void {
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
