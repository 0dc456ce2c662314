import { describe, expect, it } from 'vitest';
import { testDatabase } from '../platform/testing.ts';
import { extracts, heldRows } from './service.ts';
import { occurrences, take, toldOf } from './testing.ts';

const jan = (day: number) => `2026-01-${String(day).padStart(2, '0')}T06:00:00Z`;
const bad = { no: 'B', on: '2025-13-01' };

describe('a row held back', async () => {
  const db = await testDatabase();
  const held = (mended: boolean) => db.asTest(async (tx) => (await heldRows(tx, { mended })).rows);

  it('is listed with file, line, column, value, reason and remedy; the others go in', async () => {
    const intake = await take(db, { received_at: jan(1), text: occurrences([{ no: 'A' }, bad]) });
    expect(intake).toMatchObject({ added: 1, held: 1 });
    expect(await held(false)).toEqual([
      expect.objectContaining({
        path: '1.csv',
        line: 3,
        column: 'occurred_from',
        value: '2025-13-01',
        reason: expect.stringMatching(/./),
        remedy: expect.stringMatching(/./),
        mendedAt: null,
      }),
    ]);
  });

  it('stays one open hold, the first, while it is sent again as it was, on whatever line', async () => {
    const intake = await take(db, { received_at: jan(2), text: occurrences([bad, { no: 'A' }]) });
    expect(intake).toMatchObject({ unchanged: 1, held: 1 });
    const open = await held(false);
    expect(open.map(({ line, receivedAt }) => [line, receivedAt.toISOString()])).toEqual([
      [3, '2026-01-01T06:00:00.000Z'],
    ]);
    const { rows } = await db.asTest((tx) => extracts(tx));
    expect(rows.map(({ rowsIn, rowsHeld }) => [rowsIn, rowsHeld])).toEqual([
      [2, 1],
      [2, 1],
    ]);
  });

  it('gives way to a new hold when it is wrong in another way', async () => {
    await take(db, {
      received_at: jan(3),
      coverage: 'delta',
      text: occurrences([{ no: 'B', on: '2025-06-31' }]),
    });
    expect((await held(false)).map(({ value }) => value)).toEqual(['2025-06-31']);
    expect((await held(true)).map(({ value }) => value)).toEqual(['2025-13-01']);
  });

  it('is mended when its key is kept', async () => {
    await take(db, {
      received_at: jan(4),
      coverage: 'delta',
      text: occurrences([{ no: 'B', on: '2025-12-01' }]),
    });
    expect(await held(false)).toEqual([]);
    const mended = await held(true);
    expect(mended).toHaveLength(2);
    expect(mended[0]?.mendedAt).toEqual(new Date(jan(4)));
  });

  it('does not withdraw the record it would have changed', async () => {
    const intake = await take(db, { received_at: jan(5), text: occurrences([{ no: 'A' }, bad]) });
    expect(intake).toMatchObject({ unchanged: 1, withdrawn: 0, held: 1 });
    const standing = await db.asTest(toldOf);
    expect(standing.map(({ key, until }) => [key, until])).toEqual([
      ['A', null],
      ['B', null],
    ]);
  });
});

describe('a row without a key', async () => {
  const db = await testDatabase();
  const open = () => db.asTest(async (tx) => (await heldRows(tx)).total);

  it('stays held under delta, and is closed by a full extract that does not show it', async () => {
    await take(db, { received_at: jan(1), text: occurrences([{ no: '' }]) });
    expect(await open()).toBe(1);
    await take(db, { received_at: jan(2), coverage: 'delta', text: occurrences([{ no: 'A' }]) });
    expect(await open()).toBe(1);
    await take(db, { received_at: jan(3), from: '2025-01-01', text: occurrences([{ no: 'A' }]) });
    expect(await open()).toBe(0);
  });
});

describe('rows with one key in one file', async () => {
  const db = await testDatabase();

  it('count once when they say the same; otherwise the first is kept and the other held back', async () => {
    const intake = await take(db, {
      text: occurrences([
        { no: 'A' },
        { no: 'A' },
        { no: 'B', outcome: 'caution' },
        { no: 'B', outcome: 'charged' },
      ]),
    });
    expect(intake).toMatchObject({ added: 2, held: 1 });
    const told = await db.asTest(toldOf);
    expect(told.map(({ key, outcome }) => [key, outcome])).toEqual([
      ['A', null],
      ['B', 'caution'],
    ]);
    const { rows } = await db.asTest((tx) => heldRows(tx));
    expect(rows.map(({ line, value, hidden }) => [line, value, hidden])).toEqual([[5, null, true]]);
    const [kept] = await db.asTest((tx) =>
      tx.sql<{ key: string; value: string }>('SELECT key, value FROM held_row'),
    );
    expect(kept).toEqual({ key: 'B|N1|victim', value: 'B|N1|victim' });
  });
});

