import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeTurns } from './turns.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Asks for `count` turns, and says which were given. */
function asking(turns: ReturnType<typeof makeTurns>, count: number) {
  const given: number[] = [];
  const ends: (() => void)[] = [];
  for (let one = 0; one < count; one += 1)
    void turns().then((end) => {
      given.push(one);
      ends[one] = end;
    });
  return { given, end: (one: number) => ends[one]?.() };
}

const settled = () => vi.advanceTimersByTimeAsync(0);

test('as many at once as there are places, then whoever has waited longest', async () => {
  const { given, end } = asking(makeTurns(2, 100), 5);
  await settled();
  expect(given).toEqual([0, 1]);
  end(1);
  await settled();
  expect(given).toEqual([0, 1, 2]);
  end(1);
  await settled();
  expect(given, 'a turn that ended twice frees one place').toEqual([0, 1, 2]);
  end(0);
  end(2);
  await settled();
  expect(given).toEqual([0, 1, 2, 3, 4]);
});

test('what takes long holds up nobody, and frees no second place when it ends', async () => {
  const { given, end } = asking(makeTurns(1, 100), 3);
  await vi.advanceTimersByTimeAsync(99);
  expect(given).toEqual([0]);
  await vi.advanceTimersByTimeAsync(1);
  expect(given).toEqual([0, 1]);
  end(0);
  await settled();
  expect(given).toEqual([0, 1]);
  end(1);
  await settled();
  expect(given).toEqual([0, 1, 2]);
});
