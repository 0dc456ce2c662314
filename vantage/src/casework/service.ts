import { isDeepStrictEqual } from 'node:util';
import { endWritten, writeFacts } from '../chronology/index.ts';
import { membersOfFamilies } from '../families/index.ts';
import { personsByIds, personsInShort } from '../identity/index.ts';
import { clock, dayOf, holds, newId, type Tx, VantageError } from '../platform/index.ts';
import { roles, type WorkRole } from '../sharing/index.ts';
import {
  aboutWhom,
  contentOf,
  isOverdue,
  kindOfFact,
  type Note,
  type NoteState,
  partsOf,
  partsOfOne,
  sameWithin,
  type Writing,
  type Written,
} from './model.ts';
import * as store from './store.ts';
import { taken, unlessTaken } from './taken.ts';
import { mustHaveCome } from './when.ts';

/** A VantageError 'bad-input' for a visit that says two things at once, or that somebody was in and nobody was seen. */
function mustAgree(writing: Writing): void {
  if (writing.kind !== 'visit') return;
  const nobodySeen = writing.seen.length + writing.alone.length === 0;
  if (!nobodySeen && writing.where === 'nobody-in')
    throw new VantageError('bad-input', 'Somebody was seen, so somebody opened.', {
      remedy: 'Choose where it was, or take away who was seen.',
      field: 'where',
    });
  if (nobodySeen && writing.where !== 'nobody-in' && writing.others === '')
    throw new VantageError('bad-input', 'Choose whom you saw.', {
      remedy: 'Where nobody was in, choose “Nobody opened”; where you saw others alone, write who they were.',
      field: 'seen',
    });
}

/** A VantageError 'bad-input' where something happened before anybody was born whom it is about, as far as births are known. */
export async function mustHaveLived(
  tx: Tx,
  personIds: readonly string[],
  { to }: { to: string | null },
  field = 'on',
): Promise<void> {
  const births = (await personsInShort(tx, personIds)).map(({ birthDate }) => birthDate);
  const [first] = births.filter((day) => day !== null).sort();
  if (births.includes(null) || first === undefined || to === null || to > first) return;
  throw new VantageError('bad-input', 'That is before anybody was born whom it is about.', {
    remedy: 'Write the day anew, with its year.',
    field,
  });
}

/** A VantageError 'refused' for whoever does not, in their role, work with families. */
export function mustWrite(tx: Tx): void {
  if (roles[tx.actor.role as WorkRole]?.purpose === 'help') return;
  throw notTheirs();
}

const notTheirs = (field?: string) =>
  new VantageError('refused', 'Only those who work with people write down what happened to them.', {
    remedy: 'Ask the worker to whom they are allocated.',
    ...(field !== undefined && { field }),
  });

/**
 * Writes down what happened to people of a family, now and by the actor. What has the number of something that they wrote
 * before is that, and nothing is written twice; nor is what they wrote in the same words within the hour, of the same people,
 * of the same kind and at the same time, unless `anyway` says that it happened twice.
 * @throws {VantageError} refused for whoever does not work with all of the people; conflict where the number is that of
 *   something that another wrote.
 */
export async function writeDown(
  tx: Tx,
  { familyId, writing }: { familyId: string; writing: Writing },
): Promise<Written> {
  const [before] = writing.id === undefined ? [] : await store.versionsOf(tx, writing.id);
  if (before !== undefined) {
    if (before.writtenBy !== tx.actor.id) throw taken();
    return { ...before, already: false };
  }
  mustAgree(writing);
  mustHaveCome(writing.on, writing.at);
  const persons = aboutWhom(writing, await toBeSeen(tx, familyId));
  const writer = await mustWriteAbout(tx, familyId, persons);
  await mustHaveLived(tx, persons, writing.on.happened);
  const note = {
    noteId: writing.id ?? newId(),
    version: 1,
    counted: 1,
    familyId,
    kind: writing.kind,
    agency: writer.agency,
    persons,
    about: persons,
    audience: writing.audience,
    ...writing.on,
    atTime: writing.at,
    content: contentOf(writing),
    state: writing.kind === 'hypothesis' ? ('open' as const) : null,
    due: writing.kind === 'hypothesis' ? writing.due : null,
    writtenBy: tx.actor.id,
    writtenByName: writer.name,
    settledBy: null,
    settledByName: null,
    writtenAt: clock.now(),
    reason: null,
  };
  await store.deleteDraft(tx, note.noteId);
  const same = writing.anyway === 'yes' ? undefined : await findSame(tx, note);
  if (same !== undefined) return { ...same, already: true };
  await unlessTaken(store.insertNote(tx, note));
  await tell(tx, note);
  return { ...note, already: false };
}

/** What the actor wrote in the same words within the hour, as it stands. */
async function findSame(tx: Tx, note: Note): Promise<Note | undefined> {
  const noteId = await store.sameWritten(tx, note, new Date(note.writtenAt.getTime() - sameWithin * 60_000));
  return noteId === undefined ? undefined : (await store.versionsOf(tx, noteId))[0];
}

