import type { Context } from 'hono';
import { type App, answerForm, type Env, idOf, page } from '../../platform/http/index.ts';
import { clock, dayOf, type Tx, VantageError } from '../../platform/index.ts';
import { type FormState, freshForm } from '../../platform/parts/index.ts';
import type { FamilyNames } from '../audit/index.ts';
import { workersOn } from '../relations.ts';
import type { Visit } from '../visit.ts';
import { type Grant, Review } from './model.ts';
import { OpeningsPage } from './pages.tsx';
import { grants, reviewGrant, writeDownTold } from './service.ts';

/** Families opened without a relation to them: who did, why, what a review found, whether the people were told. */
export function openingRoutes(
  app: App,
  { visit, familyNames }: { visit: Visit } & Pick<FamilyNames, 'familyNames'>,
): void {
  const show = async (c: Context<Env>, form: FormState, about?: string) => {
    const shown = await visit(
      c,
      async (tx) => {
        const all = await grants(tx);
        return {
          grants: all,
          families: await familyNames(tx, [...new Set(all.map((one) => one.familyId))]),
          workers: new Map((await workersOn(tx, dayOf(clock.now()))).map((one) => [one.workerId, one])),
          mayReview: mayReview(tx),
        };
      },
      (shown) => ({ action: 'read', families: [...new Set(shown.grants.map((one) => one.familyId))] }),
    );
    return page(c, {
      title: 'Families opened without a relation',
      current: 'openings',
      lede: shown.mayReview
        ? 'Who opened a family to which they had no relation, and why. Say of each what you found, and who tells the family.'
        : 'Families that you opened without a relation to them, and what the information governance lead found.',
      form,
      children: (
        <OpeningsPage
          {...shown}
          formOf={(id) => (id === about ? form : { ...freshForm, suffix: `-${id}` })}
        />
      ),
    });
  };

  app.get('/openings', (c) => show(c, freshForm));

  app.post('/openings/:id', (c) => {
    const id = idOf(c.req.param('id'));
    return answerForm(c, {
      schema: Review,
      suffix: `-${id}`,
      show: (form) => show(c, form, id),
      act: async (said) => {
        const { review } = said;
        await visit(
          c,
          (tx) => reviewGrant(mustReview(tx), id, said),
          about({
            action: 'review',
            reason: said.tell === 'yes' ? review : `${review} Not told: ${said.why}`,
          }),
        );
        return c.redirect('/openings', 303);
      },
    });
  });

  app.post('/openings/:id/told', async (c) => {
    const id = idOf(c.req.param('id'));
    await visit(
      c,
      (tx) => writeDownTold(mustReview(tx), id),
      about({ action: 'change', reason: 'They were told that their family was opened.' }),
    );
    return c.redirect('/openings', 303);
  });
}

const about =
  (noted: { action: 'review' | 'change'; reason: string }) =>
  ({ familyId }: Grant) => ({ ...noted, families: [familyId] });

const mayReview = (tx: Tx) => tx.actor.role === 'information-governance-lead';

function mustReview(tx: Tx): Tx {
  if (mayReview(tx)) return tx;
  throw new VantageError('refused', 'Only the information governance lead reviews.', {
    remedy: 'Ask them to review it.',
  });
}
