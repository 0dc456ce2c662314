import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { z } from 'zod';
import { VantageError } from '../errors.ts';
import { copyLine } from './values.ts';

/** On whose behalf a transaction runs. Row security sees these as the settings `vantage.area`, `.actor`, `.role` and `.purpose`. */
export const Actor = z.object({
  area: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  id: z.string().min(1),
  role: z.string().min(1),
  purpose: z.string().min(1),
});
export type Actor = z.infer<typeof Actor>;

/** Column name to value. */
export type Row = Record<string, unknown>;

/** Rows on their way into a table. Nothing else may be asked of the transaction until it has ended. */
export type Copying = {
  /** Adds a row, values as in `copyLine`; where it returns a promise, the next row must wait for it. */
  write(row: readonly unknown[]): Promise<void> | undefined;
  /** How many rows came in. */
  end(): Promise<number>;
  /** Gives up before the end, for the transaction to be undone. */
  abandon(): Promise<void>;
};

/** A transaction bound to an actor. Every query of the product goes through one. */
export type Tx = {
  readonly actor: Actor;
  /** Runs one statement with `$1…` parameters and returns its rows. */
  sql<T extends object = Row>(text: string, params?: readonly unknown[]): Promise<T[]>;
  /** The only row of the answer; a VantageError 'not-found' when there is none, 'failed' when there are several. */
  one<T extends object = Row>(text: string, params?: readonly unknown[]): Promise<T>;
  /** The only row of the answer, or undefined; a VantageError 'failed' when there are several. */
  maybeOne<T extends object = Row>(text: string, params?: readonly unknown[]): Promise<T | undefined>;
  /** Rows one by one, fetched a few thousand at a time, for answers too large to hold. */
  stream<T extends object = Row>(text: string, params?: readonly unknown[]): AsyncIterable<T>;
  /**
   * Adds many rows fast; returns how many. Values as in `copyLine`. Works for any table and for temporary ones.
   */
  copyIn(
    table: string,
    columns: readonly string[],
    rows: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>,
  ): Promise<number>;
  /** The same for rows that come one by one, into a table without row security. */
  copying(table: string, columns: readonly string[]): Copying;
  /**
   * To be called before much is put into tables: those that are empty take it in without a log beside. Tells whether all
   * of them were empty, so that there is nothing to compare with.
   */
  filling(...tables: string[]): Promise<boolean>;
  /** Of tables filled in this transaction: makes the indexes that waited for it and refreshes the planner's statistics. */
  filled(...tables: string[]): Promise<void>;
  /** Makes the indexes alone, before much is looked up in tables that may have been filled without them. */
  indexed(...tables: string[]): Promise<void>;
};

const fetchSize = 2000;

/** Name of each statement that such transactions have sent: the same text keeps the same plan on a connection. */
const statementNames = new Map<string, string>();

function nameOf(text: string): string {
  const known = statementNames.get(text);
  if (known !== undefined) return known;
  const name = `read_${statementNames.size + 1}`;
  statementNames.set(text, name);
  return name;
}

const held = new WeakSet<Duplex>();

/** Statements asked for in one turn leave in one write: each write to the server costs as much as a small statement. */
function holdUntilAllAreAsked(client: pg.ClientBase): void {
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection;
  if (held.has(stream)) return;
  held.add(stream);
  stream.cork();
  process.nextTick(() => {
    held.delete(stream);
    stream.uncork();
  });
}

/**
 * Wraps a client on which a transaction has begun. With `together`, on a pipelining connection, statements are
 * planned once a connection, and those asked for together travel together. After `end` it takes no more: its connection
 * may be another actor's by then.
 */
