/** Opens pages in a real browser and says what is wrong with them. For tests only. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

export { makeApp } from './app.ts';

/** @returns A folder with freshly built assets, removed after the file's last test. */
export function builtAssets(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-assets-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const out = join(folder, 'assets');
  const script = fileURLToPath(new URL('../../scripts/assets.mjs', import.meta.url));
  execFileSync(process.execPath, [script, out], { stdio: 'pipe' });
  return out;
}

const executablePath = '/usr/bin/chromium';
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser shared by the tests of a file. */
export type TestBrowser = {
  /** Whether there is one on this machine; skip the tests when not. */
  present: boolean;
  /** Opens a page; close it when done. */
  open(url: string, options?: { width?: number; scripts?: boolean }): Promise<Page>;
  /** @returns One sentence for each thing that is wrong with the page at an address; none when all is well. */
  check(url: string): Promise<string[]>;
};

/**
 * Starts Chromium before a file's tests and ends it after them. Where there is none the tests are to be
 * skipped, and on a build machine (CI=true) that is a failure.
 */
export function testBrowser(): TestBrowser {
  const present = existsSync(executablePath);
  if (!present) {
    const remedy = 'Install it: apt-get install -y --no-install-recommends chromium';
    if (process.env.CI === 'true') throw new Error(`There is no ${executablePath}. ${remedy}`);
    console.warn(`Pages are not tested in a browser: there is no ${executablePath}. ${remedy}`);
  }
  let browser: Browser | undefined;
  /** One for all pages that are checked: a new one takes a second. */
  let context: BrowserContext | undefined;
  beforeAll(async () => {
    if (present) browser = await chromium.launch({ executablePath, args });
    context = await browser?.newContext({ viewport: { width: 1280, height: 800 } });
  });
  afterAll(() => browser?.close());

  const open: TestBrowser['open'] = async (url, { width = 1280, scripts = true } = {}) => {
    if (!browser) throw new Error('The browser has not been started.');
    const page = await browser.newPage({ viewport: { width, height: 800 }, javaScriptEnabled: scripts });
    await page.goto(url);
    return page;
  };
  const check: TestBrowser['check'] = async (url) => {
    if (!context) throw new Error('The browser has not been started.');
    const page = await context.newPage();
    try {
      return await checkPage(page, url);
    } finally {
      await page.close();
      await context.clearCookies();
    }
  };
  return { present, open, check };
}

