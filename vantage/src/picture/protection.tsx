import type { Context } from 'hono';
import { type App, answerForm, createRoute, type Env, notFound, page, z } from '../platform/http/index.ts';
import { addDays, dayOf, type Tx, VantageError, WrittenDayOrNone, withLastDays } from '../platform/index.ts';
import {
  Button,
  ChooseSome,
  Day,
  DayField,
  EmptyState,
  type FormState,
  freshForm,
  StackTable,
  WordsField,
} from '../platform/parts/index.ts';
import {
  endProtection,
  mayProtect,
  type Noted,
  type Protection,
  protectionsOf,
  protectPerson,
  type Visit,
  workersOn,
} from '../sharing/index.ts';
import { today } from './open.ts';
import { getPicture } from './service.ts';
import type { Picture } from './shape.ts';

type Member = Picture['people'][number];
type Colleague = { workerId: string; name: string; job: string };

const Recorded = z.object({
  from: z.array(z.uuid()).min(1, 'Choose from whom they are protected.'),
  named: z.array(z.uuid()),
  reason: z
    .string()
    .trim()
    .min(5, 'Write why, in a sentence.')
    .max(2000, 'Write it in fewer than 2,000 characters.'),
  until: WrittenDayOrNone.refine((day) => day === null || day >= today(), {
    error:
      'Write a day that is not over, or leave it empty: a protection that ended before would protect nobody.',
  }),
});

/** What protects one member, as the API gives it. */
const Protections = z
  .object({
    personId: z.uuid(),
    protections: z.array(
      z.object({
        protectionId: z.uuid(),
        fromIds: z.array(z.uuid()),
        named: z.array(z.uuid()),
        happened: z.object({
          from: z.iso.date().nullable(),
          to: z.iso.date().nullable().describe('The last day on which it holds; null where none is set.'),
        }),
        reason: z.string(),
        endedOn: z.iso.date().nullable(),
      }),
    ),
  })
  .openapi('Protections');

/** Keeping back where a harmed person is. */
export function protectionRoutes(app: App, { visit }: { visit: Visit }): void {
  const path = '/families/:id/people/:person/protection';

  const show = async (c: Context<Env>, form: FormState) => {
    const shown = await visit(
      c,
      async (tx) => {
        const found = await find(tx, c.req.param('id') ?? '', c.req.param('person') ?? '');
        return { ...found, colleagues: await colleaguesOf(tx) };
      },
      (found) => noted(found, 'read'),
    );
    return page(c, {
      title: `Protecting ${shown.member.name}`,
      current: 'families',
      eyebrow: <a href={`/families/${shown.picture.familyId}`}>{shown.picture.name}</a>,
      lede: 'Whatever tells where they are is then seen only by those allocated to them and those named here.',
      form,
      children: <ProtectionPage {...shown} form={form} />,
    });
  };

  app.get(path, (c) => show(c, freshForm));

  app.post(path, (c) =>
    answerForm(c, {
      schema: Recorded,
      lists: ['from', 'named'],
      show: (form) => show(c, form),
      act: async ({ from: fromIds, named: workers, reason, until }) => {
        await visit(
          c,
          async (tx) => {
            const found = await find(tx, c.req.param('id'), c.req.param('person'));
            if (fromIds.includes(found.member.personId)) {
              throw new VantageError('bad-input', 'Nobody is protected from themselves.', {
                remedy: 'Choose somebody else: the person who harms them.',
                field: 'from',
              });
            }
            const known = new Set((await colleaguesOf(tx)).map((one) => one.workerId));
            const isKnown = fromIds.every((id) => found.picture.people.some((one) => one.personId === id));
            if (!isKnown || !workers.every((id) => known.has(id))) throw notFound();
            if (!(await mayProtect(tx, found.member.personId, fromIds))) throw refused();
            await protectPerson(tx, {
              personId: found.member.personId,
              fromIds,
              named: workers,
              happened: { from: today(), to: until && addDays(until, 1) },
              reason,
            });
            return found;
          },
          (found) => ({ ...noted(found, 'change'), reason }),
        );
        return c.redirect(`/families/${c.req.param('id')}`, 303);
      },
    }),
  );

  app.post(`${path}/:protection/end`, async (c) => {
    const protectionId = idOf(c.req.param('protection'));
    await visit(
      c,
      async (tx) => {
        const found = await find(tx, c.req.param('id'), c.req.param('person'));
        const own = found.protections.find((one) => one.protectionId === protectionId);
        if (own === undefined) throw notFound();
        if (!(await mayProtect(tx, found.member.personId, own.fromIds))) throw refused();
        await endProtection(tx, protectionId);
        return found;
      },
      (found) => noted(found, 'change'),
    );
    return c.redirect(`/families/${c.req.param('id')}`, 303);
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/families/{id}/people/{person}/protection',
      summary: 'What protects a member of a family, for those who may know',
      request: { params: z.object({ id: z.uuid(), person: z.uuid() }) },
      responses: {
        200: { description: 'Protections.', content: { 'application/json': { schema: Protections } } },
      },
    }),
    async (c) => {
      const { id, person } = c.req.valid('param');
      const found = await visit(
        c,
        (tx) => find(tx, id, person),
        (one) => noted(one, 'read'),
      );
      const protections = found.protections.map(
        ({ protectionId, fromIds, named, happened, reason, endedAt }) => ({
          protectionId,
          fromIds,
          named,
          happened: withLastDays(happened),
          reason,
          endedOn: endedAt && dayOf(endedAt),
        }),
      );
      return c.json({ personId: person, protections }, 200);
    },
  );
}

