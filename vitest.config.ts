import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/report-skipped.ts'],
    // The day of every test, before anything else asks.
    setupFiles: ['test/support/time.ts', 'test/support/patience.ts'],
    // Processes, browsers and a slow disk take their time; what a test measures, it measures by itself.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // Most files wait for processes, browsers and disks, so three at once are faster than one for each of two cores. With four,
    // people in a journey wait longer than the bot lets anybody wait.
    maxWorkers: 3,
    // Files share the modules that they load, so each leaves nothing behind. `npm test -- --sequence.shuffle.files` finds one that does.
    isolate: false,
    // Settings of whoever runs the tests are none of theirs.
    env: { NODE_ENV: 'test' },
  },
});
