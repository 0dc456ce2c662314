/** Makes families of what is stated about people: the rules of `familyRules`, pure. */
import { addDays, ageOn, daysBetween, overlap, type Span } from '../platform/index.ts';
import {
  type FamilyDraft,
  type FamilyPerson,
  familyName,
  type GroupPlace,
  type Member,
  type Part,
  type Relationship,
  type RelationshipKind,
  type Residence,
} from './model.ts';
import { earlier, type Said, type Says, said, says, unionOf } from './wording.ts';

export type Stated = {
  persons: ReadonlyMap<string, FamilyPerson>;
  /** Who counts as a child (rule who-is-a-child). */
  children: ReadonlySet<string>;
  relationships: readonly Relationship[];
  groups: readonly GroupPlace[];
  residences: readonly Residence[];
  /** Agency code to name. */
  agencyNames: ReadonlyMap<string, string>;
  /** Last day of which anything is known: open stays are counted up to here. */
  today: string;
};

/** Days at the same home after which somebody with a stated relationship belongs. */
export const livesWithDays = 90;

/** Years by which a group mate must be younger for somebody not to count as a child by the group alone. */
const generation = 15;

/** The families, in the order of their anchors; the same whatever the order of what is stated. */
export function familiesOf(stated: Stated): FamilyDraft[] {
  const index = indexOf(stated);
  const byAnchor = new Map<string, string[]>();
  for (const child of [...stated.children].sort()) {
    const anchor = anchorOf(index, child) ?? child;
    byAnchor.set(anchor, [...(byAnchor.get(anchor) ?? []), child]);
  }
  const drafts = [...byAnchor]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([anchor, children]) => familyAround(index, anchor, children));
  return withoutNeedless(drafts);
}

/** A grown child who stands alone and belongs to another family needs none of their own. */
function withoutNeedless(drafts: FamilyDraft[]): FamilyDraft[] {
  const elsewhere = new Set(
    drafts
      .filter((draft) => draft.members.length > 1)
      .flatMap((draft) => draft.members.map((m) => m.personId)),
  );
  return drafts.filter(
    (draft) => draft.members.length > 1 || !elsewhere.has(draft.members[0]?.personId ?? ''),
  );
}

type Index = Stated & {
  /** Relationships by the person they are to: parents of, carers of… */
  to: ReadonlyMap<string, readonly Relationship[]>;
  from: ReadonlyMap<string, readonly Relationship[]>;
  groupsOf: ReadonlyMap<string, readonly GroupPlace[]>;
  membersOf: ReadonlyMap<string, readonly GroupPlace[]>;
  staysOf: ReadonlyMap<string, readonly Residence[]>;
  staysAt: ReadonlyMap<string, readonly Residence[]>;
};

function indexOf(stated: Stated): Index {
  const relationships = stated.relationships
    .filter((tie) => tie.personId !== tie.otherId)
    .sort((a, b) => (a.recordId < b.recordId ? -1 : 1));
  const groups = [...stated.groups].sort((a, b) => (a.recordId < b.recordId ? -1 : 1));
  const residences = [...stated.residences].sort((a, b) => (a.recordId < b.recordId ? -1 : 1));
  return {
    ...stated,
    to: grouped(relationships, (tie) => tie.otherId),
    from: grouped(relationships, (tie) => tie.personId),
    groupsOf: grouped(groups, (place) => place.personId),
    membersOf: grouped(groups, (place) => place.group),
    staysOf: grouped(residences, (stay) => stay.personId),
    staysAt: grouped(residences, (stay) => stay.addressKey),
  };
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const same = groups.get(key(item));
    if (same === undefined) groups.set(key(item), [item]);
    else same.push(item);
  }
  return groups;
}

/** Rule main-carer. Undefined when nothing is stated. */
function anchorOf(index: Index, child: string): string | undefined {
  const byGroup = !isOfParentsAge(index, child);
  return (
    motherOf(index, child) ??
    (byGroup ? mostCommon(groupMates(index, child).map((mate) => motherOf(index, mate))) : undefined) ??
    latestCarer(index, child) ??
    parentAnchor(index, child) ??
    (byGroup ? index.groupsOf.get(child)?.[0]?.group : undefined)
  );
}

/** True of somebody with whom the agency's family group holds a person younger by the years of a generation. */
function isOfParentsAge(index: Index, personId: string): boolean {
  const born = index.persons.get(personId)?.birthDate ?? null;
  return (
    born !== null &&
    groupMates(index, personId).some((mate) => {
      const theirs = index.persons.get(mate)?.birthDate ?? null;
      return theirs !== null && theirs > born && ageOn(born, theirs) >= generation;
    })
  );
}

