/** The routes of the HTTP servers. A platform that is not configured has no route, hence 404. */
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
export interface AlertTaker {
  judge(head: RequestHead): HttpResponse | null;
  receive(request: HttpRequest): Promise<HttpResponse>;
  /** Records that the body of a request was too large. */
  tooLarge?(head: RequestHead): Promise<void>;
}

/** The routes of a bot by their path: those that people and senders call, and those that monitoring calls. */
export interface BotRoutes {
  public: ReadonlyMap<string, HttpRoute>;
  monitoring: ReadonlyMap<string, HttpRoute>;
}

/** Where Slack, Teams, senders that share one secret, and the sources of the sources' file send their requests. */
const paths = {
  slack: '/slack/events',
  teams: '/api/messages',
  alerts: '/webhooks/alerts',
  sources: '/webhooks/alerts/{source}',
} as const;

const read = ['GET', 'HEAD'];

/** The route by which a load balancer learns that the process is alive. */
export const healthz: HttpRoute = { methods: read, answer: () => ({ status: 200, body: { alive: true } }) };

/** The settings on which it depends who sends requests to the bot. */
interface Callers {
  slack: { entrance: { kind: 'http' | 'socket' } } | null;
  teams: object | null;
  settings: { ALERT_WEBHOOK_SECRET?: readonly string[] | undefined; SOURCES?: string | undefined };
}

/** Returns the paths of the public routes that a bot with these settings has, without /healthz. They are known before the bot exists. */
export function publicPaths({ slack, teams, settings }: Callers): string[] {
  return [
    ...(slack?.entrance.kind === 'http' ? [paths.slack] : []),
    ...(teams ? [paths.teams] : []),
    ...(settings.ALERT_WEBHOOK_SECRET?.length ? [paths.alerts] : []),
    ...(settings.SOURCES ? [paths.sources] : []),
  ];
}

/** Returns the routes of a bot. */
export function routesOf({ readiness, metrics, ...called }: RouteSources): BotRoutes {
  return {
    public: new Map<string, HttpRoute>([
      ['/healthz', healthz],
      ...platformRoutes(called),
      ...alertRoute(paths.alerts, called.webhook),
      ...alertRoute(paths.sources, called.sourceWebhook),
    ]),
    monitoring: new Map<string, HttpRoute>([
      ['/readyz', { methods: read, answer: readiness.answer }],
      ['/metrics', metricsRoute(metrics)],
    ]),
  };
}

function platformRoutes({ bot, platforms }: Pick<RouteSources, 'bot' | 'platforms'>): [string, HttpRoute][] {
  return platforms.flatMap(({ name, http }): [string, HttpRoute][] =>
    http
      ? [[paths[name], { methods: ['POST'], judge: http.judge, answer: (request) => http.receive(bot, request) }]]
      : [],
  );
}

function alertRoute(path: string, taker: AlertTaker | null): [string, HttpRoute][] {
  return taker ? [[path, { ...taker, methods: ['POST'], answer: taker.receive }]] : [];
}

/** Returns the route that Prometheus scrapes. */
export function metricsRoute(metrics: Metrics): HttpRoute {
  return {
    methods: read,
    async answer() {
      const { type, text } = await metrics.scrape();
      return { status: 200, headers: { 'content-type': type }, body: text };
    },
  };
}
