/** A calendar day, as whole days since 1 January 1970. */
export type Day = number;

const millis = 86_400_000;

/** The day that an ISO text (`YYYY-MM-DD`) names. Throws RangeError when it names none. */
export function day(iso: string): Day {
  const at = Date.parse(`${iso}T00:00:00Z`);
  if (Number.isNaN(at)) throw new RangeError(`${iso} is not a day. Write it as YYYY-MM-DD.`);
  return at / millis;
}

type Civil = { year: number; month: number; date: number; text: string };

const seen = new Map<Day, Civil>();

/** A day's place in the calendar; each is worked out once. */
function civil(on: Day): Civil {
  const known = seen.get(on);
  if (known) return known;
  const at = new Date(on * millis);
  const [year, month, date] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
  const found = { year, month, date, text: at.toISOString().slice(0, 10) };
  seen.set(on, found);
  return found;
}

/** `YYYY-MM-DD`. */
export const iso = (on: Day): string => civil(on).text;

export const yearOf = (on: Day): number => civil(on).year;

/** Whole years lived by `on`. */
export function ageOn(born: Day, on: Day): number {
  const [b, o] = [civil(born), civil(on)];
  const before = o.month < b.month || (o.month === b.month && o.date < b.date);
  return o.year - b.year - (before ? 1 : 0);
}

/** The birthday on which somebody becomes `age`; a birthday of 29 February falls on 1 March in common years. */
export function birthday(born: Day, age: number): Day {
  const { year, month, date } = civil(born);
  return Date.UTC(year + age, month - 1, date) / millis;
}

/** The year in which the school year of a day begins: September to August. */
export const schoolYear = (on: Day): number => civil(on).year - (civil(on).month < 9 ? 1 : 0);

/** Monday to Friday. Bank holidays count as working days here: the lives are made up and the limits loose. */
const isWorkingDay = (on: Day): boolean => {
  const weekday = (on + 4) % 7;
  return weekday !== 0 && weekday !== 6;
};

/** `on` itself, or the Monday after when it falls at a weekend. */
export function workingDay(on: Day): Day {
  let at = on;
  while (!isWorkingDay(at)) at += 1;
  return at;
}

/** The day `count` working days after `on`. */
export function addWorkingDays(on: Day, count: number): Day {
  let at = on;
  for (let left = count; left > 0; ) {
    at += 1;
    if (isWorkingDay(at)) left -= 1;
  }
  return at;
}

/** The first day that the extracts speak for: eighteen years before they were made. */
export const firstDay: Day = day('2008-11-15');
/** The last day that the extracts speak for. */
export const extractDay: Day = day('2026-11-15');
/** When the extracts reached the partnership. */
export const receivedAt = '2026-11-16T06:00:00Z';
