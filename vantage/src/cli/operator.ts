import { userInfo } from 'node:os';
import { type Actor, type Database, log, type Tx, VantageError } from '../platform/index.ts';
import { denied, type Entry, headsFile, operatorPrefix, record, sealWaiting } from '../sharing/index.ts';
import type { Option } from './command.ts';

/** The option of commands that leave sealed people out unless it is given. */
export const sealedOption: Option = {
  type: 'boolean',
  help: 'sealed people too, who are left out otherwise; the audit says who asked for them',
};

/**
 * Whoever runs this machine, by the name that the operating system has for them: what they look at and change from the
 * command line is in the audit under it.
 * @param role `system` sees everybody; `counts` everybody but sealed people.
 */
export function operator(area: string, role: 'system' | 'counts' = 'system'): Actor {
  return { area, id: `${operatorPrefix}${userName()}`, role, purpose: 'command' };
}

/** The name of whoever runs this machine. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user that the machine has no name for, as in some containers.
    return `user ${process.getuid?.() ?? 'without a number'}`;
  }
}

/**
 * Does work on behalf of whoever runs this machine, and writes down in the same transaction what it showed; what failed
 * is written down as a denial.
 */
export async function noted<T>(
  { db, data, actor }: { db: Database; data: string; actor: Actor },
  route: string,
  work: (tx: Tx) => Promise<T>,
  entry: (done: T) => Omit<Entry, 'route'>,
  tried?: Pick<Entry, 'words'>,
): Promise<T> {
  try {
    return await db.asActor(
      actor,
      async (tx) => {
        const done = await work(tx);
        await record(tx, { ...entry(done), route });
        return done;
      },
      { snapshot: true },
    );
  } catch (error) {
    if (error instanceof VantageError) await denied(db, actor, { route, ...tried, reason: error.message });
    throw error;
  } finally {
    await sealNow({ db, data, area: actor.area });
  }
}

/** Seals what a command wrote in the audit: nothing else may be running that does. What goes wrong is logged. */
export async function sealNow({ db, data, area }: { db: Database; data: string; area: string }) {
  await sealWaiting(db, { area, heads: headsFile(data) }).catch((error) =>
    log.error('the audit is not sealed', error),
  );
}
