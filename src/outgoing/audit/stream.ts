/** Sends the audit trail to the receivers that want it: each entry once and in order, however long a receiver was away. */
import { onceWritable } from '../../delivery/backoff.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import { doubledMs } from '../../domain/time/exponential-backoff.ts';
import type { Cursor } from '../../ports/collections.ts';
import type { Receiver, SendResult } from '../../ports/receivers.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { entriesAfter } from '../../store/history.ts';
import { installationId } from '../installation.ts';
import { type AmendReceiver, amendReceiver } from '../rows.ts';
import { withRefusal } from '../send.ts';
import { cursorId, stoppedId } from './cursor.ts';
import { auditId, ocsfEvent } from './ocsf.ts';

/** The entries that are read at once, and those that a receiver took before that is stored: a crash repeats them, with the same ids. */
const batchSize = 200;
const storedEvery = 25;

/** The pauses (ms) after failures in a row. */
const firstPauseMs = 1_000;
const longestPauseMs = 5 * 60_000;
/** The longest pause (ms) that a receiver may ask for. */
const longestAskedMs = 60 * 60_000;
/** A receiver that refuses everything, because of its address or its key, is tried again after this time (ms). */
const refusedPauseMs = 5 * 60_000;

/** The statuses that refuse whatever is sent, and not this one entry. */
const refusesAll = (status: number) => status < 400 || [401, 403, 404, 405, 410].includes(status);

type Unsent = Exclude<SendResult, { kind: 'sent' }>;

type StreamWorld = Pick<
  World,
  'store' | 'trail' | 'receivers' | 'steady' | 'ids' | 'timers' | 'dice' | 'version' | 'onBug' | 'meter'
>;

/** The streams of all receivers that want the audit trail. */
export class AuditStreams {
  private readonly world: StreamWorld;
  private readonly running = new Map<string, Promise<void>>();
  /** The receivers for which an entry may have come since their stream last looked. */
  private readonly woken = new Set<string>();
  private readonly lastSent = new Map<string, { lastSentAt: string }>();
  /** The newest entry that the process before this one may have sent without a note of it, by receiver. */
  private readonly inDoubt = new Map<string, number>();
  /** The receivers whose next entry may have arrived already. */
  private readonly unsure = new Set<string>();
  /** Ends the pause of each stream that waits and may be tried before its time. */
  private readonly pauses = new Map<string, () => void>();
  private stopped = false;

  constructor(world: StreamWorld) {
    this.world = world;
  }

  /** Tries what waits now: the file was read again, and what made a receiver refuse may be mended. A time that a receiver named is kept. */
  retry(): void {
    for (const end of this.pauses.values()) end();
    this.wake();
  }

  /** Sends what every receiver does not have yet. Called at the start and after each change of the trail. */
  wake(): void {
    if (this.stopped) return;
    for (const { name } of this.wanting()) {
      this.woken.add(name);
      if (this.running.has(name)) continue;
      const run = this.run(name)
        .catch((error: unknown) => this.world.onBug(error, 'audit'))
        .finally(() => this.running.delete(name));
      this.running.set(name, run);
    }
  }

  /** Ends: the entry that is being sent is waited for. It is stored which receivers have nothing that the next process would doubt. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const end of this.pauses.values()) end();
    await Promise.all(this.running.values());
    const sure = [...this.inDoubt.keys()].filter((name) => !this.unsure.has(name));
    if (sure.length === 0) return;
    const note = async (tx: Tx) => {
      for (const name of sure) {
        const cursor = await tx.get('cursors', cursorId(name));
        if (cursor) await tx.put('cursors', { id: stoppedId(name), value: cursor.value });
      }
    };
    // Where this cannot be stored, the next process marks some entries as possible repeats.
    await this.world.store.change(note, { evenWhenFull: true }).catch(() => {});
  }

  private wanting(): readonly Receiver[] {
    return this.world.receivers.list().filter(({ events }) => events.includes('audit'));
  }

  private receiver(name: string): Receiver | null {
    return this.wanting().find((one) => one.name === name) ?? null;
  }

  private async run(name: string): Promise<void> {
    let at = await this.start(name);
    while (!this.stopped && this.receiver(name)) {
      this.woken.delete(name);
      const { entries, lost } = await entriesAfter(at, batchSize, this.world);
      if (lost)
        at = await this.store(name, lost.to, ({ trailLost = lost }) => ({ trailLost: { ...trailLost, to: lost.to } }));
      if (entries.length === 0 && !this.woken.has(name)) return;
      at = await this.sendAll(name, entries, at);
      // The bot stops, or the receiver is gone.
      if (at < (entries.at(-1)?.number ?? at)) return;
    }
  }

  /** Resolves with the number of the newest entry that the receiver has: of a new receiver that of the newest of all. */
  private async start(name: string): Promise<number> {
    return this.world.store.change(
      async (tx) => {
        const id = cursorId(name);
        const known = await tx.get('cursors', id);
        const stopped = await tx.get('cursors', stoppedId(name));
        if (stopped) await tx.remove('cursors', stopped.id);
        if (known) {
          const at = Number(known.value);
          const doubted = stopped?.value === known.value ? at : at + storedEvery;
          if (!this.inDoubt.has(name)) this.inDoubt.set(name, doubted);
          return at;
        }
        const [newest] = await tx.history({ tenantId: null, before: null, limit: 1 });
        await tx.put('cursors', { id, value: String(newest?.number ?? 0) });
        this.inDoubt.set(name, 0);
        return newest?.number ?? 0;
      },
      { evenWhenFull: true },
    );
  }

