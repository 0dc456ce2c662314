import { isNhsNumber, isPermanentUpn } from '@vantage/linkage';
import { dayOf } from '../platform/index.ts';
import type { Detail, DetailKind, Statement } from './model.ts';

/**
 * How one of several statements of a kind is chosen. `order` compares by each measure in turn, the greater first; the
 * first statement is chosen.
 */
export type Rule = {
  name: string;
  words: string;
  order: readonly ((statement: Statement, all: readonly Statement[]) => number | string)[];
};

/** Kinds of record in which an agency keeps the name that a person bears in law. */
const legalNameKinds: ReadonlySet<string> = new Set(['ssd.person']);

const recorded = ({ recordedAt }: Statement) => recordedAt?.getTime() ?? 0;
const received = ({ receivedAt }: Statement) => receivedAt.getTime();
const yes = (answer: boolean) => (answer ? 1 : 0);

/** How many numbers of agencies have a record that states this value. */
const attested = ({ value }: Statement, all: readonly Statement[]) =>
  new Set(all.filter((other) => other.value === value).map(({ agency, localId }) => `${agency} ${localId}`))
    .size;

const asBirthDate = ({ value, receivedAt }: Statement) => value >= '1900-01-01' && value <= dayOf(receivedAt);

/** The first day on which a person is said to live at an address: its stated start, else the day it was recorded. */
const start = ({ happened, recordedAt }: Statement) =>
  happened?.from ?? (recordedAt === null ? '' : dayOf(recordedAt));

const ended = ({ happened, receivedAt }: Statement) =>
  happened?.to !== undefined && happened.to !== null && happened.to <= dayOf(receivedAt);

/** An address by its postcode and every number in it, in which spellings seldom differ; its text where it has neither. */
const placeIn = ({ value, parts }: Statement): string => {
  const numbers = (parts.address ?? '').match(/\d+/g)?.join('/') ?? '';
  return parts.postcode !== undefined && numbers !== '' ? `${parts.postcode} ${numbers}` : value;
};

/** Whether another record says that the address was left, after whatever start this one states: then this one is old. */
const leftSince = (statement: Statement, all: readonly Statement[]) => {
  const from = statement.happened?.from ?? '';
  const left = all.filter((other) => ended(other) && (other.happened?.to ?? '') > from);
  return left.length > 0 && left.some((other) => placeIn(other) === placeIn(statement));
};

export const rules: Readonly<Record<DetailKind, Rule>> = {
  name: {
    name: 'legal-name-recorded-last',
    words:
      'A given name and surname together before one alone; then what an agency keeps as the legal name; of those the one recorded last.',
    order: [
      ({ parts }) => yes(parts.given !== undefined && parts.surname !== undefined),
      ({ recordKind }) => yes(legalNameKinds.has(recordKind)),
      recorded,
      received,
    ],
  },
  'birth-date': {
    name: 'valid-and-most-attested',
    words:
      'A possible date before an impossible one; a day before 1 January, which may stand for an unknown day; then the one that most agencies state; of those the one recorded last.',
    order: [
      (s) => yes(asBirthDate(s)),
      ({ value }) => yes(!value.endsWith('-01-01')),
      attested,
      recorded,
      received,
    ],
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
    name: 'latest-start',
    words:
      'An address that has not been left before one that has, by this record or by another that says they left it since; of those the one with the latest start, which is the day it was recorded where no start is stated.',
    order: [(s) => yes(!ended(s)), (s, all) => yes(!leftSince(s, all)), start, recorded, received],
  },
  'nhs-number': {
    name: 'valid-and-most-attested',
    words:
      'One whose check digit is right; of those the one that most agencies state, then the one recorded last.',
    order: [({ value }) => yes(isNhsNumber(value)), attested, recorded, received],
  },
  upn: {
    name: 'valid-and-recorded-last',
    words: 'A permanent number whose check letter is right before any other; of those the one recorded last.',
    order: [({ value }) => yes(isPermanentUpn(value)), recorded, received],
  },
};

/** Statements of one kind, the chosen one first. The order of what is given does not matter. */
export function inOrder(kind: DetailKind, statements: readonly Statement[]): Statement[] {
  if (statements.length < 2) return [...statements];
  const { order } = rules[kind];
  const measured = statements.map((statement) => ({
    statement,
    by: order.map((measure) => measure(statement, statements)),
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
