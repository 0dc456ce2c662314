import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { comparedSql } from './compare.ts';
import { type Engine, openEngine } from './engine.ts';
import { arrangeFields, type FieldChoice } from './fields.ts';
import { guardOf } from './guards.ts';
import { kindOf } from './kinds/kinds.ts';
import type { LearntField, Model } from './model.ts';
import { bits, codeIn, countsValues, withCodes } from './pairs.ts';
import { random } from './random.ts';
import { mostProbable, omissionOf, scoredSql, weigh, weigherOf } from './score.ts';
import { encode } from './tables.ts';
import { comparePair, readValue } from './values.ts';

/*
 * One record set of awkward values, read, compared and weighed by the database and by TypeScript: each must give the same
 * features, the same levels and, within 1e-9, the same weights.
 */
const choices: FieldChoice[] = [
  { name: 'given', column: 'given', kind: 'given-name' },
  { name: 'middle', column: 'middle', kind: 'middle-name' },
  { name: 'family', column: 'family', kind: 'surname' },
  { name: 'whole (given)', column: 'whole', kind: 'given-name', ofFullName: true },
  { name: 'born', column: 'born', kind: 'date' },
  { name: 'year', column: 'year', kind: 'year' },
  { name: 'sex', column: 'sex', kind: 'sex' },
  { name: 'postcode', column: 'postcode', kind: 'postcode' },
  { name: 'street', column: 'street', kind: 'street' },
  { name: 'house', column: 'house', kind: 'house-number' },
  { name: 'town', column: 'town', kind: 'place' },
  { name: 'number', column: 'number', kind: 'identifier' },
  { name: 'nhs', column: 'nhs', kind: 'identifier', check: 'nhs-number' },
  { name: 'email', column: 'email', kind: 'email' },
  { name: 'phone', column: 'phone', kind: 'phone' },
];

const seeds: Readonly<Record<string, readonly string[]>> = {
  given: [
    'Mohammed Ali',
    'Muhammad',
    'Zoë',
    'Zoe-Anne',
    'Bob',
    'Robert',
    'Roberta',
    'J',
    'Jayden',
    'Hayden',
    'Łukasz',
    'Baby',
    'Twin 1',
    'Хасан',
    'Sir',
    "D'Arcy",
    'ﬁona',
    'Straße',
  ],
  middle: ['Nancy', 'N', 'Anne', 'Ann', ''],
  family: [
    'O’Neill',
    "O'Neil",
    'van der Berg',
    'Smith-Jones',
    'Jones Smith',
    'Smith',
    'Smyth',
    'MacDonald',
    'Mc Donald',
    'Unknown',
    'Ng',
    'Nğ',
  ],
  whole: ['Robert van der Berg', 'Berg, Robert', 'Cher', 'Mary Ann O Neill', ' Smith , John '],
  born: [
    '2014-06-09',
    '2014-09-06',
    '09/06/2014',
    '9 Jun 2014',
    '20140609',
    '2014-01-01',
    '2013-06-09',
    '1984-06-09',
    '1900-01-01',
    '2014-13-40',
    '2014-06-19',
    '1994-05-06 00:00:00',
  ],
  year: ['2014', '2013', '2014.0', '1914', '9999', '2014-05-05'],
  sex: ['F', 'male', '1', '2', 'Woman', 'x', 'girl'],
  postcode: ['AS1 2CD', 'as12cd', 'AS1 2CE', 'AS1 3CD', 'ZZ99 3VZ', '4011', '4101', '98101', '98117', '0000'],
  street: [
    '12 High Street',
    '12 High St',
    '14 High Street',
    'Flat 2, 12 High Street',
    'No fixed abode',
    'Tulloch Rd',
    'Tullock Road',
    '3 Bär Lane',
  ],
  house: ['12', '12a', '0012', '21', '0'],
  town: ['Ashmere', 'Ashmeer', 'Ash', 'Ashmere on Sea', 'unknown', 'København'],
  number: ['7364009', '7364090', '736-400-9', '1234567890', '9999999', 'AB12'],
  nhs: ['9876543210', '943 476 5919', '9434765918', '1111111111'],
  email: [
    'a.b@ex.org',
    'a.b@other.org',
    'ab@ex.org',
    'none@none',
    'robert255@smith.net',
    'roberta25@smith.net',
  ],
  phone: ['07700 900123', '+44 7700 900123', '07700 900132', '123', '000000000'],
};

