import { ruleInWords } from '../../identity/index.ts';
import { type App, createRoute, idOf, page, z } from '../../platform/http/index.ts';
import type { Noted, Visit } from '../../sharing/index.ts';
import { keptBackWords } from '../around.tsx';
import { pictureSeen } from '../seen.ts';
import { PersonPage } from './page.tsx';
import { getPerson, type PersonShown } from './service.ts';
import { FamilyPersonView, inJson } from './shape.ts';

/** One person of a family: the page and its operation. */
export function personRoutes(app: App, { visit }: { visit: Visit }): void {
  const reading = ({ picture, member, elsewhere }: PersonShown): Noted => {
    const { persons, ...seen } = pictureSeen(picture, member.personId);
    return { action: 'read', ...seen, persons: [...persons, ...elsewhere.map(({ personId }) => personId)] };
  };

  app.get('/families/:id/people/:person', async (c) => {
    const [id, personId] = [idOf(c.req.param('id')), idOf(c.req.param('person'))];
    const shown = await visit(c, (tx) => getPerson(tx, id, personId), reading);
    const here = `/families/${shown.picture.familyId}`;
    return page(c, {
      title: shown.member.name,
      current: 'families',
      eyebrow: <a href={here}>{shown.picture.name}</a>,
      because: shown.picture.seenBecause,
      children: (
        <PersonPage
          shown={shown}
          ruleWords={ruleInWords}
          keptBack={shown.isKept ? keptBackWords : null}
          protection={shown.mayProtect ? `${here}/people/${shown.person.personId}/protection` : null}
        />
      ),
    });
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/families/{id}/people/{person}',
      summary: 'One person of a family: names, homes, schools, who is around them, and what each agency says',
      request: { params: z.object({ id: z.uuid(), person: z.uuid() }) },
      responses: {
        200: { description: 'The person.', content: { 'application/json': { schema: FamilyPersonView } } },
      },
    }),
    async (c) => {
      const { id, person } = c.req.valid('param');
      return c.json(inJson(await visit(c, (tx) => getPerson(tx, id, person), reading)), 200);
    },
  );
}
