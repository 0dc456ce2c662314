import { isDeepStrictEqual } from 'node:util';
import { mustHaveLived, mustWrite } from '../casework/index.ts';
import { addDays, clock, dayOf, type Tx, VantageError } from '../platform/index.ts';
import { keptBack } from '../sharing/index.ts';
import {
  type Answering,
  type Entry,
  type Help,
  type Helping,
  type Lead,
  type Leading,
  type Plan,
  planOf,
  type StepEnd,
  type Stepping,
} from './model.ts';
import * as store from './store.ts';

type Family = { familyId: string; people: readonly { personId: string; died: string | null }[] };

const livingOf = ({ people }: Family) =>
  people.filter(({ died }) => died === null).map(({ personId }) => personId);

/** What the actor may set for a family, by the rules under which it is set. */
export type MaySet = {
  /** Why they may not set who leads and the level of help; null where they may. */
  leadRefused: VantageError | null;
  /** For whom of the living they may add a step and write down who is responsible. */
  steps: string[];
  /** Whom of those they work with: what is set for any of these they may end. */
  near: string[];
};

/** What the actor may set for a family, and of what is refused, why. */
export async function maySet(tx: Tx, family: Family): Promise<MaySet> {
  const living = livingOf(family);
  const [near, kept, leadRefused] = [
    await store.workedWith(
      tx,
      family.people.map(({ personId }) => personId),
      'team',
    ),
    await keptBack(tx, living),
    await mustLead(tx, family).then(
      () => null,
      (error: unknown) => {
        if (error instanceof VantageError && error.code === 'refused') return error;
        throw error;
      },
    ),
  ];
  const isWriter = (await store.writerHere(tx)) !== undefined;
  return {
    leadRefused,
    steps: isWriter ? living.filter((id) => near.includes(id) && !kept.has(id)) : [],
    near: isWriter ? near : [],
  };
}

/**
 * Who the actor is at work, and to whom of the family they are allocated or manage it.
 * @throws {VantageError} refused where there is nobody such, or the whereabouts of one of them are kept back.
 */
async function mustLead(tx: Tx, family: Family): Promise<{ agency: string; about: string[] }> {
  mustWrite(tx);
  const writer = await store.writerHere(tx);
  const living = livingOf(family);
  const about = await store.workedWith(tx, living, 'allocated');
  if (writer === undefined || about.length === 0)
    throw notTheirs(
      'is allocated to them as social worker, lead or family help practitioner, or manages that work,',
    );
  await mustKnowWhere(tx, living);
  return { agency: writer.agency, about };
}

/** The agency of the actor, who works with all of them; a VantageError 'refused' where they do not, or one is kept back. */
async function mustWorkWith(tx: Tx, about: readonly string[]): Promise<string> {
  const writer = await store.writerHere(tx);
  const near = await store.workedWith(tx, about, 'team');
  if (writer === undefined || near.length < about.length) throw notTheirs('works with them');
  await mustKnowWhere(tx, about);
  return writer.agency;
}

/** What is set for people now: their lead, the level of help, the next steps. */
export async function planNow(tx: Tx, personIds: readonly string[]): Promise<Plan> {
  return planOf(ofFamily(await store.entriesAbout(tx, personIds, { ended: false }), personIds));
}

/** Of a person who looks for themselves: who leads for them now, and the next steps that are for them alone. */
export async function ownPlan(tx: Tx, personId: string): Promise<Pick<Plan, 'steps'> & { leads: Lead[] }> {
  const entries = await store.entriesAbout(tx, [personId], { ended: false });
  return { leads: entries.filter((one) => one.kind === 'plan-lead'), steps: planOf(entries).steps };
}

/** The same of several families, by the family's id, asked for at once. */
export async function plansNow(
  tx: Tx,
  families: readonly { familyId: string; personIds: readonly string[] }[],
): Promise<ReadonlyMap<string, Plan>> {
  const all = [...new Set(families.flatMap(({ personIds }) => personIds))];
  const entries = all.length === 0 ? [] : await store.entriesAbout(tx, all, { ended: false });
  return new Map(
    families.map(({ familyId, personIds }) => [familyId, planOf(ofFamily(entries, personIds))] as const),
  );
}

