import { statfs } from 'node:fs/promises';
import { cleanedLine } from '../../src/domain/text/clean-text.ts';
import type { Meter } from '../../src/ports/meter.ts';
import { type Store, StoreFull, StoreUnwritable } from '../../src/ports/store.ts';
import { inTime, type Timers, type World } from '../../src/ports/world.ts';
import type { Log } from './log.ts';

/**
 * Makes a check of the audit trail that runs once after each start, in the background. `verify` resolves with the problem in
 * a sentence, or with null. The bot serves all the same: without it the alerts would be lost too.
 */
export function watchHistory(verify: () => Promise<string | null>, log: Log) {
  let problem: string | null = null;

  async function check(): Promise<void> {
    const began = performance.now();
    try {
      problem = await verify();
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    const ms = Math.round(performance.now() - began);
    if (problem !== null) log.error({ event: 'audit.damaged', ms }, problem);
    else log.info({ ms }, 'audit trail verified');
  }

  return {
    /** Begins the check, and returns at once. */
    start: () => void check(),
    /** Returns the problem that was found; null while none is known. */
    problem: () => problem,
  };
}

/** What the watch over alerts that reach nobody needs. */
interface StrandedParts {
  /** Resolves with the number of alerts that reach nobody. */
  ask(): Promise<number>;
  log: Log;
  mode: keyof typeof strandedAdvice;
}

/** Logs an error when an alert reaches nobody, since no message in the chat can say so. */
export function watchStranded({ ask, log, mode }: StrandedParts) {
  const reachNobody = `reach nobody: ${strandedAdvice[mode]}`;
  let known = 0;
  return {
    /** Counts such alerts, and logs what changed; for the end of each tick. */
    async look(): Promise<void> {
      const count = await ask();
      if (count > known) log.error({ event: 'alerts.stranded', count }, `alerts ${reachNobody}`);
      if (count === 0 && known > 0) log.info({}, 'alerts reach somebody again: no open alert is left undelivered');
      known = count;
    },
    /** Returns how many there were at the last look. */
    count: () => known,
    /** Returns how many there were, with what to do; null for none. */
    problem: () => (known === 0 ? null : `${known} ${reachNobody}`),
  };
}

/** What an operator can do so that alerts reach somebody again. */
const strandedAdvice = {
  hosted: 'name an admin in ADMINS who writes to the bot once, or add the bot to a channel of the contact',
  local: 'open Agents Playground at the address that npm start printed, and write to the bot there',
} as const;

/**
 * Notices whether the outbox calls a platform. Returns the meter, which notes each call, and `ageMs`, which returns the
 * milliseconds since the last one; since the watch began, before the first. `now` is in milliseconds, of a clock that
 * nobody sets.
 */
export function watchAttempts(meter: Meter, now: () => number) {
  let calledAt = now();
  const count: Meter['count'] = (name, labels, times) => {
    if (name === 'delivery_attempts_total') calledAt = now();
    meter.count(name, labels, times);
  };
  return { ageMs: () => now() - calledAt, meter: { ...meter, count } };
}

/** Timeout (ms) of a question to the disk. */
const patienceMs = 1_000;
/** With fewer free bytes each look tries a write, since the store may be unable to make one. */
const tryBelow = 10_000_000;

/** The most characters of what a database's server says that admins read. */
const longestTrouble = 120;

/** What the watch over the disk asks. */
interface DiskParts {
  store: Store;
  /** Null where the state is in a database. */
  stateDir: string | null;
  /** Tries to write, and resolves with whether that became durable. */
  storeWritable(): Promise<boolean>;
  /** Returns why the database took no change when it was last tried; absent for the embedded store. */
  databaseTrouble?: (() => string) | undefined;
  timers: Timers;
  /** The part of Node's `statfs` that is used. Tests replace it by another disk. */
  free?: (path: string) => Promise<{ bavail: number; bsize: number }>;
}

/**
 * Watches the disk of the state folder, or whether the database takes writes. Returns the store, which notes when the disk refuses a change, and `disk` for the
 * world. A disk that refused one is tried at each look until it takes a write: a quota, and a file system that became
 * read-only, have free bytes too.
 */
export function watchDiskOf({ store, stateDir, storeWritable, timers, free = statfs, databaseTrouble }: DiskParts) {
  let refused = false;
  const change: Store['change'] = async (what, how) => {
    try {
      return await store.change(what, how);
    } catch (error) {
      if (error instanceof StoreUnwritable && !(error instanceof StoreFull)) refused = true;
      throw error;
    }
  };
  async function freeIn(dir: string): Promise<number> {
    const { bavail, bsize } = await free(dir);
    return bavail * bsize;
  }
  async function look() {
    const freeBytes = stateDir === null ? null : await freeIn(stateDir);
    if (refused || (freeBytes !== null && freeBytes < tryBelow)) refused = !(await storeWritable());
    const trouble = refused && databaseTrouble ? briefTrouble(databaseTrouble()) : null;
    return { freeBytes, writable: !refused, ...(trouble === null ? {} : { trouble }) };
  }
  const looked = () => look().catch(() => null);
  const disk: World['disk'] = () => inTime(looked(), patienceMs, { timers });
  return { store: { read: store.read, change } satisfies Store, disk };
}

/** Returns why a database cannot be used, without its address; null where it is full or read-only. */
function briefTrouble(why: string): string | null {
  if (/^the (disk of the database is full|database is read-only)/.test(why)) return null;
  return /\bE[A-Z]{4,}\b/.exec(why)?.[0] ?? cleanedLine(why).slice(0, longestTrouble);
}
