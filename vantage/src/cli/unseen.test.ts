import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Writing, writeDown } from '../casework/index.ts';
import { addStep, Stepping } from '../plans/index.ts';
import type { Actor, Database, Row } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { workerNear } from '../sharing/testing.ts';
import { actorOf, asideDrafts, asking, buildArea } from './testing/area.ts';
import { sightOf } from './testing/sight.ts';
import { readWorld, system, type World } from './testing/world.ts';

/**
 * No sentence, count, need or sum rests on what its reader may not see: what somebody is answered is, byte for byte,
 * what a copy of the database answers from which every row that they may not see was deleted.
 */
const today = new Date('2026-11-22T09:00:00Z');
vi.useFakeTimers({ toFake: ['Date'], now: today });
afterAll(() => void vi.useRealTimers());

const built = await testDatabase({ empty: true });
let world: World;
let viewers: Record<string, Actor>;

beforeAll(async () => {
  await buildArea(built, 40, 'unseen');
  world = await readWorld(built);
  const persons = [...new Set(world.places.map((place) => place.personId))].sort();
  viewers = await built.asActor(system, async (tx) => ({
    'allocated in social care': await workerNear(tx, { near: persons }),
    'in the team, police': await workerNear(tx, { near: persons, kind: 'team', agency: 'police' }),
    'in the team, schools': await workerNear(tx, { near: persons, kind: 'team', agency: 'schools' }),
    'allocated to every other person': await workerNear(tx, {
      near: persons.filter((_id, n) => n % 2 === 0),
      agency: 'early-help',
    }),
    'lead of housing': actorOf(
      (await workerNear(tx, { role: 'agency-lead', agency: 'housing' })).id,
      'agency-lead',
    ),
  }));
  await writeHere(viewers['allocated in social care'] as Actor);
  await built.asActor(system, (tx) =>
    tx.sql(
      `INSERT INTO account (area, account_id, about, person_id, words, agreed, agency, written_by, written_at)
       SELECT area, gen_random_uuid(), record_id, person_id, 'Told: ' || words, 'They said yes.', 'social-care', $2, $3
       FROM statement WHERE area = $1 AND superseded_at IS NULL AND kind = 'said' AND hashtext(record_id::text) % 2 = 0`,
      [system.area, viewers['allocated in social care']?.id, today],
    ),
  );
  world = await readWorld(built);
  await built.filled();
  await built.close();
}, 120_000);

/** Of some families what is written down of one and of several of them, for some and for the team; and a next step. */
async function writeHere(worker: Actor): Promise<void> {
  for (const familyId of [...sightOf(world, system, today).open].sort().slice(0, 8)) {
    const persons = world.places.filter((one) => one.familyId === familyId).map((one) => one.personId);
    const family = { familyId, people: persons.map((personId) => ({ personId, died: null })) };
    await built.asActor(worker, async (tx) => {
      for (const audience of ['allocated', 'team'] as const)
        for (const about of [persons.slice(0, 1), persons]) {
          const words = `For ${audience} of ${about.length}.`;
          const writing = Writing.parse({ kind: 'note', persons: about, audience, words });
          await writeDown(tx, { familyId, writing });
        }
      const step = { persons: persons.slice(0, 2), who: 'Somebody', what: 'does it', by: '2027-01-01' };
      await addStep(tx, family, Stepping.parse(step));
    });
  }
}

/** Tables with what is known of persons, those that others rest on last, and what tells their rows apart. */
const tables: [string, string][] = [
  ['case_note', 'note_id, version'],
  ['plan_entry', 'entry_id'],
  ['account', 'account_id'],
  ['fact_source', 'fact_id, record_id, version'],
  ['fact_detail', 'fact_id'],
  ['spending', 'spending_id'],
  ['counted_until', 'fact_id'],
  ['opening', 'person_id, fact_id, reason'],
  ['fact', 'fact_id'],
  ['search_key', 'key, form, person_id, family_id, agency, kind'],
  ['relationship', 'relationship_id'],
  ['residence', 'residence_id'],
  ['link', 'link_id'],
  ['joining', 'joining_id'],
  ['person_detail', 'detail_id'],
];

const statements: [string, string] = ['statement', 'statement_id'];
const records: [string, string] = ['record', 'record_id, version'];

