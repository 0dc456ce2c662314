import { type Person, personsByIds } from '../identity/index.ts';
import { type App, createRoute, notFound, page, z } from '../platform/http/index.ts';
import { dayOf, type Tx, VantageError } from '../platform/index.ts';
import { Button, Day, EmptyState, Input, StackTable } from '../platform/parts/index.ts';
import {
  type Consent,
  consentStands,
  consentsOf,
  mayRecordConsent,
  type Noted,
  recordConsent,
  type Visit,
  voluntaryServices,
  withdrawConsent,
} from '../sharing/index.ts';
import { childrenOf, isAdult } from './adults.ts';
import { nameOf, today } from './open.ts';
import { getPicture } from './service.ts';
import type { Picture } from './shape.ts';

const services = Object.keys(voluntaryServices) as (keyof typeof voluntaryServices)[];

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
        lastDay: z.iso.date().nullable(),
        agency: z.string(),
        recordedOn: z.iso.date(),
        withdrawnOn: z.iso.date().nullable(),
        stands: z.boolean(),
      }),
    ),
  })
  .openapi('Consents');

const Recorded = z.object({
  person: z.uuid(),
  service: z.enum(services),
  answer: z.enum(['given', 'declined']),
  words: z.string().trim().min(5).max(1000),
  until: z.union([z.literal(''), z.iso.date()]).default(''),
});

/** What the adults of a family answered when asked whether they want help. */
export function consentRoutes(app: App, { visit }: { visit: Visit }): void {
  app.get('/families/:id/consents', async (c) => {
    const shown = await visit(
      c,
      async (tx) => {
        const picture = await getPicture(tx, idOf(c.req.param('id')));
        const persons = await personsByIds(
          tx,
          picture.people.map((person) => person.personId),
        );
        const adults: Person[] = [];
        for (const person of persons.filter((one) => isAdult(one, today()))) {
          if (await mayRecordConsent(tx, person.personId)) adults.push(person);
        }
        return { picture, adults, consents: await consentsIn(tx, picture) };
      },
      ({ picture }) => noted(picture, 'read'),
    );
    return page(c, {
      title: `${shown.picture.name}: what they agreed to`,
      current: 'families',
      eyebrow: <a href={`/families/${shown.picture.familyId}`}>{shown.picture.name}</a>,
      heading: 'What they agreed to',
      lede: 'Help that nobody has to accept: each adult answers for themselves, and may take it back at any time.',
      children: <ConsentsPage {...shown} />,
    });
  });

  app.post('/families/:id/consents', async (c) => {
    const said = Recorded.safeParse(await c.req.parseBody());
    if (!said.success) {
      throw new VantageError(
        'bad-input',
        'An answer needs a person, the help, and what it is in a sentence.',
        {
          remedy: 'Go back and fill in who answered, to what, and what was said to them.',
        },
      );
    }
    const familyId = idOf(c.req.param('id'));
    await visit(
      c,
      async (tx) => {
        const picture = await getPicture(tx, familyId);
        await answerFor(tx, picture, said.data);
        return picture;
      },
      (picture) => ({ ...noted(picture, 'consent', [said.data.person]), reason: said.data.words }),
    );
    // Whoever is told to stop may not see the family any more.
    return c.redirect(said.data.answer === 'given' ? `/families/${familyId}/consents` : '/families', 303);
  });

  app.post('/families/:id/consents/:consent/withdraw', async (c) => {
    const consentId = idOf(c.req.param('consent'));
    await visit(
      c,
      async (tx) => {
        const picture = await getPicture(tx, idOf(c.req.param('id')));
        const own = (await consentsIn(tx, picture)).find((one) => one.consentId === consentId);
        if (own === undefined || !(await mayRecordConsent(tx, own.personId))) throw notFound();
        await withdrawConsent(tx, consentId);
        return { picture, personId: own.personId };
      },
      ({ picture, personId }) => noted(picture, 'withdraw', [personId]),
    );
    return c.redirect('/families', 303);
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
      const consents = shown.consents.map(
        ({ consentId, personId, service, answer, words, lastDay, agency, ...one }) => ({
          consentId,
          personId,
          service,
          answer,
          words,
          lastDay,
          agency,
          recordedOn: dayOf(one.recordedAt),
          withdrawnOn: one.withdrawnAt && dayOf(one.withdrawnAt),
          stands: consentStands(
            { ...one, consentId, personId, service, answer, words, lastDay, agency },
            today(),
          ),
        }),
      );
      return c.json({ familyId: id, consents }, 200);
    },
  );
}

/** What the members of a family answered, newest first. */
async function consentsIn(tx: Tx, picture: Picture): Promise<Consent[]> {
  return consentsOf(
    tx,
    picture.people.map((person) => person.personId),
  );
}

