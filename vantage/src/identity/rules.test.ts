import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DetailKind, type Statement, statementsOf } from './model.ts';
import { detailsOf, inOrder, rules } from './rules.ts';

const plain = {
  parts: {},
  agency: 'social-care',
  localId: 'S1',
  recordKind: 'ssd.person',
  happened: null,
  recordedAt: new Date('2024-01-01T09:00:00Z'),
  receivedAt: new Date('2026-01-10T06:00:00Z'),
};

let made = 0;
function statement(kind: DetailKind, value: string, more: Partial<Statement> = {}): Statement {
  made++;
  return { ...plain, kind, value, recordId: `record-${made}`, ...more };
}

const chosen = (...statements: Statement[]) => {
  const found = detailsOf(statements).filter((detail) => detail.chosen);
  expect(found).toHaveLength(1);
  return found[0]?.value;
};

const police = { agency: 'police', localId: 'N1', recordKind: 'police.nominals' };
const later = { recordedAt: new Date('2025-01-01T09:00:00Z') };

describe('names', () => {
  const name = (given: string | undefined, surname: string, more: Partial<Statement> = {}) =>
    statement('name', [given, surname].filter(Boolean).join(' '), {
      parts: { ...(given === undefined ? {} : { given }), surname },
      ...more,
    });

  test('the legal name before one that another agency recorded later', () => {
    expect(chosen(name('Robert', 'Hart'), name('Bob', 'Hart', { ...police, ...later }))).toBe('Robert Hart');
  });
  test('of legal names the one recorded last', () => {
    expect(chosen(name('Ada', 'Pell', later), name('Ada', 'Hart'))).toBe('Ada Pell');
  });
  test('a whole name before a legal part of one', () => {
    expect(chosen(name(undefined, 'Hart'), name('Bob', 'Hart', police))).toBe('Bob Hart');
  });
  test('a name whose recording time is unknown comes after one whose time is known', () => {
    expect(chosen(name('Ada', 'Hart'), name('Ida', 'Hart', { recordedAt: null }))).toBe('Ada Hart');
  });
});

describe('birth dates', () => {
  test('what two numbers state before what one states later', () => {
    const two = [statement('birth-date', '2011-03-04'), statement('birth-date', '2011-03-04', police)];
    expect(chosen(...two, statement('birth-date', '2011-04-03', { localId: 'S2', ...later }))).toBe(
      '2011-03-04',
    );
  });
  test('one number saying it in three records is one voice', () => {
    const thrice = [1, 2, 3].map(() => statement('birth-date', '2011-03-04'));
    expect(chosen(...thrice, statement('birth-date', '2011-04-03', { ...police, ...later }))).toBe(
      '2011-04-03',
    );
  });
  test('1 January gives way, however often it is stated', () => {
    const two = [statement('birth-date', '2011-01-01'), statement('birth-date', '2011-01-01', police)];
    expect(chosen(...two, statement('birth-date', '2011-03-04', { localId: 'S2' }))).toBe('2011-03-04');
  });
  test('a date that cannot be gives way to 1 January', () => {
    expect(chosen(statement('birth-date', '2031-03-04', later), statement('birth-date', '2011-01-01'))).toBe(
      '2011-01-01',
    );
    expect(chosen(statement('birth-date', '1811-03-04', later), statement('birth-date', '2011-01-01'))).toBe(
      '2011-01-01',
    );
  });
});

