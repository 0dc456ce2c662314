/** What a run of who-is-who takes from people's decisions, and what it leaves for them to decide. */
import { createHash } from 'node:crypto';
import type { Pair } from '@vantage/linkage';
import { canonicalJson, type Tx } from '../../platform/index.ts';
import { type Constraints, constraintsOf, type Said } from './model.ts';
import * as store from './store.ts';

/** What people decided, for a run. */
export type Decided = Constraints & {
  /** Made or taken back since the last run, and followed by this one. */
  fresh: store.DecisionRow[];
};

export async function readDecided(tx: Tx): Promise<Decided> {
  const constraints = constraintsOf(await store.standingDecisions(tx));
  const left = new Set(constraints.contradicting);
  const fresh = (await store.freshDecisions(tx)).filter(({ decisionId }) => !left.has(decisionId));
  return { ...constraints, fresh };
}

/** The moment at which a run's changes come about: that of its newest extract, or of the newest decision. */
export function momentOf(asOf: Date, { fresh }: Decided): Date {
  const times = fresh.map(({ decidedAt, undoneAt }) => (undoneAt ?? decidedAt).getTime());
  return new Date(Math.max(asOf.getTime(), ...times));
}

/** Pairs less probable than this are not in doubt, nor those more probable than its counterpart. */
export const leastDoubtful = 0.02;

/** Most pairs kept. */
const most = 100_000;

/**
 * The pairs in doubt: the comparison is not sure, or is sure and a rule keeps them apart all the same. Of several pairs
 * of the same two persons the one whose answer settles most.
 */
export function doubtfulOf(
  pairs: readonly Pair[],
  clusters: readonly (readonly string[])[],
  { together }: Decided,
): store.PairRow[] {
  const cluster = new Map(clusters.flatMap((keys, c) => keys.map((key) => [key, c] as const)));
  const size = (key: string) => clusters[cluster.get(key) ?? -1]?.length ?? 1;
  const key = (one: string, other: string) => (one < other ? `${one}\n${other}` : `${other}\n${one}`);
  const settled = new Set(together.map(([one, other]) => key(one, other)));
  const best = new Map<string, { pair: Pair; informs: number }>();
  for (const pair of pairs) {
    const { left, right, probability, held } = pair;
    const sure = probability > 1 - leastDoubtful;
    if (probability < leastDoubtful || (sure && held === null) || settled.has(key(left, right))) continue;
    const doubt = probability * (1 - probability);
    const informs = doubt * Math.sqrt(size(left) * size(right));
    const persons = [cluster.get(left) ?? 0, cluster.get(right) ?? 0].sort((a, b) => a - b).join(' ');
    if (informs <= (best.get(persons)?.informs ?? -1)) continue;
    best.set(persons, { pair, informs });
  }
  const found = [...best.values()].map(({ pair, informs }) => {
    const [number = '', other = ''] = [pair.left, pair.right].sort();
    return { pair, informs, number, other, pairId: idOf(number, other) };
  });
  found.sort((a, b) => b.informs - a.informs || (a.pairId < b.pairId ? -1 : 1));
  return found.slice(0, most).map(({ pair, ...row }) => ({
    ...row,
    probability: pair.probability,
    levels: pair.levels.filter(({ level }) => level !== 'missing'),
    keptApart: pair.held,
  }));
}

/** A pair keeps its id from run to run. */
function idOf(number: string, other: string): string {
  const hex = createHash('sha256').update(`${number}\n${other}`).digest('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');
}

export async function writePairs(tx: Tx, wanted: readonly store.PairRow[]): Promise<void> {
  const left = new Map((await store.allPairs(tx)).map((row) => [row.pairId, canonicalJson(row)]));
  const added = wanted.filter((row) => {
    const same = left.get(row.pairId) === canonicalJson(row);
    if (same) left.delete(row.pairId);
    return !same;
  });
  await store.replacePairs(tx, { gone: [...left.keys()], added });
}