const next = random(99);
const letters = 'abcdefghijklmnoprstuwyzáñø ';
function mistyped(value: string): string {
  const at = Math.floor(next() * (value.length + 1));
  const letter = letters[Math.floor(next() * letters.length)] ?? '';
  const kind = next();
  if (kind < 0.3) return value.slice(0, at) + letter + value.slice(at);
  if (kind < 0.6) return value.slice(0, at) + value.slice(at + 1);
  if (kind < 0.8) return value.slice(0, at) + (value[at + 1] ?? '') + (value[at] ?? '') + value.slice(at + 2);
  return value.slice(0, at) + letter + value.slice(at + 1);
}

const rows = Array.from({ length: 220 }, () =>
  Object.fromEntries(
    Object.entries(seeds).map(([column, values]) => {
      let value = values[Math.floor(next() * values.length)] ?? '';
      while (next() < 0.45) value = mistyped(value);
      return [column, next() < 0.12 ? '' : value.trim()];
    }),
  ),
);
for (let i = 0; i < 40; i++) {
  const { given = '', family = '' } = rows[i] ?? {};
  rows[i + 40] = { ...rows[i + 40], given: family, family: given };
}

const fields = arrangeFields(
  choices,
  choices.map((_, f) => ((f * 7) % 15) / 100),
);
const usual = fields.map(() => 3);
let engine: Engine;
const heldOf: Map<string, number>[] = [];

beforeAll(async () => {
  engine = await openEngine({ threads: 2 });
  const columns = Object.keys(seeds);
  await engine.create('input', {
    n: { type: 'integer', values: rows.map((_, n) => n) },
    source: { type: 'integer', values: rows.map(() => 0) },
    ...Object.fromEntries(
      columns.map((column, c) => [
        `c${c}`,
        { type: 'text' as const, values: rows.map((row) => row[column] || null) },
      ]),
    ),
  });
  await encode(engine, choices, ({ column }) => `c${columns.indexOf(column)}`);
  const every = 'SELECT a.n AS l, b.n AS r, 0 AS rules FROM record a JOIN record b ON a.n < b.n';
  await engine.run(`CREATE TABLE every_pair AS ${withCodes(fields, every)}`);
  await engine.run(`CREATE TABLE pair AS ${comparedSql(fields, 'every_pair', usual)}`);
  for (const f of fields.keys()) {
    const values = await engine.rows(`SELECT text, held FROM value${f} WHERE code > 0`);
    heldOf.push(new Map(values.map(({ text, held }) => [String(text), Number(held)])));
  }
});

afterAll(() => engine.close());

const valuesOf = (n: number) =>
  fields.map((field, f) =>
    readValue(field, rows[n]?.[field.column] ?? '', (text) => heldOf[f]?.get(text) ?? 1),
  );

test.each(choices.map(({ name }, f) => [name, f] as const))('%s is read alike', async (_, f) => {
  const field = fields[f];
  if (field === undefined) throw new Error('no such field');
  const names = kindOf(field).features.map(({ name }) => name);
  const read = await engine.rows(
    `SELECT r.n, v.* FROM record r JOIN value${f} v ON r.f${f} = v.code ORDER BY r.n`,
  );
  for (const row of read) {
    const value = readValue(
      field,
      rows[Number(row.n)]?.[field.column] ?? '',
      (text) => heldOf[f]?.get(text) ?? 1,
    );
    expect(value?.text ?? '', rows[Number(row.n)]?.[field.column]).toBe(row.text);
    for (const name of names)
      expect(value?.features[name] ?? '', `${name} of ${row.text}`).toBe(row[`x_${name}`]);
  }
});

