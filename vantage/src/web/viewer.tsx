import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { matchedRoutes } from 'hono/route';
import { type FamilyRow, familiesCalled } from '../picture/index.ts';
import { type App, type Env, page, readForm, z } from '../platform/http/index.ts';
import { type Actor, clock, type Database, dayOf, type Tx, VantageError } from '../platform/index.ts';
import { Button, EmptyState, Input, StackTable } from '../platform/parts/index.ts';
import {
  agencies,
  countsActor,
  denied,
  discreetTypes,
  record,
  relationsTo,
  roles,
  siteForThemselves,
  type WorkRole,
  workersOn,
} from '../sharing/index.ts';

/** Whoever is chosen on the page `/as`. It is no sign-in: it works for made-up areas only. */
const cookie = 'vantage-as';

const Choice = z
  .string()
  .transform((text) => text.split('.'))
  .pipe(z.tuple([z.uuid(), z.string().refine(isRole)]));

/** A role at work, or a person who looks at what is said of themselves. */
function isRole(role: string): role is WorkRole | 'family-member' {
  return role === 'family-member' || Object.hasOwn(roles, role);
}

/** Pages that show nothing about anybody. */
const open = new Set([
  '/',
  '/as',
  '/about',
  '/accessibility',
  '/attention',
  '/matching',
  '/keys',
  '/api/openapi.json',
]);

/** Finds out on whose behalf a request is answered; sends whoever has chosen nobody to the page on which to choose. */
export function chosenViewer(db: Database, area: string): MiddlewareHandler<Env> {
  return async (c, next) => {
    const choice = Choice.safeParse(getCookie(c, cookie));
    if (choice.success) {
      const [id, role] = choice.data;
      c.set('viewer', { area, id, role, purpose: role === 'family-member' ? 'own' : roles[role].purpose });
      if (role === 'family-member') c.set('site', siteForThemselves(c.get('site')));
    } else if (!open.has(c.req.path) && !c.req.path.startsWith('/assets/')) {
      const actor = { area, id: 'nobody', role: 'nobody', purpose: 'none' };
      const route = matchedRoutes(c).findLast(({ method }) => method !== 'ALL')?.path ?? 'none';
      await denied(db, actor, { route, reason: 'Nobody had been chosen on whose behalf to look.' });
      if (c.req.path.startsWith('/api/')) throw nobodyChosen();
      const { pathname, search } = new URL(c.req.url);
      return c.redirect(`/as?to=${encodeURIComponent(pathname + search)}`, 303);
    }
    return next();
  };
}

/** The actor of a request. */
export function viewerOf(c: Context<Env>): Actor {
  const viewer = c.get('viewer');
  if (viewer === undefined) throw nobodyChosen();
  return viewer;
}

function nobodyChosen(): VantageError {
  return new VantageError('refused', 'Nobody has been chosen on whose behalf to look.', {
    remedy: 'Choose somebody at /as; an API client sends the cookie that this sets.',
  });
}

