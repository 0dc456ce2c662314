import { addDays } from '../../days.ts';
import { dayInWords, type Precision } from '../words.ts';
import type { Box } from './captions.ts';
import type { AxisDot, AxisSpan, Tone } from './model.ts';
import { fitText, textWidth } from './text.ts';

/** Turns days into places along the axis. */
export type Ruler = {
  x: (day: string) => number;
  from: string;
  to: string;
  left: number;
  right: number;
  /** Font size and height of a line. */
  size: number;
  line: number;
};

export type Bar = {
  span: AxisSpan;
  box: Box;
  /** No end is known yet: drawn with a point, up to the edge. */
  open: boolean;
  /** Lengths at both ends within which the true end may lie. */
  rough: { start: number; end: number };
  label: { text: string; box: Box; inside: boolean } | undefined;
};

export type Mark = {
  dots: AxisDot[];
  count: number;
  tone: Tone | 'mixed';
  box: Box;
  /** Whether the days of all its dots are known. */
  exact: boolean;
  /** From the first to the last day that it may stand for, when that is wider than the mark. */
  reach: { from: number; to: number } | undefined;
  text: string | undefined;
};

/** Clear space between neighbours in a row. */
const gap = 3;
/** Space left of and right of a label inside its bar; an open bar ends in a point. */
const inset = 4;
export const point = 6;

/** Days by which a date of a precision may be wrong. */
const slackDays: Readonly<Record<Precision, number>> = { day: 0, month: 31, year: 366, unknown: 366 };

type Extent = { from: number; to: number };

/**
 * Packs bars with their labels into rows. A label stands in its bar, else right of it, else left; a
 * row is opened for it while the lane has fewer than `labelRows`, and only then is it left out.
 */
export function placeBars(
  spans: readonly AxisSpan[],
  ruler: Ruler,
  top: number,
  labelRows: number,
): { bars: Bar[]; bottom: number } {
  const height = ruler.line + 1;
  const rows: Extent[][] = [];
  const bars: Bar[] = [];
  const shown = spans
    .filter((span) => span.from < ruler.to && (span.to === null || span.to > ruler.from))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  for (const span of shown) {
    const x = Math.max(ruler.x(span.from), ruler.left);
    const open = span.to === null;
    const end = span.to === null ? ruler.right : Math.min(ruler.x(span.to), ruler.right);
    const start = Math.min(x, ruler.right - 3);
    const width = Math.max(end - start, 3);
    const reach = ruler.x(addDays(ruler.from, slackDays[span.precision ?? 'day'])) - ruler.left;
    const rough = {
      start: span.from < ruler.from ? 0 : Math.min(reach, width / 2),
      end: span.to === null || span.to > ruler.to ? 0 : Math.min(reach, width / 2),
    };
    const solid = { from: start + rough.start, to: start + width - rough.end - (open ? point : 0) };
    const choice = choose(span, { from: start, to: start + width }, solid, ruler, rows, labelRows);
    const row = rows[choice.row] ?? [];
    rows[choice.row] = row;
    row.push(choice.extent);
    const y = top + choice.row * (height + gap);
    bars.push({
      span,
      open,
      box: { x: start, y, width, height },
      rough,
      label: choice.label && {
        text: choice.label.text,
        inside: choice.label.inside,
        box: { x: choice.label.x, y, width: choice.label.width, height },
      },
    });
  }
  return { bars, bottom: top + (rows.length > 0 ? rows.length * (height + gap) : 0) };
}

type Choice = {
  row: number;
  extent: Extent;
  label: { text: string; x: number; width: number; inside: boolean } | undefined;
};