type Found = { picture: Picture; member: Member; protections: Protection[] };

/** A member and what protects them; not found for whoever neither may protect them nor may read a protection. */
async function find(tx: Tx, familyId: string, personId: string): Promise<Found> {
  const picture = await getPicture(tx, idOf(familyId));
  const member = picture.people.find((one) => one.personId === idOf(personId));
  if (member === undefined) throw notFound();
  const protections = await protectionsOf(tx, [member.personId]);
  if (protections.length === 0 && !(await mayProtect(tx, member.personId))) throw notFound();
  return { picture, member, protections };
}

/** Those who work in a team of the actor's, the actor first. */
async function colleaguesOf(tx: Tx): Promise<Colleague[]> {
  const all = await workersOn(tx, today());
  const own = all.filter((one) => one.workerId === tx.actor.id);
  const teams = new Set(own.map((one) => one.team).filter((team) => team !== ''));
  const near = [...own, ...all.filter((one) => teams.has(one.team))];
  return [...new Map(near.map(({ workerId, name, job }) => [workerId, { workerId, name, job }])).values()];
}

const refused = () =>
  new VantageError('refused', 'Only somebody allocated to them, or who manages that worker, protects them.', {
    remedy: 'Ask the worker who is allocated to them.',
  });

function noted({ picture, member }: Found, action: Noted['action']): Noted {
  return {
    action,
    because: picture.seenBecause,
    families: [picture.familyId],
    persons: [member.personId],
  };
}

function idOf(text: string): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw notFound();
  return id.data;
}

function ProtectionPage({
  picture,
  member,
  protections,
  colleagues,
  form,
}: Found & { colleagues: readonly Colleague[]; form: FormState }) {
  const names = new Map(picture.people.map((person) => [person.personId, person.name]));
  const here = `/families/${picture.familyId}/people/${member.personId}/protection`;
  return (
    <>
      {protections.length === 0 ? (
        <EmptyState title="No protection is recorded that you may read." />
      ) : (
        <StackTable
          firstCellIsHeader
          head={[{ text: 'From whom' }, { text: 'Why' }, { text: 'Since' }, { text: 'Last day' }]}
          rows={protections.map((one) => [
            { text: one.fromIds.map((id) => names.get(id) ?? 'somebody outside the family').join(', ') },
            { text: one.reason },
            { text: one.happened.from ? <Day on={one.happened.from} form="short" /> : 'not known' },
            {
              text:
                one.endedAt !== null ? (
                  <>
                    ended <Day on={dayOf(one.endedAt)} form="short" />
                  </>
                ) : (
                  <form action={`${here}/${one.protectionId}/end`} method="post">
                    {one.happened.to && (
                      <>
                        <Day on={addDays(one.happened.to, -1)} form="short" />{' '}
                      </>
                    )}
                    <button className="v-button" type="submit">
                      End it
                    </button>
                  </form>
                ),
            },
          ])}
        />
      )}
      <h2>Keep back where {member.given || member.name} is</h2>
      <p className="govuk-body">
        Their address, and that of everybody who lives with them, their school, doctor, appointments,
        placements and workers, and what is said about them in records, are kept from everybody else at once.
        An emergency does not open it.
      </p>
      <form action={here} method="post" noValidate>
        <ChooseSome
          form={form}
          name="from"
          label="From whom"
          options={picture.people
            .filter((one) => one.personId !== member.personId)
            .map((one) => ({ value: one.personId, text: one.name }))}
        />
        <ChooseSome
          form={form}
          name="named"
          label="Who may know where they are, beside those allocated to them"
          options={colleagues.map((one) => ({ value: one.workerId, text: `${one.name}, ${one.job}` }))}
        />
        <WordsField form={form} name="reason" label="Why, in a sentence" />
        <DayField
          form={form}
          name="until"
          label="Until when"
          means="The last day on which it holds; leave it empty when it is not known."
        />
        <Button text="Keep it back" />
      </form>
    </>
  );
}
