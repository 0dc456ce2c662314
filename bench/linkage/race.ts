/**
 * `npm run bench:linkage:race -- [RECORDS] [--turns 3]`: the made-up town (100,000 records unless said; see `town.ts`) linked by the command
 * and by Splink in turn, on the same records and machine. Ours is the whole command, from its start to the written
 * clusters; of Splink only training, prediction and clustering (see `splink_peer.py`). Splink comes from PyPI into a folder
 * that is thrown away; where it cannot be had, that is said and ours runs alone.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openEngine } from '@vantage/linkage';
import { link } from './command.ts';
import { scoreTown, townSettings, writeTown } from './town.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { turns: { type: 'string', default: '3' } },
});
const size = Number(positionals[0] ?? 100_000);
const turns = Number(values.turns);
const precision = 0.99;
const versions = ['splink==5.0.0', 'duckdb==2.0.0'];
const folder = mkdtempSync(join(tmpdir(), 'vantage-race-'));

/** The Python that has Splink; null, with a line that says why, where it cannot be had. */
function installPeer(): string | null {
  const home = join(folder, 'peer');
  const python = join(home, 'bin', 'python');
  for (const [program, ...args] of [
    ['python3', '-m', 'venv', home],
    [python, '-m', 'pip', 'install', '--quiet', ...versions],
  ] as const) {
    const done = spawnSync(program, args, { encoding: 'utf8' });
    if (done.status === 0) continue;
    const why = done.error?.message ?? done.stderr.trim().split('\n').at(-1) ?? '';
    console.log(`Splink could not be had (${why}); ours runs alone.`);
    return null;
  }
  return python;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

try {
  const python = installPeer();
  const engine = await openEngine();
  const file = join(folder, 'town.parquet');
  await writeTown(engine, size, file);
  const [ours, theirs] = [join(folder, 'ours.parquet'), join(folder, 'theirs.parquet')];
  const seconds: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let turn = 0; turn < turns; turn++) {
    seconds.ours.push(link(townSettings(file, precision), { clusters: ours }).seconds);
    if (python === null) continue;
    const script = resolve(import.meta.dirname, 'splink_peer.py');
    const done = spawnSync(python, [script, file, theirs, String(precision)], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`Splink: ${done.stderr}`);
    seconds.theirs.push(Number(JSON.parse(done.stdout.trim().split('\n').at(-1) ?? '').seconds));
  }
  for (const [name, times, clusters] of [
    ['Vantage', seconds.ours, ours],
    [versions.join(', '), seconds.theirs, theirs],
  ] as const) {
    if (times.length === 0) continue;
    const score = await scoreTown(engine, file, clusters);
    console.log(
      `${name}: ${size} records, median ${median(times).toFixed(1)} s of ${times.map((each) => each.toFixed(1)).join(', ')}; precision ${score.precision.toFixed(4)}, recall ${score.recall.toFixed(4)}, F1 ${score.f1.toFixed(4)}`,
    );
  }
  if (python !== null) {
    console.log(`Splink takes ${(median(seconds.theirs) / median(seconds.ours)).toFixed(1)} times as long.`);
  }
  engine.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
