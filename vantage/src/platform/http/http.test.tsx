import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomes, VantageError } from '../errors.ts';
import type { Site } from '../parts/index.ts';
import { chooseCoding } from './compress.ts';
import { tell } from './errors.tsx';
import { isOwnHost } from './guard.ts';
import {
  type Assets,
  createApp,
  createRoute,
  page,
  publishOpenApi,
  type RequestLine,
  readQuery,
  z,
} from './index.ts';

const site: Site = {
  name: 'Testing',
  nav: [{ key: 'things', text: 'Things', href: '/things', shortcut: 't' }],
  search: { action: '/things', name: 'q', label: 'Find a thing' },
  notice: 'All of this is made up.',
  footer: [{ text: 'About', href: '/about' }],
  styles: ['/assets/site.1.css'],
  scripts: ['/assets/keys.1.js'],
  icon: '/assets/icon.1.svg',
};
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const assets: Assets = {
  href: (name) => `/assets/${name}`,
  find: (file) =>
    file === 'site.1.css'
      ? {
          type: 'text/css; charset=utf-8',
          etag: '"site.1.css"',
          body: bytes('plain'),
          coded: { br: bytes('coded') },
        }
      : undefined,
};
const lines: RequestLine[] = [];
const app = createApp({ site, assets, log: (line) => lines.push(line) });
const secret = 'Dawn Hart of 14 Mill Lane';

app.get('/things/:name', (c) =>
  page(c, { title: `Thing ${c.req.param('name')}`, children: <p>{'x'.repeat(3000)}</p> }),
);
app.get('/small', (c) => page(c, { title: 'Small', children: '<script>alert(1)</script>' }));
app.get('/numbers', (c) => {
  const { n } = readQuery(c, z.object({ n: z.coerce.number().int() }));
  return page(c, { title: String(n), children: null });
});
app.get('/boom', () => {
  throw new Error(`no such person: ${secret}`);
});
app.get('/api/boom', () => {
  throw new Error(`no such person: ${secret}`);
});
for (const code of ['not-found', 'bad-input', 'conflict', 'refused', 'unavailable', 'failed'] as const) {
  const fail = () => {
    throw new VantageError(code, `It is ${code}.`, { remedy: 'Do this.' });
  };
  app.get(`/errors/${code}`, fail);
  app.get(`/api/errors/${code}`, fail);
}
app.openapi(
  createRoute({
    method: 'get',
    path: '/api/sum',
    request: { query: z.object({ a: z.coerce.number(), b: z.coerce.number() }) },
    responses: {
      200: {
        description: 'The sum.',
        content: { 'application/json': { schema: z.object({ sum: z.number() }) } },
      },
    },
  }),
  (c) => {
    const { a, b } = c.req.valid('query');
    return c.json({ sum: a + b }, 200);
  },
);
app.post('/things', (c) => c.text('done'));
publishOpenApi(app, { title: 'Testing', version: '1', description: 'For tests.' });

const server = createAdaptorServer({ fetch: app.fetch });
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer };
/** Asks the server over a socket, so that Host and coding are what was sent and not what fetch makes of them. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (got) => {
      const parts: Buffer[] = [];
      got.on('data', (part: Buffer) => parts.push(part));
      got.on('end', () =>
        resolve({ status: got.statusCode ?? 0, headers: got.headers, body: Buffer.concat(parts) }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('a page', () => {
  test('is a whole document in the frame, not kept by anyone', async () => {
    const { status, headers, body } = await ask('/small');
    const html = body.toString();
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=UTF-8');
    expect(headers['cache-control']).toBe('no-store');
    // How long it took may tell of somebody who is hidden.
    expect(headers['server-timing']).toBeUndefined();
    expect(html).toMatch(/^<!DOCTYPE html><html lang="en-GB"/);
    expect(html).toContain('<title>Small – Testing</title>');
    expect(html).toContain('All of this is made up.');
  });

  test('has its data kept by nobody either', async () => {
    for (const path of [
      '/api/sum?a=1&b=2',
      '/api/sum?a=x&b=2',
      '/api/nowhere',
      '/nowhere',
      '/api/boom',
      '/boom',
    ])
      expect([path, (await ask(path)).headers['cache-control']]).toEqual([path, 'no-store']);
    expect((await ask('/api/openapi.json')).headers['cache-control']).toBe('no-cache');
  });

  test('shows markup in text as text', async () => {
    const html = (await ask('/small')).body.toString();
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toContain('<script>');
  });

  test('lets nothing from elsewhere in', async () => {
    const { headers } = await ask('/small');
    const policy = Object.fromEntries(
      String(headers['content-security-policy'])
        .split(/;\s*/)
        .map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1).join(' ')]),
    );
    expect(policy).toEqual({
      'default-src': "'none'",
      'connect-src': "'self'",
      'style-src': "'self'",
      'script-src': "'self'",
      'img-src': "'self'",
      'font-src': "'self'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
    });
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  test('answers HEAD as GET without its content', async () => {
    const get = await ask('/things/a');
    const head = await ask('/things/a', {}, 'HEAD');
    expect(head.status).toBe(200);
    expect(head.body.byteLength).toBe(0);
    expect(head.headers['content-type']).toBe(get.headers['content-type']);
  });
});