test('every pair is compared alike, field by field', async () => {
  const all = rows.map((_, n) => valuesOf(n));
  const found = await engine.numbers(
    `SELECT l::INTEGER, r::INTEGER, ${fields.map((_, f) => codeIn(f)).join(', ')} FROM pair ORDER BY l, r`,
  );
  const seen = fields.map(() => new Set<number>());
  for (let i = 0; i < (found[0]?.length ?? 0); i++) {
    const [l, r] = [found[0]?.[i] ?? 0, found[1]?.[i] ?? 0];
    const { codes } = comparePair(fields, all[l] ?? [], all[r] ?? [], usual);
    for (let f = 0; f < fields.length; f++) {
      const inSql = found[2 + f]?.[i] ?? 0;
      if (inSql !== codes[f]) {
        expect.fail(
          `${fields[f]?.name}: ${rows[l]?.[fields[f]?.column ?? '']} and ${rows[r]?.[fields[f]?.column ?? '']}: SQL ${inSql}, TypeScript ${codes[f]}`,
        );
      }
      seen[f]?.add(inSql);
    }
  }
  expect(seen.map((levels) => levels.size).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(65);
});

const chance = fc.double({ min: 1e-7, max: 1, noNaN: true });

function modelOf(numbers: readonly number[]): Model {
  let at = 0;
  const draw = () => numbers[at++ % numbers.length] ?? 0.5;
  const learnt = fields.map(({ comparison, after, ...choice }): LearntField => {
    const chances = () => comparison.levels.map(draw);
    return {
      ...choice,
      levels: comparison.levels.map(({ name }) => name),
      after: [...after],
      m: [chances(), chances(), chances()],
      u: [chances(), chances(), chances()],
      h: [chances(), chances(), chances()],
      byChance: [draw(), draw(), draw(), draw()],
      omission: [draw(), draw(), draw(), draw()].map((part) => 4 * part - 2),
      stated: 200,
      agreement: 0.02,
      usual: comparison.levels.map(({ frequency }) => (frequency === 'near' ? Math.round(draw() * 9) : 0)),
      held: [],
    };
  });
  return {
    version: 4,
    records: 220,
    precision: 0.99,
    fields: learnt,
    rules: [],
    relativesApart: true,
    namesakes: 1,
    twins: 1,
    prior: draw() * 0.3,
    relatives: draw() * 0.3,
    threshold: 0,
    expectedPrecision: 1,
  };
}

test('weights are equal within 1e-9 whatever the model', async () => {
  const rows = await engine.rows(
    'SELECT DISTINCT pattern::VARCHAR AS pattern FROM pair WHERE (l * 31 + r) % 40 = 0',
  );
  const patterns = rows.map(({ pattern }) => ({
    pattern: String(pattern),
    codes: fields.map((_, f) =>
      Number((BigInt(String(pattern)) >> BigInt(bits * f)) & BigInt(2 ** bits - 1)),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(fc.array(chance, { minLength: 60, maxLength: 60 }), async (numbers) => {
      const weigher = weigherOf(fields, modelOf(numbers));
      const held = fields.map((field, f) => (countsValues(field) ? `h${f}::INTEGER` : '0')).join(', ');
      const omissions = patterns
        .map(
          ({ pattern, codes }) =>
            `SELECT ${pattern} AS pattern, ${omissionOf(weigher, codes)}::DOUBLE AS omission`,
        )
        .join(' UNION ALL ');
      const found = await engine.numbers(
        `SELECT weight, probability, kin::INTEGER, ${fields.map((_, f) => codeIn(f)).join(', ')}, ${held} FROM (${scoredSql(weigher, `SELECT p.*, o.omission FROM pair p JOIN (${omissions}) o ON p.pattern = o.pattern WHERE (l * 31 + r) % 40 = 0`)})`,
      );
      for (let i = 0; i < (found[0]?.length ?? 0); i++) {
        const at = (c: number) => found[c]?.[i] ?? 0;
        const weighed = weigh(
          weigher,
          fields.map((_, f) => at(3 + f)),
          fields.map((_, f) => at(3 + fields.length + f)),
        );
        expect(Math.abs(weighed.weight - at(0))).toBeLessThan(1e-9);
        expect(Math.abs(weighed.probability - at(1))).toBeLessThan(1e-9);
        expect(weighed.kin ? 1 : 0).toBe(at(2));
        const sum =
          weighed.terms.reduce((total, term) => total + term, 0) - weighed.relatives + weighed.omission;
        expect(Math.abs(sum - weighed.weight)).toBeLessThan(1e-9);
        const most = mostProbable(
          weigher,
          fields.map((_, f) => at(3 + f)),
        );
        expect(most).toBeGreaterThan(weighed.probability - 1e-9);
      }
    }),
    { numRuns: 8 },
  );
});

test('the guard takes every code that a comparison gives', () => {
  const guard = guardOf(fields, { relativesApart: true, namesakes: 1, twins: 1 });
  const values = rows.map((_, n) => valuesOf(n));
  const { codes } = comparePair(fields, values[0] ?? [], values[1] ?? [], usual);
  expect(() => guard(codes)).not.toThrow();
});
