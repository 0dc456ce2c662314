import { z } from 'zod';
import { type Actor, clock, type Database, dayOf, type Tx, VantageError } from '../platform/index.ts';
import {
  AgreementAsked,
  AgreementEnding,
  AgreementJson,
  type Area,
  agencyNames,
  agreedTo,
  agreementById,
  agreementsOf,
  EffectJson,
  effectInWords,
  endByHand,
  endedIt,
  foreseeAgreement,
  foreseeEnd,
  headsFile,
  jsonOfAgreement,
  makeAgreement,
  type Noted,
  record,
  roles,
  sealWaiting,
  tierNames,
  whatItLets,
  workersOn,
} from '../sharing/index.ts';
import { type Context, defineCommand, type Result } from './command.ts';
import { areaOf, readerOf } from './place.ts';

/** What `vantage agreements` prints: the list, or what was asked for would do and whether it was done. */
export const AgreementsOutput = z.object({
  agreements: z.array(AgreementJson).optional(),
  effect: EffectJson.optional().describe('How many workers see more or less of how many people by it.'),
  replaced: z.array(z.uuid()).optional().describe('What ends with it.'),
  still: z
    .array(z.uuid())
    .optional()
    .describe('What lets some of the same people see more than whom to ask.'),
  done: z.uuid().nullable().optional().describe('The agreement made or ended; null without --sure.'),
});
export type AgreementsOutput = z.infer<typeof AgreementsOutput>;

type Done = Result<AgreementsOutput> & { noted: Noted };

export const agreements = defineCommand<AgreementsOutput>({
  name: 'agreements',
  arguments: '[agree | end AGREEMENT-ID]',
  summary: 'what agencies share with whom; agreeing to share, and ending it',
  help: `Lists the agreements on what agencies share with whom; makes one; or ends one. The last two are done on behalf of
an information governance lead, or the lead of the agency that shares, and say what they would do: with --sure it is
done, and counts from the next request on. What tells by itself what somebody came for is agreed by that agency's own
lead alone.

  vantage agreements --of housing
  vantage agreements agree --as WORKER-ID --from housing --to "*" --role "*" --about team --tier contact
    --subjects all-but-kept --replacing --basis public-task --basis-words "Children Act 2004, section 11"
    --owner "Head of housing" --reason "Housing answers when asked" --sure
  vantage agreements end AGREEMENT-ID --as WORKER-ID --reason "The project is over" --sure

Tiers: ${tierNames.join(', ')} (contact is Ask first: whom to ask, and nothing else).`,
  options: {
    of: {
      type: 'string',
      placeholder: 'AGENCY',
      help: 'lists what this agency shares, ended agreements too',
    },
    as: { type: 'string', placeholder: 'WORKER-ID', help: 'who agrees or ends' },
    from: { type: 'string', placeholder: 'AGENCY', help: 'the agency that shares' },
    to: { type: 'string', placeholder: 'AGENCY', help: 'the agency it shares with; "*" for every agency' },
    role: { type: 'string', placeholder: 'ROLE', help: 'who of them; "*" for whoever works with people' },
    about: { type: 'string', placeholder: 'CONDITION', help: 'team, allocated, manager, named or any' },
    tier: { type: 'string', placeholder: 'TIER', help: 'how much they see' },
    subjects: { type: 'string', placeholder: 'SUBJECTS', help: 'what, commas between; or all-but-kept' },
    basis: {
      type: 'string',
      placeholder: 'BASIS',
      help: 'public-task, legal-obligation or vital-interests',
    },
    'basis-words': { type: 'string', placeholder: 'WORDS', help: 'which law or function it stands on' },
    owner: { type: 'string', placeholder: 'WORDS', help: 'who answers for it' },
    first: { type: 'string', placeholder: 'DAY', help: 'the first day on which it counts; today without it' },
    last: { type: 'string', placeholder: 'DAY', help: 'the last day on which it counts' },
    reason: { type: 'string', placeholder: 'WORDS', help: 'why' },
    replacing: { type: 'boolean', help: 'ends what stands between the same for the same purpose' },
    sure: { type: 'boolean', help: 'does it, rather than say what it would do' },
  },
  output: AgreementsOutput,
  async run({ args: [action, ...rest], values, data, open }) {
    const act = acts[action ?? 'list'];
    if (act === undefined || rest.length > (action === 'end' ? 1 : 0))
      throw wrongly('It lists, and does agree and end.');
    const db = await open();
    const area = await areaOf(db);
    const actor = action === undefined ? readerOf(area) : await whoAgrees(db, area, values.as);
    const done = await db.asActor(actor, async (tx) => {
      const { noted, ...result } = await act(tx, values, rest);
      await record(tx, { ...noted, route: `vantage agreements${action === undefined ? '' : ` ${action}`}` });
      return result;
    });
    await sealWaiting(db, { area: area.code, heads: headsFile(data) });
    return done;
  },
});

