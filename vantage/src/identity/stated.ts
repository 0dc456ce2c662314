import type { Tx } from '../platform/index.ts';
import { namingRecords } from '../sources/index.ts';
import type { DetailDifferences, Differences } from './details.ts';
import { type AgencyNumber, type Statement, statementsOf, subjectOf } from './model.ts';

/** What a run of some records found and changed. */
export type ResolvedAgain = {
  persons: number;
  links: Differences;
  details: DetailDifferences;
  /** Persons who got or lost a number. */
  moved: ReadonlySet<string>;
};

/** An agency's number in one text. */
export const numberOf = ({ agency, localId }: AgencyNumber): string => subjectOf(agency, localId);

/** What the records that stand of these state of each number. */
export async function statementsIn(
  tx: Tx,
  records: readonly string[],
): Promise<ReadonlyMap<string, Statement[]>> {
  const found: Statement[] = [];
  for await (const { recordId, agency, kind, people, ...times } of namingRecords(tx, [...new Set(records)]))
    for (const mention of people)
      found.push(...statementsOf(mention, { recordId, agency, recordKind: kind, ...times }));
  return Map.groupBy(found, numberOf);
}

/** The same by person, of numbers of which one is known. */
export function byPerson(
  stated: ReadonlyMap<string, readonly Statement[]>,
  personOf: (number: string) => string | undefined,
): Map<string, Statement[]> {
  const all = new Map<string, Statement[]>();
  for (const [number, statements] of stated) {
    const personId = personOf(number);
    if (personId !== undefined) all.set(personId, [...(all.get(personId) ?? []), ...statements]);
  }
  return all;
}

/** Rows that come person by person, those of each person together. */
export async function* personByPerson<R extends { personId: string }>(
  rows: AsyncIterable<R> | Iterable<R>,
): AsyncGenerator<[string, R[]]> {
  let own: R[] = [];
  for await (const row of rows) {
    const [first] = own;
    if (first !== undefined && first.personId !== row.personId) {
      yield [first.personId, own];
      own = [];
    }
    own.push(row);
  }
  const [first] = own;
  if (first !== undefined) yield [first.personId, own];
}
