import { describe, expect, it } from 'vitest';
import { testActor, testDatabase } from '../platform/testing.ts';
import { fieldsOf, getHeld, mendRow } from './mend.ts';
import { extracts, getRecord, heldRows } from './service.ts';
import { occurrences, take } from './testing.ts';

const jan = (day: number) => `2026-01-${String(day).padStart(2, '0')}T06:00:00Z`;
const sent = (day: number) => ({
  received_at: jan(day),
  text: occurrences([{ no: 'A' }, { no: 'B', on: '2025-13-01' }]),
});

describe('a row held back, mended by hand', async () => {
  const db = await testDatabase();
  await take(db, sent(1));
  const open = async () => (await db.asTest((tx) => heldRows(tx))).rows;
  const [row] = await open();
  const heldId = row?.heldId ?? '';

  it('is shown as it came, with what its kind needs', async () => {
    const held = await db.asTest((tx) => getHeld(tx, heldId));
    expect(held).toMatchObject({ path: '1.csv', line: 3, column: 'occurred_from', key: 'B|N1|victim' });
    const day = fieldsOf(held).find(({ name }) => name === 'occurred_from');
    expect(day).toEqual({ name: 'occurred_from', required: true, codes: [], text: '2025-13-01' });
    expect(fieldsOf(held).find(({ name }) => name === 'role')?.codes).toContain('victim');
  });

  it('is refused while it is still wrong, and nothing changes', async () => {
    const mend = (content: Record<string, string>) => db.asTest((tx) => mendRow(tx, { heldId, content }));
    await expect(mend({ occurred_from: '2025-02-30' })).rejects.toThrow(
      'occurred_from is not a day that exists.',
    );
    await expect(mend({ occurred_from: '' })).rejects.toThrow('occurred_from is empty.');
    expect(await open()).toHaveLength(1);
  });

  it('goes in as what its agency sent now, from its own line, and the hold is closed', async () => {
    await db.asTest((tx) => mendRow(tx, { heldId, content: { occurred_from: '2025-12-01' } }));
    expect(await open()).toEqual([]);
    const [newest] = (await db.asTest((tx) => extracts(tx))).rows;
    expect(newest).toMatchObject({
      path: '1.csv (a row mended by hand)',
      agency: 'police',
      rowsIn: 1,
      rowsAdded: 1,
    });
    const { id } = await db.asTest((tx) =>
      tx.one<{ id: string }>("SELECT record_id AS id FROM record WHERE key LIKE 'B|%'"),
    );
    expect(await db.asTest((tx) => getRecord(tx, id))).toMatchObject([
      {
        line: 3,
        content: { occurred_from: '2025-12-01', offence_type: 'theft' },
        happened: { from: '2025-12-01', to: '2025-12-02' },
        supersededAt: null,
      },
    ]);
    const [mended] = (await db.asTest((tx) => heldRows(tx, { mended: true }))).rows;
    expect(mended?.mendedBy).toBe(newest?.extractId);
    await expect(db.asTest((tx) => getHeld(tx, heldId))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is held again when the fault comes again, and what was mended stands', async () => {
    await take(db, { ...sent(1), received_at: '2027-01-01T06:00:00Z' });
    expect(await open()).toHaveLength(1);
    expect(
      await db.asTest((tx) => tx.sql("SELECT FROM record WHERE key LIKE 'B|%' AND superseded_at IS NULL")),
    ).toHaveLength(1);
  });

  it('can be given the key that it lacked', async () => {
    await take(db, {
      received_at: '2027-02-01T06:00:00Z',
      coverage: 'delta',
      path: 'x.csv',
      text: occurrences([{ no: '' }]),
    });
    const keyless = (await open()).find(({ column }) => column === 'occurrence_no');
    await db.asTest((tx) => mendRow(tx, { heldId: keyless?.heldId ?? '', content: { occurrence_no: 'Z' } }));
    expect(await db.asTest((tx) => tx.sql("SELECT FROM record WHERE key = 'Z|N1|victim'"))).toHaveLength(1);
    expect((await open()).map(({ column }) => column)).toEqual(['occurred_from']);
  });

  it('is nobody’s to see who does not mend', async () => {
    const [again] = await open();
    const outside = { ...testActor, id: 'nobody', role: 'practitioner' };
    await expect(db.asActor(outside, (tx) => getHeld(tx, again?.heldId ?? ''))).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
