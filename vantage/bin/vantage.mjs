#!/usr/bin/env node
// The `vantage` command. Runs on Node 20.19 and newer: on Node 24 it is the command, elsewhere it starts the Node 24
// that npm brought and steps out of the way.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const wantedMajor = '24';
const here = fileURLToPath(import.meta.url);
const root = dirname(dirname(dirname(here)));
const main = join(root, 'vantage', 'dist', 'cli', 'main.js');
/** Names the descriptor on which the started command hears that its launcher is gone. */
const launcherVariable = 'VANTAGE_LAUNCHER_FD';

if (process.versions.node.split('.')[0] === wantedMajor) {
  await runHere();
} else {
  startPinned(pinnedNode());
}

/** Runs the command in this process. */
async function runHere() {
  const launcher = process.env[launcherVariable];
  delete process.env[launcherVariable];
  // React reads this once, when first loaded; without it pages take ten times as long.
  process.env.NODE_ENV ??= 'production';
  if (launcher !== undefined) endWithLauncher(Number(launcher));
  if (!existsSync(main)) compile();
  const { runCommand } = await import(pathToFileURL(main).href);
  process.exit(await runCommand(process.argv.slice(2)));
}

/** Ends this process as SIGTERM would when the launcher's end of the pipe closes, however the launcher died. */
function endWithLauncher(descriptor) {
  const pipe = new Socket({ fd: descriptor, readable: true, writable: false });
  pipe.on('error', () => undefined);
  pipe.on('close', () => process.kill(process.pid, 'SIGTERM'));
  pipe.resume();
  pipe.unref();
}

/** Compiles the sources once, so that `npx vantage` works straight after `npm ci`. */
function compile() {
  console.error('Vantage is being compiled, which happens once.');
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  if (existsSync(tsc)) {
    spawnSync(process.execPath, [tsc, '-b', 'vantage'], { cwd: root, stdio: ['ignore', 2, 2] });
    spawnSync(process.execPath, [join(root, 'vantage', 'scripts', 'assets.mjs')], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    });
  }
  if (!existsSync(main)) refuse(`Vantage is not compiled: run "npm ci" and then "npm run build" in ${root}.`);
}

/** Path of the pinned Node 24. */
function pinnedNode() {
  const name = `node-${process.platform}-${process.arch}`;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    const node = join(folder, 'bin', 'node');
    if (existsSync(node)) return node;
  } catch {
    // Not installed: said below.
  }
  return refuse(
    `Vantage runs on Node ${wantedMajor}; this is ${process.versions.node}, and npm has not installed ${name}. ` +
      `Run "npm ci" in ${root} without --omit=optional, or run vantage with Node ${wantedMajor}.`,
  );
}

/** Runs this file again under another Node, passing on arguments, input, output, signals and the way it ends. */
function startPinned(node) {
  const child = spawn(node, [here, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, [launcherVariable]: '3' },
  });
  child.on('error', (error) =>
    refuse(`Node ${wantedMajor} at ${node} could not be started: ${error.message}.`),
  );
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(name, () => child.kill(name));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

/** Prints a sentence and ends with exit code 1. */
function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}
