/** The routes of the HTTP server. A platform that is not configured has no route, hence 404. */
import type { Bot } from '../../src/request/interaction.ts';
import type { ChatPlatform } from '../chat/platform.ts';
import type { Metrics } from '../process/metrics.ts';
import type { HttpRequest, HttpResponse, RequestHead } from './message.ts';
import type { ReadinessCheck } from './readiness.ts';
import type { HttpRoute } from './request-handler.ts';

/** What the routes need to answer requests. */
export interface RouteSources {
  bot: Bot;
  platforms: readonly ChatPlatform[];
  readiness: ReadinessCheck;
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
  /** Records that the body of a request was too large. */
  tooLarge?(head: RequestHead): Promise<void>;
}

const paths = { slack: '/slack/events', teams: '/api/messages' } as const;

const read = ['GET', 'HEAD'];

/** Returns the routes that people and senders call, by their path. */
export function publicRoutes(parts: RouteSources): ReadonlyMap<string, HttpRoute> {
  return new Map<string, HttpRoute>([
    ['/healthz', { methods: read, answer: () => ({ status: 200, body: { alive: true } }) }],
    ...platformRoutes(parts),
    ...alertRoute('/webhooks/alerts', parts.webhook),
    ...alertRoute('/webhooks/alerts/{source}', parts.sourceWebhook),
  ]);
}

/** Returns the routes that monitoring calls, by their path. */
export function monitoringRoutes(parts: Pick<RouteSources, 'readiness' | 'metrics'>): ReadonlyMap<string, HttpRoute> {
  return new Map<string, HttpRoute>([
    ['/readyz', { methods: read, answer: parts.readiness.answer }],
    ['/metrics', { methods: read, answer: () => scraped(parts.metrics) }],
  ]);
}

/** Returns all routes by their path, for one server. */
export function routesOf(parts: RouteSources): ReadonlyMap<string, HttpRoute> {
  return new Map([...publicRoutes(parts), ...monitoringRoutes(parts)]);
}

function platformRoutes({ bot, platforms }: RouteSources): [string, HttpRoute][] {
  return platforms.flatMap(({ name, http }): [string, HttpRoute][] =>
    http
      ? [[paths[name], { methods: ['POST'], judge: http.judge, answer: (request) => http.receive(bot, request) }]]
      : [],
  );
}

function alertRoute(path: string, taker: AlertTaker | null): [string, HttpRoute][] {
  return taker ? [[path, { ...taker, methods: ['POST'], answer: taker.receive }]] : [];
}

async function scraped(metrics: Metrics): Promise<HttpResponse> {
  const { type, text } = await metrics.scrape();
  return { status: 200, headers: { 'content-type': type }, body: text };
}
