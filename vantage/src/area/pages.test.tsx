import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { AreaCounts } from './model.ts';
import { AreaPage } from './pages.tsx';
import { shownNumbers } from './shown.ts';

const on = '2026-11-22';
const spent = (unitCost: string, persons: number) => ({
  year: '2025-26',
  unitCost,
  bearer: 'council',
  persons,
  lowPence: 1_000_000,
  pence: 3_333_300,
  highPence: 5_000_000,
});
const { services, ...shown } = shownNumbers(
  {
    persons: 903,
    personsOpen: 901,
    families: 300,
    familiesOpen: 4,
    needs: [{ need: 'money', families: 12 }],
    bands: [
      { band: 'coping', families: 12 },
      { band: 'managing', families: 288 },
    ],
    now: [
      { kind: 'in-care', persons: 53 },
      { kind: 'placement-foster', persons: 48 },
      { kind: 'placement-home', persons: 5 },
    ],
    began: [
      { kind: 'missing', year: '2025-26', facts: 3, persons: 2 },
      { kind: 'contact', year: '2025-26', facts: 77, persons: 70 },
    ],
    spent: [spent('foster-week', 48), spent('childrens-home-week', 5)],
  },
  on,
);
const counts = AreaCounts.parse({
  ...shown,
  area: { code: 'testshire', name: 'Testshire', marking: 'made-up' },
  today: on,
  spendingByService: services,
  spendingYear: '2025-26',
  priceBase: '2024-25',
  standsOn: { agencies: [], silent: [] },
});
const html = renderToStaticMarkup(<AreaPage counts={counts} readsAccounts={false} />);
const cells = [...html.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) =>
  cell.replace(/<[^>]*>/g, '').trim(),
);

test('no cell of the page holds 1 to 5, and the page says so', () => {
  expect(cells).toContain('77');
  expect(cells).toContain('53');
  expect(cells.filter((cell) => /(^|\D)[1-5]$/.test(cell) && cell !== '1 to 5')).toEqual([]);
  expect(cells.filter((cell) => cell === '1 to 5')).toHaveLength(3);
  expect(html).toContain('Counts of 1 to 5 are not shown');
  expect(html).toContain('people (number not shown) in 300 families');
  expect(html).toContain('1 to 5 families have one');
  expect(html).toContain('href="/behind?need=money">12</a>');
  expect(html).not.toMatch(/behind\?band/);
});

test('what is not shown opens to the families behind it all the same, and an empty year does not', () => {
  expect(html).toContain('href="/behind?began=missing&amp;year=2025-26">1 to 5</a>');
  expect(html).toContain('href="/behind?now=placement-home"');
  expect(html).not.toContain('began=missing&amp;year=2024-25');
});

test('an amount around few people is not shown, and the year’s sum says what it leaves out', () => {
  expect(html).toContain('Without those not shown');
  expect(cells.filter((cell) => cell === 'not shown').length).toBeGreaterThanOrEqual(2);
});

test('the newest five years of spending stand open, earlier ones are folded', () => {
  const [one] = counts.spending;
  if (one === undefined) throw new Error('no year of spending');
  const page = (years: readonly number[]) => {
    const spending = years.map((year) => ({ ...one, year: `${year}-${(year + 1) % 100}` }));
    return renderToStaticMarkup(<AreaPage counts={{ ...counts, spending }} readsAccounts={false} />);
  };
  const seven = page([2025, 2024, 2023, 2022, 2021, 2020, 2019]);
  const [open = '', folded = ''] = seven.split('<details');
  expect(folded).toContain('Earlier years, 2019-20 to 2020-21');
  expect(open.match(/year=\d{4}-\d\d#spent/g)).toHaveLength(5);
  expect(folded.match(/year=\d{4}-\d\d#spent/g)).toHaveLength(2);
  expect(page([2025, 2024, 2023, 2022, 2021])).not.toContain('<details');
});
