import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

/** What was read, and how much there is. */
export type Warmed = { bytes: number; of: number };

/** PostgreSQL keeps a table in files of this many bytes, the second called NAME.1. */
const segment = 2 ** 30;

/**
 * Reads the files of tables and their indexes once, the smallest first, so that the machine holds them in its memory and
 * the first to open a page does not wait for the disk. It stops before it has read more than `most` bytes, or when
 * `signal` aborts. A file that cannot be read, or is gone because its table was made anew, is passed over.
 *
 * @param cluster PostgreSQL's own data folder, on this machine.
 */
export async function readTables(
  client: pg.Client,
  cluster: string,
  { most, signal }: { most: number; signal?: AbortSignal | undefined },
): Promise<Warmed> {
  const { rows } = await client.query<{ path: string; bytes: number }>(
    `SELECT pg_relation_filepath(c.oid) AS path, pg_relation_size(c.oid)::float8 AS bytes FROM pg_class c
     WHERE c.relkind IN ('r', 'i', 't', 'm') AND c.relpersistence = 'p'
       AND c.relnamespace IN ('public'::regnamespace, 'pg_toast'::regnamespace)
     ORDER BY bytes, path`,
  );
  const warmed = { bytes: 0, of: rows.reduce((sum, { bytes }) => sum + bytes, 0) };
  for (const { path, bytes } of rows) {
    if (warmed.bytes + bytes > most) break;
    for (let part = 0; part * segment < bytes; part += 1) {
      if (signal?.aborted) return warmed;
      warmed.bytes += await readThrough(join(cluster, part === 0 ? path : `${path}.${part}`), signal);
    }
  }
  return warmed;
}

/** Reads a file to its end and keeps nothing of it; how many bytes it read. */
async function readThrough(file: string, signal?: AbortSignal): Promise<number> {
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20, signal }))
      bytes += (chunk as Buffer).length;
  } catch {
    // Nothing depends on it: the page that needs it reads it from the disk.
  }
  return bytes;
}
