import fc from 'fast-check';
import { expect, test } from 'vitest';
import { familiesOf, type Stated } from './grouping.ts';
import { matchFamilies } from './matching.ts';
import type {
  FamilyDraft,
  FamilyPerson,
  GroupPlace,
  Part,
  Relationship,
  RelationshipKind,
  Residence,
} from './model.ts';
import { addressKey } from './model.ts';

const people: Record<string, Partial<FamilyPerson>> = {
  dawn: { given: 'Dawn', surname: 'Hart', sex: 'female', birthDate: '1989-03-02' },
  shannon: { given: 'Shannon', surname: 'Hart', sex: 'female', birthDate: '2008-05-01' },
  leah: { given: 'Leah', surname: 'Hart', sex: 'female', birthDate: '2010-06-11' },
  kyle: { given: 'Kyle', surname: 'Reeve', sex: 'male', birthDate: '2012-09-30' },
  darren: { given: 'Darren', surname: 'Cole', sex: 'male', birthDate: '1982-01-01' },
  lee: { given: 'Lee', surname: 'Reeve', sex: 'male', birthDate: '1987-01-01' },
  wayne: { given: 'Wayne', surname: 'Dunn', sex: 'male', birthDate: '1985-01-01' },
  jean: { given: 'Jean', surname: 'Hart', sex: 'female', birthDate: '1958-01-01' },
  tia: { given: 'Tia', surname: 'Cole', sex: 'female', birthDate: '2014-01-01' },
  mia: { given: 'Mia', surname: 'Bell', sex: 'female', birthDate: '1990-01-01' },
};
const children = ['shannon', 'leah', 'kyle', 'tia'];

function person(personId: string, over: Partial<FamilyPerson> = {}): FamilyPerson {
  const known = {
    given: null,
    surname: null,
    birthDate: null,
    sex: null,
    deathDate: null,
    ...people[personId],
    ...over,
  };
  return { personId, name: known.given, ...known };
}

let numbers = 0;
function tie(
  personId: string,
  kind: RelationshipKind,
  otherId: string,
  over: Partial<Relationship> = {},
): Relationship {
  numbers += 1;
  return {
    personId,
    otherId,
    kind,
    happened: { from: null, to: null },
    precision: 'unknown',
    agency: 'social-care',
    recordId: `tie ${String(numbers).padStart(4, '0')}`,
    recordedAt: new Date('2010-04-01T00:00:00Z'),
    receivedAt: new Date('2026-11-16T06:00:00Z'),
    ...over,
  };
}

function stay(personId: string, from: string, to: string | null, address = '14 Mill Lane'): Residence {
  numbers += 1;
  return {
    personId,
    address,
    postcode: null,
    addressKey: address,
    happened: { from, to },
    precision: 'day',
    agency: 'social-care',
    recordId: `stay ${String(numbers).padStart(4, '0')}`,
    recordedAt: null,
    receivedAt: new Date('2026-11-16T06:00:00Z'),
  };
}

function group(personId: string, name = 'FAM1'): GroupPlace {
  numbers += 1;
  return { group: name, personId, agency: 'social-care', recordId: `group ${numbers}` };
}

function stated(over: Partial<Stated> = {}): Stated {
  return {
    persons: new Map(Object.keys(people).map((id) => [id, person(id)])),
    children: new Set(children),
    relationships: [],
    groups: [],
    residences: [],
    agencyNames: new Map([['social-care', 'Ashmere Children’s Services']]),
    today: '2026-11-15',
    ...over,
  };
}

const harts = [
  tie('dawn', 'parent', 'shannon'),
  tie('dawn', 'parent', 'leah'),
  tie('dawn', 'parent', 'kyle'),
  tie('darren', 'parent', 'shannon'),
  tie('lee', 'parent', 'kyle'),
  tie('jean', 'grandparent', 'kyle'),
  tie('darren', 'parent', 'tia'),
  tie('mia', 'parent', 'tia'),
];

const names = (draft: FamilyDraft | undefined) => draft?.members.map((member) => member.personId).sort();
const reason = (draft: FamilyDraft | undefined, personId: string) =>
  draft?.members.find((member) => member.personId === personId)?.reason;

test('half brothers and sisters of one mother are one family; a father of two families is in both', () => {
  const [hart, bell] = familiesOf(stated({ relationships: harts }));
  expect(names(hart)).toEqual(['darren', 'dawn', 'jean', 'kyle', 'leah', 'lee', 'shannon']);
  expect(names(bell)).toEqual(['darren', 'mia', 'tia']);
  expect([hart?.name, bell?.name]).toEqual(['Hart', 'Cole']);
});

