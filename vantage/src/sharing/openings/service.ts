import {
  type Actor,
  addDays,
  clock,
  type Database,
  dayOf,
  newId,
  type Tx,
  VantageError,
} from '../../platform/index.ts';
import { roles, type WorkRole } from '../roles.ts';
import { systemActor } from '../service.ts';
import { type Grant, type NewGrant, openingLimits, type Review } from './model.ts';
import * as store from './store.ts';

const dayMillis = 24 * 3_600_000;

const londonHour = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: 'numeric',
  hourCycle: 'h23',
});

/** The instant at which a day begins in London: in summer an hour before it does in UTC. */
function dayBeginsInLondon(day: string): Date {
  const inUtc = new Date(`${day}T00:00:00Z`);
  return new Date(inUtc.getTime() - Number(londonHour.format(inUtc)) * 3_600_000);
}

/**
 * Does work that may open a family in an emergency, unless the actor has opened or tried too many within 24 hours. The
 * try is written down before the work begins, in a transaction of its own and one at a time, so that tries side by side
 * count as well.
 * @throws {VantageError} refused when there were too many: the same whatever was tried.
 */
export async function tryToOpen<T>(
  db: Database,
  actor: Actor,
  work: () => Promise<T>,
  most: number = openingLimits.openings,
): Promise<T> {
  const system = systemActor(actor.area, 'count openings');
  const tryId = newId();
  await db.asActor(system, async (tx) => {
    const at = clock.now();
    const since = new Date(at.getTime() - dayMillis);
    const { opened, failed } = await store.countTries(tx, actor.id, since);
    if (opened >= most) throw tooMany(`You have opened a family ${most} times within 24 hours.`);
    if (failed >= openingLimits.failures)
      throw tooMany(`${openingLimits.failures} of your tries within 24 hours have found no picture.`);
    await store.insertTry(tx, { tryId, workerId: actor.id, at });
  });
  try {
    return await work();
  } catch (error) {
    await db.asActor(system, (tx) => store.markFailed(tx, tryId));
    throw error;
  }
}

const tooMany = (said: string) =>
  new VantageError('refused', said, {
    remedy:
      'Ring the front door of children’s services, or 999 when somebody is in danger. The information governance lead can see your tries.',
  });

/**
 * Agencies whose names of people somebody at work sees once a family is opened to them, by which alone they may find it.
 */
export async function agenciesNaming(tx: Tx, workerId: string, role: WorkRole): Promise<Set<string>> {
  const { purpose } = roles[role];
  return new Set(await store.agenciesNaming(tx, { workerId, role, purpose, on: dayOf(clock.now()) }));
}

/**
 * Opens one family to the actor for an hour. The actor must be somebody at work whose agency has agreements for
 * `named`; what may be seen stays what those agreements say.
 */
export async function breakGlass(
  tx: Tx,
  { familyId, persons, reason }: { familyId: string; persons: readonly string[]; reason: string },
): Promise<NewGrant> {
  const words = reason.trim();
  if (words.length < 10) {
    throw new VantageError('bad-input', 'Say in a sentence why this cannot wait.', {
      remedy:
        'Write what has happened or is feared, and to whom. It is read by the information governance lead.',
    });
  }
  const begunAt = clock.now();
  const grant: NewGrant = {
    grantId: newId(),
    workerId: tx.actor.id,
    kind: 'break-glass',
    familyId,
    persons: [...persons],
    reason: words,
    begunAt,
    until: new Date(begunAt.getTime() + openingLimits.minutes * 60_000),
    grantedBy: tx.actor.id,
    reviewedBy: null,
    reviewedAt: null,
    review: null,
  };
  await store.insertGrant(tx, grant);
  return grant;
}

/**
 * Opens one family for a recorded purpose, until the end of a day that is at most 28 days away, to somebody who
 * oversees or inspects; by themselves, or by the program for them.
 * @throws {VantageError} bad-input when the purpose is no sentence or the day is past or too far away.
 */
export async function openForPurpose(
  tx: Tx,
  asked: { workerId: string; familyId: string; persons: readonly string[]; purpose: string; lastDay: string },
): Promise<NewGrant> {
  const words = asked.purpose.trim();
  const begunAt = clock.now();
  const today = dayOf(begunAt);
  if (words.length < 10 || asked.lastDay < today || asked.lastDay > addDays(today, openingLimits.days)) {
    throw new VantageError('bad-input', 'A purpose is a sentence, and has a last day within four weeks.', {
      remedy: `Write what it is for, and a day from ${today} to ${addDays(today, openingLimits.days)}.`,
      field: words.length < 10 ? 'purpose' : 'until',
    });
  }
  const grant: NewGrant = {
    grantId: newId(),
    workerId: asked.workerId,
    kind: 'purpose',
    familyId: asked.familyId,
    persons: [...asked.persons],
    reason: words,
    begunAt,
    until: dayBeginsInLondon(addDays(asked.lastDay, 1)),
    grantedBy: tx.actor.id,
    reviewedBy: null,
    reviewedAt: null,
    review: null,
  };
  await store.insertGrant(tx, grant);
  return grant;
}

/** Grants, newest first: all of them for those who review, otherwise the actor's own. */
export async function grants(tx: Tx, { page = 1 }: { page?: number } = {}): Promise<Grant[]> {
  return store.listGrants(tx, 50, (page - 1) * 50);
}

/**
 * Writes down what a review found, and whether the people are told.
 * @throws {VantageError} not-found when there is no such opening, conflict when it has been reviewed.
 */
export async function reviewGrant(tx: Tx, grantId: string, review: Review): Promise<Grant> {
  const grant = await getGrant(tx, grantId);
  const done = await store.reviewGrant(tx, grantId, tx.actor.id, review, clock.now());
  if (done) return grant;
  throw new VantageError('conflict', 'This opening has been reviewed.', {
    remedy: 'Read the review at /openings. It stays as it was written.',
  });
}

/**
 * Writes down that the people were told that their family was opened.
 * @throws {VantageError} not-found when there is no such opening, conflict when they are not to be told, or have been.
 */
export async function writeDownTold(tx: Tx, grantId: string): Promise<Grant> {
  const grant = await getGrant(tx, grantId);
  if (await store.markTold(tx, grantId, tx.actor.id, clock.now())) return grant;
  throw new VantageError('conflict', 'Of this opening nobody waits to be told.', {
    remedy: 'See at /openings what was decided about it.',
  });
}

async function getGrant(tx: Tx, grantId: string): Promise<Grant> {
  const grant = await store.findGrant(tx, grantId);
  if (grant) return grant;
  throw new VantageError('not-found', 'There is no such opening.', { remedy: 'Begin at /openings.' });
}
