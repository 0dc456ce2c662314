import { copyFile, cp, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { keyColumnsOf, subjectColumnOf, writeCsv } from '@vantage/returns';
import Papa from 'papaparse';
import { manifest, writeFiles } from './area.ts';
import type { Row } from './book.ts';
import { extractDay, firstDay, iso } from './days.ts';
import { culture } from './names.ts';
import { type Random, random } from './random.ts';
import { type Extract, pathOf } from './sheets.ts';
import { csvLine, truthHeaders, truthOfRow } from './truth.ts';

/** How many rows of a kind the next day's extract adds, changes and leaves out. */
export type Change = { added: number; changed: number; withdrawn: number };
export type Changes = Change & { unchanged: number; byKind: Record<string, Change> };

type Listed = Extract & { received_at: string; from: string; to: string };
type TruthRecord = { agency: string; kind: string; key: string; person_id: string };

/** Kinds of which a day adds, changes or withdraws rows; every other file is sent again as it was. */
const touched: ReadonlySet<string> = new Set([
  'ssd.person',
  'ssd.address',
  'ssd.mother',
  'ssd.contacts',
  'ssd.cin_plans',
  'ssd.cin_visits',
  'ssd.involvements',
  'police.nominals',
  'police.occurrences',
]);

const received = '2026-11-17T06:00:00Z';
const today = extractDay + 1;

async function parse<T>(path: string): Promise<T[]> {
  return Papa.parse<T>(await readFile(path, 'utf8'), { header: true, skipEmptyLines: true }).data;
}

/** A folder of extracts and its truth, opened for a day's changes, each of which is counted. */
type Desk = {
  chance: Random;
  rows(kind: string): Row[];
  add(kind: string, row: Row): void;
  change(kind: string, row: Row, columns: Row): void;
  withdraw(kind: string, row: Row): void;
  /** The true person behind an agency's number. */
  personOf(agency: string, number: string): string;
  /** Gives a true person a number that the agency has not used. */
  newNumber(agency: string, person: string): string;
  known(agency: string): ReadonlyMap<string, string>;
};

const recorded = (chance: Random): string =>
  `${iso(today)}T${String(chance.int(9, 17)).padStart(2, '0')}:${String(chance.int(10, 59))}:00Z`;

/** Row numbers of rows added today do not follow the old series. */
const fresh = (series: string, count: number): string => `${series}T${String(count).padStart(4, '0')}`;

/** What happens on the day: visits, contacts and calls; a birth; corrections; things entered by mistake taken out. */
function liveOneDay(desk: Desk): { born: { id: string; mother: string } | null } {
  const { chance } = desk;
  const on = iso(today);
  const take = (kind: string, fits: (row: Row) => boolean, count: number): Row[] => {
    const fitting = desk.rows(kind).filter(fits);
    const some: Row[] = [];
    while (some.length < count && some.length < fitting.length) {
      const row = chance.pick(fitting);
      if (!some.includes(row)) some.push(row);
    }
    return some;
  };

  const onPlan = desk.rows('ssd.cin_plans').filter((row) => row.cinp_cin_plan_end_date === '');
  const children = [...new Set(onPlan.map((row) => row.cinp_person_id ?? ''))].slice(0, 3);
  children.forEach((child, i) => {
    desk.add('ssd.cin_visits', {
      cinv_cin_visit_id: fresh('CNV', i + 1),
      cinv_person_id: child,
      cinv_cin_visit_date: on,
      cinv_cin_visit_seen: 'Y',
      cinv_cin_visit_seen_alone: i === 0 ? 'Y' : 'N',
      cinv_cin_visit_bedroom: 'N',
    });
  });
  take('ssd.contacts', (row) => (row.cont_contact_date ?? '') > '2024', 2).forEach((row, i) => {
    desk.add('ssd.contacts', { ...row, cont_contact_id: fresh('CON', i + 1), cont_contact_date: on });
  });

  const [victim, suspect] = take('police.nominals', (row) => row.date_of_birth !== '', 2);
  for (const [nominal, role] of [
    [victim, 'victim'],
    [suspect, 'suspect'],
  ] as const)
    if (nominal)
      desk.add('police.occurrences', {
        occurrence_no: fresh('OCC2026', 1),
        nominal_id: nominal.nominal_id ?? '',
        role,
        occurred_from: on,
        occurred_to: on,
        offence_type: 'violence',
        outcome: '',
      });
  const police = desk.known('police');
  const unmet = take(
    'ssd.person',
    (row) => !police.has(desk.personOf('social-care', row.pers_person_id ?? '')),
    1,
  )[0];
  if (unmet) {
    const number = desk.newNumber('police', desk.personOf('social-care', unmet.pers_person_id ?? ''));
    desk.add('police.nominals', {
      nominal_id: number,
      surname: unmet.pers_surname ?? '',
      forename: unmet.pers_forename ?? '',
      date_of_birth: unmet.pers_dob ?? '',
      sex: unmet.pers_sex ?? '',
      address: '',
      postcode: '',
    });
    desk.add('police.occurrences', {
      occurrence_no: fresh('OCC2026', 2),
      nominal_id: number,
      role: 'victim',
      occurred_from: on,
      occurred_to: on,
      offence_type: 'theft',
      outcome: '',
    });
  }
  const born = birth(desk);

  for (const row of take('police.nominals', (each) => each.date_of_birth === '', 3)) {
    const person = desk.personOf('police', row.nominal_id ?? '');
    const same = desk
      .rows('ssd.person')
      .find(
        (each) => each.pers_dob !== '' && desk.personOf('social-care', each.pers_person_id ?? '') === person,
      );
    if (same) desk.change('police.nominals', row, { date_of_birth: same.pers_dob ?? '' });
  }
  // Whoever leads stays: plans and episodes name them.
  const leads = ['Allocated social worker', 'Lead practitioner'];
  for (const row of take(
    'ssd.involvements',
    (each) => each.invo_involvement_end_date === '' && !leads.includes(each.invo_professional_role_id ?? ''),
    2,
  ))
    desk.change('ssd.involvements', row, { invo_involvement_end_date: on });
  for (const row of take('ssd.person', (each) => each.pers_ethnicity === 'NOBT', 2))
    desk.change('ssd.person', row, { pers_ethnicity: 'WBRI' });

  const past = (when: string | undefined): boolean =>
    (when ?? '') >= iso(firstDay) && (when ?? '') < iso(extractDay - 30);
  for (const row of take('ssd.contacts', (each) => past(each.cont_contact_date), 1))
    desk.withdraw('ssd.contacts', row);
  for (const row of take('ssd.cin_visits', (each) => past(each.cinv_cin_visit_date), 2))
    desk.withdraw('ssd.cin_visits', row);
  const [mistaken] = take('police.occurrences', (row) => past(row.occurred_from), 1);
  for (const row of desk
    .rows('police.occurrences')
    .filter((each) => each.occurrence_no === mistaken?.occurrence_no))
    desk.withdraw('police.occurrences', row);
  return { born };
}

/** A child born three days ago to a mother whom social care knows, with its own rows. */
function birth(desk: Desk): { id: string; mother: string } | null {
  const { chance } = desk;
  const young = new Map(
    desk
      .rows('ssd.person')
      .filter((row) => row.pers_sex === 'F' && (row.pers_dob ?? '') > '1988' && (row.pers_dob ?? '') < '2004')
      .map((row) => [row.pers_person_id ?? '', row]),
  );
  const homes = desk
    .rows('ssd.address')
    .filter(
      (row) =>
        row.addr_address_end_date === '' &&
        row.addr_address_postcode !== '' &&
        young.has(row.addr_person_id ?? ''),
    );
  const home = homes.length > 0 ? chance.pick(homes) : undefined;
  const mother = home && young.get(home.addr_person_id ?? '');
  if (!home || !mother) return null;
  const birthday = iso(today - 3);
  const person = 'T-born-today';
  const number = desk.newNumber('social-care', person);
  desk.add('ssd.person', {
    pers_person_id: number,
    pers_sex: 'F',
    pers_gender: '02',
    pers_ethnicity: mother.pers_ethnicity ?? 'NOBT',
    pers_dob: birthday,
    pers_send_flag: 'N',
    pers_is_mother: 'N',
    pers_forename: chance.pick(culture('english').female),
    pers_surname: mother.pers_surname ?? '',
  });
  desk.add('ssd.address', {
    ...home,
    addr_table_id: fresh('ADR', 1),
    addr_person_id: number,
    addr_address_start_date: birthday,
  });
  desk.add('ssd.mother', {
    moth_table_id: fresh('MOT', 1),
    moth_person_id: mother.pers_person_id ?? '',
    moth_childs_person_id: number,
    moth_childs_dob: birthday,
  });
  return { id: person, mother: desk.personOf('social-care', mother.pers_person_id ?? '') };
}

/** A file that the day touches, with its rows. */
type Opened = Extract & { rows: Row[] };

/**
 * Makes the next day's extracts from a folder that `makeArea` made: a few rows added, changed and left out, all under
 * full coverage, received a day later. Writes `OUT/extracts` and `OUT/truth` with `changes.json`, and returns the
 * counts: what an intake of the first folder and then this one must find. The same seed gives the same bytes.
 * Rejects when the folder has no extracts or no truth.
 */
export async function makeTomorrow(options: {
  from: string;
  seed: number | string;
  out: string;
}): Promise<Changes> {
  const { from, out } = options;
  const chance = random(`tomorrow/${options.seed}`);
  const listed = (
    JSON.parse(await readFile(join(from, 'extracts/manifest.json'), 'utf8')) as { extracts: Listed[] }
  ).extracts;
  const about = JSON.parse(await readFile(join(from, 'truth/about.json'), 'utf8')) as {
    rows: Record<string, number>;
  };
  const truth = await parse<TruthRecord>(join(from, 'truth/records.csv'));
  const files = new Map<string, Opened>();
  for (const { path, agency, kind } of listed)
    if (touched.has(kind))
      files.set(kind, { path, agency, kind, rows: await parse<Row>(join(from, 'extracts', path)) });

  const byKind: Record<string, Change> = {};
  const count = (kind: string): Change => {
    const found = byKind[kind] ?? { added: 0, changed: 0, withdrawn: 0 };
    byKind[kind] = found;
    return found;
  };
  const file = (kind: string): Opened => {
    const known = files.get(kind);
    if (known) return known;
    const agency = kind.startsWith('police.') ? 'police' : 'social-care';
    const made = { path: pathOf(agency, kind), agency, kind, rows: [] };
    files.set(kind, made);
    return made;
  };
  const numbersOf = peopleByNumber(truth);
  const fresh: string[] = [];
  const gone = new Set<string>();
  const desk: Desk = {
    chance,
    rows: (kind) => files.get(kind)?.rows ?? [],
    add(kind, row) {
      const { rows, agency } = file(kind);
      rows.push({ ...row, recorded_at: recorded(chance) });
      fresh.push(truthOfRow(agency, kind, row, (number) => desk.personOf(agency, number)));
      count(kind).added += 1;
    },
    change(kind, row, columns) {
      Object.assign(row, columns, { recorded_at: recorded(chance) });
      count(kind).changed += 1;
    },
    withdraw(kind, row) {
      const { rows } = file(kind);
      rows.splice(rows.indexOf(row), 1);
      gone.add(keyIn(kind, row));
      count(kind).withdrawn += 1;
    },
    personOf(agency, number) {
      const person = numbersOf(agency).get(number);
      if (person === undefined) throw new Error(`No person of ${agency} has the number ${number}.`);
      return person;
    },
    newNumber(agency, person) {
      const numbers = numbersOf(agency);
      for (;;) {
        const number = `${agency === 'police' ? 'N' : 'C'}${chance.int(100_000, 999_999)}`;
        if (numbers.has(number)) continue;
        numbers.set(number, person);
        return number;
      }
    },
    known: (agency) => new Map([...numbersOf(agency)].map(([number, person]) => [person, number])),
  };
  const { born } = liveOneDay(desk);

  const sum = (what: keyof Change): number =>
    Object.values(byKind).reduce((total, each) => total + each[what], 0);
  const [added, changed, withdrawn] = [sum('added'), sum('changed'), sum('withdrawn')];
  const before = Object.values(about.rows).reduce((total, rows) => total + rows, 0);
  const changes: Changes = { added, changed, withdrawn, unchanged: before - changed - withdrawn, byKind };
  const rows = { ...about.rows };
  for (const [kind, change] of Object.entries(byKind))
    rows[kind] = (rows[kind] ?? 0) + change.added - change.withdrawn;
  const still = truth.filter(({ kind, key }) => !gone.has(`${kind} ${key}`));
  const lines = still.map((each) => csvLine(each.agency, each.kind, each.key, each.person_id));
  await sendAgain(from, out, listed, files);
  await writeFiles(out, [
    { path: 'extracts/manifest.json', text: manifest(listedAgain(listed, files), { received, to: today }) },
    ...[...files.values()].map(({ path, kind, rows: all }) => ({
      path: `extracts/${path}`,
      text: writeCsv(kind, all),
    })),
    {
      path: 'truth/records.csv',
      text: `${truthHeaders['truth/records.csv']}${lines.join('')}${fresh.join('')}`,
    },
    ...(await truthOnward(from, born)),
    { path: 'truth/about.json', text: `${JSON.stringify({ ...about, as_of: iso(today), rows }, null, 2)}\n` },
    { path: 'truth/changes.json', text: `${JSON.stringify(changes, null, 2)}\n` },
  ]);
  return changes;
}

/** A row's kind and key, as the truth about records names them. */
const keyIn = (kind: string, row: Row): string =>
  `${kind} ${keyColumnsOf(kind)
    .map((name) => row[name] ?? '')
    .join('|')}`;

/** What is listed now: all that was, and files that the day began. */
function listedAgain(listed: readonly Listed[], files: ReadonlyMap<string, Opened>): Extract[] {
  const begun = [...files.values()].filter(({ path }) => !listed.some((each) => each.path === path));
  const own = ({ received_at, from, to }: Listed) =>
    to === iso(extractDay) ? {} : { sent: { received: received_at, from, to } };
  return [
    ...listed.map((each) => ({ path: each.path, agency: each.agency, kind: each.kind, ...own(each) })),
    ...begun.map(({ path, agency, kind }) => ({ path, agency, kind })),
  ];
}

/** Copies what the day does not touch. */
async function sendAgain(
  from: string,
  out: string,
  listed: readonly Listed[],
  files: ReadonlyMap<string, Opened>,
): Promise<void> {
  for (const { path, kind } of listed) {
    if (files.has(kind)) continue;
    await mkdir(dirname(join(out, 'extracts', path)), { recursive: true });
    await copyFile(join(from, 'extracts', path), join(out, 'extracts', path));
  }
  await cp(join(from, 'truth'), join(out, 'truth'), { recursive: true });
}

/** Each agency's numbers and the true people behind them, by the rows that say who somebody is. */
function peopleByNumber(truth: readonly TruthRecord[]): (agency: string) => Map<string, string> {
  const people = new Map<string, Map<string, string>>();
  const numbersOf = (agency: string) => {
    const numbers = people.get(agency) ?? new Map<string, string>();
    people.set(agency, numbers);
    return numbers;
  };
  for (const { agency, kind, key, person_id } of truth) {
    const [column, ...more] = keyColumnsOf(kind);
    if (more.length === 0 && column === subjectColumnOf(kind)) numbersOf(agency).set(key, person_id);
  }
  return numbersOf;
}

/** Yesterday's truth about guardians, families and homes, with today's birth. */
async function truthOnward(
  from: string,
  born: { id: string; mother: string } | null,
): Promise<{ path: string; text: string }[]> {
  if (!born) return [];
  const text = (name: string): Promise<string> => readFile(join(from, 'truth', name), 'utf8');
  const since = iso(today - 3);
  const spells = await parse<{ person: string; family: string }>(join(from, 'truth/families.csv'));
  const family = spells.find((spell) => spell.person === born.mother)?.family;
  const homes = await parse<{ person: string; address: string; postcode: string }>(
    join(from, 'truth/homes.csv'),
  );
  const home = homes.find(({ person }) => person === born.mother);
  return [
    {
      path: 'truth/guardians.csv',
      text: `${await text('guardians.csv')}${csvLine(born.id, born.mother, since, '')}`,
    },
    {
      path: 'truth/families.csv',
      text: `${await text('families.csv')}${family ? csvLine(born.id, family, since, '') : ''}`,
    },
    {
      path: 'truth/homes.csv',
      text: `${await text('homes.csv')}${home ? csvLine(born.id, home.address, home.postcode, since) : ''}`,
    },
  ];
}
