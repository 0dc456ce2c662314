import { scaleLinear } from 'd3-scale';
import { utcDay, utcMonday, utcMonth, utcYear } from 'd3-time';
import { addDays, dayNumber } from '../../days.ts';
import { dayInWords } from '../words.ts';
import { type Box, type CaptionWish, mergeCaptions, placeCaptions } from './captions.ts';
import { type Bar, type Mark, placeBars, placeDots, type Ruler, slackDays } from './lanes.ts';
import type { AxisLoad, AxisProps } from './model.ts';
import { textWidth, wrapText } from './text.ts';

/** How an axis is drawn for one width of screen. Lengths are units of the picture. */
export type Form = {
  name: 'phone' | 'tablet' | 'wide';
  width: number;
  /** Font size of everything. */
  size: number;
  /** Width of the column of lane names; 0 sets each name above its lane. */
  names: number;
  captionRows: number;
  /** Rows of bars in a lane that may be opened for the sake of a label. */
  labelRows: number;
};

/** The stylesheet shows one at a time; sizes keep text at 12 px and more on the screens each is shown on. */
export const forms: readonly Form[] = [
  { name: 'wide', width: 1000, size: 12.5, names: 140, captionRows: 2, labelRows: 7 },
  { name: 'tablet', width: 640, size: 13, names: 118, captionRows: 2, labelRows: 7 },
  { name: 'phone', width: 320, size: 13.5, names: 0, captionRows: 2, labelRows: 9 },
];

export type Label = { text: string; box: Box };
export type Tick = { x: number; label: Label | undefined };
export type Caption = Label & { x: number; tone: CaptionWish['tone']; count: number };
export type Shade = { x: number; width: number; tone: 'many' | 'few' };
export type Lane = { names: Label[]; top: number; bottom: number; bars: Bar[]; marks: Mark[] };
export type Load = { names: Label[]; notes: Label[]; base: number; top: number; points: [number, number][] };
export type Layout = {
  width: number;
  height: number;
  plot: { left: number; right: number; top: number; bottom: number };
  ticks: Tick[];
  /** First and last day shown, in a row of their own; neither where a year that begins there says it, nor a last one without room. */
  edges: Label[];
  shades: Shade[];
  captions: Caption[];
  /** Captions that found no room: the page lists them beneath. */
  unplaced: CaptionWish[];
  lanes: Lane[];
  load: Load | undefined;
};

/** Distances between ticks, the least first, with the months that each spans. */
const steps = [
  { months: 1 / 31, every: utcDay.every(1) },
  { months: 7 / 31, every: utcMonday.every(1) },
  ...[1, 3, 6].map((months) => ({ months, every: utcMonth.every(months) })),
  ...[1, 2, 3, 4, 5, 10, 20, 50].map((years) => ({ months: 12 * years, every: utcYear.every(years) })),
];
/** Ticks at most: more are never apart enough for their labels. */
const mostTicks = 60;
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const dayMillis = 86_400_000;
const millisOf = (day: string) => dayNumber(day) * dayMillis;

/** Space around everything, so that no outline is cut. */
const edge = 2;

