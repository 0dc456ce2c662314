import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../platform/index.ts';
import { differencesIn, goodNewsIn } from './differences.ts';

type Told = Parameters<typeof goodNewsIn>[0][number];
let made = 0;
/** A fact of Kyle's; `to` is the day after the last. */
function told(agency: string, kind: string, from: string, to: string | null, over: Partial<Told> = {}): Told {
  made += 1;
  return {
    factId: `fact ${made}`,
    personId: 'kyle',
    agency,
    kind,
    happened: { from, to },
    occasion: null,
    detail: { parts: [] },
    ...over,
  };
}
const rules = (...facts: Told[]) => differencesIn(facts).map((one) => one.rule);

describe('agencies differ', () => {
  test('about a spell whose ends they put more than a week apart, or of which one says that it goes on', () => {
    const help = (agency: string, from: string, to: string | null) => told(agency, 'early-help', from, to);
    const ours = help('social-care', '2025-01-01', '2025-06-01');
    expect(rules(ours, help('early-help', '2025-01-08', '2025-06-08'))).toEqual([]);
    expect(rules(ours, help('early-help', '2025-01-01', '2025-06-09'))).toEqual(['spell-days-differ']);
    expect(rules(ours, help('early-help', '2025-01-09', '2025-06-01'))).toEqual(['spell-days-differ']);
    expect(rules(ours, help('early-help', '2025-01-01', null))).toEqual(['spell-days-differ']);
    expect(rules(ours, help('early-help', '2025-06-01', '2025-09-01'))).toEqual([]);
    expect(rules(ours, help('social-care', '2025-01-01', null))).toEqual([]);
    expect(rules(ours, { ...help('early-help', '2025-01-01', null), personId: 'leah' })).toEqual([]);
  });

  test('about an event on different days within two weeks; a visit by each is two visits', () => {
    const out = (agency: string, day: string) => told(agency, 'school-exclusion', day, null);
    expect(rules(out('school', '2026-09-18'), out('social-care', '2026-09-18'))).toEqual([]);
    expect(rules(out('school', '2026-09-18'), out('social-care', '2026-10-02'))).toEqual([
      'event-days-differ',
    ]);
    expect(rules(out('school', '2026-09-18'), out('social-care', '2026-10-03'))).toEqual([]);
    // What both tell of on one day is not held against another day's.
    const twice = (agency: string) => [out(agency, '2026-09-18'), out(agency, '2026-09-25')];
    expect(rules(...twice('school'), ...twice('social-care'))).toEqual([]);
    const seen = (agency: string, day: string) => told(agency, 'health-visit', day, null);
    expect(rules(seen('health', '2026-09-18'), seen('other', '2026-09-19'))).toEqual([]);
  });

  test('the police’s missing and social care’s are one kind', () => {
    const ours = told('social-care', 'missing', '2026-03-03', '2026-03-05');
    const theirs = told('police', 'police-missing-person', '2026-03-02', '2026-03-05');
    expect(differencesIn([ours, theirs])).toEqual([{ rule: 'event-days-differ', told: [theirs, ours] }]);
    expect(rules(ours, { ...theirs, happened: ours.happened })).toEqual([]);
  });

  test('among many as between any two of them, wherever they stand in time', () => {
    const day = fc.integer({ min: 0, max: 60 }).map((days) => addDays('2026-01-01', days));
    const fact = fc
      .record({
        agency: fc.constantFrom('school', 'social-care', 'police'),
        kind: fc.constantFrom(
          'school-exclusion',
          'early-help',
          'in-care',
          'missing',
          'police-missing-person',
        ),
        from: fc.option(day, { freq: 12 }),
        length: fc.option(fc.integer({ min: 1, max: 40 }), { freq: 6 }),
      })
      .map(({ agency, kind, from, length }) =>
        told(agency, kind, '', null, {
          happened: { from, to: length === null ? null : addDays(from ?? '2026-01-01', length) },
        }),
      );
    const spells = new Set(['early-help', 'in-care']);
    let seen = 0;
    const isMissing = ({ kind }: Told) => /missing/.test(kind);
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 25 }), (facts) => {
        const sameKind = (a: Told, b: Told) => a.kind === b.kind || (isMissing(a) && isMissing(b));
        const bothTell = (one: Told, other: Told) =>
          facts.some(
            (fact) =>
              sameKind(fact, one) && fact.agency === other.agency && fact.happened.from === one.happened.from,
          );
        const apart = (a: string | null, b: string | null) =>
          a === null || b === null
            ? a === b
              ? 0
              : 99
            : Math.abs(Date.parse(a) - Date.parse(b)) / 86_400_000;
        const meet = (a: Told, b: Told) =>
          (a.happened.from ?? '') < (b.happened.to ?? '9') &&
          (b.happened.from ?? '') < (a.happened.to ?? '9');
        const differ = (one: Told, other: Told) => {
          if (one.agency === other.agency || !sameKind(one, other)) return false;
          if (spells.has(one.kind))
            return (
              meet(one, other) &&
              (apart(one.happened.from, other.happened.from) > 7 ||
                apart(one.happened.to, other.happened.to) > 7)
            );
          if (one.happened.from === null || other.happened.from === null) return false;
          const days = apart(one.happened.from, other.happened.from);
          return days > 0 && days <= 14 && !bothTell(one, other) && !bothTell(other, one);
        };
        const key = (one: Told, other: Told) => [one.factId, other.factId].sort().join(' ');
        const expected = facts.flatMap((one, n) =>
          facts.slice(n + 1).flatMap((other) => (differ(one, other) ? [key(one, other)] : [])),
        );
        seen += expected.length;
        expect(
          differencesIn(facts)
            .map(({ told: [one, other] }) => key(one, other))
            .sort(),
        ).toEqual(expected.sort());
      }),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(100);
  });

  test('when two authorities both have a child in care for more than a week', () => {
    const ours = told('social-care', 'in-care', '2025-01-01', '2025-06-01');
    const theirs = (from: string) => told('elsewhere', 'elsewhere-care', from, null);
    expect(rules(ours, theirs('2025-05-24'))).toEqual(['two-authorities']);
    expect(rules(ours, theirs('2025-05-25'))).toEqual([]);
    expect(rules(ours, told('elsewhere', 'elsewhere-plan', '2025-01-01', null))).toEqual([]);
  });
});

