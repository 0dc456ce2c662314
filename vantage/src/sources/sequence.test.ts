import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../platform/testing.ts';
import { recordsOf } from './service.ts';
import { occurrences, take, toldOf } from './testing.ts';

const jan = (day: number) => `2026-01-${String(day).padStart(2, '0')}T06:00:00Z`;
const keys = ['A', 'B', 'C', 'D', 'E'] as const;
const outcomes = ['caution', 'charged', 'arrest'] as const;

/** What one extract says of each key: nothing, or an outcome and a day. */
type Rows = Map<string, { outcome: string; on: string }>;
const rows = (days: readonly string[]): fc.Arbitrary<Rows> =>
  fc
    .array(fc.record({ outcome: fc.constantFrom(...outcomes), on: fc.constantFrom(...days) }), {
      maxLength: 5,
    })
    .chain((values) =>
      fc
        .shuffledSubarray([...keys], { minLength: values.length, maxLength: values.length })
        .map(
          (chosen) =>
            new Map(chosen.map((key, at) => [key, values[at] ?? { outcome: 'caution', on: days[0] ?? '' }])),
        ),
    );
const textOf = (told: Rows) => occurrences([...told].map(([no, row]) => ({ no, ...row })));

describe('random sequences of extracts', async () => {
  const db = await testDatabase();
  let runs = 0;
  const standing = async (agency: string) => {
    const told = await db.asTest((tx) => toldOf(tx, agency));
    return Object.fromEntries(
      told.filter(({ until }) => until === null).map(({ key, outcome }) => [key, outcome]),
    );
  };

  it('full ones leave what the last says, and one version for each change or return', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rows(['2025-06-01']), { minLength: 1, maxLength: 6 }), async (sequence) => {
        runs += 1;
        const agency = `other-full-${runs}`;
        const versions: Record<string, number> = {};
        let before: Rows = new Map();
        for (const [at, told] of sequence.entries()) {
          await take(db, { agency, received_at: jan(at + 1), text: textOf(told) });
          for (const [key, { outcome }] of told) {
            if (before.get(key)?.outcome !== outcome) versions[key] = (versions[key] ?? 0) + 1;
          }
          before = told;
        }
        expect(await standing(agency)).toEqual(
          Object.fromEntries([...before].map(([key, { outcome }]) => [key, outcome])),
        );
        const told = await db.asTest((tx) => toldOf(tx, agency));
        const counted: Record<string, number> = {};
        for (const { key } of told) counted[key] = (counted[key] ?? 0) + 1;
        expect(counted).toEqual(versions);
      }),
      { numRuns: 25 },
    );
  });

  it('full and delta ones leave the same, whatever the order in which they are taken in', async () => {
    const years = [
      { from: null, to: null },
      { from: '2024-01-01', to: '2024-12-31' },
      { from: '2025-01-01', to: '2025-12-31' },
    ] as const;
    const extract = fc.record({
      coverage: fc.constantFrom('full' as const, 'delta' as const),
      covers: fc.constantFrom(...years),
      told: rows(['2024-06-01', '2025-06-01']),
    });
    const delivery = fc
      .array(extract, { minLength: 2, maxLength: 6 })
      .map((list) => list.map((one, at) => ({ ...one, day: at + 1 })));
    await fc.assert(
      fc.asyncProperty(
        delivery.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        async ([received, taken]) => {
          runs += 1;
          const agency = `other-mixed-${runs}`;
          for (const { day, coverage, covers, told } of taken) {
            await take(db, { agency, received_at: jan(day), coverage, ...covers, text: textOf(told) });
          }
          const model: Rows = new Map();
          for (const { coverage, covers, told } of received) {
            for (const [key, { on }] of [...model]) {
              const within = (covers.from ?? '') <= on && on <= (covers.to ?? '9999');
              if (coverage === 'full' && within && !told.has(key)) model.delete(key);
            }
            for (const [key, row] of told) model.set(key, row);
          }
          expect(await standing(agency)).toEqual(
            Object.fromEntries([...model].map(([key, { outcome }]) => [key, outcome])),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it('delta ones tell, whatever their order, what had been received by each day', async () => {
    const delivery = fc
      .array(rows(['2025-06-01']), { minLength: 2, maxLength: 5 })
      .map((list) => list.map((told, at) => ({ told, day: at + 1 })));
    await fc.assert(
      fc.asyncProperty(
        delivery.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        async ([received, taken]) => {
          runs += 1;
          const agency = `other-delta-${runs}`;
          for (const { day, told } of taken) {
            await take(db, { agency, received_at: jan(day), coverage: 'delta', text: textOf(told) });
          }
          const model = new Map<string, string>();
          for (const { day, told } of received) {
            for (const [key, { outcome }] of told) model.set(key, outcome);
            const then = new Map<string, string | undefined>();
            await db.asTest(async (tx) => {
              for await (const one of recordsOf(tx, { receivedBy: new Date(jan(day)) })) {
                if (one.agency === agency) then.set(one.key.charAt(0), one.content.outcome);
              }
            });
            expect(Object.fromEntries(then)).toEqual(Object.fromEntries(model));
          }
        },
      ),
      { numRuns: 12 },
    );
  });
});
