import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { type GivenPerson, makeGiven } from './given.ts';

const person = (id: string, household: string, born: string, guardians: string[] = []): GivenPerson => ({
  id,
  household,
  given: `Given${id}`,
  surname: `Name${household}`,
  born,
  sex: Number(id) % 2 === 0 ? 'female' : 'male',
  house: household,
  street: 'Test Street',
  guardians,
});

/** Forty households of a mother, a father and a child, and ten of one grown person. */
const people = Array.from({ length: 50 }, (_, i) => {
  const [mother, father, child] = [i * 10, i * 10 + 1, i * 10 + 2].map(String) as [string, string, string];
  return i < 40
    ? [
        person(mother, `${i}`, '1985-03-04'),
        person(father, `${i}`, '1984-05-06'),
        person(child, `${i}`, '2014-07-08', [mother, father]),
      ]
    : [person(mother, `${i}`, '1970-01-02')];
}).flat();

test('people who are given are told by agencies, and the truth is who they are', async () => {
  const out = mkdtempSync(join(tmpdir(), 'vantage-given-'));
  try {
    const { rows } = await makeGiven({ people, seed: '1', noise: 0, out });
    const read = (path: string) =>
      Papa.parse<Record<string, string>>(readFileSync(join(out, path), 'utf8'), {
        header: true,
        skipEmptyLines: true,
      }).data;
    const families = read('truth/families.csv');
    expect(new Set(families.map(({ family }) => family)).size, 'households with a child').toBe(40);
    expect(families).toHaveLength(120);
    expect(read('truth/guardians.csv').map(({ child, guardian }) => [child, guardian])).toEqual(
      people.flatMap(({ id, guardians }) => guardians.map((guardian) => [id, guardian])),
    );
    // Without noise each row names the person whom the truth says it is about.
    const byId = new Map(people.map((one) => [one.id, one]));
    const whose = new Map(
      read('truth/records.csv').map(({ kind, key, person_id }) => [
        `${kind} ${key}`,
        byId.get(person_id ?? ''),
      ]),
    );
    const pupils = read('extracts/schools/pupils.csv');
    expect(pupils.length).toBeGreaterThan(30);
    for (const { pupil_id, urn, entrydate, forename, surname, dob } of pupils) {
      const real = whose.get(`school.pupils ${[pupil_id, urn, entrydate].join('|')}`);
      expect([forename, surname, dob]).toEqual([real?.given, real?.surname, real?.born]);
    }
    expect(rows['ssd.person'] ?? 0).toBeGreaterThan(20);
    expect(new Set(read('extracts/early-help/cases.csv').map(({ role }) => role))).toEqual(
      new Set(['child', 'parent']),
    );
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