describe('good news', () => {
  const on = '2026-11-22';
  const news = (...facts: Told[]) => goodNewsIn(facts, on).map((one) => [one.on, one.words]);
  const plan = told('social-care', 'cp-plan', '2025-01-01', '2026-08-24');

  test('is coming off a plan, once 90 days have passed without enquiry, plan or care', () => {
    expect(news(plan)).toEqual([['2026-08-23', 'Came off a child protection plan']]);
    expect(news({ ...plan, happened: { from: '2025-01-01', to: '2026-08-25' } })).toEqual([]);
    const care = told('social-care', 'in-care', '2026-08-23', null);
    expect(news(plan, care)).toEqual([]);
    expect(news(plan, { ...care, personId: 'leah' })).toHaveLength(1);
    expect(news(plan, told('social-care', 's47', '2025-12-01', '2025-12-20'))).toHaveLength(1);
  });

  test('is leaving care for home or family, and not for custody or another council', () => {
    const care = (code: string) =>
      told('social-care', 'in-care', '2024-01-01', '2026-10-01', {
        detail: { parts: [{ name: 'ending', label: 'How it ended', value: '', code }] },
      });
    expect(news(care('E4A'))).toEqual([['2026-09-30', 'Came home from care, or to live with family']]);
    for (const code of ['E4B', 'E9', 'E3', 'E2']) expect(news(care(code)), code).toEqual([]);
  });
});
