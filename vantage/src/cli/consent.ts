import { z } from 'zod';
import { personsByIds } from '../identity/index.ts';
import { childrenOf, isAdult } from '../picture/index.ts';
import { clock, dayOf, IsoDay, type Tx, VantageError } from '../platform/index.ts';
import {
  agencies,
  consentStands,
  consentsOf,
  record,
  recordConsent,
  type VoluntaryService,
  voluntaryServices,
  withdrawConsent,
} from '../sharing/index.ts';
import { defineCommand } from './command.ts';
import { operator, sealNow } from './operator.ts';
import { areaOf } from './place.ts';

const services = Object.keys(voluntaryServices) as VoluntaryService[];

/** What `vantage consent` prints: what a person answered, newest first. */
export const ConsentOutput = z.object({
  consents: z.array(
    z.object({
      consentId: z.uuid(),
      service: z.enum(services),
      answer: z.enum(['given', 'declined']),
      words: z.string(),
      lastDay: z.iso.date().nullable(),
      recordedOn: z.iso.date(),
      stands: z.boolean().describe('Whether it is a consent that stands today.'),
    }),
  ),
});
export type ConsentOutput = z.infer<typeof ConsentOutput>;

export const consent = defineCommand<ConsentOutput>({
  name: 'consent',
  arguments: 'PERSON-ID',
  summary: 'what an adult answered when asked whether they want help, and writing down an answer',
  help: `Lists what an adult answered when asked whether they want help that nobody has to accept, or writes an answer
down. It counts from the next request on: what rested on a consent that is no more ends. Use it where nobody who works
with them can, such as when somebody who had declined agrees again.

  vantage consent 0198c0de-0000-7000-8000-000000000000
  vantage consent 0198c0de-0000-7000-8000-000000000000 --answer given --service early-help --agency social-care
    --words "a family support worker once a week" --until 2027-03-31
  vantage consent 0198c0de-0000-7000-8000-000000000000 --withdraw --service early-help

Services: ${services.join(', ')}. It is consent to the help, never the lawful basis of sharing.`,
  options: {
    answer: { type: 'string', placeholder: 'ANSWER', help: 'given or declined: writes it down' },
    service: { type: 'string', placeholder: 'SERVICE', help: 'which help' },
    agency: { type: 'string', placeholder: 'AGENCY', help: 'the agency that asked' },
    words: { type: 'string', placeholder: 'WORDS', help: 'what was put to them' },
    until: { type: 'string', placeholder: 'DAY', help: 'the last day on which it stands' },
    withdraw: { type: 'boolean', help: 'takes back every consent to the service' },
  },
  output: ConsentOutput,
  async run({ args, values, data, open }) {
    const [personId, ...rest] = args;
    if (personId === undefined || rest.length > 0 || !z.uuid().safeParse(personId).success) {
      throw new VantageError('bad-input', 'vantage consent needs the id of one person.', {
        remedy: 'Take the id from the address of the person’s page: /families/…/people/ID.',
      });
    }
    const db = await open();
    const { code } = await areaOf(db);
    const today = dayOf(clock.now());
    const consents = await db.asActor(operator(code), async (tx) => {
      const [person] = await personsByIds(tx, [personId]);
      if (!person) {
        throw new VantageError('not-found', `There is no person ${personId}.`, {
          remedy: 'Take the id from the address of the person’s page.',
        });
      }
      if (values.withdraw === true) await takeBack(tx, personId, serviceOf(values.service));
      if (values.answer !== undefined) {
        if (!isAdult(person, today)) {
          throw new VantageError('bad-input', 'Only adults answer, each for themselves.', {
            remedy: 'Give the id of an adult whose date of birth is recorded.',
          });
        }
        await writeDown(tx, personId, values, today);
      }
      if (values.withdraw !== true && values.answer === undefined)
        await record(tx, { action: 'read', route: 'vantage consent', persons: [personId] });
      return consentsOf(tx, [personId]);
    });
    await sealNow({ db, data, area: code });
    const output = {
      consents: consents.map((one) => ({
        consentId: one.consentId,
        service: one.service,
        answer: one.answer,
        words: one.words,
        lastDay: one.lastDay,
        recordedOn: dayOf(one.recordedAt),
        stands: consentStands(one, today),
      })),
    };
    return { output, text: textOf(output) };
  },
});

function serviceOf(text: unknown): VoluntaryService {
  const found = services.find((one) => one === text);
  if (found !== undefined) return found;
  throw new VantageError('bad-input', 'Say which help.', {
    remedy: `--service takes ${services.join(', ')}.`,
  });
}

async function takeBack(tx: Tx, personId: string, service: VoluntaryService): Promise<void> {
  const standing = (await consentsOf(tx, [personId])).filter(
    (one) => one.service === service && one.answer === 'given' && one.withdrawnAt === null,
  );
  if (standing.length === 0) {
    throw new VantageError('not-found', 'No consent of theirs to this help stands.', {
      remedy: 'List what they answered: vantage consent PERSON-ID.',
    });
  }
  for (const one of standing) await withdrawConsent(tx, one.consentId);
  await record(tx, { action: 'withdraw', route: 'vantage consent', persons: [personId] });
}

async function writeDown(
  tx: Tx,
  personId: string,
  values: Readonly<Record<string, unknown>>,
  today: string,
): Promise<void> {
  const said = z
    .object({
      answer: z.enum(['given', 'declined']),
      words: z.string(),
      agency: z.string(),
      until: IsoDay.optional(),
    })
    .safeParse(values);
  if (!said.success || !(await agencies(tx)).some((one) => one.agency === said.data.agency)) {
    throw new VantageError('bad-input', 'An answer needs --answer, --service, --agency and --words.', {
      remedy: 'See: vantage help consent.',
    });
  }
  const { answer, words, agency, until } = said.data;
  const service = serviceOf(values.service);
  const children = await childrenOf(tx, personId, today);
  await recordConsent(tx, { personId, children, service, answer, words, agency, lastDay: until ?? null });
  await record(tx, { action: 'consent', route: 'vantage consent', persons: [personId], reason: words });
}

function textOf({ consents }: ConsentOutput): string {
  if (consents.length === 0) return 'Nothing that they answered is written down.';
  return consents
    .map(
      (one) =>
        `${one.recordedOn}  ${one.answer}${one.answer === 'given' && !one.stands ? ', no longer' : ''}  ${voluntaryServices[one.service]}: ${one.words}${one.lastDay ? `, until ${one.lastDay}` : ''}`,
    )
    .join('\n');
}
