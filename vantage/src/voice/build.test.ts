import { expect, test } from 'vitest';
import { deliver, everyRow, personNumbered, type RowToWrite } from '../families/testing.ts';
import type { Actor } from '../platform/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { agreeAsReady, workerNear } from '../sharing/testing.ts';
import { build, voiceOf } from './index.ts';

const db = await testDatabase();

const said = (id: string, over: RowToWrite): RowToWrite => ({
  statement_id: id,
  person_id: 'S1',
  said_on: '2026-11-02',
  said_to: 'Amira Said',
  kind: 'said',
  audience: 'team',
  ...over,
});
const people = { 'ssd.person': [{ pers_person_id: 'S1', pers_forename: 'Dawn', pers_dob: '1989-03-02' }] };
const statements = [
  said('W1', { words: 'Everyone comes, nobody stays.', done: 'One lead from 1 December.' }),
  said('W2', { words: 'I am frightened of him.', audience: 'speaker-and-lead' }),
  said('W3', {
    words: 'We want to stay in this street.',
    audience: 'family-and-team',
    said_on: '2026-10-11',
  }),
  said('W4', { words: 'the Harts', kind: 'likes-to-be-called' }),
  said('W5', {
    words: 'Mum to Kyle',
    kind: 'likes-to-be-called',
    audience: 'speaker-and-lead',
    said_on: '2026-11-09',
  }),
];

test('a team reader never sees what was said to the lead alone', async () => {
  const asOf = await deliver(db, testActor, '2026-11-16', { ...people, 'care.statements': statements });
  expect(await db.asTest((tx) => build(tx, { asOf }))).toEqual({ added: 5, superseded: 0 });
  await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    const ids = [number('S1')];
    const team = (await voiceOf(tx, ids)).said;
    expect(team.map((one) => one.words)).toEqual([
      'Everyone comes, nobody stays.',
      'We want to stay in this street.',
    ]);
    expect(team[0]?.done).toBe('One lead from 1 December.');
    expect([...(await voiceOf(tx, ids)).called.values()]).toEqual(['the Harts']);
  });
  const { ids, lead, around, stranger } = await db.asTest(async (tx) => {
    await agreeAsReady(tx);
    const near = [(await personNumbered(tx))('S1')];
    return {
      ids: near,
      lead: await workerNear(tx, { near }),
      around: await workerNear(tx, { near, kind: 'team' }),
      stranger: await workerNear(tx, {}),
    };
  });
  const heardBy = async (actor: Actor) => {
    const { said, called, asked } = await db.asActor(actor, (tx) => voiceOf(tx, ids), { readOnly: true });
    return { said: said.length, called: [...called.values()], asked: asked.size };
  };
  expect(await heardBy(lead)).toEqual({ said: 3, called: ['Mum to Kyle'], asked: 1 });
  expect(await heardBy(around)).toEqual({ said: 2, called: ['the Harts'], asked: 1 });
  // Whoever would not know if somebody had asked is not told that nobody has.
  expect(await heardBy(stranger)).toEqual({ said: 0, called: [], asked: 1 });
});

test('the same records write nothing; a change of audience takes the old one out of sight', async () => {
  const before = await db.asTest((tx) => everyRow(tx, 'statement'));
  const again = await db.asTest((tx) => build(tx, { asOf: new Date('2026-11-16T06:00:00Z') }));
  expect(again).toEqual({ added: 0, superseded: 0 });
  expect(await db.asTest((tx) => everyRow(tx, 'statement'))).toEqual(before);
  const asOf = await deliver(db, testActor, '2026-11-17', {
    ...people,
    'care.statements': statements.map((one) =>
      one.statement_id === 'W1' ? { ...one, audience: 'speaker-and-lead' } : one,
    ),
  });
  expect(await db.asTest((tx) => build(tx, { asOf }))).toEqual({ added: 1, superseded: 1 });
  await db.asTest(async (tx) => {
    const number = await personNumbered(tx);
    const team = (await voiceOf(tx, [number('S1')])).said;
    expect(team.map((one) => one.words)).toEqual(['We want to stay in this street.']);
  });
});

test('what was said in a month that alone is known is said in that month', async () => {
  const asOf = await deliver(db, testActor, '2026-11-18', {
    ...people,
    'care.statements': [...statements, said('W6', { words: 'I like it here.', said_on: 'March 2025' })],
  });
  await db.asTest(async (tx) => {
    await build(tx, { asOf });
    const { said: all } = await voiceOf(tx, [(await personNumbered(tx))('S1')]);
    expect(all.find((one) => one.words === 'I like it here.')).toMatchObject({
      happened: { from: '2025-03-01', to: '2025-04-01' },
      precision: 'month',
    });
  });
});
