import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHarts } from '../picture/testing.ts';
import { Leading, setLead } from '../plans/index.ts';
import type { Actor } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { ensureKinds } from '../sharing/index.ts';
import { workerNear } from '../sharing/testing.ts';
import { type RunningServer, startServer } from './index.ts';
import { builtAssets, testBrowser } from './testing.ts';

/** Who leads and next steps, through their page, for somebody who may set some of it and not the rest. */
const db = await testDatabase();
const assets = builtAssets();
const browser = testBrowser();
let server: RunningServer;
let harts = { familyId: '', dawn: '', kyle: '' };

beforeAll(async () => {
  harts = await makeHarts(db);
  const [allocated, around] = await db.asTest(async (tx): Promise<[Actor, Actor]> => {
    await ensureKinds(tx, [
      { kind: 'plan-lead', subject: 'family-plan' },
      { kind: 'plan-step', subject: 'family-plan' },
    ]);
    const near = [harts.dawn, harts.kyle];
    return [await workerNear(tx, { near }), await workerNear(tx, { near, kind: 'team' })];
  });
  const family = { familyId: harts.familyId, people: [{ personId: harts.kyle, died: null }] };
  const amira = { name: 'Amira Said', job: 'Family help lead, East', telephone: '01632 960001' };
  await db.asActor(allocated, (tx) => setLead(tx, family, Leading.parse(amira)));
  server = await startServer({ db, port: 0, assets, as: around });
});
afterAll(() => server.close());

const plan = (of = '') => new URL(`/families/${harts.familyId}/plan${of}`, server.url).href;
const send = (of: string, fields: Record<string, string>) =>
  fetch(plan(of), {
    method: 'POST',
    headers: { origin: new URL(server.url).origin },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });

test('a form is offered to whoever may send it; anybody else is told who may, and how to reach them', async () => {
  const page = await (await fetch(plan())).text();
  expect(page).not.toContain('/plan/lead"');
  expect(page).not.toContain('/plan/help"');
  expect(page).toContain('Only whoever is allocated to them, or manages it, sets this.');
  expect(page.replaceAll(/<[^>]*>/g, '')).toContain('Amira Said, who leads: ring 01632 960001');
  expect(page).toContain('/plan/steps"');
});

test('a form that is refused all the same keeps all that was written', async () => {
  const refused = await send('/lead', {
    name: 'Ben Okoro',
    job: 'Family help, West',
    telephone: '01632 960002',
  });
  const page = await refused.text();
  expect(refused.status).toBe(403);
  expect(page).toContain('Only whoever is allocated to them, or manages it, sets this.');
  for (const words of ['Ben Okoro', 'Family help, West', '01632 960002'])
    expect(page).toContain(`value="${words}"`);
});

describe.skipIf(!browser.present)('in a browser', () => {
  test('the page is in order', async () => {
    expect(await browser.check(plan())).toEqual([]);
  });
});
