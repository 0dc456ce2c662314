import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../platform/parts/index.ts';
import { type Graph, generationsOf } from './generations.ts';
import { type Laid, layOut } from './layout.ts';
import { type Kindred, pairKey, type Someone } from './model.ts';
import { crossingsOf, type Order, orderOf } from './ordering.ts';
import { type Box, half, type Placed, size } from './placing.ts';
import { apart, crossings, through, upon } from './testing/geometry.ts';
import { kindredOf } from './testing/random-kindred.ts';
import { waysOf } from './walk.ts';

/** Families are drawn once for all rules: the same five hundred each time. */
const families = fc
  .sample(kindredOf(60), { numRuns: 500, seed: 1 })
  .map((kindred) => ({ kindred, laid: layOut(kindred) }));

const hold = (rule: (laid: Laid, kindred: Kindred) => void) => {
  for (const { kindred, laid } of families)
    try {
      rule(laid, kindred);
    } catch (error) {
      throw new Error(`not so of ${JSON.stringify(kindred)}`, { cause: error });
    }
};

const ids = (of: readonly { node: { who: Someone | null } }[]) =>
  of.flatMap(({ node }) => node.who?.id ?? []);

/** The symbol and the label of somebody. */
const partsOf = ({ x, y, box }: Placed): [Box, Box] => [
  { x: x - half, y: y - half, width: 2 * half, height: 2 * half },
  { ...box, y: y + half + 4, height: box.y + box.height - y - half - 4 },
];

describe('of five hundred families', () => {
  test('everybody is drawn, no symbol or label meets another, and every text has the room it needs', () =>
    hold(({ people, unions, width, height }, kindred) => {
      expect(new Set(ids(people))).toEqual(new Set(kindred.people.map(({ id }) => id)));
      const boxes = [...people.flatMap(partsOf), ...unions.flatMap(({ words }) => words?.box ?? [])];
      boxes.forEach((one, n) => {
        expect(Math.min(one.x, one.y)).toBeGreaterThanOrEqual(0);
        expect(one.x + one.width).toBeLessThanOrEqual(width);
        expect(one.y + one.height).toBeLessThanOrEqual(height);
        for (const other of boxes.slice(n + 1)) if (!apart(one, other)) throw new Error('two meet');
      });
      for (const { lines, box } of people)
        for (const { text, bold } of lines)
          expect(textWidth(text, size, bold ? 700 : 400)).toBeLessThanOrEqual(box.width);
    }));

  test('every partnership and every bond is a line, and parents stand above their children', () =>
    hold(({ graph, unions, bonds, people }, kindred) => {
      const who = (node: number) => graph.nodes[node]?.who?.id ?? '';
      const drawn = new Set(
        unions.map(({ union }) => pairKey(who(union.members[0] ?? -1), who(union.members[1] ?? -1))),
      );
      for (const {
        between: [a, b],
      } of kindred.partnerships)
        expect(drawn).toContain(pairKey(a, b));
      const y = new Map(people.map((one) => [one.node.key, one.y]));
      const bonded = new Set(
        bonds.flatMap(({ union, child }) =>
          sources(graph, union.key).flatMap(({ members }) =>
            members.map((parent) => `${who(parent)} ${child.kind} ${who(child.node)}`),
          ),
        ),
      );
      for (const { child, parents, kind } of kindred.bonds)
        for (const parent of parents) expect(bonded).toContain(`${parent} ${kind} ${child}`);
      for (const { union, child } of bonds)
        for (const parent of union.members)
          if (y.has(parent) && y.has(child.node)) expect(y.get(parent)).toBeLessThan(y.get(child.node) ?? 0);
    }));

  test('brothers and sisters hang together, or are said in words', () =>
    hold(({ graph, bonds }, kindred) => {
      const parents = new Map<string, Set<string>>();
      for (const bond of kindred.bonds)
        if (bond.kind === 'birth') {
          const known = parents.get(bond.child) ?? new Set();
          for (const parent of bond.parents) known.add(parent);
          parents.set(bond.child, known);
        }
      const said = new Set(graph.unsaidSiblings.map(([a, b]) => pairKey(a, b)));
      const hung = new Map<string, Set<number>>();
      for (const { union, child } of bonds)
        for (const source of sources(graph, union.key)) {
          const id = graph.nodes[child.node]?.who?.id ?? '';
          hung.set(id, (hung.get(id) ?? new Set()).add(source.key));
        }
      for (const [a, b] of kindred.siblings) {
        const share = !(parents.get(a) ?? new Set()).isDisjointFrom(parents.get(b) ?? new Set());
        const together = !(hung.get(a) ?? new Set()).isDisjointFrom(hung.get(b) ?? new Set());
        expect(share || together || said.has(pairKey(a, b))).toBe(true);
      }
    }));

  test('no line runs upon another, nor through a symbol or a label that it does not belong to', () =>
    hold((laid) => {
      expect(upon(laid)).toEqual([]);
      for (const { node, x, y, box } of laid.people) {
        const own = new Set(
          laid.graph.unions
            .filter(
              ({ members, children }) =>
                members.includes(node.key) || children.some((one) => one.node === node.key),
            )
            .map(({ key }) => String(key)),
        );
        expect(through(laid, { x: x - 20, y: y - 20, width: 40, height: 40 }, own)).toEqual([]);
        const label = { ...box, y: y + 22, height: box.y + box.height - y - 22 };
        expect(through(laid, label, new Set())).toEqual([]);
      }
    }));

  test('arrow keys lead from anybody to everybody in their drawing', () =>
    hold(({ people, bonds }) => {
      const ways = waysOf(people, bonds);
      const [first] = people;
      if (!first) return;
      const met = new Set([first.node.key]);
      for (const key of met) for (const next of Object.values(ways.get(key) ?? {})) met.add(next);
      expect(met.size).toBe(people.length);
    }));
});

