import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { stayRules, withPlacements } from './placed.ts';

type Days = [from: string, to: string | null];
const stay = (homeId: string, [from, to]: Days, personId = 'kyle') => ({
  personId,
  homeId,
  address: homeId,
  postcode: null,
  happened: { from, to },
  precision: 'day' as const,
  agency: 'social-care',
  recordId: `record of ${homeId}`,
});
const placement = (kind: string, [from, to]: Days, personId = 'kyle') => ({
  factId: `${kind} ${from}`,
  personId,
  kind: `placement-${kind}`,
  agency: 'social-care',
  happened: { from, to },
  precision: 'day' as const,
});
const told = (...of: Parameters<typeof withPlacements>) =>
  withPlacements(...of).map(({ address, happened: { from, to }, factId }) => [address, from, to, factId]);

// As the Harts’: the old home was left in February, and the next is stated from October on.
const kyles = [stay('Dunlin Walk', ['2018-12-01', '2023-02-10']), stay('Loom Lane', ['2023-10-06', null])];

test('a child in care is in the placement, and not at home or nowhere', () => {
  const facts = [
    placement('foster', ['2023-01-16', '2023-06-05']),
    placement('home', ['2023-06-05', '2023-10-06']),
  ];
  expect(told(kyles, facts)).toEqual([
    ['Dunlin Walk', '2018-12-01', '2023-01-16', null],
    ['Loom Lane', '2023-10-06', null, null],
    ['Foster placement', '2023-01-16', '2023-06-05', 'foster 2023-01-16'],
    ['Children’s home', '2023-06-05', '2023-10-06', 'home 2023-06-05'],
  ]);
});

test('whoever comes home to a stay that nobody ended is there again from the day after', () => {
  const [home] = [stay('Mill Lane', ['2020-01-01', null])];
  expect(told([home], [placement('foster', ['2024-01-01', '2024-03-01'])])).toEqual([
    ['Mill Lane', '2020-01-01', '2024-01-01', null],
    ['Mill Lane', '2024-03-01', null, null],
    ['Foster placement', '2024-01-01', '2024-03-01', 'foster 2024-01-01'],
  ]);
  expect(told([home], [placement('foster', ['2024-01-01', null])])).toEqual([
    ['Mill Lane', '2020-01-01', '2024-01-01', null],
    ['Foster placement', '2024-01-01', null, 'foster 2024-01-01'],
  ]);
});

test('a home that is stated for the placement stands for it; parents and brothers are left where they are', () => {
  const carers = stay('Carers’ house', ['2024-01-01', '2024-03-01']);
  const facts = [placement('foster', ['2024-01-01', '2024-03-01'])];
  expect(told([carers], facts)).toEqual([['Carers’ house', '2024-01-01', '2024-03-01', null]]);
  const brother = stay('Mill Lane', ['2020-01-01', null], 'leah');
  expect(told([brother], facts).slice(0, 1)).toEqual([['Mill Lane', '2020-01-01', null, null]]);
  const home = stay('Mill Lane', ['2020-01-01', null]);
  expect(told([home], [placement('parents', ['2024-01-01', null])])).toEqual([
    ['Mill Lane', '2020-01-01', null, null],
  ]);
});

test('docs/rules.md states the rule in the words of the code', () => {
  const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
  for (const [id, words] of Object.entries(stayRules)) expect(page).toContain(`| \`${id}\` | ${words} |`);
});
