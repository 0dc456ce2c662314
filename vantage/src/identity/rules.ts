import { isNhsNumber, isPermanentUpn } from '@vantage/linkage';
import { dayOf, daysBetween } from '../platform/index.ts';
import type { Detail, DetailKind, Statement } from './model.ts';

/**
 * What is greater of one statement than of another, told of all statements of a kind about one person and of what is said
 * beside of those who moved with them.
 */
type Measure = (
  all: readonly Statement[],
  beside: readonly Voice[],
) => (statement: Statement) => number | string;

/** What an agency said last of where somebody lives: the home (`homeIn`), the day, an ISO date. */
export type Voice = { home: string | null; place: string; told: string };

/**
 * How one of several statements of a kind is chosen. `order` compares by each measure in turn, the greater first; the
 * first statement is chosen.
 */
export type Rule = { name: string; words: string; order: readonly Measure[] };

/** Kinds of record in which an agency keeps the name that a person bears in law. */
const legalNameKinds: ReadonlySet<string> = new Set(['ssd.person']);

/** A measure for which the other statements do not matter. */
const its =
  (measure: (statement: Statement) => number | string | boolean): Measure =>
  () =>
  (statement) => {
    const found = measure(statement);
    return typeof found === 'boolean' ? Number(found) : found;
  };

const recorded = its(({ recordedAt }) => recordedAt?.getTime() ?? 0);
const received = its(({ receivedAt }) => receivedAt.getTime());

/** How many numbers of agencies have a record that states this value. */
const attested: Measure = (all) => {
  const numbers = new Map<string, Set<string>>();
  for (const { value, agency, localId } of all)
    numbers.set(value, (numbers.get(value) ?? new Set()).add(`${agency} ${localId}`));
  return ({ value }) => numbers.get(value)?.size ?? 0;
};

const asBirthDate = ({ value, receivedAt }: Statement) => value >= '1900-01-01' && value <= dayOf(receivedAt);

/**
 * Kinds of record whose days are those on which somebody lived at an address. The days of others are those of something
 * else, such as of being on a school's roll.
 */
const homeKinds: ReadonlySet<string> = new Set(['ssd.address']);

const isHome = ({ recordKind }: Statement) => homeKinds.has(recordKind);

/** The day on which somebody is said to have begun to live at an address, where it is said. */
const begun = (statement: Statement) => (isHome(statement) && statement.happened?.from) || '';

/** Whether it is said that somebody has left an address. */
const ended = (statement: Statement) => {
  const to = isHome(statement) ? statement.happened?.to : undefined;
  return typeof to === 'string' && to <= dayOf(statement.receivedAt);
};

const recordedOn = ({ recordedAt }: Statement) => (recordedAt === null ? '' : dayOf(recordedAt));

/**
 * The last day on which an agency held an address to be right: when it was recorded; of somebody who is on its roll, and where
 * nothing is said, when it was sent; of somebody who was, when they left.
 */
const toldOn = (statement: Statement) => {
  const [recorded, sent] = [recordedOn(statement), dayOf(statement.receivedAt)];
  if (isHome(statement)) return recorded || begun(statement) || sent;
  if (statement.happened === null) return recorded || sent;
  const { to } = statement.happened;
  if (to === null || to > sent) return sent;
  if (to > recorded) return to;
  return recorded;
};

/** The first day on which a person is said to live at an address: its stated start, else the day it was told. */
const start = (statement: Statement) => begun(statement) || toldOn(statement);

/** A home by its postcode and every number in its address, in which spellings seldom differ; null where it has neither. */
export function homeIn({ parts }: Pick<Statement, 'parts'>): string | null {
  const numbers = (parts.address ?? '').match(/\d+/g)?.join('/') ?? '';
  return parts.postcode !== undefined && numbers !== '' ? `${parts.postcode} ${numbers}` : null;
}

/** The same, or else by its text. */
const placeIn = (statement: Statement): string => homeIn(statement) ?? statement.value;

/**
 * An address that does not state when it began is an old one where it was told already before another is said to have
 * begun: whoever sends it has not heard of the move.
 */
const notMovedFrom: Measure = (all) => {
  const beginning = all.filter((other) => !ended(other) && begun(other) !== '');
  if (beginning.length === 0) return () => 1;
  const firstTold = new Map<string, string>();
  for (const other of all) {
    const [place, day] = [placeIn(other), begun(other) || recordedOn(other) || toldOn(other)];
    if (day < (firstTold.get(place) ?? '9999')) firstTold.set(place, day);
  }
  return (statement) => {
    if (begun(statement) !== '') return 1;
    const place = placeIn(statement);
    const told = firstTold.get(place) ?? '';
    return Number(!beginning.some((other) => begun(other) > told && placeIn(other) !== place));
  };
};

/** Days after which what an agency said last of an address counts half of what is said today. */
const halfDays = 730;

/** Of each agency what it said last of where somebody lives, and has not said that they left. */
function lastSaid(all: readonly Statement[]): ReadonlyMap<string, Statement> {
  const lastOf = (statement: Statement) =>
    [toldOn(statement), start(statement), statement.recordId, statement.value].join(' ');
  const last = new Map<string, Statement>();
  for (const statement of all) {
    if (ended(statement)) continue;
    const other = last.get(statement.agency);
    if (other === undefined || lastOf(statement) > lastOf(other)) last.set(statement.agency, statement);
  }
  return last;
}

const asVoice = (statement: Statement): Voice => ({
  home: homeIn(statement),
  place: placeIn(statement),
  told: toldOn(statement),
});

/** What each agency said last of where somebody lives. */
export function voicesOf(all: readonly Statement[]): Voice[] {
  return [...lastSaid(all).values()].map(asVoice);
}