/** The unions from which a line comes that may pass through other rows. */
function sources(graph: Graph, key: number): Graph['unions'] {
  const union = graph.unions[key];
  if (!union) return [];
  const [only] = union.members;
  const isPass = only !== undefined && !graph.nodes[only]?.who;
  if (!isPass) return [union];
  return graph.unions
    .filter(({ children }) => children.some(({ node }) => node === only))
    .flatMap((one) => sources(graph, one.key));
}

/** Every order of some things. */
function* orders<T>(of: readonly T[]): Generator<T[]> {
  if (of.length < 2) yield [...of];
  for (const [at, one] of of.entries())
    if (of.length > 1)
      for (const others of orders([...of.slice(0, at), ...of.slice(at + 1)])) yield [one, ...others];
}

function* everyOrder(rows: Order): Generator<Order> {
  const [first, ...others] = rows;
  if (!first) yield [];
  else for (const order of orders(first)) for (const rest of everyOrder(others)) yield [order, ...rest];
}

const ways = (graph: Graph) =>
  Array.from(
    { length: graph.rows },
    (_, row) => graph.nodes.filter((node) => node.row === row).length,
  ).reduce(
    (product, count) => product * Array.from({ length: count }, (_, n) => n + 1).reduce((a, b) => a * b, 1),
    1,
  );

test('in small families lines cross no more often than in the best of all orders', () => {
  let compared = 0;
  fc.assert(
    fc.property(kindredOf(8), (kindred) => {
      const graph = generationsOf(kindred);
      if (ways(graph) > 3000) return;
      compared++;
      const rows: Order = Array.from({ length: graph.rows }, (_, row) =>
        graph.nodes.filter((node) => node.row === row).map(({ key }) => key),
      );
      let least = Number.POSITIVE_INFINITY;
      for (const order of everyOrder(rows)) least = Math.min(least, crossingsOf(graph, order));
      expect(crossingsOf(graph, orderOf(graph))).toBe(least);
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(100);
});

test('what was weighed is what is drawn: nothing crosses where nothing need, and no more where it must', () => {
  const drawn = families.map(({ laid }) => [crossings(laid), crossingsOf(laid.graph, laid.order)] as const);
  for (const [found, weighed] of drawn) if (weighed === 0) expect(found).toBe(0);
  const sum = (which: 0 | 1) => drawn.reduce((total, one) => total + one[which], 0);
  expect(sum(0)).toBeLessThanOrEqual(sum(1));
  expect(drawn.filter(([, weighed]) => weighed === 0).length).toBeGreaterThan(250);
});

const person = (id: string, more: Partial<Someone> = {}): Someone => ({
  id,
  shape: 'person',
  sex: 'other',
  index: false,
  dead: false,
  later: false,
  inside: '',
  name: id,
  lines: [],
  ...more,
});
const none = { partnerships: [], bonds: [], siblings: [], twins: [] };

test('somebody with seven partners, and a child with each of three, is drawn without a crossing', () => {
  const partners = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const kindred: Kindred = {
    ...none,
    people: ['mother', 'ma', 'pa', ...partners, 'x', 'y', 'z'].map((id) => person(id)),
    partnerships: [
      { between: ['ma', 'pa'] as const, words: '' },
      ...partners.map((id) => ({ between: ['mother', id] as const, words: '2008–10' })),
    ].map((one) => ({ ...one, kind: 'partners', ended: false, later: false })),
    bonds: [
      { child: 'mother', parents: ['ma', 'pa'], kind: 'birth' },
      { child: 'x', parents: ['mother', 'a'], kind: 'birth' },
      { child: 'y', parents: ['mother', 'b'], kind: 'birth' },
      { child: 'z', parents: ['mother', 'c'], kind: 'birth' },
    ],
  };
  expect(crossings(layOut(kindred))).toBe(0);
});

test('a man who was with a mother and then with her daughter is drawn twice', () => {
  const kindred: Kindred = {
    ...none,
    people: ['mother', 'daughter', 'man'].map((id) => person(id)),
    partnerships: (['mother', 'daughter'] as const).map((id) => ({
      between: [id, 'man'],
      kind: 'partners',
      ended: false,
      later: false,
      words: '',
    })),
    bonds: [{ child: 'daughter', parents: ['mother'], kind: 'birth' }],
  };
  const { people } = layOut(kindred);
  expect(ids(people).sort()).toEqual(['daughter', 'man', 'man', 'mother']);
  expect(people.filter(({ node }) => node.again)).toHaveLength(1);
});

test('among the five hundred are families of sixty people and of five generations', () => {
  expect(Math.max(...families.map(({ kindred }) => kindred.people.length))).toBe(60);
  expect(Math.max(...families.map(({ laid }) => laid.graph.rows))).toBeGreaterThanOrEqual(5);
});
