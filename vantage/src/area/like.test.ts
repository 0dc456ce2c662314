import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type LikeCoarse,
  type LikeGroup,
  likeGroupOf,
  likeGroups,
  likeGroupsBy,
  likeHelp,
  likeNeed,
  likeParts,
  likeWithin,
  likeYoungest,
  type NeedId,
} from '../chronology/index.ts';
import { likeBy, likeDays, likeFollowed, likeList, likeShown as likeShownIf, likeSizes } from './like.ts';
import type { LikeNumbers } from './numbers.ts';
import { type Equation, type Known, narrow, solve } from './testing.ts';

const on = '2025-03-31';
const spell = (reason: string, from: string, to: string | null = null) => ({
  reason,
  happened: { from, to },
});
const child = (born: string | null, died: string | null = null) => ({ born, died });
const of = (reasons: ReturnType<typeof spell>[], members: ReturnType<typeof child>[], ...needs: NeedId[]) =>
  likeGroupOf({ reasons, members, needs: new Set(needs) }, on);

describe('the group of a family', () => {
  test('is by the first help that goes on, the youngest child who is born and alive, and the first list of needs', () => {
    const plan = spell('child-in-need-plan', '2025-01-01');
    expect(of([plan], [child('2014-05-01'), child('1985-01-01')], 'money')).toBe('in-need.5-to-10.daily');
    expect(of([plan, spell('in-care', '2024-01-01')], [child('2014-05-01')], 'money', 'health')).toBe(
      'care.5-to-10.health',
    );
    expect(of([spell('help-agreed', '2025-01-01')], [child('2020-04-01')])).toBe('early.under-5.none');
    // On 31 March 2025 a child born on 31 March 2020 has turned five.
    expect(of([spell('help-agreed', '2025-01-01')], [child('2020-03-31')])).toBe('early.5-to-10.none');
    expect(of([plan], [child('2008-01-01'), child('2025-05-01')], 'domestic-abuse', 'health')).toBe(
      'in-need.11-to-17.domestic-abuse',
    );
    expect(of([plan], [child('2008-01-01'), child('2022-05-01', '2022-06-01')])).toBe(
      'in-need.11-to-17.none',
    );
  });

  test('is none where no help goes on, or no child’s age is known', () => {
    expect(of([spell('in-care', '2020-01-01', '2025-03-31')], [child('2014-05-01')])).toBeUndefined();
    expect(of([spell('in-care', '2025-04-01')], [child('2014-05-01')])).toBeUndefined();
    expect(of([spell('in-care', '2020-01-01')], [child(null), child('2007-03-31')])).toBeUndefined();
  });
});

test('families are grouped on the last day of March before a whole year that is over', () => {
  expect(likeDays('2026-11-23')).toEqual({ on: '2025-03-31', last: '2026-03-31' });
  expect(likeDays('2026-03-31')).toEqual({ on: '2024-03-31', last: '2025-03-31' });
  expect(likeDays('2026-04-01')).toEqual({ on: '2025-03-31', last: '2026-03-31' });
});

function likeShown(...asked: Parameters<typeof likeShownIf>) {
  const shown = likeShownIf(...asked);
  if (!shown) throw new Error('no such group');
  return shown;
}

const group: LikeGroup = 'in-need.5-to-10.health';
const told = (families: number, care = 0) =>
  likeShown(
    { on, groups: { [group]: { families, helped: { treatment: care }, followed: { care } } } },
    group,
  );
const rowOf = (shown: ReturnType<typeof told>) => shown.followed.find((one) => one.id === 'care')?.families;

test('numbers are to the nearest ten, none of 5 or fewer, and nothing of a group of fewer than 15', () => {
  expect([0, 5, 14].map((families) => told(families, Math.min(families, 6)))).toEqual(
    Array(3).fill({ ...told(0), families: null, helped: [], followed: [] }),
  );
  expect([15, 24, 25, 104, 105].map((families) => told(families).families)).toEqual([20, 20, 30, 100, 110]);
  expect([0, 5, 6, 14, 15, 25].map((care) => rowOf(told(200, care)))).toEqual([null, null, 10, 10, 20, 30]);
  // Nought looks like five: which rows there are tells nothing.
  expect(told(200, 0)).toEqual(told(200, 5));
});

test('a service that is not named to the reader has no row, whether any family had it or not', () => {
  const shown = (count: number) =>
    likeShown(
      { on, groups: { [group]: { families: 90, helped: { treatment: count }, followed: {} } } },
      group,
      new Set(['treatment']),
    );
  expect(shown(60)).toEqual(shown(0));
  expect(shown(60).helped.map((one) => one.id)).not.toContain('treatment');
  expect(told(90, 60).helped[0]).toEqual({ id: 'treatment', label: 'Treatment', families: 60 });
});

