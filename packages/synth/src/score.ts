import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { nhsNumberIsValid, upnIsValid } from '@vantage/returns';
import Papa from 'papaparse';
import { openKeyTable } from './key-table.ts';

/** Shares from 0 to 1. A share of nothing is 1: nobody claimed and nothing missed. */
export type Score = { precision: number; recall: number; f1: number };

export type Scores = {
  /** Pairs of records said to be about one person. */
  persons: Score;
  /** Child and guardian, on the day the extracts were made. */
  guardians: Score;
  /** Two members of one family, on the day the extracts were made. */
  families: Score;
  /** Pairs of twins of whom some person holds records of both. */
  twinsMerged: number;
  /** How twins were told apart; null where findings say nothing of numbers. */
  twins: Twins | null;
  /** Whether the address chosen is where somebody lives; null where findings say nothing of addresses. */
  homes: Homes | null;
};

/** People who have a home on the day the extracts were made, and of whom an address is told. */
export type Homes = {
  people: number;
  /** Of these, those whose home some agency tells, by postcode and house number. */
  told: number;
  /** Of these, those for whom it is chosen. */
  chosen: number;
};

/** Pairs of twins by how two of their numbers, one of each, compare: other given names, or two valid numbers of one kind, tell them apart. */
export type Twins = {
  /** Pairs of whom both have a number. */
  pairs: number;
  /** Of these, those of whom one person has two numbers that are told apart. */
  mergedThoughTold: number;
  /** Others of whom one person has numbers of both. */
  mergedAlike: number;
  /** Others with two numbers that nothing tells apart, held to be two people. */
  alike: number;
  /** Of these, those whose two people wait to be decided on. */
  queued: number;
};

/** A record that a product linked: the person it is about and, where it says so, the agency's number that it names them by. */
export type LinkedRecord = { agency: string; kind: string; key: string; person: string; number?: string };

/** What a product found. Persons are by its own ids. */
export type Findings = {
  /** Each record with the person it is about. A record named twice counts as first named. */
  linkedRecords: Iterable<LinkedRecord>;
  /** Child-guardian pairs that hold on the day the extracts were made. */
  guardians: Iterable<{ child: string; guardian: string }>;
  /** Members of families on the day the extracts were made. */
  families: Iterable<{ person: string; family: string }>;
  /** Agencies' numbers, as linked records name them, with whom each means and what is said of them. */
  numbers?: Iterable<FoundNumber>;
  /** Numbers of which it is in doubt whether they mean one person. */
  doubtful?: Iterable<{ number: string; other: string }>;
  /** Addresses that are told of people, one of them chosen to say where they live. */
  addresses?: Iterable<FoundAddress>;
};

export type FoundAddress = { person: string; address: string; postcode: string; chosen: boolean };

/** The same, where what there is most of comes one by one and need not be held. */
export type FindingsInStream = Pick<Findings, 'guardians' | 'families' | 'doubtful'> & {
  linkedRecords: AsyncIterable<LinkedRecord> | Iterable<LinkedRecord>;
  numbers?: AsyncIterable<FoundNumber> | Iterable<FoundNumber>;
  addresses?: AsyncIterable<FoundAddress> | Iterable<FoundAddress>;
};

export type FoundNumber = {
  number: string;
  person: string;
  given: string | undefined;
  nhsNumber: string | undefined;
  upn: string | undefined;
};

/** What is true, on the day the extracts were made. */
export type Truth = {
  records: readonly TrueRecord[];
  guardians: readonly { child: string; guardian: string }[];
  families: readonly { person: string; family: string }[];
  twins: readonly { person: string; twin: string }[];
  homes: readonly { person: string; address: string; postcode: string }[];
};

type TrueRecord = { agency: string; kind: string; key: string; person_id: string };

async function rows(folder: string, name: string): Promise<Record<string, string>[]> {
  const text = await readFile(join(folder, name), 'utf8');
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}

/** Whom each record is about, one by one: of a large area there are millions. */
async function* recordsOf(folder: string): AsyncGenerator<TrueRecord> {
  let header = true;
  for await (const line of createInterface({ input: createReadStream(join(folder, 'records.csv')) })) {
    if (!header && line !== '') {
      const cells = line.includes('"') ? (Papa.parse<string[]>(line).data[0] ?? []) : line.split(',');
      const [agency = '', kind = '', key = '', person_id = ''] = cells;
      yield { agency, kind, key, person_id };
    }
    header = false;
  }
}