/**
 * Writes another version of what the actor wrote; the one before stays to be read. A change that is the one that stands,
 * word for word and for the same reason, is not made twice.
 * @throws {VantageError} refused for anybody else.
 */
export async function correct(
  tx: Tx,
  noteId: string,
  { writing, reason }: { writing: Writing; reason: string },
): Promise<Note> {
  const before = await mustBeOwn(tx, noteId);
  if (before.kind !== writing.kind || (before.state !== null && before.state !== 'open')) {
    throw new VantageError('conflict', 'This is settled, or something else than it is changed into.', {
      remedy: 'Write it down anew.',
      field: '',
    });
  }
  mustAgree(writing);
  mustHaveCome(writing.on, writing.at);
  const persons = aboutWhom(writing, before.persons);
  await mustWriteAbout(tx, before.familyId, persons);
  await mustHaveLived(tx, persons, writing.on.happened);
  const change = {
    persons,
    about: persons,
    audience: writing.audience,
    ...writing.on,
    atTime: writing.at,
    content: contentOf(writing),
    due: writing.kind === 'hypothesis' ? writing.due : null,
    reason,
  };
  const standing = asItStands(before);
  return isDeepStrictEqual({ ...standing, ...change }, standing) ? before : replace(tx, before, change);
}

/**
 * Settles a working hypothesis: it is shared with whom it is said, sealed to whoever wrote it and their manager, or
 * withdrawn. Whoever wrote it does so; once its day has come, whoever manages the work with everybody in it at that agency
 * does too.
 * @throws {VantageError} refused for anybody else, conflict where it is settled already.
 */
export async function settle(
  tx: Tx,
  noteId: string,
  { state, reason }: { state: Exclude<NoteState, 'open'>; reason: string },
): Promise<Note> {
  const [before] = await getNote(tx, noteId);
  const isOwn = before.writtenBy === tx.actor.id;
  if (before.state === null)
    throw new VantageError('conflict', 'This is no working hypothesis.', {
      remedy: 'Look at it again: only a working hypothesis is shared, sealed or withdrawn.',
      field: '',
    });
  if (before.state !== 'open')
    throw new VantageError('conflict', 'This was settled already.', {
      remedy: 'What became of it, and why, stands with it; what you wrote now is not recorded.',
      field: '',
    });
  if (!isOwn && !(await store.settleForWriter(tx, noteId, dayOf(clock.now())))) {
    throw new VantageError(
      'refused',
      'Whoever wrote a working hypothesis settles it; their manager only once its day has come.',
      { remedy: 'Talk to whoever wrote it.', field: '' },
    );
  }
  const audience = state === 'shared' ? 'team' : state === 'sealed' ? 'author' : before.audience;
  return replace(tx, before, { state, audience, reason, settledBy: isOwn ? null : tx.actor.id });
}

/** Whether the actor may settle what somebody wrote: their own that is open, or as its manager one whose day has come. */
export async function maySettle(tx: Tx, note: Note): Promise<boolean> {
  if (note.state !== 'open') return false;
  return note.writtenBy === tx.actor.id || store.maySettle(tx, note.noteId, dayOf(clock.now()));
}

async function replace(tx: Tx, before: Note, change: Partial<Note> & { reason: string }): Promise<Note> {
  const note = {
    ...asItStands(before),
    ...change,
    version: before.version + 1,
    counted: before.counted + 1,
    writtenAt: clock.now(),
  };
  await endWritten(tx, note.noteId, note.writtenAt);
  await store.insertNote(tx, note);
  if (note.state !== 'withdrawn') await tell(tx, note);
  return note;
}

/** A note about whom it is held to be now: what is written next is written of them. */
function asItStands(note: Note): Note {
  const now = new Map(note.persons.map((id, at) => [id, note.about[at] ?? id]));
  const { seen, alone } = note.content;
  const standing = (ids: readonly string[]) => [...new Set(ids.map((id) => now.get(id) ?? id))];
  const persons = standing(note.persons);
  return {
    ...note,
    persons,
    about: persons,
    content: {
      ...note.content,
      ...(seen && { seen: standing(seen) }),
      ...(alone && { alone: standing(alone) }),
    },
  };
}

/** Puts the version that stands into the chronology. */
async function tell(tx: Tx, note: Note): Promise<void> {
  const called = await namesOf(tx, note.about);
  const now = new Map(note.persons.map((id, at) => [id, note.about[at] ?? id]));
  const name = (id: string) => called.get(now.get(id) ?? id) ?? 'somebody';
  // Of several who are held to be one by now there is one fact.
  const persons = new Map(note.persons.map((as) => [now.get(as) ?? as, as]));
  await writeFacts(tx, {
    occasion: note.noteId,
    persons: [...persons].map(([id, as]) => ({ as, now: id, parts: partsOfOne(note, as) })),
    agency: note.agency,
    kind: kindOfFact(note),
    happened: note.happened,
    precision: note.precision,
    parts: partsOf(note, { name, author: note.writtenByName }),
    audience: note.audience,
    writtenBy: note.writtenBy,
    writtenAt: note.writtenAt,
  });
}

