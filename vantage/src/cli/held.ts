import { z } from 'zod';
import { dayOf } from '../platform/index.ts';
import { allHeldRows, type HeldRow } from '../sources/index.ts';
import { defineCommand } from './command.ts';
import { noted } from './operator.ts';
import { areaOf, readerOf } from './place.ts';
import { terminalWidth, wrapped } from './wrap.ts';

/** What `vantage held` prints. */
export const HeldOutput = z.object({
  held: z
    .array(
      z.object({
        path: z.string().describe('File, in its folder.'),
        agency: z.string(),
        kind: z.string(),
        sheet: z.string().nullable().describe('Of a workbook; null in other files.'),
        line: z.int(),
        column: z.string().nullable(),
        value: z.string().nullable().describe('Null where there is none, or where it is hidden.'),
        hidden: z
          .boolean()
          .describe('True where there is a value and it is not shown: it may identify somebody.'),
        reason: z.string().describe('What is wrong.'),
        remedy: z.string().describe('What to do.'),
        receivedAt: z.iso.datetime(),
        mendedAt: z.iso.datetime().nullable(),
      }),
    )
    .describe('Newest extract first, then as they stand in the file.'),
});

export const held = defineCommand({
  name: 'held',
  arguments: '',
  summary: 'list the rows held back, with what is wrong and what to do',
  help: `Lists every row of the extracts that could not be kept: file, line, column, what is wrong and what would be
right; the value where it cannot tell who somebody is. Mend the row where it came from and build again; a later extract
that sends it right mends it here.

  vantage held
  vantage held --mended`,
  options: {
    mended: { type: 'boolean', help: 'those that a later extract mended, in place of those still open' },
  },
  output: HeldOutput,
  async run({ values, data, open }) {
    const mended = values.mended === true;
    const db = await open();
    const actor = readerOf(await areaOf(db), { sealed: true });
    const rows = await noted(
      { db, data, actor },
      'vantage held',
      (tx) => Array.fromAsync(allHeldRows(tx, { mended })),
      () => ({ action: 'read' }),
    );
    return { output: { held: rows.map(outputOf) }, text: textOf(rows, mended) };
  },
});

function outputOf(row: HeldRow): z.infer<typeof HeldOutput>['held'][number] {
  const { path, agency, kind, sheet, line, column, value, hidden, reason, remedy } = row;
  const receivedAt = row.receivedAt.toISOString();
  const mendedAt = row.mendedAt?.toISOString() ?? null;
  return { path, agency, kind, sheet, line, column, value, hidden, reason, remedy, receivedAt, mendedAt };
}

function textOf(rows: readonly HeldRow[], mended: boolean): string {
  if (rows.length === 0) return mended ? 'No row has been mended yet.' : 'No row is held back.';
  const lines = rows.map(({ path, sheet, line, column, value, hidden, reason, remedy, mendedAt }) => {
    const shown = value === null ? '' : ` ("${value}")`;
    const what = hidden ? ' (value not shown: it may identify somebody)' : shown;
    const end = mendedAt === null ? remedy : `Mended by what came on ${dayOf(mendedAt)}.`;
    return `${path}${sheet === null ? '' : `, sheet ${sheet}`}, line ${line}${column === null ? '' : `, ${column}`}${what}: ${reason} ${end}`;
  });
  const count = `${rows.length.toLocaleString('en-GB')} ${rows.length === 1 ? 'row' : 'rows'}`;
  const rowsWrapped = lines.map((line) => wrapped(` ${line}`, terminalWidth()).trimStart());
  return [...rowsWrapped, `${count} ${mended ? 'mended' : 'held back'}.`].join('\n');
}
