import {
  first,
  join,
  last,
  lower,
  replace,
  type Step,
  steps,
  substitute,
  translate,
  trim,
  whenPlain,
} from '../twin.ts';

/** Latin letters with marks and the plain letter of each, as two strings of one length. */
const [marked, plain] = (() => {
  const from: string[] = [];
  const to: string[] = [];
  const ranges = [
    [0xc0, 0x24f],
    [0x1e00, 0x1eff],
  ] as const;
  for (const [start, end] of ranges) {
    for (let code = start; code <= end; code++) {
      const letter = String.fromCodePoint(code);
      const bare = letter.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
      if (/^[a-z]$/.test(bare)) {
        from.push(letter);
        to.push(bare);
      }
    }
  }
  return [`${from.join('')}ØøŁłĐđÐðı`, `${to.join('')}oolldddd${'i'}`];
})();

const marks = Array.from({ length: 0x70 }, (_, i) => String.fromCodePoint(0x300 + i)).join('');

const doubled = (letters: string) => [...letters].map((letter) => replace(letter + letter, letter));

/** Lower case without accents; apostrophes vanish, every other mark becomes one space. */
export const fold: Step = steps(
  whenPlain(translate("'`", ''), translate(`${marked}${"'’`´"}${marks}`, plain)),
  lower,
  replace('ß', 'ss'),
  replace('æ', 'ae'),
  replace('œ', 'oe'),
  replace('þ', 'th'),
  substitute('[^\\p{L}\\p{N}]+', ' '),
  trim,
);

/**
 * A spelling key that other ways of writing one name into Latin letters share: Mohammed, Muhammad and Mohamad;
 * Hussain and Hussein; Kateryna and Katerina. Vowels fall into three groups, doubled letters into one, silent h and e
 * at the end go (Ann and Anne, but Christina is not Christine).
 */
export const spellingKey: Step = steps(
  replace(' ', ''),
  replace('ph', 'f'),
  replace('kh', 'k'),
  replace('ck', 'k'),
  replace('cc', 'k'),
  replace('qu', 'k'),
  replace('q', 'k'),
  replace('ce', 'se'),
  replace('ci', 'si'),
  replace('cy', 'sy'),
  replace('sch', 'x'),
  replace('ch', 'x'),
  replace('sh', 'x'),
  replace('dj', 'j'),
  replace('zh', 'j'),
  replace('dz', 'j'),
  replace('bh', 'b'),
  replace('dh', 'd'),
  replace('gh', 'g'),
  replace('th', 't'),
  replace('ee', 'i'),
  replace('ie', 'i'),
  replace('ey', 'i'),
  replace('oo', 'u'),
  replace('ou', 'u'),
  substitute('e$', ''),
  translate('cwzyeo', 'kvsiau'),
  ...doubled('abdfgijklmnprstuvx'),
  substitute('h$', ''),
);

/** A coarser key for finding candidates, from a spelling key: its first letter and the next three consonants. */
export const soundKey: Step = steps(
  join('', first(1), steps(substitute('^.', ''), translate('aiuh', ''), first(3))),
);

/** Month and day of an ISO day, the smaller first, after its year. */
export const anyOrderDay = (sorted: Step): Step =>
  join(' ', first(4), steps(last(5), replace('-', ' '), sorted));
