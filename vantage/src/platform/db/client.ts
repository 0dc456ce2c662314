import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { lostConnection, recovering } from './failures.ts';

/** Connects; an error between two queries then fails the next query instead of ending the process. */
export async function connectClient(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Runs work on a connection of its own. */
export async function withClient<T>(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connectClient(config);
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const longestRecovery = 60_000;

/**
 * Tries again while the server recovers from a crash, and `revive` it once when it is not there. For work that may be
 * begun twice, such as connecting.
 */
export async function patiently<T>(work: () => Promise<T>, revive?: () => Promise<void>): Promise<T> {
  let revived = revive === undefined;
  for (const started = Date.now(); ; await sleep(30)) {
    try {
      return await work();
    } catch (error) {
      const hopeful = recovering(error) || (lostConnection(error) && !revived);
      if (!hopeful || Date.now() - started > longestRecovery) throw error;
      if (!recovering(error)) {
        revived = true;
        await revive?.();
      }
    }
  }
}
