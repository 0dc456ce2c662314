import { z } from 'zod';

const names = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** Years that a day may have: further off it is a slip, or stands for “no end”, and no calendar here goes there. */
const [firstYear, lastYear] = [1800, 2199];

/** A day as data gives it, of a year that a day may have. */
export const IsoDay = z.iso
  .date()
  .refine(
    (day) => day >= `${firstYear}` && day < `${lastYear + 1}`,
    `The year is from ${firstYear} to ${lastYear}.`,
  );

/** How a day is written on a page, for hints and errors. */
export const dayExample = '31/3/2027';
const howTo = `Write the day as day, month and year, such as ${dayExample}.`;

/**
 * Reads a day as somebody in England writes it: `31/3/2027`, `31.3.2027`, `31 March 2027` or `31 Mar 2027`; or as
 * `2027-03-31`.
 * @returns The ISO day, or a sentence that says what is wrong and what would be right.
 */
export function readDay(text: string): { day: string } | { wrong: string } {
  const written = text.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(written);
  const own = /^(\d{1,2})(?:st|nd|rd|th)?[\s/.-]+(\d{1,2}|[a-z]{3,})[\s/.,-]+(\d{1,4})$/i.exec(written);
  if (iso === null && own === null) return { wrong: howTo };
  const [, year = '', monthText = '', dayText = ''] = iso ?? [own?.[0], own?.[3], own?.[2], own?.[1]];
  if (year.length !== 4) return { wrong: `Write the year with four digits, such as ${dayExample}.` };
  if (Number(year) < firstYear || Number(year) > lastYear) {
    return {
      wrong: `Write a year from ${firstYear} to ${lastYear}, or leave the day empty where none is known.`,
    };
  }
  const month = monthOf(monthText);
  if (month === undefined) return { wrong: howTo };
  if (month < 1 || month > 12) {
    return {
      wrong: `There is no month ${month}. The day stands first, then the month, such as ${dayExample}.`,
    };
  }
  const [day, last] = [Number(dayText), new Date(Date.UTC(Number(year), month, 0)).getUTCDate()];
  if (day < 1 || day > last) {
    const name = names[month - 1] ?? '';
    return {
      wrong: `${name.charAt(0).toUpperCase()}${name.slice(1)} ${year} has the days 1 to ${last}, and no ${day}.`,
    };
  }
  return { day: `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` };
}

/** An ISO day as it is written in a form: 31/3/2027. */
export function writtenDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${date}/${month}/${year}`;
}

function monthOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const at = names.findIndex((name) => name.startsWith(text.toLowerCase()));
  return at < 0 ? undefined : at + 1;
}

function dayIn(text: string, context: z.RefinementCtx): string {
  const read = readDay(text);
  if ('day' in read) return read.day;
  context.addIssue({ code: 'custom', message: read.wrong });
  return z.NEVER;
}

/** A day as it is written in a form; the ISO day comes out. */
export const WrittenDay = z.string(howTo).transform(dayIn);

/** A day that may be left empty, which is null. */
export const WrittenDayOrNone = z
  .string(howTo)
  .default('')
  .transform((text, context) => (text.trim() === '' ? null : dayIn(text, context)));
