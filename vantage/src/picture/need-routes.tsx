import type { Context } from 'hono';
import { type App, type Env, notFound, page, z } from '../platform/http/index.ts';
import type { Noted, Visit } from '../sharing/index.ts';
import { longestReason, NeedsPage } from './need-pages.tsx';
import { disagreeInPicture, isNeed, mayDisagree, takeBackInPicture } from './needs.ts';
import { getPicture } from './service.ts';
import type { Picture } from './shape.ts';

const Written = z.object({
  who: z.union([z.literal('').transform(() => null), z.uuid()]),
  words: z
    .string()
    .trim()
    .min(3, 'Write why, in a few words.')
    .max(longestReason, `Write it in fewer than ${longestReason} characters.`),
});

/** A family's needs with what they rest on, and the writing down and taking back of disagreements. */
export function needRoutes(app: App, { visit }: { visit: Visit }): void {
  const show = async (
    c: Context<Env>,
    noted: (picture: Picture) => Noted,
    wrong?: Parameters<typeof NeedsPage>[0]['wrong'],
  ) => {
    const shown = await visit(
      c,
      async (tx) => ({
        picture: await getPicture(tx, idIn(c, 'id')),
        reader: { id: tx.actor.id, mayDisagree: mayDisagree(tx.actor.role) },
      }),
      ({ picture }) => noted(picture),
    );
    return page(c, {
      title: `${shown.picture.name}: what they may need`,
      current: 'families',
      status: wrong ? 400 : 200,
      eyebrow: <a href={`/families/${shown.picture.familyId}`}>{shown.picture.name}</a>,
      heading: 'What they may need',
      children: <NeedsPage {...shown} wrong={wrong} />,
    });
  };

  app.get('/families/:id/needs', (c) => show(c, (picture) => about(picture, 'read')));

  app.post('/families/:id/needs/:need', async (c) => {
    const need = needIn(c);
    const form = await c.req.parseBody();
    const words = typeof form.words === 'string' ? form.words.replaceAll('\0', '') : '';
    const written = Written.safeParse({ who: form.who, words });
    if (!written.success) {
      const text = written.error.issues[0]?.message ?? 'Write why.';
      return show(c, (picture) => about(picture, 'read'), { need, words, text });
    }
    const { who, words: reason } = written.data;
    const picture = await visit(
      c,
      async (tx) => {
        const found = await getPicture(tx, idIn(c, 'id'));
        await disagreeInPicture(tx, found, { need, personId: who, words: reason });
        return found;
      },
      (found) => ({ ...about(found, 'change'), words: `Disagrees: ${need}`, reason }),
    );
    return c.redirect(`/families/${picture.familyId}/needs#${need}`, 303);
  });

  app.post('/families/:id/needs/:need/undo', async (c) => {
    const need = needIn(c);
    const form = await c.req.parseBody();
    const disagreement = z.uuid().safeParse(form.disagreement);
    if (!disagreement.success) throw notFound();
    const picture = await visit(
      c,
      async (tx) => {
        const found = await getPicture(tx, idIn(c, 'id'));
        await takeBackInPicture(tx, found, disagreement.data);
        return found;
      },
      (found) => ({ ...about(found, 'change'), words: `Takes a disagreement back: ${need}` }),
    );
    return c.redirect(`/families/${picture.familyId}/needs#${need}`, 303);
  });
}

function about(picture: Picture, action: Noted['action']): Noted {
  return {
    action,
    because: picture.seenBecause,
    families: [picture.familyId],
    persons: picture.people.map((person) => person.personId),
  };
}

function idIn(c: Context<Env>, name: string): string {
  const id = z.uuid().safeParse(c.req.param(name));
  if (!id.success) throw notFound();
  return id.data;
}

function needIn(c: Context<Env>): string {
  const need = c.req.param('need') ?? '';
  if (!isNeed(need)) throw notFound();
  return need;
}
