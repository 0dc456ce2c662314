import { expect, test } from 'vitest';
import type { Picture, PictureLine } from '../shape.ts';
import { letterOf, printed, tellingOf, wordsLeftOut } from './print.ts';

const people = [
  { personId: 'd', name: 'Dawn Hart' },
  { personId: 'k', name: 'Kyle Hart' },
  { personId: 'r', name: 'Dean Rigg' },
];
const line = (of: string[], note: string | null, differing: PictureLine['differing'] = []): PictureLine =>
  ({
    label: 'Visit',
    note,
    differing,
    people: of.map((personId) => ({ personId, role: 'subject', name: '', factId: '' })),
  }) as unknown as PictureLine;
const names = new Map([
  ['r', ['Dean Rigg', 'Deano O’Rígg']],
  ['k', ['Kyle Hart']],
]);
const print = (lines: PictureLine[], persons: string[], notes = false) =>
  printed(
    { people } as unknown as Picture,
    lines,
    { persons, notes },
    (id) => names.get(id) ?? [],
    () => [],
  );

test('whoever is left out has no line of their own, a letter elsewhere, and no word of their names in what is said', () => {
  const found = print(
    [
      line(['d', 'k'], 'Both were in.'),
      line(['r'], 'Seen in the street.'),
      line(['r', 'k'], 'He shouted.'),
      line(['k'], 'Kyle says DEANO came by.'),
      line(['k'], 'Mr Rigg’s car was there.'),
      line(['k'], 'A rigging of the boat.'),
      line(['d'], null),
    ],
    ['r'],
  );
  expect(found.linesLeftOut).toBe(1);
  expect(found.notesLeftOut).toBe(2);
  expect(found.lines.map((one) => [one.number, one.note])).toEqual([
    [1, 'Both were in.'],
    [2, 'He shouted.'],
    [3, wordsLeftOut],
    [4, wordsLeftOut],
    [5, 'A rigging of the boat.'],
    [6, null],
  ]);
  expect(found.lines[1]?.people.map((one) => one.name)).toEqual(['Person A', 'Kyle Hart']);
});

test('all that was written may be left out, and nobody', () => {
  const lines = [line(['k'], 'Kyle says.'), line(['d'], null)];
  expect(print(lines, [], true)).toMatchObject({ linesLeftOut: 0, notesLeftOut: 1 });
  expect(print(lines, []).lines.map((one) => one.note)).toEqual(['Kyle says.', null]);
});

test('kinds that tell where somebody is are left out, and counted', () => {
  const [visit, call] = [line(['k'], null), { ...line(['k'], null), kind: 'police-violence' }];
  const found = printed(
    { people } as unknown as Picture,
    [{ ...visit, kind: 'cin-visit' }, call],
    { persons: [], notes: true, kinds: new Set(['cin-visit']) },
    () => [],
    () => [],
  );
  expect(found.lines.map((one) => [one.number, one.line.kind])).toEqual([[1, 'police-violence']]);
  expect(found.placesLeftOut).toBe(1);
});

test('letters go on after Z', () => {
  expect([0, 1, 25, 26, 53].map(letterOf)).toEqual([
    'Person A',
    'Person B',
    'Person Z',
    'Person A2',
    'Person B3',
  ]);
});

test('what other records say is printed where the words may be, and otherwise that they differ', () => {
  const of = { agency: 'Social care' };
  const lines = [
    line(['k'], null, [
      { label: 'Last day', said: '2024-03-03', ...of, recorded: '2024-03-05', received: '2024-03-06' },
      { label: 'Outcome', said: null, ...of, recorded: null, received: '2024-03-06' },
    ]),
    line(['k'], null, [{ label: 'Who came', said: 'Dean Rigg', ...of, recorded: null, received: null }]),
    line(['k'], null),
  ];
  const said =
    'Records differ: another, of Social care, recorded on 5 Mar 2024, says of last day: 3 Mar 2024; ' +
    'another, of Social care, received here on 6 Mar 2024, says of outcome: none stated.';
  expect(print(lines, []).lines.map((one) => one.differs)).toEqual([
    said,
    'Records differ: another, of Social care, on which day is not shared with you, says of who came: Dean Rigg.',
    null,
  ]);
  expect(print(lines, ['r']).lines.map((one) => one.differs)).toEqual([said, 'Records differ.', null]);
  expect(print(lines, [], true).lines.map((one) => one.differs)).toEqual([
    'Records differ.',
    'Records differ.',
    null,
  ]);
});

