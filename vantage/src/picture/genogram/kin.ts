/** Makes a genogram's people, partnerships and bonds of what is stated of a family, as its reader may see it. */
import type { Member } from '../../families/index.ts';
import type { Person } from '../../identity/index.ts';
import { ageOn, type Span } from '../../platform/index.ts';
import { textWidth } from '../../platform/parts/index.ts';
import { type Bond, type Kindred, type Partnership, pairKey, type Someone } from './model.ts';
import { size } from './placing.ts';

/** Rules by which stated relations become lines, in plain words. Each id stands in docs/rules.md. */
export const genogramRules = {
  'drawn-as-stated':
    'Who is drawn belongs to the family and may be seen by the reader. A line is drawn where an agency states the relation and shares it with the reader; nothing is guessed from an age, a name or an address.',
  'two-parents':
    'A child hangs from the two parents who are stated: the mother first, then whoever most records name. Any further parent has a line of their own. Where one parent is stated of a child of this family, the other stands as not recorded: nobody wrote down whether it was asked.',
  partners:
    'Partners are joined from the first to the last day that any record states. The line has one stroke when every statement of it is over by the day that is shown, and says the years that were known by then. Records do not say who was married: no line says so.',
  joined:
    'On a day of the past, whoever is tied to the children of the family only by a partnership, or by the care of a child, that began later is not drawn: not by another relation, nor by a home that they shared on or before that day. A sentence says who is left out.',
  carers:
    'A carer who is, or was, a partner of a parent is a step-parent: the line of the partnership says it. Any other carer is joined to the child by a broken line, from the first day that any record states.',
  'brothers-and-sisters':
    'Children of the same two people, or of one of them, need no line between them. Brothers and sisters of whom the same parents are not drawn are joined by a dotted line, or told in words.',
  twins: 'Children of the same mother and father, born on one day, stand as twins.',
  unborn:
    'Somebody whose birth lies after the day of looking is a triangle, and so is the child of a pregnancy that goes on: from the day on which an agency first told of it until records tell how it ended, or of a child born since, for 300 days at most. It hangs from the mother alone, with the day on which it is due where that is told.',
  'said-in-words':
    'A relation for which there is no line, such as kin of a kind that is not stated, stands beneath the symbol in words.',
} as const;

type Tie = { personId: string; otherId: string; kind: string; happened: Span; asMother?: boolean };

/** What is known of the people and their ties, all of it as the reader may see it. */
export type Known = {
  members: readonly Pick<Member, 'personId' | 'part'>[];
  persons: ReadonlyMap<string, Person>;
  ties: readonly Tie[];
  /** Children who are expected on the day that is shown. */
  expected?: readonly Expected[];
  /** Day that is shown, and day of looking: the years beside a line have the same room on every day that is shown. */
  on: string;
  today: string;
  name(personId: string): string;
};

/** A child of whom a pregnancy tells, and no record of their own. `due` in words, where it is told; `since`: when an agency first told of it. */
export type Expected = { id: string; mother: string; due: string | null; since: string; factId: string };

/** A relation that is told in words. */
export type InWords = { personId: string; otherId: string; words: string };

export type Kin = { kindred: Kindred; inWords: InWords[] };

/** Stands for the other parent of a child, by the parent who is stated. */
export const otherParentOf = (personId: string) => `other parent with ${personId}`;

