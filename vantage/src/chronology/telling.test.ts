import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import { listedParts } from './rules.ts';
import { kindsOfEvents, tellingRule, tellingRules } from './telling.ts';

test('docs/rules.md states every rule of telling, its owner and its kinds', () => {
  const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
  for (const [id, { words, owner, kinds }] of Object.entries(tellingRules)) {
    expect(page).toContain(`| \`${id}\` | ${words} | ${owner} | ${kinds.join(', ')} |`);
  }
});

test('of what is said only what lists have words for is told to the person', () => {
  const part = (name: string, value: string, code?: string) => ({
    name,
    label: name,
    value,
    ...(code && { code }),
  });
  expect(
    listedParts([
      part('factors', 'neglect, 17B', '16A 17B'),
      part('need', 'Family in acute stress', 'N4'),
      part('source', 'MY, NEIGHBOUR', 'my neighbour'),
      part('outcome', 'Advice given, Dawn is to ring Lee'),
      part('outcome', 'Rang Lee'),
    ]).map((one) => one.value),
  ).toEqual(['neglect', 'Family in acute stress', 'Advice given']);
});

test('every kind that a rule names is in the catalogue, once', () => {
  const named = Object.values(tellingRules).flatMap((rule) => [...rule.kinds]);
  expect(named.filter((kind) => !catalogue.has(kind))).toEqual([]);
  expect(new Set(named).size).toBe(named.length);
});

test('an enquiry and a kind without a rule are not told; a plan is', () => {
  const told = new Map(kindsOfEvents().map((one) => [one.kind, one.telling]));
  expect([told.get('s47'), told.get('bereavement'), told.get('cp-plan')]).toEqual([
    'not-yet',
    'not-yet',
    'shared',
  ]);
  expect(tellingRule('bereavement')).toBeUndefined();
});

test('whatever a service beside social care and the police tells of locates', () => {
  const locates = new Map(kindsOfEvents().map((one) => [one.kind, one.locates]));
  const told = [
    'health-visit emergency mental-health-visit mental-health-missed not-brought low-attendance school-suspension',
    'homelessness eviction temporary-home youth-justice custody elsewhere-care treatment worker house-move',
  ].flatMap((kinds) => kinds.split(' '));
  expect(told.filter((kind) => !locates.get(kind))).toEqual([]);
  expect(
    ['cp-plan', 'cp-conference', 'police-violence', 'bereavement'].filter((kind) => locates.get(kind)),
  ).toEqual([]);
});
