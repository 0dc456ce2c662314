import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Person } from '../../identity/index.ts';
import { expectedOn } from './expected.ts';
import { genogramRules, type Known, kinOf, otherParentOf, yearsInWords } from './kin.ts';

const born = (
  personId: string,
  sex: string | null,
  birthDate: string | null,
  deathDate: string | null = null,
) =>
  ({
    personId,
    name: personId,
    given: personId,
    surname: null,
    birthDate,
    sex,
    deathDate,
    details: [],
  }) satisfies Person;

const always = { from: null, to: null };
const tie = (
  personId: string,
  kind: string,
  otherId: string,
  happened = always as { from: string | null; to: string | null },
) => ({
  personId,
  kind,
  otherId,
  happened,
});

/** Made of persons, of whom the children are those in small letters, and of ties. */
function known(persons: Person[], ties: Known['ties'], on = '2026-11-22'): Known {
  return {
    members: persons.map(({ personId }) => ({
      personId,
      part: personId === personId.toLowerCase() ? 'child' : 'parent',
    })),
    persons: new Map(persons.map((person) => [person.personId, person])),
    ties,
    on,
    today: '2026-11-22',
    name: (id) => id,
  };
}

const mother = born('Ann', 'female', '1990-01-01');
const father = born('Bob', 'male', '1988-01-01');
const child = born('cy', 'male', '2015-03-04');

describe('parents', () => {
  test('of whom one is stated: the other stands as not recorded, of a child of this family alone', () => {
    const { kindred } = kinOf(
      known([mother, child, father], [tie('Ann', 'parent', 'cy'), tie('Ann', 'parent', 'Bob')]),
    );
    expect(kindred.bonds).toEqual([
      { child: 'cy', parents: ['Ann', otherParentOf('Ann')], kind: 'birth' },
      { child: 'Bob', parents: ['Ann'], kind: 'birth' },
    ]);
    expect(kindred.people.filter(({ shape }) => shape === 'not-recorded')).toHaveLength(1);
  });

  test('of whom both are stated: the mother first; nothing says that they were partners', () => {
    const { kindred } = kinOf(
      known([mother, father, child], [tie('Bob', 'parent', 'cy'), tie('Ann', 'parent', 'cy')]),
    );
    expect(kindred.bonds).toEqual([{ child: 'cy', parents: ['Ann', 'Bob'], kind: 'birth' }]);
    expect(kindred.partnerships).toEqual([
      { between: ['Ann', 'Bob'], kind: 'parents', ended: false, later: false, words: '' },
    ]);
  });

  test('of whom three are stated: the two of whom most records tell, and a line for the third', () => {
    const third = born('Dee', 'male', null);
    const ties = [
      tie('Dee', 'parent', 'cy'),
      tie('Ann', 'parent', 'cy'),
      tie('Bob', 'parent', 'cy'),
      tie('Bob', 'parent', 'cy'),
    ];
    expect(
      kinOf(known([mother, father, third, child], ties)).kindred.bonds.map(({ parents }) => parents),
    ).toEqual([['Ann', 'Bob'], ['Dee']]);
  });
});

