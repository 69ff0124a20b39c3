import { platformOf } from '../domain/tenant/identity.ts';
import type { World } from '../ports/world.ts';
import { createBackoff } from './backoff.ts';
import type { DeliveryKinds } from './kind.ts';
import { createLateEdits } from './late-edits.ts';
import { createTurn, nextOf, type QueueStep, type Turn } from './next-step.ts';
import { type Sending, send } from './send.ts';

/** The worker that sends the deliveries of all queues. */
export interface Outbox {
  /** Starts to work on these queues; returns at once. */
  wake(queues: Iterable<string>): void;
  /** Learns what the process before this one may have left under way. To be called before anything can be changed. */
  begin(): Promise<void>;
  /** Starts to work on all queues that have something due; begins first where nobody did. */
  start(): Promise<void>;
  /** Stops the work. Resolves when no call is under way; deliveries that wait stay for the next start. */
  stop(): Promise<void>;
}

/** A queue that has to wait is checked again after this time (ms) at the latest: a platform may name 30 days, and a timer takes less. */
const maxWaitMs = 60_000;

/**
 * Returns an outbox that sends what is enqueued: one call at a time per queue, at the platform's pace. The store is the truth; waking
 * only saves waiting. `beforeStep` runs before each step of a queue.
 */
export function createOutbox(
  world: World,
  kinds: DeliveryKinds,
  beforeStep: (queue: string, world: World) => Promise<void>,
  onBug: (error: unknown) => void,
): Outbox {
  const working = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const turns = new Map<string, Turn>();
  const alarms = new Map<string, number>();
  let stopping = false;
  const lateEdits = createLateEdits(world);
  const sending: Sending = { world, kinds, backoff: createBackoff(world), lateEdits, onBug };
  let begun: Promise<void> | null = null;

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

  /** Ends the work on a queue, unless it was woken in the very moment that its worker left. */
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

  /** Wakes the queue in so many milliseconds, unless an earlier time is set. */
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

  /** Returns what the queue has to do now; null for nothing. Unless `only` says what to read, the queue is woken once it has something to do. */
  async function read(queue: string, only?: typeof newUrgent): Promise<QueueStep | null> {
    const how = { order: only ?? turnOf(queue).order(), kinds, now: world.clock.now(), lateEdits };
    const next = await world.store.read((reader) => nextOf(reader, queue, how));
    if (next.kind === 'later' && !only) wakeIn(queue, next.ms);
    return next.kind === 'none' || next.kind === 'later' ? null : next;
  }

  /** Waits out the interval of calls, and returns what goes then. When the wait is longer it returns null, so that new deliveries can wake the queue. */
  async function inTurn(queue: string): Promise<QueueStep | null> {
    const pace = paceOf(queue, world);
    const first = await read(queue);
    if (!first) return null;
    const hold = sending.backoff.holdMs(queue, pace, isNewUrgent(first));
    if (hold <= pace) return hold === 0 || (await world.timers.wait(hold)) ? read(queue) : null;
    const forNew = sending.backoff.holdMs(queue, pace, true);
    const found = forNew < hold ? await read(queue, newUrgent) : null;
    if (found && forNew <= pace)
      return forNew === 0 || (await world.timers.wait(forNew)) ? read(queue, newUrgent) : null;
    wakeIn(queue, Math.min(found ? forNew : hold, maxWaitMs));
    return null;
  }

  /** Does one step of the queue. Returns false when it has nothing to do for now. */
  async function step(queue: string): Promise<boolean> {
    await beforeStep(queue, world);
    const next = await inTurn(queue);
    if (!next || stopping) return false;
    await send(next, sending);
    turnOf(queue).took(next);
    return true;
  }

  function begin(): Promise<void> {
    begun ??= lateEdits.begin(world);
    return begun;
  }

  return {
    wake,
    begin,
    start: async () => {
      await begin();
      wake(await world.store.read((reader) => reader.keys('deliveries.due')));
    },
    stop: async () => {
      stopping = true;
      await Promise.all(working.values());
    },
  };
}

/** The part of new high posts. They wait less while other deliveries fail: it may be that only those fail. */
const newUrgent = [{ lane: 'urgentPosts', fresh: true }] as const;

function isNewUrgent({ lane, fresh }: QueueStep): boolean {
  return lane === 'urgentPosts' && fresh;
}

function paceOf(queue: string, { chats }: World): number {
  return chats[platformOf(queue)]?.postIntervalMs ?? 1_000;
}
