import { backOffMs, createBackoff } from '../delivery/backoff.ts';
import { laneOf, type OutgoingRow } from '../domain/outgoing/outgoing.ts';
import { StoreUnwritable } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { cancelStale } from './cancel-stale.ts';
import {
  doubtSending,
  firstOutgoing,
  type OnReference,
  type OutgoingSending,
  queueOf,
  sendOutgoing,
  unbar,
} from './send.ts';

/** A receiver that has to wait is looked at again after this time (ms) at the latest, since somebody may set the clock. */
const maxWaitMs = 10_000;

/**
 * The worker that sends what waits for receivers: one call at a time to each, none of which waits for another. The store is the truth;
 * waking only saves waiting.
 */
export class OutgoingWorker {
  readonly #sending: OutgoingSending;
  #isStarted = false;
  #isStopping = false;
  /** The running loop of each busy receiver; it resolves when nothing is left to do for now. */
  readonly #working = new Map<string, Promise<void>>();
  readonly #woken = new Set<string>();
  /** When a receiver is looked at next, in ms of `uptimeMs`. */
  readonly #alarms = new Map<string, number>();

  /** `onReference` runs in the change in which an alert got a receiver's reference. */
  constructor(world: World, onReference: OnReference) {
    this.#sending = { world, backoff: createBackoff(world), onReference };
  }

  /** Starts to send. What was being sent when the process ended may have arrived. */
  async start(): Promise<void> {
    const { world } = this.#sending;
    await cancelStale(world);
    for (const { name } of world.receivers.list()) await doubtSending(name, world);
    this.#isStarted = true;
    await this.retry();
  }

  /** Tries at once what met a wrong credential, which may be mended: at the start, and when the file was read again. */
  async retry(): Promise<void> {
    const { world, backoff } = this.#sending;
    const all = world.receivers.list();
    for (const receiver of all) if (await unbar(receiver.name, world)) backoff.answered(queueOf(receiver));
    this.wake(all.map(({ name }) => name));
  }

  /** Stops the work. Resolves when no call is under way. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(this.#working.values());
  }

  /** Starts to work on these receivers; returns at once. */
  wake(receivers: Iterable<string>): void {
    for (const name of receivers) {
      this.#woken.add(name);
      if (!this.#isStarted || this.#isStopping || this.#working.has(name)) continue;
      const work = this.#work(name).finally(() => {
        this.#working.delete(name);
        if (this.#woken.has(name)) this.wake([name]);
      });
      this.#working.set(name, work);
    }
  }

  async #work(name: string): Promise<void> {
    const { onBug, timers, dice } = this.#sending.world;
    let failures = 0;
    while (!this.#isStopping && this.#woken.delete(name)) {
      try {
        while (await this.#step(name)) failures = 0;
      } catch (error) {
        // Admins hear of such a store by `disk-news.ts` and `store-full.ts`, operators by `/readyz`.
        if (!(error instanceof StoreUnwritable)) onBug(error, 'outgoing');
        if (await timers.wait(backOffMs(++failures, 0, dice()))) this.#woken.add(name);
      }
    }
  }

  /** Sends the next event of a receiver. Resolves with false when nothing is to be sent for now. */
  async #step(name: string): Promise<boolean> {
    const { world, backoff } = this.#sending;
    this.#woken.delete(name);
    const receiver = world.receivers.list().find((one) => one.name === name);
    const first = receiver ? await world.store.read((reader) => firstOutgoing(reader, name)) : [];
    if (!receiver || first.length === 0 || this.#isStopping) return false;
    if (first.some(({ address }) => address !== receiver.address)) {
      await cancelStale(world);
      return true;
    }
    const now = Date.parse(world.steady.now());
    const waitMs = (row: OutgoingRow) =>
      Math.max(Date.parse(row.due) - now, backoff.holdMs(queueOf(receiver), 0, laneOf(row) === 'new'));
    const row = first.find((one) => waitMs(one) <= 0);
    if (!row) {
      this.#wakeIn(name, Math.min(...first.map(waitMs), maxWaitMs));
      return false;
    }
    await sendOutgoing(row, receiver, this.#sending);
    return true;
  }

  /** Wakes the receiver after `ms`, unless an earlier alarm is set. */
  #wakeIn(name: string, ms: number): void {
    const { world } = this.#sending;
    const at = world.uptimeMs() + ms;
    if ((this.#alarms.get(name) ?? Number.POSITIVE_INFINITY) <= at) return;
    this.#alarms.set(name, at);
    void world.timers.wait(ms).then((whole) => {
      if (this.#alarms.get(name) === at) this.#alarms.delete(name);
      if (whole) this.wake([name]);
    });
  }
}
