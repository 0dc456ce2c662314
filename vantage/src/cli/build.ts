import { z } from 'zod';
import { VantageError } from '../platform/index.ts';
import { numberInWords } from '../platform/parts/index.ts';
import { headsFile, sealWaiting } from '../sharing/index.ts';
import type { Taken } from '../sources/index.ts';
import { defineCommand } from './command.ts';
import { type Built, buildFolder, mustHoldExtracts } from './pipeline.ts';

const count = z.int().min(0);
const changes = { added: count, changed: count, unchanged: count, withdrawn: count, held: count };

/** What `vantage build` prints. */
export const BuildOutput = z.object({
  area: z.object({ code: z.string(), name: z.string(), marking: z.enum(['made-up', 'real']) }),
  in: z.object(changes).describe('Rows of the extracts taken in by this build.'),
  files: z.array(
    z.object({ path: z.string(), agency: z.string(), kind: z.string(), kept: count, ...changes }),
  ),
  skipped: z.array(z.string()).describe('Files taken in before, just as they are.'),
  failed: z.array(z.object({ path: z.string(), message: z.string(), remedy: z.string() })),
  unrecognised: z.array(z.object({ path: z.string(), remedy: z.string() })),
  totals: z
    .object({
      records: count,
      held: count.describe('Rows held back and not yet mended.'),
      persons: count,
      links: count,
      families: count,
      events: count,
      involvements: count,
    })
    .describe('What stands after the build.'),
  steps: z.array(z.object({ step: z.string(), seconds: z.number(), peakBytes: z.int() })),
});
export type BuildOutput = z.infer<typeof BuildOutput>;

export const build = defineCommand({
  name: 'build',
  arguments: 'FOLDER',
  summary: 'take extracts in and build the pictures',
  help: `Takes in what agencies sent, works out who is who, and builds families, chronologies and spending:

  vantage build out/ashmere/extracts

The folder holds the agencies' files and a manifest.json that says what they are (docs/extracts.md). Without a
manifest, files are recognised by their headers. Run it again on the same folder and nothing changes; run it on
tomorrow's and what was added, changed and withdrawn is taken up. Rows that cannot be kept wait in "vantage held".

It ends with 0 when all is kept, with 3 when rows are held back or a spreadsheet waits for a mapping, and with 1 when
a whole file could not be read.`,
  options: {
    'made-up': { type: 'boolean', help: 'say that the people in a folder without a manifest are made up' },
  },
  output: BuildOutput,
  begins: true,
  async run(context) {
    const [folder, ...more] = context.args;
    if (folder === undefined || more.length > 0) {
      throw new VantageError('bad-input', 'vantage build takes one folder.', {
        remedy: 'Call it as: vantage build FOLDER.',
      });
    }
    await mustHoldExtracts(folder);
    const db = await context.open();
    const built = await buildFolder(db, folder, {
      progress: context.progress,
      marking: context.values['made-up'] === true ? 'made-up' : undefined,
      taken: (file) => context.say(takenInWords(file)),
    });
    await sealWaiting(db, { area: built.area.code, heads: headsFile(context.data) });
    const output = outputOf(built, context.progress.steps());
    return { output, text: report(built, output), exit: exitOf(built) };
  },
});

/** One line for a file that is kept for good: what it brought, and what it tells as it stood before. */
export function takenInWords({ path, added, changed, unchanged }: Taken): string {
  const records = (count: number) => `${count} ${count === 1 ? 'record' : 'records'}`;
  if (unchanged === 0) return `kept ${records(added + changed)} from ${path}`;
  if (added + changed === 0) return `nothing new in ${path}: ${records(unchanged)} as they stood`;
  return `kept ${records(added + changed)} from ${path}, and ${unchanged} as they stood`;
}

function exitOf({ intake, delivery, totals }: Built): 0 | 1 | 3 {
  const waiting = delivery.waiting.length;
  if (intake.failed.length > 0 || delivery.unrecognised.length > waiting) return 1;
  return totals.held > 0 || waiting > 0 ? 3 : 0;
}

function outputOf(
  { area, intake, delivery, totals }: Built,
  steps: BuildOutput['steps'] | readonly BuildOutput['steps'][number][],
): BuildOutput {
  const { added, changed, unchanged, withdrawn, held } = intake;
  return {
    area,
    in: { added, changed, unchanged, withdrawn, held },
    files: intake.taken,
    skipped: intake.skipped,
    failed: intake.failed,
    unrecognised: delivery.unrecognised,
    totals,
    steps: [...steps],
  };
}

function report({ intake, delivery, area }: Built, { totals }: BuildOutput): string {
  const n = numberInWords;
  const lines = [
    ...delivery.recognised.map(({ path, kind }) => `${path} was recognised as ${kind}`),
    ...delivery.unrecognised.map(({ path, remedy }) => `${path} was not recognised. ${remedy}`),
    ...intake.failed.map(({ path, message, remedy }) => `Nothing of ${path} was kept. ${message} ${remedy}`),
    ...(intake.skipped.length > 0
      ? [
          intake.skipped.length === 1
            ? '1 file had been taken in before and has not changed'
            : `${n(intake.skipped.length)} files had been taken in before and have not changed`,
        ]
      : []),
    '',
    `${area.name} (${area.marking})`,
    `  rows in        ${rowsIn(intake)}`,
    `  held back      ${heldBack(intake.held, totals.held)}`,
    `  records        ${n(totals.records)}`,
    `  persons        ${n(totals.persons)}, by ${n(totals.links)} links`,
    `  families       ${n(totals.families)}`,
    `  chronology     ${n(totals.events)} events, ${n(totals.involvements)} involvements`,
  ];
  if (totals.held > 0) lines.push('', 'See what is held back and what would be right: vantage held');
  return lines.join('\n');
}

function rowsIn({ taken, added, changed, unchanged, withdrawn }: Built['intake']): string {
  if (taken.length === 0) return 'nothing new';
  const n = numberInWords;
  return `${n(added)} added, ${n(changed)} changed, ${n(unchanged)} unchanged, ${n(withdrawn)} withdrawn`;
}

/**
 * @param came Rows held back as this build's files came in.
 * @param waiting Rows that stand held back after it. A later file may have mended some, or told the same bad row again.
 */
export function heldBack(came: number, waiting: number): string {
  const n = numberInWords;
  const rows = (count: number) => `${n(count)} ${count === 1 ? 'row' : 'rows'}`;
  if (waiting === 0)
    return came === 0 ? 'nothing' : `nothing now: later files mended the ${rows(came)} of this build`;
  const now = `${rows(waiting)} ${waiting === 1 ? 'waits' : 'wait'} to be mended`;
  if (came === 0) return `${now}, from earlier builds`;
  if (came > waiting) return `${now}; ${n(came)} did at first, and later files mended or repeated the rest`;
  return came === waiting ? now : `${now}, ${n(came)} of this build and others of earlier ones`;
}
