import { createHash, timingSafeEqual } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { VantageError } from '../errors.ts';
import { diskError } from '../postgres/disk.ts';
import type { Progress } from '../progress.ts';
import { BackupHeader, checksumBytes, listTables, plainText, tableList } from './backup.ts';
import type { Database } from './database.ts';
import { appliedMigrations } from './migrations.ts';

/**
 * Fills an empty database from a backup file, wholly or not at all. Refuses a damaged file, a database that holds an
 * area already, and a schema that is not the backup's. The database is opened once the file is found whole.
 */
export async function restoreBackup(
  open: Database | (() => Promise<Database>),
  path: string,
  progress: Progress,
): Promise<BackupHeader> {
  await progress.step('check the file', () => checkWhole(path));
  const db = typeof open === 'function' ? await open() : open;
  return db.withBuildLock('vantage restore', async () => {
    const header = await db.asOwner((client) =>
      progress.step('restore', (report) => restoreAll(client, path, report)),
    );
    await db.analyze();
    return header;
  });
}

async function restoreAll(
  client: pg.Client,
  path: string,
  report: (done: number, total: number) => void,
): Promise<BackupHeader> {
  const frames = new Frames(path);
  try {
    const header = await readHeader(frames, path);
    await client.query(
      `BEGIN; ${plainText}; LOCK TABLE area IN EXCLUSIVE MODE; SET CONSTRAINTS ALL DEFERRED`,
    );
    await checkFits(client, header);
    const total = header.tables.reduce((sum, { rows }) => sum + rows, 0);
    let done = 0;
    for (const table of header.tables) {
      const target = client.query(copyFrom(`COPY ${tableList(table)} FROM STDIN`));
      await pipeline(Readable.from(frames.untilEmpty(), { objectMode: false }), target);
      if (target.rowCount !== table.rows) throw damaged(path);
      done += table.rows;
      report(done, total);
    }
    await client.query('COMMIT');
    return header;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    frames.close();
  }
}

async function checkFits(client: pg.Client, header: BackupHeader): Promise<void> {
  const { rows } = await client.query<{ area: string }>('SELECT area FROM area ORDER BY area');
  if (rows[0] !== undefined) {
    throw new VantageError('refused', `The database holds the area ${rows[0].area} already.`, {
      remedy: 'Restore into a new data folder with --data, then use that folder.',
    });
  }
  const ours = await appliedMigrations(client);
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const tables = header.tables.map(({ name, columns }) => ({ name, columns }));
  if (!same(ours, header.migrations) || !same(await listTables(client), tables)) {
    throw new VantageError(
      'refused',
      'The backup was made by another version of Vantage: its tables are not the ones of this version.',
      {
        remedy: `Restore it with the version whose last migration is ${header.migrations.at(-1)?.name}, then upgrade.`,
      },
    );
  }
}

/** Reads the whole file once and compares its checksum. */
async function checkWhole(path: string): Promise<void> {
  try {
    const length = statSync(path).size - checksumBytes;
    if (length <= 0) throw damaged(path);
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { end: length - 1 })) hash.update(chunk as Buffer);
    const wanted = Buffer.alloc(checksumBytes);
    const file = openSync(path, 'r');
    try {
      readSync(file, wanted, 0, checksumBytes, length);
    } finally {
      closeSync(file);
    }
    if (!timingSafeEqual(hash.digest(), wanted)) throw damaged(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new VantageError('not-found', `There is no file ${path}.`, {
        remedy: 'Check the name of the backup.',
        cause: error,
      });
    }
    throw diskError(error, path);
  }
}

async function readHeader(frames: Frames, path: string): Promise<BackupHeader> {
  const parts: Buffer[] = [];
  for await (const part of frames.untilEmpty()) parts.push(part);
  const header = BackupHeader.safeParse(JSON.parse(Buffer.concat(parts).toString()));
  if (!header.success) {
    throw new VantageError('refused', `${path} is not a backup that this version of Vantage can read.`, {
      remedy: 'Give a file that vantage backup wrote.',
    });
  }
  return header.data;
}

function damaged(path: string): VantageError {
  return new VantageError(
    'refused',
    `${path} is damaged or cut short, or is not a backup; nothing was changed.`,
    {
      remedy: 'Give an undamaged copy of the backup.',
    },
  );
}

/** The frames of a backup file, in order. */
class Frames {
  readonly #path: string;
  readonly #source: Readable;
  readonly #chunks: AsyncIterator<Buffer>;
  #left: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
    const file = createReadStream(path, { end: statSync(path).size - checksumBytes - 1 });
    this.#source = file.pipe(createGunzip());
    file.on('error', (error) => this.#source.destroy(error));
    this.#chunks = this.#source[Symbol.asyncIterator]();
  }

  /** Contents of the frames up to the next empty one. */
  async *untilEmpty(): AsyncGenerator<Buffer> {
    for (;;) {
      const length = (await this.#take(4)).readUInt32BE();
      if (length === 0) return;
      yield await this.#take(length);
    }
  }

  close(): void {
    this.#source.destroy();
  }

  async #take(length: number): Promise<Buffer> {
    const parts = [this.#left];
    let have = this.#left.length;
    while (have < length) {
      const next = await this.#chunks.next().catch((error: unknown) => {
        throw new VantageError('refused', `${this.#path} cannot be unpacked; nothing was changed.`, {
          remedy: 'Give a file that vantage backup wrote.',
          cause: error,
        });
      });
      if (next.done === true) throw damaged(this.#path);
      parts.push(next.value);
      have += next.value.length;
    }
    const all = parts.length === 1 ? this.#left : Buffer.concat(parts);
    this.#left = all.subarray(length);
    return all.subarray(0, length);
  }
}
