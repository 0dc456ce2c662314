import { isNhsNumber, isPermanentUpn } from './identifiers.ts';
import type { CheckedIdentifier, FieldKind } from './model.ts';
import { fullNames } from './nicknames.ts';
import {
  isDatePlaceholder,
  isGivenPlaceholder,
  isIdentifierPlaceholder,
  isPostcodePlaceholder,
  isStreetPlaceholder,
  isSurnamePlaceholder,
  isTextPlaceholder,
} from './placeholders.ts';
import { edits, fold, letterSet, similarityFrom, soundKey, spellingKey } from './text.ts';

/**
 * What a level says about two records being one person: `same` and `near` speak for it, `vague` for nothing much,
 * `apart` against it.
 */
export type Sense = 'same' | 'near' | 'vague' | 'apart';

/** A way in which two values of a kind may compare, with the chances assumed before any data are seen. */
export type Level = {
  name: string;
  sense: Sense;
  m: number;
  u: number;
  /** `own`: rare values weigh more. `near`: as the commoner of the two spellings. */
  frequency: 'own' | 'near' | null;
  /** Plain words; `{field}` is the field's name. */
  words: string;
};

/** A distinct value of a field, prepared once. `held` is how many records hold it. */
export type Value = {
  text: string;
  key: string;
  sound: string;
  parts: readonly string[];
  /** Full names that a given name may stand for. */
  names: ReadonlySet<string>;
  /** The letters and digits of what is compared, one bit each: values that share too few are compared no further. */
  letters: number;
  held: number;
};

type Prepared = Omit<Value, 'held'>;

export type Kind = {
  levels: readonly Level[];
  /** Null when the value says nothing. */
  prepare(value: string): Prepared | null;
  /** Index into `levels`. Symmetric. */
  compare(a: Value, b: Value): number;
};

const level = (
  name: string,
  sense: Sense,
  m: number,
  u: number,
  frequency: Level['frequency'],
  words: string,
): Level => ({ name, sense, m, u, frequency, words });

const none: ReadonlySet<string> = new Set();

function prepared(text: string, more: Partial<Prepared> = {}): Prepared | null {
  if (text === '') return null;
  return { text, key: text, sound: text, parts: [text], names: none, letters: letterSet(text), ...more };
}

const shorter = (a: Value, b: Value) => Math.min(a.text.length, b.text.length);

const editsWithin = (a: Value, b: Value, limit: number) =>
  edits(a.text, b.text, limit, a.letters ^ b.letters) <= limit;

const alikeFrom = (a: Value, b: Value, least: number) =>
  similarityFrom(a.text, b.text, a.letters, b.letters, least);

/** Given names that a table or several records know are names of their own, not slips of the pen. */
const established = (value: Value) => value.held >= 4 || value.names.size > 0;

const onlyFirstLetterDiffers = (a: string, b: string) =>
  a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1);

const isClose = (a: Value, b: Value) =>
  alikeFrom(a, b, 0.92) || editsWithin(a, b, shorter(a, b) >= 7 ? 2 : 1);

const sameSpellingKey = (a: Value, b: Value) => a.key === b.key && shorter(a, b) >= 5;

function shareAName(a: Value, b: Value): boolean {
  for (const name of a.names) if (b.names.has(name)) return true;
  return false;
}

const asName = (word: string): Value => ({
  text: word,
  key: spellingKey(word),
  sound: '',
  parts: [word],
  names: fullNames(word),
  letters: letterSet(word),
  held: 1,
});

/** True of two words that may be one name: alike, in other spellings or forms, or one the other's initial. */
function mayBeOneName(one: string, other: string): boolean {
  if (one === other) return true;
  if (one.length === 1 || other.length === 1) return one[0] === other[0];
  const [a, b] = [asName(one), asName(other)];
  if (a.names.size > 0 && b.names.size > 0) return shareAName(a, b) || sameSpellingKey(a, b);
  return sameSpellingKey(a, b) || shareAName(a, b) || isClose(a, b);
}

/**
 * True of two names of several parts each, of which the first may be one name and no other part may: Mohammed Ali and
 * Mohammed Amin. Twins are often named so.
 */
function otherSecondName({ parts: [a = '', ...as] }: Value, { parts: [b = '', ...bs] }: Value): boolean {
  if (as.length === 0 || bs.length === 0 || !mayBeOneName(a, b)) return false;
  return !as.some((one) => bs.some((other) => mayBeOneName(one, other)));
}

