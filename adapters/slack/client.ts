import { type Logger, LogLevel, webApi } from '@slack/bolt';
import type { Log } from '../platform.ts';

export interface Clients {
  /** For what a person waits for: at most 1 s. */
  look: webApi.WebClient;
  /** For posts: at most 10 s. */
  send: webApi.WebClient;
}

/**
 * Slack's Web API without its SDK's patience: by default it tries ten times in half an hour, which posts twice, and one
 * 429 stops the whole client. Time-outs hold for each call.
 */
export function createClients(world: { token: string; apiUrl: string | null; log: Log }): Clients {
  const client = (timeout: number) =>
    new webApi.WebClient(world.token, {
      ...(world.apiUrl === null ? {} : { slackApiUrl: world.apiUrl }),
      timeout,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: quietLogger(world.log),
    });
  return { look: client(1_000), send: client(10_000) };
}

/** The SDK's debug lines hold whole requests and answers, with addresses in them: they go nowhere. */
export function quietLogger(log: Log): Logger {
  const say = (level: 'warn' | 'error') => (first: unknown) =>
    log[level]({ sdk: 'slack', said: first instanceof Error ? first.message : String(first) }, 'a word from the SDK');
  const nothing = () => {};
  return {
    debug: nothing,
    info: nothing,
    warn: say('warn'),
    error: say('error'),
    setLevel: nothing,
    getLevel: () => LogLevel.WARN,
    setName: nothing,
  };
}
