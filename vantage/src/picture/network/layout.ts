/**
 * Places what is around a family on an ellipse about it. Each box has an angle of its own, as seen from the middle, that no
 * other box reaches into: so no two boxes meet, and no line crosses a box.
 */
export type Size = { width: number; height: number };
export type Box = Size & { x: number; y: number };
export type Point = readonly [x: number, y: number];

/** A box that is to be placed, and how many lines lead to it. */
export type ToPlace = Size & { id: string; lines: number };
export type PlacedBox = {
  id: string;
  box: Box;
  /** Each line, from the edge of the middle to the edge of the box. */
  lines: (readonly [Point, Point])[];
};
export type Laid = Size & { middle: Box; boxes: PlacedBox[] };

/** Wider than high, as most screens are. */
const squeeze = 0.66;
/** Between the lines of one tie, and about what is drawn. */
const [lineGap, margin] = [40, 10];
/** From the middle to the nearest box, so that a line can be read. */
const shortest = 78;
/** Between neighbours, as an angle. */
const gap = 0.035;
const step = Math.PI / 720;

/**
 * Lays out boxes in the order given, clockwise from the top. `middle` is the size of the box in the middle. Sizes are in
 * pixels of the drawing.
 */
export function layOut(middle: Size, toPlace: readonly ToPlace[]): Laid {
  for (let radius = firstRadius(middle, toPlace); ; radius *= 1.05) {
    const placed = placeOn(radius, middle, toPlace);
    if (placed !== undefined) return moved(middle, placed);
  }
}

/** Between a column and the middle, and between neighbours of a column. */
const [besideColumn, betweenRows] = [52, 14];

/**
 * The same for a screen that is held upright, and for paper: in two columns, down the right side and up the left. A line
 * ends where a box turns to the middle, and there nothing stands between them.
 */
export function layOutUpright(middle: Size, toPlace: readonly ToPlace[]): Laid {
  const heightOf = (boxes: readonly Size[]) =>
    boxes.reduce((sum, { height }) => sum + height + betweenRows, -betweenRows);
  const all = heightOf(toPlace);
  const half = toPlace.findIndex((_, at) => heightOf(toPlace.slice(0, at + 1)) >= all / 2) + 1;
  const inner = middle.width / 2 + besideColumn;
  const column = (boxes: readonly ToPlace[], side: 1 | -1): PlacedBox[] => {
    let y = -heightOf(boxes) / 2;
    return boxes.map(({ id, lines, ...size }) => {
      const box = { ...size, x: side === 1 ? inner : -inner - size.width, y };
      y += size.height + betweenRows;
      return { id, box, lines: linesBeside(box, side * inner, middle, lines) };
    });
  };
  return moved(middle, [
    ...column(toPlace.slice(0, half), 1),
    ...column(toPlace.slice(half).reverse(), -1).reverse(),
  ]);
}

/** Lines from the edge of the middle to the side of a box that is turned to it. */
function linesBeside(box: Box, x: number, middle: Size, count: number): PlacedBox['lines'] {
  const own: Box = { x: -middle.width / 2, y: -middle.height / 2, ...middle };
  const apart = Math.min(lineGap, (0.75 * box.height) / Math.max(1, count - 1));
  return Array.from({ length: count }, (_, at) => {
    const to: Point = [x, box.y + box.height / 2 + (at - (count - 1) / 2) * apart];
    return [edge(own, to, [0, 0]), to] as const;
  });
}

function firstRadius(middle: Size, toPlace: readonly Size[]): number {
  const tallest = Math.max(0, ...toPlace.map(({ height }) => height));
  return Math.max(middle.width / 2 + 120, (middle.height / 2 + shortest + tallest / 2) / squeeze);
}

/** Boxes about 0, 0; nothing where they do not all fit on this radius. */
function placeOn(radius: number, middle: Size, toPlace: readonly ToPlace[]): PlacedBox[] | undefined {
  const boxAt = (angle: number, { width, height }: Size): Box => ({
    x: radius * Math.sin(angle) - width / 2,
    y: -squeeze * radius * Math.cos(angle) - height / 2,
    width,
    height,
  });
  const angles: number[] = [];
  let [end, last] = [0, 0];
  for (const one of toPlace) {
    let angle = end;
    while (angle < end + Math.PI && extentOf(boxAt(angle, one), angle)[0] < end) angle += step;
    const [, to] = extentOf(boxAt(angle, one), angle);
    if (to > 2 * Math.PI) return undefined;
    angles.push(angle);
    [end, last] = [to + gap, to];
  }
  // What room is left is shared between neighbours, as much of it as fits, and the first stands at the top where it can.
  const spare = Math.max(0, 2 * Math.PI - gap - last) / Math.max(1, toPlace.length);
  for (const part of [1, 0.8, 0.6, 0.4, 0.2, 0]) {
    const shared = angles.map((angle, at) => angle + part * spare * at);
    const start = shared[0] ?? 0;
    for (const turned of [shared.map((angle) => angle - start), shared]) {
      const boxes = turned.map((angle, at) => boxAt(angle, toPlace[at] as ToPlace));
      if (isApart(boxes, turned, middle))
        return boxes.map((box, at) => {
          const one = toPlace[at] as ToPlace;
          return { id: one.id, box, lines: linesTo(box, middle, one.lines) };
        });
    }
  }
  return undefined;
}

