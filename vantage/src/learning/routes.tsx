import type { Context } from 'hono';
import { familyNames } from '../picture/index.ts';
import { type App, answerForm, createRoute, type Env, notFound, page, z } from '../platform/http/index.ts';
import { addMonths, clock, type Database, dayOf, IsoDay, readDay, VantageError } from '../platform/index.ts';
import { dayInWords, type FormState, freshForm } from '../platform/parts/index.ts';
import { type Noted, type Visit, workerNames } from '../sharing/index.ts';
import { KnownPage } from './known-page.tsx';
import { type AsKnown, asKnown } from './looking-back.ts';
import {
  Closing,
  everybody,
  here,
  isOpenOn,
  mayOpenReviews,
  Opening,
  type Review,
  reviewKinds,
  WrittenOpening,
} from './model.ts';
import { ReviewPage, ReviewsPage } from './pages.tsx';
import { closeReview, getReview, openReview, reviews } from './service.ts';
import { AsKnownJson, jsonOfReview, ReviewJson, shapeOf } from './shape.ts';

const today = () => dayOf(clock.now());
const json = <S extends z.ZodType>(schema: S, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
});
const IdParam = z.object({ id: z.uuid() });
const OneReview = ReviewJson.openapi('Review');
const Reviews = z.object({ reviews: z.array(OneReview) }).openapi('Reviews');
const KnownQuery = z.object({
  on: IsoDay.describe('The day.'),
  by: z
    .string()
    .default(everybody)
    .describe('An agency by its code; all: all together; vantage: what had come here.'),
});

/** Learning reviews and inspections, and what was known when inside them. */
export function routes(app: App, { db, visit }: { db: Database; visit: Visit }): void {
  operations(app, { db, visit });

  const list = async (c: Context<Env>, form: FormState) => {
    const shown = await visit(
      c,
      async (tx) => {
        const all = await reviews(tx);
        return {
          all,
          families: await familyNames(tx, [...new Set(all.map((one) => one.familyId))]),
          mayOpen: mayOpenReviews.has(tx.actor.role),
        };
      },
      ({ all }) => ({ action: 'read', families: [...new Set(all.map((one) => one.familyId))] }),
    );
    return page(c, {
      title: 'Learning reviews and inspections',
      lede: 'Looking back on one family with what was known then, to learn from it. Only inside a review that is open, and only for those who take part, is it shown what was known when.',
      form,
      children: (
        <ReviewsPage
          reviews={shown.all.map((one) => jsonOfReview(one, today()))}
          families={shown.families}
          mayOpen={shown.mayOpen}
          today={today()}
          form={form}
        />
      ),
    });
  };

  app.get('/reviews', (c) => list(c, freshForm));

  app.post('/reviews', (c) =>
    answerForm(c, {
      schema: WrittenOpening,
      show: (form) => list(c, form),
      act: async (asked) => {
        const opened = await visit(c, (tx) => openReview(db, tx, asked), openedAs, {
          words: `${asked.person}, ${asked.born}`,
          reason: asked.reason,
        }).catch(inTheForm);
        return c.redirect(`/reviews/${opened.reviewId}`, 303);
      },
    }),
  );

  const one = async (c: Context<Env>, form: FormState) => {
    const shown = await visit(
      c,
      async (tx) => {
        const review = await getReview(tx, idOf(c));
        return {
          review,
          workers: await workerNames(tx),
          families: await familyNames(tx, [review.familyId]),
          takesPart: review.participants.includes(tx.actor.id),
          mayClose: mayOpenReviews.has(tx.actor.role) && review.closedAt === null,
        };
      },
      ({ review }) => ({ action: 'read', families: [review.familyId] }),
    );
    const { review, families, workers, takesPart, mayClose } = shown;
    return page(c, {
      title: review.name,
      eyebrow: <a href="/reviews">{reviewKinds[review.kind]}</a>,
      form,
      children: (
        <ReviewPage
          review={jsonOfReview(review, today())}
          workers={workers}
          familyName={families.get(review.familyId)}
          mayEnter={takesPart && isOpenOn(review, today())}
          mayClose={mayClose}
          today={today()}
          form={form}
        />
      ),
    });
  };

  app.get('/reviews/:id', (c) => one(c, freshForm));

  app.post('/reviews/:id/close', (c) =>
    answerForm(c, {
      schema: Closing,
      show: (form) => one(c, form),
      act: async ({ reason }) => {
        const id = idOf(c);
        await visit(c, (tx) => closeReview(tx, id, reason), closedAs(reason));
        return c.redirect(`/reviews/${id}`, 303);
      },
    }),
  );

  app.get('/reviews/:id/known', async (c) => {
    const asked = readAsked(c);
    const known = await visit(c, (tx) => asKnown(tx, idOf(c), asked), lookedBack);
    const shown = shapeOf(known);
    const words = dayInWords(known.day);
    return page(c, {
      title:
        known.by === everybody
          ? `What all agencies together knew on ${words}`
          : `What ${shown.byName} ${shown.by === here ? 'held' : 'knew or could see'} on ${words}`,
      eyebrow: (
        <>
          <a href={`/reviews/${known.review.reviewId}`}>{known.review.name}</a> · {known.familyName}
        </>
      ),
      form: asked.form,
      children: (
        <KnownPage
          known={shown}
          agencies={known.agencies}
          firstName={(id) => known.persons.get(id)?.given ?? 'somebody'}
          isWhole={asked.isWhole}
          form={asked.form}
        />
      ),
    });
  });
}

