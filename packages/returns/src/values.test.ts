import { describe, expect, test } from 'vitest';
import { nhsNumberIsValid, upnIsValid } from './checks.ts';
import { addressOf, identityOf, postcodeOf } from './identity.ts';
import { codeOf, dayOf, daysOf, flagOf, instantOf, integerOf, roughDayOf, stated } from './values.ts';

describe('days', () => {
  test.each([
    ['2024-03-31', '2024-03-31'],
    ['31/03/2024', '2024-03-31'],
    ['1/2/2024', '2024-02-01'],
    ['29/02/2000', '2000-02-29'],
    ['2024-03-31 00:00:00.000', '2024-03-31'],
    ['31/03/2024 09:15', '2024-03-31'],
    ['2024-06-01T23:30:00Z', '2024-06-02'],
    ['2024-12-01T23:30:00Z', '2024-12-01'],
  ])('%s is %s', (text, day) => expect(dayOf(text)).toBe(day));

  test.each([
    '31/02/2024',
    '29/02/1900',
    '2023-02-29',
    '00/01/2024',
    '1/13/2024',
    '1/2/24',
    'zz/09/1997',
    '0204-01-01',
    '1849-12-31',
    '2201-01-01',
    '9999-12-31',
    '31/12/9999',
    '2024-03-31x',
    '2024-03-31 25:00',
    '45382',
  ])('%s is none', (text) => expect(dayOf(text)).toBeUndefined());
});

describe('a month or a year, where no day is known', () => {
  test.each([
    ['March 2024', '2024-03'],
    ['mar. 2024', '2024-03'],
    ['Sept 2023', '2023-09'],
    ['03/2024', '2024-03'],
    ['3-2024', '2024-03'],
    ['2024-3', '2024-03'],
    ['2024', '2024'],
    ['31/03/2024', '2024-03-31'],
    ['2024-03-31 00:00:00.000', '2024-03-31'],
  ])('%s is %s', (text, said) => expect(roughDayOf(text)).toBe(said));

  test.each([
    '13/2024',
    '0/2024',
    'Frimaire 2024',
    '1849',
    '2201',
    '24',
    'spring 2024',
    '31/02/2024',
    'March',
    '45382',
  ])('%s is none', (text) => expect(roughDayOf(text)).toBeUndefined());

  test.each([
    ['2024-03-05', '2024-03-05', '2024-03-05', 'day'],
    ['2024-02', '2024-02-01', '2024-02-29', 'month'],
    ['2023-02', '2023-02-01', '2023-02-28', 'month'],
    ['2024-11', '2024-11-01', '2024-11-30', 'month'],
    ['2024', '2024-01-01', '2024-12-31', 'year'],
  ])('%s is from %s to %s', (rough, from, last, precision) =>
    expect(daysOf(rough)).toEqual({ from, last, precision }),
  );
});

describe('instants', () => {
  test.each([
    ['2024-03-31T14:05:00Z', '2024-03-31T14:05:00.000Z'],
    ['2024-03-31T14:05:00+01:00', '2024-03-31T13:05:00.000Z'],
    ['2024-01-15 14:05', '2024-01-15T14:05:00.000Z'],
    ['2024-07-15 14:05:06.789', '2024-07-15T13:05:06.789Z'],
    // Clocks go forward at 01:00 UTC on 31 March 2024 and back at 01:00 UTC on 27 October.
    ['2024-03-31 00:59:59', '2024-03-31T00:59:59.000Z'],
    ['2024-03-31 02:00:00', '2024-03-31T01:00:00.000Z'],
    ['2024-10-27 02:00:00', '2024-10-27T02:00:00.000Z'],
    ['15/07/2024', '2024-07-15'],
  ])('%s is %s', (text, instant) => expect(instantOf(text)).toBe(instant));

  test.each(['9999-12-31T00:00:00Z', '1753-01-01', '2201-01-01 09:00'])(
    '%s is none: no record speaks of that year',
    (text) => expect(instantOf(text)).toBeUndefined(),
  );

  test.each(['2024-02-30T10:00:00Z', '2023-02-29T10:00:00Z', '2024-03-31T24:00:00Z', '2024-03-31T10:61:00Z'])(
    '%s is none: no calendar or clock has it',
    (text) => expect(instantOf(text)).toBeUndefined(),
  );

  test('half of one is none', () => expect(instantOf('2024-03-31T14')).toBeUndefined());
});

