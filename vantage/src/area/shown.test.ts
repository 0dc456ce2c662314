import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BandId, bandOf, bands, type NeedId, needs } from '../chronology/index.ts';
import { unitCosts } from '../costs/index.ts';
import { few, withheld } from './model.ts';
import type { Numbers } from './numbers.ts';
import { roundedAmount, roundedPeople, stepOf } from './rounding.ts';
import { type ShownNumbers, shownNumbers, withoutNames } from './shown.ts';
import { attacked, writtenDown } from './testing.ts';

const on = '2026-11-22';
const years = ['2021-22', '2022-23', '2023-24', '2024-25', '2025-26', '2026-27'];

const nothing: Numbers = {
  persons: 0,
  personsOpen: 0,
  families: 0,
  familiesOpen: 0,
  now: [],
  needs: [],
  bands: [],
  began: [],
  spent: [],
};
const began = (kind: string, facts: number, persons = facts) => ({ kind, year: '2024-25', facts, persons });
const in2024 = (shown: ShownNumbers) =>
  Object.fromEntries(shown.byYear.map((row) => [row.kind, row.counts[years.indexOf('2024-25')]]));
const nowIn = (shown: ShownNumbers) => Object.fromEntries(shown.now.map((one) => [one.kind, one.persons]));

describe('on the area’s page', () => {
  test('exact numbers are exact', () => {
    const shown = shownNumbers({ ...nothing, persons: 103, personsOpen: 101, began: [began('s47', 2)] }, on, {
      exact: true,
    });
    expect(shown).toMatchObject({ exact: true, persons: 103, personsOpen: 101 });
    expect(in2024(shown)).toEqual({ s47: 2 });
  });

  test('people and families without an open picture are not told by subtraction', () => {
    const shown = shownNumbers(
      { ...nothing, persons: 103, personsOpen: 101, families: 40, familiesOpen: 31 },
      on,
    );
    expect(shown).toMatchObject({ persons: withheld, personsOpen: 101, families: 40, familiesOpen: 31 });
  });

  test('placements do not tell the one that is not shown', () => {
    const care = (foster: number, home: number, secure: number) =>
      nowIn(
        shownNumbers(
          {
            ...nothing,
            persons: 900,
            personsOpen: 200,
            now: [
              { kind: 'in-care', persons: foster + home + secure },
              { kind: 'placement-foster', persons: foster },
              { kind: 'placement-home', persons: home },
              { kind: 'placement-secure', persons: secure },
            ],
          },
          on,
        ),
      );
    expect(care(40, 10, 3)).toEqual({
      'in-care': 53,
      'placement-foster': 40,
      'placement-home': withheld,
      'placement-secure': few,
    });
    expect(care(40, 10, 6)).toMatchObject({ 'placement-home': 10, 'placement-secure': 6 });
  });

  test('referrals that led to nothing are not told by subtraction', () => {
    const shown = shownNumbers({ ...nothing, began: [began('referral', 41), began('in-need', 38)] }, on);
    expect(in2024(shown)).toEqual({ referral: withheld, 'in-need': 38 });
  });

  test('many events of few people are not shown', () => {
    const shown = shownNumbers({ ...nothing, began: [began('missing', 30, 4), began('contact', 30, 6)] }, on);
    expect(in2024(shown)).toEqual({ missing: withheld, contact: 30 });
  });

  test('no amount stands around 1 to 5 people, and the year’s sum is of what is shown', () => {
    const spent = (unitCost: string, persons: number, pence: number) => ({
      year: '2024-25',
      unitCost,
      bearer: 'council',
      persons,
      lowPence: pence,
      pence,
      highPence: pence,
    });
    const { services, spending } = shownNumbers(
      {
        ...nothing,
        spent: [spent('foster-week', 97, 123_456_700), spent('childrens-home-week', 4, 98_765_400)],
      },
      on,
    );
    expect(services).toMatchObject([
      // Six days of a placement at £765 a week are £656: to the nearest £1,000. Low and high are 575 and 1,035 of 765.
      {
        unitCost: 'foster-week',
        persons: 100,
        amount: { pence: 123_500_000, lowPence: 92_830_000, highPence: 167_090_000 },
      },
      { unitCost: 'childrens-home-week', persons: few, amount: null },
    ]);
    expect(spending).toEqual([{ year: '2024-25', amount: services[0]?.amount, whole: false }]);
  });

  test('direct and indirect are never added up', () => {
    const spent = (unitCost: string) => ({
      year: '2024-25',
      unitCost,
      bearer: 'several',
      persons: 97,
      lowPence: 100,
      pence: 100,
      highPence: 100,
    });
    const numbers = { ...nothing, spent: [spent('foster-week'), spent('absence-term')] };
    const { services, spending } = shownNumbers(numbers, on, { exact: true });
    expect(services.map((one) => one.reach).sort()).toEqual(['direct', 'indirect']);
    expect(spending).toMatchObject([{ amount: { pence: 100 }, whole: true }]);
  });

  test('rounded people and a rounded amount do not together tell how many events came beyond the first', () => {
    // Either alone leaves room: 95 to 104 people, 91 to 97 events charged. Together, of 98 referrals, 1 to 3 are left.
    const { services } = shownNumbers(
      {
        ...nothing,
        began: [began('referral', 98)],
        spent: [
          {
            year: '2024-25',
            unitCost: 'contact-and-referral',
            bearer: 'council',
            persons: 96,
            lowPence: 0,
            pence: 97 * 27_556,
            highPence: 0,
          },
        ],
      },
      on,
    );
    expect(services).toMatchObject([{ persons: 100, amount: null }]);
  });
});

