import { beforeAll, expect, test, vi } from 'vitest';
import { type Actor, newId } from '../../platform/index.ts';
import { testDatabase } from '../../platform/testing.ts';
import { protectPerson } from '../../sharing/index.ts';
import { workerNear } from '../../sharing/testing.ts';
import type { Genogram } from '../genogram/index.ts';
import { askingOf, makeThreeHarts, type ThreeHarts, unprotect, wordsIn } from '../testing/three-harts.ts';
import type { FamilyHome } from './index.ts';

const db = await testDatabase();
const ask = askingOf(db);
let { dawn, kyle, lee, family }: ThreeHarts = { dawn: '', kyle: '', lee: '', family: '' };
let near: Actor;
let rope = '';
let mill = '';

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  ({ dawn, kyle, lee, family } = await makeThreeHarts(db));
  near = await db.asTest((tx) => workerNear(tx, { near: [dawn, kyle, lee] }));
  const { homes } = JSON.parse((await ask(near, `/api/families/${family}/genogram`)).text) as Genogram;
  const at = (address: string) => homes.find((one) => one.address.startsWith(address))?.homeId ?? '';
  [rope, mill] = [at('8 Rope Walk'), at('3 Mill Lane')];
  return () => vi.useRealTimers();
});

const path = (home: string) => `/families/${family}/homes/${home}`;
const home = async (id: string, actor: Actor = near) =>
  JSON.parse((await ask(actor, `/api${path(id)}`)).text) as FamilyHome;

test('who lives there today, who lived there and when, and which agency says so', async () => {
  const { address, now, stays } = await home(rope);
  expect([address, now.toSorted()]).toEqual(['8 Rope Walk, AA1 1AA', [dawn, kyle].toSorted()]);
  expect(stays.map(({ personId, happened }) => [personId, happened.from, happened.to]).toSorted()).toEqual(
    [
      [dawn, '2020-01-01', null],
      [kyle, '2020-01-01', null],
      [lee, '2019-01-01', '2024-05-01'],
    ].toSorted(),
  );
  const page = wordsIn(await ask(near, path(rope)));
  expect(page).toContain('Dawn and Kyle, as far as records that you may see say.');
  // That others may live there is said without a number, the same whether or not there are any.
  const others = 'Others may live there who are not here';
  expect(page).toContain(others);
  expect(page).toContain('Who is shown is whom agreements let you see.');
  expect(wordsIn(await ask(near, path(mill)))).toContain(others);
  expect(page).toMatch(/Lee 1 Jan 2019 to 1 May 2024/);
  // The police, who have no days of it, say that he lives there too.
  expect((await home(mill)).stays.map(({ personId, precision }) => [personId, precision])).toEqual([
    [lee, 'day'],
    [lee, 'unknown'],
  ]);
});

test('a home at which everybody is kept back is there no more than one that does not exist', async () => {
  const team = await db.asTest((tx) => workerNear(tx, { near: [dawn, kyle, lee], kind: 'team' }));
  expect((await ask(team, path(rope))).status).toBe(200);
  for (const personId of [dawn, kyle])
    await db.asTest((tx) =>
      protectPerson(tx, {
        personId,
        fromIds: [lee],
        fromWords: '',
        fromBorn: null,
        named: [],
        happened: { from: '2026-01-01', to: null },
        reason: 'He threatened them.',
      }),
    );
  expect(await ask(team, path(rope))).toEqual(await ask(team, path(newId())));
  expect((await ask(team, path(rope))).status).toBe(404);
  expect((await home(mill, team)).now).toEqual([lee]);
  await unprotect(db);
});

test('a home of no family of theirs is there for nobody', async () => {
  const stranger = await db.asTest((tx) => workerNear(tx, {}));
  expect((await ask(stranger, path(rope))).status).toBe(404);
  expect((await ask(near, path('not-an-id'))).status).toBe(404);
});