function statedTo(index: Index, personId: string, kind: RelationshipKind): readonly Relationship[] {
  return (index.to.get(personId) ?? []).filter((tie) => tie.kind === kind);
}

/** The stated mother: of several, the one whom most records state. */
function motherOf(index: Index, child: string): string | undefined {
  const mothers = statedTo(index, child, 'parent').filter(
    (tie) => tie.asMother === true || index.persons.get(tie.personId)?.sex === 'female',
  );
  return mostCommon(mothers.map((tie) => tie.personId));
}

function groupMates(index: Index, child: string): string[] {
  return (index.groupsOf.get(child) ?? [])
    .flatMap((place) => index.membersOf.get(place.group) ?? [])
    .map((place) => place.personId)
    .filter((mate) => mate !== child && index.children.has(mate));
}

function latestCarer(index: Index, child: string): string | undefined {
  return [...statedTo(index, child, 'carer')].sort(
    (a, b) => earlier(b.happened.from, a.happened.from) || earlier(a.personId, b.personId),
  )[0]?.personId;
}

function parentAnchor(index: Index, child: string): string | undefined {
  const parent = mostCommon(statedTo(index, child, 'parent').map((tie) => tie.personId));
  if (parent === undefined) return undefined;
  const others = (index.from.get(parent) ?? []).filter(
    (tie) => tie.kind === 'parent' && tie.otherId !== child,
  );
  const mothers = new Set(others.flatMap((tie) => motherOf(index, tie.otherId) ?? []));
  const [only] = mothers;
  return mothers.size === 1 ? only : parent;
}

/** The value that occurs most; between equals the first in code-unit order. */
function mostCommon(values: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || earlier(a, b))[0]?.[0];
}

function familyAround(index: Index, anchor: string, children: readonly string[]): FamilyDraft {
  const family: Family = { index, anchor, children, members: new Map(), byGroup: new Set() };
  for (const child of children) addChild(family, child);
  addAdults(family);
  addKin(family);
  addResidents(family);
  addPartners(family);
  addGroupMates(family);
  tellParents(family);
  return { anchor, name: nameOf(index, anchor, children), members: [...family.members.values()] };
}

type Family = {
  index: Index;
  anchor: string;
  children: readonly string[];
  members: Map<string, Member>;
  /** Who belongs by the agency's family group, and by nothing that is stated. */
  byGroup: Set<string>;
};

/** Why somebody belongs, whom that names, and what bears it out. */
function reasonOf(
  index: Index,
  { words, about }: Said,
  evidence: readonly Says[],
): Pick<Member, 'reason' | 'about' | 'agencies' | 'evidence'> {
  return {
    reason: `${words}${says(evidence, index.agencyNames)}`,
    about,
    agencies: [...new Set(evidence.map((one) => one.agency))].sort(),
    evidence: [...new Set(evidence.map((one) => one.recordId))].sort().map((recordId) => ({ recordId })),
  };
}

function add(
  family: Family,
  personId: string,
  part: Part,
  reason: Said,
  evidence: readonly Says[],
  span: Span,
): void {
  const person = family.index.persons.get(personId);
  if (person === undefined || family.members.has(personId)) return;
  const dies = person.deathDate === null ? null : addDays(person.deathDate, 1);
  const happened = dies === null ? span : (overlap(span, { from: null, to: dies }) ?? span);
  family.members.set(personId, {
    personId,
    part,
    ...reasonOf(family.index, reason, evidence),
    happened,
  });
}

function addChild(family: Family, child: string): void {
  const { index, anchor } = family;
  const parents = (index.to.get(child) ?? []).filter((tie) => tie.kind === 'parent' || tie.kind === 'carer');
  const toAnchor = parents.filter((tie) => tie.personId === anchor);
  const evidence = toAnchor.length > 0 ? toAnchor : parents;
  const span = { from: index.persons.get(child)?.birthDate ?? null, to: null };
  if (evidence.length > 0) {
    const word = evidence.some((tie) => tie.kind === 'parent') ? 'Child of' : 'In the care of';
    const parentIds = evidence.map((tie) => tie.personId);
    add(
      family,
      child,
      'child',
      said(index.persons, parentIds, (of) => `${word} ${of}`),
      evidence,
      span,
    );
    return;
  }
  const places = index.groupsOf.get(child) ?? [];
  if (places.length > 0) {
    add(
      family,
      child,
      'child',
      { words: 'In the same family group', about: [] },
      places.map(groupSays),
      span,
    );
    family.byGroup.add(child);
    return;
  }
  add(family, child, 'child', { words: 'No relationship to anybody is stated', about: [] }, [], span);
}

