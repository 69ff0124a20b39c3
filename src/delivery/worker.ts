import { platformOf } from '../domain/tenant/identity.ts';
import { StoreUnwritable } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { backOffMs, createBackoff } from './backoff.ts';
import type { DeliveryKinds } from './kind.ts';
import { createTurn, nextOf, type QueueStep, type Turn } from './next-step.ts';
import { createLateEdits } from './outcome.ts';
import { type Sending, send } from './send.ts';

/** A queue that has to wait is checked again after this time (ms) at the latest: a platform may name 30 days, and a timer takes less. */
const maxWaitMs = 60_000;

type BeforeStep = (queue: string, world: World) => Promise<void>;

/**
 * The worker that sends the deliveries of all queues: one call at a time per queue, at the platform's pace. The store is the truth; waking
 * only saves waiting. What the worker knows in addition to the store is lost when the process ends.
 */
export class Outbox {
  readonly #sending: Sending;
  readonly #beforeStep: BeforeStep;
  #begun: Promise<void> | null = null;
  #stopping = false;
  /** The running loop of each busy queue; it resolves when the queue is idle. */
  readonly #working = new Map<string, Promise<void>>();
  /** The queues to be read, for the first time or once more. */
  readonly #woken = new Set<string>();
  /** When a queue is woken next, in ms of `uptimeMs`. */
  readonly #alarms = new Map<string, number>();
  /** Which lanes each queue has served lately, so that no lane waits forever. */
  readonly #turns = new Map<string, Turn>();

  /**
   * `beforeStep` runs before each step of a queue. `mayOverlap`: the process before this one may still be calling the platforms, so that for
   * 12 s nothing is edited or searched; posts that were never tried go out.
   */
  constructor(world: World, kinds: DeliveryKinds, beforeStep: BeforeStep, { mayOverlap = false } = {}) {
    this.#sending = { world, kinds, backoff: createBackoff(world), lateEdits: createLateEdits(world, mayOverlap) };
    this.#beforeStep = beforeStep;
  }

  /** Reads which calls the previous process may have left unfinished. To be called before anything can be changed. */
  begin(): Promise<void> {
    this.#begun ??= this.#sending.lateEdits.begin(this.#sending.world);
    return this.#begun;
  }

  /** Starts to work on all queues that have something due; begins first where nobody did. */
  async start(): Promise<void> {
    await this.begin();
    this.wake(await this.#sending.world.store.read((reader) => reader.keys('deliveries.due')));
  }

  /** Stops the work. Resolves when no call is under way; deliveries that wait stay for the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#working.values());
  }

  /** Starts to work on these queues; returns at once. */
  wake(queues: Iterable<string>): void {
    for (const queue of queues) {
      this.#woken.add(queue);
      if (this.#stopping || this.#working.has(queue)) continue;
      const work = this.#work(queue).finally(() => this.#rest(queue));
      this.#working.set(queue, work);
    }
  }

  async #work(queue: string): Promise<void> {
    const { onBug, timers, dice } = this.#sending.world;
    let failures = 0;
    while (!this.#stopping && this.#woken.delete(queue)) {
      try {
        while (await this.#step(queue)) {
          this.#woken.delete(queue);
          failures = 0;
        }
      } catch (error) {
        // Admins hear of such a store by `disk-news.ts` and `store-full.ts`, operators by `/readyz`.
        if (!(error instanceof StoreUnwritable)) onBug(error, 'outbox');
        if (await timers.wait(backOffMs(++failures, 0, dice()))) this.#woken.add(queue);
      }
    }
  }

  /** Ends the work on a queue, unless it was woken in the very moment that its worker left. */
  #rest(queue: string): void {
    this.#working.delete(queue);
    if (this.#woken.has(queue)) this.wake([queue]);
  }

  /** Does one step of the queue. Resolves with false when it has nothing to do for now. */
  async #step(queue: string): Promise<boolean> {
    await this.#beforeStep(queue, this.#sending.world);
    const next = await this.#inTurn(queue);
    if (!next || this.#stopping) return false;
    await send(next, this.#sending);
    this.#turnOf(queue).took(next);
    return true;
  }

  /**
   * Waits out the interval between calls, then resolves with the next step. When the wait is longer it resolves with null, so that new
   * deliveries can wake the queue.
   */
  async #inTurn(queue: string): Promise<QueueStep | null> {
    const { world, backoff } = this.#sending;
    const pace = world.chats[platformOf(queue)]?.postIntervalMs ?? 1_000;
    const first = await this.#read(queue);
    if (!first) return null;
    const hold = backoff.holdMs(queue, pace, first.lane === 'urgentPosts' && first.fresh);
    if (hold <= pace) return hold === 0 || (await world.timers.wait(hold)) ? this.#read(queue) : null;
    const forNew = backoff.holdMs(queue, pace, true);
    const found = forNew < hold ? await this.#read(queue, newUrgent) : null;
    if (found && forNew <= pace)
      return forNew === 0 || (await world.timers.wait(forNew)) ? this.#read(queue, newUrgent) : null;
    this.#wakeIn(queue, Math.min(found ? forNew : hold, maxWaitMs));
    return null;
  }

  /**
   * Resolves with the next step of the queue; with null when nothing is due. Then, unless `only` restricts what is read, the queue is
   * woken once something is.
   */
  async #read(queue: string, only?: typeof newUrgent): Promise<QueueStep | null> {
    const { world, kinds, lateEdits } = this.#sending;
    const how = { order: only ?? this.#turnOf(queue).order(), kinds, now: world.clock.now(), lateEdits };
    const next = await world.store.read((reader) => nextOf(reader, queue, how));
    if (next.kind === 'later' && !only) this.#wakeIn(queue, next.ms);
    return next.kind === 'none' || next.kind === 'later' ? null : next;
  }

  #turnOf(queue: string): Turn {
    const turn = this.#turns.get(queue) ?? createTurn();
    this.#turns.set(queue, turn);
    return turn;
  }

  /** Wakes the queue after `ms`, unless an earlier alarm is set. */
  #wakeIn(queue: string, ms: number): void {
    const { world } = this.#sending;
    const at = world.uptimeMs() + ms;
    if ((this.#alarms.get(queue) ?? Number.POSITIVE_INFINITY) <= at) return;
    this.#alarms.set(queue, at);
    void world.timers.wait(ms).then((whole) => {
      if (this.#alarms.get(queue) === at) this.#alarms.delete(queue);
      if (whole) this.wake([queue]);
    });
  }
}

/** New high posts only. They wait less while other deliveries fail: perhaps only those others fail. */
const newUrgent = [{ lane: 'urgentPosts', fresh: true }] as const;
