import { parseArgs } from 'node:util';
import { sizesOf } from './clusters.ts';
import { writeModel } from './model-file.ts';
import { leastWritten, writeClusterFile, writePairFile, writeQueueFile } from './output.ts';
import { pinCounts } from './pin.ts';
import { writeReport } from './report.ts';
import { runLinkage } from './run.ts';
import { InputError, readSettings } from './settings.ts';

const help = `vantage-linkage run SETTINGS.json --out CLUSTERS.csv [--pairs PAIRS.parquet] [--queue QUEUE.csv] [--report REPORT.html] [--model MODEL.json]

Finds the records that are about the same person.

  --out FILE      source, record_id, cluster_id of every record (CSV, or Parquet by its name)
  --pairs FILE    compared pairs worth a look, with weight, probability and each field's level
  --pairs-from P  the least probability of a pair in that file, from 0 to 1 (0.01)
  --queue FILE    pairs worth a person's time, most informative first
  --report FILE   what was chosen, learnt and found, as a page of its own
  --model FILE    all that was learnt; name it as "model" in the settings to weigh by it again
  --quiet         say nothing but what is wrong

Ends with 0 when done, 1 when it failed, 2 when called wrongly or the input cannot be used.
`;

/** Runs the command with its arguments; gives the exit code. */
export async function command(
  args: readonly string[],
  say = (line: string) => process.stderr.write(`${line}\n`),
): Promise<number> {
  const [verb, ...rest] = args;
  if (verb === undefined || verb === 'help' || verb === '--help') {
    process.stdout.write(help);
    return verb === undefined ? 2 : 0;
  }
  if (verb !== 'run') {
    say(`There is no command ${JSON.stringify(verb)}; there is run. See: vantage-linkage help`);
    return 2;
  }
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        pairs: { type: 'string' },
        'pairs-from': { type: 'string' },
        queue: { type: 'string' },
        report: { type: 'string' },
        model: { type: 'string' },
        quiet: { type: 'boolean', default: false },
      },
    });
    const [path] = positionals;
    if (path === undefined || values.out === undefined) {
      say('Name a settings file and --out. See: vantage-linkage help');
      return 2;
    }
    const asked = values['pairs-from']?.trim();
    const from = asked === undefined ? leastWritten : asked === '' ? Number.NaN : Number(asked);
    if (!(from >= 0 && from <= 1)) {
      say(`--pairs-from ${asked} is no probability; say a number from 0 to 1, such as 0.01.`);
      return 2;
    }
    await run(path, { ...values, out: values.out, from }, values.quiet ? () => {} : say);
    return 0;
  } catch (error) {
    const wrong = error instanceof InputError || (error instanceof TypeError && 'code' in error);
    say(error instanceof Error ? (wrong ? error.message : (error.stack ?? error.message)) : String(error));
    return wrong ? 2 : 1;
  }
}

type Files = {
  out: string;
  pairs?: string | undefined;
  /** The least probability of a pair in `pairs`. */
  from: number;
  queue?: string | undefined;
  report?: string | undefined;
  model?: string | undefined;
};

async function run(path: string, files: Files, say: (line: string) => void): Promise<void> {
  const start = performance.now();
  let last = start;
  const done = await runLinkage(readSettings(path), (step) => {
    const now = performance.now();
    say(`${step}: ${((now - last) / 1000).toFixed(2)} s`);
    last = now;
  });
  try {
    const { engine, fields, model, clusters, records, notes } = done;
    await writeClusterFile(done, files.out);
    if (files.pairs !== undefined) await writePairFile(done, files.pairs, files.from);
    if (files.queue !== undefined) await writeQueueFile(done, files.queue);
    if (files.report !== undefined) await writeReport(done, files.report);
    if (files.model !== undefined) writeModel(files.model, await pinCounts(engine, fields, model));
    for (const note of notes) say(note);
    say('\nCompared when records agree on:');
    for (const { name, leftOut } of model.rules) {
      say(
        `  ${name}${leftOut.length === 0 ? '' : ` (but for ${leftOut.length} values that too many share)`}`,
      );
    }
    const people = sizesOf(clusters.of).reduce((sum, size) => sum + Math.min(1, size), 0);
    say(
      `\n${records} records, ${people} people; linked from ${clusters.threshold.toFixed(1)} bits, where ${(100 * clusters.expectedPrecision).toFixed(2)}% of links are expected to be right (asked: ${(100 * model.precision).toFixed(2)}%). ${((performance.now() - start) / 1000).toFixed(1)} s.`,
    );
  } finally {
    done.engine.close();
  }
}
