import { createHash } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { csrf } from 'hono/csrf';
import { matchedRoutes } from 'hono/route';
import { z } from 'zod';
import { VantageError } from '../errors.ts';
import type { Site } from '../parts/page.tsx';
import type { Assets } from './assets.ts';
import { leavesAt, until } from './beat.ts';
import { chooseCoding, compress } from './compress.ts';
import { answer, placesOf, tell } from './errors.tsx';
import { headers, ownHostOnly, plainTextOnly } from './guard.ts';
import type { Env } from './page.tsx';

/** The application that rooms add their pages and operations to. */
export type App = OpenAPIHono<Env>;

/** One answered request: the pattern of its address, never the address, which may hold a name. */
export type RequestLine = {
  method: string;
  route: string;
  status: number;
  ms: number;
  /** Set when the fault was ours. */
  fault?: { reference: string | undefined; name: string; places: string[] };
};

/** Milliseconds that an answer took, by part of the work. */
export type Spent = Record<'data' | 'render' | 'compress' | 'total', number>;

export type AppOptions = {
  site: Site;
  assets: Assets;
  log?: (line: RequestLine) => void;
  /** Told how long each answer took. No answer says it: time may tell of somebody who is hidden. */
  timed?: ((c: Context<Env>, spent: Spent) => void) | undefined;
  /**
   * Milliseconds between two moments at which an answer of nothing may leave: a refusal, or a list that found nobody.
   * Whether there is somebody who is hidden cannot be told by how long it took. Left out, they leave when made.
   */
  beat?: number | undefined;
  /** How to wait until a moment of `performance.now()`. */
  wait?: (moment: number) => Promise<void>;
};

/** The pattern of the route that answered; middleware does not count. */
function routeOf(c: Context): string {
  return matchedRoutes(c).findLast((route) => route.method !== 'ALL')?.path ?? 'none';
}

/**
 * @returns An application with guard, headers, compression, errors, request log, assets and OpenAPI
 *   in place. Rooms add `app.get(…)` for pages and `app.openapi(createRoute(…), …)` for operations.
 */
export function createApp({ site, assets, log, timed, beat, wait = until }: AppOptions): App {
  const faults = new WeakMap<Request, NonNullable<RequestLine['fault']>>();
  const app: App = new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (!result.success) throw result.error;
    },
  });

  app.use(async (c, next) => {
    const start = performance.now();
    c.set('site', site);
    const spent = { render: 0, compress: 0 };
    c.set('spent', spent);
    await next();
    // An answer may name people, so no copy is kept unless a route says otherwise.
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
    const total = performance.now() - start;
    const parts = { data: total - spent.render - spent.compress, ...spent, total };
    timed?.(c, parts);
    if (beat !== undefined && (c.get('foundNothing') || (c.res.status >= 400 && c.res.status < 500)))
      await wait(start + leavesAt(performance.now() - start, beat));
    const fault = faults.get(c.req.raw);
    log?.({
      method: c.req.method,
      route: routeOf(c),
      status: c.res.status,
      ms: Math.round((performance.now() - start) * 10) / 10,
      ...(fault && { fault }),
    });
  });
  app.use(headers, compress, ownHostOnly, csrf(), plainTextOnly);

  app.get('/assets/:file', (c) => {
    const asset = assets.find(c.req.param('file'));
    if (!asset) throw notFound();
    c.header('Cache-Control', 'public, max-age=31536000, immutable');
    c.header('ETag', asset.etag);
    c.header('Vary', 'Accept-Encoding');
    if (c.req.header('if-none-match') === asset.etag) return c.body(null, 304);
    const coding = chooseCoding(c.req.header('accept-encoding'));
    const coded = coding && asset.coded[coding];
    if (coded) c.header('Content-Encoding', coding);
    const body = coded ?? asset.body;
    c.header('Content-Type', asset.type);
    c.header('Content-Length', String(body.byteLength));
    return c.body(body);
  });

  app.notFound((c) => answer(c, tell(notFound())));
  app.onError((error, c) => {
    const told = tell(error);
    if (told.status >= 500) {
      faults.set(c.req.raw, { reference: told.reference, name: error.name, places: placesOf(error) });
    }
    return answer(c as Context<Env>, told);
  });
  return app;
}

/** Publishes what the operations are: OpenAPI 3.1 at `/api/openapi.json`. Call it after the rooms' routes. */
export function publishOpenApi(
  app: App,
  info: { title: string; version: string; description: string },
): void {
  const text = JSON.stringify(app.getOpenAPI31Document({ openapi: '3.1.0', info }));
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  app.get('/api/openapi.json', (c) => {
    c.header('Cache-Control', 'no-cache');
    c.header('ETag', etag);
    if (c.req.header('if-none-match') === etag) return c.body(null, 304);
    return c.body(text, 200, { 'Content-Type': 'application/json' });
  });
}

/**
 * Reads the query of a page's address.
 * @throws {z.ZodError} told as bad input, by name of the value only.
 */
export function readQuery<S extends z.ZodType>(c: Context, schema: S): z.output<S> {
  return schema.parse(c.req.query());
}

/**
 * The id in an address.
 * @throws {VantageError} not-found for what is no id: there is nothing at such an address.
 */
export function idOf(text: string | undefined): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw notFound();
  return id.data;
}

/** The error of a page that is not there, or not there for the reader. */
export function notFound(): VantageError {
  return new VantageError('not-found', 'There is nothing at this address.', {
    remedy: 'Check the address, or search from the top of the page.',
  });
}