/**
 * Makes the numbers and the makeup of persons those of a run, which has written its links, writing only what differs.
 */
export async function writeMakeup(
  tx: Tx,
  numbers: readonly store.NumberRow[],
  decided: Decided,
  at: Date,
): Promise<void> {
  const left = new Map<string, string>();
  for await (const row of store.streamNumbers(tx)) left.set(row.number, numberPrint(row));
  const changed = numbers.filter((row) => {
    const before = left.get(row.number);
    const same = before !== undefined && before === numberPrint(row);
    if (same) left.delete(row.number);
    return !same;
  });
  await store.removeNumbers(tx, [...left.keys()]);
  await store.addNumbers(tx, changed);

  const standing = new Map<string, { makeupId: string; personId: string }>();
  for await (const row of store.streamMakeup(tx)) if (!row.ended) standing.set(row.number, row);
  const because = causes(numbers, standing, decided);
  const begun = numbers.filter(({ number, personId }) => standing.get(number)?.personId !== personId);
  const meant = new Map(numbers.map(({ number, personId }) => [number, personId]));
  const ended = [...standing].filter(([number, { personId }]) => meant.get(number) !== personId);
  await store.endMakeup(
    tx,
    ended.map(([number, { makeupId }]) => ({
      makeupId,
      by: meant.has(number) ? because(number) : null,
    })),
    at,
  );
  await store.beginMakeup(
    tx,
    begun.map(({ number }) => ({ number, begunBy: standing.has(number) ? because(number) : null })),
    at,
  );
  await store.takeUp(
    tx,
    decided.fresh.map(({ decisionId }) => decisionId),
    at,
  );
}

/** The same where no number meant anybody: nothing is compared. */
export async function writeFirstMakeup(
  tx: Tx,
  numbers: readonly store.NumberRow[],
  { fresh }: Decided,
  at: Date,
): Promise<void> {
  await store.addNumbers(tx, numbers);
  await store.beginFirstMakeup(tx, at);
  await store.takeUp(
    tx,
    fresh.map(({ decisionId }) => decisionId),
    at,
  );
}

const numberPrint = ({ number, personId, said }: store.NumberRow) => canonicalJson([number, personId, said]);

/**
 * Which decision moved a number: one about the number itself, else about another number of the person it went to, else of
 * the person it left. Null when none was made or taken back: comparing records moved it.
 */
function causes(
  numbers: readonly store.NumberRow[],
  standing: ReadonlyMap<string, { personId: string }>,
  { fresh }: Decided,
): (number: string) => string | null {
  const own = new Map<string, string>();
  const ofPerson = new Map<string, string>();
  const now = new Map(numbers.map(({ number, personId }) => [number, personId]));
  for (const { decisionId, numbers: some, others } of fresh) {
    for (const number of [...some, ...others]) {
      own.set(number, decisionId);
      for (const personId of [now.get(number), standing.get(number)?.personId])
        if (personId !== undefined) ofPerson.set(personId, decisionId);
    }
  }
  return (number) =>
    own.get(number) ??
    ofPerson.get(now.get(number) ?? '') ??
    ofPerson.get(standing.get(number)?.personId ?? '') ??
    null;
}

/** Of each number, whom it meant before whom it means now, or last. */
export async function formerPersons(tx: Tx): Promise<Map<string, string>> {
  const former = new Map<string, string>();
  for await (const { number, personId, ended } of store.streamMakeup(tx))
    if (ended) former.set(number, personId);
  return former;
}

/**
 * Opens to those who review the numbers of persons with an open picture, and of whoever may be one of them. Nobody looks
 * at the others.
 */
export async function openToReview(tx: Tx, personIds: readonly string[]): Promise<void> {
  await store.openNumbers(tx, personIds);
}

/** A person's values as they are compared, by field; what no record states is left out. */
export function saidOf(fields: Partial<Record<string, string>>): Said {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => (field[1] ?? '') !== ''),
  );
}