export function makeTx(
  client: pg.ClientBase,
  actor: Actor,
  { together = false } = {},
): { tx: Tx; end: () => void } {
  let cursors = 0;
  /** How many cursors are open. */
  let reading = 0;
  let ended = false;
  let last: Promise<unknown> = Promise.resolve();

  function mustGoOn(): void {
    if (!ended) return;
    throw new VantageError('failed', 'A statement came after its transaction had ended.', {
      remedy: 'Report this as a fault of Vantage.',
    });
  }

  async function sql<T extends object>(text: string, params: readonly unknown[] = []): Promise<T[]> {
    mustGoOn();
    const plan = together && params.length > 0 ? { name: nameOf(text) } : {};
    const ask = () => client.query<T & pg.QueryResultRow>({ ...plan, text, values: [...params] });
    if (together) {
      holdUntilAllAreAsked(client);
      return (await ask()).rows;
    }
    const answer = last.then(ask, ask);
    last = answer.catch(() => undefined);
    return (await answer).rows;
  }

  async function maybeOne<T extends object>(
    text: string,
    params: readonly unknown[] = [],
  ): Promise<T | undefined> {
    const rows = await sql<T>(text, params);
    if (rows.length > 1) {
      throw new VantageError('failed', `A question with one answer had ${rows.length}.`, {
        remedy: 'Report this as a fault of Vantage.',
      });
    }
    return rows[0];
  }

  async function one<T extends object>(text: string, params: readonly unknown[] = []): Promise<T> {
    const row = await maybeOne<T>(text, params);
    if (row === undefined) {
      throw new VantageError('not-found', 'What was asked for does not exist.', {
        remedy: 'Check the address or the number and try again.',
      });
    }
    return row;
  }

  async function* stream<T extends object>(text: string, params: readonly unknown[] = []): AsyncGenerator<T> {
    cursors += 1;
    const cursor = `vantage_cursor_${cursors}`;
    await sql(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, params);
    reading += 1;
    const fetch = () => sql<T>(`FETCH ${fetchSize} FROM ${cursor}`);
    let coming = fetch();
    try {
      for (let isLast = false; !isLast; ) {
        const rows = await coming;
        isLast = rows.length < fetchSize;
        if (!isLast) {
          // The next are made while these are dealt with; what goes wrong with them is told when they are wanted.
          coming = fetch();
          coming.catch(() => undefined);
        }
        yield* rows;
      }
    } finally {
      // A failed transaction has closed it already.
      await sql(`CLOSE ${cursor}`).catch(() => undefined);
      reading -= 1;
    }
  }

  /** PostgreSQL copies into no table with row security, so rows go through a temporary table and its policy. */
  async function copyIn(
    table: string,
    columns: readonly string[],
    rows: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>,
  ): Promise<number> {
    mustGoOn();
    const into = pg.escapeIdentifier(table);
    const { secured, anew } = await one<{ secured: boolean; anew: boolean }>(
      `SELECT relrowsecurity AS secured, NOT relrowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid) AS anew
       FROM pg_class c WHERE oid = $1::regclass`,
      [into],
    );
    // What goes into a table begun anew is written as rows are that everybody may see: nobody else can read the table until
    // this ends, and whoever reads them first need not look whether it did. PostgreSQL refuses that while rows are read.
    if (!secured) return copyAll(copyInto(table, columns, anew && reading === 0 ? ' (FREEZE)' : ''), rows);
    const list = listOf(columns);
    await sql(
      `CREATE TEMPORARY TABLE vantage_incoming ON COMMIT DROP AS SELECT ${list} FROM ${into} WITH NO DATA`,
    );
    const count = await copyAll(copying('vantage_incoming', columns), rows);
    await sql(`INSERT INTO ${into} (${list}) SELECT ${list} FROM vantage_incoming`);
    await sql('DROP TABLE vantage_incoming');
    return count;
  }

  const copying = (table: string, columns: readonly string[]) => copyInto(table, columns, '');

  function copyInto(table: string, columns: readonly string[], how: string): Copying {
    mustGoOn();
    const target = client.query(
      copyFrom(`COPY ${pg.escapeIdentifier(table)} (${listOf(columns)}) FROM STDIN${how}`),
    );
    // A stream that has failed is not written to any more: it has lost its connection.
    let failed = false;
    target.on('error', () => {
      failed = true;
    });
    const done = finished(target);
    done.catch(() => undefined);
    let text = '';
    return {
      write(row) {
        if (failed) return done;
        text += copyLine(row);
        if (text.length < chunkCharacters) return undefined;
        const goesOn = target.write(text);
        text = '';
        return goesOn ? undefined : Promise.race([once(target, 'drain').then(() => undefined), done]);
      },
      async end() {
        if (!failed) target.end(text);
        await done;
        return target.rowCount;
      },
      async abandon() {
        if (!failed) target.destroy();
        await done.catch(() => undefined);
      },
    };
  }

  async function filling(...tables: string[]): Promise<boolean> {
    const { empty } = await one<{ empty: boolean }>('SELECT vantage_begin_filling($1) AS empty', [tables]);
    return empty;
  }

  async function filled(...tables: string[]): Promise<void> {
    await sql('SELECT vantage_filled($1)', [tables]);
  }

  async function indexed(...tables: string[]): Promise<void> {
    await sql('SELECT vantage_make_indexes($1)', [tables]);
  }

  return {
    tx: { actor, sql, one, maybeOne, stream, copyIn, copying, filling, filled, indexed },
    end: () => {
      ended = true;
    },
  };
}

const chunkCharacters = 64 * 1024;

const listOf = (columns: readonly string[]) =>
  columns.map((column) => pg.escapeIdentifier(column)).join(', ');

async function copyAll(
  copying: Copying,
  rows: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>,
): Promise<number> {
  try {
    // A row that is there already is not waited for: that costs more than the row.
    if (Symbol.iterator in rows) {
      for (const row of rows) {
        const wait = copying.write(row);
        if (wait !== undefined) await wait;
      }
    } else for await (const row of rows) await copying.write(row);
    return await copying.end();
  } catch (error) {
    await copying.abandon();
    throw error;
  }
}
