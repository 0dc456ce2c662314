import { expect, it } from 'vitest';
import { testDatabase } from '../platform/testing.ts';
import { heldRows, recordsOf } from './service.ts';
import { take, toldOf } from './testing.ts';

const header = 'occurrence_no,nominal_id,role,occurred_from,offence_type,outcome,recorded_at';
const csv = (...rows: string[]) => [header, ...rows].join('\n');
const sent = { from: '2025-01-01', to: '2025-12-31' };
const db = await testDatabase();

it('the worked example of docs/facts-and-time.md comes out as it says', async () => {
  const o1 = 'O1,N7,suspect,2025-12-01,theft,,2025-12-01T22:10:00Z';
  const cautioned = 'O1,N7,suspect,2025-12-01,theft,caution,2025-12-01T22:10:00Z';
  const o2 = 'O2,N7,victim,2025-12-05,violence,,2025-12-06T08:00:00Z';
  const o3 = 'O3,N9,witness,2025-12-05,violence,,';
  const wrong = 'O3,N9,witness,2025-13-05,violence,,';
  await take(db, { ...sent, received_at: '2026-01-06T06:00:00Z', text: csv(o1, o2, wrong) });
  await db.asTest(async (tx) => {
    const { rows } = await heldRows(tx);
    expect(rows.map(({ line, column, value }) => [line, column, value])).toEqual([
      [4, 'occurred_from', '2025-13-05'],
    ]);
  });
  await take(db, { ...sent, received_at: '2026-01-13T06:00:00Z', text: csv(cautioned, o3) });
  await take(db, { ...sent, received_at: '2026-01-20T06:00:00Z', text: csv(cautioned, o2, o3) });
  await db.asTest(async (tx) => {
    const { rows } = await heldRows(tx, { mended: true });
    expect(rows.map(({ line, mendedAt }) => [line, mendedAt])).toEqual([
      [4, new Date('2026-01-13T06:00:00Z')],
    ]);
  });

  const late = 'O1,N7,suspect,2025-12-01,theft,words-of-advice,2025-12-01T22:10:00Z';
  await take(db, { received_at: '2026-01-10T06:00:00Z', coverage: 'delta', text: csv(late) });
  await db.asTest(async (tx) => {
    const told = await toldOf(tx);
    expect(told.map(({ line, ...rest }) => Object.values(rest))).toEqual([
      ['O1', 1, null, '01-06', '01-13', 'changed'],
      ['O1', 2, 'caution', '01-13', null, null],
      ['O1', 3, 'words-of-advice', '01-10', '01-13', 'changed'],
      ['O2', 1, null, '01-06', '01-13', 'withdrawn'],
      ['O2', 2, null, '01-20', null, null],
      ['O3', 1, null, '01-13', null, null],
    ]);
    const then = await Array.fromAsync(recordsOf(tx, { receivedBy: new Date('2026-01-15T12:00:00Z') }));
    expect(then.map(({ content }) => [content.occurrence_no, content.outcome])).toEqual([
      ['O1', 'caution'],
      ['O3', undefined],
    ]);
  });
});
