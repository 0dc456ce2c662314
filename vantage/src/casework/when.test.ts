import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMonths } from '../platform/index.ts';
import { readWhen, WrittenTime } from './when.ts';

test.each([
  ['31/3/2026', '2026-03-31', '2026-04-01', 'day'],
  ['2026-03-31', '2026-03-31', '2026-04-01', 'day'],
  ['March 2026', '2026-03-01', '2026-04-01', 'month'],
  ['12/2025', '2025-12-01', '2026-01-01', 'month'],
  ['dec 2025', '2025-12-01', '2026-01-01', 'month'],
  ['2019', '2019-01-01', '2020-01-01', 'year'],
])('%s is read as it was known', (text, from, to, precision) => {
  expect(readWhen(text)).toEqual({ happened: { from, to }, precision });
});

test.each(['', 'last week', '13/2025', '0/2025', '31/2/2026', 'Mars 26', '20255'])(
  '“%s” is not read as anything',
  (text) => {
    expect(readWhen(text)).toHaveProperty('wrong');
  },
);

test('every month of every year is read as its days', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      const from = `${year}-${String(month).padStart(2, '0')}-01`;
      expect(readWhen(`${month}/${year}`)).toEqual({
        happened: { from, to: addMonths(from, 1) },
        precision: 'month',
      });
    }),
  );
});

test.each([
  ['16:20', '16:20'],
  ['4.20pm', '16:20'],
  ['4pm', '16:00'],
  ['12am', '00:00'],
  ['12.30 pm', '12:30'],
  ['0:05', '00:05'],
  ['', null],
])('“%s” is a time', (text, time) => {
  expect(WrittenTime.parse(text)).toBe(time);
});

test.each(['25:00', '16:60', 'noon', '13pm', '4:2'])('“%s” is none', (text) => {
  expect(WrittenTime.safeParse(text).success).toBe(false);
});
