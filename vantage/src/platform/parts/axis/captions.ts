import { fitText, textWidth } from './text.ts';

export type Box = { x: number; y: number; width: number; height: number };

export type CaptionWish = { x: number; label: string; tone: 'many' | 'few' | 'day' };
/** `x` is where the caption's line goes down; `row` counts from the lanes upwards. */
export type PlacedCaption = CaptionWish & { text: string; left: number; width: number; row: number };
export type CaptionRows = { placed: PlacedCaption[]; rows: number; left: CaptionWish[] };

/** Clear space between two captions, and between a caption and another's line. */
const gap = 6;

/**
 * Lays captions out in rows above the lanes, each with a line down to its day, so that no two texts
 * and no text and line meet.
 * @param wishes What to place; the earlier in the list, the lower it stands.
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
  const placed: PlacedCaption[] = [];
  const left: CaptionWish[] = [];
  for (const wish of wishes) {
    const text = fitText(wish.label, room.right - room.left, size);
    const width = textWidth(text, size);
    const starts = [wish.x - width / 2, wish.x - gap / 2, wish.x - width + gap / 2].map((start) =>
      Math.min(Math.max(start, room.left), room.right - width),
    );
    const found = firstFree(wish, text, width, starts, placed, most);
    if (found) placed.push(found);
    else left.push(wish);
  }
  return { placed, left, rows: placed.reduce((rows, caption) => Math.max(rows, caption.row + 1), 0) };
}

function firstFree(
  wish: CaptionWish,
  text: string,
  width: number,
  starts: readonly number[],
  placed: readonly PlacedCaption[],
  most: number,
): PlacedCaption | undefined {
  for (let row = 0; row < most; row += 1) {
    for (const start of starts) {
      const caption = { ...wish, text, left: start, width, row };
      if (placed.every((other) => clear(caption, other))) return caption;
    }
  }
  return undefined;
}

function clear(a: PlacedCaption, b: PlacedCaption): boolean {
  if (a.row === b.row) return a.left + a.width + gap <= b.left || b.left + b.width + gap <= a.left;
  const [upper, lower] = a.row > b.row ? [a, b] : [b, a];
  return upper.x <= lower.left - gap / 2 || upper.x >= lower.left + lower.width + gap / 2;
}