describe('a full extract of which it is unclear which rows it holds', async () => {
  const db = await testDatabase();
  let agencies = 0;
  const three = [{ no: 'A' }, { no: 'B' }, { no: 'C' }];
  const standing = async (agency: string) =>
    (await db.asTest((tx) => toldOf(tx, agency))).filter(({ until }) => until === null).map(({ key }) => key);

  it.each([
    ['a stray quotation mark', occurrences([{ no: 'A', outcome: '"cau"tion' }]).concat('"B,N1\n')],
    [
      'one that swallows lines',
      occurrences([{ no: 'A', outcome: '"x' }, { no: 'B' }, { no: 'C', outcome: 'y"' }]),
    ],
    ['a row without a key', occurrences([{ no: 'A' }, { no: '' }])],
    ['a row with fields too many', occurrences([{ no: 'A' }, { no: 'D', outcome: 'a,b' }])],
  ])('withdraws nothing, and mends no hold by absence: %s', async (_, text) => {
    agencies += 1;
    const agency = `other-torn-${agencies}`;
    await take(db, {
      agency,
      received_at: jan(1),
      text: occurrences([...three, { no: 'X', on: '2025-02-30' }]),
    });
    const torn = await take(db, { agency, received_at: jan(2), text });
    expect(torn.withdrawn).toBe(0);
    expect(await standing(agency)).toEqual(['A', 'B', 'C']);
    const holds = await db.asTest((tx) =>
      tx.sql("SELECT FROM held_row WHERE agency = $1 AND key LIKE 'X%' AND mended_at IS NULL", [agency]),
    );
    expect(holds).toHaveLength(1);
    const { rows } = await db.asTest((tx) => extracts(tx));
    expect(rows.filter((one) => one.agency === agency).map(({ whole }) => whole)).toEqual([false, true]);

    const sound = await take(db, { agency, received_at: jan(3), text: occurrences([{ no: 'A' }]) });
    expect(sound.withdrawn).toBe(2);
    expect(await standing(agency)).toEqual(['A']);
  });

  it('is no evidence of absence against what comes late', async () => {
    const agency = 'other-torn-late';
    await take(db, { agency, received_at: jan(5), text: occurrences([{ no: 'A' }, { no: '' }]) });
    await take(db, { agency, received_at: jan(3), coverage: 'delta', text: occurrences([{ no: 'B' }]) });
    expect(await standing(agency)).toEqual(['A', 'B']);
  });

  it('tells again what it shows: a late full extract does not withdraw that', async () => {
    const agency = 'other-torn-told';
    await take(db, { agency, received_at: jan(1), text: occurrences(three) });
    await take(db, { agency, received_at: jan(5), text: occurrences([...three, { no: '' }]) });
    const late = await take(db, { agency, received_at: jan(3), text: occurrences([{ no: 'A' }]) });
    expect(late.withdrawn).toBe(0);
    expect(await standing(agency)).toEqual(['A', 'B', 'C']);
  });
});

describe('a text that the database could not keep', async () => {
  const db = await testDatabase();

  it('holds its row back and nothing else', async () => {
    const intake = await take(db, { text: occurrences([{ no: 'A', type: 'the\0ft' }, { no: 'B' }]) });
    expect(intake).toMatchObject({ added: 1, held: 1, failed: [] });
  });
});

describe('a hold that came late', async () => {
  const db = await testDatabase();

  it('is mended already by what was received after it', async () => {
    await take(db, { received_at: jan(4), coverage: 'delta', text: occurrences([{ no: 'B' }]) });
    await take(db, { received_at: jan(1), coverage: 'delta', text: occurrences([bad]) });
    const { rows } = await db.asTest((tx) => heldRows(tx, { mended: true }));
    expect(rows.map(({ mendedAt }) => mendedAt)).toEqual([new Date(jan(4))]);
  });
});
