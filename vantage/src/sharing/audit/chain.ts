import { createHash, hash as hashOf } from 'node:crypto';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** What of an entry a seal covers, in this order. */
const columns = [
  'entry_id',
  'at',
  'actor',
  'role',
  'purpose',
  'action',
  'route',
  'families',
  'persons',
  'words',
  'reason',
  'because',
];

/** Bytes before the first row of a binary COPY. */
const headerBytes = 19;

/**
 * Reads entries as the rows of PostgreSQL's binary COPY, which are the bytes that are hashed: the number of columns (2
 * bytes), then each column's length (4 bytes, -1 for NULL) and value as sent over the network. Yields a few at a time, in
 * the order of their ids.
 * @param ids Which entries of the area; all when left out.
 */
export async function* entryRows(
  client: pg.Client,
  area: string,
  ids?: readonly string[],
): AsyncGenerator<Buffer[]> {
  const these = ids === undefined ? '' : ` AND entry_id = ANY (${pg.escapeLiteral(`{${ids}}`)}::uuid[])`;
  const chosen = `SELECT ${columns} FROM audit_entry WHERE area = ${pg.escapeLiteral(area)}${these}`;
  const chunks = client.query(copyTo(`COPY (${chosen} ORDER BY entry_id) TO STDOUT (FORMAT binary)`));
  let torn: Buffer = Buffer.alloc(0);
  let begun = false;
  for await (const chunk of chunks as AsyncIterable<Buffer>) {
    const bytes = torn.length === 0 ? chunk : Buffer.concat([torn, chunk]);
    const rows: Buffer[] = [];
    let at = begun ? 0 : headerBytes;
    for (let end = endOfRow(bytes, at); end !== undefined; end = endOfRow(bytes, at)) {
      rows.push(bytes.subarray(at, end));
      at = end;
    }
    begun ||= rows.length > 0;
    torn = bytes.subarray(begun ? at : 0);
    yield rows;
  }
}

/** Where the row that begins at `at` ends; undefined when it is not all there, or is the end of the COPY. */
function endOfRow(bytes: Buffer, at: number): number | undefined {
  if (at + 2 > bytes.length || bytes.readInt16BE(at) !== columns.length) return undefined;
  let end = at + 2;
  for (let column = 0; column < columns.length; column += 1) {
    if (end + 4 > bytes.length) return undefined;
    end += 4 + Math.max(0, bytes.readInt32BE(end));
  }
  return end > bytes.length ? undefined : end;
}

/** The id in a row, as 32 hexadecimal digits. */
export function idOf(row: Buffer): string {
  return row.toString('hex', 6, 22);
}

/** Milliseconds since 1970 at which a row says that it was written, from PostgreSQL's microseconds since 2000. */
export function writtenAt(row: Buffer): number {
  return (row.readInt32BE(26) * 2 ** 32 + row.readUInt32BE(30)) / 1000 + 946_684_800_000;
}

/** An id as it is written. */
export function withHyphens(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Hash of the seal before the first. */
export const noHash = Buffer.alloc(32);

/** What a seal says of itself. */
export type SealHead = { area: string; sealNo: number; sealedAt: Date };

/**
 * SHA-256 of the hash of the seal before (32 bytes), one line `area TAB number TAB time TAB count LF`, and the rows of
 * the entries in order.
 */
export function sealHash(previous: Uint8Array, seal: SealHead, rows: readonly Uint8Array[]): Buffer {
  const { area, sealNo, sealedAt } = seal;
  const hash = createHash('sha256');
  hash.update(previous).update(`${area}\t${sealNo}\t${sealedAt.toISOString()}\t${rows.length}\n`);
  for (const row of rows) hash.update(row);
  return hash.digest();
}

/** Bytes of a mark. */
export const markBytes = 4;

/** The first bytes of a row's SHA-256: tells which entry of a seal was changed, and proves nothing. */
export function markOf(row: Uint8Array): Buffer {
  return hashOf('sha256', row, 'buffer').subarray(0, markBytes);
}