/** Places everything that an axis shows in one form; pure, so that the rules of layout can be tested. */
export function layoutAxis(props: AxisProps, form: Form): Layout {
  const { size } = form;
  const line = Math.round(size * 1.35);
  const left = form.names > 0 ? form.names + 10 : edge + 4;
  const right = form.width - edge - 4;
  const start = millisOf(props.from);
  const end = millisOf(props.to);
  const scale = scaleLinear([start, end], [left, right]);
  const perDay = ((right - left) * dayMillis) / (end - start);
  const ruler: Ruler = {
    x: (day) => left + ((millisOf(day) - start) / dayMillis) * perDay,
    slack: (precision) => slackDays[precision] * perDay,
    from: props.from,
    to: props.to,
    left,
    right,
    size,
    line,
  };

  const bands = (props.bands ?? []).filter((band) => band.to > props.from && band.from < props.to);
  const shades = bands.map((band) => {
    const x = Math.max(ruler.x(band.from), left);
    return { x, width: Math.max(Math.min(ruler.x(band.to), right) - x, 1), tone: band.tone };
  });
  const wishes: CaptionWish[] = [
    ...bands.map((band, i) => {
      const shade = shades[i] ?? { x: left, width: 0 };
      return { from: shade.x, to: shade.x + shade.width, label: band.label, tone: band.tone };
    }),
    ...(props.captions ?? [])
      .filter((caption) => caption.on >= props.from && caption.on < props.to)
      .map((caption) => {
        const x = ruler.x(caption.on);
        return { from: x, to: x, label: caption.label, tone: 'day' as const };
      }),
  ].sort((a, b) => a.from - b.from);
  const rows = placeCaptions(
    mergeCaptions(wishes, size),
    { left: edge, right: form.width - edge },
    size,
    form.captionRows,
  );
  const captionBottom = edge + rows.rows * line;
  const captions = rows.placed.map(({ wish, text, left: x, width, row, x: at }) => ({
    text,
    tone: wish.tone,
    count: wish.count ?? 1,
    x: at,
    box: { x, y: captionBottom - (row + 1) * line, width, height: line },
  }));

  const top = captionBottom + (rows.rows > 0 ? 4 : edge);
  let y = top;
  const lanes = props.lanes.map((lane): Lane => {
    const placed = layoutLane(lane.label, y, form, line, (from) => {
      const bars = placeBars(lane.spans, ruler, from, form.labelRows);
      const marks = placeDots(lane.dots, ruler, bars.bottom);
      return { bars: bars.bars, marks: marks.marks, bottom: marks.bottom };
    });
    y = placed.bottom;
    return placed;
  });
  const load = props.load && layoutLoad(props.load, ruler, form, y);
  if (load) y = load.base + 1;

  const ticks = layoutTicks(scale, [new Date(start), new Date(end)], y + 4, form, line);
  const edges = layoutEdges(props, ticks, { left, right }, y + 4 + line, form, line);
  return {
    width: form.width,
    height: Math.ceil(y + 4 + line + (edges.length > 0 ? line : 0) + edge),
    plot: { left, right, top, bottom: y },
    ticks,
    edges,
    shades,
    captions,
    unplaced: rows.left,
    lanes,
    load,
  };
}

function linesAt(
  lines: readonly string[],
  x: number,
  y: number,
  form: Form,
  line: number,
  weight: 400 | 700,
) {
  return lines.map((text, i) => ({
    text,
    box: { x, y: y + i * line, width: textWidth(text, form.size, weight), height: line },
  }));
}

function layoutLane(
  name: string,
  top: number,
  form: Form,
  line: number,
  content: (top: number) => { bars: Bar[]; marks: Mark[]; bottom: number },
): Lane {
  const pad = 4;
  if (form.names === 0) {
    const lines = wrapText(name, form.width - 2 * edge, form.size, 700, 1);
    const inside = content(top + pad + line + 1);
    return {
      names: linesAt(lines, edge, top + pad, form, line, 700),
      top,
      bottom: inside.bottom + pad,
      bars: inside.bars,
      marks: inside.marks,
    };
  }
  const lines = wrapText(name, form.names, form.size, 700, 2);
  const inside = content(top + pad);
  const bottom = Math.max(inside.bottom, top + pad + lines.length * line) + pad;
  return {
    names: linesAt(lines, edge, top + pad, form, line, 700),
    top,
    bottom,
    bars: inside.bars,
    marks: inside.marks,
  };
}

/** Narrowest stretch that one value of the load may take: more would not be seen. */
const loadStep = 2.5;

