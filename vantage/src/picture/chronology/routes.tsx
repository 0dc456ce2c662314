import type { Context } from 'hono';
import { notesAbout } from '../../casework/index.ts';
import { chronologyOf, type Fact, kindsOfEvents } from '../../chronology/index.ts';
import { personsByIds } from '../../identity/index.ts';
import {
  type App,
  answerForm,
  createRoute,
  type Env,
  idOf,
  notFound,
  page,
  readQuery,
  z,
} from '../../platform/http/index.ts';
import { clock, dayOf, type Tx, VantageError, withLastDays } from '../../platform/index.ts';
import { freshForm } from '../../platform/parts/index.ts';
import {
  agencies,
  keptBack,
  type Noted,
  protectionsOf,
  tiesTo,
  type Visit,
  type WorkRole,
} from '../../sharing/index.ts';
import { firstNames } from '../called.ts';
import { pictureSeen } from '../seen.ts';
import { getPicture } from '../service.ts';
import { type Picture, PictureLine } from '../shape.ts';
import {
  asQuery,
  ChronologyFilter,
  chosen,
  everything,
  formFor,
  isEverything,
  readFilter,
} from './filter.ts';
import { ChronologyPage, filterInWords } from './pages.tsx';
import { type Printed, printed, type Telling, type Told, tellingOf } from './print.ts';
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
  forFew: z.array(z.literal('with')),
  whereabouts: z.array(z.literal('with')),
  leave: z.array(z.uuid('Choose from the lines that are listed.')),
  /** For which copy the lines were read that may tell of whoever is left out. */
  read: z.string().default(''),
});
type Asked = z.output<typeof Asked>;

/** What a copy leaves out, as it was asked for. */
type LeavingOut = Pick<Asked, 'without' | 'notes' | 'forFew' | 'whereabouts' | 'leave'>;

/** For which copy lines were read that may tell of whoever is left out. */
const readFor = ({ without, notes, forFew, whereabouts }: LeavingOut) =>
  [[...without].sort(), notes, forFew, whereabouts].map((one) => one.join(' ')).join('|');

type ForPrint = { picture: Picture } & Awaited<ReturnType<typeof mayPrint>> &
  Awaited<ReturnType<typeof forPrint>>;

/** What somebody needs who prints; a VantageError 'not-found' where whoever is left out is not of the family. */
async function toPrint(tx: Tx, familyId: string, without: readonly string[]): Promise<ForPrint> {
  const picture = await getPicture(tx, familyId);
  const ids = picture.people.map((person) => person.personId);
  if (!without.every((id) => ids.includes(id))) throw notFound();
  return { picture, ...(await mayPrint(tx, picture)), ...(await forPrint(tx, ids)) };
}

/** Whether all that tells where somebody is stays out. */
const isKeptIn = ({ isProtected }: Pick<ForPrint, 'isProtected'>, { whereabouts }: LeavingOut) =>
  isProtected && whereabouts.length === 0;

/** The lines of a copy, as it was asked for. */
function printedAs(found: ForPrint, filter: ChronologyFilter, asked: LeavingOut): Printed {
  const { picture, facts, writtenForFew, names, agencyNames } = found;
  const isKept = isKeptIn(found, asked);
  const told = (line: PictureLine): Told[] =>
    line.tellers.map(({ agency, factId }) => {
      const fact = facts.get(factId);
      return {
        agency: (fact && agencyNames.get(fact.agency)) ?? agency,
        recordedOn: fact?.recordedAt ? dayOf(fact.recordedAt) : null,
        receivedOn: fact ? dayOf(fact.receivedAt) : picture.today,
      };
    });
  return printed(
    picture,
    chosen(picture, filter),
    {
      persons: asked.without,
      notes: isKept || asked.notes.length > 0,
      forFew: writtenForFew,
      withForFew: asked.forFew.length > 0,
      lines: new Set(asked.leave),
      ...(isKept && { kinds: locating }),
    },
    (personId) => names.get(personId) ?? [],
    told,
  );
}

/** What a copy is made of. An address that names nobody is refused: a copy of everybody is not what was asked for. */
function filterForPrint(c: Context<Env>): ChronologyFilter {
  const { filter, form } = readFilter(c.req.queries());
  if (form.wrong.some(({ field }) => field === 'who'))
    throw new VantageError('bad-input', 'This address names nobody to print a chronology of.', {
      remedy: 'Choose one of the family, or everybody, on the chronology’s page and print from there.',
    });
  return filter;
}