const currentOn = (day: string) => (row: Record<string, string>) =>
  (row.from ?? '') <= day && (row.to === '' || (row.to ?? '') > day);

/** What a truth folder says besides records, as it stands on its own day. */
async function peopleOf(folder: string): Promise<Omit<Truth, 'records'>> {
  const about: unknown = JSON.parse(await readFile(join(folder, 'about.json'), 'utf8'));
  const day = typeof about === 'object' && about !== null && 'as_of' in about ? String(about.as_of) : '';
  const [guardians, families, twins, homes] = await Promise.all(
    ['guardians.csv', 'families.csv', 'twins.csv', 'homes.csv'].map((name) => rows(folder, name)),
  );
  const text = (row: Record<string, string>, column: string): string => row[column] ?? '';
  return {
    guardians: (guardians ?? [])
      .filter(currentOn(day))
      .map((row) => ({ child: text(row, 'child'), guardian: text(row, 'guardian') })),
    families: (families ?? [])
      .filter(currentOn(day))
      .map((row) => ({ person: text(row, 'person'), family: text(row, 'family') })),
    twins: (twins ?? []).map((row) => ({ person: text(row, 'person'), twin: text(row, 'twin') })),
    homes: (homes ?? []).map((row) => ({
      person: text(row, 'person'),
      address: text(row, 'address'),
      postcode: text(row, 'postcode'),
    })),
  };
}

const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

function scored(right: number, found: number, real: number): Score {
  const precision = share(right, found);
  const recall = share(right, real);
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}

const pairsAmong = (n: number): number => (n * (n - 1)) / 2;

/** Pairs of people who share a family, each once, as `a|b` with the smaller id first. */
function comembers(list: Iterable<{ person: string; family: string }>): Set<string> {
  const families = new Map<string, Set<string>>();
  for (const { person, family } of list) {
    const members = families.get(family) ?? new Set();
    families.set(family, members.add(person));
  }
  const pairs = new Set<string>();
  for (const members of families.values()) {
    const ordered = [...members].sort();
    ordered.forEach((one, i) => {
      for (const other of ordered.slice(i + 1)) pairs.add(`${one}|${other}`);
    });
  }
  return pairs;
}

/** Numbers texts from 0 in the order in which they first come. */
function numbering() {
  const places = new Map<string, number>();
  return {
    places,
    of(text: string): number {
      const known = places.get(text);
      if (known !== undefined) return known;
      places.set(text, places.size);
      return places.size - 1;
    },
  };
}

/**
 * Counts records by true person and by found person as they come: first every true record, then every linked one.
 * Holds a dozen bytes for a record and, beyond that, what there is of people.
 */
function openRecords(twins: Truth['twins']) {
  const whose = openKeyTable();
  const people = numbering();
  const found = numbering();
  const trueSizes: number[] = [];
  /** Records of a found person that are about a true person, by `found * people + true`. */
  const shared = new Map<number, number>();
  const twinBorn = new Set(twins.flatMap(({ person, twin }) => [person, twin]));
  const trueOfNumber = new Map<string, string>();
  let ids: string[] = [];
  return {
    isTrue({ agency, kind, key, person_id }: TrueRecord): void {
      const person = people.of(person_id);
      const before = whose.put(agency, kind, key, person);
      if (before !== null) trueSizes[before] = (trueSizes[before] ?? 0) - 1;
      trueSizes[person] = (trueSizes[person] ?? 0) + 1;
    },
    isLinked({ agency, kind, key, person: id, number }: LinkedRecord): void {
      if (ids.length !== people.places.size) ids = [...people.places.keys()];
      const person = whose.take(agency, kind, key);
      if (person === null) return;
      const at = found.of(id) * ids.length + person;
      shared.set(at, (shared.get(at) ?? 0) + 1);
      const named = ids[person] ?? '';
      if (number !== undefined && twinBorn.has(named)) trueOfNumber.set(number, named);
    },
    counted() {
      if (ids.length !== people.places.size) ids = [...people.places.keys()];
      const sizes = new Uint32Array(found.places.size);
      const most = new Uint32Array(found.places.size);
      const stands: string[] = [];
      const holders = new Map<string, Set<number>>();
      let right = 0;
      for (const [at, count] of shared) {
        const cluster = Math.floor(at / ids.length);
        const person = ids[at % ids.length] ?? '';
        sizes[cluster] = (sizes[cluster] ?? 0) + count;
        right += pairsAmong(count);
        const best = most[cluster] ?? 0;
        if (count > best || (count === best && person < (stands[cluster] ?? ''))) {
          most[cluster] = count;
          stands[cluster] = person;
        }
        if (twinBorn.has(person)) holders.set(person, (holders.get(person) ?? new Set()).add(cluster));
      }
      const sum = (list: Iterable<number>) => {
        let pairs = 0;
        for (const size of list) pairs += pairsAmong(size);
        return pairs;
      };
      return {
        persons: scored(right, sum(sizes), sum(trueSizes)),
        /** The true person for whom a found one stands. */
        stand: (id: string): string => stands[found.places.get(id) ?? -1] ?? `nobody: ${id}`,
        /** Whether somebody is in a record of any agency. */
        known: (person: string): boolean => (trueSizes[people.places.get(person) ?? -1] ?? 0) > 0,
        twinsMerged: twins.filter(({ person, twin }) => {
          const [one, other] = [holders.get(person), holders.get(twin)];
          return one !== undefined && other !== undefined && !one.isDisjointFrom(other);
        }).length,
        trueOfNumber,
      };
    },
  };
}

