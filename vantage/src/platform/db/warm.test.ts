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

it('reads every file of the tables and their indexes, up to what the memory holds, the smallest first', async () => {
  await db.asOwner(async (client) => {
    await client.query(
      'CREATE TABLE read_ahead AS SELECT repeat(md5(n::text), 20) FROM generate_series(1, 5000) n',
    );
  });
  const { cluster, path } = await whereIs('read_ahead');
  const { size } = statSync(join(cluster, path));
  expect(size).toBeGreaterThan(3_000_000);

  const all = await db.asOwner((client) => readTables(client, cluster, everything));
  expect(all.bytes).toBe(all.of);
  expect(all.of).toBeGreaterThan(size);

  // The table is the largest by far, so that a byte too little leaves it out and nothing else.
  const most = all.of - 1;
  expect(await db.asOwner((client) => readTables(client, cluster, { most }))).toEqual({
    bytes: all.of - size,
    of: all.of,
  });
});

it('passes over a file that is not there, and stops when it is told to', async () => {
  const { cluster, path } = await whereIs('area');
  const elsewhere = makeScratchFolder('vantage-warm-');
  mkdirSync(dirname(join(elsewhere, path)), { recursive: true });
  cpSync(join(cluster, path), join(elsewhere, path));
  const { size } = statSync(join(elsewhere, path));
  const some = await db.asOwner((client) => readTables(client, elsewhere, everything));
  expect(some.bytes).toBe(size);
  rmSync(join(elsewhere, path));
  expect((await db.asOwner((client) => readTables(client, elsewhere, everything))).bytes).toBe(0);
  removeDataFolder(elsewhere);

  const signal = AbortSignal.abort();
  expect((await db.asOwner((client) => readTables(client, cluster, { ...everything, signal }))).bytes).toBe(
    0,
  );
});
