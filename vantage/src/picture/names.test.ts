import { expect, test } from 'vitest';
import { keysOf, numberOf, soundsOf, wordsOf } from './names.ts';

test('words lose case, accents and punctuation, and joined forms are kept', () => {
  expect(wordsOf('Zoë O’Brien-Łuk')).toEqual(['zoe', 'o', 'brien', 'obrien', 'luk']);
  expect(wordsOf('  Nguyễn  Thị ')).toEqual(['nguyen', 'thi']);
  expect(wordsOf('Straße')).toEqual(['strasse']);
  expect(wordsOf('محمد')).toEqual(['محمد']);
  expect(wordsOf('')).toEqual([]);
});

test('names that sound alike share a sound', () => {
  // Double Metaphone's published examples: Smith is SM0 or XMT, Schmidt XMT or SMT.
  expect(soundsOf('smith')).toEqual(['SM0', 'XMT']);
  expect(soundsOf('schmidt')).toEqual(['XMT', 'SMT']);
  expect(soundsOf('a')).toEqual([]);
});

test('an identifier is found however it is spaced', () => {
  expect(numberOf('999 000-0018')).toBe('9990000018');
  expect(keysOf(['Dawn'], ['999 000 0018'])).toContainEqual({ key: '9990000018', form: 'number' });
});