/** A home by its postcode and the numbers of its address, in which spellings seldom differ. */
const placeOf = ({ address, postcode }: { address: string; postcode: string }): string =>
  [postcode.replace(/\s/g, '').toUpperCase(), ...(address.match(/\d+/g) ?? [])].join(' ');

/** Counts people by whether the address chosen of them is their home, from addresses as they come. */
function openHomes(homes: Truth['homes'], stand: (person: string) => string) {
  const homeOf = new Map(homes.map((home) => [home.person, placeOf(home)]));
  /** By found person: whether their home is told, and chosen. */
  const seen = new Map<string, { told: boolean; chosen: boolean }>();
  return {
    address(found: FoundAddress): void {
      const home = homeOf.get(stand(found.person));
      if (home === undefined) return;
      const one = seen.get(found.person) ?? { told: false, chosen: false };
      seen.set(found.person, one);
      if (placeOf(found) !== home) return;
      one.told = true;
      one.chosen ||= found.chosen;
    },
    counted(): Homes {
      const all = [...seen.values()];
      const count = (what: 'told' | 'chosen') => all.filter((one) => one[what]).length;
      return { people: all.length, told: count('told'), chosen: count('chosen') };
    },
  };
}

type Counted = ReturnType<ReturnType<typeof openRecords>['counted']>;

/** Scores of records that were counted, and of what was found of people. */
function scoresOf(
  truth: Omit<Truth, 'records'>,
  { guardians, families }: Pick<Findings, 'guardians' | 'families'>,
  { persons, stand, known, twinsMerged }: Counted,
): Omit<Scores, 'twins' | 'homes'> {
  const among = (foundPairs: Set<string>, truePairs: Set<string>): Score => {
    const knowable = new Set([...truePairs].filter((pair) => pair.split('|').every(known)));
    return scored(
      [...foundPairs].filter((pair) => knowable.has(pair)).length,
      foundPairs.size,
      knowable.size,
    );
  };
  return {
    persons,
    guardians: among(
      new Set([...guardians].map(({ child, guardian }) => `${stand(child)}|${stand(guardian)}`)),
      new Set(truth.guardians.map(({ child, guardian }) => `${child}|${guardian}`)),
    ),
    families: among(
      comembers([...families].map(({ person, family }) => ({ person: stand(person), family }))),
      comembers(truth.families),
    ),
    twinsMerged,
  };
}

/**
 * Compares findings with the truth.
 *
 * Records: over all pairs of records that have a true person; counted by cluster sizes, never pair by pair.
 * A record that the product left out is alone. A record without a true person is not counted.
 *
 * Guardians and families: a product's person stands for the true person who has most of its records (of equals, the
 * smaller id), so a person made of two people answers for one of them and the other is missed. A pair with a person who
 * stands for nobody is wrong, each such pair once, and so is one person paired with itself.
 * True pairs of which somebody is in no record of any agency are left out: nobody could have found them.
 */
