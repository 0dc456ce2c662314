import {
  allocatedAlike,
  allocationKinds,
  type CatalogueEntry,
  type Contradiction,
  datedWhenTold,
  type GoodNews,
  type Part,
  thingOf,
  timesTold,
} from '../chronology/index.ts';
import { addDays, daysBetween, type Span } from '../platform/index.ts';

/** What the picture needs of a fact. */
export type Told = {
  factId: string;
  personId: string;
  role: string;
  agency: string;
  kind: string;
  shape: 'event' | 'involvement';
  happened: Span;
  precision: 'day' | 'month' | 'year' | 'unknown';
  occasion: string | null;
  detail: { parts: Part[]; contradictions?: Contradiction[] };
};

/** One thing that happened, or one spell, with everyone of the family who had a part in it. */
export type Happening = {
  kind: string;
  label: string;
  service: string;
  tone: CatalogueEntry['tone'];
  lane: CatalogueEntry['lane'];
  shape: 'event' | 'involvement';
  agency: string;
  happened: Span;
  precision: Told['precision'];
  people: { personId: string; role: string; factId: string }[];
  /** The fact it opens to. */
  factId: string;
  /** Every agency that tells it, with the fact that it opens to there. */
  tellers: { agency: string; factId: string }[];
  parts: Part[];
  /** What records that are not followed say of it instead. */
  differing: Differing[];
};

/** What another record says of one thing, null where it says none; by its agency, and the record that says so. */
export type Differing = { label: string; said: string | null; agency: string; recordId: string };

/**
 * Facts of several persons told as happenings: facts of one agency, kind and occasion are one; so are spells and visits
 * of one agency, kind and days (brothers and sisters on one plan). Other events are one when all that is said of them
 * is the same too; so are workers’ allocations, by rule one-worker where who it is is not said. What two agencies tell of one
 * thing, days and people is one as well (rule told-twice). In order of their first day, then kind. A fact whose kind is
 * not in the catalogue is left out.
 */
export function happeningsOf(
  facts: Iterable<Told>,
  catalogue: ReadonlyMap<string, CatalogueEntry>,
): Happening[] {
  const together = new Map<string, Happening>();
  const saidIn = numbered(wordsOfParts);
  const nth = timesTold();
  for (const fact of facts) {
    const entry = catalogue.get(fact.kind);
    if (!entry) continue;
    const days = `${fact.happened.from}/${fact.happened.to}`;
    const isAllocation = allocationKinds.has(fact.kind);
    const own =
      isAllocation && !saysWho(fact.detail.parts)
        ? allocatedAlike(fact, nth)
        : (fact.occasion ??
          (isAllocation
            ? `${days} ${wordsOfParts(fact.detail.parts.filter(({ name }) => whoWorks.has(name)))}`
            : fact.shape === 'event' && !entry.visit
              ? `${days} ${saidIn(fact.detail.parts)}`
              : days));
    const key = `${fact.agency}|${fact.kind}|${own}`;
    const person = { personId: fact.personId, role: roleIn(fact), factId: fact.factId };
    const known = together.get(key);
    if (known) {
      known.people.push(person);
      addDiffering(known.differing, fact);
      continue;
    }
    const differing: Differing[] = [];
    addDiffering(differing, fact);
    together.set(key, {
      kind: fact.kind,
      label: entry.label,
      service: entry.serviceLabel,
      tone: entry.tone,
      lane: entry.lane,
      shape: fact.shape,
      agency: fact.agency,
      happened: fact.happened,
      precision: fact.precision,
      people: [person],
      factId: fact.factId,
      tellers: [],
      parts: fact.detail.parts,
      differing,
    });
  }
  const all = [...together.values()];
  for (const happening of all) {
    if (happening.people.length > 1)
      happening.people.sort((a, b) => compare(a.personId, b.personId) || compare(a.role, b.role));
    happening.factId = happening.people[0]?.factId ?? happening.factId;
    happening.tellers = [{ agency: happening.agency, factId: happening.factId }];
  }
  return toldOnce(all.sort(byTime), catalogue).sort(byTime);
}

/** Adds what is not there yet: of brothers and sisters on one plan it is said once. */
function addDiffering(known: Differing[], { agency, detail: { contradictions = [] } }: Told): void {
  for (const { label, said, recordId } of contradictions) {
    const one = { label, said, agency, recordId };
    if (!known.some((other) => saysAlike(one, other))) known.push(one);
  }
}

const saysAlike = (a: Differing, b: Differing): boolean =>
  a.label === b.label && a.said === b.said && a.agency === b.agency;

const saysWho = (parts: readonly Part[]): boolean =>
  parts.some(({ name }) => name === 'worker' || name === 'worker-role');

