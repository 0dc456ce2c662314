import type { Context } from 'hono';
import { restsOnConsent } from '../chronology/index.ts';
import { type Person, personsByIds } from '../identity/index.ts';
import { type App, answerForm, createRoute, type Env, notFound, page, z } from '../platform/http/index.ts';
import { dayOf, type Tx, VantageError, WrittenDayOrNone } from '../platform/index.ts';
import { type FormState, freshForm } from '../platform/parts/index.ts';
import {
  type Consent,
  consentStands,
  consentsOf,
  goesOnInWords,
  mayRecordConsent,
  type Noted,
  recordConsent,
  tiesTo,
  type Visit,
  withdrawConsent,
} from '../sharing/index.ts';
import { childrenOf, isAdult } from './adults.ts';
import { ConsentsPage, Ended, services, WrittenDown } from './consent-pages.tsx';
import { nameOf, today } from './open.ts';
import { getPicture } from './service.ts';
import type { Picture } from './shape.ts';

/** What an adult of a family answered when asked whether they want help. */
export const Consents = z
  .object({
    familyId: z.uuid(),
    consents: z.array(
      z.object({
        consentId: z.uuid(),
        personId: z.uuid(),
        service: z.enum(services),
        answer: z.enum(['given', 'declined']),
        words: z.string(),
        lastDay: z.iso.date().nullable().describe('The last day on which it holds.'),
        agency: z.string(),
        recordedOn: z.iso.date(),
        withdrawnOn: z.iso.date().nullable(),
        stands: z.boolean(),
      }),
    ),
  })
  .openapi('Consents');

const Recorded = z.object({
  person: z.uuid('Choose who answered.'),
  service: z.enum(services, 'Choose the help that they were asked about.'),
  answer: z.enum(['given', 'declined'], 'Choose what they answered.'),
  words: z
    .string()
    .trim()
    .min(5, 'Write what was put to them, in a sentence.')
    .max(1000, 'Write it in fewer than 1,000 characters.'),
  until: WrittenDayOrNone.refine((day) => day === null || day >= today(), {
    error: 'Write a day that is not over: today, or one that comes.',
  }),
});

type Shown = { picture: Picture; adults: Person[]; consents: Consent[]; goesOn: string };

