/**
 * `npm run bench:kill -- [--times 100] [--families 20] [--size small] [--seed 1]`: kills the command, PostgreSQL, or both with
 * SIGKILL at random moments of a build, then builds again and compares with a build that nobody disturbed. Every
 * write that the killed build had acknowledged must still be there. Only processes of these builds are killed, by id.
 * All agencies send, two charities' spreadsheets and an Annex A workbook among it. With --size and without --families the
 * area is a whole one of that size: 3,000 children when small, of which each time takes some minutes.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../../vantage/dist/platform/index.js';
import { canonical, differences } from './canonical.ts';

const root = resolve(import.meta.dirname, '../..');
const vantage = join(root, 'vantage/bin/vantage.mjs');
const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '100' },
    families: { type: 'string' },
    size: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});

const targets = ['command', 'postgres', 'both'] as const;
type Target = (typeof targets)[number];
type Acknowledged = { path: string; kept: number };

let state = Number(values.seed) >>> 0;
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 4294967296;
}

function make(out: string, extra: string[]): void {
  const done = spawnSync(process.execPath, [vantage, 'synth', ...extra, '--out', out], {
    cwd: root,
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(done.stderr);
}

type Manifest = { agencies: { agency: string }[]; extracts: { path: string }[] };

/** Puts what stands beside an area's extracts among them: one delivery of everybody. */
function addBeside(area: string): void {
  const read = (folder: string) =>
    JSON.parse(readFileSync(join(area, folder, 'manifest.json'), 'utf8')) as Manifest;
  const [main, beside] = [read('extracts'), read('beside')];
  cpSync(join(area, 'beside'), join(area, 'extracts', 'beside'), { recursive: true });
  rmSync(join(area, 'extracts', 'beside', 'manifest.json'));
  const known = new Set(main.agencies.map(({ agency }) => agency));
  const whole = {
    ...main,
    agencies: [...main.agencies, ...beside.agencies.filter(({ agency }) => !known.has(agency))],
    extracts: [...main.extracts, ...beside.extracts.map((one) => ({ ...one, path: `beside/${one.path}` }))],
  };
  writeFileSync(join(area, 'extracts', 'manifest.json'), JSON.stringify(whole));
}

/** What a build has printed as kept, in the order of its commits: `kept 312 records from social-care/person.csv`. */
function acknowledgedIn(text: string): Acknowledged[] {
  return [...text.matchAll(/^kept (\d+) records? from (.+)$/gm)].map(([, kept, path]) => ({
    path: path ?? '',
    kept: Number(kept),
  }));
}

function startBuild(
  extracts: string,
  data: string,
): { child: ChildProcess; text: () => string; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [vantage, 'build', extracts, '--data', data], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  return { child, text: () => text, ended: new Promise((done) => child.on('exit', (code) => done(code))) };
}

/** The PostgreSQL that serves a data folder, by the id in its own pid file. */
function postmasterOf(data: string): number | null {
  const pointer = join(data, 'server.json');
  if (!existsSync(pointer)) return null;
  const { place } = JSON.parse(readFileSync(pointer, 'utf8')) as { place: string };
  const cluster = join(place === 'inside' ? join(data, 'server') : place, 'postgres');
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}

function kill(pid: number | null | undefined): boolean {
  if (!pid) return false;
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

async function inside<T>(
  data: string,
  work: (query: (text: string) => Promise<Record<string, unknown>[]>) => Promise<T>,
): Promise<T> {
  const db = await openDatabase({ data });
  try {
    return await db.asActor(
      { area: 'ashmere', id: 'bench', role: 'system', purpose: 'compare builds' },
      (tx) => work((text) => tx.sql(text)),
    );
  } finally {
    await db.close();
  }
}

const home = mkdtempSync(join(tmpdir(), 'vantage-kill-'));
// The server's own user must pass through.
chmodSync(home, 0o711);
const area = join(home, 'area');
const families = values.families ?? (values.size === undefined ? '20' : undefined);
make(area, [
  ...['--size', values.size ?? 'small', '--seed', '1'],
  ...(families === undefined ? [] : ['--families', families]),
]);
addBeside(area);
const extracts = join(area, 'extracts');

const undisturbed = join(home, 'undisturbed');
const began = performance.now();
const first = startBuild(extracts, undisturbed);
if ((await first.ended) !== 0) throw new Error(first.text());
const wholeMs = performance.now() - began;
const expected = await inside(undisturbed, canonical);
const files = acknowledgedIn(first.text()).length;
const senders = await inside(undisturbed, (query) =>
  query('SELECT agency, sum(rows_added)::integer AS rows FROM extract GROUP BY agency ORDER BY agency'),
);
console.log(
  `${senders.length} agencies: ${senders.map(({ agency, rows }) => `${agency} ${rows}`).join(', ')}\nundisturbed: ${(wholeMs / 1000).toFixed(1)} s, ${files} files acknowledged, ${expected.record?.rows} records, ${expected.fact?.rows} facts`,
);

const totals = { killed: 0, tooLate: 0, acknowledged: 0, lost: 0, unequal: 0, failedAgain: 0 };
for (let time = 1; totals.killed < Number(values.times); time += 1) {
  const target: Target = targets[(time - 1) % 3] ?? 'both';
  const data = join(home, `data-${time}`);
  const build = startBuild(extracts, data);
  await new Promise((later) => setTimeout(later, random() * wholeMs));
  const alive = build.child.exitCode === null;
  if (target !== 'postgres') kill(build.child.pid);
  if (target !== 'command') kill(postmasterOf(data));
  await build.ended;
  if (alive) totals.killed += 1;
  else totals.tooLate += 1;
  const acknowledged = acknowledgedIn(build.text());
  totals.acknowledged += acknowledged.length;
  let lost = 0;
  if (acknowledged.length > 0) {
    const kept = await inside(data, (query) => query('SELECT path, rows_added FROM extract'));
    const counts = new Map(kept.map((row) => [String(row.path), Number(row.rows_added)]));
    lost = acknowledged.filter((one) => counts.get(one.path) !== one.kept).length;
  }
  totals.lost += lost;
  const again = startBuild(extracts, data);
  const code = await again.ended;
  let words = '';
  if (code !== 0) {
    totals.failedAgain += 1;
    words = again.text();
  } else {
    const different = differences(await inside(data, canonical), expected);
    if (different.length > 0) totals.unequal += 1;
    words = different.join('; ');
  }
  console.log(
    `${String(time).padStart(3)} ${target.padEnd(8)} ${alive ? 'killed' : 'ended before'}; ${acknowledged.length} of ${files} files acknowledged, ${lost} lost; ${words || 'equal'}`,
  );
  rmSync(data, { recursive: true, force: true });
}
rmSync(home, { recursive: true, force: true });
console.log(
  `\n${totals.killed} builds killed (${totals.tooLate} had ended): ${totals.acknowledged} acknowledged files, ${totals.lost} lost; ${totals.failedAgain} did not build again; ${totals.unequal} unequal`,
);
process.exitCode = totals.lost || totals.failedAgain || totals.unequal ? 1 : 0;
