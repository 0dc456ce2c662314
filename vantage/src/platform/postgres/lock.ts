import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { VantageError } from '../errors.ts';
import { diskError } from './disk.ts';

const longestWait = 120_000;

/**
 * Runs `work` while no other process runs work under the same lock file. SQLite's exclusive lock is the kernel's, so it
 * ends with its holder however that dies, and nothing stale is left to detect.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const file = open(path);
  try {
    await waitFor(file, path);
    return await work();
  } finally {
    file.close();
  }
}

function open(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 0 });
  } catch (error) {
    throw diskError(error, path);
  }
}

async function waitFor(file: DatabaseSync, path: string): Promise<void> {
  for (const started = Date.now(); ; await sleep(20)) {
    try {
      file.exec('BEGIN EXCLUSIVE');
      return;
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== busy) throw diskError(error, path);
      if (Date.now() - started > longestWait) {
        throw new VantageError(
          'unavailable',
          `Another command has held ${path} for two minutes while it starts or stops the database.`,
          {
            remedy: 'Wait for it or end it, then try again.',
          },
        );
      }
    }
  }
}

/** SQLITE_BUSY */
const busy = 5;
