import { describe, expect, it } from 'vitest';
import { testDatabase } from '../platform/testing.ts';
import {
  type Agency,
  type Agreement,
  agencies,
  agree,
  agreements,
  ensureAgencies,
  ensureAgreements,
  ensureArea,
  ensureKinds,
  findArea,
  getArea,
  kindsBesideEvents,
  systemActor,
} from './index.ts';
import { workerNear } from './testing.ts';

const area = { code: 'testshire', name: 'Testshire', marking: 'made-up' as const };

describe('the area of a data folder', async () => {
  const db = await testDatabase({ empty: true });

  it('is made once and then stays as it is', async () => {
    await expect(db.asTest(getArea)).rejects.toMatchObject({ code: 'not-found' });
    expect(await db.asTest(findArea)).toBeUndefined();
    expect(await db.asTest((tx) => ensureArea(tx, area))).toEqual(area);
    expect(await db.asTest((tx) => ensureArea(tx, { ...area, name: 'Other words' }))).toEqual(area);
    await expect(db.asTest((tx) => ensureArea(tx, { ...area, marking: 'real' }))).rejects.toMatchObject({
      code: 'refused',
    });
  });

  it('is known to an actor of another area, whose records row security hides', async () => {
    const stranger = systemActor('elsewhere', 'test');
    expect(await db.asActor(stranger, findArea)).toEqual(area);
    expect(await db.asActor(stranger, (tx) => tx.sql('SELECT FROM area'))).toEqual([]);
    await expect(
      db.asActor(stranger, (tx) => ensureArea(tx, { ...area, code: 'elsewhere' })),
    ).rejects.toThrow('This data folder holds the area testshire; the extracts are of elsewhere.');
  });
});

describe('agencies', async () => {
  const db = await testDatabase({ empty: true });

  it('are added, take up a new name or type, and are never removed', async () => {
    await db.asTest(async (tx) => {
      await ensureArea(tx, area);
      await ensureAgencies(tx, [
        { agency: 'police', name: 'Police', type: 'police' },
        { agency: 'school-1', name: 'School', type: 'school' },
      ]);
      await ensureAgencies(tx, [{ agency: 'police', name: 'Testshire Police', type: 'police' }]);
      expect(await agencies(tx)).toEqual([
        { agency: 'police', name: 'Testshire Police', type: 'police' },
        { agency: 'school-1', name: 'School', type: 'school' },
      ]);
    });
  });
});

describe('an agency of which nobody is shown that it knows a person', async () => {
  const db = await testDatabase({ empty: true });
  const recovery = { agency: 'recovery', name: 'Recovery', type: 'health' as const };

  it('shares nothing to begin with, and once it is known to be one only what its own lead agreed', async () => {
    await db.asTest(async (tx) => {
      await ensureArea(tx, area);
      const outward = async (agency: string) =>
        (await agreements(tx)).filter((one) => one.fromAgency === agency && one.toAgency !== agency);
      const upkeep = async (of: Agency[]) => {
        await ensureAgencies(tx, of);
        await ensureKinds(tx, kindsBesideEvents);
        await ensureAgreements(tx, await agencies(tx), new Date());
      };
      await upkeep([recovery, { agency: 'refuge', name: 'Refuge', type: 'abuse-services' }]);
      expect((await outward('recovery')).length).toBeGreaterThan(0);
      expect(await outward('refuge')).toEqual([]);
      expect((await agreements(tx)).some((one) => one.fromAgency === 'refuge')).toBe(true);
      const inside = (await agreements(tx)).filter((one) => one.toAgency === 'recovery');
      const { agreementId: _, ...chosen } = (await outward('recovery'))[0] as Agreement;
      const as = (id: string) => ({ ...tx, actor: { ...tx.actor, id } });
      const lead = await workerNear(tx, { role: 'agency-lead', agency: 'recovery' });
      const agreed = await agree(as(lead.id), { ...chosen, tier: 3, condition: 'allocated' });
      const stranger = await workerNear(tx, { role: 'information-governance-lead', agency: 'refuge' });
      await agree(as(stranger.id), { ...chosen, tier: 4, condition: 'allocated' });
      await upkeep([{ ...recovery, type: 'treatment' }]);
      expect((await outward('recovery')).map((one) => one.agreementId)).toEqual([agreed]);
      expect((await agreements(tx)).filter((one) => one.toAgency === 'recovery')).toEqual(inside);
    });
  });
});
