import type { Context } from 'hono';
import { type App, answerForm, type Env, idOf, notFound, page, z } from '../platform/http/index.ts';
import { type FormState, freshForm } from '../platform/parts/index.ts';
import type { Noted, Visit } from '../sharing/index.ts';
import { longestReason, NeedsPage } from './need-pages.tsx';
import { disagreeInPicture, isNeed, mayDisagree, takeBackInPicture } from './needs.ts';
import { pictureSeen } from './seen.ts';
import { getPicture } from './service.ts';
import type { Picture } from './shape.ts';

const Written = z.object({
  who: z.union([z.literal('').transform(() => null), z.uuid()], 'Choose who disagrees.'),
  words: z
    .string('Write why, in a few words.')
    .trim()
    .min(3, 'Write why, in a few words.')
    .max(longestReason, `Write it in fewer than ${longestReason} characters.`),
});

/** A family's needs with what they rest on, and the writing down and taking back of disagreements. */
export function needRoutes(app: App, { visit }: { visit: Visit }): void {
  const show = async (
    c: Context<Env>,
    noted: (picture: Picture) => Noted,
    form: FormState = freshForm,
    need?: string,
  ) => {
    const shown = await visit(
      c,
      async (tx) => ({
        picture: await getPicture(tx, idOf(c.req.param('id'))),
        reader: { id: tx.actor.id, mayDisagree: mayDisagree(tx.actor.role) },
      }),
      ({ picture }) => noted(picture),
    );
    return page(c, {
      title: `${shown.picture.name}: what they may need`,
      current: 'families',
      form,
      eyebrow: <a href={`/families/${shown.picture.familyId}`}>{shown.picture.name}</a>,
      heading: 'What they may need',
      children: (
        <NeedsPage
          {...shown}
          sent={form}
          formOf={(one) => (one === need ? form : { ...freshForm, suffix: `-${one}` })}
        />
      ),
    });
  };

  app.get('/families/:id/needs', (c) => show(c, (picture) => about(picture, 'read')));

  app.post('/families/:id/needs/:need', (c) => {
    const need = needIn(c);
    return answerForm(c, {
      schema: Written,
      suffix: `-${need}`,
      show: (form) => show(c, (picture) => about(picture, 'read'), form, need),
      act: async ({ who, words: reason }) => {
        const picture = await visit(
          c,
          async (tx) => {
            const found = await getPicture(tx, idOf(c.req.param('id')));
            await disagreeInPicture(tx, found, { need, personId: who, words: reason });
            return found;
          },
          (found) => ({ ...about(found, 'change'), words: `Disagrees: ${need}`, reason }),
        );
        return c.redirect(`/families/${picture.familyId}/needs#${need}`, 303);
      },
    });
  });

  app.post('/families/:id/needs/:need/undo', (c) => {
    const need = needIn(c);
    return answerForm(c, {
      schema: z.object({ disagreement: z.uuid('Choose what is taken back.') }),
      show: (form) => show(c, (picture) => about(picture, 'read'), form),
      act: async ({ disagreement }) => {
        const picture = await visit(
          c,
          async (tx) => {
            const found = await getPicture(tx, idOf(c.req.param('id')));
            await takeBackInPicture(tx, found, disagreement);
            return found;
          },
          (found) => ({ ...about(found, 'change'), words: `Takes a disagreement back: ${need}` }),
        );
        return c.redirect(`/families/${picture.familyId}/needs#${need}`, 303);
      },
    });
  });
}

function about(picture: Picture, action: Noted['action']): Noted {
  return { action, ...pictureSeen(picture) };
}

function needIn(c: Context<Env>): string {
  const need = c.req.param('need') ?? '';
  if (!isNeed(need)) throw notFound();
  return need;
}
