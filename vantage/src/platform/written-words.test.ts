import { expect, test } from 'vitest';
import { writtenWords } from './written-words.ts';

const said = (text: unknown) =>
  writtenWords('Write what happened.', 1000)
    .safeParse(text)
    .error?.issues.map(({ message }) => message);

test('nothing, one letter and too much are told apart', () => {
  for (const none of [undefined, '', '   ']) expect(said(none)).toEqual(['Write what happened.']);
  expect(said(' x ')).toEqual(['Write what happened: one letter is too little to be read.']);
  expect(said('x'.repeat(1001))).toEqual(['Write it in fewer than 1,000 characters.']);
  expect(said('No')).toBeUndefined();
  expect(said('家')).toBeDefined();
  expect(said('在家')).toBeUndefined();
});
