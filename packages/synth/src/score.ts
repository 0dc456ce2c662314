import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { nhsNumberIsValid, upnIsValid } from '@vantage/returns';
import Papa from 'papaparse';

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

/** What a product found. Persons are by its own ids. */
export type Findings = {
  /** Each record with the person it is about. A record named twice counts as first named. */
  linkedRecords: Iterable<{ agency: string; kind: string; key: string; person: string; number?: string }>;
  /** Child-guardian pairs that hold on the day the extracts were made. */
  guardians: Iterable<{ child: string; guardian: string }>;
  /** Members of families on the day the extracts were made. */
  families: Iterable<{ person: string; family: string }>;
  /** Agencies' numbers, as linked records name them, with whom each means and what is said of them. */
  numbers?: Iterable<FoundNumber>;
  /** Numbers of which it is in doubt whether they mean one person. */
  doubtful?: Iterable<{ number: string; other: string }>;
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
  records: readonly { agency: string; kind: string; key: string; person_id: string }[];
  guardians: readonly { child: string; guardian: string }[];
  families: readonly { person: string; family: string }[];
  twins: readonly { person: string; twin: string }[];
};

async function rows(folder: string, name: string): Promise<Record<string, string>[]> {
  const text = await readFile(join(folder, name), 'utf8');
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}

/** Whom each record is about, read line by line: of a large area there are millions. */
async function recordsOf(folder: string): Promise<Truth['records']> {
  const records: Truth['records'][number][] = [];
  let header = true;
  for await (const line of createInterface({ input: createReadStream(join(folder, 'records.csv')) })) {
    if (!header && line !== '') {
      const cells = line.includes('"') ? (Papa.parse<string[]>(line).data[0] ?? []) : line.split(',');
      const [agency = '', kind = '', key = '', person_id = ''] = cells;
      records.push({ agency, kind, key, person_id });
    }
    header = false;
  }
  return records;
}

const currentOn = (day: string) => (row: Record<string, string>) =>
  (row.from ?? '') <= day && (row.to === '' || (row.to ?? '') > day);

/** Reads a truth folder as it stands on its own day. Rejects when a file of it is missing. */
export async function readTruth(folder: string): Promise<Truth> {
  const about: unknown = JSON.parse(await readFile(join(folder, 'about.json'), 'utf8'));
  const day = typeof about === 'object' && about !== null && 'as_of' in about ? String(about.as_of) : '';
  const records = await recordsOf(folder);
  const [guardians, families, twins] = await Promise.all(
    ['guardians.csv', 'families.csv', 'twins.csv'].map((name) => rows(folder, name)),
  );
  const text = (row: Record<string, string>, column: string): string => row[column] ?? '';
  return {
    records,
    guardians: (guardians ?? [])
      .filter(currentOn(day))
      .map((row) => ({ child: text(row, 'child'), guardian: text(row, 'guardian') })),
    families: (families ?? [])
      .filter(currentOn(day))
      .map((row) => ({ person: text(row, 'person'), family: text(row, 'family') })),
    twins: (twins ?? []).map((row) => ({ person: text(row, 'person'), twin: text(row, 'twin') })),
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

const recordKey = (record: { agency: string; kind: string; key: string }): string =>
  `${record.agency}\u0000${record.kind}\u0000${record.key}`;

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
  const { linkedRecords, guardians, families, numbers, doubtful = [] } = findings;
  const trueOf = new Map(truth.records.map((record) => [recordKey(record), record.person_id]));
  const trueSizes = new Map<string, number>();
  for (const person of trueOf.values()) trueSizes.set(person, (trueSizes.get(person) ?? 0) + 1);

  const clusters = new Map<string, Map<string, number>>();
  const seen = new Set<string>();
  const trueOfNumber = new Map<string, string>();
  for (const record of linkedRecords) {
    const key = recordKey(record);
    const person = trueOf.get(key);
    if (person === undefined || seen.has(key)) continue;
    seen.add(key);
    if (record.number !== undefined) trueOfNumber.set(record.number, person);
    const cluster = clusters.get(record.person) ?? new Map<string, number>();
    clusters.set(record.person, cluster.set(person, (cluster.get(person) ?? 0) + 1));
  }
  let right = 0;
  let found = 0;
  const standsFor = new Map<string, string>();
  const holders = new Map<string, Set<string>>();
  for (const [id, cluster] of clusters) {
    let size = 0;
    let best: [string, number] = ['', 0];
    for (const [person, count] of cluster) {
      size += count;
      right += pairsAmong(count);
      if (count > best[1] || (count === best[1] && person < best[0])) best = [person, count];
      holders.set(person, (holders.get(person) ?? new Set<string>()).add(id));
    }
    found += pairsAmong(size);
    standsFor.set(id, best[0]);
  }
  const real = [...trueSizes.values()].reduce((sum, size) => sum + pairsAmong(size), 0);

  const stand = (person: string): string => standsFor.get(person) ?? `nobody: ${person}`;
  const known = (pair: string): boolean => pair.split('|').every((person) => trueSizes.has(person));
  const among = (foundPairs: Set<string>, truePairs: Set<string>): Score => {
    const knowable = new Set([...truePairs].filter(known));
    return scored(
      [...foundPairs].filter((pair) => knowable.has(pair)).length,
      foundPairs.size,
      knowable.size,
    );
  };
  return {
    persons: scored(right, found, real),
    guardians: among(
      new Set([...guardians].map(({ child, guardian }) => `${stand(child)}|${stand(guardian)}`)),
      new Set(truth.guardians.map(({ child, guardian }) => `${child}|${guardian}`)),
    ),
    families: among(
      comembers([...families].map(({ person, family }) => ({ person: stand(person), family }))),
      comembers(truth.families),
    ),
    twinsMerged: truth.twins.filter(({ person, twin }) => {
      const [one, other] = [holders.get(person), holders.get(twin)];
      return one !== undefined && other !== undefined && [...one].some((id) => other.has(id));
    }).length,
    twins: numbers === undefined ? null : compareTwins(truth.twins, { numbers, doubtful, trueOfNumber }),
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

function compareTwins(
  twins: Truth['twins'],
  found: {
    numbers: Iterable<FoundNumber>;
    doubtful: Iterable<{ number: string; other: string }>;
    trueOfNumber: ReadonlyMap<string, string>;
  },
): Twins {
  const born = new Set(twins.flatMap(({ person, twin }) => [person, twin]));
  const own = new Map<string, FoundNumber[]>();
  const means = new Map<string, string>();
  for (const number of found.numbers) {
    means.set(number.number, number.person);
    const real = found.trueOfNumber.get(number.number);
    if (real !== undefined && born.has(real)) own.set(real, [...(own.get(real) ?? []), number]);
  }
  const both = (one = '', other = '') => (one < other ? `${one} ${other}` : `${other} ${one}`);
  const queue = new Set<string>();
  for (const { number, other } of found.doubtful) queue.add(both(means.get(number), means.get(other)));
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
}

/** Reads a truth folder and compares findings with it, as `compare` says. */
export async function score(truthDir: string, findings: Findings): Promise<Scores> {
  return compare(await readTruth(truthDir), findings);
}
