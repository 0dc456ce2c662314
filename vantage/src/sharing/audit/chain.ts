import { createHash } from 'node:crypto';

/** Makes an entry's line the same on every server. */
export const plainLines = `SET LOCAL TIME ZONE 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL client_encoding = 'UTF8'`;

/**
 * What of an entry a seal covers, in this order. An entry's line is PostgreSQL's COPY text of these columns: tabs
 * between them, a line feed at the end, and no other line feed in it.
 */
export const lineColumns = [
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
]
  .map((column) => `e.${column}`)
  .join(', ');

/** Hash of the seal before the first. */
export const noHash = Buffer.alloc(32);

/** What a seal says of itself. */
export type SealHead = { area: string; sealNo: number; sealedAt: Date };

/**
 * SHA-256 of the hash of the seal before (32 bytes), one line `area TAB number TAB time TAB count LF`, and the lines of
 * the entries in order.
 */
export function sealHash(previous: Uint8Array, seal: SealHead, lines: readonly Uint8Array[]): Buffer {
  const { area, sealNo, sealedAt } = seal;
  const hash = createHash('sha256');
  hash.update(previous).update(`${area}\t${sealNo}\t${sealedAt.toISOString()}\t${lines.length}\n`);
  for (const line of lines) hash.update(line);
  return hash.digest();
}

const lineFeed = 10;

/** Each line with its line feed. */
export function splitLines(lines: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let from = 0; from < lines.length; ) {
    const end = lines.indexOf(lineFeed, from) + 1;
    found.push(lines.subarray(from, end));
    from = end;
  }
  return found;
}

/** Bytes of a mark. */
export const markBytes = 4;

/** The first bytes of a line's SHA-256: tells which entry of a seal was changed, and proves nothing. */
export function markOf(line: Uint8Array): Buffer {
  return createHash('sha256').update(line).digest().subarray(0, markBytes);
}

/** The id with which a line begins: 36 characters. */
export function idOf(line: Buffer): string {
  return line.toString('latin1', 0, 36);
}
