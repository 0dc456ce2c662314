import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      '@vantage/linkage': source('packages/linkage/src/index.ts'),
      '@vantage/returns': source('packages/returns/src/index.ts'),
      '@vantage/synth': source('packages/synth/src/index.ts'),
    },
  },
  test: {
    include: ['packages/*/src/**/*.test.{ts,tsx}', 'vantage/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    globalSetup: ['vantage/src/platform/test-server.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
