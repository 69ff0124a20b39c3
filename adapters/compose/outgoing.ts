/** Has receivers get what the bot knows. */
import { refreshAlertCards } from '../../src/alerts/change/refresh-cards.ts';
import { recording } from '../../src/outgoing/recording.ts';
import { OutgoingWorker } from '../../src/outgoing/worker.ts';
import { noReceivers } from '../../src/ports/receivers.ts';
import type { Store } from '../../src/ports/store.ts';
import type { World } from '../../src/ports/world.ts';
import type { BotParts } from './parts.ts';

/** Returns what wraps the store, before there is a world, and what sends in it. */
export function outgoingOf({ outside }: Pick<BotParts, 'outside'>) {
  const receivers = outside?.receivers ?? noReceivers;
  let found: { world: World; worker: OutgoingWorker } | null = null;
  const now = () => {
    if (!found) throw new Error('Nothing can be recorded before there is a world.');
    return found.world.steady.now();
  };
  return {
    /** Returns the store, whose changes add what receivers are to get. */
    record: <S extends Store>(store: S): S =>
      recording(store, { receivers, now, wake: (names) => found?.worker.wake(names) }),
    /** Returns the worker that sends it. */
    sendIn(world: World): OutgoingWorker {
      const worker = new OutgoingWorker(world, (tx, alert) => refreshAlertCards(tx, alert, 'other'));
      found = { world, worker };
      return worker;
    },
  };
}
