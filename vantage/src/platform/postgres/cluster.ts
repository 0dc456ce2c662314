import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Account, asAccount } from './account.ts';
import type { Binaries } from './binaries.ts';
import { diskError } from './disk.ts';
import { give, type Place } from './place.ts';
import { adminRole, startError } from './postmaster.ts';

/**
 * Makes the cluster if there is none; a half-made one is never taken for a whole one. The caller holds the data
 * folder's lock. `durable` false skips waiting for the disk.
 */
export function initialise(
  place: Place,
  binaries: Binaries,
  account: Account | undefined,
  durable = true,
): void {
  removeHalves(place);
  if (existsSync(place.cluster)) return;
  // A name of its own: initdb outlives a command that is killed, and may still be writing.
  const half = `${place.cluster}.half-${randomUUID()}`;
  const passwordFile = `${half}.password`;
  try {
    writeFileSync(passwordFile, place.passwords.admin, { mode: 0o600, flag: 'wx' });
    give(passwordFile, account);
    const { status, stderr, error } = spawnSync(
      join(binaries.folder, 'initdb'),
      [
        `--pgdata=${half}`,
        `--username=${adminRole}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--data-checksums',
        ...(durable ? [] : ['--no-sync']),
      ],
      {
        ...asAccount(account),
        cwd: place.root,
        env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw startError(place, error?.message ?? stderr);
    renameSync(half, place.cluster);
  } catch (error) {
    throw diskError(error, place.root);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Removes what killed commands left half-made, as far as nothing still writes it; the next start removes the rest. */
function removeHalves(place: Place): void {
  const halves = readdirSync(place.root).filter((name) =>
    name.startsWith(`${basename(place.cluster)}.half-`),
  );
  for (const name of halves) {
    try {
      rmSync(join(place.root, name), { recursive: true, force: true });
    } catch {
      // Something still writes it.
    }
  }
}
