import { expect, it } from 'vitest';
import { testDatabase } from '../testing.ts';

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
