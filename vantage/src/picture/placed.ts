/** Where people stayed: at homes that records state, and in placements of whose address nothing is said. */
import type { OutlinedFact } from '../chronology/index.ts';
import { overlap, type Span } from '../platform/index.ts';

/** Rules by which it is told where somebody stayed, in plain words. Each id stands in docs/rules.md. */
export const stayRules = {
  'in-a-placement':
    'On the days of a placement away from home a child in care lives there and not in the home where they lived before, whatever end of that stay was not written down. Where no record says at which address the placement is, it stands by its kind alone. A stay at a home that began during the placement is believed as it is stated. Somebody placed with their own parents lives where records say.',
} as const;

/** A stay at a home, or in a placement: `homeId` is then the fact that tells it, and no record of a home is behind it. */
export type Stay = {
  personId: string;
  homeId: string;
  address: string;
  postcode: string | null;
  happened: Span;
  precision: 'day' | 'month' | 'year' | 'unknown';
  agency: string;
  recordId: string | null;
  factId: string | null;
};

type Stated = Omit<Stay, 'recordId' | 'factId'> & { recordId: string };
type Told = Pick<OutlinedFact, 'factId' | 'personId' | 'kind' | 'agency' | 'happened' | 'precision'>;

const placements: Readonly<Record<string, string>> = {
  'placement-foster': 'Foster placement',
  'placement-home': 'Children’s home',
  'placement-secure': 'Secure children’s home',
  'placement-independent': 'Placement in independent living',
  'placement-other': 'Placement away from home',
};

/** Rule in-a-placement: the stays at homes, cut where a placement goes on, and the placements among them. */
export function withPlacements(stays: readonly Stated[], facts: readonly Told[]): Stay[] {
  const placed = facts.filter(
    ({ kind, happened, precision }) =>
      Object.hasOwn(placements, kind) && happened.from !== null && precision !== 'unknown',
  );
  const away = Map.groupBy(placed, ({ personId }) => personId);
  const atHomes = stays.flatMap((stay): Stay[] => {
    const cuts = (away.get(stay.personId) ?? []).filter(
      ({ happened }) => (happened.from ?? '') > (stay.happened.from ?? '') && stay.precision !== 'unknown',
    );
    return without(
      stay.happened,
      cuts.map(({ happened }) => happened),
    ).map((happened) => ({ ...stay, happened, factId: null }));
  });
  const inPlacements = placed.flatMap((fact): Stay[] => {
    const { personId, factId, kind, agency, happened, precision } = fact;
    const known = stays.filter(
      (stay) =>
        stay.personId === personId &&
        stay.precision !== 'unknown' &&
        (stay.happened.from ?? '') >= (happened.from ?? ''),
    );
    return without(
      happened,
      known.map((stay) => stay.happened),
    ).map((days) => ({
      personId,
      homeId: factId,
      address: placements[kind] ?? kind,
      postcode: null,
      happened: days,
      precision,
      agency,
      recordId: null,
      factId,
    }));
  });
  return [...atHomes, ...inPlacements];
}

/** What is left of a span without the days of others, in order. */
function without(span: Span, others: readonly Span[]): Span[] {
  return others.reduce<Span[]>(
    (left, cut) =>
      left.flatMap((one) => {
        if (overlap(one, cut) === undefined) return [one];
        const before = cut.from !== null && (one.from === null || one.from < cut.from);
        const after = cut.to !== null && (one.to === null || one.to > cut.to);
        return [
          ...(before ? [{ from: one.from, to: cut.from }] : []),
          ...(after ? [{ from: cut.to, to: one.to }] : []),
        ];
      }),
    [span],
  );
}
