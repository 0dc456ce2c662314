import { clock, type Tx, VantageError } from '../../platform/index.ts';
import { agencies, workerNames } from '../../sharing/index.ts';
import { type Reason, subjectOf } from '../model.ts';
import {
  constraintsOf,
  type Decision,
  type Makeup,
  type Pair,
  type Queue,
  reviewers,
  type Side,
  type Spell,
  type Verdict,
} from './model.ts';
import * as store from './store.ts';

/** Refuses whoever does not review, as if there were nothing. */
function mustReview({ actor }: Tx): void {
  if (reviewers.has(actor.role) || actor.role === 'system') return;
  throw nothing();
}

const nothing = () =>
  new VantageError('not-found', 'There is nothing here for you to decide.', {
    remedy: 'Who is who is decided by information governance leads, and by agency leads within their agency.',
  });

/** Every number with whom it means and what its records say, for scoring who is who as a whole, streamed. */
export function numbersSaid(tx: Tx): AsyncIterable<store.NumberRow> {
  return store.streamNumbers(tx);
}

/** Every pair of numbers in doubt, whoever may decide it. */
export async function pairsInDoubt(tx: Tx): Promise<{ number: string; other: string }[]> {
  return store.allPairs(tx);
}

/** Whether the actor may review what a person is made of. */
export async function reviewsPerson(tx: Tx, personId: string): Promise<boolean> {
  return reviewers.has(tx.actor.role) && (await store.numbersOfPerson(tx, personId)).length > 0;
}

const pageSize = 25;

/** Pairs that wait for the actor and of which the actor may see both sides, most informative first. Pages from 1. */
export async function queue(tx: Tx, { page = 1, perPage = pageSize } = {}): Promise<Queue> {
  mustReview(tx);
  const [total, rows] = await Promise.all([
    store.countWaiting(tx),
    store.waitingPairs(tx, { limit: perPage, offset: (page - 1) * perPage }),
  ]);
  return { total, pairs: await pairsOf(tx, rows) };
}

/** One pair; a VantageError 'not-found' when it is not in doubt, or not for the actor. */
export async function getPair(tx: Tx, pairId: string): Promise<Pair> {
  mustReview(tx);
  const row = await store.findPair(tx, pairId);
  const [pair] = row === undefined ? [] : await pairsOf(tx, [row]);
  if (pair === undefined) throw nothing();
  return pair;
}

async function pairsOf(tx: Tx, rows: readonly store.PairRow[]): Promise<Pair[]> {
  const sides = await sidesOf(
    tx,
    await store.numbersOf(
      tx,
      rows.flatMap(({ number, other }) => [number, other]),
    ),
  );
  const byNumber = new Map(sides.map((side) => [side.number, side]));
  return rows.flatMap((row): Pair[] => {
    const [one, other] = [byNumber.get(row.number), byNumber.get(row.other)];
    if (one === undefined || other === undefined) return [];
    const levels = row.levels.map((level) => ({ ...level, words: withoutCounts(level.words) }));
    const weight = levels.reduce((sum, level) => sum + level.weight, 0);
    const { pairId, probability, keptApart } = row;
    return [{ pairId, sides: [one, other], levels, weight, probability, keptApart }];
  });
}

async function sidesOf(tx: Tx, rows: readonly store.NumberRow[]): Promise<Side[]> {
  const names = new Map((await agencies(tx)).map(({ agency, name }) => [agency, name]));
  return rows.map((row) => ({ ...row, agencyName: names.get(row.agency) ?? row.agency }));
}

export type Deciding = { verdict: Verdict; reason: string };

/** Decides a pair. It takes effect with the next build. VantageError 'conflict' when other decisions say otherwise. */
export async function decide(
  tx: Tx,
  { pairId, verdict, reason }: Deciding & { pairId: string },
): Promise<{ decisionId: string; pair: Pair }> {
  const pair = await getPair(tx, pairId);
  const [one, other] = pair.sides;
  const decisionId = await add(tx, { verdict, reason, numbers: [one.number], others: [other.number] });
  return { decisionId, pair };
}

/**
 * Decides that some of a person's numbers mean somebody else: each is parted from each of the others that the actor may
 * see. It takes effect with the next build. VantageError 'bad-input' when none or all are named.
 */
export async function split(
  tx: Tx,
  { personId, numbers, reason }: { personId: string; numbers: readonly string[]; reason: string },
): Promise<{ decisionId: string }> {
  mustReview(tx);
  const all = (await store.numbersOfPerson(tx, personId)).map(({ number }) => number);
  if (all.length === 0) throw nothing();
  const chosen = all.filter((number) => numbers.includes(number));
  const others = all.filter((number) => !numbers.includes(number));
  if (chosen.length === 0 || others.length === 0 || chosen.length < new Set(numbers).size) {
    throw new VantageError('bad-input', 'Choose some of the person’s numbers, and leave at least one.', {
      remedy: 'Choose those that mean somebody else.',
    });
  }
  return { decisionId: await add(tx, { verdict: 'two', reason, numbers: chosen, others }) };
}

type Drafted = Deciding & { numbers: string[]; others: string[] };

async function add(tx: Tx, draft: Drafted): Promise<string> {
  if (tx.actor.role === 'system') {
    throw new VantageError('refused', 'A decision is a person’s.', {
      remedy: 'Say on whose behalf it is made.',
    });
  }
  const standing = await store.standingDecisions(tx);
  const { contradicting } = constraintsOf([...standing, { decisionId: 'draft', ...draft }]);
  if (contradicting.includes('draft')) {
    throw new VantageError('conflict', 'This contradicts decisions that stand.', {
      remedy: 'Take the other decision back first, or leave it to whoever made it.',
    });
  }
  return store.addDecision(tx, { ...draft, decidedAt: clock.now() });
}