/** What of an allocation says who works with them: one line for each worker and part. */
const whoWorks: ReadonlySet<string> = new Set(['worker', 'worker-role', 'team']);

/** Of somebody missing the police say "victim": nobody has said that they were harmed. */
const roleIn = ({ kind, role }: Pick<Told, 'kind' | 'role'>): string =>
  kind === 'police-missing-person' && role === 'victim' ? 'subject' : role;

/** Rule told-twice. `all` in the order of time. */
function toldOnce(all: readonly Happening[], catalogue: ReadonlyMap<string, CatalogueEntry>): Happening[] {
  const agenciesOf = new Map<string, Set<string>>();
  for (const { kind, agency } of all) {
    const known = agenciesOf.get(kind);
    if (known) known.add(agency);
    else agenciesOf.set(kind, new Set([agency]));
  }
  const kinds = [...agenciesOf.keys()];
  const things = new Set(kinds.filter((kind) => thingOf(kind) !== kind).map(thingOf));
  const tellers = Map.groupBy(kinds, thingOf);
  /** Kinds whose happenings are each a line: told by one agency alone, or each agency's own. */
  const ownEach = new Set(
    kinds.filter((kind) => {
      const told = (tellers.get(thingOf(kind)) ?? []).flatMap((one) => [...(agenciesOf.get(one) ?? [])]);
      return new Set(told).size === 1 || allocationKinds.has(kind) || catalogue.get(kind)?.visit === true;
    }),
  );
  const shared = all.filter(({ kind }) => !ownEach.has(kind));
  if (shared.length === 0) return [...all];
  const alike = Map.groupBy(shared, ({ kind, happened: { from, to } }) => {
    if (datedWhenTold.has(kind)) return kind;
    return things.has(thingOf(kind)) ? `${thingOf(kind)}|${from}` : `${kind}|${from}|${to}`;
  });
  const once = [...alike.values()].flatMap((same) => {
    if (same.length === 1) return same;
    // What is told in its own kind comes first: its words are those of the thing.
    const inOrder = [...same].sort(
      (a, b) => Number(a.kind !== thingOf(a.kind)) - Number(b.kind !== thingOf(b.kind)) || byTime(a, b),
    );
    const kept: Happening[] = [];
    for (const one of inOrder) {
      const at = kept.findIndex((other) => isSame(other, one));
      const other = kept[at];
      if (other) kept[at] = together(other, one);
      else kept.push(one);
    }
    return kept;
  });
  return [...all.filter(({ kind }) => ownEach.has(kind)), ...once];
}

/** Whether two agencies tell one thing: one names nobody whom the other does not, and nothing that both say differs. */
function isSame(a: Happening, b: Happening): boolean {
  if (a.tellers.some(({ agency }) => agency === b.agency)) return false;
  const [of, ofOther] = [a, b].map((one) => new Set(one.people.map(({ personId }) => personId)));
  if (!of || !ofOther || !(of.isSubsetOf(ofOther) || ofOther.isSubsetOf(of))) return false;
  // What is said of one thing under two kinds is said in other words.
  if (a.kind !== b.kind) return true;
  if (datedWhenTold.has(a.kind)) return isNear(a.happened, b.happened);
  const said = new Map(a.parts.map(({ name, value }) => [name, value]));
  return b.parts.every(({ name, value }) => (said.get(name) ?? value) === value);
}

/** Days within which two agencies that tell of a pregnancy of somebody tell of one. */
const onePregnancy = 240;

const isNear = (a: Span, b: Span): boolean =>
  a.from !== null && b.from !== null && Math.abs(daysBetween(a.from, b.from)) <= onePregnancy;

/** One happening with all that two agencies say of it. It opens to what the first says, or to the one who says more. */
function together(a: Happening, b: Happening): Happening {
  const isOneKind = a.kind === b.kind;
  const [first, second] = isOneKind && b.parts.length > 0 && a.parts.length === 0 ? [b, a] : [a, b];
  const said = new Set(first.parts.map(({ name }) => name));
  return {
    ...first,
    // What is dated when it is told, on the day of whoever told it first.
    happened: datedWhenTold.has(a.kind) && byTime(b, a) < 0 ? b.happened : first.happened,
    people: [...first.people, ...second.people].sort(
      (x, y) => compare(x.personId, y.personId) || compare(x.role, y.role) || compare(x.factId, y.factId),
    ),
    tellers: [...first.tellers, ...second.tellers],
    parts: [...first.parts, ...second.parts.filter(({ name }) => !said.has(name))],
    differing: eachOnce([...first.differing, ...second.differing]),
  };
}

const eachOnce = (all: readonly Differing[]): Differing[] =>
  all.filter((one, at) => all.findIndex((other) => saysAlike(one, other)) === at);

