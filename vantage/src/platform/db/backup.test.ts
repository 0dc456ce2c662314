import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { newId } from '../ids.ts';
import { silent } from '../progress.ts';
import { tableSums, testDatabase } from '../testing.ts';
import { writeBackup } from './backup.ts';
import { restoreBackup } from './restore.ts';
import { spanText } from './values.ts';

const folder = mkdtempSync(join(tmpdir(), 'vantage-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const from = await testDatabase();
await from.asTest(async (tx) => {
  const area = 'testshire';
  const [extract, record, person, fact] = [newId(), newId(), newId(), newId()];
  const at = new Date('2026-11-16T06:00:00.123Z');
  await tx.copyIn(
    'extract',
    [
      'area',
      'extract_id',
      'agency',
      'kind',
      'mapping',
      'path',
      'sha256',
      'bytes',
      'coverage',
      'covers',
      'received_at',
      'taken_at',
      'rows_in',
      'rows_added',
      'rows_changed',
      'rows_unchanged',
      'rows_withdrawn',
      'rows_held',
    ],
    [
      [
        area,
        extract,
        'police',
        'police.nominals',
        'police.nominals@1',
        'a.csv',
        'x',
        9007199254740993n,
        'full',
        spanText('2020-01-01', null),
        at,
        at,
        1,
        1,
        0,
        0,
        0,
        0,
      ],
    ],
  );
  // Every sort of character that a file may hold, PostgreSQL's one exception left out.
  const odd = fc
    .sample(fc.string({ unit: 'binary', maxLength: 40 }), 400)
    .map((text) => text.replaceAll('\0', '').toWellFormed());
  await tx.copyIn(
    'record',
    [
      'area',
      'record_id',
      'version',
      'agency',
      'kind',
      'key',
      'extract_id',
      'line',
      'content',
      'content_hash',
      'people',
      'happened',
      'recorded_at',
      'received_at',
    ],
    odd.map((text, line) => [
      area,
      line === 0 ? record : newId(),
      1,
      'police',
      'police.nominals',
      `${line}`,
      extract,
      line,
      { text },
      Buffer.from([line % 256, 0, 92]),
      [],
      line % 2 === 0 ? null : spanText(null, '2021-02-03'),
      null,
      at,
    ]),
  );
  await tx.sql('INSERT INTO person VALUES ($1, $2, $3)', [area, person, at]);
  await tx.sql(
    `INSERT INTO fact (area, fact_id, person_id, role, agency, kind, shape, happened, precision, assertion_key, received_at)
    VALUES ($1, $2, $3, 'subject', 'police', 'k', 'event', $4, 'day', 'a', $5)`,
    [area, fact, person, spanText('2020-02-29', '2020-03-01'), at],
  );
  await tx.sql(
    `INSERT INTO fact_detail (area, fact_id, person_id, agency, kind, about, detail)
    VALUES ($1, $2, $3, 'police', 'k', ARRAY[$3::uuid], '{"n": 1e400, "s": "\\u00e9\\\\"}')`,
    [area, fact, person],
  );
  await tx.sql('INSERT INTO fact_source VALUES ($1, $2, $3, 1)', [area, fact, record]);
});
const file = join(folder, 'kept.vantage');
const { header } = await writeBackup(from, file, silent);

it('brings back every row of every table', async () => {
  const to = await testDatabase({ empty: true });
  expect(await restoreBackup(to, file, silent)).toEqual(header);
  const [before, after] = [await tableSums(from), await tableSums(to)];
  expect(after).toEqual(before);
  expect(before.find(([name]) => name === 'record')?.[1]).toBe(400);
  const { rows: indexes } = await to.asOwner((client) =>
    client.query<{ name: string }>(`SELECT indexname AS name FROM pg_indexes WHERE tablename = 'record'`),
  );
  expect(indexes.map(({ name }) => name).sort()).toEqual([
    'record_current',
    'record_factors',
    'record_kind',
    'record_past',
    'record_pkey',
  ]);
  expect(header.tables.map(({ name, rows }) => [name, rows]).sort()).toEqual(
    before.map(([name, rows]) => [name, rows]).sort(),
  );
});

it('leaves no table out but the count of changes and the sights worked out from it, which begin anew', async () => {
  const names = await from.asOwner(async (client) => {
    const { rows } = await client.query<{ tablename: string }>(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL ('{vantage_migration,vantage_index,sight_change,sight_worked_out}')`,
    );
    const { rowCount: sequences } = await client.query(`SELECT FROM pg_sequences`);
    expect(sequences, 'a sequence would have to be kept too').toBe(0);
    return rows.map(({ tablename }) => tablename);
  });
  expect(header.tables.map(({ name }) => name).sort()).toEqual(names.sort());
});

it('can be read by its owner only, and never replaces a file', async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await expect(writeBackup(from, file, silent)).rejects.toMatchObject({ code: 'refused' });
});

it('refuses a file in which any one byte is changed or that is cut anywhere, and changes nothing', async () => {
  const whole = readFileSync(file);
  const to = await testDatabase({ empty: true });
  const broken = join(folder, 'broken.vantage');
  const places = fc.sample(fc.integer({ min: 0, max: whole.length - 1 }), 40);
  for (const place of [0, 9, whole.length - 1, ...places]) {
    const flipped = Buffer.from(whole);
    flipped.writeUInt8(whole.readUInt8(place) ^ 1, place);
    for (const content of [flipped, whole.subarray(0, place)]) {
      writeFileSync(broken, content);
      await expect(restoreBackup(to, broken, silent)).rejects.toMatchObject({ code: 'refused' });
    }
  }
  expect((await tableSums(to)).every(([, rows]) => rows === 0)).toBe(true);
});

it('refuses a database that holds an area, and another schema, and changes nothing', async () => {
  const to = await testDatabase();
  const before = await tableSums(to);
  await expect(restoreBackup(to, file, silent)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('testshire'),
  });
  expect(await tableSums(to)).toEqual(before);
  const newer = await testDatabase({ empty: true });
  await newer.asOwner((client) =>
    client.query(`INSERT INTO vantage_migration VALUES ('9999-later.sql', 'x')`),
  );
  await expect(restoreBackup(newer, file, silent)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('another version'),
  });
});
