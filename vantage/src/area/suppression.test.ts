import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Fate, isFew, type Quantity, type Sum, suppress } from './suppression.ts';
import { type Known, narrow, solve, tryAll } from './testing.ts';

type Model = { quantities: Map<string, Quantity>; sums: Sum[] };

function model(
  values: Record<string, number>,
  sums: [whole: string, ...parts: string[]][],
  gives: Sum['gives'] = 'parts',
): Model {
  const quantities = new Map(
    Object.entries(values).map(([name, value]): [string, Quantity] => [
      name,
      { value, stands: name.startsWith('?') ? 'nowhere' : 'exact' },
    ]),
  );
  return { quantities, sums: sums.map(([whole, ...parts]) => ({ whole, parts, gives })) };
}

const fatesOf = ({ quantities, sums }: Model) => Object.fromEntries(suppress(quantities, sums));

/** What a reader knows of a number from its own place on the page. Written out here, not taken from the code. */
function knownOf({ quantities }: Model, fates: ReadonlyMap<string, Fate>): Map<string, Known> {
  return new Map(
    [...quantities].map(([name, { value, stands }]) => {
      const fate = fates.get(name);
      if (fate === 'few') return [name, { least: 1, greatest: 5 }];
      if (fate === 'withheld') return [name, { least: 1, greatest: Number.POSITIVE_INFINITY }];
      if (fate === undefined) return [name, { least: 0, greatest: Number.POSITIVE_INFINITY }];
      if (typeof stands === 'object')
        return [name, { least: stands.rounded[0], greatest: stands.rounded[1] }];
      return [name, { least: value, greatest: value }];
    }),
  );
}

describe('a single sum', () => {
  test('shows 0 and more than 5, and says 1 to 5 of the rest', () => {
    expect(fatesOf(model({ a: 0, b: 1, c: 5, d: 6, e: 400 }, []))).toEqual({
      a: 'shown',
      b: 'few',
      c: 'few',
      d: 'shown',
      e: 'shown',
    });
  });

  test('withholds the smallest other part where the total less the others would be a count of 1 to 5', () => {
    const one = model({ all: 20, a: 3, b: 7, c: 10 }, [['all', 'a', 'b', 'c']]);
    expect(fatesOf(one)).toEqual({ all: 'shown', a: 'few', b: 'withheld', c: 'shown' });
    const two = model({ all: 20, a: 3, b: 7, c: 10 }, [['all', 'a', 'b', 'c']], 'whole');
    expect(fatesOf(two)).toEqual({ all: 'withheld', a: 'few', b: 'shown', c: 'shown' });
  });

  test('two counts of 1 to 5 need nothing more, unless their sum narrows them', () => {
    // 3 and 3 of 6: each may be 1 or 5.
    expect(fatesOf(model({ all: 6, a: 3, b: 3 }, [['all', 'a', 'b']]))).toEqual({
      all: 'shown',
      a: 'few',
      b: 'few',
    });
    // 4 and 5 of 9: neither could be less than 4.
    expect(fatesOf(model({ all: 9, a: 4, b: 5 }, [['all', 'a', 'b']]))).toEqual({
      all: 'withheld',
      a: 'few',
      b: 'few',
    });
  });

  test('a difference of 1 to 5 that stands nowhere is hidden too; one of 0 or 6 is not', () => {
    const left = (rest: number) =>
      fatesOf(model({ all: 100 + rest, part: 100, '?rest': rest }, [['all', 'part', '?rest']], 'whole'));
    expect(left(0)).toEqual({ all: 'shown', part: 'shown' });
    expect(left(1)).toEqual({ all: 'withheld', part: 'shown' });
    expect(left(5)).toEqual({ all: 'withheld', part: 'shown' });
    expect(left(6)).toEqual({ all: 'shown', part: 'shown' });
  });

  test('a count of 1 to 5 made of others says only that it is not shown: parts would narrow it', () => {
    expect(fatesOf(model({ all: 3, a: 2, b: 1 }, [['all', 'a', 'b']]))).toEqual({
      all: 'withheld',
      a: 'withheld',
      b: 'withheld',
    });
  });
});

test('a chain of sums: what is withheld for one number does not give another away', () => {
  const fates = fatesOf(
    model({ all: 60, a: 40, b: 20, a1: 38, a2: 2 }, [
      ['all', 'a', 'b'],
      ['a', 'a1', 'a2'],
    ]),
  );
  expect(fates).toEqual({ all: 'shown', a: 'shown', b: 'shown', a1: 'withheld', a2: 'few' });
});

/** A table of rows and columns with every total, as pages love them. */
function cube(cells: readonly (readonly number[])[]): Model {
  const values: Record<string, number> = { all: 0 };
  const sums: [string, ...string[]][] = [];
  const columns = cells[0]?.map((_, column) => `column ${column}`) ?? [];
  cells.forEach((row, at) => {
    row.forEach((value, column) => {
      values[`${at},${column}`] = value;
      values[`column ${column}`] = (values[`column ${column}`] ?? 0) + value;
    });
    values[`row ${at}`] = row.reduce((sum, value) => sum + value, 0);
    values.all = (values.all ?? 0) + (values[`row ${at}`] ?? 0);
    sums.push([`row ${at}`, ...row.map((_, column) => `${at},${column}`)]);
  });
  columns.forEach((name, column) => {
    sums.push([name, ...cells.map((_, at) => `${at},${column}`)]);
  });
  sums.push(['all', ...cells.map((_, at) => `row ${at}`)], ['all', ...columns]);
  return model(values, sums);
}

