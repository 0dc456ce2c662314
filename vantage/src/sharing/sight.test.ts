import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Actor, clock, newId, type Tx } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { insertGrant } from './openings/store.ts';
import * as store from './store.ts';
import { agreeAsReady, workerNear } from './testing.ts';

const noon = new Date('2026-11-16T12:00:00Z');
const later = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
afterEach(() => vi.restoreAllMocks());
const at = (moment: Date) => vi.spyOn(clock, 'now').mockReturnValue(moment);

describe('sight that a connection remembers', async () => {
  const db = await testDatabase();
  const [child, sibling, stranger] = [newId(), newId(), newId()];
  let worker: Actor;
  let manager: Actor;
  let lead: Actor;

  /** Every setting that row security reads, by name, and of those that stand with the connection what stands there. */
  const settings = `SELECT jsonb_object_agg(name, CASE WHEN value <> '*' THEN value WHEN name = 'subjects' THEN subjects()::text
      ELSE (SELECT string_agg(key, ',') FROM jsonb_object_keys(keys_of(name)) AS one (key)) END) AS all FROM (
    SELECT name, coalesce(current_setting('vantage.' || name, true), '') AS value
    FROM unnest(sight_settings() || '{sees,near_self,may_self,told,told_whole}'::text[]) AS name) AS one`;

  const remembered = (actor: Actor) =>
    db.asActor(actor, async (tx) => (await tx.one<{ all: Record<string, string> }>(settings)).all, {
      snapshot: true,
      together: true,
    });
  /** The same from a new connection, which remembers nothing. */
  const anew = (actor: Actor) =>
    db.asOwner(async (client) => {
      const { area, id, role, purpose } = actor;
      await client.query('BEGIN');
      await client.query(
        `SELECT set_config('vantage.area', $1, true), set_config('vantage.actor', $2, true)`,
        [area, id],
      );
      await client.query('SELECT begin_sight($1, $2, $3, $4, $5)', [area, id, role, purpose, clock.now()]);
      const { rows } = await client.query<{ all: Record<string, string> }>(settings);
      await client.query('COMMIT');
      return rows[0]?.all ?? {};
    });
  const sorted = (all: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(all).map(([name, value]) => [
        name,
        name === 'subjects' ? value : value.split(',').sort(),
      ]),
    );
  /** Compares what is remembered with what is worked out anew, for everybody; returns the lead's. */
  const same = async () => {
    for (const actor of [worker, manager, lead])
      expect(sorted(await remembered(actor))).toEqual(sorted(await anew(actor)));
    return sorted(await remembered(lead));
  };

  beforeAll(async () => {
    await db.asTest(async (tx) => {
      for (const [agency, type] of [
        ['social-care', 'social-care'],
        ['recovery', 'treatment'],
      ] as const)
        await store.putAgency(tx, { agency, name: agency, type });
      for (const id of [child, sibling, stranger])
        await tx.sql('INSERT INTO person (area, person_id, created_at) VALUES ($1, $2, $3)', [
          tx.actor.area,
          id,
          noon,
        ]);
      await agreeAsReady(tx);
      worker = await workerNear(tx, { near: [child] });
      manager = await workerNear(tx, { role: 'team-manager' });
      lead = await workerNear(tx, { role: 'agency-lead' });
    });
  });

  it('is worked out once, and the same for whoever asks on the connection', async () => {
    at(noon);
    const begun = async (actor: Actor, moment: Date) => {
      at(moment);
      return db.asActor(
        actor,
        async (tx) =>
          (
            await tx.sql<{ from: string }>(
              `SELECT current_setting('vantage_sight.of_' || n, true)::jsonb ->> 'from' AS "from" FROM generate_series(0, 63) AS n
               WHERE nullif(current_setting('vantage_sight.of_' || n, true), '')::jsonb ->> 'of' = $1`,
              [[actor.area, actor.id, actor.role, actor.purpose].join('|')],
            )
          ).map(({ from }) => new Date(from).toISOString()),
        { snapshot: true, together: true },
      );
    };
    expect(await begun(worker, noon)).toEqual([noon.toISOString()]);
    await begun(lead, later(1));
    expect(await begun(worker, later(2))).toEqual([noon.toISOString()]);
    await db.asTest((tx) => store.putAgency(tx, { agency: 'recovery', name: 'Recovery', type: 'treatment' }));
    expect(await begun(worker, later(3))).toEqual([later(3).toISOString()]);
  });

  const relate = (tx: Tx, personId: string) =>
    store.addRelation(tx, {
      workerId: worker.id,
      personId,
      kind: 'allocated',
      via: personId,
      happened: { from: '2026-01-01', to: null },
      agency: 'social-care',
      reason: 'Allocated social worker',
      restsOn: 'early-help',
      recordedAt: null,
      receivedAt: noon,
    });

  it('is worked out anew as soon as anything has changed', async () => {
    at(noon);
    const before = await same();
    expect(before.near_named).toEqual([child]);
    await db.asTest((tx) => relate(tx, sibling));
    const related = await same();
    expect(related.near_named).toEqual([child, sibling].sort());
    await db.asTest((tx) =>
      tx.sql(
        `INSERT INTO consent (area, consent_id, person_id, children, service, answer, words, agency, recorded_by, recorded_at)
         VALUES ($1, $2, $3, '{}', 'early-help', 'declined', 'No, thank you', 'social-care', 'test', $4)`,
        [tx.actor.area, newId(), sibling, later(-1)],
      ),
    );
    expect((await same()).near_named).toEqual([child]);
    await db.asTest((tx) =>
      tx.sql(
        `INSERT INTO seal (area, seal_id, person_id, named, happened, reason, decided_by, decided_at)
         VALUES ($1, $2, $3, '{}', '[2026-01-01,)', 'test', 'test', $4)`,
        [tx.actor.area, newId(), child, noon],
      ),
    );
    const hidden = await same();
    expect(hidden).toMatchObject({ sealed: [child], near_named: [''] });
    await db.asOwner((client) => client.query('DELETE FROM seal'));
    expect((await same()).near_named).toEqual([child]);
    await db.asTest((tx) =>
      tx.sql(
        `INSERT INTO protection (area, protection_id, person_id, from_ids, named, happened, reason, decided_by, decided_at)
         VALUES ($1, $2, $3, $4, '{}', '[2026-01-01,)', 'test', 'test', $5)`,
        [tx.actor.area, newId(), stranger, [sibling], noon],
      ),
    );
    expect((await same()).kept).toEqual([stranger]);
    await db.asTest((tx) =>
      tx.sql(`UPDATE agreement SET ended_at = $1 WHERE condition = 'named'`, [later(-1)]),
    );
    expect(await same()).toMatchObject({ may_named_1: [''], may_named_4: [''] });
    await db.asTest((tx) =>
      tx.sql('UPDATE post SET superseded_at = $1 WHERE role = $2', [noon, 'agency-lead']),
    );
    expect(await same()).toMatchObject({ held: [''], near_named: [''] });
  });

  it('ends with the moment from which it is another of itself', async () => {
    at(noon);
    await same();
    await db.asTest((tx) =>
      insertGrant(tx, {
        grantId: newId(),
        workerId: worker.id,
        kind: 'break-glass',
        familyId: newId(),
        persons: [stranger],
        reason: 'test',
        begunAt: later(10),
        until: later(70),
        grantedBy: worker.id,
        reviewedBy: null,
        reviewedAt: null,
        review: null,
      }),
    );
    const near = async (minutes: number) => {
      at(later(minutes));
      await same();
      return (await remembered(worker)).near_named;
    };
    expect(await near(0)).toBe('');
    expect(await near(9)).toBe('');
    expect(await near(10)).toBe(stranger);
    expect(await near(69)).toBe(stranger);
    expect(await near(70)).toBe('');
    await db.asOwner((client) =>
      client.query(`UPDATE relation SET happened = '[2026-01-01,2026-11-17)' WHERE person_id = $1`, [child]),
    );
    const team = async (moment: string) => {
      at(new Date(moment));
      await same();
      return (await remembered(worker)).near_team;
    };
    expect(await team('2026-11-16T23:59:59Z')).toBe(child);
    expect(await team('2026-11-17T00:00:00Z')).toBe('');
    // Looked at from before again, as a clock that is set back does.
    expect(await team('2026-11-16T12:00:00Z')).toBe(child);
  });

  it('is worked out from tables of which every change is noted', async () => {
    const { read, noted } = await db.asOwner(async (client) => {
      const { rows } = await client.query<{ read: string[]; noted: string[] }>(
        `WITH RECURSIVE reached AS (
           SELECT oid, prosrc FROM pg_proc WHERE proname IN ('work_out_sight', 'services_named')
           UNION
           SELECT p.oid, p.prosrc FROM reached r JOIN pg_proc p
             ON p.pronamespace = 'public'::regnamespace AND r.prosrc ~ ('\\m' || p.proname || '\\M') AND p.proname <> 'begin_own_sight')
         SELECT ARRAY(SELECT DISTINCT c.relname::text FROM pg_class c JOIN reached ON prosrc ~ ('(FROM|JOIN) ' || c.relname || '\\M') AND NOT prosrc ~ ('\\m' || c.relname || ' AS \\(')
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1) AS read,
           ARRAY(SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'changes_sight' ORDER BY 1) AS noted`,
      );
      return rows[0] ?? { read: [], noted: [] };
    });
    expect(read).toContain('protection');
    expect(noted).toEqual(read);
  });

  it('keeps its count when a build settles it', async () => {
    const sum = () =>
      db.asOwner(
        async (client) =>
          (await client.query('SELECT sum(changes)::int AS changes, count(*)::int AS rows FROM sight_change'))
            .rows[0],
      );
    const before = await sum();
    await db.asTest(store.settleSight);
    expect(await sum()).toEqual({ changes: before.changes, rows: 1 });
    await db.asTest((tx) => tx.sql('UPDATE worker SET name = name'));
    expect(await sum()).toEqual({ changes: before.changes + 1, rows: 2 });
  });

  it('is nobody else’s to write or read', async () => {
    for (const statement of [
      'SELECT FROM sight_change',
      'DELETE FROM sight_change',
      'INSERT INTO sight_change VALUES (1)',
      'SELECT FROM sight_worked_out',
      'DELETE FROM sight_worked_out',
      `INSERT INTO sight_worked_out VALUES ('x', 'x', '0', now(), now(), '{}', '{}')`,
      `SELECT take_shared_sight('x', '0', now())`,
    ])
      await expect(
        db.asActor({ ...testActor, role: 'practitioner' }, (tx) => tx.sql(statement)),
      ).rejects.toThrow();
  });
});

