import { type App, page, z } from '../platform/http/index.ts';
import { clock, dayOf, VantageError } from '../platform/index.ts';
import { agreements } from './agreements.ts';
import { AgreementsPage, OpeningsPage } from './pages.tsx';
import { grants, reviewGrant, workersOn } from './relations.ts';
import { agencies } from './service.ts';
import type { Visit } from './visit.ts';

const Review = z.object({ review: z.string().trim().min(5).max(2000) });

/** Agreements, and families opened without a relation to them. */
export function routes(app: App, { visit }: { visit: Visit }): void {
  app.get('/agreements', async (c) => {
    const shown = await visit(
      c,
      async (tx) => ({
        agreements: await agreements(tx),
        names: new Map((await agencies(tx)).map(({ agency, name }) => [agency, name])),
      }),
      { action: 'read' },
    );
    return page(c, {
      title: 'Agreements',
      lede: 'What the agencies share with whom, about whom, and for what. What no agreement names is seen by nobody else.',
      children: (
        <>
          <p className="v-links">
            <a href="/desks">Duty desks: whom to ask at an agency that answers only when asked</a>
          </p>
          <AgreementsPage {...shown} />
        </>
      ),
    });
  });

  app.get('/openings', async (c) => {
    const shown = await visit(
      c,
      async (tx) => ({
        grants: await grants(tx),
        workers: new Map((await workersOn(tx, dayOf(clock.now()))).map((one) => [one.workerId, one])),
        mayReview: tx.actor.role === 'information-governance-lead',
      }),
      { action: 'read' },
    );
    return page(c, {
      title: 'Families opened in an emergency',
      lede: shown.mayReview
        ? 'Who opened a family to which they had no relation, and why. Say of each what you found.'
        : 'Families that you opened without a relation to them, and what the information governance lead found.',
      children: <OpeningsPage {...shown} />,
    });
  });

  app.post('/openings/:id', async (c) => {
    const id = z.uuid().parse(c.req.param('id'));
    const said = Review.safeParse(await c.req.parseBody());
    if (!said.success) {
      throw new VantageError('bad-input', 'A review needs a sentence.', {
        remedy: 'Go back and write what you found: whether it was needed, and what follows.',
      });
    }
    await visit(
      c,
      async (tx) => {
        if (tx.actor.role !== 'information-governance-lead') {
          throw new VantageError('refused', 'Only the information governance lead reviews.', {
            remedy: 'Ask them to review it.',
          });
        }
        await reviewGrant(tx, id, said.data.review);
      },
      { action: 'review', reason: said.data.review },
    );
    return c.redirect('/openings', 303);
  });
}
