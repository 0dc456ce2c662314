import { dayInWords, type Precision } from '../words.ts';
import type { Box } from './captions.ts';
import type { AxisDot, AxisSpan, Tone } from './model.ts';
import { fitText, textWidth } from './text.ts';

/** Turns days into places along the axis. */
export type Ruler = {
  x: (day: string) => number;
  /** Length by which a date of a precision may be wrong. */
  slack: (precision: Precision) => number;
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
export const slackDays: Readonly<Record<Precision, number>> = { day: 0, month: 31, year: 366, unknown: 366 };

type Extent = { from: number; to: number };

/**
 * Packs bars with their labels into rows, what is open now first and so uppermost. A label stands in
 * its bar, else right of it, else left. Where no row has room, one is opened while the lane has fewer
 * than `labelRows`; then the short label is tried, and only then is there none.
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
    .sort(
      (a, b) =>
        Number(a.to !== null) - Number(b.to !== null) || (a.from < b.from ? -1 : a.from > b.from ? 1 : 0),
    );
  for (const span of shown) {
    const x = Math.max(ruler.x(span.from), ruler.left);
    const open = span.to === null;
    const end = span.to === null ? ruler.right : Math.min(ruler.x(span.to), ruler.right);
    const start = Math.min(x, ruler.right - 3);
    const width = Math.max(end - start, 3);
    const reach = ruler.slack(span.precision ?? 'day');
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
  const free = (row: number, extent: Extent) =>
    (rows[row] ?? []).every((other) => other.to + gap <= extent.from || extent.to + gap <= other.from);
  const whole = textWidth(span.label, ruler.size) <= (ruler.right - ruler.left) * labelShare;
  const labels = span.short === undefined ? [span.label] : whole ? [span.label, span.short] : [span.short];
  const tried = labels.map((text) => labelled(text, bar, solid, ruler));
  for (const wishes of tried) {
    for (let row = 0; row < labelRows; row += 1) {
      const wish = wishes.find(({ extent }) => free(row, extent));
      if (wish) return { row, ...wish };
    }
  }
  let row = 0;
  while (!free(row, bar)) row += 1;
  const wish = tried.flat().find(({ extent }) => free(row, extent));
  return { row, ...(wish ?? { extent: bar, label: undefined }) };
}

/** A label may take this share of the axis; a longer one is cut when there is no short one. */
const labelShare = 0.6;

/** The places that a label may take at a bar, the best first; none when it fits nowhere. */
function labelled(words: string, bar: Extent, solid: Extent, ruler: Ruler): Omit<Choice, 'row'>[] {
  const text = fitText(words, (ruler.right - ruler.left) * labelShare, ruler.size);
  const width = textWidth(text, ruler.size);
  if (text === '') return [];
  if (width + 2 * inset <= solid.to - solid.from) {
    return [{ extent: bar, label: { text, x: solid.from + inset, width, inside: true } }];
  }
  const places: Omit<Choice, 'row'>[] = [];
  const right = bar.to + inset;
  const left = bar.from - inset - width;
  if (right + width <= ruler.right) {
    places.push({
      extent: { from: bar.from, to: right + width },
      label: { text, x: right, width, inside: false },
    });
  }
  if (left >= ruler.left) {
    places.push({ extent: { from: left, to: bar.to }, label: { text, x: left, width, inside: false } });
  }
  return places;
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
  const groups: Group[] = [];
  for (let first = 0; first < shown.length; ) {
    const { on, precision = 'day' } = shown[first] as AxisDot;
    let next = first + 1;
    while (shown[next]?.on === on && (shown[next]?.precision ?? 'day') === precision) next += 1;
    const dots = shown.slice(first, next);
    first = next;
    const from = ruler.x(on);
    const to = Math.min(from + ruler.slack(precision), ruler.right);
    const count = dots.reduce((sum, dot) => sum + (dot.count ?? 1), 0);
    let group = sized({ dots, count, from, to }, ruler);
    let before = groups.at(-1);
    while (before && before.x + before.width + 2 > group.x) {
      group = joined(before, group, ruler);
      groups.pop();
      before = groups.at(-1);
    }
    groups.push(group);
  }
  return { marks: groups.map((group) => markOf(group, top, height)), bottom: top + height + gap };
}

/** Dots that stand together, with the stretch in which they may lie. */
type Together = { dots: AxisDot[]; count: number; from: number; to: number };
type Group = Together & { x: number; width: number };

function sized(together: Together, ruler: Ruler): Group {
  const { count, from, to } = together;
  const width =
    count > 1 ? Math.max(textWidth(String(count), ruler.size, 700) + 8, ruler.line + 1) : radius * 2;
  const x = Math.min(Math.max((from + to - width) / 2, ruler.left), ruler.right - width);
  return { ...together, x, width };
}

/** Two groups as one: `before` takes the dots of the other up, which may be thousands. */
function joined(before: Group, after: Group, ruler: Ruler): Group {
  for (const dot of after.dots) before.dots.push(dot);
  const [from, to] = [Math.min(before.from, after.from), Math.max(before.to, after.to)];
  return sized({ dots: before.dots, count: before.count + after.count, from, to }, ruler);
}

function markOf({ dots, count, from, to, x, width }: Group, top: number, height: number): Mark {
  const tall = count > 1 ? height : radius * 2;
  const tones = new Set(dots.map((dot) => dot.tone ?? 'neutral'));
  const [tone = 'neutral'] = tones;
  return {
    dots,
    count,
    tone: tones.size > 1 ? 'mixed' : tone,
    box: { x, y: top + (height - tall) / 2, width, height: tall },
    exact: dots.every((dot) => (dot.precision ?? 'day') === 'day'),
    reach: to - from > width ? { from, to } : undefined,
    text: count > 1 ? String(count) : undefined,
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
        `${dot.begun === undefined ? dayInWords(dot.on, dot.precision) : `Since ${dayInWords(dot.begun, dot.precision)}`}: ${dot.label}${(dot.count ?? 1) > 1 ? ` (${dot.count})` : ''}`,
    );
  const more = mark.dots.length - named;
  return more > 0 ? `${lines.join('\n')}\nand ${more} more` : lines.join('\n');
}
