import type { Day } from './days.ts';
import { yearOf } from './days.ts';

/** Values kept for the written families: the last ten of the thousand that end in the same three digits. */
const kept = 990;

/**
 * A well-formed NHS number that belongs to nobody, or undefined where no check digit fits: numbers beginning 999 are
 * kept for tests. `six` are its fourth to ninth digits.
 * Check digit: the first nine digits times 10 down to 2, summed; 11 minus the remainder by 11; 11 counts as 0, 10 is no number.
 */
function nhsNumber(six: number): string | undefined {
  const nine = `999${String(six).padStart(6, '0')}`;
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += Number(nine[i]) * (10 - i);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? undefined : `${nine}${check}`;
}

const upnLetters = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/**
 * A well-formed unique pupil number of a made-up authority (number 999): check letter, authority, school, year of entry, serial.
 * Check letter: digits in places 2 to 13 times 2 to 13, summed; the remainder by 23 names the letter.
 */
function upn(area: number, serial: number, born: Day): string {
  const year = String((yearOf(born) + 4) % 100).padStart(2, '0');
  const twelve = `999${2000 + area}${year}${String(serial % 1000).padStart(3, '0')}`;
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += Number(twelve[i]) * (i + 2);
  return `${upnLetters.charAt(sum % 23)}${twelve}`;
}

export type Identifiers = {
  /** A person's NHS number; empty for whoever comes after the small area's share of the test range is used up (some 900 in a county). */
  nhs(): string;
  upn(born: Day): string;
};

/** Numbers for the people of one small area of so many, unlike those of every other; area 0 is the written families'. */
export function identifiers(area: number, areas: number): Identifiers {
  // Numbers end in three digits that are one area's own; where there are few areas, each has several such endings.
  const endings = Math.max(1, Math.floor(1000 / areas));
  let [tried, pupils] = [0, 0];
  return {
    nhs() {
      while (tried < kept * endings) {
        const turn = tried % kept;
        // 387 and 991 have no common factor, so each value comes once before any comes again.
        const block = area === 0 ? kept + (tried % 10) : (turn * 387) % 991;
        const ending = area === 0 ? Math.floor(tried / 10) : area - 1 + areas * Math.floor(tried / kept);
        tried += 1;
        const number = block >= kept && area !== 0 ? undefined : nhsNumber(block * 1000 + ending);
        if (number !== undefined) return number;
      }
      return '';
    },
    upn(born) {
      pupils += 1;
      return upn(area, pupils, born);
    },
  };
}
