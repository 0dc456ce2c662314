import type { Context } from 'hono';
import type { ReactNode } from 'react';
import { type App, createRoute, type Env, idOf, page, readForm, z } from '../../platform/http/index.ts';
import { type Actor, VantageError, withLastDays } from '../../platform/index.ts';
import type { Noted, Visit } from '../../sharing/index.ts';
import { AttentionRules, HomePage } from './pages.tsx';
import { attentionRuleIds } from './rules.ts';
import { getHome, sayNotUseful, takeBackNotUseful, worksWithFamilies } from './service.ts';
import { Home } from './shape.ts';

export type HomeContext = {
  visit: Visit;
  /** Who asks; undefined where nobody has been chosen. */
  whoAsks(c: Context<Env>): Actor | undefined;
  /** What stands on the first page where nobody at work asks. */
  welcome: ReactNode;
};

const Line = z.object({
  rule: z.enum(attentionRuleIds),
  about: z.string().min(1).max(200).describe('As it stands in the line.'),
});

/** The first page, and what somebody says of a line on it. */
export function homeRoutes(app: App, { visit, whoAsks, welcome }: HomeContext): void {
  app.get('/', async (c) => {
    const actor = whoAsks(c);
    if (actor === undefined || actor.role === 'family-member')
      return page(c, { title: 'Vantage', heading: null, children: welcome });
    const { home, helps } = await visit(
      c,
      async (tx) => ({ home: await getHome(tx), helps: worksWithFamilies(tx) }),
      (shown) => listing(shown.home),
    );
    return page(c, {
      title: helps ? 'Your families' : 'Vantage',
      ...(!helps && { heading: null }),
      children: <HomePage home={home} helps={helps} />,
    });
  });

  app.get('/attention', (c) =>
    page(c, { title: 'Rules of “pay attention to”', children: <AttentionRules /> }),
  );

  app.post('/attention/not-useful', async (c) => {
    const [rule, ...about] = ((await readForm(c)).written.line?.[0] ?? '').split(' ');
    const line = Line.safeParse({ rule, about: about.join(' ') });
    if (!line.success) throw noLine();
    await visit(c, (tx) => sayNotUseful(tx, line.data), answering(`Not useful: ${line.data.rule}`));
    return c.redirect('/#attention', 303);
  });

  app.post('/attention/undo', async (c) => {
    const answerId = idOf((await readForm(c)).written.answer?.[0]);
    await visit(c, (tx) => takeBackNotUseful(tx, answerId), answering('Useful after all'));
    return c.redirect('/#attention', 303);
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/home',
      summary: 'What stands on the reader’s first page: opened last, their own, and what to pay attention to',
      responses: {
        200: { description: 'The first page.', content: { 'application/json': { schema: Home } } },
      },
    }),
    async (c) => c.json(withLastDays(await visit(c, (tx) => getHome(tx), listing)), 200),
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/attention/not-useful',
      summary: 'Says that a line of the reader’s first page is not useful to them',
      request: { body: { content: { 'application/json': { schema: Line } }, required: true } },
      responses: { 204: { description: 'It is kept.' } },
    }),
    async (c) => {
      const line = c.req.valid('json');
      await visit(c, (tx) => sayNotUseful(tx, line), answering(`Not useful: ${line.rule}`));
      return c.body(null, 204);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/attention/undo',
      summary: 'Takes back that a line is not useful',
      request: {
        body: {
          content: { 'application/json': { schema: z.object({ answerId: z.uuid() }) } },
          required: true,
        },
      },
      responses: { 204: { description: 'The line stands again.' } },
    }),
    async (c) => {
      const { answerId } = c.req.valid('json');
      await visit(c, (tx) => takeBackNotUseful(tx, answerId), answering('Useful after all'));
      return c.body(null, 204);
    },
  );
}

const answering = (words: string): Noted => ({ action: 'change', words });

/** Whom the first page tells of, for the audit: a list, in which nobody is opened. */
function listing({ recent, mine }: Home): Noted {
  const rows = [...recent, ...mine];
  return {
    action: 'search',
    words: 'the first page',
    families: [...new Set(rows.map(({ familyId }) => familyId))],
    persons: [...new Set(rows.flatMap(({ members }) => members.map(({ personId }) => personId)))],
  };
}

const noLine = () =>
  new VantageError('not-found', 'There is no such line on your first page.', {
    remedy: 'Look at the first page again.',
  });