test('every member has a plain reason with its records', () => {
  const [hart] = familiesOf(stated({ relationships: harts }));
  expect(reason(hart, 'dawn')).toBe('Mother of Shannon, Leah and Kyle, says Ashmere Children’s Services');
  expect(reason(hart, 'darren')).toBe('Father of Shannon, says Ashmere Children’s Services');
  expect(reason(hart, 'jean')).toBe('Grandmother of Kyle, says Ashmere Children’s Services');
  expect(reason(hart, 'leah')).toBe('Child of Dawn, says Ashmere Children’s Services');
  const dawn = hart?.members.find((member) => member.personId === 'dawn');
  expect(dawn?.part).toBe('main-carer');
  expect(dawn?.evidence).toHaveLength(3);
});

test('a former husband who is no father belongs only for the 90 days and more that he lived with a child', () => {
  const husband = tie('wayne', 'former-partner', 'dawn');
  const home = stay('leah', '2015-01-01', '2018-01-01');
  const short = familiesOf(
    stated({
      relationships: [...harts, husband],
      residences: [home, stay('wayne', '2016-01-01', '2016-03-30')],
    }),
  );
  expect(names(short[0])).not.toContain('wayne');
  const long = familiesOf(
    stated({
      relationships: [...harts, husband],
      residences: [home, stay('wayne', '2016-01-01', '2016-03-31')],
    }),
  );
  const wayne = long[0]?.members.find((member) => member.personId === 'wayne');
  expect(wayne).toMatchObject({ part: 'lives-with', happened: { from: '2016-01-01', to: '2016-03-31' } });
  expect(wayne?.reason).toBe(
    'Former partner of Dawn, has lived with the children, says Ashmere Children’s Services',
  );
});

test('living at the same address without a stated relationship is not belonging', () => {
  const residences = [stay('leah', '2015-01-01', null), stay('wayne', '2015-01-01', null)];
  expect(names(familiesOf(stated({ relationships: harts, residences }))[0])).not.toContain('wayne');
});

test('a child whose mother is not stated belongs by the family group', () => {
  const relationships = harts.filter((one) => one.otherId !== 'leah');
  const alone = familiesOf(stated({ relationships }));
  expect(alone.find((draft) => draft.anchor === 'leah')?.members).toHaveLength(1);
  const groups = [group('leah'), group('kyle'), group('shannon'), group('wayne')];
  const [hart] = familiesOf(stated({ relationships, groups }));
  expect(names(hart)).toContain('leah');
  expect(reason(hart, 'wayne')).toBe(
    'In the same family group as Shannon, Leah and Kyle, says Ashmere Children’s Services',
  );
});

test('a young mother whose children are not stated as hers is no child of their group', () => {
  const groups = [group('shannon'), group('leah'), group('baby')];
  const persons = new Map([
    ...Object.keys(people).map((id) => [id, person(id)] as const),
    ['baby', person('baby', { given: 'Mae', birthDate: '2026-01-09' })] as const,
  ]);
  const drafts = familiesOf(stated({ persons, children: new Set(['shannon', 'leah', 'baby']), groups }));
  expect(drafts).toHaveLength(1);
  const parts = new Map(drafts[0]?.members.map((member) => [member.personId, member.part]));
  // Shannon was 17 and Leah 15 when the baby was born.
  expect(Object.fromEntries(parts)).toEqual({ baby: 'child', shannon: 'group', leah: 'group' });
});

test('a young mother who is stated is told as the mother, and so is anybody whom the group alone brings in', () => {
  const groups = [group('shannon'), group('baby')];
  const persons = new Map([
    ...Object.keys(people).map((id) => [id, person(id)] as const),
    ['baby', person('baby', { given: 'Mae', birthDate: '2026-01-09' })] as const,
  ]);
  const [own] = familiesOf(
    stated({
      persons,
      children: new Set(['shannon', 'baby']),
      groups,
      relationships: [tie('shannon', 'parent', 'baby')],
    }),
  );
  expect([own?.anchor, reason(own, 'shannon')]).toEqual([
    'shannon',
    'Mother of Mae, says Ashmere Children’s Services',
  ]);
  const [hart] = familiesOf(
    stated({
      children: new Set(['kyle']),
      groups: [group('kyle'), group('jean'), group('darren'), group('leah')],
      relationships: [
        tie('dawn', 'parent', 'kyle'),
        tie('jean', 'parent', 'lee'),
        tie('lee', 'parent', 'kyle'),
        tie('dawn', 'parent', 'leah'),
      ],
    }),
  );
  expect([reason(hart, 'jean'), reason(hart, 'leah'), reason(hart, 'darren')]).toEqual([
    'Mother of Lee, says Ashmere Children’s Services',
    'Child of Dawn, says Ashmere Children’s Services',
    'In the same family group as Kyle, says Ashmere Children’s Services',
  ]);
});

