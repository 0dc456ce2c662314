import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../db/database.ts';
import { asAccount, canEnter, findAccount, serverAccount } from './account.ts';
import { findPlace, forsakenPlaces, makeScratchFolder } from './place.ts';
import { findPostmaster } from './postmaster.ts';
import { listUsers } from './users.ts';

const scratch = makeScratchFolder('vantage-supervisor-');
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const platform = new URL('../index.ts', import.meta.url).href;
const actor = { area: 'testshire', id: 'test', role: 'system', purpose: 'test' };

/** A command of its own that opens the folder, says so, and closes when its standard input ends. */
async function holder(
  data: string,
  as: { uid?: number; gid?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<ChildProcess> {
  const script = `
    import { openDatabase } from '${platform}';
    const db = await openDatabase({ data: ${JSON.stringify(data)}, command: 'holder' });
    console.log('open');
    process.stdin.on('end', () => db.close()).resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...as,
  });
  children.push(child);
  const [said] = (await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')])) as [
    unknown,
  ];
  expect(String(said)).toBe('open\n');
  return child;
}

async function leave(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.stdin?.end();
  expect((await exited)[0]).toBe(0);
}

function postmasterOf(data: string): number | undefined {
  const place = findPlace(data);
  return place === undefined ? undefined : findPostmaster(place.cluster)?.pid;
}

async function killPostmaster(data: string): Promise<void> {
  const pid = postmasterOf(data);
  if (pid === undefined) throw new Error('no postmaster to kill');
  process.kill(pid, 'SIGKILL');
  while (postmasterOf(data) !== undefined) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function addAgency(data: string, name: string): Promise<void> {
  const db = await openDatabase({ data });
  await db.asActor(actor, async (tx) => {
    await tx.sql(`INSERT INTO area VALUES ('testshire', 'Testshire', 'made-up') ON CONFLICT DO NOTHING`);
    await tx.sql(`INSERT INTO agency VALUES ('testshire', $1, $1, 'other')`, [name]);
  });
  await db.close();
}

async function agencies(data: string): Promise<string[]> {
  const db = await openDatabase({ data });
  const rows = await db.asActor(actor, (tx) =>
    tx.sql<{ agency: string }>('SELECT agency FROM agency ORDER BY agency'),
  );
  await db.close();
  return rows.map(({ agency }) => agency);
}

describe('commands share one server', () => {
  const data = join(scratch, 'shared');

  it('starts it with the first, attaches the second, stops it with the last', async () => {
    const first = await holder(data);
    const pid = postmasterOf(data);
    expect(pid).toBeDefined();
    const second = await holder(data);
    expect(postmasterOf(data)).toBe(pid);
    expect(listUsers(data).map(({ command }) => command)).toEqual(['holder', 'holder']);
    await leave(first);
    expect(postmasterOf(data)).toBe(pid);
    await leave(second);
    expect(postmasterOf(data)).toBeUndefined();
  });

  it('adopts the server of a command that was killed', async () => {
    const killed = await holder(data);
    const pid = postmasterOf(data);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(postmasterOf(data)).toBe(pid);
    const next = await holder(data);
    expect(postmasterOf(data)).toBe(pid);
    expect(listUsers(data)).toHaveLength(1);
    await leave(next);
    expect(postmasterOf(data)).toBeUndefined();
  });

  it('starts once when several commands begin at once on a new folder', async () => {
    const fresh = join(scratch, 'at-once');
    const together = await Promise.all([holder(fresh), holder(fresh), holder(fresh)]);
    expect(listUsers(fresh)).toHaveLength(3);
    expect(readFileSync(join(fresh, 'log', 'postgres.log'), 'utf8').match(/ready to accept/g)).toHaveLength(
      1,
    );
    await Promise.all(together.map(leave));
    expect(postmasterOf(fresh)).toBeUndefined();
  });

  it('opens after the server was killed, with all that was acknowledged', async () => {
    await addAgency(data, 'before');
    const using = await holder(data);
    await killPostmaster(data);
    await addAgency(data, 'after');
    expect(await agencies(data)).toEqual(['after', 'before']);
    await leave(using);
  });

  it('opens after the server was killed while a backend of it works on', async () => {
    const db = await openDatabase({ data });
    const busy = db.asActor(actor, (tx) => tx.sql('SELECT count(*) FROM generate_series(1, 1000000000)'));
    const failed = expect(busy).rejects.toMatchObject({ code: 'unavailable' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await killPostmaster(data);
    expect(await agencies(data)).toEqual(['after', 'before']);
    await failed;
    await db.close();
    expect(postmasterOf(data)).toBeUndefined();
  });

  it('opens when the pid file names a process that is not a server', async () => {
    const place = findPlace(data);
    if (place === undefined) throw new Error('the folder has no server');
    const file = join(place.cluster, 'postmaster.pid');
    const own = `${process.pid}\n${place.cluster}\n1\n5432\n${place.sockets}\n\n  1 1\nready\n`;
    writeFileSync(file, own, { mode: 0o600 });
    const { uid, gid } = statSync(place.cluster);
    chownSync(file, uid, gid);
    expect(await agencies(data)).toEqual(['after', 'before']);
  });
});

describe('a command that stays', () => {
  it('is told when the server goes away in a transaction, and goes on with the next', async () => {
    const data = join(scratch, 'stays');
    await addAgency(data, 'kept');
    const db = await openDatabase({ data });
    const cut = db.asActor(actor, async (tx) => {
      await tx.sql(`INSERT INTO agency VALUES ('testshire', 'lost', 'Lost', 'other')`);
      await killPostmaster(data);
      // The server's process for this connection ends as soon as it sees that its parent is gone: while it waits.
      await tx.sql('SELECT pg_sleep(30)');
    });
    await expect(cut).rejects.toMatchObject({ code: 'unavailable' });
    const rows = await Promise.all(
      [1, 2, 3].map(() => db.asActor(actor, (tx) => tx.sql<{ agency: string }>('SELECT agency FROM agency'))),
    );
    expect(rows).toEqual([[{ agency: 'kept' }], [{ agency: 'kept' }], [{ agency: 'kept' }]]);
    await db.close();
    expect(postmasterOf(data)).toBeUndefined();
  });

  it('tells a second builder who builds', async () => {
    const data = join(scratch, 'stays');
    const [one, two] = await Promise.all([openDatabase({ data }), openDatabase({ data })]);
    await one.withBuildLock('vantage build', async () => {
      const second = two.withBuildLock('vantage build', async () => 'built');
      await expect(second).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringMatching(`vantage build \\(process ${process.pid} on `),
      });
    });
    expect(await two.withBuildLock('vantage build', async () => 'built')).toBe('built');
    await Promise.all([one.close(), two.close()]);
  });
});

describe('where it lives', () => {
  it('keeps its passwords to itself, listens on a socket only and wants a password there', async () => {
    const data = join(scratch, 'private');
    const db = await openDatabase({ data });
    const place = findPlace(data);
    if (place === undefined || db.server === undefined) throw new Error('the folder has no server');
    expect(statSync(join(data, 'server.json')).mode & 0o777).toBe(0o600);
    expect(statSync(place.sockets).mode & 0o777).toBe(0o700);
    const settings = await db.asOwner(async (client) => {
      const { rows } = await client.query<{ name: string; setting: string }>(
        `SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'fsync', 'password_encryption') ORDER BY name`,
      );
      return rows.map(({ setting }) => setting);
    });
    expect(settings).toEqual(['on', '', 'scram-sha-256']);
    const wrong = new pg.Client({ ...db.server.app, database: 'vantage', password: 'guessed' });
    await expect(wrong.connect()).rejects.toMatchObject({ code: '28P01' });
    await db.close();
  });

  it('finds a shorter folder for the socket when the data folder lies too deep', async () => {
    const data = join(scratch, 'a-long-name-'.repeat(8), 'data');
    const db = await openDatabase({ data });
    expect(db.server?.place.sockets).toMatch(/^\/tmp\/vantage-[0-9a-f]{8}$/);
    expect(await db.areas()).toEqual([]);
    await db.close();
    expect(existsSync(db.server?.place.sockets ?? '')).toBe(false);
  });

  it('picks the user postgres, or else nobody', () => {
    const users = 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n';
    expect(findAccount(users)).toEqual({ name: 'nobody', uid: 65534, gid: 65533 });
    expect(findAccount(`${users}postgres:x:101:104::/:/bin/sh`)).toEqual({
      name: 'postgres',
      uid: 101,
      gid: 104,
    });
    expect(() => findAccount('root:x:0:0::/root:/bin/sh')).toThrow('neither');
  });

  it.runIf(process.getuid?.() === 0)(
    'runs for root under another user, outside a folder that user cannot enter',
    async () => {
      const closed = join(scratch, 'closed');
      mkdirSync(closed, { mode: 0o700 });
      const data = join(closed, 'data');
      const db = await openDatabase({ data });
      const place = findPlace(data);
      if (place === undefined) throw new Error('the folder has no server');
      expect(place.root).toMatch(/^\/var\/lib\/vantage\/[0-9a-f-]{36}$/);
      const pid = findPostmaster(place.cluster)?.pid;
      expect(statSync(`/proc/${pid}`).uid).toBe(serverAccount()?.uid);
      expect(serverAccount()?.uid).toBeGreaterThan(0);
      await db.close();
      const points = () => forsakenPlaces().some(({ root }) => root === place.root);
      expect(points()).toBe(false);
      rmSync(data, { recursive: true });
      expect(points()).toBe(true);
      rmSync(place.root, { recursive: true, force: true });
    },
  );

  it.runIf(process.getuid?.() === 0)(
    'runs for an ordinary user as that user, in the data folder',
    async (context) => {
      const user = { ...findAccount('nobody:x:65534:65534::/:/bin/false') };
      if (!canEnter(import.meta.dirname, user)) context.skip('this clone is closed to other users');
      const home = join(scratch, 'home');
      mkdirSync(home);
      chownSync(home, user.uid, user.gid);
      const data = join(home, 'data');
      const child = await holder(data, {
        ...asAccount(user),
        env: { ...process.env, HOME: home, XDG_CACHE_HOME: join(home, 'cache') },
      });
      const pid = findPostmaster(join(data, 'server', 'postgres'))?.pid;
      expect(statSync(`/proc/${pid}`).uid).toBe(user.uid);
      await leave(child);
      expect(findPostmaster(join(data, 'server', 'postgres'))).toBeUndefined();
    },
  );
});
