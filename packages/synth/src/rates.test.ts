import { describe, expect, it } from 'vitest';
import { day } from './days.ts';
import { makeGeography } from './geography.ts';
import { noiseTimes } from './noise.ts';
import { checkRates, rates, tallyOf } from './rates.ts';
import { simulate } from './unit.ts';

const unit = simulate(3, { seed: '4', noise: noiseTimes(1), geography: makeGeography(10) });

describe('a tally', () => {
  it('is the sum of three years: one of them counted afresh from the rows that social care sends', () => {
    const tally = tallyOf(unit);
    const rows = unit.care.book.rows.get('ssd.cin_episodes') ?? [];
    const years = ['2024-03-31', '2025-03-31', '2026-03-31'];
    const open = years.flatMap((on) =>
      rows.filter(
        (row) =>
          row.cine_referral_nfa === 'N' &&
          (row.cine_referral_date ?? '') <= on &&
          (row.cine_close_date === '' || (row.cine_close_date ?? '') > on),
      ),
    );
    expect(tally['in need']).toBe(open.length);
    const begun = rows.filter((row) => {
      const on = day(row.cine_referral_date ?? '');
      return on > day('2026-03-31') - 3 * 365 - 1 && on <= day('2026-03-31');
    });
    // Years of 365 days leave a day between 2023 and 2026 to one side.
    expect(Math.abs((tally.referrals ?? 0) - begun.length)).toBeLessThanOrEqual(1);
    expect(open.length).toBeGreaterThan(20);
  });
});

describe('a check', () => {
  it('divides by whom it is of, in the unit of the published rate', () => {
    const found = checkRates({
      children: 20_000,
      referrals: 1000,
      'referrals again': 226,
      score: 298,
      'in care': 20,
    });
    const made = (label: string) => found.find((each) => each.label === label)?.made;
    expect(made('referrals in the year')).toBeCloseTo(500);
    expect(made('referrals within a year of the last')).toBeCloseTo(22.6);
    expect(made('in care: mean difficulties score')).toBeCloseTo(14.9);
  });

  it('names each rate once', () => {
    expect(new Set(rates.map(({ label }) => label)).size).toBe(rates.length);
  });
});