/** Everybody as they are drawn, without what is said of a day. */
export function kinOf({ members, persons, ties, expected = [], on, today, name }: Known): Kin {
  const ids = new Set(members.map(({ personId }) => personId));
  const among = ties.filter((tie) => ids.has(tie.personId) && ids.has(tie.otherId));
  const children = new Set(members.filter(({ part }) => part === 'child').map(({ personId }) => personId));
  const people = members.map(({ personId, part }) =>
    someone(persons.get(personId), {
      id: personId,
      index: part === 'child',
      name: name(personId),
      on,
      today,
    }),
  );
  const partnerships = partnershipsIn(among, { on, today });
  const bonds: Bond[] = [];
  const parentsOf = parentsIn(among, persons);
  for (const [child, parents] of parentsOf) {
    const [first, second, ...others] = parents;
    if (first === undefined) continue;
    const pair = second === undefined ? [first] : [first, second];
    if (second === undefined && children.has(child)) {
      const other = otherParentOf(first);
      if (!people.some(({ id }) => id === other)) people.push(notRecorded(other));
      pair.push(other);
    }
    const [one, two] = pair;
    if (one !== undefined && two !== undefined && !partnerships.has(pairKey(one, two)))
      partnerships.set(pairKey(one, two), {
        between: [one, two],
        kind: 'parents',
        ended: false,
        later: false,
        words: '',
      });
    bonds.push({ child, parents: pair, kind: 'birth' });
    for (const other of others) bonds.push({ child, parents: [other], kind: 'birth' });
  }
  for (const { id, mother, due } of expected) {
    if (!ids.has(mother)) continue;
    people.push(unborn(id, due));
    bonds.push({ child: id, parents: [mother], kind: 'birth' });
  }
  const alone = new Map([...partnerships.values()].map(({ between: [a, b] }) => [pairKey(a, b), true]));
  const inWords: InWords[] = [];
  for (const tie of firstOfPairs(among, ['carer', 'grandparent', 'other-kin'])) {
    const parents = parentsOf.get(tie.otherId) ?? [];
    if (parents.includes(tie.personId)) continue;
    const isStep = parents.some((parent) => alone.has(pairKey(parent, tie.personId)));
    const isThrough = parents.some((parent) => parentsOf.get(parent)?.includes(tie.personId));
    if (tie.kind === 'grandparent' && isThrough) continue;
    if (tie.kind === 'carer' && isStep) inWords.push({ ...pick(tie), words: 'step-parent of' });
    else if (tie.kind === 'other-kin') inWords.push({ ...pick(tie), words: 'kin of' });
    else
      bonds.push({
        child: tie.otherId,
        parents: [tie.personId],
        kind: tie.kind === 'carer' ? 'cared-for' : 'kin',
        ...(tie.kind === 'carer' && beginsAfter(on, among, tie) && { later: true }),
      });
  }
  for (const one of people) {
    const kinOf = inWords.filter(({ personId, words }) => personId === one.id && words === 'kin of');
    if (kinOf.length > 0)
      one.lines = [...one.lines, `kin of ${kinOf.map(({ otherId }) => name(otherId)).join(', ')}`];
  }
  const siblings = firstOfPairs(among, ['sibling']).map((tie) => [tie.personId, tie.otherId] as const);
  return {
    kindred: {
      people,
      partnerships: [...partnerships.values()],
      bonds,
      siblings,
      twins: twinsIn(bonds, persons),
    },
    inWords,
  };
}

/** Room for where somebody lives, which differs from day to day: nobody moves within the drawing. */
export const ofTheDay = 'home not known';

const pick = ({ personId, otherId }: Tie) => ({ personId, otherId });

function someone(
  person: Person | undefined,
  { id, index, name, on, today }: Pick<Someone, 'id' | 'index' | 'name'> & Pick<Known, 'on' | 'today'>,
): Someone {
  const { birthDate: born = null, deathDate: died = null, sex = null } = person ?? {};
  const unborn = born !== null && born > today;
  const later = born !== null && born > on;
  const dead = died !== null && died <= on;
  const age = born === null || later ? '' : String(ageOn(born, dead ? died : on));
  return {
    id,
    shape: unborn ? 'unborn' : 'person',
    sex: sex === 'female' || sex === 'male' ? sex : 'other',
    index,
    dead,
    later: later && !unborn,
    inside: age,
    name,
    lines: [ofTheDay],
  };
}

const unborn = (id: string, due: string | null): Someone => ({
  id,
  shape: 'unborn',
  sex: 'other',
  index: false,
  dead: false,
  later: false,
  inside: '',
  name: 'Expected child',
  lines: due === null ? [] : [`due ${due}`],
});

const notRecorded = (id: string): Someone => ({
  id,
  shape: 'not-recorded',
  sex: 'other',
  index: false,
  dead: false,
  later: false,
  inside: '?',
  name: 'Other parent not recorded',
  lines: [],
});

