import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { build as buildChronology, factsTold, kindsOfEvents, lookingUp } from '../chronology/index.ts';
import { build as buildFamilies, familiesOf } from '../families/index.ts';
import { deliver, personNumbered } from '../families/testing.ts';
import { index, routes as pictureRoutes } from '../picture/index.ts';
import { createApp } from '../platform/http/index.ts';
import { type Actor, silent } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { sealPerson, unsealPerson, visits } from '../sharing/index.ts';
import { agreeAsReady, workerNear } from '../sharing/testing.ts';
import { routes, waysIn } from './index.ts';
import { partsWithoutNames } from './known.ts';
import type { AsKnownJson } from './shape.ts';

/** A family whose school, police and social care each know something, and what the school knew on 3 March. */
const now = new Date('2026-11-22T09:00:00Z');
beforeEach(() => void vi.setSystemTime(now));
vi.useFakeTimers({ toFake: ['Date'], now });
afterAll(() => void vi.useRealTimers());

const db = await testDatabase();
const born = '2012-04-05';
const worker = 'Amira Saidova';
const rows = {
  'ssd.person': [
    {
      pers_person_id: 'S1',
      pers_forename: 'Dawn',
      pers_surname: 'Hart',
      pers_sex: 'F',
      pers_dob: '1989-03-02',
    },
    { pers_person_id: 'S2', pers_forename: 'Kyle', pers_surname: 'Hart', pers_sex: 'M', pers_dob: born },
  ],
  'ssd.mother': [
    { moth_table_id: '1', moth_person_id: 'S1', moth_childs_person_id: 'S2', moth_childs_dob: born },
  ],
  'ssd.cin_plans': [
    {
      cinp_cin_plan_id: 'P1',
      cinp_person_id: 'S2',
      cinp_cin_plan_start_date: '2026-01-10',
      cinp_cin_plan_team: worker,
      cinp_cin_plan_worker_id: 'W1',
      recorded_at: '2026-01-11T09:00:00Z',
    },
  ],
  'ssd.professionals': [{ prof_professional_id: 'W1', prof_professional_name: worker }],
  'ssd.involvements': [
    {
      invo_involvements_id: 'I1',
      invo_person_id: 'S2',
      invo_professional_id: 'W1',
      invo_professional_role_id: 'Allocated social worker',
      invo_professional_team: worker,
      invo_involvement_start_date: '2026-01-10',
      recorded_at: '2026-01-11T09:00:00Z',
    },
  ],
  'ssd.contacts': [
    {
      cont_contact_id: 'C1',
      cont_person_id: 'S2',
      cont_contact_date: '2026-03-02',
      cont_contact_source_code: '2A',
      recorded_at: '2026-03-05T09:00:00Z',
    },
    {
      cont_contact_id: 'C2',
      cont_person_id: 'S2',
      cont_contact_date: '2026-02-02',
      cont_contact_source_code: '2A',
    },
  ],
  'care.significant_events': [
    {
      event_id: 'E1',
      person_id: 'S2',
      event_type: 'debt',
      event_date: '2026-02-10',
      note: `${worker} rang.`,
      recorded_at: '2026-02-11T09:00:00Z',
    },
  ],
  'police.nominals': [{ nominal_id: 'N1', forename: 'Kyle', surname: 'Hart', date_of_birth: born, sex: 'M' }],
  'police.occurrences': [
    {
      occurrence_no: 'O1',
      nominal_id: 'N1',
      role: 'victim',
      occurred_from: '2026-03-01',
      offence_type: 'violence',
      recorded_at: '2026-03-02T09:00:00Z',
    },
  ],
  'school.pupils': [
    {
      pupil_id: 'L2',
      urn: '900001',
      surname: 'Hart',
      forename: 'Kyle',
      dob: born,
      sex: 'M',
      entrydate: '2023-09-01',
      recorded_at: '2023-09-02T09:00:00Z',
    },
  ],
  'school.exclusions': [
    {
      exclusion_id: 'X1',
      pupil_id: 'L2',
      urn: '900001',
      category: 'SUSP',
      startdate: '2026-02-25',
      sessions: '4',
      recorded_at: '2026-02-25T15:00:00Z',
    },
  ],
};

