import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeThreeHarts, type ThreeHarts } from '../picture/testing.ts';
import type { Actor } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { workerNear } from '../sharing/testing.ts';
import { type RunningServer, startServer } from './index.ts';
import { builtAssets, type Heard, heardOf, testBrowser, wrongWithHeard } from './testing.ts';

/** What a screen reader is told of a family's pages. */
const db = await testDatabase();
const assets = builtAssets();
const browser = testBrowser();
let harts: ThreeHarts;
let server: RunningServer;

beforeAll(async () => {
  harts = await makeThreeHarts(db);
  const worker: Actor = await db.asTest((tx) =>
    workerNear(tx, { near: [harts.dawn, harts.kyle, harts.lee] }),
  );
  server = await startServer({ db, port: 0, assets, as: worker });
});
afterAll(() => server.close());

const page = (heard: Partial<Heard>[]) =>
  wrongWithHeard([
    { role: 'banner', name: '', level: null },
    { role: 'navigation', name: 'Pages', level: null },
    { role: 'main', name: '', level: null },
    { role: 'heading', name: 'The Hart family', level: 1 },
    ...heard.map((one) => ({ role: '', name: '', level: null, ...one })),
    { role: 'contentinfo', name: '', level: null },
  ]);

test('what is wrong is said', () => {
  expect(page([])).toEqual([]);
  expect(page([{ role: 'heading', name: 'Needs', level: 3 }])).toEqual([
    'the heading “Needs” skips from level 1 to 3',
  ]);
  expect(page([{ role: 'image' }, { role: 'link' }, { role: 'table', name: 'Who' }])).toEqual([
    'a picture (image) has no name',
    'a control (link) has no name',
    'a table (Who) has no headers',
  ]);
  expect(page([{ role: 'table' }, { role: 'columnheader', name: 'Name' }])).toEqual(['a table has no name']);
  const link = (name: string, url: string) => ({ role: 'link', name, url });
  expect(page([link('Open', '/a'), link('Open', '/b'), link('Help', '/c'), link('Help', '/c')])).toEqual([
    'links to different places share the name “Open”',
  ]);
  expect(
    page([
      { role: 'table', name: 'Who' },
      { role: 'columnheader', name: 'Name' },
    ]),
  ).toEqual([]);
  expect(page([{ role: 'main' }, { role: 'navigation', name: 'Pages' }])).toEqual([
    'it has 2 landmarks of the role main',
    'navigations share a name: Pages, Pages',
  ]);
});

describe.skipIf(!browser.present)('in a browser', () => {
  test('a family’s page begins with a list of its sections, by which the keyboard passes over the rest', async () => {
    const opened = await browser.open(new URL(`/families/${harts.family}`, server.url).href);
    const list = opened.getByRole('navigation', { name: 'Sections of this page' });
    const places = await opened.evaluate<string[]>(
      '[...document.querySelectorAll("nav[aria-label^=Sections] a")].map((one) => one.getAttribute("href"))',
    );
    expect(places).toContain('#people');
    expect(places).toContain('#coverage');
    for (const place of places) expect(await opened.locator(`main h2${place}`).count()).toBe(1);
    await list.getByRole('link', { name: 'What this stands on' }).focus();
    await opened.keyboard.press('Enter');
    await opened.keyboard.press('Tab');
    const next = await opened.evaluate(
      'document.activeElement.closest("section")?.getAttribute("aria-labelledby")',
    );
    expect(next).toBe('coverage');
    await opened.emulateMedia({ media: 'print' });
    expect(await list.isVisible()).toBe(false);
    for (const words of [
      'Say what was done',
      'Write down what they say',
      'Why, and how to disagree',
      'not right?',
    ])
      for (const one of await opened.getByText(words, { exact: false }).all())
        expect(await one.isVisible()).toBe(false);
    await opened.close();
  });

  test.each([
    ['the family', ''],
    ['the chronology', '/chronology'],
    ['the genogram', '/genogram'],
    ['the network map', '/network'],
    ['brothers and sisters', '/siblings'],
    ['what one agency sees', '/agencies/social-care'],
    ['one person', '/people/kyle'],
    ['writing a visit down', '/record/visit'],
    ['the plan', '/plan'],
  ])('%s: landmarks, headings in order, pictures, tables and controls with names', async (_, path) => {
    const { href } = new URL(`/families/${harts.family}${path.replace('kyle', harts.kyle)}`, server.url);
    const opened = await browser.open(href);
    const heard = await heardOf(opened);
    await opened.close();
    expect(wrongWithHeard(heard)).toEqual([]);
    expect(heard.filter(({ role }) => role === 'heading').length).toBeGreaterThan(0);
  });
});
