import { createServer as createWebServer } from 'node:http';
import { connect, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { newId } from '../platform/index.ts';
import { asAdmin, testActor, testDatabase } from '../platform/testing.ts';
import { ensureArea, recordConsent, systemActor } from '../sharing/index.ts';
import { agreeAsReady, workerNear } from '../sharing/testing.ts';
import { type RunningServer, startServer } from './index.ts';
import { builtAssets, testBrowser } from './testing.ts';

const db = await testDatabase();
const assets = builtAssets();
let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ db, port: 0, assets, as: testActor });
});
afterAll(() => server.close());

const own = ['/', '/about', '/accessibility', '/attention', '/matching', '/keys'];

describe('the server', async () => {
  const empty = await testDatabase({ empty: true });
  const real = await testDatabase({ empty: true });

  test('refuses real people until they are protected by signing in', async () => {
    const area = { code: 'realshire', name: 'Realshire', marking: 'real' as const };
    await real.asActor(systemActor('realshire', 'test'), (tx) => ensureArea(tx, area));
    await expect(startServer({ db: real, port: 0, assets })).rejects.toMatchObject({ code: 'refused' });
  });

  test('says what to do when there is no area, when the port is taken, and when there are no assets', async () => {
    await expect(startServer({ db: empty, port: 0, assets })).rejects.toMatchObject({ code: 'not-found' });
    await expect(startServer({ db, port: server.port, assets })).rejects.toMatchObject({ code: 'conflict' });
    const none = join(tmpdir(), 'no-such-assets');
    await expect(startServer({ db, port: 0, assets: none })).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('listens on this machine only', async () => {
    const reach = (host: string) =>
      new Promise<boolean>((resolve) => {
        const socket = connect({ host, port: server.port, timeout: 2000 }, () => {
          socket.destroy();
          resolve(true);
        });
        const fail = () => {
          socket.destroy();
          resolve(false);
        };
        socket.on('error', fail);
        socket.on('timeout', fail);
      });
    expect(await reach('127.0.0.1')).toBe(true);
    const outward = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal);
    for (const { address } of outward) expect(await reach(address), address).toBe(false);
  });

  test('lets a request under way end before it closes', async () => {
    const other = await startServer({ db, port: 0, assets, as: testActor });
    // Holds what the page needs, so that its answer waits.
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { admin } = inject('postgres');
    const lock = asAdmin({ ...admin, database: db.name }, async (client) => {
      await client.query('BEGIN');
      await client.query('LOCK TABLE extract IN ACCESS EXCLUSIVE MODE');
      await held;
      await client.query('COMMIT');
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const asked = fetch(new URL('/extracts', other.url));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const closed = other.close();
    release();
    expect((await asked).status).toBe(200);
    await Promise.all([closed, lock]);
  });

  test('closes soon, though a browser keeps its connection, and frees its port', async () => {
    const other = await startServer({ db, port: 0, assets, as: testActor });
    const idle = connect({ host: '127.0.0.1', port: other.port });
    idle.on('error', () => undefined);
    expect((await fetch(other.url)).status).toBe(200);
    const start = performance.now();
    await other.close();
    expect(performance.now() - start).toBeLessThan(3000);
    idle.destroy();
    const again = createServer();
    await new Promise<void>((resolve, reject) => {
      again.once('error', reject);
      again.listen(other.port, '127.0.0.1', resolve);
    });
    await new Promise((resolve) => again.close(resolve));
  });
});

describe('its own pages', () => {
  test.each(own)('%s says whose data this is and links only to what is there', async (path) => {
    const html = await (await fetch(new URL(path, server.url))).text();
    expect(html).toContain(
      'Testshire is made up. This server listens on this machine only, until people can sign in.',
    );
    const links = new Set(
      [...html.matchAll(/(?:href|src|action)="(\/[^"]*)"/g)].map(([, link]) => link ?? ''),
    );
    expect(links.size).toBeGreaterThan(8);
    for (const link of links) expect((await fetch(new URL(link, server.url))).status, link).toBe(200);
  });
});

describe('who looks', () => {
  let chosen: RunningServer;
  let who = '';
  beforeAll(async () => {
    chosen = await startServer({ db, port: 0, assets });
    const worker = await db.asTest(async (tx) => {
      await agreeAsReady(tx);
      return workerNear(tx, { role: 'team-manager' });
    });
    who = `${worker.id}.team-manager`;
  });
  afterAll(() => chosen.close());
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, chosen.url), { redirect: 'manual', ...init });

  test('is asked first, and then the page asked for is shown', async () => {
    const sent = await ask('/families?q=hart');
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/as?to=%2Ffamilies%3Fq%3Dhart']);
    expect(await (await ask('/as?to=%2Ffamilies%3Fq%3Dhart')).text()).toContain(`value="${who}"`);
    const kept = await ask('/as', {
      method: 'POST',
      body: new URLSearchParams({ who, to: '/families?q=hart' }),
      headers: { origin: new URL(chosen.url).origin },
    });
    expect([kept.status, kept.headers.get('location')]).toEqual([303, '/families?q=hart']);
    const cookie = kept.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly.*SameSite=Strict/);
    const shown = await ask('/families?q=hart', { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(shown.status).toBe(200);
    expect(await shown.text()).toContain('Team manager, Testshire Children&#x27;s Services');
  });

  test('is nobody for the API, and for a choice that is none', async () => {
    expect((await ask('/api/families?q=hart')).status).toBe(403);
    const odd = [
      '',
      'x',
      `${who}x`,
      who.replace('.team-manager', '.system'),
      who.replace('.team-manager', '.counts'),
    ];
    for (const choice of odd) {
      const sent = await ask('/families', { headers: { cookie: `vantage-as=${choice}` } });
      expect([choice, sent.status]).toEqual([choice, 303]);
    }
    for (const to of ['//elsewhere.example', '/\\elsewhere.example', 'https://elsewhere.example']) {
      const body = new URLSearchParams({ who, to });
      const headers = { origin: new URL(chosen.url).origin };
      const kept = await ask('/as', { method: 'POST', body, headers });
      expect(kept.headers.get('location')).toBe('/families');
    }
  });

  test('is written down as refused while nobody is chosen, without the words of the search', async () => {
    const count = () =>
      db.asTest((tx) =>
        tx.sql(
          `SELECT route, reason, words FROM audit_entry WHERE actor = 'nobody' AND action = 'denied' ORDER BY at, entry_id`,
        ),
      );
    const before = (await count()).length;
    expect((await ask('/api/families?q=hart')).status).toBe(403);
    expect((await ask('/families?q=hart')).status).toBe(303);
    expect((await ask('/about')).status).toBe(200);
    const reason = 'Nobody had been chosen on whose behalf to look.';
    expect((await count()).slice(before)).toEqual([
      { route: '/api/families', reason, words: null },
      { route: '/families', reason, words: null },
    ]);
  });

  test('is offered with the people whom they still work with: not those who took their consent back', async () => {
    const [dawn, lee] = [newId(), newId()];
    const helper = await db.asTest((tx) =>
      workerNear(tx, { near: [dawn, lee], restsOn: 'early-help', role: 'lead-practitioner' }),
    );
    const worksWith = async () => {
      const rows = (await (await ask('/as')).text()).split('<tr');
      return rows.find((row) => row.includes(helper.id))?.match(/\d+ (person|people)/)?.[0];
    };
    expect(await worksWith()).toBe('2 people');
    await db.asTest((tx) =>
      recordConsent(tx, {
        personId: lee,
        children: [],
        service: 'early-help',
        answer: 'declined',
        words: 'A family support worker.',
        lastDay: null,
        agency: 'social-care',
      }),
    );
    expect(await worksWith()).toBe('1 person');
  });

  test('sees nothing in a role that they do not hold', async () => {
    const asLead = {
      headers: { cookie: `vantage-as=${who.replace('.team-manager', '.information-governance-lead')}` },
    };
    for (const path of ['/agreements', '/audit', '/families?q=hart', '/extracts/held']) {
      const refused = await ask(path, asLead);
      expect([path, refused.status]).toEqual([path, 403]);
    }
    await db.asActor(
      { ...testActor, id: who.slice(0, 36), role: 'information-governance-lead' },
      async (tx) => {
        expect(await tx.sql('SELECT FROM audit_entry')).toEqual([]);
        expect(await tx.sql('SELECT FROM seal')).toEqual([]);
      },
    );
  });
});

describe('in a browser', () => {
  const browser = testBrowser();

  test.skipIf(!browser.present).each(own)('%s is in order', async (path) => {
    expect(await browser.check(new URL(path, server.url).href)).toEqual([]);
  });

  test.skipIf(!browser.present)('keys go to the search box, to places and to their own list', async () => {
    const page = await browser.open(server.url);
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('v-search');
    await page.keyboard.type('g?/');
    expect(await page.inputValue('#v-search')).toBe('g?/');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('?');
    await page.waitForURL('**/keys');
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.waitForURL('**/extracts');
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await page.waitForURL('**/families');
    await page.close();
  });

  test.skipIf(!browser.present)(
    'a figure chooses the answer that bears it, unless somebody writes',
    async () => {
      const page = await browser.open(`${server.url}about`);
      const answers = ['1', '2'].map(
        (key) => `<input type="radio" name="a" data-choose="${key}" id="n${key}">`,
      );
      await page.evaluate(
        `document.querySelector('main').insertAdjacentHTML('beforeend', ${JSON.stringify(answers.join(''))})`,
      );
      await page.keyboard.press('2');
      expect(await page.isChecked('#n2')).toBe(true);
      expect(await page.evaluate('document.activeElement.id')).toBe('n2');
      await page.keyboard.press('1');
      expect(await page.isChecked('#n1')).toBe(true);
      await page.focus('#v-search');
      await page.keyboard.press('2');
      expect([await page.isChecked('#n2'), await page.inputValue('#v-search')]).toEqual([false, '2']);
      await page.close();
    },
  );

  test.skipIf(!browser.present)('keys can be turned off, and stay off', async () => {
    const page = await browser.open(`${server.url}keys`);
    await page.getByRole('button', { name: 'Turn these keys off' }).click();
    await page.reload();
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).not.toBe('v-search');
    await page.getByRole('button', { name: 'Turn these keys on' }).click();
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('v-search');
    await page.close();
  });

  test.skipIf(!browser.present)('what is wrong with a page is found', async () => {
    const bad = createWebServer((_, answer) => {
      answer.setHeader('Content-Type', 'text/html');
      answer.end(
        '<!DOCTYPE html><html lang="en"><head><title>x</title><style>*:focus{outline:none!important}</style></head>' +
          '<body><main><h1>x</h1><p style="width:900px">wide</p><img src="data:,"><a href="/">a</a>' +
          '<script>document.querySelector("p").textContent += "!"</script>' +
          '<a href="/hidden" style="position:fixed;top:-100px">b</a>' +
          '<svg viewBox="0 0 1000 10" width="100%" role="img" aria-label="x"><text font-size="12">x</text></svg>' +
          '</main></body></html>',
      );
    });
    await new Promise<void>((resolve) => bad.listen(0, '127.0.0.1', resolve));
    const address = bad.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const wrong = (await browser.check(`http://127.0.0.1:${port}/`)).join('\n');
    await new Promise((resolve) => bad.close(resolve));
    for (const part of [
      'inline style or script: <style',
      '<p style=',
      'inline style or script: <script>',
      'axe: ',
      '(image-alt)',
      'nothing shows that it has the focus: <a href="/">',
      'at 320 pixels it scrolls sideways',
      'printed it is wider than the sheet',
      'at 320 pixels a picture has text of',
      'not the same without JavaScript',
      'has the focus but cannot be seen: <a href="/hidden"',
    ]) {
      expect(wrong).toContain(part);
    }
  });
});
