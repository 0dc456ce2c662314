import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { VantageError } from '../errors.ts';
import { type Account, canEnter, serverAccount } from './account.ts';
import { embeddedName, findBinaries } from './binaries.ts';
import { findPlace, forsakenPlaces, type Place } from './place.ts';
import { findPostmaster } from './postmaster.ts';
import { listUsers } from './users.ts';

/** One thing that was looked at. `remedy` says what to do when it is not ok, or may be wanted. */
export type Check = { name: string; ok: boolean; says: string; remedy?: string };

const leastFree = 2e9;

/**
 * Looks at the embedded server of a data folder without starting it or making anything. Look before opening the
 * database: opening adopts an orphan.
 */
export function examineFolder(data: string): Check[] {
  const checks: Check[] = [];
  const account = attempt(checks, 'server user', () => {
    const found = serverAccount();
    const says =
      found === undefined
        ? 'the present user runs PostgreSQL'
        : `root runs PostgreSQL as the user ${found.name}`;
    return [found, says];
  });
  const place = attempt(checks, 'data folder', () => {
    const found = existsSync(data) ? findPlace(data) : undefined;
    return [
      found,
      found === undefined
        ? `${data} holds no database yet; vantage build makes one`
        : `${data}, database in ${found.root}`,
    ];
  });
  attempt(checks, 'binaries', () => {
    if (place === undefined)
      return [undefined, `${embeddedName} as npm brought it; tried when a database is made`];
    const binaries = findBinaries(account, copiesFolder(place, account));
    return [binaries, `PostgreSQL ${binaries.version} in ${binaries.folder}`];
  });
  if (place !== undefined) checks.push(...examinePlace(place, account));
  if (account !== undefined) checks.push(forsaken());
  checks.push(freeSpace(place?.root ?? nearestFolder(data)));
  return checks;
}

/** Where a copy of the binaries goes when they cannot be run where npm put them. */
export function copiesFolder(place: Place, account: Account | undefined): string {
  return account === undefined ? join(readConfig().cacheFolder, 'vantage') : place.root;
}

function attempt<T>(checks: Check[], name: string, look: () => [T, string]): T | undefined {
  try {
    const [found, says] = look();
    checks.push({ name, ok: true, says });
    return found;
  } catch (error) {
    if (!(error instanceof VantageError)) throw error;
    checks.push({ name, ok: false, says: error.message, remedy: error.remedy });
    return undefined;
  }
}

function examinePlace(place: Place, account: Account | undefined): Check[] {
  return [permissions(place), reach(place, account), server(place)];
}

function permissions(place: Place): Check {
  const name = 'permissions';
  const tooOpen = [
    join(place.data, 'server.json'),
    place.root,
    place.cluster,
    join(place.data, 'log'),
  ].filter((path) => existsSync(path) && (statSync(path).mode & 0o077) !== 0);
  if (tooOpen.length > 0) {
    return {
      name,
      ok: false,
      says: `other users can read ${tooOpen.join(', ')}`,
      remedy: `Run: chmod go= ${tooOpen.join(' ')}`,
    };
  }
  try {
    accessSync(place.data, constants.W_OK);
  } catch {
    return {
      name,
      ok: false,
      says: `${place.data} cannot be written`,
      remedy: 'Run as the user who made it, and see that its disk is not read-only.',
    };
  }
  return { name, ok: true, says: 'passwords, records and log are closed to other users' };
}

function reach(place: Place, account: Account | undefined): Check {
  const name = 'socket';
  if (!existsSync(place.root) || !canEnter(place.root, account)) {
    return {
      name,
      ok: false,
      says: `PostgreSQL's user cannot enter ${place.root}, where the database is`,
      remedy:
        'Give back the permissions to the folders above it that were taken away, or restore a backup into a new data folder.',
    };
  }
  return { name, ok: true, says: `no network; a Unix socket in ${place.sockets}` };
}

function server(place: Place): Check {
  const name = 'server';
  const running = findPostmaster(place.cluster);
  const users = listUsers(place.data);
  const list = users.map(({ command, pid }) => `${command} (process ${pid})`).join(', ');
  if (running === undefined)
    return { name, ok: true, says: 'not running; a command starts it when it needs it' };
  const says = `process ${running.pid}, ${running.status}; `;
  return users.length === 0
    ? {
        name,
        ok: true,
        says: `${says}left by a command that was killed; the next command takes it over and stops it`,
      }
    : { name, ok: true, says: `${says}used by ${list}` };
}

function forsaken(): Check {
  const name = 'left behind';
  const found = forsakenPlaces();
  if (found.length === 0) return { name, ok: true, says: 'nothing' };
  const were = found.map(({ root, data }) => `${root} (of ${data})`).join('\n  ');
  return {
    name,
    ok: true,
    says: `${found.length} ${found.length === 1 ? 'database' : 'databases'} that may hold records; the data folders are gone or moved`,
    remedy: `Move the data folder back, or remove what is not needed:\n  ${were}`,
  };
}

function freeSpace(folder: string): Check {
  const name = 'disk';
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const says = `${(free / 1e9).toFixed(1)} GB free where the database is`;
  return free >= leastFree
    ? { name, ok: true, says }
    : { name, ok: false, says, remedy: 'Free some space: a build needs room to work.' };
}

function nearestFolder(path: string): string {
  return existsSync(path) ? path : nearestFolder(join(path, '..'));
}
