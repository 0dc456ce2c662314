import { z } from 'zod';
import {
  Decision,
  Decisions,
  decide,
  decisions,
  getDecision,
  Makeup,
  makeupOf,
  notAllDecisions,
  Queue,
  queue,
  reviewers,
  split,
  takeBack,
  Verdict,
  verdictWords,
} from '../identity/index.ts';
import { type Actor, clock, type Database, dayOf, type Tx, VantageError } from '../platform/index.ts';
import { countInWords } from '../platform/parts/index.ts';
import { type Area, record, roles, workersOn } from '../sharing/index.ts';
import { type Context, defineCommand, type Result } from './command.ts';
import { sealNow, userName } from './operator.ts';
import { rebuild } from './pipeline.ts';
import { areaOf, readerOf } from './place.ts';

const Applied = z.object({ persons: z.int(), families: z.int() }).describe('What stands after it.');

/** What `vantage who-is-who` prints: one of these, by what was asked. */
export const WhoIsWhoOutput = z.object({
  queue: Queue.optional(),
  decisions: Decisions.shape.decisions.optional(),
  decision: Decision.optional().describe('The decision made or taken back.'),
  person: Makeup.optional(),
  applied: Applied.optional(),
});
export type WhoIsWhoOutput = z.infer<typeof WhoIsWhoOutput>;

type Asked = { tx: Tx; rest: readonly string[]; values: Context['values'] };
type Answer = Result<WhoIsWhoOutput> & { persons: string[]; changed?: string };

/** What is done on behalf of somebody who reviews. */
const acts: Readonly<Record<string, (asked: Asked) => Promise<Answer>>> = {
  async queue({ tx }) {
    const found = await queue(tx);
    const persons = found.pairs.flatMap(({ sides }) => sides.map(({ personId }) => personId));
    const lines = found.pairs.map(
      ({ pairId, sides, probability }) =>
        `${pairId}  ${sides.map(({ number }) => number).join(' and ')}: ${(100 * probability).toFixed(0)} in 100`,
    );
    const more = found.total > lines.length ? [`And ${found.total - lines.length} more.`] : [];
    return {
      output: { queue: found },
      text: lines.length === 0 ? 'No pair waits.' : [...lines, ...more].join('\n'),
      persons,
    };
  },
  async decide({ tx, rest: [pairId, verdict], values }) {
    const said = Verdict.safeParse(verdict);
    if (!said.success) throw wrongly('Say what the pair is: one, two or unsure.');
    const made = await decide(tx, { pairId: idOf(pairId), verdict: said.data, reason: reasonOf(values) });
    return decidedBy(tx, made.decisionId, reasonOf(values));
  },
  async split({ tx, rest: [personId], values }) {
    const numbers =
      typeof values.numbers === 'string' ? values.numbers.split(',').map((one) => one.trim()) : [];
    const made = await split(tx, { personId: idOf(personId), numbers, reason: reasonOf(values) });
    return decidedBy(tx, made.decisionId, reasonOf(values));
  },
  async 'take-back'({ tx, rest: [decisionId] }) {
    const decision = await takeBack(tx, idOf(decisionId));
    const text = 'Taken back. With the next build everything is as if it had not been decided.';
    return { output: { decision }, text, persons: [], changed: `Took back: ${decision.reason}` };
  },
  async decisions({ tx }) {
    const made = await decisions(tx);
    return {
      output: { decisions: made },
      text:
        made.length === 0
          ? `Nobody has decided anything that you may see. ${notAllDecisions}`
          : made.map(lineOf).join('\n'),
      persons: [],
    };
  },
  async person({ tx, rest: [id] }) {
    const person = await makeupOf(tx, idOf(id));
    const lines = person.history.map(
      ({ number, personId, begunAt, begunBy, endedAt, endedBy }) =>
        `${number}  ${personId}  since ${begunAt.slice(0, 10)}, by ${begunBy}${endedAt === null ? '' : `; until ${endedAt.slice(0, 10)}, by ${endedBy}`}`,
    );
    return { output: { person }, text: lines.join('\n'), persons: [person.personId] };
  },
};

async function decidedBy(tx: Tx, decisionId: string, reason: string): Promise<Answer> {
  const decision = await getDecision(tx, decisionId);
  return { output: { decision }, text: lineOf(decision), persons: [], changed: reason };
}

