import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { VantageError } from '../errors.ts';
import { type Account, asAccount } from './account.ts';
import type { Binaries } from './binaries.ts';
import { diskError } from './disk.ts';
import { makeSocketFolder, type Place } from './place.ts';
import { processesIn, processStart, workingFolder } from './processes.ts';

/** Name of the embedded server's superuser. */
export const adminRole = 'vantage_admin';

/** Settings of the server as `name: value`. */
export type Settings = Readonly<Record<string, string>>;

const settings: Settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  password_encryption: 'scram-sha-256',
  fsync: 'on',
  full_page_writes: 'on',
  max_connections: '60',
  shared_buffers: '1GB',
  work_mem: '32MB',
  maintenance_work_mem: '512MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
  // Nobody copies this server's log: what a transaction puts into tables that it has made or emptied need not be in it.
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_compression: 'on',
  random_page_cost: '1.1',
  jit: 'off',
  // A container's /dev/shm is often too small for parallel queries.
  dynamic_shared_memory_type: 'mmap',
  // A statement of a command that died ends by itself.
  client_connection_check_interval: '1s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Errors quote the values that caused them, so they stay out of the log: they could identify a person.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

/** A postmaster as its pid file tells of it. */
export type Postmaster = { pid: number; status: string };

/** The postmaster that now runs on this cluster, or undefined. */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const found = readPidFile(cluster);
  if (found === undefined || processStart(found.pid) === undefined) return undefined;
  const folder = workingFolder(found.pid);
  return folder === undefined || folder === cluster ? found : undefined;
}

function readPidFile(cluster: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, status: lines[7]?.trim() ?? 'starting' } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Starts the server, unless one turns out to run, and waits until it answers. Waits first for what is left of a killed
 * one: its backends hold the shared memory until they notice. The caller holds the data folder's lock.
 */
export async function launch(
  place: Place,
  binaries: Binaries,
  account: Account | undefined,
  overrides: Settings = {},
): Promise<void> {
  checkClusterVersion(place, binaries);
  makeSocketFolder(place, account);
  for (let attempt = 1; ; attempt += 1) {
    await awaitLeftovers(place.cluster);
    if (findPostmaster(place.cluster) !== undefined && (await settle(place.cluster))) return;
    removeStaleLocks(place);
    const output = await launchOnce(place, binaries, account, { ...settings, ...overrides });
    if (output === undefined) return;
    if (attempt === attempts) throw startError(place, output);
  }
}

/** It may be killed while it starts, or meet what another killed command left half-started. */
const attempts = 3;

/** What the server said before it ended, or undefined when it answers. */
async function launchOnce(
  place: Place,
  binaries: Binaries,
  account: Account | undefined,
  options: Settings,
): Promise<string | undefined> {
  const log = openLog(place.data);
  const given = Object.entries({ ...options, unix_socket_directories: place.sockets });
  const child = spawn(
    join(binaries.folder, 'postgres'),
    ['-D', place.cluster, ...given.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...asAccount(account),
      cwd: place.root,
      detached: true,
      stdio: ['ignore', log.file, log.file],
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    },
  );
  closeSync(log.file);
  child.unref();
  const exited = once(child, 'exit').then(
    () => 'exited' as const,
    () => 'exited' as const,
  );
  for (;;) {
    const outcome = await Promise.race([exited, sleep(10, 'waiting' as const)]);
    if (outcome === 'exited') return newLines(log);
    const found = readPidFile(place.cluster);
    if (found?.pid === child.pid && found?.status === 'ready') return undefined;
  }
}

/** Waits until a server that is starting answers or one that is stopping is gone; true when it answers. */
export async function settle(cluster: string): Promise<boolean> {
  for (const started = Date.now(); ; await sleep(20)) {
    const found = findPostmaster(cluster);
    if (found === undefined) return false;
    if (found.status === 'ready') return true;
    if (Date.now() - started > 120_000) {
      throw new VantageError(
        'unavailable',
        `The database server (process ${found.pid}) has been ${found.status} for two minutes.`,
        {
          remedy: 'Look into log/postgres.log in the data folder; end that process if it makes no progress.',
        },
      );
    }
  }
}

