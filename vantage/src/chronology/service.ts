import { formatNamed } from '@vantage/returns';
import { contentsAbout } from '../identity/index.ts';
import { addDays, dayOf, type Progress, type Tx, VantageError } from '../platform/index.ts';
import { agencies } from '../sharing/index.ts';
import { coverage, extracts, getRecord, recordsByIds, recordsOf, type Version } from '../sources/index.ts';
import { claimsAgain, type Since } from './again.ts';
import { claimsTold, lookedUpKinds, lookingUp } from './deriving.ts';
import { type Claim, compare, type Fact, type FactSource, factsOf, type OutlinedFact } from './model.ts';
import { type Opening, openingReason, openingRules } from './openings.ts';
import { outlineOf } from './outline.ts';
import { allocationKinds, factKinds, type Lookups, listedParts } from './rules.ts';
import type { KeptFact } from './store.ts';
import * as store from './store.ts';
import { openWanted, type Replaced, type TouchedFact } from './wanted.ts';
import { isWritten, writtenKinds } from './written-kinds.ts';

export type BuildCounts = store.Counts & {
  /** Records that could make no fact because they state no first day. */
  undated: number;
  /** Facts that came and went, where only what some records bear on was made anew; undefined where all of them were. */
  touched: TouchedFact[] | undefined;
  /** What this build wrote; all 0 when nothing had changed. */
  changed: { factsAdded: number; factsSuperseded: number; openingsAdded: number; openingsSuperseded: number };
};

/**
 * Makes facts and openings agree with the records and links that stand, writing only what differs. `asOf` is when the
 * newest extract was received. With `since`, only what changed since then is looked at. `stood` is how many facts stood
 * before, where that is known.
 */
export async function build(
  tx: Tx,
  {
    asOf,
    progress,
    since,
    stood,
  }: {
    asOf: Date;
    progress: Progress;
    since?: Since | undefined;
    stood?: Promise<store.Standing> | undefined;
  },
): Promise<BuildCounts> {
  return progress.step('chronology', async (report) => {
    const lookups = await gatherLookups(tx);
    const wanted = await openWanted(tx);
    let [undated, done] = [0, 0];
    const again = since && (await claimsAgain(tx, since, lookups));
    if (again !== undefined) {
      await wanted.add(factsOf(again.claims));
      undated = again.undated;
    } else {
      // What one agency tells makes facts of its own, so that only one agency's claims are held at a time.
      for (const { agency } of await agencies(tx)) {
        const told = await gatherClaims(tx, agency, lookups, (n) => report(done + n));
        await wanted.add(factsOf(told.claims));
        undated += told.undated;
        done += told.records;
      }
    }
    const facts = await wanted.replace(asOf, { scoped: again !== undefined });
    const within = facts.touched?.map(({ factId }) => factId);
    const openings = await store.replaceOpenings(tx, await openingsNow(tx, within), asOf, within);
    await tx.filled('opening');
    return {
      ...(await countsNow(tx, facts, await stood)),
      undated,
      touched: facts.touched,
      changed: {
        factsAdded: facts.added,
        factsSuperseded: facts.superseded,
        openingsAdded: openings.added,
        openingsSuperseded: openings.superseded,
      },
    };
  });
}

/** How many stand now: of facts, those that stood before and what has come and gone since. */
async function countsNow(
  tx: Tx,
  { added, superseded, events }: Replaced,
  stood: store.Standing | undefined,
): Promise<store.Counts> {
  if (stood === undefined) return counts(tx);
  const now = {
    facts: stood.facts + added - superseded,
    events: stood.events + events.added - events.superseded,
  };
  return { ...now, involvements: now.facts - now.events, openings: await store.countOpenings(tx) };
}

async function gatherClaims(
  tx: Tx,
  agency: string,
  lookups: Lookups,
  report: (done: number) => void,
): Promise<{ claims: Claim[]; undated: number; records: number }> {
  const claims: Claim[] = [];
  let [undated, records] = [0, 0];
  for await (const record of contentsAbout(tx, { kinds: factKinds, agency })) {
    records += 1;
    if (records % 1000 === 0) report(records);
    const told = claimsTold(record, lookups);
    for (const claim of told.claims) claims.push(claim);
    undated += told.undated;
  }
  report(records);
  return { claims, undated, records };
}

/** Workers' names and assessments' factors, which other records refer to by number. */
async function gatherLookups(tx: Tx): Promise<Lookups> {
  const lookups = lookingUp();
  for await (const record of recordsOf(tx, { kinds: lookedUpKinds, inOrder: false })) lookups.add(record);
  return lookups;
}

