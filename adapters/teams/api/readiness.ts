import type { TeamsOptions } from '../options.ts';
import type { TeamsAuthentication } from './authentication.ts';
import { cloudOf } from './cloud.ts';
import { entraRefused, tokenProblem } from './credentials.ts';

/** A secret may expire at any time, so it is checked once a minute. This is cheap while a token is still valid. */
const standardLookMs = 60_000;
const retryMs = 30_000;
const askMs = 5_000;

/** Tells whether the bot can talk to Teams. */
export interface Readiness {
  /** `connected` runs each time that tokens can be had and checked, after they could not. */
  start(connected: () => void): void;
  /** Null when tokens can be had and checked, otherwise what cannot. */
  notReady(): string | null;
  /** What Microsoft refuses, where only the operator can mend it; null otherwise. */
  refused(): string | null;
  stop(): void;
}

/**
 * Asks Microsoft over and over for a token with the app's credentials, and for the keys that check the tokens of
 * Teams.
 */
export function createReadiness(
  { app, log, lookMs }: Pick<TeamsOptions, 'app' | 'log' | 'lookMs'>,
  { authorization }: Pick<TeamsAuthentication, 'authorization'>,
): Readiness {
  let why: string | null = app === null ? null : 'not connected yet';
  let fault: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let onConnected = () => {};

  async function look(keysUrl: string): Promise<void> {
    const [token, keys] = await Promise.allSettled([authorization(), read(keysUrl)]);
    const before = why;
    why = keys.status === 'rejected' ? 'the keys of Teams cannot be read' : null;
    fault = null;
    if (token.status === 'rejected') {
      why = tokenProblem(token.reason);
      fault = entraRefused(token.reason) ? why : null;
    }
    if (!stopped) timer = setTimeout(() => look(keysUrl), lookMs ?? (why === null ? standardLookMs : retryMs)).unref();
    if (why !== null) return log.warn({ why }, 'Teams is not ready');
    if (before === null) return;
    log.info({}, 'Teams is ready');
    onConnected();
  }

  return {
    start(connected) {
      onConnected = connected;
      if (!app) return connected();
      void look(cloudOf(app).ToBotFromChannelOpenIdMetadataUrl);
    },
    notReady: () => why,
    refused: () => fault,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function read(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(askMs) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`status ${response.status}`);
}