/** The angles, near one that lies within, between which a box stands as seen from 0, 0. */
function extentOf(box: Box, near: number): readonly [from: number, to: number] {
  const corners = [
    [box.x, box.y],
    [box.x + box.width, box.y],
    [box.x, box.y + box.height],
    [box.x + box.width, box.y + box.height],
  ] as const;
  const angles = corners.map(([x, y]) => {
    const angle = Math.atan2(x, -y);
    return angle + 2 * Math.PI * Math.round((near - angle) / (2 * Math.PI));
  });
  return [Math.min(...angles), Math.max(...angles)];
}

/** Whether each box has its own angles, all the way round, and none comes near the middle. */
function isApart(boxes: readonly Box[], angles: readonly number[], middle: Size): boolean {
  const extents = boxes.map((box, at) => extentOf(box, angles[at] ?? 0));
  const isNear = boxes.some(
    (box) =>
      box.x < middle.width / 2 + shortest / 2 &&
      box.x + box.width > -middle.width / 2 - shortest / 2 &&
      box.y < middle.height / 2 + shortest / 2 &&
      box.y + box.height > -middle.height / 2 - shortest / 2,
  );
  if (isNear) return false;
  return extents.every(([from], at) => {
    if (extents.length === 1) return true;
    const before = extents[(at + extents.length - 1) % extents.length]?.[1] ?? 0;
    return from - (at === 0 ? before - 2 * Math.PI : before) > gap / 2;
  });
}

/**
 * Lines from the edge of the middle to the edge of a box, side by side where they meet the box. Each points away from the
 * very middle, so it stays within the angles that are the box's own.
 */
function linesTo(box: Box, middle: Size, count: number): PlacedBox['lines'] {
  const centre: Point = [box.x + box.width / 2, box.y + box.height / 2];
  const length = Math.hypot(...centre);
  const [across, down] = [-centre[1] / length, centre[0] / length];
  const apart = Math.min(lineGap, (0.75 * Math.min(box.width, box.height)) / Math.max(1, count - 1));
  const own: Box = { x: -middle.width / 2, y: -middle.height / 2, ...middle };
  return Array.from({ length: count }, (_, at) => {
    const by = (at - (count - 1) / 2) * apart;
    const to: Point = [centre[0] + across * by, centre[1] + down * by];
    return [edge(own, to, [0, 0]), edge(box, [0, 0], to)] as const;
  });
}

/** Where a line from outside a box to a point within meets its edge. */
function edge({ x, y, width, height }: Box, [fromX, fromY]: Point, [toX, toY]: Point): Point {
  const [dx, dy] = [fromX - toX, fromY - toY];
  const reach = Math.min(
    dx === 0 ? Infinity : ((dx > 0 ? x + width : x) - toX) / dx,
    dy === 0 ? Infinity : ((dy > 0 ? y + height : y) - toY) / dy,
  );
  return [toX + dx * reach, toY + dy * reach];
}

/** The same with all of it at or right of and beneath 0, 0. */
function moved(middle: Size, placed: readonly PlacedBox[]): Laid {
  const own: Box = { x: -middle.width / 2, y: -middle.height / 2, ...middle };
  const all = [own, ...placed.map(({ box }) => box)];
  const left = Math.min(...all.map(({ x }) => x)) - margin;
  const top = Math.min(...all.map(({ y }) => y)) - margin;
  const by = (box: Box): Box => ({ ...box, x: box.x - left, y: box.y - top });
  const at = ([x, y]: Point): Point => [x - left, y - top];
  return {
    width: Math.ceil(Math.max(...all.map(({ x, width }) => x + width)) + margin - left),
    height: Math.ceil(Math.max(...all.map(({ y, height }) => y + height)) + margin - top),
    middle: by(own),
    boxes: placed.map(({ id, box, lines }) => ({
      id,
      box: by(box),
      lines: lines.map(([from, to]) => [at(from), at(to)] as const),
    })),
  };
}
