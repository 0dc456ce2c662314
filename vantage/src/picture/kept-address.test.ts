import { beforeAll, expect, test, vi } from 'vitest';
import { openToReview } from '../identity/index.ts';
import { type Actor, newId } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { roles, type WorkRole } from '../sharing/index.ts';
import { workerNear } from '../sharing/testing.ts';
import { Drawing, drawTie } from '../voice/index.ts';
import { makeThreeHarts, type ThreeHarts } from './testing/three-harts.ts';

const db = await testDatabase();
let harts: ThreeHarts = { dawn: '', kyle: '', lee: '', family: '' };
let everybody: string[] = [];

/** What others say: a second entry of Dawn, with the schools and with the police, not joined to her; and a neighbour. */
const others = {
  'school.carers': [
    {
      carer_id: 'C8',
      pupil_id: 'P8',
      relationship: 'parent',
      responsibility: '1',
      surname: 'Harte',
      forename: 'Dawn',
      addressline1: '8 Rope Walk',
      postcode: 'AA1 1AA',
    },
  ],
  'police.nominals': [
    {
      nominal_id: 'N8',
      forename: 'Dawn',
      surname: 'Harte-Okoro',
      date_of_birth: '1961-07-08',
      address: '8, Rope Wk (rear), Ashmere',
      postcode: 'AA1 1AA',
    },
    {
      nominal_id: 'N10',
      forename: 'Otto',
      surname: 'Pym',
      date_of_birth: '1950-05-05',
      address: '10 Rope Walk',
      postcode: 'AA1 1AA',
    },
  ],
};

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  harts = await makeThreeHarts(db, others);
  everybody = await db.asTest(async (tx) => {
    const ids = (await tx.sql<{ id: string }>('SELECT person_id AS id FROM person')).map(({ id }) => id);
    await openToReview(tx, ids);
    return ids;
  });
  return () => vi.useRealTimers();
});

/** The kept address as anything says it: the house on the street, and the key of the home. */
const says = (text: string) => /\b8,? rope w|AA11AA\|8/i.test(text);

/** Columns, by table, in which somebody finds an address that is true of the text; and how many tables they could read. */
async function findsIt(actor: Actor, finds: (text: string) => boolean) {
  return db.asActor(
    actor,
    async (tx) => {
      const columns = await tx.sql<{ table: string; columns: string[] }>(
        `SELECT c.table_name AS table, array_agg(c.column_name::text ORDER BY c.column_name) AS columns
         FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE c.table_schema = 'public' AND has_column_privilege(format('%I.%I', c.table_schema, c.table_name), c.column_name, 'SELECT')
         GROUP BY c.table_name ORDER BY c.table_name`,
      );
      const found = new Set<string>();
      for (const { table, columns: names } of columns) {
        const rows = await tx.sql<Record<string, string | null>>(
          `SELECT ${names.map((name) => `"${name}"::text AS "${name}"`).join(', ')} FROM "${table}"`,
        );
        for (const row of rows)
          for (const [name, text] of Object.entries(row))
            if (text !== null && finds(text)) found.add(`${table}.${name}`);
      }
      return { tables: columns.length, found: [...found].sort() };
    },
    { readOnly: true },
  );
}

/** One of every role, allocated through Kyle or working with everybody, and who is not to know where Dawn is. */
async function readers(): Promise<Actor[]> {
  return db.asTest(async (tx) => {
    const all: Actor[] = [];
    for (const role of Object.keys(roles) as WorkRole[]) {
      const near = roles[role].purpose === 'help' ? everybody : [];
      for (const agency of ['social-care', 'police'])
        all.push(await workerNear(tx, { role, agency, near, via: harts.kyle }));
    }
    for (const one of all.filter(({ purpose }) => purpose === 'oversight' || purpose === 'inspection'))
      await tx.sql(
        `INSERT INTO grant_of_access (area, grant_id, worker_id, kind, family_id, persons, reason, begun_at, until, granted_by)
         VALUES ($1, $2, $3, 'purpose', $4, $5, 'test', now() - interval '1 day', now() + interval '1 day', 'test')`,
        [tx.actor.area, newId(), one.id, harts.family, everybody],
      );
    return all;
  });
}

test('nowhere in any column of any table does somebody of any role find where a protected person is', async () => {
  const [direct, named] = await db.asTest(async (tx) => [
    await workerNear(tx, { near: everybody }),
    await workerNear(tx, { near: everybody, via: harts.kyle }),
  ]);
  await db.asActor(named, (tx) =>
    drawTie(
      tx,
      Drawing.parse({
        speaker: harts.kyle,
        whose: [harts.dawn],
        audience: 'team',
        kind: 'neighbour',
        name: 'The other flat at 8 Rope Walk',
        strength: 'weak',
      }),
    ),
  );
  const all = await readers();
  const before = await Promise.all(all.map(async (one) => findsIt(one, says)));
  // A test in which nobody could have found it would show nothing.
  const everFound = new Set(before.flatMap(({ found }) => found));
  for (const column of [
    'agency_number.said',
    'home.address',
    'home.address_key',
    'network_tie.name',
    'person_detail.parts',
    'person_detail.value',
    'record.content',
  ])
    expect(everFound).toContain(column);
  await db.asTest((tx) =>
    tx.sql(
      `INSERT INTO protection (area, protection_id, person_id, from_ids, named, happened, reason, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, $5, '(,)', 'test', 'test', now())`,
      [tx.actor.area, newId(), harts.dawn, [harts.lee], [named.id]],
    ),
  );
  for (const [at, one] of all.entries()) {
    const { tables, found } = await findsIt(one, says);
    expect([one.role, tables > 40, found]).toEqual([one.role, true, []]);
    // Another house of the postcode is a neighbour's, and is seen as before.
    const pym = await findsIt(one, (text) => text.includes('10 Rope Walk'));
    const could = (before[at]?.found ?? []).some((column) => column.startsWith('person_detail'));
    if (could)
      expect([one.role, pym.found]).toEqual([one.role, expect.arrayContaining(['person_detail.parts'])]);
  }
  for (const one of [direct, named]) expect((await findsIt(one, says)).found).toContain('home.address');
});
