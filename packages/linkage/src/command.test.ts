import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { command } from './command.ts';
import { openEngine } from './engine.ts';
import { random } from './random.ts';

const folder = mkdtempSync(join(tmpdir(), 'linkage-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);

const next = random(4);
const of = (list: readonly string[]) => list[Math.floor(next() * list.length)] ?? '';
const people = Array.from({ length: 150 }, () => ({
  given: of(['Ada', 'Bella', 'Callum', 'Dylan', 'Evie', 'Grace', 'Hugo', 'Iris', 'Jonah', 'Kofi']),
  family:
    of(['Wex', 'Lam', 'Cor', 'Pel', 'Har', 'Fen', 'Gar', 'Quo']) + of(['by', 'ley', 'ton', 'son', 'man']),
  born: `20${10 + Math.floor(next() * 9)}-0${1 + Math.floor(next() * 9)}-1${Math.floor(next() * 10)}`,
  postcode: `AS${1 + Math.floor(next() * 9)} ${Math.floor(next() * 9)}AB`,
}));
const header = 'rec_id, given_name, family_name, dob, postcode';
const row = (id: string, { given, family, born, postcode }: (typeof people)[number]) =>
  `${id}, ${given}, ${family}, ${born.split('-').reverse().join('/')}, ${postcode}`;
writeFileSync(path('a.csv'), [header, ...people.map((person, i) => row(`a${i}`, person))].join('\n'));
writeFileSync(
  path('b.csv'),
  [header, ...people.slice(30).map((person, i) => row(`b${i + 30}`, person))].join('\n'),
);

const settings = {
  inputs: [
    { file: 'a.csv', source: 'a' },
    { file: 'b.csv', source: 'b' },
  ],
  mode: 'link',
  id: 'rec_id',
  fields: {
    given_name: 'given-name',
    family_name: 'surname',
    dob: { kind: 'date', format: '%d/%m/%Y' },
    postcode: 'postcode',
  } as object,
};

async function run(changes: object, ...more: string[]) {
  const said: string[] = [];
  writeFileSync(path('settings.json'), JSON.stringify({ ...settings, ...changes }));
  const code = await command(['run', path('settings.json'), '--out', path('out.csv'), ...more], (line) => {
    said.push(line);
    return true;
  });
  return { code, said: said.join('\n') };
}

const clusters = () => {
  const [head, ...rows] = readFileSync(path('out.csv'), 'utf8').trim().split('\n');
  expect(head).toBe('source,record_id,cluster_id');
  return new Map(rows.map((line) => [line.split(',')[1] ?? '', line.split(',')[2] ?? '']));
};

describe('a run', () => {
  test('names a cluster for every record, pairs with levels, a report and a model that gives the same again', async () => {
    const { code, said } = await run(
      {},
      '--pairs',
      path('pairs.parquet'),
      '--report',
      path('report.html'),
      '--model',
      path('model.json'),
    );
    expect(said).toContain('270 records');
    expect(code).toBe(0);
    const found = clusters();
    expect(found.size).toBe(270);
    const joined = people.filter((_, i) => i >= 30 && found.get(`a${i}`) === found.get(`b${i}`));
    expect(joined.length).toBeGreaterThanOrEqual(118);
    const engine = await openEngine();
    const columns = await engine.rows(`DESCRIBE SELECT * FROM '${path('pairs.parquet')}'`);
    const pairs = await engine.rows(`SELECT * FROM '${path('pairs.parquet')}' LIMIT 1`);
    engine.close();
    expect(columns.map(({ column_name: name }) => name)).toEqual([
      'l_source',
      'l_id',
      'r_source',
      'r_id',
      'weight',
      'probability',
      'given_name',
      'family_name',
      'dob',
      'postcode',
    ]);
    expect(pairs[0]).toMatchObject({ l_source: 'a', r_source: 'b', given_name: 'exact', dob: 'exact' });
    const report = readFileSync(path('report.html'), 'utf8');
    expect(report).not.toMatch(/src=|href=|@import|url\(/);
    expect(report.match(/<svg role="img" aria-label=/g)).toHaveLength(4);
    const first = readFileSync(path('out.csv'), 'utf8');
    expect((await run({ model: 'model.json' })).code).toBe(0);
    expect(readFileSync(path('out.csv'), 'utf8')).toBe(first);
  });

  test('pairs are written from the probability asked for, and one that is none is called wrong', async () => {
    const written = async (...from: string[]) => {
      const { code, said } = await run({}, '--pairs', path('pairs.csv'), ...from);
      if (code !== 0) return { code, said };
      const rows = readFileSync(path('pairs.csv'), 'utf8').trim().split('\n').slice(1);
      return { code, said, probabilities: rows.map((line) => Number(line.split(',')[5])) };
    };
    const [usual, all, likely] = [
      await written(),
      await written('--pairs-from', '0'),
      await written('--pairs-from', '0.5'),
    ].map(({ probabilities = [] }) => probabilities);
    expect(Math.min(...(usual ?? []))).toBeGreaterThanOrEqual(0.01);
    expect(all?.filter((probability) => probability >= 0.01)).toEqual(usual);
    expect(Math.min(...(all ?? []))).toBeLessThan(0.01);
    expect(likely).toEqual(usual?.filter((probability) => probability >= 0.5));
    for (const from of ['-0.1', '1.5', 'half', '']) {
      const { code, said } = await written(`--pairs-from=${from}`);
      expect([from, code]).toEqual([from, 2]);
      expect(said).toContain('--pairs-from');
    }
  });

  test('Parquet is read like CSV', async () => {
    expect((await run({})).code).toBe(0);
    const fromCsv = readFileSync(path('out.csv'), 'utf8');
    const engine = await openEngine();
    await engine.run(
      `COPY (SELECT * FROM read_csv('${path('a.csv')}', all_varchar = true)) TO '${path('a.parquet')}' (FORMAT parquet)`,
    );
    engine.close();
    await run({ inputs: [{ file: 'a.parquet', source: 'a' }, settings.inputs[1]] });
    expect(readFileSync(path('out.csv'), 'utf8')).toBe(fromCsv);
  });

  test('decisions hold, and records on two sides of a boundary are never together nor among the pairs', async () => {
    writeFileSync(
      path('decisions.csv'),
      'l_source,l_id,r_source,r_id,decision\na,a40,b,b40,cannot-link\na,a1,b,b50,must-link\n',
    );
    writeFileSync(path('boundaries.csv'), 'source,record_id,boundary,side\na,a60,x,before\nb,b60,x,after\n');
    const { code, said } = await run(
      { decisions: 'decisions.csv', boundaries: 'boundaries.csv' },
      '--pairs',
      path('pairs.csv'),
      '--report',
      path('report.html'),
      '--queue',
      path('queue.csv'),
    );
    expect(code).toBe(0);
    const found = clusters();
    expect(found.get('a40')).not.toBe(found.get('b40'));
    expect(found.get('a1')).toBe(found.get('b50'));
    expect(found.get('a60')).not.toBe(found.get('b60'));
    const pairs = readFileSync(path('pairs.csv'), 'utf8');
    expect(pairs).toContain('a,a61,b,b61');
    expect(pairs).not.toContain('a,a60,b,b60');
    const queue = readFileSync(path('queue.csv'), 'utf8').trim().split('\n');
    expect(queue[0]).toBe('l_source,l_id,r_source,r_id,weight,probability,kept_apart');
    const chances = queue.slice(1).map((line) => Number(line.split(',')[5]));
    for (const chance of chances) expect(Math.abs(chance - 0.5)).toBeLessThanOrEqual(0.48);
    expect(queue.join('\n')).not.toContain('a,a60,b,b60');
    expect(`${said}${readFileSync(path('report.html'), 'utf8')}`).not.toMatch(/boundar|a60/i);
  });

  test('one-to-one gives nobody two partners in a source', async () => {
    const twice = [...people.slice(0, 60), ...people.slice(0, 20)].map((person, i) => row(`c${i}`, person));
    writeFileSync(path('c.csv'), [header, ...twice].join('\n'));
    const inputs = [settings.inputs[0], { file: 'c.csv', source: 'c' }];
    expect((await run({ inputs, mode: 'one-to-one' })).code).toBe(0);
    const members = Map.groupBy(clusters(), ([, cluster]) => cluster);
    for (const group of members.values()) expect(group.length).toBeLessThanOrEqual(2);
  });
});

describe('what cannot be used is said so that it can be mended', () => {
  test.each([
    [
      'a kind',
      { fields: { given_name: 'forename' } },
      /fields\.given_name: "forename" is no kind; the kinds are given-name/,
    ],
    ['a date format', { fields: { dob: { kind: 'date', format: '%q' } } }, /fields\.dob: .*%Y, %m/],
    [
      'a column',
      { fields: { surname: 'surname' } },
      /a\.csv: there is no column "surname"; it has rec_id, given_name/,
    ],
    [
      'a file',
      {
        inputs: [
          { file: 'none.csv', source: 'a' },
          { file: 'b.csv', source: 'b' },
        ],
      },
      /none\.csv: there is no such file/,
    ],
    ['the precision', { precision: 1 }, /precision: must be at least 0\.5 and less than 1/],
    ['a lone source', { inputs: [{ file: 'a.csv', source: 'a' }] }, /link needs two inputs/],
    ['a mode', { mode: 'both' }, /mode: /],
    [
      'values of another form',
      { fields: { dob: { kind: 'date', format: '%Y%m%d' } } },
      /a\.csv, line 2, column "dob": ".*" says nothing as date; right would be a day written %Y%m%d/,
    ],
    [
      'a wrong word for a column',
      { fields: { DOB: 'date' } },
      /there is no column "DOB"; did you mean "dob"/,
    ],
  ])('%s', async (_, changes, said) => {
    const done = await run(changes);
    expect(done.said).toMatch(said);
    expect(done.code).toBe(2);
  });

  test('an id that comes twice, a blank one, and a line of too many cells', async () => {
    writeFileSync(
      path('twice.csv'),
      `${header}\nx1, Ada, Wexby, 01/02/2010, AS1\nx1, Bob, Lamley, 01/02/2011, AS2`,
    );
    const inputs = (file: string) => ({ inputs: [{ file, source: 'a' }, settings.inputs[1]] });
    expect((await run(inputs('twice.csv'))).said).toMatch(
      /twice\.csv, line 3, column "rec_id": "x1" comes twice in source "a"/,
    );
    writeFileSync(
      path('blank.csv'),
      `${header}\nx1, Ada, Wexby, 01/02/2010, AS1\n , Bob, Lamley, 01/02/2011, AS2`,
    );
    expect((await run(inputs('blank.csv'))).said).toMatch(/blank\.csv, line 3, column "rec_id": blank/);
    writeFileSync(
      path('ragged.csv'),
      `${header}\nx1, Ada, Wexby, 01/02/2010, AS1\nx2, Bob\nx3, Ada, Wexby, 01/02/2010, AS1, more, cells`,
    );
    const ragged = await run(inputs('ragged.csv'));
    expect(ragged.code).toBe(2);
    expect(ragged.said).toMatch(/ragged\.csv: line \d/);
  });

  test('the command itself', async () => {
    const said: string[] = [];
    const say = (line: string) => said.push(line) > 0;
    expect(await command(['walk'], say)).toBe(2);
    expect(await command(['run', path('nowhere.json'), '--out', path('x.csv')], say)).toBe(2);
    expect(await command(['run', path('settings.json')], say)).toBe(2);
    expect(await command(['run', path('settings.json'), '--owt'], say)).toBe(2);
    expect(said.join('\n')).toMatch(/no command "walk"[\s\S]*no such file[\s\S]*--out[\s\S]*--owt/);
  });
});
