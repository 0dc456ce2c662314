import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  ageOn,
  dayNumber,
  dayOf,
  daysBetween,
  holds,
  lastDay,
  mondayOf,
  overlap,
  withLastDays,
} from './days.ts';

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test('days cross months, leap years and the change of the clocks', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2026-03-29', 1)).toBe('2026-03-30');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
});

test('days have the numbers, and months the lengths, that the language’s own calendar gives them', () => {
  const anyDay = fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -2000, max: 2000 }), (one, months) => {
      const date = new Date(`${one}T00:00:00Z`);
      expect(dayNumber(one)).toBe(date.getTime() / 86_400_000);
      fc.pre(date.getUTCFullYear() > 200 && date.getUTCFullYear() < 9800);
      expect(new Date(`${mondayOf(one)}T00:00:00Z`).getUTCDay()).toBe(1);
      expect([0, 1, 2, 3, 4, 5, 6]).toContain(daysBetween(mondayOf(one), one));
      const wanted = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0));
      wanted.setUTCDate(Math.min(date.getUTCDate(), wanted.getUTCDate()));
      expect(addMonths(one, months)).toBe(wanted.toISOString().slice(0, 10));
    }),
    { numRuns: 1000 },
  );
});

test('months keep to the end of shorter ones', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
  expect(addMonths('2026-11-22', -12)).toBe('2025-11-22');
});

test('a birthday counts on the day itself', () => {
  expect(ageOn('2012-05-04', '2026-05-03')).toBe(13);
  expect(ageOn('2012-05-04', '2026-05-04')).toBe(14);
  expect(ageOn('2012-02-29', '2026-02-28')).toBe(13);
});

test('a week begins on Monday', () => {
  expect(mondayOf('2026-11-22')).toBe('2026-11-16');
  expect(mondayOf('2026-11-16')).toBe('2026-11-16');
});

test('a span ends before its upper day', () => {
  const span = { from: '2026-01-01', to: '2026-01-03' };
  expect(holds(span, '2026-01-02')).toBe(true);
  expect(holds(span, '2026-01-03')).toBe(false);
  expect(lastDay(span)).toBe('2026-01-02');
  expect(overlap(span, { from: '2026-01-02', to: null })).toEqual({ from: '2026-01-02', to: '2026-01-03' });
  expect(overlap(span, { from: '2026-01-03', to: null })).toBeUndefined();
});

test.each([
  // Greenwich Mean Time until 1:00 on the last Sunday of March, and from 1:00 UTC on the last of October (Summer Time Act 1972).
  ['2026-11-16T23:30:00Z', '2026-11-16'],
  ['2026-03-28T23:30:00Z', '2026-03-28'],
  ['2026-03-29T23:30:00Z', '2026-03-30'],
  ['2026-07-10T22:59:59Z', '2026-07-10'],
  ['2026-07-10T23:00:00Z', '2026-07-11'],
  ['2026-10-24T23:30:00Z', '2026-10-25'],
  ['2026-10-25T23:30:00Z', '2026-10-25'],
])('at %s it is %s in England', (instant, day) => {
  expect(dayOf(new Date(instant))).toBe(day);
});

test('the day of an instant is the one that the calendar of London shows', () => {
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
      (at) => {
        expect(dayOf(at)).toBe(calendar.format(at));
      },
    ),
    { numRuns: 2000 },
  );
});

test('adding days and counting them agree', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -20_000, max: 20_000 }), (from, days) => {
      expect(daysBetween(from, addDays(from, days))).toBe(days);
    }),
  );
});

test('what leaves the program says of each span its last day, and changes nothing else', () => {
  const span = { from: '2026-03-01', to: '2026-03-02' };
  const open = { from: '2026-03-01', to: null };
  const mapped = { from: 'Client', to: 'forename' };
  const at = new Date(0);
  const told = {
    happened: span,
    list: [open, { from: null, to: '2026-03-01' }],
    mapped,
    at,
    week: { from: '2026-03-02', last: '2026-03-08' },
  };
  expect(withLastDays(told)).toEqual({
    happened: { from: '2026-03-01', to: '2026-03-01' },
    list: [open, { from: null, to: '2026-02-28' }],
    mapped,
    at,
    week: { from: '2026-03-02', last: '2026-03-08' },
  });
  expect(span.to).toBe('2026-03-02');
});
