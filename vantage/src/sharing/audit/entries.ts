import type pg from 'pg';
import { entryRows, idOf } from './chain.ts';

/** Rows kept in memory that no seal has asked for yet; of more than these only their ids are kept. */
const mostKept = 100_000;

/**
 * An area's entries, read once in the order of their ids, for seals that ask for them nearly in that order. Entries of
 * transactions that ended late are kept until their seal comes.
 */
export class EntriesInOrder {
  /** Entries read. */
  read = 0;
  /** Entries that a seal asked for. */
  #asked = 0;
  readonly #batches: AsyncIterator<Buffer[]>;
  #rows: Buffer[] = [];
  #at = 0;
  readonly #ahead = new Map<string, Buffer | null>();

  constructor(client: pg.Client, area: string) {
    this.#batches = entryRows(client, area);
  }

  /** The row of an entry; null when it is not kept; undefined when there is none, or it was asked for before. */
  async rowOf(id: string): Promise<Buffer | null | undefined> {
    const kept = this.#ahead.get(id);
    if (kept !== undefined) {
      this.#ahead.delete(id);
      this.#asked += 1;
      return kept;
    }
    for (;;) {
      const row = this.#rows[this.#at] ?? (await this.#more());
      if (row === undefined) return undefined;
      const next = idOf(row);
      if (next > id) return undefined;
      this.#at += 1;
      if (next === id) {
        this.#asked += 1;
        return row;
      }
      this.#ahead.set(next, this.#ahead.size < mostKept ? Buffer.from(row) : null);
    }
  }

  /** Reads to the end; returns how many entries no seal asked for. */
  async rest(): Promise<number> {
    while ((await this.#more()) !== undefined);
    return this.read - this.#asked;
  }

  /** Reads more rows; returns the first of them, undefined at the end. */
  async #more(): Promise<Buffer | undefined> {
    this.#at = 0;
    do {
      const { done, value } = await this.#batches.next();
      this.#rows = done === true ? [] : value;
      if (done === true) return undefined;
    } while (this.#rows.length === 0);
    this.read += this.#rows.length;
    return this.#rows[0];
  }
}
