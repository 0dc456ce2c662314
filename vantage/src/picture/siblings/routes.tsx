import { type App, createRoute, idOf, page, z } from '../../platform/http/index.ts';
import type { Noted, Visit } from '../../sharing/index.ts';
import { pictureSeen } from '../seen.ts';
import { SiblingsPage } from './page.tsx';
import { getSiblings, type Siblings } from './service.ts';
import { inJson, SiblingView } from './shape.ts';

/** Brothers and sisters side by side: the page and its operation. */
export function siblingRoutes(app: App, { visit }: { visit: Visit }): void {
  const reading = ({ picture, elsewhere }: Siblings): Noted => {
    const { persons, ...seen } = pictureSeen(picture);
    return { action: 'read', ...seen, persons: [...persons, ...elsewhere.map(({ personId }) => personId)] };
  };

  app.get('/families/:id/siblings', async (c) => {
    const id = idOf(c.req.param('id'));
    const shown = await visit(c, (tx) => getSiblings(tx, id), reading);
    const { picture } = shown;
    const reason = picture.openBecause[0];
    return page(c, {
      title: `${picture.name}: brothers and sisters`,
      current: 'families',
      eyebrow: <a href={`/families/${picture.familyId}`}>{picture.name}</a>,
      heading: 'Brothers and sisters',
      lede: 'Side by side: where each lives, who is there for them, and what nobody has written down.',
      because: reason && (
        <>
          {picture.seenBecause} There is a picture because of {reason.reason}.
        </>
      ),
      children: <SiblingsPage shown={shown} />,
    });
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/families/{id}/siblings',
      summary: 'Brothers and sisters of one family side by side',
      request: { params: z.object({ id: z.uuid() }) },
      responses: {
        200: {
          description: 'Brothers and sisters.',
          content: { 'application/json': { schema: SiblingView } },
        },
      },
    }),
    async (c) =>
      c.json(inJson(await visit(c, (tx) => getSiblings(tx, c.req.valid('param').id), reading)), 200),
  );
}
