/** A child process: the bot as `npm start` composes it, but for its clock, which runs fifty times as fast. */
import { createLog } from '../../adapters/process/log.ts';
import { configFrom } from '../../adapters/settings/config.ts';
import { hurriedTime } from '../support/hurried-time.ts';
import { isoNow } from '../support/time.ts';
import { startBot } from './start-bot.ts';

const log = createLog('info', []);
// Whoever signs what it gets goes by the time of the test, so it begins there.
const time = hurriedTime(50, isoNow());
const { port } = await startBot(configFrom(process.env), {
  log,
  onFatal: () => process.exit(1),
  outside: { clock: time, timers: time, uptimeMs: time.passed },
});
log.info({ port }, 'listening');