/** "Mother of Kyle and Leah", of what is stated of one person. */
function saidOf(index: Index, stated: readonly Relationship[], word: string): Said {
  const others = stated.map((tie) => tie.otherId);
  return said(index.persons, others, (of) => `${word} of ${of}`);
}

function groupSays(place: GroupPlace): Says {
  return { agency: place.agency, recordId: place.recordId, recordedAt: null };
}

const parentWords = { female: 'Mother', male: 'Father', other: 'Parent' };
const grandparentWords = { female: 'Grandmother', male: 'Grandfather', other: 'Grandparent' };
const siblingWords = { female: 'Sister', male: 'Brother', other: 'Brother or sister' };

function wordFor(index: Index, personId: string, words: typeof parentWords): string {
  const sex = index.persons.get(personId)?.sex;
  return sex === 'female' || sex === 'male' ? words[sex] : words.other;
}

/** Rule other-parents: the main carer first, then every stated parent and carer. */
function addAdults(family: Family): void {
  const { index, anchor, children } = family;
  for (const kind of ['parent', 'carer'] as const) {
    const ties = children.flatMap((child) => statedTo(index, child, kind));
    const adults = [...grouped(ties, (tie) => tie.personId)].sort(
      ([a], [b]) => Number(b === anchor) - Number(a === anchor) || earlier(a, b),
    );
    for (const [adult, stated] of adults) {
      const word = kind === 'parent' ? wordFor(index, adult, parentWords) : 'Carer';
      const part = adult === anchor ? 'main-carer' : kind;
      const words = saidOf(index, stated, word);
      add(family, adult, part, words, stated, unionOf(stated.map((tie) => tie.happened)));
    }
  }
}

/** Rule stated-kin. */
function addKin(family: Family): void {
  const { index, anchor, children } = family;
  const kinds: readonly [RelationshipKind, (personId: string) => string][] = [
    ['grandparent', (personId) => wordFor(index, personId, grandparentWords)],
    ['sibling', (personId) => wordFor(index, personId, siblingWords)],
    ['other-kin', () => 'Kin'],
  ];
  for (const [kind, word] of kinds) {
    const ties = children.flatMap((child) => [
      ...statedTo(index, child, kind),
      ...(kind === 'sibling' ? mirrored(index, child) : []),
    ]);
    addStated(family, ties, word);
  }
  addStated(family, statedTo(index, anchor, 'parent'), (personId) => wordFor(index, personId, parentWords));
}

/** Rule stated-kin: a present partner of the main carer who does not live with the children. */
function addPartners(family: Family): void {
  const { index, anchor } = family;
  const partners = [
    ...statedTo(index, anchor, 'partner'),
    ...(index.from.get(anchor) ?? [])
      .filter((tie) => tie.kind === 'partner')
      .map((tie) => ({ ...tie, personId: tie.otherId, otherId: tie.personId })),
  ];
  addStated(
    family,
    partners.filter((tie) => !isOver(tie, index.today)),
    () => 'Partner',
  );
}

/** Being a brother or sister goes both ways, whoever of the two is written first. */
function mirrored(index: Index, child: string): Relationship[] {
  return (index.from.get(child) ?? [])
    .filter((tie) => tie.kind === 'sibling')
    .map((tie) => ({ ...tie, personId: tie.otherId, otherId: tie.personId }));
}

function addStated(family: Family, ties: readonly Relationship[], word: (personId: string) => string): void {
  const people = [...grouped(ties, (tie) => tie.personId)].sort(([a], [b]) => earlier(a, b));
  for (const [personId, stated] of people) {
    const words = saidOf(family.index, stated, word(personId));
    add(family, personId, 'kin', words, stated, unionOf(stated.map((tie) => tie.happened)));
  }
}

const residentWords: Readonly<Record<RelationshipKind, string>> = {
  parent: 'Parent',
  partner: 'Partner',
  'former-partner': 'Former partner',
  sibling: 'Brother or sister',
  grandparent: 'Grandparent',
  carer: 'Carer',
  'other-kin': 'Kin',
};

const residentWord = (index: Index, personId: string, kind: RelationshipKind): string =>
  kind === 'parent' ? wordFor(index, personId, parentWords) : residentWords[kind];

/** The same of whom the other is the kind of. */
const residentOf: Readonly<Record<RelationshipKind, string>> = {
  parent: 'Child of',
  partner: 'Partner of',
  'former-partner': 'Former partner of',
  sibling: 'Brother or sister of',
  grandparent: 'Grandchild of',
  carer: 'In the care of',
  'other-kin': 'Kin of',
};

