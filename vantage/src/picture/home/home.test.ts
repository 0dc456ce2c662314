import { beforeAll, expect, test, vi } from 'vitest';
import { Writing, writeDown } from '../../casework/index.ts';
import { addStep, Leading, Stepping, setLead } from '../../plans/index.ts';
import { type Actor, newId } from '../../platform/index.ts';
import { testDatabase } from '../../platform/testing.ts';
import { ensureKinds, record, sealPerson } from '../../sharing/index.ts';
import { workerNear } from '../../sharing/testing.ts';
import { makeHarts } from '../testing.ts';
import { getHome, sayNotUseful, takeBackNotUseful } from './service.ts';

/** What stands on somebody's first page, and what they say of it. */
vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
const db = await testDatabase();
let harts = { familyId: '', dawn: '', kyle: '' };
let [allocated, around, stranger]: Actor[] = [];

beforeAll(async () => {
  harts = await makeHarts(db);
  await db.asTest(async (tx) => {
    await ensureKinds(tx, [
      ...['visit', 'note', 'hypothesis'].map((kind) => ({ kind, subject: 'casework' })),
      ...['plan-lead', 'plan-help', 'plan-step'].map((kind) => ({ kind, subject: 'plan' })),
    ]);
    const near = [harts.dawn, harts.kyle];
    allocated = await workerNear(tx, { near });
    around = await workerNear(tx, { near, kind: 'team' });
    stranger = await workerNear(tx, {});
  });
});

const as = <T>(who: Actor | undefined, work: Parameters<typeof db.asActor<T>>[1]) =>
  db.asActor(who as Actor, work);
const home = (who: Actor | undefined) => as(who, (tx) => getHome(tx));
const linesOf = async (who: Actor | undefined) =>
  (await home(who)).attention.map(({ rule, who: of }) => [rule, of]);

test('whoever works with a family has it on their page, by why; nobody else has', async () => {
  expect((await home(allocated)).mine).toMatchObject([{ familyId: harts.familyId, why: 'allocated' }]);
  expect((await home(around)).mine).toMatchObject([{ familyId: harts.familyId, why: 'around' }]);
  expect(await home(stranger)).toMatchObject({ mine: [], recent: [], attention: [], notUseful: [] });
});

test('a visit that is written down ends “not seen”, of the child who was seen', async () => {
  expect(await linesOf(allocated)).toEqual([['not-seen', 'Kyle Hart']]);
  const visit = (alone: string[], seen: string[]) =>
    Writing.parse({
      kind: 'visit',
      seen,
      alone,
      where: 'home',
      words: 'We talked.',
      on: '20/11/2026',
      anyway: 'yes',
    });
  await as(allocated, (tx) => writeDown(tx, { familyId: harts.familyId, writing: visit([], [harts.dawn]) }));
  expect(await linesOf(allocated)).toEqual([['not-seen', 'Kyle Hart']]);
  for (let n = 0; n < 3; n += 1)
    await as(allocated, (tx) =>
      writeDown(tx, { familyId: harts.familyId, writing: visit([], [harts.kyle, harts.dawn]) }),
    );
  expect(await linesOf(allocated)).toEqual([['not-seen-alone', 'Kyle Hart']]);
  await as(allocated, (tx) =>
    writeDown(tx, { familyId: harts.familyId, writing: visit([harts.kyle], [harts.dawn]) }),
  );
  expect(await linesOf(allocated)).toEqual([]);
});

