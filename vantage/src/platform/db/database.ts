import { availableParallelism, hostname, totalmem } from 'node:os';
import pg from 'pg';
import { clock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { VantageError } from '../errors.ts';
import { findPlace } from '../postgres/place.ts';
import { joinServer, type Server } from '../postgres/supervisor.ts';
import { connectClient, patiently, withClient } from './client.ts';
import {
  lostConnection,
  sayWhy,
  sayWhyNotAnswered,
  sayWhyNotReached,
  unreadableAddress,
} from './failures.ts';
import { migrate } from './migrations.ts';
import { checkServerVersion, databaseName, makeWorkRole, workRole } from './roles.ts';
import { makeTurns } from './turns.ts';
import { Actor, makeTx, type Tx } from './tx.ts';
import { types } from './values.ts';
import { readTables, type Warmed } from './warm.ts';

/** How a transaction runs. */
export type TxOptions = {
  /** Refuses writes. */
  readOnly?: boolean;
  /** Sees one moment for its whole length. */
  snapshot?: boolean;
  /** Lets statements asked for together travel together, at the price of copying in. Reading transactions always do. */
  together?: boolean;
  /** Only writes: what the actor may see is not worked out, and nothing is seen. */
  withoutSight?: boolean;
};

/** A database with its connections. Close it when done. */
export type Database = {
  /**
   * Runs `work` in one transaction on the actor's behalf, under the working role; commits when it returns and rolls
   * back when it throws. Nothing else reaches the records. VantageError 'unavailable' when the server goes away.
   */
  asActor<T>(actor: Actor, work: (tx: Tx) => Promise<T>, options?: TxOptions): Promise<T>;
  /** Keys of the areas it holds, for choosing an actor's area. */
  areas(): Promise<string[]>;
  /** After much was taken in: makes the indexes that waited for their tables to be filled and refreshes the planner's statistics. */
  filled(): Promise<void>;
  /**
   * Runs `work` while nobody else builds; VantageError 'conflict' that says who does otherwise. `who` names the
   * builder, such as 'vantage build'.
   */
  withBuildLock<T>(who: string, work: () => Promise<T>): Promise<T>;
  /** Starts the embedded server again if it has died. */
  ensureRunning(): Promise<void>;
  /**
   * Reads what the embedded server keeps once, so that the first pages find it in memory: in the server's own as far as
   * that holds it, the rest in three quarters of what the machine has free. Of a server of one's own it reads nothing.
   */
  warm(signal?: AbortSignal): Promise<Warmed>;
  /**
   * One connection as the schema's owner, for the schema, backup and restore, and the audit's seals only: row security
   * does not bind it.
   */
  asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  /** The embedded server; undefined on a server of one's own. */
  server: Server | undefined;
  /** Waits for transactions under way, unless `abandon` cuts them off, and leaves the server. */
  close(options?: { abandon?: boolean }): Promise<void>;
};

/**
 * Opens the database of a data folder on the embedded server, or that of DATABASE_URL (the folder is then not used),
 * and brings its schema up to date. `command` names the user in `vantage doctor`.
 */
export async function openDatabase(options: {
  data: string;
  command?: string;
  poolSize?: number;
  /** False where nothing is to be made in a folder that holds no database. */
  begins?: boolean;
  /** True where pages are served from it: an embedded server that is started for it keeps more in its own memory. */
  serves?: boolean;
}): Promise<Database> {
  const url = readConfig().databaseUrl;
  if (url !== undefined) return openServerOfOnesOwn(url, options.poolSize);
  if (options.begins === false && findPlace(options.data) === undefined) {
    throw new VantageError('not-found', `The data folder ${options.data} holds no area yet.`, {
      remedy: 'Build one first: vantage build FOLDER. Or say with --data where it is.',
    });
  }
  const server = await joinServer(options.data, {
    ...(options.command !== undefined && { command: options.command }),
    ...(options.serves === true && { settings: { shared_buffers: `${megabytesForServing()}MB` } }),
  });
  try {
    const database = { database: databaseName };
    const opened = connectDatabase({
      owner: { ...server.owner, ...database },
      app: { ...server.app, ...database },
      server,
      ...(options.poolSize === undefined ? {} : { poolSize: options.poolSize }),
    });
    await opened.asOwner((client) => migrate(client));
    return opened;
  } catch (error) {
    await server.release();
    throw error;
  }
}

/**
 * A quarter of the machine's memory, as PostgreSQL's manual advises for one that has the machine to itself, and a
 * gigabyte at the least, which every server has.
 */
function megabytesForServing(): number {
  const limit = process.constrainedMemory();
  const memory = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return Math.max(1024, Math.floor(memory / 4 / 2 ** 20));
}

async function openServerOfOnesOwn(connectionString: string, poolSize?: number): Promise<Database> {
  checkAddress(connectionString);
  const login = { connectionString };
  const opened = connectDatabase({
    owner: { ...login, connectionTimeoutMillis: longestConnecting },
    app: login,
    notReached: sayWhyNotAnswered,
    ...(poolSize === undefined ? {} : { poolSize }),
  });
  await opened.asOwner(async (client) => {
    await checkServerVersion(client);
    await makeWorkRole(client);
    await migrate(client);
  });
  return opened;
}

/** Milliseconds that a server of one's own may take to answer. */
const longestConnecting = 20_000;

/** @throws {VantageError} bad-input without the address, which holds a password. */
function checkAddress(connectionString: string): void {
  if (!/^postgres(ql)?:\/\/./i.test(connectionString)) throw unreadableAddress();
  try {
    new pg.Client({ connectionString });
  } catch {
    throw unreadableAddress();
  }
}

/** Milliseconds for which a reading transaction counts as under way: pages take a tenth of it. */
const longestTurn = 250;

/** What `connectDatabase` connects to. */
export type Connections = {
  owner: pg.ClientConfig;
  app: pg.ClientConfig;
  server?: Server;
  poolSize?: number;
  /** Puts into words that no connection opened. */
  notReached?: (error: unknown) => unknown;
};

/** A Database over logins that exist; it neither starts a server nor migrates. */
export function connectDatabase({
  owner,
  app,
  server,
  poolSize = 10,
  notReached = sayWhyNotReached,
}: Connections): Database {
  const makePool = (pipeline: boolean) => {
    const pool = new pg.Pool({
      ...app,
      types,
      max: poolSize,
      idleTimeoutMillis: 300_000,
      // What a connection remembers is never swept up while it lives.
      maxLifetimeSeconds: 3600,
      application_name: 'vantage',
      pipeline,
      // Sight is the same question for every reader, so one plan serves all; planning row security anew costs more than running it.
      ...(pipeline ? { options: '-c plan_cache_mode=force_generic_plan' } : {}),
    });
    // An idle connection that breaks has left the pool; the next transaction makes another.
    return pool.on('error', ignore);
  };
  const writers = makePool(false);
  /** Statements that do not wait for one another travel together. */
  const readers = makePool(true);
  const turns = makeTurns(Math.max(2, availableParallelism()), longestTurn);
  const inUse = new Set<pg.Client>();
  /** Connections that have a place for what they remember. */
  const begun = new WeakSet<pg.PoolClient>();
  /** Connections that have worked out somebody's sight and not yet left it for the others. */
  const unshared = new WeakSet<pg.PoolClient>();

  /** Connects; starts a server that has died. */
  async function connected<T>(connect: () => Promise<T>): Promise<T> {
    try {
      return await patiently(connect, server?.ensureRunning);
    } catch (error) {
      throw notReached(error);
    }
  }

  /** A client on which the actor's transaction has begun. Beginning twice is safe, so a stale connection is replaced. */
  function begin(actor: Actor, options: TxOptions): Promise<pg.PoolClient> {
    const text = beginning(actor, options);
    const pool = travelTogether(options) ? readers : writers;
    return connected(async () => {
      for (let stale = 0; ; stale += 1) {
        const client = await pool.connect();
        // Without a listener an error between two queries would end the process.
        client.on('error', ignore);
        inUse.add(client as pg.Client);
        try {
          if (!begun.has(client)) await client.query('SELECT begin_connection()');
          begun.add(client);
          const answers = (await client.query(text)) as unknown as pg.QueryResult<{
            unshared?: string | null;
          }>[];
          if (answers.at(-1)?.rows[0]?.unshared) unshared.add(client);
          return client;
        } catch (error) {
          release(client, error);
          if (!lostConnection(error) || stale >= poolSize) throw error;
        }
      }
    });
  }

  function release(client: pg.PoolClient, error?: unknown): void {
    client.off('error', ignore);
    inUse.delete(client as pg.Client);
    client.release(error === undefined ? undefined : true);
  }

  async function asActor<T>(actor: Actor, work: (tx: Tx) => Promise<T>, options: TxOptions = {}): Promise<T> {
    if (!travelTogether(options)) return transact(actor, work, options);
    const endTurn = await turns();
    try {
      return await transact(actor, work, options);
    } finally {
      endTurn();
    }
  }

  async function transact<T>(actor: Actor, work: (tx: Tx) => Promise<T>, options: TxOptions): Promise<T> {
    const client = await begin(Actor.parse(actor), options);
    const { tx, end } = makeTx(client, actor, { together: travelTogether(options) });
    let result: T;
    try {
      result = await work(tx);
      end();
    } catch (error) {
      end();
      const broken = await client.query('ROLLBACK').then(
        () => undefined,
        (failure: unknown) => failure,
      );
      release(client, broken);
      throw sayWhy(error);
    }
    let kept: boolean;
    try {
      kept = (await client.query('COMMIT')).command === 'COMMIT';
    } catch (error) {
      release(client, error);
      throw lostConnection(error) ? unsure(error) : sayWhy(error);
    }
    if (unshared.delete(client))
      void client.query('SELECT share_sight()').then(
        () => release(client),
        (error) => release(client, error),
      );
    else release(client);
    if (!kept) throw swallowed();
    return result;
  }

  async function asOwner<T>(work: (client: pg.Client) => Promise<T>, name = 'vantage owner'): Promise<T> {
    const client = await connected(async () => {
      const made = await connectClient({ ...owner, types, application_name: name });
      inUse.add(made);
      return made;
    });
    try {
      return await work(client);
    } catch (error) {
      throw sayWhy(error);
    } finally {
      inUse.delete(client);
      await client.end().catch(ignore);
    }
  }

  return {
    asActor,
    asOwner: (work) => asOwner(work),
    server,
    areas: () =>
      asOwner(async (client) => {
        const { rows } = await client.query<{ area: string }>('SELECT area FROM area ORDER BY area');
        return rows.map(({ area }) => area);
      }),
    filled: () =>
      asOwner(async (client) => {
        await client.query('SELECT vantage_make_indexes(ARRAY(SELECT DISTINCT on_table FROM vantage_index))');
        await client.query('ANALYZE');
      }),
    withBuildLock: (who, work) => asOwner((client) => underBuildLock(client, work), lockName(who)),
    ensureRunning: async () => server?.ensureRunning(),
    warm: async (signal) => {
      if (server === undefined) return { bytes: 0, of: 0 };
      const most = 0.75 * process.availableMemory();
      return withClient({ ...server.admin, database: databaseName }, (client) =>
        readTables(client, server.place.cluster, { most, signal }),
      );
    },
    close: async ({ abandon = false } = {}) => {
      if (abandon) await Promise.all([...inUse].map((client) => client.end().catch(ignore)));
      await Promise.all([writers.end(), readers.end()]);
      await server?.release();
    },
  };
}

const ignore = (): void => undefined;

const travelTogether = ({ readOnly = false, together = readOnly }: TxOptions): boolean => together;

function beginning(
  actor: Actor,
  { readOnly = false, snapshot = false, withoutSight = false }: TxOptions,
): string {
  const modes = `${snapshot ? ' ISOLATION LEVEL REPEATABLE READ' : ''}${readOnly ? ' READ ONLY' : ''}`;
  const set = (name: string, value: string) =>
    `set_config('vantage.${name}', ${pg.escapeLiteral(value)}, true)`;
  const { area, id, role, purpose } = actor;
  const [quotedArea, who, as, why, now] = [area, id, role, purpose, clock.now().toISOString()].map(
    pg.escapeLiteral,
  );
  const sight = withoutSight
    ? ''
    : `; SELECT begin_sight(${quotedArea}, ${who}, ${as}, ${why}, ${now}), current_setting('vantage_sight.unshared', true) AS unshared`;
  return `BEGIN${modes}; SET LOCAL ROLE ${workRole}; SELECT ${set('area', area)}, ${set('actor', id)}, ${set('role', role)}, ${set('purpose', purpose)}${sight}`;
}

/** PostgreSQL answers COMMIT of a failed transaction with a quiet rollback. */
function swallowed(): VantageError {
  return new VantageError(
    'failed',
    'A statement failed and was passed over, so nothing of its transaction was kept.',
    {
      remedy: 'Report this as a fault of Vantage.',
    },
  );
}

function unsure(cause: unknown): VantageError {
  return new VantageError(
    'unavailable',
    'The database went away while a change was being kept, so it may or may not have been kept.',
    {
      remedy: 'Look whether it is there before making it again.',
      cause,
    },
  );
}

/** Any number that no other program uses as an advisory lock on our database. */
const buildLock = 7_302_002;

/** Application names hold 63 bytes; who, process, machine and time must fit. */
function lockName(who: string): string {
  const since = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return `${who.slice(0, 14)}|${process.pid}|${hostname().slice(0, 18)}|${since}`;
}

async function underBuildLock<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [
    buildLock,
  ]);
  if (rows[0]?.got !== true) throw await builtByAnother(client);
  // The lock is its connection's. When that breaks, another build may begin, so this one must not go on.
  const lost = new Promise<never>((_resolve, reject) =>
    client.once('end', () => reject(new Error('Connection terminated'))),
  );
  return await Promise.race([work(), lost]);
}

async function builtByAnother(client: pg.Client): Promise<VantageError> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND objid = $1 AND granted AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [buildLock],
  );
  const [who, pid, machine, since] = rows[0]?.name.split('|') ?? [];
  const builder =
    pid === undefined
      ? 'Another command'
      : `${who} (process ${pid} on ${machine}) has been building since ${since} and`;
  return new VantageError('conflict', `${builder} holds the build of this database.`, {
    remedy: 'Wait until it is done, or end it, and run the command again.',
  });
}