test('a service that is not named leaves no trace: all stands as where there is none', () => {
  const spent = (unitCost: string, persons: number, year = '2024-25') => ({
    year,
    unitCost,
    bearer: 'council',
    persons,
    lowPence: persons * 90_000,
    pence: persons * 100_000,
    highPence: persons * 120_000,
  });
  const without = {
    ...nothing,
    persons: 900,
    now: [{ kind: 'in-care', persons: 41 }],
    began: [began('referral', 41)],
    spent: [spent('foster-week', 97)],
  };
  const numbers = {
    ...without,
    now: [{ kind: 'treatment', persons: 84 }, ...without.now],
    began: [began('treatment', 33), began('treatment-completed', 3), ...without.began],
    spent: [spent('treatment-year', 84, '2025-26'), spent('treatment-year', 3), ...without.spent],
  };
  const types = new Set(['treatment', 'sexual-health', 'abuse-services']);
  expect(withoutNames(shownNumbers(numbers, on), types)).toEqual(shownNumbers(without, on));
  expect(withoutNames(shownNumbers(without, on), types)).toEqual(shownNumbers(without, on));
  expect(withoutNames(shownNumbers(numbers, on), new Set())).toEqual(shownNumbers(numbers, on));
});

describe('rounding', () => {
  test('people are told to the nearest ten, and never as fewer than ten', () => {
    expect([6, 14, 15, 24, 25, 995].map((people) => roundedPeople(people).shown)).toEqual([
      10, 10, 20, 20, 30, 1000,
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 100_000 }), (people) => {
        const [least, greatest] = roundedPeople(people).bounds;
        expect(people).toBeGreaterThanOrEqual(least);
        expect(people).toBeLessThanOrEqual(greatest);
      }),
    );
  });

  test('of one amount shown six numbers of events at least could be the true one', () => {
    for (const { key, per, pence } of unitCosts.filter((cost) => cost.per === 'each')) {
      expect(stepOf(key), `${key} ${per}`).toBeGreaterThanOrEqual(6 * pence);
      const price = Math.round(stepOf(key) / 100);
      expect([1, 2, 5]).toContain(Number(String(price)[0]));
    }
    const shown = Array.from({ length: 40 }, (_, events) =>
      roundedAmount('police-asb-report', { lowPence: 0, pence: (events + 6) * 6066, highPence: 0 }),
    );
    const together = Map.groupBy(shown, (one) => JSON.stringify(one));
    expect(Math.min(...[...together.values()].slice(1, -1).map((all) => all.length))).toBeGreaterThanOrEqual(
      6,
    );
  });
});

/** How many events each sum of a random area was counted for. */
const truthEvents = new WeakMap<Numbers['spent'][number], number>();

