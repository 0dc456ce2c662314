import type { Context } from 'hono';
import { restsOnConsent } from '../chronology/index.ts';
import { type Person, personsByIds } from '../identity/index.ts';
import {
  type App,
  answerForm,
  createRoute,
  type Env,
  idOf,
  notFound,
  page,
  z,
} from '../platform/http/index.ts';
import { clock, dayOf, type Tx, VantageError, WrittenDayOrNone } from '../platform/index.ts';
import { type FormState, freshForm } from '../platform/parts/index.ts';
import {
  type Consent,
  consentStands,
  consentsOf,
  foreseeDeclining,
  foreseeForChildren,
  goesOnInWords,
  mayRecordConsent,
  type Noted,
  recordConsent,
  tiesTo,
  type Visit,
  withdrawConsent,
  workersOn,
} from '../sharing/index.ts';
import { childrenOf, isAdult } from './adults.ts';
import {
  BeforePage,
  type ChildGoesOn,
  ConsentsPage,
  Ended,
  type Losing,
  services,
  WrittenDown,
} from './consent-pages.tsx';
import { nameOf, today } from './open.ts';
import { pictureSeen } from './seen.ts';
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

/** What somebody writes down of an answer. */
export const Recorded = z.object({
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
  sure: z.literal('yes').optional(),
});

type Shown = { picture: Picture; adults: Person[]; mine: string[]; consents: Consent[]; goesOn: string };
type Asked = { picture: Picture; losing: Losing[]; children: ChildGoesOn[] };

