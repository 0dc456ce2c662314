/** How a workbook's cells are written: which formats are days or times, and what a number means as one. */

/** Number formats that every workbook has without listing them (ECMA-376, part 1, 18.8.30) and that show a day or a time. */
const builtIn = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54,
  55, 56, 57, 58,
]);

/** Whether a number format shows a day or a time: its code has a letter for one outside quotation marks and brackets. */
export function showsTime(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtIn.has(id);
  const plain = code.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  return /[dmyhs]/i.test(plain) && !/^general$/i.test(plain);
}

const DAY = 86_400_000;
/** Days from 30 December 1899 to 1 January 1970. */
const EPOCH_1900 = 25_569;
/** Days from 1 January 1904 to 1 January 1970. */
const EPOCH_1904 = 24_107;

/**
 * A workbook's count of days as an ISO day, as day and time where it has a part of a day, or as a time alone below one
 * day. The 1900 count holds a 29 February 1900 that never was (as its first program did): days before it stand one on.
 * Undefined when it is no day.
 */
export function dayOfSerial(serial: number, from1904: boolean): string | undefined {
  const seconds = Math.round(serial * 86_400);
  if (!Number.isFinite(seconds) || seconds < 0 || serial > 2_958_466) return undefined;
  const days = Math.floor(seconds / 86_400);
  if (!from1904 && days === 60) return undefined;
  const since = from1904 ? days - EPOCH_1904 : days - EPOCH_1900 + (days < 60 ? 1 : 0);
  const at = new Date(since * DAY + (seconds % 86_400) * 1000).toISOString();
  if (days === 0 && seconds > 0) return at.slice(11, 19);
  return seconds % 86_400 === 0 ? at.slice(0, 10) : at.slice(0, 19);
}

/** A number as people would write it: whole numbers in full, others without the dust of binary fractions. */
export function plainNumber(text: string): string {
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  if (Number.isInteger(number) && /e/i.test(text)) return BigInt(number).toString();
  return /^-?\d+$/.test(text) ? text : String(Number(number.toPrecision(15)));
}

/** The number of a column, from 0, in a cell's reference such as `AB12`; undefined when there is none. */
export function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/i.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
