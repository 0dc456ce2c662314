import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  csvOf,
  OutboxRow,
  Receipts,
  receiptsInWords,
  takeReceipts,
  outbox as waitingFor,
} from '../casework/index.ts';
import { VantageError } from '../platform/index.ts';
import { agencies } from '../sharing/index.ts';
import { defineCommand } from './command.ts';
import { noted, sealedOption } from './operator.ts';
import { areaOf, readerOf } from './place.ts';

/** What `vantage outbox` prints. */
export const OutboxOutput = z.object({
  agency: z.string(),
  taken: z.int().describe('How many receipts were new; 0 where none were given.'),
  rows: z.array(OutboxRow).describe('Versions that wait, oldest first, 1,000 at most.'),
});
export type OutboxOutput = z.infer<typeof OutboxOutput>;

export const outbox = defineCommand<OutboxOutput>({
  name: 'outbox',
  arguments: 'AGENCY',
  summary:
    'what was written down here and waits for an agency’s case system, as CSV or JSON, and its receipts',
  help: `Prints what an agency's workers wrote down here and its case system, where each has its legal home, has given no receipt
for: every version, oldest first, by the agency's own numbers. As CSV; with --json as JSON. What the case system then says of
each goes in with --receipts, a JSON file: what has a receipt is printed no more.

  vantage outbox social-care > outbox.csv
  vantage outbox social-care --receipts receipts.json

receipts.json: [{"noteId": "0198c0de-…", "version": 1, "outcome": "received", "words": "CS-4711"},
                {"noteId": "0198c0df-…", "version": 2, "outcome": "refused", "words": "No open case."}]`,
  options: {
    receipts: { type: 'string', placeholder: 'FILE', help: 'takes in what the case system said of each' },
    sealed: sealedOption,
  },
  output: OutboxOutput,
  async run({ args, values, data, open }) {
    const [agency, ...rest] = args;
    if (agency === undefined || rest.length > 0) {
      throw new VantageError('bad-input', 'vantage outbox needs the code of one agency.', {
        remedy: 'Such as: vantage outbox social-care.',
      });
    }
    const receipts = typeof values.receipts === 'string' ? await readReceipts(values.receipts) : [];
    const db = await open();
    const actor = readerOf(await areaOf(db), { sealed: values.sealed === true || receipts.length > 0 });
    const done = await noted(
      { db, data, actor },
      'vantage outbox',
      async (tx) => {
        if (!(await agencies(tx)).some((one) => one.agency === agency)) {
          throw new VantageError('not-found', `There is no agency ${agency}.`, {
            remedy: 'vantage agreements lists them.',
          });
        }
        const taken = receipts.length === 0 ? 0 : await takeReceipts(tx, agency, receipts);
        const waiting = receipts.length === 0 ? await waitingFor(tx, agency) : undefined;
        return { taken, ...(waiting ?? { rows: [], persons: [], families: [] }) };
      },
      ({ persons, families }) =>
        receipts.length > 0
          ? { action: 'change', words: receiptsInWords(receipts) }
          : { action: 'export', persons, families },
    );
    const output = { agency, taken: done.taken, rows: done.rows };
    return {
      output,
      text: receipts.length > 0 ? `${done.taken} receipts taken in.` : csvOf(done.rows).trimEnd(),
    };
  },
});

async function readReceipts(path: string): Promise<z.output<typeof Receipts>> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const told = Receipts.safeParse(text === undefined ? undefined : parsed(text));
  if (told.success) return told.data;
  throw new VantageError('bad-input', `${path} holds no receipts that can be read.`, {
    remedy: 'See the example: vantage help outbox.',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
