import type { Context } from 'hono';
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
import { addDays, dayOf, type Tx, VantageError, WrittenDayOrNone, withLastDays } from '../platform/index.ts';
import { type FormState, freshForm } from '../platform/parts/index.ts';
import {
  agencies,
  copiesOf,
  endProtection,
  foreseeProtection,
  mayProtect,
  type Noted,
  nameForProtection,
  protectionsOf,
  protectPerson,
  type Visit,
  workersOn,
} from '../sharing/index.ts';
import { today } from './open.ts';
import {
  type Colleague,
  ForeseenPage,
  type Found,
  type Losing,
  OneCopyPage,
  OneProtectionPage,
  ProtectionPage,
} from './protection-pages.tsx';
import { pictureSeen } from './seen.ts';
import { getPicture } from './service.ts';

const Asking = z
  .object({
    from: z.array(z.uuid()),
    somebody: z.string().trim().max(200, 'Write it in fewer than 200 characters.').default(''),
    born: WrittenDayOrNone,
    named: z.array(z.uuid()),
    reason: z
      .string('Write why, in a sentence.')
      .trim()
      .min(5, 'Write why, in a sentence.')
      .max(2000, 'Write it in fewer than 2,000 characters.'),
    until: WrittenDayOrNone.refine((day) => day === null || day >= today(), {
      error:
        'Write a day that is not over, or leave it empty: a protection that ended before would protect nobody.',
    }),
    sure: z.literal('yes').optional(),
  })
  .refine(({ from, somebody }) => from.length > 0 || somebody !== '', {
    error: 'Choose from whom they are protected, or write who it is.',
    path: ['from'],
    when: () => true,
  })
  .refine(({ somebody, born }) => born === null || somebody !== '', {
    error: 'Write the name of whoever was born on that day.',
    path: ['somebody'],
  });

const Ending = z.object({
  reason: z
    .string('Write why it is no longer needed, in a sentence.')
    .trim()
    .min(5, 'Write why it is no longer needed, in a sentence.')
    .max(2000, 'Write it in fewer than 2,000 characters.'),
});
const Naming = z.object({ named: z.array(z.uuid()) });

