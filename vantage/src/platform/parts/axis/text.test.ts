import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fitText, textWidth, type Weight, wrapText } from './text.ts';

/** Reads code points and advance widths (in em) out of a WOFF file, by the OpenType specification. */
function widthsIn(path: string): Map<number, number> {
  const file = readFileSync(path);
  const tables = new Map<string, Buffer>();
  for (let at = 44, left = file.readUInt16BE(12); left > 0; at += 20, left -= 1) {
    const start = file.readUInt32BE(at + 4);
    const packed = file.subarray(start, start + file.readUInt32BE(at + 8));
    const whole = packed.length < file.readUInt32BE(at + 12) ? inflateSync(packed) : packed;
    tables.set(file.toString('latin1', at, at + 4), whole);
  }
  const table = (name: string) => tables.get(name) ?? Buffer.alloc(0);
  const perEm = table('head').readUInt16BE(18);
  const last = table('hhea').readUInt16BE(34) - 1;
  const cmap = table('cmap');
  const widths = new Map<number, number>();
  for (let record = 0; record < cmap.readUInt16BE(2); record += 1) {
    const sub = cmap.readUInt32BE(4 + record * 8 + 4);
    if (cmap.readUInt16BE(sub) !== 4) continue;
    const doubled = cmap.readUInt16BE(sub + 6);
    for (let segment = 0; segment < doubled; segment += 2) {
      const end = cmap.readUInt16BE(sub + 14 + segment);
      const start = cmap.readUInt16BE(sub + 16 + doubled + segment);
      const delta = cmap.readUInt16BE(sub + 16 + 2 * doubled + segment);
      const rangeAt = sub + 16 + 3 * doubled + segment;
      const range = cmap.readUInt16BE(rangeAt);
      for (let code = start; code <= end && code < 0xffff; code += 1) {
        const glyph = range
          ? cmap.readUInt16BE(rangeAt + range + 2 * (code - start))
          : (code + delta) & 0xffff;
        if (glyph) widths.set(code, table('hmtx').readUInt16BE(4 * Math.min(glyph, last)) / perEm);
      }
    }
  }
  return widths;
}

const require = createRequire(import.meta.url);
const written = '£–—‘’“”…·−';

test.each<Weight>([400, 700])('widths are those of the font at weight %i', (weight) => {
  const font = widthsIn(
    require.resolve(
      `@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-${weight}-normal.woff`,
    ),
  );
  const characters = [...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)), ...written];
  for (const character of characters) {
    const expected = font.get(character.codePointAt(0) ?? 0) ?? -1;
    expect(textWidth(character, 1000, weight), character).toBeCloseTo(expected * 1000, 6);
  }
});

test('an accented letter is as wide as its plain one, an unknown one as wide as any', () => {
  expect(textWidth('é', 10)).toBe(textWidth('e', 10));
  expect(textWidth('漢', 10)).toBe(10);
});

test('text is cut to fit', () => {
  const room = textWidth('Child in…', 12);
  expect(fitText('Child in need', room, 12)).toBe('Child in…');
  expect(fitText('Child', 100, 12)).toBe('Child');
  expect(fitText('Child', 3, 12)).toBe('');
});

test('text is broken between words, and the last line takes the rest', () => {
  const room = textWidth('and homes', 12, 700);
  expect(wrapText('Early help and homes', room, 12, 700, 3)).toEqual(['Early help', 'and homes']);
  expect(wrapText('Early help and homes for all', room, 12, 700, 2)).toHaveLength(2);
  for (const line of wrapText('Early help and homes for all', room, 12, 700, 2)) {
    expect(textWidth(line, 12, 700)).toBeLessThanOrEqual(room);
  }
});
