import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNhsNumber, isPermanentUpn } from './identifiers.ts';
import { type KindChoice, type KindName, kindOf } from './kinds/kinds.ts';
import { levelBetween, readValue } from './values.ts';

/** Name of the level of two values, each held by as many records as said. */
function levelOf(choice: KindName | KindChoice, a: string, b: string, held = 1): string {
  const comparison = kindOf(typeof choice === 'string' ? { kind: choice } : choice);
  const [left, right] = [a, b].map((typed) => readValue({ comparison }, typed.trim(), () => held));
  if (!left || !right) return 'missing';
  return comparison.levels[levelBetween({ comparison }, left, right)]?.name ?? 'none';
}

describe('given names', () => {
  test.each([
    ['Zoë', 'ZOE', 'exact'],
    ['Robert', 'Bob', 'nickname'],
    ['Jamie', 'Jim', 'nickname'],
    ['Amelia', 'Mia', 'nickname'],
    ['Amy', 'Mia', 'different'],
    ['Kate', 'Cathy', 'nickname'],
    ['Omer', 'Umar', 'nickname'],
    ['Mohammed', 'Muhammad', 'other spelling'],
    ['Mary Jane', 'Mary', 'other spelling'],
    ['Yusuf', 'Yousef', 'nickname'],
    ['Mohammed Ali', 'Mohammed Amin', 'different'],
    ['Mohammed Ali', 'Muhammad Amin', 'different'],
    ['Mohammed Ali', 'Mohammed Aly', 'other spelling'],
    ['Mary Jane', 'Mary J', 'nickname'],
    ['Theodore', 'Thoedore', 'close'],
    ['Xantheo', 'Bantheo', 'resembles'],
    ['Amy', 'Oliver', 'different'],
    ['Oliver', ' ', 'missing'],
  ])('%s and %s: %s', (a, b, expected) => expect(levelOf('given-name', a, b)).toBe(expected));

  test('two names that are both in common use are different however alike', () => {
    expect(levelOf('given-name', 'Kaylan', 'Kaylah', 1)).toBe('close');
    expect(levelOf('given-name', 'Kaylan', 'Kaylah', 4)).toBe('different');
  });
});

test('whole names are parted into given name and surname', () => {
  const part = (kind: KindName, typed: string) =>
    readValue({ comparison: kindOf({ kind, ofFullName: true }) }, typed, () => 1)?.text ?? '';
  const parted = (typed: string) => [part('given-name', typed), part('surname', typed)];
  expect(parted('Mary Ann Wexby')).toEqual(['mary ann', 'wexby']);
  expect(parted('Wexby, Mary Ann')).toEqual(['mary ann', 'wexby']);
  expect(parted('Jan van der Berg')).toEqual(['jan', 'vanderberg']);
  expect(parted('Wexby')).toEqual(['', 'wexby']);
});

describe('surnames', () => {
  test.each([
    ["O'Neill", 'O Neill', 'exact'],
    ['van der Berg', 'Vanderberg', 'exact'],
    ['Smith-Jones', 'Jones', 'part'],
    ['Barlow-Wilson', 'Wilson Barlow', 'close'],
    ['Okafor', 'Okaffor', 'close'],
    ['Hart', 'Pell', 'different'],
  ])('%s and %s: %s', (a, b, expected) => expect(levelOf('surname', a, b)).toBe(expected));
});

describe('dates', () => {
  test.each([
    ['2012-03-04', '2012-03-04', 'exact'],
    ['2012-03-04', '2012-04-03', 'day and month swapped'],
    ['2012-03-04', '2012-03-14', 'one digit'],
    ['2012-03-04', '2013-03-04', 'one digit'],
    ['2012-01-01', '2012-09-14', 'default day'],
    ['2012-01-01', '2012-01-01', 'exact'],
    ['2012-01-01', '2013-09-14', 'different'],
    ['1965-03-04', '1985-03-04', 'same day, other year'],
    ['1965-03-04', '1995-09-21', 'a generation apart'],
    ['2012-03-04', '2012-11-29', 'same year'],
    ['2012-03-04', '2012-03-28', 'same month'],
    ['2012-03-04', '2013-03-05', 'two digits'],
    ['2012-04-12', '2021-04-12', 'one digit'],
    ['2012-03-04', '2012-10-30', 'same year'],
    ['2012-03-01', '2012-03-29', 'same month'],
    ['2012-03-04', '1999-07-22', 'a generation apart'],
    ['2012-03-04', '2007-07-22', 'different'],
    ['04/03/2012', '2012-03-04', 'exact'],
    ['4 Mar 2012', '20120304', 'exact'],
    ['2012-02-41', '2012-03-04', 'missing'],
  ])('%s and %s: %s', (a, b, expected) => expect(levelOf('date', a, b)).toBe(expected));
});

