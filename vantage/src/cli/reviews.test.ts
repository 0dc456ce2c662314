import { expect, it } from 'vitest';
import { makeHarts } from '../picture/testing.ts';
import { addDays, clock, dayOf, makeProgress, newId } from '../platform/index.ts';
import { makeScratchFolder } from '../platform/postgres/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { workerNear } from '../sharing/testing.ts';
import type { Context } from './command.ts';
import { ReviewsOutput, reviews } from './reviews.ts';

it('opens a review and closes it, on behalf of whoever may, and lists them', async () => {
  const db = await testDatabase();
  const data = makeScratchFolder('vantage-reviews-');
  const { familyId, born } = await makeHarts(db);
  const { governance, worker } = await db.asTest(async (tx) => ({
    governance: await workerNear(tx, { role: 'information-governance-lead' }),
    worker: await workerNear(tx, {}),
  }));
  const run = async (args: string[], values: Context['values'] = {}) => {
    const { output } = await reviews.run({
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
    return ReviewsOutput.parse(output).reviews;
  };
  const asked = {
    as: governance.id,
    name: 'Spring review',
    person: 'Kyle Hart',
    born,
    why: 'To learn from what was known in the spring.',
    with: worker.id,
    until: addDays(dayOf(clock.now()), 20),
  };
  const [opened] = await run(['open'], asked);
  expect(opened).toMatchObject({
    kind: 'learning',
    familyId,
    participants: [worker.id],
    until: asked.until,
    open: true,
  });
  expect(await run([])).toEqual([opened]);

  const closing = { as: governance.id, why: 'The report is written.' };
  const refused: [string[], Context['values'], string][] = [
    [['open'], { ...asked, as: worker.id }, 'Nobody with this id opens and closes reviews'],
    [['open'], { ...asked, with: '' }, 'asked for something it cannot do'],
    [['open'], { ...asked, kind: 'inspection' }, 'cannot take part'],
    [['close', newId()], closing, 'There is no such review'],
    [['close'], closing, 'asked for something it cannot do'],
    [['undo'], closing, 'asked for something it cannot do'],
  ];
  for (const [args, values, said] of refused) await expect(run(args, values)).rejects.toThrow(said);
  expect(await run(['close', opened?.reviewId ?? ''], closing)).toMatchObject([
    { reviewId: opened?.reviewId, open: false, closeReason: 'The report is written.' },
  ]);
  await expect(run(['close', opened?.reviewId ?? ''], closing)).rejects.toThrow('has been closed');
  const written = await db.asTest((tx) =>
    tx.sql<{ route: string; action: string; families: string[] }>(
      'SELECT route, action, families FROM audit_entry WHERE actor = $1 ORDER BY at, entry_id',
      [governance.id],
    ),
  );
  expect(written).toEqual([
    { route: 'vantage reviews open', action: 'change', families: [familyId] },
    { route: 'vantage reviews close', action: 'change', families: [familyId] },
  ]);
});
