/** Who brings up whom, as early help lists the people of a case (rule said-in-a-help-case). */
import { valuesOf } from '@vantage/returns';
import { ageOn, type Span } from '../platform/index.ts';
import type { FamilyPerson, Relationship } from './model.ts';
import type { Telling } from './stated.ts';

type InCase = { personId: string; record: Telling };
type Case = { children: InCase[]; parents: InCase[] };

/** The people of each case, by its agency and number, as records come. */
export function openCases() {
  const cases = new Map<string, Case>();
  return {
    /** Notes a row of a case. */
    add(record: Telling, personId: string): void {
      const { case_id: number, role } = valuesOf(record.kind, record.content);
      if (role !== 'child' && role !== 'parent') return;
      const key = `${record.agency} ${String(number)}`;
      const known = cases.get(key) ?? { children: [], parents: [] };
      known[role === 'child' ? 'children' : 'parents'].push({ personId, record });
      cases.set(key, known);
    },
    /**
     * What cases say of two people of whom nothing is said in `said`: a parent, or a carer for as long as the case lists
     * them, where another of the same sex is the child's parent or as likely to be.
     */
    ties: (said: readonly Relationship[], named: ReadonlyMap<string, FamilyPerson>): Relationship[] =>
      tiesOf([...cases.values()], said, named),
  };
}

/** Years by which a parent is older than a child at the least. */
const apart = 12;

function tiesOf(
  cases: readonly Case[],
  said: readonly Relationship[],
  named: ReadonlyMap<string, FamilyPerson>,
): Relationship[] {
  const pairs = new Set(
    said.flatMap(({ personId, otherId }) => [`${personId} ${otherId}`, `${otherId} ${personId}`]),
  );
  const sexOf = (personId: string) => named.get(personId)?.sex ?? 'unknown';
  const parents = new Set(
    said.flatMap(({ kind, personId, otherId }) =>
      kind === 'parent' ? [`${otherId} ${sexOf(personId)}`] : [],
    ),
  );
  const old = (parent: string, child: string) => {
    const [one, other] = [named.get(parent)?.birthDate, named.get(child)?.birthDate];
    return !one || !other || ageOn(one, other) >= apart;
  };
  /** Everybody whom cases list as a parent of a child of whom nothing else is said, by the child. */
  const listed = new Map<string, Map<string, Telling[]>>();
  for (const { children, parents: grown } of cases)
    for (const { personId: child } of children)
      for (const { personId, record } of grown) {
        if (personId === child || pairs.has(`${personId} ${child}`) || !old(personId, child)) continue;
        const those = listed.get(child) ?? new Map<string, Telling[]>();
        listed.set(child, those.set(personId, [...(those.get(personId) ?? []), record]));
      }
  return [...listed].flatMap(([child, those]) =>
    [...those].map(([personId, records]): Relationship => {
      const sex = sexOf(personId);
      const alike = [...those.keys()].filter((other) => sexOf(other) === sex).length;
      const parent = alike === 1 && !parents.has(`${child} ${sex}`);
      const { agency, recordId, recordedAt, receivedAt } = latestOf(records);
      return {
        personId,
        otherId: child,
        ...(parent
          ? { kind: 'parent', happened: { from: null, to: null }, precision: 'unknown' }
          : { kind: 'carer', happened: wholeOf(records), precision: 'day' }),
        agency,
        recordId,
        recordedAt,
        receivedAt,
      };
    }),
  );
}

const firstOf = (record: Telling): string => record.happened?.from ?? '';

/** Of several cases the one that opened last; of equals, the one with the largest number. */
const latestOf = (records: readonly Telling[]): Telling =>
  records.reduce((best, one) =>
    [firstOf(one), one.recordId].join(' ') > [firstOf(best), best.recordId].join(' ') ? one : best,
  );

/** From the first day of the first case until the last ends. */
function wholeOf(records: readonly Telling[]): Span {
  const froms = records.flatMap(({ happened }) => happened?.from ?? []).sort();
  const ends = records.map(({ happened }) => happened?.to ?? null);
  const to = ends.includes(null)
    ? null
    : (ends
        .flatMap((end) => end ?? [])
        .sort()
        .at(-1) ?? null);
  return { from: froms[0] ?? null, to };
}
