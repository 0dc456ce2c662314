import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../testing.ts';
import { listMigrations, migrate } from './migrations.ts';

const rooms = mkdtempSync(join(tmpdir(), 'vantage-migrations-'));
afterAll(() => rmSync(rooms, { recursive: true, force: true }));
const db = await testDatabase({ empty: true });

function put(room: string, name: string, text: string): void {
  mkdirSync(join(rooms, room, 'migrations'), { recursive: true });
  writeFileSync(join(rooms, room, 'migrations', name), text);
}

const run = () => db.asOwner((client) => migrate(client, [...listMigrations(), ...listMigrations(rooms)]));

it('applies what is missing once, in the order of the numbers, whichever room it is in', async () => {
  put('beta', '9001-create-it.sql', 'CREATE TABLE it (n int)');
  put('alpha', '9002-extend-it.sql', 'ALTER TABLE it ADD COLUMN m int');
  mkdirSync(join(rooms, 'gamma'));
  expect(await run()).toEqual(['9001-create-it.sql', '9002-extend-it.sql']);
  expect(await run()).toEqual([]);
});

it('applies a migration wholly or not at all', async () => {
  put('beta', '9003-halve-it.sql', 'ALTER TABLE it ADD COLUMN o int; SELECT 1 / 0');
  await expect(run()).rejects.toMatchObject({
    code: 'failed',
    message: expect.stringContaining('9003-halve-it.sql'),
  });
  const { rowCount } = await db.asOwner((client) =>
    client.query(`SELECT FROM pg_attribute WHERE attrelid = 'it'::regclass AND attname = 'o'`),
  );
  expect(rowCount).toBe(0);
  rmSync(join(rooms, 'beta', 'migrations', '9003-halve-it.sql'));
});

it('refuses one that was changed, one that is unknown and one that comes late', async () => {
  put('alpha', '9002-extend-it.sql', 'ALTER TABLE it ADD COLUMN other int');
  await expect(run()).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('text has changed'),
  });
  rmSync(join(rooms, 'alpha', 'migrations', '9002-extend-it.sql'));
  await expect(run()).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('does not know'),
  });
  put('alpha', '9002-extend-it.sql', 'ALTER TABLE it ADD COLUMN m int');
  put('alpha', '9000-precede-it.sql', 'SELECT 1');
  await expect(run()).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('comes before'),
  });
});

it('refuses two of one number and a name without one', () => {
  put('delta', '9000-other.sql', 'SELECT 1');
  expect(() => listMigrations(rooms)).toThrow('has the number of');
  rmSync(join(rooms, 'delta', 'migrations', '9000-other.sql'));
  put('delta', 'unnumbered.sql', 'SELECT 1');
  expect(() => listMigrations(rooms)).toThrow('is not named');
});