describe('compression', () => {
  test.each([
    ['br', (body: Buffer) => brotliDecompressSync(body)],
    ['gzip', (body: Buffer) => gunzipSync(body)],
  ])('%s gives the same page, smaller', async (coding, undo) => {
    const plain = await ask('/things/a', { 'accept-encoding': 'identity' });
    const coded = await ask('/things/a', { 'accept-encoding': coding });
    expect(coded.headers['content-encoding']).toBe(coding);
    expect(coded.headers.vary).toContain('Accept-Encoding');
    expect(Number(coded.headers['content-length'])).toBe(coded.body.byteLength);
    expect(coded.body.byteLength).toBeLessThan(plain.body.byteLength / 2);
    expect(undo(coded.body).equals(plain.body)).toBe(true);
  });

  test.each([
    [undefined, undefined],
    ['', undefined],
    ['identity', undefined],
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.0, gzip;q=0', undefined],
    ['*', 'br'],
    ['*;q=0', undefined],
    ['GZIP;q=0.5', 'gzip'],
  ])('Accept-Encoding %s gives %s', (header, coding) => expect(chooseCoding(header)).toBe(coding));
});

describe('the Host header', () => {
  test.each(['localhost', 'localhost:80', '127.0.0.1:8080', '[::1]:1', 'LOCALHOST:1'])('%s is ours', (host) =>
    expect(isOwnHost(host)).toBe(true),
  );
  test.each([
    undefined,
    '',
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example:80',
    'evil.example:80#localhost',
    'user@localhost',
    '0.0.0.0',
    '[::]',
    'localhost:',
    'localhost:99999999',
  ])('%s is not', (host) => expect(isOwnHost(host)).toBe(false));

  test('another name is refused on every path, without a word of the page', async () => {
    for (const path of ['/small', '/assets/site.1.css', '/api/sum?a=1&b=2', '/nowhere']) {
      const { status, body } = await ask(path, { host: 'evil.example' });
      expect(status, path).toBe(403);
      expect(body.toString()).not.toContain('alert');
    }
  });

  test('a form sent from another site is refused', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await ask('/things', { ...form, origin: 'http://evil.example' }, 'POST')).status).toBe(403);
    expect((await ask('/things', { ...form, origin: `http://127.0.0.1:${port}` }, 'POST')).status).toBe(200);
  });
});

describe('errors', () => {
  test.each(Object.entries(outcomes))('%s has its status, as a page and as JSON', async (code, { http }) => {
    const shown = await ask(`/errors/${code}`);
    expect(shown.status).toBe(http);
    expect(shown.body.toString()).toContain(`It is ${code}.`);
    expect(shown.body.toString()).toContain('Do this.');
    const told = await ask(`/api/errors/${code}`);
    expect(told.status).toBe(http);
    expect(told.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(told.body.toString())).toMatchObject({ code, status: http, detail: `It is ${code}.` });
  });

  test.each(['/boom', '/api/boom'])(
    '%s says nothing of what happened inside, and logs where',
    async (path) => {
      lines.length = 0;
      const { status, body } = await ask(path);
      expect(status).toBe(500);
      expect(body.toString()).not.toContain('Hart');
      expect(body.toString()).not.toContain('http.test');
      const [line] = lines;
      expect(line?.fault?.places.join()).toContain('http.test');
      expect(body.toString()).toContain(line?.fault?.reference ?? 'no reference');
      expect(JSON.stringify(lines)).not.toContain('Hart');
    },
  );

  test('what is not there is 404, a bad value in the address 400', async () => {
    expect((await ask('/nowhere')).status).toBe(404);
    const bad = await ask(`/numbers?n=${encodeURIComponent(secret)}`);
    expect(bad.status).toBe(400);
    expect(bad.body.toString()).not.toContain('Hart');
    expect((await ask('/api/sum?a=1&b=x')).status).toBe(400);
  });
});