/** Counts as small areas have them: many of 0 to 5. */
const count = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 7 }) },
  fc.integer({ min: 0, max: 300 }),
);
const cubes = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(count, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

/** A heap of numbers each of which may be part of a later one, with a rest that stands nowhere. */
const heaps = fc
  .array(
    fc.record({ value: count, of: fc.nat(), rest: fc.integer({ min: 0, max: 8 }), whole: fc.boolean() }),
    {
      minLength: 2,
      maxLength: 12,
    },
  )
  .map((items): Model => {
    const quantities = new Map<string, Quantity>();
    const sums: Sum[] = [];
    items.forEach(({ value, of, rest, whole }, at) => {
      const part = `n${of % Math.max(1, at)}`;
      const within = quantities.get(part);
      if (at === 0 || within === undefined || !whole) {
        quantities.set(`n${at}`, { value, stands: 'exact' });
        return;
      }
      quantities.set(`n${at}`, { value: within.value + rest, stands: 'exact' });
      quantities.set(`?${at}`, { value: rest, stands: 'nowhere' });
      sums.push({ whole: `n${at}`, parts: [part, `?${at}`], gives: at % 2 ? 'whole' : 'parts' });
    });
    return { quantities, sums };
  });

/** Counts of 1 to 5 that the attacker learns more of than may be said; the true numbers must fit what was shown. */
function revealed(
  { quantities, sums }: Model,
  fates: ReadonlyMap<string, Fate>,
  learnt: ReadonlyMap<string, Known>,
): string[] {
  const nothing: Known = { least: 0, greatest: 0 };
  return [...quantities].flatMap(([name, { value }]) => {
    const { least, greatest } = isFew(value) ? solve(name, learnt, sums) : (learnt.get(name) ?? nothing);
    if (value < least || value > greatest) return [`${name} was told wrongly`];
    if (!isFew(value)) return [];
    const hidden = fates.get(name) === 'few' ? least <= 1 && greatest >= 5 : least === 0 || greatest > 5;
    return hidden ? [] : [`${name} is ${least} to ${greatest}`];
  });
}

describe('an attacker who adds and subtracts everything shown', () => {
  test('learns no count of 1 to 5 of a table with its totals', () => {
    fc.assert(
      fc.property(cubes, (cells) => {
        const table = cube(cells);
        const fates = suppress(table.quantities, table.sums);
        expect(revealed(table, fates, narrow(knownOf(table, fates), table.sums))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('learns none of numbers that hold each other, nor their differences', () => {
    fc.assert(
      fc.property(heaps, (heap) => {
        const fates = suppress(heap.quantities, heap.sums);
        expect(revealed(heap, fates, narrow(knownOf(heap, fates), heap.sums))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('nor by trying every table there can be', () => {
    const small = fc.integer({ min: 0, max: 5 });
    const limit = 20;
    fc.assert(
      fc.property(fc.tuple(small, small, small, small), ([a, b, c, d]) => {
        const table = cube([
          [a, b],
          [c, d],
        ]);
        const fates = suppress(table.quantities, table.sums);
        const values = tryAll(knownOf(table, fates), table.sums, limit);
        const learnt = new Map(
          [...values].map(([name, all]) => [name, { least: Math.min(...all), greatest: Math.max(...all) }]),
        );
        expect(revealed(table, fates, learnt)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test('the attacker does find what is left open: a table whose totals are shown beside "1 to 5"', () => {
    const table = cube([
      [3, 40],
      [20, 30],
    ]);
    const primary = new Map<string, Fate>(
      [...table.quantities].map(([name, { value }]) => [name, isFew(value) ? 'few' : 'shown']),
    );
    expect(revealed(table, primary, narrow(knownOf(table, primary), table.sums))).toEqual(['0,0 is 3 to 3']);
    expect([...(tryAll(knownOf(table, primary), table.sums, 100).get('0,0') ?? [])]).toEqual([3]);
  });

  test('nor by solving all sums together, which tells what no sum tells by itself', () => {
    const any: Known = { least: 0, greatest: Number.POSITIVE_INFINITY };
    const exactly = (value: number): Known => ({ least: value, greatest: value });
    const known = new Map(
      Object.entries({ x: any, y: any, z: any, xy: exactly(10), yz: exactly(13), xz: exactly(9) }),
    );
    const sums = ['xy', 'yz', 'xz'].map((whole) => ({ whole, parts: [...whole] }));
    expect(narrow(known, sums).get('x')).toEqual({ least: 0, greatest: 6 });
    expect(['x', 'y', 'z'].map((name) => solve(name, known, sums))).toEqual([3, 7, 6].map(exactly));
    expect(solve('x', known, sums.slice(1))).toEqual({ least: 0, greatest: 9 });
    expect(solve('y', known, [])).toEqual(any);
    // Suppressed, the small one cannot be had so either.
    const table = model({ x: 3, y: 7, z: 6, xy: 10, yz: 13, xz: 9 }, [
      ['xy', 'x', 'y'],
      ['yz', 'y', 'z'],
      ['xz', 'x', 'z'],
    ]);
    const fates = suppress(table.quantities, table.sums);
    expect(revealed(table, fates, narrow(knownOf(table, fates), table.sums))).toEqual([]);
  });

  test('what is suppressed is not everything: of a large table most is shown', () => {
    const cells = Array.from({ length: 6 }, (_, row) =>
      Array.from({ length: 6 }, (__, column) => 40 + row * 7 + column),
    );
    (cells[2] ?? [])[3] = 4;
    const { quantities, sums } = cube(cells);
    const fates = [...suppress(quantities, sums).values()];
    expect(fates.filter((fate) => fate === 'few')).toHaveLength(1);
    // The cell, one more in its row and in its column, and the one where those two cross.
    expect(fates.filter((fate) => fate === 'withheld').length).toBeLessThanOrEqual(4);
  });
});
