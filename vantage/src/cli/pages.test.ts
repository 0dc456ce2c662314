import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeArea } from '@vantage/synth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silent } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { systemActor } from '../sharing/index.ts';
import { type RunningServer, startServer } from '../web/index.ts';
import { builtAssets, testBrowser } from '../web/testing.ts';
import { buildFolder } from './pipeline.ts';

const db = await testDatabase({ empty: true });
const assets = builtAssets();
const folder = mkdtempSync(join(tmpdir(), 'vantage-pages-'));
let server: RunningServer;

beforeAll(async () => {
  await makeArea({ out: folder, size: 'small', seed: 'pages', families: 40 });
  await buildFolder(db, join(folder, 'extracts'), { progress: silent });
  server = await startServer({ db, port: 0, assets, as: systemActor('ashmere', 'test') });
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An address with what differs from page to page of one kind taken out. */
const kindOf = (path: string) =>
  path.replace(/\/[0-9a-f]{8}-[0-9a-f-]{27}/g, '/:id').replace(/=[^&]+/g, '=…');

/** Pages that are the same in every area: tested with the server. */
const standing = new Set(['/', '/about', '/accessibility', '/matching', '/keys']);

/** Follows links from the first page and a search, to every kind of page. */
async function everyKind(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const queue = ['/', '/families?q=Hart', '/families?q=Nobody', '/nowhere'];
  for (const path of queue) {
    const kind = kindOf(path);
    if (found.has(kind) && path !== '/families?q=Nobody') continue;
    found.set(path === '/families?q=Nobody' ? path : kind, path);
    const html = await (await fetch(new URL(path, server.url))).text();
    for (const [, link = ''] of html.matchAll(/<a [^>]*?href="(\/[^"#]*)/g))
      queue.push(link.replaceAll('&amp;', '&'));
  }
  return found;
}

describe('every kind of page of a built area', () => {
  const browser = testBrowser();

  test.skipIf(!browser.present)(
    'is in order',
    async () => {
      const kinds = await everyKind();
      expect([...kinds.keys()]).toEqual(
        expect.arrayContaining(['/', '/families?q=…', '/families/:id', '/area', '/extracts', '/records/:id']),
      );
      const wrong: Record<string, string[]> = {};
      for (const [kind, path] of kinds) {
        if (standing.has(kind)) continue;
        const found = await browser.check(new URL(path, server.url).href);
        const real = kind === '/nowhere' ? found.filter((sentence) => !sentence.includes('404')) : found;
        if (real.length) wrong[kind] = real;
      }
      expect(wrong).toEqual({});
    },
    300_000,
  );
});
