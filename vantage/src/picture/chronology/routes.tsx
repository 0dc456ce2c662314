import type { Context } from 'hono';
import { chronologyOf, type Fact } from '../../chronology/index.ts';
import { personsByIds } from '../../identity/index.ts';
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
import { dayOf, type Tx, withLastDays } from '../../platform/index.ts';
import { freshForm } from '../../platform/parts/index.ts';
import { agencies, type Noted, type Visit } from '../../sharing/index.ts';
import { firstNames } from '../called.ts';
import { pictureSeen } from '../seen.ts';
import { getPicture } from '../service.ts';
import { type Picture, PictureLine } from '../shape.ts';
import { asQuery, ChronologyFilter, chosen, everything, readFilter } from './filter.ts';
import { ChronologyPage, filterInWords } from './pages.tsx';
import { printed, type Told } from './print.ts';
import { PrintedChronology, PrintForm } from './print-pages.tsx';

const Chosen = z
  .object({
    of: z.number().int().describe('How many happenings the picture has in all.'),
    happenings: z.array(PictureLine),
  })
  .openapi('ChronologyChosen');

const Asked = z.object({
  recipient: z
    .string()
    .trim()
    .min(3, 'Write for whom it is.')
    .max(200, 'Write it in fewer than 200 characters.'),
  reason: z
    .string()
    .trim()
    .min(10, 'Write what it is for, in a sentence.')
    .max(2000, 'Write it in fewer than 2,000 characters.'),
  without: z.array(z.uuid('Choose from the family.')),
  notes: z.array(z.literal('without')),
});

/** The chronology of a family: what somebody asks for of it, on the page, as data and on paper. */
export function chronologyRoutes(app: App, { visit }: { visit: Visit }): void {
  app.get('/families/:id/chronology', async (c) => {
    const { filter, form } = readFilter(c.req.queries());
    const picture = await visit(c, (tx) => getPicture(tx, idOf(c.req.param('id'))), reading);
    return page(c, {
      title: `${picture.name}: what has been happening`,
      current: 'families',
      eyebrow: <a href={`/families/${picture.familyId}`}>{picture.name}</a>,
      heading: 'What has been happening',
      form,
      children: <ChronologyPage picture={picture} filter={filter} form={form} />,
    });
  });

  const show = async (c: Context<Env>, form = freshForm) => {
    const { filter } = readFilter(c.req.queries());
    const picture = await visit(c, (tx) => getPicture(tx, idOf(c.req.param('id'))), reading);
    const query = asQuery(filter);
    const here = `/families/${picture.familyId}/chronology`;
    return page(c, {
      title: `${picture.name}: print the chronology`,
      current: 'families',
      eyebrow: <a href={query ? `${here}?${query}` : here}>What has been happening</a>,
      heading: 'Print the chronology',
      form,
      children: (
        <PrintForm
          picture={picture}
          form={form}
          lines={chosen(picture, filter).length}
          asked={filterInWords(picture, filter, firstNames(picture))}
          action={`${here}/print?${query}`}
        />
      ),
    });
  };

  app.get('/families/:id/chronology/print', (c) => show(c));

  app.post('/families/:id/chronology/print', (c) => {
    const { filter } = readFilter(c.req.queries());
    return answerForm(c, {
      schema: Asked,
      lists: ['without', 'notes'],
      show: (form) => show(c, form),
      act: async ({ recipient, reason, without, notes }) => {
        const { picture, facts, names, agencyNames } = await visit(
          c,
          async (tx) => {
            const found = await getPicture(tx, idOf(c.req.param('id')));
            const ids = found.people.map((person) => person.personId);
            if (!without.every((id) => ids.includes(id))) throw notFound();
            return { picture: found, ...(await forPrint(tx, ids)) };
          },
          ({ picture: seen }) => ({
            ...reading(seen),
            action: 'export',
            words: `Chronology for ${recipient}`,
            reason,
          }),
          { words: `Chronology for ${recipient}`, reason },
        );
        const told = (line: PictureLine): Told[] =>
          line.tellers.map(({ agency, factId }) => {
            const fact = facts.get(factId);
            return {
              agency: (fact && agencyNames.get(fact.agency)) ?? agency,
              recordedOn: fact?.recordedAt ? dayOf(fact.recordedAt) : null,
              receivedOn: fact ? dayOf(fact.receivedAt) : picture.today,
            };
          });
        return page(c, {
          title: `${picture.name}: integrated chronology`,
          current: 'families',
          eyebrow: <a href={`/families/${picture.familyId}/chronology`}>What has been happening</a>,
          heading: `Integrated chronology: ${picture.name}`,
          children: (
            <PrintedChronology
              picture={picture}
              printed={printed(
                picture,
                chosen(picture, filter),
                { persons: without, notes: notes.length > 0 },
                (personId) => names.get(personId) ?? [],
                told,
              )}
              asked={filterInWords(picture, filter, firstNames(picture))}
              recipient={recipient}
              reason={reason}
              leftOut={without.length}
              madeBy={madeBy(c)}
            />
          ),
        });
      },
    });
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/families/{id}/chronology',
      summary: 'The happenings of a family’s chronology that a filter asks for, oldest first',
      request: {
        params: z.object({ id: z.uuid() }),
        query: ChronologyFilter.omit({ lanes: true, pin: true }),
      },
      responses: {
        200: { description: 'Happenings.', content: { 'application/json': { schema: Chosen } } },
      },
    }),
    async (c) => {
      const filter = { ...everything, ...c.req.valid('query') };
      const picture = await visit(c, (tx) => getPicture(tx, c.req.valid('param').id), reading);
      return c.json(
        withLastDays({ of: picture.happenings.length, happenings: chosen(picture, filter) }),
        200,
      );
    },
  );
}

const reading = (picture: Picture): Noted => ({ action: 'read', ...pictureSeen(picture) });

/** What a printed chronology needs beside the picture. */
async function forPrint(tx: Tx, ids: readonly string[]) {
  const [told, persons, all] = await Promise.all([
    chronologyOf(tx, ids),
    personsByIds(tx, ids),
    agencies(tx),
  ]);
  return {
    facts: new Map<string, Fact>(told.map((fact) => [fact.factId, fact])),
    names: new Map(
      persons.map((person) => [
        person.personId,
        person.details.filter((one) => one.kind === 'name').map((one) => one.value),
      ]),
    ),
    agencyNames: new Map(all.map(({ agency, name }) => [agency, name])),
  };
}

/** Whoever asks, as the page's frame names them. */
function madeBy(c: Context<Env>): string {
  const viewer = c.get('site').viewer;
  return viewer ? [viewer.name, viewer.part].filter(Boolean).join(', ') : 'somebody who was not named';
}
