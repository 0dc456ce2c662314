import type { ReactNode } from 'react';
import { fitText } from '../../platform/parts/index.ts';
import type { Child, Union } from './generations.ts';
import type { Outline } from './homes.ts';
import { ofTheDay } from './kin.ts';
import type { Laid } from './layout.ts';
import type { Someone } from './model.ts';
import { type Box, half, leading, type Placed, type PlacedUnion, type Point, size } from './placing.ts';
import { type Ways, waysOf } from './walk.ts';

const ink = '#11403a';
const text = '#1b2b29';
const quiet = '#4a5654';
const pale = '#8d8a7c';
/** Grounds of homes, by their letters: the same on every day. */
const grounds = ['#e3eeeb', '#efe8f6', '#fdf1d2', '#efede5'];

const round = (value: number) => Math.round(value * 10) / 10;
const path = (points: readonly Point[]) =>
  points.map(([x, y], n) => `${n ? 'L' : 'M'}${round(x)} ${round(y)}`).join('');

const strokes: Readonly<Record<Child['kind'], { dash?: string; width: number }>> = {
  birth: { width: 1.5 },
  'cared-for': { width: 1.5, dash: '6 4' },
  kin: { width: 1.5, dash: '1.5 4' },
  sibling: { width: 1.5, dash: '1.5 4' },
};

function Bond({ child, points, isPale }: { child: Child; points: readonly Point[]; isPale: boolean }) {
  const { dash, width } = strokes[child.kind];
  return (
    <path
      d={path(points)}
      fill="none"
      stroke={isPale ? pale : text}
      strokeWidth={width}
      strokeDasharray={dash}
      data-bond={child.kind}
    />
  );
}

function UnionLine({ union, line, mark, words }: PlacedUnion) {
  const { partnership } = union;
  const [x, y] = mark;
  const isBefore = partnership?.kind === 'partners' && partnership.later;
  const [only] = union.children;
  // Nobody knew yet of those who became partners later; who has a child with whom is drawn on every day.
  if (isBefore && only === undefined) return null;
  const kind = isBefore ? 'parents' : partnership?.kind;
  const alone = only === undefined ? undefined : strokes[only.kind].dash;
  return (
    <g data-union={kind ?? 'alone'}>
      <path
        d={path(line)}
        fill="none"
        stroke={text}
        strokeWidth={kind === 'partners' ? 2 : 1.5}
        strokeDasharray={partnership === null ? alone : kind === 'parents' ? '5 3' : undefined}
      />
      {partnership?.ended && (
        <path d={`M${round(x - 3)} ${round(y + 7)}l6 -14`} stroke={text} strokeWidth={2} />
      )}
      {words && !isBefore && (
        <text
          x={round(words.box.x + words.box.width / 2)}
          y={round(words.box.y + 11)}
          textAnchor="middle"
          fontSize={size - 1}
          fill={quiet}
          stroke="#fbfaf6"
          strokeWidth={4}
          paintOrder="stroke"
        >
          {words.text}
        </text>
      )}
    </g>
  );
}

/** The shape of a symbol about 0, 0, `by` larger or smaller than usual. */
export function Shape({
  who,
  by = 0,
  ...rest
}: {
  who: Someone;
  by?: number;
  fill: string;
  stroke: string;
  strokeWidth: number;
  strokeDasharray?: string | undefined;
}) {
  const r = half + by;
  if (who.shape === 'unborn') return <path d={`M0 ${-r}L${r} ${r * 0.8}H${-r}Z`} {...rest} />;
  if (who.sex === 'male')
    return <rect x={-r + 1} y={-r + 1} width={2 * r - 2} height={2 * r - 2} {...rest} />;
  if (who.sex === 'female') return <circle r={r} {...rest} />;
  return <path d={`M0 ${-r}L${r} 0L0 ${r}L${-r} 0Z`} {...rest} />;
}