describe('addresses', () => {
  const lived = (value: string, from: string, to: string | null, more: Partial<Statement> = {}) =>
    statement('address', value, { recordKind: 'ssd.address', happened: { from, to }, ...more });

  test('the latest start', () => {
    expect(chosen(lived('1 Mill Lane', '2020-01-01', null), lived('2 Mill Lane', '2021-01-01', null))).toBe(
      '2 Mill Lane',
    );
  });
  test('one that has been left gives way', () => {
    expect(
      chosen(lived('1 Mill Lane', '2020-01-01', null), lived('2 Mill Lane', '2021-01-01', '2022-01-01')),
    ).toBe('1 Mill Lane');
  });
  test('one that another record says they left gives way, however late it was written down', () => {
    const again = (value: string, parts: Record<string, string> = {}) =>
      statement('address', value, { ...police, parts, recordedAt: new Date('2026-05-01T10:00:00Z') });
    const [old, now] = [
      lived('12 Mill Lane, AM1 1AA', '2018-01-01', '2024-06-01', {
        parts: { address: '12 Mill Lane', postcode: 'AM1 1AA' },
      }),
      lived('3 High Street, AM2 2BB', '2024-06-01', null, {
        parts: { address: '3 High Street', postcode: 'AM2 2BB' },
      }),
    ];
    const spelled = again('12 Mil Ln, Ashmere, AM1 1AA', {
      address: '12 Mil Ln, Ashmere',
      postcode: 'AM1 1AA',
    });
    expect(chosen(old, now, spelled)).toBe('3 High Street, AM2 2BB');
    // Another home of the same postcode was not left, nor one to which they are said to have come back since.
    const next = again('14 Mill Lane, AM1 1AA', { address: '14 Mill Lane', postcode: 'AM1 1AA' });
    expect(chosen(old, now, next)).toBe('14 Mill Lane, AM1 1AA');
    const back = lived('12 Mill Lane, AM1 1AA', '2025-02-02', null, {
      parts: { address: '12 Mill Lane', postcode: 'AM1 1AA' },
    });
    expect(chosen(old, now, back)).toBe('12 Mill Lane, AM1 1AA');
  });
  test('without a stated start, the day it was recorded', () => {
    const recorded = statement('address', '3 Mill Lane', { recordedAt: new Date('2023-05-01T10:00:00Z') });
    expect(chosen(lived('1 Mill Lane', '2020-01-01', null), recorded)).toBe('3 Mill Lane');
    expect(chosen(lived('1 Mill Lane', '2024-01-01', null), recorded)).toBe('1 Mill Lane');
  });

  const says = (agency: string, value: string, day: string, more: Partial<Statement> = {}) =>
    statement('address', value, { agency, recordedAt: new Date(`${day}T10:00:00Z`), ...more });

  test('of two that give one home, the one that says since when', () => {
    const since = says('social-care', '1 Mill Lane', '2024-01-01', {
      recordKind: 'ssd.address',
      happened: { from: '2020-01-01', to: null },
    });
    const found = inOrder('address', [says('health', '1 Mill Lane', '2025-01-01'), since]);
    expect(found.map(({ agency }) => agency)).toEqual(['social-care', 'health']);
  });
  test('of two agencies what was said last', () => {
    const care = says('social-care', '1 Mill Lane', '2024-01-01', {
      recordKind: 'ssd.address',
      happened: { from: '2020-01-01', to: null },
    });
    expect(chosen(care, says('police', '3 Mill Lane', '2023-05-01'))).toBe('1 Mill Lane');
    expect(chosen(care, says('police', '3 Mill Lane', '2024-05-01'))).toBe('3 Mill Lane');
  });
  test('what more agencies say before what one said last, which may be an address they left long ago', () => {
    const two = [says('school', '1 Mill Lane', '2025-09-01'), says('health', '1 Mill Lane', '2025-06-01')];
    expect(chosen(...two, says('housing', '9 High Street', '2026-01-02'))).toBe('1 Mill Lane');
    // However often it says so, an agency has one voice, and it says what it said last.
    const often = ['02', '03', '04'].map((day) => says('housing', '9 High Street', `2026-01-${day}`));
    expect(chosen(...two, ...often)).toBe('1 Mill Lane');
    expect(chosen(...two, says('school', '9 High Street', '2026-01-03'))).toBe('9 High Street');
  });
  test('two voices of two years before count as one of today, older ones less', () => {
    const now = says('housing', '9 High Street', '2026-01-01');
    const two = (day: string) => ['school', 'health'].map((agency) => says(agency, '1 Mill Lane', day));
    // 730 days before 1 January 2026 is 2 January 2024.
    expect(chosen(now, ...two('2024-01-03'))).toBe('1 Mill Lane');
    expect(chosen(now, ...two('2024-01-01'))).toBe('9 High Street');
  });
  test('the days of a school’s roll are not those of a home', () => {
    const pupil = (to: string | null) =>
      says('school', '1 Mill Lane', '2017-09-03', {
        recordKind: 'school.pupils',
        happened: { from: '2017-09-03', to },
      });
    // Somebody on the roll is held to live there now, and at a day the older says less.
    expect(chosen(pupil(null), says('health', '9 High Street', '2025-12-01'))).toBe('1 Mill Lane');
    // Who has left the school has not left the home by that, and what it says is as old as that.
    expect(chosen(pupil('2025-07-20'), says('health', '9 High Street', '2025-07-19'))).toBe('1 Mill Lane');
    expect(chosen(pupil('2025-07-20'), says('health', '9 High Street', '2025-07-21'))).toBe('9 High Street');
  });
  test('an agency that says an address was left counts against it', () => {
    const left = says('social-care', '1 Mill Lane', '2025-10-03', {
      recordKind: 'ssd.address',
      happened: { from: '2020-01-01', to: '2025-10-01' },
    });
    const others = [
      says('police', '1 Mill Lane', '2026-01-03'),
      says('health', '9 High Street', '2025-06-01'),
    ];
    expect(chosen(...others)).toBe('1 Mill Lane');
    expect(chosen(left, ...others)).toBe('9 High Street');
    const back = says('housing', '1 Mill Lane', '2025-12-03', {
      recordKind: 'ssd.address',
      happened: { from: '2025-12-01', to: null },
    });
    expect(chosen(left, back, ...others)).toBe('1 Mill Lane');
  });
  test('who has not heard of a move does not outvote it', () => {
    const moved = says('social-care', '9 High Street', '2025-10-03', {
      recordKind: 'ssd.address',
      happened: { from: '2025-10-01', to: null },
    });
    const old = [
      says('school', '1 Mill Lane', '2025-09-01'),
      says('school', '1 Mill Lane', '2025-12-01'),
      says('health', '1 Mill Lane', '2025-11-01'),
    ];
    expect(chosen(moved, ...old)).toBe('9 High Street');
    // Where nobody said so before the move, they may have moved on.
    expect(chosen(moved, ...old.slice(1))).toBe('1 Mill Lane');
  });
});

