import type { Context } from 'hono';
import { draftFor, dropDraft, type FamilyHere, keepDraft, mustWrite } from '../casework/index.ts';
import {
  type App,
  answerForm,
  createRoute,
  type Env,
  idOf,
  page,
  readForm,
  z,
} from '../platform/http/index.ts';
import { newId, type Tx, VantageError, writtenWords } from '../platform/index.ts';
import { type FormState, freshForm } from '../platform/parts/index.ts';
import type { Visit } from '../sharing/index.ts';
import { TellingOfFamily } from './account/pages.tsx';
import { accountRoutes } from './account/routes.tsx';
import { accountsNow, workedWith } from './account/service.ts';
import { idsOf, reading, wordsIn } from './family.ts';
import { DoneForm, SayingForm } from './pages.tsx';
import { answerWords, Saying, sayHere } from './recording.ts';
import { voiceOf } from './service.ts';

type VoiceContext = {
  visit: Visit;
  /** A family whose picture is open to the reader; a VantageError 'not-found' of any other. */
  familyHere(tx: Tx, familyId: string): Promise<FamilyHere>;
  /** Does what shows nobody to anybody and records nothing: keeping a draft. It is not in the audit. */
  unrecorded<T>(c: Context<Env>, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Address of the script that keeps drafts. */
  draftScript: string;
};

const DoneForWords = z.object({
  done: writtenWords('Write what was done.', 2000),
});
const IdParam = z.object({ id: z.uuid() });

/** Writing down what people say, and what was done about it. */
export function routes(app: App, { visit, familyHere, unrecorded, draftScript }: VoiceContext): void {
  /** The page with the form for words and, below it, what is told: `ending` is a form that was sent to end that. */
  const show = async (c: Context<Env>, sent: FormState | undefined, ending: FormState = freshForm) => {
    const asked = z.uuid().safeParse(c.req.query('draft')).data;
    const { family, said, now, near, begun, key, workerId } = await visit(
      c,
      async (tx) => {
        mustWrite(tx);
        const family = await familyHere(tx, idOf(c.req.param('id')));
        const ids = idsOf(family);
        const [{ said }, now, near] = await Promise.all([
          voiceOf(tx, ids),
          accountsNow(tx, ids),
          workedWith(tx, ids),
        ]);
        const draft = await draftFor(tx, { familyId: family.familyId, kind: 'words', asked });
        return { family, said, now, near, ...draft };
      },
      ({ family }) => reading(family),
    );
    const form = sent ?? { wrong: [], written: begun?.written ?? {} };
    return page(c, {
      title: `${family.name}: in their words`,
      heading: 'In their words',
      lede: 'What somebody of the family says, written down as they say it.',
      current: 'families',
      eyebrow: <a href={`/families/${family.familyId}`}>{family.name}</a>,
      form: ending.wrong.length > 0 ? ending : form,
      children: (
        <>
          <SayingForm
            family={family}
            form={form}
            id={z.uuid().safeParse(form.written.id?.[0]).data ?? begun?.draftId ?? newId()}
            kept={{ key, workerId, script: draftScript }}
          />
          <TellingOfFamily family={family} said={said} now={now} near={near} sent={ending} />
          <script type="module" src={draftScript} />
        </>
      ),
    });
  };

  const say = (c: Context<Env>, familyId: string, said: Saying) =>
    visit(
      c,
      async (tx) => {
        mustWrite(tx);
        mustBelong(await familyHere(tx, familyId), said.person);
        const saidId = await sayHere(tx, said);
        await dropDraft(tx, said.id);
        return saidId;
      },
      { action: 'change', families: [familyId], persons: [said.person] },
    );

  app.get('/families/:id/words', (c) => show(c, undefined));

  app.post('/families/:id/words', async (c) => {
    const { written } = await readForm(c);
    if (written.do?.[0] === 'draft') {
      const { do: _, ...fields } = written;
      const draftId = z.uuid().safeParse(written.id?.[0]).data ?? newId();
      const familyId = idOf(c.req.param('id'));
      await unrecorded(c, (tx) => keepDraft(tx, { draftId, familyId, kind: 'words', written: fields }));
      return c.redirect('/notes', 303);
    }
    return answerForm(c, {
      schema: Saying,
      show: (form) => show(c, form),
      act: async (said) => {
        const familyId = idOf(c.req.param('id'));
        await say(c, familyId, said);
        return c.redirect(`/families/${familyId}`, 303);
      },
    });
  });

  const showDone = async (c: Context<Env>, form: FormState) => {
    const { family, one } = await visit(
      c,
      async (tx) => {
        mustWrite(tx);
        const family = await familyHere(tx, idOf(c.req.param('id')));
        return { family, one: await wordsIn(tx, family, idOf(c.req.param('words'))) };
      },
      ({ family }) => reading(family),
    );
    return page(c, {
      title: `${family.name}: what we did about it`,
      heading: 'What we did about it',
      current: 'families',
      eyebrow: <a href={`/families/${family.familyId}`}>{family.name}</a>,
      form,
      children: <DoneForm family={family} one={one} form={form} />,
    });
  };

  app.get('/families/:id/words/:words/done', (c) => showDone(c, freshForm));

  app.post('/families/:id/words/:words/done', (c) =>
    answerForm(c, {
      schema: DoneForWords,
      show: (form) => showDone(c, form),
      act: async ({ done }) => {
        const [familyId, about] = [idOf(c.req.param('id')), idOf(c.req.param('words'))];
        await visit(
          c,
          async (tx) => {
            mustWrite(tx);
            const { personId } = await wordsIn(tx, await familyHere(tx, familyId), about);
            await answerWords(tx, { personId, about, words: done });
            return personId;
          },
          (personId) => ({ action: 'change', families: [familyId], persons: [personId] }),
        );
        return c.redirect(`/families/${familyId}`, 303);
      },
    }),
  );

  accountRoutes(app, { visit, familyHere, showWords: (c, ending) => show(c, undefined, ending) });

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/families/{id}/words',
      summary: 'Writes down what somebody of a family says',
      request: {
        params: IdParam,
        body: { required: true, content: { 'application/json': { schema: Saying } } },
      },
      responses: {
        201: {
          description: 'It is written down.',
          content: { 'application/json': { schema: z.object({ saidId: z.uuid() }) } },
        },
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      return c.json({ saidId: await say(c, id, c.req.valid('json')) }, 201);
    },
  );
}

function mustBelong({ people }: FamilyHere, personId: string): void {
  if (people.some((one) => one.personId === personId)) return;
  throw new VantageError('bad-input', 'Words are written down here of people of this family.', {
    remedy: 'Choose whose words they are.',
    field: 'person',
  });
}
