import { type App, createRoute, idOf, page, z } from '../../platform/http/index.ts';
import type { Noted, Visit } from '../../sharing/index.ts';
import { pictureSeen } from '../seen.ts';
import type { Picture } from '../shape.ts';
import { EyePage, EyesPage } from './page.tsx';
import { eyesOf, getEye } from './service.ts';
import { AgencyEye, inJson } from './shape.ts';

/** A family as one agency sees it: the page and its operation. */
export function eyeRoutes(app: App, { visit }: { visit: Visit }): void {
  const reading = ({ picture }: { picture: Picture }): Noted => ({ action: 'read', ...pictureSeen(picture) });

  app.get('/families/:id/agencies', async (c) => {
    const { picture, agencies } = await visit(c, (tx) => eyesOf(tx, idOf(c.req.param('id'))), reading);
    const here = `/families/${picture.familyId}`;
    return page(c, {
      title: `${picture.name}: what one agency sees`,
      current: 'families',
      eyebrow: <a href={here}>{picture.name}</a>,
      heading: 'What one agency sees',
      lede: 'What it holds of this family, what is shared with it today, and what you see and it does not.',
      children: <EyesPage here={here} agencies={agencies} />,
    });
  });

  app.get('/families/:id/agencies/:agency', async (c) => {
    const eye = await visit(c, (tx) => getEye(tx, idOf(c.req.param('id')), c.req.param('agency')), reading);
    const { picture, agency } = eye;
    return page(c, {
      title: `${picture.name}: seen by ${agency.name}`,
      current: 'families',
      eyebrow: (
        <>
          <a href={`/families/${picture.familyId}`}>{picture.name}</a> ·{' '}
          <a href={`/families/${picture.familyId}/agencies`}>all agencies</a>
        </>
      ),
      heading: `Seen by ${agency.name}`,
      lede: 'Today, by what it holds and what agencies agreed; and of that only what you may see.',
      because: picture.seenBecause,
      children: <EyePage eye={eye} />,
    });
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/families/{id}/agencies/{agency}',
      summary: 'One family as one agency sees it today, of what the reader may see',
      request: { params: z.object({ id: z.uuid(), agency: z.string().max(100) }) },
      responses: {
        200: {
          description: 'What the agency holds, is shown, may ask for, and lacks.',
          content: { 'application/json': { schema: AgencyEye } },
        },
      },
    }),
    async (c) => {
      const { id, agency } = c.req.valid('param');
      return c.json(inJson(await visit(c, (tx) => getEye(tx, id, agency), reading)), 200);
    },
  );
}
