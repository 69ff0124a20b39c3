/** A child process: the bot as `npm start` composes it, but for its clock, which runs a hundred times as fast. */
import { compose, modulesFor } from '../../adapters/compose.ts';
import { createLog } from '../../adapters/process/log.ts';
import { createMetrics } from '../../adapters/process/metrics.ts';
import { configFrom } from '../../adapters/settings/config.ts';
import { openStore } from '../../adapters/store/embedded/open-store.ts';
import { hurriedTime } from '../support/hurried-time.ts';
import { isoNow } from '../support/time.ts';

const config = configFrom(process.env);
const log = createLog('info', []);
const opened = await openStore({ dir: config.stateDir, onFatal: () => process.exit(1) });
const metrics = createMetrics();
// Whoever signs what it gets goes by the time of the test, so it begins there.
const time = hurriedTime(100, isoNow());
const { bot, host, outbox, platforms } = compose({
  config,
  modules: await modulesFor(config),
  local: null,
  store: metrics.ofStore(opened),
  archive: opened.archive,
  trail: opened.trail,
  storeWritable: opened.writable,
  trailProblem: () => null,
  metrics,
  log,
  outside: { clock: time, timers: time, uptimeMs: time.passed },
});
for (const platform of platforms) platform.start(bot);
const port = await host.listen(config.port, config.host);
log.info({ port }, 'listening');
await outbox.start();
