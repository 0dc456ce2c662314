import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edits, fold, jaroWinkler, letterSet, similarityFrom, soundKey, spellingKey } from './text.ts';

test('folding drops case, accents and marks', () => {
  expect(fold('  Zoë-Renée  O’Neill ')).toBe('zoe renee oneill');
  expect(fold('Łukasz Øst')).toBe('lukasz ost');
  expect(fold('---')).toBe('');
});

test('Jaro–Winkler gives the published values', () => {
  // Winkler (1990), table of string comparator values.
  expect(jaroWinkler('MARTHA', 'MARHTA')).toBeCloseTo(0.9611, 4);
  expect(jaroWinkler('DWAYNE', 'DUANE')).toBeCloseTo(0.84, 4);
  expect(jaroWinkler('DIXON', 'DICKSONX')).toBeCloseTo(0.8133, 4);
  expect(jaroWinkler('abc', 'xyz')).toBe(0);
  expect(jaroWinkler('', 'a')).toBe(0);
});

test('edits count insert, delete, replace and swap, up to the limit', () => {
  expect(edits('smith', 'smith', 2)).toBe(0);
  expect(edits('smith', 'smiht', 2)).toBe(1);
  expect(edits('smith', 'smyth', 2)).toBe(1);
  expect(edits('smith', 'smth', 2)).toBe(1);
  expect(edits('smith', 'smythe', 2)).toBe(2);
  expect(edits('smith', 'jones', 2)).toBe(3);
});

test('one name in other Latin spellings shares a key, and other names do not', () => {
  const keys = (...names: string[]) => new Set(names.map((name) => spellingKey(fold(name)))).size;
  expect(keys('Mohammed', 'Muhammad', 'Mohamad')).toBe(1);
  expect(keys('Hussain', 'Hussein', 'Husain')).toBe(1);
  expect(keys('Kateryna', 'Katerina')).toBe(1);
  expect(keys('Sara', 'Sarah')).toBe(1);
  expect(keys('Marina', 'Maureen')).toBe(2);
  expect(soundKey('mohammed')).toBe(soundKey('muhammad'));
});

test('letter sets never rule out a pair that is close enough', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcdeéz1279 '), maxLength: 9 });
  fc.assert(
    fc.property(word, word, fc.constantFrom(0.5, 0.8, 0.92), (a, b, least) => {
      const [left, right] = [letterSet(a), letterSet(b)];
      expect(similarityFrom(a, b, left, right, least)).toBe(
        jaroWinkler(a, b) >= least && a !== '' && b !== '',
      );
      expect(edits(a, b, 2, left ^ right)).toBe(edits(a, b, 2));
      expect(edits(a, b, 2)).toBe(edits(b, a, 2));
      expect(jaroWinkler(a, b)).toBeCloseTo(jaroWinkler(b, a), 12);
    }),
    { numRuns: 2000 },
  );
});
