import { expect, test } from 'vitest';
import type { Link } from './model.ts';
import { reasonsInWords } from './telling.ts';

const link = (agency: string, localId: string, reasons: Link['reasons'] = []): Link => ({
  linkId: '',
  recordId: '',
  role: 'subject',
  personId: '',
  agency,
  localId,
  weight: 21.4,
  reasons,
  decidedBy: 'engine',
  decidedAt: new Date(0),
});
const joined = link('school', 'P1', [
  {
    field: 'number',
    level: 'joined',
    words: 'Joined to number D7 of recovery',
    weight: 0,
    number: { agency: 'recovery', localId: 'D7' },
  },
  { field: 'surname', level: 'same', words: 'Surname is the same (held by 2 of 12,345)', weight: 12.6 },
  { field: 'given', level: 'same', words: 'Given name is the same (held by 321 of 12,345)', weight: 5.3 },
  {
    field: 'sex',
    level: 'same',
    words: 'Sex is the same; most of it is said by other fields already',
    weight: 0.4,
  },
  { field: 'birth date', level: 'year', words: 'Birth date differs by a year', weight: -1.2 },
  { field: 'address', level: 'other', words: 'Address differs', weight: -6 },
]);

test('a link is explained in words, without weights or how many bear a value', () => {
  expect(reasonsInWords(joined, [joined, link('recovery', 'D7')])).toEqual([
    { words: 'Surname is the same (an uncommon value)', speaks: 'strongly for one person' },
    { words: 'Given name is the same (a common value)', speaks: 'for one person' },
    { words: 'Sex is the same; most of it is said by other fields already', speaks: 'says little' },
    { words: 'Birth date differs by a year', speaks: 'against' },
    { words: 'Address differs', speaks: 'strongly against' },
  ]);
});

test('of a number that the reader may not see nothing is told, not even that it is there', () => {
  expect(reasonsInWords(joined, [joined])).toEqual([]);
  expect(reasonsInWords(joined, [joined, link('recovery', 'D8'), link('police', 'D7')])).toEqual([]);
});

test('a number that is the person’s only one, or that somebody parted, has no reasons', () => {
  const alone = [{ field: 'number', level: 'alone', words: 'Only this agency’s number so far', weight: 0 }];
  expect(reasonsInWords(link('school', 'P1', alone), [link('school', 'P1')])).toEqual([]);
});