test('a working hypothesis that is not shared is never printed, and what is for few only where that is asked for', () => {
  const of = (kind: string, factId: string): PictureLine => ({
    ...line(['k'], 'Said.'),
    kind,
    people: [{ personId: 'k', role: 'subject', name: '', factId }],
  });
  const lines = [of('hypothesis', 'h'), of('hypothesis-shared', 's'), of('note', 'few'), of('note', 'team')];
  const kept = (withForFew: boolean) =>
    printed(
      { people } as unknown as Picture,
      lines,
      { persons: [], notes: false, forFew: new Set(['few', 'h']), withForFew },
      () => [],
      () => [],
    );
  const told = (found: ReturnType<typeof kept>) =>
    found.lines.map(({ line: one, isForFew }) => [one.people[0]?.factId, isForFew]);
  expect(told(kept(false))).toEqual([
    ['s', false],
    ['team', false],
  ]);
  expect(kept(false).forFewLeftOut).toBe(2);
  expect(told(kept(true))).toEqual([
    ['s', false],
    ['few', true],
    ['team', false],
  ]);
});

test('whoever is left out is called by a letter, without that they are a parent', () => {
  const parent = { ...line(['k'], null), kind: 'note' };
  parent.people.push({ personId: 'r', role: 'parent', name: '', factId: '' });
  parent.people.push({ personId: 'd', role: 'suspect', name: '', factId: '' });
  const roles = (persons: string[]) => print([parent], persons).lines[0]?.people.map(({ role }) => role);
  expect(roles([])).toEqual(['subject', 'parent', 'suspect']);
  expect(roles(['r', 'd'])).toEqual(['subject', '', 'suspect']);
});

test('lines whose words may tell of whoever is left out: by how records say that they are related', () => {
  const related = (personId: string, name: string, relations: string[]) => ({
    personId,
    name,
    relations: relations.map((words) => ({ words })),
  });
  const family = {
    people: [
      related('d', 'Dawn Hart', ['Parent of Kyle Hart', 'Partner of Dean Rigg', 'Child of Jean Hart']),
      related('k', 'Kyle Hart', ['Child of Dawn Hart']),
      related('r', 'Dean Rigg', ['Partner of Dawn Hart']),
      related('j', 'Jean Hart', ['Parent of Dawn Hart']),
      related('x', 'Alex Moss', []),
    ],
  } as unknown as Picture;
  const notes = [
    'His mother was in.',
    'Mum’s new partner shouted.',
    'Kyle played football.',
    'He stays at his Nan’s.',
    'His step-dad drove him; parents’ evening.',
    'A mumbled word of his grandson’s.',
  ];
  const lines = print(
    notes.map((note) => line(['k'], note)),
    [],
  ).lines;
  const of = (...persons: string[]) =>
    tellingOf(family, lines, persons).map((one) => [one.line.number, one.words]);
  expect(of('d')).toEqual([
    [1, ['mother']],
    [2, ['mum', 'partner']],
    [5, ['step-dad', 'parents']],
  ]);
  expect(of('r')).toEqual([
    [2, ['partner']],
    [5, ['step-dad']],
  ]);
  // Jean is the parent of a parent, though no record calls her a grandparent.
  expect(of('j')).toEqual([
    [1, ['mother']],
    [2, ['mum']],
    [4, ['nan']],
    [5, ['step-dad', 'parents']],
  ]);
  expect(of('k')).toEqual([]);
  // Of whoever is related to nobody by any record, every such word may tell.
  expect(of('x').map(([number]) => number)).toEqual([1, 2, 4, 5, 6]);
  expect(of()).toEqual([]);
  // The kind of a line tells as well.
  const placed = print([{ ...line(['k'], null), label: 'Placed at home with a parent' }], []).lines;
  expect(tellingOf(family, placed, ['d']).map(({ words }) => words)).toEqual([['parent']]);
});

test('lines chosen one by one are left out, and counted', () => {
  const [one, other] = ['1', '2'].map((factId) => ({ ...line(['k'], 'Said.'), factId }));
  const found = printed(
    { people } as unknown as Picture,
    [one, other].filter((line) => line !== undefined),
    { persons: ['r'], notes: false, lines: new Set(['1']) },
    () => [],
    () => [],
  );
  expect([found.chosenLeftOut, found.lines.map((own) => own.line.factId)]).toEqual([1, ['2']]);
});