function choose(
  span: AxisSpan,
  bar: Extent,
  solid: Extent,
  ruler: Ruler,
  rows: readonly Extent[][],
  labelRows: number,
): Choice {
  const text = fitText(span.label, (ruler.right - ruler.left) * 0.6, ruler.size);
  const width = textWidth(text, ruler.size);
  const wishes: Omit<Choice, 'row'>[] = [];
  if (width + 2 * inset <= solid.to - solid.from) {
    wishes.push({ extent: bar, label: { text, x: solid.from + inset, width, inside: true } });
  } else if (text !== '') {
    const right = bar.to + inset;
    const left = bar.from - inset - width;
    if (right + width <= ruler.right) {
      wishes.push({
        extent: { from: bar.from, to: right + width },
        label: { text, x: right, width, inside: false },
      });
    }
    if (left >= ruler.left) {
      wishes.push({ extent: { from: left, to: bar.to }, label: { text, x: left, width, inside: false } });
    }
  }
  const free = (row: number, extent: Extent) =>
    (rows[row] ?? []).every((other) => other.to + gap <= extent.from || extent.to + gap <= other.from);
  for (let row = 0; row < labelRows; row += 1) {
    const wish = wishes.find(({ extent }) => free(row, extent));
    if (wish) return { row, ...wish };
  }
  let row = 0;
  while (!free(row, bar)) row += 1;
  const [first] = wishes;
  return { row, extent: bar, label: first?.label?.inside ? first.label : undefined };
}

const radius = 4.5;

/** Places dots in a row and merges those that would touch into one mark with their number. */
export function placeDots(
  dots: readonly AxisDot[],
  ruler: Ruler,
  top: number,
): { marks: Mark[]; bottom: number } {
  const shown = dots
    .filter((dot) => dot.on >= ruler.from && dot.on < ruler.to)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  if (shown.length === 0) return { marks: [], bottom: top };
  const height = ruler.line + 1;
  let marks: Mark[] = [];
  for (const dot of shown) {
    let mark = markOf([dot], ruler, top, height);
    let before = marks.at(-1);
    while (before && before.box.x + before.box.width + 2 > mark.box.x) {
      mark = markOf([...before.dots, ...mark.dots], ruler, top, height);
      marks = marks.slice(0, -1);
      before = marks.at(-1);
    }
    marks.push(mark);
  }
  return { marks, bottom: top + height + gap };
}

function markOf(dots: AxisDot[], ruler: Ruler, top: number, height: number): Mark {
  const count = dots.reduce((sum, dot) => sum + (dot.count ?? 1), 0);
  const places = dots.map((dot) => ruler.x(dot.on));
  const first = Math.min(...places);
  const slack = (dot: AxisDot) =>
    ruler.x(addDays(ruler.from, slackDays[dot.precision ?? 'day'])) - ruler.left;
  const last = Math.min(Math.max(...dots.map((dot, i) => (places[i] ?? first) + slack(dot))), ruler.right);
  const text = count > 1 ? String(count) : undefined;
  const width = text ? Math.max(textWidth(text, ruler.size, 700) + 8, height) : radius * 2;
  const tall = text ? height : radius * 2;
  const middle = (first + last) / 2;
  const x = Math.min(Math.max(middle - width / 2, ruler.left), ruler.right - width);
  const tones = new Set(dots.map((dot) => dot.tone ?? 'neutral'));
  const [tone = 'neutral'] = tones;
  return {
    dots,
    count,
    tone: tones.size > 1 ? 'mixed' : tone,
    box: { x, y: top + (height - tall) / 2, width, height: tall },
    exact: dots.every((dot) => (dot.precision ?? 'day') === 'day'),
    reach: last - first > width ? { from: first, to: last } : undefined,
    text,
  };
}

/** Dots named when the pointer rests on a mark; more are only counted. */
const named = 8;

/** @returns What a mark stands for, in words. */
export function markInWords(mark: Mark): string {
  const lines = mark.dots
    .slice(0, named)
    .map(
      (dot) =>
        `${dayInWords(dot.on, dot.precision)}: ${dot.label}${(dot.count ?? 1) > 1 ? ` (${dot.count})` : ''}`,
    );
  const more = mark.dots.length - named;
  return more > 0 ? `${lines.join('\n')}\nand ${more} more` : lines.join('\n');
}
