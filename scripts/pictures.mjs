// `npm run pictures`: makes the README's pictures from a made-up area, built and served for the purpose.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root, stop } from './steps.mjs';

const vantage = join(root, 'vantage', 'bin', 'vantage.mjs');
const home = mkdtempSync(join(tmpdir(), 'vantage-pictures-'));
chmodSync(home, 0o711);
const data = join(home, 'data');
const run = (...args) => {
  const done = spawnSync(process.execPath, [vantage, ...args], { cwd: home, stdio: 'ignore' });
  if (done.status !== 0) stop(`vantage ${args[0]} ended with ${done.status}.`);
};

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

run('synth', '--size', 'small', '--families', '300', '--seed', '1', '--out', join(home, 'area'));
run('build', join(home, 'area', 'extracts'), '--data', data);
const server = spawn(process.execPath, [vantage, 'serve', '--data', data, '--port', '0', '--json'], {
  cwd: home,
  stdio: ['ignore', 'pipe', 'ignore'],
});
const base = await new Promise((ready) => {
  let text = '';
  server.stdout.on('data', (chunk) => {
    text += chunk;
    const found = /"url":"([^"]+)"/.exec(text);
    if (found) ready(found[1]);
  });
});
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
const folder = join(root, 'docs', 'pictures');
mkdirSync(folder, { recursive: true });
// Seen by the practitioner who leads the help for the Harts.
const workers = await (await fetch(new URL('/as?family=hart', base))).text();
const [viewer] = /[0-9a-f-]{36}\.lead-practitioner/.exec(workers) ?? [];
const cookie = { name: 'vantage-as', value: viewer, url: base };
const { families } = await (
  await fetch(new URL('/api/families?q=dawn+hart', base), { headers: { cookie: `vantage-as=${viewer}` } })
).json();
const pages = {
  family: `/families/${families[0].familyId}`,
  spending: `/families/${families[0].familyId}/spending`,
  search: '/families?q=hart',
  area: '/area',
};
for (const [name, path] of Object.entries(pages)) {
  for (const [suffix, width] of [
    ['', 1280],
    ['-phone', 390],
  ]) {
    const context = await browser.newContext({ viewport: { width, height: width === 390 ? 844 : 900 } });
    await context.addCookies([cookie]);
    const page = await context.newPage();
    await page.goto(new URL(path, base).href);
    await page.screenshot({
      path: join(folder, `${name}${suffix}.png`),
      fullPage: name === 'family' || name === 'search',
    });
    await context.close();
    console.log(`docs/pictures/${name}${suffix}.png`);
  }
}
await browser.close();
server.kill('SIGTERM');
await new Promise((ended) => server.on('exit', ended));
rmSync(home, { recursive: true, force: true });