describe('wide sets of a sight', async () => {
  const db = await testDatabase();
  const persons = Array.from({ length: 60 }, newId);
  const conditions = ['team', 'allocated', 'manager', 'named'];
  let [wide, few, other] = [testActor, testActor, testActor];

  /** Whom the actor is near, as row security asks and as a list, and whether settings hold any of them. */
  const near = (actor: Actor) =>
    db.asActor(
      actor,
      async (tx) => {
        const { keys, listed, settings } = await tx.one<{
          keys: string[];
          listed: string[];
          settings: string;
        }>(
          `SELECT ARRAY(SELECT c || ' ' || k FROM unnest($1::text[]) AS c, jsonb_object_keys(keys_of('near_' || c)) AS k ORDER BY 1) AS keys,
             ARRAY(SELECT c || ' ' || id FROM unnest($1::text[]) AS c, near(c) AS id ORDER BY 1) AS listed,
             (SELECT string_agg(current_setting('vantage.near_' || c, true), '') FROM unnest($1::text[]) AS c) AS settings`,
          [conditions],
        );
        expect(listed).toEqual(keys);
        return { keys, settings };
      },
      { readOnly: true, snapshot: true },
    );
  const of = (ids: readonly string[]) =>
    ['allocated', 'team'].flatMap((c) => [...ids].sort().map((id) => `${c} ${id}`));

  beforeAll(async () => {
    await db.asTest(async (tx) => {
      for (const id of persons)
        await tx.sql('INSERT INTO person (area, person_id, created_at) VALUES ($1, $2, $3)', [
          tx.actor.area,
          id,
          noon,
        ]);
      await agreeAsReady(tx);
      wide = await workerNear(tx, { near: persons });
      few = await workerNear(tx, { near: persons.slice(0, 2) });
      // Somebody whom a connection remembers in the very place of the first.
      const place = ({ area, id, role, purpose }: Actor) =>
        tx.one<{ at: number }>('SELECT hashtext($1) & 63 AS at', [[area, id, role, purpose].join('|')]);
      const { at: taken } = await place(wide);
      do other = await workerNear(tx, { near: persons.slice(5) });
      while ((await place(other)).at !== taken);
    });
  });

  it('stand with the connection, each with its own, and are found as those in settings are', async () => {
    at(noon);
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await near(wide)).toEqual({ keys: of(persons), settings: '**' });
      expect((await near(few)).keys).toEqual(of(persons.slice(0, 2)));
      expect(await near(other)).toEqual({ keys: of(persons.slice(5)), settings: '**' });
    }
  });

  it('go with a transaction that is undone, and are made anew when something changes', async () => {
    at(noon);
    await db.asTest((tx) => tx.sql('UPDATE worker SET name = name'));
    const undone = db.asActor(
      wide,
      async (tx) => {
        expect((await tx.sql(`SELECT id FROM near('team') AS id`)).length).toBe(60);
        throw new Error('undone');
      },
      { readOnly: true, snapshot: true },
    );
    await expect(undone).rejects.toThrow('undone');
    expect((await near(wide)).keys).toEqual(of(persons));
    await db.asOwner((client) => client.query('DELETE FROM relation WHERE person_id = $1', [persons[0]]));
    expect((await near(wide)).keys).toEqual(of(persons.slice(1)));
    // A setting that says so without a set beside it lets nothing be seen.
    const forged = db.asActor(few, (tx) =>
      tx.one(`SELECT set_config('vantage.near_team', '*', true), keys_of('near_team') AS keys`),
    );
    expect(await forged).toMatchObject({ keys: {} });
  });

  it('are nobody else’s to write or read', async () => {
    for (const statement of [
      'SELECT FROM pg_temp.sight_set',
      'DELETE FROM pg_temp.sight_set',
      `INSERT INTO pg_temp.sight_set VALUES (1, 'near_team', '{}')`,
      'SELECT keep_wide_sets(1)',
    ])
      await expect(db.asActor(wide, (tx) => tx.sql(statement))).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the sight that connections share', async () => {
  const db = await testDatabase();
  const persons = Array.from({ length: 60 }, newId);
  let [wide, few, lead] = [testActor, testActor, testActor];
  const asked = { readOnly: true, snapshot: true } as const;

  /** What stands in every setting that is a sight, with the keys of those that stand with the connection. */
  const seen = (tx: Tx) =>
    tx.one<{ place: number; settings: Record<string, string>; keys: Record<string, object> }>(
      `SELECT pg_backend_pid() AS place,
         (SELECT jsonb_object_agg(name, in_order_of_keys(nullif(current_setting('vantage.' || name, true), ''))) FROM unnest(sight_settings()) AS name) AS settings,
         (SELECT jsonb_object_agg(c, keys_of('near_' || c)) FROM unnest('{team,allocated,manager,named}'::text[]) AS c) AS keys`,
    );
  /** The same on two connections at a time, the first having been let go before. */
  async function onTwo(actor: Actor) {
    const first = await db.asActor(actor, seen, asked);
    await expect.poll(() => shared(actor)).not.toBe('');
    const [one, other] = await Promise.all([
      db.asActor(actor, async (tx) => [await seen(tx), await tx.sql('SELECT pg_sleep(0.1)')] as const, asked),
      db.asActor(actor, async (tx) => [await seen(tx), await tx.sql('SELECT pg_sleep(0.1)')] as const, asked),
    ]);
    return [first, one[0], other[0]];
  }
  const of = ({ area, id, role, purpose }: Actor) => [area, id, role, purpose].join('|');
  /** The sum of changes for which a sight is shared, where it is that of now. */
  const shared = (actor: Actor) =>
    db.asOwner(
      async (client) =>
        (
          await client.query<{ changes: string }>(
            `SELECT changes FROM sight_worked_out WHERE of = $1 AND changes::numeric = (SELECT sum(changes) FROM sight_change)`,
            [of(actor)],
          )
        ).rows[0]?.changes ?? '',
    );

  beforeAll(async () => {
    await db.asTest(async (tx) => {
      for (const id of persons)
        await tx.sql('INSERT INTO person (area, person_id, created_at) VALUES ($1, $2, $3)', [
          tx.actor.area,
          id,
          noon,
        ]);
      await agreeAsReady(tx);
      wide = await workerNear(tx, { near: persons });
      few = await workerNear(tx, { near: persons.slice(0, 2) });
      lead = await workerNear(tx, { role: 'agency-lead' });
    });
  });

  it('is the same on every one of them, wide or not, and worked out on one', async () => {
    at(noon);
    for (const actor of [wide, few, lead]) {
      const [first, ...others] = await onTwo(actor);
      expect(new Set(others.map(({ place }) => place)).size).toBe(2);
      for (const one of others) expect({ ...one, place: 0 }).toEqual({ ...first, place: 0 });
      expect(Object.keys(first?.keys.team ?? {}).length).toBe(actor === wide ? 60 : actor === few ? 2 : 0);
    }
    // Marked where it is shared, so that one can see whether it was taken.
    await db.asOwner((client) =>
      client.query(`UPDATE sight_worked_out SET sight = sight || '{"agency": "elsewhere"}' WHERE of = $1`, [
        of(lead),
      ]),
    );
    at(later(1));
    // Long enough that later ones do not wait for a turn to end: they meet other connections.
    const many = await Promise.all(
      Array.from({ length: 6 }, () =>
        db.asActor(
          lead,
          async (tx) => [await seen(tx), await tx.sql('SELECT pg_sleep(0.9)')] as const,
          asked,
        ),
      ),
    );
    expect(many.map(([{ settings }]) => settings.agency)).toContain('elsewhere');
  });

  it('is of no other sum of changes and of no other time', async () => {
    at(noon);
    await onTwo(wide);
    await db.asOwner((client) => client.query('DELETE FROM relation WHERE person_id = $1', [persons[0]]));
    for (const { keys } of await onTwo(wide)) {
      expect(Object.keys(keys.team ?? {})).toHaveLength(59);
      expect(keys.team).not.toHaveProperty(persons[0] ?? '');
    }
    await db.asOwner((client) =>
      client.query(`UPDATE relation SET happened = '[2026-01-01,2026-11-17)' WHERE person_id = $1`, [
        persons[1],
      ]),
    );
    at(new Date('2026-11-16T23:59:59Z'));
    for (const { keys } of await onTwo(wide)) expect(keys.team).toHaveProperty(persons[1] ?? '');
    at(new Date('2026-11-17T00:00:00Z'));
    for (const { keys } of await onTwo(wide)) expect(keys.team).not.toHaveProperty(persons[1] ?? '');
  });

  it('holds nothing of a transaction that had changed something, or was undone', async () => {
    at(noon);
    await db.asTest((tx) => tx.sql('UPDATE worker SET name = name'));
    expect(await shared(few)).toBe('');
    const undone = db.asActor(few, () => Promise.reject(new Error('undone')));
    await expect(undone).rejects.toThrow('undone');
    await db.asActor(testActor, async (tx) => {
      await tx.sql('UPDATE worker SET name = name');
      await tx.sql('SELECT begin_sight($1, $2, $3, $4, $5)', [few.area, few.id, few.role, few.purpose, noon]);
    });
    await new Promise((done) => setTimeout(done, 200));
    expect(await shared(few)).toBe('');
  });
});