async function checkPage(page: Page, url: string): Promise<string[]> {
  const wrong: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(`the browser complains: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`a script fails: ${error.message}`));
  page.on('requestfailed', (request) => wrong.push(`${request.url()} could not be loaded`));
  const answer = await page.goto(url);
  if (!answer?.ok()) wrong.push(`it answers ${answer?.status()}`);
  const html = (await answer?.text()) ?? '';
  wrong.push(...inlineCode(html));
  wrong.push(...(await accessibility(page)));
  const unnamed = await page.locator('table:not(:has(caption))').count();
  if (unnamed > 0) wrong.push(`${unnamed} of its tables have no caption`);
  wrong.push(...(await withoutScripts(page, html)));
  wrong.push(...(await keyboard(page)));
  wrong.push(...(await print(page)));
  wrong.push(...(await narrow(page)));
  return wrong;
}

function inlineCode(html: string): string[] {
  const found = html.match(
    /<style\b|<[^>]+\sstyle=|<[^>]+\son[a-z]+=|<script\b(?![^>]*\ssrc=)[^>]*>|javascript:/gi,
  );
  return (found ?? []).map((text) => `it has inline style or script: ${text}`);
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rule, what it means, and the first element against it. */
type Violation = { id: string; help: string; html: string };

async function accessibility(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate<Violation[]>(
    'axe.run({ resultTypes: ["violations"] }).then((found) => found.violations.map(({ id, help, nodes }) => ({ id, help, html: nodes[0].html })))',
  );
  return violations.map(({ id, help, html }) => `axe: ${help} (${id}): ${html}`);
}

/** The words of the content; what a script adds in a slot of its own does not count. */
async function mainWords(page: Page): Promise<string> {
  const words = (await page.locator('main').textContent()) ?? '';
  const added = await page.locator('#keys-switch').allTextContents();
  return plain(added.reduce((rest, text) => rest.replace(text, ''), words));
}

const plain = (words: string) => words.replace(/\s+/g, ' ').trim();

/**
 * Numbers everything that Tab should reach, notes how it looks without the focus, and from then on
 * which of it gets the focus, whether that shows and whether it can be seen.
 */
const watchFocus = `
  (() => {
    const look = (el) => {
      const style = getComputedStyle(el);
      return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.backgroundColor].join();
    };
    // Tab enters a group of radios once: at the one chosen, else at the first.
    const entered = ({ form, name }) =>
      form.querySelector('[name="' + name + '"]:checked') ?? form.querySelector('[name="' + name + '"]');
    const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
      .filter((el) => el.type !== 'radio' || el === entered(el))
      .filter((el) => el.tabIndex >= 0 && !el.disabled && el.checkVisibility());
    const calm = stops.map(look);
    window.focused = [];
    document.activeElement?.blur();
    document.addEventListener('focusin', ({ target }) => {
      const at = stops.indexOf(target);
      const box = target.getBoundingClientRect();
      const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
      if (at >= 0) focused.push([at, look(target) !== calm[at], seen]);
    });
    return stops.map((el) => el.outerHTML.slice(0, 120));
  })()
`;

async function keyboard(page: Page): Promise<string[]> {
  const stops = await page.evaluate<string[]>(watchFocus);
  await Promise.all(stops.map(() => page.keyboard.press('Tab')));
  const focused = await page.evaluate<[number, boolean, boolean][]>('focused');
  const reached = new Set(focused.map(([at]) => at));
  const passed = await page.evaluate<string[]>(throughLists);
  return [
    ...passed.map((html) => `arrow keys do not reach it: ${html}`),
    ...focused.flatMap(([at, shows]) => (shows ? [] : [`nothing shows that it has the focus: ${stops[at]}`])),
    ...focused.flatMap(([at, , seen]) => (seen ? [] : [`it has the focus but cannot be seen: ${stops[at]}`])),
    ...stops.flatMap((html, at) => (reached.has(at) ? [] : [`Tab does not reach it: ${html}`])),
  ];
}

/** Goes through each long list by the right arrow key, and gives what is not reached or is a stop beside the one. */
const throughLists = `
  [...document.querySelectorAll('[data-stop]')].flatMap((list) => {
    const all = [...list.querySelectorAll('a[href], button')].filter((el) => el.checkVisibility());
    const stops = all.filter((el) => el.tabIndex >= 0);
    if (all.length > 0 && stops.length !== 1) return stops.map((el) => el.outerHTML.slice(0, 120));
    stops[0]?.focus();
    const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    press('Home');
    return all.flatMap((el) => {
      const isHere = document.activeElement === el;
      press('ArrowRight');
      return isHere ? [] : [el.outerHTML.slice(0, 120)];
    });
  })
`;

/** What is wider than the page, and the smallest text in a picture, in pixels. */
const measure = `
  (() => {
    const room = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth > room
      ? [...document.querySelectorAll('main *')].filter((el) => el.getBoundingClientRect().right > room + 1)
          .map((el) => el.outerHTML.slice(0, 120)).slice(0, 3)
      : null;
    const sizes = [...document.querySelectorAll('svg text')].filter((el) => el.checkVisibility()).map((el) => {
      const svg = el.ownerSVGElement;
      return Number(el.getAttribute('font-size')) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    });
    return [wide, Math.min(99, ...sizes)];
  })()
`;

/** Width of an A4 sheet between its margins, in CSS pixels. */
const paperWidth = 672;

/** Words on paper that are there to be pressed. */
const toPress = `
  [...document.querySelectorAll('main nav, main .v-links, main .v-act, main .v-not-right, main .v-screen-only')]
    .filter((el) => el.checkVisibility()).map((el) => el.textContent.trim().slice(0, 60)).slice(0, 3)
`;

async function print(page: Page): Promise<string[]> {
  const wrong: string[] = [];
  const pdf = await page.pdf({ format: 'A4', tagged: true });
  if (pdf.subarray(0, 5).toString() !== '%PDF-' || pdf.byteLength < 5000) wrong.push('it does not print');
  const viewport = page.viewportSize();
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: paperWidth, height: 800 });
  const [wide] = await page.evaluate<[string[] | null, number]>(measure);
  if (wide) wrong.push(`printed it is wider than the sheet: ${wide.join(' ')}`);
  const useless = await page.evaluate<string[]>(toPress);
  if (useless.length > 0) wrong.push(`printed it has words for links alone: ${useless.join(', ')}`);
  await page.emulateMedia({ media: 'screen' });
  if (viewport) await page.setViewportSize(viewport);
  return wrong;
}

async function narrow(page: Page): Promise<string[]> {
  const wrong: string[] = [];
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    const [wide, smallest] = await page.evaluate<[string[] | null, number]>(measure);
    if (wide) wrong.push(`at ${width} pixels it scrolls sideways: ${wide.join(' ')}`);
    if (smallest < 12) wrong.push(`at ${width} pixels a picture has text of ${smallest.toFixed(1)} pixels`);
  }
  return wrong;
}

/** The page as it came, read where no script runs, says what it says when they have run. */
async function withoutScripts(page: Page, html: string): Promise<string[]> {
  const bare = await page.evaluate<string>(
    `new DOMParser().parseFromString(${JSON.stringify(html)}, 'text/html').querySelector('main')?.textContent ?? ''`,
  );
  return plain(bare) === (await mainWords(page)) ? [] : ['its words are not the same without JavaScript'];
}

/** What a screen reader is told of one thing on a page. */
export type Heard = { role: string; name: string; level: number | null; url?: string };

/** What a screen reader is told of a page, in order: Chromium's accessibility tree without what it leaves out. */
export async function heardOf(page: Page): Promise<Heard[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const heard: Heard[] = [];
  const walk = (id: string) => {
    const node = byId.get(id);
    if (node === undefined) return;
    if (!node.ignored)
      heard.push({
        role: String(node.role?.value ?? ''),
        name: String(node.name?.value ?? '').trim(),
        level: (node.properties?.find(({ name }) => name === 'level')?.value.value as number) ?? null,
        url: String(node.properties?.find(({ name }) => name === 'url')?.value.value ?? ''),
      });
    for (const child of node.childIds ?? []) walk(child);
  };
  const root = nodes.find(({ parentId }) => parentId === undefined);
  if (root) walk(root.nodeId);
  return heard;
}

const controls: ReadonlySet<string> = new Set(
  'button link textbox searchbox combobox listbox checkbox radio slider spinbutton switch tab DisclosureTriangle'.split(
    ' ',
  ),
);

/** One sentence for each thing that is wrong with what a screen reader is told; none when all is well. */
export function wrongWithHeard(heard: readonly Heard[]): string[] {
  const of = (...roles: string[]) => heard.filter(({ role }) => roles.includes(role));
  const wrong: string[] = [];
  for (const landmark of ['main', 'banner', 'contentinfo'])
    if (of(landmark).length !== 1)
      wrong.push(`it has ${of(landmark).length} landmarks of the role ${landmark}`);
  const navigations = of('navigation').map(({ name }) => name);
  if (navigations.length === 0) wrong.push('it has no navigation');
  if (navigations.length > 1 && new Set(navigations).size < navigations.length)
    wrong.push(`navigations share a name: ${navigations.join(', ')}`);
  const headings = of('heading');
  if (headings.filter(({ level }) => level === 1).length !== 1)
    wrong.push('it has not one heading of level 1');
  for (const [at, { level, name }] of headings.entries()) {
    const before = headings[at - 1]?.level ?? 0;
    if ((level ?? 0) > before + 1) wrong.push(`the heading “${name}” skips from level ${before} to ${level}`);
    if (name === '') wrong.push(`a heading of level ${level} says nothing`);
  }
  for (const { role } of of('image', 'img', 'graphics-document').filter(({ name }) => name === ''))
    wrong.push(`a picture (${role}) has no name`);
  for (const { role } of heard.filter((one) => controls.has(one.role) && one.name === ''))
    wrong.push(`a control (${role}) has no name`);
  const places = Map.groupBy(of('link'), ({ name }) => name);
  for (const [name, links] of places)
    if (new Set(links.map(({ url }) => url)).size > 1)
      wrong.push(`links to different places share the name “${name}”`);
  for (const [at, one] of heard.entries()) {
    if (one.role !== 'table') continue;
    if (one.name === '') wrong.push('a table has no name');
    const next = heard.findIndex(({ role }, later) => later > at && role === 'table');
    const inside = heard.slice(at + 1, next === -1 ? undefined : next);
    if (!inside.some(({ role }) => role === 'columnheader' || role === 'rowheader'))
      wrong.push(`a table (${one.name || 'without a name'}) has no headers`);
  }
  return wrong;
}
