import { z } from 'zod';
import { addDays, addMonths, clock, dayOf, readDay, type Span, VantageError } from '../platform/index.ts';

/** When something happened, as exactly as whoever wrote it down knew. */
export type When = { happened: Span; precision: 'day' | 'month' | 'year' };

const monthNames = 'january february march april may june july august september october november december';
const months = monthNames.split(' ');

/**
 * Reads when something happened: a day as `readDay` reads it, a month such as `March 2026` or `3/2026`, or a year alone.
 * @returns The days, or a sentence that says what is wrong.
 */
export function readWhen(text: string): When | { wrong: string } {
  const written = text.trim();
  const year = /^(\d{4})$/.exec(written)?.[1];
  if (year !== undefined) return spanOf(`${year}-01-01`, 12, 'year');
  const [, named, numbered] = /^(?:([a-z]{3,})|(\d{1,2}))[\s/.-]+\d{4}$/i.exec(written) ?? [];
  const found = months.findIndex((name) => named !== undefined && name.startsWith(named.toLowerCase())) + 1;
  const month = found || Number(numbered ?? 0);
  if (month >= 1 && month <= 12)
    return spanOf(`${written.slice(-4)}-${String(month).padStart(2, '0')}-01`, 1, 'month');
  const read = readDay(written);
  if ('wrong' in read)
    return { wrong: `${read.wrong} Of what you know less well write the month or the year.` };
  return { happened: { from: read.day, to: addDays(read.day, 1) }, precision: 'day' };
}

const spanOf = (from: string, length: number, precision: 'month' | 'year'): When => ({
  happened: { from, to: addMonths(from, length) },
  precision,
});

const london = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', timeStyle: 'short' });

/** The day and the time of day that clocks in England show at an instant. */
const shownAt = (instant: Date) => ({ day: dayOf(instant), time: london.format(instant) });

const hour = 3_600_000;

/**
 * A VantageError 'bad-input' for a time of day that is still to come, or that no clock showed because it went forward that night. An hour
 * that came twice, as clocks go back, is kept as the clock showed it.
 */
export function mustHaveCome({ happened: { from }, precision }: When, time: string | null): void {
  if (from === null || time === null || precision !== 'day') return;
  const now = shownAt(clock.now());
  if (from === now.day && time > now.time)
    throw new VantageError('bad-input', `${time} is still to come: it is ${now.time} now.`, {
      remedy: 'Write the time at which it happened, or leave it out.',
      field: 'at',
    });
  const here = Date.parse(`${from}T${time}:00Z`);
  // Clocks in England are at Greenwich Mean Time or an hour ahead of it.
  const wasShown = [here, here - hour].some((at) => {
    const shown = shownAt(new Date(at));
    return shown.day === from && shown.time === time;
  });
  if (!wasShown)
    throw new VantageError(
      'bad-input',
      `There was no ${time} that night: the clocks went forward at 01:00.`,
      {
        remedy: `Write the time that the clock showed after it was put forward, such as ${shownAt(new Date(here)).time}.`,
        field: 'at',
      },
    );
}

/** When it happened, in a form: today where nothing is written, and nothing that is still to come. */
export const WrittenWhen = z
  .string('Write when it happened.')
  .default('')
  .transform((text, context): When => {
    const today = dayOf(clock.now());
    const read = readWhen(text.trim() === '' ? today : text);
    if ('wrong' in read) context.addIssue({ code: 'custom', message: read.wrong });
    else if ((read.happened.from ?? '') > today)
      context.addIssue({ code: 'custom', message: 'Write when it happened: today, or a day before.' });
    else return read;
    return z.NEVER;
  });

/** The time of day, or nothing. */
export const WrittenTime = z
  .string()
  .trim()
  .default('')
  .transform((text, context): string | null => {
    if (text === '') return null;
    const [, hour, minute = '00', half] = /^(\d{1,2})(?:[:.](\d{2}))?\s*([ap]m)?$/i.exec(text) ?? [];
    const hours = (Number(hour) % (half ? 12 : 24)) + (half?.toLowerCase() === 'pm' ? 12 : 0);
    const isTime =
      hour !== undefined && Number(hour) < 24 && Number(minute) < 60 && (half ? Number(hour) <= 12 : true);
    if (isTime) return `${String(hours).padStart(2, '0')}:${minute}`;
    context.addIssue({ code: 'custom', message: 'Write the time such as 16:20 or 4.20pm.' });
    return z.NEVER;
  });
