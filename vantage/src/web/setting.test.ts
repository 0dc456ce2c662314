import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeHarts } from '../picture/testing.ts';
import { Leading, setLead } from '../plans/index.ts';
import { type Actor, addDays, dayOf, writtenDay } from '../platform/index.ts';
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
      { kind: 'note', subject: 'casework' },
      { kind: 'hypothesis', subject: 'hypotheses' },
      { kind: 'hypothesis-shared', subject: 'casework' },
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
  expect(page).toContain(
    'Only whoever is allocated to them as social worker, lead or family help practitioner, or manages that work, sets this.',
  );
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
  expect(page).toContain(
    'Only whoever is allocated to them as social worker, lead or family help practitioner, or manages that work, sets this.',
  );
  for (const words of ['Ben Okoro', 'Family help, West', '01632 960002'])
    expect(page).toContain(`value="${words}"`);
});

test('a step that was settled in another window: by whom, when and how, and what was written is kept', async () => {
  await send('/steps', { persons: harts.kyle, who: 'Ben', what: 'rings Kyle', by: '1/12/2099' });
  const step = /plan\/(steps\/[0-9a-f-]{36})"/.exec(await (await fetch(plan())).text())?.[1];
  const settle = (words: string) => send(`/${step}`, { outcome: 'done', words });
  expect((await settle('He was out.')).status).toBe(303);
  const again = await settle('He answered after all.');
  const text = (await again.text()).replaceAll(/<[^>]*>/g, '');
  expect(again.status).toBe(409);
  expect(text).toContain('This was settled already.');
  expect(text).toMatch(/rings Kyle\. Done on \d+ \w+ \d{4} at \d\d:\d\d by Worker [0-9a-f-]+: He was out\./);
  expect(text).toContain('He answered after all.');
});

test('a working hypothesis, and a disagreement, settled in another window keep what was written', async () => {
  const sendTo = (path: string, fields: Record<string, string>) =>
    fetch(new URL(path, server.url), {
      method: 'POST',
      headers: { origin: new URL(server.url).origin },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
  const written = await sendTo(`/families/${harts.familyId}/record/hypothesis`, {
    persons: harts.kyle,
    words: 'He may be hungry.',
    due: writtenDay(addDays(dayOf(new Date()), 14)),
  });
  const note = written.headers.get('location') ?? '';
  const settle = (reason: string) => sendTo(`${note}/settle`, { state: 'shared', reason });
  expect((await settle('Told his teacher.')).status).toBe(303);
  const again = await settle('He eats at school.');
  const text = (await again.text()).replaceAll(/<[^>]*>/g, '');
  expect(again.status).toBe(409);
  expect(text).toMatch(/Shared on \d+ \w+ \d{4} at \d\d:\d\d by Worker [0-9a-f-]+: Told his teacher\./);
  expect(text).toContain('He eats at school.');
  const need = await sendTo(`/families/${harts.familyId}/needs/money`, { who: '', words: 'They are paid.' });
  expect([need.status, (await need.text()).includes('>They are paid.</textarea>')]).toEqual([409, true]);
});

test('a time that is still to come is refused on the page, with all that was written', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-07-10T23:30:00Z') });
  const note = (at: string) =>
    fetch(new URL(`/families/${harts.familyId}/record/note`, server.url), {
      method: 'POST',
      headers: { origin: new URL(server.url).origin },
      body: new URLSearchParams({ persons: harts.kyle, words: 'He was at the gate.', on: '11/7/2027', at }),
      redirect: 'manual',
    });
  const early = await note('01:00');
  const text = await early.text();
  expect(early.status).toBe(400);
  expect(text).toContain('01:00 is still to come: it is 00:30 now.');
  expect(text).toContain('>He was at the gate.</textarea>');
  expect((await note('00:10')).status).toBe(303);
  vi.useRealTimers();
});

describe.skipIf(!browser.present)('in a browser', () => {
  const focused = 'document.activeElement.textContent.trim().replace(/\\s+/g, " ")';
  const chronology = () => new URL(`/families/${harts.familyId}/chronology`, server.url).href;
  const writeNotes = async () => {
    for (let n = 10; n < 30; n += 1)
      await fetch(new URL(`/families/${harts.familyId}/record/note`, server.url), {
        method: 'POST',
        headers: { origin: new URL(server.url).origin },
        body: new URLSearchParams({
          persons: harts.kyle,
          words: `Note number ${n}.`,
          on: `${n}/6/2025`,
          audience: 'team',
        }),
        redirect: 'manual',
      });
  };

  test('a long list is one stop of the Tab key, and arrow keys lead through its lines', async () => {
    await writeNotes();
    const page = await browser.open(chronology());
    const list = page.locator('#y2025 ~ table, section[aria-labelledby="y2025"] table').first();
    const links = list.locator('a[href]');
    expect(await links.count()).toBeGreaterThan(19);
    expect(await list.locator('[tabindex="0"]').count()).toBe(1);
    await links.first().focus();
    const day = () =>
      page.evaluate<string>(`document.activeElement.closest('tr').querySelector('td').textContent`);
    const first = await day();
    await page.keyboard.press('ArrowDown');
    const second = await day();
    expect(second).not.toBe(first);
    await page.keyboard.press('ArrowRight');
    expect([await day(), await page.evaluate(focused)]).toEqual([second, expect.stringMatching(/^Pin/)]);
    await page.keyboard.press('ArrowUp');
    expect(await day()).toBe(first);
    await page.keyboard.press('End');
    expect(await page.evaluate(focused)).toMatch(/^Pin/);
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/facts\//);
    await page.close();
    expect(await browser.check(chronology())).toEqual([]);
  });

  test('Tab leaves a long list and comes back to where one was; without scripts each link is a stop', async () => {
    const page = await browser.open(chronology());
    const list = page.locator('section[aria-labelledby="y2025"] table').first();
    const isWithin = () =>
      page.evaluate<boolean>(
        `document.querySelector('section[aria-labelledby="y2025"] table').contains(document.activeElement)`,
      );
    await list.locator('a[href]').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const here = await page.evaluate(focused);
    await page.keyboard.press('Tab');
    expect(await isWithin()).toBe(false);
    await page.keyboard.press('Shift+Tab');
    expect([await isWithin(), await page.evaluate(focused)]).toEqual([true, here]);
    await page.close();
    const plain = await browser.open(chronology(), { scripts: false });
    expect(await plain.locator('section[aria-labelledby="y2025"] table [tabindex]').count()).toBe(0);
    await plain.close();
  });

  test('the page is in order', async () => {
    expect(await browser.check(plan())).toEqual([]);
  });
});
