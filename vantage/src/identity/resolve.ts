import { type LinkOptions, type LinkRecord, linkRecords, type Pair } from '@vantage/linkage';
import { newId, type Tx } from '../platform/index.ts';
import { recordsOf } from '../sources/index.ts';
import { assignPersons, type Claim } from './assign.ts';
import { type Differences, writeDetails } from './details.ts';
import {
  type AgencyNumber,
  type DetailKind,
  engine,
  type Reason,
  type Statement,
  statementsOf,
  subjectOf,
} from './model.ts';
import { inOrder } from './rules.ts';
import * as store from './store.ts';

export type ResolveOptions = {
  /** The time at which what is derived becomes so: the last extract's received time. */
  asOf: Date;
  progress?: (done: number, total?: number) => void;
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
  details: Differences;
};

/** One agency's number for somebody, with all that its records state. */
type Subject = {
  key: string;
  agency: string;
  localId: string;
  mentions: { recordId: string; role: string }[];
  statements: Statement[];
};

/** Why a number belongs with a person's other numbers, and the key of the one to which it is joined; none when alone. */
type Joining = { to: string | null; weight: number | null; reasons: Reason[] };

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
 * Resolves the records that stand into persons and writes what differs from the last run: links, and each person's
 * details. Persons keep their ids. Links that somebody decided stand, and two numbers that somebody parted stay
 * apart. The same records give the same answer and nothing is written.
 */
export async function resolve(tx: Tx, { asOf, progress }: ResolveOptions): Promise<Resolved> {
  const subjects = await readSubjects(tx, progress);
  const standing = await readStanding(tx);
  const { groups, joining } = await group(tx, subjects);
  const persons = personsOf(groups, standing);
  const personOf = new Map<string, string>();
  for (const [g, members] of groups.entries()) {
    for (const { key } of members) personOf.set(key, standing.decided.get(key) ?? persons.ids[g] ?? '');
  }
  await store.addPersons(tx, persons.added, asOf);
  const links = await writeLinks(tx, subjects, standing, personOf, joining, asOf);
  const statements = Map.groupBy(
    subjects.flatMap((subject) => subject.statements),
    ({ agency, localId }) => personOf.get(subjectOf(agency, localId)) ?? '',
  );
  const details = await writeDetails(tx, statements, await standingDetails(tx), asOf);
  if (links.added + details.added > 0) await tx.analyze('person', 'link', 'person_detail');
  const numbersOf = Map.groupBy(personOf, ([, personId]) => personId);
  return {
    persons: numbersOf.size,
    personsAdded: persons.added.length,
    numbers: subjects.length,
    joined: [...numbersOf.values()].filter(({ length }) => length > 1).length,
    links,
    details,
  };
}

