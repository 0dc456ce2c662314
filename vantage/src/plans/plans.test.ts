import { beforeAll, expect, test, vi } from 'vitest';
import { makeWorkers } from '../casework/testing.ts';
import { type Actor, newId } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { protectPerson, sealPerson, unsealPerson } from '../sharing/index.ts';
import {
  Answering,
  addStep,
  agreeHelp,
  endStep,
  follow,
  Helping,
  Leading,
  maySet,
  planNow,
  planWithHistory,
  StepEnd,
  Stepping,
  setLead,
  writeResponsible,
} from './index.ts';

const db = await testDatabase();
let scene: Awaited<ReturnType<typeof makeWorkers>>;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  scene = await makeWorkers(db);
});

const ids = () => [scene.dawn, scene.kyle, scene.leah];
const family = () => ({
  familyId: scene.familyId,
  people: ids().map((personId) => ({ personId, died: null })),
});
const amira = { name: 'Amira Said', job: 'Family help lead, East', telephone: '01632 960001' };
const as = <T>(who: Actor, work: Parameters<typeof db.asActor<T>>[1]) => db.asActor(who, work);
const now = (who: Actor) => as(who, (tx) => planNow(tx, ids()));
const lead = (who: Actor, over: Partial<typeof amira & { since: string }> = {}) =>
  as(who, (tx) => setLead(tx, family(), Leading.parse({ ...amira, ...over })));
const step = (who: Actor, over: Record<string, unknown>) =>
  as(who, (tx) =>
    addStep(
      tx,
      family(),
      Stepping.parse({
        persons: [scene.kyle],
        who: 'Amira',
        what: 'rings the school',
        by: '2026-12-01',
        ...over,
      }),
    ),
  );

test('there is one lead, set by whoever is allocated or manages it; the one before stays to be read', async () => {
  await lead(scene.allocated);
  await lead(scene.manager, { name: 'Ben Okoro', telephone: '(01632) 960-002' });
  const plan = await as(scene.team, (tx) => planWithHistory(tx, ids()));
  expect(plan.lead?.content).toEqual({ ...amira, name: 'Ben Okoro', telephone: '(01632) 960-002' });
  expect(plan.before.map((one) => [one.kind, one.outcome, one.content])).toEqual([
    ['plan-lead', 'replaced', amira],
  ]);
  for (const who of ['team', 'stranger', 'emergency', 'director', 'lead'] as const)
    await expect(lead(scene[who])).rejects.toMatchObject({ code: 'refused' });
  expect((await now(scene.policeTeam)).lead?.content.name).toBe('Ben Okoro');
  for (const who of ['stranger', 'otherManager', 'director'] as const)
    expect((await now(scene[who])).lead).toBeNull();
});

test('who leads, and which help was agreed, is dated back as it was, and never ahead', async () => {
  await lead(scene.allocated, { since: '9/11/2026' });
  expect((await now(scene.team)).lead).toMatchObject({ content: amira, day: '2026-11-09' });
  await lead(scene.allocated, { name: 'Ben Okoro', telephone: '(01632) 960-002' });
  expect((await now(scene.team)).lead?.day).toBe('2026-11-22');
  const since = (text: string) => Leading.safeParse({ ...amira, since: text });
  expect(since('22/11/2026').success).toBe(true);
  expect(since('23/11/2026').error?.issues[0]?.path).toEqual(['since']);
  expect(since('soon').success).toBe(false);
});

test.each(['', '999', 'ring me', '01632 96000x'])('“%s” is no number to ring', (telephone) => {
  expect(Leading.safeParse({ ...amira, telephone }).success).toBe(false);
});

test('the level of help says by whom it was agreed, against what, and what the family thinks', async () => {
  const helping = Helping.parse({
    level: 'family-help',
    threshold: 'Level 3 of the Testshire threshold guide, 2026',
    agreedBy: 'Dawn, and the team around the family on 20 November',
    view: 'Dawn wants one person to ring.',
    on: '20/11/2026',
  });
  const { on: _, ...content } = helping;
  await as(scene.allocated, (tx) => agreeHelp(tx, family(), helping));
  expect((await now(scene.team)).help).toEqual(expect.objectContaining({ content, day: '2026-11-20' }));
});