/** The chronology of a family: what somebody asks for of it, on the page, as data and on paper. */
export function chronologyRoutes(app: App, { visit }: { visit: Visit }): void {
  app.get('/families/:id/chronology', async (c) => {
    const { filter, form: read } = readFilter(c.req.queries());
    const at = readQuery(c, z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) })).page;
    const { picture, takes } = await visit(
      c,
      async (tx) => {
        const found = await getPicture(tx, idOf(c.req.param('id')));
        return { picture: found, takes: await mayTake(tx, found) };
      },
      (shown) => asking(filter)(shown.picture),
    );
    const form = formFor(picture, filter, read);
    return page(c, {
      title: `${picture.name}: what has been happening`,
      current: 'families',
      eyebrow: <a href={`/families/${picture.familyId}`}>{picture.name}</a>,
      heading: 'What has been happening',
      form,
      children: <ChronologyPage picture={picture} filter={filter} form={form} page={at} takes={takes} />,
    });
  });

  const show = async (c: Context<Env>, form = freshForm, telling?: { lines: Telling[]; of: string }) => {
    const filter = filterForPrint(c);
    const { picture, isProtected } = await visit(
      c,
      async (tx) => {
        const found = await getPicture(tx, idOf(c.req.param('id')));
        return { picture: found, ...(await mayPrint(tx, found)) };
      },
      (shown) => reading(shown.picture),
    );
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
          action={query ? `${here}/print?${query}` : `${here}/print`}
          isProtected={isProtected}
          telling={telling}
        />
      ),
    });
  };

  app.get('/families/:id/chronology/print', (c) => show(c));

  app.post('/families/:id/chronology/print', (c) => {
    const filter = filterForPrint(c);
    return answerForm(c, {
      schema: Asked,
      lists: ['without', 'notes', 'forFew', 'whereabouts', 'leave'],
      show: (form) => show(c, form),
      act: async (asked, form) => {
        const { recipient, reason, without } = asked;
        const familyId = idOf(c.req.param('id'));
        if (without.length > 0 && asked.read !== readFor(asked)) {
          const found = await visit(
            c,
            (tx) => toPrint(tx, familyId, without),
            (seen) => reading(seen.picture),
          );
          const { lines } = printedAs(found, filter, { ...asked, leave: [] });
          const telling = tellingOf(found.picture, lines, without);
          // To begin with each is left out: whoever is at risk is safer for it.
          const leave = telling.map(({ line }) => line.line.factId);
          const written = { ...form.written, leave };
          if (telling.length > 0)
            return show(c, { ...form, written }, { lines: telling, of: readFor(asked) });
        }
        const found = await visit(
          c,
          (tx) => toPrint(tx, familyId, without),
          ({ picture: seen }) => ({
            ...reading(seen),
            action: 'export',
            words: `${recipient}: ${filterInWords(seen, filter, firstNames(seen))}`,
            reason,
          }),
          { words: recipient, reason },
        );
        const { picture } = found;
        return page(c, {
          title: `${picture.name}: integrated chronology`,
          current: 'families',
          eyebrow: <a href={`/families/${picture.familyId}/chronology`}>What has been happening</a>,
          heading: `Integrated chronology: ${picture.name}`,
          children: (
            <PrintedChronology
              picture={picture}
              printed={printedAs(found, filter, asked)}
              asked={askedInWords(picture, filter, without)}
              recipient={recipient}
              reason={reason}
              leftOut={without.length}
              madeBy={isKeptIn(found, asked) ? 'a worker of those around the family' : madeBy(c)}
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
      const picture = await visit(c, (tx) => getPicture(tx, c.req.valid('param').id), asking(filter));
      return c.json(
        withLastDays({ of: picture.happenings.length, happenings: chosen(picture, filter) }),
        200,
      );
    },
  );
}

const reading = (picture: Picture): Noted => ({ action: 'read', ...pictureSeen(picture) });

/** Somebody who asks for a part of a chronology searches it: the audit has what for. Days alone are no search. */
const asking =
  (filter: ChronologyFilter) =>
  (picture: Picture): Noted =>
    isEverything({ ...filter, from: null, to: null })
      ? reading(picture)
      : {
          ...reading(picture),
          action: 'search',
          words: filterInWords(picture, filter, firstNames(picture)),
        };

/** What a printed chronology says it holds: nothing that names whoever is left out. */
function askedInWords(picture: Picture, filter: ChronologyFilter, without: readonly string[]): string {
  if (without.length === 0) return filterInWords(picture, filter, firstNames(picture));
  const who = filter.who !== null && without.includes(filter.who) ? null : filter.who;
  const said = filterInWords(picture, { ...filter, who, words: null }, firstNames(picture));
  const isAll = who === filter.who && filter.words === null;
  return isAll
    ? said
    : `${said}; who or which words were asked for may name somebody left out, and is not said`;
}

/** Kinds that tell where somebody is. */
const locating: ReadonlySet<string> = new Set(
  kindsOfEvents().flatMap(({ kind, locates }) => (locates ? [kind] : [])),
);

const taking: ReadonlySet<string> = new Set<WorkRole>(['team-manager', 'agency-lead']);

/**
 * A chronology is taken out by whoever works with one of the family, by managers and by leads of agencies; not by those
 * who opened it in an emergency or for a purpose, or see it by their role alone.
 */
async function mayTake(tx: Tx, { people }: Picture): Promise<boolean> {
  if (taking.has(tx.actor.role)) return true;
  const { relations } = await tiesTo(
    tx,
    people.map((person) => person.personId),
  );
  return relations.some((one) => one.own);
}

/**
 * What making one has to heed: whether somebody's whereabouts are kept back from anybody.
 * @throws {VantageError} refused for whoever may not take it out.
 */
async function mayPrint(tx: Tx, picture: Picture): Promise<{ isProtected: boolean }> {
  const ids = picture.people.map((person) => person.personId);
  const [takes, protections, kept] = await Promise.all([
    mayTake(tx, picture),
    protectionsOf(tx, ids),
    keptBack(tx, ids),
  ]);
  if (!takes) {
    throw new VantageError('refused', 'A chronology is taken out by those who work with the family.', {
      remedy: 'Ask whoever is allocated to one of them, or their manager, to make it.',
    });
  }
  const now = clock.now();
  const stands = protections.some(
    (one) => one.endedAt === null && (one.happened.to === null || one.happened.to > dayOf(now)),
  );
  return { isProtected: stands || kept.size > 0 };
}

/** What a printed chronology needs beside the picture. */
async function forPrint(tx: Tx, ids: readonly string[]) {
  const [told, persons, all, notes] = await Promise.all([
    chronologyOf(tx, ids),
    personsByIds(tx, ids),
    agencies(tx),
    notesAbout(tx, ids),
  ]);
  const forFew = new Set(notes.filter(({ audience }) => audience !== 'team').map(({ noteId }) => noteId));
  return {
    writtenForFew: new Set(
      told.filter(({ occasion }) => forFew.has(occasion ?? '')).map(({ factId }) => factId),
    ),
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