/**
 * Takes a decision back: with the next build everything is as if it had not been made. VantageError 'conflict' when
 * that has been done already.
 */
export async function takeBack(tx: Tx, decisionId: string): Promise<Decision> {
  mustReview(tx);
  const row = await store.findDecision(tx, decisionId);
  if (row === undefined) throw nothing();
  if (row.undoneAt !== null) {
    throw new VantageError('conflict', 'This decision has been taken back already.', {
      remedy: 'Look at the decisions that stand.',
    });
  }
  await store.undoDecision(tx, decisionId, clock.now());
  const [decision] = await inWords(tx, [{ ...row, undoneBy: tx.actor.id, undoneAt: clock.now() }]);
  if (decision === undefined) throw nothing();
  return decision;
}

/** Decisions about people whom the actor may see, newest first; those about a person's numbers when one is named. */
export async function decisions(
  tx: Tx,
  { numbers, page = 1 }: { numbers?: readonly string[]; page?: number } = {},
): Promise<Decision[]> {
  mustReview(tx);
  const rows = await store.listDecisions(tx, {
    ...(numbers === undefined ? {} : { numbers }),
    limit: pageSize,
    offset: (page - 1) * pageSize,
  });
  return inWords(tx, rows);
}

/** One decision; a VantageError 'not-found' when the actor may not see everybody whom it is about. */
export async function getDecision(tx: Tx, decisionId: string): Promise<Decision> {
  mustReview(tx);
  const row = await store.findDecision(tx, decisionId);
  const [decision] = row === undefined ? [] : await inWords(tx, [row]);
  if (decision === undefined) throw nothing();
  return decision;
}

/** Whom decisions are about now. */
export async function personsOf(tx: Tx, about: readonly Decision[]): Promise<string[]> {
  const rows = await store.numbersOf(
    tx,
    about.flatMap(({ numbers, others }) => [...numbers, ...others]),
  );
  return [...new Set(rows.map(({ personId }) => personId))];
}

async function inWords(tx: Tx, rows: readonly store.DecisionRow[]): Promise<Decision[]> {
  const names = rows.length === 0 ? new Map<string, string>() : await workerNames(tx);
  const at = (time: Date | null) => time?.toISOString() ?? null;
  return rows.map((row) => ({
    ...row,
    decidedByName: names.get(row.decidedBy) ?? null,
    undoneByName: row.undoneBy === null ? null : (names.get(row.undoneBy) ?? null),
    decidedAt: row.decidedAt.toISOString(),
    inEffectAt: at(row.inEffectAt),
    undoneAt: at(row.undoneAt),
    outOfEffectAt: at(row.outOfEffectAt),
  }));
}

/** Reasons in words; none where they name a number that the reader may not see: that there is one would tell. */
function toldOf(reasons: readonly Reason[], seen: ReadonlySet<string>): string[] {
  const other = reasons[0]?.number;
  if (other !== undefined && !seen.has(subjectOf(other.agency, other.localId))) return [];
  return reasons.map(({ words }) => withoutCounts(words));
}

/** How many hold a value is counted over everybody, and not told. */
const withoutCounts = (words: string) => words.replace(/ \(held by [^)]*\)/, '');

const byComparing = 'comparing records';

/** Which numbers a person is made of, and every spell of these and of former ones, as far as the actor may see them. */
export async function makeupOf(tx: Tx, personId: string): Promise<Makeup> {
  mustReview(tx);
  const rows = await store.makeupOf(tx, personId);
  if (rows.length === 0) throw nothing();
  const causes = rows.flatMap(({ begunBy, endedBy }) => [begunBy ?? [], endedBy ?? []].flat());
  const [numbers, decided, names, workers] = await Promise.all([
    store.numbersOfPerson(tx, personId).then((own) => sidesOf(tx, own)),
    store.decisionsByIds(tx, [...new Set(causes)]),
    agencies(tx),
    workerNames(tx),
  ]);
  const seen = new Set(rows.map(({ number }) => number));
  const agencyNames = new Map(names.map(({ agency, name }) => [agency, name]));
  const decisionOf = new Map(decided.map((one) => [one.decisionId, one]));
  const by = (id: string | null, at: Date) => {
    if (id === null) return byComparing;
    const one = decisionOf.get(id);
    if (one === undefined) return 'somebody’s decision';
    const back = one.undoneAt !== null && one.undoneAt <= at;
    const who = workers.get((back ? one.undoneBy : one.decidedBy) ?? '') ?? 'somebody';
    return back ? `${who}, who took a decision back` : `${who}: ${one.reason}`;
  };
  return {
    personId,
    numbers,
    history: rows.map(
      (row): Spell => ({
        number: row.number,
        agencyName: agencyNames.get(row.agency) ?? row.agency,
        localId: row.localId,
        personId: row.personId,
        reasons: toldOf(row.reasons, seen),
        begunAt: row.begunAt.toISOString(),
        begunBy: by(row.begunBy, row.begunAt),
        endedAt: row.endedAt?.toISOString() ?? null,
        endedBy: row.endedAt === null ? null : by(row.endedBy, row.endedAt),
      }),
    ),
  };
}
