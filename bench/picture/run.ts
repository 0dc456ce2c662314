/**
 * `npm run bench:picture -- [--events 20000] [--data FOLDER] [--size SIZE]`: a family's pages where there is much to tell. To a made-up
 * small area contacts, visits and events by the thousand are added about one child; then the family's page and its
 * chronology are asked for one after another, and opened in Chromium with its processor slowed four times, on a phone's
 * screen: what is sent, when something is first seen, how long a touch waits, how many frames a second are drawn while
 * it is scrolled. Also for the Harts as they are, with whatever all of a page weighs; and a visit on a doorstep,
 * from opening their page until it is recorded, typed at a plain speed. With --data of that folder alone, as it is,
 * and nothing is recorded in it: where there is none it is made, of the size told, with the events added, and kept.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { dataFolder, vantage } from '../folder.ts';

const root = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '20000' },
    data: { type: 'string' },
    size: { type: 'string' },
  },
});
/**
 * Milliseconds to answer for a family of many events; kilobytes of a page with all that it needs; frames a second;
 * seconds and fields of a visit on a doorstep.
 */
const limits = { answer: 150, weight: 150, frames: 50, visit: 60, fields: 4 };

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN;
}

/** Adds events about the second child of the first family, spread over sixteen years. */
function addEvents(extracts: string, events: number): void {
  const rows = (file: string) => readFileSync(join(extracts, file), 'utf8').trim().split('\n');
  const child = rows('social-care/person.csv')
    .find((line) => line.includes(',Kyle,Hart,'))
    ?.split(',')[0];
  if (!child) throw new Error('there is no Kyle Hart in this area');
  const share = Math.floor(events / 2);
  const day = (n: number) =>
    new Date(Date.UTC(2012, 2, 1) + ((n * 5300) / share) * 86_400_000).toISOString().slice(0, 10);
  const [visits, contacts] = ['', ''].map((_, which) =>
    Array.from({ length: share }, (_, n) =>
      which === 0
        ? `MV${n},${child},${day(n)},Y,${n % 3 ? 'Y' : 'N'},Y,${day(n)}T10:00:00Z`
        : `MC${n},${child},${day(n)},3B,Health services: health visitor,Early help,${day(n)}T11:00:00Z`,
    ),
  );
  for (const [file, added] of [
    ['social-care/cin_visits.csv', visits],
    ['social-care/contacts.csv', contacts],
  ] as const)
    appendFileSync(join(extracts, file), (added ?? []).map((row) => `${row}\r\n`).join(''));
}

/** A data folder with an area in it, built, in which somebody has so many events more. */
const built = (events: number, data?: string) =>
  dataFolder({
    data,
    size: values.size ?? 'small',
    families: values.size === undefined ? 60 : undefined,
    ...(events > 0 && { change: (extracts: string) => addEvents(extracts, events) }),
  });

type Served = { base: string; stop: () => Promise<void> };

async function serve(data: string): Promise<Served> {
  const server = spawn(process.execPath, [vantage, 'serve', '--data', data, '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const base = await new Promise<string>((ready, fail) => {
    let text = '';
    server.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /http:\/\/\S+:\d+/.exec(text)?.[0];
      if (found) ready(found);
    });
    server.on('exit', (code) => fail(new Error(`the server ended with ${code}`)));
  });
  const ended = new Promise<void>((done) => server.on('exit', () => done()));
  return {
    base,
    stop: () => {
      server.kill('SIGTERM');
      return ended;
    },
  };
}

/** The Harts' page, and who works with them. */
async function whom(base: string): Promise<{ path: string; cookie: string }> {
  const offered = await (await fetch(`${base}/as?family=hart`)).text();
  // In a large area others are called Hart: whoever finds Kyle works with his family.
  for (const [who] of offered.matchAll(/[0-9a-f-]{36}\.lead-practitioner/g)) {
    const cookie = `vantage-as=${who}`;
    const list = await (await fetch(`${base}/families?q=kyle+hart`, { headers: { cookie } })).text();
    const path = /\/families\/[0-9a-f-]{36}/.exec(list)?.[0];
    if (path) return { path, cookie };
  }
  throw new Error('whoever works with them does not find the Harts');
}

async function answers(url: string, cookie: string, times: number): Promise<{ ms: number; bytes: number }> {
  const took: number[] = [];
  let bytes = 0;
  for (let n = 0; n < times + 3; n++) {
    const start = performance.now();
    const answer = await fetch(url, { headers: { cookie } });
    bytes = (await answer.arrayBuffer()).byteLength;
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    if (n >= 3) took.push(performance.now() - start);
  }
  return { ms: median(took), bytes };
}

type Seen = { kB: number; first: number; loaded: number; touch: number; frames: number; longest: number };

/** What a phone's browser makes of a page, with its processor slowed four times. */
async function seen(browser: Browser, url: string, cookie: string): Promise<Seen> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  let sent = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    sent += encodedDataLength;
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.goto(url, { waitUntil: 'load' });
  const timing = await page.evaluate<[number, number]>(`(() => {
    const [page] = performance.getEntriesByType('navigation');
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    return [paint ? paint.startTime - page.responseStart : NaN, page.loadEventEnd - page.responseStart];
  })()`);
  const touch = await touched(page);
  const frames = await scrolled(page);
  await context.close();
  return { kB: sent / 1000, first: timing[0], loaded: timing[1], touch, ...frames };
}

