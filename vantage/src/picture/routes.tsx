import {
  catalogue,
  type Fact,
  getFact,
  needs,
  noSuchFact,
  ofServices,
  openPersons,
  personsBegan,
  personsInvolved,
} from '../chronology/index.ts';
import { daysOfYear, personsAround, unitCosts } from '../costs/index.ts';
import { familiesOf, membersOfFamilies } from '../families/index.ts';
import { personsByIds } from '../identity/index.ts';
import { type App, createRoute, idOf, notFound, page, readQuery, z } from '../platform/http/index.ts';
import { type Tx, VantageError, withLastDays } from '../platform/index.ts';
import {
  agencies,
  decisionsAbout,
  mayHavePurpose,
  maySeeSpending,
  type Noted,
  notNamed,
  roles,
  tellingOf,
  type Visit,
  type WorkRole,
} from '../sharing/index.ts';
import { silentInWords } from '../sources/index.ts';
import { Around, PictureShown, shownPicture } from './around.tsx';
import { zooms } from './axis.ts';
import { calledLine, firstNames } from './called.ts';
import { chronologyRoutes } from './chronology/routes.tsx';
import { ConsentLines } from './consent-pages.tsx';
import { FactPage } from './facts.tsx';
import { familiesBehind, familiesNeeding, openFamilies, search } from './finding.ts';
import { Behind, perPage, Results } from './lists.tsx';
import { spendingAround } from './money.ts';
import { needRoutes } from './need-routes.tsx';
import { isNeed } from './needs.ts';
import { belongsTo, familyInWords, nameOf, shownFamilies, today } from './open.ts';
import { PicturePage } from './pages.tsx';
import { personRoutes } from './person/routes.tsx';
import { listSeen, pictureSeen } from './seen.ts';
import { FamilyList, type Picture } from './shape.ts';
import { SpendingPage } from './spending.tsx';
import { TellingPart } from './telling.tsx';

const SearchQuery = z.object({
  q: z.string().max(200).default(''),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});
/** A financial year such as `2024-25`: the second half is the year after the first. */
const financialYear = z
  .string()
  .regex(/^(19|20)\d{2}-\d{2}$/)
  .refine((year) => (Number(year.slice(0, 4)) + 1) % 100 === Number(year.slice(5)));
/** What is counted: what is open `now`, what `began` or was `spent` in a year, a `need`, or everybody with an open picture. */
const BehindQuery = z.object({
  now: z.string().optional(),
  began: z.string().optional(),
  spent: z.string().optional(),
  need: z.string().optional(),
  open: z.literal('all').optional(),
  year: financialYear.optional(),
  page: SearchQuery.shape.page,
});
const ExportQuery = z.object({
  reason: z.string().trim().min(10).max(2000).describe('What the copy is for, in a sentence. It is audited.'),
  page: SearchQuery.shape.page,
});
/** How many of the last years the time axis shows. */
const ZoomQuery = z.object({
  years: z.coerce
    .number()
    .refine((years) => zooms.includes(years), `it is one of ${zooms.join(', ')}, or left out.`)
    .optional(),
});
const IdParam = z.object({ id: z.uuid() });
const json = <S extends z.ZodType>(schema: S, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
});

/** Where a later room takes somebody who looks at a family. */
export type WaysOn = (tx: Tx, familyId: string) => Promise<{ href: string; text: string }[]>;

/** Where families like this one are counted, with the way back. */
function likeThis({ like, familyId }: Picture): string | null {
  return like === null ? null : `/area/like/${like}?from=${familyId}`;
}