/** Families with what is true of each, at random: mostly few, since there the danger is. */
const followedIds = Object.keys(likeFollowed);
const aFamily = fc.record({
  group: fc.constantFrom(...likeGroups.slice(0, 4)),
  helped: fc.subarray(['early-help', 'treatment', 'housing']),
  followed: fc.subarray(followedIds),
});
const anArea = fc
  .tuple(
    fc.array(aFamily, { maxLength: 40 }),
    fc.array(fc.tuple(aFamily, fc.integer({ min: 1, max: 30 })), { maxLength: 6 }),
  )
  .chain(([single, many]) => {
    const few = [...single, ...many.flatMap(([one, times]) => Array<typeof one>(times).fill(one))];
    // Families elsewhere, of whom everything is known: as many as make the area small, middling or large.
    const elsewhere = { group: likeGroups.at(-1) as LikeGroup, helped: [], followed: [] };
    return fc.constantFrom(0, 100, 400, 1600).map((others) => [...few, ...Array(others).fill(elsewhere)]);
  });

/** All that lies in a group, added up. */
function whole({ groups }: LikeNumbers, group: string) {
  const within = Object.entries(groups).filter(
    ([fine]) => group === 'any' || `${fine}.`.startsWith(`${group}.`),
  );
  const add = (of: 'helped' | 'followed') => {
    const sum: Record<string, number> = {};
    for (const [, own] of within) for (const [id, n] of Object.entries(own[of])) sum[id] = (sum[id] ?? 0) + n;
    return sum;
  };
  const families = within.reduce((sum, [, own]) => sum + own.families, 0);
  return { families, helped: add('helped'), followed: add('followed') };
}

function counted(
  families: readonly { group: LikeGroup; helped: string[]; followed: string[] }[],
): LikeNumbers {
  const groups: LikeNumbers['groups'] = {};
  const tally = (names: string[][]) =>
    Object.fromEntries([...Map.groupBy(names.flat(), (one) => one)].map(([name, all]) => [name, all.length]));
  for (const [own, all] of Map.groupBy(families, (one) => one.group))
    groups[own] = {
      families: all.length,
      helped: tally(all.map((one) => one.helped)),
      followed: tally(all.map((one) => one.followed)),
    };
  return { on, groups };
}

/** What a number that is shown says to whoever has the program: the least and the greatest for which it is shown. */
function inverse(shownOf: (count: number) => number | null | undefined): (shown: number | null) => Known {
  const known = new Map<number | null | undefined, Known>();
  for (let count = 0; count < 2000; count += 1) {
    const shown = shownOf(count);
    known.set(shown, { least: known.get(shown)?.least ?? count, greatest: count });
  }
  return (shown) => known.get(shown) ?? { least: 0, greatest: Number.POSITIVE_INFINITY };
}
const ofGroup = inverse((families) => told(families).families);
const ofRow = inverse((families) => rowOf(told(2000, families)));

/**
 * Every page of every group, and the list, taken from one another in all ways: each number, what is left of a group
 * without it, what is left of one line without another that is part of it, and the groups' sum.
 */
function attack(numbers: LikeNumbers): { name: string; true: number; known: Known }[] {
  const known = new Map<string, Known>();
  const exact = new Map<string, number>();
  const equations: Equation[] = [];
  const left = (whole: string, part: string) => {
    const rest = `${whole} without ${part}`;
    known.set(rest, { least: 0, greatest: Number.POSITIVE_INFINITY });
    exact.set(rest, (exact.get(whole) ?? 0) - (exact.get(part) ?? 0));
    equations.push({ whole, parts: [part, rest] });
  };
  for (const { group, families } of likeList(numbers)) {
    const page = likeShown(numbers, group);
    expect(page.families).toBe(families);
    const own = whole(numbers, group);
    known.set(group, ofGroup(families));
    exact.set(group, own.families);
    for (const [rows, truth] of [
      [page.helped, own.helped],
      [page.followed, own.followed],
    ] as const)
      for (const { id, families: shown } of rows) {
        known.set(`${group} ${id}`, ofRow(shown));
        exact.set(`${group} ${id}`, truth[id] ?? 0);
        left(group, `${group} ${id}`);
      }
    if (page.followed.some(({ id }) => id === 'over') && (own.followed.none ?? 0) <= (own.followed.over ?? 0))
      left(`${group} over`, `${group} none`);
  }
  const narrowed = narrow(known, equations);
  return [...exact].map(([name, value]) => ({
    name,
    true: value,
    known: solve(name, narrowed, equations),
  }));
}

/** A count of 1 to 5 families is told where neither 0 nor more than 5 fits what is known, or only some of 1 to 5. */
const isTold = ({ true: value, known }: ReturnType<typeof attack>[number]) =>
  value >= 1 && value <= 5 && known.least > 0 && known.greatest <= 5;

