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
export type SealHead = { area: string; sealNo: number; sealedAt: Date; count: number };

/**
 * SHA-256 of the hash of the seal before (32 bytes), one line `area TAB number TAB time TAB count LF`, and the lines of
 * the entries in order.
 */
export function sealHash(previous: Uint8Array, seal: SealHead, lines: Uint8Array): Buffer {
  const { area, sealNo, sealedAt, count } = seal;
  return createHash('sha256')
    .update(previous)
    .update(`${area}\t${sealNo}\t${sealedAt.toISOString()}\t${count}\n`)
    .update(lines)
    .digest();
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

/** The id with which a line begins; undefined for the line of an entry that is gone. */
export function idOf(line: Buffer): string | undefined {
  const id = line.toString('latin1', 0, line.indexOf('\t'));
  return id === '\\N' ? undefined : id;
}

/** Takes so many lines at a time from chunks of bytes. */
export class Lines {
  readonly #chunks: AsyncIterator<Buffer>;
  #left: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `count` lines in one piece; fewer when there are no more. */
  async take(count: number): Promise<Buffer> {
    let end = 0;
    for (let taken = 0; taken < count; ) {
      const at = this.#left.indexOf(lineFeed, end);
      if (at !== -1) {
        end = at + 1;
        taken += 1;
        continue;
      }
      const next = await this.#chunks.next();
      if (next.done === true) break;
      this.#left = this.#left.length === 0 ? next.value : Buffer.concat([this.#left, next.value]);
    }
    const lines = this.#left.subarray(0, end);
    this.#left = this.#left.subarray(end);
    return lines;
  }

  /** Reads to the end; returns how many bytes there were that nobody took. */
  async drain(): Promise<number> {
    let left = this.#left.length;
    for (;;) {
      const next = await this.#chunks.next();
      if (next.done === true) return left;
      left += next.value.length;
    }
  }
}
