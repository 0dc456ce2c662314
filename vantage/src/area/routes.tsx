import { type App, createRoute, page, readQuery, z } from '../platform/http/index.ts';
import type { Visit } from '../sharing/index.ts';
import { readsAccounts } from '../voice/index.ts';
import { AreaCounts } from './model.ts';
import { AreaPage } from './pages.tsx';
import { areaCounts } from './service.ts';

const YearQuery = z.object({
  year: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional()
    .describe('Financial year of the spending by service.'),
});

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
}