function lineOf(one: Decision): string {
  const effect =
    one.undoneAt !== null
      ? 'taken back'
      : one.inEffectAt === null
        ? 'takes effect with the next build'
        : `in effect since ${one.inEffectAt.slice(0, 10)}`;
  return `${one.decisionId}  ${verdictWords[one.verdict]}: ${one.numbers.join(', ')} and ${one.others.join(', ')}. ${one.decidedByName ?? one.decidedBy}: ${one.reason} (${effect})`;
}

export const whoIsWho = defineCommand<WhoIsWhoOutput>({
  name: 'who-is-who',
  arguments: 'ACTION [ID] [ANSWER]',
  summary: 'decide who is who where comparing records does not settle it',
  help: `Shows pairs of agencies' numbers that may mean one person, keeps what somebody decides about them, and makes it
take effect (docs/who-is-who.md). All but apply is done on behalf of somebody who reviews, and shows what they may see:

  vantage who-is-who queue --as WORKER-ID
  vantage who-is-who decide PAIR-ID one --as WORKER-ID --reason "same NHS number"
  vantage who-is-who split PERSON-ID --numbers "police N7,schools 41" --as WORKER-ID --reason "a cousin"
  vantage who-is-who decisions --as WORKER-ID
  vantage who-is-who take-back DECISION-ID --as WORKER-ID
  vantage who-is-who person PERSON-ID --as WORKER-ID
  vantage who-is-who apply

The answers are one, two and unsure. A decision takes effect with the next build, or with apply, which makes everything
anew from the records that are there.`,
  options: {
    as: {
      type: 'string',
      placeholder: 'WORKER-ID',
      help: 'who decides: an information governance or agency lead',
    },
    reason: { type: 'string', placeholder: 'WORDS', help: 'why' },
    numbers: {
      type: 'string',
      placeholder: 'NUMBERS',
      help: 'those of a person that mean somebody else, commas between',
    },
  },
  output: WhoIsWhoOutput,
  async run({ args, values, data, open, progress }) {
    const [action = '', ...rest] = args;
    const db = await open();
    const area = await areaOf(db);
    if (action === 'apply') {
      const { persons, families } = await rebuild(db, area.code, { progress });
      const text = `${countInWords(persons, 'person', 'persons')}, ${countInWords(families, 'family', 'families')}.`;
      return { output: { applied: { persons, families } }, text };
    }
    const act = Object.hasOwn(acts, action) ? acts[action] : undefined;
    if (act === undefined)
      throw wrongly('It does queue, decide, split, decisions, take-back, person and apply.');
    const actor = await reviewerOf(db, area, values.as);
    const answer = await db.asActor(actor, async (tx) => {
      const done = await act({ tx, rest, values });
      const { changed, persons } = done;
      await record(tx, {
        action: changed === undefined ? 'read' : 'change',
        route: `vantage who-is-who ${action}`,
        persons,
        because: `At the command line, by ${userName()}, who runs the machine.`,
        ...(changed === undefined ? {} : { reason: changed }),
      });
      return done;
    });
    await sealNow({ db, data, area: area.code });
    return { output: answer.output, text: answer.text ?? '' };
  },
});

async function reviewerOf(db: Database, area: Area, id: unknown): Promise<Actor> {
  const reader = readerOf(area);
  const workers = await db.asActor(reader, (tx) => workersOn(tx, dayOf(clock.now())), { readOnly: true });
  const post = workers.find((one) => one.workerId === id && reviewers.has(one.role));
  if (post === undefined) {
    throw new VantageError('bad-input', 'Nobody with this id reviews who is who.', {
      remedy: 'Give --as the id of an information governance lead or an agency lead; the page /as has them.',
    });
  }
  return { area: area.code, id: post.workerId, role: post.role, purpose: roles[post.role].purpose };
}

function idOf(text: string | undefined): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw wrongly('Give the id of what it is about.');
  return id.data;
}

function reasonOf({ reason }: Context['values']): string {
  const words = typeof reason === 'string' ? reason.trim() : '';
  if (words.length < 3) throw wrongly('Say why in a few words: --reason WORDS.');
  return words;
}

function wrongly(remedy: string): VantageError {
  return new VantageError('bad-input', 'vantage who-is-who was asked for something it cannot do.', {
    remedy,
  });
}
