import { expect, test } from 'vitest';
import type { Family } from '../families/index.ts';
import { wordsForKin } from './chronology/kin-words.ts';
import { relationsOf } from './people.ts';
import type { Picture } from './shape.ts';

const tie = (personId: string, kind: string, otherId: string) =>
  ({
    personId,
    kind,
    otherId,
    happened: { from: null, to: null },
    recordId: personId,
  }) as unknown as Family['relationships'][number];
const parents = [
  tie('Dawn', 'parent', 'Kyle'),
  tie('Lee', 'parent', 'Kyle'),
  tie('Dawn', 'parent', 'Shan'),
  tie('Tony', 'parent', 'Shan'),
  tie('Dawn', 'parent', 'Jo'),
  tie('Lee', 'parent', 'Jo'),
  tie('Dawn', 'parent', 'Max'),
];
const told = (other: string, more: Family['relationships'] = []) =>
  relationsOf({ relationships: [...parents, ...more, tie('Kyle', 'sibling', other)] }, other, {
    known: (id) => id,
    died: () => null,
    opens: () => null,
  })
    .map(({ words }) => words)
    .filter((words) => words.endsWith('of Kyle'));

test('who is stated as a brother or sister is told as half one where both have another parent who is stated', () => {
  expect(told('Shan')).toEqual(['Half-brother or half-sister of Kyle']);
  expect(told('Jo')).toEqual(['Brother or sister of Kyle']);
  // Of the other parent of Max nothing is stated, and of Ann's parents nothing at all.
  expect(told('Max')).toEqual(['Brother or sister of Kyle']);
  expect(told('Ann')).toEqual(['Brother or sister of Kyle']);
  expect(told('Ann', [tie('Paul', 'parent', 'Ann'), tie('Paul', 'partner', 'Dawn')])).toEqual([
    'Step-brother or step-sister of Kyle',
  ]);
});

test('words for a half-brother or half-sister are looked for in what is written as for any', () => {
  const words = (relation: string) => {
    const person = { personId: 'Shan', name: 'Shan', relations: [{ words: `${relation} of Kyle` }] };
    return wordsForKin({ people: [person] } as unknown as Pick<Picture, 'people'>, ['Shan']);
  };
  const plain = words('Brother or sister');
  expect(plain.has('sister')).toBe(true);
  expect(words('Half-brother or half-sister')).toEqual(plain);
  expect(words('Step-brother or step-sister')).toEqual(plain);
});
