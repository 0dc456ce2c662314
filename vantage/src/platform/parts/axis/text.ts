/** Measures text for pictures drawn on the server, where no browser can be asked. */

export type Weight = 400 | 700;

/**
 * Advance widths of Atkinson Hyperlegible Next in thousandths of the font size: [width, characters].
 * Read from the fonts' `hmtx` table; a test compares them with the files.
 */
const advances: Readonly<Record<Weight, readonly (readonly [number, string])[]>> = {
  400: [
    [160, "'"],
    [210, ',.:;'],
    [236, '‘’'],
    [237, '|'],
    [240, '·'],
    [243, '`'],
    [245, 'j'],
    [252, 'i'],
    [262, 'l'],
    [280, ' '],
    [286, '!'],
    [299, '()'],
    [301, '"'],
    [314, 'f'],
    [317, '['],
    [326, 't'],
    [344, ']{}'],
    [349, 'r'],
    [362, '-'],
    [372, '_'],
    [387, '/\\'],
    [392, 'I'],
    [399, '“”'],
    [407, '1'],
    [449, 'y'],
    [460, 'z'],
    [461, 'v'],
    [471, 's'],
    [480, '?'],
    [481, 'x'],
    [485, '*c'],
    [492, 'k'],
    [504, '–'],
    [510, '7'],
    [512, 'J'],
    [525, 'a'],
    [538, 'e'],
    [540, 'u'],
    [541, 'L'],
    [548, '2o'],
    [550, 'hn'],
    [552, 'F^'],
    [553, '<>'],
    [555, '~'],
    [558, 'Tg'],
    [564, 'd'],
    [566, 'bp'],
    [569, 'E'],
    [574, 'q'],
    [575, 'Y'],
    [576, '3'],
    [588, '5'],
    [592, '$PS'],
    [593, 'V'],
    [595, '9'],
    [598, '6'],
    [606, '+−'],
    [607, 'Z'],
    [610, '£'],
    [613, 'B'],
    [614, '4R'],
    [615, '8'],
    [623, 'X'],
    [626, 'A'],
    [628, '='],
    [631, 'K'],
    [645, 'C'],
    [648, '0'],
    [651, '#'],
    [669, 'D'],
    [670, '…'],
    [684, 'w'],
    [690, 'U'],
    [693, 'N'],
    [694, 'GH'],
    [714, 'O'],
    [724, 'Q'],
    [731, '&'],
    [778, '@'],
    [824, 'M—'],
    [845, 'm'],
    [856, 'W'],
    [919, '%'],
  ],
  700: [
    [210, "'"],
    [254, '|'],
    [259, 'j'],
    [269, '‘’'],
    [271, ','],
    [272, '.:;'],
    [288, '`'],
    [294, '·'],
    [300, 'i'],
    [303, '!'],
    [312, ' '],
    [318, 'l'],
    [335, '()'],
    [340, '['],
    [344, ']'],
    [365, 'f'],
    [373, '-'],
    [376, 'rt'],
    [381, '{}'],
    [390, '"'],
    [400, '_'],
    [424, 'I'],
    [440, '/1\\'],
    [479, '“”'],
    [485, '*'],
    [501, '–'],
    [505, 'z'],
    [508, 's'],
    [510, 'c'],
    [521, 'y'],
    [530, 'v'],
    [537, '7~'],
    [539, 'x'],
    [547, '?'],
    [552, 'La'],
    [555, 'k'],
    [561, 'J'],
    [563, 'e'],
    [566, 'F'],
    [567, 'u'],
    [569, '<>'],
    [571, '9hn'],
    [576, 'o'],
    [579, '2'],
    [582, '^'],
    [593, 'g'],
    [595, '+−'],
    [596, 'bdp'],
    [597, 'E'],
    [599, 'q'],
    [600, '3'],
    [607, '5T'],
    [610, '$S'],
    [612, '='],
    [618, 'Z'],
    [624, '48'],
    [626, '6'],
    [629, 'P'],
    [634, '£'],
    [643, 'B'],
    [644, 'V'],
    [650, 'RY'],
    [658, 'C'],
    [659, '0'],
    [663, 'K'],
    [678, 'A'],
    [685, 'X'],
    [686, 'U'],
    [688, 'D'],
    [701, 'H'],
    [717, 'N'],
    [718, 'G'],
    [725, '&'],
    [740, 'w'],
    [746, 'O'],
    [756, 'Q'],
    [765, '#'],
    [780, '…'],
    [781, '@'],
    [832, '—'],
    [858, 'M'],
    [882, 'm'],
    [886, 'W'],
    [969, '%'],
  ],
};

const tables: Readonly<Record<Weight, ReadonlyMap<string, number>>> = {
  400: toMap(advances[400]),
  700: toMap(advances[700]),
};

function toMap(groups: readonly (readonly [number, string])[]): ReadonlyMap<string, number> {
  return new Map(groups.flatMap(([width, characters]) => [...characters].map((c) => [c, width] as const)));
}

/** Wider than every letter: for characters that the font does not have. */
const unknownWidth = 1000;

/**
 * @param size Font size; the result is in its unit.
 * @returns Width of a line of text, without kerning; an accented letter is as wide as its plain one.
 */
export function textWidth(text: string, size: number, weight: Weight = 400): number {
  const table = tables[weight];
  let thousandths = 0;
  for (const character of text) {
    thousandths += table.get(character) ?? table.get(character.normalize('NFD').charAt(0)) ?? unknownWidth;
  }
  return (thousandths * size) / 1000;
}

/** @returns The text, cut at the end with an ellipsis when it is wider than `room`; empty when nothing fits. */
export function fitText(text: string, room: number, size: number, weight: Weight = 400): string {
  if (textWidth(text, size, weight) <= room) return text;
  const characters = [...text];
  while (characters.length > 0) {
    characters.pop();
    const shorter = `${characters.join('').trimEnd()}…`;
    if (characters.length > 0 && textWidth(shorter, size, weight) <= room) return shorter;
  }
  return '';
}

/** @returns Lines no wider than `room`, broken between words; at most `most`, the last one cut to fit. */
export function wrapText(text: string, room: number, size: number, weight: Weight, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && (textWidth(longer, size, weight) <= room || lines.length === most)) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(word);
    }
  }
  return lines.map((line) => fitText(line, room, size, weight));
}