let familyId: string;
let kyle: string;
const actors = {} as Record<
  'governance' | 'director' | 'inspector' | 'teacher' | 'helper' | 'stranger',
  Actor
>;
const nameOf = (actor: Actor) => `Worker ${actor.id}`;
let send: (
  who: Actor,
  path: string,
  form?: Record<string, string>,
) => Promise<{ status: number; text: string; to: string }>;

beforeAll(async () => {
  const asOf = await deliver(db, testActor, '2026-11-16', rows);
  await db.asTest(async (tx) => {
    await buildFamilies(tx, { asOf, progress: silent });
    await buildChronology(tx, { asOf, progress: silent });
    await agreeAsReady(tx, kindsOfEvents());
    await index(tx);
    kyle = (await personNumbered(tx))('S2');
    familyId = (await familiesOf(tx, [kyle]))[0]?.familyId ?? '';
    actors.governance = await workerNear(tx, { role: 'information-governance-lead' });
    actors.director = await workerNear(tx, { role: 'director' });
    actors.inspector = await workerNear(tx, { role: 'inspector' });
    actors.teacher = await workerNear(tx, { agency: 'schools', near: [kyle], kind: 'team' });
    actors.helper = await workerNear(tx, { near: [kyle] });
    actors.stranger = await workerNear(tx, {});
    // Each is found by a name of their own.
    await tx.sql(`UPDATE worker SET name = 'Worker ' || worker_id`);
  });
  let viewer: Actor;
  const site = { name: 'Vantage', nav: [], footer: [], notice: '', styles: [], scripts: [], icon: '' };
  const app = createApp({ site, assets: { href: (name) => name, find: () => undefined } });
  const visit = visits(db, () => viewer);
  pictureRoutes(app, { visit, waysOn: waysIn });
  routes(app, { db, visit });
  send = async (who, path, form) => {
    viewer = who;
    const isApi = path.startsWith('/api/');
    const answer = await app.request(`http://localhost${path}`, {
      headers: {
        host: 'localhost',
        origin: 'http://localhost',
        ...(form && { 'content-type': isApi ? 'application/json' : 'application/x-www-form-urlencoded' }),
      },
      ...(form && {
        method: 'POST',
        body: isApi ? JSON.stringify(form) : new URLSearchParams(form).toString(),
      }),
    });
    return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') ?? '' };
  };
});

const asking = (over: Record<string, string> = {}) => ({
  kind: 'learning',
  name: 'Spring review',
  person: 'Kyle Hart',
  born: '5/4/2012',
  reason: 'To learn from what was known in the spring.',
  participants: nameOf(actors.stranger),
  from: '22/11/2026',
  until: '31/1/2027',
  ...over,
});

/** Opens a review; its number. */
async function opened(over: Record<string, string> = {}): Promise<string> {
  const { status, to } = await send(actors.governance, '/reviews', asking(over));
  expect(status).toBe(303);
  return to.split('/').at(-1) ?? '';
}

async function known(who: Actor, id: string, by: string, on = '2026-03-03'): Promise<AsKnownJson> {
  const { status, text } = await send(who, `/api/reviews/${id}/known?on=${on}&by=${by}`);
  expect([status, text.slice(0, 300)]).toEqual([200, text.slice(0, 300)]);
  return JSON.parse(text) as AsKnownJson;
}

const told = (list: readonly { label: string; from: string | null }[]) =>
  list.map(({ label, from }) => `${from} ${label}`).sort();

