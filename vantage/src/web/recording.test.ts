import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getNote, notesAbout } from '../casework/index.ts';
import type { NetworkMap } from '../picture/index.ts';
import { makeHarts } from '../picture/testing.ts';
import type { Actor } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { ensureKinds } from '../sharing/index.ts';
import { workerNear } from '../sharing/testing.ts';
import { type RunningServer, startServer } from './index.ts';
import { builtAssets, testBrowser } from './testing.ts';

/** What somebody writes down of a family, through the pages, in a browser. */
const db = await testDatabase();
const assets = builtAssets();
const browser = testBrowser();
let [worker, other]: Actor[] = [];
let server: RunningServer;
let harts = { familyId: '', dawn: '', kyle: '' };

beforeAll(async () => {
  harts = await makeHarts(db);
  await db.asTest(async (tx) => {
    await ensureKinds(tx, [
      { kind: 'visit', subject: 'casework' },
      { kind: 'note', subject: 'casework' },
      { kind: 'said', subject: 'words' },
      { kind: 'plan-step', subject: 'family-plan' },
    ]);
    const near = [harts.dawn, harts.kyle];
    worker = await workerNear(tx, { near });
    other = await workerNear(tx, { near });
  });
  server = await startServer({ db, port: 0, assets, as: worker as Actor });
});
afterAll(() => server.close());

const as = <T>(work: Parameters<typeof db.asActor<T>>[1], who = worker) => db.asActor(who as Actor, work);
const record = (kind = '') =>
  new URL(`/families/${harts.familyId}/record${kind && `/${kind}`}`, server.url).href;

/**
 * Leaves a page while the server is away, and lets both come back. What a browser makes believe of the connection ends with
 * the page that is left, which may then send once more what it has.
 */
async function leave(page: Awaited<ReturnType<typeof browser.open>>): Promise<void> {
  const { port } = server;
  await server.close();
  await page.goto('about:blank');
  await page.context().setOffline(false);
  server = await startServer({ db, port, assets, as: worker as Actor });
}

