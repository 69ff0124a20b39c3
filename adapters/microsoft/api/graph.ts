/** Requests to Microsoft Graph for one tenant: https://learn.microsoft.com/graph/use-the-api */
import type { MicrosoftSignal } from '../../../src/domain/microsoft-trouble.ts';
import { inTime } from '../../../src/ports/world.ts';
import type { MicrosoftFile, MicrosoftTenant } from '../file/tenant.ts';
import { exchange, isClockOff, unavailable } from './exchange.ts';
import { GraphError, type GraphErrorKind } from './graph-error.ts';
import { graphFailure, missingRight } from './graph-failure.ts';
import { type OnPage, readPages } from './pages.ts';
import { type AccessTokens, appTokens, type TokenWorld } from './token.ts';
import { noSignIn } from './user-token.ts';

/** What the requests are for. */
export type Signal = MicrosoftSignal;

/** How a request ended. */
export type GraphOutcome = 'ok' | GraphErrorKind;

/** What the requests need. `count` runs after each request, with its outcome. */
export interface ApiWorld extends TokenWorld {
  count(signal: Signal, outcome: GraphOutcome): void;
}

/** How a request differs from the usual. */
export interface GraphOptions {
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** How long it may take in all, with a new token where one is needed; 10 s by default. */
  timeoutMs?: number;
  /** Whose token it has: the app's by default. */
  as?: 'app' | 'user';
}

/**
 * Microsoft Graph, as the app or a person of one tenant sees it.
 *
 * @example const user = await graph.request('roles', 'GET', `/v1.0/users/${id}?$select=accountEnabled`, { timeoutMs: 1_200 });
 */
export interface Graph {
  /**
   * Resolves with the JSON of the answer; with null for one without content. `path` stands below `api`: `/v1.0/users/…`. After a 401 the
   * request is sent once more, with a new token; nothing else is sent again. Rejects with GraphError.
   */
  request(signal: Signal, method: 'GET' | 'POST' | 'PATCH', path: string, options?: GraphOptions): Promise<unknown>;
  /**
   * Hands the items of a list to `onPage`, page by page, and waits while Microsoft throttles, an hour in all. Resolves with the delta link,
   * which is a path for the next call. Rejects with GraphError, also after pages that were taken: then nothing is known of the others.
   */
  pages(signal: Signal, path: string, options: GraphOptions, onPage: OnPage): Promise<{ deltaLink: string | null }>;
}

/** Where Graph (beta) lists the partner security alerts. */
export const alertsPath = '/beta/security/partner/securityAlerts';

/** How long (ms) a request may take. */
const usualMs = 10_000;

/** Returns the requests of one tenant. `userTokens` are those of the person who signed in; null where the tenant has no `"by":"user"`. */
export function createGraph(
  tenant: MicrosoftTenant,
  { login, api }: Pick<MicrosoftFile, 'login' | 'api'>,
  world: ApiWorld,
  userTokens: AccessTokens | null = null,
): Graph {
  const forApp = appTokens(tenant, login, world);
  const { uptimeMs, clock } = world;

  async function send(
    method: string,
    url: URL,
    { body, headers, as = 'app' }: GraphOptions,
    token: string,
    ms: number,
  ) {
    const response = await exchange(
      url,
      {
        method,
        headers: {
          ...headers,
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      ms,
      world,
    );
    const { status, json } = response;
    if (status < 200 || status > 299)
      throw graphFailure(response, clock.now(), isClockOff(response, clock.now()), { name: tenant.name, as });
    if (json === null && status !== 204) throw unavailable('notJson', 'The answer is no JSON.', status);
    return json;
  }

  async function attempt(method: string, path: string, options: GraphOptions): Promise<unknown> {
    const tokens = options.as === 'user' ? userTokens : forApp;
    if (tokens === null) throw noSignIn(tenant);
    const url = urlOf(path, api);
    const until = uptimeMs() + (options.timeoutMs ?? usualMs);
    const tokenInTime = async () => {
      const token = await inTime(tokens.token(), Math.max(0, until - uptimeMs()), world);
      if (token === null) throw unavailable('timeout', 'Microsoft Entra gave no token in time.');
      return token;
    };
    const token = await tokenInTime();
    try {
      return await send(method, url, options, token, until - uptimeMs());
    } catch (error) {
      if (!(error instanceof GraphError) || error.status !== 401) throw error;
      tokens.drop(token);
      return send(method, url, options, await tokenInTime(), until - uptimeMs());
    }
  }

  async function request(signal: Signal, method: string, path: string, options: GraphOptions = {}): Promise<unknown> {
    try {
      const answer = await attempt(method, path, options);
      world.count(signal, 'ok');
      return answer;
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      world.count(signal, error.kind);
      throw error.kind === 'permission' ? missingRight(error, signal, options.as ?? 'app') : error;
    }
  }

  return {
    request,
    pages: (signal, path, options, onPage) =>
      readPages(path, (next) => request(signal, 'GET', next, options), onPage, { api, timers: world.timers }),
  };
}

/** Throws GraphError for a path that would leave `api`: some begin with what Microsoft gave. */
function urlOf(path: string, api: string): URL {
  const url = /^\/(v1\.0|beta)\//.test(path) && URL.canParse(path, api) ? new URL(path, api) : null;
  if (url !== null && url.origin === new URL(api).origin) return url;
  throw new GraphError({
    kind: 'refused',
    code: 'foreignLink',
    step: 'Report this: a path is none of Microsoft Graph.',
  });
}
