import type { ReactNode } from 'react';
import { spanInWords } from '../words.ts';
import { type Bar, type Mark, markInWords, point } from './lanes.ts';
import { type Form, forms, type Label, type Layout, layoutAxis } from './layout.ts';
import type { AxisProps, Tone } from './model.ts';

const ink = '#11403a';
const text = '#1b2b29';
const violet = '#4b2e83';
const yellow = '#f0b429';
const line = '#dedacd';
const shadeMany = '#efe8f6';
const shadeFew = '#efede5';

const ended: Readonly<Record<Tone, string>> = { neutral: '#bdd6d1', good: '#fbe4a8', crisis: '#ddd0ee' };
const open: Readonly<Record<Tone, string>> = { neutral: ink, good: yellow, crisis: violet };
const openText: Readonly<Record<Tone, string>> = { neutral: '#ffffff', good: text, crisis: '#ffffff' };
const edges: Readonly<Record<Tone, string | undefined>> = {
  neutral: undefined,
  good: '#8a6100',
  crisis: violet,
};

const round = (value: number) => Math.round(value * 10) / 10;

function Text({ of, size, fill = text, bold }: { of: Label; size: number; fill?: string; bold?: true }) {
  return (
    <text
      x={round(of.box.x)}
      y={round(of.box.y + of.box.height / 2 + size * 0.35)}
      fill={fill}
      fontSize={size}
      fontWeight={bold ? 700 : undefined}
    >
      {of.text}
    </text>
  );
}

/** The pointer's way to what a mark stands for; the keyboard's and the ear's is the list on the page. */
function Opens({ href, title, children }: { href: string | undefined; title: string; children: ReactNode }) {
  const inside = (
    <>
      <title>{title}</title>
      {children}
    </>
  );
  return href === undefined ? (
    <g>{inside}</g>
  ) : (
    <a href={href} tabIndex={-1}>
      {inside}
    </a>
  );
}

function BarMark({ bar, size }: { bar: Bar; size: number }) {
  const { span, box, rough } = bar;
  const tone = span.tone ?? 'neutral';
  const fill = bar.open ? open[tone] : ended[tone];
  const edge = edges[tone];
  const x = box.x + rough.start;
  const width = box.width - rough.start - rough.end;
  const bottom = box.y + box.height;
  const nose = Math.min(point, width);
  const shape = bar.open
    ? `M${round(x)} ${box.y}H${round(x + width - nose)}l${nose} ${box.height / 2}l${-nose} ${box.height / 2}H${round(x)}Z`
    : `M${round(x)} ${box.y}H${round(x + width)}V${bottom}H${round(x)}Z`;
  return (
    <Opens href={span.href} title={`${span.label}, ${spanInWords(span.from, span.to, span.precision)}`}>
      {rough.start > 0 && <Rough x={box.x} width={rough.start} bar={bar} fill={ended[tone]} />}
      <path d={shape} fill={fill} />
      {rough.end > 0 && <Rough x={x + width} width={rough.end} bar={bar} fill={ended[tone]} />}
      {edge && tone === 'crisis' && <rect x={round(x)} y={box.y} width={3} height={box.height} fill={edge} />}
      {edge && tone === 'good' && (
        <rect x={round(x)} y={bottom - 2} width={round(width)} height={2} fill={edge} />
      )}
      {bar.label && (
        <Text of={bar.label} size={size} fill={bar.label.inside && bar.open ? openText[tone] : text} />
      )}
    </Opens>
  );
}

/** An end that lies somewhere within: pale, with a broken outline. */
function Rough({ x, width, bar, fill }: { x: number; width: number; bar: Bar; fill: string }) {
  return (
    <rect
      x={round(x + 0.5)}
      y={bar.box.y + 0.5}
      width={round(Math.max(width - 1, 0.5))}
      height={bar.box.height - 1}
      fill={fill}
      fillOpacity={0.4}
      stroke="#52706b"
      strokeDasharray="2 2"
    />
  );
}

function DotMark({ mark, size }: { mark: Mark; size: number }) {
  const { box, tone } = mark;
  const { x, y, width, height } = box;
  const middle = y + height / 2;
  const { exact } = mark;
  const stroke = tone === 'crisis' ? violet : tone === 'good' ? '#8a6100' : '#3d524e';
  const fill = tone === 'crisis' ? violet : tone === 'good' ? yellow : '#3d524e';
  const [dot] = mark.dots;
  return (
    <Opens href={dot?.href} title={markInWords(mark)}>
      {mark.reach && (
        <path
          d={`M${round(mark.reach.from)} ${round(y + height + 1.5)}H${round(mark.reach.to)}`}
          stroke={stroke}
          strokeDasharray={exact ? undefined : '2 2'}
        />
      )}
      {mark.text ? (
        <>
          <path
            d={tone === 'crisis' ? pointed(x, y, width, height) : rounded(x, y, width, height)}
            fill={tone === 'good' ? '#fbe4a8' : '#ffffff'}
            stroke={stroke}
            strokeWidth={1.5}
            strokeDasharray={exact ? undefined : '3 2'}
          />
          <text
            x={round(x + width / 2)}
            y={round(middle + size * 0.35)}
            fontSize={size}
            fontWeight={700}
            textAnchor="middle"
            fill={text}
          >
            {mark.text}
          </text>
        </>
      ) : tone === 'crisis' ? (
        <path
          d={`M${round(x + width / 2)} ${round(y - 1)}l5.5 5.5l-5.5 5.5l-5.5 -5.5Z`}
          fill={exact ? fill : '#ffffff'}
          stroke={stroke}
        />
      ) : (
        <circle
          cx={round(x + width / 2)}
          cy={round(middle)}
          r={round(width / 2 - 0.5)}
          fill={exact ? fill : '#ffffff'}
          stroke={stroke}
        />
      )}
    </Opens>
  );
}

