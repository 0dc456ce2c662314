import { type Day, day } from './days.ts';
import type { Geography, SmallArea } from './geography.ts';
import type { Identifiers } from './identifiers.ts';
import type { Person, Sex, World } from './model.ts';
import { culture } from './names.ts';
import type { Random } from './random.ts';

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
