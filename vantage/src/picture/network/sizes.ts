/** What stands in each box of a network map, and how large it is for that. */
import { textWidth, wrapText } from '../../platform/parts/index.ts';
import { type TieKind, tieKindNames, tieKinds } from '../../voice/index.ts';
import { namesInList } from '../called.ts';
import type { Size, ToPlace } from './layout.ts';
import { type Around, linesOf } from './model.ts';
import type { Network } from './service.ts';

/** One line of text: its size, and whether it is a name. */
export type TextLine = { text: string; size: number; isName: boolean };
export type Boxed = ToPlace & { texts: TextLine[]; kind: TieKind; one: Around | null };

const [small, large] = [13, 16];
const [padding, widest] = [9, 150];
/** Height of a line of text, of its size. */
export const lineHeight = 1.25;
/** No more words than this of what records tell stand in a box: the table has all. */
const mostTold = 2;

const sizeOf = (texts: readonly TextLine[]): Size => ({
  width:
    2 * padding +
    Math.max(60, ...texts.map(({ text, size, isName }) => textWidth(text, size, isName ? 700 : 400))),
  height: 2 * padding + texts.reduce((sum, { size }) => sum + size * lineHeight, 0),
});

const wrapped = (text: string, size: number, isName: boolean, most: number): TextLine[] =>
  wrapText(text, widest, size, isName ? 700 : 400, most).map((line) => ({ text: line, size, isName }));

/** What stands around the family, in the order of kinds; of a kind with nothing, an empty place. */
export function boxesOf({ around, middle, name }: Network): Boxed[] {
  return tieKindNames.flatMap((kind): Boxed[] => {
    const own = around.filter((one) => one.kind === kind);
    if (own.length === 0) {
      const texts = [
        ...wrapped(tieKinds[kind].one, small, false, 1),
        { text: 'none here yet', size: small, isName: false },
      ];
      return [{ id: `none:${kind}`, kind, one: null, lines: 0, texts, ...sizeOf(texts) }];
    }
    return own.map((one) => {
      const turning = one.ties.filter(({ turnsTo }) => turnsTo).flatMap(({ whose }) => whose);
      const whose = one.whose.filter((id) => !turning.includes(id));
      const isAll = middle.every((id) => one.whose.includes(id));
      const texts = [
        ...wrapped(tieKinds[kind].one, small, false, 1),
        ...wrapped(one.name, large, true, 3),
        ...one.told.slice(0, mostTold).flatMap(({ words }) => wrapped(words, small, false, 2)),
        ...(one.told.length > mostTold
          ? wrapped(`and ${one.told.length - mostTold} more`, small, false, 1)
          : []),
        ...(isAll || whose.length === 0
          ? []
          : wrapped(`with ${namesInList(whose.map(name))}`, small, false, 2)),
        ...(turning.length === 0
          ? []
          : wrapped(
              `${namesInList(turning.map(name))} ${new Set(turning).size === 1 ? 'turns' : 'turn'} there`,
              small,
              true,
              2,
            )),
      ];
      return { id: one.id, kind, one, lines: linesOf(one).length, texts, ...sizeOf(texts) };
    });
  });
}

/** The family in the middle: its name, and who stands there. */
export function middleOf({ middle, name, picture }: Network): { texts: TextLine[] } & Size {
  const names = namesInList(middle.map(name));
  const texts = [
    ...wrapped(picture.name, large, true, 3),
    ...(names === '' ? [] : wrapped(names, small + 1, false, 8)),
  ];
  const { width, height } = sizeOf(texts);
  return { texts, width: width + 16, height: height + 12 };
}
