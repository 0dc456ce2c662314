import type { ServerResponse } from 'node:http';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { type Actor, type Database, log, VantageError } from '../platform/index.ts';
import { findArea, systemActor } from '../sharing/index.ts';

export type ServerOptions = {
  db: Database;
  /** 0 takes any free port. */
  port: number;
  /** Folder of the built assets; where `npm run build` puts them when left out. */
  assets?: string;
  /** Everybody is this actor, and nobody chooses: for tests. */
  as?: Actor;
};

export type RunningServer = {
  /** What to open in a browser. */
  url: string;
  port: number;
  /** Stops taking requests, lets those under way finish for a few seconds, then ends them. */
  close(): Promise<void>;
};

/** This machine only: nobody has signed in. */
const hostname = '127.0.0.1';

/** Longer than a refusal takes to make, and short enough that nobody waits for it. */
const beatMillis = 30;

/** How long requests under way may take once the server is closing. */
const patienceMillis = 5000;

/**
 * Serves the pages and the API of a database whose area is made up, to this machine only.
 * @throws {VantageError} refused when the area's people are real, not-found when there is no area yet,
 *   conflict when the port is taken, unavailable when the assets have not been built.
 */
export async function startServer({ db, port, assets, as }: ServerOptions): Promise<RunningServer> {
  const area = await db.asActor(systemActor('vantage', 'serve'), findArea);
  if (!area) {
    throw new VantageError('not-found', 'This data folder holds no area yet.', {
      remedy: 'Build one first: vantage build FOLDER.',
    });
  }
  if (area.marking !== 'made-up') {
    throw new VantageError('refused', `The people of ${area.name} are real, and nobody can sign in yet.`, {
      remedy: 'Serve an area whose extracts are marked made-up. Real ones wait until sign-in exists.',
    });
  }
  // React reads this once, when first loaded; without it pages take ten times as long.
  process.env.NODE_ENV ??= 'production';
  const { makeApp } = await import('./app.ts');
  const app = await makeApp({ db, area, assets, as, beat: beatMillis });
  const server = createAdaptorServer({ fetch: app.fetch, hostname });
  const underWay = countRequests(server);
  const taken = await listen(server, port);
  log.info('server started', { port: taken });
  const closing = new AbortController();
  const warmed = warm(db, closing.signal);
  return {
    url: `http://localhost:${taken}/`,
    port: taken,
    close: async () => {
      closing.abort();
      await Promise.all([close(server, underWay), warmed]);
    },
  };
}

/** Brings what pages read into memory, while the first of them are answered already. */
async function warm(db: Database, signal: AbortSignal): Promise<void> {
  const started = performance.now();
  try {
    const { bytes, of } = await db.warm(signal);
    const megabytes = (count: number) => Math.round(count / 2 ** 20);
    log.info('tables read ahead', {
      megabytes: megabytes(bytes),
      of: megabytes(of),
      ms: Math.round(performance.now() - started),
    });
  } catch (error) {
    log.error('tables not read ahead', error);
  }
}

/** Requests that have begun and not ended, and who to tell when there are none. */
type UnderWay = { count: number; whenNone: () => void };

function countRequests(server: ServerType): UnderWay {
  const underWay: UnderWay = { count: 0, whenNone: () => undefined };
  server.on('request', (_request: unknown, answer: ServerResponse) => {
    underWay.count += 1;
    answer.once('close', () => {
      underWay.count -= 1;
      if (underWay.count === 0) underWay.whenNone();
    });
  });
  return underWay;
}

function listen(server: ServerType, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(port, cause)));
    server.listen(port, hostname, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function cannotListen(port: number, cause: NodeJS.ErrnoException): VantageError {
  return cause.code === 'EADDRINUSE'
    ? new VantageError('conflict', `Port ${port} of this machine is taken by another program.`, {
        remedy: 'Stop that program, or choose another port with --port.',
        cause,
      })
    : new VantageError('unavailable', `The server cannot listen on port ${port} (${cause.code}).`, {
        remedy: 'Choose another port with --port, above 1023.',
        cause,
      });
}

async function close(server: ServerType, underWay: UnderWay): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  // Browsers keep connections open, some without ever having asked anything.
  const cut = () => {
    if ('closeAllConnections' in server) server.closeAllConnections();
  };
  underWay.whenNone = cut;
  if (underWay.count === 0) cut();
  const late = setTimeout(cut, patienceMillis);
  await ended;
  clearTimeout(late);
  log.info('server stopped');
}
