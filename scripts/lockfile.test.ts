import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Locked = {
  version?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
  hasInstallScript?: boolean;
};
const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const lock = read('../package-lock.json') as { packages: Record<string, Locked> };

test('the lockfile names every optional package of every platform, or npm ci refuses it', () => {
  const missing = Object.values(lock.packages).flatMap((entry) =>
    Object.keys(entry.optionalDependencies ?? {}).filter((name) => !lock.packages[`node_modules/${name}`]),
  );
  expect(missing).toEqual([]);
});

test('the lockfile names no place to download from', () => {
  const placed = Object.entries(lock.packages).filter(([, entry]) => /^https?:/.test(entry.resolved ?? ''));
  expect(placed).toEqual([]);
});

test('every install script has been looked at', () => {
  const { allowScripts } = read('../package.json') as { allowScripts: Record<string, boolean> };
  const scripted = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript);
  const unseen = scripted
    .map(([path]) => path.replace(/^.*node_modules\//, ''))
    .filter((name) => !(name in allowScripts));
  expect(unseen).toEqual([]);
});
