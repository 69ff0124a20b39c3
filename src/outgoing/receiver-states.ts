import type { RefusalCause } from '../domain/outgoing/outgoing.ts';
import type { Receivers } from '../ports/receivers.ts';
import type { Reader } from '../ports/store.ts';
import { cursorId } from './audit/stream.ts';

/** How a receiver does. */
export interface ReceiverState {
  name: string;
  /** How many events it has still to get, those of the audit trail too, and for how many seconds the oldest waits. */
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
    receivers.list().map(async ({ name, events }) => {
      const row = await reader.get('receivers', name);
      const [oldest] = await reader.scan('outgoing.waiting', { key: name, after: null, limit: 1 });
      const [failing] = await reader.scan('outgoing.failing', { key: name, after: null, limit: 1 });
      const trail = events.includes('audit') ? await trailWaiting(reader, name) : { count: 0, since: undefined };
      const [since] = [oldest?.since, trail.since].filter((at) => at !== undefined).sort();
      const [failingSince] = [failing?.failingSince, row?.trailFailingSince ?? undefined]
        .filter((at) => at !== undefined)
        .sort();
      return {
        name,
        waiting: (await reader.count('outgoing.waiting', name)) + trail.count,
        waitingSeconds: since ? Math.max(0, (Date.parse(now) - Date.parse(since)) / 1_000) : 0,
        lastSentAt: row?.lastSentAt ?? null,
        lastRefused: row?.lastRefused ?? null,
        failing: failingSince ? { since: failingSince, why: row?.why ?? '' } : null,
      };
    }),
  );
}

/** Returns how many entries of the audit trail a receiver has still to get, and the time of the first; absent where that is archived. */
async function trailWaiting(reader: Reader, receiver: string): Promise<{ count: number; since: string | undefined }> {
  const cursor = await reader.get('cursors', cursorId(receiver));
  const [newest] = await reader.history({ tenantId: null, before: null, limit: 1 });
  const had = Number(cursor?.value ?? newest?.number ?? 0);
  const count = Math.max(0, (newest?.number ?? had) - had);
  const [next] = count > 0 ? await reader.history({ tenantId: null, before: had + 2, limit: 1 }) : [];
  return { count, since: next?.at };
}
