import { resolve } from 'node:path';
import { z } from 'zod';
import { BackupHeader, writeBackup } from '../platform/db/index.ts';
import { VantageError } from '../platform/index.ts';
import { type Context, defineCommand } from './command.ts';

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
"vantage restore" brings it back.`,
  options: {},
  output: BackupOutput,
  async run(context) {
    const file = resolve(onlyFile(context, 'backup'));
    const { header, bytes } = await writeBackup(await context.open(), file, context.progress);
    const rows = header.tables.reduce((sum, table) => sum + table.rows, 0);
    const output = { file, bytes, madeAt: header.madeAt, areas: header.areas, rows, tables: header.tables };
    return {
      output,
      text: `Kept ${rows.toLocaleString('en-GB')} rows in ${file} (${bytes.toLocaleString('en-GB')} bytes).`,
    };
  },
});

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
