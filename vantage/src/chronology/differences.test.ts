import { describe, expect, test } from 'vitest';
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