/** Rule two-parents: of each child those who are stated, the mother first, then by how many records name them. */
function parentsIn(ties: readonly Tie[], persons: ReadonlyMap<string, Person>): Map<string, string[]> {
  const stated = Map.groupBy(
    ties.filter((tie) => tie.kind === 'parent'),
    (tie) => tie.otherId,
  );
  return new Map(
    [...stated].map(([child, own]) => {
      const byParent = [...Map.groupBy(own, (tie) => tie.personId)];
      const isMother = (id: string) => Number(persons.get(id)?.sex === 'female');
      byParent.sort(([a, m], [b, n]) => isMother(b) - isMother(a) || n.length - m.length || (a < b ? -1 : 1));
      return [child, byParent.map(([parent]) => parent)];
    }),
  );
}

/** Rule partners. */
function partnershipsIn(
  ties: readonly Tie[],
  { on, today }: Pick<Known, 'on' | 'today'>,
): Map<string, Partnership> {
  const stated = Map.groupBy(
    ties.filter((tie) => tie.kind === 'partner' || tie.kind === 'former-partner'),
    (tie) => pairKey(tie.personId, tie.otherId),
  );
  return new Map(
    [...stated].flatMap(([key, own]) => {
      const [first] = own;
      if (!first) return [];
      const present = own.filter((tie) => tie.kind === 'partner');
      const goesOn = present.some((tie) => tie.happened.to === null || tie.happened.to > today);
      const days = present.map((tie) => tie.happened);
      const begun = days.flatMap(({ from }) => from ?? []).sort()[0] ?? null;
      const over = [
        ...days.flatMap(({ to }) => to ?? []),
        ...own.filter((tie) => tie.kind === 'former-partner').flatMap((tie) => tie.happened.from ?? []),
      ].sort();
      const end = goesOn ? null : (over.at(-1) ?? null);
      const later = begun !== null && begun > on;
      const [whole, then] = [
        yearsInWords(begun, end, goesOn),
        yearsInWords(begun, end, goesOn || (end !== null && end > on)),
      ];
      const onADay = yearsInWords(begun, null, true);
      return [
        [
          key,
          {
            between: [first.personId, first.otherId],
            kind: 'partners',
            ended: !goesOn && (end === null || end <= on),
            later,
            words: later ? '' : then,
            room: textWidth(onADay, size) > textWidth(whole, size) ? onADay : whole,
          },
        ] as const,
      ];
    }),
  );
}

/** "2008–10", "2025–", "until 2014", or nothing where no day is stated. */
export function yearsInWords(from: string | null, to: string | null, goesOn: boolean): string {
  const [first, last] = [from?.slice(0, 4), to?.slice(0, 4)];
  if (first === undefined) return goesOn || last === undefined ? '' : `until ${last}`;
  if (goesOn) return `since ${first}`;
  if (last === undefined) return `from ${first}`;
  if (first === last) return first;
  return `${first}–${first.slice(0, 2) === last.slice(0, 2) ? last.slice(2) : last}`;
}

/** Whether every statement of this kind of the two begins after a day. */
const beginsAfter = (on: string, ties: readonly Tie[], { personId, otherId, kind }: Tie): boolean =>
  ties
    .filter((tie) => tie.kind === kind && tie.personId === personId && tie.otherId === otherId)
    .every(({ happened: { from } }) => from !== null && from > on);

/** Rule twins. */
function twinsIn(bonds: readonly Bond[], persons: ReadonlyMap<string, Person>): string[][] {
  const births = bonds.filter(({ kind, parents }) => kind === 'birth' && parents.length === 2);
  const same = Map.groupBy(births, ({ child, parents }) => {
    const born = persons.get(child)?.birthDate ?? null;
    return born === null ? child : `${[...parents].sort().join(' ')} ${born}`;
  });
  return [...same.values()].filter((own) => own.length > 1).map((own) => own.map(({ child }) => child));
}

/** One statement of each pair and kind: of several, the first. */
function firstOfPairs(ties: readonly Tie[], kinds: readonly string[]): Tie[] {
  const found = new Map<string, Tie>();
  for (const tie of ties) {
    const key = `${tie.kind} ${tie.kind === 'sibling' ? pairKey(tie.personId, tie.otherId) : `${tie.personId} ${tie.otherId}`}`;
    if (kinds.includes(tie.kind) && !found.has(key)) found.set(key, tie);
  }
  return [...found.values()];
}
