import { beforeAll, describe, expect, test, vi } from 'vitest';
import { catalogue } from '../chronology/index.ts';
import type { FamilyList } from '../picture/index.ts';
import { type Actor, newId } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { roles } from '../sharing/index.ts';
import { routeWords } from '../web/index.ts';
import { type Ask, actorOf, asking } from './testing/area.ts';
import { access } from './testing/routes/access.ts';
import { accounts } from './testing/routes/accounts.ts';
import { casework } from './testing/routes/casework.ts';
import { family } from './testing/routes/family.ts';
import { exporting, finding } from './testing/routes/finding.ts';
import { persons } from './testing/routes/persons.ts';
import { records } from './testing/routes/records.ts';
import { review } from './testing/routes/review.ts';
import { reviewRoutes } from './testing/routes/reviews.ts';
import { type Scene, setScene, today, type Viewer } from './testing/routes/scene.ts';
import { type Checks, namesOf, some, sorted, type Visitor } from './testing/routes/visitor.ts';
import { unseenWords } from './testing/words.ts';
import { areaCode, system } from './testing/world.ts';

/**
 * Every page and operation, asked by somebody of every role, shows what the plain evaluator of tiers allows, no more and
 * no less; each visit and each refusal is written down. A route that has no check here fails.
 */
const checks: Checks = {
  ...finding,
  ...family,
  ...records,
  ...persons,
  ...access,
  ...review,
  ...casework,
  ...accounts,
  ...reviewRoutes,
};
const db = await testDatabase({ empty: true });
let ask: Ask & { routes: string[] };
let scene: Scene;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: today });
  scene = await setScene(db);
  ask = await asking(db);
}, 120_000);

/** What a viewer is expected to have left in the audit, in the order in which it was asked. */
type Left = { route: string; denied: boolean; families?: readonly string[] };

/** First words of addresses at which the treatment service's own worker was told its name. */
const namingItself = new Set<string>();

/** The page on which somebody is chosen asks as nobody; the others name a treatment service to those who look after information or files. */
const namesAll = ({ actor, path }: { actor: Actor; path: string }) =>
  /^\/(as|costs|costs\/replace|api\/costs)$/.test(path) ||
  ['administrator', 'information-governance-lead'].includes(actor.role);

test('each person sees of themselves what they are told, and nothing that is for people at work', async () => {
  const { world, sealed, guarded, consented } = scene;
  const told = world.facts.filter(
    (fact) =>
      fact.about.length === 1 &&
      world.sharing.toldByRule.get(fact.kind) === 'shared' &&
      catalogue.has(fact.kind),
  );
  const chosen = new Set([
    ...some([...new Set(told.map((fact) => fact.personId))].sort(), 4, 0),
    ...some(sorted(world.details.keys()), 2, 0),
    ...guarded.flatMap((one) => [one.personId, one.fromId]),
    ...consented.map((one) => one.personId),
  ]);
  let facts = 0;
  for (const id of chosen) {
    const viewer: Actor = { area: areaCode, id, role: 'family-member', purpose: 'own' };
    const sight = scene.sightOf(viewer);
    const isSealed = sealed.some((one) => one.personId === id);
    const answer = await ask(viewer, '/api/me');
    expect(answer.status).toBe(isSealed ? 403 : 200);
    if (isSealed) continue;
    const me = JSON.parse(answer.body) as {
      names: string[];
      words: { words: string }[];
      accounts: { words: string }[];
      facts: { label: string; said: unknown[] }[];
    };
    const own = world.facts.filter((fact) => sight.told(fact) !== 'nothing' && catalogue.has(fact.kind));
    expect(sorted(me.facts.map((fact) => fact.label))).toEqual(
      sorted(own.map((fact) => catalogue.get(fact.kind)?.label ?? '')),
    );
    if (guarded.some((one) => one.fromId === id)) expect(me.facts.flatMap((fact) => fact.said)).toEqual([]);
    facts += own.length;
    expect(sorted(me.names)).toEqual(sorted(new Set(namesOf(world, id))));
    expect(sorted(me.words.map((one) => one.words))).toEqual(
      sorted(
        world.statements.filter((one) => one.personId === id && one.kind === 'said').map((one) => one.words),
      ),
    );
    expect(sorted(me.accounts.map((one) => one.words))).toEqual(
      sorted(scene.accounts.filter((one) => one.personId === id).map((one) => one.words)),
    );
    const page = await ask(viewer, '/me');
    expect([page.status, unseenWords(world, sight)(page.body)]).toEqual([200, []]);
    for (const [route, { audited }] of Object.entries(checks)) {
      const [method, path = ''] = route.split(' ');
      if (!audited || ['/', '/me', '/api/me'].includes(path)) continue;
      const place = world.places.find((one) => one.personId === id);
      const asked = path
        .replace(':id', path.includes('/families/') ? (place?.familyId ?? newId()) : newId())
        .replace(':person', id)
        .replace(/:[a-z]+/g, newId());
      const refused = await ask(viewer, asked, method === 'POST' ? {} : undefined);
      expect([route, refused.status >= 400]).toEqual([route, true]);
    }
  }
  expect(facts).toBeGreaterThan(3);
});

test('every route has a check, and every check a route; and the audit has words for each', () => {
  expect(sorted(ask.routes)).toEqual(sorted(Object.keys(checks)));
  for (const [route, { audited }] of Object.entries(checks))
    if (audited)
      expect([route, routeWords(route.split(' ')[1] ?? '')?.seen]).toEqual([route, expect.any(String)]);
});