test('what is overdue stands there for whoever may see it', async () => {
  const family = { familyId: harts.familyId, people: [{ personId: harts.kyle, died: null }] };
  vi.setSystemTime(new Date('2026-10-30T09:00:00Z'));
  await as(allocated, async (tx) => {
    await addStep(
      tx,
      family,
      Stepping.parse({ persons: [harts.kyle], who: 'Jo', what: 'rings', by: '1/11/2026' }),
    );
    const writing = Writing.parse({
      kind: 'hypothesis',
      persons: [harts.kyle],
      due: '23/11/2026',
      words: 'He may be carrying for somebody.',
    });
    await writeDown(tx, { familyId: harts.familyId, writing });
  });
  const ofHypotheses = async () =>
    (await home(allocated)).attention.map(({ rule }) => rule).filter((rule) => rule.startsWith('hypothesis'));
  vi.setSystemTime(new Date('2026-11-15T09:00:00Z'));
  expect(await ofHypotheses()).toEqual([]);
  for (const day of ['2026-11-16', '2026-11-22']) {
    vi.setSystemTime(new Date(`${day}T09:00:00Z`));
    expect(await ofHypotheses()).toEqual(['hypothesis-soon']);
  }
  // That it was not useful before its day does not hide it once the day has come.
  const soon = (await home(allocated)).attention.find(({ rule }) => rule === 'hypothesis-soon');
  if (soon === undefined) throw new Error('there is no line');
  await as(allocated, (tx) => sayNotUseful(tx, soon));
  expect(await ofHypotheses()).toEqual([]);
  vi.setSystemTime(new Date('2026-12-23T09:00:00Z'));
  expect(await ofHypotheses()).toEqual(['hypothesis-due']);
  vi.setSystemTime(new Date('2026-11-23T09:00:00Z'));
  expect(await linesOf(allocated)).toEqual([
    ['hypothesis-due', null],
    ['step-due', null],
  ]);
  expect(await linesOf(around)).not.toContainEqual(['hypothesis-due', null]);
});

test('“not useful” hides one line from whoever said so, until they take it back', async () => {
  const before = await home(allocated);
  const [line] = before.attention;
  if (line === undefined) throw new Error('there is no line');
  await as(allocated, (tx) => sayNotUseful(tx, line));
  await as(allocated, (tx) => sayNotUseful(tx, line));
  const after = await home(allocated);
  expect(after.attention).toEqual(before.attention.slice(1));
  expect(after.notUseful).toEqual([{ ...line, answerId: expect.any(String) }]);
  await expect(as(stranger, (tx) => sayNotUseful(tx, line))).rejects.toMatchObject({ code: 'not-found' });
  const answerId = after.notUseful[0]?.answerId ?? '';
  await expect(as(around, (tx) => takeBackNotUseful(tx, answerId))).rejects.toMatchObject({
    code: 'not-found',
  });
  await as(allocated, (tx) => takeBackNotUseful(tx, answerId));
  expect(await home(allocated)).toEqual(before);
  await expect(as(allocated, (tx) => takeBackNotUseful(tx, answerId))).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('whoever leads by name has it said', async () => {
  const family = { familyId: harts.familyId, people: [{ personId: harts.kyle, died: null }] };
  const { name } = await as(around, (tx) =>
    tx.one<{ name: string }>('SELECT name FROM worker WHERE worker_id::text = $1', [tx.actor.id]),
  );
  const leading = Leading.parse({ name, job: 'Youth worker', telephone: '01632 960001' });
  await as(allocated, (tx) => setLead(tx, family, leading));
  expect((await home(around)).mine).toMatchObject([{ why: 'leads' }]);
});

test('opened lately: one’s own openings, newest last opening first, and only what is open still', async () => {
  const opened = (who: Actor | undefined, familyId: string, route = '/families/:id') =>
    as(who, (tx) => record(tx, { action: 'read', route, families: [familyId], persons: [harts.kyle] }));
  await opened(allocated, harts.familyId);
  await opened(allocated, newId());
  await opened(stranger, harts.familyId);
  expect((await home(allocated)).recent).toMatchObject([
    { familyId: harts.familyId, name: 'The Hart family' },
  ]);
  expect((await home(around)).recent).toEqual([]);
  expect((await home(stranger)).recent).toEqual([]);
  await as(around, (tx) =>
    record(tx, { action: 'search', words: 'hart', route: '/families', families: [harts.familyId] }),
  );
  expect((await home(around)).recent).toEqual([]);
});

test('somebody who is sealed is on nobody’s page', async () => {
  await db.asTest((tx) =>
    sealPerson(tx, { personId: harts.kyle, named: [], from: '2026-11-01', reason: 'A threat.' }),
  );
  const { mine, recent, attention, notUseful } = await home(allocated);
  expect({ mine, recent, attention, notUseful }).toEqual({
    mine: [],
    recent: [],
    attention: [],
    notUseful: [],
  });
});
