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

/** Why no connection to the embedded server opened, so that nothing was under way. */
export function sayWhyNotReached(error: unknown): unknown {
  if (!lostConnection(error)) return sayWhy(error);
  return new VantageError('unavailable', 'The database server of the data folder does not answer.', {
    remedy: 'Try again; if it goes on, log/postgres.log in the data folder says why.',
    cause: error,
  });
}

/**
 * Why no connection to the server at DATABASE_URL opened. Never quotes the address, which holds a password; an error
 * that is not the server's own may quote it, so that only its code is told and it is no cause.
 */
export function sayWhyNotAnswered(error: unknown): unknown {
  if (error instanceof VantageError) return error;
  if (error instanceof pg.DatabaseError) return sayWhy(error);
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (/^SASL|password must be/.test(String(message))) {
    return new VantageError('refused', 'DATABASE_URL gives no password, and the server asks for one.', {
      remedy: 'Write it as postgresql://user:password@host/database.',
    });
  }
  const why = typeof code === 'string' && /^[A-Z_]{3,50}$/.test(code) ? ` (${code})` : '';
  return new VantageError('unavailable', `No PostgreSQL answers at the address in DATABASE_URL${why}.`, {
    remedy: 'Check its host, port and sslmode, and that the server runs and can be reached from here.',
  });
}

/** The error of an address that is none. */
export function unreadableAddress(): VantageError {
  return new VantageError('bad-input', 'DATABASE_URL cannot be read.', {
    remedy:
      'It should look like postgresql://user:password@host/database, with signs such as @ and / in the password written as %40 and %2F.',
  });
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
