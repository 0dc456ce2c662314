/**
 * `npm run bench:build -- [--size small|borough] [--seed 6] [--limit 1800] [--made FOLDER] [--keep FOLDER]`: makes an area,
 * builds it, builds it again unchanged, and builds what came since: every hundredth happening. Prints for each step
 * seconds, CPU seconds and peak memory of the command and of PostgreSQL, and records a second. Each build is stopped
 * after `--limit` seconds. --made takes an area made before; --keep leaves the data folder there.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { openDatabase } from '../../vantage/dist/platform/index.js';
import { systemActor } from '../../vantage/dist/sharing/index.js';
import { makeDelta } from './delta.ts';
import { commandUse, serverUse, type Use } from './watch.ts';

const root = resolve(import.meta.dirname, '../..');
const vantage = join(root, 'vantage/bin/vantage.mjs');
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'small' },
    seed: { type: 'string', default: '6' },
    limit: { type: 'string', default: '1800' },
    made: { type: 'string' },
    keep: { type: 'string' },
  },
});

/** Seconds that each may take at the size of a borough on two cores, and bytes. */
const limits = { synth: 90, build: 180, unchanged: 20, delta: 15, bytes: 6e9 };

type Moment = { at: number; command: Use; server: Use };
type Step = { name: string; seconds: number; commandCpu: number; serverCpu: number };
type Peaks = { command: number; server: number; both: number };
type Run = { steps: Step[]; peaks: Peaks; seconds: number; ended: boolean };

