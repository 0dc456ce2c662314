import { fitText, textWidth } from './text.ts';

export type Box = { x: number; y: number; width: number; height: number };

/** `from` and `to` are where the caption's line may go down: the same for a day, the ends of a band. */
export type CaptionWish = {
  from: number;
  to: number;
  label: string;
  tone: 'many' | 'few' | 'day';
  /** How many bands it stands for; 1 when left out. */
  count?: number;
};
/** `x` is where the line goes down; `row` counts from the lanes upwards. */
export type PlacedCaption = {
  wish: CaptionWish;
  x: number;
  text: string;
  left: number;
  width: number;
  row: number;
};
export type CaptionRows = { placed: PlacedCaption[]; rows: number; left: CaptionWish[] };

/** Clear space between two captions, and between a caption and another's line. */
const gap = 6;

/** Places looked at before the search settles for the best it has seen. */
const patience = 3000;

/**
 * Lays captions out in rows above the lanes, each with a line down to its day, so that no two texts
 * and no text and line meet. Searches for a place for all of them, low rows first.
 * @param wishes What to place, in time order.
 * @param room Left and right limits.
 * @param size Font size.
 * @param most Rows at most; what then finds no place is handed back in `left`.
 */
export function placeCaptions(
  wishes: readonly CaptionWish[],
  room: { left: number; right: number },
  size: number,
  most: number,
): CaptionRows {
  const options = wishes.map((wish) => places(wish, room, size, most));
  let best: PlacedCaption[] = [];
  let looks = 0;
  const search = (next: number, placed: readonly PlacedCaption[]): boolean => {
    if (placed.length > best.length) best = [...placed];
    if (next === options.length) return best.length === options.length;
    for (const option of options[next] ?? []) {
      looks += 1;
      if (looks > patience) return true;
      if (placed.every((other) => clear(option, other)) && search(next + 1, [...placed, option])) return true;
    }
    // What has no place beside those before it is passed over, unless as many were placed otherwise.
    return placed.length + options.length - next - 1 > best.length && search(next + 1, placed);
  };
  search(0, []);
  const done = new Set(best.map(({ wish }) => wish));
  return {
    placed: best,
    left: wishes.filter((wish) => !done.has(wish)),
    rows: best.reduce((rows, caption) => Math.max(rows, caption.row + 1), 0),
  };
}

/**
 * Captions of one label that would stand over one another become one with their number, so that they do not climb. What
 * is not over a neighbour of its own label stays as it is.
 * @param wishes In time order.
 */
export function mergeCaptions(wishes: readonly CaptionWish[], size: number): CaptionWish[] {
  const merged: CaptionWish[] = [];
  for (const wish of wishes) {
    const at = merged.findLastIndex((other) => other.label === wish.label && other.tone === wish.tone);
    const before = merged[at];
    const room = textWidth(labelOf({ ...wish, count: 9 }), size) + gap;
    const far = before && (wish.from + wish.to - before.from - before.to) / 2 >= room;
    if (before === undefined || far || wish.tone === 'day') {
      merged.push(wish);
      continue;
    }
    merged[at] = {
      ...before,
      to: Math.max(before.to, wish.to),
      count: (before.count ?? 1) + (wish.count ?? 1),
    };
  }
  return merged;
}

/** "many events", or "many events (3)" where it stands for several bands. */
const labelOf = ({ label, count = 1 }: CaptionWish) => (count > 1 ? `${label} (${count})` : label);

/** Every place that a caption may take, the best first: low, and in the middle over its day. */
function places(
  wish: CaptionWish,
  room: { left: number; right: number },
  size: number,
  most: number,
): PlacedCaption[] {
  const text = fitText(labelOf(wish), room.right - room.left, size);
  const width = textWidth(text, size);
  const middle = (wish.from + wish.to) / 2;
  const lines = wish.to - wish.from < 3 ? [middle] : [middle, wish.from + 1, wish.to - 1];
  const found: PlacedCaption[] = [];
  for (let row = 0; row < most; row += 1) {
    for (const x of lines) {
      for (const share of [0.5, 0, 1]) {
        const start = share === 0.5 ? x - width / 2 : share === 0 ? x - gap / 2 : x - width + gap / 2;
        const left = Math.min(Math.max(start, room.left), room.right - width);
        if (!found.some((other) => other.row === row && other.x === x && other.left === left)) {
          found.push({ wish, x, text, left, width, row });
        }
      }
    }
  }
  return found;
}

function clear(a: PlacedCaption, b: PlacedCaption): boolean {
  if (a.row === b.row) return a.left + a.width + gap <= b.left || b.left + b.width + gap <= a.left;
  const [upper, lower] = a.row > b.row ? [a, b] : [b, a];
  return upper.x <= lower.left - gap / 2 || upper.x >= lower.left + lower.width + gap / 2;
}