function layoutLoad(load: AxisLoad, ruler: Ruler, form: Form, top: number): Load {
  const { size, line } = ruler;
  const pad = 6;
  const counts = new Map(load.weeks.map(({ week, count }) => [millisOf(week), count]));
  const most = Math.max(0, ...counts.values());
  const weekMillis = 7 * dayMillis;
  const start = millisOf(ruler.from);
  const monday = start - ((new Date(start).getUTCDay() + 6) % 7) * dayMillis;
  const weeks = Math.ceil((millisOf(ruler.to) - monday) / weekMillis);
  const together = Math.max(1, Math.ceil((loadStep * weeks) / (ruler.right - ruler.left)));
  const means: [number, number][] = [];
  for (let first = 0; first < weeks; first += together) {
    let sum = 0;
    for (let week = first; week < first + together; week += 1) {
      sum += counts.get(monday + week * weekMillis) ?? 0;
    }
    means.push([first + together / 2, sum / together]);
  }
  const highest = Math.max(1, ...means.map(([, mean]) => mean));
  const notes = [...(load.notes ?? []), `at most ${most} ${load.unit} a week`];
  const beside = form.names > 0;
  const room = beside ? form.names : form.width - 2 * edge;
  const names = linesAt(wrapText(load.label, room, size, 700, 2), edge, top + pad, form, line, 700);
  const noteLines = notes.flatMap((note) => wrapText(note, room, size, 400, 2));
  const noteTop = top + pad + names.length * line;
  const placedNotes = linesAt(noteLines, edge, noteTop, form, line, 400);
  const textBottom = noteTop + noteLines.length * line;
  const height = 56;
  const base = beside ? Math.max(top + pad + height, textBottom) : textBottom + 4 + height;
  const width = ruler.right - ruler.left;
  const span = (millisOf(ruler.to) - start) / weekMillis;
  const offset = (start - monday) / weekMillis;
  const points = means.map(([week, mean]): [number, number] => [
    Math.min(Math.max(ruler.left + ((week - offset) / span) * width, ruler.left), ruler.right),
    base - (mean / highest) * height,
  ]);
  return { names, notes: placedNotes, base, top: base - height, points };
}

/** Days at which the axis begins and ends, beneath the ticks at its two ends. */
function layoutEdges(
  { from, to }: Pick<AxisProps, 'from' | 'to'>,
  ticks: readonly Tick[],
  { left, right }: { left: number; right: number },
  y: number,
  form: Form,
  line: number,
): Label[] {
  const isSaid = from.endsWith('-01-01') && ticks.some(({ x, label }) => label && Math.abs(x - left) < 1);
  const [first, last] = [from, addDays(to, -1)].map((day) => {
    const text = dayInWords(day, 'day', 'short');
    return { text, box: { x: left, y, width: textWidth(text, form.size), height: line } };
  });
  if (!first || !last) return [];
  last.box.x = Math.min(right, form.width - edge) - last.box.width;
  const isApart = first.box.x + first.box.width + 8 <= last.box.x;
  return [...(isSaid ? [] : [first]), ...(isApart && first.text !== last.text ? [last] : [])];
}

function layoutTicks(
  scale: (at: Date) => number,
  [from, to]: [Date, Date],
  y: number,
  form: Form,
  line: number,
): Tick[] {
  const width = textWidth('Mar 2026', form.size);
  const dayWidth = textWidth('30 Mar', form.size);
  const yearWidth = textWidth('2026', form.size);
  const months = (to.getTime() - from.getTime()) / dayMillis / (365.25 / 12);
  for (const { months: apart, every } of steps) {
    if (!every || months / apart > mostTicks) continue;
    // Between two of them there is never more room than between all, which is known but for a day or two.
    if (((scale(to) - scale(from)) * apart) / months < (yearWidth + 8) / 1.1) continue;
    const dates = every.range(every.ceil(from), to);
    const daily = apart < 1;
    const monthly = dates.some((date) => date.getUTCMonth() !== 0);
    const ticks = dates.map((date): Tick => {
      const month = monthNames[date.getUTCMonth()] ?? '';
      const year = date.getUTCFullYear();
      const text = daily ? `${date.getUTCDate()} ${month}` : monthly ? `${month} ${year}` : String(year);
      const x = scale(date);
      const box = {
        x: x - textWidth(text, form.size) / 2,
        y,
        width: textWidth(text, form.size),
        height: line,
      };
      const inside = box.x >= edge && box.x + box.width <= form.width - edge;
      return { x, label: inside ? { text, box } : undefined };
    });
    const room = Math.min(...ticks.slice(1).map((tick, i) => tick.x - (ticks[i]?.x ?? 0)));
    if (room >= (daily ? dayWidth : monthly ? width : yearWidth) + 8) return ticks;
  }
  return [];
}
