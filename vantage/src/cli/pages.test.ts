import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeArea } from '@vantage/synth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { search } from '../picture/index.ts';
import { newId, silent } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { breakGlass, systemActor } from '../sharing/index.ts';
import { workerNear } from '../sharing/testing.ts';
import { type RunningServer, startServer } from '../web/index.ts';
import { builtAssets, testBrowser } from '../web/testing.ts';
import { buildFolder } from './pipeline.ts';

const db = await testDatabase({ empty: true });
const assets = builtAssets();
const folder = mkdtempSync(join(tmpdir(), 'vantage-pages-'));
let server: RunningServer;
/** Asks who looks. */
let chosen: RunningServer;

beforeAll(async () => {
  await makeArea({ out: folder, size: 'small', seed: 'pages', families: 20 });
  await buildFolder(db, join(folder, 'extracts'), { progress: silent });
  server = await startServer({ db, port: 0, assets, as: systemActor('ashmere', 'test') });
  chosen = await startServer({ db, port: 0, assets });
});
afterAll(async () => {
  await server?.close();
  await chosen?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An address with what differs from page to page of one kind taken out. */
const kindOf = (path: string) =>
  path
    .replace(/\/[0-9a-f]{8}-[0-9a-f-]{27}/g, '/:id')
    .replace(/(?<=\/agencies\/).+/, ':agency')
    .replace(/=[^&]+/g, '=…');

/** Pages that are the same in every area: tested with the server. */
const standing = new Set(['/', '/about', '/accessibility', '/attention', '/matching', '/keys']);

/** Pages that are not for the program itself, which looks at the others here: somebody at work looks at them. */
const atWork = ['/', '/break-glass', '/openings', '/agreements'];

/** Follows links from the first page and a search, to every kind of page. */
async function everyKind(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  // No page links to the one for other prices: only some may open it.
  const queue = ['/', '/families?q=Hart', '/families?q=Nobody', '/nowhere', '/costs/replace'];
  for (const path of queue) {
    const kind = kindOf(path);
    if (found.has(kind) && path !== '/families?q=Nobody') continue;
    found.set(path === '/families?q=Nobody' ? path : kind, path);
    const html = await (await fetch(new URL(path, server.url))).text();
    for (const [, link = ''] of html.matchAll(/<a [^>]*?href="(\/[^"#]*)/g))
      queue.push(link.replaceAll('&amp;', '&'));
  }
  return found;
}

test('whoever may be somebody finds a family’s workers and the managers of their teams', async () => {
  const html = await (await fetch(new URL('/as?family=hart', chosen.url))).text();
  const rows = html.split('<tr').map((row) => row.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '));
  // Nina Castell works in Family help west, which one manager has; no other manager works with them.
  expect(
    rows.filter((row) => row.includes('Team manager')).map((row) => /[A-Z].*?\)/.exec(row)?.[0]),
  ).toEqual(['Shabnam Aziz (Family help west)']);
});

test('an address with a day that is none says what a day is, and leads to the page as it is today', async () => {
  const { families } = await db.asActor(systemActor('ashmere', 'test'), (tx) =>
    search(tx, { query: 'dawn hart', page: 1, perPage: 1 }),
  );
  const path = `/families/${families[0]?.familyId}/genogram`;
  const as = await (await fetch(new URL('/as?family=hart', chosen.url))).text();
  const cookie = `vantage-as=${/[0-9a-f-]{36}\.lead-practitioner/.exec(as)?.[0]}`;
  const answer = await fetch(new URL(`${path}?on=nonsense`, chosen.url), { headers: { cookie } });
  expect(answer.status).toBe(400);
  const html = await answer.text();
  expect(html).toContain('Write the day as day, month and year');
  expect(html).toContain(`href="${path}"`);
});

describe('every kind of page of a built area', () => {
  const browser = testBrowser();

  test.skipIf(!browser.present)(
    'is in order',
    async () => {
      const kinds = await everyKind();
      expect([...kinds.keys()]).toEqual(
        expect.arrayContaining(['/', '/families?q=…', '/families/:id', '/area', '/extracts', '/records/:id']),
      );
      const wrong: Record<string, string[]> = {};
      for (const [kind, path] of kinds) {
        if (standing.has(kind) || kind === '/break-glass') continue;
        const found = await browser.check(new URL(path, server.url).href);
        const real = kind === '/nowhere' ? found.filter((sentence) => !sentence.includes('404')) : found;
        if (real.length) wrong[kind] = real;
      }
      expect(wrong).toEqual({});
    },
    600_000,
  );

  test.skipIf(!browser.present)(
    'in a genogram the arrow keys lead to relatives, and without JavaScript Tab to everybody',
    async () => {
      const { families } = await db.asActor(systemActor('ashmere', 'test'), (tx) =>
        search(tx, { query: 'dawn hart', page: 1, perPage: 1 }),
      );
      const url = new URL(`/families/${families[0]?.familyId}/genogram`, server.url).href;
      const page = await browser.open(url, { width: 390 });
      // On a phone it opens where people are: at least three of them whole, and one on the first screen.
      const symbols = await page.evaluate<{ left: number; right: number; bottom: number }[]>(
        '[...document.querySelectorAll("a[data-walk]")].map((one) => { const { left, right, bottom } = one.getBoundingClientRect(); return { left, right, bottom }; })',
      );
      const whole = symbols.filter(({ left, right }) => left >= 0 && right <= 390);
      expect(whole.length).toBeGreaterThanOrEqual(3);
      expect(whole.filter(({ bottom }) => bottom <= 800).length).toBeGreaterThanOrEqual(1);
      expect(await page.locator('a[data-walk][tabindex="0"]').count()).toBe(1);
      await page.locator('a[data-walk][tabindex="0"]').focus();
      const focused = () =>
        page.evaluate<Record<string, string>>(
          '({ id: document.activeElement.id, ...document.activeElement.dataset })',
        );
      const from = await focused();
      await page.keyboard.press('ArrowUp');
      const above = await focused();
      expect(from.up).toMatch(/^genogram-/);
      expect(above.id).toBe(from.up);
      await page.keyboard.press('ArrowDown');
      expect((await focused()).id).toBe(above.down);
      expect(await page.locator('a[data-walk][tabindex="0"]').count()).toBe(1);
      await page.close();
      const plain = await browser.open(url, { scripts: false });
      expect(await plain.locator('a[data-walk]:not([tabindex])').count()).toBe(
        await plain.locator('a[data-walk]').count(),
      );
      await plain.close();
      expect(await browser.check(`${url}?on=2014-06-01`)).toEqual([]);
    },
  );

  test.skipIf(!browser.present)(
    'a network map is walked by the arrow keys, and holds all it says without scripts',
    async () => {
      const { families } = await db.asActor(systemActor('ashmere', 'test'), (tx) =>
        search(tx, { query: 'dawn hart', page: 1, perPage: 1 }),
      );
      const url = new URL(`/families/${families[0]?.familyId}/network`, server.url).href;
      const page = await browser.open(url, { width: 390 });
      const first = page.locator('.v-network__upright a[data-walk][tabindex="0"]');
      await first.focus();
      const [from, right] = [await first.getAttribute('id'), await first.getAttribute('data-right')];
      await page.keyboard.press('ArrowRight');
      expect(await page.evaluate('document.activeElement.id')).toBe(right);
      await page.keyboard.press('ArrowLeft');
      expect(await page.evaluate('document.activeElement.id')).toBe(from);
      await page.close();
      // On a tablet, upright or not, all of it is in sight, and its words are large enough.
      for (const width of [768, 1024]) {
        const tablet = await browser.open(url, { width });
        const cut = await tablet.evaluate<string[]>(
          '[...document.querySelectorAll(".v-network .v-scroll")].filter((one) => one.checkVisibility()).flatMap((one) => { const { left, right } = one.getBoundingClientRect(); return [...one.querySelectorAll("rect, text")].filter((part) => { const box = part.getBoundingClientRect(); return box.left < left || box.right > right || box.height < 11; }).map((part) => part.outerHTML); })',
        );
        expect(cut).toEqual([]);
        expect(await tablet.locator('.v-network svg[role=group]:visible').count()).toBe(1);
        await tablet.close();
      }
    },
  );

  describe('seen by somebody at work', () => {
    let seen: RunningServer;
    /** As the information governance lead sees it. */
    let reviewed: RunningServer;
    let decisions: string;
    let family: string;
    const review = newId();
    beforeAll(async () => {
      const lead = await db.asActor(systemActor('ashmere', 'test'), async (tx) => {
        const { families } = await search(tx, { query: 'dawn hart', page: 1, perPage: 1 });
        const near = families.flatMap((family) => family.members.map((member) => member.personId));
        const familyId = families[0]?.familyId;
        family = `/families/${familyId}`;
        decisions = `${family}/decisions`;
        const lead = await workerNear(tx, { role: 'practitioner', near, kind: 'team' });
        await tx.sql(
          `INSERT INTO review (area, review_id, kind, name, family_id, reason, happened, participants, opened_by, opened_at)
           VALUES ($1, $2, 'learning', 'Spring review', $3, 'To learn from it.', $4, ARRAY[$5::uuid], $5, now())`,
          [tx.actor.area, review, familyId, '[2026-01-01,2999-01-01)', lead.id],
        );
        return lead;
      });
      await db.asActor(lead, (tx) =>
        breakGlass(tx, { familyId: newId(), persons: [newId()], reason: 'To see how it looks.' }),
      );
      const overseer = await db.asActor(systemActor('ashmere', 'test'), (tx) =>
        workerNear(tx, { role: 'information-governance-lead' }),
      );
      reviewed = await startServer({ db, port: 0, assets, as: overseer });
      seen = await startServer({ db, port: 0, assets, as: lead });
    });
    afterAll(async () => {
      await seen?.close();
      await reviewed?.close();
    });

    test.skipIf(!browser.present)(
      'is in order',
      async () => {
        const known = `/reviews/${review}/known?on=3/3/2026&by=schools`;
        for (const path of [...atWork, decisions, '/reviews', `/reviews/${review}`, known]) {
          expect([path, await browser.check(new URL(path, seen.url).href)]).toEqual([path, []]);
        }
        expect(await browser.check(new URL('/as', chosen.url).href)).toEqual([]);
        for (const path of ['/openings', '/reviews'])
          expect([path, await browser.check(new URL(path, reviewed.url).href)]).toEqual([path, []]);
      },
      240_000,
    );

    test.skipIf(!browser.present)('says in two steps what the school knew on 3 March', async () => {
      for (const scripts of [true, false]) {
        const page = await browser.open(new URL(family, seen.url).href, { scripts });
        await page.getByRole('link', { name: 'Open as it was known' }).click();
        await page.getByLabel('As known on').fill('3 March 2026');
        await page.getByLabel('By', { exact: true }).selectOption('schools');
        await page.getByRole('button', { name: 'Show' }).click();
        expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
          'What Ashmere’s schools knew or could see on 3 March 2026',
        );
        expect(await page.getByText('Known: its own record').count()).toBeGreaterThan(0);
        await page.close();
      }
    });

    test('leads nowhere that they may not go', async () => {
      const queue = ['/families?q=hart'];
      const kinds = new Set<string>();
      /** Of each kind of page some are enough. */
      const more = (path: string) => queue.filter((one) => kindOf(one) === kindOf(path)).length < 25;
      for (const path of queue) {
        const answer = await fetch(new URL(path, seen.url));
        expect([path, answer.status]).toEqual([path, 200]);
        kinds.add(kindOf(path));
        for (const [, link = ''] of (await answer.text()).matchAll(/<a [^>]*?href="(\/[^"#]*)/g)) {
          const next = link.replaceAll('&amp;', '&');
          if (!queue.includes(next) && next !== '/as' && more(next)) queue.push(next);
        }
      }
      expect([...kinds]).toEqual(
        expect.arrayContaining(['/families/:id', '/families/:id/people/:id', '/facts/:id']),
      );
    });
  });
});

test('what is set up for the Harts of the made-up area does not count as opened by whoever is their lead', async () => {
  const address: string = new URL('../../../scripts/harts.mjs', import.meta.url).href;
  const { setHartsPlan } = (await import(address)) as { setHartsPlan: (base: string) => Promise<void> };
  await setHartsPlan(chosen.url);
  const offered = await (await fetch(new URL('/as?family=hart', chosen.url))).text();
  const nina = /[0-9a-f-]{36}\.lead-practitioner\b/.exec(offered)?.[0];
  const read = async <T>(path: string) => {
    const answer = await fetch(new URL(path, chosen.url), { headers: { cookie: `vantage-as=${nina}` } });
    return (await answer.json()) as T;
  };
  const found = await read<{ families: { familyId: string }[] }>('/api/families?q=dawn+hart');
  const family = `/api/families/${found.families[0]?.familyId}`;
  const plan = await read<{ lead: { name: string } | null; steps: []; responsible: [] }>(`${family}/plan`);
  expect([plan.lead?.name, plan.steps.length, plan.responsible.length]).toEqual(['Nina Castell', 2, 2]);
  const recent = async () => (await read<{ recent: unknown[] }>('/api/home')).recent;
  expect(await recent()).toEqual([]);
  await read(family);
  expect(await recent()).toHaveLength(1);
});
