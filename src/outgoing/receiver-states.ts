import type { RefusalCause } from '../domain/outgoing/outgoing.ts';
import type { Receiver } from '../ports/receivers.ts';
import type { Reader } from '../ports/store.ts';
import { cursorId } from './audit/cursor.ts';

/** How a receiver does. */
export interface ReceiverState {
  name: string;
  /** How many events and entries of the audit trail it has still to get, and for how many seconds the oldest waits. */
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
  receivers: { list(): readonly Pick<Receiver, 'name' | 'events'>[] },
  now: string,
): Promise<ReceiverState[]> {
  return Promise.all(
    receivers.list().map(async ({ name, events }) => {
      const row = await reader.get('receivers', name);
      const trail = events.includes('audit') ? await trailLeft(reader, name) : { entries: 0, since: null };
      const [oldest] = await reader.scan('outgoing.waiting', { key: name, after: null, limit: 1 });
      const [failing] = await reader.scan('outgoing.failing', { key: name, after: null, limit: 1 });
      const trailFailing = trail.entries > 0 ? row?.trailFailingSince : null;
      const since = earliest(oldest?.since, trail.since ?? trailFailing);
      const failingSince = earliest(failing?.failingSince, trailFailing);
      return {
        name,
        waiting: (await reader.count('outgoing.waiting', name)) + trail.entries,
        waitingSeconds: since === null ? 0 : Math.max(0, (Date.parse(now) - Date.parse(since)) / 1_000),
        lastSentAt: row?.lastSentAt ?? null,
        lastRefused: row?.lastRefused ?? null,
        failing: failingSince === null ? null : { since: failingSince, why: row?.why ?? '' },
      };
    }),
  );
}

/** Returns how many entries of the audit trail a receiver has still to get, and the time of the first; null where the archive has it. */
async function trailLeft(reader: Reader, name: string): Promise<{ entries: number; since: string | null }> {
  const cursor = await reader.get('cursors', cursorId(name));
  const [newest] = await reader.history({ tenantId: null, before: null, limit: 1 });
  const at = Number(cursor?.value ?? newest?.number ?? 0);
  const entries = Math.max(0, (newest?.number ?? 0) - at);
  const [next] = entries === 0 ? [] : await reader.history({ tenantId: null, before: at + 2, limit: 1 });
  return { entries, since: next?.number === at + 1 ? next.at : null };
}

function earliest(...times: (string | null | undefined)[]): string | null {
  return times.filter((at) => typeof at === 'string').sort()[0] ?? null;
}