/** Families with whom the actor works and whose lead, as it is set here, bears the actor's name. */
export async function ledFamilies(tx: Tx): Promise<string[]> {
  return store.ledByActor(tx);
}

/** The same with all that was set before. */
export async function planWithHistory(tx: Tx, personIds: readonly string[]): Promise<Plan> {
  return planOf(ofFamily(await store.entriesAbout(tx, personIds, { ended: true }), personIds));
}

/** What was set for more of a family than of others: somebody may belong to two. */
function ofFamily(entries: readonly Entry[], personIds: readonly string[]): Entry[] {
  const members = new Set(personIds);
  return entries.filter(({ about }) => about.filter((id) => members.has(id)).length * 2 > about.length);
}

/**
 * Sets who leads, from today on or since the day before that is given; whoever led before leads no more.
 * @throws {VantageError} refused for whoever is allocated to nobody of the family and manages nobody who is, and for
 * whoever may not know where one of them is.
 */
export async function setLead(tx: Tx, family: Family, { since, ...content }: Leading): Promise<string> {
  return replaceOne(tx, family, { kind: 'plan-lead', content, day: since });
}

/** Writes down which level of help was agreed, today or on the day before that is given; errors as of setLead. */
export async function agreeHelp(tx: Tx, family: Family, { on, ...content }: Helping): Promise<string> {
  return replaceOne(tx, family, { kind: 'plan-help', content, day: on });
}

async function replaceOne(
  tx: Tx,
  family: Family,
  set: { day: string | null } & (Pick<Lead, 'kind' | 'content'> | Pick<Help, 'kind' | 'content'>),
): Promise<string> {
  const { agency, about } = await mustLead(tx, family);
  if (set.day !== null)
    await mustHaveLived(tx, about, { to: addDays(set.day, 1) }, set.kind === 'plan-lead' ? 'since' : 'on');
  const now = clock.now();
  const { lead, help } = await planNow(
    tx,
    family.people.map(({ personId }) => personId),
  );
  const before = set.kind === 'plan-lead' ? lead : help;
  if (before) await store.endEntries(tx, [before.entryId], { outcome: 'replaced', words: '' }, now);
  return store.insertEntry(
    tx,
    { ...set, about, day: set.day ?? dayOf(now), familyId: family.familyId, agency },
    now,
  );
}

/** Adds a next step; a VantageError 'refused' for whoever does not work with everybody whom it is for. */
export async function addStep(
  tx: Tx,
  family: Family,
  { persons, who, what, by, asks }: Stepping,
): Promise<string> {
  mustWrite(tx);
  const about = [...new Set(persons)];
  const members = new Set(family.people.map(({ personId }) => personId));
  if (!about.every((id) => members.has(id))) {
    throw new VantageError('bad-input', 'A next step is for people of this family.', {
      remedy: 'Choose for whom.',
      field: 'persons',
    });
  }
  const agency = await mustWorkWith(tx, about);
  const now = clock.now();
  if (by < dayOf(now))
    throw new VantageError('bad-input', 'That day has passed.', {
      remedy: 'Write a day that comes, or write down what was done as a note.',
      field: 'by',
    });
  const step = {
    kind: 'plan-step' as const,
    about,
    content: { who, what, ...(asks && { asks }) },
    day: by,
    familyId: family.familyId,
    agency,
  };
  await mustBeNew(tx, family, step);
  return store.insertEntry(tx, step, now);
}