test('a grown father who is a family of his own by the group is told as the father of whom he lives with', () => {
  // Darren was in care once; Tia is stated as his, and her mother is not; all three have lived at one home.
  const home = (personId: string) => stay(personId, '2018-01-01', null);
  const drafts = familiesOf(
    stated({
      children: new Set(['darren', 'tia']),
      groups: [group('darren')],
      relationships: [
        tie('mia', 'parent', 'tia'),
        tie('darren', 'parent', 'tia'),
        tie('darren', 'partner', 'mia'),
      ],
      residences: ['darren', 'tia', 'mia'].map(home),
    }),
  );
  const his = drafts.find((draft) => draft.anchor !== 'mia');
  expect([reason(his, 'darren'), reason(his, 'tia'), reason(his, 'mia')]).toEqual([
    'Father of Tia, says Ashmere Children’s Services',
    'Child of Darren, has lived with the children, says Ashmere Children’s Services',
    'Partner of Darren, has lived with the children, says Ashmere Children’s Services',
  ]);
});

test('a child with only a father stated joins the one family he is a parent in, or begins his', () => {
  const only = [tie('dawn', 'parent', 'kyle'), tie('lee', 'parent', 'kyle'), tie('lee', 'parent', 'tia')];
  const one = familiesOf(stated({ children: new Set(['kyle', 'tia']), relationships: only }));
  expect(one.map((draft) => names(draft))).toEqual([['dawn', 'kyle', 'lee', 'tia']]);
  const two = familiesOf(
    stated({
      children: new Set(['kyle', 'leah', 'tia']),
      relationships: [...only, tie('mia', 'parent', 'leah'), tie('lee', 'parent', 'leah')],
    }),
  );
  expect(two.map((draft) => draft.anchor)).toEqual(['dawn', 'lee', 'mia']);
});

test('a dense network of cousins does not become one family', () => {
  const mothers = Array.from({ length: 30 }, (_, n) => `mother${n}`);
  const kids = mothers.flatMap((mother) => [`${mother}a`, `${mother}b`]);
  const relationships = mothers.flatMap((mother) => [
    tie(mother, 'parent', `${mother}a`),
    tie(mother, 'parent', `${mother}b`),
    ...mothers.filter((other) => other !== mother).map((other) => tie(other, 'other-kin', mother)),
  ]);
  const persons = new Map([
    ...mothers.map((id) => [id, person(id, { sex: 'female' })] as const),
    ...kids.map((id) => [id, person(id)] as const),
  ]);
  const drafts = familiesOf(stated({ persons, children: new Set(kids), relationships }));
  expect(drafts).toHaveLength(30);
  for (const draft of drafts) expect(draft.members).toHaveLength(3);
});

test('a death ends belonging', () => {
  const persons = new Map(Object.keys(people).map((id) => [id, person(id)]));
  persons.set('jean', person('jean', { deathDate: '2016-05-03' }));
  const [hart] = familiesOf(stated({ persons, relationships: harts }));
  expect(hart?.members.find((member) => member.personId === 'jean')?.happened).toEqual({
    from: null,
    to: '2016-05-04',
  });
});

test('families do not depend on the order of what is stated; every child has a family', () => {
  const kinds: RelationshipKind[] = ['parent', 'carer', 'sibling', 'grandparent', 'partner', 'other-kin'];
  const ids = Object.keys(people);
  const ties = fc.array(
    fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...kinds), fc.constantFrom(...ids), fc.nat(999)),
    { maxLength: 25 },
  );
  fc.assert(
    fc.property(ties, (some) => {
      const relationships = some.map(([one, kind, other, n], index) =>
        tie(one, kind, other, {
          recordId: `${String(n).padStart(3, '0')}-${String(index).padStart(2, '0')}`,
        }),
      );
      const drafts = familiesOf(stated({ relationships }));
      expect(familiesOf(stated({ relationships: [...relationships].reverse() }))).toEqual(drafts);
      const placed = new Set(drafts.flatMap((draft) => draft.members.map((member) => member.personId)));
      for (const child of children) expect(placed.has(child)).toBe(true);
    }),
  );
});