/** A number for what is said in parts: one for all parts in which the same is said, which many facts share. */
function numbered(words: (parts: readonly Part[]) => string): (parts: readonly Part[]) => number {
  const byWords = new Map<string, number>();
  const byParts = new Map<readonly Part[], number>();
  return (parts) => {
    const known = byParts.get(parts);
    if (known !== undefined) return known;
    const text = words(parts);
    const number = byWords.get(text) ?? byWords.size;
    byWords.set(text, number);
    byParts.set(parts, number);
    return number;
  };
}

function wordsOfParts(parts: readonly Part[]): string {
  return parts.map((part) => `${part.name}=${part.value}`).join(' ');
}

function byTime(a: Happening, b: Happening): number {
  return (
    compare(a.happened.from ?? '', b.happened.from ?? '') ||
    compare(a.kind, b.kind) ||
    compare(a.factId, b.factId)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What happened lately: the newest happening of one kind that began on one day, and those beside it. */
export type Latest<H> = { line: H; others: H[] };

/** Rule latest: the newest `count` of them, newest first; of `happenings` in order of time. */
export function latestOf<H extends Pick<Happening, 'kind' | 'happened'>>(
  happenings: readonly H[],
  today: string,
  count: number,
): Latest<H>[] {
  const alike = Map.groupBy(
    happenings.filter(({ happened: { from } }) => from !== null && from <= today).reverse(),
    ({ kind, happened: { from } }) => `${from} ${kind}`,
  );
  return [...alike.values()].slice(0, count).flatMap(([line, ...others]) => (line ? [{ line, others }] : []));
}

/** True when the happening goes on, on that day. */
export function openOn(happening: Pick<Happening, 'shape' | 'happened'>, day: string): boolean {
  return (
    happening.shape === 'involvement' &&
    (happening.happened.from ?? day) <= day &&
    (happening.happened.to === null || happening.happened.to > day)
  );
}

/** Rules by which happenings stand on the picture, in plain words. */
export const headings = {
  'told-twice':
    'What two agencies tell of one kind, on the same days, is one line that names both, where one of them names nobody whom the other does not and nothing that both say of it differs. The police’s missing person and social care’s missing of one day are one; so is a pregnancy of somebody that two agencies tell of within 240 days, on the day of whoever told it first. Visits are each agency’s own, and a worker’s allocation is a line for each worker and part.',
  latest:
    'The latest are the newest twelve by their first day, up to today. Those of one kind that began on one day are one of the twelve: one is told, and how many more there are, by whose each is.',
  'going-well': 'Good news of the last 24 months, newest first: by the rules of good news.',
  weighing:
    'What the catalogue calls a crisis and that happened, or went on, in the last 12 months, newest first, one line for each kind with how many: together as many as the sentence in short counts.',
} as const;

/** One line under "going well" or "weighing on them": its newest happening and how many there were of the kind. */
export type Reason = { happening: Happening; count: number };

/** Rule going-well. `since` is the first day that counts; `news` what follows from facts, told on its own day and in its own words. */
export function goingWell(
  happenings: readonly Happening[],
  since: string,
  news: readonly GoodNews[] = [],
): Reason[] {
  const byFact = new Map(news.map((one) => [one.factId, one]));
  const followed = happenings.flatMap((one): Happening[] => {
    const told = one.people.flatMap((person) => byFact.get(person.factId) ?? []);
    const [first] = told;
    if (!first) return [];
    const people = one.people.filter((person) => byFact.has(person.factId));
    const happened = { from: first.on, to: addDays(first.on, 1) };
    return [{ ...one, label: first.words, tone: 'good', shape: 'event', happened, people, parts: [] }];
  });
  return newestOfEach(
    [...happenings.filter((one) => one.tone === 'good'), ...followed].filter(
      (one) => (one.happened.from ?? '') >= since,
    ),
    ownWords,
  );
}

/** Rule weighing. `since` is the first day that counts. */
export function weighing(happenings: readonly Happening[], since: string, today: string): Reason[] {
  return newestOfEach(
    happenings.filter(
      (one) =>
        one.tone === 'crisis' &&
        one.happened.from !== null &&
        one.happened.from <= today &&
        (one.happened.to === null || one.happened.to > since),
    ),
    (one) => one.kind,
  );
}

function ownWords(one: Happening): string {
  return `${one.kind} ${one.factId}`;
}

function newestOfEach(happenings: readonly Happening[], key: (one: Happening) => string): Reason[] {
  const reasons = new Map<string, Reason>();
  for (const happening of happenings) {
    const known = reasons.get(key(happening));
    if (known) {
      known.count += 1;
      if (byTime(known.happening, happening) < 0) known.happening = happening;
    } else reasons.set(key(happening), { happening, count: 1 });
  }
  return [...reasons.values()].sort((a, b) => byTime(b.happening, a.happening));
}
