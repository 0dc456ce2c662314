import type { Context } from 'hono';
import {
  type App,
  answerForm,
  createRoute,
  type Env,
  page,
  readQuery,
  z,
} from '../../platform/http/index.ts';
import type { Tx } from '../../platform/index.ts';
import { type FormState, freshForm } from '../../platform/parts/index.ts';
import type { Noted, Visit } from '../../sharing/index.ts';
import { Decide, DecidePair, Decision, Decisions, Makeup, type Pair, Queue } from './model.ts';
import { DecisionsPage, MakeupPage, NothingWaits, PairPage } from './pages.tsx';
import {
  decide,
  decisions,
  getDecision,
  getPair,
  makeupOf,
  personsOf,
  queue,
  split,
  takeBack,
} from './service.ts';

const pageNumber = z.coerce.number().int().min(1).max(10_000).default(1);
const QueueQuery = z.object({ page: pageNumber });
const PairQuery = z.object({ pair: z.uuid().optional(), after: z.uuid().optional() });
const IdParam = z.object({ id: z.uuid() });
const Split = Decide.pick({ reason: true }).extend({
  number: z.array(z.string()).min(1, 'Choose the numbers that mean somebody else.'),
});
const Made = z.object({ decisionId: z.uuid() });
const json = <S extends z.ZodType>(schema: S, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
});
const body = <S extends z.ZodType>(schema: S) => ({
  body: { required: true, content: { 'application/json': { schema } } },
});

const about = (...pairs: readonly Pair[]): string[] => [
  ...new Set(pairs.flatMap(({ sides }) => sides.map(({ personId }) => personId))),
];
const deciding =
  (reason: string) =>
  ({ pair }: { pair: Pair }): Noted => ({ action: 'change', persons: about(pair), reason });

const listing = (query: { page: number }) => async (tx: Tx) => {
  const made = await decisions(tx, query);
  return { made, persons: await personsOf(tx, made) };
};
const listed = ({ persons }: { persons: string[] }): Noted => ({ action: 'read', persons });
const takingBack = (id: string) => async (tx: Tx) => {
  const decision = await takeBack(tx, id);
  return { decision, persons: await personsOf(tx, [decision]) };
};
const tookBack = ({ decision, persons }: { decision: Decision; persons: string[] }): Noted => ({
  action: 'change',
  persons,
  reason: `Took back: ${decision.reason}`,
});

