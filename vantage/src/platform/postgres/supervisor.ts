import { join } from 'node:path';
import { patiently, withClient } from '../db/client.ts';
import { databaseName, makeDatabase, makeLoginRoles, ownerRole, workRole } from '../db/roles.ts';
import { type Account, serverAccount } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { initialise } from './cluster.ts';
import { copiesFolder } from './examine.ts';
import { withLock } from './lock.ts';
import { choosePlace, findPlace, makeDataFolder, type Place, pointBack } from './place.ts';
import { adminRole, findPostmaster, launch, type Settings, settle, shutDown } from './postmaster.ts';
import { listUsers, register } from './users.ts';

/** How to reach a server, without a database's name. */
export type Login = { host: string; port: number; user: string; password: string };

/** A running server that this process uses. */
export type Server = {
  place: Place;
  admin: Login;
  owner: Login;
  app: Login;
  /** Starts the server again if it has died. */
  ensureRunning(): Promise<void>;
  /** Ends this use; the last user stops the server and waits for it. */
  release(): Promise<void>;
};

export type ServerOptions = {
  /** What uses the server, as `vantage doctor` shows it. */
  command?: string;
  /** Other binaries than the embedded ones. */
  binaries?: Binaries;
  /** Settings that differ; tests do without fsync. */
  settings?: Settings;
};

/**
 * Uses the embedded server of a data folder: makes what is missing, starts the server or attaches to one that runs
 * (an orphan too), and registers this process among its users.
 */
export async function joinServer(dataFolder: string, options: ServerOptions = {}): Promise<Server> {
  const data = makeDataFolder(dataFolder);
  const account = serverAccount();
  const underLock = <T>(work: () => Promise<T>) => withLock(join(data, 'lock'), work);

  const { place, unregister } = await underLock(async () => {
    listUsers(data, true);
    const chosen = findPlace(data) ?? choosePlace(data, account);
    pointBack(chosen);
    const taken = register(data, options.command ?? 'vantage');
    try {
      await start(chosen, account, options);
      // Also when it ran already: its starter may have been killed before this was done.
      await furnish(chosen, () => start(chosen, account, options));
    } catch (error) {
      taken();
      throw error;
    }
    return { place: chosen, unregister: taken };
  });

  let restarting: Promise<void> | undefined;
  return {
    place,
    admin: login(place, adminRole, place.passwords.admin),
    owner: login(place, ownerRole, place.passwords.owner),
    app: login(place, workRole, place.passwords.app),
    ensureRunning() {
      restarting ??= underLock(() => start(place, account, options)).finally(() => {
        restarting = undefined;
      });
      return restarting;
    },
    release: () =>
      underLock(async () => {
        unregister();
        if (listUsers(data, true).length === 0) await shutDown(place);
      }),
  };
}

async function start(place: Place, account: Account | undefined, options: ServerOptions): Promise<void> {
  if (findPostmaster(place.cluster) !== undefined && (await settle(place.cluster))) return;
  const binaries = options.binaries ?? findBinaries(account, copiesFolder(place, account));
  initialise(place, binaries, account, options.settings?.fsync !== 'off');
  await launch(place, binaries, account, options.settings);
}

/** Makes the roles and the database that are missing, so that a start that was cut short is completed by the next. */
async function furnish(place: Place, revive: () => Promise<void>): Promise<void> {
  const admin = { ...login(place, adminRole, place.passwords.admin), database: 'postgres' };
  await patiently(
    () =>
      withClient(admin, async (client) => {
        await makeLoginRoles(client, place.passwords);
        await makeDatabase(client, databaseName);
      }),
    revive,
  );
}

function login(place: Place, user: string, password: string): Login {
  return { host: place.sockets, port: 5432, user, password };
}
