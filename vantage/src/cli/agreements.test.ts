import { expect, it } from 'vitest';
import { makeProgress, newId } from '../platform/index.ts';
import { makeScratchFolder } from '../platform/postgres/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { agreeAsReady, workerNear } from '../sharing/testing.ts';
import { AgreementsOutput, agreements } from './agreements.ts';
import type { Context } from './command.ts';
import { duties } from './duties.ts';
import { operator } from './operator.ts';

it('says what it would do, and does it when it is sure, on behalf of whoever may', async () => {
  const db = await testDatabase();
  const data = makeScratchFolder('vantage-agreements-');
  const { lead, worker } = await db.asTest(async (tx) => {
    await agreeAsReady(tx);
    return {
      lead: await workerNear(tx, { role: 'agency-lead', agency: 'police' }),
      worker: await workerNear(tx, {}),
    };
  });
  const run = (args: string[], values: Context['values'] = {}) =>
    agreements.run({
      args,
      values,
      data,
      json: false,
      progress: makeProgress(undefined),
      open: async () => db,
      say: () => undefined,
      tell: () => undefined,
      signal: new AbortController().signal,
    });
  const asked = {
    as: lead.id,
    from: 'police',
    to: '*',
    role: '*',
    about: 'team',
    tier: 'contact',
    subjects: 'identity, kin',
    basis: 'public-task',
    'basis-words': 'Children Act 2004, section 11.',
    owner: 'Head of information',
    reason: 'The police answer when they are asked.',
    last: '2099-12-31',
  };
  const listed = async () =>
    AgreementsOutput.parse((await run([], { of: 'police' })).output).agreements ?? [];
  const before = await listed();
  const told = await run(['agree'], asked);
  expect(told.text).toContain('Nothing is agreed yet: add --sure.');
  expect(AgreementsOutput.parse(told.output).still).toHaveLength(5);
  expect(await listed()).toEqual(before);

  const { done } = AgreementsOutput.parse((await run(['agree'], { ...asked, sure: true })).output);
  expect((await listed()).find((one) => one.agreementId === done)).toMatchObject({
    tier: 'contact',
    subjects: ['identity', 'kin'],
    lastDay: '2099-12-31',
    reason: asked.reason,
    endedOn: null,
  });
  const ending = { as: lead.id, reason: 'It was not needed.' };
  expect((await run(['end', done ?? ''], ending)).text).toContain('Nothing has ended yet: add --sure.');
  await run(['end', done ?? ''], { ...ending, sure: true });
  expect((await listed()).find((one) => one.agreementId === done)).toMatchObject({
    endedOn: expect.any(String),
    endReason: 'It was not needed.',
  });

  const refused: [string[], Context['values'], string][] = [
    [['agree'], { ...asked, as: worker.id }, 'Nobody with this id agrees'],
    [['agree'], { ...asked, from: 'social-care' }, 'Only the information governance lead'],
    [['agree'], { ...asked, tier: 'all' }, 'asked for something it cannot do'],
    [['end', done ?? ''], { ...ending, sure: true }, 'has ended already'],
    [['end', newId()], ending, 'There is no such agreement'],
    [['undo'], ending, 'asked for something it cannot do'],
  ];
  for (const [args, values, said] of refused) await expect(run(args, values)).rejects.toThrow(said);
  const written = await db.asTest((tx) =>
    tx.sql<{ route: string; action: string }>(
      `SELECT route, action FROM audit_entry WHERE actor = $1 ORDER BY at, entry_id`,
      [lead.id],
    ),
  );
  expect(written.map((one) => `${one.action} ${one.route}`)).toEqual([
    'read vantage agreements agree',
    'change vantage agreements agree',
    'read vantage agreements end',
    'change vantage agreements end',
  ]);
});

it('sets the day of a duty under the name of whoever runs the machine, sealed', async () => {
  const db = await testDatabase();
  const run = (values: Context['values']) =>
    duties.run({
      args: [],
      values,
      data: makeScratchFolder('vantage-duties-'),
      json: false,
      progress: makeProgress(undefined),
      open: async () => db,
      say: () => undefined,
      tell: () => undefined,
      signal: new AbortController().signal,
    });
  const set = { set: 'disclose', from: '2026-06-01', reason: 'The regulations of May 2026.' };
  expect((await run(set)).output.duties.find((one) => one.duty === 'disclose')).toMatchObject({
    inForceFrom: '2026-06-01',
    reason: 'The regulations of May 2026.',
  });
  await run({});
  const entries = await db.asTest((tx) =>
    tx.sql(
      `SELECT actor, action, reason, NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.entry_id = a.entry_id) AS sealed
       FROM audit_entry a WHERE route = 'vantage duties'`,
    ),
  );
  expect(entries).toEqual([
    { actor: operator('test').id, action: 'change', reason: set.reason, sealed: true },
  ]);
});
