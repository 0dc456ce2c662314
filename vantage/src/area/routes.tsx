import { type App, createRoute, page, readQuery, z } from '../platform/http/index.ts';
import type { Visit } from '../sharing/index.ts';
import { readsAccounts } from '../voice/index.ts';
import { LikeListPage, LikePage } from './like-pages.tsx';
import { likeInWords } from './like-words.ts';
import { AreaCounts, LikeCounts, LikeList } from './model.ts';
import { AreaPage } from './pages.tsx';
import { areaCounts, likeCounts, likeGroupList } from './service.ts';

const YearQuery = z.object({
  year: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional()
    .describe('Financial year of the spending by service.'),
});

/** The family that somebody comes from: the way back to it, and nothing else. */
const FromQuery = z.object({ from: z.uuid().optional().catch(undefined) });
const LikeParam = z.object({ group: z.string().describe('A group’s id, as the list of groups gives it.') });

/** The view from above: the numbers are the same for everybody who works. */
export function routes(app: App, { visit }: { visit: Visit }): void {
  const read = (c: Parameters<Visit>[0], { year }: z.output<typeof YearQuery>) =>
    visit(
      c,
      async (tx) => ({ counts: await areaCounts(tx, { year }), readsAccounts: readsAccounts(tx.actor.role) }),
      { action: 'read' },
    );

  app.get('/area', async (c) => {
    const { counts, readsAccounts } = await read(c, readQuery(c, YearQuery));
    return page(c, {
      title: counts.area.name,
      current: 'area',
      eyebrow: 'Area',
      lede: 'The whole area from above. Counts of 1 to 5 are not shown. Numbers open to the families behind them, where a picture is open.',
      vantage: { text: 'See from below', href: '/families' },
      children: <AreaPage counts={counts} readsAccounts={readsAccounts} />,
    });
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/area',
      summary: 'The area’s counts, those of 1 to 5 not shown',
      request: { query: YearQuery },
      responses: {
        200: { description: 'The counts.', content: { 'application/json': { schema: AreaCounts } } },
      },
    }),
    async (c) => c.json((await read(c, c.req.valid('query'))).counts, 200),
  );

  const list = (c: Parameters<Visit>[0]) => visit(c, likeGroupList, { action: 'read' });
  const like = (c: Parameters<Visit>[0], asked: string) =>
    visit(c, (tx) => likeCounts(tx, asked), { action: 'read' });

  app.get('/area/like', async (c) => {
    const groups = await list(c);
    return page(c, {
      title: 'Families like one another',
      current: 'area',
      eyebrow: <a href="/area">{groups.area.name}</a>,
      lede: 'Families that were helped alike, who worked with them and what followed, from above.',
      vantage: { text: 'See from below', href: '/families' },
      children: <LikeListPage list={groups} />,
    });
  });

  app.get('/area/like/:group', async (c) => {
    const { from } = readQuery(c, FromQuery);
    const counts = await like(c, c.req.param('group'));
    return page(c, {
      title: 'Families like this, from above',
      current: 'area',
      eyebrow: <a href="/area/like">Families like one another</a>,
      lede: `${likeInWords(counts)}.`,
      vantage: { text: 'See from below', href: from ? `/families/${from}` : '/families' },
      children: <LikePage counts={counts} />,
    });
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/area/like',
      summary: 'Groups of families like one another, with how many there are to the nearest ten',
      responses: {
        200: { description: 'The groups.', content: { 'application/json': { schema: LikeList } } },
      },
    }),
    async (c) => c.json(await list(c), 200),
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/area/like/{group}',
      summary: 'Families of one group: how many, who worked with them, what followed',
      request: { params: LikeParam },
      responses: {
        200: { description: 'The counts.', content: { 'application/json': { schema: LikeCounts } } },
      },
    }),
    async (c) => c.json(await like(c, c.req.valid('param').group), 200),
  );
}
