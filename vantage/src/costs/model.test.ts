import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, daysBetween } from '../platform/index.ts';
import { type Charge, type Costable, chargesOf, financialYearOf, financialYears, without } from './model.ts';
import { pricesWith, readyPrices, stepsOf, unitCosts, uprated } from './prices.ts';
import { readyLevels } from './unit-costs.ts';

const costOf = (kind: string): readonly string[] =>
  ({
    'cin-plan': ['child-in-need-week'],
    'cp-plan': ['child-in-need-week'],
    'early-help': ['early-help-month'],
    'placement-foster': ['foster-week'],
    s47: ['s47-enquiry'],
    'police-domestic-abuse': ['police-domestic-incident', 'domestic-incident-others'],
  })[kind] ?? [];
const until = () => '2026-11-16';

const fact = (over: Partial<Costable>): Costable => ({
  factId: 'f1',
  personId: 'p1',
  agency: 'social-care',
  kind: 'cin-plan',
  role: 'subject',
  happened: { from: '2024-05-01', to: '2024-05-15' },
  occasion: null,
  recordedAt: null,
  receivedAt: new Date('2026-11-16T06:00:00Z'),
  ...over,
});

const sum = (charges: readonly Charge[], of: 'pence' | 'lowPence' | 'highPence') =>
  charges.reduce((total, one) => total + one[of], 0);

test('two weeks of a child in need plan are two weeks at £170, range £120 to £245', () => {
  const [charge, ...others] = chargesOf([fact({})], costOf, until);
  expect(others).toEqual([]);
  expect([charge?.units, charge?.lowPence, charge?.pence, charge?.highPence]).toEqual([
    2, 24_000, 34_000, 49_000,
  ]);
});

test('an enquiry at £511 of 2008-09 is £757.04 of 2024-25: 51,100 x 100 / 67.5', () => {
  expect(uprated(51_100, '2008-09')).toBe(75_704);
  const [charge] = chargesOf([fact({ kind: 's47' })], costOf, until);
  expect([charge?.lowPence, charge?.pence, charge?.highPence]).toEqual([60_563, 75_704, 90_844]);
});

test('a day in a foster placement is not charged again to the plan beneath it', () => {
  const charges = chargesOf(
    [
      fact({ factId: 'plan', happened: { from: '2024-05-01', to: '2024-06-26' } }),
      fact({
        factId: 'placement',
        kind: 'placement-foster',
        happened: { from: '2024-05-15', to: '2024-05-29' },
      }),
    ],
    costOf,
    until,
  );
  // 56 days of plan less 14 of placement are 6 weeks at 170; 2 weeks at 765.
  expect(charges.filter((one) => one.factId === 'plan').reduce((total, one) => total + one.units, 0)).toBe(6);
  expect(sum(charges, 'pence')).toBe(6 * 17_000 + 2 * 76_500);
});

test('an enquiry during a plan is in the weekly figure; one before it is not', () => {
  const plan = fact({ factId: 'plan', happened: { from: '2024-05-01', to: '2024-05-15' } });
  const during = fact({ factId: 'during', kind: 's47', happened: { from: '2024-05-14', to: '2024-05-15' } });
  const after = fact({ factId: 'after', kind: 's47', happened: { from: '2024-05-15', to: '2024-05-16' } });
  const charged = chargesOf([during, after, plan], costOf, until).map((one) => one.factId);
  expect(charged).toEqual(['after', 'plan']);
});

test('one incident with three people is counted once, on the person harmed', () => {
  const incident = {
    kind: 'police-domestic-abuse',
    agency: 'police',
    occasion: 'OC1',
    happened: { from: '2024-05-01', to: '2024-05-02' },
  };
  const charges = chargesOf(
    [
      fact({ ...incident, factId: 'a', personId: 'p1', role: 'suspect' }),
      fact({ ...incident, factId: 'b', personId: 'p2', role: 'victim' }),
      fact({ ...incident, factId: 'c', personId: 'p3', role: 'child-present' }),
    ],
    costOf,
    until,
  );
  expect(charges.map((one) => [one.factId, one.unitCost])).toEqual([
    ['b', 'domestic-incident-others'],
    ['b', 'police-domestic-incident'],
  ]);
});

