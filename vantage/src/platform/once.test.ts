import { expect, test } from 'vitest';
import { once } from './once.ts';

test('what follows from one object is worked out once, from another anew, whatever comes of it', () => {
  let worked = 0;
  const lengths = once((list: readonly string[]) => {
    worked += 1;
    return list.length === 0 ? undefined : list.map(({ length }) => length);
  });
  const [words, same, none] = [['a', 'bc'], ['a', 'bc'], []];
  expect([lengths(words), lengths(words), lengths(same)]).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
  expect(lengths(words)).toBe(lengths(words));
  expect(worked).toBe(2);
  expect([lengths(none), lengths(none)]).toEqual([undefined, undefined]);
  expect(worked).toBe(3);
  expect(() => lengths(words)?.push(3)).toThrow(TypeError);
});