test('what the school knew on 3 March', async () => {
  const id = await opened();
  const shown = await known(actors.stranger, id, 'schools');
  expect(shown.rows.map((row) => `${row.from} ${row.label}: ${row.inWords}`).sort()).toEqual([
    '2026-01-10 Child in need plan: Could see that it happened: shared by Testshire Children’s Services',
    '2026-01-10 Worker allocated: Could see it: shared by Testshire Children’s Services',
    '2026-02-10 Debt: Could see that it happened: shared by Testshire Children’s Services',
    '2026-02-25 Suspended from school: Known: its own record',
    '2026-03-01 Police called: violence: Could see that it happened: shared by Testshire Police',
  ]);
  expect(told(shown.recordedLater)).toEqual(['2026-03-02 Contact with children’s services']);
  expect(told(shown.notKnownWhen)).toEqual(['2026-02-02 Contact with children’s services']);
  expect([shown.couldNotBe, shown.previousDay, shown.nextDay]).toEqual([0, '2026-03-02', '2026-03-05']);
  // The day before the police had recorded it, and the day after social care had.
  expect(told((await known(actors.stranger, id, 'schools', '2026-03-01')).rows)).toHaveLength(4);
  expect(told((await known(actors.stranger, id, 'schools', '2026-03-05')).rows)).toHaveLength(6);
  // No health worker was near to Kyle then, and nothing had come here before 16 November.
  const health = await known(actors.stranger, id, 'community-health');
  expect(new Set(health.rows.map((row) => row.state))).toEqual(new Set(['could-have-been']));
  expect(new Set((await known(actors.stranger, id, 'vantage')).rows.map((row) => row.state))).toEqual(
    new Set(['received-later']),
  );
  const { text } = await send(actors.stranger, `/reviews/${id}/known?on=3+March+2026&by=schools`);
  expect(text).toContain('What Testshire’s schools knew or could see on 3 March 2026');
  expect(text.replaceAll(/<[^>]*>/g, '')).toContain(
    'schools had 1 of them in its own records, and could see 4 more;',
  );
  expect(text).toContain('Known: its own record');
});

test('no name of a worker stands on it, nor what somebody wrote', async () => {
  const id = await opened();
  for (const by of ['all', 'social-care', 'schools', 'vantage']) {
    const answers = [
      await send(actors.stranger, `/reviews/${id}/known?on=3/3/2026&by=${by}&years=all`),
      await send(actors.stranger, `/api/reviews/${id}/known?on=2026-03-03&by=${by}`),
    ];
    for (const { text } of answers) {
      expect(text).toContain('Allocated social worker');
      expect(text).not.toContain('Saidova');
      expect(text).not.toContain('rang');
    }
  }
});

test('whatever the columns of a record hold, its parts name nobody', () => {
  const name = 'Saidova';
  const texts: [string, Record<string, string>][] = [
    [
      'ssd.early_help_episodes',
      {
        earl_person_id: 'S2',
        earl_episode_start_date: '2026-01-01',
        earl_episode_reason: name,
        earl_episode_organisation: name,
        earl_episode_end_reason: name,
      },
    ],
    [
      'ssd.cin_episodes',
      {
        cine_person_id: 'S2',
        cine_referral_date: '2026-01-01',
        cine_referral_source_code: name,
        cine_cin_primary_need_code: name,
        cine_referral_outcome_json: name,
        cine_referral_team: name,
        cine_close_reason: name,
      },
    ],
    [
      'ssd.cin_assessments',
      {
        cina_assessment_id: 'A',
        cina_person_id: 'S2',
        cina_assessment_start_date: '2026-01-01',
        cina_assessment_outcome_json: name,
        cina_assessment_team: name,
      },
    ],
    [
      'ssd.involvements',
      {
        invo_person_id: 'S2',
        invo_involvement_start_date: '2026-01-01',
        invo_professional_role_id: name,
        invo_professional_team: name,
        invo_worker_change_reason: name,
      },
    ],
    [
      'care.significant_events',
      { person_id: 'S2', event_type: 'debt', event_date: '2026-01-01', note: name },
    ],
    [
      'police.occurrences',
      { occurrence_no: '1', role: 'victim', occurred_from: '2026-01-01', offence_type: name, outcome: name },
    ],
    ['school.exclusions', { category: 'SUSP', reason: name, startdate: '2026-01-01', sessions: name }],
    [
      'camhs.referrals',
      { referral_id: '1', referred_on: '2026-01-01', source: name, reason: name, accepted: 'Y' },
    ],
  ];
  for (const [kind, content] of texts) {
    const facts = factsTold(
      [
        {
          recordId: kind,
          version: 1,
          agency: 'social-care',
          kind,
          content,
          recordedAt: null,
          receivedAt: now,
          persons: { subject: 'S2' },
        },
      ],
      lookingUp(),
    );
    expect([kind, facts.length > 0]).toEqual([kind, true]);
    expect([
      kind,
      facts
        .flatMap((fact) => partsWithoutNames(fact.detail.parts))
        .filter(({ value }) => value.toLowerCase().includes('saidova')),
    ]).toEqual([kind, []]);
  }
});

