import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { VantageError } from '../errors.ts';
import { makeScratchFolder, removeDataFolder } from '../postgres/place.ts';
import { joinServer, type Server } from '../postgres/supervisor.ts';
import { asAdmin, testActor } from '../testing.ts';
import { openDatabase } from './database.ts';

const folder = makeScratchFolder('vantage-own-');
let server: Server;

/** A server that has never heard of Vantage, as its administrator leaves it for a login of ours. */
beforeAll(async () => {
  const binaries = inject('binaries');
  server = await joinServer(folder, { ...(binaries && { binaries }), settings: { fsync: 'off' } });
  await asAdmin(server.admin, async (admin) => {
    await admin.query('DROP DATABASE vantage');
    await admin.query('DROP ROLE vantage_app, vantage_owner');
    await admin.query(`CREATE ROLE council LOGIN CREATEROLE PASSWORD 'a b/c'`);
    await admin.query(`CREATE ROLE guest LOGIN PASSWORD 'guest'`);
    for (const [name, owner] of [
      ['council', 'council'],
      ['guest', 'guest'],
    ])
      await admin.query(`CREATE DATABASE ${name} OWNER ${owner}`);
  });
});
afterAll(async () => {
  delete process.env.DATABASE_URL;
  await server.release();
  removeDataFolder(folder);
});

function use(login: string, password: string): void {
  process.env.DATABASE_URL = `postgresql://${login}:${encodeURIComponent(password)}@/${login}?host=${encodeURIComponent(server.place.sockets)}`;
}

describe('with DATABASE_URL', () => {
  it('refuses a login that may not make the working role, and says what an administrator has to run', async () => {
    use('guest', 'guest');
    await expect(openDatabase({ data: 'nowhere' })).rejects.toMatchObject({
      code: 'refused',
      remedy: expect.stringContaining('CREATE ROLE vantage_app'),
    });
  });

  it('makes the working role and the schema, and works under that role', async () => {
    use('council', 'a b/c');
    for (const time of ['first', 'second']) {
      const db = await openDatabase({ data: 'nowhere' });
      const role = await db.asActor(testActor, (tx) =>
        tx.one<{ role: string }>('SELECT current_user::text AS role'),
      );
      expect([time, role]).toEqual([time, { role: 'vantage_app' }]);
      await db.asActor(testActor, (tx) =>
        tx.sql(`INSERT INTO area VALUES ('testshire', 'Testshire', 'made-up') ON CONFLICT DO NOTHING`),
      );
      expect(await db.areas()).toEqual(['testshire']);
      const elsewhere = { ...testActor, area: 'elsewhere' };
      expect(await db.asActor(elsewhere, (tx) => tx.sql('SELECT FROM area'))).toEqual([]);
      await db.close();
    }
  });

  it.each([
    ['nonsense', 'cannot be read'],
    ['postgresql://council:sekret@db:port/council', 'cannot be read'],
    ['postgresql://council:sekret@/a b@c:1:2/council', 'No PostgreSQL answers'],
    ['postgresql://council:sekret@localhost:1/council', 'No PostgreSQL answers'],
    ['postgresql://council:sekret@nowhere.invalid/council', 'No PostgreSQL answers'],
  ])('says that there is no server at %s without its password', async (address, says) => {
    process.env.DATABASE_URL = address;
    const error = await openDatabase({ data: 'nowhere' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining(says), remedy: expect.any(String) });
    const { message, remedy, cause } = error as VantageError;
    expect(inspect({ message, remedy, cause })).not.toMatch(/sekret|not kept|vantage doctor/);
  });

  it('refuses a wrong password and a working role that may pass over row security', async () => {
    use('council', 'wrong');
    await expect(openDatabase({ data: 'nowhere' })).rejects.toMatchObject({ code: 'refused' });
    await asAdmin(server.admin, (admin) => admin.query('ALTER ROLE vantage_app BYPASSRLS'));
    use('council', 'a b/c');
    await expect(openDatabase({ data: 'nowhere' })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('bypass'),
    });
  });
});
