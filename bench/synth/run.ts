/**
 * `npm run bench:synth -- [--size borough] [--seeds 1,2,3] [--noise 1]`: how long a made-up area takes, how much memory, what it
 * holds, and how many of its rates come out within a tenth of the published ones. Medians over the seeds.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const vantage = join(resolve(import.meta.dirname, '../..'), 'vantage/bin/vantage.mjs');
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'borough' },
    seeds: { type: 'string', default: '1,2,3' },
    noise: { type: 'string', default: '1' },
  },
});

/** Seconds that a borough may take on two cores. */
const limit = 90;

/** Kinds whose rows say who somebody is, where they live and whose they are, and not that something happened. */
const standing =
  /^(ssd\.(person|address|mother|family|professionals|assessment_factors)|care\.relationships|police\.nominals|school\.(pupils|carers)|.*\.(patients|people|clients))$/;
/** Returns, which tell again what social care's own tables tell. */
const again = /^(cin|ssda903)\./;

type Made = { families: number; people: number; children: number; rows: Record<string, number> };
type Run = { made: Made; seconds: number; peak: number; near: number; far: number };

/** Peak memory of a process and its threads so far, in bytes; 0 once it has ended. */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

async function run(seed: string, out: string): Promise<Run> {
  const started = performance.now();
  const order = ['--size', values.size, '--seed', seed, '--noise', values.noise, '--out', out, '--json'];
  const child = spawn(process.execPath, [vantage, 'synth', ...order], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  let peak = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const watch = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid));
  }, 100);
  const status = await new Promise((done) => child.on('exit', done));
  clearInterval(watch);
  if (status !== 0) throw new Error(`synth ended with ${status}`);
  const seconds = (performance.now() - started) / 1000;
  const checked = spawnSync(process.execPath, [vantage, 'synth', '--check', out, '--json'], {
    encoding: 'utf8',
  });
  const { near, far } = JSON.parse(checked.stdout) as { near: number; far: number };
  return { made: JSON.parse(text) as Made, seconds, peak, near, far };
}

const median = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
const count = (rows: Record<string, number>, fits: (kind: string) => boolean): number =>
  Object.entries(rows).reduce((sum, [kind, n]) => sum + (fits(kind) ? n : 0), 0);

const folder = mkdtempSync(join(tmpdir(), 'vantage-synth-'));
try {
  const runs: Run[] = [];
  console.log(`${values.size}, ${cpus().length} cores, noise times ${values.noise}\n`);
  console.log('seed     seconds   peak MB   children   records    events  attendance  rates within a tenth');
  for (const seed of values.seeds.split(',')) {
    const one = await run(seed, join(folder, seed));
    runs.push(one);
    const { rows } = one.made;
    const attendance = rows['school.attendance'] ?? 0;
    const events = count(rows, (kind) => !standing.test(kind) && !again.test(kind)) - attendance;
    const cells = [one.seconds.toFixed(1), (one.peak / 1e6).toFixed(0), one.made.children];
    cells.push(
      count(rows, () => true),
      events,
      attendance,
      `${one.near} of ${one.near + one.far}`,
    );
    console.log(seed.padEnd(6), cells.map((cell) => String(cell).padStart(9)).join(' '));
    rmSync(join(folder, seed), { recursive: true, force: true });
  }
  const seconds = median(runs.map((one) => one.seconds));
  console.log(
    `\nmedian ${seconds.toFixed(1)} s${values.size === 'borough' ? `, ${(seconds / limit).toFixed(2)} of the limit of ${limit} s` : ''}`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
