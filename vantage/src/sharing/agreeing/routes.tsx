import type { Context } from 'hono';
import { type App, answerForm, createRoute, type Env, idOf, page, z } from '../../platform/http/index.ts';
import { clock, dayOf, IsoDay, type Tx } from '../../platform/index.ts';
import { type FormState, freshForm } from '../../platform/parts/index.ts';
import { basisOn, dutiesHere } from '../duties/index.ts';
import { desks } from '../persons/desks.ts';
import { workerNames } from '../relations.ts';
import { agencies } from '../service.ts';
import type { Noted, Visit } from '../visit.ts';
import { AskingForm, type Choices } from './form.tsx';
import { Asked, Ending } from './model.ts';
import { BeforePage, type Names, OnePage } from './pages.tsx';
import {
  agreement,
  agreementsOf,
  end,
  type Foreseen,
  foreseeAgreement,
  foreseeEnd,
  givers,
  type Kept,
  makeAgreement,
  mayNotAgree,
  subjectsHere,
} from './service.ts';
import { AgreementJson, EffectJson, jsonOfAgreement } from './shape.ts';
import { whatItLets } from './words.ts';

/** The names of agencies, for pages. */
export async function namesHere(tx: Tx): Promise<Names> {
  const known = new Map((await agencies(tx)).map(({ agency, name }) => [agency, name]));
  return (code) => known.get(code) ?? code;
}

/** Making an agreement and ending one, by page. */
export function agreeingRoutes(app: App, { visit }: { visit: Visit }): void {
  agreeingOperations(app, { visit });

  const ask = async (c: Context<Env>, form: FormState) => {
    const shown = await visit(
      c,
      async (tx): Promise<Choices> => ({
        givers: mustBeSome(await givers(tx)),
        takers: await agencies(tx),
        subjects: await subjectsHere(tx),
      }),
      { action: 'read' },
    );
    return page(c, {
      title: 'Agree to share',
      lede: 'The next page says who will see what of whom, and of how many people, before it counts.',
      form,
      children: <AskingForm {...shown} form={form} />,
    });
  };

  app.get('/agreements/new', (c) => ask(c, freshForm));

  app.post('/agreements/new', (c) =>
    answerForm(c, {
      schema: Asked,
      lists: ['subjects'],
      show: (form) => ask(c, form),
      act: async (asked, form) => {
        const shown = await visit(
          c,
          async (tx) => {
            const foreseen = await foreseeAgreement(tx, asked);
            if (asked.sure === 'yes') await makeAgreement(tx, foreseen);
            const hasDesk = (await desks(tx)).some(({ agency }) => agency === asked.from);
            return { ...foreseen, hasDesk, names: await namesHere(tx) };
          },
          (one) => (asked.sure === 'yes' ? agreedTo(one, one.names) : { action: 'read' }),
        );
        if (asked.sure === 'yes') return c.redirect(`/agreements?of=${encodeURIComponent(asked.from)}`, 303);
        return page(c, {
          title: 'Before it is agreed',
          lede: 'Nothing is agreed yet. See who will see what.',
          children: <BeforePage {...shown} form={form} />,
        });
      },
    }),
  );

  const show = async (c: Context<Env>, form: FormState) => {
    const shown = await visit(
      c,
      async (tx) => {
        const one = await agreement(tx, idOf(c.req.param('id')));
        const known = await agencies(tx);
        const disclose = (await dutiesHere(tx)).find(({ duty }) => duty === 'disclose');
        const mayEnd =
          one.endedAt === null && (await givers(tx)).some((two) => two.agency === one.fromAgency);
        return {
          one,
          basis: basisOn(one, known, disclose, dayOf(clock.now())),
          madeBy: (await workerNames(tx)).get(one.decidedBy) ?? 'the program',
          names: await namesHere(tx),
          effect: mayEnd ? await foreseeEnd(tx, one) : null,
        };
      },
      { action: 'read' },
    );
    return page(c, {
      title: `An agreement of ${shown.names(shown.one.fromAgency)}`,
      eyebrow: (
        <a href={`/agreements?of=${encodeURIComponent(shown.one.fromAgency)}`}>
          {shown.names(shown.one.fromAgency)}
        </a>
      ),
      form,
      children: <OnePage {...shown} form={form} />,
    });
  };

  app.get('/agreements/:id', (c) => show(c, freshForm));

  app.post('/agreements/:id/end', (c) =>
    answerForm(c, {
      schema: Ending.required({ sure: true }),
      show: (form) => show(c, form),
      act: async ({ reason }) => {
        const { one } = await visit(
          c,
          async (tx) => {
            const found = await agreement(tx, idOf(c.req.param('id')));
            await foreseeEnd(tx, found);
            await end(tx, found, reason);
            return { one: found, names: await namesHere(tx) };
          },
          (ended) => endedIt(ended.one, reason, ended.names),
        );
        return c.redirect(`/agreements?of=${encodeURIComponent(one.fromAgency)}`, 303);
      },
    }),
  );
}