/** Search, families' pictures and what they open to. */
export function routes(app: App, { visit, waysOn }: { visit: Visit; waysOn?: WaysOn }): void {
  needRoutes(app, { visit });
  chronologyRoutes(app, { visit });
  personRoutes(app, { visit });

  app.get('/families', async (c) => {
    const query = readQuery(c, SearchQuery);
    const { found, oversees, helps } = await visit(
      c,
      async (tx) => ({
        found: await search(tx, { query: query.q, page: query.page, perPage }),
        oversees: mayHavePurpose.has(tx.actor.role),
        helps: isHelping(tx),
      }),
      (shown) => searching(query.q)(shown.found),
    );
    if (found.total === 0) c.set('foundNothing', true);
    return page(c, {
      title: query.q ? `Families found by “${query.q}”` : 'Find a family',
      current: 'families',
      query: query.q,
      children: <Results found={found} query={query.q} page={query.page} oversees={oversees} helps={helps} />,
    });
  });

  app.get('/behind', async (c) => {
    const query = readQuery(c, BehindQuery);
    const { title, found } = await visit(
      c,
      async (tx) => {
        const { title, families } = whoIsBehind(query, (await notNamed(tx)).types);
        return { title, found: await families(tx, { page: query.page, perPage }) };
      },
      (shown) => searching(shown.title)(shown.found),
    );
    const asked = new URLSearchParams(c.req.query());
    asked.delete('page');
    return page(c, {
      title,
      current: 'area',
      eyebrow: 'Families behind a number',
      vantage: { text: 'See from above', href: '/area' },
      children: <Behind found={found} page={query.page} href={(to) => `/behind?${asked}&page=${to}`} />,
    });
  });

  app.get('/families/:id', async (c) => {
    const id = idOf(c.req.param('id'));
    const { years } = readQuery(c, ZoomQuery);
    const { consents, decisions, plan, ways, kindred, ...picture } = await visit(
      c,
      async (tx) => {
        const [picture, decisions, ways] = await Promise.all([
          shownPicture(tx, id),
          decisionsAbout(tx, id),
          waysOn?.(tx, id) ?? [],
        ]);
        const { role } = tx.actor;
        return { ...picture, decisions, ways, helps: isHelping(tx), spending: maySeeSpending(role) };
      },
      reading,
    );
    const reason = picture.openBecause[0];
    return page(c, {
      title: picture.name,
      current: 'families',
      eyebrow: 'Family',
      lede: calledLine(picture, firstNames(picture)),
      vantage: { text: 'See from above', href: likeThis(picture) ?? '/area' },
      ...(picture.helps && {
        actions: (
          <a className="v-button" href={`/families/${picture.familyId}/record`}>
            Write something down
          </a>
        ),
      }),
      because: reason && (
        <>
          {picture.seenBecause} There is a picture because of {reason.reason}.
        </>
      ),
      children: (
        <>
          {ways.length > 0 && (
            <ul className="v-links">
              {ways.map(({ href, text }) => (
                <li key={href}>
                  <a className="govuk-link" href={href}>
                    {text}
                  </a>
                </li>
              ))}
            </ul>
          )}
          <Around picture={picture} />
          <PicturePage
            picture={picture}
            decisions={decisions}
            keptBack={new Set(picture.keptBack)}
            years={years ?? null}
            helps={picture.helps}
            spending={picture.spending}
            plan={plan}
            kindred={kindred}
            summary={picture.summary}
            alsoNow={picture.alsoNow}
            withoutSchool={picture.withoutSchool}
          />
          <ConsentLines picture={picture} consents={consents} />
        </>
      ),
    });
  });

  app.get('/families/:id/spending', async (c) => {
    const { year, of } = readQuery(
      c,
      z.object({ year: financialYear.optional(), of: z.string().max(100).optional() }),
    );
    const shown = await visit(
      c,
      (tx) => spendingAround(tx, idOf(c.req.param('id'))),
      ({ picture }) => reading(picture),
    );
    const here = `/families/${shown.picture.familyId}`;
    return page(c, {
      title: `${shown.picture.name}: what services spent`,
      current: 'families',
      eyebrow: (
        <>
          <a href={here}>{shown.picture.name}</a>
          {year && (
            <>
              {' '}
              · <a href={`${here}/spending`}>all years</a>
            </>
          )}
        </>
      ),
      heading: year
        ? `What services spent around this family in ${year}`
        : 'What services spent around this family',
      children: (
        <SpendingPage
          spent={shown}
          year={year}
          of={of}
          here={`${here}/spending`}
          firstName={firstNames(shown.picture)}
          silent={silentInWords(shown.picture.standsOn)}
        />
      ),
    });
  });

  app.get('/facts/:id', async (c) => {
    const aboutFact = ({ fact, family }: { fact: Fact; family: { familyId: string } }): Noted => ({
      action: 'read',
      families: [family.familyId],
      persons: [fact.personId],
    });
    const shown = await visit(
      c,
      async (tx) => {
        const fact = await getFact(tx, idOf(c.req.param('id')));
        const places = await familiesOf(tx, [fact.personId]);
        const [family] = (await shownFamilies(tx, places)).filter((place) => belongsTo([place])(fact));
        if (!family || fact.supersededAt !== null) throw noSuchFact();
        const members = await membersOfFamilies(tx, [family.familyId]);
        const ids = [fact.personId, ...members.map((member) => member.personId)];
        const persons = new Map((await personsByIds(tx, ids)).map((person) => [person.personId, person]));
        const called = familyInWords(members, persons);
        const name = nameOf(persons.get(fact.personId));
        return { fact, family, called, name, names: await namesOf(tx), telling: await tellingOf(tx, fact) };
      },
      aboutFact,
    );
    const { fact, family } = shown;
    return page(c, {
      title: catalogue.get(fact.kind)?.label ?? fact.kind,
      current: 'families',
      eyebrow: <a href={`/families/${family.familyId}`}>{shown.called}</a>,
      children: (
        <>
          <FactPage
            fact={fact}
            person={{ name: shown.name, href: `/families/${family.familyId}/people/${fact.personId}` }}
            agencyNames={shown.names}
          />
          {shown.telling && <TellingPart fact={fact} name={shown.name} telling={shown.telling} />}
        </>
      ),
    });
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/families',
      summary: 'Families found by a search, 25 a page',
      request: { query: SearchQuery },
      responses: json(FamilyList, 'One page of families.'),
    }),
    async (c) => {
      const query = c.req.valid('query');
      const found = await visit(
        c,
        (tx) => search(tx, { query: query.q, page: query.page, perPage }),
        searching(query.q),
      );
      if (found.total === 0) c.set('foundNothing', true);
      return c.json(found, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/export/families',
      summary:
        'A copy of the list of every family with an open picture that the reader may see, 10,000 a page',
      request: { query: ExportQuery },
      responses: json(FamilyList, 'One page of families.'),
    }),
    async (c) => {
      const { reason, page: at } = c.req.valid('query');
      const found = await visit(
        c,
        (tx) => openFamilies(mustExport(tx), { page: at, perPage: 10_000 }),
        (list) => ({
          ...listing(list),
          action: 'export',
          reason,
        }),
        { reason },
      );
      return c.json(found, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/families/{id}',
      summary: 'One family’s picture',
      request: { params: IdParam },
      responses: json(PictureShown, 'The picture.'),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const {
        consents: _,
        plan: __,
        kindred: ___,
        ...picture
      } = await visit(c, (tx) => shownPicture(tx, id), reading);
      return c.json(withLastDays(picture), 200);
    },
  );
}

