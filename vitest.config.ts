import { defineConfig } from 'vitest/config';

/**
 * `unit` needs nothing but Node; `backends` a PostgreSQL server, which its set-up starts; `browser` Chromium too.
 * Files share their process (`isolate`): what they import is had once, a quarter of the time. So they clean up after themselves.
 */
export default defineConfig({
  test: {
    // One file waits for its database while another computes: all cores, where Vitest would leave one free.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          isolate: false,
          include: [
            'packages/{words,engine,contract,sdk}/test/**/*.test.ts',
            'apps/web/test/**/*.test.{ts,tsx}',
            'apps/server/test/writing/**/*.test.ts',
          ],
          // Some of them reckon for seconds, and longer beside the type check.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'backends',
          isolate: false,
          include: [
            'packages/ledger/test/**/*.test.ts',
            'apps/server/test/!(writing)/**/*.test.ts',
            'apps/cli/test/**/*.test.ts',
            'sim/test/**/*.test.ts',
            'tests/{packages,recipes}/**/*.test.ts',
          ],
          globalSetup: ['tests/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Waits and latencies are judged here: one file at a time, when the others are done.
        test: {
          name: 'crash',
          include: ['tests/crash/**/*.test.ts'],
          globalSetup: ['tests/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // One file after the other in one process: the server's modules and the line to Chromium are had once.
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/global-setup.ts', 'tests/browser/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          isolate: false,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