describe('identifiers, sex and death', () => {
  test('a number whose check digit is right', () => {
    expect(chosen(statement('nhs-number', '9876543211', later), statement('nhs-number', '9876543210'))).toBe(
      '9876543210',
    );
    expect(chosen(statement('upn', 'A95000017830A', later), statement('upn', 'A950000178301'))).toBe(
      'A950000178301',
    );
  });
  test('the sex most attested, the death recorded last', () => {
    const two = [statement('sex', 'female'), statement('sex', 'female', police)];
    expect(chosen(...two, statement('sex', 'male', { localId: 'S2', ...later }))).toBe('female');
    expect(chosen(statement('death-date', '2024-02-02'), statement('death-date', '2024-02-03', later))).toBe(
      '2024-02-03',
    );
  });
});

test('docs/rules.md states which is chosen in the words of the code', () => {
  const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
  for (const { name, words } of Object.values(rules)) expect(page).toContain(`| \`${name}\` | ${words} |`);
});

test('every kind has a rule in words', () => {
  for (const { words, order } of Object.values(rules)) {
    expect(words).toMatch(/^[A-Z].*\.$/s);
    expect(order.length).toBeGreaterThan(0);
  }
});

test('an address chosen does not depend on the order in which records come', () => {
  const any = fc.record({
    value: fc.constantFrom('1 Mill Lane', '2 Mill Lane', '3 Mill Lane'),
    recordId: fc.uuid(),
    agency: fc.constantFrom('school', 'health', 'housing', 'police'),
    recordedAt: fc.constantFrom(null, new Date('2023-02-01T10:00:00Z'), new Date('2025-02-01T10:00:00Z')),
    recordKind: fc.constantFrom('ssd.address', 'school.pupils'),
    happened: fc.constantFrom(
      null,
      { from: '2024-01-01', to: null },
      { from: null, to: '2025-01-01' },
      { from: '2022-01-01', to: '2024-01-01' },
    ),
  });
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 8 }), (some) => {
      const statements = some.map((each) => statement('address', each.value, each));
      expect(inOrder('address', [...statements].reverse())).toEqual(inOrder('address', statements));
    }),
  );
});

test('what is chosen does not depend on the order in which records come', () => {
  const dates = fc.constantFrom('2011-03-04', '2011-01-01', '2011-04-03', '2031-01-02');
  const any = fc.record({ value: dates, recordId: fc.uuid(), localId: fc.constantFrom('S1', 'S2', 'S3') });
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 8 }), (some) => {
      const statements = some.map((each) => statement('birth-date', each.value, each));
      expect(inOrder('birth-date', [...statements].reverse())).toEqual(inOrder('birth-date', statements));
    }),
  );
});

test('a mention is taken apart into what it states, and nothing else', () => {
  const mention = {
    role: 'subject',
    id: 'S1',
    identity: { given: 'Ada', surname: 'Hart', birthDate: '2011-03-04', postcode: 'AS1 2CD' },
  };
  const found = statementsOf(mention, { ...plain, recordId: 'r' });
  expect(found.map(({ kind, value, parts }) => ({ kind, value, parts }))).toEqual([
    { kind: 'name', value: 'Ada Hart', parts: { given: 'Ada', surname: 'Hart' } },
    { kind: 'birth-date', value: '2011-03-04', parts: {} },
    { kind: 'address', value: 'AS1 2CD', parts: { postcode: 'AS1 2CD' } },
  ]);
  expect(statementsOf({ role: 'mother', id: 'S2' }, { ...plain, recordId: 'r' })).toEqual([]);
});
