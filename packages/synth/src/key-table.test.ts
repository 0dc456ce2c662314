import { expect, it } from 'vitest';
import { openKeyTable } from './key-table.ts';
import { random } from './random.ts';

it('holds what a map holds, and gives each out once', () => {
  const chance = random('keys');
  const table = openKeyTable();
  const map = new Map<string, number>();
  for (let i = 0; i < 60_000; i++) {
    // Keys come again, and differ by a letter or by where one part ends.
    const key = String(chance.int(0, 30_000));
    const kind = chance.pick(['a', 'ab', 'b']);
    const before = table.put('x', kind, key, i);
    expect(before).toBe(map.get(`${kind} ${key}`) ?? null);
    map.set(`${kind} ${key}`, i);
  }
  expect(map.size).toBeGreaterThan(40_000);
  for (const [name, number] of map) {
    const [kind = '', key = ''] = name.split(' ');
    expect(table.take('x', kind, key)).toBe(number);
    expect(table.take('x', kind, key)).toBeNull();
  }
  expect(table.take('x', 'a', 'never')).toBeNull();
  expect(table.take('xa', '', '1')).toBeNull();
});
