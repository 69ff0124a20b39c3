import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Processes, browsers and a slow disk take their time; what a test measures, it measures by itself.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Settings of whoever runs the tests are none of theirs.
    env: { NODE_ENV: 'test' },
  },
});
