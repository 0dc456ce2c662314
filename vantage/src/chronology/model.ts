import { addDays, type Span } from '../platform/index.ts';
import { catalogue } from './catalogue.ts';
import type { Shape } from './kinds.ts';

/** A version of a record that tells a fact, with when its agency recorded it (null: it does not say) and when it came here. */
export type Source = { recordId: string; version: number; recordedAt: Date | null; receivedAt: Date };

/** One thing said about a fact beside its days, in plain words, with the return's own code where it has one. */
export type Part = { name: string; label: string; value: string; code?: string };

/** Something that records say differently. `said` is what the record not followed says; null means it states no end. */
export type Contradiction = { about: string; label: string; said: string | null; recordId: string };

export type Detail = { parts: Part[]; contradictions?: Contradiction[] };

/** What one record says happened to one person: the raw material of a fact. */
export type Claim = {
  personId: string;
  agency: string;
  /** Code from the catalogue. */
  code: string;
  /** First day; of a month or a year, its first (rule about-when). */
  from: string;
  /** How exactly its days are known; to the day when left out. */
  precision?: 'day' | 'month' | 'year';
  /** Last day; null while open as far as the record says; undefined when its return has no place for an end. */
  last: string | null | undefined;
  /** The person's part in it. */
  role: string;
  /** Ties the facts of several persons about one happening together. */
  occasion: string | null;
  /** Sets happenings of one kind, person and day apart where the agency itself numbers them; usually empty. */
  own: string;
  /** True when the record says it carries on what the one before it began (a change of legal status only). */
  carriesOn: boolean;
  parts: Part[];
  source: Source;
};

/** A fact as the records now tell it, before it is compared with what is kept. */
export type DerivedFact = {
  assertionKey: string;
  personId: string;
  agency: string;
  kind: string;
  shape: Shape;
  role: string;
  happened: Span;
  precision: 'day' | 'month' | 'year';
  occasion: string | null;
  detail: Detail;
  /** When the last of what it says was recorded; null when a record that it follows does not say (rule known-since). */
  recordedAt: Date | null;
  /** When the last of what it says came here. */
  receivedAt: Date;
  sources: Source[];
};

/** Rules by which facts are made of records, in plain words. Each id stands in docs/rules.md. */
export const factRules = {
  'one-assertion':
    'Records of one agency that tell of the same person, kind, service and first day are one fact with several sources. Contacts, workers and police occurrences are told apart by the agency’s own numbers.',
  'latest-recorded':
    'When sources differ, the one recorded last is followed; one that does not say when it was recorded gives way; then the one received last; then one that states an end. What the others say stays on the fact; the same codes in another order say the same.',
  'known-since':
    'A fact is recorded, and received, when the last of the records that it follows was; where one of them does not say when it was recorded, that is unknown. A record that only repeats what is followed does not count.',
  'end-before-start':
    'A stated end before the start is not followed: the fact is shown on its first day, and the stated end stays on it.',
  'no-end-told':
    'A fact told only by returns that have no place for an end (a section 47 enquiry in the census) is shown on its first day.',
  'care-spell':
    'Episodes of care that follow on without a day between are one spell in care. Placements are involvements of their own; a change of legal status alone does not end one.',
  'no-adoption-facts': 'Adoption records make no fact: nothing here joins the life before to the life after.',
  undated: 'A record without a first day makes no fact.',
  'about-when':
    'Where a record gives only a month or a year, the fact stands on all days of it, and everything that shows it says that the day is not known.',
  'loss-ends-due-day': 'Of a pregnancy that was lost nothing says any more when the child was due.',
  'school-terms':
    'Schools tell of attendance by term, without days. A term in which a tenth of the sessions or more was missed makes a fact: autumn from 1 September to 31 December, spring from 1 January to 31 March, summer from 1 April to 31 July.',
} as const;

type Story = Omit<DerivedFact, 'happened' | 'shape'> & {
  from: string;
  last: string | null;
  carriesOn: boolean;
  /** First days of the episodes that it is made of; of anything but care, its own. */
  begins: string[];
  /** Ends stated where its records differ about one, with the first day of the episode of which it is said. */
  ends: { from: string; said: string | null; recordId: string }[];
};

/**
 * Facts of any number of claims, the same whatever the order in which the claims come (rules one-assertion,
 * latest-recorded, end-before-start, care-spell).
 */
