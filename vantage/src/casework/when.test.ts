import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { addMonths } from '../platform/index.ts';
import { mustHaveCome, readWhen, WrittenTime, WrittenWhen } from './when.ts';

afterEach(() => {
  vi.useRealTimers();
});

const at = (instant: string) => vi.useFakeTimers({ toFake: ['Date'], now: new Date(instant) });
const came = (day: string, time: string) => mustHaveCome(WrittenWhen.parse(day), time);

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

test('a time that is still to come today is refused, with the time that it is now', () => {
  at('2026-07-01T13:10:00Z');
  // Summer: clocks show 14:10.
  expect(() => came('1/7/2026', '14:10')).not.toThrow();
  expect(() => came('1/7/2026', '14:11')).toThrow('14:11 is still to come: it is 14:10 now.');
  expect(() => came('30/6/2026', '23:59')).not.toThrow();
});

test('today is the day that clocks in England show', () => {
  at('2026-06-30T23:30:00Z');
  expect(WrittenWhen.parse('').happened.from).toBe('2026-07-01');
  expect(WrittenWhen.safeParse('1/7/2026').success).toBe(true);
});

test('an hour that clocks left out was not; one that came twice was', () => {
  at('2026-11-22T09:00:00Z');
  expect(() => came('29/3/2026', '01:30')).toThrow('There was no 01:30 that night');
  for (const time of ['00:59', '02:00']) expect(() => came('29/3/2026', time)).not.toThrow();
  for (const time of ['00:30', '01:30', '02:30']) expect(() => came('25/10/2026', time)).not.toThrow();
});
