import { csvField, keyColumnsOf, subjectColumnOf } from '@vantage/returns';
import type { Desk, Row } from './book.ts';
import { type Day, extractDay, iso } from './days.ts';
import { oneLine } from './holdings.ts';
import { stayOn, type World } from './model.ts';
import type { Unit } from './unit.ts';

/** Line of a CSV file without line ends in its fields. */
export const csvLine = (...fields: readonly string[]): string => `${fields.map(csvField).join(',')}\r\n`;

/** One line of `records.csv`, or nothing for a row that is about nobody. */
export function truthOfRow(
  agency: string,
  kind: string,
  row: Row,
  personOf: (number: string) => string,
): string {
  const column = subjectColumnOf(kind);
  if (!column) return '';
  const key = keyColumnsOf(kind)
    .map((name) => row[name] ?? '')
    .join('|');
  return csvLine(agency, kind, key, personOf(row[column] ?? ''));
}

/** The true people behind an agency's numbers. */
export function peopleOf({ agency, numbers }: Desk): (number: string) => string {
  const people = new Map(
    numbers.all().flatMap((held) => held.numbers.map((number) => [number, held.person.id])),
  );
  return (number) => {
    const person = people.get(number);
    if (person === undefined) throw new Error(`No person of ${agency} has the number ${number}.`);
    return person;
  };
}

/** Header lines of the files of what is true. */
export const truthHeaders: Readonly<Record<string, string>> = {
  'truth/records.csv': csvLine('agency', 'kind', 'key', 'person_id'),
  'truth/guardians.csv': csvLine('child', 'guardian', 'from', 'to'),
  'truth/families.csv': csvLine('person', 'family', 'from', 'to'),
  'truth/homes.csv': csvLine('person', 'address', 'postcode', 'from'),
  'truth/twins.csv': csvLine('person', 'twin'),
  'truth/cousins.csv': csvLine('person', 'namesake'),
  'truth/beside.csv': csvLine('agency', 'file', 'ref', 'person_id'),
  'truth/unborn.csv': csvLine('child', 'mother', 'begun', 'due', 'ended', 'outcome'),
};

const until = (to: Day | null): string => (to === null || to > extractDay ? '' : iso(to));

function spells<T extends { from: Day; to: Day | null }>(
  list: readonly T[],
  cells: (each: T) => [string, string],
): string {
  return list
    .filter(({ from, to }) => from <= extractDay && (to === null || from < to))
    .map((each) => csvLine(...cells(each), iso(each.from), until(each.to)))
    .join('');
}

const pairs = (list: World['twins']): string => list.map(([one, two]) => csvLine(one.id, two.id)).join('');

/** What is true of a part of Ashmere's people, for scoring alone: file to lines. No part of the product reads it. */
export function truthOfPeople({ world }: Pick<Unit, 'world'>): Record<string, string> {
  return {
    'truth/guardians.csv': spells(world.guardians, ({ child, guardian }) => [child.id, guardian.id]),
    'truth/families.csv': spells(world.members, ({ person, family }) => [person.id, family]),
    'truth/homes.csv': world.people
      .map((person) => {
        const stay = person.died === null ? stayOn(person, extractDay) : undefined;
        if (!stay?.place) return '';
        return csvLine(person.id, oneLine(stay.place), stay.place.postcode, iso(stay.from));
      })
      .join(''),
    'truth/twins.csv': pairs(world.twins),
    'truth/cousins.csv': pairs(world.cousins),
    'truth/unborn.csv': world.pregnancies
      .map(({ child, mother, begun, due, ended, outcome }) =>
        csvLine(child.id, mother.id, iso(begun), iso(due), until(ended), outcome ?? ''),
      )
      .join(''),
  };
}