export function factsOf(claims: Iterable<Claim>): DerivedFact[] {
  const byAssertion = new Map<string, Claim[]>();
  for (const claim of claims) {
    const key = assertionKey(claim);
    const others = byAssertion.get(key);
    if (others === undefined) byAssertion.set(key, [claim]);
    else others.push(claim);
  }
  const stories = [...byAssertion].map(([key, told]) => oneStory(key, told));
  return joinSpells(stories)
    .map(toFact)
    .sort((a, b) => compare(a.assertionKey, b.assertionKey));
}

/** Person, kind, service, first day, agency, and the agency's own number where it tells happenings apart. */
export function assertionKey(claim: Claim): string {
  const service = catalogue.get(claim.code)?.service ?? '';
  return [claim.personId, claim.code, service, claim.from, claim.agency, claim.own].join('|');
}

function oneStory(key: string, claims: Claim[]): Story {
  const [followed, ...others] = [...claims].sort(byPrecedence) as [Claim, ...Claim[]];
  const ending = [followed, ...others].find((claim) => claim.last !== undefined);
  const heeded = [followed, ending ?? followed];
  const detail: Detail = { parts: [...followed.parts] };
  const contradictions: Contradiction[] = [];
  for (const other of others) {
    for (const part of other.parts) {
      const same = detail.parts.find((mine) => mine.name === part.name);
      if (same === undefined) {
        detail.parts.push(part);
        heeded.push(other);
      } else if (!saysSame(same, part)) {
        contradictions.push({
          about: part.name,
          label: part.label,
          said: part.value,
          recordId: other.source.recordId,
        });
      }
    }
  }
  const stated = ending?.last === undefined ? followed.from : ending.last;
  const last = stated !== null && stated < followed.from ? followed.from : stated;
  const ends = [followed, ...others].flatMap(({ from, last: said, source }) =>
    said === undefined ? [] : [{ from, said, recordId: source.recordId }],
  );
  if (contradictions.length > 0) detail.contradictions = contradictions;
  return {
    assertionKey: key,
    personId: followed.personId,
    agency: followed.agency,
    kind: followed.code,
    role: followed.role,
    occasion: followed.occasion,
    from: followed.from,
    precision: roughest([followed, ending ?? followed]),
    last,
    carriesOn: claims.every((claim) => claim.carriesOn),
    begins: [followed.from],
    ends: ends.some(({ said }) => said !== last) ? ends : [],
    detail,
    sources: distinctSources(claims.map((claim) => claim.source)),
    ...knownSince(heeded.map((claim) => claim.source)),
  };
}

/** Whether two say one thing: of lists of codes, in whatever order. */
function saysSame(a: Part, b: Part): boolean {
  if (a.value === b.value) return true;
  if (a.code === undefined || b.code === undefined) return false;
  const codesOf = (code: string) =>
    new Set(
      code
        .toUpperCase()
        .split(/[\s,;|]+/)
        .filter(Boolean),
    );
  return codesOf(a.code).symmetricDifference(codesOf(b.code)).size === 0;
}

const byPrecision = ['day', 'month', 'year'] as const;

/** The least exact of what is said of days. */
function roughest(said: readonly { precision?: 'day' | 'month' | 'year' }[]): 'day' | 'month' | 'year' {
  return (
    byPrecision[Math.max(...said.map(({ precision = 'day' }) => byPrecision.indexOf(precision)))] ?? 'day'
  );
}

/** Rule latest-recorded: the claim to follow comes first. */
function byPrecedence(a: Claim, b: Claim): number {
  return (
    (b.source.recordedAt?.getTime() ?? -Infinity) - (a.source.recordedAt?.getTime() ?? -Infinity) ||
    b.source.receivedAt.getTime() - a.source.receivedAt.getTime() ||
    Number(a.last == null) - Number(b.last == null) ||
    compare(a.source.recordId, b.source.recordId) ||
    compare(a.last ?? '', b.last ?? '') ||
    compare(JSON.stringify(a), JSON.stringify(b))
  );
}

/** Whose care or placements may join; undefined of what stands by itself. */
export function spellKey(personId: string, agency: string, kind: string): string | undefined {
  return kind === 'in-care' || kind.startsWith('placement-') ? `${personId}|${agency}|${kind}` : undefined;
}