const rounded = (x: number, y: number, width: number, height: number) => {
  const r = round((height - 2) / 2);
  return `M${round(x + 1 + r)} ${round(y + 1)}h${round(width - 2 - 2 * r)}a${r} ${r} 0 0 1 0 ${2 * r}h${round(2 * r + 2 - width)}a${r} ${r} 0 0 1 0 ${-2 * r}Z`;
};
const pointed = (x: number, y: number, width: number, height: number) => {
  const half = round((height - 2) / 2);
  const nose = 4;
  return `M${round(x + 1 + nose)} ${round(y + 1)}h${round(width - 2 - 2 * nose)}l${nose} ${half}l${-nose} ${half}h${round(2 * nose + 2 - width)}l${-nose} ${-half}Z`;
};

const captionFill = { many: violet, few: '#4a4a42', day: ink };

function Picture({ props, form, layout }: { props: AxisProps; form: Form; layout: Layout }) {
  const id = `${props.id}-${form.name}`;
  const { plot, load } = layout;
  const { size } = form;
  const tall = round(plot.bottom - plot.top);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture with links in it may not be an image to those who hear it.
    <svg
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      role="group"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-desc`}
    >
      <title id={`${id}-title`}>{props.title}</title>
      <desc id={`${id}-desc`}>{props.description}</desc>
      <defs>
        <pattern id={`${id}-few`} width={8} height={8} patternUnits="userSpaceOnUse">
          <rect width={8} height={8} fill={shadeFew} />
          <path d="M-2 2l4 -4M0 8l8 -8M6 10l4 -4" stroke="#e1ded2" />
        </pattern>
      </defs>
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: its links take no Tab; the list on the page has them. */}
      <g aria-hidden="true">
        {layout.shades.map((shade, i) => (
          <rect
            key={i}
            x={round(shade.x)}
            y={plot.top}
            width={round(shade.width)}
            height={tall}
            fill={shade.tone === 'few' ? `url(#${id}-few)` : shadeMany}
          />
        ))}
        {layout.ticks.map((tick) => (
          <path key={tick.x} d={`M${round(tick.x)} ${plot.top}v${tall + 3}`} stroke={line} />
        ))}
        {layout.lanes.map((lane, i) => (
          <path key={i} d={`M0 ${round(lane.bottom)}H${layout.width}`} stroke={line} />
        ))}
        {layout.captions.map((caption, i) => (
          <g key={i}>
            <path
              d={`M${round(caption.x)} ${round(caption.box.y + caption.box.height - 2)}V${plot.top}${caption.tone === 'day' ? `v${tall}` : ''}`}
              stroke={captionFill[caption.tone]}
              strokeOpacity={0.4}
            />
            <Text of={caption} size={size} fill={captionFill[caption.tone]} />
          </g>
        ))}
        {load && <LoadMark load={load} size={size} plot={plot} />}
        {layout.lanes.map((lane, i) => (
          <g key={i}>
            {lane.names.map((name) => (
              <Text key={name.text} of={name} size={size} bold />
            ))}
            {lane.bars.map((bar, nth) => (
              <BarMark key={nth} bar={bar} size={size} />
            ))}
            {lane.marks.map((mark, nth) => (
              <DotMark key={nth} mark={mark} size={size} />
            ))}
          </g>
        ))}
        {layout.edges.map((day) => (
          <Text key={day.box.x} of={day} size={size} fill="#4a5654" />
        ))}
        {layout.ticks.map(({ x, label }) => label && <Text key={x} of={label} size={size} fill="#4a5654" />)}
      </g>
    </svg>
  );
}