const each: readonly [kind: string, unitCost: string, price: number][] = [
  ['referral', 'contact-and-referral', Math.round((18_600 * 100) / 67.5)],
  ['s47', 's47-enquiry', Math.round((51_100 * 100) / 67.5)],
  ['police-anti-social-behaviour', 'police-asb-report', Math.round((3_500 * 100) / 57.7)],
];

const small = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 120 }));
/** A random area whose numbers contain each other as those of a real one do. */
const areas = fc
  .record({
    steps: fc.array(fc.array(small, { minLength: 12, maxLength: 12 }), { minLength: 6, maxLength: 6 }),
    day: fc.array(small, { minLength: 14, maxLength: 14 }),
    needing: fc.array(fc.tuple(fc.subarray(Object.keys(needs) as NeedId[]), fc.integer({ min: 0, max: 9 })), {
      maxLength: 12,
    }),
    repeats: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 36, maxLength: 36 }),
  })
  .map(({ steps, day, needing, repeats }): Numbers => {
    const of = (at: number) => day[at] ?? 0;
    const inCare = of(0) + of(1) + of(2);
    const inNeed = of(3) + of(4) + of(5);
    const open = Math.max(inCare, of(3), of(4), of(6), of(7)) + of(8);
    const now = [
      { kind: 'placement-foster', persons: of(0) },
      { kind: 'placement-home', persons: of(1) },
      { kind: 'placement-secure', persons: of(2) },
      { kind: 'in-care', persons: inCare },
      { kind: 'cin-plan', persons: of(3) },
      { kind: 'cp-plan', persons: of(4) },
      { kind: 'in-need', persons: inNeed },
      { kind: 'early-help', persons: of(6) },
      { kind: 's47', persons: of(7) },
    ].filter((one) => one.persons > 0);
    const began: Numbers['began'] = [];
    const spent: Numbers['spent'] = [];
    years.forEach((year, at) => {
      const by = (index: number) => steps[at]?.[index] ?? 0;
      const inYear: Record<string, number> = {
        'in-need': by(0),
        'cp-plan': by(4),
        'police-anti-social-behaviour': by(7),
      };
      inYear.referral = by(0) + by(1);
      inYear.contact = inYear.referral + by(2);
      inYear['cp-conference'] = by(4) + by(5);
      inYear.s47 = inYear['cp-conference'] + by(6);
      for (const [kind, facts] of Object.entries(inYear)) {
        if (facts > 0) began.push({ kind, year, facts, persons: Math.max(1, facts - (repeats[at] ?? 0)) });
      }
      each.forEach(([kind, unitCost, price], index) => {
        const events = Math.max(0, (inYear[kind] ?? 0) - (repeats[6 + at * 3 + index] ?? 0));
        if (events === 0) return;
        const most = began.find((one) => one.year === year && one.kind === kind)?.persons ?? 1;
        const persons = Math.min(most, Math.max(1, events - (repeats[at * 3 + index] ?? 0)));
        const sum = {
          year,
          unitCost,
          bearer: 'council',
          persons,
          lowPence: 0,
          pence: events * price,
          highPence: 0,
        };
        truthEvents.set(sum, events);
        spent.push(sum);
      });
    });
    const count = (wanted: (own: readonly NeedId[]) => boolean) =>
      needing.filter(([own]) => wanted(own)).reduce((total, [, times]) => total + times, 0);
    const families = of(9) + of(10) + count(() => true);
    return {
      persons: open + inNeed + of(11),
      personsOpen: open,
      families,
      familiesOpen: of(9),
      now,
      needs: (Object.keys(needs) as NeedId[]).map((need) => ({
        need,
        families: count((own) => own.includes(need)),
      })),
      bands: (Object.keys(bands) as BandId[]).map((band) => ({
        band,
        families: count((own) => bandOf(own.length) === band) + (band === 'managing' ? of(9) + of(10) : 0),
      })),
      began,
      spent,
    };
  });

test('nobody who solves all that the page, its years and its money show learns a count of 1 to 5', () => {
  let suppressed = 0;
  fc.assert(
    fc.property(areas, (area) => {
      const shown = shownNumbers(area, on);
      const found = attacked(writtenDown(shown, area, (spent) => truthEvents.get(spent) ?? 1));
      expect(found.revealed).toEqual([]);
      suppressed += found.few;
    }),
    { numRuns: 120 },
  );
  expect(suppressed).toBeGreaterThan(400);
}, 120_000);