/**
 * How many agencies say that it is this address, of them and of those who moved with them, each by what it said last, the
 * older the less; less those that say that it was left and not returned to. A single agency has no majority.
 */
const attestedLately: Measure = (all, beside) => {
  const last = lastSaid(all);
  const own = [...last.values()].map(asVoice);
  const newest =
    own
      .map(({ told }) => told)
      .sort()
      .at(-1) ?? '';
  const weights = new Map<string, number>();
  const add = (place: string, weight: number) => weights.set(place, (weights.get(place) ?? 0) + weight);
  const places = new Set(own.map(({ place }) => place));
  if (own.length > 1)
    for (const { place, told } of [...own, ...beside])
      if (places.has(place)) add(place, 2 ** (-Math.max(0, daysBetween(told, newest)) / halfDays));
  const left = new Map(
    all.filter(ended).flatMap((statement) => {
      const [place, to] = [placeIn(statement), statement.happened?.to ?? ''];
      const stays = last.get(statement.agency);
      const returned = all.some((other) => !ended(other) && begun(other) >= to && placeIn(other) === place);
      if (returned || (stays !== undefined && placeIn(stays) === place)) return [];
      return [[`${statement.agency} ${place}`, place]];
    }),
  );
  for (const place of left.values()) add(place, -1);
  // Sums of the same weights in another order may differ in their last digits.
  return (statement) => Math.round(1e6 * (weights.get(placeIn(statement)) ?? 0));
};

/** The latest start that is said of the home in which somebody lives; of one that they left, its own. */
const latestHere: Measure = (all) => {
  const latest = new Map<string, string>();
  for (const statement of all) {
    const place = placeIn(statement);
    if (!ended(statement) && start(statement) > (latest.get(place) ?? ''))
      latest.set(place, start(statement));
  }
  return (statement) => (ended(statement) ? start(statement) : (latest.get(placeIn(statement)) ?? ''));
};

export const rules: Readonly<Record<DetailKind, Rule>> = {
  name: {
    name: 'legal-name-recorded-last',
    words:
      'A given name and surname together before one alone; then what an agency keeps as the legal name; of those the one recorded last.',
    order: [
      its(({ parts }) => parts.given !== undefined && parts.surname !== undefined),
      its(({ recordKind }) => legalNameKinds.has(recordKind)),
      recorded,
      received,
    ],
  },
  'birth-date': {
    name: 'valid-and-most-attested',
    words:
      'A possible date before an impossible one; a day before 1 January, which may stand for an unknown day; then the one that most agencies state; of those the one recorded last.',
    order: [its(asBirthDate), its(({ value }) => !value.endsWith('-01-01')), attested, recorded, received],
  },
  sex: {
    name: 'most-attested',
    words: 'What most agencies state; of those what was recorded last.',
    order: [attested, recorded, received],
  },
  'death-date': {
    name: 'recorded-last',
    words: 'What was recorded last.',
    order: [recorded, received],
  },
  address: {
    name: 'most-attested-lately',
    words:
      'An address that its record does not say was left before one that it does, and before one that was told already before they are said to have begun to live at another. Of those the one that most agencies give, of them and of whoever is told at two of their homes and so moved with them, each by what it said last, which counts half as much for every two years that it is older than the newest, less those that say it was left; then the one with the latest start, which is the day it was told where no start is stated; and of those who give it one that says since when.',
    order: [
      its((s) => !ended(s)),
      notMovedFrom,
      attestedLately,
      latestHere,
      its((s) => begun(s) !== ''),
      its(start),
      recorded,
      received,
    ],
  },
  'nhs-number': {
    name: 'valid-and-most-attested',
    words:
      'One whose check digit is right; of those the one that most agencies state, then the one recorded last.',
    order: [its(({ value }) => isNhsNumber(value)), attested, recorded, received],
  },
  upn: {
    name: 'valid-and-recorded-last',
    words: 'A permanent number whose check letter is right before any other; of those the one recorded last.',
    order: [its(({ value }) => isPermanentUpn(value)), recorded, received],
  },
};

/**
 * Statements of one kind about one person, the chosen one first. The order of what is given does not matter.
 * @param beside Of an address, what is said of those who moved with them.
 */
export function inOrder<S extends Statement>(
  kind: DetailKind,
  statements: readonly S[],
  beside: readonly Voice[] = [],
): S[] {
  if (statements.length < 2) return [...statements];
  const order = rules[kind].order.map((measure) => measure(statements, beside));
  const measured = statements.map((statement) => ({
    statement,
    by: order.map((measure) => measure(statement)),
  }));
  measured.sort((a, b) => {
    for (const [m, left] of a.by.entries()) {
      const right = b.by[m] ?? left;
      if (left !== right) return left > right ? -1 : 1;
    }
    return (
      compareText(a.statement.recordId, b.statement.recordId) ||
      compareText(a.statement.value, b.statement.value)
    );
  });
  return measured.map(({ statement }) => statement);
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** What stands with a person of what their records state: each value once a record, one of each kind chosen. */
export function detailsOf(statements: readonly Statement[]): Detail[] {
  const kinds = Map.groupBy(statements, ({ kind }) => kind);
  return [...kinds].flatMap(([kind, all]) => {
    const seen = new Set<string>();
    return inOrder(kind, all).flatMap(({ localId: _, recordKind: __, ...statement }, i): Detail[] => {
      const key = `${statement.recordId} ${statement.value}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ ...statement, place: i, chosen: i === 0, rule: rules[kind].name }];
    });
  });
}

/** The words of the rule that chose or passed over a detail. */
export function ruleInWords(kind: DetailKind): string {
  return rules[kind].words;
}
