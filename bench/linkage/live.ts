/**
 * `npm run bench:linkage:live -- [RECORDS]`: that many made-up records (a million unless said) are linked by the command; the
 * same records are then put one after another into memory by the model that it learnt. Prints what one record more takes
 * with its cluster settled, what ten thousand at once take, what saving and taking up again take, and whether the clusters
 * are those of the command.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, type LinkRecord, LiveLinkage, type Model, openEngine } from '@vantage/linkage';
import { link } from './command.ts';
import { townSettings, writeTown } from './town.ts';

const size = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'vantage-live-'));
const file = join(folder, 'town.parquet');
const parts = Math.max(1, Math.ceil(size / 50_000));
const [single, nightly] = [Math.min(5000, Math.floor(size / 8)), Math.min(10_000, Math.floor(size / 4))];

async function readPart(engine: Engine, part: number): Promise<LinkRecord[]> {
  const rows = await engine.rows(
    `SELECT * FROM '${file}' WHERE hash(id) % ${parts} = ${part} ORDER BY hash(id)`,
  );
  return rows.map(({ id, truth: _truth, ...cells }): LinkRecord => {
    const stated = Object.entries(cells).filter(([, cell]) => cell !== null);
    const fields = Object.fromEntries(stated.map(([name, cell]) => [name, String(cell)]));
    return { id: String(id), source: 's', fields };
  });
}

const seconds = (start: number) => ((performance.now() - start) / 1000).toFixed(1);

/** Milliseconds of processor time, all threads together. */
function processor(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** True when the clusters are those in the file. */
async function same(engine: Engine, live: LiveLinkage, clusters: string): Promise<boolean> {
  for (let part = 0; part < parts; part++) {
    const rows = await engine.rows(
      `SELECT record_id, list(record_id) OVER (PARTITION BY cluster_id)::VARCHAR AS members FROM '${clusters}' QUALIFY hash(record_id) % ${parts} = ${part}`,
    );
    for (const { record_id, members } of rows) {
      const expected = String(members).slice(1, -1).split(', ').sort().join(' ');
      if (live.clusterOf(String(record_id)).join(' ') !== expected) return false;
    }
  }
  return true;
}

try {
  const engine = await openEngine();
  await writeTown(engine, size, file);
  const [clusters, modelFile] = [join(folder, 'clusters.parquet'), join(folder, 'model.json')];
  link(townSettings(file, 0.99), { clusters, model: modelFile });
  const model = JSON.parse(readFileSync(modelFile, 'utf8')) as Model;
  const live = new LiveLinkage(model, { mode: 'dedupe' });
  let start = performance.now();
  const kept: LinkRecord[] = [];
  for (let part = 0; part < parts; part++) {
    const records = await readPart(engine, part);
    const last = part === parts - 1 ? Math.min(records.length, single + nightly) : 0;
    kept.push(...records.splice(records.length - last));
    live.putAll(records);
  }
  console.log(`${live.size} records held after ${seconds(start)} s, reading them included`);
  start = performance.now();
  const delta = kept.splice(0, nightly);
  let spent = processor();
  live.putAll(delta);
  spent = (processor() - spent) / 1000;
  console.log(
    `${delta.length} records more at once: ${seconds(start)} s, ${spent.toFixed(1)} s of processor time`,
  );
  const taken = kept.map((record) => {
    const [begun, used] = [performance.now(), processor()];
    live.put(record);
    return { clock: performance.now() - begun, processor: processor() - used };
  });
  for (const by of ['clock', 'processor'] as const) {
    const times = taken.map((each) => each[by]).sort((a, b) => a - b);
    const at = (q: number) =>
      (times[Math.min(times.length - 1, Math.floor(q * times.length))] ?? 0).toFixed(2);
    console.log(
      `one record more, by the ${by}: median ${at(0.5)} ms, 99 in 100 within ${at(0.99)} ms (of ${times.length})`,
    );
  }
  console.log(`clusters ${(await same(engine, live, clusters)) ? 'equal' : 'NOT equal'} to the command's`);
  engine.close();
  const saved = join(folder, 'live');
  start = performance.now();
  live.save(saved);
  const took = seconds(start);
  start = performance.now();
  const again = LiveLinkage.open(saved);
  console.log(
    `saved in ${took} s, taken up again in ${seconds(start)} s: ${again.size} records; ${(process.resourceUsage().maxRSS / 1e6).toFixed(1)} GB`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
