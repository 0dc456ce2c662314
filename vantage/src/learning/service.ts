import { familyMeant, type WaysOn } from '../picture/index.ts';
import { addMonths, clock, type Database, dayOf, newId, type Tx, VantageError } from '../platform/index.ts';
import { openingLimits, tryToOpen, type WorkRole, workersOn } from '../sharing/index.ts';
import {
  isOpenOn,
  mayOpenReviews,
  type Opening,
  type Review,
  reviewLimits,
  takesPart,
  wrong,
} from './model.ts';
import { endOf } from './standing.ts';
import * as store from './store.ts';

/** Reviews that the actor may see: all of them for those who open and close them, otherwise those they take part in. */
export async function reviews(tx: Tx): Promise<Review[]> {
  return store.listReviews(tx);
}

/** The ways from a family's page into the open reviews of it in which the actor takes part; none for anybody else. */
export const waysIn: WaysOn = async (tx, familyId) => {
  const today = dayOf(clock.now());
  return (await store.listReviews(tx, familyId))
    .filter((one) => isOpenOn(one, today) && one.participants.includes(tx.actor.id))
    .map(({ reviewId, name }) => ({
      href: `/reviews/${reviewId}/known`,
      text: `Open as it was known (${name})`,
    }));
};

/** A review that the actor may see. @throws {VantageError} not-found. */
export async function getReview(tx: Tx, reviewId: string): Promise<Review> {
  const found = await store.findReview(tx, reviewId);
  if (found !== undefined) return found;
  throw new VantageError('not-found', 'There is no such review.', {
    remedy: 'Choose one of the list at /reviews, where those stand that you take part in.',
  });
}

/**
 * Opens a review of the family with an open picture in which somebody of the name was born on the day.
 * @throws {VantageError} refused for whoever opens none; not-found when no family, or more than one, is meant; bad-input,
 *   with the field, for days that cannot be and for somebody who cannot take part: whoever opens it
 *   among them.
 */
export async function openReview(db: Database, tx: Tx, asked: Opening): Promise<Review> {
  mustOpen(tx);
  const openedAt = clock.now();
  const today = dayOf(openedAt);
  const happened = { from: asked.from, to: addDay(asked.until) };
  if (asked.until < today || asked.until < asked.from || asked.until > addMonths(today, 12)) {
    throw wrong('until', 'A review has a last day within twelve months.', `Write a day from ${today} on.`);
  }
  const participants = await whoTakesPart(tx, asked, today);
  if (participants.includes(tx.actor.id)) {
    throw wrong(
      'participants',
      'Whoever opens a review does not take part in it.',
      'Leave yourself out, or ask the information governance lead or another director to open it.',
    );
  }
  const reader = { workerId: tx.actor.id, role: tx.actor.role as WorkRole };
  const find = () => familyMeant(db, tx, reader, { name: asked.person, born: asked.born });
  const { familyId } = await tryToOpen(db, tx.actor, find, openingLimits.purposes);
  const review = {
    reviewId: newId(),
    kind: asked.kind,
    name: asked.name,
    familyId,
    reason: asked.reason,
    happened,
    participants,
    openedBy: tx.actor.id,
    openedAt,
  };
  await store.insertReview(tx, review);
  return { ...review, closedBy: null, closedAt: null, closeReason: null };
}

const addDay = (day: string) => dayOf(endOf(day));

/** Closes a review before its last day. @throws {VantageError} refused, not-found; conflict when it has been closed. */
export async function closeReview(tx: Tx, reviewId: string, reason: string): Promise<Review> {
  mustOpen(tx);
  const review = await getReview(tx, reviewId);
  if (await store.closeReview(tx, { reviewId, reason, at: clock.now() })) return review;
  throw new VantageError('conflict', 'This review has been closed.', {
    remedy: 'Open another at /reviews where more is to be looked at.',
  });
}

function mustOpen({ actor }: Tx): void {
  if (mayOpenReviews.has(actor.role)) return;
  throw new VantageError(
    'refused',
    'Only the information governance lead and the director open and close reviews.',
    {
      remedy: 'Ask one of them, and say who is to take part.',
    },
  );
}

/** The numbers of those who take part, by their names or numbers. */
async function whoTakesPart(
  tx: Tx,
  { kind, participants }: Pick<Opening, 'kind' | 'participants'>,
  today: string,
): Promise<string[]> {
  const atWork = await workersOn(tx, today);
  const found = new Set<string>();
  for (const asked of participants) {
    const called = atWork.filter(
      ({ name, workerId }) =>
        workerId === asked || name.toLocaleLowerCase('en-GB') === asked.toLocaleLowerCase('en-GB'),
    );
    const able = called.filter(({ role }) => takesPart(kind, role));
    const [only, ...others] = new Set(able.map(({ workerId }) => workerId));
    if (only === undefined) {
      throw wrong(
        'participants',
        called.length === 0
          ? `Nobody at work here is called “${asked}”.`
          : `${asked} cannot take part in this.`,
        kind === 'inspection'
          ? 'In an inspection inspectors take part, and nobody else.'
          : 'People take part who help families, lead an agency or direct children’s services. Write each as they stand at /as.',
      );
    }
    if (others.length > 0) {
      throw wrong(
        'participants',
        `Several people at work are called “${asked}”.`,
        `Write the number of who is meant: ${[only, ...others].join(', ')}.`,
      );
    }
    found.add(only);
  }
  if (found.size > reviewLimits.participants)
    throw wrong('participants', 'Too many take part.', 'Name thirty at most.');
  return [...found];
}