/** What people are called in what is written about them. */
export async function namesOf(tx: Tx, personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const persons = await personsByIds(tx, [...new Set(personIds)]);
  return new Map(persons.map((one) => [one.personId, one.name ?? 'somebody whose name is not recorded']));
}

/** The children of a family and their main carer, today. */
async function toBeSeen(tx: Tx, familyId: string): Promise<string[]> {
  const today = dayOf(clock.now());
  const members = await membersOfFamilies(tx, [familyId]);
  const ids = members
    .filter(({ part, happened }) => ['child', 'main-carer'].includes(part) && holds(happened, today))
    .map(({ personId }) => personId);
  return [...new Set(ids)];
}

async function mustWriteAbout(
  tx: Tx,
  familyId: string,
  persons: readonly string[],
): Promise<{ agency: string; name: string }> {
  mustWrite(tx);
  const [writer, may, members] = await Promise.all([
    store.writerHere(tx),
    store.worksWithAll(tx, persons),
    membersOfFamilies(tx, [familyId]),
  ]);
  const family = new Set(members.map(({ personId }) => personId));
  if (persons.length === 0 || !persons.every((id) => family.has(id))) {
    throw new VantageError('bad-input', 'What is written here is about people of this family.', {
      remedy: 'Choose them on the page on which it is written.',
      field: 'persons',
    });
  }
  if (writer === undefined || !may) throw notTheirs('persons');
  return writer;
}

async function mustBeOwn(tx: Tx, noteId: string): Promise<Note> {
  const [note] = await getNote(tx, noteId);
  if (note.writtenBy !== tx.actor.id) {
    throw new VantageError('refused', 'Only whoever wrote something changes it.', {
      remedy: 'Write a note of your own that says what is wrong.',
    });
  }
  return note;
}

/**
 * Every version of what somebody wrote that the actor may read, the one that stands first.
 * @throws {VantageError} not-found where they may not read that one, or there is none.
 */
export async function getNote(tx: Tx, noteId: string): Promise<[Note, ...Note[]]> {
  const [first, ...others] = await store.versionsOf(tx, noteId);
  if (first === undefined) {
    throw new VantageError('not-found', 'There is nothing like this that was written.', {
      remedy: 'Check the address, or begin at a family.',
    });
  }
  return [first, ...others];
}

/** What was written of any of the people, as it stands, newest first. */
export async function notesAbout(tx: Tx, personIds: readonly string[]): Promise<Note[]> {
  return (await store.notesAbout(tx, personIds)).filter(({ state }) => state !== 'withdrawn');
}

/** What the actor has begun and not recorded, what waits to be settled by them or in their teams, and what they wrote last. */
export async function ownWriting(tx: Tx) {
  const [drafts, hypotheses, written] = await Promise.all([
    store.listDrafts(tx),
    store.openHypotheses(tx),
    store.writtenByActor(tx, 50),
  ]);
  const about = [...new Set([...hypotheses, ...written].flatMap(({ about: those }) => those))];
  const names = new Map((await personsInShort(tx, about)).map(({ personId, name }) => [personId, name]));
  return { drafts, hypotheses, written, names };
}

/** Working hypotheses that are open: the actor's, and of whoever works in a team that they manage, the earliest day first. */
export async function openHypotheses(tx: Tx): Promise<Note[]> {
  return store.openHypotheses(tx);
}

/** Working hypotheses that are open, and whose day has come by a day: the actor's, and of whoever works in a team that they manage. */
export async function hypothesesDueBy(tx: Tx, day: string): Promise<Note[]> {
  return (await store.openHypotheses(tx)).filter((note) => isOverdue(note, day));
}

/**
 * For a build: what was written follows its people. Records may since be held to be one person, or several; whoever has the
 * number by which the writer's agency knew somebody is who was meant. Returns how many notes were told anew.
 */
export async function follow(tx: Tx): Promise<number> {
  const moved = await store.notesToFollow(tx);
  for (const one of moved) await store.followPersons(tx, one);
  const notes = new Set(moved.map(({ noteId }) => noteId));
  const at = clock.now();
  for (const noteId of notes) {
    const [note] = await getNote(tx, noteId);
    await endWritten(tx, noteId, at);
    if (note.state !== 'withdrawn') await tell(tx, note);
  }
  return notes.size;
}

/** Of persons with whom the actor works, who manages the work with each at the actor's agency today, by name. */
export async function managersHere(
  tx: Tx,
  personIds: readonly string[],
): Promise<{ personId: string; name: string }[]> {
  return store.managersHere(tx, personIds, dayOf(clock.now()));
}

/** Who manages the work with every one of the persons at the actor's agency today, by name, where the actor works with them. */
export async function managersOfAll(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  const wanted = new Set(personIds);
  const byName = Map.groupBy(await managersHere(tx, [...wanted]), ({ name }) => name);
  return [...byName]
    .filter(([, own]) => new Set(own.map(({ personId }) => personId)).size === wanted.size)
    .map(([name]) => name);
}