/** Openings by facts that stand, of all or of some. */
async function openingsNow(tx: Tx, within: readonly string[] | undefined): Promise<Opening[]> {
  const openings: Opening[] = [];
  const kinds = openingRules.flatMap((rule) => rule.kinds);
  for await (const fact of store.factsOfKinds(tx, kinds, within)) {
    const { personId, kind, happened, factId, agency, recordedAt, receivedAt } = fact;
    const reason = openingReason(kind)?.id ?? kind;
    openings.push({ personId, reason, kind, happened, factId, agency, recordedAt, receivedAt });
  }
  return openings;
}

/** Facts of some kinds that stand, in no order, streamed, without their records and what is said about them. */
export function factsOfKinds(tx: Tx, kinds: readonly string[]): AsyncIterable<store.BareFact> {
  return store.factsOfKinds(tx, kinds);
}

/** Facts of some kinds that stand and go on, or end about when they were received or later. */
export async function factsGoingOn(tx: Tx, kinds: readonly string[]): Promise<store.BareFact[]> {
  return store.factsGoingOn(tx, kinds);
}

/** Facts of some kinds about persons, and those of others about the same happenings, as far as the reader may see them. */
export async function factsToCount(
  tx: Tx,
  personIds: readonly string[],
  kinds: readonly string[],
): Promise<store.CountedFact[]> {
  return store.factsToCount(tx, personIds, kinds);
}

/** Persons of whom facts tell that belong to the happenings. */
export async function personsOfOccasions(tx: Tx, occasions: readonly string[]): Promise<string[]> {
  return occasions.length === 0 ? [] : store.personsOfOccasions(tx, occasions);
}

/** Happenings of the persons of which the reader may see all that is said, of everybody in them, by their occasion. */
export async function occasionsSeen(tx: Tx, personIds: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set(await store.occasionsSeen(tx, personIds));
}

/** The chronology of the persons: what stands, in the order of the first day, each fact with the records it came from. */
export async function chronologyOf(tx: Tx, personIds: readonly string[]): Promise<Fact[]> {
  return withSources(tx, await store.factsOfPersons(tx, personIds));
}

/** Facts of the persons that go on, or were not over by a day, in the order of the first day; but for workers' allocations. */
export async function factsLately(
  tx: Tx,
  personIds: readonly string[],
  since: string,
): Promise<store.KeptFact[]> {
  return store.factsLately(tx, personIds, { since, without: [...allocationKinds] });
}

/**
 * Facts of which somebody who looks for themselves is told, newest first: of each what comes from lists, or all that is
 * said about it where a worker cleared that.
 */
export async function toldOutline(tx: Tx, personId: string): Promise<OutlinedFact[]> {
  const listed = await store.partsTold(tx);
  const facts = (await outlineOf(tx, [personId])).map((fact) =>
    fact.withheld
      ? { ...fact, detail: { parts: listedParts(listed.get(fact.factId) ?? []) } }
      : { ...fact, detail: { parts: fact.detail.parts } },
  );
  return facts.reverse();
}

/**
 * One fact with its records, also one that no longer stands (`supersededAt` says since when). A VantageError
 * 'not-found' when there is none.
 */
export async function getFact(tx: Tx, factId: string): Promise<Fact & { supersededAt: Date | null }> {
  const kept = await store.findFact(tx, factId);
  const [fact] = kept === undefined ? [] : await withSources(tx, [kept]);
  if (kept === undefined || fact === undefined) throw noSuchFact();
  return { ...fact, supersededAt: kept.supersededAt };
}

/** The error of a fact that does not exist for the reader: one that belongs to no open picture is no different. */
export function noSuchFact(): VantageError {
  return new VantageError('not-found', 'There is no such event or involvement.', {
    remedy: 'Check the address, or open it from its family.',
  });
}

/** Adds where each fact can be opened: the record versions that tell it. */
async function withSources(tx: Tx, facts: readonly KeptFact[]): Promise<Fact[]> {
  const told = await standingSources(tx, facts);
  return facts.map((fact) => ({ ...fact, sources: told.get(fact.factId) ?? [] }));
}

/**
 * The record versions that tell each fact and stand: a record that stands but now says something else is none of them.
 * Of a fact whose versions have all gone, those that went last.
 */
