/** For tests: a family of which one child is on a plan, and answers of this room's and sharing's pages. */
import { build as buildChronology } from '../chronology/index.ts';
import { build as buildFamilies, familiesOf } from '../families/index.ts';
import { deliver, personNumbered } from '../families/testing.ts';
import { createApp } from '../platform/http/index.ts';
import { type Actor, type Database, silent } from '../platform/index.ts';
import { testActor } from '../platform/testing.ts';
import { routes as sharingRoutes, visits } from '../sharing/index.ts';
import { agreeAsReady } from '../sharing/testing.ts';
import { breakGlassRoutes } from './break-glass.tsx';
import { decisionRoutes } from './decisions.tsx';
import { index } from './finding.ts';
import { familyNames } from './naming.ts';
import { purposeRoutes } from './purpose.tsx';
import { routes } from './routes.tsx';

export { keysOf, wordsOf } from './names.ts';
export { makeThreeHarts, type ThreeHarts, wordsIn } from './testing/three-harts.ts';

/** Dawn Hart and her son Kyle, on a child in need plan, under the ready agreements. */
export async function makeHarts(
  db: Database,
): Promise<{ familyId: string; dawn: string; kyle: string; born: string }> {
  const born = '2012-04-05';
  const person = (id: string, given: string, on: string) => ({
    pers_person_id: id,
    pers_forename: given,
    pers_surname: 'Hart',
    pers_dob: on,
  });
  const asOf = await deliver(db, testActor, '2026-11-16', {
    'ssd.person': [person('S1', 'Dawn', '1989-03-02'), person('S2', 'Kyle', born)],
    'ssd.mother': [
      { moth_table_id: '1', moth_person_id: 'S1', moth_childs_person_id: 'S2', moth_childs_dob: born },
    ],
    'ssd.cin_plans': [
      {
        cinp_cin_plan_id: 'P1',
        cinp_referral_id: 'F1',
        cinp_person_id: 'S2',
        cinp_cin_plan_start_date: '2026-01-10',
      },
    ],
  });
  return db.asActor(testActor, async (tx) => {
    await buildFamilies(tx, { asOf, progress: silent });
    await buildChronology(tx, { asOf, progress: silent });
    await index(tx);
    await agreeAsReady(tx, [{ kind: 'cin-plan', subject: 'plan' }]);
    const number = await personNumbered(tx);
    const [place] = await familiesOf(tx, [number('S2')]);
    return { familyId: place?.familyId ?? '', dawn: number('S1'), kyle: number('S2'), born };
  });
}

const site = {
  name: 'Vantage',
  nav: [],
  search: { action: '/families', name: 'q', label: 'Find a family' },
  notice: 'Everybody here is made up.',
  footer: [],
  styles: [],
  scripts: [],
  icon: '/icon.svg',
};

/** Sends a form, repeated fields too, or reads a page, as somebody; JSON to the API. */
export type Send = (
  who: Actor,
  path: string,
  form?: Readonly<Record<string, string | readonly string[]>>,
) => Promise<{ status: number; text: string }>;

/** The pages of this room and of sharing, put together. */
export function sending(db: Database): Send {
  let viewer: Actor;
  const app = createApp({ site, assets: { href: (name) => `/assets/${name}`, find: () => undefined } });
  const visit = visits(db, () => viewer);
  routes(app, { visit });
  breakGlassRoutes(app, { db, visit });
  purposeRoutes(app, { db, visit });
  decisionRoutes(app, { visit });
  sharingRoutes(app, { visit, familyNames });
  return async (who, path, form) => {
    viewer = who;
    const isApi = path.startsWith('/api/');
    const type = isApi ? 'application/json' : 'application/x-www-form-urlencoded';
    const fields = Object.entries(form ?? {}).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    );
    const answer = await app.request(`http://localhost${path}`, {
      headers: { host: 'localhost', origin: 'http://localhost', ...(form && { 'content-type': type }) },
      ...(form && {
        method: 'POST',
        body: isApi ? JSON.stringify(form) : new URLSearchParams(fields).toString(),
      }),
    });
    return { status: answer.status, text: await answer.text() };
  };
}
