import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor } from '../../platform/index.ts';
import { testDatabase } from '../../platform/testing.ts';
import { protectPerson } from '../../sharing/index.ts';
import { workerNear } from '../../sharing/testing.ts';
import { askingOf, makeThreeHarts, type ThreeHarts, wordsIn } from '../testing/three-harts.ts';
import type { Genogram } from './shape.ts';

const db = await testDatabase();
const ask = askingOf(db);
let { dawn, kyle, lee, family }: ThreeHarts = { dawn: '', kyle: '', lee: '', family: '' };
let near: Actor;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  ({ dawn, kyle, lee, family } = await makeThreeHarts(db));
  near = await db.asTest((tx) => workerNear(tx, { near: [dawn, kyle, lee] }));
  return () => vi.useRealTimers();
});

const asked = async (actor: Actor, on = '') =>
  JSON.parse((await ask(actor, `/api/families/${family}/genogram${on && `?on=${on}`}`)).text) as Genogram;
const livingIn = ({ homes }: Genogram) =>
  Object.fromEntries(
    homes.map(({ letter, address, people }) => [
      letter,
      [address, ...people.map((one) => one.personId).sort()],
    ]),
  );

describe('who lives where', () => {
  test('today and on a day before, each home under its letter', async () => {
    const rope = '8 Rope Walk, AA1 1AA';
    expect(livingIn(await asked(near))).toEqual({
      A: [rope, ...[dawn, kyle].sort()],
      B: ['3 Mill Lane, AA1 9ZZ', lee],
    });
    expect(livingIn(await asked(near, '2023-06-01'))).toEqual({ A: [rope, ...[dawn, kyle, lee].sort()] });
    expect(livingIn(await asked(near, '2019-06-01'))).toEqual({ A: [rope, lee] });
    expect(livingIn(await asked(near, '2018-06-01'))).toEqual({});
  });

  test('changes on days that are told, with who moved from where to where', async () => {
    const { changes, moved, homes } = await asked(near, '2024-05-02');
    expect(changes).toEqual(['2019-01-01', '2020-01-01', '2024-05-01']);
    // The first record ends with 1 May, on which the other begins: that day he is in the newer home.
    expect(moved).toEqual([]);
    const [mill] = homes.filter(({ letter }) => letter === 'B');
    const day = await asked(near, '2024-05-01');
    expect(day.moved).toEqual([{ personId: lee, from: homes[0]?.homeId, to: mill?.homeId }]);
    const page = wordsIn(await ask(near, `/families/${family}/genogram?on=2024-05-01`));
    expect(page).toContain('Lee: from home A (8 Rope Walk, AA1 1AA) to home B (3 Mill Lane, AA1 9ZZ).');
    expect(page).toContain('home B, before A');
    expect(page).toMatch(/Move before: 1 Jan 2020 Today/);
  });

  test('a day ahead is today; what is no day is refused', async () => {
    expect((await asked(near, '2030-01-01')).on).toBe('2026-11-22');
    const page = wordsIn(await ask(near, `/families/${family}/genogram?on=2030-01-01`));
    expect(page).toContain(
      '1 January 2030 lies ahead. Nobody knows yet who will live where then: this is today.',
    );
    for (const on of ['soon', '2026-02-31'])
      expect((await ask(near, `/families/${family}/genogram?on=${on}`)).status).toBe(400);
  });
});

test('relations are those that are stated, and a partnership that nobody states is not made up', async () => {
  const { relations, people, otherParentNotRecorded } = await asked(near);
  expect(relations.map(({ personId, kind, otherId }) => [personId, kind, otherId]).sort()).toEqual(
    [
      [dawn, 'parent', kyle],
      [lee, 'parent', kyle],
    ].sort(),
  );
  expect(people.filter(({ index }) => index).map(({ personId }) => personId)).toEqual([kyle]);
  expect(otherParentNotRecorded).toEqual([]);
  const page = wordsIn(await ask(near, `/families/${family}/genogram`));
  expect(page).toContain('No partnership is stated.');
  expect(page).toContain('Who holds parental responsibility is no line of the drawing');
});

test('whoever sees one parent alone is told that the other is not recorded where they may see it', async () => {
  const some = await db.asTest((tx) =>
    workerNear(tx, { near: [dawn, kyle], kind: 'team', agency: 'police' }),
  );
  const { people, otherParentNotRecorded, relations } = await asked(some);
  expect(people.map(({ personId }) => personId).sort()).toEqual([dawn, kyle].sort());
  expect(relations.every((one) => one.personId !== lee && one.otherId !== lee)).toBe(true);
  expect(otherParentNotRecorded).toEqual(relations.length === 0 ? [] : [kyle]);
});

test('where somebody protected lives is on no day in what is shown to others', async () => {
  const officer = await db.asTest((tx) =>
    workerNear(tx, { near: [dawn, kyle, lee], kind: 'team', agency: 'police' }),
  );
  await db.asTest((tx) =>
    protectPerson(tx, {
      personId: dawn,
      fromIds: [lee],
      fromWords: '',
      fromBorn: null,
      named: [],
      happened: { from: '2026-01-01', to: null },
      reason: 'He followed her home.',
    }),
  );
  for (const on of ['', '2021-01-01', '2024-05-01', '2026-11-01']) {
    const { text } = await ask(officer, `/families/${family}/genogram${on && `?on=${on}`}`);
    expect(text).not.toContain('Rope Walk');
    expect(text).toContain('home kept back');
  }
  expect((await asked(officer)).people.find(({ personId }) => personId === dawn)).toMatchObject({
    keptBack: true,
    words: 'home kept back',
  });
});

test('of a family that is not there for somebody there is no genogram either', async () => {
  const stranger = await db.asTest((tx) => workerNear(tx, {}));
  for (const path of [
    `/families/${family}/genogram`,
    `/api/families/${family}/genogram`,
    '/families/x/genogram',
  ])
    expect((await ask(stranger, path)).status).toBe(404);
});
