/**
 * `npm run bench:linkage -- [SET…]`: pair F1 over clusters on labelled records, each set linked by the command with the kinds
 * of its columns and nothing else. Sets: febrl_1, febrl_2, febrl_3, febrl_4, fake_1000, historical, persons (simulated
 * people with noise), relatives (made-up twins, fathers and sons, cousins). The first six and persons read
 * ../shared/data/linkage and are left out, with a line, where it is absent.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openEngine } from '@vantage/linkage';
import { link } from './command.ts';
import { makeFamilies, slip } from './people.ts';
import { random } from './random.ts';
import { scorePairs } from './score.ts';

const folder = resolve(import.meta.dirname, '../../../shared/data/linkage');
const wanted = process.argv.slice(2).filter((name) => name !== '--');
const temporary = mkdtempSync(join(tmpdir(), 'vantage-labelled-'));

type Set = {
  settings: { inputs: { file: string; source: string }[]; mode: string; id: string; fields: object };
  /** True group of a record, by source and id. */
  truth: Map<string, string>;
  reach: number;
  /** Pairs of records that must not share a cluster, by source and id. */
  apart?: [string, string][];
};

const febrlFields = {
  given_name: 'given-name',
  surname: 'surname',
  street_number: 'house-number',
  address_1: 'street',
  address_2: 'text',
  suburb: 'place',
  postcode: 'postcode',
  state: 'place',
  date_of_birth: { kind: 'date', format: '%Y%m%d' },
  soc_sec_id: 'identifier',
};

async function read(sql: string): Promise<Record<string, string | number | boolean | null>[]> {
  const engine = await openEngine();
  try {
    return await engine.rows(sql);
  } finally {
    engine.close();
  }
}

async function febrl(files: readonly string[], mode: string, reach: number): Promise<Set> {
  const inputs = files.map((name, i) => ({ file: join(folder, `febrl_${name}.csv`), source: `s${i}` }));
  const truth = new Map<string, string>();
  for (const { file, source } of inputs) {
    for (const { id } of await read(
      `SELECT trim(rec_id) AS id FROM read_csv('${file}', all_varchar = true)`,
    )) {
      truth.set(`${source}:${id}`, String(id).split('-')[1] ?? '');
    }
  }
  return { settings: { inputs, mode, id: 'rec_id', fields: febrlFields }, truth, reach };
}

async function labelled(file: string, fields: object, reach: number): Promise<Set> {
  const path = join(folder, file);
  const rows = await read(`SELECT unique_id AS id, cluster FROM '${path}'`);
  return {
    settings: { inputs: [{ file: path, source: 's' }], mode: 'dedupe', id: 'unique_id', fields },
    truth: new Map(rows.map(({ id, cluster }) => [`s:${id}`, String(cluster)])),
    reach,
  };
}

const csv = (rows: readonly Readonly<Record<string, string>>[]) => {
  const columns = Object.keys(rows[0] ?? {});
  return [columns.join(','), ...rows.map((row) => columns.map((column) => row[column] ?? '').join(','))].join(
    '\n',
  );
};

/** Simulated people of a census, told twice: as they are, and with noise of our own. */
async function persons(reach: number): Promise<Set> {
  const rows = await read(
    `SELECT simulant_id, household_id, first_name, middle_initial, last_name, date_of_birth::DATE::VARCHAR AS born, sex, street_number, street_name, unit_number, city, zipcode FROM '${join(folder, 'pseudopeople_census_2020.parquet')}'`,
  );
  const next = random(77);
  const truth = new Map<string, string>();
  const told = (source: string, noise: number) => {
    const out = rows.flatMap((row, i) => {
      if (source === 'b' && next() < 0.3) return [];
      const cell = (name: string) => String(row[name] ?? '').replaceAll(',', ' ');
      const typed = (name: string, share: number, missing: number) => {
        if (next() < missing * noise) return '';
        return next() < share * noise ? slip(cell(name), next) : cell(name);
      };
      let born = next() < 0.02 * noise ? '' : cell('born');
      const [year = '', month = '', day = ''] = born.split('-');
      if (born !== '' && next() < 0.02 * noise && Number(day) <= 12) born = `${year}-${day}-${month}`;
      else if (born !== '' && next() < 0.02 * noise)
        born = `${year}-${month}-${String(1 + Math.floor(next() * 28)).padStart(2, '0')}`;
      const swapped = next() < 0.01 * noise;
      const [given, family] = [typed('first_name', 0.05, 0.02), typed('last_name', 0.05, 0.02)];
      const moved = next() < 0.08 * noise ? rows[Math.floor(next() * rows.length)] : row;
      const at = (name: string) => String(moved?.[name] ?? '').replaceAll(',', ' ');
      truth.set(`${source}:${source}${i}`, String(row.simulant_id));
      return [
        {
          id: `${source}${i}`,
          first_name: swapped ? family : given,
          middle: typed('middle_initial', 0.01, 0.1),
          last_name: swapped ? given : family,
          born,
          sex: next() < 0.005 * noise ? (cell('sex') === 'Male' ? 'Female' : 'Male') : cell('sex'),
          number: at('street_number'),
          street: next() < 0.05 * noise ? slip(at('street_name'), next) : at('street_name'),
        },
      ];
    });
    const file = join(temporary, `persons_${source}.csv`);
    writeFileSync(file, csv(out));
    return { file, source };
  };
  return {
    settings: {
      inputs: [told('a', 0), told('b', 1)],
      mode: 'dedupe',
      id: 'id',
      fields: {
        first_name: 'given-name',
        middle: 'middle-name',
        last_name: 'surname',
        born: 'date',
        sex: 'sex',
        number: 'house-number',
        street: 'street',
      },
    },
    truth,
    reach,
  };
}

