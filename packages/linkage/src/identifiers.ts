import { isIdentifierPlaceholder } from './placeholders.ts';

/**
 * True for a ten-digit NHS number whose check digit fits: weights 10 to 2 on the first nine digits, eleven less the
 * sum modulo eleven; eleven counts as nought and ten never occurs (NHS Data Dictionary). One digit ten times would pass and
 * is false: people type it where the number is not known.
 */
export function isNhsNumber(value: string): boolean {
  if (!/^\d{10}$/.test(value) || isIdentifierPlaceholder(value)) return false;
  const sum = [...value.slice(0, 9)].reduce((total, digit, i) => total + Number(digit) * (10 - i), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === Number(value[9]);
}

const upnLetters = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/**
 * True for a permanent unique pupil number: a check letter and twelve digits, the letter being number (sum of digits
 * times 2 to 13) modulo 23 of the alphabet without I, O and S (Department for Education). A temporary number, which
 * ends in a letter, is false: a school may give another.
 */
export function isPermanentUpn(value: string): boolean {
  if (!/^[A-Z]\d{12}$/.test(value) || isIdentifierPlaceholder(value)) return false;
  const sum = [...value.slice(1)].reduce((total, digit, i) => total + Number(digit) * (i + 2), 0);
  return upnLetters[sum % 23] === value[0];
}
