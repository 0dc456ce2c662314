import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Tx } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { sealPerson } from '../sharing/index.ts';
import { currentLinks, personsByIds, resolve, resolveAgain } from './index.ts';
import { deliver, type TestRow } from './test-records.ts';

const db = await testDatabase();
const day = (n: number) => new Date(Date.UTC(2026, 0, n, 6));

/** Runs in a transaction that is rolled back, so each test begins with nothing. */
async function scene(work: (tx: Tx) => Promise<void>): Promise<void> {
  const over = new Error('over');
  await db
    .asTest(async (tx) => {
      await tx.sql(
        `INSERT INTO agency (area, agency, name, type) SELECT $1, one, one, 'other' FROM unnest($2::text[]) AS one
         ON CONFLICT DO NOTHING`,
        [tx.actor.area, agencies],
      );
      await work(tx);
      throw over;
    })
    .catch((error: unknown) => {
      if (error !== over) throw error;
    });
}

const agencies = ['schools', 'community-health', 'hospital', 'police'] as const;
const homes = [
  { address: '3 Fenwick Road', postcode: 'AS7 7QQ' },
  { address: '9 Pellgar Road', postcode: 'AS2 1AB' },
  { address: '77 Kirmor Lane', postcode: 'AS5 5AA' },
] as const;
const [old, now] = homes;
const given = ['Marnie', 'Otto', 'Bettina', 'Cuthbert', 'Dorothea', 'Ferdinand', 'Gwendolyn', 'Hezekiah'];
const surnames = ['Hallorby', 'Lamley', 'Quillfeather', 'Vosper', 'Trethowan', 'Ashdown', 'Brack', 'Penhale'];

/** What an agency says of where one of them lives. */
const says = (
  agency: TestRow['agency'],
  who: number,
  home: { address: string; postcode: string },
  recorded: string,
): TestRow => ({
  agency,
  kind: `${agency}.people`,
  key: `${agency} ${who}`,
  people: [
    {
      role: 'subject',
      id: `${agency} ${who}`,
      identity: {
        given: given[who] ?? '',
        surname: surnames[who] ?? '',
        birthDate: `${1990 + 3 * who}-0${1 + who}-1${who}`,
        sex: who % 2 ? 'male' : 'female',
        ...home,
      },
    },
  ],
  recordedAt: `${recorded}T10:00:00Z`,
});

/** The addresses of each, in their order. */
async function ordered(tx: Tx): Promise<Record<string, string[]>> {
  const ids = new Set<string>();
  for await (const { personId } of currentLinks(tx)) ids.add(personId);
  const persons = await personsByIds(tx, [...ids]);
  return Object.fromEntries(
    persons
      .map((person): [string, string[]] => [
        person.given ?? '',
        person.details
          .filter(({ kind }) => kind === 'address')
          .map(({ value, agency, place }) => `${place} ${value} (${agency})`),
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const recordIds = async (tx: Tx, rows: readonly TestRow[]) =>
  (
    await tx.sql<{ id: string }>(
      'SELECT DISTINCT record_id AS id FROM record WHERE area = $1 AND key = ANY ($2)',
      [tx.actor.area, rows.map(({ key }) => key)],
    )
  ).map(({ id }) => id);

describe('where somebody lives, as told of those who moved with them', () => {
  // Marnie's school has heard last that she lives at the old home; of her brother two agencies have heard of the move.
  const family = [
    says('schools', 0, old, '2025-09-01'),
    says('community-health', 0, now, '2025-08-01'),
    says('schools', 1, now, '2025-07-01'),
    says('community-health', 1, now, '2025-07-01'),
    says('hospital', 1, old, '2025-07-02'),
  ];

  test('a brother’s agencies count where he is told at both homes', () =>
    scene(async (tx) => {
      await deliver(tx, day(1), family.slice(0, 2));
      await resolve(tx, { asOf: day(1) });
      expect((await ordered(tx)).Marnie?.[0]).toBe('0 3 Fenwick Road, AS7 7QQ (schools)');
      await deliver(tx, day(2), family.slice(2));
      await resolve(tx, { asOf: day(2) });
      expect(await ordered(tx)).toEqual({
        Marnie: ['0 9 Pellgar Road, AS2 1AB (community-health)', '1 3 Fenwick Road, AS7 7QQ (schools)'],
        Otto: expect.arrayContaining(['2 3 Fenwick Road, AS7 7QQ (hospital)']),
      });
    }));

  test('somebody told at one of them alone, as the next to live there is, does not', () =>
    scene(async (tx) => {
      await deliver(tx, day(1), family.slice(0, 4));
      await resolve(tx, { asOf: day(1) });
      expect((await ordered(tx)).Marnie?.[0]).toBe('0 3 Fenwick Road, AS7 7QQ (schools)');
    }));

  test('nor does whoever is sealed', () =>
    scene(async (tx) => {
      await deliver(tx, day(1), family);
      await resolve(tx, { asOf: day(1) });
      let otto = '';
      for await (const { personId, localId } of currentLinks(tx))
        if (localId === 'schools 1') otto = personId;
      await sealPerson(tx, { personId: otto, named: [], from: '2020-01-01', reason: 'adoption' });
      await resolve(tx, { asOf: day(2) });
      expect((await ordered(tx)).Marnie?.[0]).toBe('0 3 Fenwick Road, AS7 7QQ (schools)');
    }));

  test('changed records alone leave the same order as everything read again', () =>
    scene(async (tx) => {
      const rows = fc.sample(
        fc
          .tuple(
            fc.constantFrom(...agencies),
            fc.integer({ min: 0, max: given.length - 1 }),
            fc.constantFrom(...homes),
            fc.integer({ min: 0, max: 900 }),
          )
          .map(([agency, who, home, ago]) =>
            says(
              agency,
              who,
              home,
              new Date(Date.UTC(2025, 11, 1) - ago * 86_400_000).toISOString().slice(0, 10),
            ),
          ),
        { seed: 11, numRuns: 50 },
      );
      const first = new Map(rows.slice(0, 25).map((row) => [row.key, row]));
      await deliver(tx, day(1), [...first.values()]);
      let done = await resolve(tx, { asOf: day(1) });
      let turned = 0;
      for (const [n, row] of rows.slice(25).entries()) {
        const before = await ordered(tx);
        await deliver(tx, day(2 + n), [row]);
        const stood = { persons: done.persons, links: done.links.kept + done.links.added };
        const again = await resolveAgain(tx, {
          changed: await recordIds(tx, [row]),
          asOf: day(2 + n),
          stood,
        });
        expect(again).toBeDefined();
        const after = await ordered(tx);
        const whose = given[Number(row.key.split(' ')[1])] ?? '';
        for (const [name, list] of Object.entries(after))
          if (name !== whose && JSON.stringify(list) !== JSON.stringify(before[name])) turned += 1;
        done = await resolve(tx, { asOf: day(2 + n) });
        expect(await ordered(tx)).toEqual(after);
      }
      // The addresses of others than those whose record changed did change.
      expect(turned).toBeGreaterThan(3);
    }));
});
