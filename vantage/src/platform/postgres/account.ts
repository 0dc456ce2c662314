import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { VantageError } from '../errors.ts';

/** The system user the server runs under when it is not the present one. */
export type Account = { name: string; uid: number; gid: number };

/**
 * PostgreSQL refuses to run as root, so root runs it under an existing unprivileged user: postgres, or else nobody.
 * Undefined for an ordinary user, who runs it as themselves.
 */
export function serverAccount(users: string = readFileSync('/etc/passwd', 'utf8')): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return findAccount(users);
}

/** postgres, or else nobody, in the text of /etc/passwd. */
export function findAccount(users: string): Account {
  for (const name of ['postgres', 'nobody']) {
    const fields = users
      .split('\n')
      .map((line) => line.split(':'))
      .find(([user]) => user === name);
    const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])];
    if (uid > 0 && gid > 0) return { name, uid, gid };
  }
  throw new VantageError(
    'refused',
    'PostgreSQL may not run as root, and this machine has neither a user postgres nor a user nobody.',
    {
      remedy: 'Run Vantage as an ordinary user, or give DATABASE_URL of a server.',
    },
  );
}

/** How to spawn a program under an account; the present user's when there is none. */
export function asAccount(account: Account | undefined): { uid?: number; gid?: number } {
  return account === undefined ? {} : { uid: account.uid, gid: account.gid };
}

/** Whether the account can go through a folder and all above it, found out by trying. */
export function canEnter(folder: string, account: Account | undefined): boolean {
  const result = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    ...asAccount(account),
    cwd: '/',
    stdio: 'ignore',
  });
  return result.status === 0;
}
