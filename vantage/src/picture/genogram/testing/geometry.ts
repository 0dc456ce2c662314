/** For tests: which lines of a drawing cross, and what meets what. */
import type { Box, Drawing, Point } from '../placing.ts';

type Line = { of: string; from: Point; to: Point };

/** Straight pieces of every line, each with what it belongs to: lines of one union and its children are one thing. */
function pieces({ unions, bonds }: Drawing): Line[] {
  const all = [
    ...unions.map(({ union, line }) => ({ of: String(union.key), points: line })),
    ...bonds.map(({ union, path }) => ({ of: String(union.key), points: path })),
  ];
  return all.flatMap(({ of, points }) =>
    points.slice(1).flatMap((to, n): Line[] => {
      const from = points[n];
      return from && (from[0] !== to[0] || from[1] !== to[1]) ? [{ of, from, to }] : [];
    }),
  );
}

const turn = (a: Point, b: Point, c: Point) =>
  Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));

const cross = (a: Line, b: Line) =>
  turn(a.from, a.to, b.from) * turn(a.from, a.to, b.to) < 0 &&
  turn(b.from, b.to, a.from) * turn(b.from, b.to, a.to) < 0;

/** Points at which lines of different unions cross. */
export function crossings(drawing: Drawing): number {
  const lines = pieces(drawing);
  const found = new Set<string>();
  lines.forEach((a, n) => {
    for (const b of lines.slice(n + 1)) {
      if (a.of === b.of || !cross(a, b)) continue;
      const [flat, steep] = Math.abs(a.from[1] - a.to[1]) < Math.abs(b.from[1] - b.to[1]) ? [a, b] : [b, a];
      found.add(`${[a.of, b.of].sort()} ${steep.from[0]} ${flat.from[1]}`);
    }
  });
  return found.size;
}

/** Pairs of lines of different unions that run upon one another. */
export function upon(drawing: Drawing): string[] {
  const lines = pieces(drawing);
  return lines.flatMap((a, n) =>
    lines.slice(n + 1).flatMap((b) => {
      if (a.of === b.of) return [];
      for (const axis of [0, 1] as const) {
        const other = axis === 0 ? 1 : 0;
        const same = [a.from, a.to, b.from, b.to].every(
          (point) => Math.abs(point[other] - a.from[other]) < 1,
        );
        const [from, to] = [Math.min(a.from[axis], a.to[axis]), Math.max(a.from[axis], a.to[axis])];
        const [start, end] = [Math.min(b.from[axis], b.to[axis]), Math.max(b.from[axis], b.to[axis])];
        if (same && Math.min(to, end) - Math.max(from, start) > 1) return [`${a.of} upon ${b.of}`];
      }
      return [];
    }),
  );
}

export const apart = (a: Box, b: Box): boolean =>
  a.x + a.width <= b.x + 0.01 ||
  b.x + b.width <= a.x + 0.01 ||
  a.y + a.height <= b.y + 0.01 ||
  b.y + b.height <= a.y + 0.01;

/** Whether a line runs through the inside of a box. */
export function through(drawing: Drawing, box: Box, except: ReadonlySet<string>): string[] {
  const inner = {
    left: box.x + 1,
    right: box.x + box.width - 1,
    top: box.y + 1,
    bottom: box.y + box.height - 1,
  };
  return pieces(drawing).flatMap(({ of, from, to }) => {
    if (except.has(of)) return [];
    const [left, right] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])];
    const [top, bottom] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])];
    return left < inner.right && right > inner.left && top < inner.bottom && bottom > inner.top ? [of] : [];
  });
}
