/**
 * `npm run bench:truth:census -- [--seeds 6,7,8] [--noise 1,2]`: what a build finds of people who were not made here: simulated
 * households of a census (../shared/data/linkage; left out with a line where it is absent), told by Ashmere's agencies in the
 * formats and with the errors of theirs (makeGiven). Scored on the day of the extracts: pairs of records of one person, two people of one
 * household with a child, a child and its guardian. It ends with 1 where a limit is missed at the usual noise.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openEngine } from '@vantage/linkage';
import { type GivenPerson, makeGiven, type Score, score } from '@vantage/synth';
import { addressKey, guardiansOn } from '../../vantage/dist/families/index.js';
import { linkedRecords } from '../../vantage/dist/identity/index.js';
import { openDatabase } from '../../vantage/dist/platform/index.js';
import { systemActor } from '../../vantage/dist/sharing/index.js';

const root = resolve(import.meta.dirname, '../..');
const file = join(root, '../shared/data/linkage/pseudopeople_census_2020.parquet');
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '6,7,8' }, noise: { type: 'string', default: '1,2' } },
});

/** F1 of each, at the usual noise. */
const limits = { persons: 0.985, households: 0.97, guardians: 0.95 };
/** The day on which the extracts end. */
const today = '2026-11-15';
/** Who was born later is under 18 then. */
const grown = '2008-11-15';
/** Years from the census to the extracts, so that people are as old as it says. */
const since = 6;

/** People of private households; what each is to others as the census says. */
async function people(): Promise<GivenPerson[]> {
  const engine = await openEngine();
  try {
    const rows = await engine.rows(
      `SELECT simulant_id AS id, household_id AS household, first_name AS given, last_name AS surname,
         (date_of_birth::DATE + INTERVAL ${since} YEAR)::DATE::VARCHAR AS born, sex,
         concat_ws(', ', 'Flat ' || nullif(regexp_replace(unit_number, '[^0-9A-Za-z]+', '', 'g'), ''), coalesce(street_number, '')) AS house,
         coalesce(street_name, 'no name street') AS street, guardian_1, guardian_2
       FROM '${file}' WHERE relationship_to_reference_person NOT LIKE '%group quarters%' AND first_name IS NOT NULL AND last_name IS NOT NULL
       ORDER BY household_id, simulant_id`,
    );
    const text = (value: unknown) => String(value ?? '');
    return rows.map((row) => ({
      id: text(row.id),
      household: text(row.household),
      given: text(row.given),
      surname: text(row.surname),
      born: text(row.born),
      sex: row.sex === 'Female' ? 'female' : 'male',
      house: text(row.house),
      street: text(row.street),
      guardians: [row.guardian_1, row.guardian_2].filter((one) => one !== null).map(text),
    }));
  } finally {
    engine.close();
  }
}

/** Whom a build puts together in a data folder, against what is true. Households are the addresses that are chosen of people, with somebody under 18 at each. */
async function found(data: string, truth: string) {
  const db = await openDatabase({ data, command: 'bench:truth:census' });
  try {
    return await db.asActor(systemActor('ashmere', 'bench'), async (tx) => {
      const rows = await tx.sql<{
        person: string;
        address: string | null;
        postcode: string | null;
        born: string | null;
      }>(
        `SELECT a.person_id AS person, a.parts ->> 'address' AS address, a.parts ->> 'postcode' AS postcode,
           (SELECT value FROM person_detail b WHERE b.area = a.area AND b.person_id = a.person_id AND b.kind = 'birth-date' AND b.place = 0) AS born
         FROM person_detail a WHERE a.area = $1 AND a.kind = 'address' AND a.place = 0`,
        [tx.actor.area],
      );
      const homes = Map.groupBy(
        rows,
        ({ address, postcode }) => addressKey(address ?? undefined, postcode ?? undefined) ?? '',
      );
      homes.delete('');
      const families = [...homes].flatMap(([family, those]) =>
        those.some(({ born }) => born !== null && born > grown)
          ? those.map(({ person }) => ({ person, family }))
          : [],
      );
      return score(truth, {
        linkedRecords: linkedRecords(tx),
        guardians: await guardiansOn(tx, today),
        families,
      });
    });
  } finally {
    await db.close();
  }
}

if (!existsSync(file)) {
  console.log(`left out: ${file} is not here`);
  process.exit();
}
const given = await people();
const shown = ({ precision, recall, f1 }: Score) =>
  [precision, recall, f1].map((value) => value.toFixed(4)).join(' ');
console.log(`${given.length} people of ${new Set(given.map(({ household }) => household)).size} households`);
console.log(
  'seed noise   persons: precision recall F1   households: precision recall F1   guardians: precision recall F1',
);
let missed = false;
for (const noise of values.noise.split(','))
  for (const seed of values.seeds.split(',')) {
    const folder = mkdtempSync(join(tmpdir(), 'vantage-census-'));
    // The server's own user must pass through.
    chmodSync(folder, 0o711);
    try {
      const [area, data] = [join(folder, 'area'), join(folder, 'data')];
      await makeGiven({ people: given, seed, noise: Number(noise), out: area });
      const built = spawnSync(
        process.execPath,
        [join(root, 'vantage/bin/vantage.mjs'), 'build', join(area, 'extracts'), '--data', data, '--json'],
        { encoding: 'utf8' },
      );
      if (built.status !== 0 && built.status !== 3) throw new Error(built.stderr);
      const { persons, families: households, guardians } = await found(data, join(area, 'truth'));
      console.log(
        `${seed.padEnd(4)} ${noise.padEnd(5)}   ${shown(persons)}   ${shown(households)}   ${shown(guardians)}`,
      );
      missed ||=
        noise === '1' &&
        (persons.f1 < limits.persons || households.f1 < limits.households || guardians.f1 < limits.guardians);
    } finally {
      if (process.env.KEEP === undefined) rmSync(folder, { recursive: true, force: true });
      else console.log(folder);
    }
  }
console.log(
  `\nlimits at the usual noise: persons F1 ${limits.persons}, households F1 ${limits.households}, guardians F1 ${limits.guardians}: ${missed ? 'MISSED' : 'kept'}`,
);
process.exitCode = missed ? 1 : 0;
