import { appendFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Database } from '../../vantage/dist/platform/index.js';
import {
  idOf,
  Lines,
  lineColumns,
  markOf,
  noHash,
  plainLines,
  sealHash,
  splitLines,
} from '../../vantage/dist/sharing/audit/chain.js';

/**
 * Seals every entry of an area without a seal in batches of `size`, with a head kept for each, as the sealer does over
 * months. Returns the number of seals.
 */
export async function sealAll(db: Database, area: string, size: number, heads: string): Promise<number> {
  return db.asOwner((from) =>
    db.asOwner(async (to) => {
      await from.query(`BEGIN; ${plainLines}`);
      const rows = from.query(
        copyTo(
          `COPY (SELECT ${lineColumns} FROM audit_entry e WHERE area = '${area}' ORDER BY entry_id) TO STDOUT`,
        ),
      );
      const lines = new Lines(rows as AsyncIterable<Buffer>);
      let previous: Uint8Array = noHash;
      let sealNo = 0;
      async function* seals(): AsyncGenerator<string> {
        let [text, kept] = ['', ''];
        for (;;) {
          const covered = await lines.take(size);
          const entries = splitLines(covered);
          sealNo += entries.length === 0 ? 0 : 1;
          if (entries.length === 0 || sealNo % 1000 === 0) {
            yield text;
            appendFileSync(heads, kept);
            [text, kept] = ['', ''];
          }
          if (entries.length === 0) return;
          const sealedAt = new Date(1_780_000_000_000 + sealNo * 1000);
          const hash = sealHash(previous, { area, sealNo, sealedAt, count: entries.length }, covered);
          const marks = Buffer.concat(entries.map(markOf)).toString('hex');
          const before = Buffer.from(previous).toString('hex');
          text += `${area}\t${sealNo}\t{${entries.map(idOf)}}\t\\\\x${marks}\t\\\\x${before}\t\\\\x${hash.toString('hex')}\t${sealedAt.toISOString()}\n`;
          kept += `${JSON.stringify({ area, seal: sealNo, hash: hash.toString('hex'), sealedAt })}\n`;
          previous = hash;
        }
      }
      await pipeline(
        Readable.from(seals(), { objectMode: false }),
        to.query(copyFrom('COPY audit_seal FROM STDIN')),
      );
      await from.query('COMMIT');
      return sealNo;
    }),
  );
}
