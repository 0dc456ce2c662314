import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const program = resolve(import.meta.dirname, '../../packages/linkage/bin/vantage-linkage.mjs');

export type Linked = {
  /** Cluster of each record, by source and id. */
  clusterOf: Map<string, string>;
  seconds: number;
  said: string;
};

/**
 * Runs the command as anybody would, in a process of its own, and reads what it wrote; with `files` named, what it wrote
 * stays there instead.
 */
export function link(
  settings: object,
  files?: { clusters: string; pairs?: string; pairsFrom?: number; model?: string },
): Linked {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-linkage-'));
  try {
    const file = join(folder, 'settings.json');
    const out = files?.clusters ?? join(folder, 'clusters.csv');
    writeFileSync(file, JSON.stringify(settings));
    const start = performance.now();
    const done = spawnSync(
      process.execPath,
      [
        '--max-old-space-size=6000',
        program,
        'run',
        file,
        '--out',
        out,
        ...(files?.pairs === undefined ? [] : ['--pairs', files.pairs]),
        ...(files?.pairsFrom === undefined ? [] : ['--pairs-from', `${files.pairsFrom}`]),
        ...(files?.model === undefined ? [] : ['--model', files.model]),
      ],
      { encoding: 'utf8', maxBuffer: 1 << 26 },
    );
    const seconds = (performance.now() - start) / 1000;
    if (done.status !== 0) throw new Error(`vantage-linkage: ${done.stderr}`);
    return { clusterOf: files === undefined ? readClusters(out) : new Map(), seconds, said: done.stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readClusters(file: string): Map<string, string> {
  const clusterOf = new Map<string, string>();
  for (const line of readFileSync(file, 'utf8').split('\n').slice(1)) {
    const [source = '', id = '', cluster = ''] = line.split(',');
    if (id !== '') clusterOf.set(`${source}:${id}`, cluster);
  }
  return clusterOf;
}
