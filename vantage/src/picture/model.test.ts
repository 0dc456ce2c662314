import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogue, workerRules } from '../chronology/index.ts';
import { addDays } from '../platform/index.ts';
import { goingWell, happeningsOf, headings, latestOf, openOn, type Told, weighing } from './model.ts';

const told = (over: Partial<Told>): Told => ({
  factId: 'f1',
  personId: 'p1',
  role: 'subject',
  agency: 'social-care',
  kind: 'cp-plan',
  shape: 'involvement',
  happened: { from: '2024-01-10', to: null },
  precision: 'day',
  occasion: null,
  detail: { parts: [] },
  ...over,
});

test('one plan for two brothers, begun and ended on the same days, is one happening with both', () => {
  const [one, ...others] = happeningsOf([told({}), told({ factId: 'f2', personId: 'p2' })], catalogue);
  expect(others).toEqual([]);
  expect(one?.people.map((person) => person.personId)).toEqual(['p1', 'p2']);
});

test('what other records say of a plan for two is told once, and all of it', () => {
  const saying = (...said: (string | null)[]) => ({
    parts: [],
    contradictions: said.map((one) => ({
      about: 'category',
      label: 'Category',
      said: one,
      recordId: `r${one}`,
    })),
  });
  const [one] = happeningsOf(
    [
      told({ detail: saying('Neglect') }),
      told({ factId: 'f2', personId: 'p2', detail: saying('Neglect', null) }),
    ],
    catalogue,
  );
  expect(one?.differing).toEqual([
    { label: 'Category', said: 'Neglect', agency: 'social-care', recordId: 'rNeglect' },
    { label: 'Category', said: null, agency: 'social-care', recordId: 'rnull' },
  ]);
});

test('plans that ended on different days stay two', () => {
  const plans = [
    told({}),
    told({ factId: 'f2', personId: 'p2', happened: { from: '2024-01-10', to: '2024-05-01' } }),
  ];
  expect(happeningsOf(plans, catalogue)).toHaveLength(2);
});

test('two occurrences on one day stay two; the same occurrence seen from two people is one', () => {
  const call = {
    kind: 'police-violence',
    shape: 'event',
    agency: 'police',
    happened: { from: '2024-02-01', to: '2024-02-02' },
  } as const;
  const facts = [
    told({ ...call, occasion: 'OC1', factId: 'a', role: 'victim' }),
    told({ ...call, occasion: 'OC1', factId: 'b', personId: 'p2', role: 'suspect' }),
    told({ ...call, occasion: 'OC2', factId: 'c' }),
  ];
  expect(happeningsOf(facts, catalogue).map((one) => one.people.map((person) => person.role))).toEqual([
    ['victim', 'suspect'],
    ['subject'],
  ]);
});

describe('what two agencies tell', () => {
  const rent = {
    kind: 'rent-arrears',
    shape: 'event',
    happened: { from: '2026-11-03', to: '2026-11-04' },
  } as const;
  const note = (value: string) => ({ parts: [{ name: 'note', label: 'Note', value }] });
  const of = (...facts: Parameters<typeof told>[0][]) =>
    happeningsOf(
      facts.map((one, at) => told({ ...rent, factId: `f${at}`, ...one })),
      catalogue,
    );

  test('of one thing is one line with both, and with all that both say', () => {
    const lines = of({ agency: 'housing' }, { agency: 'social-care', detail: note('Eight weeks behind') });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      factId: 'f1',
      tellers: [
        { agency: 'social-care', factId: 'f1' },
        { agency: 'housing', factId: 'f0' },
      ],
      parts: [{ value: 'Eight weeks behind' }],
    });
    expect(lines[0]?.people.map((one) => one.factId)).toEqual(['f0', 'f1']);
  });

  test('stays two where they say otherwise, name others, or one agency tells both', () => {
    expect(
      of({ agency: 'housing', detail: note('a') }, { agency: 'social-care', detail: note('b') }),
    ).toHaveLength(2);
    expect(of({ agency: 'housing' }, { agency: 'social-care', personId: 'p2' })).toHaveLength(2);
    expect(
      of({ agency: 'housing', detail: note('a') }, { agency: 'housing', detail: note('b') }),
    ).toHaveLength(2);
    expect(
      of(
        { agency: 'housing' },
        { agency: 'social-care', happened: { from: '2026-11-04', to: '2026-11-05' } },
      ),
    ).toHaveLength(2);
    const visit = { kind: 'cin-visit' } as const;
    expect(of({ ...visit, agency: 'housing' }, { ...visit, agency: 'social-care' })).toHaveLength(2);
  });
});

