/**
 * `npm run bench:audit -- [--entries 5000000] [--per-seal 10] [--times 3] [--keep FOLDER]`: makes an audit of made-up
 * entries in a temporary folder, sealed as the sealer would have sealed it, and measures `vantage audit verify`; then
 * deletes one entry and looks whether that is found. Also measures what writing one entry costs in its transaction.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Database, openDatabase } from '../../vantage/dist/platform/index.js';
import { headsFile, record, sealWaiting } from '../../vantage/dist/sharing/index.js';
import { sealAll } from './seals.ts';

const root = resolve(import.meta.dirname, '../..');
const vantage = join(root, 'vantage/bin/vantage.mjs');
/** Seconds that verifying may take. */
const limit = 60;
const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '5000000' },
    'per-seal': { type: 'string', default: '10' },
    times: { type: 'string', default: '3' },
    keep: { type: 'string' },
  },
});
const count = Number(values.entries);
const area = 'benchshire';

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
}

/** Entries of half a year: a quarter of them searches, each about one family of four. */
const fill = `
  INSERT INTO audit_entry (area, entry_id, at, actor, role, purpose, action, route, families, persons, words, because)
  SELECT $1, (lpad(to_hex(1780000000000 + n * 3), 12, '0') || '7000' || 'a' || lpad(to_hex(n), 15, '0'))::uuid,
    to_timestamp(1780000000 + n * 0.003), md5('worker' || n % 400)::uuid::text, 'practitioner', 'help',
    CASE n % 4 WHEN 0 THEN 'search' ELSE 'read' END, CASE n % 4 WHEN 0 THEN '/families' ELSE '/families/:id' END,
    ARRAY[md5('family' || n % 9973)::uuid],
    ARRAY[md5('a' || n % 9973)::uuid, md5('b' || n % 9973)::uuid, md5('c' || n % 9973)::uuid, md5('d' || n % 9973)::uuid],
    CASE n % 4 WHEN 0 THEN 'made up ' || n % 9973 END, 'Allocated social worker'
  FROM generate_series(1, $2::bigint) AS n`;

async function make(db: Database, data: string): Promise<void> {
  await db.asOwner(async (client) => {
    await client.query(`INSERT INTO area (area, name, marking) VALUES ($1, 'Benchshire', 'made-up')`, [area]);
    const { rows } = await client.query<{ name: string; text: string }>(
      `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS text FROM pg_index
       WHERE indrelid = 'audit_entry'::regclass AND NOT indisprimary`,
    );
    for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
    await client.query(fill, [area, count]);
    await client.query(`SET maintenance_work_mem = '512MB'`);
    for (const { text } of rows) await client.query(text);
  });
  const seals = await sealAll(db, area, Number(values['per-seal']), headsFile(data));
  console.log(`made ${count.toLocaleString('en-GB')} entries in ${seals.toLocaleString('en-GB')} seals`);
  await db.filled();
}

/** Milliseconds that one entry takes in its transaction, its commit not counted; and a statement that asks for nothing. */
async function writing(db: Database): Promise<{ entry: number; nothing: number }> {
  const actor = { area, id: 'bench', role: 'system', purpose: 'bench' };
  const ids = ['6f1d7b0e-98a5-4c8a-9f43-3a3c3e1f0001', '6f1d7b0e-98a5-4c8a-9f43-3a3c3e1f0002'];
  const spent = { entry: [] as number[], nothing: [] as number[] };
  await db.asActor(actor, async (tx) => {
    for (let n = 0; n < 1000; n += 1) {
      const start = performance.now();
      await tx.sql('SELECT $1::int', [n]);
      const between = performance.now();
      await record(tx, { action: 'read', route: '/families/:id', families: ids.slice(0, 1), persons: ids });
      spent.nothing.push(between - start);
      spent.entry.push(performance.now() - between);
    }
  });
  return { entry: median(spent.entry), nothing: median(spent.nothing) };
}

type Verified = { exit: number | null; seconds: number; memory: string; says: string };

function verify(data: string): Verified {
  const start = performance.now();
  const done = spawnSync(process.execPath, [vantage, 'audit', 'verify', '--data', data], {
    encoding: 'utf8',
  });
  const seconds = (performance.now() - start) / 1000;
  const memory = /(\d+ MB) memory/.exec(done.stderr)?.[1] ?? done.stderr;
  return { exit: done.status, seconds, memory, says: done.stdout + done.stderr };
}

/** Deletes one entry as the owner may, and looks whether it is found by name. */
async function tamper(db: Database, data: string): Promise<void> {
  const gone = await db.asOwner(async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'DELETE FROM audit_entry WHERE entry_id = (SELECT entries[1] FROM audit_seal WHERE area = $1 AND seal_no = 1) RETURNING entry_id AS id',
      [area],
    );
    return rows[0]?.id ?? '';
  });
  const { exit, says, seconds } = verify(data);
  if (exit !== 1 || !says.includes(`Entry ${gone}`))
    throw new Error(`A deleted entry was not found: ${says}`);
  console.log(`one entry deleted: found by its id, in ${seconds.toFixed(1)} s`);
}

const folder =
  values.keep === undefined ? mkdtempSync(join(tmpdir(), 'vantage-bench-audit-')) : resolve(values.keep);
if (values.keep === undefined) chmodSync(folder, 0o711);
const data = join(folder, 'data');
try {
  const fresh = !existsSync(data);
  const db = await openDatabase({ data, command: 'bench' });
  try {
    if (fresh) await make(db, data);
    const { entry, nothing } = await writing(db);
    await sealWaiting(db, { area, heads: headsFile(data) });
    console.log(
      `one entry ${entry.toFixed(2)} ms, a statement that asks for nothing ${nothing.toFixed(2)} ms (medians of 1,000)`,
    );
    const runs = Array.from({ length: Number(values.times) }, () => verify(data));
    for (const { exit, says } of runs) if (exit !== 0) throw new Error(says);
    const middle = median(runs.map(({ seconds }) => seconds));
    console.log(
      `vantage audit verify: ${runs.map(({ seconds, memory }) => `${seconds.toFixed(1)} s (${memory})`).join(', ')}; median ${middle.toFixed(1)} s, ${(middle / limit).toFixed(2)} of the limit of ${limit} s`,
    );
    if (values.keep === undefined) await tamper(db, data);
  } finally {
    await db.close();
  }
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
