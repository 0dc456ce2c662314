import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { refresh, snapshot } from '../area/index.ts';
import { type Actor, type Database, dayOf, newId } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { sealPerson, workersOn } from '../sharing/index.ts';
import { workerNear } from '../sharing/testing.ts';
import { type Answer, actorOf, asideDrafts, asking, buildArea } from './testing/area.ts';
import { sightOf } from './testing/sight.ts';
import { readWorld, system, type World } from './testing/world.ts';

/**
 * Sealed means absent: what is answered about the families of sealed persons is, byte for byte, what a copy of the
 * database answers from which these persons' rows were deleted after the build.
 */
const today = new Date('2026-11-22T09:00:00Z');
vi.useFakeTimers({ toFake: ['Date'], now: today });
afterAll(() => void vi.useRealTimers());

const built = await testDatabase({ empty: true });
const wanted = 100;
const groupCount = 3;
let world: World;
/** The review of each family with an open picture. */
const reviews = new Map<string, string>();
/** Persons sealed together: of each family no more than a few, so that others are there to see. */
let groups: string[][];
/** Who works with everybody, who in the team around everybody, who leads an agency, who works with some. */
let viewers: Record<'allocated' | 'team' | 'lead' | 'worker' | 'named' | 'governance' | 'member', Actor>;

beforeAll(async () => {
  await buildArea(built, 40, 'sealed');
  world = await readWorld(built);
  const persons = [...new Set(world.places.map((place) => place.personId))].sort();
  viewers = await built.asActor(system, async (tx) => {
    const listed = await workersOn(tx, dayOf(today));
    const lead = listed.find((one) => one.role === 'agency-lead' && one.agency === 'social-care');
    const [worker] = listed
      .filter((one) => one.role === 'practitioner')
      .sort((a, b) => b.persons - a.persons);
    return {
      allocated: await workerNear(tx, { near: persons, role: 'lead-practitioner' }),
      team: await workerNear(tx, { near: persons, kind: 'team', agency: 'police' }),
      named: await workerNear(tx, { near: persons }),
      lead: actorOf(lead?.workerId ?? '', 'agency-lead'),
      worker: actorOf(worker?.workerId ?? '', 'practitioner'),
      governance: await workerNear(tx, { role: 'information-governance-lead' }),
      member: await workerNear(tx, { role: 'lead-member' }),
    };
  });
  await tellAccounts(viewers.allocated);
  await lookBack(viewers.allocated, viewers.lead);
  await built.filled();
  const { open, membersOf } = sightOf(world, system, today);
  const inOpen = [...open].sort().flatMap((id) => membersOf(id).map((member) => member.personId));
  const chosen = [...new Set([...inOpen, ...persons])].slice(0, Math.max(wanted, new Set(inOpen).size));
  groups = Array.from({ length: groupCount }, (_, at) => chosen.filter((_id, n) => n % groupCount === at));
  await built.close();
}, 120_000);

test('there are enough of them', () => {
  expect(new Set(groups.flat()).size).toBeGreaterThanOrEqual(wanted);
});

test.each(Array.from({ length: groupCount }, (_, at) => at))(
  'sealed persons are absent from every answer: group %i',
  async (at) => {
    const group = groups[at] ?? [];
    const withSeals = await testDatabase({ copyOf: built.name });
    const without = await testDatabase({ copyOf: built.name });
    await withSeals.asActor(system, async (tx) => {
      for (const personId of group) {
        await sealPerson(tx, {
          personId,
          named: [viewers.named.id],
          from: '2026-11-01',
          reason: 'They hide.',
        });
      }
      await refresh(tx);
    });
    await deletePersons(without, group);
    const [sealed, absent] = [await asking(withSeals), await asking(without)];
    const differing: string[] = [];
    for (const [viewer, path] of questions(group)) {
      const answers = await Promise.all([
        sealed(viewer, path).then(asideId),
        absent(viewer, path).then(asideId),
      ]);
      if (!same(...answers)) differing.push(`${nameOf(viewer)} ${path}: ${firstDifference(...answers)}`);
    }
    expect(differing).toEqual([]);
    expect(await audited(withSeals)).toEqual(await audited(without));

    // They are there, and seen by whom the seal names.
    const { open } = sightOf(world, system, today);
    const [path] = group.flatMap((id) =>
      familiesOf(id)
        .filter((family) => open.has(family))
        .map((family) => `/families/${family}/people/${id}`),
    );
    const asNamed = await Promise.all([sealed, absent].map((ask) => ask(viewers.named, path ?? '')));
    expect(asNamed.map((answer) => answer.status)).toEqual([200, 404]);
    await Promise.all([withSeals.close(), without.close()]);
  },
  120_000,
);

