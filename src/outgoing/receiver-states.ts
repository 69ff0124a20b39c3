import type { RefusalCause } from '../domain/outgoing/outgoing.ts';
import type { Receivers } from '../ports/receivers.ts';
import type { Reader } from '../ports/store.ts';

/** How a receiver does. */
export interface ReceiverState {
  name: string;
  /** How many events it has still to get, and for how many seconds the oldest waits. */
  waiting: number;
  waitingSeconds: number;
  lastSentAt: string | null;
  lastRefused: Pick<RefusalCause, 'at' | 'status' | 'line'> | null;
  /** Since when something cannot be delivered, and what the newest attempt met with; null for nothing. */
  failing: { since: string; why: string } | null;
}

/** Returns how each receiver of the file does, in its order. */
export function receiverStates(
  reader: Reader,
  receivers: Pick<Receivers, 'list'>,
  now: string,
): Promise<ReceiverState[]> {
  return Promise.all(
    receivers.list().map(async ({ name }) => {
      const row = await reader.get('receivers', name);
      const [oldest] = await reader.scan('outgoing.waiting', { key: name, after: null, limit: 1 });
      const [failing] = await reader.scan('outgoing.failing', { key: name, after: null, limit: 1 });
      return {
        name,
        waiting: await reader.count('outgoing.waiting', name),
        waitingSeconds: oldest ? Math.max(0, (Date.parse(now) - Date.parse(oldest.since)) / 1_000) : 0,
        lastSentAt: row?.lastSentAt ?? null,
        lastRefused: row?.lastRefused ?? null,
        failing: failing?.failingSince ? { since: failing.failingSince, why: row?.why ?? '' } : null,
      };
    }),
  );
}
