import { expect, test } from 'vitest';
import { readyPrices, stageOf, unitCosts, yearsOfServices } from '../costs/index.ts';
import { apart, byStage, needsByYear, type Spent, sinceFirstContact, yearsOf } from './money.ts';
import type { Picture, PictureLine } from './shape.ts';

const line = (
  kind: string,
  from: string,
  to: string | null,
  over: Partial<PictureLine> = {},
): PictureLine => ({
  factId: `${kind} ${from}`,
  kind,
  label: kind,
  service: '',
  tone: 'neutral',
  lane: 'social-care',
  shape: 'involvement',
  agency: 'social-care',
  tellers: [],
  happened: { from, to },
  precision: 'day',
  people: [{ personId: 'kyle', name: 'Kyle', role: 'subject', factId: `${kind} ${from}` }],
  note: null,
  part: null,
  differing: [],
  ...over,
});
const charge = (year: string, unitCost: string, pence: number): Spent['charges'][number] => ({
  year,
  unitCost,
  factId: unitCost,
  personId: 'kyle',
  agency: 'police',
  kind: 'police-domestic-abuse',
  bearer: 'police',
  happened: { from: `${year.slice(0, 4)}-05-01`, to: `${year.slice(0, 4)}-05-02` },
  units: 1,
  lowPence: pence / 2,
  pence,
  highPence: 2 * pence,
  priceYear: '2024-25',
  recordedAt: null,
  receivedAt: new Date('2026-11-16T06:00:00Z'),
});

const called = { tone: 'crisis', shape: 'event', lane: 'police' } as const;
const spent: Spent = {
  prices: readyPrices,
  illustrations: [],
  needsAt: (day) => (day < '2025-04-01' ? ['money'] : day < '2026-04-01' ? ['money', 'home'] : ['home']),
  picture: {
    today: '2026-11-22',
    happenings: [
      line('family-event', '2020-01-01', '2020-01-02', { lane: 'family', shape: 'event' }),
      line('police-domestic-abuse', '2024-11-23', '2024-11-24', called),
      line('police-domestic-abuse', '2025-03-31', '2025-04-01', called),
      line('cp-plan', '2025-03-01', '2025-04-01'),
      line('in-care', '2026-04-02', null),
    ],
  } as unknown as Picture,
  charges: [
    charge('2024-25', 'police-domestic-incident', 60_000),
    charge('2024-25', 'domestic-incident-others', 100_000),
    charge('2026-27', 'police-domestic-incident', 60_000),
  ],
};

test('what is direct and what is indirect are never added up', () => {
  expect(apart(spent.charges, spent.prices)).toEqual({
    direct: { lowPence: 60_000, pence: 120_000, highPence: 240_000 },
    indirect: { lowPence: 50_000, pence: 100_000, highPence: 200_000 },
  });
});

test('direct spending is shown on each side of a crisis, with its share, and indirect in none of them', () => {
  const charges = [
    ...spent.charges, // £1,200 of police in a domestic incident, and £1,000 that falls on others
    charge('2024-25', 'early-help-month', 20_000),
    charge('2024-25', 'health-visit', 10_000),
    charge('2024-25', 'child-in-need-week', 50_000),
  ];
  expect(byStage(charges, spent.prices).map(({ stage, sum, share }) => [stage, sum.pence, share])).toEqual([
    ['ahead', 30_000, 0.15],
    ['in-need', 50_000, 0.25],
    ['crisis', 120_000, 0.6],
  ]);
  expect(byStage([], spent.prices).map(({ share }) => share)).toEqual([0, 0, 0]);
  const ahead = unitCosts.filter(({ key }) => stageOf(key) !== 'crisis').map(({ key }) => key);
  expect(ahead.sort()).toEqual([
    'assessment',
    'child-in-need-week',
    'contact-and-referral',
    'early-help-month',
    'health-visit',
    'mental-health-case',
    'treatment-year',
  ]);
});

test('beside what was spent in a year stand its crises, and who was on a plan or in care at its end', () => {
  expect(
    yearsOf(spent).map(({ year, direct, indirect, crises, protectedAtEnd }) => [
      year,
      direct.pence,
      indirect.pence,
      crises,
      protectedAtEnd,
    ]),
  ).toEqual([
    // The end of this year is still to come: today counts.
    ['2026-27', 60_000, 0, 0, 1],
    ['2024-25', 60_000, 100_000, 2, 1],
  ]);
});

test('first contact is a service’s, and what was spent is told by the year since', () => {
  // 23 November 2024 to 22 November 2026, both included: 730 days.
  const since = sinceFirstContact(spent);
  expect([since?.since, since?.years]).toEqual(['2024-11-23', 730 / 365.25]);
  expect(since?.aYear).toEqual({ direct: 60_041, indirect: 50_034 });
});

test('needs are told of the last day of the same years, against the last day of the year before', () => {
  const told = (year: string, today = '2026-11-22') =>
    needsByYear({
      ...spent,
      picture: { ...spent.picture, today },
      charges: [charge(year, 'police-domestic-incident', 1)],
    });
  expect(told('2025-26')).toEqual([
    { year: '2025-26', standing: ['money', 'home'], came: ['home'], went: [] },
  ]);
  expect(told('2026-27')).toEqual([{ year: '2026-27', standing: ['home'], came: [], went: ['money'] }]);
  expect(told('2026-27', '2026-03-31')[0]?.standing).toEqual(['money', 'home']);
  expect(needsByYear(spent).map(({ year }) => year)).toEqual(yearsOf(spent).map(({ year }) => year));
});

test('a year of a service is its unit cost as often as a year has its unit, in one price year', () => {
  const years = new Map(yearsOfServices(readyPrices).map((one) => [one.cost.key, one]));
  // £7,385 a week in 2024-25, which is the price base: 365 / 7 weeks.
  expect(years.get('childrens-home-week')).toMatchObject({ unitPence: 738_500, pence: 38_507_500 });
  expect(years.get('childrens-home-week')?.lowPence).toBe(Math.round((586_000 * 365) / 7));
  const month = years.get('early-help-month');
  expect(month?.pence).toBe((month?.unitPence ?? 0) * 12);
  expect(month?.unitPence).toBeGreaterThan(16_500);
  expect(years.has('police-call-out')).toBe(false);
});
