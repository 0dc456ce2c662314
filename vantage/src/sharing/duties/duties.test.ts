import { beforeAll, describe, expect, test } from 'vitest';
import { testActor, testDatabase } from '../../platform/testing.ts';
import { decide, decisionsAbout } from '../decisions/index.ts';
import { agreeAsReady, workerNear } from '../testing.ts';
import { basisOn, dutiesHere, dutyCounts, switchDuty } from './index.ts';

const db = await testDatabase();
const reason = 'As the commencement regulations say.';
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const person = crypto.randomUUID();
const family = crypto.randomUUID();

const deciding = {
  persons: [person],
  askedBy: 'The school nurse',
  askedFor: 'Where they live now',
  decision: 'not-share' as const,
  reason: 'He would tell their father.',
};

beforeAll(() => db.asTest(agreeAsReady));

describe('a duty in law', () => {
  test('counts nowhere until somebody has set from when', async () => {
    const all = await db.asTest(dutiesHere);
    expect(all.map((one) => [one.duty, one.inForceFrom])).toEqual([
      ['disclose', null],
      ['identifier', null],
    ]);
  });

  test('counts from the day that the information governance lead sets, and not before', async () => {
    const lead = await db.asTest((tx) => workerNear(tx, { role: 'information-governance-lead' }));
    await db.asActor(lead, (tx) => switchDuty(tx, { duty: 'identifier', from: '2099-01-01', reason }));
    expect(await db.asTest((tx) => dutyCounts(tx, 'identifier'))).toBe(false);
    await db.asActor(lead, (tx) => switchDuty(tx, { duty: 'identifier', from: yesterday, reason }));
    expect(await db.asTest((tx) => dutyCounts(tx, 'identifier'))).toBe(true);
    await db.asActor(lead, (tx) => switchDuty(tx, { duty: 'identifier', from: null, reason }));
    expect(await db.asTest((tx) => dutyCounts(tx, 'identifier'))).toBe(false);
    const kept = await db.asTest((tx) => tx.sql('SELECT FROM duty_switch WHERE area = $1', [testActor.area]));
    expect(kept).toHaveLength(3);
  });

  test('is set by nobody else, by this way or past it', async () => {
    const worker = await db.asTest((tx) => workerNear(tx, { role: 'agency-lead' }));
    await expect(
      db.asActor(worker, (tx) => switchDuty(tx, { duty: 'disclose', from: yesterday, reason })),
    ).rejects.toMatchObject({ code: 'refused' });
    await expect(
      db.asActor(worker, (tx) =>
        tx.sql(
          `INSERT INTO duty_switch (area, switch_id, duty, reason, set_by, set_at)
           VALUES ($1, gen_random_uuid(), 'disclose', 'x', $2, now())`,
          [worker.area, worker.id],
        ),
      ),
    ).rejects.toThrow(/row-level security/);
  });
});

describe('the duty to share what is relevant', () => {
  test('asks for a ground where something is not shared, once it counts, of agencies that it binds', async () => {
    const [social, charity] = await db.asTest(async (tx) => {
      await tx.sql(
        `INSERT INTO agency (area, agency, name, type) VALUES ($1, 'lantern', 'Lantern', 'charity')`,
        [testActor.area],
      );
      return [
        await workerNear(tx, { near: [person], kind: 'team' }),
        await workerNear(tx, { near: [person], kind: 'team', agency: 'lantern' }),
      ];
    });
    await db.asActor(social, (tx) => decide(tx, family, { ...deciding, ground: 'not-relevant' }));
    await db.asTest((tx) => switchDuty(tx, { duty: 'disclose', from: yesterday, reason }));
    await expect(db.asActor(social, (tx) => decide(tx, family, deciding))).rejects.toMatchObject({
      code: 'bad-input',
      field: 'ground',
    });
    await db.asActor(social, (tx) => decide(tx, family, { ...deciding, decision: 'share' }));
    await db.asActor(social, (tx) => decide(tx, family, { ...deciding, ground: 'more-detrimental' }));
    await db.asActor(charity, (tx) => decide(tx, family, deciding));
    const written = await db.asTest((tx) => decisionsAbout(tx, family));
    expect(written.map((one) => [one.agency, one.decision, one.ground]).reverse()).toEqual([
      ['social-care', 'not-share', null],
      ['social-care', 'share', null],
      ['social-care', 'not-share', 'more-detrimental'],
      ['lantern', 'not-share', null],
    ]);
  });

  test('is a basis beside others where both agencies are bound, from its day on', () => {
    const agencies = [
      { agency: 'social-care', name: 'Social care', type: 'social-care' as const },
      { agency: 'police', name: 'Police', type: 'police' as const },
      { agency: 'lantern', name: 'Lantern', type: 'charity' as const },
    ];
    const counting = { duty: 'disclose' as const, inForceFrom: '2026-06-01', reason, setAt: new Date() };
    const basis = (from: string, to: string | null, day: string, purpose: 'help' | 'oversight' = 'help') =>
      basisOn({ fromAgency: from, toAgency: to, purpose, basis: 'Public task.' }, agencies, counting, day);
    expect(basis('social-care', 'police', '2026-06-01')).toMatch(
      /^Public task\. .*Article 6\(1\)\(c\).*16LA/,
    );
    expect(basis('social-care', null, '2026-06-01')).toContain('Where both agencies are bound');
    expect(basis('social-care', 'police', '2026-05-31')).toBe('Public task.');
    expect(basis('lantern', 'police', '2026-06-01')).toBe('Public task.');
    expect(basis('police', 'lantern', '2026-06-01')).toBe('Public task.');
    expect(basis('police', 'police', '2026-06-01')).toBe('Public task.');
    expect(basis('police', 'social-care', '2026-06-01', 'oversight')).toBe('Public task.');
  });
});
