import { cpSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { makeScratchFolder, removeDataFolder } from '../postgres/place.ts';
import { asAdmin, testDatabase } from '../testing.ts';
import { readTables } from './warm.ts';

const db = await testDatabase();

const everything = { most: Number.POSITIVE_INFINITY };

/** The server's folder, and the file of a table of this database in it. */
async function whereIs(table: string): Promise<{ cluster: string; path: string }> {
  const cluster = await asAdmin(inject('postgres').admin, async (admin) => {
    const { rows } = await admin.query<{ folder: string }>(
      `SELECT current_setting('data_directory') AS folder`,
    );
    return rows[0]?.folder ?? '';
  });
  const path = await db.asOwner(async (client) => {
    const { rows } = await client.query<{ path: string }>(
      'SELECT pg_relation_filepath($1::regclass) AS path',
      [table],
    );
    return rows[0]?.path ?? '';
  });
  return { cluster, path };
}

/** As the server's superuser, in this file's database. */
const read = (cluster: string, limits: Parameters<typeof readTables>[2]) =>
  asAdmin({ ...inject('postgres').admin, database: db.name }, (admin) => readTables(admin, cluster, limits));

it('reads every file of the tables and their indexes, up to what the memory holds', async () => {
  await db.asOwner(async (client) => {
    await client.query(
      'CREATE TABLE read_ahead WITH (autovacuum_enabled = off) AS SELECT repeat(md5(n::text), 20) FROM generate_series(1, 5000) n',
    );
  });
  const { cluster, path } = await whereIs('read_ahead');
  const { size } = statSync(join(cluster, path));
  expect(size).toBeGreaterThan(3_000_000);

  // The server may write a page or two of other tables meanwhile, when it tidies up.
  const isNear = (bytes: number, expected: number) =>
    expect(Math.abs(bytes - expected)).toBeLessThan(100_000);
  const all = await read(cluster, { own: 0, ...everything });
  isNear(all.bytes, all.of);
  expect(all.of).toBeGreaterThan(size);

  // The table is the largest by far, so that a limit just below it leaves it out and nothing else.
  const rest = all.of - size;
  expect(rest).toBeLessThan(size);
  isNear((await read(cluster, { own: 0, most: size - 1 })).bytes, rest);
  isNear((await read(cluster, { own: size - 1, most: 0 })).bytes, rest);
  isNear((await read(cluster, { own: rest + 100_000, most: size })).bytes, all.of);
});

it('brings into the server’s own memory first what was asked for most often for its size', async () => {
  const names = ['asked_seldom', 'asked_often'];
  await db.asOwner(async (client) => {
    for (const name of names)
      await client.query(
        `CREATE TABLE ${name} WITH (autovacuum_enabled = off) AS SELECT repeat(md5(n::text), 20) FROM generate_series(1, 5000) n`,
      );
  });
  // What a connection has read is counted when it ends at the latest.
  const inIts = <T extends object>(sql: string, values: unknown[] = []) =>
    asAdmin({ ...inject('postgres').admin, database: db.name }, async (client) => {
      const { rows } = await client.query<T>(sql, values);
      return rows;
    });
  for (let time = 0; time < 5; time += 1) await inIts('SELECT count(*) FROM asked_often');
  const pagesAsked = async () => {
    const rows = await inIts<{ pages: number }>(
      'SELECT pg_stat_get_blocks_fetched(name::regclass)::int AS pages FROM unnest($1::text[]) WITH ORDINALITY AS one (name, n) ORDER BY n',
      [names],
    );
    return rows.map(({ pages }) => pages);
  };
  const { cluster, path } = await whereIs('asked_often');
  const { size } = statSync(join(cluster, path));
  const { of } = await read(cluster, { own: 0, most: 0 });
  const before = await pagesAsked();
  // All but one of the two equally large fit.
  await read(cluster, { own: of - size + 100_000, most: 0 });
  const more = (await pagesAsked()).map((pages, n) => pages - (before[n] ?? 0));
  expect(more).toEqual([0, size / 8192]);
});

it('passes over a file that is not there, and stops when it is told to', async () => {
  const { cluster, path } = await whereIs('area');
  const elsewhere = makeScratchFolder('vantage-warm-');
  mkdirSync(dirname(join(elsewhere, path)), { recursive: true });
  cpSync(join(cluster, path), join(elsewhere, path));
  const { size } = statSync(join(elsewhere, path));
  expect((await read(elsewhere, { own: 0, ...everything })).bytes).toBe(size);
  rmSync(join(elsewhere, path));
  expect((await read(elsewhere, { own: 0, ...everything })).bytes).toBe(0);
  removeDataFolder(elsewhere);

  const signal = AbortSignal.abort();
  expect((await read(cluster, { ...everything, signal })).bytes).toBe(0);
});
