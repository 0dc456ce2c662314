import { slashed } from './census.ts';
import { ageOn, day, extractDay, iso } from './days.ts';
import { homeHeld, look } from './holdings.ts';
import { type Person, surnameOn } from './model.ts';
import type { Noise } from './noise.ts';
import type { Random } from './random.ts';
import { csvLine } from './truth.ts';
import type { Unit } from './unit.ts';

/** What a part of Ashmere adds to two charities’ own spreadsheets, and whom each line is truly about. */
export type CharityRows = { harbour: string[][]; lantern: string[]; truth: string[] };

/** Harbour Light helps people who were hurt at home. The charity’s own sheet, with headings of its own. */
export const harbourHead: readonly (readonly string[])[] = [
  ['HARBOUR LIGHT client log - DO NOT EMAIL', '', '', '', '', '', '', ''],
  ['', '', '', '', '', '', '', ''],
  [
    'Ref',
    'Client (first name + surname)',
    'D.O.B.',
    'Came to us',
    'Sent by?',
    'Kids',
    'Last seen',
    'How it went',
  ],
];

/** Lantern Youth Trust keeps its list with semicolons between, as its old spreadsheet program saves it. */
export const lanternHead = 'No.;Young person;Born;Postcode;School?;First came;Evenings so far;Key person\r\n';

const charity = 'charities';

export function charitiesOf(
  unit: Unit,
  personOf: (number: string) => string,
  noise: Noise,
  chance: Random,
): CharityRows {
  const people = new Map(unit.world.people.map((person) => [person.id, person]));
  const rows: CharityRows = { harbour: [], lantern: [], truth: [] };
  const at = (number: number) => `${String(unit.number).padStart(3, '0')}-${String(number).padStart(3, '0')}`;
  const tell = (file: string, ref: string, person: Person) =>
    rows.truth.push(csvLine(charity, file, ref, person.id));
  const helped = new Set<Person>();
  for (const row of unit.police.book.rows.get('police.occurrences') ?? []) {
    if (row.offence_type !== 'domestic-abuse' || row.role !== 'victim') continue;
    const person = people.get(personOf(row.nominal_id ?? ''));
    const on = day(row.occurred_from ?? '');
    if (!person || helped.has(person) || on < day('2019-01-01') || on > extractDay - 30) continue;
    if (person.written || !chance.chance(0.16)) continue;
    helped.add(person);
    const came = on + chance.int(2, 25);
    const last = Math.min(extractDay, came + Math.round(chance.wait(110)));
    const held = look(person, 'other', { since: came, until: last }, noise, chance);
    const ref = `HL ${at(rows.harbour.length + 1)}`;
    rows.harbour.push([
      ref,
      `${held.given} ${held.surname}`,
      held.born === null ? '' : chance.chance(0.2) ? `age ${ageOn(held.born, came)}` : iso(held.born),
      iso(came),
      chance.pick(['Police', 'herself', 'GP', 'council', 'a friend', '']),
      String(chance.int(0, 4)),
      iso(last),
      chance.pick(['safe now', 'Moved on, doing well', 'lost touch', 'still coming', 'refuge place found']),
    ]);
    tell('harbour', ref, person);
  }
  for (const { children, strain } of unit.households)
    for (const child of children) {
      const age = ageOn(child.born, extractDay);
      if (age < 11 || age > 19 || child.died !== null || !chance.chance(Math.min(0.2, strain / 60))) continue;
      const first = Math.min(
        extractDay - 10,
        child.born + Math.round((11 + chance.next() * (age - 10)) * 365.25),
      );
      const held = look(child, 'other', { since: first, until: extractDay }, noise, chance);
      const ref = at(rows.lantern.length + 1);
      const postcode = homeHeld(child, 'other', extractDay, noise, chance)?.place?.postcode ?? '';
      rows.lantern.push(
        `${[
          ref,
          `${surnameOn(child, extractDay) === held.surname ? held.surname : held.surname.toUpperCase()}, ${held.given}`,
          held.born === null ? '?' : slashed(iso(held.born)).replaceAll('/', '.'),
          postcode,
          age < 16 ? chance.pick(['yes', 'yes', 'sometimes']) : '',
          slashed(iso(first)),
          String(chance.int(1, 90)),
          chance.pick(['Mo', 'Jas', 'Big Steve', 'Ellie']),
        ].join(';')}\r\n`,
      );
      tell('lantern', ref, child);
    }
  return rows;
}
