import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { idOf, lineColumns, splitLines } from './chain.ts';

/** Lines kept in memory that no seal has asked for yet; of more than these only their ids are kept. */
const mostKept = 100_000;

/**
 * The lines of an area's entries, read once in the order of their ids, for seals that ask for them nearly in that order.
 * Entries of transactions that ended late are kept until their seal comes.
 */
export class EntryLines {
  /** Entries read. */
  read = 0;
  /** Entries that a seal asked for. */
  #asked = 0;
  readonly #chunks: AsyncIterator<Buffer>;
  #torn: Buffer = Buffer.alloc(0);
  #lines: Buffer[] = [];
  #at = 0;
  readonly #ahead = new Map<string, Buffer | null>();

  constructor(client: pg.Client, area: string) {
    const rows = client.query(
      copyTo(
        `COPY (SELECT ${lineColumns} FROM audit_entry e WHERE area = ${pg.escapeLiteral(area)} ORDER BY entry_id) TO STDOUT`,
      ),
    );
    this.#chunks = (rows as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  /** The line of an entry; undefined when there is none, when it was asked for before, or when it is not kept. */
  async lineOf(id: string): Promise<Buffer | undefined> {
    const kept = this.#ahead.get(id);
    if (kept !== undefined) {
      this.#ahead.delete(id);
      this.#asked += 1;
      return kept ?? undefined;
    }
    for (;;) {
      const line = this.#lines[this.#at] ?? (await this.#more());
      if (line === undefined) return undefined;
      const next = idOf(line);
      if (next > id) return undefined;
      this.#at += 1;
      if (next === id) {
        this.#asked += 1;
        return line;
      }
      this.#ahead.set(next, this.#ahead.size < mostKept ? Buffer.from(line) : null);
    }
  }

  /** Reads to the end; returns how many entries no seal asked for. */
  async rest(): Promise<number> {
    while ((await this.#more()) !== undefined);
    return this.read - this.#asked;
  }

  /** Reads more lines; returns the first of them, undefined at the end. */
  async #more(): Promise<Buffer | undefined> {
    for (;;) {
      const { done, value } = await this.#chunks.next();
      if (done === true) {
        this.#lines = [];
        return undefined;
      }
      const bytes = this.#torn.length === 0 ? value : Buffer.concat([this.#torn, value]);
      const end = bytes.lastIndexOf('\n') + 1;
      this.#torn = bytes.subarray(end);
      this.#lines = splitLines(bytes.subarray(0, end));
      this.#at = 0;
      this.read += this.#lines.length;
      if (this.#lines[0] !== undefined) return this.#lines[0];
    }
  }
}