describe('partners', () => {
  const partners = (happened: { from: string | null; to: string | null }, on?: string) =>
    kinOf(known([mother, father], [tie('Bob', 'partner', 'Ann', happened)], on)).kindred.partnerships[0];

  test('who are so still, were so, and will be so', () => {
    expect(partners({ from: '2025-12-06', to: null })).toMatchObject({
      ended: false,
      later: false,
      words: 'since 2025',
    });
    const over = { from: '2008-09-20', to: '2010-01-15' };
    expect(partners(over)).toMatchObject({ kind: 'partners', ended: true, words: '2008–10' });
    expect(partners(over, '2009-01-01')).toMatchObject({ ended: false, later: false, words: 'since 2008' });
    expect(partners(over, '2010-01-14')).toMatchObject({ ended: false, words: 'since 2008' });
    expect(partners(over, '2010-01-15')).toMatchObject({ ended: true, words: '2008–10' });
    expect(partners(over, '2007-01-01')).toMatchObject({ ended: false, later: true, words: '' });
    // Room for the longest of them is kept on every day, so that nobody moves within the drawing.
    for (const on of ['2007-01-01', '2009-01-01', '2026-11-22'])
      expect(partners(over, on)?.room).toBe('since 2008');
    const untilOnly = { from: null, to: '2014-01-01' };
    expect(partners(untilOnly, '2010-01-01')).toMatchObject({ ended: false, words: '' });
    expect(partners(untilOnly, '2015-01-01')).toMatchObject({ ended: true, words: 'until 2014' });
  });

  test('who are told to be former partners alone have a stroke', () => {
    const { partnerships } = kinOf(known([mother, father], [tie('Bob', 'former-partner', 'Ann')])).kindred;
    expect(partnerships).toEqual([
      { between: ['Bob', 'Ann'], kind: 'partners', ended: true, later: false, words: '', room: '' },
    ]);
  });

  test.each([
    ['1998-01-01', '2003-01-01', false, '1998–2003'],
    ['2008-01-01', '2008-06-01', false, '2008'],
    ['2008-01-01', null, false, 'from 2008'],
    [null, '2014-01-01', false, 'until 2014'],
    [null, null, true, ''],
  ])('from %s to %s: %s', (from, to, goesOn, words) => expect(yearsInWords(from, to, goesOn)).toBe(words));
});

test('a carer who is a partner of a parent is a step-parent; any other has a line', () => {
  const carer = born('Gran', 'female', null);
  const ties = [
    tie('Ann', 'parent', 'cy'),
    tie('Bob', 'partner', 'Ann'),
    tie('Bob', 'carer', 'cy'),
    tie('Gran', 'carer', 'cy'),
  ];
  const { kindred, inWords } = kinOf(known([mother, father, child, carer], ties));
  expect(inWords).toEqual([{ personId: 'Bob', otherId: 'cy', words: 'step-parent of' }]);
  expect(kindred.bonds.filter(({ kind }) => kind === 'cared-for')).toEqual([
    { child: 'cy', parents: ['Gran'], kind: 'cared-for' },
  ]);
});

test('a carer has a line from the first day that any record states, and room for it on every day', () => {
  const carer = born('Gran', 'female', null);
  const ties = [
    tie('Ann', 'parent', 'cy'),
    tie('Gran', 'carer', 'cy', { from: '2025-01-01', to: null }),
    tie('Gran', 'carer', 'cy', { from: '2024-06-01', to: null }),
  ];
  const on = (day: string) =>
    kinOf(known([mother, child, carer], ties, day)).kindred.bonds.filter(({ kind }) => kind === 'cared-for');
  const bond = { child: 'cy', parents: ['Gran'], kind: 'cared-for' };
  expect(on('2024-05-31')).toEqual([{ ...bond, later: true }]);
  expect(on('2024-06-01')).toEqual([bond]);
});

test('a grandparent needs no line where a parent between is drawn; kin of a kind that is not stated are told in words', () => {
  const gran = born('Gran', 'female', null);
  const nan = born('Nan', 'female', null);
  const ties = [
    tie('Gran', 'parent', 'Ann'),
    tie('Ann', 'parent', 'cy'),
    tie('Gran', 'grandparent', 'cy'),
    tie('Nan', 'grandparent', 'cy'),
    tie('Bob', 'other-kin', 'cy'),
  ];
  const { kindred } = kinOf(known([mother, child, gran, nan, father], ties));
  expect(kindred.bonds.filter(({ kind }) => kind === 'kin')).toEqual([
    { child: 'cy', parents: ['Nan'], kind: 'kin' },
  ]);
  expect(kindred.people.find(({ id }) => id === 'Bob')?.lines).toContain('kin of cy');
});