/** The page on which a made-up person is chosen. */
export function viewerRoutes(app: App, { db, area }: { db: Database; area: string }): void {
  app.get('/as', async (c) => {
    const actor = countsActor(area, 'choose a viewer');
    const on = dayOf(clock.now());
    const asked = c.req.query('family')?.trim().slice(0, 200) ?? '';
    const found = await db.asActor(actor, async (tx) => ({
      workers: await workersOn(tx, on),
      agencies: await agencies(tx),
      around: asked === '' ? null : await foundAround(tx, asked, on),
    }));
    const agencyNames = new Map(found.agencies.map(({ agency, name }) => [agency, name]));
    const discreet = new Set(
      found.agencies.filter(({ type }) => discreetTypes.includes(type)).map(({ agency }) => agency),
    );
    const around = found.around && withManagers(found.around, found.workers);
    const offered = Object.keys(roles).flatMap((role) =>
      found.workers
        .filter(
          (one) =>
            one.role === role &&
            (around === null || (around.workers.has(one.workerId) && !discreet.has(one.agency ?? ''))),
        )
        .sort((a, b) => b.persons - a.persons)
        .slice(0, around === null && role !== 'agency-lead' ? offeredOfRole : undefined),
    );
    return page(c, {
      title: 'Who are you?',
      lede: 'What you see depends on who you are, whom you work with and what the agencies have agreed. Here you may be anybody: everybody is made up.',
      children: (
        <>
          <form action="/as" method="get">
            <Input
              id="family"
              name="family"
              label={{ text: 'Who works with a family' }}
              hint={{
                text: 'The family’s name, such as Hart, with others’ names in it if you like. Without one, a few people of each role are listed.',
              }}
              classes="govuk-input--width-20"
              value={asked}
              autocomplete="off"
              spellcheck={false}
            />
            <Button text="Find who works with them" />
          </form>
          {offered.length === 0 && (
            <EmptyState title={`Nobody is known to work today with a family found by “${asked}”.`} />
          )}
          <form action="/as" method="post">
            <input type="hidden" name="to" value={ownPath(c.req.query('to'))} />
            <StackTable
              heard="People whom you may be"
              firstCellIsHeader
              head={[
                { text: 'Name' },
                { text: 'Role' },
                { text: 'Where' },
                { text: 'Works with' },
                { text: 'Id for commands' },
              ]}
              rows={offered.map((one) => [
                {
                  text: (
                    <button
                      className="v-link-button"
                      name="who"
                      value={`${one.workerId}.${one.role}`}
                      type="submit"
                    >
                      {one.name}
                    </button>
                  ),
                },
                { text: roles[one.role].label },
                { text: [agencyNames.get(one.agency ?? ''), one.team].filter(Boolean).join(', ') },
                {
                  text:
                    around === null
                      ? countOf(one.persons)
                      : (around.workers.get(one.workerId) ?? [])
                          .map((familyId) => calledAmong(around.families, familyId))
                          .join(', '),
                },
                { text: <span className="v-meta">{one.workerId}</span> },
              ])}
            />
            {around?.families.map((family) => (
              <section key={family.familyId} aria-labelledby={family.familyId}>
                <h2 id={family.familyId}>{calledAmong(around.families, family.familyId)}</h2>
                <p className="govuk-body">Somebody in it: each sees what is said of themselves alone.</p>
                <ul className="v-list">
                  {family.members.map((one) => (
                    <li key={one.personId}>
                      <button
                        className="v-link-button"
                        name="who"
                        value={`${one.personId}.family-member`}
                        type="submit"
                      >
                        {one.name}
                      </button>
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          </form>
        </>
      ),
    });
  });

  app.post('/as', async (c) => {
    const { written } = await readForm(c);
    const choice = Choice.safeParse(written.who?.[0]);
    if (!choice.success) {
      throw new VantageError('bad-input', 'Nobody was chosen.', { remedy: 'Go back and choose a name.' });
    }
    setCookie(c, cookie, choice.data.join('.'), { httpOnly: true, sameSite: 'Strict', path: '/' });
    return c.redirect(choice.data[1] === 'family-member' ? '/me' : ownPath(written.to?.[0]), 303);
  });
}

/** The families that bear a name, and which of them each worker is related to today. */
async function foundAround(tx: Tx, name: string, on: string) {
  const families = await familiesCalled(tx, name);
  const workers = new Map<string, string[]>();
  /** Those allocated to somebody in them, whose managers work with them as well. */
  const allocated = new Map<string, string[]>();
  for (const family of families) {
    const ties = await relationsTo(
      tx,
      family.members.map((member) => member.personId),
      on,
    );
    for (const workerId of new Set(ties.map((tie) => tie.workerId)))
      workers.set(workerId, [...(workers.get(workerId) ?? []), family.familyId]);
    for (const workerId of new Set(
      ties.filter(({ kind }) => kind === 'allocated').map((tie) => tie.workerId),
    ))
      allocated.set(workerId, [...(allocated.get(workerId) ?? []), family.familyId]);
  }
  const persons = [...new Set(families.flatMap((family) => family.members.map((one) => one.personId)))];
  await record(tx, { action: 'search', route: '/as', words: name, persons });
  return { families, workers, allocated };
}

type Around = Awaited<ReturnType<typeof foundAround>>;
type Post = Awaited<ReturnType<typeof workersOn>>[number];

/** With whoever manages a team in which somebody is allocated to one of the families. */
function withManagers({ families, workers, allocated }: Around, posts: readonly Post[]): Around {
  const teamOf = ({ agency, team }: Post) => `${agency} ${team}`;
  const teams = new Map<string, string[]>();
  for (const post of posts.filter(({ team }) => team !== ''))
    teams.set(teamOf(post), [...(teams.get(teamOf(post)) ?? []), ...(allocated.get(post.workerId) ?? [])]);
  const managed = posts
    .filter(({ role }) => role === 'team-manager')
    .map((post): [string, string[]] => [post.workerId, [...new Set(teams.get(teamOf(post)))]])
    .filter(([, those]) => those.length > 0);
  return { families, workers: new Map([...managed, ...workers]), allocated };
}

/** A family as it stands beside a worker: its name, and whose it is where several bear it. */
function calledAmong(families: readonly FamilyRow[], familyId: string): string {
  const family = families.find((one) => one.familyId === familyId);
  if (family === undefined) return '';
  const alone = families.filter((one) => one.name === family.name).length === 1;
  return alone ? family.name : `${family.name} (${family.members[0]?.name ?? 'nobody'})`;
}

/** How many of each role are offered: those who work with most people; of agency leads, one for every agency. */
const offeredOfRole = 3;

const countOf = (persons: number) => (persons === 0 ? '' : persons === 1 ? '1 person' : `${persons} people`);

/** A path of this server, never an address elsewhere. */
function ownPath(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])[^\s]*$/.test(to) ? to : '/families';
}