/** Rule care-spell. Only care and placements join; every other story stands by itself. */
function joinSpells(stories: Story[]): Story[] {
  const done: Story[] = [];
  const spells = new Map<string, Story[]>();
  for (const story of stories) {
    const key = spellKey(story.personId, story.agency, story.kind);
    if (key === undefined) {
      done.push(story);
      continue;
    }
    const others = spells.get(key);
    if (others === undefined) spells.set(key, [story]);
    else others.push(story);
  }
  for (const group of spells.values()) {
    group.sort((a, b) => compare(a.from, b.from));
    let open: Story | undefined;
    for (const story of group) {
      if (open !== undefined && follows(open, story)) open = joined(open, story);
      else {
        if (open !== undefined) done.push(open);
        open = story;
      }
    }
    if (open !== undefined) done.push(open);
  }
  return done;
}

function follows(earlier: Story, later: Story): boolean {
  if (later.kind !== 'in-care' && !later.carriesOn) return false;
  return earlier.last === null || later.from <= addDays(earlier.last, 1);
}

function joined(earlier: Story, later: Story): Story {
  const last =
    later.last === null || earlier.last === null || later.last > earlier.last ? later.last : earlier.last;
  const laterNames = new Set(later.detail.parts.map((part) => part.name));
  const parts = [
    ...earlier.detail.parts.filter((part) => !laterNames.has(part.name) && part.name !== 'ending'),
    ...later.detail.parts,
  ];
  const contradictions = [...(earlier.detail.contradictions ?? []), ...(later.detail.contradictions ?? [])];
  return {
    ...earlier,
    last,
    precision: roughest([earlier, later]),
    begins: [...earlier.begins, ...later.begins],
    ends: [...earlier.ends, ...later.ends],
    detail: contradictions.length > 0 ? { parts, contradictions } : { parts },
    sources: distinctSources([...earlier.sources, ...later.sources]),
    ...knownSince([earlier, later]),
  };
}

/** An open involvement has no ending yet, whatever reason a record already gives for one. */
function toFact({ from, last, carriesOn: _, begins, ends, detail, ...story }: Story): DerivedFact {
  const parts = last === null ? detail.parts.filter((part) => part.name !== 'ending') : detail.parts;
  const contradictions = [...endsAgainst({ last, begins, ends }), ...(detail.contradictions ?? [])];
  return {
    ...story,
    detail: contradictions.length > 0 ? { parts, contradictions } : { parts },
    shape: catalogue.get(story.kind)?.shape ?? 'event',
    happened: { from, to: last === null ? null : addDays(last, 1) },
  };
}

/** Stated ends that contradict the last day: not those of an episode that the next of its spell takes over from. */
function endsAgainst({ last, begins, ends }: Pick<Story, 'last' | 'begins' | 'ends'>): Contradiction[] {
  const against = ends.filter(({ from, said }) => {
    if (said === last) return false;
    return !begins.some((day) => day > from && (day === said || (said !== null && day === addDays(said, 1))));
  });
  return against.map(({ said, recordId }) => ({ about: 'end', label: 'End', said, recordId }));
}

function distinctSources(sources: Source[]): Source[] {
  const byVersion = new Map(sources.map((source) => [`${source.recordId}|${source.version}`, source]));
  return [...byVersion].sort(([a], [b]) => compare(a, b)).map(([, source]) => source);
}

type Times = { recordedAt: Date | null; receivedAt: Date };

/** Rule known-since: the times from which all of what is followed is known. */
function knownSince(followed: readonly Times[]): Times {
  const recorded = followed.map(({ recordedAt }) => recordedAt?.getTime() ?? null);
  return {
    recordedAt: recorded.some((time) => time === null) ? null : new Date(Math.max(...recorded.map(Number))),
    receivedAt: new Date(Math.max(...followed.map(({ receivedAt }) => receivedAt.getTime()))),
  };
}

/** Code-unit order, the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where a fact can be opened: a record version in its file. */
export type FactSource = Source & { agency: string; recordKind: string; path: string; line: number };

/** A fact as it is kept. */
export type Fact = {
  factId: string;
  personId: string;
  agency: string;
  /** Code from the catalogue. */
  kind: string;
  shape: Shape;
  /** subject, or in a police occurrence victim, suspect, witness or child-present. */
  role: string;
  /** `to` is the day after the last; null while open as far as the extracts say. */
  happened: Span;
  precision: 'day' | 'month' | 'year' | 'unknown';
  occasion: string | null;
  detail: Detail;
  /** True when the reader may see that it happened, and not what is said about it. */
  withheld?: boolean;
  /** Null: no source says when it was recorded. Shown as unknown. */
  recordedAt: Date | null;
  receivedAt: Date;
  sources: FactSource[];
};

/** What is told of a fact, without its records and their times. */
export type OutlinedFact = Omit<Fact, 'recordedAt' | 'receivedAt' | 'sources'>;
