import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { kindsOfEvents } from '../chronology/index.ts';
import type { Actor } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { ensureKinds, kindsBesideEvents } from '../sharing/index.ts';
import { asKnown } from './looking-back.ts';
import { agencies, dayFrom, letSee, put, today, world } from './testing/histories.ts';
import { plainAccount } from './testing/plain.ts';
import { addWorker } from './testing/rows.ts';

/** What was known on random days of random histories, beside a plain account of the same rows. */
vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${today}T09:00:00Z`) });
afterAll(() => void vi.useRealTimers());

const db = await testDatabase();
let reader: Actor;

beforeAll(async () => {
  await db.asTest(async (tx) => {
    await ensureKinds(tx, [...kindsBesideEvents, ...kindsOfEvents()]);
    const id = await addWorker(tx, 'social-care', 'team-manager', { from: '2000-01-01', to: null });
    reader = { area: testActor.area, id, role: 'team-manager', purpose: 'help' };
    await letSee(tx, 'social-care');
  });
});

/** The same of the product's own answer. */
async function account(reviewId: string, day: string, by: string) {
  const known = await db.asActor(reader, (tx) => asKnown(tx, reviewId, { day, by }), {
    snapshot: true,
    together: true,
  });
  const keyOf = (one: (typeof known)['couldNotBe'][number]) =>
    [
      one.personId,
      one.agency,
      one.kind,
      one.happened.from,
      one.kind === 'contact' ? one.sources[0]?.recordId : '',
    ].join(' ');
  const said = (one: (typeof known)['couldNotBe'][number]) =>
    one.parts.find(({ name }) => name === 'source')?.code ?? '';
  expect(
    JSON.stringify([...known.lines, ...known.couldNotBe, ...known.recordedLater, ...known.notKnownWhen]),
  ).not.toContain('Pat Worker');
  return {
    lines: known.lines
      .map(({ fact, state, knewWords, since }) => {
        const how = state === 'shared' && knewWords ? 'shared-with-words' : state;
        return `${keyOf(fact)} ${said(fact)} ${how} ${since.is}`;
      })
      .sort(),
    couldNotBe: known.couldNotBe.map(keyOf).sort(),
    notKnownWhen: known.notKnownWhen.map(keyOf).sort(),
    recordedLater: known.recordedLater.map(keyOf).sort(),
  };
}

test('is on random days of random histories what a plain account of the rows says', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.noBias(world), async (drawn) => {
      const rows = await db.asTest((tx) => put(tx, drawn, reader.id));
      for (const days of drawn.days) {
        for (const by of ['all', 'vantage', ...agencies.map(rows.agencyOf)]) {
          const expected = plainAccount(rows, dayFrom(days), by);
          expect(await account(rows.reviewId, dayFrom(days), by)).toEqual(expected);
          for (const line of expected.lines) {
            const [state = '', since = ''] = line.split(' ').slice(-2);
            seen.set(state, (seen.get(state) ?? 0) + 1);
            seen.set(since, (seen.get(since) ?? 0) + 1);
          }
          for (const list of ['couldNotBe', 'notKnownWhen', 'recordedLater'] as const)
            seen.set(list, (seen.get(list) ?? 0) + expected[list].length);
        }
      }
    }),
    { numRuns: 14, seed: 7 },
  );
  const states = [
    'own',
    'shared',
    'shared-with-words',
    'ask-first',
    'could-have-been',
    'together',
    'received',
    'received-later',
  ];
  const others = ['same', 'corrected', 'gone', 'couldNotBe', 'notKnownWhen', 'recordedLater'];
  const rare = [...states, ...others].filter((one) => (seen.get(one) ?? 0) < 4);
  expect([rare, Object.fromEntries(seen)]).toEqual([[], expect.anything()]);
});