const isHelping = (tx: Tx): boolean => roles[tx.actor.role as WorkRole]?.purpose === 'help';

const exporting: ReadonlySet<string> = new Set<WorkRole>(['team-manager', 'agency-lead', 'inspector']);

function mustExport(tx: Tx): Tx {
  if (exporting.has(tx.actor.role)) return tx;
  throw new VantageError('refused', 'A list of families is not taken out by those who help them.', {
    remedy: 'Search for the family, or ask your team manager or the lead of your agency.',
  });
}

const searching =
  (words: string) =>
  (found: FamilyList): Noted => ({ ...listing(found), action: 'search', words });
const listing = (found: FamilyList): Noted => ({ action: 'read', ...listSeen(found) });
const reading = (picture: Picture): Noted => ({ action: 'read', ...pictureSeen(picture) });

type OnePage = { page: number; perPage: number };
type Counted = { title: string; families: (tx: Tx, one: OnePage) => Promise<FamilyList> };

const ofPersons =
  (persons: (tx: Tx) => Promise<string[]>): Counted['families'] =>
  async (tx, one) =>
    familiesBehind(tx, { persons: await persons(tx), ...one });

/** Who is counted in a number of the area's page; not found for a number that no page shows the reader. */
function whoIsBehind(query: z.output<typeof BehindQuery>, notNamed: ReadonlySet<string>): Counted {
  const hidden = ofServices(notNamed);
  const label = (kind: string) => (hidden.kinds.has(kind) ? undefined : catalogue.get(kind)?.label);
  const { now, began, spent, need, year } = query;
  if (query.open)
    return { title: 'Everybody with an open picture', families: ofPersons((tx) => openPersons(tx, today())) };
  if (need !== undefined && isNeed(need)) {
    return {
      title: `Families who may need: ${needs[need]}`,
      families: (tx, one) => familiesNeeding(tx, { need, ...one }),
    };
  }
  if (now !== undefined && label(now)) {
    return {
      title: `${label(now)}: open now`,
      families: ofPersons((tx) => personsInvolved(tx, now, today())),
    };
  }
  if (began !== undefined && year !== undefined && label(began)) {
    const [from, last] = daysOfYear(year);
    return {
      title: `${label(began)}: begun in ${year}`,
      families: ofPersons((tx) => personsBegan(tx, { kind: began, from, last })),
    };
  }
  const cost = unitCosts.find((one) => one.key === spent && !hidden.costs.has(one.key));
  if (cost && year !== undefined) {
    return {
      title: `${cost.label}: spent in ${year}`,
      families: ofPersons((tx) => personsAround(tx, { unitCost: cost.key, year })),
    };
  }
  throw notFound();
}

async function namesOf(tx: Tx): Promise<ReadonlyMap<string, string>> {
  return new Map((await agencies(tx)).map(({ agency, name }) => [agency, name]));
}
