import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeProgress } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { folderOf, manifestOf } from '../sources/testing.ts';
import { build } from './build.ts';
import type { Context } from './command.ts';
import { MappingsOutput, mappings } from './mappings.ts';
import { operator } from './operator.ts';

const mapping = {
  name: 'larch-house',
  title: 'Larch House',
  into: 'charity.clients',
  columns: [
    { to: 'client_ref', from: 'Nr' },
    { to: 'began_on', from: 'Since', days: 'day-month-year' },
  ],
};
const folder = folderOf({
  'larch.csv': 'Larch House;\nNr;Since\n1;1.3.2024\n2;soon\n',
  'other.csv': 'a,b\n1,2\n',
  'mapping.json': JSON.stringify(mapping),
  'unusable.json': JSON.stringify({ ...mapping, columns: mapping.columns.slice(1) }),
  'broken.json': '{',
});
const at = (name: string) => join(folder, name);

const db = await testDatabase();
const context = (values: Context['values'], args: string[]): Context => ({
  args,
  values,
  data: folder,
  json: false,
  progress: makeProgress(undefined),
  open: async () => db,
  say: () => undefined,
  tell: () => undefined,
  signal: new AbortController().signal,
});
const run = async (values: Context['values'] = {}, args: string[] = []) => {
  const done = await mappings.run(context(values, args));
  return { ...done, output: MappingsOutput.parse(done.output) };
};

test('lists those that are there from the start', async () => {
  const { text } = await run();
  expect(text).toContain('harbour-light, version 1: Harbour Light: client log, read as charity.clients');
});

test('tries a mapping and keeps nothing of it', async () => {
  const { output, text } = await run({ with: at('mapping.json'), try: at('larch.csv') });
  expect(output).toMatchObject({
    rows: [
      { sheet: null, line: 3, content: { client_ref: '1', began_on: '2024-03-01' }, wrong: null },
      { sheet: null, line: 4, wrong: expect.stringMatching(/^began_on is not a day, a month or a year/) },
    ],
  });
  expect(text).toMatch(/^line 3: client_ref 1, began_on 2024-03-01\nline 4 would be held back: began_on/);
  expect((await run()).text).not.toContain('larch-house');
});

test('keeps one, and its next version', async () => {
  expect((await run({ with: at('mapping.json'), keep: true })).text).toBe(
    'Kept Larch House, version 1. The next build reads by it.',
  );
  expect((await run({ with: at('mapping.json'), keep: true })).output).toMatchObject({
    kept: { version: 2 },
  });
  expect((await run()).text).toContain('larch-house, version 2');
  // Under the name of whoever runs the machine, and sealed.
  const entries = await db.asTest((tx) =>
    tx.sql(
      `SELECT actor, reason, NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.entry_id = a.entry_id) AS sealed
       FROM audit_entry a WHERE route = 'vantage mappings --keep' ORDER BY at`,
    ),
  );
  const kept = { actor: operator('test').id, reason: 'Mapping larch-house', sealed: true };
  expect(entries).toEqual([kept, kept]);
});

test.each<[string, Context['values'], string[], RegExp]>([
  ['nothing to keep', { keep: true }, [], /Name the mapping/],
  ['nothing to do', { with: at('mapping.json') }, [], /Say what to do/],
  ['no JSON', { with: at('broken.json'), keep: true }, [], /broken\.json is no mapping/],
  [
    'a mapping that cannot be used',
    { with: at('unusable.json'), keep: true },
    [],
    /Say which column is client_ref/,
  ],
  [
    'another spreadsheet',
    { with: at('mapping.json'), try: at('other.csv') },
    [],
    /The header has no Nr, Since/,
  ],
])('refuses %s', async (_, values, args, message) => {
  await expect(run(values, args)).rejects.toThrow(message);
});

test('a build in which a spreadsheet waits is done, and says so', async () => {
  const entry = { path: 'other.csv', agency: 'other-one', kind: 'spreadsheet' };
  const sent = folderOf({ 'other.csv': 'a,b\n1,2\n', 'manifest.json': manifestOf([entry], ['other-one']) });
  const { exit, text } = await build.run(context({}, [sent]));
  expect(exit).toBe(3);
  expect(text).toContain('other.csv was not recognised. No format and no mapping knows its columns');
  expect((await run()).text).toContain('other.csv of other-one waits for a mapping. Its columns: a, b');
});