  /** Stores the number of the newest entry that is done with, and what else changes of the receiver. Resolves with the number. */
  private async store(name: string, number: number, change: AmendReceiver): Promise<number> {
    await this.amend(name, change, { id: cursorId(name), value: String(number) });
    return number;
  }

  private async amend(name: string, change: AmendReceiver, cursor?: Cursor): Promise<void> {
    const { store } = this.world;
    const write = async (tx: Tx) => {
      if (cursor) await tx.put('cursors', cursor);
      await amendReceiver(tx, name, change);
    };
    await onceWritable(() => store.change(write, { evenWhenFull: true }), this.world);
  }

  /** Sends the entries in order. Resolves with the number of the last one that is done: fewer when the stream ends meanwhile. */
  private async sendAll(name: string, entries: readonly HistoryEntry[], from: number): Promise<number> {
    let [at, stored] = [from, from];
    const done: AmendReceiver = () => ({ trailFailingSince: null, ...this.lastSent.get(name) });
    for (const entry of entries) {
      if (!(await this.sendOne(name, entry))) break;
      at = entry.number;
      if (at - stored >= storedEvery) stored = await this.store(name, at, done);
    }
    return at > stored ? this.store(name, at, done) : at;
  }

  /** Sends one entry until the receiver took or refused it. Resolves with false when the stream ends before. */
  private async sendOne(name: string, entry: HistoryEntry): Promise<boolean> {
    let failures = 0;
    let doubt = entry.number <= (this.inDoubt.get(name) ?? 0);
    this.setUnsure(name, doubt);
    while (!this.stopped) {
      const receiver = this.receiver(name);
      if (!receiver) return false;
      const result = await this.call(receiver, entry, doubt);
      const now = this.world.steady.now();
      this.world.meter.count('outgoing_sent_total', [name, result.kind]);
      if (result.kind === 'sent') {
        this.setUnsure(name, false);
        this.lastSent.set(name, { lastSentAt: now });
        if (failures > 0) await this.amend(name, () => ({ trailFailingSince: null }));
        return true;
      }
      failures += 1;
      if (result.kind === 'refused') {
        const { status, line } = result;
        const waits = refusesAll(status);
        await this.amend(name, ({ refusals = [], trailFailingSince = null }) => ({
          lastRefused: { at: now, status, line },
          refusals: withRefusal(refusals, { status, line, at: now, ...(waits ? { waits } : {}) }),
          ...(waits ? { why: String(status), trailFailingSince: trailFailingSince ?? now } : {}),
        }));
        if (!waits) {
          this.setUnsure(name, false);
          return true;
        }
      } else {
        doubt ||= result.maybeDone;
        this.setUnsure(name, doubt);
        const { why } = result;
        await this.amend(name, ({ trailFailingSince }) => ({ why, trailFailingSince: trailFailingSince ?? now }));
      }
      if (!(await this.pause(name, result, failures))) return false;
    }
    return false;
  }

  private setUnsure(name: string, isUnsure: boolean): void {
    if (isUnsure) this.unsure.add(name);
    else this.unsure.delete(name);
  }

  /** Waits before the next attempt. Resolves with false when the bot stops meanwhile. */
  private async pause(name: string, result: Unsent, failures: number): Promise<boolean> {
    const waited = this.world.timers.wait(pauseMs(result, failures));
    if (result.kind === 'failed' && result.retryAfterMs !== null) return waited;
    const ended = new Promise<boolean>((resolve) => this.pauses.set(name, () => resolve(true)));
    return Promise.race([waited, ended]).finally(() => this.pauses.delete(name));
  }

  private async call(receiver: Receiver, entry: HistoryEntry, mayBeRepeat: boolean): Promise<SendResult> {
    const installation = await installationId(this.world);
    const { version, receivers } = this.world;
    return receivers.send(receiver.name, {
      id: auditId(entry, installation),
      type: 'audit',
      at: entry.at,
      subject: `audit/${entry.number}`,
      installation,
      mayBeRepeat,
      facts: {},
      audit: ocsfEvent(entry, { installation, version, values: receiver.values }),
      keyId: null,
    });
  }
}

function pauseMs(result: Unsent, failures: number): number {
  if (result.kind === 'refused') return refusedPauseMs;
  const own = doubledMs(firstPauseMs, failures, longestPauseMs);
  return result.retryAfterMs === null ? own : Math.min(result.retryAfterMs, longestAskedMs);
}
