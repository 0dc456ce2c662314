import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { sha256Hex } from './canonical.ts';
import { listTables, tableList } from './db/backup.ts';
import { withClient } from './db/client.ts';
import { connectDatabase, type Database, type TxOptions } from './db/database.ts';
import { makeDatabase } from './db/roles.ts';
import type { Actor, Tx } from './db/tx.ts';
import { newId } from './ids.ts';
import { templateName } from './test-server.ts';

/** The area of the tests. */
export const testActor: Actor = { area: 'testshire', id: 'test', role: 'system', purpose: 'test' };

/** A Database of one test file. */
export type TestDatabase = Database & {
  /** Runs work in one transaction as the tests' actor. */
  asTest<T>(work: (tx: Tx) => Promise<T>, options?: TxOptions): Promise<T>;
  name: string;
};

/**
 * A fresh migrated database, copied from the template and dropped after the file's last test. It holds the area
 * testshire (made-up) with the agencies social-care and police, unless `empty`. With `copyOf`, all that another test's
 * database holds, which must have been closed.
 */
export async function testDatabase({
  copyOf,
  empty = copyOf !== undefined,
}: {
  copyOf?: string;
  empty?: boolean;
} = {}): Promise<TestDatabase> {
  const { admin, owner, app } = inject('postgres');
  const name = `test_${newId().replaceAll('-', '')}`;
  await asAdmin(admin, (client) => makeDatabase(client, name, copyOf ?? templateName));
  const database = connectDatabase({
    owner: { ...owner, database: name },
    app: { ...app, database: name },
    poolSize: 4,
  });
  let closed: Promise<void> | undefined;
  const close: Database['close'] = (options) => (closed ??= database.close(options));
  afterAll(async () => {
    await close();
    await asAdmin(admin, (client) => client.query(`DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`));
  });
  const asTest = <T>(work: (tx: Tx) => Promise<T>, options?: TxOptions) =>
    database.asActor(testActor, work, options);
  if (!empty) await asTest(addTestshire);
  return { ...database, close, asTest, name };
}

/** Runs work as the test server's superuser, outside any area: for what tests must find out about the server itself. */
export async function asAdmin<T>(
  admin: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  return withClient({ database: 'postgres', ...admin }, work);
}

async function addTestshire(tx: Tx): Promise<void> {
  await tx.sql(`INSERT INTO area (area, name, marking) VALUES ('testshire', 'Testshire', 'made-up')`);
  await tx.sql(
    `INSERT INTO agency (area, agency, name, type) VALUES
       ('testshire', 'social-care', 'Testshire Children''s Services', 'social-care'),
       ('testshire', 'police', 'Testshire Police', 'police')`,
  );
}

/** Asks as the schema's owner what the schema is once every table has been filled, and leaves it as it was. */
export async function askOfWholeSchema<T extends object>(db: Database, text: string): Promise<T[]> {
  return db.asOwner(async (client) => {
    await client.query('BEGIN');
    const { rows: waiting } = await client.query<{ made_as: string }>(
      'SELECT made_as FROM vantage_index WHERE to_regclass(name) IS NULL',
    );
    for (const { made_as } of waiting) await client.query(made_as);
    const { rows } = await client.query<T & Record<string, unknown>>(text);
    await client.query('ROLLBACK');
    return rows;
  });
}

/** Every table's name, number of rows and a checksum of its rows in the order of their text: what two equal databases share. */
export async function tableSums(db: Database): Promise<[string, number, string][]> {
  return db.asOwner(async (client) => {
    await client.query(`SET timezone = 'UTC'`);
    const found: [string, number, string][] = [];
    for (const table of await listTables(client)) {
      const { rows } = await client.query<{ row: string }>(
        `SELECT t::text AS row FROM ${tableList(table).split(' ')[0]} t ORDER BY t::text COLLATE "C"`,
      );
      found.push([table.name, rows.length, sha256Hex(rows.map(({ row }) => row).join('\n'))]);
    }
    return found;
  });
}