test('next steps stand by their day until they are done or dropped, and stay to be read', async () => {
  const late = await step(scene.team, { by: '2027-01-10', what: 'visits the flat' });
  const soon = await step(scene.author, { by: '2026-11-30', what: 'calls back' });
  expect((await now(scene.team)).steps.map((one) => one.entryId)).toEqual([soon, late]);
  await as(scene.allocated, (tx) =>
    endStep(tx, family(), soon, StepEnd.parse({ outcome: 'done', words: 'Twice.' })),
  );
  const plan = await as(scene.team, (tx) => planWithHistory(tx, ids()));
  expect(plan.steps.map((one) => one.entryId)).toEqual([late]);
  expect(plan.before.find((one) => one.entryId === soon)).toMatchObject({
    outcome: 'done',
    endedWords: 'Twice.',
    content: { who: 'Amira', what: 'calls back' },
  });
  await expect(
    as(scene.stranger, (tx) => endStep(tx, family(), late, StepEnd.parse({ outcome: 'dropped' }))),
  ).rejects.toMatchObject({ code: 'not-found' });
  await expect(step(scene.ofKyle, { persons: [scene.dawn] })).rejects.toMatchObject({ code: 'refused' });
});

test('a step that is sent twice is added once', async () => {
  const same = { by: '2027-02-01', what: 'brings the form' };
  const entryId = await step(scene.team, same);
  await expect(step(scene.team, same)).rejects.toMatchObject({ code: 'conflict', field: '' });
  await step(scene.team, { ...same, by: '2027-02-02' });
  await as(scene.team, (tx) => endStep(tx, family(), entryId, StepEnd.parse({ outcome: 'done' })));
  expect(await step(scene.team, same)).not.toBe(entryId);
});

test('a step about somebody sealed is there for nobody who may not see them; who leads still is', async () => {
  const about = await step(scene.allocated, {
    persons: [scene.kyle, scene.leah],
    what: 'takes both to the dentist',
  });
  const seal = {
    personId: scene.leah,
    named: [scene.allocated.id],
    from: '2026-11-01',
    reason: 'Looked for.',
  };
  await db.asTest((tx) => sealPerson(tx, seal));
  const seen = await now(scene.team);
  expect(seen.lead?.content.name).toBe('Ben Okoro');
  expect(seen.steps.some((one) => one.entryId === about)).toBe(false);
  expect((await now(scene.allocated)).steps.some((one) => one.entryId === about)).toBe(true);
  await db.asTest((tx) => tx.sql(`UPDATE seal SET undone_at = now(), undone_by = 'test'`));
});

test('nothing of it is told to anybody from whom the whereabouts of one of them are kept back', async () => {
  await db.asTest((tx) =>
    protectPerson(tx, {
      personId: scene.dawn,
      fromIds: [],
      fromWords: 'A man who follows her',
      fromBorn: null,
      named: [],
      happened: { from: '2026-11-01', to: null },
      reason: 'Followed home.',
    }),
  );
  expect((await now(scene.allocated)).lead).not.toBeNull();
  expect(await now(scene.team)).toMatchObject({ lead: null, help: null });
  // Whoever may not know where one of them is sets nothing for them, and reads why; for others it goes on.
  const why = { code: 'refused', message: expect.stringContaining('is kept back from you') };
  await expect(lead(scene.ofKyle)).rejects.toMatchObject(why);
  await expect(step(scene.team, { persons: [scene.dawn, scene.kyle] })).rejects.toMatchObject(why);
  await db.asTest((tx) => tx.sql(`UPDATE protection SET ended_at = now(), ended_by = 'test'`));
});

test('who holds parental responsibility: of several, each on what paper, until it is no longer so', async () => {
  const write = (who: Actor, over: Record<string, unknown> = {}) =>
    as(who, (tx) =>
      writeResponsible(
        tx,
        family(),
        Answering.parse({
          child: scene.kyle,
          holder: scene.dawn,
          ground: 'mother',
          since: '2012-04-05',
          saidBy: 'the birth certificate',
          ...over,
        }),
      ),
    );
  const told = async (who: Actor) =>
    (await now(who)).responsible.map((one) => [one.about, one.content.ground, one.day]);
  await write(scene.team);
  const order = await write(scene.allocated, {
    holder: '',
    otherName: 'Ann Pike',
    ground: 'order',
    since: '2020-01-01',
  });
  const both = [
    [[scene.kyle, scene.dawn], 'mother', '2012-04-05'],
    [[scene.kyle], 'order', '2020-01-01'],
  ];
  expect(await told(scene.team)).toEqual(both);
  expect(await told(scene.stranger)).toEqual([]);
  await expect(write(scene.stranger)).rejects.toMatchObject({ code: 'refused' });
  for (const over of [
    { holder: scene.kyle },
    { since: '2026-11-23' },
    { child: newId() },
    { holder: newId() },
  ])
    await expect(write(scene.team, over)).rejects.toMatchObject({ code: 'bad-input' });
  const asked = { child: scene.kyle, ground: 'order', since: '2020-01-01', saidBy: 'the order' };
  for (const over of [{}, { holder: scene.dawn, otherName: 'Ann Pike' }])
    expect(Answering.safeParse({ ...asked, ...over }).success).toBe(false);

  const sealId = await db.asTest((tx) =>
    sealPerson(tx, { personId: scene.dawn, named: [], from: '2026-11-01', reason: 'A threat.' }),
  );
  expect(await told(scene.team)).toEqual(both.slice(1));
  await db.asTest((tx) => unsealPerson(tx, sealId));

  const end = StepEnd.parse({ outcome: 'dropped', words: 'The order ended in 2026.' });
  await as(scene.team, (tx) => endStep(tx, family(), order, end));
  expect(await told(scene.team)).toEqual(both.slice(0, 1));
  const { before } = await as(scene.team, (tx) => planWithHistory(tx, ids()));
  expect(before.find((one) => one.entryId === order)?.endedWords).toBe('The order ended in 2026.');
});

