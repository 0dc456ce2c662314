import { expect, test } from 'vitest';
import { askedFor, hintsFor } from './asked.ts';
import { nearTo } from './names.ts';

test('a birth date is read as people write it, day first, and taken out of the names', () => {
  const leah = { words: ['leah'], dates: ['2010-06-02'], postcodes: [], noDays: [] };
  for (const written of [
    'Leah 2/6/2010',
    '02.06.2010 leah',
    'leah 2-6-10',
    'leah 2010-06-02',
    'leah 2010-6-2',
    'leah 2 June 2010',
    '2nd Jun 2010, leah',
    '2 june 2010 leah',
  ])
    expect(askedFor(written), written).toEqual(leah);
  // A year of two digits is the last such year that has come.
  expect(askedFor('1/2/89').dates).toEqual(['1989-02-01']);
});

test('what is no day stays a word', () => {
  expect(askedFor('31/2/2010')).toMatchObject({ words: ['31', '2', '2010'], dates: [], postcodes: [] });
  expect(askedFor('2/13/2010').dates).toEqual([]);
  // NHS numbers are written in groups of three, three and four.
  expect(askedFor('999 000 0018').dates).toEqual([]);
  expect(askedFor('999-00-0018').dates).toEqual([]);
});

test('a postcode is read with a space or without', () => {
  expect(askedFor('hart am13fd')).toEqual({ words: ['hart'], dates: [], postcodes: ['AM1 3FD'], noDays: [] });
  expect(askedFor('AM1 3FD').postcodes).toEqual(['AM1 3FD']);
  expect(askedFor('W1A 0AX').postcodes).toEqual(['W1A 0AX']);
  expect(askedFor('14 Loom Lane').postcodes).toEqual([]);
  expect(askedFor('V999200012001').postcodes).toEqual([]);
});

test('one slip: two letters swapped, one left out, one too many, one wrong', () => {
  for (const slip of ['hrat', 'har', 'hhart', 'hact', 'harrt', 'ahrt', 'harts', 'hart'])
    expect(nearTo(slip).includes('hart'), slip).toBe(slip.length >= 4 && slip !== 'hart');
  for (const further of ['trah', 'heart1', 'hxxt', 'hartss']) expect(nearTo(further)).not.toContain('hart');
});

test('of a search that found nothing, what is no day or is not searched is said', () => {
  expect(hintsFor('31/02/2012')).toEqual([
    'There is no such day as 31/02/2012. February 2012 has the days 1 to 29, and no 31.',
  ]);
  expect(hintsFor('hart 2012-13-01')[0]).toContain('There is no month 13.');
  expect(hintsFor('30 February 2011')[0]).toContain('February 2011 has the days 1 to 28, and no 30.');
  for (const street of ['14 Loom Lane', 'Loom Lane', '14a Ashmere', 'loom ln 14 mill'])
    expect(hintsFor(street).join(), street).toContain('streets are not searched');
  for (const other of [
    'kyle hart',
    'Lane',
    '999 000 0018',
    'AM1 3FD',
    '2/6/2010',
    'hart 1989',
    'Kyle 2 June 2010',
  ])
    expect(hintsFor(other), other).toEqual([]);
});
