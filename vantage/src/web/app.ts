import { type App, createApp, loadAssets, publishOpenApi } from '../platform/http/index.ts';
import { type Actor, type Database, log } from '../platform/index.ts';
import type { Area } from '../sharing/index.ts';
import { routes } from './routes.tsx';
import { siteOf } from './site.ts';

/** Requests that took longer are logged as slow. */
const slowMillis = 250;

/** Puts the rooms' pages and operations together for one area. */
export async function makeApp(options: {
  db: Database;
  area: Area;
  assets?: string | undefined;
}): Promise<App> {
  const assets = await loadAssets(options.assets);
  // Nobody signs in yet: whoever sits at this machine reads.
  const actor: Actor = { area: options.area.code, id: 'this-machine', role: 'reader', purpose: 'look' };
  const app = createApp({
    site: siteOf(options.area, assets),
    assets,
    log: ({ fault, ...line }) => {
      if (fault) {
        const { places, reference = 'none', name } = fault;
        log.warn('request failed', { ...line, error: name, reference, stack: places.join('\n') });
      } else if (line.ms > slowMillis) log.warn('slow request', line);
      else log.info('request', line);
    },
  });
  routes(app, { db: options.db, actor });
  publishOpenApi(app, {
    title: 'Vantage',
    version: '0.1.0',
    description: `What ${options.area.name}’s pages show, as data. Every answer is what the reader may see.`,
  });
  return app;
}
