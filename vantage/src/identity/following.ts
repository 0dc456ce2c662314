import { clock, dayOf, type Tx } from '../platform/index.ts';
import { followNumbers, type Move, sealedPersons } from '../sharing/index.ts';

/** Persons who are sealed today. */
export async function sealedNow(tx: Tx): Promise<ReadonlySet<string>> {
  return new Set(await sealedPersons(tx, dayOf(clock.now())));
}

/**
 * What people decided about somebody follows the numbers that meant them.
 * @param before Of each number (`subjectOf`), whom it meant; `after`, whom it means.
 */
export async function carryDecisions(
  tx: Tx,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Promise<void> {
  const losing = new Set<string>();
  for (const [number, was] of before) {
    const is = after.get(number);
    if (is !== undefined && is !== was) losing.add(was);
  }
  if (losing.size === 0) return;
  const moves: Move[] = [];
  for (const [number, was] of before) {
    const is = after.get(number);
    if (is !== undefined && losing.has(was))
      moves.push({ agency: number.slice(0, number.indexOf(' ')), was, is });
  }
  await followNumbers(tx, moves);
}
