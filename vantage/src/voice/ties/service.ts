import { mustWrite, taken, unlessTaken } from '../../casework/index.ts';
import { clock, newId, type Tx, VantageError } from '../../platform/index.ts';
import type { Drawing, Redrawing, Tie } from './model.ts';
import * as store from './store.ts';

/** Ties of people of a family that stand, of what their speakers let the actor see, the newest first. */
export async function tiesOf(tx: Tx, personIds: readonly string[]): Promise<Tie[]> {
  return store.tiesAmong(tx, personIds, { ended: false });
}

/** The same with earlier versions and what was taken back, of what the actor may still read. */
export async function tiesWithHistory(tx: Tx, personIds: readonly string[]): Promise<Tie[]> {
  return store.tiesAmong(tx, personIds, { ended: true });
}

/**
 * Writes down a tie as somebody of the family says and draws it, today and by the actor. What is sent twice is written
 * once. Returns its number.
 * @throws {VantageError} refused for whoever does not work with the speaker and everybody whose tie it is; conflict where
 * something else has the number.
 */
export async function drawTie(tx: Tx, drawn: Drawing): Promise<string> {
  const agency = await mustWorkWithAll(tx, drawn);
  const tieId = drawn.id ?? newId();
  const tie = { tieId, version: 1, agency, reason: null, ...kept(drawn) };
  if (drawn.id !== undefined) {
    const before = await store.writtenBefore(tx, tie);
    if (before === 'the same') return tieId;
    if (before === 'something else') throw taken();
  }
  await unlessTaken(store.insertTie(tx, tie, clock.now()));
  return tieId;
}

/**
 * Draws a tie anew; the version before stays to be read.
 * @throws {VantageError} not-found where none of the family stands for the actor, and as of drawTie.
 */
export async function redrawTie(
  tx: Tx,
  personIds: readonly string[],
  tieId: string,
  drawn: Redrawing,
): Promise<void> {
  mustWrite(tx);
  const before = await standing(tx, personIds, tieId);
  const agency = await mustWorkWithAll(tx, drawn);
  const now = clock.now();
  await mustEnd(tx, before, { outcome: 'replaced', words: null }, now);
  const version = before.version + 1;
  await store.insertTie(tx, { tieId, version, agency, reason: drawn.reason, ...kept(drawn) }, now);
}

/** Takes a tie back, and says why; it stays to be read. Errors as of redrawTie. */
export async function takeTieBack(
  tx: Tx,
  personIds: readonly string[],
  tieId: string,
  { words }: { words: string },
): Promise<void> {
  mustWrite(tx);
  const before = await standing(tx, personIds, tieId);
  await mustWorkWithAll(tx, before);
  await mustEnd(tx, before, { outcome: 'taken-back', words }, clock.now());
}

/** What somebody who looks for themselves said is around them, as it stands, the newest first. */
export async function tiesSaidBy(tx: Tx, personId: string): Promise<Tie[]> {
  return store.tiesSaidBy(tx, personId);
}

/**
 * Takes back a tie that the actor said themselves; from the next request on it is on no map. It stays to be read by whoever
 * is allocated to them and whoever wrote it down.
 * @throws {VantageError} not-found where nothing of theirs stands under the number.
 */
export async function takeOwnTieBack(tx: Tx, tieId: string): Promise<void> {
  if (await store.takeBackOwn(tx, tieId, clock.now())) return;
  throw new VantageError('not-found', 'There is no such tie of yours that stands.', {
    remedy: 'Look at your own page again.',
  });
}

/** For a build: ties follow those whose they are. Returns how many did. */
export async function followTies(tx: Tx): Promise<number> {
  return store.followPersons(tx);
}

function kept(drawn: Drawing | Redrawing) {
  const { kind, name, of, strength, way, turnsTo, looksUp, ofAge, words, speaker, whose, audience, on } =
    drawn;
  const [source, id] = of?.split(':') ?? [];
  return {
    kind,
    name: name || null,
    withId: source === 'person' ? (id ?? null) : null,
    withRecord: source === 'record' ? (id ?? null) : null,
    strength,
    way,
    turnsTo,
    looksUp,
    ofAge,
    words: words || null,
    speaker,
    whose: [...new Set(whose)],
    audience,
    saidOn: on,
  };
}

async function standing(tx: Tx, personIds: readonly string[], tieId: string): Promise<Tie> {
  const found = (await tiesOf(tx, personIds)).find((one) => one.tieId === tieId);
  if (found !== undefined) return found;
  throw new VantageError('not-found', 'There is no such tie that stands.', {
    remedy: 'Look at the network map again.',
  });
}

async function mustEnd(tx: Tx, tie: Tie, how: Parameters<typeof store.endTie>[2], at: Date): Promise<void> {
  if (await store.endTie(tx, tie, how, at)) return;
  throw new VantageError('conflict', 'Somebody else has changed this tie meanwhile.', {
    remedy: 'Look at the network map again.',
    field: '',
  });
}

async function mustWorkWithAll(tx: Tx, { speaker, whose }: Pick<Tie, 'speaker' | 'whose'>): Promise<string> {
  mustWrite(tx);
  const agency = await store.writerOf(tx, [...new Set([speaker, ...whose])]);
  if (agency !== undefined) return agency;
  throw new VantageError('refused', 'Only those who work with a family draw who is around it.', {
    remedy: 'Ask the worker to whom they are allocated.',
    field: 'whose',
  });
}