/** What the adults of a family answered when asked whether they want help. */
export function consentRoutes(app: App, { visit }: { visit: Visit }): void {
  const show = async (c: Context<Env>, form: FormState, after?: string) => {
    const shown = await visit(
      c,
      (tx) => shownTo(tx, idOf(c.req.param('id')), after),
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
      act: async (said, form) => {
        if (said.answer === 'declined' && said.sure !== 'yes') {
          const seen = await visit(
            c,
            async (tx) => {
              const picture = await getPicture(tx, idOf(c.req.param('id')));
              const asked = await questionTo(tx, picture, said);
              return { picture, ...(await foreseen(tx, picture, asked)) };
            },
            ({ picture }) => noted(picture, 'read', [said.person]),
          );
          return before(c, seen, { ...said, personId: said.person }, form.written);
        }
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
    const sure = (await c.req.parseBody()).sure === 'yes';
    const taken = await visit(
      c,
      async (tx) => {
        const picture = await getPicture(tx, idOf(c.req.param('id')));
        const own = (await consentsIn(tx, picture)).find((one) => one.consentId === consentId);
        const may =
          own !== undefined &&
          consentStands(own, today()) &&
          (await mayRecordConsent(tx, own.personId, own.service));
        if (!may) throw notFound();
        if (!sure) return { picture, consent: own, ...(await foreseen(tx, picture, own)) };
        await withdrawConsent(tx, consentId);
        return { picture, consent: { ...own, withdrawnAt: clock.now() }, losing: [], children: [] };
      },
      ({ picture, consent }) => noted(picture, sure ? 'withdraw' : 'read', [consent.personId]),
    );
    return sure ? answered(c, taken) : before(c, taken, taken.consent, {});
  });

  /** What declining, or taking back, would do: nothing is written down yet. */
  const before = (
    c: Context<Env>,
    { picture, losing, children }: Asked,
    asked: Pick<Consent, 'personId' | 'service'>,
    written: FormState['written'],
  ) =>
    page(c, {
      title: 'Before this answer counts',
      current: 'families',
      eyebrow: <a href={`/families/${picture.familyId}/consents`}>{picture.name}</a>,
      lede: 'Nothing is written down yet. See who will no longer be seen by whom.',
      children: (
        <BeforePage
          name={nameIn(picture, asked)}
          service={asked.service}
          losing={losing}
          childrenAfter={children}
          action={c.req.path}
          back={`/families/${picture.familyId}/consents`}
          written={written}
        />
      ),
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
    const may = await Promise.all(services.map((service) => mayRecordConsent(tx, person.personId, service)));
    if (may.includes(true)) adults.push(person);
  }
  const consents = await consentsIn(tx, picture);
  const mine: string[] = [];
  for (const one of consents)
    if (await mayRecordConsent(tx, one.personId, one.service)) mine.push(one.consentId);
  const written = consents.find((one) => one.consentId === after);
  const goesOn = written
    ? goesOnInWords(await tiesTo(tx, ids), tx.actor.role, {
        named: (personId) =>
          picture.people.find((one) => one.personId === personId)?.given || 'somebody in this family',
        service: written.service,
        voluntary: restsOnConsent,
      })
    : '';
  return { picture, adults, mine, consents, goesOn };
}

/** What the members of a family answered, newest first. */
async function consentsIn(tx: Tx, picture: Picture): Promise<Consent[]> {
  return consentsOf(
    tx,
    picture.people.map((person) => person.personId),
  );
}

type Question = Pick<Consent, 'personId' | 'children' | 'service'>;

/**
 * To whom an answer is put down, and for which children.
 * @throws {VantageError} not-found when nobody of the family is meant, bad-input for a child, refused for whoever may not.
 */
async function questionTo(tx: Tx, picture: Picture, said: z.output<typeof Recorded>): Promise<Question> {
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
  if (!(await mayRecordConsent(tx, said.person, said.service))) {
    throw new VantageError('refused', 'Only somebody who helps or leads writes down what they answered.', {
      remedy: 'Ask the worker who is allocated to them, or who gives them that help.',
    });
  }
  const children = await childrenOf(tx, said.person, today());
  return { personId: said.person, children, service: said.service };
}

async function answerFor(tx: Tx, picture: Picture, said: z.output<typeof Recorded>): Promise<Consent> {
  const { answer, words, until: lastDay } = said;
  const asked = await questionTo(tx, picture, said);
  const consentId = await recordConsent(tx, { ...asked, answer, words, lastDay });
  return {
    ...asked,
    consentId,
    answer,
    words,
    lastDay,
    agency: '',
    recordedAt: clock.now(),
    withdrawnAt: null,
  };
}

/** What an adult's declining would do: who would no longer see whom, and which children's help goes on, and why. */
async function foreseen(tx: Tx, picture: Picture, asked: Question): Promise<Omit<Asked, 'picture'>> {
  const losing = await losingBy(tx, picture, asked);
  const names = new Map(picture.people.map((one) => [one.personId, one.name]));
  const children = (await foreseeForChildren(tx, asked)).map(({ childId, goesOn, adultId }) => ({
    child: names.get(childId) ?? 'a child whom you do not see',
    goesOn,
    adult: names.get(adultId ?? '') ?? 'another adult',
  }));
  return { losing, children };
}

/** Who would no longer see whom, by name; whom the reader does not see is counted. */
async function losingBy(tx: Tx, picture: Picture, asked: Question): Promise<Losing[]> {
  const [lost, all] = [await foreseeDeclining(tx, asked), await workersOn(tx, today())];
  const atWork = new Map(all.map((one) => [one.workerId, one]));
  const names = new Map(picture.people.map((one) => [one.personId, one.name]));
  return [...Map.groupBy(lost, (one) => one.workerId)].map(([workerId, parts]) => {
    const known = parts.flatMap((one) => names.get(one.personId) ?? []);
    const more = parts.length - known.length;
    return {
      workerId,
      worker: atWork.get(workerId)?.name ?? 'somebody who no longer works here',
      job: atWork.get(workerId)?.job ?? '',
      persons: more === 0 ? known : [...known, more === 1 ? 'one other person' : `${more} other people`],
    };
  });
}

function noted(picture: Picture, action: Noted['action'], persons?: readonly string[]): Noted {
  // Why the family is seen may name others of it: it is said only where all of them are.
  return persons === undefined
    ? { action, ...pictureSeen(picture) }
    : { action, families: [picture.familyId], persons };
}

const nameIn = (picture: Picture, { personId }: Pick<Consent, 'personId'>) =>
  picture.people.find((one) => one.personId === personId)?.name ?? nameOf(undefined);
