// `npm run pictures`: makes the README's pictures from a made-up area, built and served for the purpose.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { setHartsPlan } from './harts.mjs';
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
await setHartsPlan(base);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
const folder = join(root, 'docs', 'pictures');
mkdirSync(folder, { recursive: true });
const asked = async (path, viewer) => {
  const answer = await fetch(new URL(path, base), viewer && { headers: { cookie: `vantage-as=${viewer}` } });
  return answer.ok ? answer : undefined;
};
/** Somebody of a role who may be chosen, of those who work with a family of this name. */
const workersWith = async (name, role) => {
  const offered = await (await asked(`/as?family=${encodeURIComponent(name)}`)).text();
  return [
    ...new Set([...offered.matchAll(new RegExp(`[0-9a-f-]{36}\\.(?:${role})\\b`, 'g'))].map(([who]) => who)),
  ];
};
const working = 'lead-practitioner|practitioner|child-protection-practitioner|team-manager';

/** Families as the lead of an agency lists them, with how much is told of each. */
async function families() {
  let most = [];
  for (const lead of await workersWith('', 'agency-lead')) {
    const listed = await asked('/api/export/families?reason=pictures+to+choose', lead);
    const own = listed ? (await listed.json()).families : [];
    if (own.length > most.length) most = own.map((one) => ({ ...one, lead }));
  }
  const told = await Promise.all(
    most.map(async ({ familyId, name, lead }) => {
      const picture = await (await asked(`/api/families/${familyId}`, lead)).json();
      return { familyId, name, happenings: picture.happenings.length };
    }),
  );
  return told.sort((a, b) => a.happenings - b.happenings);
}

/** A family's page as somebody who works with it sees it. */
async function seenAtWork({ familyId, name }) {
  for (const viewer of await workersWith(name.replace(/^The | family$/g, ''), working))
    if (await asked(`/families/${familyId}`, viewer)) return { path: `/families/${familyId}`, viewer };
  return undefined;
}

// The Harts are seen by the practitioner who leads the help for them.
const [nina] = await workersWith('hart', 'lead-practitioner');
const { families: found } = await (await asked('/api/families?q=dawn+hart', nina)).json();
const harts = `/families/${found[0].familyId}`;
const others = (await families()).filter(({ familyId }) => familyId !== found[0].familyId);
const firstSeen = async (list) => {
  for (const one of list) {
    const seen = await seenAtWork(one);
    if (seen) return { ...seen, name: one.name };
  }
  return stop('Nobody works with such a family in this area.');
};
const moderate = await firstSeen(others.filter(({ happenings }) => happenings >= 30));
const quiet = await firstSeen(
  others.filter(({ happenings, name }) => happenings >= 4 && name !== moderate.name),
);
const pages = {
  home: { path: '/', viewer: nina },
  family: { path: harts, viewer: nina, whole: true },
  moderate: { ...moderate, whole: true },
  quiet: { ...quiet, whole: true },
  genogram: { path: `${harts}/genogram`, viewer: nina },
  network: { path: `${harts}/network`, viewer: nina },
  chronology: { path: `${harts}/chronology`, viewer: nina },
  spending: { path: `${harts}/spending`, viewer: nina },
  search: { path: '/families?q=hart', viewer: nina, whole: true },
  area: { path: '/area', viewer: nina },
};
const forms = [
  { suffix: '', width: 1280, height: 900 },
  { suffix: '-phone', width: 390, height: 844 },
  // A sheet of A4 between its margins.
  { suffix: '-print', width: 672, height: 971, media: 'print' },
];
const printed = new Set(['family', 'moderate', 'quiet']);
for (const [name, { path, viewer, whole }] of Object.entries(pages)) {
  for (const { suffix, width, height, media } of forms) {
    if (media && !printed.has(name)) continue;
    const context = await browser.newContext({ viewport: { width, height } });
    await context.addCookies([{ name: 'vantage-as', value: viewer, url: base }]);
    const page = await context.newPage();
    if (media) await page.emulateMedia({ media });
    await page.goto(new URL(path, base).href);
    await page.screenshot({ path: join(folder, `${name}${suffix}.png`), fullPage: whole === true });
    await context.close();
    console.log(`docs/pictures/${name}${suffix}.png`);
  }
}
await browser.close();
server.kill('SIGTERM');
await new Promise((ended) => server.on('exit', ended));
rmSync(home, { recursive: true, force: true });
