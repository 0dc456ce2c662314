/**
 * `npm run bench:sealed -- [--pairs 10000] [--of page,opener,search] [--data FOLDER]`: whether the time of an answer
 * tells a sealed person from one who never was. Pairs of requests in random order within each pair, over HTTP on
 * loopback, server and client in one process: the page of a family of which everybody is sealed (`page`) or those for
 * whom its picture is open (`opener`), and of a family that does not exist; a search by a name that only sealed people
 * bear, and by one that nobody bears (`search`). Without --data it makes and builds a small area of its own; a folder
 * given must be a copy to spend: people in it are sealed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { refresh } from '../../vantage/dist/area/index.js';
import { type Database, newId, openDatabase } from '../../vantage/dist/platform/index.js';
import { sealPerson, systemActor } from '../../vantage/dist/sharing/index.js';
import { startServer } from '../../vantage/dist/web/index.js';
import { auc } from './auc.ts';

const root = resolve(import.meta.dirname, '../..');
const vantage = join(root, 'vantage/bin/vantage.mjs');
const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '10000' },
    of: { type: 'string', default: 'page,opener,search' },
    data: { type: 'string' },
  },
});
const pairs = Number(values.pairs);
/** Pairs asked before any is counted. */
const warming = 300;
/** Where the whole 95% interval of the area under the curve must lie: 0.5 is chance. */
const [lowest, highest] = [0.45, 0.55];
const areaCode = 'ashmere';
const system = systemActor(areaCode, 'bench');

function command(args: string[]): void {
  const done = spawnSync(process.execPath, [vantage, ...args], { cwd: root, encoding: 'utf8' });
  if (done.status !== 0 && done.status !== 3) throw new Error(`vantage ${args[0]}: ${done.stderr}`);
}

type Family = { familyId: string; persons: string[]; openers: string[] };
type Chosen = { viewer: string; whole: Family[]; opened: Family[]; names: string[]; unborne: string[] };

/** Somebody at work, and the families around them: of every second everybody is sealed, of the others whoever opens the picture. */
async function choose(db: Database): Promise<Chosen> {
  return db.asActor(system, async (tx) => {
    const { viewer } = await tx.one<{ viewer: string }>(
      `SELECT worker_id AS viewer FROM relation JOIN post p USING (area, worker_id)
       WHERE relation.superseded_at IS NULL AND upper_inf(relation.happened) AND p.superseded_at IS NULL
         AND p.role IN ('practitioner', 'lead-practitioner', 'child-protection-practitioner')
       GROUP BY worker_id ORDER BY count(DISTINCT person_id) DESC LIMIT 1`,
    );
    const { role } = await tx.one<{ role: string }>(
      'SELECT role FROM post WHERE worker_id = $1 AND superseded_at IS NULL LIMIT 1',
      [viewer],
    );
    const families = await tx.sql<Family>(
      `SELECT m.family_id AS "familyId", array_agg(DISTINCT m.person_id) AS persons,
         array_agg(DISTINCT m.person_id) FILTER (WHERE m.part IN ('child', 'main-carer') AND EXISTS (
           SELECT FROM opening o WHERE o.person_id = m.person_id AND o.superseded_at IS NULL)) AS openers
       FROM membership m WHERE m.undone_at IS NULL AND m.family_id IN (
         SELECT family_id FROM membership JOIN relation r USING (area, person_id)
         WHERE undone_at IS NULL AND r.worker_id = $1 AND r.superseded_at IS NULL AND upper_inf(r.happened))
       GROUP BY m.family_id HAVING count(*) > 1`,
      [viewer],
    );
    const open = families.filter((family) => family.openers?.length);
    const whole = open.filter((_, at) => at % 2 === 0);
    const opened = open.filter((_, at) => at % 2 === 1);
    const sealed = [
      ...new Set([...whole.flatMap((one) => one.persons), ...opened.flatMap((one) => one.openers)]),
    ];
    for (const personId of sealed)
      await sealPerson(tx, { personId, named: [], from: '2020-01-01', reason: 'For a measurement.' });
    await refresh(tx);
    const rows = await tx.sql<{ key: string }>(
      `SELECT key FROM search_key WHERE form = 'word' AND kind = 'name' AND length(key) > 4
       GROUP BY key HAVING bool_and(person_id = ANY ($1::uuid[])) ORDER BY key`,
      [sealed],
    );
    const names = rows.map(({ key }) => key);
    // The same letters from back to front: as long, and nobody's.
    const all = new Set(
      (await tx.sql<{ key: string }>(`SELECT DISTINCT key FROM search_key WHERE form = 'word'`)).map(
        ({ key }) => key,
      ),
    );
    const unborne = names.map((name) => [...name].reverse().join(''));
    const fits = unborne.map((name) => ![...all].some((key) => key.startsWith(name)));
    return {
      viewer: `${viewer}.${role}`,
      whole,
      opened,
      names: names.filter((_, at) => fits[at]),
      unborne: unborne.filter((_, at) => fits[at]),
    };
  });
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Milliseconds until the last byte of an answer, and its status. */
function ask(base: string, path: string, cookie: string): Promise<{ ms: number; status: number }> {
  return new Promise((done, fail) => {
    const start = performance.now();
    get(new URL(path, base), { agent, headers: { cookie } }, (answer) => {
      answer.resume();
      answer.on('end', () => done({ ms: performance.now() - start, status: answer.statusCode ?? 0 }));
    }).on('error', fail);
  });
}

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
}

