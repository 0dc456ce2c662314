import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { loadAssets } from '../src/platform/http/index.ts';
import { replaceExactly, withoutGovernmentBrand, writeAssets } from './assets.mjs';

const folder = mkdtempSync(join(tmpdir(), 'vantage-assets-'));
afterAll(() => rmSync(folder, { recursive: true }));
const out = join(folder, 'assets');
const manifest = writeAssets(out);
const read = (name: string) => readFileSync(join(out, manifest[name]?.file ?? name));
const css = read('site.css').toString();

test('each file is named by its content and has compressed copies equal to it', () => {
  expect(Object.keys(manifest)).toEqual(expect.arrayContaining(['site.css', 'keys.js', 'icon.svg']));
  for (const { file, coded } of Object.values(manifest)) {
    const content = readFileSync(join(out, file));
    expect(file).toContain(`.${createHash('sha256').update(content).digest('hex').slice(0, 12)}.`);
    if (!coded.length) continue;
    expect(brotliDecompressSync(readFileSync(join(out, `${file}.br`))).equals(content)).toBe(true);
    expect(gunzipSync(readFileSync(join(out, `${file}.gz`))).equals(content)).toBe(true);
  }
});

describe('the stylesheet', () => {
  test('has nothing that is reserved for GOV.UK', () => {
    expect(css).not.toMatch(/GDS Transport|crown|crest/i);
    expect(css).not.toMatch(/font-family:(?!"?Atkinson|inherit|\s*"Atkinson)/);
  });
  test('loads only fonts that stand beside it', () => {
    const urls = [...css.matchAll(/url\("?([^)"]+)"?\)/g)].map(([, url]) => url ?? '');
    expect(urls).toHaveLength(4);
    for (const url of urls) expect(readdirSync(out)).toContain(url);
    expect(css.match(/@font-face/g)).toHaveLength(4);
  });
  test('keeps GOV.UK’s components and adds our own after them', () => {
    expect(css.indexOf('.govuk-button{')).toBeGreaterThan(0);
    expect(css.indexOf('.v-header')).toBeGreaterThan(css.lastIndexOf('.govuk-warning-text__text{'));
  });
});

test('a release of govuk-frontend with something new in it stops the build', () => {
  const path = createRequire(import.meta.url).resolve('govuk-frontend/dist/govuk/govuk-frontend.min.css');
  const original = readFileSync(path, 'utf8');
  expect(() => withoutGovernmentBrand(original)).not.toThrow();
  expect(() => withoutGovernmentBrand(`${original}.x{font-family:GDS Transport}`)).toThrow('59');
  expect(() => withoutGovernmentBrand(`${original}.x{background:url(/assets/images/new.svg)}`)).toThrow(
    'url(',
  );
  expect(() => replaceExactly('a a', /a/g, 'b', 1)).toThrow('2');
});

test('written again they are the same, and nothing else is left', () => {
  const before = readdirSync(out).sort();
  expect(writeAssets(out)).toEqual(manifest);
  expect(readdirSync(out).sort()).toEqual(before);
  expect(readdirSync(folder)).toEqual(['assets']);
});

test('the server loads them, and says what to do when they are not there', async () => {
  const assets = await loadAssets(out);
  const href = assets.href('site.css');
  expect(href).toBe(`/assets/${manifest['site.css']?.file}`);
  expect(Buffer.from(assets.find(href.slice('/assets/'.length))?.body ?? []).toString()).toBe(css);
  expect(assets.find('manifest.json')).toBeUndefined();
  await expect(loadAssets(join(folder, 'none'))).rejects.toMatchObject({ code: 'unavailable' });
});
