import { resolve } from 'node:path';
import { z } from 'zod';
import { restoreBackup } from '../platform/db/index.ts';
import { onlyFile } from './backup.ts';
import { defineCommand } from './command.ts';

/** What `vantage restore` prints. */
export const RestoreOutput = z.object({
  file: z.string().describe('Absolute path of the backup.'),
  madeAt: z.iso.datetime().describe('The moment it holds.'),
  areas: z.array(z.string()),
  rows: z.int().describe('Rows of all tables together.'),
});

export const restore = defineCommand({
  name: 'restore',
  arguments: 'FILE',
  summary: 'bring a backup back, into a new data folder',
  help: `Fills a new data folder from a file that "vantage backup" wrote:

  vantage restore backups/2026-11-22.vantage --data restored

It restores all or nothing. It refuses a damaged file, and a folder that holds an area already.`,
  options: {},
  output: RestoreOutput,
  begins: true,
  async run(context) {
    const file = resolve(onlyFile(context, 'restore'));
    const header = await restoreBackup(() => context.open(), file, context.progress);
    const rows = header.tables.reduce((sum, table) => sum + table.rows, 0);
    const { madeAt, areas } = header;
    const sealed = header.tables.some((table) => table.name === 'audit_seal' && table.rows > 0);
    return {
      output: { file, madeAt, areas, rows },
      text: [
        `Restored ${rows.toLocaleString('en-GB')} rows as they were on ${madeAt}.`,
        ...(sealed
          ? [
              'The audit is sealed further once the copy of audit-heads.jsonl stands beside it again, or once somebody says in words why it does not: vantage audit acknowledge --reason WORDS.',
            ]
          : []),
      ].join('\n'),
    };
  },
});
