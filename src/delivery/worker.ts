import { platformOf } from '../domain/tenant/identity.ts';
import type { World } from '../ports/world.ts';
import { createBackoff, createRetries } from './backoff.ts';
import type { Sending } from './failure.ts';
import type { DeliveryKinds } from './kind.ts';
import { tellLate } from './late.ts';
import { nextOf, type Step } from './next-step.ts';
import { send } from './send.ts';
import { createTurn, type Turn } from './turns.ts';

/** Sends the deliveries of all queues. */
export interface Outbox {
  /** Says that these queues have work; returns at once. */
  wake(queues: Iterable<string>): void;
  /** Takes up what was left. */
  start(): Promise<void>;
  /** Resolves when no call is under way; what waits stays for the next start. */
  stop(): Promise<void>;
}

/** A queue that has to wait longer than this is looked at again meanwhile: high alerts may have come that go elsewhere. */
const sliceMs = 60_000;

/** Returns an outbox that sends what is enqueued: one call at a time per queue, at the platform's pace. The store is the truth; waking only saves waiting. */
export function createOutbox(world: World, kinds: DeliveryKinds, onBug: (error: unknown) => void): Outbox {
  const working = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const turns = new Map<string, Turn>();
  const alarms = new Map<string, number>();
  const preparing = Object.values(kinds).flatMap(({ beforePost }) => beforePost ?? []);
  let stopping = false;
  const sending: Sending = { world, kinds, backoff: createBackoff(world), retries: createRetries(world), onBug };

  function wake(queues: Iterable<string>): void {
    for (const queue of queues) {
      again.add(queue);
      if (!stopping && !working.has(queue))
        working.set(
          queue,
          work(queue).finally(() => rest(queue)),
        );
    }
  }

  /** Somebody may have woken the queue in the very moment that its worker left. */
  function rest(queue: string): void {
    working.delete(queue);
    if (again.has(queue)) wake([queue]);
  }

  async function work(queue: string): Promise<void> {
    while (!stopping && again.delete(queue)) {
      try {
        while (await step(queue)) again.delete(queue);
      } catch (error) {
        onBug(error);
        if (await world.timers.wait(1_000)) again.add(queue);
      }
    }
  }

  /** Wakes the queue in so many milliseconds; whatever comes before that wakes it too. */
  function wakeIn(queue: string, ms: number): void {
    const now = world.uptimeMs();
    const known = alarms.get(queue);
    if (known !== undefined && known <= now + ms) return;
    alarms.set(queue, now + ms);
    void world.timers.wait(ms).then((whole) => {
      if (alarms.get(queue) === now + ms) alarms.delete(queue);
      if (whole) wake([queue]);
    });
  }

  function turnOf(queue: string): Turn {
    const turn = turns.get(queue) ?? createTurn();
    turns.set(queue, turn);
    return turn;
  }

  /** Returns what the queue has to do now. When that is nothing yet, and not only new alerts are asked for, it is woken once it is. */
  async function look(queue: string, only?: typeof newUrgent): Promise<Step | null> {
    const how = { order: only ?? turnOf(queue).order(), kinds, now: world.clock.now() };
    const next = await world.store.read((reader) => nextOf(reader, queue, how));
    if (next.kind === 'later' && !only) wakeIn(queue, next.ms);
    return next.kind === 'none' || next.kind === 'later' ? null : next;
  }

  /** What goes once the pace is over, which is waited out here. For longer the queue leaves, so that what is new can wake it. */
  async function inTurn(queue: string): Promise<Step | null> {
    const pace = paceOf(queue, world);
    const first = await look(queue);
    if (!first) return null;
    const hold = sending.backoff.holdMs(queue, pace, isNewUrgent(first));
    if (hold <= pace) return hold === 0 || (await world.timers.wait(hold)) ? look(queue) : null;
    const forNew = sending.backoff.holdMs(queue, pace, true);
    const found = forNew < hold ? await look(queue, newUrgent) : null;
    if (found && forNew <= pace)
      return forNew === 0 || (await world.timers.wait(forNew)) ? look(queue, newUrgent) : null;
    wakeIn(queue, Math.min(found ? forNew : hold, sliceMs));
    const until = sending.backoff.longPause(queue);
    if (until !== null) await tellLate(queue, { reason: 'rate_limited', until }, kinds, world);
    return null;
  }

  /** False when the queue has nothing to do for now. */
  async function step(queue: string): Promise<boolean> {
    for (const prepare of preparing) await prepare(queue, world);
    const next = await inTurn(queue);
    if (!next || stopping) return false;
    await send(next, sending);
    turnOf(queue).took(next);
    return true;
  }

  return {
    wake,
    start: async () => wake(await world.store.read((reader) => reader.keys('deliveries.due'))),
    stop: async () => {
      stopping = true;
      await Promise.all(working.values());
    },
  };
}

/** While different things fail, a new high alert need not wait as long: it may be that only they fail. */
const newUrgent = [{ lane: 'urgentPosts', fresh: true }] as const;

function isNewUrgent({ lane, fresh }: Step): boolean {
  return lane === 'urgentPosts' && fresh;
}

function paceOf(queue: string, { chats }: World): number {
  return chats[platformOf(queue)]?.postIntervalMs ?? 1_000;
}
