import type { ReactNode } from 'react';
import type { TieKind } from '../../voice/index.ts';
import { layOut, layOutUpright, type PlacedBox, type Point } from './layout.ts';
import { type Line, linesOf } from './model.ts';
import { aroundInWords } from './saying.ts';
import type { Network } from './service.ts';
import { type Boxed, boxesOf, lineHeight, middleOf, type TextLine } from './sizes.ts';

const [ink, text, quiet] = ['#11403a', '#1b2b29', '#4a5654'];
const grounds: Readonly<Record<TieKind, string>> = {
  kin: '#fdf1d2',
  friend: '#efe8f6',
  neighbour: '#fdf1d2',
  faith: '#efe8f6',
  club: '#fdf1d2',
  school: '#e3eeeb',
  work: '#efe8f6',
  service: '#e3eeeb',
};
/** As wide as this, a drawing is made to fit a wide screen: its words stay large enough to read. */
const fitting = 1300;
/** The same between the margins of a tablet that is held upright. */
const narrow = 740;
const round = (value: number) => Math.round(value * 10) / 10;
const at = ([x, y]: Point) => `${round(x)} ${round(y)}`;

/** A line that goes to and fro: a strained tie. */
function zigzag([ax, ay]: Point, [bx, by]: Point): string {
  const length = Math.hypot(bx - ax, by - ay);
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
  const teeth = Math.max(2, Math.floor(length / 9));
  const points = Array.from({ length: teeth - 1 }, (_, n): Point => {
    const along = (length * (n + 1)) / teeth;
    const side = n % 2 === 0 ? 5 : -5;
    return [ax + ux * along - uy * side, ay + uy * along + ux * side];
  });
  return `M${[[ax, ay] as Point, ...points, [bx, by] as Point].map(at).join('L')}`;
}

/** The head of an arrow at the end of a line. */
function Head({ from: [ax, ay], to: [bx, by] }: { from: Point; to: Point }) {
  const length = Math.hypot(bx - ax, by - ay);
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
  const back: Point = [bx - ux * 14, by - uy * 14];
  const left: Point = [back[0] - uy * 7, back[1] + ux * 7];
  const right: Point = [back[0] + uy * 7, back[1] - ux * 7];
  return <path d={`M${at([bx, by])}L${at(left)}L${at(right)}Z`} fill={text} data-head="" />;
}

/** One tie, from the family to somebody around it. */
export function TieLine({ line: { strength, way }, from, to }: { line: Line; from: Point; to: Point }) {
  const isStrained = strength === 'strained';
  return (
    <g data-tie={strength} data-way={way}>
      <path
        d={isStrained ? zigzag(from, to) : `M${at(from)}L${at(to)}`}
        fill="none"
        stroke={strength === 'not-said' ? quiet : text}
        strokeWidth={strength === 'strong' ? 6 : isStrained ? 2 : 1.5}
        strokeDasharray={strength === 'not-said' ? '2 6' : undefined}
      />
      {way === 'to-them' && <Head from={from} to={to} />}
      {way === 'from-them' && <Head from={to} to={from} />}
    </g>
  );
}

function Texts({ texts, x, y }: { texts: readonly TextLine[]; x: number; y: number }) {
  let down = y;
  return texts.map(({ text: words, size, isName }, n) => {
    down += size * lineHeight;
    return (
      <text
        key={n}
        x={round(x)}
        y={round(down - size * 0.28)}
        textAnchor="middle"
        fontSize={size}
        fontWeight={isName ? 700 : undefined}
        fill={isName ? text : quiet}
      >
        {words}
      </text>
    );
  });
}

function BoxMark({ boxed, placed: { box } }: { boxed: Boxed; placed: PlacedBox }) {
  const isEmpty = boxed.one === null;
  return (
    <>
      <rect
        className="v-drawing__ground"
        x={round(box.x)}
        y={round(box.y)}
        width={round(box.width)}
        height={round(box.height)}
        rx={6}
        fill={isEmpty ? '#fbfaf6' : grounds[boxed.kind]}
        stroke={isEmpty ? '#8d8a7c' : ink}
        strokeWidth={boxed.one?.isRecorded ? 1 : 1.5}
        strokeDasharray={isEmpty ? '4 4' : undefined}
      />
      <Texts texts={boxed.texts} x={box.x + box.width / 2} y={box.y + 9} />
    </>
  );
}

/** Where the arrow keys lead: right and left around the family, up and down to the nearest that stands there. */
function waysOf(placed: readonly PlacedBox[]): Map<string, Record<string, number>> {
  const middleOfBox = ({ box }: PlacedBox) => [box.x + box.width / 2, box.y + box.height / 2] as const;
  const nearest = (from: number, side: 1 | -1) => {
    const own = placed[from];
    if (own === undefined) return undefined;
    const [x, y] = middleOfBox(own);
    const far = (one: PlacedBox) => Math.hypot(middleOfBox(one)[0] - x, middleOfBox(one)[1] - y);
    const there = placed
      .filter((one) => (middleOfBox(one)[1] - y) * side > 8)
      .sort((a, b) => far(a) - far(b));
    return there[0] === undefined ? undefined : placed.indexOf(there[0]);
  };
  const count = placed.length;
  return new Map(
    placed.map(({ id }, n) => {
      const [up, down] = [nearest(n, -1), nearest(n, 1)];
      const around = count > 1 ? { left: (n + count - 1) % count, right: (n + 1) % count } : {};
      return [id, { ...around, ...(up !== undefined && { up }), ...(down !== undefined && { down }) }];
    }),
  );
}

