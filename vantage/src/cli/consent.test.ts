import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { deliver, personNumbered } from '../families/testing.ts';
import { personsByIds } from '../identity/index.ts';
import { makeProgress, newId } from '../platform/index.ts';
import { makeScratchFolder } from '../platform/postgres/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { agreeAsReady, workerNear } from '../sharing/testing.ts';
import type { Context } from './command.ts';
import { ConsentOutput, consent } from './consent.ts';

const scratch = makeScratchFolder('vantage-command-');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it('writes down what an adult answered, which counts at once, and the audit says so', async () => {
  const db = await testDatabase();
  await deliver(db, testActor, '2026-11-16', {
    'ssd.person': [
      { pers_person_id: 'S1', pers_forename: 'Dawn', pers_surname: 'Hart', pers_dob: '1989-03-02' },
      { pers_person_id: 'S2', pers_forename: 'Kyle', pers_surname: 'Hart', pers_dob: '2020-03-02' },
    ],
  });
  const { dawn, kyle, helper } = await db.asTest(async (tx) => {
    await agreeAsReady(tx);
    const number = await personNumbered(tx);
    const [one, two] = [number('S1'), number('S2')];
    return { dawn: one, kyle: two, helper: await workerNear(tx, { near: [one], restsOn: 'early-help' }) };
  });
  const run = (args: string[], values: Context['values'] = {}) =>
    consent.run({
      args,
      values,
      data: scratch,
      json: false,
      progress: makeProgress(undefined),
      open: async () => db,
      say: () => undefined,
      tell: () => undefined,
      signal: new AbortController().signal,
    });
  const seen = () =>
    db.asActor(helper, async (tx) => (await personsByIds(tx, [dawn])).length, { readOnly: true });
  const given = { answer: 'given', service: 'early-help', agency: 'social-care', words: 'Help with sleep' };

  expect((await run([dawn])).text).toBe('Nothing that they answered is written down.');
  expect(await seen()).toBe(1);
  const { output } = await run([dawn], { ...given, until: '2199-12-31' });
  expect(ConsentOutput.parse(output).consents).toMatchObject([{ lastDay: '2199-12-31', stands: true }]);
  expect(await seen()).toBe(1);
  expect((await run([dawn], { withdraw: true, service: 'early-help' })).text).toContain('given, no longer');
  expect(await seen()).toBe(0);
  await run([dawn], given);
  expect(await seen()).toBe(1);
  await run([dawn], { ...given, answer: 'declined' });
  expect(await seen()).toBe(0);
  const wrong: [string[], Context['values'], string][] = [
    [['dawn'], {}, 'needs the id of one person'],
    [[newId()], {}, 'There is no person'],
    [[kyle], given, 'Only adults answer'],
    [[dawn], { ...given, service: 'police' }, 'Say which help'],
    [[dawn], { ...given, agency: 'nobody' }, 'An answer needs'],
    [[dawn], { withdraw: true, service: 'youth-work' }, 'No consent of theirs'],
  ];
  for (const [args, values, said] of wrong) await expect(run(args, values)).rejects.toThrow(said);
  const written = await db.asTest((tx) =>
    tx.sql<{ action: string }>('SELECT action FROM audit_entry ORDER BY at, entry_id'),
  );
  expect(written.map((one) => one.action)).toEqual(['read', 'consent', 'withdraw', 'consent', 'consent']);
});
