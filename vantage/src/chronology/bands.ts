import { addDays, dayNumber, daysBetween, dayText, holds, mondayOf, type Span } from '../platform/index.ts';
import { catalogue } from './catalogue.ts';
import { compare, type OutlinedFact } from './model.ts';
import { allocationKinds } from './rules.ts';
import { isWritten } from './written-kinds.ts';

/** Rules by which a chronology is read, in plain words. Each id stands in docs/rules.md. */
export const bandRules = {
  'few-records':
    'At least 180 days on end on which no agency recorded anything happening to anybody in the family, between the first and the last record. Which agencies’ data cover those days is always said: silence is not calm.',
  'many-events':
    'At least 5 events within 30 days, leaving out visits, reviews, good news and what is written here; one happening recorded for several people counts once.',
  'visit-once':
    'A visit, review or meeting recorded for several people on one day by one agency is one visit.',
} as const;

export const fewRecordsDays = 180;
export const manyEvents = { count: 5, days: 30 } as const;

type Dated = Pick<OutlinedFact, 'kind' | 'agency' | 'happened' | 'occasion'>;

/** Days for which an agency's extracts speak; null is unbounded. */
export type Cover = { agency: string; span: Span };

export type FewRecords = {
  /** First and last day without a record. */
  from: string;
  last: string;
  days: number;
  /** Agencies whose data cover every one of these days. */
  covered: string[];
  /** Agencies whose data cover only some of them. */
  partly: string[];
};

/**
 * Spells of few records (rule few-records). A record is the day of an event, or the first or last day of an
 * involvement or of an event that lasted; an involvement that merely goes on is no record.
 */
export function fewRecords(facts: readonly Dated[], covers: readonly Cover[]): FewRecords[] {
  const begun = new Set(facts.map(({ happened }) => happened.from));
  const over = new Set(facts.map(({ happened }) => happened.to));
  const days = new Set<number>();
  for (const day of begun) if (day !== null) days.add(dayNumber(day));
  for (const day of over) if (day !== null) days.add(dayNumber(day) - 1);
  const sorted = [...days].sort((a, b) => a - b);
  const spells: FewRecords[] = [];
  sorted.forEach((day, at) => {
    const count = day - (sorted[at - 1] ?? day) - 1;
    if (count < fewRecordsDays) return;
    const [from, last] = [dayText(day - count), dayText(day - 1)];
    spells.push({ from, last, days: count, ...coverOf(covers, from, last) });
  });
  return spells;
}

function coverOf(
  covers: readonly Cover[],
  from: string,
  last: string,
): { covered: string[]; partly: string[] } {
  const covered: string[] = [];
  const partly: string[] = [];
  for (const agency of [...new Set(covers.map((cover) => cover.agency))].sort()) {
    const spans = covers.filter((cover) => cover.agency === agency).map((cover) => cover.span);
    const missing = uncovered(spans, from, last);
    if (missing === 0) covered.push(agency);
    else if (missing < daysBetween(from, last) + 1) partly.push(agency);
  }
  return { covered, partly };
}

/** Days from `from` to `last` that none of the spans holds. */
function uncovered(spans: readonly Span[], from: string, last: string): number {
  let missing = 0;
  let next = from;
  const sorted = [...spans].sort((a, b) => compare(a.from ?? '', b.from ?? ''));
  for (const span of sorted) {
    const begins = span.from ?? '0000-01-01';
    if (begins > last || next > last) break;
    if (begins > next) {
      missing += daysBetween(next, begins);
      next = begins;
    }
    if (span.to === null) return missing;
    if (span.to > next) next = span.to;
  }
  return next > last ? missing : missing + daysBetween(next, last) + 1;
}

const entries = [...catalogue.values()];
const countedAtOnce = new Set(
  entries.flatMap(({ code, shape, visit, tone }) =>
    shape === 'event' && visit !== true && tone !== 'good' && !isWritten(code) ? [code] : [],
  ),
);
const visitKinds = new Set(entries.flatMap(({ code, visit }) => (visit === true ? [code] : [])));

export type ManyEvents = { from: string; last: string; count: number };

/** Bands of many events at once (rule many-events): windows of 30 days with 5 events or more, joined where they touch. */
export function manyEventsAtOnce(facts: readonly Dated[]): ManyEvents[] {
  const days = happenings(facts, countedAtOnce);
  const bands: { first: number; final: number }[] = [];
  for (let first = 0; first < days.length; first += 1) {
    const final = first + manyEvents.count - 1;
    const [start, end] = [days[first], days[final]];
    if (start === undefined || end === undefined) break;
    if (daysBetween(start, end) >= manyEvents.days) continue;
    const open = bands.at(-1);
    if (open !== undefined && first <= open.final) open.final = final;
    else bands.push({ first, final });
  }
  return bands.map(({ first, final }) => ({
    from: days[first] ?? '',
    last: days[final] ?? '',
    count: final - first + 1,
  }));
}

function entryOf<V>(map: Map<string, V>, key: string, made: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const fresh = made();
  map.set(key, fresh);
  return fresh;
}

