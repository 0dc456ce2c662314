import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { VantageError } from '../platform/index.ts';
import { keepMapping, Mapping, mappings as standing, tryOnFile, waitingFiles } from '../sources/index.ts';
import { type Context, defineCommand } from './command.ts';
import { noted, operator } from './operator.ts';
import { areaOf } from './place.ts';

const MappingFile = Mapping.omit({ version: true });

const Listed = z
  .object({
    mappings: z.array(Mapping),
    waiting: z.array(
      z.object({
        agency: z.string(),
        path: z.string(),
        sheets: z.array(z.object({ sheet: z.string().nullable(), headings: z.array(z.string()) })),
      }),
    ),
  })
  .describe('Mappings that stand, and spreadsheets that wait for one.');
const Tried = z
  .object({
    rows: z.array(
      z.object({
        sheet: z.string().nullable(),
        line: z.int(),
        content: z.record(z.string(), z.string()),
        wrong: z.string().nullable().describe('Null where the row would be kept.'),
      }),
    ),
  })
  .describe('The first rows of a spreadsheet, read by a mapping that is not kept.');

/** What `vantage mappings` prints. */
export const MappingsOutput = z.union([Listed, Tried, z.object({ kept: Mapping })]);
type Output = z.infer<typeof MappingsOutput>;

export const mappings = defineCommand<Output>({
  name: 'mappings',
  arguments: '',
  summary: 'list, try and keep how spreadsheets that are not of our making are read',
  help: `Lists the mappings, by which spreadsheets of other makes are read, and the spreadsheets that wait for one:

  vantage mappings

A mapping says which column of a spreadsheet (from) is which column of a kind that can be read (to), as docs/extracts.md
describes it. Tries one on the first rows of a spreadsheet, keeping nothing; and keeps one, from the next build on:

  vantage mappings --with larch.json --try larch.xlsx
  vantage mappings --with larch.json --keep`,
  options: {
    with: { type: 'string', placeholder: 'FILE', help: 'a mapping, as JSON' },
    try: { type: 'string', placeholder: 'SPREADSHEET', help: 'read its first rows by the mapping' },
    keep: { type: 'boolean', help: 'keep the mapping, as the next version of the one of its name' },
  },
  output: MappingsOutput,
  async run(context) {
    const { values } = context;
    const file = values.with;
    if (typeof file !== 'string') {
      if (values.keep === true || values.try !== undefined) throw usage('Name the mapping: --with FILE.');
      return listed(context);
    }
    const mapping = await readMapping(file);
    if (typeof values.try === 'string') return tried(mapping, values.try);
    if (values.keep !== true) throw usage('Say what to do with the mapping: --try SPREADSHEET or --keep.');
    const db = await context.open();
    const { code } = await areaOf(db);
    const kept = await noted(
      { db, data: context.data, actor: operator(code) },
      'vantage mappings --keep',
      (tx) => keepMapping(tx, mapping),
      ({ name }) => ({ action: 'change', reason: `Mapping ${name}` }),
    );
    return {
      output: { kept },
      text: `Kept ${kept.title}, version ${kept.version}. The next build reads by it.`,
    };
  },
});

function usage(message: string): VantageError {
  return new VantageError('bad-input', message, {
    remedy: '"vantage help mappings" shows how it is called.',
  });
}

async function readMapping(file: string): Promise<Omit<Mapping, 'version'>> {
  const wrong = (why: string, cause?: unknown) =>
    new VantageError('bad-input', `${file} is no mapping: ${why}.`, {
      remedy: 'Write it as docs/extracts.md describes.',
      cause,
    });
  try {
    const parsed = MappingFile.safeParse(JSON.parse(await readFile(resolve(file), 'utf8')));
    if (parsed.success) return parsed.data;
    throw wrong(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; '),
    );
  } catch (error) {
    if (error instanceof VantageError) throw error;
    throw wrong(error instanceof Error ? error.message : String(error), error);
  }
}

async function listed({ open }: Context): Promise<{ output: Output; text: string }> {
  const db = await open();
  const { code } = await areaOf(db);
  const { kept, waiting } = await db.asActor(
    operator(code),
    async (tx) => ({ kept: await standing(tx), waiting: await waitingFiles(tx) }),
    { readOnly: true },
  );
  const output = {
    mappings: kept.map(({ mapping }) => mapping),
    waiting: waiting.map(({ agency, path, sheets }) => ({
      agency,
      path,
      sheets: sheets.map(({ sheet, headings }) => ({ sheet, headings })),
    })),
  };
  const lines = [
    ...output.mappings.map(
      ({ name, version, title, into }) => `${name}, version ${version}: ${title}, read as ${into}`,
    ),
    ...output.waiting.map(({ agency, path, sheets }) => {
      const columns = sheets.map(
        ({ sheet, headings }) => `${sheet === null ? '' : `${sheet}: `}${headings.join(', ')}`,
      );
      return `${path} of ${agency} waits for a mapping. Its columns: ${columns.join('; ')}`;
    }),
  ];
  return { output, text: lines.join('\n') };
}

async function tried(
  mapping: Omit<Mapping, 'version'>,
  spreadsheet: string,
): Promise<{ output: Output; text: string }> {
  const rows = await tryOnFile(mapping, resolve(spreadsheet));
  const lines = rows.map(({ sheet, line, content, wrong }) => {
    const filled = mapping.columns.flatMap(({ to }) =>
      content[to] === undefined ? [] : [`${to} ${content[to]}`],
    );
    const place = `${sheet === null ? '' : `sheet ${sheet}, `}line ${line}`;
    return wrong === null ? `${place}: ${filled.join(', ')}` : `${place} would be held back: ${wrong}`;
  });
  return { output: { rows }, text: lines.join('\n') };
}
