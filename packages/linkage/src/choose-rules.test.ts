import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseRules } from './choose-rules.ts';
import { type Engine, openEngine } from './engine.ts';
import { arrangeFields, type Field, type FieldChoice } from './fields.ts';
import { findCandidates, makeKeys } from './pairs.ts';
import { encode, spreadOf } from './tables.ts';

const choices: FieldChoice[] = [
  { name: 'given', kind: 'given-name', column: 'given' },
  { name: 'surname', kind: 'surname', column: 'surname' },
  { name: 'born', kind: 'date', column: 'born' },
  { name: 'sex', kind: 'sex', column: 'sex' },
  { name: 'postcode', kind: 'postcode', column: 'postcode' },
];
const people = 60_000;
let engine: Engine;
let fields: Field[];
let agreement: number[];

/*
 * Sixty thousand people, a quarter of them told twice. Of the later tellings one in five says no birth date, one another given
 * name, one another surname and one another postcode.
 */
beforeAll(async () => {
  engine = await openEngine({ threads: 2 });
  const word = (salt: string, count: number) =>
    `list_reduce(list_transform(range(3), i -> chr((97 + hash(hash(person, '${salt}') % ${count}, i) % 26)::INTEGER) || list_extract(['a', 'e', 'i', 'o', 'u'], (1 + hash(hash(person, '${salt}') % ${count}, i, 'v') % 5)::INTEGER)), lambda x, y: x || y)`;
  const person = `SELECT range AS person, ${word('given', 300)} AS given, ${word('surname', 4000)} AS surname, strftime(DATE '1940-01-01' + (hash(range, 'born') % 30000)::INTEGER, '%Y-%m-%d') AS born, CASE WHEN hash(range, 'sex') % 2 = 0 THEN 'F' ELSE 'M' END AS sex, 'AS' || (1 + person // 900) || ' ' || (person // 90 % 10) || chr((65 + person // 5 % 18)::INTEGER) || 'B' AS postcode FROM range(${people})`;
  const told = `SELECT *, 0 AS copy FROM (${person}) UNION ALL SELECT *, 1 + person // 4 % 5 AS copy FROM (${person}) WHERE person % 4 = 0`;
  await engine.run(
    `CREATE TABLE input AS SELECT (row_number() OVER () - 1)::INTEGER AS n, 0 AS source, person, CASE WHEN copy = 2 THEN 'Xanthippe' ELSE given END AS given, CASE WHEN copy = 3 THEN 'Quillfeather' ELSE surname END AS surname, CASE WHEN copy = 1 THEN NULL ELSE born END AS born, sex, CASE WHEN copy = 4 THEN 'ZZ9 9ZZ' ELSE postcode END AS postcode FROM (${told})`,
  );
  await engine.create('apart', {
    l: { type: 'integer', values: [] },
    r: { type: 'integer', values: [] },
  });
  await encode(engine, choices, ({ column }) => column);
  agreement = [];
  for (const f of choices.keys()) agreement.push((await spreadOf(engine, f)).agreement);
  fields = arrangeFields(choices, agreement);
});

afterAll(() => engine.close());

test('of many records a bounded number of pairs is proposed, and with them who says one thing otherwise', async () => {
  const rules = await chooseRules(engine, fields, agreement, people * 1.25);
  expect(rules.length).toBeLessThanOrEqual(14);
  await makeKeys(engine, rules);
  await findCandidates(engine, rules, 'dedupe', [], false);
  const [proposed] = await engine.rows('SELECT count(*) AS pairs FROM candidate');
  expect(Number(proposed?.pairs)).toBeLessThan(3 * people * 1.25);
  const found = await engine.rows(
    'SELECT b.person // 4 % 5 AS said, count(*) AS pairs, avg((c.l IS NOT NULL)::INTEGER) AS found FROM input a JOIN input b ON a.person = b.person AND a.n < b.n LEFT JOIN candidate c ON c.l = a.n AND c.r = b.n GROUP BY 1 ORDER BY 1',
  );
  expect(found.map(({ pairs }) => pairs)).toEqual([3000, 3000, 3000, 3000, 3000]);
  for (const { found: share } of found) expect(share).toBeGreaterThan(0.98);
});

test('the same records get the same rules', async () => {
  const once = await chooseRules(engine, fields, agreement, people * 1.25);
  expect(await chooseRules(engine, fields, agreement, people * 1.25)).toEqual(once);
});