test('what two agencies tell of one day is counted as the one tells it that tells most', () => {
  const enquiry = (factId: string, agency: string, over: Partial<Costable> = {}) =>
    fact({ factId, agency, kind: 's47', happened: { from: '2024-05-01', to: '2024-05-02' }, ...over });
  const charged = (...facts: Costable[]) => chargesOf(facts, costOf, until).map((one) => one.factId);
  expect(charged(enquiry('a', 'social-care'), enquiry('b', 'police'))).toEqual(['b']);
  expect(charged(enquiry('a', 'social-care'), enquiry('b', 'police'), enquiry('c', 'social-care'))).toEqual([
    'a',
    'c',
  ]);
  expect(charged(enquiry('a', 'social-care'), enquiry('b', 'police', { personId: 'p2' }))).toEqual([
    'a',
    'b',
  ]);
  const next = { happened: { from: '2024-05-02', to: '2024-05-03' } };
  expect(charged(enquiry('a', 'social-care'), enquiry('b', 'police', next))).toEqual(['a', 'b']);
});

test('early help that two agencies tell of on the same days is charged once, to the day that the later ends', () => {
  const help = (factId: string, agency: string, from: string, to: string) =>
    fact({ factId, agency, kind: 'early-help', happened: { from, to } });
  const charges = chargesOf(
    [
      help('a', 'social-care', '2024-05-01', '2024-06-01'),
      help('b', 'early-help', '2024-05-11', '2024-06-11'),
    ],
    costOf,
    until,
  );
  expect(charges.map((one) => [one.factId, one.happened.from, one.happened.to])).toEqual([
    ['a', '2024-05-01', '2024-06-01'],
    ['b', '2024-06-01', '2024-06-11'],
  ]);
});

test('an open spell is counted to the last covered day', () => {
  const [charge] = chargesOf([fact({ happened: { from: '2026-11-02', to: null } })], costOf, until);
  expect(charge?.units).toBe(2);
});

test('a spell over 31 March stands in two years', () => {
  expect(financialYears({ from: '2024-03-25', to: '2024-04-08' })).toEqual([
    { from: '2024-03-25', to: '2024-04-01' },
    { from: '2024-04-01', to: '2024-04-08' },
  ]);
  expect(financialYearOf('2024-03-31')).toBe('2023-24');
  expect(financialYearOf('2024-04-01')).toBe('2024-25');
  expect(financialYearOf('1999-12-31')).toBe('1999-00');
});

const span = fc
  .tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 900 }))
  .map(([start, length]) => ({
    from: addDays('2015-01-01', start),
    to: addDays('2015-01-01', start + length),
  }));

test('what is left and what is taken out cover the span once', () => {
  fc.assert(
    fc.property(span, fc.array(span, { maxLength: 5 }), (whole, taken) => {
      const days = (from: string, to: string) =>
        Array.from({ length: daysBetween(from, to) }, (_, n) => addDays(from, n));
      const kept = without(whole, taken).flatMap((part) => days(part.from ?? '', part.to ?? ''));
      const expected = days(whole.from, whole.to).filter(
        (day) => !taken.some((one) => one.from <= day && day < one.to),
      );
      expect(kept).toEqual(expected);
    }),
  );
});

test('spending is never negative, low is at most high, and no day of a child is charged twice', () => {
  const costable = fc
    .tuple(span, fc.constantFrom('cin-plan', 'cp-plan', 'placement-foster'), fc.constantFrom('p1', 'p2'))
    .map(([happened, kind, personId]) => ({ happened, kind, personId }));
  fc.assert(
    fc.property(fc.array(costable, { maxLength: 8 }), (plain) => {
      const charges = chargesOf(
        plain.map((one, index) => fact({ ...one, factId: `f${index}` })),
        costOf,
        until,
      );
      const seen = new Set<string>();
      for (const one of charges) {
        expect(0 <= one.lowPence && one.lowPence <= one.pence && one.pence <= one.highPence).toBe(true);
        for (let day = one.happened.from ?? ''; day < (one.happened.to ?? ''); day = addDays(day, 1)) {
          expect(seen.has(`${one.personId} ${day}`)).toBe(false);
          seen.add(`${one.personId} ${day}`);
        }
      }
    }),
  );
});

