/** A child process: the bot as `npm start` composes it, but for its clock, which runs fifty times as fast. Ten minutes pass at each SIGUSR2, and then it does what time brings. */
import { createLog } from '../../adapters/process/log.ts';
import { configFrom } from '../../adapters/settings/config.ts';
import { hurriedTime } from '../support/hurried-time.ts';
import { isoNow, minute } from '../support/time.ts';
import { startBot } from './start-bot.ts';

const log = createLog('info', []);
// Whoever signs what it gets goes by the time of the test, so it begins there.
const time = hurriedTime(50, isoNow());
const { bot, port } = await startBot(configFrom(process.env), {
  log,
  onFatal: () => process.exit(1),
  outside: { clock: time, timers: time, uptimeMs: time.passed },
});
process.on('SIGUSR2', () => {
  time.jump(10 * minute);
  void bot.tick();
});
log.info({ port }, 'listening');