/** What protects one member, as the API gives it. */
const Protections = z
  .object({
    personId: z.uuid(),
    protections: z.array(
      z.object({
        protectionId: z.uuid(),
        fromIds: z.array(z.uuid()),
        fromWords: z.string(),
        fromBorn: z.iso.date().nullable().describe('When whoever is written in words was born.'),
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
      (tx) => find(tx, c.req.param('id'), c.req.param('person')),
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
      schema: Asking,
      lists: ['from', 'named'],
      show: (form) => show(c, form),
      act: async (asked, form) => {
        const { sure, reason } = asked;
        const shown = await visit(
          c,
          async (tx) => {
            const found = await find(tx, c.req.param('id'), c.req.param('person'));
            const foreseen = await foresee(tx, found, asked);
            if (sure === 'yes') await protect(tx, found, foreseen, asked);
            return { ...found, ...foreseen };
          },
          (found) => (sure === 'yes' ? { ...noted(found, 'change'), reason } : noted(found, 'read')),
        );
        if (sure === 'yes') return c.redirect(`/families/${shown.picture.familyId}`, 303);
        return page(c, {
          title: `Before ${shown.member.name} is protected`,
          current: 'families',
          eyebrow: <a href={`/families/${shown.picture.familyId}`}>{shown.picture.name}</a>,
          lede: 'Nothing is kept back yet. See who will no longer know where they are, and tick who may.',
          children: <ForeseenPage {...shown} form={form} />,
        });
      },
    }),
  );

  const showOne = async (c: Context<Env>, form: FormState) => {
    const shown = await visit(
      c,
      (tx) => findOne(tx, c),
      (found) => noted(found, 'read'),
    );
    return page(c, {
      title: `What protects ${shown.member.name}`,
      current: 'families',
      eyebrow: (
        <a href={`/families/${shown.picture.familyId}/people/${shown.member.personId}/protection`}>
          {shown.member.name}
        </a>
      ),
      form,
      children:
        shown.protection === undefined ? (
          <OneCopyPage {...shown} form={form} />
        ) : (
          <OneProtectionPage {...shown} protection={shown.protection} form={form} />
        ),
    });
  };

  app.get(`${path}/:protection`, (c) => showOne(c, freshForm));

  app.post(`${path}/:protection/named`, (c) =>
    answerForm(c, {
      schema: Naming,
      lists: ['named'],
      show: (form) => showOne(c, form),
      act: async ({ named }) => {
        const next = await visit(
          c,
          async (tx) => {
            const found = await findOne(tx, c);
            const offered = found.mayName.map((one) => one.workerId);
            if (found.protection === undefined || !found.may || !named.every((id) => offered.includes(id)))
              throw notFound();
            const protectionId = await nameForProtection(tx, found.protection.protectionId, named);
            return { ...found, protectionId };
          },
          (found) => ({ ...noted(found, 'change'), reason: 'Who may know was changed.' }),
        );
        return c.redirect(
          `/families/${next.picture.familyId}/people/${next.member.personId}/protection/${next.protectionId}`,
          303,
        );
      },
    }),
  );

  app.post(`${path}/:protection/end`, (c) =>
    answerForm(c, {
      schema: Ending,
      suffix: '-end',
      show: (form) => showOne(c, form),
      act: async ({ reason }) => {
        await visit(
          c,
          async (tx) => {
            const found = await findOne(tx, c);
            if (!found.may) throw refused();
            await endProtection(tx, found.protectionId, reason);
            return found;
          },
          (found) => ({ ...noted(found, 'change'), reason }),
        );
        return c.redirect(`/families/${c.req.param('id')}`, 303);
      },
    }),
  );

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
        ({ protectionId, fromIds, fromWords, fromBorn, named, happened, reason, endedAt }) => ({
          protectionId,
          fromIds,
          fromWords,
          fromBorn,
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

/** A member and what protects them; not found for whoever neither may protect them nor may read a protection. */
async function find(tx: Tx, family: string | undefined, person: string | undefined): Promise<Found> {
  const [familyId, personId] = [idOf(family), idOf(person)];
  const picture = await getPicture(tx, familyId);
  const member = picture.people.find((one) => one.personId === personId);
  if (member === undefined) throw notFound();
  const protections = await protectionsOf(tx, [member.personId]);
  if (protections.length === 0 && !(await mayProtect(tx, member.personId))) throw notFound();
  return { picture, member, protections, copies: await copiesOf(tx, member.personId) };
}

/** One protection that stands, whether the reader may change it, who may know, and who else may be named. */
async function findOne(tx: Tx, c: Context<Env>) {
  const found = await find(tx, c.req.param('id'), c.req.param('person'));
  const id = idOf(c.req.param('protection'));
  const protection = found.protections.find((one) => one.protectionId === id && one.endedAt === null);
  const copy = found.copies.find((one) => one.protectionId === id);
  if (protection === undefined) {
    if (copy === undefined) throw notFound();
    const nobody = { named: [], mayName: [], losing: [] };
    return { ...found, protectionId: copy.protectionId, copy, protection, may: true, ...nobody };
  }
  const shown = new Set(found.picture.people.map((one) => one.personId));
  const from = protection.fromIds.filter((one) => shown.has(one));
  const may = await mayProtect(tx, found.member.personId, from);
  const { losing, colleagues } = may ? await foresee(tx, found, { from }) : { losing: [], colleagues: [] };
  const all = await workersOn(tx, today());
  const named = all.filter((one) => protection.named.includes(one.workerId)).map(colleague);
  const offered = new Map([...named, ...losing, ...colleagues].map((one) => [one.workerId, colleague(one)]));
  const { protectionId } = protection;
  return {
    ...found,
    protectionId,
    copy: undefined,
    protection,
    may,
    named: unique(named),
    mayName: [...offered.values()],
    losing,
  };
}

const unique = (all: readonly Colleague[]) => [...new Map(all.map((one) => [one.workerId, one])).values()];

type Foreseen = {
  kept: string[];
  losing: Losing[];
  colleagues: Colleague[];
  agencyNames: Map<string, string>;
};
type Asked = z.output<typeof Asking>;

async function protect(
  tx: Tx,
  { member }: Found,
  { losing, colleagues }: Foreseen,
  asked: Asked,
): Promise<void> {
  const offered = [...losing, ...colleagues].map((one) => one.workerId);
  if (!asked.named.every((id) => offered.includes(id))) throw notFound();
  await protectPerson(tx, {
    personId: member.personId,
    fromIds: asked.from,
    fromWords: asked.somebody,
    fromBorn: asked.born,
    named: asked.named,
    happened: { from: today(), to: asked.until && addDays(asked.until, 1) },
    reason: asked.reason,
  });
}

/** What a protection would keep back and from whom, and who else may be named: those of the actor's teams. */
async function foresee(tx: Tx, { picture, member }: Found, asked: Pick<Asked, 'from'>): Promise<Foreseen> {
  if (asked.from.includes(member.personId)) {
    throw new VantageError('bad-input', 'Nobody is protected from themselves.', {
      remedy: 'Choose somebody else: the person who harms them.',
      field: 'from',
    });
  }
  if (!asked.from.every((id) => picture.people.some((one) => one.personId === id))) throw notFound();
  if (!(await mayProtect(tx, member.personId, asked.from))) throw refused();
  const [{ kept, losing }, all, list] = await Promise.all([
    foreseeProtection(tx, member.personId, asked.from),
    workersOn(tx, today()),
    agencies(tx),
  ]);
  const names = new Map(picture.people.map((one) => [one.personId, one.given || one.name]));
  const atWork = new Map(all.map((one) => [one.workerId, one]));
  const partsOf = Map.groupBy(losing, (one) => one.workerId);
  const own = all.filter((one) => one.workerId === tx.actor.id);
  const teams = new Set(own.map((one) => one.team).filter((team) => team !== ''));
  const near = all.filter(
    (one) => teams.has(one.team) && one.workerId !== tx.actor.id && !partsOf.has(one.workerId),
  );
  return {
    kept,
    losing: [...partsOf].flatMap(([workerId, parts]): Losing[] => {
      const worker = atWork.get(workerId);
      if (worker === undefined) return [];
      const part = ({ via, reason, managing }: (typeof parts)[number]) =>
        managing === null
          ? `${reason.toLowerCase()} of ${names.get(via) ?? 'somebody else who lives there'}`
          : `manages ${atWork.get(managing)?.name ?? 'a worker'}`;
      return [
        {
          ...colleague(worker),
          agency: worker.agency,
          team: worker.team,
          parts: [...new Set(parts.map(part))],
          throughThem: parts.some((one) => asked.from.includes(one.via)),
        },
      ];
    }),
    colleagues: [...new Map(near.map((one) => [one.workerId, colleague(one)])).values()],
    agencyNames: new Map(list.map((one) => [one.agency, one.name])),
  };
}

const colleague = ({ workerId, name, job }: Colleague): Colleague => ({ workerId, name, job });

const refused = () =>
  new VantageError('refused', 'Only somebody allocated to them, or who manages that worker, protects them.', {
    remedy: 'Ask the worker who is allocated to them.',
  });

function noted({ picture, member }: Found, action: Noted['action']): Noted {
  return { action, ...pictureSeen(picture, member.personId) };
}