/** One build, watched: a step ends when the command says so. */
async function build(extracts: string, data: string): Promise<Run> {
  const started = performance.now();
  const child = spawn(process.execPath, [vantage, 'build', extracts, '--data', data], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const pid = child.pid ?? 0;
  const peaks: Peaks = { command: 0, server: 0, both: 0 };
  const look = (): Moment => {
    const [command, server] = [commandUse(pid), serverUse(data)];
    peaks.command = Math.max(peaks.command, command.bytes);
    peaks.server = Math.max(peaks.server, server.bytes);
    peaks.both = Math.max(peaks.both, command.bytes + server.bytes);
    return { at: performance.now(), command, server };
  };
  // Adding up a process's pages holds it up: oftener, and the watching would be part of what is watched.
  const watch = setInterval(look, 5000);
  const patience = setTimeout(() => child.kill('SIGTERM'), Number(values.limit) * 1000);
  const steps: Step[] = [];
  let last: Moment = { at: started, command: { cpu: 0, bytes: 0 }, server: { cpu: 0, bytes: 0 } };
  createInterface({ input: child.stderr }).on('line', (line) => {
    const name = /^(.+?)\s{2,}.*\bmemory$/.exec(line)?.[1];
    if (name === undefined) return void process.stderr.write(`${line}\n`);
    const now = look();
    steps.push({
      name,
      seconds: (now.at - last.at) / 1000,
      commandCpu: now.command.cpu - last.command.cpu,
      serverCpu: now.server.cpu - last.server.cpu,
    });
    last = now;
    process.stderr.write(`${line}\n`);
  });
  const code = await new Promise<number | null>((done) => child.on('exit', done));
  clearInterval(watch);
  clearTimeout(patience);
  return { steps, peaks, seconds: (performance.now() - started) / 1000, ended: code === 0 || code === 3 };
}

type Counted = { records: number; attendance: number; events: number; involvements: number; bytes: number };

/** What stands, counted in the database itself; attendance marks are not among the events. */
async function count(data: string): Promise<Counted> {
  const db = await openDatabase({ data });
  try {
    return await db.asActor(systemActor('ashmere', 'bench'), (tx) =>
      tx.one<Counted>(
        `SELECT (SELECT count(*) FROM record WHERE superseded_at IS NULL) AS records,
           (SELECT count(*) FROM record WHERE superseded_at IS NULL AND kind = 'school.attendance') AS attendance,
           (SELECT count(*) FROM fact f WHERE superseded_at IS NULL AND shape = 'event' AND kind <> ALL (ARRAY['low-attendance', 'severe-absence', 'poor-attendance'])) AS events,
           (SELECT count(*) FROM fact WHERE superseded_at IS NULL AND shape = 'involvement') AS involvements,
           pg_database_size(current_database()) AS bytes`,
      ),
    );
  } finally {
    await db.close();
  }
}

const cell = (value: number, digits = 1) => value.toFixed(digits).padStart(9);
const n = (value: number) => value.toLocaleString('en-GB');

function print(title: string, run: Run, records: number, limit: number | undefined): void {
  const { steps, peaks, seconds } = run;
  const sum = (pick: (step: Step) => number) => steps.reduce((total, step) => total + pick(step), 0);
  console.log(`\n${title}${run.ended ? '' : ': STOPPED before it ended'}`);
  console.log(`${'step'.padEnd(22)}   seconds   CPU: it  PostgreSQL  records/s`);
  for (const { name, seconds: took, commandCpu, serverCpu } of steps)
    console.log(
      `${name.padEnd(22)} ${cell(took)} ${cell(commandCpu)} ${cell(serverCpu)}  ${cell(records / took, 0)}`,
    );
  console.log(
    `${'all'.padEnd(22)} ${cell(seconds)} ${cell(sum((one) => one.commandCpu))} ${cell(sum((one) => one.serverCpu))}  ${cell(records / seconds, 0)}`,
  );
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(2);
  console.log(
    `peak memory ${gigabytes(peaks.command)} GB the command, ${gigabytes(peaks.server)} GB PostgreSQL, ${gigabytes(peaks.both)} GB together${
      limit === undefined
        ? ''
        : `; ${(seconds / limit).toFixed(2)} of the limit of ${limit} s, ${(peaks.both / limits.bytes).toFixed(2)} of that of ${limits.bytes / 1e9} GB`
    }`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'vantage-build-'));
// The server's own user must pass through.
chmodSync(folder, 0o711);
const data = values.keep === undefined ? join(folder, 'data') : resolve(values.keep);
const isBorough = values.size === 'borough';
try {
  console.log(`${values.size}, seed ${values.seed}, ${cpus().length} cores, Node ${process.versions.node}`);
  const area = values.made === undefined ? join(folder, 'area') : resolve(values.made);
  if (!existsSync(area)) {
    const started = performance.now();
    const order = ['synth', '--size', values.size, '--seed', values.seed, '--out', area];
    const made = spawnSync(process.execPath, [vantage, ...order], { cwd: root, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
    const seconds = (performance.now() - started) / 1000;
    console.log(
      `made in ${seconds.toFixed(1)} s${isBorough ? `, ${(seconds / limits.synth).toFixed(2)} of the limit of ${limits.synth} s` : ''}`,
    );
  }
  const extracts = join(area, 'extracts');
  const first = await build(extracts, data);
  if (!first.ended) {
    print('first build', first, Number.NaN, undefined);
    process.exitCode = 1;
  } else {
    const { records, attendance, events, involvements, bytes } = await count(data);
    print('first build', first, records, isBorough ? limits.build : undefined);
    console.log(
      `${n(records)} records, ${n(attendance)} of them of attendance; ${n(events)} events other than attendance and ${n(involvements)} involvements; ${(bytes / 1e9).toFixed(2)} GB on disk`,
    );
    print('unchanged', await build(extracts, data), records, isBorough ? limits.unchanged : undefined);
    const since = join(folder, 'since');
    mkdirSync(since);
    const rows = await makeDelta(extracts, since);
    const delta = await build(since, data);
    print(
      `${n(rows)} rows more, ${((100 * rows) / records).toFixed(2)}%`,
      delta,
      rows,
      isBorough ? limits.delta : undefined,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
