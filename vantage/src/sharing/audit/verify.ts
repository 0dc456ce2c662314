import pg from 'pg';
import type { Database } from '../../platform/index.ts';
import { markBytes, markOf, noHash, sealHash } from './chain.ts';
import { EntriesInOrder } from './entries.ts';
import { type KeptSeal, lateFault, nameFaults } from './faults.ts';
import { acknowledgeable, type Fault, type Verification } from './findings.ts';
import { acknowledgements, readHeads, sizeOfHeads } from './heads.ts';
import { Outside } from './outside.ts';
import type { Sealing } from './sealing.ts';

/** Told how many of the sealed entries have been looked at. */
type Report = (done: number, total: number) => void;

/** Faults that are described; the others are counted. */
const mostFaults = 100;

/** Seals whose entries are asked for at once. */
const sealsAtOnce = 4000;

/** What is carried from seal to seal. */
type Found = {
  faults: Fault[];
  faultCount: number;
  /** Number of the last seal of which somebody acknowledged what can be. */
  acknowledged: number;
  /** Faults that were acknowledged. */
  known: number;
};

/**
 * Works the chain out anew from the entries, with one database snapshot, trusting no stored hash: finds entries edited,
 * deleted, put in, changed in order or sealed long after they say that they were written, seals edited or taken away,
 * and a chain that is not, or is shorter than, the one whose heads were kept outside the database. Heads that lack and
 * entries sealed late are told apart once somebody has acknowledged them.
 */
export async function verifyAudit(
  db: Database,
  { area, heads }: Sealing,
  report: Report = () => undefined,
): Promise<Verification> {
  // Measured before the snapshot: what is kept outside by then is in the database.
  const bytes = sizeOfHeads(heads);
  const outside = new Outside(bytes === undefined ? undefined : readHeads(heads, bytes), area);
  const said = bytes === undefined ? [] : await acknowledgements(heads, bytes);
  const found: Found = { faults: [], faultCount: 0, acknowledged: said.at(-1)?.seal ?? 0, known: 0 };
  return withOneSnapshot(db, async (client, reader) => {
    const about = await roughly(client);
    const entries = new EntriesInOrder(reader, area);
    let before: KeptSeal | undefined;
    let seals = 0;
    let next = sealsAfter(client, area, 0);
    for (;;) {
      const batch = await next;
      const last = batch.at(-1);
      if (last === undefined) break;
      // Read while these are looked at. When looking fails, nobody asks for them.
      next = sealsAfter(client, area, last.sealNo);
      next.catch(() => undefined);
      for (const seal of batch) {
        const wrong = [...linked(seal, before), ...(await outside.at(seal))];
        for (const fault of wrong) add(found, fault);
        const { rows, gone, kept } = await covered(seal, entries);
        if (kept && gone.size === 0 && fits(seal, rows)) {
          for (const fault of lateFault(seal, rows)) add(found, fault);
        } else if (found.faults.length >= mostFaults) found.faultCount += 1;
        else for (const fault of await nameFaults(client, seal, gone)) add(found, fault);
        before = seal;
      }
      seals += batch.length;
      report(entries.read, Math.max(about, entries.read));
    }
    for (const fault of await outside.after(before?.sealNo ?? 0)) add(found, fault);
    const unsealed = await checkUnsealed(client, area, await entries.rest(), found);
    if (seals > 0 && outside.count === 0) add(found, noHeads(heads, bytes !== undefined));
    return {
      whole: found.faultCount === 0,
      entries: entries.read,
      seals,
      head: before?.hash.toString('hex') ?? null,
      unsealed,
      outside:
        bytes === undefined ? null : { heads: outside.count, first: outside.first, last: outside.last },
      acknowledged: said.map(({ seal, by = '', why = '' }) => ({ seal, by, why })),
      known: found.known,
      faultCount: found.faultCount,
      faults: found.faults,
    };
  });
}

/** Two connections that see one moment. */
async function withOneSnapshot<T>(
  db: Database,
  work: (client: pg.Client, reader: pg.Client) => Promise<T>,
): Promise<T> {
  const begin = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`;
  return db.asOwner((client) =>
    db.asOwner(async (reader) => {
      await client.query(begin);
      const { rows } = await client.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
      await reader.query(`${begin}; SET TRANSACTION SNAPSHOT ${pg.escapeLiteral(rows[0]?.id ?? '')}`);
      // By the index: sorting as many would go through the disk.
      await reader.query('SET LOCAL enable_sort = off');
      return work(client, reader);
    }),
  );
}

function add(found: Found, fault: Fault): void {
  if (acknowledgeable.has(fault.kind) && fault.seal !== null && fault.seal <= found.acknowledged) {
    found.known += 1;
    return;
  }
  found.faultCount += 1;
  if (found.faults.length < mostFaults) found.faults.push(fault);
}

/** How many entries there are, as the planner has it: to say how far it has come. */
async function roughly(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT reltuples AS n FROM pg_class WHERE oid = 'audit_entry'::regclass`,
  );
  return rows[0]?.n ?? 0;
}