/** Milliseconds from a touch on a folded part to the next frame, at its median of five. */
async function touched(page: Page): Promise<number> {
  const folds = page.locator('main summary');
  if ((await folds.count()) === 0) return Number.NaN;
  const waits: number[] = [];
  for (let n = 0; n < 5; n++) {
    waits.push(
      await page.evaluate<number>(`new Promise((done) => {
        const start = performance.now();
        document.querySelector('main summary').click();
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
      })`),
    );
  }
  return median(waits);
}

/** Frames a second at the median, and the longest frame in milliseconds, while the page is scrolled for two seconds. */
async function scrolled(page: Page): Promise<{ frames: number; longest: number }> {
  const gaps = await page.evaluate<number[]>(`new Promise((done) => {
    const gaps = [];
    const most = document.documentElement.scrollHeight - innerHeight;
    const start = performance.now();
    let last = start;
    const step = (now) => {
      gaps.push(now - last);
      last = now;
      scrollTo(0, most * Math.min(1, (now - start) / 2000));
      if (now - start < 2000) requestAnimationFrame(step);
      else done(gaps.slice(1));
    };
    requestAnimationFrame(step);
  })`);
  return { frames: 1000 / median(gaps), longest: Math.max(...gaps) };
}

/** What somebody writes on a doorstep; 200 letters a minute, 40 words, and a second to find each thing that is touched. */
const onDoorstep = {
  words: 'Kyle showed me his room. He said he wants to stay here and see his nan more often.',
  letter: 300,
  find: 1000,
};

type Visit = { seconds: number; typing: number; fields: number };

/** A visit recorded on a phone with its processor slowed four times: from opening the family's page until it stands there. */
async function visit(browser: Browser, url: string, cookie: string): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const [name = '', value = ''] = cookie.split('=');
  // Of all pages: an address with a path would hold it for those beneath alone.
  await context.addCookies([{ name, value, url: new URL(url).origin }]);
  const page = await context.newPage();
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const start = performance.now();
  await page.goto(url, { waitUntil: 'load' });
  const touch = async (what: ReturnType<Page['locator']>) => {
    await page.waitForTimeout(onDoorstep.find);
    await what.tap();
  };
  await touch(page.getByRole('link', { name: 'Write something down' }));
  await touch(page.getByRole('link', { name: 'A visit' }));
  const fields = page.locator('main form .govuk-form-group:visible');
  await fields.first().waitFor();
  const count = await fields.count();
  await touch(page.getByRole('group', { name: 'Whom of them alone' }).getByLabel('Kyle Hart'));
  await touch(page.getByLabel('At home'));
  const words = page.getByLabel('What you saw and heard');
  await touch(words);
  const typing = performance.now();
  await words.pressSequentially(onDoorstep.words, { delay: onDoorstep.letter });
  const typed = performance.now() - typing;
  await touch(page.getByRole('button', { name: 'Record it' }));
  await page.getByText('Seen alone: Kyle Hart').first().waitFor();
  const seconds = (performance.now() - start) / 1000;
  await context.close();
  return { seconds, typing: typed / 1000, fields: count };
}

const events = Number(values.events);
const visits: string[] = [];
console.log(`${cpus().length} cores; Chromium at 390 px, its processor slowed four times`);
const executablePath = '/usr/bin/chromium';
const browser = existsSync(executablePath)
  ? await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  : undefined;
if (!browser) console.log(`there is no ${executablePath}: what a browser makes of a page is not measured`);
const line = (cells: (string | number)[]) =>
  cells
    .map((cell, n) =>
      n === 0 ? String(cell).padEnd(44) : (typeof cell === 'number' ? cell.toFixed(1) : cell).padStart(13),
    )
    .join('');
console.log(
  `\n${line(['page', 'answer ms', 'page kB', 'all kB', 'first ms', 'loaded ms', 'touch ms', 'frames/s', 'longest ms'])}`,
);
for (const [what, data] of values.data
  ? [['as it is', built(events, values.data)] as const]
  : ([
      ['the Harts', built(0)],
      [`with ${events} events more`, built(events)],
    ] as const)) {
  const { base, stop } = await serve(resolve(data));
  const { path, cookie } = await whom(base);
  for (const [name, address] of [
    ['picture', path],
    ['picture, last 5 years', `${path}?years=5`],
    ['chronology', `${path}/chronology`],
  ] as const) {
    const url = `${base}${address}`;
    const { ms, bytes } = await answers(url, cookie, 15);
    const inBrowser = browser && (await seen(browser, url, cookie));
    console.log(
      line([
        `${name}, ${what}`,
        ms,
        bytes / 1000,
        ...(inBrowser
          ? [
              inBrowser.kB,
              inBrowser.first,
              inBrowser.loaded,
              inBrowser.touch,
              inBrowser.frames,
              inBrowser.longest,
            ]
          : []),
      ]),
    );
  }
  if (browser && !values.data) {
    const { seconds, typing, fields } = await visit(browser, `${base}${path}`, cookie);
    visits.push(
      `a visit on a doorstep, ${what}: ${seconds.toFixed(1)} s until it is recorded, ${typing.toFixed(1)} s of them typing ${onDoorstep.words.length} letters; ${fields} fields; ${seconds <= limits.visit && fields <= limits.fields ? 'within' : 'BEYOND'} ${limits.visit} s and ${limits.fields} fields`,
    );
  }
  await stop();
}
await browser?.close();
if (visits.length > 0) console.log(`\n${visits.join('\n')}`);
console.log(
  `\nlimits: ${limits.answer} ms to answer, ${limits.weight} kB in all, ${limits.frames} frames a second; page kB before compression`,
);
