import { z } from 'zod';
import { examineDatabase } from '../platform/db/index.ts';
import { readConfig, VantageError } from '../platform/index.ts';
import { type Check, examineFolder } from '../platform/postgres/index.ts';
import { findArea, systemActor } from '../sharing/index.ts';
import { type Context, defineCommand } from './command.ts';
import { inWords, lookAtReferences } from './references.ts';

/** What `vantage doctor` prints. */
export const DoctorOutput = z.object({
  ok: z.boolean().describe('Whether nothing is wrong.'),
  checks: z.array(
    z.object({
      name: z.string(),
      ok: z.boolean(),
      says: z.string().describe('What was found.'),
      remedy: z.string().optional().describe('What to do when it is not ok.'),
    }),
  ),
});

export const doctor = defineCommand({
  name: 'doctor',
  arguments: '',
  summary: 'look whether everything is in order',
  help: `Looks at the program, the database server, the data folder and what is in it, and says what to do about
anything that is wrong:

  vantage doctor
  vantage doctor --rows

With --rows it also looks at every row that refers to another without the database itself holding the two together: in a
large area it takes minutes. It ends with 1 when something is wrong.`,
  options: { rows: { type: 'boolean', help: 'look, too, whether every row refers to what is there' } },
  output: DoctorOutput,
  async run(context) {
    const ownServer = readConfig().databaseUrl !== undefined;
    const checks: Check[] = [node(), ...(ownServer ? [] : examineFolder(context.data))];
    const hasDatabase = ownServer || checks.some(({ name }) => name === 'permissions');
    if (hasDatabase) checks.push(...(await examineOpen(context)));
    const ok = checks.every((check) => check.ok);
    return { output: { ok, checks }, text: report(checks, ok), exit: ok ? 0 : 1 };
  },
});

function node(): Check {
  const [major] = process.versions.node.split('.');
  const says = `Node ${process.versions.node} on ${process.platform} ${process.arch}`;
  return major === '24'
    ? { name: 'program', ok: true, says }
    : {
        name: 'program',
        ok: false,
        says,
        remedy: 'Run npm ci, which brings Node 24, and start vantage again.',
      };
}

async function examineOpen(context: Context): Promise<Check[]> {
  try {
    const db = await context.open();
    const [area] = await db.areas();
    const found =
      area === undefined
        ? undefined
        : await db.asActor(systemActor(area, 'doctor'), findArea, { readOnly: true });
    const says =
      found === undefined
        ? 'none yet; vantage build makes one'
        : `${found.name} (${found.code}), marked ${found.marking}`;
    const rows = area !== undefined && context.values.rows === true ? [await examineRows(context, area)] : [];
    return [...(await examineDatabase(db)), { name: 'area', ok: true, says }, ...rows];
  } catch (error) {
    if (!(error instanceof VantageError)) throw error;
    return [{ name: 'database', ok: false, says: error.message, remedy: error.remedy }];
  }
}

async function examineRows({ open, progress }: Context, area: string): Promise<Check> {
  const looked = await progress.step('rows', async () =>
    (await open()).asActor(systemActor(area, 'doctor'), lookAtReferences, { readOnly: true, snapshot: true }),
  );
  const { ok, says } = inWords(looked);
  const remedy =
    'Keep this data folder as it is, and build the extracts anew into another, or restore a backup from before: vantage restore.';
  return ok ? { name: 'rows', ok, says } : { name: 'rows', ok, says, remedy };
}

function report(checks: readonly Check[], ok: boolean): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, ok: good, says, remedy }) => [
    `${good ? 'ok   ' : 'WRONG'}  ${name.padEnd(width)}  ${says}`,
    ...(remedy === undefined ? [] : [`${' '.repeat(width + 9)}${remedy}`]),
  ]);
  return [...lines, '', ok ? 'Everything is in order.' : 'Something is wrong: see above.'].join('\n');
}
