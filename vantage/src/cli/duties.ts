import { z } from 'zod';
import { VantageError } from '../platform/index.ts';
import { dutiesHere, duties as dutiesInLaw, dutyIds, Switching, switchDuty } from '../sharing/index.ts';
import { defineCommand } from './command.ts';
import { noted, operator } from './operator.ts';
import { areaOf } from './place.ts';

/** What `vantage duties` prints. */
export const DutiesOutput = z.object({
  duties: z.array(
    z.object({
      duty: z.enum(dutyIds),
      title: z.string(),
      source: z.string(),
      inForceFrom: z.iso.date().nullable().describe('The first day on which it counts; null: it does not.'),
      reason: z.string().nullable(),
    }),
  ),
});
export type DutiesOutput = z.infer<typeof DutiesOutput>;

export const duties = defineCommand<DutiesOutput>({
  name: 'duties',
  arguments: '',
  summary: 'duties in law to share, and from which day each counts here',
  help: `Lists the duties of the Children’s Wellbeing and Schools Act 2026 about sharing, and since when each counts in the
area; or sets that day. Without --from it no longer counts. No duty shows anybody more than the agreements do.

  vantage duties
  vantage duties --set disclose --from 2026-06-01 --reason "the commencement regulations of May 2026"

Duties: ${dutyIds.join(', ')}.`,
  options: {
    set: { type: 'string', placeholder: 'DUTY', help: 'which to set' },
    from: { type: 'string', placeholder: 'DAY', help: 'the first day on which it counts' },
    reason: { type: 'string', placeholder: 'WORDS', help: 'where the day stands' },
  },
  output: DutiesOutput,
  async run({ values, data, open }) {
    const db = await open();
    const { code } = await areaOf(db);
    const actor = operator(code);
    if (values.set !== undefined) {
      const said = Switching.safeParse({ duty: values.set, from: values.from, reason: values.reason });
      if (!said.success) {
        throw new VantageError('bad-input', said.error.issues.map((issue) => issue.message).join(' '), {
          remedy: 'See: vantage help duties.',
        });
      }
      await noted(
        { db, data, actor },
        'vantage duties',
        (tx) => switchDuty(tx, said.data),
        () => ({ action: 'change', reason: said.data.reason }),
      );
    }
    const all = await db.asActor(actor, dutiesHere, { readOnly: true });
    const output = {
      duties: all.map(({ duty, inForceFrom, reason }) => ({
        duty,
        title: dutiesInLaw[duty].title,
        source: dutiesInLaw[duty].source,
        inForceFrom,
        reason,
      })),
    };
    return { output, text: textOf(output) };
  },
});

function textOf({ duties: all }: DutiesOutput): string {
  return all
    .map(
      ({ duty, title, source, inForceFrom, reason }) =>
        `${duty}  ${title}\n  ${inForceFrom === null ? 'does not count here' : `counts here from ${inForceFrom}`}${reason === null ? '' : `: ${reason}`}\n  ${source}`,
    )
    .join('\n');
}
