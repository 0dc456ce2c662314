import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Blocks } from './blocks.ts';

test('records of a key are those that were added and not removed, however many keys there are', () => {
  const step = fc.record({ key: fc.nat(30), record: fc.nat(40) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (all) => {
      const blocks = new Blocks();
      const keyOf = new Map<number, string>();
      for (const { key, record } of all) {
        const before = keyOf.get(record);
        if (before !== undefined) blocks.remove(before, record);
        if (before === `k${key}`) keyOf.delete(record);
        else {
          blocks.add(`k${key}`, record);
          keyOf.set(record, `k${key}`);
        }
      }
      for (let key = 0; key <= 30; key++) {
        const found: number[] = [];
        blocks.each(`k${key}`, (record) => found.push(record));
        const expected = [...keyOf].flatMap(([record, held]) => (held === `k${key}` ? [record] : []));
        expect(found.sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
      }
    }),
  );
});

test('keys by the ten thousand keep apart', () => {
  const blocks = new Blocks();
  for (let i = 0; i < 30_000; i++) blocks.add(`key ${i % 10_000}`, i);
  for (const i of [0, 77, 4242, 9999]) {
    const found: number[] = [];
    blocks.each(`key ${i}`, (record) => found.push(record));
    expect(found.sort((a, b) => a - b)).toEqual([i, i + 10_000, i + 20_000]);
  }
});