test('only those who look after information and the director open one, for people who can take part', async () => {
  for (const who of [actors.inspector, actors.helper, actors.teacher]) {
    expect((await send(who, '/reviews', asking())).status).toBe(403);
    expect(
      (
        await send(who, '/api/reviews', {
          ...asking(),
          born,
          from: '2026-11-22',
          until: '2027-01-31',
          participants: [who.id] as never,
        })
      ).status,
    ).toBe(403);
  }
  const wrongly: [Record<string, string>, string][] = [
    [{ born: '6/4/2012' }, 'There is no picture of such a person.'],
    [{ participants: 'Nobody Atall' }, 'Nobody at work here is called'],
    [{ participants: nameOf(actors.inspector) }, 'cannot take part'],
    [{ kind: 'inspection' }, 'cannot take part'],
    [{ participants: nameOf(actors.governance) }, 'cannot take part'],
    [{ participants: nameOf(actors.director) }, 'Whoever opens a review does not take part in it.'],
    [
      { participants: `${nameOf(actors.stranger)}\n${nameOf(actors.director)}` },
      'Whoever opens a review does not take part in it.',
    ],
    [{ until: '21/11/2026' }, 'within twelve months'],
    [{ until: '23/11/2027' }, 'within twelve months'],
    [{ reason: 'Because' }, 'Write why, in a sentence.'],
  ];
  for (const [over, words] of wrongly) {
    const { status, text } = await send(actors.director, '/reviews', asking(over));
    expect([over, status, text.includes(words)]).toEqual([over, 400, true]);
  }
  // The database holds it too; a review that somebody else opens is theirs to take part in.
  const herself = db.asActor(actors.director, async (tx) =>
    tx.sql(
      `INSERT INTO review (area, review_id, kind, name, family_id, reason, happened, participants, opened_by, opened_at)
       SELECT area, gen_random_uuid(), 'learning', 'Her own', family_id, 'To see it.', happened, ARRAY[$1::uuid], $1, now()
       FROM review LIMIT 1`,
      [actors.director.id],
    ),
  );
  await expect(herself).rejects.toThrow(/row-level security/);
  const theirs = await opened({ participants: nameOf(actors.director) });
  expect((await send(actors.director, `/reviews/${theirs}/known?on=3/3/2026&by=schools`)).status).toBe(200);
  const inspected = await opened({ kind: 'inspection', participants: nameOf(actors.inspector) });
  expect((await known(actors.inspector, inspected, 'all')).rows.length).toBeGreaterThan(3);
});

