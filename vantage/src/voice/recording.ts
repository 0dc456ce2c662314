import { z } from 'zod';
import { mustHaveLived, sameWithin, taken, unlessTaken, WrittenWhen } from '../casework/index.ts';
import { clock, newId, type Tx, VantageError } from '../platform/index.ts';
import { timeInWords } from '../platform/parts/index.ts';
import { roles, type WorkRole } from '../sharing/index.ts';
import { type Audience, type Manner, manners } from './model.ts';
import { voiceOf } from './service.ts';
import * as store from './store.ts';

/** What was done about something that somebody said. */
export type Done = {
  /** The record that tells it, or the number of what was written down here. */
  about: string;
  words: string;
  writtenBy: string;
  writtenAt: Date;
};

/** Who may read somebody's words, as they are asked before anything is written down. */
export const audienceChoices: Readonly<Record<Audience, string>> = {
  'speaker-and-lead':
    'They themselves, whoever is allocated to them, and those of your agency who are allocated to their family',
  team: 'The whole team around them',
  'family-and-team': 'Their family, and the team',
};

const ticked = z
  .literal('yes')
  .optional()
  .transform((value) => value === 'yes');

/** What somebody says, as it is written down. */
export const Saying = z.object({
  id: z.uuid().optional(),
  person: z.uuid('Choose whose words they are.'),
  audience: z
    .enum(Object.keys(audienceChoices) as [Audience], 'Ask them who may read it, and choose that.')
    .describe('Who may read it, asked before it is written down.'),
  words: z
    .string('Write their words.')
    .trim()
    .min(1, 'Write their words.')
    .max(4000, 'Write it in fewer than 4000 characters.'),
  manner: z.enum(Object.keys(manners) as [Manner], 'Choose how they said it.'),
  language: z.string().trim().max(60, 'Write it in fewer than 60 characters.').default(''),
  interpreter: ticked,
  called: ticked.describe('“yes” where the words are what they like to be called.'),
  matters: ticked.describe('“yes” where they say what matters to them.'),
  on: WrittenWhen,
  done: z.string().trim().max(2000, 'Write it in fewer than 2000 characters.').default(''),
});
export type Saying = z.output<typeof Saying>;

/**
 * Writes down what somebody said, now and by the actor, to whom it was said. What is sent twice is written once. Returns
 * its number.
 * @throws {VantageError} refused for whoever does not work with them; conflict where something else has the number, or
 *   the actor wrote down the same words of the same days within the hour.
 */
export async function sayHere(tx: Tx, said: Saying): Promise<string> {
  const saidId = said.id ?? newId();
  const before = await store.writtenBefore(tx, { saidId, personId: said.person, words: said.words });
  if (before === 'the same') return saidId;
  if (before === 'something else') throw taken();
  const writer = await mustWorkWith(tx, said.person);
  await mustHaveLived(tx, [said.person], said.on.happened);
  const at = clock.now();
  const told = {
    statementId: newId(),
    saidId,
    personId: said.person,
    agency: writer.agency,
    kind: said.called ? ('likes-to-be-called' as const) : ('said' as const),
    words: said.words,
    saidTo: writer.name,
    audience: said.audience,
    done: null,
    ...said.on,
    recordId: null,
    manner: said.manner,
    language: said.language || null,
    interpreter: said.interpreter,
    matters: said.matters,
    writtenBy: tx.actor.id,
    recordedAt: at,
    receivedAt: at,
  };
  const first = await store.sameWords(tx, told, new Date(at.getTime() - sameWithin * 60_000));
  if (first !== undefined)
    throw new VantageError('conflict', `You wrote these words down already, at ${timeInWords(first)}.`, {
      remedy:
        'They stand on the family’s page. Where they were said once more, say so in the words, or write another day.',
      field: 'words',
    });
  await unlessTaken(store.insertSaid(tx, told, at));
  if (said.done !== '')
    await store.insertDone(tx, { about: saidId, personId: said.person, words: said.done }, at);
  return saidId;
}

/**
 * Writes down what was done about something that somebody said and that the actor may read: `about` is the record that
 * tells it, or its number.
 * @throws {VantageError} not-found of words that are not theirs to read, refused for whoever does not work with them.
 */
export async function answerWords(
  tx: Tx,
  { personId, about, words }: { personId: string; about: string; words: string },
): Promise<void> {
  const { said } = await voiceOf(tx, [personId]);
  if (!said.some((one) => about === (one.recordId ?? one.saidId))) {
    throw new VantageError('not-found', 'There are no such words.', {
      remedy: 'Begin at the family’s page.',
    });
  }
  await mustWorkWith(tx, personId);
  await store.insertDone(tx, { about, personId, words }, clock.now());
}

/** Who the actor is to somebody with whom they work; a VantageError `refused` for everybody else. */
export async function mustWorkWith(tx: Tx, personId: string): Promise<{ agency: string; name: string }> {
  const helps = roles[tx.actor.role as WorkRole]?.purpose === 'help';
  const writer = helps ? await store.writerAbout(tx, personId) : undefined;
  if (writer !== undefined) return writer;
  throw new VantageError('refused', 'Only those who work with people write down what they say.', {
    remedy: 'Ask the worker to whom they are allocated.',
    ...(helps && { field: 'person' }),
  });
}