export function compare(truth: Truth, findings: Findings): Scores {
  const records = openRecords(truth.twins);
  for (const record of truth.records) records.isTrue(record);
  for (const record of findings.linkedRecords) records.isLinked(record);
  const counted = records.counted();
  const twins = openTwins(truth.twins, findings.doubtful ?? [], counted.trueOfNumber);
  for (const number of findings.numbers ?? []) twins.number(number);
  const homes = openHomes(truth.homes, counted.stand);
  for (const address of findings.addresses ?? []) homes.address(address);
  return {
    ...scoresOf(truth, findings, counted),
    twins: findings.numbers === undefined ? null : twins.counted(),
    homes: findings.addresses === undefined ? null : homes.counted(),
  };
}

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^a-z]/gi, '')
    .toLowerCase();

/** Whether what is said of two numbers tells two people apart. */
function toldApart(a: FoundNumber, b: FoundNumber): boolean {
  const differ = (one: string | undefined, other: string | undefined, same: (text: string) => string) =>
    one !== undefined && other !== undefined && same(one) !== same(other);
  const valid = (text: string | undefined, isValid: (text: string) => boolean) =>
    text !== undefined && isValid(text) ? text : undefined;
  const as = (text: string) => text;
  return (
    differ(a.given, b.given, plain) ||
    differ(valid(a.nhsNumber, nhsNumberIsValid), valid(b.nhsNumber, nhsNumberIsValid), as) ||
    differ(valid(a.upn, upnIsValid), valid(b.upn, upnIsValid), as)
  );
}

/** How twins were told apart, from agencies' numbers as they come. */
function openTwins(
  twins: Truth['twins'],
  doubtful: Iterable<{ number: string; other: string }>,
  trueOfNumber: ReadonlyMap<string, string>,
) {
  const pairs = [...doubtful];
  const inDoubt = new Set(pairs.flatMap(({ number, other }) => [number, other]));
  const means = new Map<string, string>();
  const own = new Map<string, FoundNumber[]>();
  const both = (one = '', other = '') => (one < other ? `${one} ${other}` : `${other} ${one}`);
  return {
    number(number: FoundNumber): void {
      if (inDoubt.has(number.number)) means.set(number.number, number.person);
      const real = trueOfNumber.get(number.number);
      if (real !== undefined) own.set(real, [...(own.get(real) ?? []), number]);
    },
    counted(): Twins {
      const queue = new Set(pairs.map(({ number, other }) => both(means.get(number), means.get(other))));
      const counted: Twins = { pairs: 0, mergedThoughTold: 0, mergedAlike: 0, alike: 0, queued: 0 };
      for (const { person, twin } of twins) {
        const [ones, others] = [own.get(person) ?? [], own.get(twin) ?? []];
        if (ones.length === 0 || others.length === 0) continue;
        counted.pairs += 1;
        const crossed = ones.flatMap((a) => others.map((b) => ({ a, b, told: toldApart(a, b) })));
        const merged = crossed.filter(({ a, b }) => a.person === b.person);
        const alike = crossed.filter(({ a, b, told }) => !told && a.person !== b.person);
        if (merged.some(({ told }) => told)) counted.mergedThoughTold += 1;
        else if (merged.length > 0) counted.mergedAlike += 1;
        else if (alike.length > 0) {
          counted.alike += 1;
          if (alike.every(({ a, b }) => queue.has(both(a.person, b.person)))) counted.queued += 1;
        }
      }
      return counted;
    },
  };
}

/** Reads a truth folder and compares findings with it, as `compare` says, record by record. Rejects when a file of it is missing. */
export async function score(truthDir: string, findings: FindingsInStream): Promise<Scores> {
  const truth = await peopleOf(truthDir);
  const records = openRecords(truth.twins);
  for await (const record of recordsOf(truthDir)) records.isTrue(record);
  for await (const record of findings.linkedRecords) records.isLinked(record);
  const counted = records.counted();
  const twins = openTwins(truth.twins, findings.doubtful ?? [], counted.trueOfNumber);
  for await (const number of findings.numbers ?? []) twins.number(number);
  const homes = openHomes(truth.homes, counted.stand);
  for await (const address of findings.addresses ?? []) homes.address(address);
  return {
    ...scoresOf(truth, findings, counted),
    twins: findings.numbers === undefined ? null : twins.counted(),
    homes: findings.addresses === undefined ? null : homes.counted(),
  };
}
