import { beforeAll, describe, expect, test } from 'vitest';
import { type Actor, newId, type Tx } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { agreeAsReady, workerNear } from '../sharing/testing.ts';
import { asCounting } from './store.ts';

const db = await testDatabase();
const persons = Array.from({ length: 60 }, newId);

/** Every setting of sight, and the keys of the sets that may stand with the connection. */
const sight = async (tx: Tx) =>
  (
    await tx.one<{ sight: Record<string, unknown> }>(
      `SELECT (SELECT jsonb_object_agg(name, coalesce(current_setting(name, true), '')) FROM unnest(
           '{vantage.sees,vantage.sealed,vantage.held,vantage.agency,vantage.here,vantage.named,vantage.ended,vantage.kept,vantage.may_ask}'::text[]
           || ARRAY(SELECT 'vantage.may_' || c || '_' || t FROM unnest('{any,team,allocated,manager,named}'::text[]) AS c, generate_series(1, 4) AS t)) AS name)
         || (SELECT jsonb_object_agg(c, keys_of('near_' || c)) FROM unnest('{team,allocated,manager,named,self}'::text[]) AS c) AS sight`,
    )
  ).sight;

describe('numbers are counted in a transaction of somebody at work', () => {
  const actors: Record<string, Actor> = {};

  beforeAll(async () => {
    await db.asTest(async (tx) => {
      for (const id of persons)
        await tx.sql('INSERT INTO person (area, person_id, created_at) VALUES ($1, $2, now())', [
          tx.actor.area,
          id,
        ]);
      await tx.sql(
        `INSERT INTO agency (area, agency, name, type) VALUES ($1, 'recovery', 'Recovery', 'treatment') ON CONFLICT DO NOTHING`,
        [tx.actor.area],
      );
      await agreeAsReady(tx);
      actors.few = await workerNear(tx, { near: persons.slice(0, 2) });
      actors.many = await workerNear(tx, { near: persons });
      actors.treating = await workerNear(tx, { near: persons.slice(3, 4), agency: 'recovery' });
      actors.none = await workerNear(tx, {});
    });
  });

  test('their own sight is given back whole, and counting sees by nobody’s', async () => {
    const counting: unknown[] = [];
    // In turns, so that what one leaves on the connection meets the others.
    for (let turn = 0; turn < 3; turn += 1) {
      for (const actor of Object.values(actors)) {
        await db.asActor(actor, async (tx) => {
          const before = await sight(tx);
          counting.push(await asCounting(tx, () => sight(tx)));
          expect(await sight(tx)).toEqual(before);
          expect(Object.keys(before.team as object)).toHaveLength(
            actor === actors.many ? 60 : actor === actors.few ? 2 : actor === actors.treating ? 1 : 0,
          );
        });
      }
    }
    expect(new Set(counting.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(counting[0]).toMatchObject({
      'vantage.sees': 'counts',
      'vantage.agency': '',
      'vantage.here': '',
      'vantage.named': '',
      'vantage.may_any_1': '',
      team: {},
      allocated: {},
    });
  });

  test('a second sight in one transaction holds nothing of the first', async () => {
    const alone = await db.asActor(actors.none as Actor, sight);
    const { id, area, role, purpose } = actors.none as Actor;
    const after = await db.asActor(actors.many as Actor, async (tx) => {
      await tx.sql('SELECT begin_sight($1, $2, $3, $4, now())', [area, id, role, purpose]);
      return sight(tx);
    });
    expect(after).toEqual(alone);
  });
});
