import { csvLines } from '@vantage/returns';
import { type AnnexRows, annexOf } from './annex-a.ts';
import { census, censusOf } from './census.ts';
import { charitiesOf } from './charities.ts';
import { lookedAfter } from './looked-after.ts';
import { random } from './random.ts';
import { type Tally, tallyOf } from './rates.ts';
import { peopleOf, truthOfPeople, truthOfRow } from './truth.ts';
import { districtOf, simulate, tellStories, type Unit, type UnitOptions } from './unit.ts';
import { workersNamed } from './workers.ts';

/** A file of extracts: whose it is and of what kind. */
export type Extract = {
  path: string;
  agency: string;
  kind: string;
  /** When it was received and which days it speaks for, where these are its own and not those of all. */
  sent?: { received: string; from: string; to: string };
};

/** What one part of Ashmere adds to each file, as text ready to be written, and what is counted of it. */
export type Sheets = {
  number: number;
  /** Path below the chosen folder to lines without a header. */
  files: Map<string, string>;
  extracts: Extract[];
  /** Records by kind. */
  rows: Record<string, number>;
  tally: Tally;
  /** Workers who are named, and the district that they worked in. */
  named: string[];
  district: number;
  families: number;
  people: number;
  /** What goes beside the extracts. */
  annex: AnnexRows;
  harbour: string[][];
};

/** Path of an agency's file of a kind, below the folder of extracts: `ssd.cp_plans` is `social-care/cp_plans.csv`. */
export const pathOf = (agency: string, kind: string): string =>
  `${agency}/${kind.slice(kind.indexOf('.') + 1)}.csv`;

/** Makes one part of Ashmere: 0 for the written families, else a small area. */
export const makeUnit = (number: number, options: UnitOptions): Unit =>
  number === 0 ? tellStories(options) : simulate(number, options);

/** What a part of Ashmere adds to each file. */
export function sheetsOf(unit: Unit): Sheets {
  const files = new Map<string, string>();
  const rows: Record<string, number> = {};
  const extracts: Extract[] = [];
  const truth: string[] = [];
  for (const desk of unit.desks) {
    const { agency, book } = desk;
    const personOf = peopleOf(desk);
    for (const [kind, list] of book.rows) {
      const { line } = csvLines(kind);
      const path = pathOf(agency, kind);
      files.set(`extracts/${path}`, list.map(line).join(''));
      extracts.push({ path, agency, kind });
      rows[kind] = list.length;
      for (const row of list) truth.push(truthOfRow(agency, kind, row, personOf));
    }
  }
  const { csv, truth: marked } = unit.marks;
  if (csv.length > 0) {
    const [agency, kind] = ['schools', 'school.attendance'];
    extracts.push({ path: pathOf(agency, kind), agency, kind });
    files.set(`extracts/${pathOf(agency, kind)}`, csv.join(''));
    rows[kind] = csv.length;
    for (const line of marked) truth.push(line);
  }
  const personOf = peopleOf(unit.care);
  const told = censusOf(unit, personOf);
  files.set(`extracts/${census.path}`, told.text);
  extracts.push(census);
  Object.assign(rows, told.rows);
  for (const line of told.truth) truth.push(line);
  const chance = random(`${unit.seed}/returns/${unit.number}`);
  for (const list of lookedAfter(unit, personOf, chance)) {
    files.set(`extracts/${list.extract.path}`, list.text);
    extracts.push(list.extract);
    rows[list.kind] = list.rows;
    for (const line of list.truth) truth.push(line);
  }
  const { harbour, lantern, truth: clients } = charitiesOf(unit, peopleOf(unit.police), unit.noise, chance);
  files.set('beside/lantern.csv', lantern.join(''));
  files.set('truth/beside.csv', clients.join(''));
  files.set('truth/records.csv', truth.join(''));
  for (const [path, lines] of Object.entries(truthOfPeople(unit))) files.set(path, lines);
  return {
    number: unit.number,
    files,
    extracts,
    rows,
    tally: tallyOf(unit),
    named: [...workersNamed(unit.care.book)],
    district: districtOf(unit.number),
    families: unit.number === 0 ? 3 : unit.households.length,
    people: unit.world.people.length,
    annex: annexOf(unit),
    harbour,
  };
}
