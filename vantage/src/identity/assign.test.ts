import { expect, test } from 'vitest';
import { assignPersons } from './assign.ts';

test('a group keeps the person that most of its links carry', () => {
  expect(
    assignPersons([
      [
        { personId: 'b', links: 5 },
        { personId: 'a', links: 2 },
      ],
    ]),
  ).toEqual(['b']);
});

test('of equals the oldest', () => {
  expect(
    assignPersons([
      [
        { personId: 'b', links: 2 },
        { personId: 'a', links: 2 },
      ],
    ]),
  ).toEqual(['a']);
});

test('a split leaves the id with the larger part, and the other is new', () => {
  expect(assignPersons([[{ personId: 'a', links: 1 }], [{ personId: 'a', links: 4 }]])).toEqual([
    undefined,
    'a',
  ]);
});

test('a group that loses its first claim keeps its second', () => {
  const groups = [
    [
      { personId: 'a', links: 3 },
      { personId: 'b', links: 1 },
    ],
    [{ personId: 'a', links: 4 }],
  ];
  expect(assignPersons(groups)).toEqual(['b', 'a']);
});

test('somebody who was gone comes back as the same person, unless others have the id', () => {
  expect(assignPersons([[{ personId: 'a', links: 0 }], []])).toEqual(['a', undefined]);
  expect(assignPersons([[{ personId: 'a', links: 0 }], [{ personId: 'a', links: 1 }]])).toEqual([
    undefined,
    'a',
  ]);
});
