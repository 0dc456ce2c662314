import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { type Database, log, VantageError } from '../../platform/index.ts';
import { entryRows, idOf, markOf, noHash, sealHash } from './chain.ts';
import { appendHeads, type Head, lastHead } from './heads.ts';

/** Where an audit is sealed: its area, and the file of heads outside the database. */
export type Sealing = { area: string; heads: string };

/** Any number that no other program uses as an advisory lock on our database. */
export const sealLock = 7_302_003;

/** Most entries of one seal. */
const mostEntries = 5000;

type LastSeal = { sealNo: number; hash: Buffer; sealedAt: Date };

/**
 * Seals every committed entry that waits, and then keeps each seal's head outside the database. Returns how many entries
 * were sealed; none while another process seals.
 * @throws {VantageError} refused when the head that was kept outside is not in the database's chain, or none is kept
 *   though there are seals: sealing would build on an audit that somebody cut or made anew.
 */
export async function sealWaiting(db: Database, sealing: Sealing): Promise<number> {
  return db.asOwner((client) => sealAll(client, sealing));
}

/** What an administrator says of what verifying found: why, and who says it. */
export type Acknowledgement = { why: string; by: string };

/**
 * Seals what waits, and adds a head that says why heads before it lack, or why entries were sealed long after they were
 * written. From then on verifying tells these as acknowledged; nothing else that it finds can be. Sealing goes on where
 * it had stopped because no head was kept.
 * @throws {VantageError} refused when a head that is kept is not in the database's chain.
 */
export async function acknowledge(db: Database, sealing: Sealing, said: Acknowledgement): Promise<void> {
  await db.asOwner(async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [sealLock]);
    try {
      await sealAll(client, sealing, said);
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [sealLock]);
    }
  });
}

async function sealAll(client: pg.Client, { area, heads }: Sealing, said?: Acknowledgement): Promise<number> {
  const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [sealLock]);
  if (rows[0]?.got !== true) return 0;
  try {
    const kept = lastHead(heads);
    let last = await lastSeal(client, area);
    await checkFollows(client, { area, heads }, kept, last, said);
    let sealed = 0;
    for (let waiting = await waitingAfter(client, area); waiting.length > 0; ) {
      const ids = waiting;
      const made = await inTransaction(client, () => seal(client, area, last, ids));
      if (made !== undefined) {
        last = made.seal;
        sealed += made.entries;
      }
      waiting = await waitingAfter(client, area, ids.at(-1));
    }
    if (kept !== undefined || said === undefined) {
      await keepHeads(client, { area, heads }, kept?.seal ?? 0);
    }
    if (last !== undefined && said !== undefined) appendHeads(heads, [{ ...headOf(area, last), ...said }]);
    return sealed;
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [sealLock]).catch(() => undefined);
  }
}

/** Seals whose heads are written at once. */
const headsAtOnce = 1000;

