/**
 * `npm run bench:linkage:scale -- [RECORDS…] [--precision 0.95,0.99,0.999]`: made-up records at size (see `town.ts`), linked by
 * the command. Prints the seconds of linking and of the whole command, which writes every pair that was compared, the precision asked for and got over pairs in clusters, recall,
 * and predicted against observed probability by tenths.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEngine } from '@vantage/linkage';
import { link } from './command.ts';
import { scoreTown, townSettings, writeTown } from './town.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { precision: { type: 'string', default: '0.95,0.99,0.999' } },
});
const sizes = positionals.length === 0 ? [100_000, 1_000_000] : positionals.map(Number);
const folder = mkdtempSync(join(tmpdir(), 'vantage-town-'));
try {
  for (const size of sizes) {
    const engine = await openEngine();
    const file = join(folder, `town-${size}.parquet`);
    await writeTown(engine, size, file);
    for (const precision of values.precision.split(',').map(Number)) {
      const [clusters, pairs] = [join(folder, 'clusters.parquet'), join(folder, 'pairs.parquet')];
      const { seconds, said } = link(townSettings(file, precision), {
        clusters,
        pairs,
        pairsFrom: 0,
      });
      const { precision: got, recall, f1 } = await scoreTown(engine, file, clusters);
      const steps = said.split('\n').filter((line) => /^\w[\w ]*: [\d.]+ s$/.test(line));
      const linking = steps.reduce((sum, line) => sum + Number.parseFloat(line.split(': ')[1] ?? ''), 0);
      console.log(
        `${size} records, asked ${precision}: precision ${got.toFixed(4)}, recall ${recall.toFixed(4)}, F1 ${f1.toFixed(4)}; ${linking.toFixed(1)} s, ${seconds.toFixed(1)} s with start and writing every pair`,
      );
      console.log(steps.join(', '));
      const tenths = await engine.rows(
        `SELECT least(9, floor(p.probability * 10))::INTEGER AS tenth, count(*) AS pairs, avg(p.probability) AS predicted, avg((a.truth = b.truth)::INTEGER) AS observed FROM '${pairs}' p JOIN '${file}' a ON p.l_id = a.id JOIN '${file}' b ON p.r_id = b.id GROUP BY 1 ORDER BY 1`,
      );
      for (const { tenth, pairs: n, predicted, observed } of tenths) {
        console.log(
          `  probability from ${Number(tenth) / 10}: ${n} pairs, predicted ${Number(predicted).toFixed(3)}, observed ${Number(observed).toFixed(3)}`,
        );
      }
    }
    engine.close();
    rmSync(file);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
