import { expect, it } from 'vitest';
import { bot, folder, run } from './child.ts';

// Nothing listens there; and without ADMINS the first line comes before the state is open.
const hosted = {
  HOST: '127.0.0.1',
  PORT: '0',
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'a-signing-secret-of-a-test',
  SLACK_API_URL: 'http://127.0.0.1:9/api/',
};
const local = { PORT: '0', PLAYGROUND: 'off' };

/** Told to stop in the very moment that its log says that. */
async function toldAt(line: string, settings: Record<string, string>, signal: 'SIGTERM' | 'SIGINT') {
  const { child, said, ended } = run('adapters/main.ts', settings);
  child.stdout.on('data', function tell() {
    if (!said.out.includes(line)) return;
    child.stdout.off('data', tell);
    child.kill(signal);
  });
  return ended;
}

it.each([
  ['ADMINS is empty', hosted, 'SIGTERM'],
  ['ADMINS is empty', hosted, 'SIGINT'],
  ['"listening"', hosted, 'SIGTERM'],
  ['"listening"', local, 'SIGTERM'],
  ['"listening"', local, 'SIGINT'],
] as const)('a stop at %s ends gently, and leaves a state that opens', async (line, settings, signal) => {
  const STATE_DIR = folder();
  const { code, out } = await toldAt(line, { ...settings, STATE_DIR }, signal);
  expect([code, out]).toEqual([0, expect.stringContaining('"msg":"stopped"')]);
  await bot({ ...settings, STATE_DIR });
});
