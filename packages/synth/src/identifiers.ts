import type { Day } from './days.ts';
import { yearOf } from './days.ts';
import type { Random } from './random.ts';

/**
 * A well-formed NHS number that belongs to nobody: numbers beginning 999 are kept for tests.
 * Check digit: the first nine digits times 10 down to 2, summed; 11 minus the remainder by 11; 11 counts as 0, 10 is no number.
 */
export function nhsNumber(chance: Random): string {
  for (;;) {
    const nine = `999${String(chance.int(0, 999_999)).padStart(6, '0')}`;
    const sum = [...nine].reduce((total, digit, i) => total + Number(digit) * (10 - i), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check !== 10) return `${nine}${check}`;
  }
}

const upnLetters = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/**
 * A well-formed unique pupil number of a made-up authority (number 999): check letter, authority, school, year of entry, serial.
 * Check letter: digits in places 2 to 13 times 2 to 13, summed; the remainder by 23 names the letter.
 */
export function upn(chance: Random, born: Day): string {
  const year = String((yearOf(born) + 4) % 100).padStart(2, '0');
  const twelve = `999${String(chance.int(2000, 2999))}${year}${String(chance.int(0, 999)).padStart(3, '0')}`;
  const sum = [...twelve].reduce((total, digit, i) => total + Number(digit) * (i + 2), 0);
  return `${upnLetters.charAt(sum % 23)}${twelve}`;
}
