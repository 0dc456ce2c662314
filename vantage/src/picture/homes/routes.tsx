import { type App, createRoute, idOf, page, z } from '../../platform/http/index.ts';
import { withLastDays } from '../../platform/index.ts';
import type { Noted, Visit } from '../../sharing/index.ts';
import { pictureSeen } from '../seen.ts';
import { HomePage } from './page.tsx';
import { getHome, type HomeShown } from './service.ts';

const day = z.iso.date();
export const FamilyHome = z
  .object({
    familyId: z.uuid(),
    homeId: z.uuid(),
    address: z.string(),
    now: z.array(z.uuid()).describe('Who of the family lives there today.'),
    stays: z
      .array(
        z.object({
          personId: z.uuid(),
          happened: z.object({
            from: day.nullable(),
            to: day.nullable().describe('Last day; null while it goes on.'),
          }),
          precision: z.enum(['day', 'month', 'year', 'unknown']),
          agency: z.string(),
          recordId: z.uuid().nullable().describe('The record that says so, where the reader may open it.'),
        }),
      )
      .describe('Newest first.'),
  })
  .openapi('FamilyHome');
export type FamilyHome = z.infer<typeof FamilyHome>;

/** A home of a family: its page and its operation. */
export function familyHomeRoutes(app: App, { visit }: { visit: Visit }): void {
  const reading = ({ picture }: HomeShown): Noted => ({ action: 'read', ...pictureSeen(picture) });

  app.get('/families/:id/homes/:home', async (c) => {
    const [id, homeId] = [idOf(c.req.param('id')), idOf(c.req.param('home'))];
    const shown = await visit(c, (tx) => getHome(tx, id, homeId), reading);
    const { picture } = shown;
    const reason = picture.openBecause[0];
    return page(c, {
      title: `${picture.name}: ${shown.address}`,
      current: 'families',
      eyebrow: <a href={`/families/${picture.familyId}`}>{picture.name}</a>,
      heading: shown.address,
      because: reason && (
        <>
          {picture.seenBecause} There is a picture because of {reason.reason}.
        </>
      ),
      children: <HomePage shown={shown} />,
    });
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/families/{id}/homes/{home}',
      summary: 'Who of one family lives and lived at a home',
      request: { params: z.object({ id: z.uuid(), home: z.uuid() }) },
      responses: {
        200: { description: 'The home.', content: { 'application/json': { schema: FamilyHome } } },
      },
    }),
    async (c) => {
      const { id, home } = c.req.valid('param');
      const shown = await visit(c, (tx) => getHome(tx, id, home), reading);
      const { picture, homeId, address, now, stays } = shown;
      return c.json(withLastDays({ familyId: picture.familyId, homeId, address, now, stays }), 200);
    },
  );
}
