import { appendFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { restoreBackup, writeBackup } from '../../platform/db/index.ts';
import { newId, silent } from '../../platform/index.ts';
import { testDatabase } from '../../platform/testing.ts';
import { lastHead } from './heads.ts';
import { record, sealWaiting, startSealer, verifyAudit } from './index.ts';
import { sealLock } from './sealing.ts';
import { addSeal, testSealing } from './testing.ts';

const looker = { area: 'testshire', id: newId(), role: 'practitioner', purpose: 'help' };

describe('sealing', async () => {
  const db = await testDatabase();
  const sealing = testSealing();
  const asked = async (text: string) => db.asOwner(async (client) => (await client.query(text)).rows);

  it('seals what was committed, later what was begun before it and committed after it', async () => {
    expect(await sealWaiting(db, sealing)).toBe(0);
    const written = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const late = db.asActor(looker, async (tx) => {
      await record(tx, { action: 'read', reason: 'late' });
      written.resolve();
      await commit.promise;
    });
    await written.promise;
    await db.asActor(looker, (tx) => record(tx, { action: 'read', reason: 'early' }));
    expect(await sealWaiting(db, sealing)).toBe(1);
    commit.resolve();
    await late;
    expect(await sealWaiting(db, sealing)).toBe(1);
    const order = await asked(
      `SELECT reason FROM audit_seal, unnest(entries) AS entry_id JOIN audit_entry USING (entry_id) ORDER BY seal_no`,
    );
    expect(order).toEqual([{ reason: 'early' }, { reason: 'late' }]);
    expect(await sealWaiting(db, sealing)).toBe(0);
    expect(await verifyAudit(db, sealing)).toMatchObject({ whole: true, entries: 2, seals: 2 });
  });

  it('seals the entries of many writers exactly once, though two sealers run', async () => {
    const before = (await asked('SELECT FROM audit_entry')).length;
    const sealers = [startSealer(db, sealing), startSealer(db, sealing)];
    const write = async (writer: number) => {
      for (let n = 0; n < 60; n += 1) {
        const work = db.asActor(looker, async (tx) => {
          await record(tx, { action: 'read', reason: `${writer} ${n}` });
          if (n % 7 === 0) await sleep(writer * 10);
          if (n % 10 === 9) throw new Error('undone');
        });
        await work.catch(() => undefined);
      }
    };
    await Promise.all([1, 2, 3, 4].map(write));
    await expect
      .poll(async () => (await asked('SELECT FROM audit_unsealed')).length, { timeout: 5000 })
      .toBe(0);
    await Promise.all(sealers.map((sealer) => sealer.stop()));
    const wanted = before + 4 * 54;
    const sealed = await asked('SELECT unnest(entries)::text AS id FROM audit_seal ORDER BY 1');
    expect(sealed).toHaveLength(wanted);
    expect(sealed).toEqual(await asked('SELECT entry_id::text AS id FROM audit_entry ORDER BY 1'));
    expect(await verifyAudit(db, sealing)).toMatchObject({ whole: true, entries: wanted });
  });
  it('leaves it to the one who seals already', async () => {
    await db.asActor(looker, (tx) => record(tx, { action: 'read' }));
    await db.asOwner(async (client) => {
      await client.query('SELECT pg_advisory_lock($1)', [sealLock]);
      expect(await sealWaiting(db, sealing)).toBe(0);
      await client.query('SELECT pg_advisory_unlock($1)', [sealLock]);
    });
    expect(await sealWaiting(db, sealing)).toBe(1);
  });

  it('seals what waits when it is stopped', async () => {
    const sealer = startSealer(db, sealing);
    await db.asActor(looker, (tx) => record(tx, { action: 'read' }));
    await sealer.stop();
    expect(await asked('SELECT FROM audit_unsealed')).toEqual([]);
  });

  it('puts many that wait into several seals', async () => {
    await db.asOwner(async (client) => {
      await client.query(`INSERT INTO audit_entry (area, entry_id, actor, role, purpose, action)
        SELECT 'testshire', gen_random_uuid(), 'a', 'practitioner', 'help', 'read' FROM generate_series(1, 11000)`);
      await client.query(
        `INSERT INTO audit_unsealed SELECT area, entry_id FROM audit_entry WHERE actor = 'a'`,
      );
    });
    const before = (await asked('SELECT FROM audit_seal')).length;
    expect(await sealWaiting(db, sealing)).toBe(11_000);
    expect(await asked('SELECT FROM audit_seal')).toHaveLength(before + 3);
    expect(await verifyAudit(db, sealing)).toMatchObject({ whole: true });
  });

  it('goes on though more were taken away than one seal may cover', async () => {
    await db.asOwner((client) =>
      client.query(
        `INSERT INTO audit_unsealed SELECT 'testshire', lpad(to_hex(n), 32, '0')::uuid FROM generate_series(1, 5001) AS n`,
      ),
    );
    await db.asActor(looker, (tx) => record(tx, { action: 'read' }));
    expect(await sealWaiting(db, sealing)).toBe(1);
    expect(await verifyAudit(db, sealing)).toMatchObject({ faultCount: 5001, unsealed: { entries: 0 } });
  });
});

describe('the head outside the database', async () => {
  const db = await testDatabase();
  const sealing = testSealing();
  const lines = () => readFileSync(sealing.heads, 'utf8').split('\n').slice(0, -1);

  it('is kept after each sealing, readable by its owner only', async () => {
    await addSeal(db, sealing, 2);
    await addSeal(db, sealing, 1);
    expect(lines().map((line) => JSON.parse(line).seal)).toEqual([1, 2]);
    expect(statSync(sealing.heads).mode & 0o777).toBe(0o600);
  });

  it('is caught up with when it was not kept after the commit', async () => {
    const kept = readFileSync(sealing.heads);
    await addSeal(db, sealing, 1);
    writeFileSync(sealing.heads, kept);
    expect(await verifyAudit(db, sealing)).toMatchObject({ whole: true, seals: 3, outside: { last: 2 } });
    expect(await sealWaiting(db, sealing)).toBe(0);
    expect(lastHead(sealing.heads)?.seal).toBe(3);
  });

  it('survives a line that was cut off while it was written', async () => {
    appendFileSync(sealing.heads, lines()[0]?.slice(0, 40) ?? '');
    expect(lastHead(sealing.heads)?.seal).toBe(3);
    expect(await verifyAudit(db, sealing)).toMatchObject({ whole: true, outside: { heads: 3, last: 3 } });
    await addSeal(db, sealing, 1);
    expect(lines().map((line) => JSON.parse(line).seal)).toEqual([1, 2, 3, 4]);
    // Cut off at its line feed, it is whole.
    truncateSync(sealing.heads, statSync(sealing.heads).size - 1);
    expect(await verifyAudit(db, sealing)).toMatchObject({ whole: true, outside: { last: 4 } });
    expect(await sealWaiting(db, sealing)).toBe(0);
    expect(lines().map((line) => JSON.parse(line).seal)).toEqual([1, 2, 3, 4]);
  });

  it('when it is not in the database, nothing is sealed', async () => {
    await db.asActor(looker, (tx) => record(tx, { action: 'read' }));
    const kept = readFileSync(sealing.heads, 'utf8');
    const other = kept.replace(/"hash":"[0-9a-f]{8}(?=[^\n]*\n$)/, '"hash":"00000000');
    for (const text of [other, kept.replaceAll('"seal":4', '"seal":9'), `${kept}not a head\n`]) {
      expect(text).not.toBe(kept);
      writeFileSync(sealing.heads, text);
      await expect(sealWaiting(db, sealing)).rejects.toMatchObject({ code: 'refused' });
    }
    expect(await verifyAudit(db, sealing)).toMatchObject({ seals: 4, unsealed: { entries: 1 } });
    writeFileSync(sealing.heads, kept);
    expect(await sealWaiting(db, sealing)).toBe(1);
    expect(lines().map((line) => JSON.parse(line).seal)).toEqual([1, 2, 3, 4, 5]);
  });

  it('when it is gone or empty though there are seals, nothing is sealed and none is begun anew', async () => {
    await db.asActor(looker, (tx) => record(tx, { action: 'read' }));
    const kept = readFileSync(sealing.heads, 'utf8');
    for (const lose of [() => rmSync(sealing.heads), () => writeFileSync(sealing.heads, '')]) {
      lose();
      await expect(sealWaiting(db, sealing)).rejects.toMatchObject({
        message: expect.stringContaining('keeps no head of them'),
      });
      expect(lastHead(sealing.heads)).toBeUndefined();
      expect(await verifyAudit(db, sealing)).toMatchObject({ faults: [{ kind: 'heads-missing' }] });
    }
    writeFileSync(sealing.heads, kept);
    expect(await sealWaiting(db, sealing)).toBe(1);
  });
});

it('goes on in a restored database where the backup was made, with the same heads', async () => {
  const [db, restored] = [await testDatabase(), await testDatabase({ empty: true })];
  const sealing = testSealing();
  await addSeal(db, sealing, 3);
  await db.asActor(looker, (tx) => record(tx, { action: 'read', reason: 'not sealed yet' }));
  const file = `${sealing.heads}.backup`;
  await writeBackup(db, file, silent);
  await restoreBackup(restored, file, silent);
  expect(await verifyAudit(restored, sealing)).toMatchObject({ whole: true, unsealed: { entries: 1 } });
  await restored.asActor(looker, (tx) => record(tx, { action: 'read' }));
  expect(await sealWaiting(restored, sealing)).toBe(2);
  expect(await verifyAudit(restored, sealing)).toMatchObject({ whole: true, entries: 5, seals: 2 });
  // The database that it was made from is now behind the heads.
  expect(await verifyAudit(db, sealing)).toMatchObject({ faults: [{ kind: 'tail-truncated', seal: 2 }] });
});