test('what was set follows those for whom it was', async () => {
  const entryId = await step(scene.team, { persons: [scene.leah], what: 'books the choir' });
  const move = (to: string) =>
    db.asOwner((client) =>
      client.query(`UPDATE link SET person_id = $1 WHERE agency = 'social-care' AND local_id = 'S3'`, [to]),
    );
  const about = async () =>
    (await now(scene.team)).steps.filter((one) => one.entryId === entryId).map((one) => one.about);
  for (const to of [scene.kyle, scene.leah]) {
    await move(to);
    expect(await db.asTest(follow)).toBeGreaterThan(0);
    expect(await about()).toEqual([[to]]);
  }
});

test('a step is for a day that comes; what is set began in the lifetime of whom it is for', async () => {
  await expect(step(scene.author, { by: '2026-11-21' })).rejects.toMatchObject({ field: 'by' });
  await expect(lead(scene.allocated, { since: '1/3/1989' })).rejects.toMatchObject({ field: 'since' });
  const answer = (over: Record<string, unknown>) =>
    as(scene.allocated, (tx) =>
      writeResponsible(
        tx,
        family(),
        Answering.parse({
          child: scene.kyle,
          ground: 'mother',
          holder: scene.dawn,
          since: '5/4/2012',
          saidBy: 'Dawn',
          ...over,
        }),
      ),
    );
  await expect(answer({ since: '4/4/2012' })).rejects.toMatchObject({ field: 'since' });
  // By a care order it is the local authority's, and nobody's of the family: Children Act 1989, section 33(3).
  await expect(answer({ ground: 'care-order' })).rejects.toMatchObject({ field: 'ground' });
  await answer({ ground: 'care-order', holder: '', otherName: 'Testshire Council' });
});

test('what somebody is offered to set is what they may set', async () => {
  for (const who of [
    'allocated',
    'ofKyle',
    'team',
    'manager',
    'otherManager',
    'lead',
    'emergency',
  ] as const) {
    const { leadRefused, steps, near } = await as(scene[who], (tx) => maySet(tx, family()));
    const done = (work: Promise<unknown>) =>
      work.then(
        () => true,
        () => false,
      );
    const leads = await done(lead(scene[who]));
    const added = await Promise.all(
      ids().map(async (id) => (await done(step(scene[who], { persons: [id] }))) && id),
    );
    expect([who, leadRefused === null, steps]).toEqual([who, leads, added.filter(Boolean)]);
    const standing = (await now(scene[who])).steps;
    for (const { entryId, about } of standing) {
      const ends = about.some((id) => near.includes(id));
      const ended = await done(
        as(scene[who], (tx) => endStep(tx, family(), entryId, StepEnd.parse({ outcome: 'done' }))),
      );
      expect([who, ended]).toEqual([who, ends]);
    }
  }
  expect((await as(scene.team, (tx) => maySet(tx, family()))).leadRefused?.message).toBe(
    'Only whoever is allocated to them as social worker, lead or family help practitioner, or manages that work, sets this.',
  );
});

test('at half past midnight in July it is the day that calendars in England show', async () => {
  vi.setSystemTime(new Date('2027-07-10T23:30:00Z'));
  await expect(step(scene.allocated, { by: '10/7/2027', what: 'calls again' })).rejects.toMatchObject({
    field: 'by',
  });
  const entryId = await step(scene.allocated, { by: '11/7/2027', what: 'calls again' });
  expect((await now(scene.allocated)).steps.find((one) => one.entryId === entryId)?.day).toBe('2027-07-11');
  expect(Leading.safeParse({ ...amira, since: '11/7/2027' }).success).toBe(true);
  await lead(scene.allocated);
  expect((await now(scene.allocated)).lead?.day).toBe('2027-07-11');
});
