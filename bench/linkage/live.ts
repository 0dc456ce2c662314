/**
 * `npm run bench:linkage:live -- [RECORDS]`: milliseconds that one new record takes, its cluster settled, against that many
 * made-up records held in memory (20,000 unless said), by the model that a full run over them learns.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LinkRecord, LiveLinkage, linkRecords, openEngine } from '@vantage/linkage';
import { townSettings, writeTown } from './town.ts';

const size = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 20_000);
const folder = mkdtempSync(join(tmpdir(), 'vantage-live-'));
try {
  const engine = await openEngine();
  const file = join(folder, 'town.parquet');
  await writeTown(engine, size, file);
  const { fields } = townSettings(file, 0.99);
  const rows = await engine.rows(`SELECT * FROM '${file}' ORDER BY hash(id)`);
  engine.close();
  const records = rows.map(({ id, truth: _truth, ...cells }): LinkRecord => {
    const stated = Object.entries(cells).filter(([, cell]) => cell !== null);
    return {
      id: String(id),
      source: 's',
      fields: Object.fromEntries(stated.map(([name, cell]) => [name, String(cell)])),
    };
  });
  const { model, clusters } = await linkRecords(records, {
    fields: fields as Parameters<typeof linkRecords>[1]['fields'],
    mode: 'dedupe',
    pairsFrom: 2,
  });
  const live = new LiveLinkage(model, { mode: 'dedupe' });
  const times = records.map((record) => {
    const start = performance.now();
    live.put(record);
    return performance.now() - start;
  });
  const last = times.slice(-Math.min(2000, Math.floor(times.length / 4))).sort((a, b) => a - b);
  const at = (q: number) => (last[Math.min(last.length - 1, Math.floor(q * last.length))] ?? 0).toFixed(2);
  const same = JSON.stringify(live.clusters()) === JSON.stringify(clusters);
  console.log(
    `${records.length} records held; the last ${last.length} put: median ${at(0.5)} ms, 99 in 100 within ${at(0.99)} ms; clusters ${same ? 'equal' : 'NOT equal'} to the full run's`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
