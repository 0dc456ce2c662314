import { expect, test } from 'vitest';
import { familyInWords } from './open.ts';

test('a family is called by the surnames of those whom the reader may see', () => {
  const child = { personId: 'child', part: 'child' as const };
  const carer = { personId: 'carer', part: 'main-carer' as const };
  const surnames = new Map([
    ['child', { surname: 'Jones' }],
    ['carer', { surname: 'Pell' }],
  ]);
  expect(familyInWords([carer, child], surnames)).toBe('The Jones family');
  expect(familyInWords([carer], surnames)).toBe('The Pell family');
  expect(familyInWords([carer, child], new Map([['carer', { surname: 'Pell' }]]))).toBe('The Pell family');
  expect(familyInWords([], surnames)).toBe('A family without a recorded surname');
});
