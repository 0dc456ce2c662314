import { expect, test } from 'vitest';
import { type Known, tellsInWords, tellsWho } from './tells.ts';

const known: Known = {
  names: [
    'Dawn Hart',
    'Kyle O’Brien-Hart',
    'Zoë',
    'Amira Said',
    'Will May',
    'J',
    'Mum to Kyle',
    'Unborn Hart',
  ],
  addresses: ['8 Rope Walk', 'Flat 2, 14a Loom Lane, Ashmere', 'Tower House'],
  bodies: ['Ashmere’s schools', 'Lantern Youth Trust', '+'],
};
const found = (words: string) => tellsWho(words, known).map((one) => one.found);
const kinds = (words: string) => tellsWho(words, known).map((one) => one.what);

test('words that tell nobody are told as they are', () => {
  for (const words of [
    'Everyone comes, nobody stays.',
    'Mum said we will move in may, one day. I am 12, not 2 of 10.',
    'The school rang and my sister cried. An unborn baby, she said.',
    'We waited 14 months, from March 2026, in 3 houses.',
    'My School is good. I walk a rope; walk me home.',
    '',
  ])
    expect([words, tellsWho(words, { ...known, names: [...known.names, 'Will Young'] })]).toEqual([
      words,
      [],
    ]);
});

test.each([
  ['Dawn does it all.', ['Dawn']],
  ['I asked dawn and KYLE’s teacher.', ['dawn', 'KYLE’s']],
  ["The Harts, Kyle's lot", ['Harts', "Kyle's"]],
  ['zoe and ZOË', ['zoe']],
  ['Zoe\u0308 came', ['Zoe\u0308']],
  ["an obrien, an O'Brien, a Brien", ['obrien', "O'Brien", 'Brien']],
  ['Kyle-Hart', ['Kyle', 'Hart']],
  ['kyle7 and “Kyle”', ['kyle']],
  ['I told Will. She will, he said; Said was there', ['Will', 'Said']],
])('a name is found: %s', (words, expected) => {
  expect(found(words)).toEqual(expected);
  expect(new Set(kinds(words))).toEqual(new Set(['a name']));
});

test.each([
  ['We live on rope  walk.', 'rope  walk', 'a street of theirs'],
  ['Up Loom Lane', 'Loom Lane', 'a street of theirs'],
  ['in Tower House', 'Tower House', 'a street of theirs'],
  ['at am1 3fd', 'am1 3fd', 'a postcode'],
  ['SW1A1AA', 'SW1A1AA', 'a postcode'],
  ['Ring 07700 900123', '07700 900123', 'a telephone number, or another long number'],
  ['(+44) 7700-900123', '+44) 7700-900123', 'a telephone number, or another long number'],
  ['me@example.org', 'me@example.org', 'an email address or a name on a network'],
  ['I am @kyle_h', '@kyle_h', 'an email address or a name on a network'],
  ['on 5/4/2012', '5/4/2012', 'a full date'],
  ['on 2012-04-05', '2012-04-05', 'a full date'],
  ['on the 5th of April 2012', '5th of April 2012', 'a full date'],
  ['since 5 apr', '5 apr', 'a full date'],
  ['on April the 5th, 2012', 'April the 5th, 2012', 'a full date'],
  ['at Ashmeres Schools', 'Ashmeres Schools', 'a school or an agency'],
  ['the lantern youth trust came', 'lantern youth trust', 'a school or an agency'],
  ['at Northgate Primary School', 'Northgate Primary School', 'a school or another place'],
])('what locates or numbers somebody is found: %s', (words, text, what) => {
  expect(tellsWho(words, known)).toEqual([{ found: text, what }]);
});

test('each is named once, in the order in which it stands', () => {
  expect(tellsInWords(tellsWho('Rope Walk: Dawn, dawn, 5/4/2012', known))).toBe(
    'This may tell who they are: “Rope Walk” (a street of theirs), “Dawn” (a name), “5/4/2012” (a full date).',
  );
});
