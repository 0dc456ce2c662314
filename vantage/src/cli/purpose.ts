import { z } from 'zod';
import { openNamed, Purpose } from '../picture/index.ts';
import { clock, dayOf, VantageError } from '../platform/index.ts';
import { mayHavePurpose, record, workersOn } from '../sharing/index.ts';
import { defineCommand } from './command.ts';
import { operator, sealNow } from './operator.ts';
import { areaOf } from './place.ts';

/** What `vantage purpose` prints. */
export const PurposeOutput = z.object({
  familyId: z.uuid(),
  until: z.iso.date().describe('The last day on which it is open.'),
});
export type PurposeOutput = z.infer<typeof PurposeOutput>;

export const purpose = defineCommand<PurposeOutput>({
  name: 'purpose',
  arguments: 'WORKER-ID',
  summary: 'opening one named family to a director, lead of an agency or inspector, for a purpose',
  help: `Opens one family with an open picture to somebody who oversees or inspects, for a purpose in words and until a
day within four weeks. The information governance lead reviews it at /openings, beside openings in an emergency; the
audit keeps it.

  vantage purpose 0198c0de-0000-7000-8000-000000000000 --person "Kyle Hart" --born 2008-05-14
    --words "Answering the family's complaint of 3 March" --until 2027-03-31`,
  options: {
    person: { type: 'string', placeholder: 'NAME', help: 'given name and surname of somebody in the family' },
    born: { type: 'string', placeholder: 'DAY', help: 'when they were born' },
    words: { type: 'string', placeholder: 'WORDS', help: 'what for, in a sentence' },
    until: { type: 'string', placeholder: 'DAY', help: 'the last day on which it is open' },
  },
  output: PurposeOutput,
  async run({ args, values, data, open }) {
    const [workerId, ...rest] = args;
    const asked = Purpose.safeParse({
      name: values.person,
      born: values.born,
      purpose: values.words,
      until: values.until,
    });
    if (workerId === undefined || rest.length > 0 || !asked.success) {
      throw new VantageError('bad-input', 'vantage purpose needs a worker, a person, a purpose and a day.', {
        remedy: 'See the example: vantage help purpose.',
      });
    }
    const db = await open();
    const { code } = await areaOf(db);
    const { familyId } = await db.asActor(operator(code), async (tx) => {
      const holder = (await workersOn(tx, dayOf(clock.now()))).find(
        (one) => one.workerId === workerId && mayHavePurpose.has(one.role),
      );
      if (holder === undefined) {
        throw new VantageError(
          'refused',
          'Only somebody who oversees or inspects is given a family to see.',
          {
            remedy: 'Give the id of a director, of the lead of an agency or of an inspector.',
          },
        );
      }
      const opened = await openNamed(db, tx, holder, asked.data);
      await record(tx, {
        action: 'purpose',
        route: 'vantage purpose',
        families: [opened.familyId],
        persons: opened.persons,
        words: `${asked.data.name}, ${asked.data.born}`,
        reason: `For ${workerId}: ${asked.data.purpose} Until ${asked.data.until}.`,
      });
      return opened;
    });
    await sealNow({ db, data, area: code });
    const { until } = asked.data;
    return { output: { familyId, until }, text: `The family ${familyId} is open to them until ${until}.` };
  },
});
