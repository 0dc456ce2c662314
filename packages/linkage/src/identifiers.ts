import { inOrder } from './kinds/placeholders.ts';
import type { Step } from './twin.ts';

/*
 * An NHS number's weights are 10 to 2 on the first nine digits; eleven less the sum modulo eleven is the tenth; eleven
 * counts as nought and ten never occurs (NHS Data Dictionary). A permanent unique pupil number is a check letter and
 * twelve digits, the letter being number (sum of digits times 2 to 13) modulo 23 of the alphabet without I, O and S
 * (Department for Education).
 */
const upnLetters = 'ABCDEFGHJKLMNPQRTUVWXYZ';

const repeated = (digits: string) => digits.replaceAll(digits[0] ?? '', '') === '';
const placeholder = new RegExp(inOrder, 'u');

/** True for a ten-digit NHS number whose check digit fits, but not for one digit ten times nor digits in order. */
export function isNhsNumber(value: string): boolean {
  if (!/^\d{10}$/.test(value) || repeated(value) || placeholder.test(value)) return false;
  const sum = [...value.slice(0, 9)].reduce((total, digit, i) => total + Number(digit) * (10 - i), 0);
  return (11 - (sum % 11)) % 11 === Number(value[9]);
}

/**
 * True for a permanent unique pupil number. A temporary number, which ends in a letter, is false: a school may give
 * another.
 */
export function isPermanentUpn(value: string): boolean {
  if (!/^[A-Z]\d{12}$/.test(value) || repeated(value.slice(1)) || placeholder.test(value)) return false;
  const sum = [...value.slice(1)].reduce((total, digit, i) => total + Number(digit) * (i + 2), 0);
  return upnLetters[sum % 23] === value[0];
}

const weighted = (x: string, from: number, weights: readonly number[]) =>
  weights.map((weight, i) => `(ascii(substr(${x}, ${from + i}, 1)) - 48) * ${weight}`).join(' + ');

const allSame = (x: string) => `replace(${x}, left(${x}, 1), '') = ''`;

/** The value when its check digit fits, else nothing. */
export const checkedNhsNumber: Step = {
  sql: (x) =>
    `CASE WHEN NOT regexp_matches(${x}, '^\\d{10}$') OR ${allSame(x)} OR regexp_matches(${x}, '${inOrder}') THEN '' WHEN (11 - (${weighted(x, 1, [10, 9, 8, 7, 6, 5, 4, 3, 2])}) % 11) % 11 = ascii(substr(${x}, 10, 1)) - 48 THEN ${x} ELSE '' END`,
  js: (x) => (isNhsNumber(x) ? x : ''),
};

/** The value when its check letter fits, else nothing. */
export const checkedUpn: Step = {
  sql: (x) =>
    `CASE WHEN NOT regexp_matches(${x}, '^[A-Z]\\d{12}$') OR ${allSame(`substr(${x}, 2)`)} OR regexp_matches(${x}, '${inOrder}') THEN '' WHEN substr('${upnLetters}', (${weighted(x, 2, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])}) % 23 + 1, 1) = left(${x}, 1) THEN ${x} ELSE '' END`,
  js: (x) => (isPermanentUpn(x) ? x : ''),
};
