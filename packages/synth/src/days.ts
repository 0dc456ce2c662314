/** A calendar day, as whole days since 1 January 1970. */
export type Day = number;

const millis = 86_400_000;

/** The day that an ISO text (`YYYY-MM-DD`) names. Throws RangeError when it names none. */
export function day(iso: string): Day {
  const at = Date.parse(`${iso}T00:00:00Z`);
  if (Number.isNaN(at)) throw new RangeError(`${iso} is not a day. Write it as YYYY-MM-DD.`);
  return at / millis;
}

/** `YYYY-MM-DD`. */
export const iso = (on: Day): string => new Date(on * millis).toISOString().slice(0, 10);

export const yearOf = (on: Day): number => new Date(on * millis).getUTCFullYear();

/** Whole years lived by `on`. */
export function ageOn(born: Day, on: Day): number {
  const [b, o] = [iso(born), iso(on)];
  return yearOf(on) - yearOf(born) - (o.slice(5) < b.slice(5) ? 1 : 0);
}

/** The birthday on which somebody becomes `age`; a birthday of 29 February falls on 1 March in common years. */
export function birthday(born: Day, age: number): Day {
  const at = new Date(born * millis);
  return Date.UTC(at.getUTCFullYear() + age, at.getUTCMonth(), at.getUTCDate()) / millis;
}

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
