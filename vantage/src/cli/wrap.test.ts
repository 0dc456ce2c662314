import { expect, test } from 'vitest';
import { wrapped } from './wrap.ts';

test('help is set to the width of the terminal: paragraphs anew, examples whole, options beneath their words', () => {
  const text = [
    'Lists every row of the extracts that could',
    'not be kept, with what is wrong.',
    '',
    '  vantage held',
    '  --mended   those that a later extract mended, in place of those still open',
  ].join('\n');
  expect(wrapped(text, 40).split('\n')).toEqual([
    'Lists every row of the extracts that',
    'could not be kept, with what is wrong.',
    '',
    '  vantage held',
    '  --mended   those that a later extract',
    '             mended, in place of those',
    '             still open',
  ]);
  expect(wrapped(text, Number.POSITIVE_INFINITY)).toBe(text);
});

test('a word longer than the terminal stays whole, and no word is lost', () => {
  const id = '0198c0de-0000-7000-8000-0000000000000198c0de-0000';
  const text = `The person ${id} and more words after it, so that there is a second line.`;
  const lines = wrapped(text, 40).split('\n');
  expect(lines).toContain(id);
  expect(lines.join(' ')).toBe(text);
});
