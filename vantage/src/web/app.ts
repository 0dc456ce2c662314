import { type App, type AppOptions, createApp, loadAssets, publishOpenApi } from '../platform/http/index.ts';
import { type Actor, type Database, log } from '../platform/index.ts';
import { type Area, type Visit, visits } from '../sharing/index.ts';
import { routes } from './routes.tsx';
import { siteOf } from './site.ts';
import { chosenViewer, viewerOf, viewerRoutes } from './viewer.tsx';

/** Requests that took longer are logged as slow. */
const slowMillis = 250;

/** Puts the rooms' pages and operations together for one area. */
export async function makeApp(options: {
  db: Database;
  area: Area;
  assets?: string | undefined;
  /** Everybody is this actor, and nobody chooses. */
  as?: Actor | undefined;
  /** How pages read, where it is not as whoever asks, with the audit: to measure what that costs. */
  visit?: Visit | undefined;
  timed?: AppOptions['timed'];
  beat?: AppOptions['beat'];
}): Promise<App> {
  const assets = await loadAssets(options.assets);
  const app = createApp({
    site: siteOf(options.area, assets),
    assets,
    timed: options.timed,
    beat: options.beat,
    log: ({ fault, ...line }) => {
      if (fault) {
        const { places, reference = 'none', name } = fault;
        log.warn('request failed', { ...line, error: name, reference, stack: places.join('\n') });
      } else if (line.ms > slowMillis) log.warn('slow request', line);
      else log.info('request', line);
    },
  });
  const { db, as } = options;
  const whoAsks = as === undefined ? viewerOf : () => as;
  const visit = options.visit ?? visits(db, whoAsks);
  const area = options.area.code;
  if (as === undefined) {
    app.use(chosenViewer(db, area));
    viewerRoutes(app, { db, area });
  }
  routes(app, {
    db,
    area,
    visit,
    unrecorded: (c, work) => db.asActor(whoAsks(c), work),
    draftScript: assets.href('drafts.js'),
    networkScript: assets.href('network.js'),
    whoAsks: (c) => as ?? c.get('viewer'),
  });
  publishOpenApi(app, {
    title: 'Vantage',
    version: '0.1.0',
    description: `What ${options.area.name}’s pages show, as data. Every answer is what the reader may see.`,
  });
  return app;
}
