import type { Context } from 'hono';
import { type FamilyHere, mustWrite } from '../casework/index.ts';
import { type App, answerForm, createRoute, type Env, notFound, page, z } from '../platform/http/index.ts';
import { clock, dayOf, type Tx } from '../platform/index.ts';
import type { Noted, Visit } from '../sharing/index.ts';
import { Answering, Helping, Leading, type Plan, StepEnd, Stepping } from './model.ts';
import { PlanPage, type Sent } from './pages.tsx';
import {
  addStep,
  agreeHelp,
  endStep,
  planNow,
  planWithHistory,
  setLead,
  writeResponsible,
} from './service.ts';
import { writerHere } from './store.ts';

type PlanContext = {
  visit: Visit;
  /** A family whose picture is open to the reader; a VantageError 'not-found' of any other. */
  familyHere(tx: Tx, familyId: string): Promise<FamilyHere>;
};

const set = { entryId: z.uuid(), setBy: z.string(), setAt: z.iso.datetime() };
const PlanJson = z
  .object({
    lead: z
      .object({ ...set, name: z.string(), job: z.string(), telephone: z.string(), since: z.iso.date() })
      .nullable(),
    help: z
      .object({
        ...set,
        level: z.string(),
        threshold: z.string(),
        agreedBy: z.string(),
        view: z.string().describe('What the family thinks of it.'),
        agreedOn: z.iso.date(),
      })
      .nullable(),
    steps: z.array(
      z.object({ ...set, for: z.array(z.uuid()), who: z.string(), what: z.string(), by: z.iso.date() }),
    ),
    responsible: z
      .array(
        z.object({
          ...set,
          child: z.uuid(),
          holder: z.uuid().nullable(),
          otherName: z.string().nullable(),
          ground: z.string(),
          since: z.iso.date(),
          saidBy: z.string(),
        }),
      )
      .describe('Who holds parental responsibility, as far as it was written down.'),
  })
  .openapi('FamilyPlan');

/** The one lead of a family, the level of help agreed, and the next steps. */
export function routes(app: App, { visit, familyHere }: PlanContext): void {
  const show = async (c: Context<Env>, sent: Sent | null) => {
    const { family, plan, writer } = await visit(
      c,
      async (tx) => {
        mustWrite(tx);
        const family = await familyHere(tx, idOf(c));
        return { family, plan: await planWithHistory(tx, idsOf(family)), writer: await writerHere(tx) };
      },
      ({ family }) => reading(family),
    );
    return page(c, {
      title: `${family.name}: lead and next steps`,
      heading: 'Lead, level of help, next steps, and who is responsible',
      current: 'families',
      eyebrow: <a href={`/families/${family.familyId}`}>{family.name}</a>,
      ...(sent && { form: sent.form }),
      children: (
        <PlanPage
          plan={plan}
          family={family}
          sent={sent}
          writer={writer?.name ?? ''}
          today={dayOf(clock.now())}
        />
      ),
    });
  };

  /** Answers one of the page's forms. */
  const answer = <S extends z.ZodType>(
    c: Context<Env>,
    of: string,
    schema: S,
    act: (tx: Tx, family: FamilyHere, said: z.output<S>) => Promise<unknown>,
  ) =>
    answerForm(c, {
      schema,
      lists: ['persons'],
      suffix: of,
      show: (form) => show(c, { of, form }),
      act: async (said) => {
        const familyId = idOf(c);
        await visit(
          c,
          async (tx) => {
            mustWrite(tx);
            const family = await familyHere(tx, familyId);
            await act(tx, family, said);
            return family;
          },
          (family) => ({ ...reading(family), action: 'change' }),
        );
        return c.redirect(`/families/${familyId}/plan`, 303);
      },
    });

  app.get('/families/:id/plan', (c) => show(c, null));
  app.post('/families/:id/plan/lead', (c) => answer(c, 'lead', Leading, setLead));
  app.post('/families/:id/plan/help', (c) => answer(c, 'help', Helping, agreeHelp));
  app.post('/families/:id/plan/steps', (c) => answer(c, 'steps', Stepping, addStep));
  app.post('/families/:id/plan/responsibility', (c) =>
    answer(c, 'responsibility', Answering, writeResponsible),
  );
  app.post('/families/:id/plan/steps/:step', (c) => {
    const step = idOf(c, 'step');
    return answer(c, step, StepEnd, (tx, family, said) => endStep(tx, family, step, said));
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/families/{id}/plan',
      summary: 'Who leads, which level of help was agreed, and the next steps',
      request: { params: z.object({ id: z.uuid() }) },
      responses: {
        200: { description: 'What is set now.', content: { 'application/json': { schema: PlanJson } } },
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { plan } = await visit(
        c,
        async (tx) => {
          const family = await familyHere(tx, id);
          return { family, plan: await planNow(tx, idsOf(family)) };
        },
        ({ family }) => reading(family),
      );
      return c.json(jsonOf(plan), 200);
    },
  );
}

function jsonOf({ lead, help, steps, responsible }: Plan): z.infer<typeof PlanJson> {
  const setOf = (one: { entryId: string; writtenBy: string; writtenAt: Date }) => ({
    entryId: one.entryId,
    setBy: one.writtenBy,
    setAt: one.writtenAt.toISOString(),
  });
  return {
    lead: lead && { ...setOf(lead), ...lead.content, since: lead.day },
    help: help && { ...setOf(help), ...help.content, agreedOn: help.day },
    steps: steps.map((one) => ({ ...setOf(one), ...one.content, for: one.about, by: one.day })),
    responsible: responsible.map((one) => ({
      ...setOf(one),
      ...one.content,
      child: one.about[0] ?? '',
      holder: one.content.otherName === null ? (one.about[1] ?? null) : null,
      since: one.day,
    })),
  };
}

const idsOf = ({ people }: FamilyHere): string[] => people.map(({ personId }) => personId);

const reading = (family: FamilyHere): Noted => ({
  action: 'read',
  families: [family.familyId],
  persons: idsOf(family),
});

function idOf(c: Context<Env>, name = 'id'): string {
  const id = z.uuid().safeParse(c.req.param(name));
  if (!id.success) throw notFound();
  return id.data;
}