test('the log has the pattern of an address, never the address', async () => {
  lines.length = 0;
  await ask(`/things/${encodeURIComponent(secret)}?q=${encodeURIComponent(secret)}`);
  await ask(`/nowhere/${encodeURIComponent(secret)}`);
  await ask('/api/sum?a=1&b=2');
  expect(lines.map(({ method, route, status }) => [method, route, status])).toEqual([
    ['GET', '/things/:name', 200],
    ['GET', 'none', 404],
    ['GET', '/api/sum', 200],
  ]);
  expect(JSON.stringify(lines)).not.toContain('Hart');
  for (const { ms } of lines) expect(ms).toBeGreaterThanOrEqual(0);
});

describe('assets', () => {
  test('are kept for good under their hashed names, compressed beforehand', async () => {
    const plain = await ask('/assets/site.1.css');
    expect(plain.body.toString()).toBe('plain');
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(plain.headers['content-type']).toBe('text/css; charset=utf-8');
    const coded = await ask('/assets/site.1.css', { 'accept-encoding': 'gzip, br' });
    expect([coded.body.toString(), coded.headers['content-encoding']]).toEqual(['coded', 'br']);
  });

  test('are not sent again to those who have them; others are not there', async () => {
    const again = await ask('/assets/site.1.css', { 'if-none-match': '"site.1.css"' });
    expect([again.status, again.body.byteLength]).toEqual([304, 0]);
    expect((await ask('/assets/..%2Fmanifest.json')).status).toBe(404);
    expect((await ask('/assets/manifest.json')).status).toBe(404);
  });
});

test('operations are published as OpenAPI 3.1', async () => {
  const { body, headers } = await ask('/api/openapi.json');
  const document = JSON.parse(body.toString());
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths)).toEqual(['/api/sum']);
  expect(document.paths['/api/sum'].get.responses['200'].content['application/json'].schema).toMatchObject({
    type: 'object',
    required: ['sum'],
  });
  const again = await ask('/api/openapi.json', { 'if-none-match': String(headers.etag) });
  expect(again.status).toBe(304);
  expect(JSON.parse((await ask('/api/sum?a=1&b=2')).body.toString())).toEqual({ sum: 3 });
});

test('a page that cannot read one thing of an address names it, and leads to the page with all the rest', async () => {
  const wrong = await ask('/numbers?n=half&q=Kyle+Hart&empty=');
  expect(wrong.status).toBe(400);
  expect(wrong.body.toString()).toContain('href="/numbers?q=Kyle+Hart">Open the page without “n”</a>');
  const alone = await ask('/numbers?n=half');
  expect(alone.body.toString()).toContain('href="/numbers">Open the page without “n”</a>');
  expect(alone.body.toString()).not.toContain('half');
});

test('what fits no schema is told in plain words, whatever the schema says of it', () => {
  const asked = z.object({
    reason: z.string().min(10),
    short: z.string().max(3),
    count: z.int().min(1).max(5),
    many: z.array(z.string()).min(1),
    sort: z.enum(['a', 'b']),
    on: z.iso.date(),
    id: z.uuid(),
    yes: z.boolean(),
    gone: z.string(),
    year: z.string().regex(/^\d{4}$/),
    own: z.string().min(3, 'Say it in a word.'),
  });
  const given = {
    reason: 'short',
    short: 'long',
    count: 6,
    many: [],
    sort: 'c',
    on: 'x',
    id: 'x',
    yes: 'yes',
    year: 'x',
    own: '',
  };
  const { remedy } = tell(asked.safeParse(given).error);
  expect(remedy.split(/(?<=\.) /)).toEqual([
    'reason: write 10 characters or more.',
    'short: write no more than 3 characters.',
    'count: give no more than 5.',
    'many: give 1 or more.',
    'sort is one of: a, b.',
    'on: write a day such as 2027-03-31.',
    'id: give an id, such as 0198c0de-0000-7000-8000-000000000000.',
    'yes: say true or false.',
    'gone: this is missing.',
    'year: this is not written as it must be.',
    'own: say it in a word.',
  ]);
});