const givenName: Kind = {
  levels: [
    level('exact', 'same', 0.8, 0.01, 'own', 'Same {field}'),
    level('other spelling', 'near', 0.03, 0.001, 'near', '{field} is the same name in another spelling'),
    level('nickname', 'near', 0.03, 0.003, 'near', '{field} is a short or pet form of the other'),
    level('close', 'near', 0.07, 0.004, 'near', '{field} written nearly the same'),
    level('swapped', 'near', 0.01, 0.00001, null, '{field} and surname the other way round'),
    level('resembles', 'vague', 0.02, 0.02, null, '{field} only resembles the other'),
    level('different', 'apart', 0.05, 0.96, null, 'Different {field}'),
  ],
  prepare: (value) => {
    const text = fold(value);
    if (isGivenPlaceholder(text)) return null;
    const parts = text.split(' ');
    const [first = ''] = parts;
    return prepared(text, { key: spellingKey(text), sound: soundKey(first), parts, names: fullNames(first) });
  },
  compare: (a, b) => {
    if (a.text === b.text) return 0;
    if (sameSpellingKey(a, b)) return 1;
    if (otherSecondName(a, b)) return 6;
    if (a.parts[0] === b.parts[0] && Math.min(a.parts.length, b.parts.length) === 1) return 1;
    if (shareAName(a, b)) return 2;
    if (isClose(a, b)) {
      if (established(a) && established(b)) return 6;
      return onlyFirstLetterDiffers(a.text, b.text) ? 5 : 3;
    }
    return alikeFrom(a, b, 0.8) ? 5 : 6;
  },
};

/** Particles that belong to the name after them: O Neill is ONeill, van der Berg is one name and not three. */
const particle =
  /\b(o|mc|mac|de|da|di|del|della|du|la|le|van|von|der|den|ten|bin|ibn|al|el|abu|st) (?=\p{L})/gu;

const sortedParts = ({ parts }: Value) => [...parts].sort().join(' ');

const surname: Kind = {
  levels: [
    level('exact', 'same', 0.85, 0.003, 'own', 'Same {field}'),
    level('part', 'near', 0.02, 0.0005, 'near', '{field} is one part of the other’s double name'),
    level('close', 'near', 0.06, 0.002, 'near', '{field} written nearly the same'),
    level('resembles', 'vague', 0.02, 0.015, null, '{field} only resembles the other'),
    level('different', 'apart', 0.05, 0.98, null, 'Different {field}'),
  ],
  prepare: (value) => {
    const folded = fold(value);
    if (isSurnamePlaceholder(folded)) return null;
    const text = folded.replace(particle, '$1');
    const parts = text.split(' ');
    return prepared(text, { key: spellingKey(text), sound: soundKey(parts.at(-1) ?? text), parts });
  },
  compare: (a, b) => {
    if (a.text === b.text) return 0;
    if (
      a.parts.length !== b.parts.length &&
      a.parts.some((part) => part.length > 2 && b.parts.includes(part))
    ) {
      return 1;
    }
    if (a.parts.length > 1 && sortedParts(a) === sortedParts(b)) return 2;
    if (sameSpellingKey(a, b) || isClose(a, b)) return a.held >= 10 && b.held >= 10 ? 3 : 2;
    return alikeFrom(a, b, 0.8) ? 3 : 4;
  },
};

const yearsApart = (a: string, b: string) => Math.abs(Number(a.slice(0, 4)) - Number(b.slice(0, 4)));

const date: Kind = {
  levels: [
    level('exact', 'same', 0.88, 0.0002, 'own', 'Same {field}'),
    level(
      'day and month swapped',
      'near',
      0.01,
      0.0002,
      null,
      '{field} with day and month the other way round',
    ),
    level(
      'default day',
      'vague',
      0.015,
      0.003,
      null,
      'Same year of {field}; 1 January may stand for an unknown day',
    ),
    level('one digit', 'near', 0.04, 0.002, null, '{field} one digit off'),
    level('two digits', 'vague', 0.02, 0.02, null, '{field} two digits off'),
    level('same year', 'vague', 0.01, 0.02, null, 'Same year of {field}, another day'),
    level('different', 'apart', 0.02, 0.95, null, 'Different {field}'),
  ],
  prepare: (value) => {
    const text = value.trim();
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || isDatePlaceholder(text)) return null;
    const key = text.replaceAll('-', '');
    return prepared(text, { key, sound: text.slice(0, 4), parts: text.split('-'), letters: letterSet(key) });
  },
  compare: (a, b) => {
    const sameYear = a.parts[0] === b.parts[0];
    const defaulted = a.text.endsWith('-01-01') || b.text.endsWith('-01-01');
    if (defaulted) return sameYear ? 2 : 6;
    if (a.text === b.text) return 0;
    if (sameYear && a.parts[1] === b.parts[2] && a.parts[2] === b.parts[1]) return 1;
    if (yearsApart(a.text, b.text) < 12) {
      const off = edits(a.key, b.key, 2, a.letters ^ b.letters);
      if (off === 1) return 3;
      if (off === 2) return 4;
    }
    return sameYear ? 5 : 6;
  },
};

const sex: Kind = {
  levels: [
    level('same', 'same', 0.98, 0.5, null, 'Same {field}'),
    level('different', 'apart', 0.02, 0.5, null, 'Different {field}'),
  ],
  prepare: (value) => {
    const text = fold(value).slice(0, 1);
    return text === 'f' || text === 'm' ? prepared(text) : null;
  },
  compare: (a, b) => (a.text === b.text ? 0 : 1),
};