function Mark({ who, again }: { who: Someone; again: boolean }) {
  const isDashed = who.shape === 'not-recorded' || again;
  const stroke = who.later ? pale : ink;
  return (
    <>
      <Shape
        who={who}
        fill="#ffffff"
        stroke={stroke}
        strokeWidth={2}
        strokeDasharray={isDashed ? '4 3' : undefined}
      />
      {who.index && !again && <Shape who={who} by={-4} fill="none" stroke={stroke} strokeWidth={1.5} />}
      {who.dead && <path d="M-14 -14L14 14M14 -14L-14 14" stroke={pale} strokeWidth={1.5} />}
      {who.inside !== '' && (
        <text
          y={size * 0.35 + (who.shape === 'unborn' ? 4 : 0)}
          textAnchor="middle"
          fontSize={size}
          fill={text}
        >
          {who.inside}
        </text>
      )}
    </>
  );
}

type PersonProps = {
  placed: Placed;
  id: string;
  ways: Ways | undefined;
  /** What is said of the day beneath the name. */
  said: string;
  href: string | undefined;
  words: string;
};

function Seen({ placed, said }: Pick<PersonProps, 'placed' | 'said'>) {
  const { node, x, y, lines, box } = placed;
  if (!node.who) return null;
  return (
    <g transform={`translate(${round(x)} ${round(y)})`}>
      <rect
        className="v-drawing__ground"
        x={round(box.x - x)}
        y={round(box.y - y)}
        width={round(box.width)}
        height={round(box.height)}
        rx={3}
        fill="transparent"
      />
      <Mark who={node.who} again={node.again} />
      {lines.map((line, n) => (
        <text
          key={n}
          y={half + 17 + n * leading}
          textAnchor="middle"
          fontSize={size}
          fontWeight={line.bold ? 700 : undefined}
          fill={line.bold ? text : quiet}
        >
          {line.text === ofTheDay ? fitText(said, box.width, size) : line.text}
        </text>
      ))}
    </g>
  );
}

function PersonMark({ placed, id, ways, said, href, words }: PersonProps) {
  const { node } = placed;
  if (href === undefined) return <Seen placed={placed} said={said} />;
  const way = (key: number | undefined) => (key === undefined ? undefined : `${id}-${key}`);
  return (
    <a
      href={href}
      id={`${id}-${node.key}`}
      data-walk=""
      data-first={node.who?.index ? '' : undefined}
      data-up={way(ways?.up)}
      data-down={way(ways?.down)}
      data-left={way(ways?.left)}
      data-right={way(ways?.right)}
    >
      <title>{words}</title>
      <Seen placed={placed} said={said} />
    </a>
  );
}

/** Homes: edges of all their boxes, then their grounds over the edges within. */
function HomeGround({ outline }: { outline: Outline }) {
  const box = ({ x, y, width, height }: Box, by: number) => ({
    x: round(x - by),
    y: round(y - by),
    width: round(width + 2 * by),
    height: round(height + 2 * by),
    rx: 6,
  });
  return (
    <g data-home={outline.home}>
      {outline.boxes.map((one, n) => (
        <rect key={n} {...box(one, 1)} fill="none" stroke={ink} strokeWidth={2} strokeDasharray="2 3" />
      ))}
      {outline.boxes.map((one, n) => (
        <rect
          key={n}
          {...box(one, 0)}
          fill={grounds[outline.home.charCodeAt(outline.home.length - 1) % grounds.length]}
        />
      ))}
    </g>
  );
}

export type GenogramDrawing = {
  id: string;
  title: string;
  description: string;
  laid: Laid;
  homes: readonly Outline[];
  said(personId: string): string;
  /** Where a symbol leads; nothing for somebody of whom there is no page. */
  href(personId: string): string | undefined;
  words(personId: string): string;
};

