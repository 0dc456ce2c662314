import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'vantage-launcher-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A house of its own with the real launcher and a command that tells what reaches it. */
const launcher = join(root, 'vantage', 'bin', 'vantage.mjs');
mkdirSync(join(root, 'vantage', 'bin'), { recursive: true });
mkdirSync(join(root, 'vantage', 'dist', 'cli'), { recursive: true });
copyFileSync(join(repository, 'vantage', 'bin', 'vantage.mjs'), launcher);
symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
writeFileSync(join(root, 'package.json'), '{"type":"module"}');
writeFileSync(
  join(root, 'vantage', 'dist', 'cli', 'main.js'),
  `export async function runCommand(argv) {
     if (argv[0] === 'end') return Number(argv[1]);
     return new Promise((resolve) => {
       const wait = setInterval(() => undefined, 1000);
       for (const [name, code] of [['SIGTERM', 41], ['SIGINT', 42]]) process.on(name, () => { clearInterval(wait); resolve(code); });
       console.log(process.pid, process.versions.node, JSON.stringify(argv));
     });
   }`,
);

/** Every Node on the PATH that is not the pinned one. */
const olderNodes = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .filter((node) => /^v(20|22)\./.test(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? ''));

const nodes: [string, string][] = [['24', process.execPath]];
if (olderNodes[0] !== undefined) nodes.push(['older', olderNodes[0]]);

async function begin(
  node: string,
  ...args: string[]
): Promise<{ child: ChildProcessWithoutNullStreams; pid: number; said: string }> {
  const child = spawn(node, [launcher, ...args]);
  const said = String((await once(child.stdout, 'data'))[0]);
  return { child, pid: Number(said.split(' ')[0]), said };
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(spawnSync('cat', [`/proc/${pid}/status`], { encoding: 'utf8' }).stdout);
  } catch {
    return false;
  }
}

describe.each(nodes)('the launcher on Node %s', (_name, node) => {
  it('passes the exit code on', () => {
    for (const code of [0, 1, 2, 3])
      expect(spawnSync(node, [launcher, 'end', String(code)]).status).toBe(code);
  });

  it('runs the command on Node 24 with its arguments as they are', async () => {
    const { child, said } = await begin(node, 'a b', '--c=$d', '');
    expect(said).toMatch(/^\d+ 24\.\d+\.\d+ \["a b","--c=\$d",""\]\n$/);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([41, null]);
  });

  it('passes signals on', async () => {
    const { child } = await begin(node);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([42, null]);
  });
});

describe.skipIf(olderNodes[0] === undefined)('the launcher on an older Node', () => {
  const older = olderNodes[0] ?? '';

  it('takes the command along when it is killed', async () => {
    const { child, pid } = await begin(older);
    expect(pid).not.toBe(child.pid);
    child.kill('SIGKILL');
    await once(child, 'exit');
    for (let tries = 0; runs(pid) && tries < 100; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(runs(pid)).toBe(false);
  });

  it('says what to do when npm has brought no Node 24', () => {
    const bare = mkdtempSync(join(tmpdir(), 'vantage-bare-'));
    mkdirSync(join(bare, 'vantage', 'bin'), { recursive: true });
    copyFileSync(launcher, join(bare, 'vantage', 'bin', 'vantage.mjs'));
    const { status, stderr } = spawnSync(older, [join(bare, 'vantage', 'bin', 'vantage.mjs'), 'doctor'], {
      encoding: 'utf8',
    });
    rmSync(bare, { recursive: true });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^Vantage runs on Node 24; this is \d+\.\d+\.\d+, and npm has not installed node-.*Run "npm ci"/,
    );
  });
});
