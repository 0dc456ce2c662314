import { describe, expect, test } from 'vitest';
import { IsoDay, readDay, WrittenDayOrNone } from './written-day.ts';

describe('a day as it is written', () => {
  test.each([
    ['31/3/2027', '2027-03-31'],
    ['31.03.2027', '2027-03-31'],
    ['1-12-2026', '2026-12-01'],
    ['31 March 2027', '2027-03-31'],
    ['3rd sept 2026', '2026-09-03'],
    [' 2027-03-31 ', '2027-03-31'],
    ['29/2/2028', '2028-02-29'],
  ])('%s is %s', (text, day) => expect(readDay(text)).toEqual({ day }));

  test.each([
    ['soon', 'day, month and year'],
    ['', 'day, month and year'],
    ['31/3/27', 'four digits'],
    ['3/31/2027', 'no month 31'],
    ['29/2/2027', 'February 2027 has the days 1 to 28, and no 29'],
    ['0/2/2027', 'no 0'],
    ['31/12/9999', 'from 1800 to 2199'],
    ['0001-01-01', 'from 1800 to 2199'],
    ['2027-13-01', 'no month 13'],
    ['5 Frimaire 2027', 'day, month and year'],
  ])('%s is told what would be right', (text, words) =>
    expect(readDay(text)).toEqual({ wrong: expect.stringContaining(words) }),
  );

  test('as data has a year of the same', () => {
    expect(
      ['1799-12-31', '1800-01-01', '2199-12-31', '2200-01-01', '9999-12-31'].map(
        (day) => IsoDay.safeParse(day).success,
      ),
    ).toEqual([false, true, true, false, false]);
  });

  test('may be left empty where none is needed', () => {
    expect(WrittenDayOrNone.parse('')).toBe(null);
    expect(WrittenDayOrNone.parse(undefined)).toBe(null);
    expect(WrittenDayOrNone.parse('1/2/2027')).toBe('2027-02-01');
    expect(WrittenDayOrNone.safeParse('1/2/27').error?.issues[0]?.message).toBeDefined();
  });
});
