/** A child process: the bot as `npm start` runs it, whose clock leaps ahead for a while at each SIGUSR2. */

const leap = { byMs: Number(process.env.TEST_LEAP_MS ?? 0), forMs: Number(process.env.TEST_LEAP_FOR_MS ?? 0) };

process.on('SIGUSR2', () => {
  const before = Date.ahead ?? 0;
  Date.ahead = before + leap.byMs;
  setTimeout(() => {
    Date.ahead = before;
  }, leap.forMs);
});
await import('../../../adapters/main.ts');
