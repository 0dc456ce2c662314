import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  bandRules,
  catalogue,
  differenceRules,
  factRules,
  goodNewsRules,
  openingRules,
  relationRules,
} from '../chronology/index.ts';
import { familyRules } from '../families/index.ts';
import { costRules, unitCosts } from './index.ts';

const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');

/** The words beside a rule's id in the page's tables. */
const wordsOf = (id: string) => new RegExp(`^\\| \`${id}\` \\| (.*) \\|$`, 'm').exec(page)?.[1];

test('docs/rules.md states every rule in the words of the code', () => {
  const rules = Object.entries({
    ...familyRules,
    ...factRules,
    ...bandRules,
    ...differenceRules,
    ...goodNewsRules,
    ...relationRules,
    ...costRules,
  });
  for (const [id, words] of rules) expect(wordsOf(id), id).toBe(words);
});

test('docs/rules.md states every reason that opens a picture, its months and its kinds, and no other', () => {
  for (const { id, label, keepMonths, kinds } of openingRules) {
    expect(wordsOf(id), id).toBe(`${label} | ${kinds.join(', ')} | ${keepMonths}`);
  }
  const reasons = page.slice(page.indexOf('## Reasons'), page.indexOf('## Facts'));
  expect(reasons.match(/^\| `/gm)).toHaveLength(openingRules.length);
});

test('every unit cost that the catalogue names exists, and six services and more are costed', () => {
  const known = new Set(unitCosts.map((cost) => cost.key));
  const named = new Set([...catalogue.values()].flatMap((entry) => entry.costs ?? []));
  for (const key of named) expect(known.has(key), key).toBe(true);
  expect(named.size).toBeGreaterThanOrEqual(6);
});