test('children of the same two, born on one day, are twins', () => {
  const others = [born('di', 'female', '2015-03-04'), born('ed', 'male', '2017-01-01')];
  const ties = ['cy', 'di', 'ed'].flatMap((id) => [tie('Ann', 'parent', id), tie('Bob', 'parent', id)]);
  expect(kinOf(known([mother, father, child, ...others], ties)).kindred.twins).toEqual([['cy', 'di']]);
});

test('ages, deaths and births are those of the day that is shown', () => {
  const unborn = born('di', null, '2027-02-01');
  const dead = born('Ron', 'male', '1953-11-30', '2016-07-08');
  const on = (day: string) =>
    new Map(kinOf(known([child, unborn, dead], [], day)).kindred.people.map((one) => [one.id, one]));
  expect(on('2026-11-22').get('cy')).toMatchObject({ inside: '11', later: false });
  expect(on('2014-01-01').get('cy')).toMatchObject({ inside: '', later: true, shape: 'person' });
  expect(on('2026-11-22').get('Ron')).toMatchObject({ inside: '62', dead: true });
  expect(on('2010-01-01').get('Ron')).toMatchObject({ inside: '56', dead: false });
  expect(on('2026-11-22').get('di')).toMatchObject({ shape: 'unborn', inside: '', later: false });
});

describe('a child who is expected', () => {
  const told = (agency: string, from: string, parts: Record<string, string> = {}) => ({
    factId: `${agency} ${from}`,
    personId: 'S',
    role: 'subject',
    agency,
    kind: 'pregnancy',
    shape: 'event' as const,
    happened: { from, to: from },
    precision: 'day' as const,
    occasion: null,
    detail: { parts: Object.entries(parts).map(([name, value]) => ({ name, label: name, value })) },
  });
  const shannon = born('S', 'female', '2008-03-14');
  const on = (day: string, facts: ReturnType<typeof told>[], children: Person[] = []) =>
    expectedOn(facts as Parameters<typeof expectedOn>[0], {
      on: day,
      persons: new Map([shannon, ...children].map((one) => [one.personId, one])),
      ties: children.map(({ personId }) => tie('S', 'parent', personId)),
    });
  const both = [
    told('health', '2026-07-09', { due_on: '17 January 2027' }),
    told('social-care', '2026-07-14', { note: 'Baby due in January' }),
  ];

  test('is one, however many tell of it, from the day on which the first did', () => {
    expect(on('2026-07-08', both)).toEqual([]);
    expect(on('2026-11-22', both)).toMatchObject([{ mother: 'S', due: '17 January 2027' }]);
    expect(on('2026-11-22', both.slice(1))).toMatchObject([{ mother: 'S', due: null }]);
  });

  test('is no more when it was lost or born, or has been due for long', () => {
    expect(on('2026-11-22', [told('health', '2026-07-09', { end: 'a loss' })])).toEqual([]);
    expect(on('2027-02-01', both, [born('b', null, '2027-01-15')])).toEqual([]);
    // A child of before is another.
    expect(on('2026-11-22', both, [born('b', null, '2025-01-15')])).toHaveLength(1);
    expect(on('2027-07-01', both)).toEqual([]);
  });

  test('is a triangle that hangs from the mother alone', () => {
    const { kindred } = kinOf({ ...known([shannon], []), expected: on('2026-11-22', both) });
    expect(kindred.people.map(({ shape, name, lines }) => [shape, name, lines])).toEqual([
      ['person', 'S', ['home not known']],
      ['unborn', 'Expected child', ['due 17 January 2027']],
    ]);
    expect(kindred.bonds).toEqual([{ child: 'expected of S', parents: ['S'], kind: 'birth' }]);
  });
});

test('docs/rules.md states every rule of the genogram in the words of the code', () => {
  const page = readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8');
  for (const [id, words] of Object.entries(genogramRules)) expect(page).toContain(`| \`${id}\` | ${words} |`);
});
