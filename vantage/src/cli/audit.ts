import { resolve } from 'node:path';
import { VantageError } from '../platform/index.ts';
import { countInWords, numberInWords } from '../platform/parts/index.ts';
import { headsFile, Verification, verifyAudit } from '../sharing/index.ts';
import { defineCommand } from './command.ts';
import { areaOf } from './place.ts';

export const audit = defineCommand({
  name: 'audit',
  arguments: 'verify',
  summary: 'look whether the audit is as it was written',
  help: `Works the audit's chain out anew from its entries and compares it with the seals in the database and with the heads
kept outside it, in audit-heads.jsonl of the data folder (docs/audit.md):

  vantage audit verify
  vantage audit verify --heads copies/audit-heads.jsonl

It finds entries edited, deleted, put in or put into another order, and an end that was cut off, and says what no seal
covers yet. It names no person. It ends with 1 when anything is wrong.`,
  options: {
    heads: {
      type: 'string',
      placeholder: 'FILE',
      help: 'a copy of the heads that was kept elsewhere, in place of the data folder’s',
    },
  },
  output: Verification,
  async run({ args, values, data, open, progress }) {
    if (args.length !== 1 || args[0] !== 'verify') {
      throw new VantageError('bad-input', 'vantage audit can do one thing: verify.', {
        remedy: 'Call it as: vantage audit verify.',
      });
    }
    const heads = typeof values.heads === 'string' ? resolve(values.heads) : headsFile(data);
    const db = await open();
    const { code: area } = await areaOf(db);
    const output = await progress.step('verify', (report) => verifyAudit(db, { area, heads }, report));
    return { output, text: textOf(output), exit: output.whole ? 0 : 1 };
  },
});

function textOf({
  whole,
  entries,
  seals,
  head,
  unsealed,
  outside,
  faults,
  faultCount,
}: Verification): string {
  const sealed = `${countInWords(entries, 'entry', 'entries')}, ${countInWords(seals, 'seal', 'seals')}.`;
  const waiting =
    unsealed.entries === 0
      ? 'Every entry is sealed.'
      : `Not sealed yet: ${countInWords(unsealed.entries, 'entry', 'entries')}, the oldest of ${unsealed.oldest}.`;
  const kept =
    outside === null || outside.last === null
      ? 'No head is kept outside the database.'
      : `Heads kept outside the database: ${numberInWords(outside.heads)}, of seals ${numberInWords(outside.first ?? 0)} to ${numberInWords(outside.last)}.`;
  const wrong = faults.map(({ says }) => says);
  const more = faultCount - faults.length;
  return [
    whole ? 'The audit is whole.' : `The audit is not whole: ${countInWords(faultCount, 'fault', 'faults')}.`,
    ...wrong.map((says) => `  ${says}`),
    ...(more > 0 ? [`  And ${numberInWords(more)} more.`] : []),
    sealed,
    waiting,
    kept,
    ...(head === null ? [] : [`Head: ${head}`]),
  ].join('\n');
}
