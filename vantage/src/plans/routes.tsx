import type { Context } from 'hono';
import { draftFor, dropDraft, type FamilyHere, keepDraft, mustWrite } from '../casework/index.ts';
import {
  type App,
  answerForm,
  createRoute,
  type Env,
  notFound,
  page,
  readForm,
  z,
} from '../platform/http/index.ts';
import { clock, dayOf, newId, type Tx } from '../platform/index.ts';
import type { FormState } from '../platform/parts/index.ts';
import { agencies, type Desk, desks as desksSet, type Noted, type Visit } from '../sharing/index.ts';
import { Answering, Helping, Leading, type Plan, StepEnd, Stepping } from './model.ts';
import { PlanPage, type Sent } from './pages.tsx';
import {
  addStep,
  agreeHelp,
  endStep,
  maySet,
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
  /** Does what shows nobody to anybody and records nothing: keeping a draft. It is not in the audit. */
  unrecorded<T>(c: Context<Env>, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Address of the script that keeps drafts. */
  draftScript: string;
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
      z.object({
        ...set,
        for: z.array(z.uuid()),
        who: z.string(),
        what: z.string(),
        by: z.iso.date(),
        asks: z.boolean().describe('Whether it is to ask them what they want, in their own words.'),
      }),
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
export function routes(app: App, { visit, familyHere, unrecorded, draftScript }: PlanContext): void {
  const show = async (c: Context<Env>, sent: Sent | null) => {
    const asked = z.uuid().safeParse(c.req.query('draft')).data;
    const toAsk = z.uuid().safeParse(c.req.query('ask')).data;
    const { family, plan, may, desks, writer, begun, key, workerId } = await visit(
      c,
      async (tx) => {
        mustWrite(tx);
        const family = await familyHere(tx, idOf(c));
        return {
          family,
          plan: await planWithHistory(tx, idsOf(family)),
          may: await maySet(tx, family),
          desks: await desksByName(tx),
          writer: await writerHere(tx),
          ...(await draftFor(tx, { familyId: family.familyId, kind: 'step', asked })),
        };
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
          may={may}
          desks={desks}
          sent={sent}
          writer={writer?.name ?? ''}
          today={dayOf(clock.now())}
          begun={begun?.written ?? asking(family, toAsk)}
          draftId={draftIdIn(sent?.form.written ?? {}) ?? begun?.draftId ?? newId()}
          kept={{ key, workerId, script: draftScript }}
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
  app.post('/families/:id/plan/steps', async (c) => {
    const { written } = await readForm(c);
    if (written.do?.[0] === 'draft') {
      const { do: _, ...fields } = written;
      const [draftId, familyId] = [draftIdIn(written) ?? newId(), idOf(c)];
      await unrecorded(c, (tx) => keepDraft(tx, { draftId, familyId, kind: 'step', written: fields }));
      return c.redirect('/notes', 303);
    }
    return answer(c, 'steps', Stepping, async (tx, family, said) => {
      await addStep(tx, family, said);
      await dropDraft(tx, draftIdIn(written));
    });
  });
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
    steps: steps.map((one) => ({
      ...setOf(one),
      who: one.content.who,
      what: one.content.what,
      asks: one.content.asks !== undefined,
      for: one.about,
      by: one.day,
    })),
    responsible: responsible.map((one) => ({
      ...setOf(one),
      ...one.content,
      child: one.about[0] ?? '',
      holder: one.content.otherName === null ? (one.about[1] ?? null) : null,
      since: one.day,
    })),
  };
}

const draftIdIn = (written: FormState['written']) => z.uuid().safeParse(written.draft?.[0]).data;

/** What is written to begin with in a step that is to ask one of the family what they want. */
function asking({ people }: FamilyHere, personId: string | undefined): FormState['written'] {
  const who = people.find((one) => one.personId === personId);
  if (!who) return {};
  return { persons: [who.personId], what: [`asks ${who.name} what they want`], asks: ['yes'] };
}

/** Duty desks that are set, by the name of their agency. */
async function desksByName(tx: Tx): Promise<ReadonlyMap<string, Desk>> {
  const [list, all] = await Promise.all([agencies(tx), desksSet(tx)]);
  const byAgency = new Map(all.map((desk) => [desk.agency, desk]));
  return new Map(
    list.flatMap(({ agency, name }) => {
      const desk = byAgency.get(agency);
      return desk ? [[name, desk] as const] : [];
    }),
  );
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
