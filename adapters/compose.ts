/** Composes the bot from its parts, without the process around it. */

import { calmStorm } from '../src/alerts/delivery/source-storm.ts';
import { countStranded } from '../src/alerts/delivery/stranded.ts';
import { roomOf } from '../src/alerts/sources/room.ts';
import { listedSources } from '../src/alerts/sources/sources-list.ts';
import { createBot } from '../src/bot.ts';
import { deliveryKinds } from '../src/deliveries.ts';
import { Outbox } from '../src/delivery/worker.ts';
import type { World } from '../src/ports/world.ts';
import { marking } from '../src/store/due.ts';
import { heartbeat, platformsOf } from './compose/callers.ts';
import { liveFiles } from './compose/live-files.ts';
import { liveMicrosoft } from './compose/live-microsoft.ts';
import { liveReceivers } from './compose/live-receivers.ts';
import { type Going, outgoingOf } from './compose/outgoing.ts';
import type { BotParts } from './compose/parts.ts';
import { worldOf } from './compose/world-of.ts';
import { faqLoader } from './faq/faq.ts';
import { createReadiness } from './http/readiness.ts';
import { routesOf } from './http/routes.ts';
import { gaugeSourcesOf } from './process/gauge-sources.ts';
import { createTimers, watchTicks } from './process/timers.ts';
import { watchAttempts, watchDiskOf, watchStranded } from './process/watches.ts';
import { createRequestCounts } from './webhook/sources/request-counts.ts';

/** Composes the bot. Nothing listens, connects or ticks yet. */
export function compose(given: BotParts) {
  const wake: World['wake'] = (queues) => outbox.wake(queues);
  // The second are the pauses of what goes on by itself: they end first, while people are still answered.
  const [timers, ownPauses] = [createTimers(), createTimers()];
  const pauses = given.outside?.timers ?? ownPauses;
  const receivers = liveReceivers(given, timers);
  const outgoing = outgoingOf(given, receivers?.receivers ?? null);
  // The store is wrapped four times: `main.ts` counts changes, `watchDiskOf` notes what the disk refuses, `record` adds what receivers
  // are to get and notices what is added to the audit trail, `marking` finds what became due.
  const { store, disk } = watchDiskOf({ ...given, stateDir: diskFolder(given), timers });
  const parts = { ...given, store: marking(outgoing.record(store), wake) };
  const { config, metrics, log } = parts;
  const platforms = platformsOf(parts);
  const requestCounts = requestCountsOf(parts);
  const questions = faqLoader();
  const onBug: World['onBug'] = (err, part) => log.error({ event: `${part}.failed`, err }, `${part} failed`);
  const microsoft = liveMicrosoft(parts, timers);
  const polled = parts.microsoft?.sources ?? [];
  const outer = {
    microsoft,
    receivers: outgoing.receivers,
    polled,
    disk,
    faq: questions.faq,
    refusedRequests: requestCounts.refused,
    onBug,
  };
  const plain = worldOf({ ...parts, ...outer }, platforms, timers, wake);
  const attempts = watchAttempts(plain.meter, plain.uptimeMs);
  const world: World = { ...plain, meter: attempts.meter };
  const outbox = new Outbox({ ...world, timers: pauses }, deliveryKinds, calmStorm, given);
  const sender = outgoing.sendIn({ ...world, timers: pauses });
  const stranded = watchStranded({ ask: () => countStranded(world), log, mode: config.mode });
  const { bot, ageMs: tickAgeMs } = watchTicks(metrics.ofBot(createBot(world)), stranded.look);
  const readiness = createReadiness({
    ...parts,
    timers,
    platforms,
    strandedProblem: stranded.problem,
    tickAgeMs,
    room: () => roomOf(world),
    listSources: () => listedSources(world),
    namesSources: namesSources(parts),
  });
  const live = liveFiles(parts, { world, microsoft, receivers, sender, requestCounts, pauses });
  const { vital } = readiness;
  metrics.ask({
    ...gaugeSourcesOf({ world, platforms, stranded: stranded.count, tickAgeMs, vital }),
    trailBroken: () => parts.trailProblem() !== null,
    lastBackupAt: given.lastBackupAt,
  });
  return {
    bot,
    platforms,
    outbox: bothOf(outbox, sender, ownPauses.stop),
    /** Ends every wait at once: no answer is waited for any more. */
    endWaits: timers.stop,
    /** Reads the secrets that are in files again, each minute. Resolves when the outbox stops. */
    watchSecrets: live.watchSecrets,
    /** Forgets what is not asked any more, and then asks Microsoft what is due, once a minute. Resolves when the outbox stops. */
    askMicrosoft: live.askMicrosoft,
    reload: live.reload,
    /** Calls HEARTBEAT_URL, if it is set, while the bot can do its work. Resolves when the outbox stops. */
    heartbeat: () => heartbeat(parts, { ...world, timers: pauses }, { vital, platforms, attemptAgeMs: attempts.ageMs }),
    /** Loads the FAQ in slices. Resolves when it is there; a fault in its files is logged, as each question then meets it. */
    loadFaq: () =>
      questions.load().then(
        () => log.debug({}, 'FAQ loaded'),
        (error: unknown) =>
          log.error({ event: 'faq.unavailable', err: error }, 'FAQ not loaded: no question can be answered'),
      ),
    routes: routesOf({ bot, platforms, readiness, metrics, ...live }),
  };
}

/** Returns the outbox, along with what sends to receivers. `endPauses` ends what they wait for. */
function bothOf(outbox: Outbox, sender: Going, endPauses: () => void) {
  return {
    begin: async () => {
      await sender.begin();
      await outbox.begin();
    },
    start: async () => {
      await Promise.all([outbox.start(), sender.start()]);
    },
    stop: async () => {
      endPauses();
      await Promise.all([outbox.stop(), sender.stop()]);
    },
  };
}

/** Returns the folder on whose disk the state is; null where it is in a database. */
function diskFolder({ config }: BotParts): string | null {
  return config.database ? null : config.stateDir;
}

/** Returns whether /readyz and /metrics may name the sources: not on a port that strangers may reach. */
function namesSources({ config, local }: BotParts): boolean {
  return config.metrics !== null || local !== null;
}

/** Counts the requests of the sources, each by its name; all together where a stranger may read the metrics. */
function requestCountsOf(parts: BotParts) {
  const { metrics } = parts;
  const isNamed = namesSources(parts);
  return createRequestCounts(([source, outcome], times) => {
    const label = isNamed || source === 'unknown' ? source : 'all';
    metrics.count('source_requests_total', [label, outcome], times);
  });
}
