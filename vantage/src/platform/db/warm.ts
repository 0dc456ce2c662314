import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

/** What was read, and how much there is. */
export type Warmed = { bytes: number; of: number };

/** PostgreSQL keeps a table in files of this many bytes, the second called NAME.1. */
const segment = 2 ** 30;

/** What is read at once into the server's own memory, in its pages of 8 kB. */
const stretch = 2 ** 14;

/** The part of the server's own memory that is filled; the rest is left to what is written meanwhile. */
const filled = 0.85;

/**
 * Reads tables and their indexes once, what has been asked for most often for its size first, so that the first to open a
 * page does not wait for the disk: into the server's own memory, which the machine takes back for nothing else, and what
 * that does not hold into the machine's. It stops before it has read more than `most` bytes beyond the server's own memory, or
 * when `signal` aborts. A file that cannot be read, or is gone because its table was made anew, is passed over.
 *
 * @param client A superuser's: it loads PostgreSQL's module pg_prewarm, for this connection alone.
 * @param cluster PostgreSQL's own data folder, on this machine.
 * @param own Bytes of the server's own memory to fill; as much as leaves some for what is written, when left out.
 */
export async function readTables(
  client: pg.Client,
  cluster: string,
  { own, most, signal }: { own?: number; most: number; signal?: AbortSignal | undefined },
): Promise<Warmed> {
  const { rows } = await client.query<{
    id: number;
    path: string;
    pages: number;
    bytes: number;
    held: number;
  }>(
    `SELECT c.oid::int8::float8 AS id, pg_relation_filepath(c.oid) AS path, pg_relation_size(c.oid)::float8 AS bytes,
       (pg_relation_size(c.oid) / 8192)::int AS pages,
       pg_size_bytes(current_setting('shared_buffers'))::float8 AS held
     FROM pg_class c
     WHERE c.relkind IN ('r', 'i', 't', 'm') AND c.relpersistence = 'p'
       AND c.relnamespace IN ('public'::regnamespace, 'pg_toast'::regnamespace)
     ORDER BY pg_stat_get_blocks_fetched(c.oid)::float8 / greatest(pg_relation_size(c.oid), 8192) DESC, bytes, path`,
  );
  await client.query(
    `CREATE FUNCTION pg_temp.prewarm(regclass, text, text, int8, int8) RETURNS int8 AS '$libdir/pg_prewarm', 'pg_prewarm' LANGUAGE C`,
  );
  const warmed = { bytes: 0, of: rows.reduce((sum, { bytes }) => sum + bytes, 0) };
  let left = own ?? filled * (rows[0]?.held ?? 0);
  let free = most;
  for (const { id, path, pages, bytes } of rows) {
    if (bytes <= left) {
      left -= bytes;
      for (let from = 0; from < pages && signal?.aborted !== true; from += stretch) {
        const last = Math.min(from + stretch, pages) - 1;
        warmed.bytes += await prewarm(client, id, from, last);
      }
    } else if (bytes <= free) {
      free -= bytes;
      for (let part = 0; part * segment < bytes; part += 1)
        warmed.bytes += await readThrough(join(cluster, part === 0 ? path : `${path}.${part}`), signal);
    }
    if (signal?.aborted) return warmed;
  }
  return warmed;
}

/** Reads pages of a relation into the server's memory; how many bytes it read, none where the relation is no more. */
async function prewarm(client: pg.Client, id: number, first: number, last: number): Promise<number> {
  try {
    const { rows } = await client.query<{ pages: number }>(
      `SELECT pg_temp.prewarm($1::oid::regclass, 'buffer', 'main', $2, $3)::int AS pages`,
      [id, first, last],
    );
    return (rows[0]?.pages ?? 0) * 8192;
  } catch {
    return 0;
  }
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