type Pair = (at: number) => { sealed: string; never: string; status: number };

async function measure(title: string, base: string, cookie: string, pair: Pair): Promise<boolean> {
  const sealed: number[] = [];
  const never: number[] = [];
  const start = performance.now();
  for (let at = -warming; at < pairs; at += 1) {
    if (at === 0) {
      const minutes = ((performance.now() - start) / warming) * (pairs / 60_000);
      process.stderr.write(`${title}: ${pairs} pairs take about ${minutes.toFixed(1)} minutes\n`);
    }
    const paths = pair(at + warming);
    const asked: ['sealed' | 'never', string][] = [
      ['sealed', paths.sealed],
      ['never', paths.never],
    ];
    if (Math.random() < 0.5) asked.reverse();
    for (const [which, path] of asked) {
      const { ms, status } = await ask(base, path, cookie);
      if (status !== paths.status) throw new Error(`${path} answered ${status}`);
      if (at >= 0) (which === 'sealed' ? sealed : never).push(ms);
    }
  }
  const found = auc(sealed, never);
  const isWithin = found.low >= lowest && found.high <= highest;
  const number = (value: number, digits: number, width: number) => value.toFixed(digits).padStart(width);
  console.log(
    `${title.padEnd(8)} ${String(pairs).padStart(7)} ${number(median(sealed), 3, 17)} ${number(median(never), 3, 16)} ${number(found.auc, 3, 7)} ${`${found.low.toFixed(3)}–${found.high.toFixed(3)}`.padStart(13)}  ${isWithin ? 'within' : 'OUTSIDE'} ${lowest}–${highest}`,
  );
  return isWithin;
}

const temporary = values.data === undefined ? mkdtempSync(join(tmpdir(), 'vantage-sealed-')) : undefined;
const data = values.data ?? join(temporary ?? '', 'data');
try {
  if (temporary !== undefined) {
    command(['synth', '--size', 'small', '--seed', '1', '--out', join(temporary, 'area')]);
    command(['build', join(temporary, 'area', 'extracts'), '--data', data, '--json']);
  }
  const db = await openDatabase({ data, command: 'bench:sealed' });
  try {
    const { viewer, whole, opened, names, unborne } = await choose(db);
    await db.filled();
    const server = await startServer({ db, port: 0 });
    const cookie = `vantage-as=${viewer}`;
    const pick = <T>(of: readonly T[], at: number): T => {
      const one = of[at % of.length];
      if (one === undefined) throw new Error('there is nothing to ask for');
      return one;
    };
    const pageOf =
      (families: readonly Family[]): Pair =>
      (at) => ({
        sealed: `/families/${pick(families, at).familyId}`,
        never: `/families/${newId()}`,
        status: 404,
      });
    const asked: Record<string, Pair> = {
      page: pageOf(whole),
      opener: pageOf(opened),
      search: (at) => ({
        sealed: `/families?q=${pick(names, at)}`,
        never: `/families?q=${pick(unborne, at)}`,
        status: 200,
      }),
    };
    console.log(
      `${whole.length} families of whom everybody is sealed, ${opened.length} with those for whom the picture is open, ${names.length} names borne by sealed people alone; seen by somebody who works with them all\n`,
    );
    console.log('asked      pairs  sealed median ms  never median ms     AUC  95% interval');
    const results: boolean[] = [];
    for (const [title, pair] of Object.entries(asked)) {
      if (values.of.split(',').includes(title)) results.push(await measure(title, server.url, cookie, pair));
    }
    await server.close();
    if (results.includes(false)) process.exitCode = 1;
  } finally {
    agent.destroy();
    await db.close();
  }
} finally {
  if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
}