/** Asks the server to shut down at once and waits until it is gone. */
export async function shutDown(place: Place): Promise<void> {
  const found = findPostmaster(place.cluster);
  if (found === undefined) return;
  signal(found.pid, 'SIGINT');
  for (const started = Date.now(); findPostmaster(place.cluster) !== undefined; await sleep(10)) {
    if (Date.now() - started > 120_000) {
      throw new VantageError(
        'failed',
        `The database server (process ${found.pid}) did not stop within two minutes.`,
        {
          remedy: 'Nothing is lost. Look into log/postgres.log in the data folder.',
        },
      );
    }
  }
  if (!place.sockets.startsWith(place.root)) rmSync(place.sockets, { recursive: true, force: true });
}

/**
 * When the postmaster was killed its backends finish what they do; after a while they are told to end, then made to.
 * Returns as well when a postmaster shows itself: one that a killed command had just started.
 */
async function awaitLeftovers(cluster: string): Promise<void> {
  for (const started = Date.now(); ; await sleep(20)) {
    const left = processesIn(cluster);
    if (left.length === 0 || findPostmaster(cluster) !== undefined) return;
    const waited = Date.now() - started;
    if (waited > 30_000) {
      throw new VantageError(
        'unavailable',
        `Processes of a killed database server do not end: ${left.join(', ')}.`,
        {
          remedy: 'End them and try again.',
        },
      );
    }
    if (waited > 2_000) for (const pid of left) signal(pid, waited > 8_000 ? 'SIGKILL' : 'SIGQUIT');
  }
}

/**
 * PostgreSQL judges its lock files by the number of a process alone, and takes one that only waits to be reaped for
 * living. We remove them when that number is nobody's, or that of a process that surely works elsewhere; never when it
 * may be a postmaster of this cluster. Only this cluster's server uses the socket's folder.
 */
function removeStaleLocks({ cluster, sockets }: Place): void {
  if (readPidFile(cluster) !== undefined && findPostmaster(cluster) === undefined) {
    rmSync(join(cluster, 'postmaster.pid'), { force: true });
  }
  const socketLock = join(sockets, '.s.PGSQL.5432.lock');
  const holder = existsSync(socketLock) ? Number.parseInt(readFileSync(socketLock, 'utf8'), 10) : undefined;
  if (holder !== undefined && (processStart(holder) === undefined || workingFolder(holder) !== cluster)) {
    rmSync(socketLock, { force: true });
  }
}

function checkClusterVersion(place: Place, binaries: Binaries): void {
  const made = readFileSync(join(place.cluster, 'PG_VERSION'), 'utf8').trim();
  if (made !== binaries.version.split('.')[0]) {
    throw new VantageError(
      'refused',
      `The data folder was made by PostgreSQL ${made}, and this Vantage brings ${binaries.version}.`,
      {
        remedy:
          'Make a backup with the version of Vantage that made it and restore it with this one into a new data folder.',
      },
    );
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

type Log = { file: number; path: string; from: number };

const largestLog = 5_000_000;

function openLog(data: string): Log {
  const path = join(data, 'log', 'postgres.log');
  try {
    mkdirSync(join(data, 'log'), { recursive: true, mode: 0o700 });
    if (existsSync(path) && statSync(path).size > largestLog) renameSync(path, `${path}.old`);
    const file = openSync(path, 'a', 0o600);
    return { file, path, from: statSync(path).size };
  } catch (error) {
    throw diskError(error, path);
  }
}

function newLines({ path, from }: Log): string {
  return readFileSync(path).subarray(from).toString();
}

/** Why the server, or the making of its cluster, ended, from what it said. */
export function startError(place: Place, output: string): VantageError {
  const why = output
    .split('\n')
    .findLast((line) => /FATAL|PANIC|error:/.test(line))
    ?.replace(/^.*?(FATAL|PANIC|error): */, '');
  if (/No space left on device/.test(output)) return diskError({ code: 'ENOSPC' }, place.root);
  if (/Read-only file system/.test(output)) return diskError({ code: 'EROFS' }, place.root);
  return new VantageError('failed', `The database server did not start${why ? `: ${why}` : ''}.`, {
    remedy: `Run vantage doctor, and look into ${join(place.data, 'log', 'postgres.log')}.`,
  });
}
