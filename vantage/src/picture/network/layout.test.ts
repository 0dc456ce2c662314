import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Box, layOut, layOutUpright, type Point } from './layout.ts';

const sized = fc.record({
  width: fc.integer({ min: 70, max: 170 }),
  height: fc.integer({ min: 30, max: 130 }),
  lines: fc.integer({ min: 0, max: 4 }),
});
const middles = fc.record({
  width: fc.integer({ min: 60, max: 190 }),
  height: fc.integer({ min: 30, max: 200 }),
});
const maps = fc.tuple(middles, fc.array(sized, { maxLength: 45 }));

const meet = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Whether a line comes into a box, by walking along it. */
const comesInto = ([[ax, ay], [bx, by]]: readonly [Point, Point], { x, y, width, height }: Box) =>
  Array.from({ length: 401 }, (_, n) => n / 400).some((along) => {
    const [px, py] = [ax + (bx - ax) * along, ay + (by - ay) * along];
    return px > x + 0.5 && px < x + width - 0.5 && py > y + 0.5 && py < y + height - 0.5;
  });

test('no two boxes meet, no line crosses a box, and all of it is on the paper', () => {
  fc.assert(
    fc.property(maps, fc.boolean(), ([middle, wanted], isUpright) => {
      const boxes = wanted.map((one, at) => ({ ...one, id: `${at}` }));
      const laid = (isUpright ? layOutUpright : layOut)(middle, boxes);
      const all = [laid.middle, ...laid.boxes.map(({ box }) => box)];
      expect(laid.boxes.map(({ id }) => id)).toEqual(boxes.map(({ id }) => id));
      for (const [at, one] of all.entries()) {
        expect(one.x >= 0 && one.y >= 0).toBe(true);
        expect(one.x + one.width <= laid.width && one.y + one.height <= laid.height).toBe(true);
        for (const other of all.slice(at + 1)) expect(meet(one, other)).toBe(false);
      }
      for (const [at, { box, lines }] of laid.boxes.entries()) {
        expect([box.width, box.height, lines.length]).toEqual([
          wanted[at]?.width,
          wanted[at]?.height,
          wanted[at]?.lines,
        ]);
        for (const line of lines) for (const other of all) expect(comesInto(line, other)).toBe(false);
      }
    }),
    { numRuns: 500 },
  );
});

test('a family with nobody around it stands alone; one with a few stays on a page', () => {
  const middle = { width: 150, height: 80 };
  expect(layOut(middle, []).boxes).toEqual([]);
  const eight = Array.from({ length: 8 }, (_, at) => ({ id: `${at}`, width: 140, height: 70, lines: 1 }));
  const laid = layOut(middle, eight);
  expect(laid.width).toBeLessThan(900);
  expect(laid.height).toBeLessThan(600);
});

test('all that is around a family of many fits a tablet that is held upright', () => {
  const middle = { width: 150, height: 80 };
  for (const count of [0, 1, 2, 8, 17, 40]) {
    const many = Array.from({ length: count }, (_, at) => ({
      id: `${at}`,
      width: at % 3 === 0 ? 168 : 130,
      height: at % 2 === 0 ? 88 : 60,
      lines: 1,
    }));
    const { width, height } = layOutUpright(middle, many);
    expect(width).toBeLessThanOrEqual(700);
    expect(height).toBeLessThanOrEqual(200 + count * 55);
  }
});

test('they stand clockwise, as they were given', () => {
  const laid = layOut(
    { width: 150, height: 80 },
    Array.from({ length: 12 }, (_, at) => ({ id: `${at}`, width: 120, height: 50, lines: 1 })),
  );
  const [cx, cy] = [laid.middle.x + laid.middle.width / 2, laid.middle.y + laid.middle.height / 2];
  const angles = laid.boxes.map(
    ({ box }) => Math.atan2(box.x + box.width / 2 - cx, cy - (box.y + box.height / 2)) / (2 * Math.PI),
  );
  const turned = angles.map((one) => (one - (angles[0] ?? 0) + 1.0001) % 1);
  expect(turned).toEqual([...turned].sort((a, b) => a - b));
});
