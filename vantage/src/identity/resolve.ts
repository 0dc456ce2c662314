import { type LinkOptions, type LinkRecord, linkRecords } from '@vantage/linkage';
import { newId, type Tx } from '../platform/index.ts';
import { namingRecords } from '../sources/index.ts';
import { assignPersons, type Claim } from './assign.ts';
import { type DetailDifferences, type Differences, writeDetails } from './details.ts';
import { carryDecisions, sealedNow } from './following.ts';
import { joiningsOf, without } from './joining.ts';
import { type Meaning, writeLinks } from './links.ts';
import {
  type AgencyNumber,
  type DetailKind,
  type Mention,
  type Source,
  type Statement,
  statementsOf,
  subjectOf,
} from './model.ts';
import type { Said } from './review/model.ts';
import {
  type Decided,
  doubtfulOf,
  formerPersons,
  leastDoubtful,
  momentOf,
  readDecided,
  saidOf,
  writeFirstMakeup,
  writeMakeup,
  writePairs,
} from './review/run.ts';
import { inOrder } from './rules.ts';
import * as store from './store.ts';
import { noteMeanings } from './who.ts';

export type ResolveOptions = {
  /** The time at which what is derived becomes so: the last extract's received time. */
  asOf: Date;
  progress?: (done: number, total?: number) => void;
  /** What the database may do while numbers are compared, for which it is not needed. */
  meanwhile?: () => Promise<void>;
};

/** What a run found and what it changed. */
export type Resolved = {
  /** Persons with at least one record. */
  persons: number;
  personsAdded: number;
  /** Agencies' numbers for somebody, and how many of the persons have more than one. */
  numbers: number;
  joined: number;
  links: Differences;
  details: DetailDifferences;
  /** Persons whose numbers are not those of the run before. */
  moved: Set<string>;
};

/** One agency's number for somebody, with what mentions it. */
type Subject = {
  key: string;
  agency: string;
  localId: string;
  mentions: [Mention, Source][];
};

/**
 * All that a number's records state, made whenever it is asked for: held for everybody at once it is most of what a build
 * would hold.
 */
const statedOf = ({ mentions }: Subject): Statement[] =>
  mentions.flatMap(([mention, source]) => statementsOf(mention, source));

const fields: LinkOptions['fields'] = {
  'given name': 'given-name',
  surname: 'surname',
  'birth date': 'date',
  sex: 'sex',
  address: 'street',
  postcode: 'postcode',
  'NHS number': { kind: 'identifier', check: 'nhs-number' },
  'unique pupil number': { kind: 'identifier', check: 'upn' },
};

/**
 * Resolves the records that stand into persons and writes what differs from the last run: links, each person's
 * details and makeup, and the pairs in doubt. Persons keep their ids, and one that had come apart or gone into another
 * is found again under its own. What people decided holds. The same records and decisions give the same answer, and
 * nothing is written.
 */
export async function resolve(tx: Tx, { asOf, progress, meanwhile }: ResolveOptions): Promise<Resolved> {
  const subjects = await readSubjects(tx, progress);
  const decided = await readDecided(tx);
  const at = momentOf(asOf, decided);
  const standing = await readStanding(tx);
  const numbers = subjects.map((subject) => {
    const { key, agency, localId } = subject;
    const record = asRecord({ key, agency, statements: statedOf(subject) });
    return { key, agency, localId, said: saidOf(record.fields) };
  });
  const [{ groups, joinings, doubtful }] = await Promise.all([group(numbers, decided), meanwhile?.()]);
  const persons = personsOf(groups, standing, await formerPersons(tx));
  const personOf = new Map<string, string>();
  for (const [g, members] of groups.entries()) {
    for (const { key } of members) personOf.set(key, persons.ids[g] ?? '');
  }
  noteMeanings(tx, personOf);
  const isFirst = await tx.filling('link', 'joining', 'person_detail', 'agency_number', 'makeup');
  await store.addPersons(tx, persons.added, at);
  await carryDecisions(tx, standing.persons, personOf);
  const meanings = subjects.map(({ key, agency, localId }): Meaning => {
    const { to, weight } = joinings.get(key) ?? without;
    return { number: key, agency, localId, personId: personOf.get(key) ?? '', to, weight };
  });
  const reasonsOf = (number: string) => (joinings.get(number) ?? without).reasons;
  const links = isFirst
    ? await store.addFirstLinks(tx, { meanings, reasonsOf }, at)
    : await writeLinks(tx, { meanings, reasonsOf, decided }, at);
  const known = Map.groupBy(
    subjects.filter(({ mentions }) => mentions.length > 0),
    ({ key }) => personOf.get(key) ?? '',
  );
  const statements = {
    keys: () => known.keys(),
    get: (personId: string) => known.get(personId)?.flatMap(statedOf),
  };
  const details = await writeDetails(tx, statements, store.streamDetails(tx), at);
  await writePairs(tx, doubtful);
  const rows = numbers.map(({ key, agency, localId, said }) => {
    return { number: key, agency, localId, personId: personOf.get(key) ?? '', said };
  });
  if (isFirst) await writeFirstMakeup(tx, rows, decided, at);
  else {
    await writeMakeup(tx, rows, decided, at);
    await store.forgetMeanings(tx);
  }
  if (links.added + details.added > 0)
    await tx.filled('person', 'link', 'joining', 'person_detail', 'agency_number', 'makeup', 'doubtful_pair');
  const numbersOf = Map.groupBy(personOf, ([, personId]) => personId);
  return {
    persons: numbersOf.size,
    personsAdded: persons.added.length,
    numbers: subjects.length,
    joined: [...numbersOf.values()].filter(({ length }) => length > 1).length,
    links,
    details,
    moved: movedBetween(standing.persons, personOf),
  };
}

