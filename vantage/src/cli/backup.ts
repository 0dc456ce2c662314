import { basename, resolve } from 'node:path';
import { z } from 'zod';
import { BackupHeader, writeBackup } from '../platform/db/index.ts';
import { type Database, VantageError } from '../platform/index.ts';
import { type Context, defineCommand } from './command.ts';
import { noted, operator } from './operator.ts';

/** What `vantage backup` prints. */
export const BackupOutput = z.object({
  file: z.string().describe('Absolute path of the backup.'),
  bytes: z.int().describe('Its size.'),
  madeAt: z.iso.datetime().describe('The moment it holds.'),
  areas: z.array(z.string()),
  rows: z.int().describe('Rows of all tables together.'),
  tables: BackupHeader.shape.tables,
});

export const backup = defineCommand({
  name: 'backup',
  arguments: 'FILE',
  summary: 'write everything to one file',
  help: `Writes everything the database holds at this moment to one new file, while others go on working:

  vantage backup backups/2026-11-22.vantage

The file holds people's records: only its owner can read it, and it belongs where such records may be kept.
"vantage restore" brings it back. The audit says who took it, before it is made.`,
  options: {},
  output: BackupOutput,
  async run(context) {
    const file = resolve(onlyFile(context, 'backup'));
    const db = await context.open();
    for (const area of await db.areas()) await noteTaken({ db, data: context.data, area }, file);
    const { header, bytes } = await writeBackup(db, file, context.progress);
    const rows = header.tables.reduce((sum, table) => sum + table.rows, 0);
    const output = { file, bytes, madeAt: header.madeAt, areas: header.areas, rows, tables: header.tables };
    return {
      output,
      text: `Kept ${rows.toLocaleString('en-GB')} rows in ${file} (${bytes.toLocaleString('en-GB')} bytes).`,
    };
  },
});

/** Writes down that everything is taken out, before it is: the backup itself reads and writes nothing. */
async function noteTaken({ db, data, area }: { db: Database; data: string; area: string }, file: string) {
  await noted(
    { db, data, actor: operator(area) },
    'vantage backup',
    async () => undefined,
    () => ({ action: 'export', reason: `Everything, to the file ${basename(file)}.` }),
  );
}

/** The one file a command is called with. */
export function onlyFile({ args }: Context, command: string): string {
  const [file, ...more] = args;
  if (file === undefined || more.length > 0) {
    throw new VantageError('bad-input', `vantage ${command} takes one file.`, {
      remedy: `Call it as: vantage ${command} FILE.`,
    });
  }
  return file;
}