/** Pages and operations with which people decide who is who. */
export function routes(app: App, { visit }: { visit: Visit }): void {
  const showPair = async (c: Context<Env>, asked: z.output<typeof PairQuery>, form: FormState) => {
    const shown = await visit(
      c,
      async (tx) => {
        const { total, pairs } = await queue(tx, { perPage: 1 });
        const last = asked.after === undefined ? null : await getDecision(tx, asked.after);
        const pair = asked.pair === undefined ? (pairs[0] ?? null) : await getPair(tx, asked.pair);
        return { total, last, pair };
      },
      ({ pair }) => ({ action: 'read', persons: pair === null ? [] : about(pair) }),
    );
    const { pair, total, last } = shown;
    return page(c, {
      title: 'Who is who',
      current: 'who-is-who',
      heading: pair === null ? 'Who is who' : 'Are these one person?',
      actions: (
        <a className="govuk-link" href="/who-is-who/decisions">
          Decisions
        </a>
      ),
      because: 'You see both sides because their agencies share who is who with those who review it.',
      form,
      children:
        pair === null ? (
          <NothingWaits last={last} />
        ) : (
          <PairPage pair={pair} waiting={total} last={last} form={form} />
        ),
    });
  };

  app.get('/who-is-who', (c) => showPair(c, readQuery(c, PairQuery), freshForm));

  app.post('/who-is-who', (c) =>
    answerForm(c, {
      schema: DecidePair,
      show: (form) => {
        const pair = z.uuid().safeParse(form.written.pair?.[0]);
        return showPair(c, pair.success ? { pair: pair.data } : {}, form);
      },
      act: async ({ pair: pairId, verdict, reason }) => {
        const made = await visit(c, (tx) => decide(tx, { pairId, verdict, reason }), deciding(reason));
        return c.redirect(`/who-is-who?after=${made.decisionId}`, 303);
      },
    }),
  );

  app.get('/who-is-who/decisions', async (c) => {
    const query = readQuery(c, QueueQuery);
    const { made } = await visit(c, listing(query), listed);
    return page(c, {
      title: 'Decisions',
      current: 'who-is-who',
      eyebrow: <a href="/who-is-who">Who is who</a>,
      lede: 'What people decided about who is who. A decision holds in every build until it is taken back.',
      children: <DecisionsPage decisions={made} page={query.page} />,
    });
  });

  app.post('/who-is-who/decisions/:id/take-back', async (c) => {
    const { id } = IdParam.parse(c.req.param());
    await visit(c, takingBack(id), tookBack);
    return c.redirect('/who-is-who/decisions', 303);
  });

  const madeOf = (id: string) => async (tx: Tx) => {
    const makeup = await makeupOf(tx, id);
    const own = makeup.numbers.map(({ number }) => number);
    return { makeup, decided: await decisions(tx, { numbers: own }) };
  };

  const showMakeup = async (c: Context<Env>, form: FormState) => {
    const { id } = IdParam.parse(c.req.param());
    const shown = await visit(c, madeOf(id), { action: 'read', persons: [id] });
    return page(c, {
      title: 'What this person is made of',
      current: 'who-is-who',
      eyebrow: <a href="/who-is-who">Who is who</a>,
      lede: 'Which agencies’ numbers mean this person, since when, by whom and why.',
      form,
      children: <MakeupPage makeup={shown.makeup} decisions={shown.decided} form={form} />,
    });
  };

  app.get('/who-is-who/persons/:id', (c) => showMakeup(c, freshForm));

  app.post('/who-is-who/persons/:id', (c) => {
    const { id } = IdParam.parse(c.req.param());
    return answerForm(c, {
      schema: Split,
      lists: ['number'],
      show: (form) => showMakeup(c, form),
      act: async ({ number: numbers, reason }) => {
        await visit(c, (tx) => split(tx, { personId: id, numbers, reason }), {
          action: 'change',
          persons: [id],
          reason,
        });
        return c.redirect(`/who-is-who/persons/${id}`, 303);
      },
    });
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/who-is-who/pairs',
      summary: 'Pairs of numbers that wait for a person to decide, most informative first, 25 a page',
      request: { query: QueueQuery },
      responses: json(Queue, 'One page of pairs.'),
    }),
    async (c) => {
      const query = c.req.valid('query');
      const found = await visit(
        c,
        (tx) => queue(tx, query),
        ({ pairs }) => ({ action: 'read', persons: about(...pairs) }),
      );
      return c.json(found, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/who-is-who/decisions',
      summary: 'Decisions about who is who, newest first, 25 a page',
      request: { query: QueueQuery },
      responses: json(Decisions, 'One page of decisions.'),
    }),
    async (c) => {
      const query = c.req.valid('query');
      const { made } = await visit(c, listing(query), listed);
      return c.json({ decisions: made }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/who-is-who/decisions',
      summary: 'Decides a pair; it takes effect with the next build',
      request: body(DecidePair),
      responses: json(Made, 'The decision’s id.'),
    }),
    async (c) => {
      const { pair: pairId, verdict, reason } = c.req.valid('json');
      const made = await visit(c, (tx) => decide(tx, { pairId, verdict, reason }), deciding(reason));
      return c.json({ decisionId: made.decisionId }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/who-is-who/decisions/{id}/take-back',
      summary: 'Takes a decision back; everything is as before with the next build',
      request: { params: IdParam },
      responses: json(Decision, 'The decision.'),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { decision } = await visit(c, takingBack(id), tookBack);
      return c.json(decision, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/who-is-who/persons/{id}',
      summary: 'Which numbers a person is made of, and how that came about',
      request: { params: IdParam },
      responses: json(Makeup, 'The makeup.'),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const shown = await visit(c, (tx) => makeupOf(tx, id), { action: 'read', persons: [id] });
      return c.json(shown, 200);
    },
  );
}
