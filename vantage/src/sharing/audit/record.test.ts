import { describe, expect, it } from 'vitest';
import { newId } from '../../platform/index.ts';
import { testActor, testDatabase } from '../../platform/testing.ts';
import { workerNear } from '../testing.ts';
import { denied, record } from './index.ts';
import { listEntries } from './store.ts';
import { oddWords } from './testing.ts';

const db = await testDatabase();
const looker = await db.asTest((tx) => workerNear(tx, { role: 'practitioner' }));
const overseer = await db.asTest((tx) => workerNear(tx, { role: 'information-governance-lead' }));
const [family, person] = [newId(), newId()];

async function asked<T extends object>(text: string): Promise<T[]> {
  return db.asOwner(async (client) => (await client.query<T & Record<string, unknown>>(text)).rows);
}

describe('an entry', () => {
  it('says who, for what and when by the transaction itself, and what it is told', async () => {
    const before = new Date();
    await db.asActor(looker, (tx) =>
      record(tx, {
        action: 'search',
        route: '/families',
        families: [family],
        persons: [person],
        words: `${oddWords}\0`,
        reason: 'asked',
        because: 'allocated',
      }),
    );
    const kept = await db.asActor(overseer, (tx) => tx.one<{ at: Date }>('SELECT * FROM audit_entry'));
    expect(kept).toEqual({
      area: 'testshire',
      entry_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      at: expect.any(Date),
      actor: looker.id,
      role: 'practitioner',
      purpose: 'help',
      action: 'search',
      route: '/families',
      families: [family],
      persons: [person],
      words: oddWords,
      reason: 'asked',
      because: 'allocated',
    });
    expect(kept.at.getTime()).toBeGreaterThanOrEqual(before.getTime() - 1);
    expect(kept.at.getTime()).toBeLessThanOrEqual(Date.now() + 1);
    expect(await asked('SELECT FROM audit_unsealed')).toHaveLength(1);
  });

  it('goes with the transaction that does it, and a denial stays when that is undone', async () => {
    const count = async () => (await asked('SELECT FROM audit_entry')).length;
    const n = await count();
    await expect(
      db.asActor(looker, async (tx) => {
        await record(tx, { action: 'read', families: [family] });
        throw new Error('not found after all');
      }),
    ).rejects.toThrow();
    expect(await count()).toBe(n);
    await denied(db, looker, { route: '/families/:id', families: [family], reason: 'not-found' });
    expect(await asked(`SELECT action, reason FROM audit_entry WHERE action = 'denied'`)).toEqual([
      { action: 'denied', reason: 'not-found' },
    ]);
    expect(await asked('SELECT FROM audit_unsealed')).toHaveLength(n + 1);
  });

  it('is written beside other statements on a connection that sends them together', async () => {
    const [, area] = await db.asActor(looker, (tx) =>
      Promise.all([record(tx, { action: 'read' }), tx.one('SELECT area FROM area_here()')]),
    );
    expect(area).toEqual({ area: 'testshire' });
  });
});

describe('the audit', () => {
  it.each([
    `UPDATE audit_entry SET words = 'other'`,
    'DELETE FROM audit_entry',
    'TRUNCATE audit_entry',
    `INSERT INTO audit_entry (entry_id, action, actor) VALUES ('${newId()}', 'read', 'somebody else')`,
    `INSERT INTO audit_entry (entry_id, action, at) VALUES ('${newId()}', 'read', '2020-01-01')`,
    `INSERT INTO audit_entry (entry_id, action, area) VALUES ('${newId()}', 'read', 'elsewhere')`,
    'DELETE FROM audit_unsealed',
    `INSERT INTO audit_unsealed VALUES ('testshire', '${newId()}')`,
    'DELETE FROM audit_seal',
    'UPDATE audit_seal SET hash = previous',
    'DROP TRIGGER await_seal ON audit_entry',
    'SELECT await_seal()',
  ])('refuses the working role %s', async (text) => {
    const before = await asked('SELECT * FROM audit_entry ORDER BY entry_id');
    await expect(db.asActor(testActor, (tx) => tx.sql(text))).rejects.toMatchObject({
      code: expect.stringMatching(/^(42501|0A000)$/),
    });
    expect(await asked('SELECT * FROM audit_entry ORDER BY entry_id')).toEqual(before);
  });

  it('can be read by the information governance lead of the area only', async () => {
    const seen = (actor: typeof looker) =>
      db.asActor(actor, async (tx) => (await tx.sql('SELECT FROM audit_entry')).length);
    const all = (await asked('SELECT FROM audit_entry')).length;
    expect(await seen(overseer)).toBe(all);
    expect(await seen(testActor)).toBe(all);
    expect(await seen({ ...overseer, area: 'elsewhere' })).toBe(0);
    for (const role of ['practitioner', 'team-manager', 'director', 'administrator', 'counts', 'inspector']) {
      expect(await seen({ ...looker, role }), role).toBe(0);
    }
  });

  it('says nothing of a person who is sealed from its reader', async () => {
    const hidden = newId();
    const words = `of ${hidden}`;
    for (const [action, persons] of [
      ['read', [hidden]],
      ['read', [person, hidden]],
      ['break-glass', [hidden]],
    ] as const)
      await db.asActor(looker, (tx) =>
        record(tx, { action, persons: [...persons], words, because: words, reason: 'He is alone.' }),
      );
    await db.asTest((tx) =>
      tx.sql(
        `INSERT INTO seal (area, seal_id, person_id, named, happened, reason, decided_by, decided_at)
         VALUES ('testshire', $1, $2, $3, '[2000-01-01,)', 'threats', 'test', now())`,
        [newId(), hidden, [looker.id]],
      ),
    );
    const about = (actor: typeof looker) =>
      db.asActor(actor, async (tx) =>
        (await listEntries(tx, {}, { limit: 9 })).filter((one) => one.actor === looker.id),
      );
    const [opening, both, ...others] = await about(overseer);
    expect(opening).toMatchObject({
      action: 'break-glass',
      persons: [],
      words: null,
      reason: 'He is alone.',
    });
    expect(both).toMatchObject({ persons: [person], words: null, reason: null, because: null });
    expect(others.some((one) => one.words === `of ${hidden}` || one.persons.includes(hidden))).toBe(false);
    expect((await about(testActor)).filter((one) => one.persons.includes(hidden))).toHaveLength(3);
  });
});