describe.skipIf(!browser.present)('in a browser', () => {
  test('a visit on a doorstep takes four fields, and stands on the family’s page', async () => {
    const page = await browser.open(new URL(`/families/${harts.familyId}`, server.url).href, { width: 390 });
    await page.getByRole('link', { name: 'Write something down' }).click();
    await page.getByRole('link', { name: 'A visit' }).click();
    const fields = page.locator('main form .govuk-form-group:visible');
    expect(await fields.count()).toBe(4);
    // Counted in steps, which say the same on every machine: each choice, each field entered, each key that opens or sends.
    await page.evaluate(
      "window.steps = 0; for (const kind of ['change', 'click']) document.addEventListener(kind, (event) => { if (kind === 'click' && !event.target.closest('button')) return; window.steps += 1; sessionStorage.setItem('steps', String(window.steps)); }, true)",
    );
    await page.getByRole('group', { name: 'Whom of them alone' }).getByLabel('Kyle Hart').check();
    await page.getByLabel('At home').check();
    await page
      .getByLabel('What you saw and heard')
      .fill('He showed me his room. He said: “I want to stay here.”');
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByText('Seen alone: Kyle Hart').first().waitFor();
    expect(await page.locator('main').textContent()).toContain('It waits to be taken over there.');
    // Whom alone, where, the words, and sending it.
    expect(await page.evaluate("Number(sessionStorage.getItem('steps'))")).toBe(4);
    await page.goto(new URL(`/families/${harts.familyId}/chronology`, server.url).href);
    expect(await page.locator('main').textContent()).toContain(
      'Seen alone: Kyle Hart. He showed me his room.',
    );
    await page.close();
    const [note] = await as((tx) => notesAbout(tx, [harts.kyle]));
    expect(note).toMatchObject({
      kind: 'visit',
      audience: 'allocated',
      content: { alone: [harts.kyle], where: 'home' },
    });
  });

  test('a draft survives a lost connection and a closed page, locked on the device, and goes from it once it is sent', async () => {
    const page = await browser.open(record('note'));
    const context = page.context();
    const kept = () =>
      page.evaluate<string[]>(
        'Object.entries(localStorage).filter(([name]) => name.startsWith("vantage-draft-")).map(([, text]) => text)',
      );
    await page.getByLabel('What happened').fill('Leah drew');
    await page.getByText(/Draft kept at/).waitFor();
    expect(await kept()).toEqual([]);

    await context.setOffline(true);
    await page.getByLabel('Kyle Hart').check();
    await page.getByLabel('What happened').fill('Leah drew a house without a door.');
    await page.getByText('What you write is kept on this device, locked').waitFor();
    const locked = await kept();
    expect(locked).toHaveLength(1);
    expect(locked.join()).not.toMatch(/Leah|house|Kyle/);
    // Sending it goes nowhere yet, and loses nothing.
    await page.getByRole('button', { name: 'Record it' }).click();
    await page
      .getByText('Not recorded yet: there is no connection. It is kept on this device, locked.')
      .waitFor();
    expect(await page.getByLabel('What happened').inputValue()).toBe('Leah drew a house without a door.');
    await leave(page);

    // Somebody else at the same device can neither read it nor send it.
    const others = await startServer({ db, port: 0, assets, as: other as Actor });
    const again = page;
    const stored = JSON.stringify(locked[0]);
    await again.goto(new URL(`/families/${harts.familyId}/record/note`, others.url).href);
    await again.evaluate(`localStorage.setItem('vantage-draft-x', ${stored})`);
    await again.reload();
    await again.getByLabel('What happened').waitFor();
    expect(await again.getByLabel('What happened').inputValue()).toBe('');
    expect(await again.evaluate(`localStorage.getItem('vantage-draft-x')`)).toBe(locked[0]);
    await others.close();

    // Whoever wrote it goes on where they were.
    await again.goto(record('note'));
    await again.waitForURL(/draft=/);
    expect(await again.getByLabel('What happened').inputValue()).toBe('Leah drew a house without a door.');
    expect(await again.getByLabel('Kyle Hart').isChecked()).toBe(true);
    expect(
      await again.evaluate(
        'Object.keys(localStorage).filter((name) => name.startsWith("vantage-draft-")).length',
      ),
    ).toBe(0);
    await again.getByRole('button', { name: 'Record it' }).click();
    await again.getByText('Leah drew a house without a door.').first().waitFor();
    await again.goto(new URL('/notes', server.url).href);
    expect(await again.locator('main').textContent()).not.toContain('Throw it away');
    await again.close();
  });

  test.each([
    ['words', 'words', 'In their words', 'I want my own room.', 'Write it down'],
    ['a step of the plan', 'plan', 'What they do', 'Ring the landlord about the damp.', 'Add it'],
  ])(
    '%s: a draft survives a lost connection and a page that is left, and goes once it is recorded',
    async (_, path, label, text, button) => {
      const address = new URL(`/families/${harts.familyId}/${path}`, server.url).href;
      const page = await browser.open(address);
      const context = page.context();
      const field = (of: typeof page) => of.locator('form[data-draft]').getByLabel(label, { exact: true });
      await field(page).fill('Begun');
      await page.getByText(/Draft kept at/).waitFor();
      await context.setOffline(true);
      await field(page).fill(text);
      await page.getByText('What you write is kept on this device, locked').waitFor();
      await leave(page);
      const again = page;
      // A server that fails once, or is not reached, is asked again a little later.
      await again.route('**/api/drafts', (route) => route.fulfill({ status: 503 }), { times: 1 });
      await again.goto(address);
      await again.waitForURL(/draft=/);
      expect(await field(again).inputValue()).toBe(text);
      const form = again.locator('form[data-draft]');
      if (path === 'words') {
        await form.getByLabel('Kyle Hart').check();
        await form.getByLabel('Said', { exact: false }).first().check();
      } else {
        await form.getByLabel('Kyle Hart').check();
        await form.getByLabel('Who does it').fill('Nina');
        await form.getByLabel('By when').fill('3/12/2099');
      }
      const sent = again.waitForEvent('framenavigated');
      await form.getByRole('button', { name: button }).click();
      await sent;
      await again.getByText(text).first().waitFor();
      await again.goto(new URL('/notes', server.url).href);
      expect(await again.locator('main').textContent()).not.toContain('Throw it away');
      await again.close();
    },
  );

  test('a draft gone on with without a connection, left and opened again, has its last words', async () => {
    const page = await browser.open(record('note'));
    const context = page.context();
    const field = page.getByLabel('What happened');
    await field.fill('She packed');
    await page.getByRole('button', { name: 'Keep as a draft' }).click();
    await page.getByRole('link', { name: 'A note: “She packed”' }).click();
    await page.waitForURL(/draft=/);
    const draft = page.url();
    await context.setOffline(true);
    await field.fill('She packed a bag for both of them.');
    await page.getByText('What you write is kept on this device, locked').waitFor();
    await leave(page);
    await page.goto(draft);
    await expect
      .poll(() => field.inputValue(), { timeout: 15_000 })
      .toBe('She packed a bag for both of them.');
    await page.getByLabel('Kyle Hart').check();
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.waitForURL(/\/notes\/[0-9a-f-]{36}$/);
    await page.close();
  });

  test('what is recorded while there is no connection is recorded by itself, once, when there is one again', async () => {
    const page = await browser.open(record('note'));
    const context = page.context();
    await page.getByLabel('Kyle Hart').check();
    await page.getByLabel('What happened').fill('He waited at the gate.');
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByText('Not recorded yet: there is no connection.').waitFor();
    await context.setOffline(false);
    await page.waitForURL(/\/notes\/[0-9a-f-]{36}$/);
    expect(await page.locator('main').textContent()).toContain('He waited at the gate.');
    await page.goto(new URL('/notes', server.url).href);
    expect((await page.locator('main').textContent())?.match(/He waited at the gate\./g)).toHaveLength(1);
    await page.close();
  });

  test('without scripts something is kept as a draft, gone on with and recorded; a fault leaves all that was written', async () => {
    const page = await browser.open(record('note'), { scripts: false });
    await page.getByLabel('What happened').fill('Half of it.');
    await page.getByRole('button', { name: 'Keep as a draft' }).click();
    await page.getByRole('link', { name: 'A note: “Half of it.”' }).click();
    await page.getByRole('button', { name: 'Record it' }).click();
    expect(await page.locator('.govuk-error-summary').textContent()).toContain('Choose whom it is about.');
    expect(await page.getByLabel('What happened').inputValue()).toBe('Half of it.');
    await page.getByLabel('Dawn Hart').check();
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByRole('link', { name: 'Change it' }).click();
    expect(await page.getByLabel('Dawn Hart').isChecked()).toBe(true);
    await page.getByLabel('What happened').fill('All of it.');
    await page.getByLabel('Why you change it').fill('There was more to say.');
    await page.getByRole('button', { name: 'Record the change' }).click();
    expect(await page.locator('main').textContent()).toMatch(/All of it\..*Earlier versions.*Half of it\./s);
    const noteId = page.url().split('/').at(-1) ?? '';
    expect((await as((tx) => getNote(tx, noteId))).map((one) => one.content.words)).toEqual([
      'All of it.',
      'Half of it.',
    ]);
    await page.close();
  });

  test('Back, and recorded again: it says when it was recorded, and records it a second time only where asked', async () => {
    const page = await browser.open(record('note'));
    await page.getByLabel('Kyle Hart').check();
    await page.getByLabel('What happened').fill('Nobody answered.\nI try again at three.');
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.waitForURL(/\/notes\/[0-9a-f-]{36}$/);
    const first = page.url();
    await page.goBack();
    expect(await page.getByLabel('What happened').inputValue()).toContain('Nobody answered.');
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByText(/You recorded this already, in the same words, at \d\d:\d\d\./).waitFor();
    expect(page.url().replace(/\?.*/, '')).toBe(first);
    const notes = async () =>
      (await as((tx) => notesAbout(tx, [harts.kyle]))).filter(({ content }) =>
        content.words.startsWith('Nobody answered.'),
      );
    expect(await notes()).toHaveLength(1);
    expect(await browser.check(page.url())).toEqual([]);
    await page.getByRole('button', { name: 'Record it again' }).click();
    await page.waitForURL(/\/notes\/[0-9a-f-]{36}$/);
    expect(page.url()).not.toBe(first);
    const [one, other] = await notes();
    expect(one?.content).toEqual(other?.content);
    await page.close();
  });

  test.each(['', 'visit', 'note', 'call', 'correction', 'hypothesis'])(
    'the page to record %s is in order',
    async (kind) => {
      expect(await browser.check(record(kind))).toEqual([]);
    },
  );

  test('a tie is drawn by a touch on an empty place, over the map; and in the same form without scripts', async () => {
    const url = new URL(`/families/${harts.familyId}/network`, server.url).href;
    const page = await browser.open(url, { width: 820 });
    await page.locator('.v-network__upright a[data-kind="friend"]').click();
    const form = page.locator('dialog[open]');
    await form.getByRole('group', { name: 'Who says so' }).getByLabel('Kyle Hart').check();
    await form.getByRole('group', { name: 'Whose tie it is' }).getByLabel('Kyle Hart').check();
    expect(await form.getByLabel('Friend').isChecked()).toBe(true);
    await form.getByLabel('What they call them').fill('Tom from the skate park');
    await form.getByLabel('Strong: they are there when it matters').check();
    await form.getByRole('button', { name: 'Put it on the map' }).click();
    await page.locator('.v-network__upright text', { hasText: 'Tom from the' }).waitFor();
    expect(await page.locator('.v-network__upright [data-tie="strong"]').count()).toBe(1);
    // The next one is said by the same.
    await page.locator('.v-network__upright a[data-kind="club"]').click();
    expect(
      await page
        .locator('dialog[open]')
        .getByRole('group', { name: 'Who says so' })
        .getByLabel('Kyle Hart')
        .isChecked(),
    ).toBe(true);
    await page.getByRole('button', { name: 'Close' }).click();
    expect(await page.locator('dialog[open]').count()).toBe(0);
    await page.close();

    const plain = await browser.open(`${url}?kind=club#draw`, { scripts: false });
    expect(await plain.getByLabel('Club or sport').isChecked()).toBe(true);
    await plain.getByRole('button', { name: 'Put it on the map' }).click();
    expect(await plain.locator('.govuk-error-summary').textContent()).toContain('Choose who says so.');
    await plain.close();
    expect(await browser.check(url)).toEqual([]);
    const map = await (await fetch(new URL(`/api/families/${harts.familyId}/network`, server.url))).json();
    const [tie] = (map as NetworkMap).around.flatMap(({ ties }) => ties);
    expect(await browser.check(`${url}/${tie?.tieId}`)).toEqual([]);
    expect(await browser.check(url.replace('/network', '/siblings'))).toEqual([]);
  });

  test('what was written, and all that somebody wrote, are in order', async () => {
    const [note] = await as((tx) => notesAbout(tx, [harts.kyle]));
    for (const path of ['/notes', `/notes/${note?.noteId}`, `/notes/${note?.noteId}/correct`])
      expect(await browser.check(new URL(path, server.url).href)).toEqual([]);
  });
});
