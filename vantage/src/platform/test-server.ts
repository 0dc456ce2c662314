import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { withClient } from './db/client.ts';
import { migrate } from './db/migrations.ts';
import { makeDatabase } from './db/roles.ts';
import { type Binaries, tryBinaries } from './postgres/binaries.ts';
import { findPlace, makeScratchFolder, removeDataFolder } from './postgres/place.ts';
import { shutDown } from './postgres/postmaster.ts';
import { joinServer, type Login, type Server } from './postgres/supervisor.ts';
import { listUsers } from './postgres/users.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { admin: Login; owner: Login; app: Login };
    /** Debian's, or else the embedded ones. */
    binaries: Binaries | null;
  }
}

/** Name of the migrated, empty database that every test's database is copied from. */
export const templateName = 'vantage_template';

const prefix = 'vantage-test-';

/**
 * Starts one PostgreSQL for all tests of a project, Debian's for the project called debian and else the embedded one, and
 * migrates the template. Without fsync: nothing in it need outlive the run.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandoned();
  const folder = makeScratchFolder(prefix);
  const binaries = project.name === 'debian' ? debianBinaries() : null;
  const server = await joinServer(folder, {
    command: 'tests',
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
    ...(binaries && { binaries }),
  });
  await makeTemplate(server);
  project.provide('binaries', binaries);
  project.provide('postgres', { admin: server.admin, owner: server.owner, app: server.app });
  return async () => {
    await server.release();
    removeDataFolder(folder);
  };
}

/** Debian's newest PostgreSQL from 15 on. */
function debianBinaries(): Binaries {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root)
    ? readdirSync(root)
        .map(Number)
        .filter((version) => version >= 15)
    : [];
  const found =
    versions.length > 0
      ? tryBinaries(join(root, String(Math.max(...versions)), 'bin'), undefined)
      : undefined;
  if (found === undefined) throw new Error('No PostgreSQL from 15 on is under /usr/lib/postgresql.');
  return found;
}

async function makeTemplate(server: Server): Promise<void> {
  await withClient({ ...server.admin, database: 'postgres' }, (admin) => makeDatabase(admin, templateName));
  await withClient({ ...server.owner, database: templateName }, (owner) => migrate(owner));
}

/** A run that was killed leaves its server; it is stopped and removed by the next. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const data = join(tmpdir(), name);
    if (!existsSync(join(data, 'users')) || listUsers(data).length > 0 || tooFresh(data)) continue;
    const place = findPlace(data);
    if (place !== undefined) await shutDown(place);
    removeDataFolder(data);
  }
}

function tooFresh(data: string): boolean {
  return readdirSync(join(data, 'users')).some(
    (name) =>
      Date.now() - Date.parse(JSON.parse(readFileSync(join(data, 'users', name), 'utf8')).since) < 60_000,
  );
}
