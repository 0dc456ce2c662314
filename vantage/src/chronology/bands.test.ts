import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../platform/index.ts';
import { fewRecords, involvedNow, manyEventsAtOnce, visitsPerWeek } from './bands.ts';
import type { Fact } from './model.ts';
import { closesOn, isOpen, openingReason, openingRules } from './openings.ts';

function fact(kind: string, from: string, over: Partial<Fact> = {}): Fact {
  return {
    factId: `${kind} ${from}`,
    personId: 'kyle',
    agency: 'social-care',
    kind,
    shape: 'event',
    role: 'subject',
    happened: { from, to: addDays(from, 1) },
    precision: 'day',
    occasion: null,
    detail: { parts: [] },
    recordedAt: null,
    receivedAt: new Date(0),
    sources: [],
    ...over,
  };
}

test('180 days without a record are few records, 179 are not', () => {
  const days = (gap: number) => [fact('contact', '2020-01-01'), fact('contact', addDays('2020-01-02', gap))];
  expect(fewRecords(days(179), [])).toEqual([]);
  expect(fewRecords(days(180), [])).toEqual([
    { from: '2020-01-02', last: '2020-06-29', days: 180, covered: [], partly: [] },
  ]);
});

test('few records says whose data cover those days', () => {
  const facts = [fact('contact', '2020-01-01'), fact('contact', '2021-01-01')];
  const [spell] = fewRecords(facts, [
    { agency: 'police', span: { from: '2020-07-01', to: null } },
    { agency: 'social-care', span: { from: null, to: '2020-06-01' } },
    { agency: 'social-care', span: { from: '2020-06-01', to: '2021-03-01' } },
    { agency: 'school', span: { from: '2021-01-01', to: null } },
  ]);
  expect(spell).toEqual({
    from: '2020-01-02',
    last: '2020-12-31',
    days: 365,
    covered: ['social-care'],
    partly: ['police'],
  });
});

test('an involvement that merely goes on is no record; its ends are', () => {
  const open = fact('cin-plan', '2020-02-01', {
    shape: 'involvement',
    happened: { from: '2020-02-01', to: null },
  });
  expect(fewRecords([open, fact('contact', '2020-12-01')], [])).toHaveLength(1);
  const ended = { ...open, happened: { from: '2020-02-01', to: '2020-07-01' } };
  expect(fewRecords([ended, fact('contact', '2020-12-01')], [])).toEqual([]);
});

test('spells of few records hold no record, are long enough, and do not depend on order', () => {
  const facts = fc.array(
    fc.integer({ min: 0, max: 3000 }).map((n) => fact('contact', addDays('2010-01-01', n))),
  );
  fc.assert(
    fc.property(facts, (some) => {
      const spells = fewRecords(some, []);
      expect(fewRecords([...some].reverse(), [])).toEqual(spells);
      for (const { from, last, days } of spells) {
        expect(days).toBeGreaterThanOrEqual(180);
        expect(
          some.some(({ happened }) => (happened.from ?? '') >= from && (happened.from ?? '') <= last),
        ).toBe(false);
      }
    }),
  );
});

test('five events within 30 days are many at once; visits, good news and siblings’ copies do not count', () => {
  const days = ['2022-11-01', '2022-11-05', '2022-11-12', '2022-11-20', '2022-11-30'];
  const kinds = ['debt', 'police-violence', 'school-exclusion', 'rent-arrears', 'bereavement'];
  const five = days.map((day, index) => fact(kinds[index] ?? 'debt', day));
  expect(manyEventsAtOnce(five)).toEqual([{ from: '2022-11-01', last: '2022-11-30', count: 5 }]);
  const late = [...five.slice(0, 4), fact('bereavement', '2022-12-01')];
  expect(manyEventsAtOnce(late)).toEqual([]);
  const four = five.slice(0, 4);
  expect(manyEventsAtOnce([...four, fact('cp-visit', '2022-11-21')])).toEqual([]);
  expect(manyEventsAtOnce([...four, fact('good-news', '2022-11-21')])).toEqual([]);
  expect(manyEventsAtOnce([...four, fact('debt', '2022-11-01', { personId: 'leah' })])).toEqual([]);
});

