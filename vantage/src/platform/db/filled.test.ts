import { expect, it } from 'vitest';
import { testActor, testDatabase } from '../testing.ts';
import type { Tx } from './tx.ts';

const db = await testDatabase();

const indexesOf = (table: string) =>
  db.asOwner(async (client) => {
    const { rows } = await client.query<{ indexname: string }>(
      'SELECT indexname FROM pg_indexes WHERE tablename = $1 ORDER BY 1',
      [table],
    );
    return rows.map(({ indexname }) => indexname);
  });

const waitingFor = (table: string) =>
  db.asOwner(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'SELECT name FROM vantage_index WHERE on_table = $1 ORDER BY 1',
      [table],
    );
    return rows.map(({ name }) => name);
  });

const addJoining = `INSERT INTO joining (area, joining_id, person_id, agency, local_id, reasons)
  VALUES ('testshire', '01910000-0000-7000-8000-000000000001', '01910000-0000-7000-8000-000000000002', 'police', '1', '[]')`;

it('indexes wait for the first rows of their table, go with a transaction that is undone, and are made once', async () => {
  const wanted = await waitingFor('joining');
  expect(wanted).toEqual(['joining_pkey']);
  await db.asTest((tx) => tx.filled('joining'));
  expect(await indexesOf('joining')).toEqual([]);

  const undone = db.asTest(async (tx) => {
    await tx.sql(addJoining);
    await tx.filled('joining');
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await indexesOf('joining')).toEqual([]);

  await db.asTest(async (tx) => {
    await tx.sql(addJoining);
    await tx.filled('joining');
    await tx.filled('joining');
  });
  expect(await indexesOf('joining')).toEqual(wanted);
  await expect(db.asTest((tx) => tx.sql(addJoining))).rejects.toMatchObject({ code: '23505' });
});

it('a table whose rows contradict its key is not held to be filled', async () => {
  const twice = db.asTest(async (tx) => {
    const columns = `'testshire', '01910000-0000-7000-8000-000000000001', 'police', 'police.nominals', '1',
      '01910000-0000-7000-8000-000000000009', 1, '{}', '', '[]', now()`;
    for (const version of [1, 2])
      await tx.sql(
        `INSERT INTO record (area, record_id, agency, kind, key, extract_id, line, content, content_hash, people, received_at, version)
         VALUES (${columns}, ${version})`,
      );
    await tx.filled('record');
  });
  await expect(twice).rejects.toMatchObject({ code: '23505' });
});

it('row security of a table begun anew holds again for everybody else, whether or not its filling is kept', async () => {
  const secured = () =>
    db.asOwner(async (client) => {
      const { rows } = await client.query(
        `SELECT relname, relrowsecurity FROM pg_class WHERE relname IN ('makeup', 'seal')`,
      );
      const { rows: left } = await client.query('SELECT FROM vantage_begun_anew');
      return {
        ...Object.fromEntries(rows.map((one) => [one.relname, one.relrowsecurity])),
        left: left.length,
      };
    });
  const securedIn = (tx: Tx) =>
    tx.sql<{ on: boolean }>(
      `SELECT relrowsecurity AS on FROM pg_class WHERE relname IN ('makeup', 'seal') ORDER BY relname`,
    );
  const whole = { makeup: true, seal: true, left: 0 };
  expect(await secured()).toEqual(whole);
  const row = [
    'testshire',
    '01910000-0000-7000-8000-000000000001',
    'police 1',
    'police',
    '1',
    '01910000-0000-7000-8000-000000000002',
    '[]',
    new Date(),
  ];
  const columns = ['area', 'makeup_id', 'number', 'agency', 'local_id', 'person_id', 'reasons', 'begun_at'];
  await db.asTest(async (tx) => {
    await tx.filling('makeup', 'seal');
    // Only tables that grow by the million are copied into.
    expect(await securedIn(tx)).toEqual([{ on: false }, { on: true }]);
    await tx.copying('makeup', columns).end();
  });
  expect(await secured()).toEqual(whole);
  const undone = db.asTest(async (tx) => {
    await tx.filling('makeup');
    await tx.copyIn('makeup', columns, [row]);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await secured()).toEqual(whole);
  await db.asActor({ ...testActor, role: 'practitioner' }, async (tx) => {
    await tx.filling('makeup');
    expect(await securedIn(tx)).toEqual([{ on: true }, { on: true }]);
  });
  await db.asTest(async (tx) => {
    await tx.filling('makeup');
    await tx.copyIn('makeup', columns, [row]);
    await tx.filled('makeup');
  });
  expect(await secured()).toEqual(whole);
  expect(
    await db.asActor({ ...testActor, role: 'practitioner' }, (tx) => tx.sql('SELECT FROM makeup')),
  ).toEqual([]);
  await expect(db.asTest((tx) => tx.sql('SELECT FROM vantage_begun_anew'))).rejects.toMatchObject({
    code: '42501',
  });
});
