import { fullNames } from '../nicknames.ts';
import {
  alike,
  all,
  any,
  beginsWith,
  bothCommon,
  first,
  longerThan,
  lookup,
  not,
  oneEdit,
  only,
  or,
  part,
  same,
  shareCode,
  sharePart,
  sortedParts,
  states,
  steps,
  substitute,
  type Test,
  trim,
  twoEdits,
  unless,
  unlessOneOf,
  whenContains,
} from '../twin.ts';
import { feature, type Kind, level } from './kind.ts';
import { anywhere, givenFirst, givenOf, givenWhole, noName, surnames } from './placeholders.ts';
import { fold, soundKey, spellingKey } from './spelling.ts';

const close: Test = any(
  alike(0.92),
  all(longerThan(3), oneEdit('text', true)),
  all(longerThan(6), twoEdits()),
);

/** So unlike that no other question need be asked, but of names that are forms of one. */
const unlike: Test = not(alike(0.6));

/** The same but for the first letter, which tells names apart (Jayden, Hayden) more often than it is a slip. */
const onlyFirstLetter: Test = any(same('tail'), same('tail', 'text'));

/** Both in the table of names, or both held by several records: names of their own, not slips of the pen. */
const bothNames: Test = any(states('names'), bothCommon(4, 40));

/**
 * Of several parts each, of which the first may be one name and no other part may: Mohammed Ali and Mohammed Amin.
 * Twins are often named so.
 */
const otherSecondName: Test = all(
  states('rest'),
  not(sharePart('rest')),
  not(beginsWith('rest')),
  not(alike(0.85, 'rest')),
);

const tail = feature('tail', 'text', substitute('^.', ''));

export const givenName: Kind = {
  prepare: [
    fold,
    unlessOneOf(anywhere),
    unlessOneOf(givenWhole),
    unless(noName),
    unless(givenOf),
    unlessOneOf(givenFirst, steps(part(1), substitute('\\d+$', ''))),
  ],
  features: [
    feature('first', 'text', part(1)),
    feature('rest', 'text', steps(substitute('^[^ ]+', ''), trim)),
    feature('key', 'text', spellingKey),
    feature('sound', 'first', steps(spellingKey, soundKey), { from: 'key', step: soundKey }),
    feature('names', 'first', lookup(fullNames)),
    feature('initial', 'text', first(1)),
    feature('letter', 'text', only('^.$')),
    tail,
  ],
  levels: [
    level('exact', 'same', 0.8, 0.01, 'own', 'Same {field}'),
    level('other spelling', 'near', 0.03, 0.001, 'near', '{field} is the same name in another spelling'),
    level('nickname', 'near', 0.03, 0.003, 'near', '{field} is a short or pet form of the other'),
    level('close', 'near', 0.06, 0.004, 'near', '{field} written nearly the same'),
    level('swapped', 'near', 0.01, 0.00001, null, '{field} and surname the other way round'),
    level('initial', 'vague', 0.01, 0.005, null, '{field} is the other’s first letter'),
    level('resembles', 'vague', 0.02, 0.02, null, '{field} only resembles the other'),
    level('different', 'apart', 0.04, 0.96, null, 'Different {field}'),
  ],
  tests: [
    ['different', all(unlike, not(shareCode('names', 3)))],
    ['initial', all(states('letter', true), same('initial'))],
    ['different', all(same('key'), not(same('initial')), bothCommon(4, 40))],
    ['other spelling', all(longerThan(4), same('key'))],
    ['different', all(otherSecondName, any(same('first'), same('sound'), shareCode('names', 3)))],
    ['other spelling', all(same('first'), not(states('rest')))],
    ['nickname', shareCode('names', 3)],
    ['different', all(bothNames, close)],
    ['resembles', all(close, onlyFirstLetter)],
    ['close', close],
    ['resembles', alike(0.8)],
  ],
};

export const middleName: Kind = {
  ...givenName,
  levels: [
    level('exact', 'same', 0.7, 0.02, 'own', 'Same {field}'),
    level('other spelling', 'near', 0.03, 0.001, 'near', '{field} is the same name in another spelling'),
    level('nickname', 'near', 0.02, 0.003, 'near', '{field} is a short or pet form of the other'),
    level('close', 'near', 0.05, 0.004, 'near', '{field} written nearly the same'),
    level('initial', 'near', 0.1, 0.05, null, '{field} is the other’s first letter'),
    level('resembles', 'vague', 0.02, 0.02, null, '{field} only resembles the other'),
    level('different', 'apart', 0.08, 0.9, null, 'Different {field}'),
  ],
};

/** Particles that belong to the name after them: O Neill is ONeill, van der Berg is one name and not three. */
const innerParticles = '\\b(der|den|ten|la|las|los) ([\\p{L}])';
const particles =
  '\\b(o|mc|mac|de|da|di|del|della|du|la|le|van|von|der|den|ten|bin|ibn|al|el|abu|st) ([\\p{L}])';

export const surname: Kind = {
  prepare: [
    fold,
    unlessOneOf(anywhere),
    unlessOneOf(surnames),
    unless(noName),
    unless('^unknown '),
    whenContains(' ', steps(substitute(innerParticles, '\\1\\2'), substitute(particles, '\\1\\2'))),
  ],
  features: [
    feature('key', 'text', spellingKey),
    feature('sound', 'text', steps(part(-1), spellingKey, soundKey), { from: 'key', step: soundKey }),
    feature('initial', 'text', first(1)),
    feature('double', 'text', only(' ')),
    feature('sorted', 'text', or(steps(only(' '), sortedParts), steps())),
    tail,
  ],
  levels: [
    level('exact', 'same', 0.85, 0.003, 'own', 'Same {field}'),
    level('part', 'near', 0.02, 0.0005, 'near', '{field} is one part of the other’s double name'),
    level('close', 'near', 0.06, 0.002, 'near', '{field} written nearly the same'),
    level('resembles', 'vague', 0.02, 0.015, null, '{field} only resembles the other'),
    level('different', 'apart', 0.05, 0.98, null, 'Different {field}'),
  ],
  tests: [
    ['different', all(unlike, not(states('double', true)))],
    ['close', same('sorted')],
    ['part', all(states('double', true), sharePart('text'))],
    ['resembles', all(bothCommon(10, 40), close)],
    ['close', any(all(longerThan(4), same('key')), close)],
    ['resembles', alike(0.8)],
  ],
};

/** A surname before a comma comes last, as when there is none. */
const naturalOrder = substitute('^ *([^,]+?) *, *([^,]+?) *$', '\\2 \\1');
const lastName = '(((?i:van|von|der|den|de|da|di|du|la|le|al|el|bin|ibn|st|mc|mac|o) +)*[^ ]+)$';

/** The parts of a whole name: what stands before its surname, and its surname with the particles before it. */
export const givenOfFullName: Kind = {
  ...givenName,
  prepare: [
    naturalOrder,
    trim,
    or(steps(only(' '), substitute(lastName, '')), substitute('.', '')),
    ...givenName.prepare,
  ],
};
export const surnameOfFullName: Kind = {
  ...surname,
  prepare: [naturalOrder, trim, substitute(`^.*? (${lastName})`, '\\1'), ...surname.prepare],
};
