// What `npm run demo` and `npm test` share. Plain JavaScript for Node 20.19 and newer: nothing is installed yet when it runs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Prints one sentence and ends with exit code 1. @param {string} sentence */
export function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

/**
 * Runs a command from the repository's root with its output shown; ends this process when it fails.
 * @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} [env]
 */
export function run(command, args, env = process.env) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  if (done.error) stop(`${command} could not be started: ${done.error.message}`);
  if (done.status !== 0) process.exit(done.status ?? 1);
}

/** True where `npm ci` was run since package-lock.json was last written. */
function installedByHand() {
  const [lock, installed] = ['package-lock.json', join('node_modules', '.package-lock.json')].map((path) =>
    statSync(join(root, path), { throwIfNoEntry: false }),
  );
  return lock !== undefined && installed !== undefined && installed.mtimeMs > lock.mtimeMs;
}

/** Installs exactly what package-lock.json names, unless that is what stands in node_modules already. */
export function install() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    stop(`Vantage needs Node 20.19 or newer to install itself; this is ${process.versions.node}.`);
  }
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const mark = join(root, 'node_modules', '.installed-lock');
  if (existsSync(mark) ? readFileSync(mark, 'utf8') === wanted : installedByHand()) return;
  console.log('Installing the packages that package-lock.json names.');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(mark, wanted);
}

/** Path of the Node that Vantage is pinned to, or of the running one where npm has none for this machine. */
export function pinnedNode() {
  const pinned = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  return existsSync(pinned) ? pinned : process.execPath;
}

/** Compiles what changed since the last time. */
export function build() {
  run('npm', ['run', '--silent', 'build']);
}
