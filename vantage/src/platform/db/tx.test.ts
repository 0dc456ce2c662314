import { describe, expect, inject, it } from 'vitest';
import { VantageError } from '../errors.ts';
import { asAdmin, testActor, testDatabase } from '../testing.ts';

const db = await testDatabase();

describe('values', () => {
  it('come out as the table in values.ts says', async () => {
    const [row] = await db.asTest((tx) =>
      tx.sql(`SELECT date '2020-02-29' AS day, daterange('2020-01-01', '2020-02-01') AS span, daterange('2020-01-01', NULL) AS open,
        12345678901::int8 AS big, 9007199254740993::int8 AS bigger, 12.3400::numeric AS amount, 1234567890123456.78::numeric AS exact,
        ARRAY[daterange('2020-01-01', NULL)] AS spans, ARRAY[5::int8, NULL] AS bigs, timestamptz '2020-01-01T12:00:00Z' AS at`),
    );
    expect(row).toEqual({
      day: '2020-02-29',
      span: { from: '2020-01-01', to: '2020-02-01' },
      open: { from: '2020-01-01', to: null },
      big: 12345678901,
      bigger: 9007199254740993n,
      amount: 12.34,
      exact: '1234567890123456.78',
      spans: [{ from: '2020-01-01', to: null }],
      bigs: [5, null],
      at: new Date('2020-01-01T12:00:00Z'),
    });
  });

  it('are copied in as they are, into tables with row security and without', async () => {
    const odd = 'tab\t newline\n return\r backslash\\ \\N quote" é 😀';
    const written = [[1, odd, { a: [1, odd] }, null, true, Buffer.from([0, 255]), new Date(0)]];
    const read = await db.asTest(async (tx) => {
      await tx.sql(
        'CREATE TEMPORARY TABLE kept (n int, t text, j jsonb, nothing text, b boolean, bytes bytea, at timestamptz) ON COMMIT DROP',
      );
      expect(await tx.copyIn('kept', ['n', 't', 'j', 'nothing', 'b', 'bytes', 'at'], written)).toBe(1);
      expect(
        await tx.copyIn('agency', ['area', 'agency', 'name', 'type'], [['testshire', 'odd', odd, 'other']]),
      ).toBe(1);
      expect((await tx.one<{ name: string }>(`SELECT name FROM agency WHERE agency = 'odd'`)).name).toBe(odd);
      return tx.sql('SELECT * FROM kept');
    });
    expect(read).toEqual([
      {
        n: 1,
        t: odd,
        j: { a: [1, odd] },
        nothing: null,
        b: true,
        bytes: Buffer.from([0, 255]),
        at: new Date(0),
      },
    ]);
  });

  it('stream in order, however many', async () => {
    const seen = await db.asTest(async (tx) => {
      let sum = 0;
      for await (const { n } of tx.stream<{ n: number }>(
        'SELECT n FROM generate_series(1, $1::int) AS n',
        [4500],
      ))
        sum += n;
      return sum;
    });
    expect(seen).toBe((4500 * 4501) / 2);
  });

  it.each([{ readOnly: true }, { readOnly: false }])(
    'asked for together each get their own answer: %o',
    async (options) => {
      const numbers = Array.from({ length: 40 }, (_, n) => n);
      const ask = () =>
        db.asActor(
          testActor,
          (tx) =>
            Promise.all(
              numbers.map((n) =>
                tx.one<{ n: number }>(n % 2 ? 'SELECT $1::int AS n' : 'SELECT $1::int + 0 AS n', [n]),
              ),
            ),
          options,
        );
      for (const answers of await Promise.all([ask(), ask(), ask()])) {
        expect(answers.map(({ n }) => n)).toEqual(numbers);
      }
    },
  );

  it.each([{ readOnly: true }, { readOnly: false }])(
    'that fail leave the connection sound: %o',
    async (options) => {
      const failing = db.asActor(
        testActor,
        (tx) =>
          Promise.all([tx.sql('SELECT 1 / $1::int', [0]), tx.sql('SELECT $1::int', [1]), tx.sql('SELECT 2')]),
        options,
      );
      await expect(failing).rejects.toThrow('division by zero');
      expect(await db.asActor(testActor, (tx) => tx.sql('SELECT $1::int AS n', [3]), options)).toEqual([
        { n: 3 },
      ]);
    },
  );

  it('one and maybeOne count what they find', async () => {
    await db.asTest(async (tx) => {
      expect(await tx.maybeOne(`SELECT 1 AS n WHERE false`)).toBeUndefined();
      await expect(tx.one(`SELECT 1 AS n WHERE false`)).rejects.toMatchObject({ code: 'not-found' });
      await expect(tx.one(`SELECT * FROM generate_series(1, 2)`)).rejects.toMatchObject({ code: 'failed' });
    });
  });
});

describe('a transaction that only writes', () => {
  it('sees nothing, not even what came before on its connection', async () => {
    const sees = (options?: { withoutSight: boolean }) =>
      db.asTest(
        (tx) =>
          tx.one<{ sees: string | null }>(`SELECT nullif(current_setting('vantage.sees', true), '') AS sees`),
        options,
      );
    expect(await sees()).toEqual({ sees: 'all' });
    for (let again = 0; again < 6; again += 1)
      expect(await sees({ withoutSight: true })).toEqual({ sees: null });
  });
});

describe('a transaction', () => {
  it('is rolled back when its work throws', async () => {
    const failing = db.asTest(async (tx) => {
      await tx.sql(`INSERT INTO agency VALUES ('testshire', 'gone', 'Gone', 'other')`);
      throw new VantageError('conflict', 'No.', { remedy: 'None.' });
    });
    await expect(failing).rejects.toMatchObject({ code: 'conflict' });
    expect(await db.asTest((tx) => tx.sql(`SELECT FROM agency WHERE agency = 'gone'`))).toEqual([]);
  });

  it('does not pass for kept when a failed statement was caught', async () => {
    const passedOver = db.asTest(async (tx) => {
      await tx.sql('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(passedOver).rejects.toMatchObject({ code: 'failed' });
  });

  it('carries its actor into the database and forgets it afterwards', async () => {
    const settings = `SELECT current_setting('vantage.' || s, true) AS value FROM unnest(ARRAY['area', 'actor', 'role', 'purpose']) AS s`;
    const odd = { ...testActor, id: `o'brien; \\`, purpose: 'as $1 says' };
    const within = await db.asActor(odd, (tx) => tx.sql<{ value: string }>(settings));
    expect(within.map(({ value }) => value)).toEqual([odd.area, odd.id, odd.role, odd.purpose]);
    const outside = await asAdmin({ ...inject('postgres').app, database: db.name }, (client) =>
      client.query<{ value: string | null }>(settings),
    );
    expect(outside.rows.map(({ value }) => value || null)).toEqual([null, null, null, null]);
  });
});
