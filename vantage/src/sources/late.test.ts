import { describe, expect, it } from 'vitest';
import { testDatabase } from '../platform/testing.ts';
import { recordsOf } from './service.ts';
import { type Occurrence, occurrences, take, toldOf } from './testing.ts';

const jan = (day: number) => `2026-01-${String(day).padStart(2, '0')}T06:00:00Z`;

describe('an extract that comes late', async () => {
  const db = await testDatabase();
  let agencies = 0;

  /** Takes extracts of one new agency in, in the order given; returns its versions in short. */
  async function after(
    ...sent: [day: number, coverage: 'full' | 'delta', rows: Occurrence[]][]
  ): Promise<string[]> {
    agencies += 1;
    const agency = `other-${agencies}`;
    for (const [day, coverage, rows] of sent) {
      await take(db, { agency, received_at: jan(day), coverage, text: occurrences(rows) });
    }
    const told = await db.asTest((tx) => toldOf(tx, agency));
    return told.map(
      ({ key, version, outcome, received, until, by }) =>
        `${key}${version} ${outcome} from ${received}${until === null ? '' : ` until ${until} ${by}`}`,
    );
  }
  const a = (outcome: string) => [{ no: 'A', outcome }];

  it('supersedes nothing newer: it stood until the next extract that told the record otherwise', async () => {
    expect(
      await after([1, 'delta', a('caution')], [5, 'delta', a('charged')], [3, 'delta', a('arrest')]),
    ).toEqual([
      'A1 caution from 01-01 until 01-05 changed',
      'A2 charged from 01-05',
      'A3 arrest from 01-03 until 01-05 changed',
    ]);
    const then = await db.asTest(async (tx) => {
      const rows: string[] = [];
      for await (const { content, agency } of recordsOf(tx, { receivedBy: new Date(jan(4)) })) {
        if (agency === `other-${agencies}`) rows.push(content.outcome ?? '');
      }
      return rows;
    });
    expect(then).toEqual(['arrest']);
  });

  it('stood until a full extract that did not show the record', async () => {
    expect(await after([5, 'full', [{ no: 'B' }]], [3, 'delta', a('arrest')])).toEqual([
      'A1 arrest from 01-03 until 01-05 withdrawn',
      'B1 null from 01-05',
    ]);
  });

  it('leaves alone what a delta told again after it', async () => {
    expect(
      await after([1, 'delta', a('caution')], [5, 'delta', a('caution')], [3, 'delta', a('arrest')]),
    ).toEqual(['A1 caution from 01-01', 'A2 arrest from 01-03 until 01-05 changed']);
  });

  it('leaves alone what a full extract told again after it', async () => {
    expect(
      await after([1, 'full', a('caution')], [5, 'full', a('caution')], [3, 'full', a('arrest')]),
    ).toEqual(['A1 caution from 01-01', 'A2 arrest from 01-03 until 01-05 changed']);
  });

  it('supersedes as usual where nothing newer tells of the record', async () => {
    expect(
      await after([1, 'delta', a('caution')], [5, 'delta', [{ no: 'B' }]], [3, 'delta', a('arrest')]),
    ).toEqual(['A1 caution from 01-01 until 01-03 changed', 'A2 arrest from 01-03', 'B1 null from 01-05']);
  });

  it('withdraws what it does not show, unless it was told again after it', async () => {
    expect(
      await after(
        [1, 'delta', [{ no: 'A' }, { no: 'B' }]],
        [5, 'delta', [{ no: 'B' }]],
        [3, 'full', [{ no: 'C' }]],
      ),
    ).toEqual(['A1 null from 01-01 until 01-03 withdrawn', 'B1 null from 01-01', 'C1 null from 01-03']);
  });

  it('adds nothing where it tells what stood then', async () => {
    expect(
      await after([1, 'delta', a('caution')], [5, 'delta', a('charged')], [3, 'delta', a('caution')]),
    ).toEqual(['A1 caution from 01-01 until 01-05 changed', 'A2 charged from 01-05']);
  });

  it('between another late one and the day on which the version before them was told again, ends on that day', async () => {
    expect(
      await after(
        [1, 'delta', a('caution')],
        [6, 'delta', a('caution')],
        [3, 'delta', a('charged')],
        [4, 'delta', a('arrest')],
      ),
    ).toEqual([
      'A1 caution from 01-01',
      'A2 charged from 01-03 until 01-06 changed',
      'A3 arrest from 01-04 until 01-06 changed',
    ]);
  });

  it('ends earlier what a later one withdrew', async () => {
    expect(await after([1, 'delta', a('caution')], [5, 'full', []], [3, 'full', []])).toEqual([
      'A1 caution from 01-01 until 01-03 withdrawn',
    ]);
    expect(
      await after([1, 'delta', a('caution')], [4, 'delta', a('caution')], [5, 'full', []], [3, 'full', []]),
    ).toEqual(['A1 caution from 01-01 until 01-05 withdrawn']);
  });

  it('does not bring back what was withdrawn after it', async () => {
    expect(await after([1, 'full', a('caution')], [5, 'full', []], [3, 'full', a('arrest')])).toEqual([
      'A1 caution from 01-01 until 01-05 withdrawn',
      'A2 arrest from 01-03 until 01-05 withdrawn',
    ]);
  });
});
