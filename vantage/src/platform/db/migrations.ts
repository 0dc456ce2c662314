import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { sha256Hex } from '../canonical.ts';
import { VantageError } from '../errors.ts';

/** One step of the schema. `name` is its file's name, whose four digits order it. */
export type Migration = { name: string; checksum: string; text: string };

/** A migration as a database or a backup remembers it. */
export type AppliedMigration = { name: string; checksum: string };

/** Both `src` and `dist` lie one level below this; the SQL stays in `src`. */
const vantageFolder = fileURLToPath(new URL('../../../', import.meta.url));

/** Every room's migrations in the order of their numbers. */
export function listMigrations(roomsFolder: string = join(vantageFolder, 'src')): Migration[] {
  const files = readdirSync(roomsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((room) => sqlFiles(join(roomsFolder, room.name, 'migrations')))
    .sort((a, b) => (basename(a) < basename(b) ? -1 : 1));
  const numbers = new Map<string, string>();
  return files.map((path) => {
    const name = basename(path);
    const number = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1];
    const other = number === undefined ? undefined : numbers.get(number);
    if (number === undefined || other !== undefined) {
      throw new VantageError(
        'failed',
        `The migration ${name} ${other ? `has the number of ${other}` : 'is not named 0000-verb-what.sql'}.`,
        {
          remedy: 'Give it a number of its own.',
        },
      );
    }
    numbers.set(number, name);
    const text = readFileSync(path, 'utf8');
    return { name, checksum: sha256Hex(text), text };
  });
}

function sqlFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Any number that no other program uses as an advisory lock on our database. */
const migrationLock = 7_302_001;

/**
 * Brings the schema up to date, each migration in its own transaction, as the schema's owner; returns the names of
 * those applied. Refuses a database whose applied migrations are not, unchanged, the first of ours.
 */
export async function migrate(
  client: pg.ClientBase,
  migrations: readonly Migration[] = listMigrations(),
): Promise<string[]> {
  await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
  try {
    await client.query(
      `CREATE TABLE IF NOT EXISTS vantage_migration (
         name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
    );
    const applied = await appliedMigrations(client);
    checkApplied(applied, migrations);
    const missing = migrations.slice(applied.length);
    for (const migration of missing) await applyOne(client, migration);
    return missing.map(({ name }) => name);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
  }
}

/** The migrations a database has, in order. */
export async function appliedMigrations(client: pg.ClientBase): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    'SELECT name, checksum FROM vantage_migration ORDER BY name COLLATE "C"',
  );
  return rows;
}

function checkApplied(applied: readonly AppliedMigration[], known: readonly Migration[]): void {
  applied.forEach((have, index) => {
    const want = known[index];
    if (want === undefined || !known.some(({ name }) => name === have.name)) {
      throw new VantageError(
        'refused',
        `The database has the migration ${have.name}, which this version of Vantage does not know.`,
        {
          remedy: 'Use the newer version of Vantage that made this database.',
        },
      );
    }
    if (want.name !== have.name) {
      throw new VantageError(
        'refused',
        `The migration ${want.name} comes before ${have.name}, which the database already has.`,
        {
          remedy: 'Give the new migration a higher number.',
        },
      );
    }
    if (want.checksum !== have.checksum) {
      throw new VantageError(
        'refused',
        `The migration ${have.name} is not the one this database was made with: its text has changed.`,
        {
          remedy: 'Use the version of Vantage that made this database, or build into a new data folder.',
        },
      );
    }
  });
}

async function applyOne(client: pg.ClientBase, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.text);
    await client.query('INSERT INTO vantage_migration (name, checksum) VALUES ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw new VantageError(
      'failed',
      `The migration ${migration.name} could not be applied: ${(error as Error).message}.`,
      {
        remedy: 'The database is as it was before it. Mend the cause and run the command again.',
        cause: error,
      },
    );
  }
}
