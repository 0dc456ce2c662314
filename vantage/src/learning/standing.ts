/** Which version of a record stood on a day. Everything here is about the versions of one record, or the days of a clock. */
import { addDays } from '../platform/index.ts';

/** What is known of a version's times. */
export type Timed = {
  version: number;
  /** When its agency recorded it; null where the record does not say. */
  recordedAt: Date | null;
  receivedAt: Date;
  supersededAt: Date | null;
  supersededBy: 'changed' | 'withdrawn' | null;
};

/** Rules by which what was known on a day is told, in plain words. Each id stands in docs/rules.md. */
export const knownRules = {
  'recorded-by':
    'An agency knew on a day what its record says it recorded by the end of that day in London, and what had been received here by then, for it had sent it.',
  'corrected-later':
    'A later version of a record counts from the time at which it says it was recorded, where that is later than any before it says; otherwise from the day it was received here, and until then what stood before it stands.',
  'withdrawn-later':
    'A record that was withdrawn is known until the extract that no longer showed it was received.',
  'not-known-when':
    'A record that does not say when it was recorded, and was received here after the day, is listed apart as not known when.',
  'received-by': 'Vantage knew on a day what had been received by its end and not been superseded by then.',
  'links-of-today': 'Which record is about whom, and who belongs to the family, are as they are held today.',
  'shared-on':
    'What another agency had recorded was shared on the day when an agreement in force on it let somebody who worked for the agency see at least that it happened, by who worked with whom on that day, consent, seals and openings as they stood then. Whether anybody looked is not asked.',
  'could-have-been':
    'What an agreement in force let be shared with the agency, and nobody there met its conditions on the day, could have been shared and nobody had to tell it. It is listed.',
  'could-not-be':
    'What no agreement in force on the day let be shared with the agency, or was sealed or kept back from all who worked there, could not lawfully have been known. It is counted and not listed.',
  'work-long-past':
    'Who worked with whom is kept for twelve months. On an earlier day it is not known whether the conditions of an agreement were met, and that is said.',
} as const;

/** The versions of one record in the order in which they were received. */
export function inOrder<T extends Timed>(versions: readonly T[]): T[] {
  return [...versions].sort(
    (a, b) => a.receivedAt.getTime() - b.receivedAt.getTime() || a.version - b.version,
  );
}

/** From when its agency is known to have had each version, for versions in order (rules recorded-by, corrected-later). */
export function hadSince(versions: readonly Timed[]): Date[] {
  let last = -Infinity;
  let allSay = true;
  return versions.map(({ recordedAt, receivedAt }) => {
    const isNews = recordedAt !== null && allSay && recordedAt.getTime() > last;
    allSay &&= recordedAt !== null;
    if (recordedAt !== null) last = Math.max(last, recordedAt.getTime());
    return isNews && recordedAt < receivedAt ? recordedAt : receivedAt;
  });
}

/** What stood of a record before a moment: a version; nothing; or that it is not known when it was recorded. */
export type Stood<T> = { is: 'known'; version: T } | { is: 'nothing' } | { is: 'not-known-when'; version: T };

/** What its agency knew of a record. @param before The first moment that no longer counts. */
export function stoodAtAgency<T extends Timed>(versions: readonly T[], before: Date): Stood<T> {
  const ordered = inOrder(versions);
  const had = hadSince(ordered).map((at) => at < before);
  const [first] = ordered;
  if (first && first.recordedAt === null && !had.includes(true))
    return { is: 'not-known-when', version: first };
  return lastStanding(ordered, before, (at) => had[at] === true);
}

/** Rule received-by. */
export function stoodHere<T extends Timed>(versions: readonly T[], before: Date): Stood<T> {
  const ordered = inOrder(versions);
  return lastStanding(ordered, before, (at) => (ordered[at]?.receivedAt ?? before) < before);
}

/** Of the versions that had come, the last that no extract had changed or withdrawn. */
function lastStanding<T extends Timed>(
  ordered: readonly T[],
  before: Date,
  hasCome: (at: number) => boolean,
): Stood<T> {
  const version = ordered.findLast(
    ({ supersededAt }, at) => hasCome(at) && (supersededAt === null || supersededAt >= before),
  );
  return version === undefined ? { is: 'nothing' } : { is: 'known', version };
}

const londonHour = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  hourCycle: 'h23',
});

/** The first moment after a day in London. */
export function endOf(day: string): Date {
  const inUtc = new Date(`${addDays(day, 1)}T00:00:00Z`);
  return new Date(inUtc.getTime() - Number(londonHour.format(inUtc)) * 3_600_000);
}
