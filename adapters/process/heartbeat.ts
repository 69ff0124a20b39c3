/**
 * Calls a service that raises an alarm when it is called no more, such as Healthchecks or Better Stack: so that somebody
 * outside notices when the bot itself dies. https://healthchecks.io/docs/http_api/
 */
import type { Timers } from '../../src/ports/world.ts';
import type { ChatPlatform } from '../chat/platform.ts';
import type { Log } from './log.ts';

/** The milliseconds from one heartbeat to the next; and to the next look where the bot could not do its work. */
const everyMs = 60_000;
const againMs = 5_000;
/** Timeout (ms) of the service. */
const patienceMs = 10_000;
/** Shortest interval (ms) between two log lines about heartbeat problems. */
const logEveryMs = 3_600_000;

/** What a heartbeat needs. */
interface HeartbeatParts {
  /** Returns the address that is called. It is a secret: anybody who has it can fake the heartbeat. */
  url(): string;
  /** Resolves with why the bot cannot do its work, in a few words; with null when it can. */
  trouble(): Promise<string | null>;
  fetch: typeof fetch;
  timers: Timers;
  /** Counts a heartbeat by what came of it. */
  count(outcome: 'sent' | 'failed' | 'withheld', times?: number): void;
  log: Log;
  /** Returns milliseconds from any start, never going back. */
  elapsed(): number;
}

/** Calls the service at once when the bot can do its work, and then each minute while it can. Resolves when the timers stop. */
export async function beat(parts: HeartbeatParts): Promise<void> {
  const { trouble, timers, count, log, elapsed } = parts;
  for (const outcome of ['sent', 'failed', 'withheld'] as const) count(outcome, 0);
  let loggedAt = Number.NEGATIVE_INFINITY;
  // A start takes a few seconds, and is no news: nothing counts as withheld before its first minute is over.
  let withheldAt: number | null = elapsed();

  function note(why: string, message: string): void {
    if (elapsed() - loggedAt < logEveryMs) return;
    loggedAt = elapsed();
    log.warn({ event: 'heartbeat', why }, message);
  }

  /** Counts as often as a heartbeat would come, and logs what lasts for longer than a minute. */
  function withhold(why: string): void {
    if (withheldAt !== null && elapsed() - withheldAt < everyMs) return;
    count('withheld');
    if (withheldAt !== null) note(why, 'heartbeat withheld: the bot cannot do its work');
    withheldAt = elapsed();
  }

  for (let waited = true; waited; ) {
    const why = await trouble().catch((error: unknown) => {
      log.error({ event: 'health.failed', err: error }, 'health check failed');
      return 'nobody can tell';
    });
    if (why === null) {
      withheldAt = null;
      const { outcome, problem } = await call(parts);
      if (outcome === 'stopped') return;
      count(outcome);
      if (outcome === 'failed') note(problem, 'heartbeat not sent: the call of HEARTBEAT_URL failed');
    } else withhold(why);
    waited = await timers.wait(why === null ? everyMs : againMs);
  }
}

/** The outcome of a call. `problem` never contains the address, which is a secret. Stopped: the bot ended before the service answered. */
interface Called {
  outcome: 'sent' | 'failed' | 'stopped';
  problem: string;
}

/** Calls the address once, and follows no redirect. Only a 2xx counts as sent. */
async function call({ url, fetch, timers }: HeartbeatParts): Promise<Called> {
  const controller = new AbortController();
  try {
    const asked = fetch(url(), { redirect: 'manual', signal: controller.signal });
    const response = await Promise.race([asked, timers.wait(patienceMs)]);
    if (response === false) return { outcome: 'stopped', problem: '' };
    if (response === true) return { outcome: 'failed', problem: 'no answer' };
    await response.body?.cancel();
    return { outcome: response.ok ? 'sent' : 'failed', problem: `status ${response.status}` };
  } catch (error) {
    return { outcome: 'failed', problem: codeOf(error) };
  } finally {
    controller.abort();
  }
}

/** Returns the code of what went wrong with a call: the message would say the address. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.name : 'unknown';
}

/** What waits for longer than this, in milliseconds, shows whether the outbox moves. */
const standsStillMs = 15 * 60_000;

/** What the heartbeat asks to find out whether the bot works. */
export interface Vitals {
  /** Resolves with the reason why each part does not work that the bot cannot do without; null when it works. */
  vital(): Promise<ReadonlyMap<string, string | null>>;
  platforms: readonly Pick<ChatPlatform, 'name' | 'lastContactAt'>[];
  /** Resolves with the seconds for which the oldest delivery has waited. */
  oldestSeconds(): Promise<number>;
  /** Returns the milliseconds since the outbox last called a platform. */
  attemptAgeMs(): number;
  /** Returns the time, ISO 8601 in UTC. */
  now(): string;
}

/**
 * Resolves with why the bot cannot do its work, in a few words; with null when it can: the store writes, ticks end, some
 * platform is ready, and the outbox moves. It moves unless something waits for more than a quarter of an hour, in which no
 * platform was called, or none answered. One platform that is down is no reason while another one works: the admins hear
 * of it there.
 */
export async function troubleOf(vitals: Vitals): Promise<string | null> {
  const { vital, platforms, oldestSeconds, attemptAgeMs, now } = vitals;
  const parts = await vital();
  for (const part of ['store', 'ticks']) if (parts.get(part)) return `${part}: ${parts.get(part)}`;
  if (platforms.length > 0 && platforms.every(({ name }) => parts.get(name) !== null)) return 'no platform is ready';
  if ((await oldestSeconds()) * 1_000 <= standsStillMs) return null;
  if (attemptAgeMs() > standsStillMs) return 'messages wait, and the outbox sends none';
  const isRecent = (at: string | null) => at !== null && Date.parse(now()) - Date.parse(at) <= standsStillMs;
  return platforms.some((platform) => isRecent(platform.lastContactAt()))
    ? null
    : 'messages wait, and no platform answers';
}