/** Opens a review of every family with an open picture, and keeps its number by the family's. */
async function lookBack(...participants: Actor[]): Promise<void> {
  const ids = participants.map((one) => one.id);
  await built.asActor(system, async (tx) => {
    for (const familyId of sightOf(world, system, today).open) {
      const reviewId = newId();
      reviews.set(familyId, reviewId);
      await tx.sql(
        `INSERT INTO review (area, review_id, kind, name, family_id, reason, happened, participants, opened_by, opened_at)
         VALUES ($1, $2, 'learning', 'Review', $3, 'To learn from it.', '[2026-11-01,2026-12-31)', $4::uuid[], $5, $6)`,
        [tx.actor.area, reviewId, familyId, ids, ids[0], today],
      );
    }
  });
}

/** Of everybody who said something, that they agreed to have it told. */
async function tellAccounts(writer: Actor): Promise<void> {
  await built.asActor(system, (tx) =>
    tx.sql(
      `INSERT INTO account (area, account_id, about, person_id, words, agreed, agency, written_by, written_at)
       SELECT area, gen_random_uuid(), record_id, person_id, words, 'They said yes.', 'social-care', $2, $3 FROM statement
       WHERE area = $1 AND superseded_at IS NULL AND kind = 'said' AND hashtext(record_id::text) % 2 = 0`,
      [writer.area, writer.id, today],
    ),
  );
}

const familiesOf = (personId: string) =>
  world.places.filter((place) => place.personId === personId).map((place) => place.familyId);
const nameOf = (viewer: Actor) => Object.entries(viewers).find(([, one]) => one === viewer)?.[0];

/** What is asked by whom: whatever could tell of the persons. */
function questions(group: readonly string[]): [Actor, string][] {
  const { allocated, team, lead, worker, governance, member } = viewers;
  const { open } = sightOf(world, system, today);
  const asked: [Actor, string][] = [];
  const families = [...new Set(group.flatMap(familiesOf))].sort();
  for (const [turn, id] of families.filter((one) => open.has(one)).entries()) {
    const members = world.places.filter((place) => place.familyId === id).map((place) => place.personId);
    for (const viewer of [allocated, turn % 2 === 0 ? team : lead, worker])
      asked.push([viewer, `/api/families/${id}`]);
    asked.push([turn % 2 === 0 ? allocated : team, `/families/${id}`]);
    asked.push([allocated, `/families/${id}/${turn % 2 === 0 ? 'spending' : 'chronology'}`]);
    asked.push([turn % 2 === 0 ? lead : team, `/families/${id}/spending`]);
    asked.push([allocated, `/families/${id}/genogram`], [allocated, `/families/${id}/words`]);
    asked.push([turn % 2 === 0 ? lead : team, `/api/families/${id}/genogram?on=2022-06-01`]);
    asked.push([turn % 2 === 0 ? allocated : lead, `/api/families/${id}/network`]);
    asked.push([turn % 2 === 0 ? team : allocated, `/api/families/${id}/siblings`]);
    if (turn < 6) {
      const by = turn % 2 === 0 ? 'all' : 'schools';
      asked.push([
        turn % 3 === 0 ? lead : allocated,
        `/api/reviews/${reviews.get(id)}/known?on=2026-11-16&by=${by}`,
      ]);
      asked.push([allocated, `/reviews/${reviews.get(id)}/known?on=1/6/2025&by=${by}&years=all`]);
    }
    for (const personId of [
      members.find((one) => group.includes(one)),
      members.find((one) => !group.includes(one)),
    ])
      if (personId !== undefined) asked.push([allocated, `/families/${id}/people/${personId}`]);
  }
  for (const [turn, personId] of group.entries()) {
    const name = (world.details.get(personId) ?? []).find((one) => one.kind === 'name')?.value ?? '';
    const words = turn % 2 === 0 ? name : (world.numbers.get(personId)?.[0]?.localId ?? name);
    asked.push([turn % 3 === 0 ? lead : allocated, `/api/families?q=${encodeURIComponent(words)}`]);
    if (turn % 4 === 0) asked.push([allocated, `/as?family=${encodeURIComponent(name)}`]);
  }
  const sealedFacts = world.facts.filter((fact) => fact.about.some((one) => group.includes(one)));
  const shared = sealedFacts.filter((fact) => !group.includes(fact.personId)).slice(0, 8);
  for (const fact of [...shared, ...sealedFacts.slice(0, 2)])
    asked.push([allocated, `/facts/${fact.factId}`]);
  const records = [...world.records.values()].filter((one) => one.personIds.some((id) => group.includes(id)));
  for (const record of records.filter((one) => one.personIds.length > 1).slice(0, 4))
    asked.push([allocated, `/records/${record.recordId}`]);
  for (const viewer of [allocated, lead]) {
    if (viewer === lead) asked.push([viewer, '/api/export/families?reason=to+count+them']);
    asked.push([viewer, '/behind?open=all']);
    for (const kind of ['cin-plan', 'worker', 'cp-plan']) asked.push([viewer, `/behind?now=${kind}`]);
    asked.push([viewer, '/behind?began=police-domestic-abuse&year=2024-25']);
  }
  asked.push(
    [allocated, '/api/area'],
    [lead, '/area'],
    [allocated, '/api/reviews'],
    [governance, '/reviews'],
  );
  for (const reader of [member, governance]) asked.push([reader, '/api/accounts'], [reader, '/accounts']);
  for (const path of ['/who-is-who', '/api/who-is-who/pairs', '/api/who-is-who/pairs?page=2'])
    asked.push([governance, path]);
  for (const personId of group.slice(0, 4)) asked.push([governance, `/api/who-is-who/persons/${personId}`]);
  return asked;
}

