import {
  all,
  any,
  eitherIs,
  first,
  last,
  not,
  numbersWithin,
  oneEdit,
  only,
  placesDiffer,
  replace,
  type Step,
  same,
  sortedParts,
  steps,
  substitute,
  trim,
  unlessOneOf,
} from '../twin.ts';
import { feature, type Kind, level } from './kind.ts';
import { days, years } from './placeholders.ts';
import { anyOrderDay } from './spelling.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const directives: Readonly<Record<string, string>> = {
  Y: '(\\d{4})',
  m: '(\\d{1,2})',
  d: '(\\d{1,2})',
  b: '([A-Za-z]{3})[a-z]*',
  B: '([A-Za-z]{3})[a-z]*',
};

/**
 * Reads a day in a format of %Y (year), %m (month), %d (day), %b or %B (month's name) and other characters as they
 * are; `null` when the format names anything else or not each of the three once.
 */
export function dayFormat(format: string): Step | null {
  const order: string[] = [];
  let pattern = '';
  for (let i = 0; i < format.length; i++) {
    const letter = format[i] ?? '';
    if (letter !== '%') {
      pattern += /[\p{L}\p{N} ]/u.test(letter)
        ? letter
        : `[${letter === '^' || letter === '\\' ? '\\' : ''}${letter}]`;
      continue;
    }
    i++;
    const directive = directives[format[i] ?? ''];
    if (directive === undefined) return null;
    pattern += directive;
    order.push((format[i] ?? '').replace('b', 'm').replace('B', 'm'));
  }
  if ([...order].sort().join('') !== 'Ydm') return null;
  const compact = !/[^%a-zA-Z]/.test(format);
  const at = (part: string) => `\\${order.indexOf(part) + 1}`;
  const digits = compact ? pattern.replaceAll('\\d{1,2}', '\\d{2}') : pattern;
  return substitute(`^${digits}( .*|T.*)?$`, `${at('Y')}-${at('m')}-${at('d')}`);
}

const byName = months.map((name, i) => substitute(`-(?i:${name})-`, `-${String(i + 1).padStart(2, '0')}-`));
const usual = ['%Y-%m-%d', '%d/%m/%Y', '%Y/%m/%d', '%d-%m-%Y', '%d.%m.%Y', '%Y%m%d', '%d %b %Y'];
const wellFormed = '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$';

/** Steps from what is typed to an ISO day. Without a format: ISO, day/month/year, year and month and day together. */
function isoDay(format: string | null): Step[] {
  const formats = (format === null ? usual : [format]).flatMap((each) => dayFormat(each) ?? []);
  return [
    trim,
    steps(...formats),
    steps(...byName, substitute('-(\\d)-', '-0\\1-'), substitute('-(\\d)$', '-0\\1')),
    only(wellFormed),
  ];
}

/** Two days in one year of which one is 1 January, which often stands for a day that is not known. */
const maybeDefault = all(same('year'), eitherIs('monthday', '01-01'));

/**
 * A day in the life of a person. The parts by which rules find pairs (day, month, day of any year, year) have levels of their
 * own: a level of which rules find some pairs and not others would be weighed as if strangers were found as seldom
 * as they are, and those found would seem less likely than they are.
 */
export const date = (format: string | null): Kind => ({
  prepare: [...isoDay(format), unlessOneOf(days), unlessOneOf(years, first(4))],
  features: [
    feature('year', 'text', first(4)),
    feature('month', 'text', first(7)),
    feature('monthday', 'text', last(5)),
    feature('digits', 'text', replace('-', '')),
    feature('ordered', 'text', anyOrderDay(sortedParts)),
  ],
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
    level('one digit', 'near', 0.04, 0.002, null, '{field} one digit off'),
    level(
      'default day',
      'vague',
      0.015,
      0.001,
      null,
      'Same year of {field}; 1 January may stand for an unknown day',
    ),
    level('same month', 'vague', 0.015, 0.001, null, 'Same year and month of {field}, another day'),
    level('two digits', 'vague', 0.005, 0.02, null, '{field} two digits off'),
    level('same day, other year', 'vague', 0.005, 0.003, null, 'Same day and month of {field}, another year'),
    level('same year', 'vague', 0.01, 0.02, null, 'Same year of {field}, another day'),
    level('different', 'apart', 0.01, 0.25, null, 'Different {field}'),
    level('a generation apart', 'apart', 0.01, 0.7, null, '{field} a generation apart'),
  ],
  tests: [
    ['day and month swapped', same('ordered')],
    ['default day', maybeDefault],
    ['a generation apart', all(not(same('monthday')), not(numbersWithin(11, 'year')))],
    ['one digit', all(numbersWithin(11, 'year'), not(eitherIs('monthday', '01-01')), oneEdit('digits'))],
    ['same month', all(same('month'), not(eitherIs('monthday', '01-01')))],
    [
      'two digits',
      all(numbersWithin(11, 'year'), not(eitherIs('monthday', '01-01')), placesDiffer(2, 'digits')),
    ],
    ['same day, other year', all(same('monthday'), not(eitherIs('monthday', '01-01')))],
    ['same year', same('year')],
    ['different', numbersWithin(11, 'year')],
  ],
});

export const year: Kind = {
  prepare: [trim, substitute('^(\\d{4})(-.*|[.]0)?$', '\\1'), only('^\\d{4}$'), unlessOneOf(years)],
  features: [],
  levels: [
    level('exact', 'same', 0.88, 0.015, 'own', 'Same {field}'),
    level('a year off', 'near', 0.06, 0.03, null, '{field} one year off'),
    level('one digit', 'vague', 0.03, 0.15, null, '{field} one digit off'),
    level('different', 'apart', 0.03, 0.8, null, 'Different {field}'),
  ],
  tests: [
    ['a year off', numbersWithin(1, 'text')],
    ['one digit', any(oneEdit(), numbersWithin(2, 'text'))],
  ],
};
