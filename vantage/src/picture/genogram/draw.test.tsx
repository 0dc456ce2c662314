import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Genogram } from './draw.tsx';
import { homesOn, lettered, outlines } from './homes.ts';
import { layOut } from './layout.ts';
import type { Kindred } from './model.ts';
import type { Box } from './placing.ts';
import { apart } from './testing/geometry.ts';
import { kindredOf } from './testing/random-kindred.ts';

const drawn = (kindred: Kindred) => {
  const laid = layOut(kindred);
  const html = renderToStaticMarkup(
    <Genogram
      id="g"
      title="Title"
      description="Description."
      laid={laid}
      homes={[]}
      said={() => 'home A'}
      href={(id) =>
        kindred.people.find((one) => one.id === id)?.shape === 'not-recorded' ? undefined : `/people/${id}`
      }
      words={(id) => `words of ${id}`}
    />,
  );
  return { laid, html };
};
const haveChildren = ({ bonds }: Kindred, between: readonly [string, string]) =>
  bonds.some(({ parents }) => parents.length === 2 && between.every((one) => parents.includes(one)));
const count = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].length;

test('symbols are those of a genogram: a circle, a square, a diamond, a triangle; doubled, crossed, struck, broken', () =>
  fc.assert(
    fc.property(kindredOf(16), (kindred) => {
      const { laid, html } = drawn(kindred);
      const marks = laid.people.flatMap(({ node }) => (node.who ? [{ ...node.who, again: node.again }] : []));
      const borders = (fits: (one: (typeof marks)[number]) => boolean) =>
        marks.filter(fits).reduce((sum, one) => sum + (one.index && !one.again ? 2 : 1), 0);
      const isPerson = ({ shape }: { shape: string }) => shape !== 'unborn';
      expect(count(html, /<circle /g)).toBe(borders((one) => isPerson(one) && one.sex === 'female'));
      expect(count(html, /<rect x="-(19|15)" y="-(19|15)"/g)).toBe(
        borders((one) => isPerson(one) && one.sex === 'male'),
      );
      expect(count(html, /<path d="M0 -\d+L\d+ 0L0 \d+L-\d+ 0Z"/g)).toBe(
        borders((one) => isPerson(one) && one.sex === 'other'),
      );
      expect(count(html, /<path d="M0 -\d+L\d+ [\d.]+H-\d+Z"/g)).toBe(
        borders((one) => one.shape === 'unborn'),
      );
      expect(count(html, /d="M-14 -14L14 14M14 -14L-14 14"/g)).toBe(marks.filter((one) => one.dead).length);
      expect(count(html, /l6 -14"/g)).toBe(kindred.partnerships.filter((one) => one.ended).length);
      expect(count(html, /data-union="parents"><path [^>]*stroke-dasharray="5 3"/g)).toBe(
        kindred.partnerships.filter(
          (one) => one.kind === 'parents' || (one.later && haveChildren(kindred, one.between)),
        ).length,
      );
      expect(count(html, /data-union="partners"><path (?![^>]*dasharray)/g)).toBe(
        kindred.partnerships.filter((one) => one.kind === 'partners' && !one.later).length,
      );
      for (const [, dash] of html.matchAll(/<path [^>]*?(stroke-dasharray="[^"]*" )?data-bond="birth"/g))
        expect(dash).toBeUndefined();
      expect(count(html, /stroke-dasharray="6 4" data-bond="cared-for"/g)).toBe(
        count(html, /data-bond="cared-for"/g),
      );
    }),
    { numRuns: 100 },
  ));

test('twins of one union come from one point', () =>
  fc.assert(
    fc.property(kindredOf(16), (kindred) => {
      const { laid } = drawn(kindred);
      for (const twins of laid.graph.twins) {
        const forks = laid.bonds.filter(({ child }) => twins.includes(child.node) && child.kind === 'birth');
        const points = new Set(forks.map(({ path }) => String(path.at(-3))));
        expect(points.size).toBe(1);
      }
    }),
    { numRuns: 100 },
  ));

test('every person is a link with its own words, the markup is whole and the same each time', () =>
  fc.assert(
    fc.property(kindredOf(16), (kindred) => {
      const { html } = drawn(kindred);
      for (const { id, shape } of kindred.people)
        expect(html.includes(`<a href="/people/${id}"`)).toBe(shape !== 'not-recorded');
      expect(html).not.toMatch(/<[^>]* style=|<script|="[^"]*(NaN|undefined|Infinity)/);
      expect(drawn(kindred).html).toBe(html);
    }),
    { numRuns: 50 },
  ));

test('an outline goes around everybody of a home and nobody else', () =>
  fc.assert(
    fc.property(
      kindredOf(24),
      fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 30 }),
      (kindred, draws) => {
        const laid = layOut(kindred);
        const homes = new Map(
          kindred.people.map(({ id }, n) => [id, 'ABCDE'.charAt(draws[n % draws.length] ?? 0)]),
        );
        const found = outlines(laid, homes);
        for (const { node, x, y } of laid.people) {
          const symbol = { x: x - 20, y: y - 20, width: 40, height: 40 };
          for (const { home, boxes } of found) {
            const own = !node.again && homes.get(node.who?.id ?? '') === home;
            expect(boxes.some((box) => !apart(box, symbol))).toBe(own);
          }
        }
        // No frame runs through a name: whoever it is of, it stands within one box or apart from all of them.
        const isWithin = (inner: Box, outer: Box) =>
          inner.x >= outer.x &&
          inner.y >= outer.y &&
          inner.x + inner.width <= outer.x + outer.width &&
          inner.y + inner.height <= outer.y + outer.height;
        const boxes = found.flatMap((one) => one.boxes);
        for (const { node, y, box, lines } of laid.people) {
          if (!node.who || lines.length === 0) continue;
          const label = { x: box.x + 5, y: y + 25, width: box.width - 10, height: 14 * lines.length };
          expect(boxes.some((one) => isWithin(label, one)) || boxes.every((one) => apart(one, label))).toBe(
            true,
          );
        }
        // Nor through the years of a partnership, which stand between two symbols.
        for (const { words } of laid.unions) {
          if (!words) continue;
          const box = { ...words.box, y: words.box.y + 2, height: 11 };
          expect(boxes.some((one) => isWithin(box, one)) || boxes.every((one) => apart(one, box))).toBe(true);
        }
        for (const [n, { boxes }] of found.entries())
          for (const other of found.slice(n + 1))
            for (const box of boxes) for (const theirs of other.boxes) expect(apart(box, theirs)).toBe(true);
      },
    ),
    { numRuns: 100 },
  ));

test('homes keep their letters, and of two records of one day the newer comes first', () => {
  const stay = (
    personId: string,
    homeId: string,
    from: string | null,
    to: string | null,
    precision = 'day',
  ) => ({
    personId,
    homeId,
    happened: { from, to },
    precision,
  });
  const stays = [
    stay('a', 'new', '2020-01-01', null),
    stay('a', 'old', '2010-01-01', '2020-03-01'),
    stay('b', 'undated', null, null, 'unknown'),
  ];
  expect([...lettered(stays)]).toEqual([
    ['old', 'A'],
    ['new', 'B'],
  ]);
  expect(homesOn(stays, '2020-02-01')).toEqual(new Map([['a', ['new', 'old']]]));
  expect(homesOn(stays, '2019-12-31')).toEqual(new Map([['a', ['old']]]));
});