type DrawingProps = {
  network: Network;
  title: string;
  description: string;
  /** Where a box leads; nothing where it leads nowhere. */
  href(boxed: Boxed): string | undefined;
  /** For a screen held upright, and paper. */
  isUpright?: boolean;
};

/** The network map as SVG: lines beneath boxes. */
export function NetworkDrawing({ network, title, description, href, isUpright = false }: DrawingProps) {
  const boxes = boxesOf(network);
  const own = middleOf(network);
  const laid = isUpright ? layOutUpright(own, boxes) : layOut(own, boxes);
  const placed = new Map(laid.boxes.map((one) => [one.id, one]));
  const linked = boxes.filter((one) => href(one) !== undefined);
  const ways = waysOf(linked.flatMap(({ id }) => placed.get(id) ?? []));
  const id = isUpright ? 'network-upright' : 'network';
  const keyOf = (n: number) => `${id}-${n}`;
  const { middle } = laid;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture with links in it may not be an image to those who hear it.
    <svg
      viewBox={`0 0 ${laid.width} ${laid.height}`}
      width={`${laid.width / 16}rem`}
      className={laid.width <= (isUpright ? narrow : fitting) ? 'v-network__fits' : undefined}
      role="group"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-desc`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{description}</desc>
      {boxes.flatMap(({ id, one }) =>
        (one === null ? [] : linesOf(one)).map((line, n) => {
          const [from, to] = placed.get(id)?.lines[n] ?? [];
          return from && to ? <TieLine key={`${id} ${n}`} line={line} from={from} to={to} /> : null;
        }),
      )}
      <rect
        x={round(middle.x)}
        y={round(middle.y)}
        width={round(middle.width)}
        height={round(middle.height)}
        rx={round(middle.height / 2.4)}
        fill="#ffffff"
        stroke={ink}
        strokeWidth={3}
      />
      <Texts texts={own.texts} x={middle.x + middle.width / 2} y={middle.y + 15} />
      {boxes.map((boxed) => {
        const where = placed.get(boxed.id);
        if (where === undefined) return null;
        const to = href(boxed);
        const key = `${boxed.kind} ${boxed.id}`;
        if (to === undefined)
          return (
            <g key={key}>
              <BoxMark boxed={boxed} placed={where} />
            </g>
          );
        const way = Object.entries(ways.get(boxed.id) ?? {}).map(([side, n]) => [`data-${side}`, keyOf(n)]);
        return (
          <a
            key={key}
            href={to}
            id={keyOf(linked.indexOf(boxed))}
            data-walk=""
            data-kind={boxed.one === null ? boxed.kind : undefined}
            {...Object.fromEntries(way)}
          >
            <title>
              {boxed.one === null
                ? boxed.texts.map((one) => one.text).join(': ')
                : aroundInWords(boxed.one, network.name)}
            </title>
            <BoxMark boxed={boxed} placed={where} />
          </a>
        );
      })}
    </svg>
  );
}

/** A line as it is drawn, beside its name. */
export function LineSample({ line }: { line: Line }) {
  return (
    <svg width={64} height={18} viewBox="0 0 64 18" aria-hidden="true" focusable="false">
      <TieLine line={line} from={[3, 9]} to={[61, 9]} />
    </svg>
  );
}

const legend: readonly (readonly [words: string, line: Line])[] = [
  ['strong', { strength: 'strong', way: 'both' }],
  ['weak', { strength: 'weak', way: 'both' }],
  ['strained', { strength: 'strained', way: 'both' }],
  ['they give, and get nothing back', { strength: 'weak', way: 'from-them' }],
  ['the family gives, and gets nothing back', { strength: 'weak', way: 'to-them' }],
  ['nobody has said', { strength: 'not-said', way: 'both' }],
];

/** What the lines of the drawing mean: those that are in it, and no others. */
export function Legend({ network }: { network: Network }): ReactNode {
  const lines = network.around.flatMap(linesOf);
  const isIn = ({ strength, way }: Line) =>
    way === 'both' ? lines.some((one) => one.strength === strength) : lines.some((one) => one.way === way);
  const shown = legend.filter(([, line]) => isIn(line));
  if (shown.length === 0) return null;
  return (
    <ul className="v-legend" aria-hidden="true">
      {shown.map(([words, line]) => (
        <li key={words}>
          <LineSample line={line} />
          {words}
        </li>
      ))}
    </ul>
  );
}