test('a month on a protection plan is its visits, core groups and a sixth of a conference', () => {
  const month = readyPrices.costs.get('protection-plan-month');
  // A social worker’s hour is £57.50 of 2024-25; a health visitor’s £43 of 2013-14, so £58.58 (43 x 100 / 73.4).
  // Visits: 30.4375 / 14 x 4 h = 8.696 h, £500.04. Core groups: 30.4375 / 35 x 5 h = 4.348 h, £250.02; others
  // 30.4375 / 35 x 7.5 h = 6.522 h, £382.08. Conference: 14 h at £57.50 and 12 h at £58.58 are £1,507.96; a sixth £251.33.
  expect([month?.pence, month?.priceYear, month?.per]).toEqual([
    50_004 + 25_002 + 38_208 + 25_133,
    '2024-25',
    'month',
  ]);
  expect(readyPrices.costs.get('protection-conference')?.pence).toBe(150_796);
  const parts = stepsOf(month?.steps ?? [], readyPrices);
  expect(parts.map((part) => part.pence)).toEqual([50_004, 25_002, 38_208, 25_133]);
});

test('crime to others leaves out the police who came, least where they cost most', () => {
  const others = readyPrices.costs.get('crime-others');
  // £609 of 2010-11 is £873.74; two officers for 2 hours are 4 x £52.36 = £209.44.
  expect(others?.pence).toBe(87_374 - 20_944);
  expect(others?.lowPence).toBeGreaterThan(0);
});

test('a composed cost follows what it is composed of; levels of another base change nothing but by their ratio', () => {
  const hour = readyPrices.costs.get('social-worker-hour');
  if (!hour) throw new Error('no such hour');
  const dearer = pricesWith({ prices: [{ ...hour, pence: 2 * hour.pence, highPence: 2 * hour.highPence }] });
  const [was, is] = [readyPrices, dearer].map((one) => one.costs.get('protection-plan-month')?.pence ?? 0);
  // Twice the social worker: 8.696 h and 4.348 h at £115, the others as before, a sixth of £2,312.96.
  expect([was, is]).toEqual([138_347, 100_009 + 50_004 + 38_208 + 38_549]);
  const doubled = Object.fromEntries(Object.entries(readyLevels).map(([year, level]) => [year, 2 * level]));
  expect(uprated(51_100, '2008-09', doubled)).toBe(75_704);
  expect(() => uprated(1, '1990-91')).toThrow(RangeError);
});

test('every unit cost has a source, a range around its figure and a price level', () => {
  for (const cost of unitCosts) {
    expect(cost.source).not.toBe('');
    expect(cost.lowPence).toBeLessThan(cost.pence);
    expect(cost.highPence).toBeGreaterThan(cost.pence);
    expect(uprated(cost.pence, cost.priceYear)).toBeGreaterThanOrEqual(cost.pence);
  }
  expect(unitCosts.length).toBeGreaterThanOrEqual(6);
});

test('facts may come in any order: of two about one happening and person the earlier is charged', () => {
  const kind = 'police-domestic-abuse';
  const shared = { kind, agency: 'police', role: 'victim', occasion: 'o1' };
  const days = ['2024-05-03', '2024-05-01', '2024-05-02'];
  const facts = days.map((from, at) =>
    fact({ ...shared, factId: `f${at}`, happened: { from, to: addDays(from, 1) } }),
  );
  for (const told of [facts, facts.toReversed()])
    expect(new Set(chargesOf(told, costOf, until).map(({ factId }) => factId))).toEqual(new Set(['f1']));
});
