import { writeFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { delimiterOf } from './csv-rows.ts';
import { formatNamed, recognise, UnreadableFile } from './index.ts';
import { memory, readAs, withFile } from './testing.ts';

const events = formatNamed('care.significant_events');
const header = 'event_id,person_id,event_date,event_type,note,recorded_at';
const rows = [
  'E1,P1,2024-03-01,debt,,',
  'E2,P2,2024-03-02,debt,"Siân’s café\ncosts £5",',
  'E3,P3,2024-03-03,debt,,',
];
const file = (delimiter = ',', end = '\n') => [header, ...rows].join(end).replaceAll(',', delimiter) + end;
/** Windows-1252 by its published table: 0xE2 â, 0xE9 é, 0x92 ’, 0xA3 £. */
const windows1252 = (text: string) => Buffer.from(text.replaceAll('’', '\x92'), 'latin1');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

const expected = [
  ['E1', 2, undefined],
  ['E2', 3, 'Siân’s café\ncosts £5'],
  ['E3', 5, undefined],
];
const told = async (content: string | Uint8Array) => {
  const { kept, held } = await readAs(events, content);
  expect(held).toEqual([]);
  return kept.map((row) => [row.key, row.line, row.content.note]);
};

describe('whatever the encoding, the same rows on the same lines', () => {
  test.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from(file())],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${file()}`)],
    ['UTF-16 LE with a mark', Buffer.from(`\uFEFF${file()}`, 'utf16le')],
    ['UTF-16 BE with a mark', utf16be(`\uFEFF${file()}`)],
    ['UTF-16 LE without', Buffer.from(file(), 'utf16le')],
    ['UTF-16 BE without', utf16be(file())],
    ['Windows-1252', windows1252(file())],
  ])('%s', async (_, bytes) => expect(await told(bytes)).toEqual(expected));

  test('a letter that falls between two pieces of the file is whole', async () => {
    const rowsOf = (letter: string) =>
      `${header}\n${Array.from({ length: 9000 }, (_, at) => `E${at},P1,2024-03-01,debt,${'x'.repeat(10)},`).join('\n')}\nL,P1,2024-03-01,debt,${letter},\n`;
    const length = Buffer.byteLength(rowsOf(''));
    for (const shift of [0, 1, 2]) {
      const pad = 'y'.repeat(512 * 1024 - length + 4 - shift);
      const text = rowsOf(`${pad}€`);
      for (const bytes of [Buffer.from(text), Buffer.from(text.replace('€', '\x80'), 'latin1')]) {
        const { kept } = await readAs(events, bytes);
        expect(kept.at(-1)?.content.note?.at(-1)).toBe('€');
      }
    }
  });

  test('an encoding that is told is taken', async () => {
    // 0x80 is € in Windows-1252 and Ђ in Windows-1251.
    const bytes = Buffer.from(`${header}\nE1,P1,2024-03-01,debt,\x80,\n`, 'latin1');
    const noteIn = async (encoding?: string) => {
      const sink = memory();
      await withFile('x.csv', bytes, async (path) => events?.read(path, sink, { encoding }));
      return sink.kept[0]?.content.note;
    };
    expect(await noteIn()).toBe('€');
    expect(await noteIn('windows-1251')).toBe('Ђ');
    await expect(noteIn('klingon')).rejects.toThrow('said to be written in klingon, which is unknown');
  });
});

describe('whatever stands between fields', () => {
  test.each([
    ['a comma', ','],
    ['a semicolon', ';'],
    ['a tab', '\t'],
    ['a bar', '|'],
  ])('%s', async (_, delimiter) => expect(await told(file(delimiter))).toEqual(expected));

  test('a first line that says so is believed, and lines are still counted from the first', async () => {
    expect(await told(`sep=;\r\n${file(';', '\r\n')}`)).toEqual(
      expected.map(([key, line, note]) => [key, Number(line) + 1, note]),
    );
  });

  test.each<[string, string, string]>([
    ['names with commas in a list with semicolons', 'No;Name\n1;Hart, Dawn\n2;Pell, Olu\n', ';'],
    ['a title of several words, commas and all', 'Clients, all, of 2024\nNo\tName\n1\tDawn\n2\tOlu\n', '\t'],
    ['one column', 'Name\nDawn\n', ','],
    ['semicolons within quotation marks', 'a,b\n"x;y;z","p;q;r"\n"x;y;z","p;q;r"\n', ','],
  ])('%s', (_, text, delimiter) => expect(delimiterOf(text, '\n')).toBe(delimiter));

  test('one that is told is taken; a fault of outline speaks of it', async () => {
    const sink = memory();
    await withFile('x.csv', `${file('~')}E4~P1~2024\n`, async (path) =>
      events?.read(path, sink, { delimiter: '~' }),
    );
    expect(sink.kept.map(({ key }) => key)).toEqual(['E1', 'E2', 'E3']);
    expect(sink.held).toMatchObject([{ line: 6, reason: 'It has 3 fields; the header has 6.' }]);
  });

  test('rows that stray quotation marks swallowed are found with any', async () => {
    const { held } = await readAs(
      events,
      `${header.replaceAll(',', ';')}\nE1;P1;2024-03-01;debt;"a;\nE2;P1;2024-03-01;debt;;\nE3;P1;2024-03-01;debt;b";\n`,
    );
    expect(held).toMatchObject([{ key: 'E1', uncertain: true }]);
  });
});

test('titles may stand above the header', async () => {
  expect(await told(`Events of 2024,,,,,\n,,,,,\n${file()}`)).toEqual(
    expected.map(([key, line, note]) => [key, Number(line) + 2, note]),
  );
  const error = await readAs(events, `Events\n\nevent_id,person_id,event_type\nE1,P1,debt\n`).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({
    line: 3,
    reason: 'The header has no event_date, which care.significant_events needs.',
  });
});

describe('Parquet', () => {
  const written = (sql: string, work: (path: string) => Promise<void>, name = 'x.parquet') =>
    withFile(name, '', async (path) => {
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      await connection.run(`COPY (${sql}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
      connection.closeSync();
      await work(path);
    });

  test('its columns are read by their names: days, times, numbers and what is missing', () =>
    written(
      `SELECT * FROM (VALUES
         (7::bigint, 'P1', DATE '2024-03-01', 'debt', NULL, TIMESTAMPTZ '2024-07-01 10:00:00+01:00'),
         (8::bigint, 'P2', DATE '2024-03-02', 'tax', 'it’s', NULL))
       AS t (event_id, person_id, event_date, event_type, note, recorded_at)`,
      async (path) => {
        expect((await recognise(path))?.name).toBe('care.significant_events');
        const sink = memory();
        await events?.read(path, sink);
        expect(sink.kept).toMatchObject([
          {
            key: '7',
            line: 1,
            happened: { from: '2024-03-01', to: '2024-03-01' },
            recordedAt: '2024-07-01T09:00:00.000Z',
          },
        ]);
        expect(sink.kept[0]?.content).not.toHaveProperty('note');
        expect(sink.held).toMatchObject([{ key: '8', line: 2, column: 'event_type', value: 'tax' }]);
      },
    ));

  test('more rows than are read at once, in their order', () =>
    written(
      `SELECT range AS event_id, 'P1' AS person_id, DATE '2024-03-01' AS event_date, 'debt' AS event_type FROM range(5000)`,
      async (path) => {
        const sink = memory();
        await events?.read(path, sink);
        expect(sink.kept.map(({ key, line }) => Number(key) + 1 === line)).toEqual(
          Array.from({ length: 5000 }, () => true),
        );
      },
    ));

  test('its name may hold what elsewhere makes a pattern', () =>
    written(
      `SELECT 'E1' AS event_id, 'P1' AS person_id, DATE '2024-03-01' AS event_date, 'debt' AS event_type`,
      async (path) => {
        const sink = memory();
        await events?.read(path, sink);
        expect(sink.kept.map(({ key }) => key)).toEqual(['E1']);
      },
      "it's [1]*.parquet",
    ));

  test('one that is broken is refused whole', () =>
    withFile('x.parquet', '', async (path) => {
      await writeFile(path, 'PAR1 and nothing more PAR1');
      const error: unknown = await events?.read(path, memory()).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UnreadableFile);
      expect((error as UnreadableFile).reason).toMatch(/^The Parquet file cannot be read/);
      expect(await recognise(path)).toBeUndefined();
    }));
});
