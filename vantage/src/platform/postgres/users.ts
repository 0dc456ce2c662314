import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { diskError } from './disk.ts';
import { writeWhole } from './files.ts';
import { isRunning, thisProcess } from './processes.ts';

/** A command that uses the server of a data folder. */
const User = z.object({ pid: z.number(), start: z.string(), command: z.string(), since: z.string() });
export type User = z.infer<typeof User>;

let registrations = 0;

/** Registers this process as a user of the server; returns what takes it back. Call both under the lock. */
export function register(data: string, command: string): () => void {
  registrations += 1;
  const folder = join(data, 'users');
  const path = join(folder, `${process.pid}-${registrations}.json`);
  const user: User = { ...thisProcess(), command, since: new Date().toISOString() };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeWhole(path, JSON.stringify(user), 0o600);
  } catch (error) {
    throw diskError(error, path);
  }
  return () => rmSync(path, { force: true });
}

/** The commands that use the server now. Registrations of dead ones are removed when `prune` is set. */
export function listUsers(data: string, prune = false): User[] {
  return registrationFiles(data).flatMap((path) => {
    const user = readUser(path);
    if (user !== undefined && isRunning(user)) return [user];
    if (prune) rmSync(path, { force: true });
    return [];
  });
}

function registrationFiles(data: string): string[] {
  const folder = join(data, 'users');
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function readUser(path: string): User | undefined {
  try {
    return User.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