test('it opens to those who take part while it is open, and to nobody else', async () => {
  const id = await opened({
    participants: `${nameOf(actors.stranger)}\n${nameOf(actors.teacher)}`,
    from: '23/11/2026',
    until: '30/11/2026',
  });
  const path = `/reviews/${id}/known?on=3/3/2026&by=schools`;
  const statuses = async (...who: Actor[]) => {
    const found: number[] = [];
    for (const one of who) found.push((await send(one, path)).status);
    return found;
  };
  expect(await statuses(actors.stranger, actors.teacher)).toEqual([404, 404]);
  vi.setSystemTime(new Date('2026-11-23T00:30:00Z'));
  expect(
    await statuses(actors.stranger, actors.teacher, actors.helper, actors.governance, actors.director),
  ).toEqual([200, 200, 404, 404, 404]);
  // Neither the family's page nor a link to the review is open beyond it.
  expect((await send(actors.stranger, `/families/${familyId}`)).status).toBe(404);
  const way = `/reviews/${id}/known`;
  expect((await send(actors.teacher, `/families/${familyId}`)).text).toContain(way);
  expect((await send(actors.helper, `/families/${familyId}`)).text).not.toContain('/reviews/');
  expect((await send(actors.helper, `/reviews/${id}`)).status).toBe(404);
  expect((await send(actors.helper, '/reviews')).text).toContain('You take part in no review.');
  vi.setSystemTime(new Date('2026-12-01T00:30:00Z'));
  expect(await statuses(actors.stranger, actors.teacher)).toEqual([404, 404]);
  expect((await send(actors.teacher, `/families/${familyId}`)).text).not.toContain(way);
  vi.setSystemTime(new Date('2026-11-24T09:00:00Z'));
  expect(
    (await send(actors.teacher, `/reviews/${id}/close`, { reason: 'We have read enough.' })).status,
  ).toBe(403);
  expect(
    (await send(actors.director, `/reviews/${id}/close`, { reason: 'We have read enough.' })).status,
  ).toBe(303);
  expect(
    (await send(actors.director, `/reviews/${id}/close`, { reason: 'We have read enough.' })).status,
  ).toBe(409);
  expect(await statuses(actors.stranger, actors.teacher)).toEqual([404, 404]);
});

test('what was asked that cannot be is refused in words', async () => {
  const id = await opened();
  const at = (query: string) => send(actors.stranger, `/reviews/${id}/known?${query}`);
  expect((await at('on=31/2/2026')).status).toBe(400);
  expect((await at('on=23/11/2026')).text).toContain('That day has not come yet.');
  expect((await at('on=3/3/2026&by=nobody')).status).toBe(400);
  expect((await send(actors.stranger, `/api/reviews/${id}/known?on=2026-11-23`)).status).toBe(400);
});

test('somebody sealed is absent, and so is a family all of whom are', async () => {
  const id = await opened();
  const seal = (personId: string) =>
    db.asTest((tx) =>
      sealPerson(tx, { personId, named: [], from: '2026-11-01', reason: 'Somebody looks for them.' }),
    );
  const sealId = await seal(kyle);
  const shown = await known(actors.stranger, id, 'all');
  expect([shown.rows, shown.notKnownWhen, shown.recordedLater, shown.previousDay]).toEqual([
    [],
    [],
    [],
    null,
  ]);
  const { text } = await send(actors.stranger, `/reviews/${id}/known?on=3/3/2026&by=all&years=all`);
  expect(text).not.toContain('Kyle');
  const dawn = await db.asTest(async (tx) => (await personNumbered(tx))('S1'));
  const other = await seal(dawn);
  for (const path of [`/reviews/${id}`, `/reviews/${id}/known?on=3/3/2026`])
    expect((await send(actors.stranger, path)).status).toBe(404);
  expect((await send(actors.governance, '/reviews')).text).not.toContain(id);
  await db.asTest(async (tx) => {
    await unsealPerson(tx, sealId);
    await unsealPerson(tx, other);
  });
});

test('each look is in the audit, with who was looked at, on which day and as whom', async () => {
  const id = await opened();
  await known(actors.stranger, id, 'schools');
  const entries = await db.asTest((tx) =>
    tx.sql<{ route: string; families: string[]; persons: string[]; reason: string }>(
      'SELECT route, families, persons, reason FROM audit_entry WHERE actor = $1 ORDER BY at DESC LIMIT 1',
      [actors.stranger.id],
    ),
  );
  expect(entries).toEqual([
    {
      route: '/api/reviews/:id/known',
      families: [familyId],
      persons: expect.arrayContaining([kyle]),
      reason: 'As known on 2026-03-03 by schools.',
    },
  ]);
});
