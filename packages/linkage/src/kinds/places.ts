import {
  alike,
  all,
  any,
  first,
  longerThan,
  not,
  oneEdit,
  only,
  or,
  partsWithin,
  same,
  sharePart,
  states,
  steps,
  substitute,
  trim,
  twoEdits,
  unless,
  unlessOneOf,
  unlessRepeated,
  upper,
  whenContains,
} from '../twin.ts';
import { feature, type Kind, level } from './kind.ts';
import { anywhere, postcodeStart, streetStart, streets } from './placeholders.ts';
import { fold } from './spelling.ts';

const british = '^([A-Z]{1,2}\\d[A-Z\\d]?)(\\d)[A-Z]{2}$';

export const postcode: Kind = {
  prepare: [
    steps(upper, substitute('[^A-Z0-9]', '')),
    unless(postcodeStart),
    unlessRepeated,
    unlessOneOf(new Set([...anywhere].map((word) => word.toUpperCase().replaceAll(' ', '')))),
  ],
  features: [
    feature(
      'district',
      'text',
      or(steps(only(british), substitute(british, '\\1')), steps(only('^\\d{5,}$'), first(2))),
    ),
    feature(
      'sector',
      'text',
      or(steps(only(british), substitute(british, '\\1\\2')), steps(only('^\\d{5,}$'), first(3))),
    ),
  ],
  levels: [
    level('exact', 'same', 0.65, 0.001, 'own', 'Same {field}'),
    level('close', 'near', 0.04, 0.001, null, '{field} one letter or digit off'),
    level('sector', 'vague', 0.05, 0.01, null, 'Same first part and digit of {field}'),
    level('district', 'vague', 0.06, 0.04, null, 'Same first part of {field}'),
    level('different', 'apart', 0.2, 0.95, null, 'Different {field}'),
  ],
  tests: [
    ['sector', same('sector')],
    ['close', oneEdit()],
    ['district', same('district')],
  ],
};

const shortWords: Readonly<Record<string, string>> = {
  street: 'st',
  road: 'rd',
  avenue: 'ave',
  av: 'ave',
  close: 'cl',
  lane: 'ln',
  drive: 'dr',
  crescent: 'cres',
  court: 'ct',
  place: 'pl',
  square: 'sq',
  gardens: 'gdns',
  terrace: 'terr',
  apartment: 'flat',
  apt: 'flat',
};

const alikeLevels = [
  level('exact', 'same', 0.7, 0.005, 'own', 'Same {field}'),
  level('close', 'near', 0.1, 0.004, 'near', '{field} written nearly the same'),
  level('resembles', 'vague', 0.05, 0.03, null, '{field} only resembles the other'),
  level('different', 'apart', 0.15, 0.96, null, 'Different {field}'),
];

const nearlySame = all(
  longerThan(3),
  any(oneEdit('text', true), all(longerThan(6), twoEdits()), alike(0.94)),
);
const resembles = all(longerThan(3), alike(0.84));
const otherNumber = all(states('number'), not(sharePart('number')));

export const street: Kind = {
  prepare: [
    fold,
    unless(streetStart),
    unlessOneOf(anywhere),
    unlessOneOf(streets),
    ...Object.entries(shortWords).map(([word, short]) =>
      whenContains(word, substitute(`\\b${word}\\b`, short)),
    ),
  ],
  features: [
    feature('number', 'text', steps(substitute('(^| )[^0-9 ][^ ]*', ' '), substitute(' +', ' '), trim)),
    feature('several', 'text', only(' ')),
  ],
  levels: alikeLevels,
  tests: [
    ['different', not(alike(0.6))],
    ['resembles', all(otherNumber, nearlySame)],
    ['close', any(nearlySame, all(states('several'), partsWithin('text'), not(otherNumber)))],
    ['resembles', resembles],
  ],
};

/** A town, suburb or other place by its name. */
export const place: Kind = {
  prepare: [fold, unlessOneOf(anywhere), unless('^x+$')],
  features: [],
  levels: alikeLevels,
  tests: [
    ['different', not(alike(0.6))],
    ['close', nearlySame],
    ['resembles', resembles],
  ],
};

export const houseNumber: Kind = {
  prepare: [
    steps(upper, substitute('[^\\p{L}\\p{N}]+', '')),
    substitute('^0+([^0])', '\\1'),
    unless('^(0|X+)$'),
  ],
  features: [],
  levels: [
    level('exact', 'same', 0.8, 0.02, 'own', 'Same {field}'),
    level('close', 'near', 0.05, 0.05, null, '{field} one letter or digit off'),
    level('different', 'apart', 0.15, 0.93, null, 'Different {field}'),
  ],
  tests: [['close', all(longerThan(1), oneEdit())]],
};

/** Any other words worth comparing. */
export const text: Kind = place;
