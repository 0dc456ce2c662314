/** A data folder with a made-up area in it, for the benches that ask for pages. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
export const vantage = join(root, 'vantage/bin/vantage.mjs');

function command(args: string[]): void {
  const done = spawnSync(process.execPath, [vantage, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (done.status !== 0 && done.status !== 3) throw new Error(`vantage ${args[0]}: ${done.stderr}`);
}

export type Wanted = {
  /** The data folder: as it is where it holds anything, else made and kept. Left out, one is made and deleted at the end. */
  data?: string | undefined;
  size: string;
  /** How many families, instead of as many as the size has. */
  families?: number | undefined;
  /** Changes the extracts before they are built. */
  change?: (extracts: string) => void;
};

/** The path of a built data folder. */
export function dataFolder({ data, size, families, change }: Wanted): string {
  if (data !== undefined && existsSync(data) && readdirSync(data).length > 0) return resolve(data);
  const folder = mkdtempSync(join(tmpdir(), 'vantage-bench-'));
  const area = join(folder, 'area');
  const built = data === undefined ? join(folder, 'data') : resolve(data);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const only = families === undefined ? [] : ['--families', String(families)];
  command(['synth', '--size', size, ...only, '--seed', '1', '--out', area]);
  change?.(join(area, 'extracts'));
  command(['build', join(area, 'extracts'), '--data', built, '--json']);
  if (data !== undefined) rmSync(folder, { recursive: true, force: true });
  return built;
}
