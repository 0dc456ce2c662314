import { resolve } from 'node:path';
import { VantageError } from '../platform/index.ts';
import { countInWords, numberInWords } from '../platform/parts/index.ts';
import { acknowledge, headsFile, record, Verification, verifyAudit } from '../sharing/index.ts';
import { defineCommand } from './command.ts';
import { operator, userName } from './operator.ts';
import { areaOf } from './place.ts';

export const audit = defineCommand({
  name: 'audit',
  arguments: 'verify | acknowledge',
  summary: 'look whether the audit is as it was written',
  help: `Works the audit's chain out anew from its entries and compares it with the seals in the database and with the heads
kept outside it, in audit-heads.jsonl of the data folder (docs/audit.md):

  vantage audit verify
  vantage audit verify --heads copies/audit-heads.jsonl
  vantage audit acknowledge --reason "restored from the backup of 3 March; the old heads are kept at the archive"

It finds entries edited, deleted, put in or put into another order, and an end that was cut off, and says what no seal
covers yet. It names no person. It ends with 1 when anything is wrong.

Heads that lack, and entries sealed long after they were written, may have a cause that harms nothing, such as a power
cut or a restored backup. acknowledge says it, in words that verify prints from then on; sealing, which stops when no
head is kept, goes on. Who said it is in the audit and beside the heads. Nothing else can be acknowledged.`,
  options: {
    reason: { type: 'string', placeholder: 'WORDS', help: 'why, for acknowledge' },
    heads: {
      type: 'string',
      placeholder: 'FILE',
      help: 'a copy of the heads that was kept elsewhere, in place of the data folder’s',
    },
  },
  output: Verification,
  async run({ args, values, data, open, progress }) {
    const [action] = args;
    if (args.length !== 1 || (action !== 'verify' && action !== 'acknowledge')) {
      throw new VantageError('bad-input', 'vantage audit can verify and acknowledge.', {
        remedy: 'Call it as: vantage audit verify.',
      });
    }
    const why = typeof values.reason === 'string' ? values.reason.trim() : '';
    if (action === 'acknowledge' && (why.length < 10 || why.length > 1000)) {
      throw new VantageError('bad-input', 'Say in a sentence what happened.', {
        remedy: 'Call it as: vantage audit acknowledge --reason "what happened, and how you know".',
      });
    }
    const heads = typeof values.heads === 'string' ? resolve(values.heads) : headsFile(data);
    const db = await open();
    const { code: area } = await areaOf(db);
    if (action === 'acknowledge') {
      await db.asActor(operator(area), (tx) =>
        record(tx, { action: 'acknowledge', route: 'vantage audit acknowledge', reason: why }),
      );
      await acknowledge(db, { area, heads }, { why, by: userName() });
    }
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
  acknowledged,
  known,
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
    ...acknowledged.map(
      ({ seal, by, why }) => `Acknowledged up to seal ${numberInWords(seal)} by ${by}: ${why}`,
    ),
    ...(known > 0 ? [`What was acknowledged: ${countInWords(known, 'fault', 'faults')}.`] : []),
    ...(head === null ? [] : [`Head: ${head}`]),
  ].join('\n');
}