const Agreement = AgreementJson.openapi('Agreement');
const Agreements = z.object({ agreements: z.array(Agreement) }).openapi('Agreements');
const Done = z
  .object({
    agreementId: z.uuid().nullable().describe('Null where nothing was done, for want of sure.'),
    effect: EffectJson,
    replaced: z.array(z.uuid()).describe('What ends with it.'),
    still: z.array(z.uuid()).describe('What lets some of the same people see more than whom to ask.'),
  })
  .openapi('AgreementDone');
const day = IsoDay.nullable().default(null);
const AskedJson = Asked.extend({ firstDay: day, lastDay: day }).openapi('AgreementAsked');
const done = { 200: { description: 'What it does.', content: { 'application/json': { schema: Done } } } };

function agreeingOperations(app: App, { visit }: { visit: Visit }): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/agreements',
      summary: 'Agreements on what agencies share, ended ones among them',
      request: { query: z.object({ of: z.string().optional().describe('Of one agency alone.') }) },
      responses: {
        200: { description: 'The agreements.', content: { 'application/json': { schema: Agreements } } },
      },
    }),
    async (c) => {
      const { of } = c.req.valid('query');
      const all = await visit(c, (tx) => agreementsOf(tx, of), { action: 'read' });
      return c.json({ agreements: all.map(jsonOfAgreement) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/agreements',
      summary: 'Agrees to share, or says what that would do',
      request: { body: { required: true, content: { 'application/json': { schema: AskedJson } } } },
      responses: done,
    }),
    async (c) => {
      const asked = c.req.valid('json');
      const shown = await visit(
        c,
        async (tx) => {
          const foreseen = await foreseeAgreement(tx, asked);
          const agreementId = asked.sure === 'yes' ? await makeAgreement(tx, foreseen) : null;
          return { ...foreseen, agreementId, names: await namesHere(tx) };
        },
        (one) => (asked.sure === 'yes' ? agreedTo(one, one.names) : { action: 'read' }),
      );
      const ids = (all: readonly Kept[]) => all.map((one) => one.agreementId);
      const { agreementId, effect, replaced, still } = shown;
      return c.json({ agreementId, effect, replaced: ids(replaced), still: ids(still) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/agreements/{id}/end',
      summary: 'Ends an agreement, or says what that would do',
      request: {
        params: z.object({ id: z.uuid() }),
        body: {
          required: true,
          content: { 'application/json': { schema: Ending.openapi('AgreementEnding') } },
        },
      },
      responses: done,
    }),
    async (c) => {
      const { reason, sure } = c.req.valid('json');
      const shown = await visit(
        c,
        async (tx) => {
          const one = await agreement(tx, c.req.valid('param').id);
          const effect = await foreseeEnd(tx, one);
          if (sure === 'yes') await end(tx, one, reason);
          return { one, effect, names: await namesHere(tx) };
        },
        ({ one, names }) => (sure === 'yes' ? endedIt(one, reason, names) : { action: 'read' }),
      );
      const agreementId = sure === 'yes' ? shown.one.agreementId : null;
      return c.json({ agreementId, effect: shown.effect, replaced: [], still: [] }, 200);
    },
  );
}

/** How the audit has an agreement that was made. */
export function agreedTo({ agreement: made, replaced }: Foreseen, names: Names): Noted {
  const instead = replaced.length > 0 ? ` In the place of ${replaced.length}.` : '';
  return { action: 'change', reason: `Agreed: ${whatItLets(made, names)}${instead} ${made.reason}` };
}

/** How the audit has one that was ended. */
export const endedIt = (one: Kept, reason: string, names: Names): Noted => ({
  action: 'change',
  reason: `No longer: ${whatItLets(one, names)} ${reason}`,
});

function mustBeSome<T>(some: readonly T[]): readonly T[] {
  if (some.length > 0) return some;
  throw mayNotAgree();
}