describe('what each viewer is shown', () => {
  test('is compared for viewers of every role, of whom some see much and some nothing', () => {
    const { viewers } = scene;
    const seen = viewers.map(({ actor }) => scene.sightOf(actor).open.size);
    expect(new Set(viewers.map(({ actor }) => actor.role))).toEqual(new Set(Object.keys(roles)));
    expect(seen.filter((count) => count > 0).length).toBeGreaterThan(8);
    expect(seen.filter((count) => count === 0).length).toBeGreaterThan(4);
  });

  test('is what agreements allow, and is written down', async () => {
    const waiting = [...scene.viewers.entries()];
    const atATime = Array.from({ length: 4 }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await checkViewer(next[1], next[0]);
    });
    await Promise.all(atATime);
    expect([...namingItself]).toEqual(expect.arrayContaining(['families']));
  }, 300_000);
});

test('nobody is shown anything in a role that they do not hold', async () => {
  const [practitioner] = scene.viewers;
  if (practitioner === undefined) throw new Error('there is nobody');
  for (const role of ['information-governance-lead', 'agency-lead', 'administrator'] as const) {
    const forged = actorOf(practitioner.actor.id, role);
    for (const path of ['/audit', '/openings', '/families?q=ha', '/api/held', `/families/${newId()}`]) {
      const { status } = await ask(forged, path);
      expect([path, status < 400]).toEqual([path, false]);
    }
  }
  const written = await db.asActor(system, (tx) =>
    tx.sql<{ action: string }>('SELECT action FROM audit_entry WHERE actor = $1 AND role <> $2', [
      practitioner.actor.id,
      practitioner.actor.role,
    ]),
  );
  expect(written.map((one) => one.action)).toEqual(Array(15).fill('denied'));
});

test('a list is taken out for a reason that the audit keeps, with everybody in it', async () => {
  const seen = (one: Viewer) => scene.sightOf(one.actor).open.size;
  const [reader] = scene.viewers
    .filter((one) => exporting.includes(one.actor.role))
    .sort((a, b) => seen(b) - seen(a));
  if (reader === undefined) throw new Error('nobody may');
  for (const query of ['', '?reason=', '?reason=short']) {
    expect((await ask(reader.actor, `/api/export/families${query}`)).status).toBe(400);
  }
  const { body } = await ask(reader.actor, '/api/export/families?reason=Asked+for+by+the+board.');
  const { families } = JSON.parse(body) as FamilyList;
  const [written] = await db.asActor(system, (tx) =>
    tx.sql<{ action: string; reason: string; persons: string[] }>(
      `SELECT action, reason, persons FROM audit_entry WHERE actor = $1 ORDER BY at DESC LIMIT 1`,
      [reader.actor.id],
    ),
  );
  expect(written).toMatchObject({ action: 'export', reason: 'Asked for by the board.' });
  expect(new Set(written?.persons)).toEqual(
    new Set(families.flatMap((family) => family.members.map((member) => member.personId))),
  );
  expect(written?.persons.length).toBeGreaterThan(1);
});

async function checkViewer({ title, actor }: Viewer, turn: number): Promise<void> {
  const sight = scene.sightOf(actor);
  const unseen = unseenWords(scene.world, sight);
  const left: Left[] = [];
  for (const [route, { audited, check }] of Object.entries(checks)) {
    const note = (asked: string, status: number, families?: readonly string[]) => {
      const pattern = patternOf(asked, route);
      if (checks[pattern]?.audited ?? audited)
        left.push({
          route: pattern.split(' ')[1] ?? '',
          denied: status >= 400,
          ...(families && { families }),
        });
    };
    const visitor: Visitor = {
      scene,
      sight,
      turn,
      get: async (path, { status = 200, families, excused } = {}) => {
        const answer = await ask(actor, path);
        const where = `${title}: ${path}`;
        expect(answer.status, where).toBe(status);
        expect(unseen(answer.body, excused), where).toEqual([]);
        if (!namesAll({ actor, path })) {
          const named =
            /Ashmere Recovery Service|"recovery"|\bof recovery\b|recovery\/|Treatment for drink|treatment-year|treatment\.journeys/.test(
              answer.body,
            );
          if (!title.includes('of the treatment service')) expect(named, where).toBe(false);
          else if (named) namingItself.add(path.split('/')[1] ?? '');
        }
        note(`GET ${path}`, status, families);
        return answer;
      },
      send: async (path, form, { status }) => {
        const answer = await ask(actor, path, form);
        expect(answer.status, `${title}: ${path}`).toBe(status);
        note(`POST ${path}`, status);
        // A form that is shown again, with what is wrong, is read.
        if (answer.body.includes('govuk-error-summary')) note(`POST ${path}`, 200);
        return answer;
      },
    };
    await check(visitor);
  }
  const written = await db.asActor(system, (tx) =>
    tx.sql<{ route: string; action: string; families: string[] }>(
      'SELECT route, action, families FROM audit_entry WHERE actor = $1 AND role = $2 ORDER BY at, entry_id',
      [actor.id, actor.role],
    ),
  );
  expect(written.map((one) => `${one.route} ${one.action === 'denied'}`)).toEqual(
    left.map((one) => `${one.route} ${one.denied}`),
  );
  for (const [at, { families }] of left.entries()) {
    if (families) expect(sorted(written[at]?.families ?? [])).toEqual(sorted(families));
  }
}

/** The route that is asked, as method and path: the one being checked, or another that its check asks beside. */
function patternOf(asked: string, checked: string): string {
  const plain = asked.split('?')[0] ?? '';
  const fits = (route: string) => new RegExp(`^${route.replace(/:[a-z]+/g, '[^/]+')}$`).test(plain);
  if (fits(checked)) return checked;
  return Object.keys(checks).find(fits) ?? checked;
}
