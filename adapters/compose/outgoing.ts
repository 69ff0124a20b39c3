/** Has receivers and the log get what the bot knows. */
import { refreshAlertCards } from '../../src/alerts/change/refresh-cards.ts';
import { AuditStreams } from '../../src/outgoing/audit/stream.ts';
import { cancelStale } from '../../src/outgoing/cancel-stale.ts';
import { installationId } from '../../src/outgoing/installation.ts';
import { oneAtATime } from '../../src/outgoing/one-at-a-time.ts';
import { recording } from '../../src/outgoing/recording.ts';
import { OutgoingWorker } from '../../src/outgoing/worker.ts';
import { noReceivers, type Receivers } from '../../src/ports/receivers.ts';
import type { Store } from '../../src/ports/store.ts';
import type { World } from '../../src/ports/world.ts';
import { noticing } from '../../src/store/appended.ts';
import { createAuditLog } from '../process/audit-log.ts';
import type { BotParts } from './parts.ts';

/** What goes out besides messages, while the bot runs. */
export interface Going {
  /** Resolves once the audit log knows from which entry on it logs. */
  begin(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** To be called when other receivers were read: what waits for one that is gone is cancelled, and new ones begin. */
  reloaded(): void;
}

/** Returns what wraps the store, before there is a world, and what sends in it. */
export function outgoingOf(
  { outside, config, log }: Pick<BotParts, 'outside' | 'config' | 'log'>,
  live: Receivers | null,
) {
  const receivers = oneAtATime(outside?.receivers ?? live ?? noReceivers);
  let found: ReturnType<typeof goingIn> | null = null;
  const inWorld = () => {
    if (!found) throw new Error('Nothing can be recorded before there is a world.');
    return found.world;
  };
  return {
    receivers,
    /** Returns the store, whose changes add what receivers are to get, and wake what follows the audit trail. */
    record: <S extends Store>(store: S): S =>
      noticing(
        recording(store, {
          receivers,
          now: () => inWorld().steady.now(),
          sources: () => inWorld().settings.sources,
          wake: (names) => found?.worker.wake(names),
        }),
        () => found?.appended(),
      ),
    /** Returns what sends it. */
    sendIn(world: World): Going {
      found = goingIn({ ...world, receivers }, log, config.settings.AUDIT_LOG === 'on');
      return found.going;
    },
  };
}

/** Makes the parts that send in a world. */
function goingIn(world: World, log: BotParts['log'], logsAudit: boolean) {
  const worker = new OutgoingWorker(world, (tx, alert) => refreshAlertCards(tx, alert, 'other'));
  const streams = new AuditStreams(world);
  const auditLog = logsAudit ? createAuditLog({ ...world, log, installation: () => installationId(world) }) : null;
  const flush = async () => auditLog?.flush().catch((error: unknown) => world.onBug(error, 'audit'));
  const cancel = async () => {
    for (const [receiver, count] of await cancelStale(world))
      log.warn({ event: 'receiver.cancelled', receiver, count }, 'events for a receiver cancelled');
  };
  const going: Going = {
    begin: flush,
    start: async () => {
      await cancel();
      await worker.start();
      streams.wake();
    },
    stop: async () => {
      await Promise.all([worker.stop(), streams.stop()]);
      await flush();
    },
    reloaded: () => {
      cancel()
        .then(() => worker.retry())
        .catch((error: unknown) => world.onBug(error, 'outgoing'));
      streams.retry();
    },
  };
  const appended = () => {
    streams.wake();
    void flush();
  };
  return { world, worker, going, appended };
}
