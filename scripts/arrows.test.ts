import { expect, test } from 'vitest';
import { allowedFrom, importsOf, wrongImports } from './arrows.mjs';

const page = '> platform ← sources ← picture, area ← web\n> returns ← sources\n';
const allowed = allowedFrom(page);

test('a room may import what stands left of it, and not its sibling', () => {
  expect([...(allowed.get('picture') ?? [])].sort()).toEqual(['platform', 'sources']);
  expect([...(allowed.get('sources') ?? [])].sort()).toEqual(['platform', 'returns']);
});

test('imports in comments do not count; every form of import does', () => {
  const text =
    "// from './x.ts'\n/* import('./y.ts') */\nimport a from './a.ts';\nexport { b } from './b.ts';\nawait import('./c.ts');\nimport './d.ts';\nimport type { E } from './e.ts';";
  expect(importsOf(text).map((found) => found.specifier)).toEqual([
    './a.ts',
    './b.ts',
    './c.ts',
    './d.ts',
    './e.ts',
  ]);
  expect(importsOf(text)[0]?.line).toBe(3);
});

test.each([
  ['vantage/src/sources/a.ts', "import { x } from '../picture/index.ts';", 'sources may not import picture'],
  ['vantage/src/picture/a.ts', "import { x } from '../area/index.ts';", 'picture may not import area'],
  ['vantage/src/picture/a.ts', "import { x } from '../sources/store.ts';", 'past its door'],
  ['vantage/src/picture/a.ts', "import { x } from '@vantage/returns';", 'picture may not import returns'],
  [
    'packages/returns/src/a.ts',
    "import { x } from '../../../vantage/src/platform/index.ts';",
    'returns may not import platform',
  ],
])('%s with %s is refused', (path, source, reason) => {
  expect(wrongImports(path, source, allowed).join()).toContain(reason);
});

test('doors are open', () => {
  expect(wrongImports('vantage/src/web/a.ts', "import { x } from '../picture/index.ts';", allowed)).toEqual(
    [],
  );
  expect(
    wrongImports('vantage/src/web/a.ts', "import { x } from '../platform/http/index.ts';", allowed),
  ).toEqual([]);
  expect(wrongImports('vantage/src/sources/a.ts', "import { x } from '@vantage/returns';", allowed)).toEqual(
    [],
  );
});
