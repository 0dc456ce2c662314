/** What was known on a day: facts derived anew from the versions of records that stood then. */
import {
  type DerivedFact,
  factsTold,
  listedParts,
  lookingUp,
  type Part,
  type Telling,
} from '../chronology/index.ts';
import { dayOf } from '../platform/index.ts';
import type { Asked, Share } from '../sharing/index.ts';
import { everybody, here } from './model.ts';
import { endOf, hadSince, inOrder, type Stood, stoodAtAgency, stoodHere, type Timed } from './standing.ts';

/** A version of a record about the people looked back on; `persons` by their role in it, null when it is about none of them. */
export type KnownVersion = Timed & Omit<Telling, 'persons'> & { persons: Telling['persons'] | null };

/** A fact as it is shown: of what is said, what lists give the words of; no worker's name and nothing that somebody wrote. */
export type KnownFact = DerivedFact & { parts: Part[] };

/** What became of a fact after the day: it stands as it was; now it says something else; or it stands no more. */
export type Since = { is: 'same' } | { is: 'corrected'; now: KnownFact } | { is: 'gone' };

/** A fact with how it stood to whoever is asked what they knew, and whether they knew what is said about it too. */
export type KnownLine = { fact: KnownFact; state: State; knewWords: boolean; since: Since };

/**
 * `own` and `shared` are known to the agency, `together` and `received` to all of them and to Vantage. `received-later`:
 * an agency had recorded it, and it had not come here.
 */
export type State = Exclude<Share['is'], 'could-not-be'> | 'together' | 'received' | 'received-later';

/** States in which a fact is known to whoever is asked. */
export const knownStates: ReadonlySet<State> = new Set(['own', 'shared', 'together', 'received']);

export type Known = {
  /** What all agencies together had recorded by the day, and how it stood to whoever is asked; in the order of time. */
  lines: KnownLine[];
  /** What could not lawfully have been known to them: counted, for a page to count in its own way, and never shown. */
  couldNotBe: KnownFact[];
  /** What had happened by the day, of which records tell that do not say when they were recorded and came here after it. */
  notKnownWhen: KnownFact[];
  /** What had happened by the day and was recorded, or last changed, after it. */
  recordedLater: KnownFact[];
  /** What whoever is asked knew, as the rules of needs ask it. */
  theirs: KnownFact[];
  /** Days on which something that they may know was recorded, or for Vantage received, in order. */
  days: string[];
};

export type Reader = {
  /** How much the reader may see. */
  tier: (asked: Asked) => number;
  /** Whether the reader may see what is said about a happening of several people. */
  seesOccasion: (occasion: string) => boolean;
  /** Whether its days fall within its person's time in the family. */
  belongs: (fact: Pick<DerivedFact, 'personId' | 'happened'>) => boolean;
};

/** Parts that may hold somebody's name, or what somebody wrote. */
const written: ReadonlySet<string> = new Set(['worker', 'team', 'note', 'reason', 'organisation']);
/** Parts in which people work, as agencies call them: a role is said, and nothing else that stands in its place. */
const workRoles: ReadonlySet<string> = new Set([
  'Allocated social worker',
  'Social worker',
  'Lead practitioner',
  'Family help practitioner',
  'Family support worker',
  'Youth worker',
  'Youth justice worker',
  'Health visitor',
  'School nurse',
  'Midwife',
  'School safeguarding lead',
  'Housing officer',
  'Independent reviewing officer',
  'Personal adviser',
]);
const plain = /^(yes|no|\d{4}-\d{2}-\d{2}|\d+%)$/;

/** Of what is said, what comes from a list in the list's words, an outcome of the list, yes or no, a day or a share. */
export function partsWithoutNames(parts: readonly Part[]): Part[] {
  const saidByLists = ({ name, code, value }: Part) =>
    name === 'worker-role'
      ? workRoles.has(value)
      : !written.has(name) && (code !== undefined || name === 'outcome' || plain.test(value));
  return listedParts(parts.filter(saidByLists));
}

/** @param share How kinds of fact stood to the agency that is asked; not asked of others. */
export function knownOn(
  told: { versions: readonly KnownVersion[]; factors: readonly KnownVersion[] },
  { day, by }: { day: string; by: string },
  reader: Reader,
  share: (asked: Asked) => Share,
): Known {
  const before = endOf(day);
  const records = byRecord(told.versions);
  const factors = byRecord(told.factors);
  const derive = (stood: Stands, only: Stood<unknown>['is'] = 'known') =>
    shown(factsTold(standing(records, stood, only), lookups(factors, stood)), reader);
  const together = derive((versions) => stoodAtAgency(versions, before));
  const unsure = derive((versions) => stoodAtAgency(versions, before), 'not-known-when');
  const now = derive(standsNow);
  const keys = new Set(together.map((one) => one.assertionKey));
  const since = sinceThen(now);
  const later = now.filter(
    (one) =>
      (one.happened.from ?? '') <= day &&
      !keys.has(one.assertionKey) &&
      !unsure.some((other) => tellTheSame(one, other)) &&
      !together.some((other) => tellTheSame(one, other)),
  );
  const lawful = (one: KnownFact) => !isAgency(by) || share(asking(one)).is !== 'could-not-be';
  const lines =
    by === here
      ? linesHere(
          together,
          derive((versions) => stoodHere(versions, before)),
        )
      : together.filter(lawful).map((fact) => ({
          fact,
          state: isAgency(by) ? (share(asking(fact)).is as State) : ('together' as const),
        }));
  const knewWords = ({ fact, state }: { fact: KnownFact; state: State }) =>
    knownStates.has(state) && (!isAgency(by) || share(asking(fact)).tier === 4);
  return {
    lines: lines
      .map((line) => ({ ...line, knewWords: knewWords(line), since: since(line.fact) }))
      .sort((a, b) => byTime(a.fact, b.fact)),
    couldNotBe: together.filter((one) => !lawful(one)),
    notKnownWhen: unsure.filter(
      (one) => (one.happened.from ?? '') <= day && !keys.has(one.assertionKey) && lawful(one),
    ),
    recordedLater: later.filter(lawful),
    theirs: lines
      .filter(({ state }) => knownStates.has(state))
      .map((line) => (knewWords(line) ? line.fact : { ...line.fact, detail: { parts: [] } })),
    days: daysOf(records, by, reader, (one) => !isAgency(by) || share(asking(one)).tier >= 3),
  };
}

