import { daysOf, valuesOf } from '@vantage/returns';
import { recordsAbout } from '../identity/index.ts';
import { addDays, clock, dayOf, type Tx } from '../platform/index.ts';
import { keptBack } from '../sharing/index.ts';
import { followWords } from './account/store.ts';
import { type Audience, type FamilyWords, mayRead, type Statement } from './model.ts';
import * as store from './store.ts';
import { replaceStatements, statementsOfPersons, type Told } from './store.ts';
import { followTies } from './ties/service.ts';

const kind = 'care.statements';

/** Takes up what people said from the records as they stand, writing only what differs; what was written here follows whoever was meant. */
export async function build(
  tx: Tx,
  { asOf }: { asOf: Date },
): Promise<{ added: number; superseded: number }> {
  const records = await Array.fromAsync(recordsAbout(tx, { kinds: [kind], inOrder: true }));
  const wanted = records.flatMap((record) => {
    const personId = record.persons.subject;
    const { said_to: saidTo, done } = record.content;
    const { said_on: saidOn, words, kind: said } = valuesOf(kind, record.content);
    if (personId === undefined || typeof words !== 'string' || typeof saidOn !== 'string') return [];
    const { from, last, precision } = daysOf(saidOn);
    return [
      {
        personId,
        agency: record.agency,
        kind: said === 'likes-to-be-called' ? ('likes-to-be-called' as const) : ('said' as const),
        words,
        saidTo: saidTo ?? '',
        audience: audienceOf(record.content),
        done: done ?? null,
        happened: record.happened ?? { from, to: addDays(last, 1) },
        precision,
        recordId: record.recordId,
        recordedAt: record.recordedAt,
        receivedAt: record.receivedAt,
      },
    ];
  });
  const written = await replaceStatements(tx, wanted, asOf);
  await store.followSpeakers(tx, clock.now());
  await followTies(tx);
  await followWords(tx);
  await tx.filled('statement');
  return written;
}

/** What a reader may read of what persons said. */
export type Voice = {
  /** Everybody of whom it cannot be said that nobody has asked: they have, or the reader would not know. */
  asked: ReadonlySet<string>;
  /** Their own words, newest first. */
  said: Statement[];
  /** What each likes to be called, the newest of each. */
  called: ReadonlyMap<string, string>;
};

/**
 * What the persons said and let the actor read, as row security decides; the program itself reads what a team may.
 * Words for others do not exist for the reader. To whom somebody spoke and what was done about it is kept back where their
 * whereabouts are.
 */
export async function voiceOf(tx: Tx, personIds: readonly string[]): Promise<Voice> {
  const [told, silent, done, kept] = await Promise.all([
    statementsOfPersons(tx, personIds),
    store.notAsked(tx, personIds),
    store.doneAbout(tx, personIds),
    keptBack(tx, personIds),
  ]);
  const newest = new Map(done.toReversed().map((one) => [one.about, one.words]));
  const all = told.map((one) =>
    kept.has(one.personId)
      ? { ...one, saidTo: '', done: null, isKeptBack: true }
      : { ...one, done: newest.get(one.recordId ?? one.saidId ?? '') ?? one.done, isKeptBack: false },
  );
  const readable = tx.actor.role === 'system' ? all.filter((one) => mayRead(one.audience, 'team')) : all;
  const called = new Map<string, string>();
  for (const one of readable) {
    if (one.kind === 'likes-to-be-called' && !called.has(one.personId)) called.set(one.personId, one.words);
  }
  const asked = new Set(personIds).difference(new Set(silent));
  return { asked, said: readable.filter((one) => one.kind === 'said'), called };
}

/**
 * What others said and let their family read, for somebody of it who looks for themselves: of the time in which both
 * belonged to it, and while both do. Nothing for whoever somebody is protected from; nothing by whoever is protected.
 */
export async function wordsForFamily(tx: Tx): Promise<FamilyWords[]> {
  return store.wordsForFamily(tx, dayOf(clock.now()));
}

/** What each person likes to be called, the newest of each, of what a team may read. */
export async function namesChosen(tx: Tx, personIds: readonly string[]): Promise<Told[]> {
  const newest = new Map<string, Told>();
  for (const one of await statementsOfPersons(tx, personIds)) {
    if (one.kind === 'likes-to-be-called' && mayRead(one.audience, 'team') && !newest.has(one.personId)) {
      newest.set(one.personId, one);
    }
  }
  return [...newest.values()];
}

/** Everybody who has said what they like to be called. */
export async function personsWhoChose(tx: Tx): Promise<string[]> {
  return store.speakersOf(tx, 'likes-to-be-called');
}

/**
 * Who may read the words of a statement's record, by what that version of it says; the speaker and their lead when it
 * does not say.
 */
function audienceOf(content: Readonly<Record<string, string>>): Audience {
  const { audience } = valuesOf(kind, content);
  return audience === 'team' || audience === 'family-and-team' ? audience : 'speaker-and-lead';
}

/**
 * Of the versions of a record about persons, those whose words the actor may read: each version is judged by its own
 * audience, and what was said for a lead is read by whoever reads that of all of the persons.
 */
export async function readableVersions<
  V extends { kind: string; agency: string; content: Readonly<Record<string, string>> },
>(tx: Tx, versions: readonly V[], personIds: readonly string[]): Promise<V[]> {
  const words = versions.find((one) => one.kind === kind);
  if (words === undefined) return [...versions];
  const reader = (await store.readsPrivate(tx, personIds, words.agency)) ? 'lead' : 'team';
  return versions.filter((one) => one.kind !== kind || mayRead(audienceOf(one.content), reader));
}
