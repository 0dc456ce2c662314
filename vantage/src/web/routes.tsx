import type { Context } from 'hono';
import * as area from '../area/index.ts';
import * as casework from '../casework/index.ts';
import * as costs from '../costs/index.ts';
import * as identity from '../identity/index.ts';
import * as learning from '../learning/index.ts';
import * as picture from '../picture/index.ts';
import * as plans from '../plans/index.ts';
import { type App, type Env, page } from '../platform/http/index.ts';
import type { Actor, Database, Tx } from '../platform/index.ts';
import * as sharing from '../sharing/index.ts';
import { countsActor, type Visit } from '../sharing/index.ts';
import * as sources from '../sources/index.ts';
import * as voice from '../voice/index.ts';
import { About, Accessibility, Keys, Matching, Welcome } from './pages.tsx';
import { routeWords } from './route-words.ts';

/** What a room's pages need. */
export type RouteContext = {
  db: Database;
  actor: Actor;
  visit: Visit;
  /** What families are called, as far as the reader may see them. */
  familyNames(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** What of a record may be read: only of people whose picture is open. */
  readRecord(tx: Tx, recordId: string): Promise<sources.OpenedRecord>;
  familyHere(tx: Tx, familyId: string): Promise<casework.FamilyHere>;
  /** Does what shows nobody to anybody and records nothing: it is not in the audit. */
  unrecorded<T>(c: Context<Env>, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Address of the script that keeps what is being written. */
  draftScript: string;
  /** Address of the script that brings a form over the network map. */
  networkScript: string;
  /** From a family's page into what a later room shows of it. */
  waysOn: picture.WaysOn;
};

type Given = Pick<RouteContext, 'db' | 'visit' | 'unrecorded' | 'draftScript' | 'networkScript'> & {
  area: string;
  /** Who asks; undefined where nobody has been chosen. */
  whoAsks(c: Context<Env>): Actor | undefined;
};

/** Every room that has pages or operations of its own. */
const rooms: readonly ((app: App, context: RouteContext) => void)[] = [
  picture.routes,
  picture.genogramRoutes,
  picture.networkRoutes,
  picture.siblingRoutes,
  picture.familyHomeRoutes,
  picture.eyeRoutes,
  picture.consentRoutes,
  picture.turnedDownRoutes,
  picture.protectionRoutes,
  picture.tellingRoutes,
  picture.meRoutes,
  casework.routes,
  plans.routes,
  voice.routes,
  area.routes,
  costs.routes,
  sources.routes,
  sharing.routes,
  sharing.deskRoutes,
  identity.routes,
  picture.breakGlassRoutes,
  picture.purposeRoutes,
  picture.decisionRoutes,
  learning.routes,
];

/** Adds Vantage's own pages and those of the rooms. */
export function routes(
  app: App,
  { db, area, visit, unrecorded, draftScript, networkScript, whoAsks }: Given,
): void {
  const context: RouteContext = {
    db,
    actor: countsActor(area, 'numbers'),
    visit,
    familyNames: picture.familyNames,
    readRecord: (tx, recordId) => picture.readRecord(tx, recordId),
    familyHere: picture.familyHere,
    unrecorded,
    draftScript,
    networkScript,
    waysOn: learning.waysIn,
  };
  picture.homeRoutes(app, { visit, whoAsks, welcome: <Welcome /> });
  app.get('/about', (c) => page(c, { title: 'About Vantage', children: <About /> }));
  app.get('/accessibility', (c) => page(c, { title: 'Accessibility', children: <Accessibility /> }));
  app.get('/matching', (c) => page(c, { title: 'How matching works', children: <Matching /> }));
  app.get('/keys', (c) => page(c, { title: 'Keys', children: <Keys /> }));
  for (const room of rooms) room(app, context);
  sharing.auditRoutes(app, {
    familyNames: picture.familyNames,
    familiesNamed: picture.familiesNamed,
    personNames: picture.personNames,
    personsNamed: picture.personsNamed,
    routeWords,
    visit: (c, look, work) => visit(c, work, look),
  });
}
