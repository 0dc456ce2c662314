import { describe, expect, it } from 'vitest';
import { testDatabase } from '../platform/testing.ts';
import { everything, occurrences, take, toldOf } from './testing.ts';

const jan = (day: number) => `2026-01-${String(day).padStart(2, '0')}T06:00:00Z`;

describe('one extract after another', async () => {
  const db = await testDatabase();

  it('keeps, then adds, changes, leaves alone and withdraws, and takes a record up again under its own id', async () => {
    const first = await take(db, {
      received_at: jan(1),
      text: occurrences([{ no: 'A' }, { no: 'B', outcome: 'caution' }, { no: 'C' }]),
    });
    expect(first).toMatchObject({ added: 3, changed: 0, unchanged: 0, withdrawn: 0, held: 0 });

    const second = await take(db, {
      received_at: jan(2),
      text: occurrences([{ no: 'C' }, { no: 'B', outcome: 'charged' }, { no: 'D' }]),
    });
    expect(second).toMatchObject({ added: 1, changed: 1, unchanged: 1, withdrawn: 1, held: 0 });
    expect(second.taken).toEqual([
      {
        path: '1.csv',
        agency: 'police',
        kind: 'police.occurrences',
        kept: 3,
        added: 1,
        changed: 1,
        unchanged: 1,
        withdrawn: 1,
        held: 0,
      },
    ]);

    const third = await take(db, {
      received_at: jan(3),
      text: occurrences([
        { no: 'A', outcome: 'arrest' },
        { no: 'B', outcome: 'charged' },
        { no: 'C' },
        { no: 'D' },
      ]),
    });
    expect(third).toMatchObject({ added: 1, changed: 0, unchanged: 3, withdrawn: 0 });

    await db.asTest(async (tx) => {
      expect(await toldOf(tx)).toEqual([
        { key: 'A', version: 1, outcome: null, line: 2, received: '01-01', until: '01-02', by: 'withdrawn' },
        { key: 'A', version: 2, outcome: 'arrest', line: 2, received: '01-03', until: null, by: null },
        {
          key: 'B',
          version: 1,
          outcome: 'caution',
          line: 3,
          received: '01-01',
          until: '01-02',
          by: 'changed',
        },
        { key: 'B', version: 2, outcome: 'charged', line: 3, received: '01-02', until: null, by: null },
        { key: 'C', version: 1, outcome: null, line: 4, received: '01-01', until: null, by: null },
        { key: 'D', version: 1, outcome: null, line: 4, received: '01-02', until: null, by: null },
      ]);
      const ids = await tx.sql<{ keys: number; ids: number }>(
        'SELECT count(DISTINCT key) AS keys, count(DISTINCT record_id) AS ids FROM record',
      );
      expect(ids).toEqual([{ keys: 4, ids: 4 }]);
    });
  });
});

describe('the same folder twice', async () => {
  const db = await testDatabase();

  it('changes no row of any table', async () => {
    const sent = [
      { received_at: jan(1), text: occurrences([{ no: 'A' }, { no: 'B', on: '2025-13-01' }]) },
      { received_at: jan(2), coverage: 'delta' as const, text: occurrences([{ no: 'A' }, { no: 'C' }]) },
    ];
    await take(db, ...sent);
    const before = await db.asTest(everything);
    const again = await take(db, ...sent);
    expect(again).toMatchObject({ taken: [], skipped: ['1.csv', '2.csv'], added: 0, unchanged: 0 });
    expect(await db.asTest(everything)).toEqual(before);
    expect(before.length).toBeGreaterThan(6);
  });
});

describe('coverage', async () => {
  const db = await testDatabase();

  it('withdraws nothing under delta, and under full only what lies within its days', async () => {
    await take(db, {
      received_at: jan(1),
      text: occurrences([
        { no: 'A', on: '2023-12-31' },
        { no: 'B', on: '2024-01-01' },
        { no: 'C', on: '2024-12-31' },
        { no: 'D', on: '2025-01-01' },
        { no: 'E', on: '2024-06-01' },
      ]),
    });
    const delta = await take(db, {
      received_at: jan(2),
      coverage: 'delta',
      text: occurrences([{ no: 'F' }]),
    });
    expect(delta).toMatchObject({ added: 1, withdrawn: 0 });

    const full = await take(db, {
      received_at: jan(3),
      from: '2024-01-01',
      to: '2024-12-31',
      text: occurrences([{ no: 'E', on: '2024-06-01' }]),
    });
    expect(full).toMatchObject({ unchanged: 1, withdrawn: 2 });
    const standing = await db.asTest(toldOf);
    expect(standing.filter(({ until }) => until === null).map(({ key }) => key)).toEqual([
      'A',
      'D',
      'E',
      'F',
    ]);
  });
});