/** Days of the happenings of the kinds wanted, in order; one happening recorded for several people counts once. */
function happenings(facts: readonly Dated[], wanted: ReadonlySet<string>): string[] {
  const ofOccasions = new Map<string, string>();
  const ofOthers = new Map<string, Map<string, Set<string>>>();
  for (const { happened, kind, agency, occasion } of facts) {
    const day = happened.from;
    if (day === null || !wanted.has(kind)) continue;
    if (occasion !== null) ofOccasions.set(occasion, day);
    else
      entryOf(
        entryOf(ofOthers, agency, () => new Map()),
        kind,
        () => new Set(),
      ).add(day);
  }
  const others = [...ofOthers.values()].flatMap((kinds) => [...kinds.values()].flatMap((days) => [...days]));
  return [...ofOccasions.values(), ...others].sort();
}

/**
 * Visits, reviews and meetings a week (rule visit-once): one entry for every week from Monday, from the first visit's
 * to the last's, weeks without a visit among them.
 */
export function visitsPerWeek(facts: readonly Dated[]): { week: string; visits: number }[] {
  const days = happenings(facts, visitKinds);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const counts = new Map<string, number>();
  for (const day of days) {
    const week = mondayOf(day);
    counts.set(week, (counts.get(week) ?? 0) + 1);
  }
  const series: { week: string; visits: number }[] = [];
  for (let week = mondayOf(first); week <= last; week = addDays(week, 7)) {
    series.push({ week, visits: counts.get(week) ?? 0 });
  }
  return series;
}

/** A service working with the family, and for whom. */
export type Involved = {
  kind: string;
  label: string;
  service: string;
  serviceLabel: string;
  agency: string;
  /** First day; the earliest, when it works with several people. */
  since: string | null;
  worker: string | null;
  workerRole: string | null;
  team: string | null;
  /** True when the reader may see that it goes on, and not what is said about it. */
  withheld: boolean;
  personIds: string[];
  factIds: string[];
};

/** Rules by which those who work with a family are told apart, in plain words. Each id stands in docs/rules.md. */
export const workerRules = {
  'one-worker':
    'A worker who is allocated to several people is one. Where the reader may not see who it is, allocations of one kind by one agency from and until the same days are one worker’s, of different people; two of one person are two workers’.',
} as const;

type Allocated = { personId: string; agency: string; kind: string; happened: Span };

/** Counts how often each key was given: 1 the first time. */
export function timesTold(): (key: string) => number {
  const counts = new Map<string, number>();
  return (key) => {
    const n = (counts.get(key) ?? 0) + 1;
    counts.set(key, n);
    return n;
  };
}

/** What allocations have in common that are one worker’s by rule one-worker, where nothing says whose; `nth` is of one list. */
export function allocatedAlike(
  { personId, agency, kind, happened: { from, to } }: Allocated,
  nth: (key: string) => number,
): string {
  const days = `${agency} ${kind} ${from}/${to}`;
  return `${days} ${nth(`${personId} ${days}`)}`;
}

/** Who is involved on a day: involvements open then, those of one kind, agency and worker together. In order of service. */
export function involvedNow(facts: readonly OutlinedFact[], today: string): Involved[] {
  const found = new Map<string, Involved>();
  const nth = timesTold();
  for (const fact of facts) {
    if (fact.shape !== 'involvement' || !holds(fact.happened, today)) continue;
    const part = (name: string) => fact.detail.parts.find((one) => one.name === name)?.value ?? null;
    const entry = catalogue.get(fact.kind);
    const [worker, workerRole, team] = [part('worker'), part('worker-role'), part('team')];
    // Who it is may be withheld: spells that began on one day are then held to be one (of allocations, rule one-worker).
    const apart =
      fact.withheld !== true
        ? ''
        : allocationKinds.has(fact.kind)
          ? allocatedAlike(fact, nth)
          : fact.happened.from;
    const key = [fact.kind, fact.agency, worker, workerRole, team, apart].join('|');
    const same = found.get(key);
    if (same === undefined) {
      found.set(key, {
        kind: fact.kind,
        label: entry?.label ?? fact.kind,
        service: entry?.service ?? '',
        serviceLabel: entry?.serviceLabel ?? '',
        agency: fact.agency,
        since: fact.happened.from,
        worker,
        workerRole,
        team,
        withheld: fact.withheld === true,
        personIds: [fact.personId],
        factIds: [fact.factId],
      });
      continue;
    }
    if (same.since !== null && (fact.happened.from === null || fact.happened.from < same.since))
      same.since = fact.happened.from;
    if (!same.personIds.includes(fact.personId)) same.personIds.push(fact.personId);
    same.factIds.push(fact.factId);
  }
  const order = [...catalogue.keys()];
  return [...found.values()].sort(
    (a, b) =>
      order.indexOf(a.kind) - order.indexOf(b.kind) ||
      compare(a.agency, b.agency) ||
      compare(a.since ?? '', b.since ?? '') ||
      compare(a.worker ?? '', b.worker ?? ''),
  );
}