async function standingSources(
  tx: Tx,
  facts: readonly Pick<KeptFact, 'factId'>[],
): Promise<Map<string, FactSource[]>> {
  const told = await store.sourcesOf(
    tx,
    facts.map((fact) => fact.factId),
  );
  const records = await recordsByIds(tx, [...new Set(told.map((one) => one.recordId))]);
  const standing = new Map(
    records.filter((one) => one.supersededAt === null).map((one) => [`${one.recordId}|${one.version}`, one]),
  );
  const byFact = new Map<string, FactSource[]>();
  for (const [factId, pairs] of Map.groupBy(told, (one) => one.factId)) {
    const now = pairs.flatMap((pair) => standing.get(`${pair.recordId}|${pair.version}`) ?? []);
    byFact.set(factId, (now.length > 0 ? now : await lastToTell(tx, pairs)).map(sourceOf));
  }
  return byFact;
}

async function lastToTell(
  tx: Tx,
  pairs: readonly { recordId: string; version: number }[],
): Promise<Version[]> {
  const gone: Version[] = [];
  for (const recordId of new Set(pairs.map((pair) => pair.recordId))) {
    const versions = new Set(pairs.filter((pair) => pair.recordId === recordId).map((pair) => pair.version));
    // A record that the reader may not open tells them nothing.
    const own = await getRecord(tx, recordId).catch(() => []);
    gone.push(...own.filter((one) => versions.has(one.version)));
  }
  const wentAt = (one: Version) => one.supersededAt?.getTime() ?? 0;
  const last = Math.max(...gone.map(wentAt));
  return gone.filter((one) => wentAt(one) === last);
}

function sourceOf({ kind, ...record }: Version): FactSource {
  const { recordId, version, agency, path, line, recordedAt, receivedAt } = record;
  return { recordId, version, agency, recordKind: kind, path, line, recordedAt, receivedAt };
}

/** The reasons for which the persons' pictures are or were open, earliest first. */
export async function openingsOf(tx: Tx, personIds: readonly string[]): Promise<Opening[]> {
  return store.openingsOfPersons(tx, personIds);
}

/** Persons for whom a picture is open on a day, by `isOpen`; of some persons only where these are named. */
export async function openPersons(tx: Tx, today: string, among?: readonly string[]): Promise<string[]> {
  const months = new Map(openingRules.map((rule) => [rule.id, rule.keepMonths]));
  return store.personsOpenOn(tx, today, months, among);
}

/**
 * How many facts began in each financial year since a day, by kind: counts of events and involvements, not of people in
 * need.
 */
export async function countsByKindAndYear(
  tx: Tx,
  since: string,
  personId?: string,
): Promise<store.KindYear[]> {
  return inOrderOfYears(await store.countByKindAndYear(tx, since, { personId }));
}

/**
 * The same numbers from those of before this transaction, in which nothing but builds wrote since they were counted: only
 * what it wrote is looked at, and what people write here, which comes at any time, is counted anew.
 */
export async function countsSince(
  tx: Tx,
  since: string,
  before: readonly store.KindYear[],
): Promise<store.KindYear[]> {
  return withChange(tx, since, before, await store.changeByKindAndYear(tx, since, writtenCodes));
}

/** The same numbers with what somebody adds, `own`, put to those of before; with `sign` -1, taken away from them. */
export async function countsWith(
  tx: Tx,
  since: string,
  before: readonly store.KindYear[],
  own: readonly store.KindYear[],
  sign: 1 | -1,
): Promise<store.KindYear[]> {
  const change = own
    .filter(({ kind }) => !isWritten(kind))
    .map((one) => ({ ...one, facts: sign * one.facts, persons: sign * one.persons }));
  return withChange(tx, since, before, change);
}

/** Facts of a person that stand, as what is counted on them is found again. */
export async function factsTouchedOf(tx: Tx, personId: string): Promise<TouchedFact[]> {
  return store.touchedOf(tx, personId);
}

const writtenCodes = writtenKinds.map(({ code }) => code);

async function withChange(
  tx: Tx,
  since: string,
  before: readonly store.KindYear[],
  change: readonly store.KindYear[],
): Promise<store.KindYear[]> {
  const counts = new Map<string, store.KindYear>();
  for (const one of [
    ...before.filter(({ kind }) => !isWritten(kind)),
    ...change,
    ...(await store.countByKindAndYear(tx, since, { kinds: writtenCodes })),
  ]) {
    const key = `${one.kind} ${one.year}`;
    const known = counts.get(key) ?? { ...one, facts: 0, persons: 0 };
    counts.set(key, { ...known, facts: known.facts + one.facts, persons: known.persons + one.persons });
  }
  return inOrderOfYears([...counts.values()].filter(({ facts }) => facts > 0));
}