describe('rows without days, and spells', async () => {
  const db = await testDatabase();
  const nominals = (...ids: string[]) =>
    ['nominal_id,surname,forename,date_of_birth', ...ids.map((id) => `${id},Pell,Ann,1990-01-01`)].join('\n');
  const relationships = (...rows: string[]) =>
    ['relationship_id,person_id,other_person_id,relationship,start_date,end_date', ...rows].join('\n');
  const standing = (kind: string) =>
    db.asTest(async (tx) => {
      const rows = await tx.sql<{ key: string }>(
        'SELECT key FROM record WHERE kind = $1 AND superseded_at IS NULL ORDER BY key',
        [kind],
      );
      return rows.map(({ key }) => key);
    });

  it('a row without days has those of the extract it came in', async () => {
    const sent = { kind: 'police.nominals', from: '2020-01-01', to: '2025-12-31' };
    await take(db, { ...sent, received_at: jan(1), text: nominals('N1', 'N2', 'N3') });
    await take(db, { ...sent, received_at: jan(2), from: '2024-01-01', text: nominals('N1') });
    expect(await standing('police.nominals')).toEqual(['N1', 'N2', 'N3']);
    await take(db, { ...sent, received_at: jan(3), to: '2026-01-02', text: nominals('N1', 'N2') });
    expect(await standing('police.nominals')).toEqual(['N1', 'N2']);
  });

  it('a row without days, from an extract without days, is spoken for by every full extract', async () => {
    const sent = { kind: 'police.nominals', from: null, to: null };
    await take(db, { ...sent, received_at: jan(4), coverage: 'delta', text: nominals('N8') });
    await take(db, {
      ...sent,
      received_at: jan(5),
      from: '2020-01-01',
      to: '2026-01-04',
      text: nominals('N1'),
    });
    expect(await standing('police.nominals')).toEqual(['N1']);
  });

  it('an open spell is spoken for from its beginning', async () => {
    const sent = { agency: 'social-care', kind: 'care.relationships' };
    const open = 'R1,P1,P2,partner,2024-05-01,';
    const older = 'R2,P1,P3,partner,2023-05-01,';
    const across = 'R3,P1,P4,partner,2023-05-01,2024-02-01';
    await take(db, { ...sent, received_at: jan(1), text: relationships(open, older, across) });
    await take(db, {
      ...sent,
      received_at: jan(2),
      from: '2024-01-01',
      to: '2026-01-01',
      text: relationships(),
    });
    expect(await standing('care.relationships')).toEqual(['R2', 'R3']);
  });
});

describe('two agencies with the same keys', async () => {
  const db = await testDatabase();

  it('keep their records apart', async () => {
    await take(
      db,
      { text: occurrences([{ no: 'A' }]) },
      { agency: 'social-care', text: occurrences([{ no: 'A' }, { no: 'B' }]) },
    );
    const gone = await take(db, { received_at: jan(11), text: occurrences([]) });
    expect(gone).toMatchObject({ withdrawn: 1 });
    await db.asTest(async (tx) => {
      expect((await toldOf(tx, 'police')).map(({ key, by }) => [key, by])).toEqual([['A', 'withdrawn']]);
      expect((await toldOf(tx, 'social-care')).map(({ key, by }) => [key, by])).toEqual([
        ['A', null],
        ['B', null],
      ]);
    });
  });
});

describe('times', async () => {
  const db = await testDatabase();

  it('keeps when the agency recorded a row, or that it is not known, beside when it was received', async () => {
    await take(db, {
      received_at: jan(5),
      text: occurrences([
        { no: 'A', on: '2025-03-04', recorded: '2025-03-05T10:00:00Z' },
        { no: 'B', on: '2025-03-04' },
      ]),
    });
    const rows = await db.asTest((tx) =>
      tx.sql('SELECT key, happened, recorded_at, received_at FROM record ORDER BY key'),
    );
    const day = { from: '2025-03-04', to: '2025-03-05' };
    const received = new Date('2026-01-05T06:00:00Z');
    expect(rows).toEqual([
      {
        key: 'A|N1|victim',
        happened: day,
        recorded_at: new Date('2025-03-05T10:00:00Z'),
        received_at: received,
      },
      { key: 'B|N1|victim', happened: day, recorded_at: null, received_at: received },
    ]);
  });
});
