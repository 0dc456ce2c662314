import { canonicalJson, type Tx } from '../platform/index.ts';
import { namingRecords, versionsOf } from '../sources/index.ts';
import { type Differences, writeDetails } from './details.ts';
import { type AgencyNumber, type Statement, statementsOf, subjectOf } from './model.ts';
import { asRecord } from './resolve.ts';
import { readDecided, saidOf } from './review/run.ts';
import { type NumberRow, numbersOf, numbersOfPersons } from './review/store.ts';
import * as store from './store.ts';

/** What a run of some records found and changed. */
export type ResolvedAgain = { persons: number; links: Differences; details: Differences };

/**
 * Takes changed records up into a who is who that stands: links them, and writes what they state of their persons. That
 * is all there is to do where they bring no number that nobody had, take none away, and leave what every number says for
 * telling who is who as it was. Otherwise it writes nothing and gives undefined: everybody is to be compared anew.
 */
export async function resolveAgain(
  tx: Tx,
  { changed, asOf }: { changed: readonly string[]; asOf: Date },
): Promise<ResolvedAgain | undefined> {
  if ((await readDecided(tx)).fresh.length > 0) return undefined;
  const { mentioned, naming, left } = await mentionsOf(tx, changed);
  const numbers = await numbersOf(tx, [...mentioned.keys()]);
  const known = new Map(numbers.map((one) => [one.number, one]));
  for (const [number] of mentioned) if (!known.has(number) && !left.has(number)) return undefined;
  const leaving = [...left].flatMap((number) => known.get(number) ?? []);
  if (await store.anyUnmentioned(tx, leaving, changed)) return undefined;

  const persons = [...new Set([...naming].flatMap((number) => known.get(number)?.personId ?? []))];
  const own = new Map((await numbersOfPersons(tx, persons)).map((one) => [one.number, one]));
  const statements = await statementsAbout(tx, own, persons, changed);
  const byNumber = Map.groupBy(statements, ({ agency, localId }) => subjectOf(agency, localId));
  for (const number of naming) {
    const one = own.get(number);
    if (one !== undefined && !saysTheSame(one, byNumber.get(number) ?? [])) return undefined;
  }

  const links = await store.linkAgain(tx, changed, asOf);
  const wanted = Map.groupBy(
    statements,
    ({ agency, localId }) => own.get(subjectOf(agency, localId))?.personId ?? '',
  );
  const details = await writeDetails(tx, wanted, await store.detailsOfPersons(tx, persons), asOf);
  return { ...(await store.countMeant(tx)), links, details };
}

type Mentions = {
  mentioned: Map<string, AgencyNumber>;
  /** Numbers of whom some version says who that is. */
  naming: Set<string>;
  /** Numbers that no version which stands mentions. */
  left: Set<string>;
};

/** Whom the records mention now, or did. */
async function mentionsOf(tx: Tx, changed: readonly string[]): Promise<Mentions> {
  const [mentioned, naming, standing] = [
    new Map<string, AgencyNumber>(),
    new Set<string>(),
    new Set<string>(),
  ];
  for await (const { agency, people, stands } of versionsOf(tx, changed)) {
    for (const { id, identity } of people) {
      const number = subjectOf(agency, id);
      mentioned.set(number, { agency, localId: id });
      if (identity !== undefined) naming.add(number);
      if (stands) standing.add(number);
    }
  }
  return { mentioned, naming, left: new Set(mentioned.keys()).difference(standing) };
}

/** What all records that stand state of the persons whose numbers these are. */
async function statementsAbout(
  tx: Tx,
  own: ReadonlyMap<string, NumberRow>,
  persons: readonly string[],
  changed: readonly string[],
): Promise<Statement[]> {
  const found: Statement[] = [];
  const records = new Set([...(await store.recordsOfPersons(tx, persons)), ...changed]);
  for await (const { recordId, agency, kind, people, ...times } of namingRecords(tx, [...records])) {
    for (const mention of people) {
      if (!own.has(subjectOf(agency, mention.id))) continue;
      found.push(...statementsOf(mention, { recordId, agency, recordKind: kind, ...times }));
    }
  }
  return found;
}

function saysTheSame({ number, agency, localId, said }: NumberRow, statements: Statement[]): boolean {
  const { fields } = asRecord({ key: number, agency, localId, statements });
  return canonicalJson(saidOf(fields)) === canonicalJson(said);
}