describe('one thing that two agencies tell in their own words', () => {
  const event = (kind: string, agency: string, from: string, over: Partial<Told> = {}) =>
    told({
      factId: `${agency} ${kind} ${from}`,
      kind,
      agency,
      shape: 'event',
      happened: { from, to: addDays(from, 1) },
      ...over,
    });
  const of = (...facts: Told[]) =>
    happeningsOf(facts, catalogue).map(({ kind, tellers, happened, people }) => [
      kind,
      tellers.map(({ agency }) => agency),
      happened.from,
      people.map(({ role }) => role),
    ]);

  test('whom the police call missing and social care as well is missing once, and harmed by nobody', () => {
    const police = event('police-missing-person', 'police', '2026-08-22', {
      role: 'victim',
      occasion: 'police|OC1',
      detail: { parts: [{ name: 'outcome', label: 'Outcome', value: 'No further action' }] },
    });
    const missing = event('missing', 'social-care', '2026-08-22');
    expect(of(police, missing)).toEqual([
      ['missing', ['social-care', 'police'], '2026-08-22', ['subject', 'subject']],
    ]);
    expect(of(police)).toEqual([['police-missing-person', ['police'], '2026-08-22', ['subject']]]);
    // Another day, or somebody else, is another time.
    expect(of(police, event('missing', 'social-care', '2026-08-23'))).toHaveLength(2);
    expect(of(police, event('missing', 'social-care', '2026-08-22', { personId: 'p2' }))).toHaveLength(2);
  });

  test('a pregnancy is one, on the day of whoever told it first; the next is another', () => {
    const told = [
      event('pregnancy', 'social-care', '2026-07-14'),
      event('pregnancy', 'community-health', '2026-07-09'),
    ];
    expect(of(...told)).toEqual([
      ['pregnancy', ['community-health', 'social-care'], '2026-07-09', ['subject', 'subject']],
    ]);
    expect(of(event('pregnancy', 'social-care', '2025-01-10'), ...told)).toHaveLength(2);
    expect(of(...told, event('pregnancy', 'community-health', '2026-10-01'))).toHaveLength(2);
  });
});

test('a worker’s allocation is a line for each worker and part; of one whose name is not told, for all who are allocated alike', () => {
  const worker = (factId: string, personId: string, name: string | null, part = 'Allocated social worker') =>
    told({
      factId,
      personId,
      kind: 'worker',
      happened: { from: '2026-03-02', to: null },
      detail: {
        parts:
          name === null
            ? []
            : [
                { name: 'worker-role', label: 'Role', value: part },
                { name: 'change', label: 'Why the worker changed', value: factId },
                { name: 'worker', label: 'Worker', value: name },
              ],
      },
    });
  const of = (...facts: Told[]) =>
    happeningsOf(facts, catalogue).map(({ people }) => people.map(({ personId }) => personId));
  expect(
    of(
      worker('a', 'leah', 'Ade'),
      worker('b', 'kyle', 'Ade'),
      worker('c', 'dawn', 'Nina', 'Family help practitioner'),
    ),
  ).toEqual([['kyle', 'leah'], ['dawn']]);
  // Three with a worker who is not told, from one day: one worker; two of one child are two.
  const hidden = (factId: string, personId: string) => worker(factId, personId, null);
  expect(of(hidden('a', 'leah'), hidden('b', 'kyle'), hidden('c', 'ann'))).toEqual([['ann', 'kyle', 'leah']]);
  expect(of(hidden('a', 'leah'), hidden('b', 'kyle'), hidden('c', 'leah'))).toEqual([
    ['kyle', 'leah'],
    ['leah'],
  ]);
});

test('what weighs on them adds up to the crises that the chronology has of the last 12 months', () => {
  const kinds = ['police-violence', 'missing', 'police-missing-person', 'cp-plan', 'school-exclusion', 's47'];
  const span = fc
    .tuple(fc.integer({ min: -900, max: 60 }), fc.option(fc.integer({ min: 1, max: 500 })))
    .map(([from, days]) => {
      const first = addDays('2026-11-22', from);
      return { from: first, to: days === null ? null : addDays(first, days) };
    });
  const facts = fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      agency: fc.constantFrom('police', 'social-care'),
      personId: fc.constantFrom('p1', 'p2'),
      happened: span,
    }),
    { maxLength: 25 },
  );
  fc.assert(
    fc.property(facts, (made) => {
      const all = made.map((one, n) =>
        told({ ...one, factId: `f${n}`, shape: catalogue.get(one.kind)?.shape ?? 'event' }),
      );
      const happenings = happeningsOf(all, catalogue);
      const listed = happenings.filter(
        ({ tone, happened: { from, to } }) =>
          tone === 'crisis' && (from ?? '') <= '2026-11-22' && (to === null || to > '2025-11-22'),
      );
      const sum = weighing(happenings, '2025-11-22', '2026-11-22').reduce((n, { count }) => n + count, 0);
      expect(sum).toBe(listed.length);
    }),
  );
});

