/**
 * `npm run bench:pages -- [--rate 20] [--seconds 30] [--without] [--highest] [--data FOLDER] [--size SIZE]`: latency of the pages
 * under arrivals that do not wait for answers, seen by the lead of an agency and by those who work with each family,
 * audit on, made by a second process on the same machine, compression on. With --without the same pages are asked for in
 * turns without agreements and audit as well, from the same server process, and the ratios are printed. It makes and
 * builds an area of 300 families, or of a size that `vantage synth` knows: with --data in that folder, which is kept and
 * used as it is the next time, else in a temporary one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../../vantage/dist/platform/index.js';
import { systemActor } from '../../vantage/dist/sharing/index.js';
import { dataFolder } from '../folder.ts';
import type { Asked } from './load.ts';

const root = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '30' },
    data: { type: 'string' },
    size: { type: 'string' },
    highest: { type: 'boolean', default: false },
    without: { type: 'boolean', default: false },
  },
});

/** p99 limits in milliseconds at 20 arrivals a second: of a small area, and of a borough. */
const [ofSmall, ofBorough] = [
  { picture: 50, search: 50, area: 50, first: 50 },
  { picture: 60, search: 60, area: 200, first: 60 },
];
type Page = keyof typeof ofSmall;
/** Open pictures from which on an area is a borough. */
const borough = 5000;

type Result = { latencies: number[]; failed: number; bytes: number; timings: Record<string, number[]> };

function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/** People at work that a page offers to be, as cookies. */
async function offered(address: string, role: string): Promise<string[]> {
  const html = await (await fetch(address)).text();
  const found = [...html.matchAll(new RegExp(`[0-9a-f-]{36}\\.${role}\\b`, 'g'))].map(([who]) => who);
  return [...new Set(found)].map((who) => `vantage-as=${who}`);
}

/** Of each family somebody who works with one of its people now, as a cookie. */
async function workingWith(data: string): Promise<Map<string, string>> {
  const db = await openDatabase({ data });
  try {
    const rows = await db.asActor(systemActor('ashmere', 'bench'), (tx) =>
      tx.sql<{ familyId: string; who: string }>(
        `SELECT DISTINCT ON (m.family_id) m.family_id AS "familyId", r.worker_id || '.' || p.role AS who
         FROM membership m JOIN relation r USING (area, person_id) JOIN post p USING (area, worker_id)
         WHERE m.undone_at IS NULL AND r.superseded_at IS NULL AND p.superseded_at IS NULL AND r.kind = 'allocated'
           AND m.happened @> current_date AND r.happened @> current_date AND p.happened @> current_date
           AND p.role IN ('practitioner', 'lead-practitioner', 'child-protection-practitioner')
         ORDER BY m.family_id, r.worker_id, p.role`,
      ),
    );
    return new Map(rows.map(({ familyId, who }) => [familyId, `vantage-as=${who}`]));
  } finally {
    await db.close();
  }
}

/**
 * Open pictures that the lead of an agency sees, ten thousand at the most, asked for by the lead and by somebody who works
 * with the family.
 */
async function whatIsAsked(
  base: string,
  data: string,
): Promise<{ families: number; picture: Asked[]; search: Asked[]; area: Asked[]; first: Asked[] }> {
  type Listed = { families: { familyId: string; name: string }[] };
  let lead = '';
  let families: Listed['families'] = [];
  for (const cookie of await offered(`${base}/as`, 'agency-lead')) {
    const answer = await fetch(`${base}/api/export/families?reason=pages+to+measure`, {
      headers: { cookie },
    });
    const listed = (await answer.json()) as Listed;
    if (listed.families.length > families.length) [lead, families] = [cookie, listed.families];
  }
  if (families.length === 0) throw new Error('no lead of an agency sees a family');
  const working = await workingWith(data);
  const [picture, search]: [Asked[], Asked[]] = [[], []];
  for (const { familyId, name } of families.slice(0, 10_000)) {
    const surname = name
      .replace(/^The /, '')
      .replace(/ family$/, '')
      .toLowerCase();
    const path = `/families/${familyId}`;
    const worker = working.get(familyId) ?? lead;
    // Whoever works with one of its people need not see the family; of a borough's thousands that is not asked beforehand.
    const sees =
      families.length > borough || (await fetch(`${base}${path}`, { headers: { cookie: worker } })).ok;
    for (const cookie of [lead, sees ? worker : lead]) {
      picture.push({ path, cookie });
      for (const words of [surname, surname.slice(0, 3)])
        search.push({ path: `/families?q=${encodeURIComponent(words)}`, cookie });
    }
  }
  const workers = new Set(picture.map(({ cookie }) => cookie).filter((cookie) => cookie !== lead));
  return {
    families: families.length,
    picture,
    search,
    area: [{ path: '/area', cookie: lead }],
    first: [...workers].map((cookie) => ({ path: '/', cookie })),
  };
}

function load(base: string, asked: readonly Asked[], rate: number, seconds: number): Promise<Result> {
  const order = JSON.stringify({ base, asked, rate, seconds, seed: 7 });
  const child = spawn(process.execPath, [join(import.meta.dirname, 'load.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(order);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return new Promise((done, fail) => {
    child.on('exit', (code) =>
      code === 0 ? done(JSON.parse(text) as Result) : fail(new Error(`load ended with ${code}`)),
    );
  });
}

type Served = {
  base: string;
  without: string;
  server: ChildProcess;
  read: { megabytes: number; of: number; seconds: number };
};

async function serve(data: string): Promise<Served> {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'serve.ts'), resolve(data)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const line = await new Promise<string>((ready, fail) => {
    let text = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) ready(text);
    });
    server.on('exit', (code) => fail(new Error(`the server ended with ${code}`)));
  });
  const { with: base, ...served } = JSON.parse(line) as Omit<Served, 'base' | 'server'> & { with: string };
  return { base, ...served, server };
}

