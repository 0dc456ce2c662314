import { expect, test } from 'vitest';
import { axisOf } from './axis.ts';
import type { Picture } from './shape.ts';

const line = (from: string, to: string | null) => ({
  kind: 'assessment',
  lane: 'social-care',
  shape: 'involvement',
  label: 'Missing',
  tone: 'crisis',
  precision: 'day',
  happened: { from, to },
  people: [{ personId: 'k', name: 'Kyle' }],
  factId: 'f',
});

test('what began before the part that is shown stands at its edge with the day on which it began', () => {
  const happenings = [line('2026-02-20', '2026-03-09'), line('2026-04-01', '2026-04-02')];
  const axis = axisOf(
    {
      happenings,
      people: [],
      today: '2026-11-22',
      fewRecords: [],
      manyEvents: [],
      visits: [],
      workers: 0,
    } as unknown as Picture,
    () => 'Kyle',
    { from: '2026-03-01', to: '2026-05-01' },
  );
  expect(axis?.lanes.flatMap(({ dots }) => dots.map(({ on, begun }) => [on, begun]))).toEqual([
    ['2026-03-01', '2026-02-20'],
    ['2026-04-01', undefined],
  ]);
});