function LoadMark({
  load,
  size,
  plot,
}: {
  load: NonNullable<Layout['load']>;
  size: number;
  plot: Layout['plot'];
}) {
  const flat = (i: number) => [i - 1, i + 1].every((next) => load.points[next]?.[1] === load.points[i]?.[1]);
  const path = load.points
    .filter((_, i) => !flat(i))
    .map(([x, y]) => `${round(x)} ${round(y)}`)
    .join('L');
  return (
    <g>
      {path && (
        <path
          d={`M${plot.left} ${round(load.base)}L${path}L${plot.right} ${round(load.base)}Z`}
          fill="#8fa9a4"
          fillOpacity={0.75}
        />
      )}
      <path d={`M${plot.left} ${round(load.base)}H${plot.right}`} stroke="#3d524e" />
      {load.names.map((name) => (
        <Text key={name.text} of={name} size={size} bold />
      ))}
      {load.notes.map((note) => (
        <Text key={note.text} of={note} size={size} fill="#4a5654" />
      ))}
    </g>
  );
}

function Legend({ props }: { props: AxisProps }) {
  const spans = props.lanes.flatMap((lane) => lane.spans);
  const dots = props.lanes.flatMap((lane) => lane.dots);
  const bands = props.bands ?? [];
  const tones = (tone: Tone) => [...spans, ...dots].some((mark) => mark.tone === tone);
  const rough = [...spans, ...dots].some(({ precision = 'day' }) => precision !== 'day');
  const items: [boolean, string, ReactNode][] = [
    [spans.some((span) => span.to === null), 'open now', <path key="o" d="M1 2H15l4 5l-4 5H1Z" fill={ink} />],
    [
      spans.some((span) => span.to !== null),
      'ended',
      <path key="e" d="M1 2H19V12H1Z" fill={ended.neutral} />,
    ],
    [dots.length > 0, 'event', <circle key="d" cx={10} cy={7} r={4.5} fill="#3d524e" />],
    [
      dots.length > 1,
      'several events',
      <path key="s" d={rounded(1, 0, 18, 14)} fill="#ffffff" stroke="#3d524e" strokeWidth={1.5} />,
    ],
    [tones('crisis'), 'crisis', <path key="c" d="M10 1l6 6l-6 6l-6 -6Z" fill={violet} />],
    [tones('good'), 'good news', <circle key="g" cx={10} cy={7} r={4.5} fill={yellow} stroke="#8a6100" />],
    [
      rough,
      'date not exact',
      <rect
        key="r"
        x={1.5}
        y={2.5}
        width={17}
        height={9}
        fill={ended.neutral}
        fillOpacity={0.4}
        stroke="#52706b"
        strokeDasharray="2 2"
      />,
    ],
    [
      bands.some((band) => band.tone === 'many'),
      'many at once',
      <rect key="m" x={1} y={0} width={18} height={14} fill={shadeMany} stroke="#cbb8e4" />,
    ],
    [
      bands.some((band) => band.tone === 'few'),
      'few records',
      <path
        key="f"
        d="M1.5 .5H18.5V13.5H1.5ZM1 8l8 -8M3 14l14 -14M11 14l8 -8"
        fill={shadeFew}
        stroke="#b9b5a6"
      />,
    ],
  ];
  return (
    <ul className="v-legend" aria-hidden="true">
      {items
        .filter(([shown]) => shown)
        .map(([, words, shape]) => (
          <li key={words}>
            <svg width={20} height={14} viewBox="0 0 20 14" aria-hidden="true" focusable="false">
              {shape}
            </svg>
            {words}
          </li>
        ))}
    </ul>
  );
}

/** What found no room in a picture: captions, and bars without a name. Shading says in the legend what it means. */
function Unsaid({ layout }: { layout: Layout }) {
  const said = new Set(layout.captions.map(({ tone }) => tone));
  const captions = new Set(layout.unplaced.filter(({ tone }) => !said.has(tone)).map(({ label }) => label));
  const bars = layout.lanes
    .flatMap((lane) => lane.bars.filter((bar) => bar.label === undefined))
    .map(({ span }) => span)
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return (
    <>
      {captions.size > 0 && <p className="v-meta">Also: {[...captions].join('; ')}.</p>}
      {bars.length > 0 && (
        <p className="v-meta">
          Bars without a name, from left to right:{' '}
          {bars.map((span, at) => (
            <span key={`${span.href} ${span.from} ${span.label}`}>
              {at > 0 && '; '}
              {span.href === undefined ? (
                span.label
              ) : (
                <a className="govuk-link" href={span.href}>
                  {span.label}
                </a>
              )}
              , {spanInWords(span.from, span.to, span.precision, 'short')}
            </span>
          ))}
          .
        </p>
      )}
    </>
  );
}

/**
 * One time axis: lanes of bars and dots, shaded bands, captions and a weekly count. Drawn once for
 * each width of screen; the stylesheet shows the one that fits. The page that holds it says the same
 * in a list or table, with every link.
 */
export function TimeAxis(props: AxisProps) {
  return (
    <div className="v-axis" id={props.id}>
      <Legend props={props} />
      {forms.map((form) => {
        const layout = layoutAxis(props, form);
        return (
          <div className={`v-axis__form v-axis__form--${form.name}`} key={form.name}>
            <Picture props={props} form={form} layout={layout} />
            <Unsaid layout={layout} />
          </div>
        );
      })}
    </div>
  );
}