const isAgency = (by: string) => by !== everybody && by !== here;
const asking = ({ personId, agency, kind }: DerivedFact): Asked => ({ personId, agency, kind });

type Stands = (versions: readonly KnownVersion[]) => Stood<KnownVersion>;

const standsNow: Stands = (versions) => {
  const version = versions.find(({ supersededAt }) => supersededAt === null);
  return version === undefined ? { is: 'nothing' } : { is: 'known', version };
};

const byRecord = (versions: readonly KnownVersion[]) => [
  ...Map.groupBy(versions, ({ recordId }) => recordId).values(),
];

function standing(records: readonly (readonly KnownVersion[])[], stood: Stands, only: Stood<unknown>['is']) {
  return records.flatMap((versions) => {
    const found = stood(versions);
    return found.is === 'nothing' || found.is !== only ? [] : tellingOf(found.version);
  });
}

const tellings = new WeakMap<KnownVersion, DerivedFact[]>();

/** What one version tells by itself, without what other records add to it; worked out once. */
export function tellsOf(version: KnownVersion): readonly DerivedFact[] {
  const known = tellings.get(version);
  if (known !== undefined) return known;
  const facts = factsTold(tellingOf(version), lookingUp());
  tellings.set(version, facts);
  return facts;
}

const tellingOf = ({ persons, ...version }: KnownVersion): Telling[] =>
  persons === null ? [] : [{ ...version, persons }];

function lookups(factors: readonly (readonly KnownVersion[])[], stood: Stands) {
  const found = lookingUp();
  for (const versions of factors) {
    const one = stood(versions);
    if (one.is !== 'nothing') found.add(one.version);
  }
  return found;
}

/** Of facts what the reader may see of them. */
function shown(facts: readonly DerivedFact[], { tier, seesOccasion, belongs }: Reader): KnownFact[] {
  return facts.flatMap((fact) => {
    const may = tier(asking(fact));
    if (may < 3 || !belongs(fact)) return [];
    const seesWords = may >= 4 && (fact.occasion === null || seesOccasion(fact.occasion));
    const parts = seesWords ? partsWithoutNames(fact.detail.parts) : [];
    return [{ ...fact, parts, detail: { parts } }];
  });
}

function linesHere(together: readonly KnownFact[], received: readonly KnownFact[]) {
  const keys = new Set(received.map((one) => one.assertionKey));
  return [
    ...received.map((fact) => ({ fact, state: 'received' as const })),
    ...together
      .filter((one) => !keys.has(one.assertionKey))
      .map((fact) => ({ fact, state: 'received-later' as const })),
  ];
}

/** Whether a record tells both: what is one thing, corrected. */
const tellTheSame = (a: DerivedFact, b: DerivedFact) =>
  a.personId === b.personId &&
  a.sources.some((one) => b.sources.some((other) => other.recordId === one.recordId));

function sinceThen(now: readonly KnownFact[]): (then: KnownFact) => Since {
  const byKey = new Map(now.map((one) => [one.assertionKey, one]));
  return (then) => {
    const same = byKey.get(then.assertionKey);
    if (same !== undefined) return saysTheSame(then, same) ? { is: 'same' } : { is: 'corrected', now: same };
    const other = now.find((one) => one.kind === then.kind && tellTheSame(one, then));
    return other === undefined ? { is: 'gone' } : { is: 'corrected', now: other };
  };
}

function saysTheSame(a: KnownFact, b: KnownFact): boolean {
  const said = ({ happened, precision, role, parts }: KnownFact) =>
    JSON.stringify([
      happened.from,
      happened.to,
      precision,
      role,
      parts.map(({ name, value }) => [name, value]),
    ]);
  return said(a) === said(b);
}

/** Days on which a version that tells something came to be known. */
function daysOf(
  records: readonly (readonly KnownVersion[])[],
  by: string,
  reader: Reader,
  may: (fact: DerivedFact) => boolean,
): string[] {
  const days = new Set<string>();
  for (const versions of records) {
    const ordered = inOrder(versions);
    const had = hadSince(ordered);
    for (const [at, version] of ordered.entries()) {
      const known = by === here ? version.receivedAt : (had[at] ?? version.receivedAt);
      if (shown(tellsOf(version), reader).some(may)) days.add(dayOf(known));
    }
  }
  return [...days].sort();
}

/** In the order of the first day, then as their keys are. */
export function byTime(a: DerivedFact, b: DerivedFact): number {
  const [x, y] = [`${a.happened.from} ${a.assertionKey}`, `${b.happened.from} ${b.assertionKey}`];
  return x < y ? -1 : x > y ? 1 : 0;
}