/** Deletes every row that the viewer may not see, and what records say that they may not see; returns how many of each table. */
async function keepOnlySeen(db: Database, viewer: Actor): Promise<Record<string, number>> {
  const gone: Record<string, number> = {};
  const seen = await db.asActor(
    viewer,
    async (tx) => {
      const rows = new Map<string, Row[]>();
      for (const [table, key] of [...tables, statements, records])
        rows.set(table, await tx.sql(`SELECT ${key} FROM ${table} WHERE area = $1`, [viewer.area]));
      return rows;
    },
    { readOnly: true },
  );
  const spoken = await db.asActor(system, (tx) =>
    tx.sql('SELECT statement_id, person_id, agency, kind FROM statement WHERE area = $1', [viewer.area]),
  );
  const known = await db.asActor(viewer, async (tx) => {
    const rows = await tx.sql<{ id: string }>(
      `SELECT statement_id AS id FROM jsonb_populate_recordset(NULL::statement, $1::jsonb)
       WHERE tier_here(person_id, agency, kind) >= 1`,
      [JSON.stringify(spoken)],
    );
    return rows.map(({ id }) => id);
  });
  await db.asOwner(async (client) => {
    for (const [table, key] of tables) {
      const { rowCount } = await client.query(
        `DELETE FROM ${table} WHERE (${key}) NOT IN (
           SELECT ${key} FROM jsonb_populate_recordset(NULL::public.${table}, $1::jsonb))`,
        [JSON.stringify(seen.get(table))],
      );
      gone[table] = rowCount ?? 0;
    }
    // That words exist may be known to whoever may not read them: they say nothing more.
    await client.query('DELETE FROM statement WHERE statement_id <> ALL ($1::uuid[])', [known]);
    await client.query("UPDATE statement SET words = '' WHERE statement_id <> ALL ($1::uuid[])", [
      seen.get('statement')?.map((row) => row.statement_id),
    ]);
    // What is seen of a fact may name a record that is not: the record says nothing more.
    const { rowCount } = await client.query(
      `UPDATE record SET content = '{}' WHERE (record_id, version) NOT IN (
         SELECT record_id, version FROM jsonb_populate_recordset(NULL::public.record, $1::jsonb))`,
      [JSON.stringify(seen.get('record'))],
    );
    gone.record = rowCount ?? 0;
  });
  return gone;
}

test.each([
  'allocated in social care',
  'in the team, police',
  'in the team, schools',
  'allocated to every other person',
  'lead of housing',
])(
  'what is answered rests on nothing unseen: %s',
  async (name) => {
    const viewer = viewers[name] as Actor;
    const whole = await testDatabase({ copyOf: built.name });
    const less = await testDatabase({ copyOf: built.name });
    const gone = await keepOnlySeen(less, viewer);
    for (const table of ['fact', 'fact_detail', 'person_detail', 'record'])
      expect(gone[table]).toBeGreaterThan(0);
    if (name !== 'allocated in social care') expect(gone.case_note).toBeGreaterThan(0);

    const [all, seen] = [await asking(whole), await asking(less)];
    const differing: string[] = [];
    let shown = 0;
    for (const path of questions(viewer)) {
      const [a, b] = [asideDrafts(await all(viewer, path)), asideDrafts(await seen(viewer, path))];
      if (a.status === 200) shown += 1;
      if (a.status === b.status && a.body === b.body) continue;
      const at = [...a.body].findIndex((letter, n) => letter !== b.body[n]);
      differing.push(
        `${path} ${a.status} ${b.status}: …${a.body.slice(at - 60, at + 60)}… and …${b.body.slice(at - 60, at + 60)}…`,
      );
    }
    expect(differing).toEqual([]);
    if (name !== 'lead of housing') expect(shown).toBeGreaterThan(40);
    await Promise.all([whole.close(), less.close()]);
  },
  120_000,
);

function questions(viewer: Actor): string[] {
  const { open } = sightOf(world, system, today);
  const paths = [...open].sort().flatMap((id) => {
    const [member] = world.places.filter((place) => place.familyId === id);
    return [
      `/families/${id}`,
      `/families/${id}/genogram`,
      `/families/${id}/genogram?on=2022-06-01`,
      `/api/families/${id}/network`,
      `/families/${id}/siblings`,
      `/families/${id}/words`,
      `/families/${id}/spending`,
      `/families/${id}/chronology`,
      `/families/${id}/people/${member?.personId}`,
      `/api/families/${id}/notes`,
      `/api/families/${id}/plan`,
    ];
  });
  const names = [...world.details.values()].flat().filter(({ kind }) => kind === 'name');
  for (const { value } of names.slice(0, 20)) paths.push(`/families?q=${encodeURIComponent(value)}`);
  for (const { factId } of world.facts.filter((_fact, n) => n % 40 === 0)) paths.push(`/facts/${factId}`);
  for (const kind of ['cin-plan', 'worker', 'cp-plan']) paths.push(`/behind?now=${kind}`);
  if (viewer.role === 'agency-lead') paths.push('/behind?open=all');
  return paths;
}