/** Gathers every number that a record that stands mentions, in the order of agency and number. */
async function readSubjects(tx: Tx, progress: ResolveOptions['progress']): Promise<Subject[]> {
  const subjects = new Map<string, Subject>();
  let records = 0;
  for await (const { recordId, agency, kind, people, happened, recordedAt, receivedAt } of recordsOf(tx)) {
    for (const mention of people) {
      const key = subjectOf(agency, mention.id);
      let subject = subjects.get(key);
      if (subject === undefined) {
        subject = { key, agency, localId: mention.id, mentions: [], statements: [] };
        subjects.set(key, subject);
      }
      subject.mentions.push({ recordId, role: mention.role });
      const source = { agency, recordId, recordKind: kind, happened, recordedAt, receivedAt };
      subject.statements.push(...statementsOf(mention, source));
    }
    records++;
    if (records % 5000 === 0) progress?.(records);
  }
  progress?.(records, records);
  return [...subjects.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

type Standing = {
  links: Map<string, store.StandingLink>;
  /** For each number, how many links it has with each person. */
  claims: Map<string, Map<string, number>>;
  /** The person that somebody decided a number is. */
  decided: Map<string, string>;
};

const mentionKey = (recordId: string, role: string) => `${recordId} ${role}`;

async function readStanding(tx: Tx): Promise<Standing> {
  const standing: Standing = { links: new Map(), claims: new Map(), decided: new Map() };
  const claim = (key: string, personId: string, links: number) => {
    const claims = standing.claims.get(key) ?? new Map<string, number>();
    claims.set(personId, (claims.get(personId) ?? 0) + links);
    standing.claims.set(key, claims);
  };
  for await (const link of store.streamLinks(tx)) {
    const key = subjectOf(link.agency, link.localId);
    standing.links.set(mentionKey(link.recordId, link.role), link);
    if (link.decidedBy === engine) claim(key, link.personId, 1);
    else standing.decided.set(key, link.personId);
  }
  for (const { agency, localId, personId } of await store.formerPersons(tx)) {
    claim(subjectOf(agency, localId), personId, 0);
  }
  return standing;
}

/** Puts the numbers of one person together, each with the reasons that join it to the others. */
async function group(
  tx: Tx,
  subjects: readonly Subject[],
): Promise<{ groups: Subject[][]; joining: Map<string, Joining> }> {
  const parted = await store.partedNumbers(tx);
  const known = subjects.filter(({ statements }) => statements.length > 0);
  const { clusters, pairs } = await linkRecords(known.map(asRecord), {
    fields,
    mode: 'dedupe',
    keepApart: parted.map((pair) => [
      subjectOf(pair.agency, pair.localId),
      subjectOf(pair.otherAgency, pair.otherId),
    ]),
  });
  const byKey = new Map(subjects.map((subject) => [subject.key, subject]));
  const groups = clusters.map((keys) => keys.flatMap((key) => byKey.get(key) ?? []));
  const unknown = subjects.filter(({ statements }) => statements.length === 0).map((subject) => [subject]);
  return { groups: [...groups, ...unknown], joining: strongest(pairs, byKey) };
}

/** What a number's records say at their best, for telling who is who. */
function asRecord({ key, agency, statements }: Subject): LinkRecord {
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

/** For each number, the link that joins it most strongly to another of the same person. */
function strongest(pairs: readonly Pair[], subjects: ReadonlyMap<string, Subject>): Map<string, Joining> {
  const best = new Map<string, { pair: Pair; to: string }>();
  for (const pair of pairs) {
    if (!pair.linked) continue;
    for (const [key, to] of [
      [pair.left, pair.right],
      [pair.right, pair.left],
    ] as const) {
      if (pair.weight > (best.get(key)?.pair.weight ?? Number.NEGATIVE_INFINITY)) best.set(key, { pair, to });
    }
  }
  return new Map(
    [...best].map(([key, { pair, to }]) => {
      const { agency = '', localId = '' } = subjects.get(to) ?? {};
      const words = `Joined to number ${localId} of ${agency}`;
      const terms: Reason[] = pair.levels.filter(({ level }) => level !== 'missing');
      terms.sort((a, b) => b.weight - a.weight);
      const heading: Reason = {
        field: 'number',
        level: 'joined',
        words,
        weight: 0,
        number: { agency, localId },
      };
      return [key, { to, weight: pair.weight, reasons: [heading, ...terms] }];
    }),
  );
}

const alone: Joining = {
  to: null,
  weight: null,
  reasons: [{ field: 'number', level: 'alone', words: 'Only this agency’s number so far', weight: 0 }],
};

/** A person for each group: the one it has been, or somebody new. */
function personsOf(
  groups: readonly Subject[][],
  { claims, decided }: Standing,
): { ids: string[]; added: string[] } {
  const reserved = new Set(decided.values());
  const claimsOf = (members: readonly Subject[]): Claim[] => {
    const own = new Set(members.flatMap(({ key }) => decided.get(key) ?? []));
    const totals = new Map<string, number>([...own].map((personId) => [personId, Number.POSITIVE_INFINITY]));
    for (const { key } of members) {
      for (const [personId, links] of claims.get(key) ?? []) {
        if (!reserved.has(personId) || own.has(personId))
          totals.set(personId, (totals.get(personId) ?? 0) + links);
      }
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

async function writeLinks(
  tx: Tx,
  subjects: readonly Subject[],
  standing: Standing,
  personOf: ReadonlyMap<string, string>,
  joining: ReadonlyMap<string, Joining>,
  asOf: Date,
): Promise<Differences> {
  /** A link's reasons stand while the number they name is still the person's, however its weight may have moved since. */
  const stillSo = (joinedTo: AgencyNumber | null, to: string | null, personId: string) =>
    joinedTo === null
      ? to === null
      : to !== null && personOf.get(subjectOf(joinedTo.agency, joinedTo.localId)) === personId;
  const left = new Map(standing.links);
  const added: store.NewLink[] = [];
  const undone: string[] = [];
  for (const { key, agency, localId, mentions } of subjects) {
    const personId = personOf.get(key) ?? '';
    const { to, weight, reasons } = joining.get(key) ?? alone;
    for (const { recordId, role } of mentions) {
      const at = mentionKey(recordId, role);
      const link = left.get(at);
      left.delete(at);
      const sameNumber = link !== undefined && link.agency === agency && link.localId === localId;
      if (sameNumber && link.decidedBy !== engine) continue;
      if (sameNumber && link.personId === personId && stillSo(link.joinedTo, to, personId)) continue;
      if (link !== undefined) undone.push(link.linkId);
      added.push({
        recordId,
        role,
        personId,
        agency,
        localId,
        weight,
        reasons,
        decidedBy: engine,
        decidedAt: asOf,
      });
    }
  }
  for (const { linkId } of left.values()) undone.push(linkId);
  await store.undoLinks(tx, undone, engine, asOf);
  await store.addLinks(tx, added);
  const kept = standing.links.size - undone.length;
  return { added: added.length, undone: undone.length, kept };
}

async function standingDetails(tx: Tx): Promise<store.StandingDetail[]> {
  const details: store.StandingDetail[] = [];
  for await (const detail of store.streamDetails(tx)) details.push(detail);
  return details;
}