describe('the rest', () => {
  test.each([
    ['sex', 'Female', 'F', 'same'],
    ['sex', 'f', 'm', 'different'],
    ['sex', 'other', 'm', 'missing'],
    ['sex', '1', 'boy', 'same'],
    ['email', 'Ada.Wexby@ex.org', 'ada.wexby@ex.org', 'exact'],
    ['email', 'ada.wexby@ex.org', 'ada.wexby@other.net', 'same name'],
    ['email', 'ada.wexby@ex.org', 'ada.wexbi@ex.org', 'close'],
    ['phone', '07700 900123', '+44 7700 900123', 'exact'],
    ['phone', '07700 900123', '07700 900132', 'close'],
    ['house-number', '12A', '12 a', 'exact'],
    ['year', '2012', '2013', 'a year off'],
    ['middle-name', 'Nancy', 'N', 'initial'],
    ['place', 'Kobenhavn', 'København', 'exact'],
    ['postcode', 'ab1 2cd', 'AB12CD', 'exact'],
    ['postcode', 'AB1 2CD', 'AB1 2EF', 'sector'],
    ['postcode', 'AB1 2CD', 'AB1 3EF', 'district'],
    ['postcode', 'AB1 2CD', 'AC1 2CD', 'close'],
    ['postcode', 'AB1 2CD', 'ZE9 9AA', 'different'],
    ['street', '12 Mill Lane', '12 Mill Ln', 'exact'],
    ['street', 'Flat 2, 12 Mill Lane', '12 Mill Lane', 'close'],
    ['street', '12 Mill Lane', '14 Mill Lane', 'resembles'],
    ['text', 'Portsmouth', 'Pootsmouth', 'close'],
    ['identifier', '8048 366', '8048366', 'exact'],
    ['identifier', '8048366', '8048367', 'close'],
    ['identifier', '8048366', '1234567', 'contradicts'],
  ] as const)('%s %s and %s: %s', (kind, a, b, expected) => expect(levelOf(kind, a, b)).toBe(expected));

  test('a checked identifier whose check fails says nothing', () => {
    const nhs = { kind: 'identifier', check: 'nhs-number' } as const;
    expect(levelOf(nhs, '987 654 3210', '9876543210')).toBe('exact');
    expect(levelOf(nhs, '9876543210', '9876543211')).toBe('missing');
  });
});

describe('what stands for a value that is not known says nothing', () => {
  const given = [
    ...[
      'Baby',
      'BABY GIRL',
      'Baby Trewhella',
      'Unknown',
      'Unborn',
      'Un-born',
      'Not known',
      'Infant',
      'Child',
      'Male',
    ],
    ...['Female', '-', 'N/A', 'xx', 'X', 'Twin 2', 'Twin2', 'Mother of Isla', 'Unknown Male 1', '0', '?'],
  ];
  test.each([
    ...given.map((value) => ['given-name', value] as const),
    ...['Unknown', 'Not known', 'N/A', 'Unknown 2', 'xxx', '.'].map((value) => ['surname', value] as const),
    ...['1900-01-01', '1901-01-01', '9999-12-31', '9999-01-02'].map((value) => ['date', value] as const),
    ...['No fixed abode', 'NFA', 'not known', 'of no fixed abode, Ashmere', 'Address unknown', 'c/o'].map(
      (value) => ['street', value] as const,
    ),
    ...['ZZ99 3VZ', 'NFA', 'unknown', 'XXX XXX'].map((value) => ['postcode', value] as const),
    ...['000000', 'unknown', '999999999'].map((value) => ['identifier', value] as const),
    ['text', 'Not known'] as const,
  ])('%s: %s', (kind, value) => expect(levelOf(kind, value, value)).toBe('missing'));

  test.each([
    ['given-name', 'Babette'],
    ['given-name', 'Malena'],
    ['given-name', 'Bo'],
    ['given-name', '李'],
    ['surname', 'Child'],
    ['surname', 'Male'],
    ['date', '1900-01-02'],
    ['street', '3 Unknown Warrior Road'],
    ['street', 'Homestead, Nfalls Lane'],
    ['postcode', 'ZE1 0AA'],
    ['identifier', '1012345'],
  ] as const)('but %s %s does', (kind, value) => expect(levelOf(kind, value, value)).toBe('exact'));

  test('numbers that pass their check by being one digit over and over', () => {
    expect(['0000000000', '1111111111', '9999999999', '0123456789'].filter(isNhsNumber)).toEqual([]);
    expect(isPermanentUpn('A000000000000')).toBe(false);
  });
});

test('check digits of the published examples', () => {
  expect(isNhsNumber('9876543210')).toBe(true);
  expect(isNhsNumber('9876543211')).toBe(false);
  // 100000001: 1 x 10 + 1 x 2 = 12, which leaves 1 and would need a check digit of ten: there is none.
  expect(Array.from({ length: 10 }, (_, i) => isNhsNumber(`100000001${i}`))).not.toContain(true);
  expect(isPermanentUpn('A950000178301')).toBe(true);
  expect(isPermanentUpn('H243278544154')).toBe(true);
  expect(isPermanentUpn('B950000178301')).toBe(false);
  expect(isPermanentUpn('A95000017830A')).toBe(false);
});

test('every kind compares the same both ways round', () => {
  const kinds: KindName[] = ['given-name', 'surname', 'date', 'postcode', 'street', 'identifier', 'text'];
  const value = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'abcdejkn -1'), maxLength: 12 }),
    fc.constantFrom(
      'Bob',
      'Robert',
      'Mary Jane',
      'Smith-Jones',
      'AB1 2CD',
      'AB12 3CD',
      '2012-01-01',
      '2012-04-03',
      '2021-04-03',
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom(...kinds), value, value, fc.constantFrom(1, 5), (kind, a, b, held) => {
      expect(levelOf(kind, a, b, held)).toBe(levelOf(kind, b, a, held));
    }),
    { numRuns: 2000 },
  );
});
