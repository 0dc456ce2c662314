import { createHash } from 'node:crypto';
import {
  closeSync,
  createWriteStream,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { z } from 'zod';
import { clock } from '../clock.ts';
import { VantageError } from '../errors.ts';
import { diskError } from '../postgres/disk.ts';
import { syncFolder } from '../postgres/files.ts';
import type { Progress } from '../progress.ts';
import type { Database } from './database.ts';
import { appliedMigrations } from './migrations.ts';

/**
 * A backup file is one gzip stream, followed by the SHA-256 (32 bytes) of that stream. Inside stand, as frames, the
 * header as JSON and then each table's rows in PostgreSQL's COPY text format. A frame is its length (4 bytes, big
 * endian) and as many bytes; a frame of length 0 ends the header and each table.
 */
export const BackupHeader = z.object({
  format: z.literal('vantage-backup'),
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  postgres: z.string(),
  areas: z.array(z.string()),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  /** In an order in which each table comes after those it refers to. */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int().nonnegative() })),
});
export type BackupHeader = z.infer<typeof BackupHeader>;

/** Bytes of the checksum at the end of a backup file. */
export const checksumBytes = 32;

/**
 * Writes everything the database holds at one moment to a new file; others go on working meanwhile. The file appears
 * under its name when it is whole and on the disk. Only its owner can read it.
 */
export async function writeBackup(
  db: Database,
  path: string,
  progress: Progress,
): Promise<{ header: BackupHeader; bytes: number }> {
  if (existsSync(path)) {
    throw new VantageError('refused', `The file ${path} exists already.`, {
      remedy: 'Give the backup a new name.',
    });
  }
  const half = `${path}.${process.pid}.half`;
  try {
    const header = await db.asOwner(async (client) => {
      await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${plainText}`);
      const described = await describe(client);
      await progress.step('backup', async (report) => {
        const hash = createHash('sha256');
        await pipeline(
          Readable.from(frames(client, described, report), { objectMode: false }),
          createGzip({ level: 4 }),
          new Transform({
            transform(chunk: Buffer, _encoding, done) {
              hash.update(chunk);
              done(null, chunk);
            },
          }),
          createWriteStream(half, { flags: 'wx', mode: 0o600 }),
        );
        finish(half, hash.digest());
      });
      return described;
    });
    renameSync(half, path);
    syncFolder(dirname(path));
    return { header, bytes: statSync(path).size };
  } catch (error) {
    rmSync(half, { force: true });
    throw (error as NodeJS.ErrnoException).syscall === undefined ? error : diskError(error, path);
  }
}

/** Makes values read back the same on any server. Row security off means an error, not fewer rows, for who is not the owner. */
export const plainText = `SET LOCAL TIME ZONE 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres';
  SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL row_security = off`;

async function* frames(
  client: pg.Client,
  header: BackupHeader,
  report: (done: number, total: number) => void,
): AsyncGenerator<Buffer> {
  yield frame(Buffer.from(JSON.stringify(header)));
  yield frame(Buffer.alloc(0));
  const total = header.tables.reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  for (const table of header.tables) {
    const rows: AsyncIterable<Buffer> = client.query(copyTo(`COPY ${tableList(table)} TO STDOUT`));
    for await (const chunk of rows) yield frame(chunk);
    yield frame(Buffer.alloc(0));
    done += table.rows;
    report(done, total);
  }
}

function frame(content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}

/** A table with its columns, as COPY names them. */
export function tableList({ name, columns }: { name: string; columns: readonly string[] }): string {
  return `public.${pg.escapeIdentifier(name)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')})`;
}

function finish(path: string, checksum: Buffer): void {
  const file = openSync(path, 'a');
  try {
    writeSync(file, checksum);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

async function describe(client: pg.Client): Promise<BackupHeader> {
  const tables: BackupHeader['tables'] = [];
  for (const table of await listTables(client)) {
    const { rows } = await client.query<{ rows: number }>(
      `SELECT count(*) AS rows FROM public.${pg.escapeIdentifier(table.name)}`,
    );
    tables.push({ ...table, rows: rows[0]?.rows ?? 0 });
  }
  const server = await client.query<{ version: string }>(
    `SELECT current_setting('server_version') AS version`,
  );
  const areas = await client.query<{ area: string }>('SELECT area FROM area ORDER BY area');
  return {
    format: 'vantage-backup',
    version: 1,
    madeAt: clock.now().toISOString(),
    postgres: server.rows[0]?.version ?? '',
    areas: areas.rows.map(({ area }) => area),
    migrations: await appliedMigrations(client),
    tables,
  };
}

/** Every table but those that are part of the schema itself or do not outlive a crash, each after those it refers to, with the columns that are stored. */
export async function listTables(client: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows: tables } = await client.query<{ name: string; columns: string[]; after: string[] }>(`
    SELECT c.relname AS name,
      (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
        WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns,
      ARRAY(SELECT confrelid::regclass::text FROM pg_constraint
        WHERE conrelid = c.oid AND contype = 'f' AND NOT condeferrable AND confrelid <> c.oid) AS after
    FROM pg_class c
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relpersistence = 'p' AND relname NOT IN ('vantage_migration', 'vantage_index')
    ORDER BY relname COLLATE "C"`);
  const ordered: { name: string; columns: string[] }[] = [];
  const placed = new Set<string>();
  while (ordered.length < tables.length) {
    const next = tables.filter(
      ({ name, after }) => !placed.has(name) && after.every((other) => placed.has(other)),
    );
    if (next.length === 0)
      throw new Error('The tables refer to each other in a circle of constraints that are not deferrable.');
    for (const { name, columns } of next) {
      ordered.push({ name, columns });
      placed.add(name);
    }
  }
  return ordered;
}