/** Keeps the head of every seal after one, those too that were not kept when they were made. */
async function keepHeads(client: pg.Client, { area, heads }: Sealing, after: number): Promise<void> {
  for (let from = after; ; ) {
    const { rows } = await client.query<LastSeal>(
      `SELECT seal_no AS "sealNo", hash, sealed_at AS "sealedAt" FROM audit_seal
       WHERE area = $1 AND seal_no > $2 ORDER BY seal_no LIMIT ${headsAtOnce}`,
      [area, from],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    appendHeads(
      heads,
      rows.map((one) => headOf(area, one)),
    );
    from = last.sealNo;
  }
}

function headOf(area: string, { sealNo, hash, sealedAt }: LastSeal): Head {
  return { area, seal: sealNo, hash: hash.toString('hex'), sealedAt: sealedAt.toISOString() };
}

async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function lastSeal(client: pg.Client, area: string): Promise<LastSeal | undefined> {
  const { rows } = await client.query<LastSeal>(
    `SELECT seal_no AS "sealNo", hash, sealed_at AS "sealedAt" FROM audit_seal
     WHERE area = $1 ORDER BY seal_no DESC LIMIT 1`,
    [area],
  );
  return rows[0];
}

async function checkFollows(
  client: pg.Client,
  { area, heads }: Sealing,
  kept: Head | undefined,
  last: LastSeal | undefined,
  said: Acknowledgement | undefined,
): Promise<void> {
  if (kept === undefined) {
    if (last === undefined || said !== undefined) return;
    throw new VantageError(
      'refused',
      `The audit is not sealed: the database holds seals up to ${last.sealNo}, and ${heads} keeps no head of them.`,
      {
        remedy:
          'Find out who took it away, and put the file or its newest copy back. If there is none, or the database was restored from a backup: vantage audit acknowledge --reason WORDS.',
      },
    );
  }
  const { rows } = await client.query<{ hash: Buffer }>(
    'SELECT hash FROM audit_seal WHERE area = $1 AND seal_no = $2',
    [area, kept.seal],
  );
  if (kept.area === area && rows[0]?.hash.toString('hex') === kept.hash) return;
  const here = last === undefined ? 'no seal at all' : `other seals up to ${last.sealNo}`;
  throw new VantageError(
    'refused',
    `The audit is not sealed: ${heads} keeps seal ${kept.seal} of ${kept.area}, and the database holds ${here}.`,
    {
      remedy:
        'Run vantage audit verify. If the database is another one, or an older copy that was restored, keep the file, move it away, and say so: vantage audit acknowledge --reason WORDS.',
    },
  );
}

/** Ids of entries that wait for a seal, in their order, as many as one seal may cover. */
async function waitingAfter(client: pg.Client, area: string, after?: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT entry_id AS id FROM audit_unsealed WHERE area = $1 AND ($2::uuid IS NULL OR entry_id > $2)
     ORDER BY entry_id LIMIT ${mostEntries}`,
    [area, after ?? null],
  );
  return rows.map(({ id }) => id);
}

/**
 * Seals entries in one seal, in the order of their ids; undefined when none is there. One that was taken away goes on
 * waiting: verifying finds it.
 */
async function seal(
  client: pg.Client,
  area: string,
  last: LastSeal | undefined,
  waiting: readonly string[],
): Promise<{ seal: LastSeal; entries: number } | undefined> {
  const rows = (await Array.fromAsync(entryRows(client, area, waiting))).flat();
  if (rows.length === 0) return undefined;
  const entries = rows.map(idOf);
  const sealNo = (last?.sealNo ?? 0) + 1;
  const sealedAt = await databaseTime(client);
  const previous = last?.hash ?? noHash;
  const hash = sealHash(previous, { area, sealNo, sealedAt }, rows);
  await client.query('INSERT INTO audit_seal VALUES ($1, $2, $3, $4, $5, $6, $7)', [
    area,
    sealNo,
    entries,
    Buffer.concat(rows.map(markOf)),
    previous,
    hash,
    sealedAt,
  ]);
  await client.query(
    `INSERT INTO audit_about SELECT DISTINCT area, unnest(families), at, entry_id FROM audit_entry
     WHERE area = $1 AND entry_id = ANY ($2) ON CONFLICT DO NOTHING`,
    [area, entries],
  );
  await client.query('DELETE FROM audit_unsealed WHERE area = $1 AND entry_id = ANY ($2)', [area, entries]);
  return { seal: { sealNo, hash, sealedAt }, entries: rows.length };
}

/** The database's own time, which entries have as well, in whole milliseconds. */
async function databaseTime(client: pg.Client): Promise<Date> {
  const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return rows[0]?.now ?? new Date();
}

/** A sealer that runs beside other work. */
export type Sealer = {
  /** Seals what still waits, and ends. */
  stop(): Promise<void>;
};

/** Milliseconds between two looks, and before trying again after a failure. */
const pause = { look: 250, failure: 1000 };

/** Seals entries within a second of their commit until it is stopped. What goes wrong is logged, and tried again. */
export function startSealer(db: Database, sealing: Sealing): Sealer {
  const stopping = new AbortController();
  let said = '';
  const work = async () => {
    while (!stopping.signal.aborted) {
      try {
        await db.asOwner((client) => sealUntil(client, sealing, stopping.signal));
      } catch (error) {
        const { message } = error as Error;
        if (message !== said) log.error('the audit is not sealed', error);
        said = message;
        await rest(pause.failure, stopping.signal);
      }
    }
  };
  const done = work();
  return {
    async stop() {
      stopping.abort();
      await done;
      await sealWaiting(db, sealing).catch((error) => log.error('the audit is not sealed', error));
    },
  };
}

async function sealUntil(client: pg.Client, sealing: Sealing, signal: AbortSignal): Promise<void> {
  await sealAll(client, sealing);
  while (!signal.aborted) {
    const { rowCount } = await client.query('SELECT FROM audit_unsealed WHERE area = $1 LIMIT 1', [
      sealing.area,
    ]);
    if (rowCount !== 0) await sealAll(client, sealing);
    await rest(pause.look, signal);
  }
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