function inOrderOfYears(rows: readonly store.KindYear[]): store.KindYear[] {
  return rows.toSorted((a, b) => compare(a.kind, b.kind) || compare(a.year, b.year));
}

/** How many persons have an involvement open on a day, by kind. */
export async function openByKind(tx: Tx, day: string): Promise<store.OpenKind[]> {
  return store.countOpenByKind(tx, day);
}

/** Persons with an involvement of a kind open on a day. */
export async function personsInvolved(tx: Tx, kind: string, day: string): Promise<string[]> {
  return store.personsOpenInKind(tx, kind, day);
}

/** Persons of whom a fact of a kind began within some days, both ends included: who stands behind a count of a year. */
export async function personsBegan(
  tx: Tx,
  { kind, from, last }: { kind: string; from: string; last: string },
): Promise<string[]> {
  return store.personsBeginning(tx, kind, from, last);
}

/** Kinds of which the persons have a fact with a day among some days, both ends included. */
export async function kindsWithin(
  tx: Tx,
  personIds: readonly string[],
  days: { from: string; last: string },
): Promise<store.KindOfPerson[]> {
  return store.kindsWithin(tx, personIds, days);
}

export async function counts(tx: Tx): Promise<store.Counts> {
  const { facts, events } = await store.count(tx);
  return { facts, events, involvements: facts - events, openings: await store.countOpenings(tx) };
}

/** How many facts stand, and how many of them are events. */
export async function countFacts(tx: Tx): Promise<store.Standing> {
  return store.count(tx);
}

/**
 * The last day for which each agency's full extracts speak, by record kind: how far an open involvement is known to go
 * on. A delta says nothing of what it leaves out. A full extract without a last day speaks until the day it was received.
 */
export async function knownUntil(
  tx: Tx,
): Promise<(agency: string, recordKind: string) => string | undefined> {
  const last = new Map<string, string>();
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const { rows, pages: all } = await extracts(tx, { page });
    pages = all;
    for (const { agency, kind, coverage, covers, receivedAt } of rows) {
      if (coverage !== 'full') continue;
      const until = covers.to === null ? dayOf(receivedAt) : addDays(covers.to, -1);
      for (const recordKind of formatNamed(kind)?.yields ?? []) {
        const key = `${agency} ${recordKind}`;
        if (until > (last.get(key) ?? '')) last.set(key, until);
      }
    }
  }
  return (agency, recordKind) => last.get(`${agency} ${recordKind}`);
}

/**
 * The last day to which each fact is known to go on: the last that a full extract of a return which tells it
 * speaks for; where none speaks for any of its days, the day on which the newest record of it was received.
 */
export async function knownToGoOn(
  tx: Tx,
  facts: readonly Pick<KeptFact, 'factId' | 'happened'>[],
): Promise<Map<string, string>> {
  const until = await knownUntil(tx);
  const days = new Map<string, string>();
  for (let at = 0; at < facts.length; at += factsAtATime) {
    const some = facts.slice(at, at + factsAtATime);
    const told = await tellersOf(tx, some);
    for (const { factId, happened } of some) {
      const sources = told.get(factId) ?? [];
      const full = latest(sources.map((source) => until(source.agency, source.recordKind)));
      const day =
        full !== undefined && full >= (happened.from ?? '')
          ? full
          : latest(sources.map((source) => dayOf(source.receivedAt)));
      if (day !== undefined) days.set(factId, day);
    }
  }
  return days;
}

const factsAtATime = 20_000;

/** Who tells each fact, and when the last record of it came; of a fact whose records have all gone, of those that went last. */
async function tellersOf(tx: Tx, facts: readonly Pick<KeptFact, 'factId'>[]) {
  const told = await store.standingTellers(
    tx,
    facts.map(({ factId }) => factId),
  );
  const tellers: Map<string, Pick<FactSource, 'agency' | 'recordKind' | 'receivedAt'>[]> = Map.groupBy(
    told,
    ({ factId }) => factId,
  );
  const left = facts.filter(({ factId }) => !tellers.has(factId));
  for (const [factId, sources] of await standingSources(tx, left)) tellers.set(factId, sources);
  return tellers;
}

function latest(days: readonly (string | undefined)[]): string | undefined {
  return days
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
}

/** The last day for which any extract speaks; null before the first. */
export async function lastCoveredDay(tx: Tx): Promise<string | null> {
  const days = (await coverage(tx)).map(({ covers, receivedAt }) =>
    covers.to === null ? dayOf(receivedAt) : addDays(covers.to, -1),
  );
  return days.sort().at(-1) ?? null;
}
