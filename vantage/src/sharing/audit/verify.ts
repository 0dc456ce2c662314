import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Database } from '../../platform/index.ts';
import { Lines, lineColumns, noHash, plainLines, sealHash } from './chain.ts';
import { nameFaults } from './faults.ts';
import type { Fault, Verification } from './findings.ts';
import { readHeads, sizeOfHeads } from './heads.ts';
import { Outside } from './outside.ts';
import type { Sealing } from './sealing.ts';

/** Told how many of the sealed entries have been looked at. */
type Report = (done: number, total: number) => void;

/** Faults that are described; the others are counted. */
const mostFaults = 100;

/** Seals whose entries are asked for at once. */
const sealsAtOnce = 4000;

type SealRow = { sealNo: number; count: number; previous: Buffer; hash: Buffer; sealedAt: Date };

/** What is carried from seal to seal. */
type Found = { faults: Fault[]; faultCount: number; sealed: number; missing: number };

/**
 * Works the chain out anew from the entries, with one database snapshot, trusting no stored hash: finds entries edited,
 * deleted, put in, changed in order, seals edited or taken away, and a chain that is not, or is shorter than, the one
 * whose heads were kept outside the database.
 */
export async function verifyAudit(
  db: Database,
  { area, heads }: Sealing,
  report: Report = () => undefined,
): Promise<Verification> {
  // Measured before the snapshot: what is kept outside by then is in the database.
  const bytes = sizeOfHeads(heads);
  return db.asOwner(async (client) => {
    await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${plainLines}`);
    const found: Found = { faults: [], faultCount: 0, sealed: 0, missing: 0 };
    const outside = new Outside(bytes === undefined ? undefined : readHeads(heads, bytes), area);
    const total = await sum(client, 'SELECT sum(cardinality(entries)) AS n FROM audit_seal WHERE area = $1', [
      area,
    ]);
    let before: SealRow | undefined;
    let seals = 0;
    for (;;) {
      const batch = await sealsAfter(client, area, before?.sealNo ?? 0);
      if (batch.length === 0) break;
      for (const seal of batch) {
        for (const fault of [...linked(seal, before), ...(await outside.at(seal))]) add(found, fault);
        before = seal;
      }
      await checkEntries(client, area, batch, found);
      seals += batch.length;
      report(found.sealed, total);
    }
    for (const fault of await outside.after(before?.sealNo ?? 0)) add(found, fault);
    const entries = await sum(client, 'SELECT count(*) AS n FROM audit_entry WHERE area = $1', [area]);
    const unsealed = await checkUnsealed(client, area, entries, found);
    await client.query('COMMIT');
    if (seals > 0 && bytes === undefined) add(found, noHeads(heads));
    return {
      whole: found.faultCount === 0,
      entries,
      seals,
      head: before?.hash.toString('hex') ?? null,
      unsealed,
      outside:
        bytes === undefined ? null : { heads: outside.count, first: outside.first, last: outside.last },
      faultCount: found.faultCount,
      faults: found.faults,
    };
  });
}

function add(found: Found, fault: Fault): void {
  found.faultCount += 1;
  if (found.faults.length < mostFaults) found.faults.push(fault);
}

async function sum(client: pg.Client, text: string, values: unknown[]): Promise<number> {
  const { rows } = await client.query<{ n: number | null }>(text, values);
  return Number(rows[0]?.n ?? 0);
}

async function sealsAfter(client: pg.Client, area: string, after: number): Promise<SealRow[]> {
  const { rows } = await client.query<SealRow>(
    `SELECT seal_no AS "sealNo", cardinality(entries) AS count, previous, hash, sealed_at AS "sealedAt"
     FROM audit_seal WHERE area = $1 AND seal_no > $2 ORDER BY seal_no LIMIT ${sealsAtOnce}`,
    [area, after],
  );
  return rows;
}

/** Whether a seal follows the one before it. */
function linked({ sealNo, previous }: SealRow, before: SealRow | undefined): Fault[] {
  const last = before?.sealNo ?? 0;
  if (sealNo !== last + 1) {
    const gone = sealNo === last + 2 ? `Seal ${last + 1} is` : `Seals ${last + 1} to ${sealNo - 1} are`;
    return [{ kind: 'seal-missing', seal: last + 1, entry: null, says: `${gone} gone.` }];
  }
  if (previous.equals(before?.hash ?? noHash)) return [];
  const says = `Seal ${sealNo} does not hold the hash of seal ${last}: one of the two was made anew.`;
  return [{ kind: 'chain-broken', seal: sealNo, entry: null, says }];
}

/** Hashes the entries of consecutive seals and compares; what does not fit is looked at closely. */
async function checkEntries(
  client: pg.Client,
  area: string,
  batch: readonly SealRow[],
  found: Found,
): Promise<void> {
  const lines = new Lines(entryLines(client, area, batch));
  const unfit: { seal: SealRow; lines: Buffer }[] = [];
  for (const seal of batch) {
    const covered = await lines.take(seal.count);
    found.sealed += seal.count;
    if (sealHash(seal.previous, { area, ...seal }, covered).equals(seal.hash)) continue;
    if (unfit.length < mostFaults) unfit.push({ seal, lines: Buffer.from(covered) });
    else found.faultCount += 1;
  }
  await lines.drain();
  for (const { seal, lines } of unfit) {
    const faults = await nameFaults(client, area, seal.sealNo, lines);
    found.missing += faults.filter(({ kind }) => kind === 'entry-deleted').length;
    for (const fault of faults) add(found, fault);
  }
}

/** Lines of the entries of consecutive seals, in the order of the seals; a line of nothing for an entry that is gone. */
function entryLines(client: pg.Client, area: string, batch: readonly SealRow[]): AsyncIterable<Buffer> {
  const [first, last] = [batch[0]?.sealNo ?? 0, batch.at(-1)?.sealNo ?? 0];
  const rows = client.query(
    copyTo(
      `COPY (SELECT ${lineColumns} FROM audit_seal s CROSS JOIN unnest(s.entries) WITH ORDINALITY AS u (entry_id, n)
         LEFT JOIN audit_entry e ON e.area = s.area AND e.entry_id = u.entry_id
       WHERE s.area = ${pg.escapeLiteral(area)} AND s.seal_no BETWEEN ${first} AND ${last}
       ORDER BY s.seal_no, u.n) TO STDOUT`,
    ),
  );
  return rows as AsyncIterable<Buffer>;
}

/** What waits for a seal, and what is in none and does not wait for one either. */
async function checkUnsealed(
  client: pg.Client,
  area: string,
  entries: number,
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
  if (entries !== found.sealed - found.missing + n) {
    await addAll(client, found, inNoSeal, area, (id) => ({
      kind: 'entry-inserted',
      seal: null,
      entry: id,
      says: `Entry ${id} is in no seal and waits for none: it was put in beside the audit, or its seal was taken away.`,
    }));
    await addAll(client, found, inTwoSeals, area, (id) => ({
      kind: 'entry-sealed-twice',
      seal: null,
      entry: id,
      says: `Entry ${id} is in more than one seal.`,
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
const inTwoSeals = `SELECT entry_id AS id FROM audit_seal, unnest(entries) AS entry_id
  WHERE area = $1 GROUP BY 1 HAVING count(*) > 1`;

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

function noHeads(path: string): Fault {
  const says = `No head is kept outside the database: there is no ${path}. That nothing was cut off the end cannot be shown.`;
  return { kind: 'heads-missing', seal: null, entry: null, says };
}