test('flags come in the spellings of the returns', () => {
  expect(['Y', 'true', '1', 'Yes'].map(flagOf)).toEqual([true, true, true, true]);
  expect(['N', 'false', '0', 'no'].map(flagOf)).toEqual([false, false, false, false]);
  expect(['NA', '2', '-'].map(flagOf)).toEqual([undefined, undefined, undefined]);
});

test('whole numbers may carry an empty fraction', () => {
  expect(['12', '1.0', '-3', '1.5', '', 'x'].map(integerOf)).toEqual([
    12,
    1,
    -3,
    undefined,
    undefined,
    undefined,
  ]);
});

test('a code is in its list’s spelling, or in capitals without a list', () => {
  expect(codeOf('Former Partner', ['partner', 'former partner'])).toBe('former partner');
  expect(codeOf('aunt', ['partner'])).toBeUndefined();
  expect(codeOf('n1', undefined)).toBe('N1');
});

test('NULL from a database and blank space state nothing', () => {
  expect(['NULL', '  ', undefined, ' Null '].map(stated)).toEqual(['', '', '', 'Null']);
});

test('NHS numbers are told by their check digit', () => {
  // 943 476 5919: 9·10+4·9+3·8+4·7+7·6+6·5+5·4+9·3+1·2 = 299; 299 mod 11 = 2; 11 − 2 = 9.
  expect(['943 476 5919', '9876543210', '943-476-5919'].map(nhsNumberIsValid)).toEqual([true, true, true]);
  expect(['9434765918', '943476591', '94347659190', 'abc'].map(nhsNumberIsValid)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  // First nine 000000060: 6·3 = 18; 18 mod 11 = 7; check 4. First nine 000000005: 10; 11 − 10 = 1.
  expect(['0000000604', '0000000051'].map(nhsNumberIsValid)).toEqual([true, true]);
  // 000000006: 12 mod 11 = 1; 11 − 1 = 10: never issued, whatever stands last.
  expect(['0000000060', '0000000061'].map(nhsNumberIsValid)).toEqual([false, false]);
});

test('pupil numbers are told by their check letter', () => {
  expect(['A950000178301', 'H243278544154', 'h243278544154'].map(upnIsValid)).toEqual([true, true, true]);
  expect(['B950000178301', 'A123456789123', 'A95000017830', 'I950000178301'].map(upnIsValid)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  // Temporary: 00000000000 and B, worth 1 at place 13: 13 mod 23 = 13, the fourteenth letter: P.
  expect(upnIsValid('P00000000000B')).toBe(true);
});

test('postcodes have one space before their last three characters', () => {
  expect(['sw1a1aa', 'M1  1AE', 'EC1A 1BB', 'not known'].map(postcodeOf)).toEqual([
    'SW1A 1AA',
    'M1 1AE',
    'EC1A 1BB',
    'NOT KNOWN',
  ]);
});

test('an address is one line, from plain text or from JSON', () => {
  expect(addressOf('14 Mill Lane\r\nAshmere')).toBe('14 Mill Lane, Ashmere');
  expect(
    addressOf(
      '{"ROOM":"","FLAT":"2b","BUILDING":"Mill House","HOUSE":14,"STREET":"Mill Lane","TOWN":"Ashmere","UPRN":"1"}',
    ),
  ).toBe('Flat 2b, Mill House, 14 Mill Lane, Ashmere');
  expect(addressOf('{"FLAT":"Garden flat","STREET":"Mill Lane"}')).toBe('Garden flat, Mill Lane');
  expect(addressOf('{}')).toBeUndefined();
});

test('an identity holds what is stated and has the shape of what it is', () => {
  const columns = {
    given: 'a',
    birthDate: 'b',
    sex: 'c',
    nhsNumber: ['d', 'e'],
    upn: 'f',
    surname: 'g',
  };
  expect(
    identityOf(columns, {
      a: ' Zoë ',
      b: '01/02/2010',
      c: '9',
      d: 'NULL',
      e: '943 476 5919',
      f: 'UN4',
      g: '',
    }),
  ).toEqual({ given: 'Zoë', birthDate: '2010-02-01', sex: 'other', nhsNumber: '9434765919' });
  expect(identityOf(columns, { c: 'U', f: 'UN1' })).toBeUndefined();
});
