/** Says which path means what. A platform that is not configured has no path, hence 404. */
import { isFull } from '../../src/alerts/delivery/store-full.ts';
import type { ListedSource } from '../../src/alerts/sources/sources-list.ts';
import { quietSince } from '../../src/domain/alert/source.ts';
import type { Usage } from '../../src/ports/store.ts';
import type { Bot } from '../../src/request/interaction.ts';
import type { ChatPlatform, HttpRequest, HttpResponse, RequestHead } from '../platform.ts';
import type { Metrics } from '../process/metrics.ts';
import { standstillMs } from '../process/ticker.ts';
import { strandedAdvice } from '../process/watches.ts';
import type { HttpRoute } from './server.ts';

/** Holds what the routes ask for their answers. */
export interface RouteSources {
  bot: Bot;
  platforms: readonly ChatPlatform[];
  /** Resolves with whether the store can write now. */
  storeWritable(): Promise<boolean>;
  /** Returns the number of alerts that reach nobody. */
  stranded(): number;
  /** Resolves with how much is stored. */
  usage(): Promise<Usage>;
  /** Returns the milliseconds since a tick last ended. */
  tickAgeMs(): number;
  /** Resolves with the sources of the sources' file. */
  listSources(): Promise<readonly ListedSource[]>;
  /** Returns what is wrong with the audit trail; null while nothing is known to be. */
  trailProblem(): string | null;
  metrics: Metrics;
  /** Takes signed alerts; null when no secret is set. */
  webhook: AlertTaker | null;
  /** Takes what the sources of the sources' file send; null when there is no such file. */
  sourceWebhook: AlertTaker | null;
}

/** Takes alerts by HTTP. */
interface AlertTaker {
  judge(head: RequestHead): HttpResponse | null;
  receive(request: HttpRequest): Promise<HttpResponse>;
  /** Notes that the body of a request was too large. */
  tooLarge?(head: RequestHead): Promise<void>;
}

const paths = { slack: '/slack/events', teams: '/api/messages' } as const;

/** Returns all routes of the server by their path. */
export function routesOf(parts: RouteSources): ReadonlyMap<string, HttpRoute> {
  const read = ['GET', 'HEAD'];
  return new Map<string, HttpRoute>([
    ['/healthz', { methods: read, answer: () => ({ status: 200, body: { alive: true } }) }],
    ['/readyz', { methods: read, answer: readiness(parts) }],
    ['/metrics', { methods: read, answer: () => scraped(parts.metrics) }],
    ...platformRoutes(parts),
    ...alertRoute('/webhooks/alerts', parts.webhook),
    ...alertRoute('/webhooks/alerts/{source}', parts.sourceWebhook),
  ]);
}

function platformRoutes({ bot, platforms }: RouteSources): [string, HttpRoute][] {
  return platforms.map((platform) => [
    paths[platform.name],
    { methods: ['POST'], judge: platform.judge, answer: (request) => platform.receive(bot, request) },
  ]);
}

function alertRoute(path: string, taker: AlertTaker | null): [string, HttpRoute][] {
  return taker ? [[path, { ...taker, methods: ['POST'], answer: taker.receive }]] : [];
}

/**
 * Returns the check whether the bot is ready. It asks the store at most once a second, since asking costs a write.
 * Alerts that reach nobody, silent sources, and a broken history are named and do not count: a bot that is taken out of service
 * for them could not be mended.
 */
function readiness(parts: RouteSources): () => Promise<HttpResponse> {
  const { platforms, storeWritable, stranded, usage, trailProblem, tickAgeMs, listSources } = parts;
  let asked = { at: Number.NEGATIVE_INFINITY, writable: Promise.resolve(false) };
  return async () => {
    if (performance.now() - asked.at > 1_000) asked = { at: performance.now(), writable: storeWritable() };
    const trouble = [
      ['store', (await asked.writable) ? null : 'cannot write: is the disk full or read-only?'],
      ...platforms.map((platform) => [platform.name, platform.notReady()]),
      ...standstill(tickAgeMs()),
    ];
    const ready = trouble.every(([, why]) => why === null);
    const alerts = stranded() > 0 ? { alerts: `${stranded()} reach nobody: ${strandedAdvice}` } : {};
    const broken = trailProblem();
    const checks = {
      ...Object.fromEntries(trouble.map(([name, why]) => [name, why ?? 'ok'])),
      ...impairments(platforms),
      ...sourceChecks(await listSources()),
      ...alerts,
      ...(broken === null ? {} : { history: broken }),
      ...storage(await usage()),
    };
    return { status: ready ? 200 : 503, body: { ready, checks } };
  };
}

/** Says what a platform cannot do, although the bot is ready: the rest works. */
function impairments(platforms: readonly ChatPlatform[]): Record<string, string> {
  return Object.fromEntries(
    platforms.flatMap((platform) => {
      const what = platform.notReady() === null ? platform.impaired() : null;
      return what === null ? [] : [[platform.name, `ok, but ${what}`]];
    }),
  );
}

/** Says of each source, by its name, whether it is heard as often as it is expected. */
function sourceChecks(sources: readonly ListedSource[]): Record<string, string> {
  const stateOf = ({ row }: ListedSource) => (row?.silentAt === undefined ? 'ok' : `silent since ${quietSince(row)}`);
  return Object.fromEntries(sources.map((one) => [`source:${one.settings.name}`, stateOf(one)]));
}

/** Says that the storage is full. The bot stays ready, since people can still resolve alerts, which makes room. */
function storage(usage: Usage): { storage?: string } {
  if (!isFull(usage)) return {};
  const { bytes, limit } = usage;
  return { storage: `full, alerts are refused: ${bytes} bytes of STATE_LIMIT ${limit}. Resolve alerts, or raise it` };
}

/** Says that no tick has ended for too long. */
function standstill(ageMs: number): [string, string][] {
  if (ageMs <= standstillMs) return [];
  const seconds = Math.floor(ageMs / 1_000);
  return [['ticks', `none has ended for ${seconds} s: reminders and escalations stand still. Restart the bot`]];
}

async function scraped(metrics: Metrics): Promise<HttpResponse> {
  const { type, text } = await metrics.scrape();
  return { status: 200, headers: { 'content-type': type }, body: text };
}
