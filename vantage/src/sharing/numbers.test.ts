import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { type Actor, newId, type Tx } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { agree, agreements } from './agreements.ts';
import { numberRules } from './numbers.ts';
import { ensureAgencies } from './service.ts';
import { agreeAsReady, workerNear } from './testing.ts';

const db = await testDatabase();
const person = newId();

beforeAll(async () => {
  await db.asTest(async (tx) => {
    await ensureAgencies(tx, [
      { agency: 'hospital', name: 'Testshire Hospital', type: 'health' },
      { agency: 'homes', name: 'Testshire Homes', type: 'housing' },
      { agency: 'schools', name: 'Testshire Schools', type: 'school' },
    ]);
    await agreeAsReady(tx);
    await tx.sql('INSERT INTO person (area, person_id, created_at) VALUES ($1, $2, now())', [
      tx.actor.area,
      person,
    ]);
    for (const [kind, value] of [
      ['name', 'Kyle Hart'],
      ['nhs-number', '9434765919'],
      ['upn', 'A123456789012'],
    ]) {
      await tx.sql(
        `INSERT INTO person_detail (area, detail_id, person_id, kind, value, parts, place, rule, agency, record_id, received_at)
         VALUES ($1, gen_random_uuid(), $2, $3, $4, '{}', 0, 'test', 'social-care', $2, now())`,
        [tx.actor.area, person, kind, value],
      );
    }
  });
});

const seenBy = async (agency: string) => {
  const worker: Actor = await db.asTest((tx) => workerNear(tx, { agency, near: [person] }));
  const kinds = (tx: Tx) => tx.sql<{ kind: string }>('SELECT kind FROM person_detail ORDER BY kind');
  return (await db.asActor(worker, kinds, { readOnly: true })).map((one) => one.kind);
};

test('a number is seen by agencies that hold it, by the one that recorded it, and by one that has agreed to have it', async () => {
  expect(await seenBy('social-care')).toEqual(['name', 'nhs-number', 'upn']);
  expect(await seenBy('hospital')).toEqual(['name', 'nhs-number']);
  expect(await seenBy('schools')).toEqual(['name', 'upn']);
  expect(await seenBy('homes')).toEqual(['name']);
  expect(await seenBy('police')).toEqual(['name']);
  await db.asTest(async (tx) => {
    const [ready] = (await agreements(tx)).filter(
      (one) => one.fromAgency === 'social-care' && one.toAgency === null && one.condition === 'allocated',
    );
    if (ready === undefined) throw new Error('social care agreed to nothing');
    const { agreementId: _, ...rest } = ready;
    await agree(tx, { ...rest, toAgency: 'homes', subjects: ['pupil-number'] });
  });
  expect(await seenBy('homes')).toEqual(['name', 'upn']);
  expect(await seenBy('police')).toEqual(['name']);
});

test('docs/rules.md states every rule of numbers, its owner and who holds them', () => {
  const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
  for (const [id, { words, owner, kind, heldBy }] of Object.entries(numberRules))
    expect(page).toContain(`| \`${id}\` | ${words} | ${owner} | ${kind} | ${heldBy.join(', ')} |`);
});
