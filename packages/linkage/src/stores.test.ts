import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Links } from './links.ts';
import { Rings } from './rings.ts';
import { Texts } from './texts.ts';

const sorted = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b);

test('texts that are taken and not forgotten are found by their numbers, and no others', () => {
  const text = fc.oneof(fc.constantFrom('', 'Ada', 'Zoë', '李', 'a', 'b'), fc.string({ maxLength: 3 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(text, fc.boolean()), { maxLength: 700 }), (all) => {
      const texts = new Texts();
      const numbers = new Map<string, number>();
      for (const [each, forget] of all) {
        const known = numbers.get(each);
        expect(texts.find(each)).toBe(known ?? -1);
        if (forget && known !== undefined) {
          texts.forget(known);
          numbers.delete(each);
        } else {
          const number = texts.take(each);
          expect(number).toBe(known ?? number);
          numbers.set(each, number);
        }
      }
      const again = new Texts();
      again.restore(texts.parts());
      for (const held of [texts, again]) {
        for (const [each, number] of numbers) {
          expect(held.find(each)).toBe(number);
          expect(held.text(number)).toBe(each);
        }
      }
      expect(new Set(numbers.values()).size).toBe(numbers.size);
    }),
    { numRuns: 30 },
  );
});

test('a forgotten text is in none of the parts', () => {
  const texts = new Texts();
  texts.take('before');
  texts.forget(texts.take('secret'));
  texts.take('after');
  const held = Buffer.concat(
    texts.parts().map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength)),
  ).toString('latin1');
  expect(held).toContain('before');
  expect(held).not.toContain('secret');
});

test('links are those that were added and not dropped with a record', () => {
  const step = fc.tuple(fc.nat(12), fc.nat(12), fc.boolean());
  fc.assert(
    fc.property(fc.array(step, { maxLength: 150 }), (all) => {
      const links = new Links();
      const known = Array.from({ length: 13 }, () => new Set<number>());
      for (const [a, b, drop] of all) {
        if (drop) {
          links.drop(a);
          for (const other of known[a] ?? []) known[other]?.delete(a);
          known[a]?.clear();
        } else if (a !== b && !known[a]?.has(b)) {
          links.add(a, b);
          known[a]?.add(b);
          known[b]?.add(a);
        }
      }
      const again = new Links();
      again.restore(links.parts());
      for (const held of [links, again]) {
        known.forEach((others, n) => {
          expect(sorted(held.of(n))).toEqual(sorted(others));
        });
      }
    }),
  );
});

test('a record that leaves its ring leaves the others together', () => {
  const rings = new Rings();
  rings.group([3, 5000, 7, 1]);
  rings.group([2, 4]);
  rings.leave(7);
  expect(sorted(rings.of(1))).toEqual([1, 3, 5000]);
  expect(rings.of(5000)[0]).toBe(5000);
  expect(rings.of(7)).toEqual([7]);
  rings.leave(4);
  expect(rings.of(2)).toEqual([2]);
  rings.group([1, 2]);
  rings.group([3, 5000]);
  expect([rings.of(1), rings.of(5000)]).toEqual([
    [1, 2],
    [5000, 3],
  ]);
});
