import { expect, test } from 'vitest';
import {
  areTwins,
  betweenOf,
  type Compared,
  differencesBetween,
  type Stated,
  siblingsAmong,
} from './model.ts';

const is = (personId: string, kind: string, otherId: string): Stated => ({ personId, kind, otherId });

test.each<[string, Stated[], ReturnType<typeof betweenOf>]>([
  [
    'two parents in common',
    [is('m', 'parent', 'a'), is('m', 'parent', 'b'), is('f', 'parent', 'a'), is('f', 'parent', 'b')],
    'full',
  ],
  [
    'one in common and another each',
    [is('m', 'parent', 'a'), is('m', 'parent', 'b'), is('f', 'parent', 'a'), is('g', 'parent', 'b')],
    'half',
  ],
  [
    'one in common, the other not stated of one',
    [is('m', 'parent', 'a'), is('m', 'parent', 'b'), is('f', 'parent', 'a')],
    'one-parent',
  ],
  [
    'parents who are partners',
    [is('m', 'parent', 'a'), is('f', 'parent', 'b'), is('f', 'partner', 'm')],
    'step',
  ],
  [
    'parents who were partners',
    [is('m', 'parent', 'a'), is('f', 'parent', 'b'), is('m', 'former-partner', 'f')],
    'step',
  ],
  ['stated without parents', [is('b', 'sibling', 'a')], 'stated'],
  ['a grandparent in common', [is('n', 'grandparent', 'a'), is('n', 'grandparent', 'b')], null],
  ['a parent and a child', [is('a', 'parent', 'b')], null],
])('%s', (_, stated, between) => {
  expect([betweenOf('a', 'b', stated), betweenOf('b', 'a', stated)]).toEqual([between, between]);
});

test('twins are who was born on one day of one stated mother, whatever is stated of a father', () => {
  const of = (stated: Stated[], days: Record<string, string | null> = {}) =>
    areTwins(['a', 'b'], stated, {
      bornOn: (id) => ({ a: '2015-03-04', b: '2015-03-04', ...days })[id] ?? null,
      isMale: (id) => id === 'f',
    });
  const [ofA, ofB] = [is('m', 'parent', 'a'), is('m', 'parent', 'b')];
  expect(of([ofA, ofB])).toBe(true);
  expect(of([ofA, ofB, is('f', 'parent', 'a'), is('g', 'parent', 'b')])).toBe(true);
  expect(of([ofA, ofB], { b: '2015-03-05' })).toBe(false);
  expect(of([ofA, ofB], { a: null, b: null })).toBe(false);
  // Two of one father born on one day may have two mothers.
  expect(of([is('f', 'parent', 'a'), is('f', 'parent', 'b')])).toBe(false);
  expect(of([ofA, is('m', 'carer', 'b')])).toBe(false);
});

test('side by side stand the children, then brothers and sisters who are stated, and no step-brother alone', () => {
  const stated = [
    is('m', 'parent', 'a'),
    is('m', 'parent', 'grown'),
    is('f', 'partner', 'm'),
    is('f', 'parent', 'step'),
    is('n', 'parent', 'm'),
  ];
  expect(siblingsAmong(['a'], ['m', 'grown', 'f', 'step', 'n'], stated)).toEqual(['a', 'grown']);
});

test('a mother is no sister of her own children; a sister who is a mother stays', () => {
  const hers = [is('skye', 'parent', 'tia'), is('skye', 'parent', 'jade')];
  expect(siblingsAmong(['skye', 'tia', 'jade'], [], hers)).toEqual(['tia', 'jade']);
  const sisters = [is('m', 'parent', 'shan'), is('m', 'parent', 'kyle'), is('shan', 'parent', 'baby')];
  expect(siblingsAmong(['shan', 'kyle', 'baby'], ['m'], sisters)).toEqual(['shan', 'kyle', 'baby']);
});

const one = (name: string, over: Partial<Compared> = {}): Compared => ({
  name,
  counts: true,
  home: 'A',
  seenAlone: null,
  spells: [],
  hasSpoken: false,
  ...over,
});
const seenOn = (on: string) => ({ seenAlone: { on, by: 'Amira', href: '' } });
const differs = (...all: Compared[]) =>
  differencesBetween(all, { day: (on) => on, list: (names) => names.join(' and ') });

test('it is told where one was seen alone and another not, or more than six weeks apart', () => {
  expect(differs(one('Kyle', seenOn('2026-11-01')), one('Leah'))).toEqual([
    'Seen alone: Kyle on 2026-11-01. Of Leah no record that you may see says so.',
  ]);
  // 20 September to 1 November are 42 days.
  expect(differs(one('Kyle', seenOn('2026-11-01')), one('Leah', seenOn('2026-09-20')))).toEqual([]);
  expect(differs(one('Kyle', seenOn('2026-11-01')), one('Leah', seenOn('2026-09-19')))).toEqual([
    'Kyle was seen alone on 2026-11-01, Leah last on 2026-09-19.',
  ]);
});

test('it is told where they live apart, and what goes on for some alone', () => {
  expect(
    differs(
      one('Kyle', { spells: ['In care', 'Early help'], home: 'B', hasSpoken: true }),
      one('Leah', { spells: ['Early help'] }),
      one('Mia'),
    ),
  ).toEqual([
    'They live apart: Kyle; Leah and Mia.',
    'In care: Kyle, and not Leah and Mia.',
    'Early help: Kyle and Leah, and not Mia.',
    'Words of Kyle are here, and none of Leah and Mia that you may read.',
  ]);
});

test('nothing is told of those who are grown or not born, nor of one alone', () => {
  expect(differs(one('Kyle', seenOn('2026-11-01')), one('Ada', { counts: false }))).toEqual([]);
  expect(differs(one('Kyle', { spells: ['In care'] }))).toEqual([]);
});