test('the order of facts does not matter', () => {
  const facts = [
    told({}),
    told({ factId: 'f2', personId: 'p2' }),
    told({
      factId: 'f3',
      kind: 'good-news',
      shape: 'event',
      happened: { from: '2025-03-01', to: '2025-03-02' },
    }),
    told({ factId: 'f4', kind: 'in-care', happened: { from: '2020-01-01', to: '2021-01-01' } }),
    told({
      factId: 'f5',
      agency: 'health',
      kind: 'in-care',
      happened: { from: '2020-01-01', to: '2021-01-01' },
    }),
    told({
      factId: 'f6',
      agency: 'police',
      kind: 'in-care',
      happened: { from: '2020-01-01', to: '2021-01-01' },
    }),
  ];
  const expected = happeningsOf(facts, catalogue);
  fc.assert(
    fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
      expect(happeningsOf(shuffled, catalogue)).toEqual(expected);
    }),
  );
});

test('weighing: an open plan and recent crises count, an ended plan and old crises do not', () => {
  const day = (from: string) => ({
    from,
    to: `${from.slice(0, 8)}${String(Number(from.slice(8)) + 1).padStart(2, '0')}`,
  });
  const call = { kind: 'police-violence', shape: 'event', agency: 'police' } as const;
  const happenings = happeningsOf(
    [
      told({}),
      told({ factId: 'ended', kind: 'in-care', happened: { from: '2020-01-01', to: '2021-01-01' } }),
      told({ ...call, factId: 'old', occasion: '1', happened: day('2020-02-01') }),
      told({ ...call, factId: 'new', occasion: '2', happened: day('2024-09-01') }),
      told({ ...call, factId: 'newest', occasion: '3', happened: day('2024-10-01') }),
    ],
    catalogue,
  );
  const reasons = weighing(happenings, '2023-11-15', '2024-11-15');
  expect(reasons.map((reason) => [reason.happening.factId, reason.count])).toEqual([
    ['newest', 2],
    ['f1', 1],
  ]);
  expect(goingWell(happenings, '2022-11-15')).toEqual([]);
});

test('a spell is open on its first day and not on the day after its last', () => {
  const spell = { shape: 'involvement', happened: { from: '2024-01-10', to: '2024-02-01' } } as const;
  expect(openOn(spell, '2024-01-09')).toBe(false);
  expect(openOn(spell, '2024-01-10')).toBe(true);
  expect(openOn(spell, '2024-01-31')).toBe(true);
  expect(openOn(spell, '2024-02-01')).toBe(false);
});

test('the latest: those of one kind that began on one day are one of them, and what lies ahead is none', () => {
  const line = (factId: string, kind: string, from: string | null) => ({
    factId,
    kind,
    happened: { from, to: null },
  });
  const notes = Array.from({ length: 20 }, (_, n) => line(`n${n}`, 'note', '2026-11-20'));
  const happenings = [
    line('undated', 'note', null),
    line('a', 'referral', '2026-06-01'),
    line('b', 'note', '2026-07-01'),
    ...notes,
    line('c', 'visit', '2026-11-20'),
    line('ahead', 'visit', '2026-11-24'),
  ];
  const of = (count: number) =>
    latestOf(happenings, '2026-11-23', count).map(({ line: { factId }, others }) => [factId, others.length]);
  expect(of(12)).toEqual([
    ['c', 0],
    ['n19', 19],
    ['b', 0],
    ['a', 0],
  ]);
  expect(of(2)).toEqual([
    ['c', 0],
    ['n19', 19],
  ]);
});

test('docs/rules.md states the rules of the headings in the words of the code', () => {
  const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
  for (const [rule, words] of Object.entries({ ...headings, ...workerRules }))
    expect(page).toContain(`| \`${rule}\` | ${words} |`);
});