async function sealsAfter(client: pg.Client, area: string, after: number): Promise<KeptSeal[]> {
  const { rows } = await client.query<Omit<KeptSeal, 'entries'> & { ids: string }>(
    `SELECT area, seal_no AS "sealNo", replace(entries::text, '-', '') AS ids, marks, previous, hash, sealed_at AS "sealedAt"
     FROM audit_seal WHERE area = $1 AND seal_no > $2 ORDER BY seal_no LIMIT ${sealsAtOnce}`,
    [area, after],
  );
  return rows.map(({ ids, ...seal }) => ({ ...seal, entries: ids.slice(1, -1).split(',') }));
}

/** Whether a seal follows the one before it. */
function linked({ sealNo, previous }: KeptSeal, before: KeptSeal | undefined): Fault[] {
  const last = before?.sealNo ?? 0;
  if (sealNo !== last + 1) {
    const gone = sealNo === last + 2 ? `Seal ${last + 1} is` : `Seals ${last + 1} to ${sealNo - 1} are`;
    return [{ kind: 'seal-missing', seal: last + 1, entry: null, says: `${gone} gone.` }];
  }
  if (previous.equals(before?.hash ?? noHash)) return [];
  const says = `Seal ${sealNo} does not hold the hash of seal ${last}: one of the two was made anew.`;
  return [{ kind: 'chain-broken', seal: sealNo, entry: null, says }];
}

/** A seal's entries: their rows, the ids of those that were not there any more, and whether every row is kept. */
async function covered(
  { entries: ids }: KeptSeal,
  entries: EntriesInOrder,
): Promise<{ rows: Buffer[]; gone: Set<string>; kept: boolean }> {
  const rows: Buffer[] = [];
  const gone = new Set<string>();
  let kept = true;
  for (const id of ids) {
    const row = await entries.rowOf(id);
    if (row) rows.push(row);
    else if (row === null) kept = false;
    else gone.add(id);
  }
  return { rows, gone, kept };
}

/** Whether a seal's hash and its marks are those of its entries. */
function fits(seal: KeptSeal, rows: readonly Buffer[]): boolean {
  const { marks } = seal;
  return (
    marks.length === rows.length * markBytes &&
    sealHash(seal.previous, seal, rows).equals(seal.hash) &&
    rows.every((row, at) => markOf(row).readInt32BE() === marks.readInt32BE(at * markBytes))
  );
}

/**
 * What waits for a seal, and what is in none and does not wait for one either.
 * @param unasked How many entries no seal asked for.
 */
async function checkUnsealed(
  client: pg.Client,
  area: string,
  unasked: number,
  found: Found,
): Promise<Verification['unsealed']> {
  const { rows } = await client.query<{ n: number; oldest: Date | null }>(
    `SELECT count(at) AS n, min(at) AS oldest FROM audit_unsealed LEFT JOIN audit_entry USING (area, entry_id)
     WHERE area = $1`,
    [area],
  );
  const { n = 0, oldest = null } = rows[0] ?? {};
  await addAll(client, found, notThere, area, (id) => ({
    kind: 'entry-deleted',
    seal: null,
    entry: id,
    says: `Entry ${id} was deleted before it was sealed.`,
  }));
  if (unasked !== n) {
    await addAll(client, found, inNoSeal, area, (id) => ({
      kind: 'entry-inserted',
      seal: null,
      entry: id,
      says: `Entry ${id} is in no seal and waits for none: it was put in beside the audit, or its seal was taken away.`,
    }));
  }
  return { entries: n, oldest: oldest?.toISOString() ?? null };
}

const notThere = `SELECT entry_id AS id FROM audit_unsealed u WHERE area = $1
  AND NOT EXISTS (SELECT FROM audit_entry e WHERE e.area = u.area AND e.entry_id = u.entry_id)`;
const inNoSeal = `SELECT entry_id AS id FROM audit_entry e WHERE area = $1
  AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.area = e.area AND u.entry_id = e.entry_id)
  AND NOT EXISTS (SELECT FROM (SELECT unnest(entries) AS entry_id FROM audit_seal WHERE area = $1) s
    WHERE s.entry_id = e.entry_id)`;

/** Adds a fault for each entry that a question finds; those beyond the first are counted. */
async function addAll(
  client: pg.Client,
  found: Found,
  question: string,
  area: string,
  fault: (id: string) => Fault,
): Promise<void> {
  const { rows } = await client.query<{ id: string; total: number }>(
    `SELECT id, count(*) OVER () AS total FROM (${question}) AS found ORDER BY id LIMIT ${mostFaults}`,
    [area],
  );
  for (const { id } of rows) add(found, fault(id));
  found.faultCount += (rows[0]?.total ?? 0) - rows.length;
}

function noHeads(path: string, there: boolean): Fault {
  const lacks = there ? `${path} holds none` : `there is no ${path}`;
  const says = `No head is kept outside the database: ${lacks}. That nothing was cut off the end cannot be shown.`;
  return { kind: 'heads-missing', seal: null, entry: null, says };
}
