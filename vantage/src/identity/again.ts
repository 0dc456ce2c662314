import { canonicalJson, type Tx } from '../platform/index.ts';
import { versionsOf } from '../sources/index.ts';
import { writeDetails } from './details.ts';
import { type AgencyNumber, subjectOf } from './model.ts';
import { recompare } from './recompare.ts';
import { asRecord } from './resolve.ts';
import type { Said } from './review/model.ts';
import { readDecided, saidOf } from './review/run.ts';
import { numbersOf, numbersOfPersons } from './review/store.ts';
import { byPerson, numberOf, type ResolvedAgain, statementsIn } from './stated.ts';
import * as store from './store.ts';

/**
 * Takes changed records up into a who is who that stands: links them, and writes what they state of their persons. Only
 * where they bring a number that nobody had, take one away, or change what one says for telling who is who, all numbers
 * are compared anew, each by what its records are known to say. `stood` is how much stood before. Undefined, with nothing
 * written, where a decision is to be taken up: then everything is to be read again.
 */
export async function resolveAgain(
  tx: Tx,
  {
    changed,
    asOf,
    stood,
  }: { changed: readonly string[]; asOf: Date; stood: { persons: number; links: number } },
): Promise<ResolvedAgain | undefined> {
  const decided = await readDecided(tx);
  if (decided.fresh.length > 0) return undefined;
  const { standing, naming, left } = await mentionsOf(tx, changed);
  const known = new Map((await numbersOf(tx, [...standing.keys(), ...left])).map((one) => [one.number, one]));
  const fresh = [...standing].flatMap(([number, one]) => (known.has(number) ? [] : [one]));
  const gone = await store.unmentioned(
    tx,
    [...left].flatMap((number) => known.get(number) ?? []),
    changed,
  );

  const persons = [...new Set([...naming].flatMap((number) => known.get(number)?.personId ?? []))];
  const own = new Map((await numbersOfPersons(tx, persons)).map((one) => [one.number, one]));
  const records = [...(await store.recordsOfPersons(tx, persons)), ...changed];
  const stated = await statementsIn(tx, records);
  const says = new Map<string, Said>();
  for (const number of new Set([...naming, ...fresh.map(numberOf)])) {
    const one = own.get(number) ?? standing.get(number);
    if (one === undefined) continue;
    const statements = stated.get(number) ?? [];
    const said = saidOf(asRecord({ ...one, key: number, statements }).fields);
    if (canonicalJson(said) !== canonicalJson(own.get(number)?.said ?? null)) says.set(number, said);
  }
  if (fresh.length + gone.length + says.size > 0)
    return recompare(tx, { changed, fresh, gone: new Set(gone), says, about: persons, decided, asOf });

  const linked = await store.linkAgain(tx, changed, asOf);
  const wanted = byPerson(stated, (number) => own.get(number)?.personId);
  const details = await writeDetails(tx, wanted, await store.detailsOfPersons(tx, persons), asOf, persons);
  const links = { ...linked, kept: stood.links - linked.undone };
  return { persons: stood.persons, links, details, moved: new Set() };
}

type Mentions = {
  /** Numbers that a version which stands mentions. */
  standing: Map<string, AgencyNumber>;
  /** Numbers of whom some version says who that is. */
  naming: Set<string>;
  /** Numbers that only versions mention which stood. */
  left: Set<string>;
};

/** Whom the records mention now, or did. */
async function mentionsOf(tx: Tx, changed: readonly string[]): Promise<Mentions> {
  const standing = new Map<string, AgencyNumber>();
  const [naming, mentioned] = [new Set<string>(), new Set<string>()];
  for await (const { agency, people, stands } of versionsOf(tx, changed)) {
    for (const { id, identity } of people) {
      const number = subjectOf(agency, id);
      mentioned.add(number);
      if (identity !== undefined) naming.add(number);
      if (stands) standing.set(number, { agency, localId: id });
    }
  }
  return { standing, naming, left: mentioned.difference(new Set(standing.keys())) };
}
