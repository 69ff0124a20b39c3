import { platformOfQueue } from '../domain/delivery.ts';
import type { World } from '../ports.ts';
import { nextOf } from './next.ts';
import { createPace } from './pace.ts';
import { type CardMaker, type Sending, send } from './send.ts';
import { calmStorm } from './storm.ts';

export interface Outbox {
  /** Says that these queues have work; returns at once. */
  wake(queues: Iterable<string>): void;
  /** Takes up what was left. */
  start(): Promise<void>;
  /** Resolves when no call is under way; what waits stays for the next start. */
  stop(): Promise<void>;
}

/** Sends what is owed: one call at a time per queue, at the platform's pace. The store is the truth; waking only saves waiting. */
export function createOutbox(world: World, cardOf: CardMaker, onBug: (error: unknown) => void): Outbox {
  const working = new Map<string, Promise<void>>();
  const again = new Set<string>();
  let stopping = false;
  const sending: Sending = { world, cardOf, pace: createPace(world), wake };

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

  /** False when the queue has nothing left to do. */
  async function step(queue: string): Promise<boolean> {
    await calmStorm(queue, world);
    if ((await world.store.read((reader) => nextOf(reader, queue))).kind === 'none') return false;
    const hold = sending.pace.holdMs(queue, paceOf(queue, world));
    if (hold > 0 && !(await world.timers.wait(hold))) return false;
    const next = await world.store.read((reader) => nextOf(reader, queue));
    if (next.kind === 'none' || stopping) return false;
    await send(next, sending);
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

function paceOf(queue: string, { chats }: World): number {
  return chats[platformOfQueue(queue)]?.paceMs ?? 1_000;
}
