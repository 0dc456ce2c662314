import type { Context } from 'hono';
import { type FamilyHere, mustWrite } from '../../casework/index.ts';
import {
  type App,
  answerForm,
  createRoute,
  type Env,
  idOf,
  notFound,
  page,
  z,
} from '../../platform/http/index.ts';
import { type Tx, VantageError } from '../../platform/index.ts';
import { type FormState, freshForm } from '../../platform/parts/index.ts';
import type { Visit } from '../../sharing/index.ts';
import { idsOf, reading, wordsIn } from '../family.ts';
import { Ending, Telling } from './model.ts';
import { AccountsPage, AskToTell } from './pages.tsx';
import { accountsNow, accountsTold, endAccount, mustBeAskable, tellAccount } from './service.ts';
import { tellsInWords } from './tells.ts';

type AccountContext = {
  visit: Visit;
  familyHere(tx: Tx, familyId: string): Promise<FamilyHere>;
  /** The page of a family's words, with a form that was sent to end an account. */
  showWords(c: Context<Env>, ending: FormState): Promise<Response>;
};

const Told = z
  .object({
    accounts: z.array(
      z.object({
        words: z.string(),
        month: z.string().describe('The month in which it was agreed: `2026-11`.'),
      }),
    ),
  })
  .openapi('AccountsTold');

/** Words that people agree to have told without a name: asking, ending, and reading them. */
export function accountRoutes(app: App, { visit, familyHere, showWords }: AccountContext): void {
  const show = async (c: Context<Env>, form: FormState) => {
    const { family, one } = await visit(
      c,
      async (tx) => {
        mustWrite(tx);
        const family = await familyHere(tx, idOf(c.req.param('id')));
        const one = await wordsIn(tx, family, idOf(c.req.param('words')));
        await mustBeAskable(tx, family, one);
        return { family, one };
      },
      ({ family }) => reading(family),
    );
    return page(c, {
      title: `${family.name}: to tell without a name`,
      heading: 'Ask to tell this without a name',
      current: 'families',
      eyebrow: <a href={`/families/${family.familyId}/words`}>{family.name}: in their words</a>,
      form,
      children: <AskToTell family={family} one={one} form={form} />,
    });
  };

  /** What would tell who they are is said after the visit: no denial keeps it, and nothing was written. */
  const tell = async (c: Context<Env>, familyId: string, about: string, telling: Telling) => {
    const { told } = await visit(
      c,
      async (tx) => {
        mustWrite(tx);
        const family = await familyHere(tx, familyId);
        const one = await wordsIn(tx, family, about);
        return { family, one, told: await tellAccount(tx, { family, one, telling }) };
      },
      ({ family, one, told }) =>
        'tells' in told
          ? reading(family)
          : { action: 'change', families: [familyId], persons: [one.personId] },
    );
    if ('accountId' in told) return told.accountId;
    throw new VantageError('bad-input', tellsInWords(told.tells), {
      remedy: 'Say it without that.',
      field: 'words',
    });
  };

  app.get('/families/:id/words/:words/account', (c) => show(c, freshForm));

  app.post('/families/:id/words/:words/account', (c) =>
    answerForm(c, {
      schema: Telling,
      show: (form) => show(c, form),
      act: async (telling) => {
        const familyId = idOf(c.req.param('id'));
        await tell(c, familyId, idOf(c.req.param('words')), telling);
        return c.redirect(`/families/${familyId}/words`, 303);
      },
    }),
  );

  app.post('/families/:id/accounts/:account/end', (c) =>
    answerForm(c, {
      schema: Ending,
      suffix: c.req.param('account'),
      show: (form) => showWords(c, form),
      act: async ({ why }) => {
        const [familyId, accountId] = [idOf(c.req.param('id')), idOf(c.req.param('account'))];
        await visit(
          c,
          async (tx) => {
            mustWrite(tx);
            const now = await accountsNow(tx, idsOf(await familyHere(tx, familyId)));
            const found = now.find((one) => one.accountId === accountId);
            if (found === undefined) throw notFound();
            await endAccount(tx, accountId, why);
            return found.personId;
          },
          (personId) => ({ action: 'withdraw', families: [familyId], persons: [personId] }),
        );
        return c.redirect(`/families/${familyId}/words`, 303);
      },
    }),
  );

  const readTold = (c: Context<Env>) => visit(c, accountsTold, { action: 'read' });

  app.get('/accounts', async (c) => {
    const told = await readTold(c);
    return page(c, {
      title: 'In people’s own words',
      heading: 'In people’s own words',
      current: 'area',
      eyebrow: <a href="/area">Area</a>,
      lede: 'What people said and agreed to have told to you. Whose words they are is not told, and a few people’s words do not stand for everybody’s.',
      children: <AccountsPage told={told} />,
    });
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/accounts',
      summary: 'What people agreed to have told, without a name, to those who see numbers',
      responses: {
        200: {
          description: 'The words, the newest month first.',
          content: { 'application/json': { schema: Told } },
        },
      },
    }),
    async (c) => c.json({ accounts: await readTold(c) }, 200),
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/families/{id}/words/{words}/account',
      summary: 'Writes down that somebody agreed to have words of theirs told without a name',
      request: {
        params: z.object({ id: z.uuid(), words: z.uuid() }),
        body: { required: true, content: { 'application/json': { schema: Telling } } },
      },
      responses: {
        201: {
          description: 'It is told from now on.',
          content: { 'application/json': { schema: z.object({ accountId: z.uuid() }) } },
        },
      },
    }),
    async (c) => {
      const { id, words } = c.req.valid('param');
      return c.json({ accountId: await tell(c, id, words, c.req.valid('json')) }, 201);
    },
  );
}
