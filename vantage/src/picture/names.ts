import { doubleMetaphone } from 'double-metaphone';

/** A key under which a person is found: a word of a name, how a word sounds, an identifier, a birth date or a postcode. */
export type SearchKey = { key: string; form: 'word' | 'sound' | 'number' | 'date' | 'postcode' };

/**
 * Words of a name or query as search compares them: lower case, without accents, split at anything that is not a
 * letter or digit. `"Zoë O’Brien-Łuk"` gives `zoe`, `o`, `brien`, `obrien`, `luk`.
 */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđðħßæœþı]/g, (letter) => plainLetters[letter] ?? letter);
  const words = new Set<string>();
  for (const part of plain.split(/[^\p{L}\p{N}'’]+/u)) {
    const pieces = part.split(/['’]/).filter(Boolean);
    for (const piece of pieces) words.add(piece);
    if (pieces.length > 1) words.add(pieces.join(''));
  }
  return [...words];
}

const plainLetters: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ı: 'i',
};

/** How a word sounds (Double Metaphone, L. Philips 2000): one or two codes, none for words of one letter or of digits. */
export function soundsOf(word: string): string[] {
  if (word.length < 2 || /\d/.test(word)) return [];
  return [...new Set(doubleMetaphone(word))].filter((code) => code.length > 1);
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Words that are one slip away: two letters swapped, one left out, one too many, one wrong (Damerau 1964). None for words of
 * fewer than four letters, of which too many are near, or more than 24, and none for those with digits.
 */
export function nearTo(word: string): string[] {
  if (word.length < 4 || word.length > 24 || !/^\p{L}+$/u.test(word)) return [];
  const near = new Set<string>();
  for (let at = 0; at <= word.length; at += 1) {
    const [before, here, after] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)];
    near.add(before + after);
    if (after !== '') near.add(before + after.charAt(0) + here + after.slice(1));
    for (const letter of letters) near.add(before + letter + after).add(before + letter + here + after);
  }
  near.delete(word);
  return [...near];
}

/** Every key under which a person with these names and identifiers is found. */
export function keysOf(names: readonly string[], identifiers: readonly string[]): SearchKey[] {
  const keys = new Map<string, SearchKey>();
  const add = (key: string, form: SearchKey['form']) => keys.set(`${form} ${key}`, { key, form });
  for (const name of names) {
    for (const word of wordsOf(name)) {
      add(word, 'word');
      for (const sound of soundsOf(word)) add(sound, 'sound');
    }
  }
  for (const identifier of identifiers) add(numberOf(identifier), 'number');
  return [...keys.values()];
}

/** An identifier as search compares it: letters and digits only, upper case. */
export function numberOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();
}
