/** What a search asks for: names and numbers, birth dates, postcodes. */
import { clock, dayOf, readDay } from '../platform/index.ts';
import { wordsOf } from './names.ts';

/** What may be written in a search box, said wherever there is one. */
export const whatToWrite =
  'Any names of the people in the family, in any order; a birth date; a postcode; or an NHS number, a pupil number or an agency’s own number.';

/** How else a name is found, and what is not searched. */
export const howItFinds =
  'The beginning of a name is enough, and a name that sounds the same or is spelled nearly so is found too. Streets are not searched: write the postcode.';

export type Asked = {
  words: string[];
  /** Days as `2014-06-03`. */
  dates: string[];
  /** As `AM1 3FD`. */
  postcodes: string[];
  /** Of what is written as a day and is none, what is wrong with it. */
  noDays: string[];
};

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const ways: readonly [RegExp, (parts: string[]) => [year: string, month: number, day: string]][] = [
  [/\b(\d{4})-(\d{1,2})-(\d{1,2})\b/g, ([year = '', month, day = '']) => [year, Number(month), day]],
  [
    /\b(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})\b/g,
    ([day = '', month, year = '']) => [year, Number(month), day],
  ],
  [
    /\b(\d{1,2})(?:st|nd|rd|th)?\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(\d{4})\b/gi,
    ([day = '', month = '', year = '']) => [year, months.indexOf(month.toLowerCase()) + 1, day],
  ],
];

/** Outward and inward part, with a space or without (Royal Mail, Programmer's Guide to the PAF, postcode formats). */
const postcode = /\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b/gi;

/** Reads the words of a search. A day is before a month; a year of two digits is the last such year that has come. */
export function askedFor(query: string): Asked {
  const dates: string[] = [];
  const postcodes: string[] = [];
  const noDays: string[] = [];
  let rest = query;
  for (const [pattern, read] of ways)
    rest = rest.replace(pattern, (text, ...parts) => {
      const [year, month, day] = read(parts.slice(0, 3).map(String));
      const date = dayWritten(year, month, day);
      if (date === undefined) {
        const told = readDay(`${Number(day)}/${month}/${fullYear(year)}`);
        if ('wrong' in told) noDays.push(`There is no such day as ${text}. ${told.wrong}`);
        return text;
      }
      dates.push(date);
      return ' ';
    });
  rest = rest.replace(postcode, (text) => {
    const code = text.toUpperCase().replace(/\s/g, '');
    postcodes.push(`${code.slice(0, -3)} ${code.slice(-3)}`);
    return ' ';
  });
  return { words: wordsOf(rest), dates, postcodes, noDays };
}

function dayWritten(year: string, month: number, day: string): string | undefined {
  const date = new Date(Date.UTC(fullYear(year), month - 1, Number(day)));
  // 31 February is no day: what rolls over into another month is not what was written.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === Number(day)
    ? date.toISOString().slice(0, 10)
    : undefined;
}

const fullYear = (year: string): number =>
  year.length === 4 ? Number(year) : latestSuch(Number(year), Number(dayOf(clock.now()).slice(0, 4)));

const latestSuch = (year: number, now: number): number => {
  const here = now - (now % 100) + year;
  return here > now ? here - 100 : here;
};

const streetWords =
  'street st road rd lane avenue ave close drive court crescent terrace gardens grove way place square mews walk row hill park green';
const street = new RegExp(
  `\\b(?:\\d+[a-z]?,? +\\p{L}{2,}|\\p{L}+ +(?:${streetWords.replaceAll(' ', '|')}))\\b`,
  'iu',
);

/** What to say of a search that found nothing: days that are none, and what is not searched. */
export function hintsFor(query: string): string[] {
  const { noDays, dates, postcodes } = askedFor(query);
  const isStreet = noDays.length + dates.length + postcodes.length === 0 && street.test(query);
  return isStreet
    ? ['This may be a street: streets are not searched. Write the postcode, such as AM1 3FD, or a name.']
    : noDays;
}