/** Twins, fathers and sons of one name, cousins of one name; each told by one to three sources, some with slips. */
function relatives(reach: number): Set {
  const { people, kinds, next } = makeFamilies(2400, 5);
  const truth = new Map<string, string>();
  const rows = people.flatMap((person, i) =>
    Array.from({ length: 1 + Math.floor(next() * 3) }, (_empty, copy) => {
      const id = `r${i}_${copy}`;
      truth.set(`s:${id}`, person.truth);
      const { truth: _truth, ...fields } = person;
      const told = { id, ...fields };
      if (next() < 0.06) told.given = slip(told.given, next);
      if (next() < 0.06) told.surname = slip(told.surname, next);
      if (next() < 0.03) told.born = '';
      if (next() < 0.03) told.postcode = '';
      return told;
    }),
  );
  const file = join(temporary, 'relatives.csv');
  writeFileSync(file, csv(rows));
  console.log(
    `relatives: ${kinds.twins} pairs of twins, ${kinds.named} fathers and sons of one name, ${kinds.cousins} pairs of cousins of one name; ${rows.length} records`,
  );
  return {
    settings: {
      inputs: [{ file, source: 's' }],
      mode: 'dedupe',
      id: 'id',
      fields: {
        given: 'given-name',
        surname: 'surname',
        born: 'date',
        sex: 'sex',
        street: 'street',
        postcode: 'postcode',
      },
    },
    truth,
    reach,
  };
}

const sets: Readonly<Record<string, () => Promise<Set> | Set>> = {
  febrl_1: () => febrl(['1'], 'dedupe', 0.99),
  febrl_2: () => febrl(['2'], 'dedupe', 0.985),
  febrl_3: () => febrl(['3'], 'dedupe', 0.985),
  febrl_4: () => febrl(['4a', '4b'], 'one-to-one', 0.9995),
  fake_1000: () =>
    labelled(
      'fake_1000.csv',
      { first_name: 'given-name', surname: 'surname', dob: 'date', city: 'place', email: 'email' },
      0.9,
    ),
  historical: () =>
    labelled(
      'historical_figures_half.parquet',
      {
        first_name: 'given-name',
        surname: 'surname',
        dob: 'date',
        birth_place: 'place',
        postcode_fake: 'postcode',
        gender: 'sex',
        occupation: 'text',
      },
      0.93,
    ),
  persons: () => persons(0.985),
  relatives: () => relatives(0.9),
};

const lines: string[][] = [];
for (const [name, make] of Object.entries(sets)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  if (name !== 'relatives' && !existsSync(folder)) {
    console.log(`Skipped ${name}: labelled records are not at ../shared/data/linkage.`);
    continue;
  }
  const { settings, truth, reach } = await make();
  const { clusterOf, seconds } = link(settings);
  const keys = [...truth.keys()];
  const { precision, recall, f1 } = scorePairs(
    keys.map((key) => clusterOf.get(key) ?? key),
    keys.map((key) => truth.get(key) ?? key),
  );
  const figures = [precision, recall, f1].map((value) => value.toFixed(4));
  lines.push([
    name,
    String(truth.size),
    ...figures,
    String(reach),
    f1 >= reach ? 'yes' : 'NO',
    seconds.toFixed(1),
  ]);
  console.log(lines.at(-1)?.join('  '));
}
rmSync(temporary, { recursive: true, force: true });

const heads = ['set', 'records', 'precision', 'recall', 'F1', 'to reach', 'reached', 'seconds'];
const widths = heads.map((head, c) => Math.max(head.length, ...lines.map((line) => line[c]?.length ?? 0)));
console.log(
  `\n${[heads, ...lines].map((line) => line.map((cell, c) => cell.padEnd(widths[c] ?? 0)).join('  ')).join('\n')}`,
);