const acts: Readonly<
  Record<string, (tx: Tx, values: Context['values'], rest: readonly string[]) => Promise<Done>>
> = {
  async list(tx, { of }) {
    const all = await agreementsOf(tx, typeof of === 'string' ? of : undefined);
    const names = await agencyNames(tx);
    const shown = typeof of === 'string' ? all : all.filter((one) => one.endedAt === null);
    return {
      output: { agreements: shown.map(jsonOfAgreement) },
      text: shown
        .map(
          (one) =>
            `${one.agreementId}  ${one.endedAt === null ? '' : `(ended ${dayOf(one.endedAt)}) `}${whatItLets(one, names)}`,
        )
        .join('\n'),
      noted: { action: 'read' },
    };
  },
  async agree(tx, values) {
    const asked = read(AgreementAsked, {
      ...values,
      condition: values.about,
      subjects:
        typeof values.subjects === 'string' ? values.subjects.split(',').map((one) => one.trim()) : undefined,
      basisWords: values['basis-words'],
      firstDay: values.first,
      lastDay: values.last,
      replacing: values.replacing === true ? 'yes' : undefined,
      sure: values.sure === true ? 'yes' : undefined,
    });
    const foreseen = await foreseeAgreement(tx, asked);
    const { agreement, effect, replaced, still } = foreseen;
    const names = await agencyNames(tx);
    const done = asked.sure === 'yes' ? await makeAgreement(tx, foreseen) : null;
    return {
      output: {
        effect,
        replaced: replaced.map((one) => one.agreementId),
        still: still.map((one) => one.agreementId),
        done,
      },
      text: [
        whatItLets(agreement, names),
        ...effectInWords(effect),
        ...replaced.map((one) => `Ends with it: ${one.agreementId}`),
        ...still.map((one) => `Shows more all the same: ${one.agreementId}`),
        done === null ? 'Nothing is agreed yet: add --sure.' : `Agreed: ${done}`,
      ].join('\n'),
      noted: done === null ? { action: 'read' } : agreedTo(foreseen, names),
    };
  },
  async end(tx, values, [id]) {
    const { reason } = read(AgreementEnding, { reason: values.reason });
    const one = await agreementById(tx, read(z.uuid('Give the id of an agreement.'), id));
    const effect = await foreseeEnd(tx, one);
    const names = await agencyNames(tx);
    const isSure = values.sure === true;
    if (isSure) await endByHand(tx, one, reason);
    return {
      output: { effect, replaced: [], still: [], done: isSure ? one.agreementId : null },
      text: [
        whatItLets(one, names),
        ...effectInWords(effect),
        isSure ? 'Ended.' : 'Nothing has ended yet: add --sure.',
      ].join('\n'),
      noted: isSure ? endedIt(one, reason, names) : { action: 'read' },
    };
  },
};

async function whoAgrees(db: Database, area: Area, id: unknown): Promise<Actor> {
  const workers = await db.asActor(readerOf(area), (tx) => workersOn(tx, dayOf(clock.now())), {
    readOnly: true,
  });
  const may = ['information-governance-lead', 'agency-lead'];
  const post = workers.find((one) => one.workerId === id && may.includes(one.role));
  if (post === undefined) {
    throw new VantageError('bad-input', 'Nobody with this id agrees on what is shared.', {
      remedy: 'Give --as the id of an information governance lead or an agency lead; the page /as has them.',
    });
  }
  return { area: area.code, id: post.workerId, role: post.role, purpose: roles[post.role].purpose };
}

function read<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const said = schema.safeParse(value);
  if (said.success) return said.data;
  const wrong = said.error.issues.map(({ path, message }) => [path[0], message].filter(Boolean).join(': '));
  throw wrongly(wrong.join(' '));
}

function wrongly(remedy: string): VantageError {
  return new VantageError('bad-input', 'vantage agreements was asked for something it cannot do.', {
    remedy: `${remedy} See: vantage help agreements.`,
  });
}