/** Puts together what was measured in turns. */
function joined(results: readonly Result[]): Result {
  const timings: Result['timings'] = {};
  for (const [part, list] of results.flatMap((one) => Object.entries(one.timings)))
    timings[part] = [...(timings[part] ?? []), ...list];
  return {
    latencies: results.flatMap((one) => one.latencies),
    failed: results.reduce((sum, one) => sum + one.failed, 0),
    bytes: results.reduce((sum, one) => sum + one.bytes, 0),
    timings,
  };
}

/** One line of what was measured. */
function lineOf(page: string, limit: number, { latencies, failed, bytes }: Result): string {
  const number = (value: number, digits: number, width: number) => value.toFixed(digits).padStart(width);
  const p99 = quantile(latencies, 0.99);
  return [
    page.padEnd(16),
    number(latencies.length, 0, 8),
    number(failed, 0, 7),
    number(quantile(latencies, 0.5), 1, 10),
    number(p99, 1, 10),
    number(quantile(latencies, 1), 1, 9),
    number(p99 / limit, 2, 10),
    number(bytes / latencies.length / 1024, 1, 9),
  ].join(' ');
}

/** Turns in which the two are asked for one after the other. */
const turns = 5;

/** The same requests with and without agreements and audit, in turns, so that both meet the same noise. */
async function compare(
  { base, without }: Served,
  asked: readonly Asked[],
  rate: number,
  seconds: number,
): Promise<{ watched: Result; unwatched: Result }> {
  const results: { watched: Result[]; unwatched: Result[] } = { watched: [], unwatched: [] };
  await load(without, asked, rate, 3);
  for (let turn = 0; turn < turns; turn += 1) {
    const both = [
      ['watched', base],
      ['unwatched', without],
    ] as const;
    for (const [which, address] of turn % 2 === 0 ? both : [...both].reverse())
      results[which].push(await load(address, asked, rate, seconds / turns));
  }
  return { watched: joined(results.watched), unwatched: joined(results.unwatched) };
}

const data = dataFolder({
  data: values.data,
  size: values.size ?? 'small',
  families: values.size === undefined ? 300 : undefined,
});
const served = await serve(data);
const { base, server } = served;
try {
  const { families, picture, search, area, first } = await whatIsAsked(base, data);
  // Without agreements nobody has families of their own, and the first page has nothing to say.
  const pages: Partial<Record<Page, Asked[]>> = {
    picture,
    search,
    area,
    ...(!values.without && { first }),
  };
  const limits = families < borough ? ofSmall : ofBorough;
  const rate = Number(values.rate);
  const seconds = Number(values.seconds);
  console.log(
    `${families} families' open pictures, seen by the lead of an agency and by those who work with them (${picture.length} pairs); ${cpus().length} cores, load from a second process on them; gzip; ${rate} arrivals a second for ${seconds} s each\n`,
  );
  const { megabytes, of, seconds: reading } = served.read;
  console.log(
    `read ahead before the first arrival: ${megabytes.toFixed(0)} of ${of.toFixed(0)} MB in ${reading.toFixed(1)} s\n`,
  );
  console.log('page             requests  failed  median ms     p99 ms    max ms  p99/limit   kB each');
  const spent: string[] = [];
  const ratios: string[] = [];
  for (const [page, asked] of Object.entries(pages) as [Page, Asked[]][]) {
    // A server that has been at work for a while: every connection has met the page.
    await load(base, asked, 4 * rate, 3);
    let result: Result;
    if (values.without) {
      const { watched, unwatched } = await compare(served, asked, rate, seconds);
      result = watched;
      console.log(lineOf(page, limits[page], watched));
      console.log(lineOf(`${page} without`, limits[page], unwatched));
      const ratio = (q: number) => quantile(watched.latencies, q) / quantile(unwatched.latencies, q);
      ratios.push(
        `${page.padEnd(10)} ${ratio(0.5).toFixed(2).padStart(9)} ${ratio(0.99).toFixed(2).padStart(9)}`,
      );
    } else {
      result = await load(base, asked, rate, seconds);
      console.log(lineOf(page, limits[page], result));
    }
    for (const [part, list] of Object.entries(result.timings)) {
      spent.push(
        `${page.padEnd(10)} ${part.padEnd(10)} ${quantile(list, 0.5).toFixed(2).padStart(9)} ${quantile(list, 0.99).toFixed(2).padStart(9)}`,
      );
    }
  }
  if (values.without) {
    console.log('\nwith agreements and audit, as a multiple of without\npage          median       p99');
    for (const line of ratios) console.log(line);
  }
  console.log(
    '\nwhat each page spends where (ms inside the server)\npage       part          median       p99',
  );
  for (const line of spent) console.log(line);
  if (values.highest) {
    console.log(`\nhighest rate with p99 within its limit and nothing failed, tried for 10 s at each step`);
    for (const [page, asked] of Object.entries(pages) as [Page, Asked[]][]) {
      let held = 0;
      for (let tried = rate; tried <= 2000; tried = Math.round(tried * 1.5)) {
        const result = await load(base, asked, tried, 10);
        if (quantile(result.latencies, 0.99) > limits[page] || result.failed > 0) break;
        held = tried;
      }
      console.log(`${page.padEnd(10)} ${held} a second`);
    }
  }
} finally {
  server.kill('SIGTERM');
  await new Promise((ended) => server.on('exit', ended));
}
