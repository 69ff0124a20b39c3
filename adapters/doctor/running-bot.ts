/** Queries the bot that runs on this machine for its state. Calls no other machine. */
import { z } from 'zod';
import { jsonOf } from '../http/message.ts';
import type { Config } from '../settings/config.ts';
import { type CheckResult, count, failed, fine, off } from './check.ts';
import { httpRequest } from './http-request.ts';

const Readiness = z.object({ ready: z.boolean(), checks: z.record(z.string(), z.string()) });

/** The most characters of a reason in `/readyz` that are shown. */
export const longestReason = 400;

/** What doctor found where the settings say that the bot listens. */
export type BotFound =
  | {
      kind: 'running';
      origin: string;
      /** Null when `/readyz` does not answer as a bot of these settings would. */
      readiness: z.infer<typeof Readiness> | null;
      /** The text of `/metrics`; empty when it cannot be read. */
      metrics: string;
    }
  /** `why` is the end of a sentence that begins with the origin. `hangs`: no answer came in time. */
  | { kind: 'nobody'; origin: string; why: string; hangs: boolean }
  /** `setting` names the port at which another program answers. */
  | { kind: 'somebody else'; origin: string; setting: 'PORT' | 'METRICS_PORT' }
  /** PORT or METRICS_PORT is 0: the system chose the port. */
  | { kind: 'unknown port' };

/** Looks for the bot at the address that the settings give it. Never rejects. */
export async function findBot({ port, host, settings }: Config): Promise<BotFound> {
  const { METRICS_PORT, METRICS_HOST } = settings;
  if (port === 0 || METRICS_PORT === 0) return { kind: 'unknown port' };
  const origin = originOf(host, port);
  const inside = METRICS_PORT === undefined ? origin : originOf(METRICS_HOST, METRICS_PORT);
  const [alive, ready, metrics] = await Promise.all([
    httpRequest(`${origin}/healthz`),
    httpRequest(`${inside}/readyz`),
    httpRequest(`${inside}/metrics`),
  ]);
  if (alive.kind === 'silent') return { kind: 'nobody', origin, why: alive.why, hangs: alive.isTimeout };
  if (alive.status !== 200 || jsonOf(alive.text) === null || !alive.text.includes('"alive"'))
    return { kind: 'somebody else', origin, setting: 'PORT' };
  const readiness = ready.kind === 'answered' ? (Readiness.safeParse(jsonOf(ready.text)).data ?? null) : null;
  const isOfBot = metrics.kind === 'answered' && /^security_contact_bot_/m.test(metrics.text);
  if (METRICS_PORT !== undefined && metrics.kind === 'answered' && !isOfBot && readiness === null)
    return { kind: 'somebody else', origin: inside, setting: 'METRICS_PORT' };
  return { kind: 'running', origin, readiness, metrics: isOfBot ? metrics.text : '' };
}

/** Returns the address at which a server of this machine is asked that listens on `host`; null is all interfaces. */
export function originOf(host: string | null, port: number): string {
  const all = host === null || host === '0.0.0.0' || host === '::';
  const name = all ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Returns the text of `/metrics` of the running bot; null when there is none to ask. */
export function metricsOf(found: BotFound): string | null {
  return (found.kind === 'running' && found.metrics) || null;
}

/** Returns whether the bot of this machine is a replica that follows: then another one sends, and counts. */
export function isFollower(found: BotFound): boolean {
  return found.kind === 'running' && found.readiness?.checks.role === 'follows';
}

/** The verdict on what only the replica that acts can tell. */
export const ofActing = off('The replica of this machine follows: run doctor where the other one acts (see replicas).');

/** Returns how many requests to a route the bot has answered since it started, by status. */
function answeredBy(metrics: string, route: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const line of metrics.split('\n')) {
    const [, labels = '', value = ''] = /^security_contact_bot_http_requests_total\{([^}]*)\} (\d+)$/.exec(line) ?? [];
    if (!labels.includes(`route="${route}"`)) continue;
    const [, status = ''] = /status="(\d+)"/.exec(labels) ?? [];
    counts.set(Number(status), Number(value));
  }
  return counts;
}

/** Returns whether the running bot has its Socket Mode connection; null when it has none in its settings, or does not say. */
export function isSocketConnected(metrics: string): boolean | null {
  const value = numberIn(metrics, 'slack_socket_connected');
  return value === null ? null : value === 1;
}

/**
 * Returns what the running bot counts of its heartbeats, and when the last one was taken, in epoch milliseconds; null when it sends none.
 */
export function heartbeatsOf(metrics: string): { sentAt: number | null; failed: number; withheld: number } | null {
  const counted = (outcome: string) => numberIn(metrics, `heartbeats_total{outcome="${outcome}"}`);
  const [lost, withheld] = [counted('failed'), counted('withheld')];
  if (lost === null || withheld === null) return null;
  const seconds = numberIn(metrics, 'last_heartbeat_timestamp_seconds');
  return { sentAt: seconds === null ? null : seconds * 1_000, failed: lost, withheld };
}

/** Returns the value of one sample; null when there is none. */
function numberIn(metrics: string, sample: string): number | null {
  const start = `security_contact_bot_${sample} `;
  const line = metrics.split('\n').find((one) => one.startsWith(start));
  return line === undefined ? null : Number(line.slice(start.length));
}

/**
 * Returns the check of what a platform sent to the running bot since that started, by the bot's own counts. `refused` is what to do where
 * every request was refused, `none` where none came.
 */
export function requestsCheck(
  found: BotFound,
  { sender, route, refused, none }: Record<'sender' | 'route' | 'refused' | 'none', string>,
): CheckResult {
  if (isFollower(found)) return ofActing;
  const metrics = metricsOf(found);
  if (metrics === null && found.kind === 'running')
    return off(`${sender} tells no bot what it sends, and the running bot does not answer at /metrics.`);
  if (metrics === null)
    return off(
      `${sender} tells no bot what it sends, and no running bot can be asked.`,
      'Start the bot, and run this again.',
    );
  const counts = [...answeredBy(metrics, route)];
  const sum = (wanted: (status: number) => boolean) =>
    counts.filter(([status]) => wanted(status)).reduce((total, [, number]) => total + number, 0);
  const taken = sum((status) => status < 400);
  const turnedAway = sum((status) => status === 401 || status === 403);
  if (taken > 0) return fine(`The running bot has taken ${count(taken, 'request')} of ${sender} since it started.`);
  if (turnedAway > 0)
    return failed(
      `The running bot has refused all ${count(turnedAway, 'request')} to ${route} since it started: none had a good signature. A stranger may have sent them.`,
      refused,
    );
  return off(`Nothing of ${sender} has come since the running bot started.`, none);
}