/** Without the number that a form has for what is written in it. */
const asideId = (answer: Answer): Answer => ({
  ...answer,
  body: answer.body.replace(/(name="id" value=")[^"]+/, '$1'),
});

const same = (a: Answer, b: Answer) => a.status === b.status && asideDrafts(a).body === asideDrafts(b).body;

function firstDifference(a: Answer, b: Answer): string {
  if (a.status !== b.status) return `${a.status} and ${b.status}`;
  const [one, other] = [asideDrafts(a).body, asideDrafts(b).body];
  const at = [...one].findIndex((letter, n) => letter !== other[n]);
  return `…${one.slice(at - 80, at + 80)}… and …${other.slice(at - 80, at + 80)}…`;
}

/** What is written down of what was asked, the times aside. */
async function audited(db: Database): Promise<object[]> {
  return db.asActor(system, (tx) =>
    tx.sql(
      'SELECT actor, action, route, families, persons, words, because FROM audit_entry ORDER BY at, entry_id',
    ),
  );
}

/** Takes away every row about the persons, and the records that are about nobody else; the area is counted anew. */
async function deletePersons(db: Database, personIds: readonly string[]): Promise<void> {
  await db.asOwner(async (client) => {
    await client.query('CREATE TEMPORARY TABLE gone AS SELECT unnest($1::uuid[]) AS id', [personIds]);
    await client.query(
      `CREATE TEMPORARY TABLE gone_record AS SELECT record_id AS id FROM link
       GROUP BY record_id HAVING bool_and(person_id IN (SELECT id FROM gone))`,
    );
    for (const table of ['fact_detail', 'fact_source', 'spending', 'counted_until', 'opening']) {
      await client.query(
        `DELETE FROM ${table} WHERE fact_id IN (SELECT fact_id FROM fact WHERE person_id IN (SELECT id FROM gone))`,
      );
    }
    const tables = [
      'fact',
      'statement',
      'account',
      'residence',
      'relationship',
      'search_key',
      'membership',
      'relation',
      'link',
      'joining',
      'agency_number',
      'makeup',
    ];
    for (const table of [...tables, 'person_detail'])
      await client.query(`DELETE FROM ${table} WHERE person_id IN (SELECT id FROM gone)`);
    await client.query('DELETE FROM relationship WHERE other_id IN (SELECT id FROM gone)');
    await client.query('DELETE FROM relation WHERE via IN (SELECT id FROM gone)');
    await client.query(
      'DELETE FROM doubtful_pair WHERE number NOT IN (SELECT number FROM agency_number) OR other NOT IN (SELECT number FROM agency_number)',
    );
    await client.query('DELETE FROM person WHERE person_id IN (SELECT id FROM gone)');
    await client.query('DELETE FROM review WHERE family_id NOT IN (SELECT family_id FROM membership)');
    await client.query('DELETE FROM family WHERE family_id NOT IN (SELECT family_id FROM membership)');
    for (const table of ['fact_source', 'record_told', 'record'])
      await client.query(`DELETE FROM ${table} WHERE record_id IN (SELECT id FROM gone_record)`);
    await client.query('DELETE FROM home WHERE home_id NOT IN (SELECT home_id FROM residence)');
    await client.query('DELETE FROM area_snapshot');
  });
  await db.asActor(system, snapshot);
}