function operations(app: App, { db, visit }: { db: Database; visit: Visit }): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/reviews',
      summary: 'Learning reviews and inspections that the reader may see',
      responses: json(Reviews, 'The reviews, the last opened first.'),
    }),
    async (c) => {
      const all = await visit(c, reviews, (found) => ({
        action: 'read',
        families: [...new Set(found.map((one) => one.familyId))],
      }));
      return c.json({ reviews: all.map((one) => jsonOfReview(one, today())) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/reviews',
      summary: 'Opens a learning review or an inspection of one family',
      request: {
        body: {
          required: true,
          content: { 'application/json': { schema: Opening.openapi('ReviewOpening') } },
        },
      },
      responses: json(OneReview, 'It is open from its first day on.'),
    }),
    async (c) => {
      const asked = c.req.valid('json');
      const opened = await visit(c, (tx) => openReview(db, tx, asked), openedAs, {
        words: `${asked.person}, ${asked.born}`,
        reason: asked.reason,
      });
      return c.json(jsonOfReview(opened, today()), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/reviews/{id}/close',
      summary: 'Closes a review before its last day',
      request: {
        params: IdParam,
        body: {
          required: true,
          content: { 'application/json': { schema: Closing.openapi('ReviewClosing') } },
        },
      },
      responses: json(z.object({ reviewId: z.uuid() }), 'It is closed.'),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { reason } = c.req.valid('json');
      await visit(c, (tx) => closeReview(tx, id, reason), closedAs(reason));
      return c.json({ reviewId: id }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/reviews/{id}/known',
      summary: 'What was known on a day, for those who take part in an open review',
      request: { params: IdParam, query: KnownQuery },
      responses: json(AsKnownJson.openapi('AsKnown'), 'What an agency, all together or Vantage knew.'),
    }),
    async (c) => {
      const { on, by } = c.req.valid('query');
      const { id } = c.req.valid('param');
      const known = await visit(c, (tx) => asKnown(tx, id, { day: on, by }), lookedBack);
      return c.json(shapeOf(known), 200);
    },
  );
}

const openedAs = (review: Review): Noted => ({
  action: 'change',
  families: [review.familyId],
  reason: `Opened the ${reviewKinds[review.kind].toLowerCase()} “${review.name}” until ${jsonOfReview(review, today()).until}, for ${review.participants.length} who take part. ${review.reason}`,
});

const closedAs =
  (reason: string) =>
  (review: Review): Noted => ({
    action: 'change',
    families: [review.familyId],
    reason: `Closed the ${reviewKinds[review.kind].toLowerCase()} “${review.name}”. ${reason}`,
  });

const lookedBack = ({ review, personIds, day, by }: AsKnown): Noted => ({
  action: 'read',
  families: [review.familyId],
  persons: personIds,
  because: `Takes part in the ${reviewKinds[review.kind].toLowerCase()} “${review.name}”.`,
  reason: `As known on ${day} by ${by}.`,
});

/** The day and who is asked, as they are written in the address; twelve months ago and all together without them. */
function readAsked(c: Context<Env>): { day: string; by: string; isWhole: boolean; form: FormState } {
  const { on, by = everybody, years } = c.req.query();
  const isWhole = years === 'all';
  const fallback = addMonths(today(), -12);
  if (on === undefined || on.trim() === '') return { day: fallback, by, isWhole, form: freshForm };
  const read = readDay(on);
  if ('day' in read && read.day <= today()) return { day: read.day, by, isWhole, form: freshForm };
  const text = 'wrong' in read ? read.wrong : 'That day has not come yet. Write today or a day before.';
  return { day: fallback, by, isWhole, form: { written: { on: [on] }, wrong: [{ field: 'on', text }] } };
}

/** That no family is found is told beside the name. */
function inTheForm(error: unknown): never {
  if (!(error instanceof VantageError) || error.code !== 'not-found') throw error;
  throw new VantageError('bad-input', error.message, { remedy: error.remedy, field: 'person', cause: error });
}

function idOf(c: Context<Env>): string {
  const id = z.uuid().safeParse(c.req.param('id'));
  if (!id.success) throw notFound();
  return id.data;
}