async function answerFor(tx: Tx, picture: Picture, said: z.output<typeof Recorded>): Promise<void> {
  const [person] = picture.people.some((one) => one.personId === said.person)
    ? await personsByIds(tx, [said.person])
    : [];
  if (person === undefined) throw notFound();
  if (!isAdult(person, today())) {
    throw new VantageError('bad-input', 'Only adults answer, each for themselves.', {
      remedy:
        'Choose an adult whose date of birth is recorded. A child’s wishes belong with their own words.',
    });
  }
  await recordConsent(tx, {
    personId: said.person,
    children: await childrenOf(tx, said.person, today()),
    service: said.service,
    answer: said.answer,
    words: said.words,
    lastDay: said.until === '' ? null : said.until,
  });
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

type ConsentsPageProps = {
  picture: Picture;
  /** For whom the reader may write an answer down. */
  adults: readonly Person[];
  consents: readonly Consent[];
};

function ConsentsPage({ picture, adults, consents }: ConsentsPageProps) {
  const names = new Map(picture.people.map((person) => [person.personId, person.name]));
  const may = new Set(adults.map((one) => one.personId));
  const here = `/families/${picture.familyId}/consents`;
  return (
    <>
      {consents.length === 0 && (
        <EmptyState title="Nobody has written down what anybody agreed to. Agencies that help say that help was agreed." />
      )}
      {consents.length > 0 && (
        <StackTable
          firstCellIsHeader
          head={[
            { text: 'Who' },
            { text: 'To what' },
            { text: 'Answer' },
            { text: 'Until' },
            { text: 'Take back' },
          ]}
          rows={consents.map((one) => [
            { text: names.get(one.personId) ?? '' },
            { text: `${voluntaryServices[one.service]}: ${one.words}` },
            {
              text: (
                <>
                  {answerInWords(one)} <Day on={dayOf(one.withdrawnAt ?? one.recordedAt)} form="short" />
                </>
              ),
            },
            { text: one.lastDay ? <Day on={one.lastDay} form="short" /> : 'no end agreed' },
            {
              text:
                may.has(one.personId) && consentStands(one, today()) ? (
                  <form action={`${here}/${one.consentId}/withdraw`} method="post">
                    <button className="v-button" type="submit">
                      They take it back
                    </button>
                  </form>
                ) : (
                  ''
                ),
            },
          ])}
        />
      )}
      {adults.length > 0 && <AnswerForm here={here} adults={adults} />}
    </>
  );
}

function AnswerForm({ here, adults }: { here: string; adults: readonly Person[] }) {
  return (
    <>
      <h2>Write down an answer</h2>
      <p className="govuk-body">
        An answer counts at once. When somebody declines or takes it back, whoever worked with them because
        they had agreed no longer sees them; a child’s help goes on while another adult’s consent to it
        stands.
      </p>
      <form action={here} method="post">
        <Choice id="person" label="Who answered" options={adults.map((one) => [one.personId, nameOf(one)])} />
        <Choice
          id="service"
          label="To what help"
          options={services.map((service) => [service, voluntaryServices[service]])}
        />
        <Choice
          id="answer"
          label="Their answer"
          options={[
            ['given', 'They agree'],
            ['declined', 'They decline'],
          ]}
        />
        <Input name="words" label={{ text: 'What was put to them, in a sentence' }} autocomplete="off" />
        <Input
          name="until"
          label={{ text: 'Until when (leave empty when no end was agreed)' }}
          hint={{ text: 'Year, month and day, such as 2027-03-31: the last day.' }}
          classes="govuk-input--width-10"
          autocomplete="off"
        />
        <Button text="Keep this answer" />
      </form>
    </>
  );
}

function answerInWords({ answer, withdrawnAt }: Consent): string {
  if (answer === 'declined') return 'declined';
  return withdrawnAt === null ? 'agreed' : 'taken back';
}

/** One of several, chosen from a list. */
export function Choice({
  id,
  label,
  options,
}: {
  id: string;
  label: string;
  options: readonly (readonly [string, string])[];
}) {
  return (
    <div className="govuk-form-group">
      <label className="govuk-label" htmlFor={id}>
        {label}
      </label>
      <select className="govuk-select" id={id} name={id}>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Who of the family agreed to what, in a line each, on the family's page. */
export function ConsentLines({ picture, consents }: { picture: Picture; consents: readonly Consent[] }) {
  const names = new Map(picture.people.map((person) => [person.personId, person.name]));
  return (
    <section aria-labelledby="agreed">
      <h2 id="agreed">What they agreed to</h2>
      {consents.length > 0 && (
        <ul className="v-list">
          {consents.map((one) => (
            <li key={one.consentId}>
              {names.get(one.personId)}: {answerInWords(one)}, {voluntaryServices[one.service].toLowerCase()}
              {one.lastDay && (
                <>
                  , until <Day on={one.lastDay} form="short" />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <p className="v-links">
        <a href={`/families/${picture.familyId}/consents`}>Help that nobody has to accept</a>
      </p>
    </section>
  );
}
