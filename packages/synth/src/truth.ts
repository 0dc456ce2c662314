import { keyOf } from '@vantage/returns';
import Papa from 'papaparse';
import type { Area, File } from './area.ts';
import type { Row } from './book.ts';
import { type Day, extractDay, iso } from './days.ts';
import type { World } from './model.ts';

/** The column that names the person whom a row is about; kinds without one are about nobody. */
export const subjects: Readonly<Record<string, string>> = {
  'ssd.person': 'pers_person_id',
  'ssd.address': 'addr_person_id',
  'ssd.mother': 'moth_childs_person_id',
  'ssd.family': 'fami_person_id',
  'ssd.contacts': 'cont_person_id',
  'ssd.early_help_episodes': 'earl_person_id',
  'ssd.cin_episodes': 'cine_person_id',
  'ssd.cin_assessments': 'cina_person_id',
  'ssd.cin_plans': 'cinp_person_id',
  'ssd.cin_visits': 'cinv_person_id',
  'ssd.s47_enquiry': 's47e_person_id',
  'ssd.initial_cp_conference': 'icpc_person_id',
  'ssd.cp_plans': 'cppl_person_id',
  'ssd.cp_visits': 'cppv_person_id',
  'ssd.cp_reviews': 'cppr_person_id',
  'ssd.cla_episodes': 'clae_person_id',
  'ssd.cla_placement': 'clap_person_id',
  'ssd.missing': 'miss_person_id',
  'ssd.involvements': 'invo_person_id',
  'care.relationships': 'person_id',
  'care.significant_events': 'person_id',
  'care.statements': 'person_id',
  'police.nominals': 'nominal_id',
  'police.occurrences': 'nominal_id',
};

/** One line of `records.csv`, or nothing for a row that is about nobody. */
export function truthOfRow(
  agency: string,
  kind: string,
  row: Row,
  personOf: (number: string) => string,
): [agency: string, kind: string, key: string, person: string] | undefined {
  const column = subjects[kind];
  if (!column) return undefined;
  const key = keyOf(kind, row);
  if (key === undefined) throw new Error(`A made-up row of ${kind} has no key.`);
  return [agency, kind, key, personOf(row[column] ?? '')];
}

/** A CSV text from a header and rows, lines ended by CRLF. */
export const csv = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  `${Papa.unparse({ fields: [...header], data: rows.map((row) => [...row]) })}\r\n`;

/** What is true, for scoring alone. No part of the product reads it. */
export function truthFiles({ world, care, police }: Area, seed: string): File[] {
  const records: string[][] = [];
  for (const [agency, desk] of [
    ['social-care', care],
    ['police', police],
  ] as const) {
    const numbers = new Map(
      desk.numbers.all().flatMap((held) => held.numbers.map((number) => [number, held.person.id])),
    );
    const personOf = (number: string): string => {
      const person = numbers.get(number);
      if (person === undefined) throw new Error(`No person of ${agency} has the number ${number}.`);
      return person;
    };
    for (const [kind, rows] of desk.book.rows)
      for (const row of rows) {
        const line = truthOfRow(agency, kind, row, personOf);
        if (line) records.push(line);
      }
  }
  const until = (to: Day | null): string => (to === null || to > extractDay ? '' : iso(to));
  const spells = <T extends { from: Day; to: Day | null }>(
    list: readonly T[],
    cells: (each: T) => [string, string],
  ) =>
    list
      .filter(({ from, to }) => from <= extractDay && (to === null || from < to))
      .map((each) => [...cells(each), iso(each.from), until(each.to)]);
  const pairs = (list: World['twins']) => list.map(([one, two]) => [one.id, two.id]);
  return [
    { path: 'records.csv', text: csv(['agency', 'kind', 'key', 'person_id'], records) },
    {
      path: 'guardians.csv',
      text: csv(
        ['child', 'guardian', 'from', 'to'],
        spells(world.guardians, ({ child, guardian }) => [child.id, guardian.id]),
      ),
    },
    {
      path: 'families.csv',
      text: csv(
        ['person', 'family', 'from', 'to'],
        spells(world.members, ({ person, family }) => [person.id, family]),
      ),
    },
    { path: 'twins.csv', text: csv(['person', 'twin'], pairs(world.twins)) },
    { path: 'cousins.csv', text: csv(['person', 'namesake'], pairs(world.cousins)) },
    {
      path: 'about.json',
      text: `${JSON.stringify({ marking: 'made-up', seed, as_of: iso(extractDay) }, null, 2)}\n`,
    },
  ];
}
