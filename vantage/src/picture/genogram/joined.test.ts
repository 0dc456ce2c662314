import { describe, expect, test } from 'vitest';
import { absentOn, joinedOn, without } from './joined.ts';
import { layOut } from './layout.ts';
import type { Kindred, Someone } from './model.ts';

const always = { from: null, to: null } as { from: string | null; to: string | null };
const tie = (personId: string, kind: string, otherId: string, happened = always) => ({
  personId,
  kind,
  otherId,
  happened,
});
const stay = (personId: string, homeId: string, from: string | null, to: string | null = null) => ({
  personId,
  homeId,
  happened: { from, to },
  precision: 'day',
});
const members = ['kyle', 'Dawn', 'Dean', 'Rita', 'Max', 'Lone'].map((personId) => ({
  personId,
  part: personId === personId.toLowerCase() ? 'child' : 'parent',
}));
const since = (from: string) => ({ from, to: null });
// Dawn is Kyle's mother, Dean her partner of 2025, Rita his mother, Max a partner of hers from 2010.
const ties = [
  tie('Dawn', 'parent', 'kyle'),
  tie('Dean', 'partner', 'Dawn', since('2025-03-01')),
  tie('Rita', 'parent', 'Dean'),
  tie('Max', 'partner', 'Rita', since('2010-01-01')),
];

describe('who joined a family by a later partnership', () => {
  test('joined on its first day, and so did whoever is tied through them; whoever nothing ties is there always', () => {
    expect(joinedOn(members, ties, [])).toEqual(
      new Map([
        ['Dean', '2025-03-01'],
        ['Rita', '2025-03-01'],
        ['Max', '2025-03-01'],
      ]),
    );
  });

  test('is there before where anything else ties them: another partnership, a child, a home at the same time', () => {
    const earlier = [...ties, tie('Dean', 'partner', 'Dawn', { from: '2019-01-01', to: '2020-01-01' })];
    expect(joinedOn(members, earlier, []).get('Dean')).toBe('2019-01-01');
    expect(joinedOn(members, [...ties, tie('Dean', 'parent', 'kyle')], []).has('Dean')).toBe(false);
    // Whoever cares for a child was there from the day on which that began; a grandparent always.
    const cared = [...ties, tie('Lone', 'carer', 'kyle', since('2023-01-06'))];
    expect(joinedOn(members, cared, []).get('Lone')).toBe('2023-01-06');
    expect(joinedOn(members, [...cared, tie('Lone', 'grandparent', 'kyle')], []).has('Lone')).toBe(false);
    const homes = [stay('Dawn', 'h', '2020-01-01'), stay('Dean', 'h', '2024-06-01')];
    expect(joinedOn(members, ties, homes).get('Dean')).toBe('2024-06-01');
    // He had left before she came: nobody met.
    const inTurn = [stay('Dean', 'h', '2018-01-01', '2020-01-01'), stay('Dawn', 'h', '2020-01-01')];
    expect(joinedOn(members, ties, inTurn).get('Dean')).toBe('2025-03-01');
    const undated = homes.map((one) => ({ ...one, precision: 'unknown' }));
    expect(joinedOn(members, ties, undated).get('Dean')).toBe('2025-03-01');
  });
});

test('a carer whose care began later is not there before, and somebody who was there before has no line of it yet', () => {
  const care = [
    tie('Dawn', 'parent', 'kyle'),
    tie('Lone', 'carer', 'kyle', since('2024-05-01')),
    tie('Max', 'carer', 'kyle', since('2024-05-01')),
    tie('Max', 'carer', 'kyle', since('2023-02-01')),
  ];
  expect(joinedOn(members, care, [])).toEqual(
    new Map([
      ['Lone', '2024-05-01'],
      ['Max', '2023-02-01'],
    ]),
  );
});

test('a drawing of a day before leaves them out with their lines, and everybody else stands where they did', () => {
  const someone = (id: string, shape: Someone['shape'] = 'person'): Someone => ({
    id,
    shape,
    sex: 'other',
    index: id === 'kyle',
    dead: false,
    later: false,
    inside: '',
    name: id,
    lines: [],
  });
  const kindred: Kindred = {
    people: [
      someone('kyle'),
      someone('Dawn'),
      someone('Dean'),
      someone('Rita'),
      someone('Nan'),
      someone('unborn of Rita', 'unborn'),
    ],
    partnerships: [{ between: ['Dean', 'Dawn'], kind: 'partners', ended: false, later: true, words: '' }],
    bonds: [
      { child: 'kyle', parents: ['Dawn'], kind: 'birth' },
      { child: 'Dean', parents: ['Rita'], kind: 'birth' },
      { child: 'unborn of Rita', parents: ['Rita'], kind: 'birth' },
      { child: 'kyle', parents: ['Nan'], kind: 'cared-for', later: true },
    ],
    siblings: [],
    twins: [],
  };
  const joined = joinedOn(members, ties, []);
  expect(absentOn(kindred, joined, '2025-03-01')).toEqual(new Set());
  const absent = absentOn(kindred, joined, '2025-02-28');
  expect(absent).toEqual(new Set(['Dean', 'Rita', 'Max', 'unborn of Rita']));
  const whole = layOut(kindred);
  const drawn = without(whole, absent);
  expect(drawn.people).toEqual(
    whole.people.filter(({ node }) => ['kyle', 'Dawn', 'Nan'].includes(node.who?.id ?? '')),
  );
  expect(drawn.bonds).toHaveLength(1);
  expect(drawn.unions).toHaveLength(1);
});