/** A VantageError 'conflict' where the same stands already, word for word: it was sent twice. */
async function mustBeNew(
  tx: Tx,
  family: Family,
  { kind, about, content, day }: Pick<Entry, 'kind' | 'about' | 'content' | 'day'>,
): Promise<void> {
  const { steps, responsible } = await planNow(
    tx,
    family.people.map(({ personId }) => personId),
  );
  const isSame = (one: Entry) =>
    one.kind === kind &&
    one.day === day &&
    isDeepStrictEqual(one.content, content) &&
    new Set(one.about).symmetricDifference(new Set(about)).size === 0;
  if (![...steps, ...responsible].some(isSame)) return;
  throw new VantageError('conflict', 'This stands already, word for word.', {
    remedy: 'It may have been sent twice: it is not written down a second time.',
    field: '',
  });
}

/**
 * Writes down who holds parental responsibility for a child; a VantageError 'refused' for whoever does not work with the
 * child and, where it is one of the family, with who holds it.
 */
export async function writeResponsible(
  tx: Tx,
  family: Family,
  { child, holder, otherName, ground, since, saidBy }: Answering,
): Promise<string> {
  mustWrite(tx);
  const about = [child, ...(holder === '' ? [] : [holder])];
  const members = new Set(family.people.map(({ personId }) => personId));
  const wrong = (field: string, message: string) =>
    new VantageError('bad-input', message, { remedy: 'Choose again.', field });
  if (!members.has(child)) throw wrong('child', 'The child is one of this family.');
  if (holder !== '' && !members.has(holder))
    throw wrong('holder', 'Who is chosen is one of this family; write anybody else’s name.');
  if (holder === child) throw wrong('holder', 'Nobody holds parental responsibility for themselves.');
  if (since > dayOf(clock.now())) throw wrong('since', 'They hold it by now.');
  if (ground === 'care-order' && holder !== '')
    throw wrong('ground', 'By a care order the local authority holds it: write its name as somebody else’s.');
  const agency = await mustWorkWith(tx, about);
  await mustHaveLived(tx, [child], { to: addDays(since, 1) }, 'since');
  const responsibility = {
    kind: 'plan-responsibility' as const,
    about,
    content: { otherName: otherName || null, ground, saidBy },
    day: since,
    familyId: family.familyId,
    agency,
  };
  await mustBeNew(tx, family, responsibility);
  return store.insertEntry(tx, responsibility, clock.now());
}

/**
 * Writes down that a step was done or dropped, or that somebody holds parental responsibility no longer.
 * @throws {VantageError} conflict where it was settled before, not-found where there is nothing of the kind for the actor.
 */
export async function endStep(tx: Tx, family: Family, entryId: string, end: StepEnd): Promise<void> {
  mustWrite(tx);
  const ids = family.people.map(({ personId }) => personId);
  const { steps, responsible } = await planNow(tx, ids);
  const found = [...steps, ...responsible].some((one) => one.entryId === entryId);
  if (found && (await store.endEntries(tx, [entryId], end, clock.now())) > 0) return;
  const { before } = await planWithHistory(tx, ids);
  if (before.some((one) => one.entryId === entryId))
    throw new VantageError('conflict', 'This was settled already.', {
      remedy: 'What became of it stands below, with what you wrote, which is not recorded.',
      field: '',
    });
  throw new VantageError('not-found', 'There is no such step that stands.', {
    remedy: 'Look at the next steps again.',
  });
}

/** For a build: what was set follows those for whom it was. Returns how many entries did. */
export async function follow(tx: Tx): Promise<number> {
  return store.followPersons(tx);
}

/** What is set for people tells where they are, so it is neither read nor set by whoever may not know that. */
async function mustKnowWhere(tx: Tx, personIds: readonly string[]): Promise<void> {
  if ((await keptBack(tx, personIds)).size === 0) return;
  throw new VantageError(
    'refused',
    'Where one of them is, is kept back from you, and so is what is set for them.',
    {
      remedy: 'Ask somebody who may know where they are; the information governance lead can say whom.',
      field: '',
    },
  );
}

const notTheirs = (who: string) =>
  new VantageError('refused', `Only whoever ${who} sets this.`, {
    remedy: 'Ask the worker to whom they are allocated.',
    field: '',
  });
