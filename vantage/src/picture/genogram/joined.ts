/** From which day somebody is tied to the family's children: whoever came by a later partnership or as a carer was not there before. */
import type { Span } from '../../platform/index.ts';
import type { Union } from './generations.ts';
import type { Laid } from './layout.ts';
import type { Kindred } from './model.ts';

type Tie = { personId: string; otherId: string; kind: string; happened: Span };
type Stay = { personId: string; homeId: string; happened: Span; precision: string };

/** Relations that begin on a day; any other is one from birth on, or says nothing of when. */
const beginning: ReadonlySet<string> = new Set(['partner', 'carer']);

/** Before every day. */
const always = '';

/**
 * Rule joined: first day, `YYYY-MM-DD`, on which each person is tied to somebody for whom the family is made, through
 * whomever: a partnership, and the care of a child, tie from their first day, two people of one home from the first day on which both live there,
 * any other relation always. Whoever is tied always, or by nothing on any day, is not in the answer.
 */
export function joinedOn(
  members: readonly { personId: string; part: string }[],
  ties: readonly Tie[],
  stays: readonly Stay[],
): Map<string, string> {
  const links = [
    ...ties.map(({ personId, otherId, kind, happened }) => ({
      ends: [personId, otherId] as const,
      from: beginning.has(kind) ? (happened.from ?? always) : always,
    })),
    ...sharedHomes(stays),
  ];
  const joined = new Map(
    members.filter(({ part }) => part === 'child').map(({ personId }) => [personId, always]),
  );
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const {
      ends: [a, b],
      from,
    } of links)
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const known = joined.get(one);
        if (known === undefined) continue;
        const day = [known, from].sort()[1] ?? from;
        const before = joined.get(other);
        if (before !== undefined && before <= day) continue;
        joined.set(other, day);
        isSettled = false;
      }
  }
  return new Map([...joined].filter(([, day]) => day !== always));
}

/** Two people in one home at one time, with the first day on which both are there. */
function sharedHomes(stays: readonly Stay[]) {
  const dated = stays.filter(({ precision }) => precision !== 'unknown');
  return [...Map.groupBy(dated, ({ homeId }) => homeId).values()].flatMap((own) =>
    own.flatMap((one, at) =>
      own.slice(at + 1).flatMap((other) => {
        const from = [one.happened.from ?? always, other.happened.from ?? always].sort()[1] ?? always;
        const isOver = [one, other].some(({ happened: { to } }) => to !== null && to <= from);
        return isOver || one.personId === other.personId
          ? []
          : [{ ends: [one.personId, other.personId] as const, from }];
      }),
    ),
  );
}

/** Who of a kindred is not drawn on a day: who joined later, and whoever hangs from them alone. */
export function absentOn(
  { people, bonds }: Pick<Kindred, 'people' | 'bonds'>,
  joined: ReadonlyMap<string, string>,
  on: string,
): Set<string> {
  const later = new Set([...joined].filter(([, day]) => day > on).map(([personId]) => personId));
  const hangs = people.filter(({ id, shape }) => {
    const own = bonds.filter(({ child, parents }) => child === id || parents.includes(id));
    const others = own.map(({ child, parents }) => [child, ...parents].filter((one) => one !== id));
    return shape !== 'person' && own.length > 0 && others.every((ends) => ends.some((one) => later.has(one)));
  });
  return new Set([...later, ...hangs.map(({ id }) => id)]);
}

/** Whether all that a line leads to begins later. */
const isForLater = ({ partnership, children }: Union) =>
  partnership === null && children.length > 0 && children.every(({ later }) => later);

/** A drawing without some people and their lines, and without what begins later; everybody else stands where they stand on every day. */
export function without(laid: Laid, absent: ReadonlySet<string>): Laid {
  const isHere = (node: number) => !absent.has(laid.graph.nodes[node]?.who?.id ?? '');
  return {
    ...laid,
    people: laid.people.filter(({ node }) => isHere(node.key)),
    unions: laid.unions.filter(({ union }) => union.members.every(isHere) && !isForLater(union)),
    bonds: laid.bonds.filter(
      ({ union, child }) => !child.later && isHere(child.node) && union.members.every(isHere),
    ),
  };
}
