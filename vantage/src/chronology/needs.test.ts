import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import { bands, needRules, needRulesOwner, needRulesSince, needs } from './need-rules.ts';
import { bandOf, type Evidence, needsOn, speaksOf } from './needs.ts';

const on = '2026-11-22';
let made = 0;

type Over = Partial<Omit<Evidence, 'happened' | 'detail'>> & { said?: [name: string, code: string] };
/** A fact of Kyle's from a day to a last day, or going on with null. */
function fact(
  kind: string,
  from: string,
  last: string | null = from,
  { said, ...over }: Over = {},
): Evidence {
  made += 1;
  const dayAfter = (day: string) =>
    new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return {
    factId: `fact ${made}`,
    personId: 'kyle',
    agency: 'social-care',
    kind,
    role: 'subject',
    happened: { from, to: last === null ? null : dayAfter(last) },
    occasion: null,
    detail: { parts: said ? [{ name: said[0], label: said[0], value: 'words', code: said[1] }] : [] },
    ...over,
  };
}

const born = (personId: string) => ({ kyle: '2012-02-20', olu: '2023-01-05' })[personId] ?? null;
/** "need: rule rule" for each need found. */
const found = (...facts: Evidence[]) =>
  needsOn(facts, on, born).map(({ need, found }) => `${need}: ${found.map(({ rule }) => rule.id).join(' ')}`);

describe('a need stands', () => {
  test('by two terms missed of one child that ended in the last 12 months, not by one, nor one each of two', () => {
    const spring = fact('low-attendance', '2026-01-01', '2026-03-31');
    const summer = fact('low-attendance', '2026-04-01', '2026-07-31');
    const before = fact('low-attendance', '2025-09-01', '2025-11-21');
    expect(found(spring, summer)).toEqual(['learning: terms-missed']);
    expect(found(spring)).toEqual([]);
    expect(found(spring, { ...summer, personId: 'leah' })).toEqual([]);
    expect(found(spring, before)).toEqual([]);
    expect(found(spring, fact('low-attendance', '2025-09-01', '2025-11-22'))).toEqual([
      'learning: terms-missed',
    ]);
  });

  test('until the months have passed since the last day, and while a spell goes on', () => {
    expect(found(fact('custody', '2020-01-01', '2025-11-22'))).toEqual(['crime: youth-justice']);
    expect(found(fact('custody', '2020-01-01', '2025-11-21'))).toEqual([]);
    expect(found(fact('cp-plan', '2019-01-01', null))).toEqual(['safety: protection']);
    expect(found(fact('debt', '2026-11-23'))).toEqual([]);
    expect(found(fact('debt', '2026-11-22'))).toEqual(['money: behind-with-money']);
  });

  test('by what an assessment found, by its codes, however they are written', () => {
    const assessed = (codes: string, on = '2026-06-02') =>
      fact('assessment', '2026-05-01', on, { said: ['factors', codes] });
    expect(found(assessed('4b, 3A'))).toEqual([
      'health: health-found',
      'domestic-abuse: abuse-at-home-found',
    ]);
    expect(found(assessed('20 21'))).toEqual([]);
    expect(found(assessed('14'))).toEqual([]);
    // What is said is not shared with the reader: the assessment alone tells of no need.
    expect(found({ ...assessed('4B'), detail: { parts: [] } })).toEqual([]);
  });

  test('for a suspect, not for who was harmed or saw it', () => {
    const theft = (role: string) => fact('police-theft', '2026-10-01', '2026-10-01', { role });
    expect(found(theft('suspect'))).toEqual(['crime: suspected']);
    expect(found(theft('victim'), theft('witness'), theft('child-present'))).toEqual([]);
  });

  test('for a child of the age that the rule names, and for nobody whose age is not known', () => {
    const missed = (personId: string) => [
      fact('not-brought', '2026-03-01', '2026-03-01', { personId }),
      fact('not-brought', '2026-05-01', '2026-05-01', { personId }),
    ];
    expect(found(...missed('olu'))).toEqual(['early-years: checks-missed']);
    expect(found(...missed('kyle'))).toEqual([]);
    expect(found(...missed('nobody'))).toEqual([]);
  });

  test('by things that happened, not by records of them: one told twice counts once', () => {
    const suspended = (day: string, agency = 'school') => fact('school-suspension', day, day, { agency });
    expect(found(suspended('2026-03-12'), suspended('2026-03-12', 'social-care'))).toEqual([]);
    expect(found(suspended('2026-03-12'), suspended('2026-03-19'))).toEqual(['learning: suspended-twice']);
  });

  test('with its evidence, newest first', () => {
    const [first, second] = [fact('debt', '2026-03-01'), fact('rent-arrears', '2026-09-01')];
    const [money] = needsOn([first, second], on, born);
    expect(money?.found[0]?.evidence.map((one) => one.factId)).toEqual([second.factId, first.factId]);
  });
});

test('every rule has its kinds in the catalogue, and every need a rule', () => {
  for (const { id, kinds } of needRules)
    for (const kind of kinds) expect(catalogue.has(kind), `${id} ${kind}`).toBe(true);
  expect(new Set(needRules.map((rule) => rule.need))).toEqual(new Set(Object.keys(needs)));
  expect(Object.keys(needs)).toHaveLength(10);
});

test('what is asked for a need holds every fact that a rule of it can rest on', () => {
  expect(speaksOf(['money'], on)).toEqual({
    kinds: ['debt', 'eviction', 'in-need', 'rent-arrears'],
    since: '2025-11-22',
  });
  expect(speaksOf(['home'], on).since).toBe('2024-11-22');
});

test('bands are three needs and more, five and more, as documented', () => {
  const expected = ['managing', 'coping', 'coping', 'brink', 'brink', ...Array<string>(6).fill('crisis')];
  expect(Array.from({ length: 11 }, (_, count) => bandOf(count))).toEqual(expected);
});

test('docs/rules.md states every rule of need, and every band, in the words of the code', () => {
  const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
  for (const { id, need, words } of needRules)
    expect(page).toContain(`| \`${id}\` | ${needs[need]} | ${words} |`);
  for (const { label, words } of Object.values(bands)) expect(page).toContain(`| ${label} | ${words} |`);
  expect(page).toContain(needRulesOwner);
  expect(page).toContain(needRulesSince);
});