describe('who takes every page from every other', () => {
  test('finds no count of 1 to 5 families', () => {
    fc.assert(
      fc.property(anArea, (families) => {
        const found = attack(counted(families));
        expect(found.filter(isTold)).toEqual([]);
        // What the attacker knows is true of every number.
        for (const { true: value, known } of found) {
          expect(value).toBeGreaterThanOrEqual(known.least);
          expect(value).toBeLessThanOrEqual(known.greatest);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('finds that one family more changes no page but that of its own group', () => {
    fc.assert(
      fc.property(anArea, aFamily, (families, one) => {
        const before = counted(families);
        const after = counted([...families, one]);
        // Of every other group nothing changes by a single letter.
        const by = likeBy(before);
        for (const other of likeGroupsBy(by))
          if (other !== likeWithin(one.group, by))
            expect(likeShown(after, other)).toEqual(likeShown(before, other));
      }),
      { numRuns: 100 },
    );
  });

  test('would find the one that is left if numbers were not rounded', () => {
    // Of 21 families a child came into care in 20. Told as 20 and 20, from none to nine are left.
    const numbers = counted(
      Array.from({ length: 21 }, (_, n) => ({ group, helped: [], followed: n < 20 ? ['care'] : [] })),
    );
    const equations: Equation[] = [{ whole: 'all', parts: ['care', 'rest'] }];
    const exactly = new Map<string, Known>([
      ['all', { least: 21, greatest: 21 }],
      ['care', { least: 20, greatest: 20 }],
      ['rest', { least: 0, greatest: Number.POSITIVE_INFINITY }],
    ]);
    const rest = { name: 'rest', true: 1, known: solve('rest', exactly, equations) };
    expect(isTold(rest)).toBe(true);
    expect(attack(numbers).filter(isTold)).toEqual([]);
  });
});

describe('groups are coarser in a small area', () => {
  const families = (count: number) => ({ families: count, helped: { treatment: 9 }, followed: { over: 12 } });
  const area = (others: number): LikeNumbers => ({
    on,
    groups: {
      'in-need.5-to-10.health': families(20),
      'in-need.5-to-10.daily': families(30),
      'in-need.under-5.daily': families(50),
      'early.11-to-17.none': families(others),
    },
  });
  const shown = (others: number) => likeShown(area(others), 'in-need.5-to-10.health');
  const row = (of: ReturnType<typeof shown>['helped'], id: string) =>
    of.find((one) => one.id === id)?.families;

  test('by help alone, by help and age, or by all three, and never two of these at once', () => {
    // 79 families and fewer: all in one, and of help that they are not grouped by nothing is told.
    const few: LikeNumbers = { on, groups: { 'in-need.5-to-10.health': families(79) } };
    const all = likeShown(few, 'in-need.5-to-10.health');
    expect(all).toMatchObject({ group: 'any', help: null, youngest: null, need: null, families: 80 });
    expect(all.followed.map(({ id }) => id)).toEqual(['care', 'protection', 'referred', 'none']);
    expect(likeList(few)).toHaveLength(1);
    // 299 families: 20 + 30 + 50 in need, 9 treated and 12 over in each of the three that lie in it.
    expect(shown(199)).toMatchObject({ group: 'in-need', youngest: null, need: null, families: 100 });
    expect(row(shown(199).helped, 'treatment')).toBe(30);
    expect(row(shown(199).followed, 'over')).toBe(40);
    expect(row(shown(199).followed, 'need')).toBeUndefined();
    expect(shown(200)).toMatchObject({ group: 'in-need.5-to-10', need: null, families: 50 });
    expect(row(shown(200).helped, 'treatment')).toBe(20);
    expect(shown(1399)).toEqual(shown(200));
    expect(shown(1400)).toMatchObject({ group: 'in-need.5-to-10.health', families: 20 });
    expect([199, 200, 1400].map((others) => likeList(area(others)).length)).toEqual([4, 12, 48]);
    expect(likeSizes.map(({ least }) => least)).toEqual([1500, 300, 80, 0]);
  });

  test('a coarser group than the area’s does not exist', () => {
    const asked: LikeCoarse[] = ['in-need', 'in-need.5-to-10', 'in-need.5-to-10.health'];
    expect(likeShownIf(area(199), 'any')).toBeUndefined();
    expect(asked.map((one) => likeShownIf(area(199), one)?.group)).toEqual(['in-need', 'in-need', 'in-need']);
    expect(asked.map((one) => likeShownIf(area(200), one)?.group)).toEqual([
      undefined,
      'in-need.5-to-10',
      'in-need.5-to-10',
    ]);
    expect(asked.map((one) => likeShownIf(area(1400), one)?.group)).toEqual([undefined, undefined, asked[2]]);
  });
});

test('every group is one of help, age and need, written once', () => {
  expect(new Set(likeGroups).size).toBe(48);
  for (const one of likeGroups) expect(Object.values(likeParts(one)).join('.')).toBe(one);
});

test('docs/rules.md states the groups and what may have followed in the words of the code', () => {
  const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
  for (const [id, words] of Object.entries(likeFollowed)) expect(page).toContain(`| \`${id}\` | ${words} |`);
  for (const by of [likeHelp, likeYoungest, likeNeed])
    expect(page).toContain(
      `| ${Object.values(by)
        .map((one) => one.label)
        .join(' | ')} |`,
    );
});