const ukPostcode = /^([A-Z]{1,2}\d[A-Z\d]?)(\d)[A-Z]{2}$/;

const postcode: Kind = {
  levels: [
    level('exact', 'same', 0.65, 0.001, 'own', 'Same {field}'),
    level('close', 'near', 0.04, 0.001, null, '{field} one letter or digit off'),
    level('sector', 'vague', 0.05, 0.01, null, 'Same first part and digit of {field}'),
    level('district', 'vague', 0.06, 0.04, null, 'Same first part of {field}'),
    level('different', 'apart', 0.2, 0.95, null, 'Different {field}'),
  ],
  prepare: (value) => {
    const text = value.toUpperCase().replace(/[^A-Z0-9]/g, '');
    if (isPostcodePlaceholder(text)) return null;
    const [, district = '', digit = ''] = ukPostcode.exec(text) ?? [];
    return prepared(text, { parts: [district, district + digit] });
  },
  compare: (a, b) => {
    if (a.text === b.text) return 0;
    if (a.parts[0] !== '' && a.parts[1] === b.parts[1]) return 2;
    if (editsWithin(a, b, 1)) return 1;
    return a.parts[0] !== '' && a.parts[0] === b.parts[0] ? 3 : 4;
  },
};

const alike = [
  level('exact', 'same', 0.7, 0.005, 'own', 'Same {field}'),
  level('close', 'near', 0.1, 0.004, 'near', '{field} written nearly the same'),
  level('resembles', 'vague', 0.05, 0.03, null, '{field} only resembles the other'),
  level('different', 'apart', 0.15, 0.96, null, 'Different {field}'),
];

const text: Kind = {
  levels: alike,
  prepare: (value) => {
    const folded = fold(value);
    if (isTextPlaceholder(folded)) return null;
    return prepared(folded, { parts: folded.split(' ') });
  },
  compare: (a, b) => {
    if (a.text === b.text) return 0;
    const least = shorter(a, b);
    if (least <= 3) return 3;
    if (editsWithin(a, b, least >= 7 ? 2 : 1) || alikeFrom(a, b, 0.94)) return 1;
    return alikeFrom(a, b, 0.84) ? 2 : 3;
  },
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

const street: Kind = {
  levels: alike,
  prepare: (value) => {
    const folded = fold(value);
    if (isStreetPlaceholder(folded)) return null;
    const parts = folded
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => shortWords[word] ?? word);
    const joined = parts.join(' ');
    return prepared(joined, { parts });
  },
  compare: (a, b) => {
    if (a.text === b.text) return 0;
    const numbers = (value: Value) => value.parts.filter((part) => /^\d/.test(part));
    const left = numbers(a);
    const right = numbers(b);
    const otherNumber = left.length > 0 && right.length > 0 && !left.some((number) => right.includes(number));
    const [few, many] = a.parts.length <= b.parts.length ? [a.parts, b.parts] : [b.parts, a.parts];
    if (!otherNumber && few.length >= 2 && few.every((part) => many.includes(part))) return 1;
    const compared = text.compare(a, b);
    return otherNumber && compared === 1 ? 2 : compared;
  },
};

const identifierLevels = [
  level('exact', 'same', 0.94, 0.00001, 'own', 'Same {field}'),
  level('close', 'near', 0.03, 0.00001, null, '{field} one digit off'),
  level('contradicts', 'apart', 0.03, 0.9999, null, 'Different {field}'),
];

const identifier = (check: CheckedIdentifier['check'] | null): Kind => ({
  levels: identifierLevels,
  prepare: (value) => {
    const compact = value.toUpperCase().replace(/[\s-]/g, '');
    if (isIdentifierPlaceholder(compact)) return null;
    if (check === 'nhs-number' && !isNhsNumber(compact)) return null;
    if (check === 'upn' && !isPermanentUpn(compact)) return null;
    return prepared(compact);
  },
  compare: (a, b) => {
    if (a.text === b.text) return 0;
    return check === null && shorter(a, b) >= 6 && editsWithin(a, b, 1) ? 1 : 2;
  },
});

const kinds: Readonly<Record<Exclude<FieldKind, 'identifier'>, Kind>> = {
  'given-name': givenName,
  surname,
  date,
  sex,
  postcode,
  street,
  text,
};

/** The comparison for a kind of field. */
export function kindOf(kind: FieldKind | CheckedIdentifier): Kind {
  if (typeof kind !== 'string') return identifier(kind.check);
  return kind === 'identifier' ? identifier(null) : kinds[kind];
}

/** The level of a given name that is the other's surname, and the reverse. No comparison of one field finds it. */
export const swappedLevel = givenName.levels.findIndex(({ name }) => name === 'swapped');