test('overlapping windows join into one band', () => {
  const days = [1, 5, 9, 13, 17, 21, 25].map((day) => `2023-01-${String(day).padStart(2, '0')}`);
  const facts = days.map((day) => fact('debt', day));
  expect(manyEventsAtOnce(facts)).toEqual([{ from: '2023-01-01', last: '2023-01-25', count: 7 }]);
});

test('a visit to three children on one day is one visit', () => {
  const facts = ['kyle', 'leah', 'shannon'].map((personId) => fact('cp-visit', '2026-11-17', { personId }));
  expect(visitsPerWeek([...facts, fact('cp-review', '2026-12-01')])).toEqual([
    { week: '2026-11-16', visits: 1 },
    { week: '2026-11-23', visits: 0 },
    { week: '2026-11-30', visits: 1 },
  ]);
});

test('who is involved now: open on the day, together for those it is for', () => {
  const parts = [{ name: 'worker', label: 'Worker', value: 'Amira Said' }];
  const worker = (personId: string, from: string) =>
    fact('worker', from, { personId, shape: 'involvement', happened: { from, to: null }, detail: { parts } });
  const ended = fact('cp-plan', '2020-01-01', {
    shape: 'involvement',
    happened: { from: '2020-01-01', to: '2026-11-15' },
  });
  const now = involvedNow([worker('kyle', '2025-02-01'), worker('leah', '2024-02-01'), ended], '2026-11-15');
  expect(now).toHaveLength(1);
  expect(now[0]).toMatchObject({ worker: 'Amira Said', since: '2024-02-01', personIds: ['kyle', 'leah'] });
});

test('a worker whose name is withheld is one for those who are allocated alike, and two of one person are two', () => {
  const spell = (kind: string, personId: string, from: string) =>
    fact(kind, from, {
      factId: `${kind} ${personId}`,
      personId,
      shape: 'involvement',
      happened: { from, to: null },
      withheld: true,
    });
  const of = (kind: string) =>
    involvedNow(
      [
        spell(kind, 'kyle', '2025-02-01'),
        spell(kind, 'leah', '2025-02-01'),
        spell(kind, 'dawn', '2024-02-01'),
      ],
      '2026-11-15',
    ).map((one) => [one.since, one.personIds]);
  const alike = [
    ['2024-02-01', ['dawn']],
    ['2025-02-01', ['kyle', 'leah']],
  ];
  expect(of('worker')).toEqual(alike);
  const one = spell('worker', 'kyle', '2025-02-01');
  const twice = [one, spell('worker', 'leah', '2025-02-01'), { ...one, factId: 'another' }];
  expect(involvedNow(twice, '2026-11-15').map(({ personIds }) => personIds)).toEqual([
    ['kyle', 'leah'],
    ['kyle'],
  ]);
  const until = { ...one, personId: 'leah', happened: { from: '2025-02-01', to: '2027-01-01' } };
  const elsewhere = { ...one, personId: 'leah', agency: 'housing' };
  for (const other of [until, elsewhere])
    expect(
      involvedNow([one, other], '2026-11-15')
        .map(({ personIds }) => personIds)
        .sort(),
    ).toEqual([['kyle'], ['leah']]);
  expect(of('cin-plan')).toEqual(alike);
});

test('no register: a contact, a referral, an assessment or a police record is no reason', () => {
  for (const kind of [
    'contact',
    'referral',
    'in-need',
    'assessment',
    'police-domestic-abuse',
    'debt',
    'worker',
  ]) {
    expect(openingReason(kind), kind).toBeUndefined();
  }
  expect(openingRules.flatMap((rule) => rule.kinds)).toEqual([
    'early-help',
    'cin-plan',
    's47',
    'cp-conference',
    'cp-plan',
    'youth-justice',
    'custody',
    'in-care',
  ]);
});

test('a picture is open from the reason’s first day until its months after the end have passed', () => {
  const opening = { reason: 'help-agreed', happened: { from: '2025-01-10', to: '2025-06-01' } };
  expect(closesOn(opening)).toBe('2026-06-01');
  expect(isOpen([opening], '2025-01-09')).toBe(false);
  expect(isOpen([opening], '2025-01-10')).toBe(true);
  expect(isOpen([opening], '2026-05-31')).toBe(true);
  expect(isOpen([opening], '2026-06-01')).toBe(false);
  expect(isOpen([{ ...opening, happened: { from: '2010-01-01', to: null } }], '2026-11-22')).toBe(true);
  expect(isOpen([], '2026-11-22')).toBe(false);
});