/** The genogram as SVG: homes beneath lines, lines beneath people. */
export function Genogram({ id, title, description, laid, homes, said, href, words }: GenogramDrawing) {
  const linked = laid.people.filter(({ node }) => node.who && href(node.who.id) !== undefined);
  const ways = waysOf(linked, laid.bonds);
  const isLater = ({ union, child }: { union: Union; child: Child }) =>
    laid.graph.nodes[child.node]?.who?.later === true ||
    union.members.some((node) => laid.graph.nodes[node]?.who?.later);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture with links in it may not be an image to those who hear it.
    <svg
      viewBox={`0 0 ${laid.width} ${laid.height}`}
      width={`${laid.width / 16}rem`}
      role="group"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-desc`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{description}</desc>
      {homes.map((outline) => (
        <HomeGround key={outline.home} outline={outline} />
      ))}
      {laid.bonds.map(({ union, child, path: points }, n) => (
        <Bond key={n} child={child} points={points} isPale={isLater({ union, child })} />
      ))}
      {laid.unions.map((one, n) => (
        <UnionLine key={n} {...one} />
      ))}
      {laid.people.map((placed) => (
        <PersonMark
          key={placed.node.key}
          placed={placed}
          id={id}
          ways={ways.get(placed.node.key)}
          said={said(placed.node.who?.id ?? '')}
          href={href(placed.node.who?.id ?? '')}
          words={words(placed.node.who?.id ?? '')}
        />
      ))}
    </svg>
  );
}

const plain: Someone = {
  id: '',
  shape: 'person',
  sex: 'other',
  index: false,
  dead: false,
  later: false,
  inside: '',
  name: '',
  lines: [],
};

/** What the symbols and lines of a drawing mean: those that are in it, and no others. */
export function Legend({ laid, homes }: { laid: Laid; homes: number }) {
  const people = laid.people.flatMap(({ node }) => (node.who ? [node.who] : []));
  const known = people.filter(({ shape }) => shape === 'person');
  const unions = laid.graph.unions.flatMap(({ partnership }) => partnership ?? []);
  const kinds = new Set(laid.bonds.map(({ child }) => child.kind));
  const symbol = (who: Partial<Someone>, again = false): ReactNode => (
    <g transform="translate(14 11) scale(0.45)">
      <Mark who={{ ...plain, ...who }} again={again} />
    </g>
  );
  const line = (dash: string | undefined, stroke = false): ReactNode => (
    <>
      <path d="M1 11H27" stroke={text} strokeWidth={2} strokeDasharray={dash} />
      {stroke && <path d="M11 18l6 -14" stroke={text} strokeWidth={2} />}
    </>
  );
  const items: [boolean, string, ReactNode][] = [
    [known.some(({ sex }) => sex === 'female'), 'female', symbol({ sex: 'female' })],
    [known.some(({ sex }) => sex === 'male'), 'male', symbol({ sex: 'male' })],
    [known.some(({ sex }) => sex === 'other'), 'other, or sex not recorded', symbol({})],
    [
      people.some(({ index }) => index),
      'child for whom the family is made',
      symbol({ index: true, sex: 'female' }),
    ],
    [people.some(({ shape }) => shape === 'unborn'), 'not born yet', symbol({ shape: 'unborn' })],
    [people.some(({ dead }) => dead), 'died', symbol({ dead: true, sex: 'male' })],
    [people.some(({ later }) => later), 'born later than this day', symbol({ later: true, sex: 'male' })],
    [
      people.some(({ shape }) => shape === 'not-recorded'),
      'not recorded',
      symbol({ shape: 'not-recorded', inside: '?' }),
    ],
    [laid.people.some(({ node }) => node.again), 'drawn a second time', symbol({ sex: 'male' }, true)],
    [
      unions.some(({ kind, ended, later }) => kind === 'partners' && !ended && !later),
      'partners',
      line(undefined),
    ],
    [unions.some(({ ended }) => ended), 'partners until then', line(undefined, true)],
    [
      laid.graph.unions.some(
        ({ partnership: one, children }) => one?.kind === 'parents' || (one?.later && children.length > 0),
      ),
      'parents; no partnership recorded by then',
      line('5 3'),
    ],
    [kinds.has('cared-for'), 'cared for', line(strokes['cared-for'].dash)],
    [
      kinds.has('kin') || kinds.has('sibling'),
      'related; through whom is not recorded',
      line(strokes.kin.dash),
    ],
    [
      homes > 0,
      'home on this day',
      <rect
        key="h"
        x={2}
        y={2}
        width={24}
        height={18}
        rx={4}
        fill={grounds[0]}
        stroke={ink}
        strokeWidth={1.5}
        strokeDasharray="2 3"
      />,
    ],
  ];
  return (
    <ul className="v-legend" aria-hidden="true">
      {items
        .filter(([shown]) => shown)
        .map(([, words, shape]) => (
          <li key={words}>
            <svg width={28} height={22} viewBox="0 0 28 22" aria-hidden="true" focusable="false">
              {shape}
            </svg>
            {words}
          </li>
        ))}
    </ul>
  );
}
