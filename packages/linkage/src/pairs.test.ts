import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, openEngine } from './engine.ts';
import { arrangeFields, type FieldChoice } from './fields.ts';
import { drawnSql, findCandidates, householdMark, householdSql, makeKeys, openSql } from './pairs.ts';
import type { Rule } from './rules.ts';
import { encode } from './tables.ts';

const choices: FieldChoice[] = [
  { name: 'given', kind: 'given-name', column: 'given' },
  { name: 'surname', kind: 'surname', column: 'surname' },
  { name: 'postcode', kind: 'postcode', column: 'postcode' },
];
const fields = arrangeFields(choices, [0.01, 0.001, 0.0001]);
const rules: Rule[] = [
  { name: 'given', parts: [{ field: 0, feature: 'text' }], leftOut: [] },
  { name: 'surname', parts: [{ field: 1, feature: 'text' }], leftOut: ['dale'] },
];
let engine: Engine;

beforeAll(async () => {
  engine = await openEngine({ threads: 2 });
  const cells = [
    ['Ann', 'Wexby', 'AS1 1AA'],
    ['Ann', 'Wexby', 'AS1 1AA'],
    ['Bob', 'Wexby', 'AS1 1AA'],
    ['Bob', 'Dale', 'AS2 2BB'],
    [' ', 'Dale', 'AS3 3CC'],
    ['', 'Dale', 'AS3 3CC'],
  ];
  await engine.create('input', {
    n: { type: 'integer', values: cells.map((_, n) => n) },
    source: { type: 'integer', values: [0, 0, 0, 0, 0, 1] },
    ...Object.fromEntries(
      choices.map(({ name }, c) => [
        name,
        { type: 'text' as const, values: cells.map((row) => row[c] ?? '') },
      ]),
    ),
  });
  await engine.create('apart', {
    l: { type: 'integer', values: [1] },
    r: { type: 'integer', values: [2] },
  });
  await encode(engine, choices, ({ column }) => column);
  await makeKeys(engine, rules);
});

afterAll(() => engine.close());

const found = async (sql: string) =>
  (await engine.rows(`SELECT l, r, rules FROM (${sql}) ORDER BY l, r`)).map(({ l, r, rules: by }) => [
    l,
    r,
    by,
  ]);

test('a candidate comes once, with a bit for every rule; blank cells, keys left out and pairs apart propose nothing', async () => {
  await findCandidates(engine, rules, 'dedupe', [], true);
  expect(await found('SELECT * FROM candidate')).toEqual([
    [0, 1, 3],
    [0, 2, 2],
    [2, 3, 1],
  ]);
});

test('pairs that no rule proposed are compared beside the candidates and keep their mark', async () => {
  await engine.run('DROP TABLE candidate');
  await findCandidates(engine, rules, 'dedupe', [], true, [householdSql(fields, 1, 'dedupe', []) ?? '']);
  const marked = (await found('SELECT * FROM candidate')).filter(([, , by]) => by === householdMark);
  expect(marked).toEqual([
    [0, 1, householdMark],
    [0, 2, householdMark],
    [4, 5, householdMark],
  ]);
  expect(await found('SELECT * FROM candidate')).toHaveLength(6);
});

test('one surname and place make a household, whatever the rules; not where pairs must stay apart', async () => {
  const sql = householdSql(fields, 1, 'dedupe', []) ?? '';
  expect(await found(sql)).toEqual([
    [0, 1, householdMark],
    [0, 2, householdMark],
    [1, 2, householdMark],
    [4, 5, householdMark],
  ]);
  expect(await found(openSql(sql))).toEqual([
    [0, 1, householdMark],
    [0, 2, householdMark],
    [4, 5, householdMark],
  ]);
  expect(await found(householdSql(fields, 1, 'link', []) ?? '')).toEqual([[4, 5, householdMark]]);
  expect(householdSql(fields.slice(0, 2), 1, 'dedupe', [])).toBeNull();
});

test('of few records every pair is drawn, but those apart', async () => {
  expect(await found(drawnSql(6, 1000, 'dedupe', []))).toHaveLength(15);
  expect(await found(openSql(drawnSql(6, 1000, 'dedupe', [])))).toHaveLength(14);
});
