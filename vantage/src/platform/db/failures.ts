import pg from 'pg';
import { VantageError } from '../errors.ts';

const network: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
]);

/** Whether the error says that the server is not there (any more), rather than that it refused a statement. */
export function lostConnection(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(08|57P0[123])/.test(error.code ?? '');
  if (!(error instanceof Error) || error instanceof VantageError) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return (
    (network.has(code ?? '') && /^(connect|read|write|getaddrinfo)$/.test(syscall ?? '')) ||
    /Connection terminated|connection error|not queryable|Client has encountered|socket.*(closed|ended)/i.test(
      error.message,
    )
  );
}

/** Whether the server is there but not ready: it starts, or recovers from a crash. */
export function recovering(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '57P03';
}

/** Turns what the server cannot help into a VantageError; leaves every other error as it is. */
export function sayWhy(error: unknown): unknown {
  if (lostConnection(error)) {
    return new VantageError(
      'unavailable',
      'The database is not there or went away; the change under way was not kept.',
      {
        remedy: 'Try again; if it goes on, run vantage doctor.',
        cause: error,
      },
    );
  }
  if (!(error instanceof pg.DatabaseError)) return error;
  const known = sentences[error.code ?? ''];
  return known === undefined
    ? error
    : new VantageError(known[0], known[1], { remedy: known[2], cause: error });
}

const sentences: Readonly<Record<string, readonly ['unavailable' | 'failed' | 'refused', string, string]>> = {
  '53100': [
    'failed',
    'The disk that holds the database is full; the change was not kept.',
    'Free some space and try again.',
  ],
  '53300': [
    'unavailable',
    'The database has no free connection.',
    'Try again in a moment, or end commands that are not needed.',
  ],
  '28P01': [
    'refused',
    'The database does not accept the password.',
    'Check DATABASE_URL, or server.json in the data folder.',
  ],
  '28000': [
    'refused',
    'The database does not accept the login.',
    'Check DATABASE_URL, or server.json in the data folder.',
  ],
  '3D000': ['refused', 'The database does not exist.', 'Check the name of the database in DATABASE_URL.'],
};
