import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VantageError } from '../errors.ts';

type Coding = 'br' | 'gzip';
export type Asset = {
  type: string;
  etag: string;
  body: Uint8Array<ArrayBuffer>;
  coded: Partial<Record<Coding, Uint8Array<ArrayBuffer>>>;
};
export type Assets = {
  /** @returns Address of an asset by its plain name, with the hash of its content in it. */
  href(name: string): string;
  /** @returns The file of an address's last part, or undefined. */
  find(file: string): Asset | undefined;
};

/** One entry of `manifest.json`, as `scripts/assets.mjs` writes it. */
type Entry = { file: string; type: string; coded: Coding[] };

const suffix: Record<Coding, string> = { br: '.br', gzip: '.gz' };
const built = fileURLToPath(new URL('../../../dist/assets', import.meta.url));

/**
 * Reads the built assets into memory.
 * @param folder Where `npm run build` put them.
 * @throws {VantageError} unavailable when they are not there.
 */
export async function loadAssets(folder: string = built): Promise<Assets> {
  const bytes = async (file: string) => new Uint8Array(await readFile(join(folder, file)));
  let manifest: Record<string, Entry>;
  try {
    manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  } catch (cause) {
    throw new VantageError('unavailable', 'The styles and fonts of the pages have not been built.', {
      remedy: 'Run npm run build, then start again.',
      cause,
    });
  }
  const files = new Map<string, Asset>();
  for (const entry of Object.values(manifest)) {
    const coded: Asset['coded'] = {};
    for (const coding of entry.coded) coded[coding] = await bytes(entry.file + suffix[coding]);
    files.set(entry.file, {
      type: entry.type,
      etag: `"${entry.file}"`,
      body: await bytes(entry.file),
      coded,
    });
  }
  return {
    href(name) {
      const entry = manifest[name];
      if (!entry) {
        throw new VantageError('failed', `No asset is called ${name}.`, { remedy: 'Run npm run build.' });
      }
      return `/assets/${entry.file}`;
    },
    find: (file) => files.get(file),
  };
}
