import { appendFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from '../../vantage/dist/platform/index.js';
import { entryRows, idOf, markOf, noHash, sealHash } from '../../vantage/dist/sharing/audit/chain.js';

/**
 * Seals every entry of an area without a seal in batches of `size`, with a head kept for each, as the sealer does over
 * months. Returns the number of seals.
 */
export async function sealAll(db: Database, area: string, size: number, heads: string): Promise<number> {
  return db.asOwner((from) =>
    db.asOwner(async (to) => {
      let previous: Uint8Array = noHash;
      let sealNo = 0;
      /** Rows of seals, and heads on the way. */
      async function* seals(): AsyncGenerator<string> {
        let waiting: Buffer[] = [];
        for await (const rows of entryRows(from, area)) {
          waiting.push(...rows);
          const whole = waiting.length - (waiting.length % size);
          yield sealRows(waiting.slice(0, whole));
          waiting = waiting.slice(whole);
        }
        if (waiting.length > 0) yield sealRows(waiting);
      }
      function sealRows(rows: readonly Buffer[]): string {
        let [text, kept] = ['', ''];
        for (let at = 0; at < rows.length; at += size) {
          const entries = rows.slice(at, at + size);
          sealNo += 1;
          const sealedAt = new Date(1_780_000_000_000 + sealNo * size * 3);
          const hash = sealHash(previous, { area, sealNo, sealedAt }, entries);
          const marks = Buffer.concat(entries.map(markOf)).toString('hex');
          const before = Buffer.from(previous).toString('hex');
          text += `${area}\t${sealNo}\t{${entries.map(idOf)}}\t\\\\x${marks}\t\\\\x${before}\t\\\\x${hash.toString('hex')}\t${sealedAt.toISOString()}\n`;
          kept += `${JSON.stringify({ area, seal: sealNo, hash: hash.toString('hex'), sealedAt })}\n`;
          previous = hash;
        }
        appendFileSync(heads, kept);
        return text;
      }
      await pipeline(
        Readable.from(seals(), { objectMode: false }),
        to.query(copyFrom('COPY audit_seal FROM STDIN')),
      );
      return sealNo;
    }),
  );
}
