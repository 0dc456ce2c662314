import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What says the same whichever PostgreSQL the tests' database is on, its rules being compared on both by others: run once. */
const once = [
  'vantage/src/cli/{backup,delta,launcher,main,one-set-of-facts,pages,place,rebuild,recount,routes-by-role,schemas,sealed,told-again,unseen,who-is-who}.test.ts',
  'vantage/src/web/{accounts,recording,server}.test.ts',
  'vantage/src/platform/{http,parts,postgres}/**/*.test.{ts,tsx}',
  ...globSync('vantage/src/**/*.test.{ts,tsx}', { cwd: source('.') }).filter(
    (path) => !/\btestDatabase\b|\binject\(|testing\/area/.test(readFileSync(source(path), 'utf8')),
  ),
];

/** Files that take longest, though they are not the largest. */
const longest =
  /cli\/(routes-by-role|pages|who-is-who|told-again|main|unseen|sealed|one-set-of-facts)\.test|linkage\/src\/link\.test|supervisor\.test/;

/** Begins with what takes longest, so that no worker waits for the other at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => longest.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  resolve: {
    alias: {
      '@vantage/linkage': source('packages/linkage/src/index.ts'),
      '@vantage/returns': source('packages/returns/src/index.ts'),
      '@vantage/synth': source('packages/synth/src/index.ts'),
    },
  },
  // React as the product runs it: made for development it takes ten times as long.
  oxc: { jsx: { runtime: 'automatic', development: false } },
  test: {
    env: { NODE_ENV: 'production' },
    testTimeout: 240_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'packages',
          include: ['packages/*/src/**/*.test.{ts,tsx}', '{scripts,vantage/scripts}/**/*.test.ts'],
        },
      },
      ...['embedded', 'debian'].map((name) => ({
        extends: true as const,
        test: {
          name,
          include: ['vantage/src/**/*.test.{ts,tsx}'],
          exclude: once,
          isolate: false,
          setupFiles: ['vantage/src/platform/test-clock.ts'],
          globalSetup: ['vantage/src/platform/test-server.ts'],
        },
      })),
      {
        extends: true,
        test: {
          name: 'once',
          include: once,
          globalSetup: ['vantage/src/platform/test-server.ts'],
        },
      },
    ],
  },
});
