/**
 * Serves a data folder's pages from one process at two addresses: as the product does, to whoever asks, with agreements
 * and audit; and without them, everything to everybody, written down nowhere. Each answer says where its time went. The
 * second exists here alone. argv: the data folder; stdout: JSON `{ with, without, read: { megabytes, of, seconds } }`. Run by run.ts.
 */
import { createAdaptorServer } from '@hono/node-server';
import { openDatabase } from '../../vantage/dist/platform/index.js';
import {
  findArea,
  headsFile,
  startSealer,
  systemActor,
  type Visit,
} from '../../vantage/dist/sharing/index.js';
import { makeApp } from '../../vantage/dist/web/app.js';

const data = process.argv[2] ?? '';
const db = await openDatabase({ data, command: 'bench:pages', serves: true });
const area = await db.asActor(systemActor('vantage', 'bench'), findArea);
if (!area) throw new Error('the data folder holds no area');
const system = systemActor(area.code, 'bench');

/** The work alone, in the same kind of transaction. */
const unwatched: Visit = async (_c, work) => db.asActor(system, work, { snapshot: true, together: true });

type Options = Parameters<typeof makeApp>[0];
const timed: Options['timed'] = (c, spent) => {
  const parts = Object.entries(spent).map(([part, ms]) => `${part};dur=${ms.toFixed(1)}`);
  c.res.headers.set('Server-Timing', parts.join(', '));
};

async function listen(options: Partial<Options>): Promise<{ url: string; close: () => void }> {
  const app = await makeApp({ db, area: area as Options['area'], timed, ...options });
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it has no port');
  return { url: `http://localhost:${address.port}`, close: () => server.close() };
}

// The server does the same when it starts, while it answers already.
const started = performance.now();
const { bytes, of } = await db.warm();
const read = { megabytes: bytes / 2 ** 20, of: of / 2 ** 20, seconds: (performance.now() - started) / 1000 };
const sealer = startSealer(db, { area: area.code, heads: headsFile(data) });
const watched = await listen({});
const without = await listen({ as: system, visit: unwatched });
process.stdout.write(`${JSON.stringify({ with: watched.url, without: without.url, read })}\n`);
process.once('SIGTERM', async () => {
  watched.close();
  without.close();
  await sealer.stop();
  await db.close();
  process.exit();
});
