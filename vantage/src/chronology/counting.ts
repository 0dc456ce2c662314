/** Which families have which needs on a day, by the same rules as a family's own page: for counts, and for who stands behind one. */
import { familiesOf } from '../families/index.ts';
import { personsInShort } from '../identity/index.ts';
import { overlap, type Tx } from '../platform/index.ts';
import { type NeedId, needRules } from './need-rules.ts';
import { needsOn, speaksOf } from './needs.ts';
import * as store from './store.ts';

const atATime = 2000;
const saying = [...new Set(needRules.filter((rule) => rule.says).flatMap((rule) => rule.kinds))];
const aged = new Set(needRules.filter((rule) => rule.under !== undefined).flatMap((rule) => rule.kinds));

/**
 * Families of which the facts that the actor may see tell of one of the needs on a day, with those needs. A fact counts
 * for the families that its person belonged to on its days. Of some persons only where these are named.
 */
export async function familiesInNeed(
  tx: Tx,
  wanted: readonly NeedId[],
  on: string,
  among?: readonly string[],
): Promise<Map<string, Set<NeedId>>> {
  const { kinds, since } = speaksOf(wanted, on);
  const found = new Map<string, Set<NeedId>>();
  let some: store.SpeakingFact[] = [];
  let last = '';
  let persons = 0;
  for await (const fact of store.factsSince(tx, kinds, { since, until: on, said: saying, among })) {
    if (fact.personId !== last) {
      if (persons >= atATime) {
        await add(tx, found, some, on);
        [some, persons] = [[], 0];
      }
      last = fact.personId;
      persons += 1;
    }
    some.push(fact);
  }
  await add(tx, found, some, on);
  for (const [familyId, own] of found) {
    const kept = new Set(wanted.filter((need) => own.has(need)));
    if (kept.size > 0) found.set(familyId, kept);
    else found.delete(familyId);
  }
  return found;
}

async function add(
  tx: Tx,
  found: Map<string, Set<NeedId>>,
  facts: readonly store.SpeakingFact[],
  on: string,
): Promise<void> {
  const byPerson = Map.groupBy(facts, (fact) => fact.personId);
  const ofAge = [...new Set(facts.filter((fact) => aged.has(fact.kind)).map((fact) => fact.personId))];
  const born = new Map((await personsInShort(tx, ofAge)).map((one) => [one.personId, one.birthDate]));
  for (const { personId, familyId, happened } of await familiesOf(tx, [...byPerson.keys()])) {
    const own = (byPerson.get(personId) ?? []).filter((fact) => overlap(happened, fact.happened));
    for (const { need } of needsOn(own, on, (id) => born.get(id) ?? null)) {
      const known = found.get(familyId);
      if (known) known.add(need);
      else found.set(familyId, new Set([need]));
    }
  }
}
