/** The connection to the receivers, which a reload of the file that RECEIVERS names exchanges. */
import { isDeepStrictEqual } from 'node:util';
import type { Receivers } from '../../src/ports/receivers.ts';
import type { Timers } from '../../src/ports/world.ts';
import { clock as machineClock } from '../process/timers.ts';
import type { OpenedReceivers } from '../receivers/open-receivers.ts';
import { outgoingOf } from './callers.ts';
import type { BotParts } from './parts.ts';

/** Returns what sends to the receivers; null where RECEIVERS is not set. */
export function liveReceivers(parts: BotParts, timers: Timers) {
  const { hide, log, config, clock = machineClock, outside } = parts;
  if (!parts.receivers) return null;
  const connect = (file: OpenedReceivers) =>
    file.connect({
      ...{ hide, log, timers, uptimeMs: () => performance.now(), clock, ...outside },
      ...outgoingOf(parts),
      locale: config.settings.DEFAULT_LOCALE,
    });
  let opened = parts.receivers;
  let connection = connect(opened);
  const receivers: Receivers = {
    list: () => connection.receivers.list(),
    send: (name, event) => connection.receivers.send(name, event),
  };
  return {
    /** Sends as the file says now. */
    receivers,
    watchSecrets: (pauses: Timers) => connection.watch(pauses),
    /** Goes by another reading of the file, and returns true; returns false where it says the same. */
    replace(next: OpenedReceivers): boolean {
      if (isDeepStrictEqual(next.configured, opened.configured)) return false;
      opened = next;
      connection = connect(next);
      return true;
    },
  };
}
