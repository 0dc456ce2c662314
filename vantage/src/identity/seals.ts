import { clock, dayOf, type Tx } from '../platform/index.ts';
import { sealedPersons, sealPerson, seals } from '../sharing/index.ts';

/** Persons who are sealed today. */
export async function sealedNow(tx: Tx): Promise<ReadonlySet<string>> {
  return new Set(await sealedPersons(tx, dayOf(clock.now())));
}

/**
 * Seals go with the numbers: whoever a sealed person's number comes to mean is sealed as that person is. A seal does not
 * end by itself when the number goes back.
 * @param before Of each number, whom it meant; `after`, whom it means.
 */
export async function carrySeals(
  tx: Tx,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Promise<void> {
  const standing = await seals(tx, dayOf(clock.now()));
  if (standing.length === 0) return;
  const goes = new Map<string, Set<string>>();
  for (const [number, personId] of before) {
    const to = after.get(number);
    if (to !== undefined && to !== personId) goes.set(personId, (goes.get(personId) ?? new Set()).add(to));
  }
  const has = new Set(standing.map((seal) => sealKey(seal, seal.personId)));
  for (const seal of standing) {
    for (const personId of goes.get(seal.personId) ?? []) {
      if (has.has(sealKey(seal, personId))) continue;
      has.add(sealKey(seal, personId));
      await sealPerson(tx, { ...seal, personId });
    }
  }
}

const sealKey = ({ named, reason }: { named: string[]; reason: string }, personId: string) =>
  [personId, [...named].sort().join(','), reason].join('|');