/** What the adults of a family answered when asked whether they want help. */
export function consentRoutes(app: App, { visit }: { visit: Visit }): void {
  const show = async (c: Context<Env>, form: FormState, after?: string) => {
    const shown = await visit(
      c,
      (tx) => shownTo(tx, idOf(c.req.param('id') ?? ''), after),
      ({ picture }) => noted(picture, 'read'),
    );
    const { picture, consents, goesOn } = shown;
    const written = consents.find((one) => one.consentId === after);
    return page(c, {
      title: `${picture.name}: what they agreed to`,
      current: 'families',
      eyebrow: <a href={`/families/${picture.familyId}`}>{picture.name}</a>,
      heading: 'What they agreed to',
      lede: 'Help that nobody has to accept: each adult answers for themselves, and may take it back at any time.',
      form,
      children: (
        <>
          {written && <WrittenDown consent={written} name={nameIn(picture, written)} goesOn={goesOn} />}
          <ConsentsPage {...shown} form={form} />
        </>
      ),
    });
  };

  /** After an answer: the page of answers, or, where the family is no longer the worker's to see, what ended. */
  const answered = async (c: Context<Env>, { picture, consent }: { picture: Picture; consent: Consent }) => {
    const { familyId } = picture;
    const sees = await visit(
      c,
      (tx) =>
        getPicture(tx, familyId).then(
          () => true,
          (error: unknown) => {
            if (error instanceof VantageError && error.code === 'not-found') return false;
            throw error;
          },
        ),
      { action: 'read' },
    );
    if (sees) return c.redirect(`/families/${familyId}/consents?after=${consent.consentId}`, 303);
    return page(c, {
      title: 'You no longer work with this family',
      current: 'families',
      children: <Ended consent={consent} name={nameIn(picture, consent)} family={picture.name} />,
    });
  };

  app.get('/families/:id/consents', (c) => {
    const after = z.uuid().safeParse(c.req.query('after'));
    return show(c, freshForm, after.data);
  });

  app.post('/families/:id/consents', (c) =>
    answerForm(c, {
      schema: Recorded,
      show: (form) => show(c, form),
      act: async (said) => {
        const written = await visit(
          c,
          async (tx) => {
            const picture = await getPicture(tx, idOf(c.req.param('id')));
            return { picture, consent: await answerFor(tx, picture, said) };
          },
          ({ picture }) => ({ ...noted(picture, 'consent', [said.person]), reason: said.words }),
        );
        return answered(c, written);
      },
    }),
  );

  app.post('/families/:id/consents/:consent/withdraw', async (c) => {
    const consentId = idOf(c.req.param('consent'));
    const taken = await visit(
      c,
      async (tx) => {
        const picture = await getPicture(tx, idOf(c.req.param('id')));
        const own = (await consentsIn(tx, picture)).find((one) => one.consentId === consentId);
        if (own === undefined || !(await mayRecordConsent(tx, own.personId))) throw notFound();
        await withdrawConsent(tx, consentId);
        const [consent = own] = (await consentsIn(tx, picture)).filter((one) => one.consentId === consentId);
        return { picture, consent };
      },
      ({ picture, consent }) => noted(picture, 'withdraw', [consent.personId]),
    );
    return answered(c, taken);
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/families/{id}/consents',
      summary: 'What the adults of a family answered when asked whether they want help',
      request: { params: z.object({ id: z.uuid() }) },
      responses: {
        200: { description: 'Their answers.', content: { 'application/json': { schema: Consents } } },
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const shown = await visit(
        c,
        async (tx) => {
          const picture = await getPicture(tx, id);
          return { picture, consents: await consentsIn(tx, picture) };
        },
        ({ picture }) => noted(picture, 'read'),
      );
      const consents = shown.consents.map((one) => ({
        consentId: one.consentId,
        personId: one.personId,
        service: one.service,
        answer: one.answer,
        words: one.words,
        lastDay: one.lastDay,
        agency: one.agency,
        recordedOn: dayOf(one.recordedAt),
        withdrawnOn: one.withdrawnAt && dayOf(one.withdrawnAt),
        stands: consentStands(one, today()),
      }));
      return c.json({ familyId: id, consents }, 200);
    },
  );
}

/** The page of answers; `after` is an answer just written, of which it says what follows. */
async function shownTo(tx: Tx, familyId: string, after: string | undefined): Promise<Shown> {
  const picture = await getPicture(tx, familyId);
  const ids = picture.people.map((person) => person.personId);
  const adults: Person[] = [];
  for (const person of (await personsByIds(tx, ids)).filter((one) => isAdult(one, today()))) {
    if (await mayRecordConsent(tx, person.personId)) adults.push(person);
  }
  const consents = await consentsIn(tx, picture);
  const written = consents.find((one) => one.consentId === after);
  const goesOn = written
    ? goesOnInWords(await tiesTo(tx, ids), tx.actor.role, {
        named: (personId) =>
          picture.people.find((one) => one.personId === personId)?.given || 'somebody in this family',
        service: written.service,
        voluntary: restsOnConsent,
      })
    : '';
  return { picture, adults, consents, goesOn };
}

/** What the members of a family answered, newest first. */
async function consentsIn(tx: Tx, picture: Picture): Promise<Consent[]> {
  return consentsOf(
    tx,
    picture.people.map((person) => person.personId),
  );
}

async function answerFor(tx: Tx, picture: Picture, said: z.output<typeof Recorded>): Promise<Consent> {
  const [person] = picture.people.some((one) => one.personId === said.person)
    ? await personsByIds(tx, [said.person])
    : [];
  if (person === undefined) throw notFound();
  if (!isAdult(person, today())) {
    throw new VantageError('bad-input', 'Only adults answer, each for themselves.', {
      remedy:
        'Choose an adult whose date of birth is recorded. A child’s wishes belong with their own words.',
      field: 'person',
    });
  }
  const consentId = await recordConsent(tx, {
    personId: said.person,
    children: await childrenOf(tx, said.person, today()),
    service: said.service,
    answer: said.answer,
    words: said.words,
    lastDay: said.until,
  });
  const written = (await consentsIn(tx, picture)).find((one) => one.consentId === consentId);
  if (written === undefined) throw notFound();
  return written;
}

function noted(picture: Picture, action: Noted['action'], persons?: readonly string[]): Noted {
  return {
    action,
    because: picture.seenBecause,
    families: [picture.familyId],
    persons: persons ?? picture.people.map((person) => person.personId),
  };
}

function idOf(text: string): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw notFound();
  return id.data;
}

const nameIn = (picture: Picture, { personId }: Consent) =>
  picture.people.find((one) => one.personId === personId)?.name ?? nameOf(undefined);
