import { beforeAll, expect, test, vi } from 'vitest';
import { makeThreeHarts, type ThreeHarts, wordsIn } from '../picture/testing.ts';
import { type Actor, newId } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import type { WorkRole } from '../sharing/index.ts';
import { workerNear } from '../sharing/testing.ts';
import { makeApp } from './testing.ts';

/** Words that somebody agrees to have told without a name, through the pages, from the asking to the taking back. */
const db = await testDatabase();
let harts: ThreeHarts;
let [worker, other, member]: Actor[] = [];

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T09:00:00Z') });
  harts = await makeThreeHarts(db);
  const near = [harts.dawn, harts.kyle, harts.lee];
  const at = (options: Parameters<typeof workerNear>[1]) => db.asTest((tx) => workerNear(tx, options));
  worker = await at({ near });
  other = await at({});
  member = await at({ role: 'lead-member' });
  return () => vi.useRealTimers();
});

async function ask(as: Actor | undefined, path: string, form?: Record<string, string>) {
  const app = await makeApp({ db, area: { code: 'testshire', name: 'Testshire', marking: 'made-up' }, as });
  const isApi = path.startsWith('/api/');
  const answer = await app.request(`http://localhost${path}`, {
    headers: {
      host: 'localhost',
      origin: 'http://localhost',
      ...(form && { 'content-type': isApi ? 'application/json' : 'application/x-www-form-urlencoded' }),
    },
    ...(form && {
      method: 'POST',
      body: isApi ? JSON.stringify(form) : new URLSearchParams(form).toString(),
    }),
  });
  const body = await answer.text();
  const text = wordsIn({ text: body.replace(/<[^>]+>/g, ' ') });
  return { status: answer.status, body, text, to: answer.headers.get('location') };
}

const self = (): Actor => ({ area: 'testshire', id: harts.kyle, role: 'family-member', purpose: 'own' });
const told = async () => JSON.parse((await ask(member, '/api/accounts')).body).accounts as unknown[];

test('it is asked with the quote, refused with the name in it, read without one, and taken back', async () => {
  const words = `/families/${harts.family}/words`;
  expect((await ask(member, '/accounts')).text).toContain('Nobody has agreed yet');
  expect((await ask(member, '/area')).body).toContain('href="/accounts"');
  expect((await ask(worker, '/area')).body).not.toContain('/accounts');

  const listed = await ask(worker, words);
  const [, address = ''] =
    /swim\.”(?:(?!<li>).)*?href="([^"]+\/account)"[^>]*>Ask to tell this without a name/s.exec(listed.body) ??
    [];
  const asked = await ask(worker, address);
  expect(asked.text).toContain('“I want to swim.”');
  expect(asked.body).toMatch(/<textarea[^>]*name="words"[^>]*>I want to swim\.<\/textarea>/);
  expect(asked.text).toMatch(/the lead member of the council, .* It can be taken back at any time/);

  const agreed = 'He asked who would read it, and said yes.';
  const refused = await ask(worker, address, { words: 'Nina and Kyle swim by Rope Walk.', agreed });
  expect([refused.status, await told()]).toEqual([400, []]);
  expect(refused.text).toContain(
    'This may tell who they are: “Nina” (a name), “Kyle” (a name), “Rope Walk” (a street of theirs).',
  );
  expect(refused.body).toContain(agreed);
  expect((await ask(worker, `/api${address}`, { words: 'Kyle', agreed })).status).toBe(400);
  expect((await ask(other, address, { words: 'I swim.', agreed })).status).toBe(404);
  expect((await ask(worker, address, { words: 'I swim.', agreed: '' })).text).toContain(
    'Write how they agreed',
  );

  expect(await ask(worker, address, { words: 'I want to swim more.', agreed })).toMatchObject({
    status: 303,
    to: words,
  });
  expect(await told()).toEqual([{ words: 'I want to swim more.', month: '2026-11' }]);
  for (const role of ['director', 'analyst', 'commissioner', 'information-governance-lead'] as WorkRole[]) {
    const reader = await db.asTest((tx) => workerNear(tx, { role }));
    expect((await ask(reader, '/accounts')).text).toContain('November 2026 I want to swim more.');
  }
  const page = await ask(member, '/accounts');
  for (const secret of [harts.kyle, harts.family, 'Kyle', 'Hart', worker?.id ?? '', agreed])
    expect(page.body).not.toContain(secret);
  expect((await ask(worker, '/accounts')).status).toBe(403);

  // It is told: it is listed as such, and not asked about again.
  const shown = await ask(worker, words);
  expect(shown.text).toContain('“I want to swim more.” Kyle Hart. How they agreed: He asked');
  expect(shown.body).not.toContain(address);
  const end = /action="([^"]+\/end)"/.exec(shown.body)?.[1] ?? '';
  expect((await ask(worker, end, { why: '' })).text).toContain('Write why it ends');
  expect((await ask(other, end, { why: 'No.' })).status).toBe(404);
  expect(await told()).toHaveLength(1);
  expect((await ask(worker, end, { why: 'He changed his mind.' })).status).toBe(303);
  expect(await told()).toEqual([]);

  // Told again by the operation, and taken back by the speaker themselves.
  const again = await ask(worker, `/api${address}`, {
    words: 'I want to swim.',
    agreed,
    until: '24/12/2026',
  });
  const { accountId } = JSON.parse(again.body) as { accountId: string };
  expect(JSON.parse((await ask(self(), '/api/me')).body).accounts).toEqual([
    { accountId, words: 'I want to swim.', lastDay: '2026-12-24' },
  ]);
  const me = await ask(self(), '/me');
  expect(me.text).toMatch(/without your name .*“I want to swim.” Until 24 Dec 2026. Take it back/);
  for (const as of [{ ...self(), id: harts.dawn }, worker])
    expect((await ask(as, `/me/accounts/${accountId}/end`, {})).status).toBe(404);
  expect((await ask(self(), `/me/accounts/${newId()}/end`, {})).status).toBe(404);
  expect(await told()).toHaveLength(1);
  expect((await ask(self(), `/me/accounts/${accountId}/end`, {})).to).toBe('/me');
  expect(await told()).toEqual([]);
  expect((await ask(self(), '/me')).text).not.toContain('without your name');

  // Each is in the audit, and no entry holds what was written.
  const entries = await db.asTest((tx) =>
    tx.sql<{ action: string; persons: string[] }>(
      `SELECT action, persons FROM audit_entry WHERE action IN ('change', 'withdraw') ORDER BY at, entry_id`,
    ),
  );
  expect(entries.map((one) => [one.action, one.persons])).toEqual(
    ['change', 'withdraw', 'change', 'withdraw'].map((action) => [action, [harts.kyle]]),
  );
  const all = await db.asTest((tx) => tx.sql('SELECT * FROM audit_entry'));
  expect(JSON.stringify(all)).not.toMatch(/Nina|Rope Walk|swim/);
});
