import { checkedNhsNumber, checkedUpn } from '../identifiers.ts';
import {
  alike,
  all,
  any,
  first,
  longerThan,
  lower,
  not,
  oneEdit,
  only,
  replace,
  same,
  steps,
  substitute,
  translate,
  trim,
  twoEdits,
  unless,
  unlessOneOf,
  unlessRepeated,
  upper,
} from '../twin.ts';
import { feature, type Kind, level } from './kind.ts';
import { anywhere, inOrder } from './placeholders.ts';
import { fold } from './spelling.ts';

/** Female or male, by word, first letter or the codes of ISO/IEC 5218 (1 male, 2 female). Anything else says nothing. */
export const sex: Kind = {
  prepare: [fold, first(1), translate('wg2b1', 'fffmm'), only('^[fm]$')],
  features: [],
  levels: [
    level('same', 'same', 0.98, 0.5, null, 'Same {field}'),
    level('different', 'apart', 0.02, 0.5, null, 'Different {field}'),
  ],
  tests: [],
};

export type Check = 'nhs-number' | 'upn' | 'none';

const checks = {
  'nhs-number': [checkedNhsNumber],
  upn: [checkedUpn],
  none: [unless(inOrder), unless('^[A-Z]?(0{5,}|1{6,}|2{6,}|3{6,}|4{6,}|5{6,}|6{6,}|7{6,}|8{6,}|9{6,})$')],
} as const;

/** A number that somebody gave to one person. With a check digit, a value that fails it says nothing. */
export const identifier = (check: Check): Kind => ({
  prepare: [
    steps(upper, substitute('[\\s-]', '')),
    unlessOneOf(new Set([...anywhere].map((word) => word.toUpperCase().replaceAll(' ', '')))),
    ...checks[check],
  ],
  features: [],
  levels: [
    level('exact', 'same', 0.94, 0.00001, 'own', 'Same {field}'),
    level('close', 'near', 0.03, 0.00001, null, '{field} one digit off'),
    level('contradicts', 'apart', 0.03, 0.9999, null, 'Different {field}'),
  ],
  tests: check === 'none' ? [['close', all(longerThan(5), oneEdit())]] : [],
});

export const email: Kind = {
  prepare: [
    steps(trim, lower, replace(' ', '')),
    only('^[^@]+@[^@]+$'),
    unless('^(no|none|noemail|unknown|test)@'),
  ],
  features: [feature('local', 'text', substitute('@.*$', ''))],
  levels: [
    level('exact', 'same', 0.7, 0.00005, 'own', 'Same {field}'),
    level('close', 'near', 0.15, 0.00005, null, '{field} written nearly the same'),
    level('same name', 'near', 0.05, 0.0001, null, '{field} the same before the @'),
    level('different', 'apart', 0.1, 0.9998, null, 'Different {field}'),
  ],
  tests: [
    ['same name', all(longerThan(4, 'local'), same('local'))],
    ['different', not(alike(0.75))],
    ['close', any(alike(0.95), oneEdit('text', true), twoEdits(), all(alike(0.92), alike(0.9, 'local')))],
  ],
};

export const phone: Kind = {
  prepare: [
    steps(substitute('[^0-9+]', ''), substitute('^([+]|00)44', '0'), replace('+', '')),
    only('^\\d{6,}$'),
    unlessRepeated,
  ],
  features: [],
  levels: [
    level('exact', 'same', 0.7, 0.0001, 'own', 'Same {field}'),
    level('close', 'near', 0.08, 0.0001, null, '{field} one digit off'),
    level('different', 'apart', 0.22, 0.9998, null, 'Different {field}'),
  ],
  tests: [['close', oneEdit()]],
};