const draft = (anchor: string, ...ids: string[]): FamilyDraft => ({
  anchor,
  name: anchor,
  members: ids.map((personId) => ({
    personId,
    part: children.includes(personId) ? 'child' : 'parent',
    reason: '',
    about: [],
    agencies: [],
    evidence: [],
    happened: { from: null, to: null },
  })),
});

const partsOf = ({ members }: FamilyDraft) => new Map(members.map(({ personId, part }) => [personId, part]));

test('a family keeps its number while most stay; a split keeps it on the side with more children', () => {
  const kept = new Map([['f1', partsOf(draft('dawn', 'dawn', 'leah', 'kyle', 'shannon', 'lee'))]]);
  const grown = draft('dawn', 'dawn', 'leah', 'kyle', 'shannon', 'lee', 'jean');
  expect(matchFamilies(kept, [grown]).get(grown)).toBe('f1');
  const larger = draft('dawn', 'dawn', 'leah', 'shannon');
  const smaller = draft('lee', 'lee', 'kyle');
  const split = matchFamilies(kept, [smaller, larger]);
  expect(split.get(larger)).toBe('f1');
  expect(split.has(smaller)).toBe(false);
  const stranger = draft('mia', 'mia', 'tia', 'lee');
  expect(matchFamilies(kept, [stranger]).has(stranger)).toBe(false);
});

const withParts = (anchor: string, parts: Record<string, Part>): FamilyDraft => ({
  anchor,
  name: anchor,
  members: draft(anchor, ...Object.keys(parts)).members.map((member) => ({
    ...member,
    part: parts[member.personId] ?? member.part,
  })),
});

test('families of the very same people each keep their own number, whatever the numbers are', () => {
  // Shannon is Dawn’s child and Kyle’s mother, and all three live together.
  const dawns = withParts('dawn', { dawn: 'main-carer', shannon: 'child', kyle: 'lives-with' });
  const shannons = withParts('shannon', { shannon: 'main-carer', kyle: 'child', dawn: 'kin' });
  for (const [one, other] of [
    ['f1', 'f2'],
    ['f2', 'f1'],
  ] as const) {
    for (const drafts of [
      [dawns, shannons],
      [shannons, dawns],
    ]) {
      const kept = new Map([
        [one, partsOf(dawns)],
        [other, partsOf(shannons)],
      ]);
      const matched = matchFamilies(kept, drafts);
      expect(matched.get(dawns)).toBe(one);
      expect(matched.get(shannons)).toBe(other);
    }
  }
});

test('where no child tells them apart, the main carer does, then the people, then their parts', () => {
  const kept = (one: FamilyDraft, other: FamilyDraft) =>
    new Map([
      ['f1', partsOf(one)],
      ['f2', partsOf(other)],
    ]);
  const now = withParts('dawn', { dawn: 'main-carer', lee: 'parent', jean: 'kin' });
  const carer = withParts('dawn', { dawn: 'main-carer', lee: 'parent' });
  const people = withParts('lee', { dawn: 'parent', lee: 'main-carer', jean: 'kin' });
  const parts = withParts('lee', { dawn: 'parent', lee: 'main-carer', jean: 'parent' });
  expect(matchFamilies(kept(people, carer), [now]).get(now)).toBe('f2');
  expect(matchFamilies(kept(withParts('lee', { lee: 'parent', jean: 'kin' }), people), [now]).get(now)).toBe(
    'f2',
  );
  expect(matchFamilies(kept(parts, people), [now]).get(now)).toBe('f2');
});

test('addresses are one home when postcode and numbers are equal; no fixed address makes none', () => {
  const key = addressKey('14 Mill Lane, Ashmere', 'AS1 4QT');
  expect(addressKey('14, Mill Ln', 'as14qt')).toBe(key);
  expect(addressKey('Flat 2, 14 Mill Lane', 'AS1 4QT')).not.toBe(key);
  expect(addressKey('14 Mill Lane', 'AS1 4QU')).not.toBe(key);
  expect(addressKey('The Old Rectory, Mill Lane', undefined)).toBe(
    addressKey('the old rectory Mill Ln.', undefined),
  );
  for (const none of [undefined, '', 'No fixed address', 'No Fixed Abode', 'NFA']) {
    expect(addressKey(none, undefined)).toBeUndefined();
  }
});