/** Rule lives-with. */
function addResidents(family: Family): void {
  const { index, children } = family;
  const belonging = new Set(family.members.keys());
  const neighbours = new Map<string, { spans: Span[]; stays: Residence[] }>();
  for (const stay of children.flatMap((child) => index.staysOf.get(child) ?? [])) {
    for (const other of index.staysAt.get(stay.addressKey) ?? []) {
      if (belonging.has(other.personId) || stay.precision === 'unknown' || other.precision === 'unknown')
        continue;
      const shared = overlap(stay.happened, other.happened);
      if (shared === undefined) continue;
      const found = neighbours.get(other.personId) ?? { spans: [], stays: [] };
      neighbours.set(other.personId, {
        spans: [...found.spans, shared],
        stays: [...found.stays, stay, other],
      });
    }
  }
  for (const [personId, { spans, stays }] of [...neighbours].sort(([a], [b]) => earlier(a, b))) {
    const ties = [...(index.from.get(personId) ?? []), ...(index.to.get(personId) ?? [])].filter((tie) =>
      belonging.has(tie.personId === personId ? tie.otherId : tie.personId),
    );
    const [tie] = ties.sort((a, b) => Number(isOver(a, index.today)) - Number(isOver(b, index.today)));
    if (tie === undefined || daysTogether(spans, index.today) < livesWithDays) continue;
    const other = tie.personId === personId ? tie.otherId : tie.personId;
    const kind = tie.kind === 'partner' && isOver(tie, index.today) ? 'former-partner' : tie.kind;
    const to = tie.personId === personId ? `${residentWord(index, personId, kind)} of` : residentOf[kind];
    const words = said(index.persons, [other], (of) => `${to} ${of}, has lived with the children`);
    add(family, personId, 'lives-with', words, [...ties, ...stays], unionOf(spans));
  }
}

/** True when a relationship has ended by a day. */
function isOver(tie: Relationship, day: string): boolean {
  return tie.happened.to !== null && tie.happened.to <= day;
}

/** Days of any of the spans, each day counted once. */
function daysTogether(spans: readonly Span[], today: string): number {
  let days = 0;
  let counted = '';
  for (const span of [...spans].sort((a, b) => earlier(a.from, b.from))) {
    const from = span.from === null || span.from < counted ? counted : span.from;
    const to = span.to === null || span.to > today ? today : span.to;
    if (from === '' || from >= to) continue;
    days += daysBetween(from, to);
    counted = to;
  }
  return days;
}

/** Rule family-group, for adults. */
function addGroupMates(family: Family): void {
  const { index, children } = family;
  const young = children.filter((child) => !isOfParentsAge(index, child));
  const places = young.flatMap((child) => index.groupsOf.get(child) ?? []);
  const group = mostCommon(places.map((place) => place.group));
  if (group === undefined) return;
  const having = new Set(places.filter((place) => place.group === group).map((place) => place.personId));
  if (having.size * 2 <= children.length) return;
  for (const place of index.membersOf.get(group) ?? []) {
    const { personId } = place;
    const related = [...(index.from.get(personId) ?? []), ...(index.to.get(personId) ?? [])].map((tie) =>
      tie.personId === personId ? tie.otherId : tie.personId,
    );
    const elsewhere = related.length > 0 && !related.some((other) => family.members.has(other));
    if (elsewhere || (index.children.has(personId) && !isOfParentsAge(index, personId))) continue;
    const words = said(index.persons, [...having], (of) => `In the same family group as ${of}`);
    if (!family.members.has(personId)) family.byGroup.add(personId);
    add(family, personId, 'group', words, [groupSays(place)], { from: null, to: null });
  }
}

/** Rule family-group: whoever belongs by the group and is stated as a parent, or a child, of one who belongs is told by that. */
function tellParents({ index, members, byGroup }: Family): void {
  for (const personId of byGroup) {
    const member = members.get(personId);
    if (member === undefined) continue;
    const parentOf = (index.from.get(personId) ?? []).filter(
      ({ kind, otherId }) => kind === 'parent' && members.has(otherId),
    );
    const childOf = statedTo(index, personId, 'parent').filter((tie) => members.has(tie.personId));
    if (parentOf.length > 0) {
      const words = saidOf(index, parentOf, wordFor(index, personId, parentWords));
      members.set(personId, { ...member, ...reasonOf(index, words, parentOf) });
    } else if (childOf.length > 0) {
      const parents = childOf.map((tie) => tie.personId);
      const words = said(index.persons, parents, (of) => `Child of ${of}`);
      members.set(personId, { ...member, ...reasonOf(index, words, childOf) });
    }
  }
}

function nameOf(index: Index, anchor: string, children: readonly string[]): string {
  const surnameOf = (personId: string) => index.persons.get(personId)?.surname ?? null;
  return familyName(children.map(surnameOf), surnameOf(anchor));
}