/** Whoever has got or lost a number. */
export function movedBetween(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Set<string> {
  const moved = new Set<string>();
  for (const [number, personId] of after) {
    const was = before.get(number);
    if (was === personId) continue;
    moved.add(personId);
    if (was !== undefined) moved.add(was);
  }
  for (const [number, personId] of before) if (!after.has(number)) moved.add(personId);
  return moved;
}

/** Gathers every number that a record that stands mentions, in the order of agency and number. */
async function readSubjects(tx: Tx, progress: ResolveOptions['progress']): Promise<Subject[]> {
  const subjects = new Map<string, Subject>();
  for await (const { agency, localId } of store.streamMentioned(tx)) {
    const key = subjectOf(agency, localId);
    subjects.set(key, { key, agency, localId, mentions: [] });
  }
  let records = 0;
  for await (const { recordId, agency, kind, people, happened, recordedAt, receivedAt } of namingRecords(
    tx,
  )) {
    const source = { agency, recordId, recordKind: kind, happened, recordedAt, receivedAt };
    for (const mention of people)
      if (Object.values(mention.identity ?? {}).some(Boolean))
        subjects.get(subjectOf(agency, mention.id))?.mentions.push([mention, source]);
    records++;
    if (records % 5000 === 0) progress?.(records);
  }
  progress?.(records, records);
  return [...subjects.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

export type Standing = {
  /** For each number, how many links it has with each person. */
  claims: Map<string, Map<string, number>>;
  /** Of each number, the person it means. */
  persons: Map<string, string>;
  /** Persons who are sealed: an id that hides is never given up. */
  sealed: ReadonlySet<string>;
};

async function readStanding(tx: Tx): Promise<Standing> {
  const standing: Standing = { claims: new Map(), persons: new Map(), sealed: await sealedNow(tx) };
  for await (const { agency, localId, personId, links } of store.streamClaims(tx)) {
    const key = subjectOf(agency, localId);
    standing.persons.set(key, personId);
    standing.claims.set(key, (standing.claims.get(key) ?? new Map<string, number>()).set(personId, links));
  }
  return standing;
}

/** Beyond this, comparing goes on on the disk: the numbers themselves are held beside it. */
const mostMemory = '1500MB';

/** An agency's number for somebody, by its text. */
type Numbered = AgencyNumber & { key: string };

/** Puts the numbers of one person together, each with the reasons that join it to the others; one that says nothing is alone. */
export async function group<N extends Numbered & { said: Said }>(numbers: readonly N[], decided: Decided) {
  const speaks = ({ said }: N) => Object.keys(said).length > 0;
  const { clusters, pairs } = await linkRecords(
    numbers
      .filter(speaks)
      .map(({ key, agency, said }): LinkRecord => ({ id: key, source: agency, fields: said })),
    {
      fields,
      mode: 'dedupe',
      pairsFrom: leastDoubtful,
      engine: { memory: mostMemory },
      keepApart: decided.apart,
      keepTogether: decided.together,
    },
  );
  const byKey = new Map(numbers.map((one) => [one.key, one]));
  const groups = clusters.map((keys) => keys.flatMap((key) => byKey.get(key) ?? []));
  const silent = numbers.filter((one) => !speaks(one)).map((one) => [one]);
  return {
    groups: [...groups, ...silent],
    joinings: joiningsOf(pairs, clusters, decided.together, byKey),
    doubtful: doubtfulOf(pairs, clusters, decided),
  };
}

/** What a number's records say at their best, for telling who is who. */
export function asRecord({
  key,
  agency,
  statements,
}: Pick<Subject, 'key' | 'agency'> & { statements: readonly Statement[] }): LinkRecord {
  const best = (kind: DetailKind) =>
    inOrder(
      kind,
      statements.filter((statement) => statement.kind === kind),
    )[0];
  const [name, address] = [best('name')?.parts, best('address')?.parts];
  const values = {
    'given name': name?.given,
    surname: name?.surname,
    'birth date': best('birth-date')?.value,
    sex: best('sex')?.value,
    address: address?.address,
    postcode: address?.postcode,
    'NHS number': best('nhs-number')?.value,
    'unique pupil number': best('upn')?.value,
  };
  return { id: key, source: agency, fields: values };
}

/** A claim that goes before any number of links. */
const first = 1e12;

/** A person for each group: the one it has been, one that it was before, or somebody new. */
export function personsOf(
  groups: readonly (readonly Numbered[])[],
  { claims, sealed }: Standing,
  former: ReadonlyMap<string, string>,
): { ids: string[]; added: string[] } {
  const claimsOf = (members: readonly Numbered[]): Claim[] => {
    const totals = new Map<string, number>();
    for (const { key } of members) {
      const was = former.get(key);
      if (was !== undefined) totals.set(was, totals.get(was) ?? 0);
      for (const [personId, links] of claims.get(key) ?? [])
        totals.set(personId, (totals.get(personId) ?? (sealed.has(personId) ? first : 0)) + links);
    }
    return [...totals].map(([personId, links]) => ({ personId, links }));
  };
  const added: string[] = [];
  const ids = assignPersons(groups.map(claimsOf)).map((personId) => {
    if (personId !== undefined) return personId;
    const made = newId();
    added.push(made);
    return made;
  });
  return { ids, added };
}
